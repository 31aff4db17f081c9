"""The methods of drive.permissions, each as a handler."""

from __future__ import annotations

from dataclasses import replace

from pipeline.stores.embedded.desk import Desk
from pipeline.stores.embedded.drive import page
from pipeline.stores.embedded.fields import parsed, pruned
from pipeline.stores.embedded.file_json import permission_json, permission_mask
from pipeline.stores.embedded.files import File, Permission
from pipeline.stores.embedded.model import Json
from pipeline.stores.embedded.refusals import Refusal, drive_denied, drive_error
from pipeline.stores.embedded.wire import Response, answer, no_content

_KINDS = {"user", "group", "domain", "anyone"}
_GIVABLE = {"reader", "commenter", "writer", "fileOrganizer", "organizer", "owner"}


def listed(desk: Desk, file_id: str) -> Response:
    """`permissions.list`."""
    file = _shareable(desk, file_id)
    start, size = page(desk, 100, 100)
    text = desk.request.one("fields")
    mask = parsed(text) if text else {"kind": {}, "nextPageToken": {}, "permissions": permission_mask()}
    reply: Json = {"kind": "drive#permissionList"}
    if start + size < len(file.permissions):
        reply["nextPageToken"] = f"~!!~{start + size}"
    cut = file.permissions[start : start + size]
    reply["permissions"] = [permission_json(item) for item in cut]
    return answer(pruned(reply, mask))


def get(desk: Desk, file_id: str, permission_id: str) -> Response:
    """`permissions.get`."""
    return _shown(desk, _found(_shareable(desk, file_id), permission_id))


def create(desk: Desk, file_id: str) -> Response:
    """`permissions.create`; the same person again gets the higher role, not a second permission."""
    file, body = _shareable(desk, file_id), desk.message("drive.Permission", "permission", lenient=True)
    new = _from(desk, body)
    if new.role == "owner":
        if not desk.request.flag("transferOwnership"):
            message = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
            place = {"location": "transferOwnership", "locationType": "parameter"}
            raise drive_error(403, "forbidden", message, place=place)
        return _shown(desk, _handed_over(desk, file, new))
    same = [item for item in file.permissions if _who(item) == _who(new)]
    if same:
        kept = same[0] if same[0].role == "owner" else replace(same[0], role=new.role)
        _keep(desk, file, tuple(kept if item is same[0] else item for item in file.permissions))
        return _shown(desk, kept)
    _keep(desk, file, (*file.permissions, new))
    return _shown(desk, new)


def update(desk: Desk, file_id: str, permission_id: str) -> Response:
    """`permissions.update`: another role, or the owner's seat."""
    file, body = _shareable(desk, file_id), desk.message("drive.Permission", "permission", lenient=True)
    old = _found(file, permission_id)
    role = body.get("role", old.role)
    new = replace(old, role=role, pending_owner=bool(body.get("pendingOwner", False)))
    if role == "owner":
        if not desk.request.flag("transferOwnership"):
            message = "The transferOwnership parameter must be enabled."
            raise drive_error(403, "forbidden", message)
        return _shown(desk, _handed_over(desk, file, new))
    if role not in _GIVABLE:
        raise _bad(name="role")
    _keep(desk, file, tuple(new if item is old else item for item in file.permissions))
    return _shown(desk, new)


def delete(desk: Desk, file_id: str, permission_id: str) -> Response:
    """`permissions.delete`; the owner's cannot go."""
    file = desk.file(file_id)
    old = _found(file, permission_id)
    own = old.email.lower() == desk.email.lower()
    if not desk.rights.shares(file) and not own:
        raise drive_denied()
    if old.role == "owner":
        raise drive_denied()
    left = replace(file, permissions=tuple(p for p in file.permissions if p is not old))
    desk.shelf.put_file(replace(left, version=file.version + 1))
    desk.shelf.note_change(file.id, desk.stamp, [old.email] if old.email else [])
    return no_content()


def _shareable(desk: Desk, file_id: str) -> File:
    file = desk.file(file_id)
    if not desk.rights.shares(file):
        raise drive_denied()
    return file


def _found(file: File, permission_id: str) -> Permission:
    for item in file.permissions:
        if item.id == permission_id:
            return item
    place = {"location": "permissionId", "locationType": "parameter"}
    message = f"Permission not found: {permission_id}."
    raise drive_error(404, "notFound", message, place=place)


def _from(desk: Desk, body: Json) -> Permission:
    kind, role = body.get("type", ""), body.get("role", "")
    if kind not in _KINDS:
        raise _bad(name="type")
    if role not in _GIVABLE:
        raise _bad(name="role")
    email, domain = body.get("emailAddress", ""), body.get("domain", "")
    if kind in {"user", "group"} and "@" not in email:
        message = "The specified emailAddress is invalid or not applicable for the given permission type."
        raise drive_error(400, "invalid", message)
    if kind == "domain" and not domain:
        raise _bad(name="domain")
    number = "anyoneWithLink" if kind == "anyone" else desk.ids.text(20)
    link_only = not body.get("allowFileDiscovery", False)
    return Permission(number, kind, role, email, domain, link_only=link_only)


def _handed_over(desk: Desk, file: File, new: Permission) -> Permission:
    if not desk.rights.owns(file) and new.email.lower() != desk.email.lower():
        raise drive_denied()
    others = tuple(
        replace(item, role="writer") if item.role == "owner" else item
        for item in file.permissions
        if _who(item) != _who(new)
    )
    owner = replace(new, role="owner", pending_owner=False)
    _keep(desk, replace(file, owner=new.email), (*others, owner))
    return owner


def _keep(desk: Desk, file: File, permissions: tuple[Permission, ...]) -> None:
    """Sharing bumps the version but not the time of modification."""
    desk.shelf.put_file(replace(file, permissions=permissions, version=file.version + 1))
    desk.shelf.note_change(file.id, desk.stamp, [])


def _shown(desk: Desk, item: Permission) -> Response:
    text = desk.request.one("fields")
    return answer(pruned(permission_json(item), parsed(text) if text else permission_mask()))


def _who(item: Permission) -> tuple[str, str]:
    return item.kind, (item.email or item.domain).lower()


def _bad(name: str) -> Refusal:
    place = {"location": f"permission.{name}", "locationType": "other"}
    return drive_error(400, "invalid", f"The permission {name} field is required.", place=place)
