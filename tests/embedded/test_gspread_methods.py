"""Every public method of gspread does on the service what it is for, seen by reading back.

1. Each method of Client, Spreadsheet and Worksheet is called, and what it did or returned is compared.
2. None is left out: a new version of gspread with a new method fails here until it is looked at.
3. Every request that gspread sends and every reply is valid against sheets.v4.json, drive.v3.json and drive.v2.json.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import gspread
import pytest
import requests
from gspread.utils import ExportFormat

from pipeline.stores.embedded import Service, session

from .clients import Client
from .discovery import Checker
from .gspread_calls import PROPERTIES, TEXTS, WORKSHEET

ROWS: list[list[Any]] = [["name", "n"], ["a", 1], ["b", 2], ["c", 3]]


@pytest.fixture
def client(service: Service) -> Iterator[gspread.Client]:
    """Gspread on the service, with every request and reply held against Google's documents."""
    pytest.importorskip("googleapiclient", reason="google-api-python-client is a dev dependency")
    http, problems = session(service), list[str]()

    def check(response: requests.Response, *_args: Any, **_more: Any) -> None:
        request = response.request
        body = request.body or ""
        sent = body.decode() if isinstance(body, bytes) else str(body)
        told = checker().problems(str(request.method), str(request.url), sent, response.status_code, response.text)
        problems.extend(f"{request.method} {request.url}: {problem}" for problem in told)

    http.hooks["response"].append(check)
    yield gspread.Client(auth=None, session=http)  # type: ignore[arg-type]

    assert problems == []


@cache
def checker() -> Checker:
    """Google's documents."""
    return Checker()


@pytest.fixture
def tab(client: gspread.Client) -> gspread.Worksheet:
    """A sheet with a head and three rows."""
    made = client.create("Book").sheet1
    made.update(ROWS, "A1")
    return made


@pytest.mark.parametrize("name", sorted(WORKSHEET))
def test_a_method_of_a_worksheet_does_what_it_is_for(tab: gspread.Worksheet, name: str) -> None:
    """Requirement 1."""
    do, read, expected = WORKSHEET[name]
    do(tab)

    assert expected == read(tab)


def _spreadsheet_methods(book: Any, owner: Client) -> dict[str, tuple[Any, Any]]:
    """Method -> what it gives (or what is there afterwards), and what it should."""
    tab = book.sheet1
    second = book.add_worksheet("Second", 3, 2)
    found: dict[str, tuple[Any, Any]] = {"add_worksheet": ((second.row_count, second.col_count), (3, 2))}
    body = {"requests": [{"updateSheetProperties": {"properties": {"sheetId": 0, "index": 2}, "fields": "index"}}]}
    found["batch_update"] = (book.batch_update(body)["replies"], [{}])
    found["worksheets"] = ([one.title for one in book.worksheets()], ["Second", "Sheet1"])
    found["get_worksheet"] = (book.get_worksheet(0).title, "Second")
    found["get_worksheet_by_id"] = (book.get_worksheet_by_id(0).title, "Sheet1")
    found["worksheet"] = (book.worksheet("Second").id, second.id)
    book.reorder_worksheets([tab, second])
    found["reorder_worksheets"] = ([one.title for one in book.worksheets()], ["Sheet1", "Second"])
    twin = book.duplicate_sheet(0, insert_sheet_index=2, new_sheet_name="Twin")
    found["duplicate_sheet"] = (twin.get_all_values(), TEXTS)
    book.del_worksheet(twin)
    book.del_worksheet_by_id(second.id)
    found["del_worksheet"] = found["del_worksheet_by_id"] = ([one.title for one in book.worksheets()], ["Sheet1"])
    found["fetch_sheet_metadata"] = (book.fetch_sheet_metadata()["properties"]["title"], "Book")
    found["export"] = (book.export(ExportFormat.CSV), b"name,n\r\na,1\r\nb,2\r\nc,3")
    for name, update, asked, value in (
        ("update_title", book.update_title, lambda: book.title, "New"),
        ("update_locale", book.update_locale, lambda: book.locale, "fr_FR"),
        ("update_timezone", book.update_timezone, lambda: book.timezone, "Europe/Paris"),
    ):
        update(value)
        found[name] = (asked(), value)  # type: ignore[no-untyped-call]
    book.values_update("Sheet1!D1", {"valueInputOption": "RAW"}, {"values": [["d"]]})
    found["values_update"] = (book.values_get("Sheet1!D1")["values"], [["d"]])
    found["values_get"] = (book.values_get("Sheet1!A2:B2")["values"], [["a", "1"]])
    got = book.values_batch_get(["Sheet1!A1", "Sheet1!B1"])["valueRanges"]
    found["values_batch_get"] = ([one["values"] for one in got], [[["name"]], [["n"]]])
    told = {"valueInputOption": "RAW", "data": [{"range": "Sheet1!E1", "values": [["e"]]}]}
    found["values_batch_update"] = (book.values_batch_update(told)["totalUpdatedCells"], 1)
    book.values_clear("Sheet1!D1")
    book.values_batch_clear(body={"ranges": ["Sheet1!E1"]})
    found["values_clear"] = found["values_batch_clear"] = (tab.row_values(1), ["name", "n"])
    book.values_append("Sheet1!A1", {"valueInputOption": "RAW"}, {"values": [["z", 9]]})
    found["values_append"] = (tab.row_values(5), ["z", "9"])
    tab.define_named_range("A2:A3", "pair")
    found["named_range"] = ([one.value for one in book.named_range("pair")], ["a", "b"])
    found["list_named_ranges"] = (len(book.list_named_ranges()), 1)
    tab.add_protected_range("A1")
    found["list_protected_ranges"] = (len(book.list_protected_ranges(0)), 1)
    book.share("ana@example.org", "user", "writer", notify=False)
    shared = {one["emailAddress"]: one["id"] for one in book.list_permissions()}
    found["share"] = found["list_permissions"] = (sorted(shared), ["ana@example.org", "owner@example.org"])
    book.transfer_ownership(shared["ana@example.org"])
    ana = {one["emailAddress"]: one for one in book.list_permissions()}["ana@example.org"]
    found["transfer_ownership"] = ((ana["role"], ana["pendingOwner"]), ("writer", True))
    book.accept_ownership(shared["ana@example.org"])
    roles = {one["emailAddress"]: one["role"] for one in book.list_permissions()}
    found["accept_ownership"] = (roles, {"ana@example.org": "owner", "owner@example.org": "writer"})
    found["remove_permissions"] = (len(book.remove_permissions("owner@example.org")), 1)
    there = owner.drive("GET", f"files/{book.id}").status_code
    assert there == 404
    return found


def test_the_methods_of_a_spreadsheet_do_what_they_are_for(
    client: gspread.Client, tab: gspread.Worksheet, owner: Client
) -> None:
    """Requirements 1, 2."""
    book = tab.spreadsheet
    with pytest.warns(DeprecationWarning, match="lastUpdateTime"):
        times = (book.get_lastUpdateTime(), book.lastUpdateTime, book.creationTime)
    book.update_drive_metadata()
    found = _spreadsheet_methods(client.open_by_key(book.id), owner)
    known = {
        "creationTime",
        "get_lastUpdateTime",
        "id",
        "lastUpdateTime",
        "locale",
        "sheet1",
        "timezone",
        "title",
        "url",
    }

    assert {name: one for name, (one, _) in found.items()} == {name: two for name, (_, two) in found.items()}
    assert all(time.startswith("2026-01-02T03:04:05") for time in times)
    assert {*found, *known, "update_drive_metadata"} == _public(gspread.Spreadsheet)


def test_the_methods_of_a_client_do_what_they_are_for(client: gspread.Client) -> None:
    """Requirements 1, 2."""
    book: Any = client.create("One")
    book.sheet1.update([["x"]], "A1")
    client.set_timeout(5)
    client.insert_permission(book.id, "ana@example.org", perm_type="user", role="reader", notify=False)
    (given,) = [one for one in client.list_permissions(book.id) if one["role"] == "reader"]
    client.remove_permission(book.id, str(given["id"]))
    with pytest.raises(
        gspread.exceptions.APIError, match="transferOwnership"
    ):  # as at Google: it shares with the owner
        client.copy(book.id, "Two", copy_permissions=True)
    copy = client.open("Two")
    client.import_csv(copy.id, "p,q\n1,2\n")
    drawn = copy.get_worksheet(0)

    assert len(client.list_permissions(book.id)) == 1
    assert client.open("One").id == client.open_by_url(book.url).id == client.open_by_key(book.id).id == book.id
    assert sorted(one.title for one in client.openall()) == ["One", "Two"]
    assert (drawn.title, drawn.get_all_values()) == ("Two", [["p", "q"], ["1", "2"]])
    assert (drawn.row_count, drawn.col_count) == (1000, 26)
    assert client.export(book.id, ExportFormat.CSV) == b"x"
    assert sorted(one["name"] for one in client.list_spreadsheet_files()) == ["One", "Two"]
    assert client.get_file_drive_metadata(book.id)["name"] == "One"
    client.del_spreadsheet(copy.id)
    assert [one.title for one in client.openall()] == ["One"]
    assert _public(gspread.Client) == {
        "copy", "create", "del_spreadsheet", "expiry", "export", "get_file_drive_metadata", "import_csv",
        "insert_permission", "list_permissions", "list_spreadsheet_files", "open", "open_by_key", "open_by_url",
        "openall", "remove_permission", "set_timeout",
    }  # fmt: skip


def _public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


def test_no_method_of_a_worksheet_is_left_out() -> None:
    """Requirement 2."""
    assert _public(gspread.Worksheet) == {*WORKSHEET, *PROPERTIES}
