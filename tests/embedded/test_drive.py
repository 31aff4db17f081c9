"""Files are listed, copied, changed, uploaded and exported as Drive v3 does it.

1. files.list answers `q`, pages and orders; a query that cannot be read is 400.
2. A copy takes the content, the properties and new appProperties; changing it leaves the source.
3. Every change bumps version and modifiedTime; sharing bumps the version only.
4. changes.list tells of each changed file once, and of those no longer there.
5. Trash hides from `trashed=false` and deletion is for good.
6. Uploads keep bytes and id; CSV and xlsx become spreadsheets where asked. More than 5 MB go in a session: announced,
   then sent to the address given back; only then is there a file.
7. An export to xlsx carries values, types, notes, merges, hiding and names; others are 501 or 403.
"""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from pipeline.stores.embedded import House, Ids, Service, Shelf

from .clients import Client, Clock

_SHEET = "application/vnd.google-apps.spreadsheet"
_FOLDER = "application/vnd.google-apps.folder"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UPLOAD = "https://www.googleapis.com/upload/drive/v3/files"


def _names(owner: Client, query: str, **more: Any) -> list[str]:
    reply = owner.drive("GET", "files", q=query, orderBy="name", fields="files(name)", **more)
    return [file["name"] for file in reply.json()["files"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (f"mimeType='{_SHEET}'", ["Alpha", "Beta", "It's"]),
        ("name = 'alpha'", ["Alpha"]),
        ("name contains 'be' and trashed = false", ["Beta"]),
        (r"name = 'It\'s'", ["It's"]),
        (f"not mimeType = '{_SHEET}' or name='Beta'", ["Beta", "Folder"]),
        ("(name='Alpha' or name='Beta') and name != 'Beta'", ["Alpha"]),
        ("modifiedTime > '2026-01-02T03:04:06'", ["Beta"]),
        ("modifiedTime <= '2026-01-02T03:04:05Z' and mimeType contains 'spreadsheet'", ["Alpha", "It's"]),
        ("appProperties has { key='territory' and value='t1' }", ["Alpha"]),
        ("'owner@example.org' in owners and name='Beta'", ["Beta"]),
        ("'root' in parents and name='Alpha'", ["Alpha"]),
        ("sharedWithMe", []),
    ],
)
def test_queries_select_files(owner: Client, clock: Clock, query: str, names: list[str]) -> None:
    """Requirement 1."""
    owner.create("Alpha", appProperties={"territory": "t1"})
    owner.create("It's")
    owner.drive("POST", "files", {"name": "Folder", "mimeType": _FOLDER})
    clock.move(10)
    owner.create("Beta")

    assert _names(owner, query) == names


def test_lists_come_in_pages(owner: Client) -> None:
    """Requirement 1."""
    for number in range(5):
        owner.create(f"Book {number}")
    first = owner.drive("GET", "files", pageSize=3, orderBy="name desc").json()
    second = owner.drive("GET", "files", pageSize=3, orderBy="name desc", pageToken=first["nextPageToken"]).json()

    assert [len(first["files"]), len(second["files"])] == [3, 2]
    assert "nextPageToken" not in second
    assert (first["kind"], first["incompleteSearch"]) == ("drive#fileList", False)
    assert owner.drive("GET", "files", q="name ~ 'x'").status_code == 400
    assert owner.drive("GET", "files", pageSize=1001).status_code == 400


def test_folders_hold_files(owner: Client) -> None:
    """Requirement 1."""
    folder = owner.drive("POST", "files", {"name": "F", "mimeType": _FOLDER}).json()["id"]
    book = owner.create("Inside", parents=[folder])
    assert _names(owner, f"'{folder}' in parents") == ["Inside"]
    assert _names(owner, f'mimeType="{_SHEET}" and parents in "{folder}"') == ["Inside"]
    owner.drive("PATCH", f"files/{book}", {}, removeParents=folder, addParents="root")
    assert _names(owner, f"'{folder}' in parents") == []
    reply = owner.drive("POST", "files", {"name": "x", "parents": ["unknown"]})
    assert reply.status_code == 404


def test_a_copy_is_another_file_with_the_same_content(owner: Client, book: str) -> None:
    """Requirement 2."""
    owner.put(book, "A1", [["v", "=A1"]], "USER_ENTERED")
    owner.drive("PATCH", f"files/{book}", {"appProperties": {"template": "fr"}})
    body = {"name": "Territory 1", "appProperties": {"territory": "t1"}}
    copy = owner.drive("POST", f"files/{book}/copy", body, fields="id,name,appProperties").json()

    assert copy["appProperties"] == {"template": "fr", "territory": "t1"}
    owner.put(copy["id"], "A1", [["changed"]])
    assert owner.values(book, "A1:B1") == [["v", "v"]]
    assert owner.values(copy["id"], "A1:B1") == [["changed", "changed"]]
    assert owner.sheets("GET", copy["id"], fields="properties.title").json() == {"properties": {"title": "Territory 1"}}
    assert owner.drive("POST", f"files/{book}/copy", {}).json()["name"] == "Copy of Book"


def test_changes_bump_version_and_time(owner: Client, clock: Clock, book: str) -> None:
    """Requirement 3."""

    def state() -> tuple[int, str]:
        found = owner.drive("GET", f"files/{book}", fields="version,modifiedTime").json()
        return int(found["version"]), found["modifiedTime"]

    first = state()
    clock.move(60)
    owner.sheets("GET", book)
    assert state() == first
    owner.put(book, "A1", [[1]])
    second = state()
    assert (second[0] - first[0], second[1]) == (1, "2026-01-02T03:05:05.000Z")
    clock.move(60)
    owner.drive("POST", f"files/{book}/permissions", {"type": "anyone", "role": "reader"})
    assert (state()[0] > second[0], state()[1]) == (True, second[1])


def test_changes_are_told_once(service: Service, owner: Client, book: str) -> None:
    """Requirement 4."""
    ana = Client(service, "ana@example.org")
    who = {"type": "user", "role": "reader", "emailAddress": "ana@example.org"}
    number = owner.drive("POST", f"files/{book}/permissions", who).json()["id"]
    token = owner.drive("GET", "changes/startPageToken").json()["startPageToken"]
    owner.put(book, "A1", [[1]])
    owner.put(book, "A1", [[2]])
    other = owner.create("Other")
    found = owner.drive("GET", "changes", pageToken=token, pageSize=1).json()
    rest = owner.drive("GET", "changes", pageToken=found["nextPageToken"]).json()

    assert [c["fileId"] for c in found["changes"] + rest["changes"]] == [book, other]
    again = owner.drive("GET", "changes", pageToken=rest["newStartPageToken"]).json()
    assert again["changes"] == []
    assert [c["fileId"] for c in ana.drive("GET", "changes", pageToken=token).json()["changes"]] == [book]
    owner.drive("DELETE", f"files/{book}/permissions/{number}")
    lost = ana.drive("GET", "changes", pageToken=token).json()["changes"]
    assert [(c["fileId"], c["removed"]) for c in lost] == [(book, True)]
    owner.drive("DELETE", f"files/{book}")
    gone = owner.drive("GET", "changes", pageToken=token).json()["changes"]
    assert [(c["fileId"], c["removed"]) for c in gone] == [(other, False), (book, True)]


def test_trash_and_deletion(owner: Client, book: str) -> None:
    """Requirement 5."""
    owner.drive("PATCH", f"files/{book}", {"trashed": True})
    assert _names(owner, "trashed=true") == ["Book"]
    assert _names(owner, f"trashed=false and mimeType='{_SHEET}'") == []
    deleted = owner.drive("DELETE", f"files/{book}")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert owner.drive("DELETE", f"files/{book}").status_code == 404
    assert owner.sheets("GET", book).status_code == 404


def _upload(owner: Client, told: dict[str, Any], body: bytes, kind: str, path: str = "", verb: str = "POST") -> Any:
    head = f"--cut\r\nContent-Type: application/json\r\n\r\n{json.dumps(told)}\r\n"
    data = head.encode() + f"--cut\r\nContent-Type: {kind}\r\n\r\n".encode() + body + b"\r\n--cut--"
    return owner.http.request(
        verb,
        f"{_UPLOAD}{path}",
        params={"uploadType": "multipart", "fields": "id,name,size,mimeType,md5Checksum,version"},
        data=data,
        headers={"Content-Type": "multipart/related; boundary=cut"},
    ).json()


def test_uploads_keep_bytes_and_id(owner: Client) -> None:
    """Requirement 6."""
    made = _upload(owner, {"name": "a.xlsx"}, b"PK\x00\xff\r\nfirst", _XLSX)
    again = _upload(owner, {"name": "b.xlsx"}, b"second", _XLSX, f"/{made['id']}", "PATCH")
    media = owner.drive("GET", f"files/{made['id']}", alt="media")

    assert (made["name"], made["size"], made["mimeType"]) == ("a.xlsx", "11", _XLSX)
    assert (again["id"], again["name"]) == (made["id"], "b.xlsx")
    assert again["md5Checksum"] != made["md5Checksum"]
    assert media.content == b"second"


def _session(owner: Client, verb: str, path: str, told: dict[str, Any], length: int) -> str:
    """The address to which the content of a session goes."""
    headers = {"X-Upload-Content-Type": _XLSX, "X-Upload-Content-Length": str(length)}
    params = {"uploadType": "resumable", "fields": "id,name,size,mimeType"}
    begun = owner.http.request(verb, f"{_UPLOAD}{path}", params=params, json=told, headers=headers)

    assert (begun.status_code, begun.content) == (200, b"")
    return str(begun.headers["Location"])


def test_a_large_upload_goes_in_a_session(owner: Client) -> None:
    """Requirement 6."""
    many = b"PK" + bytes(6_000_000)
    at_once = _upload(owner, {"name": "large.xlsx"}, many, _XLSX)
    address = _session(owner, "POST", "", {"name": "large.xlsx"}, len(many))
    before = _names(owner, "name contains 'large'")
    made = owner.http.put(address, data=many).json()
    again = owner.http.put(_session(owner, "PATCH", f"/{made['id']}", {"name": "l.xlsx"}, 3), data=b"PK2").json()

    assert at_once["error"]["errors"][0]["reason"] == "uploadTooLarge"
    assert before == []
    assert (made["name"], made["size"], made["mimeType"]) == ("large.xlsx", str(len(many)), _XLSX)
    assert (again["id"], again["name"], again["size"]) == (made["id"], "l.xlsx", "3")
    assert owner.drive("GET", f"files/{made['id']}", alt="media").content == b"PK2"


@pytest.mark.parametrize(
    ("content", "headers", "more", "status"),
    [(b"PK", {}, "", 400), (b"PK1", {"Content-Range": "bytes 0-2/9"}, "", 501), (b"PK1", {}, "x", 404)],
    ids=["too short", "a piece", "no such session"],
)
def test_a_session_takes_what_was_announced(
    owner: Client, content: bytes, headers: dict[str, str], more: str, status: int
) -> None:
    """Requirement 6."""
    address = _session(owner, "POST", "", {"name": "odd.xlsx"}, 3)
    reply = owner.http.put(address.replace("upload_id=", f"upload_id={more}"), data=content, headers=headers)

    assert reply.status_code == status
    assert _names(owner, "name contains 'odd'") == []


def test_an_upload_becomes_a_spreadsheet_where_asked(owner: Client, book: str) -> None:
    """Requirement 6."""
    owner.put(book, "A1", [["é", 1.5, True], ["=1/0"]], "USER_ENTERED")
    xlsx = owner.drive("GET", f"files/{book}/export", mimeType=_XLSX).content
    as_sheet = {"name": "Converted", "mimeType": _SHEET}
    from_xlsx = _upload(owner, as_sheet, xlsx, _XLSX)["id"]
    from_csv = _upload(owner, as_sheet, b"a,b\n1,x", "text/csv")["id"]
    saved = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(xlsx), data_only=True).save(saved)
    resaved = _upload(owner, as_sheet, saved.getvalue(), _XLSX)["id"]

    assert owner.values(from_xlsx, "A1:C2") == [["é", "1.5", "TRUE"], ["#DIV/0!"]]
    assert owner.values(from_csv, "A1:B2") == [["a", "b"], ["1", "x"]]
    assert owner.values(resaved, "A1:C1") == [["é", "1.5", "TRUE"]]


def test_an_export_carries_the_book(owner: Client, book: str) -> None:
    """Requirement 7."""
    box = {"startRowIndex": 3, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 2}
    owner.put(book, "A1", [["text", 1.5, True, "2020-01-01"], ["=1/0", "=B1*2"]], "USER_ENTERED")
    owner.put(book, "A4", [["merged"]])
    hide = {
        "range": {"dimension": "ROWS", "startIndex": 6, "endIndex": 7},
        "properties": {"hiddenByUser": True},
        "fields": "hiddenByUser",
    }
    note = {"range": {**box, "endRowIndex": 4}, "rows": [{"values": [{"note": "n"}]}], "fields": "note"}
    owner.batch(
        book,
        {"addSheet": {"properties": {"title": "Hidden", "hidden": True}}},
        {"mergeCells": {"range": box, "mergeType": "MERGE_ALL"}},
        {"addNamedRange": {"namedRange": {"name": "zone", "range": box}}},
        {"updateDimensionProperties": hide},
        {"updateCells": note},
    )
    reply = owner.drive("GET", f"files/{book}/export", mimeType=_XLSX)
    again = owner.drive("GET", f"files/{book}/export", mimeType=_XLSX)
    opened = CalamineWorkbook.from_filelike(io.BytesIO(reply.content))
    rows = opened.get_sheet_by_index(0).to_python()

    assert reply.content == again.content
    assert opened.sheet_names == ["Sheet1", "Hidden"]
    assert rows[0][:3] == ["text", 1.5, True]
    assert str(rows[0][3]) == "2020-01-01"
    assert rows[1][:2] == ["#DIV/0!", 3.0] or rows[1][1] == 3.0
    assert opened.get_sheet_by_index(0).merged_cell_ranges == [((3, 0), (4, 1))]


def test_what_cannot_be_exported_is_refused(owner: Client, book: str, clock: Clock) -> None:
    """Requirement 7."""
    path = f"files/{book}/export"
    assert owner.drive("GET", path, mimeType="application/pdf").status_code == 501
    small = Service(Shelf(None), clock, Ids(lambda bits: 3), House(export_limit=10))  # noqa: ARG005 - any source of bits will do
    other = Client(small)
    reply = other.drive("GET", f"files/{other.create()}/export", mimeType=_XLSX)
    error = reply.json()["error"]
    assert (error["code"], error["errors"][0]["reason"]) == (403, "exportSizeLimitExceeded")
