"""Whatever is sent, the service answers as Google does: with what is wrong, and without having changed anything.

1. No request of any shape gives a 5xx, but 501 where Google has what the service has not.
2. Every refusal is in the form of its API: `status` and `details` for Sheets, `errors` with a reason for Drive.
3. After a refused batchUpdate the spreadsheet and its version are as before.
"""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.stores.embedded import House, Ids, Service, Shelf

from .clients import Client, Clock
from .sent import SENT

_JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, -1, 0, 3, 10**12, 10**40, 1.5, float("inf"), [], {}, [[]], {"sheetId": 0}, {"k": {"k": []}},
     "", "x", "A1:B2", "'Sheet1'!A", "ROWS", "*", "a(b", "é\ud800", "=1/0", "2026-01-01", "\x00"]
)  # fmt: skip
_ODD_QUERY = st.sampled_from(["", "x", "-1", "0", "99999999999999999999", "*", "a(b", "ROWS", "true", "A1", "é", "'"])


def _places(found: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every part of a JSON value."""
    inside = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [before, *(place for key, value in inside for place in _places(value, (*before, key)))]


def _put(found: Any, place: tuple[Any, ...], value: Any) -> Any:
    if not place:
        return value
    parent = found
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = value
    return found


@st.composite
def mutated(draw: st.DrawFn, bodies: list[Any]) -> Any:
    """One of the bodies with one to three parts replaced, taken away or renamed."""
    found = copy.deepcopy(draw(st.sampled_from(bodies)))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(_places(found)))
        change = draw(st.sampled_from(["replace", "drop", "rename"]))
        if change == "replace" or not place or isinstance(place[-1], int):
            found = _put(found, place, copy.deepcopy(draw(_JUNK)))
        else:
            parent = found
            for key in place[:-1]:
                parent = parent[key]
            value = parent.pop(place[-1])
            if change == "rename":
                parent[f"{place[-1]}X"] = value
        if not isinstance(found, dict | list):
            break
    return found


def _owner() -> tuple[Client, str]:
    house = House(owner="owner@example.org")
    service = Service(Shelf(None), Clock(), Ids(random.Random(3).getrandbits), house)  # noqa: S311 - the same ids every time
    client = Client(service)
    return client, client.create()


def _held(client: Client, book: str) -> Any:
    whole = client.sheets("GET", book, includeGridData=True).json()
    return whole, client.drive("GET", f"files/{book}", fields="version,name").json()


def _shaped(reply: Any) -> bool:
    """Whether an error is in the form of its API."""
    error = reply.json()["error"]
    if "/v4/" in reply.url or "/token" in reply.url:
        return bool(error["code"] == reply.status_code and error["status"] and error["message"])
    return bool(error["code"] == reply.status_code and error["errors"][0]["reason"] and error["message"])


def in_form(reply: Any) -> None:
    """Hold that an answer is no failure of ours, and that a refusal is in the form of its API."""
    assert reply.status_code < 500 or reply.status_code == 501, reply.text
    if reply.status_code >= 400:
        assert _shaped(reply), reply.text


_SETTINGS = settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def _batches(client: Client, book: str, body: Any) -> None:
    before = _held(client, book)
    reply = client.sheets("POST", f"{book}:batchUpdate", body)
    in_form(reply)
    if reply.status_code != 200:
        assert _held(client, book) == before


@_SETTINGS
@given(body=mutated([{"requests": [one]} for one in SENT]))
def test_a_spoiled_batch_is_refused_and_changes_nothing(body: Any) -> None:
    """Requirements 1, 2 and 3."""
    client, book = _owner()
    _batches(client, book, body)


@pytest.mark.slow
@settings(_SETTINGS, max_examples=500)
@given(body=mutated([{"requests": [one]} for one in SENT] + [{"requests": SENT[:20]}, {"requests": SENT[20:40]}]))
def test_many_spoiled_batches_are_refused_and_change_nothing(body: Any) -> None:
    """Requirements 1, 2 and 3."""
    client, book = _owner()
    client.batch(book, *SENT[:12])
    _batches(client, book, body)


_VALUES = {"values": [["a", 1], [True, None]], "majorDimension": "ROWS"}
_DATA = {"valueInputOption": "RAW", "data": [{"range": "A1:B2", **_VALUES}]}
_FILTERS = {"dataFilters": [{"a1Range": "A1"}, {"developerMetadataLookup": {"metadataKey": "k"}}]}
_FILE = {"name": "n", "mimeType": "text/plain", "parents": ["root"], "appProperties": {"a": "b"}, "starred": True}
_PERMISSION = {"type": "user", "role": "writer", "emailAddress": "ana@example.org"}

CALLS: list[tuple[str, str, dict[str, Any], dict[str, str]]] = [
    ("POST", "/v4/spreadsheets", {"properties": {"title": "t"}, "sheets": [{"properties": {"title": "s"}}]}, {}),
    ("GET", "/v4/spreadsheets/{book}", {}, {"ranges": "A1", "includeGridData": "true", "fields": "sheets(data)"}),
    ("POST", "/v4/spreadsheets/{book}:getByDataFilter", {**_FILTERS, "includeGridData": True}, {}),
    ("POST", "/v4/spreadsheets/{book}/sheets/0:copyTo", {"destinationSpreadsheetId": "{book}"}, {}),
    ("POST", "/v4/spreadsheets/{book}/developerMetadata:search", _FILTERS, {}),
    ("GET", "/v4/spreadsheets/{book}/values/A1", {}, {"majorDimension": "ROWS", "valueRenderOption": "FORMULA"}),
    ("GET", "/v4/spreadsheets/{book}/values:batchGet", {}, {"ranges": "A1", "dateTimeRenderOption": "SERIAL_NUMBER"}),
    ("PUT", "/v4/spreadsheets/{book}/values/A1:B2", _VALUES, {"valueInputOption": "RAW"}),
    ("POST", "/v4/spreadsheets/{book}/values/A1:append", _VALUES, {"valueInputOption": "RAW", "insertDataOption": ""}),
    ("POST", "/v4/spreadsheets/{book}/values/A1:clear", {}, {}),
    ("POST", "/v4/spreadsheets/{book}/values:batchUpdate", _DATA, {}),
    ("POST", "/v4/spreadsheets/{book}/values:batchClear", {"ranges": ["A1"]}, {}),
    ("POST", "/v4/spreadsheets/{book}/values:batchGetByDataFilter", _FILTERS, {}),
    ("POST", "/v4/spreadsheets/{book}/values:batchClearByDataFilter", _FILTERS, {}),
    (
        "POST",
        "/v4/spreadsheets/{book}/values:batchUpdateByDataFilter",
        {"valueInputOption": "RAW", "data": [{"dataFilter": {"a1Range": "A1"}, "values": [["x"]]}]},
        {},
    ),
    (
        "GET",
        "/drive/v3/files",
        {},
        {"q": "name = 'a'", "pageSize": "9", "pageToken": "", "orderBy": "name", "fields": "*"},
    ),
    ("POST", "/drive/v3/files", _FILE, {"fields": "id,name"}),
    ("PATCH", "/drive/v3/files/{book}", _FILE, {"addParents": "", "removeParents": "root", "fields": "parents"}),
    ("POST", "/drive/v3/files/{book}/copy", {"name": "c", "parents": ["root"]}, {"fields": "*"}),
    ("GET", "/drive/v3/files/{book}/export", {}, {"mimeType": "text/csv"}),
    ("GET", "/drive/v3/files/{book}/permissions", {}, {"pageSize": "2", "pageToken": "", "fields": "permissions(id)"}),
    ("POST", "/drive/v3/files/{book}/permissions", _PERMISSION, {"sendNotificationEmail": "false", "fields": "id"}),
    ("GET", "/drive/v3/files/{book}/comments", {}, {"fields": "comments/content", "pageSize": "5"}),
    ("POST", "/drive/v3/files/{book}/comments", {"content": "c", "anchor": "a"}, {"fields": "id"}),
    ("GET", "/drive/v3/changes", {}, {"pageToken": "1", "pageSize": "5", "fields": "*"}),
    ("GET", "/drive/v3/about", {}, {"fields": "user"}),
    ("POST", "/upload/drive/v3/files", {}, {"uploadType": "multipart"}),
    ("PATCH", "/upload/drive/v3/files/{book}", {}, {"uploadType": "media"}),
]
"""One valid request of every other method."""


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, str, Any, dict[str, str]]:
    """One of the calls with its body, its query or its path spoiled."""
    verb, path, body, query = draw(st.sampled_from(CALLS))
    body = draw(mutated([body])) if draw(st.booleans()) else body
    query = dict(query)
    for name in draw(st.lists(st.sampled_from([*query, "unknown"]), max_size=2)):
        query[name] = draw(_ODD_QUERY)
    if draw(st.integers(0, 4)) == 0:
        path = path.replace(
            "A1", draw(st.sampled_from(["ZZZ99999999", "A0", "no tab!A1", "%27%27!A1", "A1:B2:C3", "~"]))
        )
        path = path.replace("{book}", draw(st.sampled_from(["{book}", "nosuch", "root", "%00"])), 1)
    return verb, path, body, query


def _call(client: Client, book: str, call: tuple[str, str, Any, dict[str, str]]) -> Any:
    verb, path, body, query = call
    client.http.hooks["response"].clear()  # Drive takes parameters that no document has
    host = "https://sheets.googleapis.com" if path.startswith("/v4") else "https://www.googleapis.com"
    text = json.dumps(body).replace("{book}", book)
    return client.http.request(verb, host + path.replace("{book}", book), params=query, data=text)


@pytest.mark.parametrize(
    "call", [one for one in CALLS if "/upload" not in one[1]], ids=lambda one: f"{one[0]} {one[1]}"
)
def test_every_call_is_valid_before_it_is_spoiled(call: tuple[str, str, Any, dict[str, str]]) -> None:
    """Requirement 1: only so does spoiling say something."""
    client, book = _owner()

    assert _call(client, book, call).status_code == 200


@_SETTINGS
@given(call=spoiled())
def test_a_spoiled_call_says_what_is_wrong(call: tuple[str, str, Any, dict[str, str]]) -> None:
    """Requirements 1 and 2."""
    in_form(_call(*_owner(), call))


@pytest.mark.slow
@settings(_SETTINGS, max_examples=1500)
@given(call=spoiled())
def test_many_spoiled_calls_say_what_is_wrong(call: tuple[str, str, Any, dict[str, str]]) -> None:
    """Requirements 1 and 2."""
    in_form(_call(*_owner(), call))
