"""The service fails as Google does, when it is told to.

1. Quotas: Sheets answers 429 with the quota named, Drive 403 with its reason; a minute later all
   is well again; a refused request is not counted.
2. Every fault can be played at a chosen request, before or after it was carried out.
3. A cut connection reaches `requests` as a ConnectionError, in-process and over HTTP alike.
4. What Google has and the service does not is 501; other addresses are 404.
5. Over HTTP the service listens on 127.0.0.1 only, and its books outlive it.
"""

from __future__ import annotations

import json
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests

from pipeline.stores.embedded import Fault, Ids, Limits, Request, Service, Shelf, listening, opened
from pipeline.stores.embedded.faults import NAMES

from .clients import Client, Clock


def _limited(clock: Clock, **limits: int) -> Client:
    source = iter(range(10**6))
    return Client(Service(Shelf(None), clock, Ids(lambda _bits: next(source) % 64), limits=Limits(**limits)))


def test_sheets_quotas_are_429(clock: Clock) -> None:
    """Requirement 1."""
    client = _limited(clock, sheets_read_user=2, sheets_write_project=1)
    book = client.create()
    replies = [client.sheets("GET", book) for _ in range(4)]
    error = replies[2].json()["error"]

    assert [reply.status_code for reply in replies] == [200, 200, 429, 429]
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert "limit 'Read requests per minute per user'" in error["message"]
    assert error["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert "error" not in client.put(book, "A1", [[1]])
    assert "'Write requests per minute'" in client.put(book, "A1", [[1]])["error"]["message"]
    clock.move(60)
    assert client.sheets("GET", book).status_code == 200


def test_drive_quotas_are_403_with_a_reason(clock: Clock) -> None:
    """Requirement 1."""
    client = _limited(clock, drive_user=250)
    replies = [client.drive("GET", "files") for _ in range(3)]
    error = replies[2].json()["error"]

    assert [reply.status_code for reply in replies] == [200, 200, 403]
    assert error["errors"][0]["reason"] == "userRateLimitExceeded"
    assert error["errors"][0]["domain"] == "usageLimits"


@pytest.mark.parametrize("name", sorted(NAMES - {"cut"}))
def test_every_fault_can_be_played(service: Service, owner: Client, book: str, name: str) -> None:
    """Requirement 2."""
    owner.put(book, "A1", [["value"]])
    service.plan = lambda _number, _request: Fault(name, retry_after=7)
    reply = owner.http.get(f"https://sheets.googleapis.com/v4/spreadsheets/{book}/values/A1", allow_redirects=False)
    expected = {"502-html": 502, "200-html": 200, "redirect": 302}

    if name in expected or name.isdigit():
        assert reply.status_code == expected.get(name, int(name) if name.isdigit() else 0)
    elif name.endswith("Exceeded") or name == "accessNotConfigured":
        assert (reply.status_code, reply.json()["error"]["errors"][0]["reason"]) == (403, name)
    elif name == "none":
        assert reply.json()["values"] == [["value"]]
    if name != "none":
        assert reply.headers["Retry-After"] == "7"


@pytest.mark.parametrize("after", [False, True])
def test_a_cut_connection_may_hide_a_success(service: Service, owner: Client, book: str, *, after: bool) -> None:
    """Requirements 2, 3."""
    service.plan = lambda _number, request: Fault("cut", after=after) if request.body else None
    with pytest.raises(requests.ConnectionError):
        owner.put(book, "A1", [["written"]])

    assert owner.values(book, "A1") == ([["written"]] if after else [])


def test_what_is_missing_says_so(owner: Client, book: str) -> None:
    """Requirement 4."""
    assert owner.drive("POST", f"files/{book}/watch", {}).status_code == 501
    assert owner.drive("GET", f"files/{book}/revisions").status_code == 501
    assert owner.sheets("POST", f"{book}/nothing:here").status_code == 501
    assert owner.call("GET", "https://www.googleapis.com/elsewhere").status_code == 404


def test_over_http_the_same_service_answers_and_keeps(tmp_path: Path) -> None:
    """Requirements 3, 5."""
    service = opened(tmp_path)
    server = listening(service, 0)
    Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"

    def send(method: str, path: str, body: Any = None) -> requests.Response:
        data = None if body is None else json.dumps(body)
        return requests.request(method, base + path, data=data, timeout=5)

    try:
        assert server.server_address[0] == "127.0.0.1"
        told = {"name": "Kept", "mimeType": "application/vnd.google-apps.spreadsheet"}
        book = send("POST", "/drive/v3/files", told).json()["id"]
        write = f"/v4/spreadsheets/{book}/values/A1?valueInputOption=RAW"
        send("PUT", write, {"values": [["é"]]})
        send("POST", "/_control/faults", {"1": {"name": "cut"}, "2": {"name": "502-html"}})
        with pytest.raises(requests.ConnectionError):
            send("GET", f"/v4/spreadsheets/{book}")
        assert send("GET", f"/v4/spreadsheets/{book}").status_code == 502
        send("POST", "/_control/quota", {"sheets_read_user": 0})
        assert send("GET", f"/v4/spreadsheets/{book}").status_code == 429
    finally:
        server.shutdown()
        server.server_close()
        service.shelf.close()
    again = opened(tmp_path)
    read = again.handle(Request("GET", f"/v4/spreadsheets/{book}/values/A1"))
    again.shelf.close()

    assert read.json()["values"] == [["é"]]
