"""The methods of drive.files, each as a handler."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.stores.embedded import file_query
from pipeline.stores.embedded.desk import Desk
from pipeline.stores.embedded.export_text import delimited
from pipeline.stores.embedded.export_xlsx import workbook
from pipeline.stores.embedded.fields import parsed, pruned
from pipeline.stores.embedded.file_json import default_mask, file_json
from pipeline.stores.embedded.files import FOLDER, SPREADSHEET, XLSX, File, is_root
from pipeline.stores.embedded.model import Json, new_book
from pipeline.stores.embedded.refusals import drive_denied, drive_error, unimplemented
from pipeline.stores.embedded.wire import Response, answer, content, no_content

_PAGE, _LARGEST_PAGE = 100, 1000
_ORDERS: dict[str, Any] = {
    "name": lambda file: file.name.casefold(),
    "name_natural": lambda file: file.name.casefold(),
    "modifiedTime": lambda file: file.modified,
    "modifiedByMeTime": lambda file: file.modified,
    "viewedByMeTime": lambda file: file.modified,
    "recency": lambda file: file.modified,
    "createdTime": lambda file: file.created,
    "folder": lambda file: file.mime_type != FOLDER,
    "starred": lambda file: not file.starred,
    "quotaBytesUsed": lambda file: file.size,
}
_TEXTS = {"text/csv": ",", "text/tab-separated-values": "\t"}


def listed(desk: Desk) -> Response:
    """`files.list`: what the caller sees and `q` matches, in pages."""
    request, rights = desk.request, desk.rights
    query = request.one("q")
    test = file_query.parsed(query, desk.real_id) if query else lambda _file: True
    files = (file for file in desk.shelf.files() if not is_root(file.id))
    found = [file for file in files if test(file) and rights.sees(file)]
    _sort(found, request.one("orderBy", "modifiedTime desc"))
    start, size = page(desk, _PAGE, _LARGEST_PAGE)
    text = request.one("fields")
    mask = parsed(text) if text else {"kind": {}, "incompleteSearch": {}, "nextPageToken": {}, "files": default_mask()}
    reply: Json = {"kind": "drive#fileList", "incompleteSearch": False}
    if start + size < len(found):
        reply["nextPageToken"] = f"~!!~{start + size}"
    reply["files"] = [file_json(file, rights) for file in found[start : start + size]]
    return answer(pruned(reply, mask))


def page(desk: Desk, default: int, largest: int) -> tuple[int, int]:
    """Where the page asked for starts and how long it is.

    Raises:
        Refusal: 400 for a size or token that makes no sense.

    """
    request = desk.request
    token, size = request.one("pageToken"), request.one("pageSize", str(default))
    for name, text in (("pageToken", token.removeprefix("~!!~") or "0"), ("pageSize", size)):
        if not text.isdigit() or (name == "pageSize" and not 1 <= int(text) <= largest):
            place = {"location": name, "locationType": "parameter"}
            raise drive_error(400, "invalid", f"Invalid Value for {name}", place=place)
    return int(token.removeprefix("~!!~") or 0), int(size)


def get(desk: Desk, file_id: str) -> Response:
    """`files.get`, or with `alt=media` the bytes."""
    file = desk.file(file_id)
    if desk.request.one("alt") == "media":
        if file.mime_type in {SPREADSHEET, FOLDER}:
            message = "Only files with binary content can be downloaded. Use Export with Docs Editors files."
            place = {"location": "alt", "locationType": "parameter"}
            raise drive_error(403, "fileNotDownloadable", message, place=place)
        return content(desk.shelf.content(file.id), file.mime_type)
    return shown(desk, file)


def shown(desk: Desk, file: File) -> Response:
    """A file cut to the fields asked for."""
    text = desk.request.one("fields")
    mask = parsed(text) if text else default_mask()
    return answer(pruned(file_json(file, desk.rights), mask))


def create(desk: Desk) -> Response:
    """`files.create` without content: a spreadsheet, a folder, an empty file."""
    return shown(desk, made(desk, file_body(desk)))


def file_body(desk: Desk) -> Json:
    """The body as a File; what it does not have is passed over, as Drive does."""
    return desk.message("drive.File", "file", lenient=True)


def made(desk: Desk, body: Json) -> File:
    """A new file as the body describes it, kept."""
    _can_own(desk, body)
    mime_type = body.get("mimeType", "application/octet-stream")
    file_id = body.get("id") or desk.ids.file()
    file = desk.new_file(file_id, body.get("name", "Untitled"), mime_type)
    file = described(desk, replace(file, parents=_parents(desk, body)), body)
    desk.shelf.put_file(file)
    if mime_type == SPREADSHEET:
        desk.shelf.put_book(new_book(file.id, file.name))
    desk.shelf.note_change(file.id, desk.stamp, [])
    return file


def copy(desk: Desk, file_id: str) -> Response:
    """`files.copy`: same content and settings, new id, owned by the caller."""
    source, body = desk.file(file_id), file_body(desk)
    if source.mime_type == FOLDER:
        message = "This file cannot be copied by the user."
        raise drive_error(403, "cannotCopyFile", message)
    _can_own(desk, body)
    wanted = body.get("mimeType", source.mime_type)
    if wanted != source.mime_type:
        raise unimplemented(what=f"copying {source.mime_type} as {wanted}")
    parents = _parents(desk, body) if "parents" in body else source.parents
    new = desk.new_file(desk.ids.file(), body.get("name", f"Copy of {source.name}"), source.mime_type)
    new = replace(
        new,
        parents=parents,
        size=source.size,
        md5=source.md5,
        app_properties=source.app_properties,
        properties=source.properties,
    )
    new = described(desk, new, body)
    desk.shelf.put_file(new)
    book = desk.shelf.book(source.id)
    if book:
        desk.shelf.put_book(replace(book, id=new.id, title=new.name))
    else:
        desk.shelf.put_content(new.id, desk.shelf.content(source.id))
    desk.shelf.note_change(new.id, desk.stamp, [])
    return shown(desk, new)


def update(desk: Desk, file_id: str) -> Response:
    """`files.update` without content: name, trash, parents, properties."""
    return shown(desk, changed(desk, desk.file(file_id, writing=True), file_body(desk)))


def changed(desk: Desk, file: File, body: Json) -> File:
    """The file with what the body says, kept."""
    new = described(desk, file, body)
    add = [desk.real_id(one) for one in desk.request.one("addParents").split(",") if one]
    gone = {desk.real_id(one) for one in desk.request.one("removeParents").split(",") if one}
    for parent in add:
        desk.file(parent, writing=True)
    parents = [one for one in new.parents if one not in gone] + add
    new = desk.touched(replace(new, parents=tuple(dict.fromkeys(parents))))
    book = desk.shelf.book(file.id)
    if book and book.title != new.name:
        desk.shelf.put_book(replace(book, title=new.name))
    return new


def described(desk: Desk, file: File, body: Json) -> File:
    """The file with the settings of a File message."""
    new = replace(
        file,
        name=body.get("name", file.name),
        description=body.get("description", file.description),
        starred=bool(body.get("starred", file.starred)),
        app_properties=_properties(file.app_properties, body.get("appProperties", {})),
        properties=_properties(file.properties, body.get("properties", {})),
        writers_can_share=bool(body.get("writersCanShare", file.writers_can_share)),
    )
    if "trashed" in body and bool(body["trashed"]) != file.trashed:
        if not desk.rights.owns(file):
            raise drive_denied()
        new = replace(new, trashed=bool(body["trashed"]))
    return new


def delete(desk: Desk, file_id: str) -> Response:
    """`files.delete`: gone for good, with what is inside a folder."""
    file = desk.file(file_id)
    if not desk.rights.owns(file):
        raise drive_denied()
    for child in [one for one in desk.shelf.files() if file.id in one.parents]:
        _drop(desk, child)
    _drop(desk, file)
    return no_content()


def export(desk: Desk, file_id: str) -> Response:
    """`files.export`: xlsx of everything, csv or tsv of the first sheet."""
    file, mime_type = desk.file(file_id), desk.request.one("mimeType")
    book = desk.shelf.book(file.id)
    if book is None:
        message = "Export only supports Docs Editors files."
        raise drive_error(403, "fileNotExportable", message)
    if mime_type in _TEXTS:
        return content(delimited(book, _TEXTS[mime_type]), mime_type)
    if mime_type != XLSX:
        raise unimplemented(what=f"the export as {mime_type}")
    body = workbook(book, desk.now)
    if len(body) > desk.house.export_limit:
        message = "This file is too large to be exported."
        raise drive_error(403, "exportSizeLimitExceeded", message)
    return content(body, mime_type)


def _drop(desk: Desk, file: File) -> None:
    lost = [item.email for item in file.permissions if item.email]
    desk.shelf.drop_file(file.id)
    desk.shelf.note_change(file.id, desk.stamp, lost)


def _parents(desk: Desk, body: Json) -> tuple[str, ...]:
    parents = body.get("parents") or ["root"]
    return tuple(desk.file(parent, writing=True).id for parent in parents)


def _can_own(desk: Desk, body: Json) -> None:
    """Refuse a caller without storage, unless a folder of somebody else receives the file."""
    if desk.email not in desk.house.without_storage:
        return
    parents = [desk.shelf.file(desk.real_id(one)) for one in body.get("parents", [])]
    roles = {item.role for one in parents if one for item in one.permissions}
    if "organizer" not in roles:
        message = (
            "Service Accounts do not have storage quota. Leverage shared drives "
            "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or "
            "use OAuth delegation (http://support.google.com/a/answer/7281227) instead."
        )
        raise drive_error(403, "storageQuotaExceeded", message, domain="usageLimits")


def _properties(old: Json, new: Json) -> Json:
    """The properties with the new ones; null takes one away."""
    both = {**old, **new}
    return {name: value for name, value in both.items() if value is not None}


def _sort(files: list[File], order: str) -> None:
    for part in reversed([one.strip() for one in order.split(",") if one.strip()]):
        name, _, way = part.partition(" ")
        if name not in _ORDERS or way not in {"", "desc"}:
            place = {"location": "orderBy", "locationType": "parameter"}
            raise drive_error(400, "invalid", f"Invalid Value {part}", place=place)
        files.sort(key=_ORDERS[name], reverse=bool(way))
