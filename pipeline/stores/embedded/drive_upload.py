"""Files with content: uploaded in one request or a session of two, updated in place, converted where possible."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from urllib.parse import urlencode

from pipeline.stores.embedded.desk import Desk
from pipeline.stores.embedded.drive import changed, made, shown
from pipeline.stores.embedded.export_text import with_csv
from pipeline.stores.embedded.file_json_v2 import file_json_v2
from pipeline.stores.embedded.files import SPREADSHEET, XLSX, File
from pipeline.stores.embedded.import_xlsx import with_xlsx
from pipeline.stores.embedded.messages import read
from pipeline.stores.embedded.model import Json
from pipeline.stores.embedded.refusals import drive_error, unimplemented
from pipeline.stores.embedded.wire import Response, answer

_GOOGLE = "https://www.googleapis.com"
#: Bytes that go in one request (Drive: "5 MB or less").
_MOST_AT_ONCE = 5 * 1024 * 1024


def create(desk: Desk) -> Response:
    """`files.create` with content (`uploadType=multipart`, `media`, or the start of `resumable`)."""
    if desk.request.one("uploadType") == "resumable":
        return _begun(desk, "")
    described, body, mime_type = _parts(desk)
    file = made(desk, {"mimeType": mime_type, **described})
    return shown(desk, _filled(desk, file, body, mime_type))


def update(desk: Desk, file_id: str) -> Response:
    """`files.update` with content: the same file, the same link."""
    file = desk.file(file_id, writing=True)
    if desk.request.one("uploadType") == "resumable":
        return _begun(desk, file.id)
    return _updated(desk, file, *_parts(desk))


def finish(desk: Desk) -> Response:
    """The content of an upload that was begun, in one piece; only now is there a file, or anything new in it."""
    try:
        told = json.loads(urlsafe_b64decode(desk.request.one("upload_id")))
    except ValueError as unknown:
        raise drive_error(404, "notFound", "Upload session not found.") from unknown
    body, mime_type = desk.request.body, told["type"]
    if desk.request.headers.get("content-range"):
        raise unimplemented(what="an upload in several pieces")
    if told["length"] and told["length"] != len(body):
        raise drive_error(400, "badContent", "The upload is shorter or longer than it was said to be.")
    if told["file"]:
        return _updated(desk, desk.file(told["file"], writing=True), told["about"], body, mime_type)
    file = made(desk, {"mimeType": mime_type, **told["about"]})
    return shown(desk, _filled(desk, file, body, mime_type))


def _begun(desk: Desk, file_id: str) -> Response:
    """Where to send the content; the address holds all that was said, so that nothing has to be kept."""
    request = desk.request
    told = {
        "file": file_id,
        "about": read(request.json(), "drive.File", "file", lenient=True),
        "type": request.headers.get("x-upload-content-type", "application/octet-stream"),
        "length": int(request.headers.get("x-upload-content-length", "0")),
    }
    number = urlsafe_b64encode(json.dumps(told).encode()).decode()
    query = [(name, value) for name, value in request.query if name != "upload_id"]
    host = request.headers.get("host", "")
    origin = f"http://{host}" if host and not host.endswith("googleapis.com") else _GOOGLE
    address = f"{origin}/upload/drive/v3/files?{urlencode([*query, ('upload_id', number)])}"
    return Response(200, b"", {"Location": address, "Content-Type": "text/plain"})


def _updated(desk: Desk, file: File, described: Json, body: bytes, mime_type: str) -> Response:
    file = changed(desk, file, described)
    if file.mime_type != SPREADSHEET:
        file = replace(file, mime_type=described.get("mimeType", mime_type))
    return shown(desk, _filled(desk, file, body, mime_type))


def update_v2(desk: Desk, file_id: str) -> Response:
    """Drive v2's `files.update` with content, as gspread's import_csv sends it."""
    file = desk.file(file_id, writing=True)
    mime_type = desk.request.headers.get("content-type", "").partition(";")[0]
    file = _filled(desk, desk.touched(file), desk.request.body, mime_type)
    return answer(file_json_v2(file, desk.rights))


def _filled(desk: Desk, file: File, body: bytes, mime_type: str) -> File:
    if file.mime_type == SPREADSHEET:
        _convert(desk, file, body, mime_type)
        return file
    digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
    file = replace(file, size=len(body), md5=digest)
    desk.shelf.put_file(file)
    desk.shelf.put_content(file.id, body)
    return file


def _convert(desk: Desk, file: File, body: bytes, mime_type: str) -> None:
    book = desk.shelf.book(file.id)
    if book is None:
        return
    if mime_type == "text/csv":
        desk.shelf.put_book(with_csv(book, body, desk.ids.number({sheet.id for sheet in book.sheets})))
    elif mime_type == XLSX:
        desk.shelf.put_book(with_xlsx(book, body))
    else:
        raise unimplemented(what=f"converting {mime_type} to a spreadsheet")


def _parts(desk: Desk) -> tuple[Json, bytes, str]:
    """The description, the content and its type."""
    request = desk.request
    kind = request.one("uploadType")
    content_type = request.headers.get("content-type", "application/octet-stream")
    if len(request.body) > _MOST_AT_ONCE:
        raise drive_error(
            413, "uploadTooLarge", "The request failed because the data sent in the request is too large."
        )
    if kind == "media":
        return {}, request.body, content_type.partition(";")[0]
    if kind != "multipart":
        raise unimplemented(what=f"uploadType={kind}")
    parts = _cut(request.body, content_type)
    if len(parts) != len(("description", "content")):
        raise drive_error(400, "badContent", "Multipart must have two parts.")
    described = replace(request, body=parts[0][1]).json()
    return read(described, "drive.File", "file", lenient=True), parts[1][1], parts[1][0]


def _cut(body: bytes, content_type: str) -> list[tuple[str, bytes]]:
    """The parts of a multipart body, each with its type; the bytes are left as they are."""
    found = re.search(r'boundary="?([^";]+)"?', content_type)
    if not found:
        raise drive_error(400, "badContent", "Multipart without a boundary.")
    mark = b"--" + found[1].encode()
    parts = []
    for piece in (b"\r\n" + body).split(b"\r\n" + mark)[1:]:
        if piece.startswith(b"--"):
            break
        head, _, inside = piece.lstrip(b"\r\n").partition(b"\r\n\r\n")
        kind = re.search(rb"(?im)^content-type:\s*([^;\r\n]+)", head)
        parts.append((kind[1].decode().strip() if kind else "application/octet-stream", inside))
    return parts
