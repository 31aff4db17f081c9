"""A file as Drive's File message, and the parts of it that come by default."""

from __future__ import annotations

from pipeline.stores.embedded.fields import Mask
from pipeline.stores.embedded.files import FOLDER, SPREADSHEET, XLSX, File, Permission
from pipeline.stores.embedded.model import Json
from pipeline.stores.embedded.rights import Rights

_DEFAULT: Mask = {"kind": {}, "id": {}, "name": {}, "mimeType": {}}
_EXPORTS = {
    "application/x-vnd.oasis.opendocument.spreadsheet": "ods",
    "text/tab-separated-values": "tsv",
    "application/pdf": "pdf",
    XLSX: "xlsx",
    "text/csv": "csv",
    "application/zip": "zip",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_PERMISSION_DEFAULT: Mask = {"kind": {}, "id": {}, "type": {}, "role": {}}


def default_mask() -> Mask:
    """What a file shows when no fields are asked for."""
    return dict(_DEFAULT)


def permission_mask() -> Mask:
    """What a permission shows when no fields are asked for."""
    return dict(_PERMISSION_DEFAULT)


def file_json(file: File, rights: Rights) -> Json:
    """The whole File message, as this caller sees it; empty fields are left out."""
    shares = rights.shares(file)
    found: Json = {
        "kind": "drive#file",
        "id": file.id,
        "name": file.name,
        "mimeType": file.mime_type,
        "description": file.description,
        "parents": list(file.parents),
        "appProperties": file.app_properties,
        "properties": file.properties,
        "webViewLink": _link(file),
    }
    found = {name: value for name, value in found.items() if value}
    found |= {
        "starred": file.starred,
        "trashed": file.trashed,
        "explicitlyTrashed": file.trashed,
        "version": str(file.version),
        "createdTime": file.created,
        "modifiedTime": file.modified,
        "owners": [_person(file.owner, rights)],
        "lastModifyingUser": _person(file.modified_by, rights),
        "shared": len(file.permissions) > 1,
        "ownedByMe": rights.owns(file),
        "modifiedByMe": file.modified_by.lower() == rights.email,
        "writersCanShare": file.writers_can_share,
        "spaces": ["drive"],
        "capabilities": _capabilities(file, rights),
    }
    if shares:
        found["permissions"] = [permission_json(item) for item in file.permissions]
        found["permissionIds"] = [item.id for item in file.permissions]
    return found | _content_json(file)


def _content_json(file: File) -> Json:
    """What a file shows of its content: how to export it, or its size and digest."""
    if file.mime_type == FOLDER:
        return {}
    if file.mime_type == SPREADSHEET:
        return {"exportLinks": export_links(file)}
    return {
        "size": str(file.size),
        "md5Checksum": file.md5,
        "originalFilename": file.name,
        "webContentLink": f"https://drive.google.com/uc?id={file.id}&export=download",
    }


def export_links(file: File) -> Json:
    """Where a spreadsheet can be had as what; nothing for another file."""
    base = f"https://docs.google.com/spreadsheets/export?id={file.id}&exportFormat="
    return {kind: f"{base}{ending}" for kind, ending in _EXPORTS.items()} if file.mime_type == SPREADSHEET else {}


def permission_json(item: Permission) -> Json:
    """The whole Permission message."""
    found: Json = {"kind": "drive#permission", "id": item.id, "type": item.kind, "role": item.role}
    if item.email:
        found |= {"emailAddress": item.email, "displayName": item.email.partition("@")[0]}
    if item.domain:
        found |= {"domain": item.domain, "displayName": item.domain}
    if item.kind in {"anyone", "domain"}:
        found["allowFileDiscovery"] = not item.link_only
    if item.kind in {"user", "group"}:
        found |= {"deleted": False, "pendingOwner": item.pending_owner}
    return found


def _person(email: str, rights: Rights) -> Json:
    return {
        "kind": "drive#user",
        "displayName": email.partition("@")[0],
        "me": email.lower() == rights.email,
        "permissionId": "".join(str(ord(letter)) for letter in email)[:20],
        "emailAddress": email,
    }


def _link(file: File) -> str:
    if file.mime_type == SPREADSHEET:
        return f"https://docs.google.com/spreadsheets/d/{file.id}/edit?usp=drivesdk"
    if file.mime_type == FOLDER:
        return f"https://drive.google.com/drive/folders/{file.id}"
    return f"https://drive.google.com/file/d/{file.id}/view?usp=drivesdk"


def _capabilities(file: File, rights: Rights) -> Json:
    writes, owns, folder = rights.writes(file), rights.owns(file), file.mime_type == FOLDER
    return {
        "canAddChildren": folder and writes,
        "canComment": writes or rights.role(file) == "commenter",
        "canCopy": not folder,
        "canDelete": owns,
        "canDownload": not folder,
        "canEdit": writes,
        "canListChildren": folder,
        "canModifyContent": writes,
        "canRename": writes,
        "canShare": rights.shares(file),
        "canTrash": owns,
    }
