"""Drive's changes, comments and the caller's own account, each as a handler."""

from __future__ import annotations

from pipeline.stores.embedded.desk import Desk
from pipeline.stores.embedded.drive import page
from pipeline.stores.embedded.fields import parsed, pruned
from pipeline.stores.embedded.file_json import default_mask, file_json
from pipeline.stores.embedded.model import Json
from pipeline.stores.embedded.refusals import drive_error
from pipeline.stores.embedded.wire import Response, answer


def start_page_token(desk: Desk) -> Response:
    """`changes.getStartPageToken`: what to ask from next time to hear of later changes."""
    token = str(desk.shelf.last_change() + 1)
    return _answer(desk, {"kind": "drive#startPageToken", "startPageToken": token})


def changes(desk: Desk) -> Response:
    """`changes.list`: every file that changed since the token, once, with its present state."""
    token = desk.request.one("pageToken")
    if not token.isdigit():
        place = {"location": "pageToken", "locationType": "parameter"}
        raise drive_error(400, "required", "Required parameter: pageToken", place=place)
    size = page_size(desk)
    rows = desk.shelf.changes(int(token) - 1)
    found: list[Json] = []
    reply: Json = {"kind": "drive#changeList"}
    for number, file_id, made, lost_by in rows:
        change = _change(desk, file_id, made, lost_by)
        if change is None:
            continue
        if len(found) == size:
            reply["nextPageToken"] = str(number)
            break
        found.append(change)
    else:
        reply["newStartPageToken"] = str(desk.shelf.last_change() + 1)
    reply["changes"] = found
    text = desk.request.one("fields")
    return answer(pruned(reply, parsed(text)) if text else _with_default_files(reply))


def page_size(desk: Desk) -> int:
    """How many changes a page has."""
    text = desk.request.one("pageSize", "100")
    if not text.isdigit() or not 1 <= int(text) <= 1000:  # noqa: PLR2004 - the number speaks for itself
        place = {"location": "pageSize", "locationType": "parameter"}
        raise drive_error(400, "invalid", "Invalid Value", place=place)
    return int(text)


def comments(desk: Desk, file_id: str) -> Response:
    """`comments.list`."""
    _wants_fields(desk)
    found = desk.shelf.comments(desk.file(file_id).id)
    start, size = page(desk, 20, 100)
    reply: Json = {"kind": "drive#commentList", "comments": found[start : start + size]}
    if start + size < len(found):
        reply["nextPageToken"] = f"~!!~{start + size}"
    return _answer(desk, reply)


def add_comment(desk: Desk, file_id: str) -> Response:
    """`comments.create`."""
    _wants_fields(desk)
    file, body = desk.file(file_id), desk.message("drive.Comment", "comment", lenient=True)
    comment: Json = {
        "kind": "drive#comment",
        "id": desk.ids.text(11),
        "createdTime": desk.stamp,
        "modifiedTime": desk.stamp,
        "author": {"kind": "drive#user", "displayName": desk.email, "me": True},
        "content": body.get("content", ""),
        "deleted": False,
    }
    if "anchor" in body:
        comment["anchor"] = body["anchor"]
    desk.shelf.put_comment(file.id, comment["id"], comment)
    return _answer(desk, comment)


def about(desk: Desk) -> Response:
    """`about.get`: who the caller is."""
    _wants_fields(desk)
    user = {"kind": "drive#user", "displayName": desk.email.partition("@")[0], "me": True}
    user |= {"emailAddress": desk.email}
    full = desk.email in desk.house.without_storage
    storage = {"limit": "0", "usage": "0"} if full else {"limit": "16106127360", "usage": "0"}
    return _answer(desk, {"kind": "drive#about", "user": user, "storageQuota": storage})


def _wants_fields(desk: Desk) -> None:
    if not desk.request.one("fields"):
        message = "The 'fields' parameter is required for this method."
        place = {"location": "fields", "locationType": "parameter"}
        raise drive_error(400, "required", message, place=place)


def _change(desk: Desk, file_id: str, made: str, lost_by: list[str]) -> Json | None:
    file = desk.shelf.file(file_id)
    seen = file is not None and desk.rights.sees(file)
    lost = desk.email.lower() in {email.lower() for email in lost_by}
    if not seen and (not lost or not desk.request.flag("includeRemoved", default=True)):
        return None
    change: Json = {"kind": "drive#change", "changeType": "file", "type": "file"}
    change |= {"time": made, "removed": not seen, "fileId": file_id}
    if file is not None and seen:
        change["file"] = file_json(file, desk.rights)
    return change


def _with_default_files(reply: Json) -> Json:
    shown = []
    for change in reply["changes"]:
        part = {"file": pruned(change["file"], default_mask())} if "file" in change else {}
        shown.append({**change, **part})
    return {**reply, "changes": shown}


def _answer(desk: Desk, reply: Json) -> Response:
    text = desk.request.one("fields")
    return answer(pruned(reply, parsed(text) if text else None))
