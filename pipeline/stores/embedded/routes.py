"""Which handler answers which method and path, what it costs, and which parameters it knows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.stores.embedded import (
    drive,
    drive_others,
    drive_upload,
    permissions,
    sheets,
    sheets_values,
)
from pipeline.stores.embedded.desk import Desk
from pipeline.stores.embedded.wire import Response

_COMMON = frozenset(
    [
        "$.xgafv",
        "access_token",
        "alt",
        "callback",
        "fields",
        "key",
        "oauth_token",
        "prettyPrint",
        "quotaUser",
        "uploadType",
        "upload_protocol",
    ]
)


@dataclass(frozen=True, slots=True)
class Route:
    """One method of an API; `reply` is the message that it answers with, "" for none."""

    method: str
    path: re.Pattern[str]
    handler: Callable[..., Response]
    api: str
    kind: str
    units: int = 1
    parameters: frozenset[str] | None = None
    reply: str = ""

    def answer(self, desk: Desk, parts: tuple[str, ...]) -> Response:
        """What the handler answers."""
        return self.handler(desk, *parts)


_RENDERED = {"VALUE_RENDER_OPTION_UNSPECIFIED", "FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"}
_DATED = {"SERIAL_NUMBER", "FORMATTED_STRING"}
CHOICES = {
    "majorDimension": {"DIMENSION_UNSPECIFIED", "ROWS", "COLUMNS"},
    "valueRenderOption": _RENDERED,
    "responseValueRenderOption": _RENDERED,
    "dateTimeRenderOption": _DATED,
    "responseDateTimeRenderOption": _DATED,
    "valueInputOption": {"INPUT_VALUE_OPTION_UNSPECIFIED", "RAW", "USER_ENTERED"},
    "insertDataOption": {"OVERWRITE", "INSERT_ROWS"},
}
"""Parameters of the Sheets API that must be one of a few words."""

_S = "/v4/spreadsheets"
_ID = r"([^/:]+)"
_VALUES = f"{_S}/{_ID}/values"
_F = "/drive/v3/files"
_LOOK = "majorDimension valueRenderOption dateTimeRenderOption"
_WRITE = "valueInputOption includeValuesInResponse responseValueRenderOption responseDateTimeRenderOption"


def _sheets(method: str, path: str, handler: Callable[..., Response], kind: str, reply: str, known: str = "") -> Route:
    names = frozenset(known.split()) | _COMMON
    return Route(method, re.compile(path, re.DOTALL), handler, "sheets", kind, 1, names, reply)


def _drive(method: str, path: str, handler: Callable[..., Response], units: int, reply: str = "") -> Route:
    kind = "read" if method == "GET" else "write"
    return Route(method, re.compile(path), handler, "drive", kind, units, None, f"drive.{reply}" if reply else "")


_GET = "ranges includeGridData commentsViewMode excludeTablesInBandedRanges"

ROUTES = (
    _sheets("POST", _S, sheets.create, "write", "Spreadsheet"),
    _sheets("GET", f"{_S}/{_ID}", sheets.get, "read", "Spreadsheet", _GET),
    _sheets("POST", f"{_S}/{_ID}:batchUpdate", sheets.batch_update, "write", "BatchUpdateSpreadsheetResponse"),
    _sheets("POST", f"{_S}/{_ID}:getByDataFilter", sheets.get_by_data_filter, "read", "Spreadsheet"),
    _sheets("POST", rf"{_S}/{_ID}/sheets/(\d+):copyTo", sheets.copy_to, "write", "SheetProperties"),
    _sheets("GET", rf"{_S}/{_ID}/developerMetadata/(\d+)", sheets.get_metadata, "read", "DeveloperMetadata"),
    _sheets(
        "POST", f"{_S}/{_ID}/developerMetadata:search", sheets.search_metadata, "read",
        "SearchDeveloperMetadataResponse",
    ),
    _sheets(
        "GET", f"{_VALUES}:batchGet", sheets_values.batch_get, "read", "BatchGetValuesResponse", f"ranges {_LOOK}"
    ),
    _sheets("POST", f"{_VALUES}:batchUpdate", sheets_values.batch_update, "write", "BatchUpdateValuesResponse"),
    _sheets("POST", f"{_VALUES}:batchClear", sheets_values.batch_clear, "write", "BatchClearValuesResponse"),
    _sheets(
        "POST", f"{_VALUES}:batchGetByDataFilter", sheets_values.batch_get_by_data_filter, "read",
        "BatchGetValuesByDataFilterResponse",
    ),
    _sheets(
        "POST", f"{_VALUES}:batchUpdateByDataFilter", sheets_values.batch_update_by_data_filter, "write",
        "BatchUpdateValuesByDataFilterResponse",
    ),
    _sheets(
        "POST", f"{_VALUES}:batchClearByDataFilter", sheets_values.batch_clear_by_data_filter, "write",
        "BatchClearValuesByDataFilterResponse",
    ),
    _sheets(
        "POST", f"{_VALUES}/(.+):append", sheets_values.append_values, "write", "AppendValuesResponse",
        f"insertDataOption {_WRITE}",
    ),
    _sheets("POST", f"{_VALUES}/(.+):clear", sheets_values.clear_values, "write", "ClearValuesResponse"),
    _sheets("GET", f"{_VALUES}/(.+)", sheets_values.get, "read", "ValueRange", _LOOK),
    _sheets("PUT", f"{_VALUES}/(.+)", sheets_values.update, "write", "UpdateValuesResponse", _WRITE),
    _drive("GET", _F, drive.listed, 100, "FileList"),
    _drive("POST", _F, drive.create, 50, "File"),
    _drive("POST", f"/upload{_F}", drive_upload.create, 50, "File"),
    _drive("PATCH", f"/upload{_F}/{_ID}", drive_upload.update, 50, "File"),
    _drive("PUT", f"/upload{_F}", drive_upload.finish, 50, "File"),
    _drive("PUT", f"/upload/drive/v2/files/{_ID}", drive_upload.update_v2, 50),
    _drive("GET", f"{_F}/{_ID}", drive.get, 5, "File"),
    _drive("PATCH", f"{_F}/{_ID}", drive.update, 50, "File"),
    _drive("DELETE", f"{_F}/{_ID}", drive.delete, 50),
    _drive("POST", f"{_F}/{_ID}/copy", drive.copy, 50, "File"),
    _drive("GET", f"{_F}/{_ID}/export", drive.export, 200),
    _drive("GET", f"{_F}/{_ID}/permissions", permissions.listed, 100, "PermissionList"),
    _drive("POST", f"{_F}/{_ID}/permissions", permissions.create, 50, "Permission"),
    _drive("GET", f"{_F}/{_ID}/permissions/{_ID}", permissions.get, 5, "Permission"),
    _drive("PATCH", f"{_F}/{_ID}/permissions/{_ID}", permissions.update, 50, "Permission"),
    _drive("DELETE", f"{_F}/{_ID}/permissions/{_ID}", permissions.delete, 50),
    _drive("GET", f"{_F}/{_ID}/comments", drive_others.comments, 100, "CommentList"),
    _drive("POST", f"{_F}/{_ID}/comments", drive_others.add_comment, 50, "Comment"),
    _drive("GET", "/drive/v3/changes/startPageToken", drive_others.start_page_token, 5, "StartPageToken"),
    _drive("GET", "/drive/v3/changes", drive_others.changes, 100, "ChangeList"),
    _drive("GET", "/drive/v3/about", drive_others.about, 5, "About"),
)  # fmt: skip


def found(method: str, path: str) -> tuple[Route, tuple[str, ...]] | None:
    """The route of a method and path with the parts of the path, or None."""
    for route in ROUTES:
        match = route.path.fullmatch(path) if route.method == method else None
        if match:
            return route, match.groups()
    return None
