"""What is refused, and in which words.

1. Drive refuses a body in its own form, with a reason.
2. A wrong name, kind or choice is refused with its place; what Google puts right, the service puts right too.
3. The kinds of all fields are those of Google's documents.
4. Over HTTP, what is no request is told so.
"""

from __future__ import annotations

import socket
from threading import Thread
from typing import Any

import pytest

from pipeline.stores.embedded import Service, listening
from pipeline.stores.embedded.messages import _documents

from .clients import Client
from .messages import drawn
from .test_malformed import in_form


@pytest.mark.parametrize(
    ("body", "reason"),
    [("{", "parseError"), ("[]", "parseError"), ('{"name": 5}', "invalid"), ('{"parents": {"a": 1}}', "invalid")],
)
def test_drive_says_in_its_own_form_what_is_wrong_with_a_body(owner: Client, body: str, reason: str) -> None:
    """Requirement 1."""
    for path in ("files", "files/root/permissions", "files/root/comments?fields=id"):
        reply = owner.http.post(f"https://www.googleapis.com/drive/v3/{path}", data=body)
        in_form(reply)
        if path == "files" or reason == "parseError":
            assert (reply.status_code, reply.json()["error"]["errors"][0]["reason"]) == (400, reason)


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            {"updateCells": {"rows": [{"value": []}]}},
            "Invalid JSON payload received. Unknown name \"value\" at 'requests[0].update_cells.rows[0]': Cannot find field.",
        ),
        ({"deleteSheet": {"sheetId": "x"}}, "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"x\""),
        (
            {"addSheet": {"properties": {"title": 5}}},
            "Invalid value at 'requests[0].add_sheet.properties.title' (TYPE_STRING), 5",
        ),
        (
            {"mergeCells": {"mergeType": "ALL"}},
            "Invalid value at 'requests[0].merge_cells.merge_type' (TYPE_ENUM), \"ALL\"",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(owner: Client, book: str, request_: Any, message: str) -> None:
    """Requirement 2."""
    error = owner.batch(book, request_).json()["error"]

    assert (error["code"], error["message"]) == (400, message)
    assert error["details"][0]["fieldViolations"][0]["description"] == message


def test_what_google_puts_right_is_put_right(owner: Client, book: str) -> None:
    """Requirement 2."""
    snake = {"add_sheet": {"properties": {"sheet_id": "7", "title": "t", "grid_properties": {"row_count": 5.0}}}}
    single = {"requests": snake, "include_spreadsheet_in_response": None}

    assert owner.sheets("POST", f"{book}:batchUpdate", single).status_code == 200
    found = owner.sheets("GET", book, fields="sheets.properties").json()["sheets"][1]["properties"]
    assert (found["sheetId"], found["gridProperties"]["rowCount"]) == (7, 5)


def test_a_property_is_taken_away_with_null(owner: Client, book: str) -> None:
    """Requirement 2."""
    owner.drive("PATCH", f"files/{book}", {"appProperties": {"a": "1", "b": "2"}})
    owner.drive("PATCH", f"files/{book}", {"appProperties": {"a": None}})

    assert owner.drive("GET", f"files/{book}", fields="appProperties").json() == {"appProperties": {"b": "2"}}


@pytest.mark.parametrize(
    "query",
    [{"valueRenderOption": "PRETTY"}, {"majorDimension": "UP"}, {"dateTimeRenderOption": "ISO"}, {"ranges2": "A1"}],
)
def test_a_parameter_that_is_none_of_the_choices_is_refused(owner: Client, book: str, query: dict[str, str]) -> None:
    """Requirement 2."""
    in_form(reply := owner.sheets("GET", f"{book}/values/A1", **query))

    assert reply.status_code == 400


@pytest.mark.parametrize(
    "head",
    ["GET http://[x HTTP/1.1", "GET / HTTP/1.1\r\nContent-Length: -5", "GET / HTTP/1.1\r\nContent-Length: five",
     "POST /_control/faults HTTP/1.1\r\nContent-Length: 1\r\n\r\n{", "POST /_control/quota HTTP/1.1\r\nContent-Length: 2\r\n\r\n[]"],
)  # fmt: skip
def test_a_line_that_is_no_request_is_answered(service: Service, head: str) -> None:
    """Requirement 4."""
    server = listening(service, 0)
    thread = Thread(target=server.handle_request)
    thread.start()
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as line:
        line.sendall(f"{head}\r\nConnection: close\r\n\r\n".encode() if "\r\n\r\n" not in head else head.encode())
        answer = line.recv(200)
    thread.join()
    server.server_close()

    assert answer.startswith(b"HTTP/1.1 400")


def test_the_kinds_of_all_fields_are_googles() -> None:
    """Requirement 3; `python -m tests.embedded.messages` writes them anew."""
    pytest.importorskip("googleapiclient", reason="google-api-python-client is a dev dependency")

    assert _documents() == drawn()
