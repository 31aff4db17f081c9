"""A file as the File message of Drive v2, which `import_csv` of gspread still asks for."""

from __future__ import annotations

import base64
from datetime import datetime

from pipeline.stores.embedded.file_json import export_links, file_json
from pipeline.stores.embedded.files import File, is_root
from pipeline.stores.embedded.model import Json
from pipeline.stores.embedded.rights import Rights

_FILES = "https://www.googleapis.com/drive/v2/files"
_ICONS = "https://drive-thirdparty.googleusercontent.com/16/type"
_NEVER = "1970-01-01T00:00:00.000Z"


def file_json_v2(file: File, rights: Rights) -> Json:
    """The whole message, as this caller sees it."""
    full = file_json(file, rights)
    itself = f"{_FILES}/{file.id}"
    return {
        "kind": "drive#file",
        "id": file.id,
        "etag": _tag(file.modified),
        "selfLink": itself,
        "alternateLink": full["webViewLink"],
        "embedLink": full["webViewLink"].partition("/edit")[0] + "/htmlembed",
        "iconLink": f"{_ICONS}/{file.mime_type}",
        "exportLinks": export_links(file),
        "title": file.name,
        "mimeType": file.mime_type,
        "labels": {"starred": file.starred, "trashed": file.trashed, "hidden": False, "viewed": True}
        | {"restricted": False},
        "explicitlyTrashed": file.trashed,
        "createdDate": file.created,
        "modifiedDate": file.modified,
        "modifiedByMeDate": file.modified,
        "lastViewedByMeDate": file.modified,
        "markedViewedByMeDate": _NEVER,
        "version": str(file.version),
        "parents": [_parent(itself, one) for one in file.parents],
        "userPermission": _own_permission(file, rights, itself),
        "fileSize": str(file.size or 1024),
        "quotaBytesUsed": str(file.size or 1024),
        "ownerNames": [full["owners"][0]["displayName"]],
        "owners": [_person(full["owners"][0])],
        "lastModifyingUserName": full["lastModifyingUser"]["displayName"],
        "lastModifyingUser": _person(full["lastModifyingUser"]),
        "capabilities": {"canEdit": rights.writes(file), "canCopy": full["capabilities"]["canCopy"]},
        "editable": rights.writes(file),
        "copyable": full["capabilities"]["canCopy"],
        "copyRequiresWriterPermission": False,
        "writersCanShare": file.writers_can_share,
        "shared": full["shared"],
        "spaces": ["drive"],
        "appDataContents": False,
    }


def _tag(modified: str) -> str:
    """The milliseconds since 1970 in base 64, as Google writes it."""
    number = str(round(datetime.fromisoformat(modified).timestamp() * 1000))
    return f'"{base64.b64encode(number.encode()).decode().rstrip("=")}"'


def _parent(itself: str, folder: str) -> Json:
    links = {"selfLink": f"{itself}/parents/{folder}", "parentLink": f"{_FILES}/{folder}"}
    return {"kind": "drive#parentReference", "id": folder, "isRoot": is_root(folder), **links}


def _own_permission(file: File, rights: Rights, itself: str) -> Json:
    found = {"kind": "drive#permission", "id": "me", "type": "user", "role": rights.role(file)}
    return {**found, "selfLink": f"{itself}/permissions/me", "etag": _tag(file.modified), "pendingOwner": False}


def _person(person: Json) -> Json:
    shown = {name: person[name] for name in ("kind", "displayName", "permissionId", "emailAddress")}
    return {**shown, "isAuthenticatedUser": person["me"]}
