"""People see and change what they may.

1. A token names its person; without one the owner acts, or, when not open, 401 is answered.
2. Sheets answers 404 to an unknown id and 403 to somebody else's; Drive answers 404 to both.
3. A reader reads but does not write; a writer writes but does not share away ownership.
4. A permission may come from a group, from anyone, or from the folder above.
5. A protected range holds back everyone but the owner and its editors, whatever the request.
6. Whole-sheet protections leave their unprotected ranges free; warnings hold nobody back.
7. A caller without storage cannot own files.
8. The owner's permission cannot be removed; ownership is handed over on purpose only.
9. A service account's signed claim gives a token that ends after an hour.
"""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from pipeline.stores.embedded import House, Ids, Request, Service, Shelf

from .clients import Client, Clock

_PRIVATE = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"


def _share(owner: Client, book: str, role: str, **who: Any) -> str:
    body = {"type": "user", "role": role, **who}
    reply = owner.drive("POST", f"files/{book}/permissions", body, sendNotificationEmail=False)
    return str(reply.json()["id"])


def test_without_a_token_a_closed_service_answers_401(clock: Clock) -> None:
    """Requirement 1."""
    closed = Service(Shelf(None), clock, Ids(lambda bits: 5), House(open_to_all=False))  # noqa: ARG005 - any source of bits will do
    sheets = closed.handle(Request("GET", "/v4/spreadsheets/x"))
    drive = closed.handle(Request("GET", "/drive/v3/files", headers={"authorization": "Bearer no"}))

    assert (sheets.status, sheets.json()["error"]["status"]) == (401, "UNAUTHENTICATED")
    assert (drive.status, drive.json()["error"]["errors"][0]["reason"]) == (401, "authError")


def test_what_is_not_yours_is_403_for_sheets_and_404_for_drive(owner: Client) -> None:
    """Requirement 2."""
    assert owner.sheets("GET", _PRIVATE).status_code == 403
    assert owner.sheets("GET", "unknown").status_code == 404
    error = owner.drive("GET", f"files/{_PRIVATE}").json()["error"]
    assert (error["code"], error["errors"][0]["reason"]) == (404, "notFound")


def test_readers_read_and_writers_write(service: Service, owner: Client, book: str) -> None:
    """Requirement 3."""
    ana = Client(service, "ana@example.org")
    assert ana.sheets("GET", book).status_code == 403
    number = _share(owner, book, "reader", emailAddress="ana@example.org")
    assert ana.sheets("GET", book).status_code == 200
    assert ana.put(book, "A1", [[1]])["error"]["status"] == "PERMISSION_DENIED"
    owner.drive("PATCH", f"files/{book}/permissions/{number}", {"role": "writer"})
    assert ana.put(book, "A1", [[1]])["updatedCells"] == 1
    assert ana.drive("DELETE", f"files/{book}").status_code == 403
    fields = "lastModifyingUser.emailAddress,ownedByMe,capabilities.canEdit"
    assert ana.drive("GET", f"files/{book}", fields=fields).json() == {
        "lastModifyingUser": {"emailAddress": "ana@example.org"},
        "ownedByMe": False,
        "capabilities": {"canEdit": True},
    }
    owner.drive("DELETE", f"files/{book}/permissions/{number}")
    assert ana.sheets("GET", book).status_code == 403


def test_rights_come_from_groups_anyone_and_folders(service: Service, owner: Client) -> None:
    """Requirement 4."""
    ana, ben = Client(service, "ana@example.org"), Client(service, "ben@other.org")
    folder = owner.drive("POST", "files", {"name": "F", "mimeType": "application/vnd.google-apps.folder"}).json()["id"]
    book = owner.create(parents=[folder])
    owner.drive(
        "POST", f"files/{folder}/permissions", {"type": "group", "role": "writer", "emailAddress": "team@example.org"}
    )

    assert "error" not in ana.put(book, "A1", [[1]])
    assert ben.sheets("GET", book).status_code == 403
    _share(owner, book, "reader", type="anyone")
    assert ben.sheets("GET", book).status_code == 200
    assert ben.put(book, "A1", [[1]])["error"]["code"] == 403


def _protect(owner: Client, book: str, **more: Any) -> None:
    box = {"startRowIndex": 0, "endRowIndex": 1}
    protection = {"range": box, "editors": {"users": ["ben@other.org"]}, **more}
    owner.batch(book, {"addProtectedRange": {"protectedRange": protection}})


_ROW = {"dimension": "ROWS", "startIndex": 0, "endIndex": 1}
_BOX = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}


@pytest.mark.parametrize(
    "request_",
    [
        {"deleteDimension": {"range": _ROW}},
        {"sortRange": {"range": _BOX, "sortSpecs": [{"sortOrder": "ASCENDING"}]}},
        {"mergeCells": {"range": _BOX, "mergeType": "MERGE_ALL"}},
        {"repeatCell": {"range": _BOX, "cell": {"note": "x"}, "fields": "note"}},
        {"findReplace": {"find": "head", "replacement": "x", "allSheets": True}},
        {"cutPaste": {"source": _BOX, "destination": {"rowIndex": 5}, "pasteType": "PASTE_NORMAL"}},
        {"setDataValidation": {"range": _BOX}},
        {"deleteSheet": {}},
    ],
)
def test_a_protected_range_holds_back_every_kind_of_change(
    service: Service, owner: Client, book: str, request_: dict[str, Any]
) -> None:
    """Requirement 5."""
    owner.put(book, "A1", [["head"], ["body"]])
    owner.batch(book, {"addSheet": {"properties": {"title": "More"}}})
    _protect(owner, book)
    for email in ("ana@example.org", "ben@other.org"):
        _share(owner, book, "writer", emailAddress=email)
    reply = Client(service, "ana@example.org").batch(book, request_)

    assert reply.status_code == 400
    assert "You are trying to edit a protected cell or object." in reply.json()["error"]["message"]
    assert owner.values(book, "A1:A2") == [["head"], ["body"]]
    assert Client(service, "ben@other.org").batch(book, request_).status_code == 200


def test_values_under_a_protection_are_kept(service: Service, owner: Client, book: str) -> None:
    """Requirements 5, 6."""
    whole = {"range": {"sheetId": 0}, "unprotectedRanges": [{"startRowIndex": 4, "endRowIndex": 6}]}
    _share(owner, book, "writer", emailAddress="ana@example.org")
    ana = Client(service, "ana@example.org")
    _protect(owner, book, warningOnly=True)
    assert "error" not in ana.put(book, "A1", [["free"]])
    owner.batch(book, {"addProtectedRange": {"protectedRange": whole}})
    assert ana.put(book, "A1", [["no"]])["error"]["status"] == "INVALID_ARGUMENT"
    assert ana.sheets("POST", f"{book}/values/A1:clear").status_code == 400
    assert "error" not in ana.put(book, "A5", [["yes"]])
    fields = "sheets.protectedRanges(requestingUserCanEdit,editors)"
    seen = ana.sheets("GET", book, fields=fields).json()["sheets"][0]["protectedRanges"]

    assert seen == [{"requestingUserCanEdit": True}, {}]


def test_a_caller_without_storage_cannot_own(service: Service, owner: Client, book: str) -> None:
    """Requirement 7."""
    robot = Client(service, "robot@project.iam.gserviceaccount.com")
    _share(owner, book, "writer", emailAddress="robot@project.iam.gserviceaccount.com")
    for path in ("files", f"files/{book}/copy"):
        error = robot.drive("POST", path, {"name": "x"}).json()["error"]
        assert (error["code"], error["errors"][0]["reason"]) == (403, "storageQuotaExceeded")
        assert error["errors"][0]["domain"] == "usageLimits"


def test_ownership_is_handed_over_on_purpose_only(service: Service, owner: Client, book: str) -> None:
    """Requirement 8."""
    own = owner.drive("GET", f"files/{book}/permissions").json()["permissions"][0]["id"]
    number = _share(owner, book, "writer", emailAddress="ana@example.org")
    path = f"files/{book}/permissions"

    assert owner.drive("DELETE", f"{path}/{own}").status_code == 403
    assert owner.drive("PATCH", f"{path}/{number}", {"role": "owner"}).status_code == 403
    done = owner.drive("PATCH", f"{path}/{number}", {"role": "owner"}, transferOwnership=True)
    assert done.json()["role"] == "owner"
    ana = Client(service, "ana@example.org")
    assert ana.drive("GET", f"files/{book}", fields="ownedByMe").json() == {"ownedByMe": True}


def test_a_signed_claim_gives_a_token_for_an_hour(service: Service, clock: Clock) -> None:
    """Requirement 9."""
    claims = base64.urlsafe_b64encode(json.dumps({"iss": "robot@x.org"}).encode()).decode()
    form = f"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.{claims}.b"
    token = service.handle(Request("POST", "/token", body=form.encode())).json()["access_token"]
    query = (("fields", "user.emailAddress"),)
    headers = {"authorization": f"Bearer {token}"}
    request = Request("GET", "/drive/v3/about", query, headers)

    assert service.handle(request).json() == {"user": {"emailAddress": "robot@x.org"}}
    clock.move(3601)
    assert service.handle(request).status == 401
    assert service.handle(Request("POST", "/token", body=b"grant_type=x")).status == 400
