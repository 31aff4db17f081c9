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
    """One method of an API."""

    method: str
    path: re.Pattern[str]
    handler: Callable[..., Response]
    api: str
    kind: str
    units: int = 1
    parameters: frozenset[str] | None = None

    def answer(self, desk: Desk, parts: tuple[str, ...]) -> Response:
        """What the handler answers."""
        return self.handler(desk, *parts)


_S = "/v4/spreadsheets"
_ID = r"([^/:]+)"
_VALUES = f"{_S}/{_ID}/values"
_F = "/drive/v3/files"
_LOOK = "majorDimension valueRenderOption dateTimeRenderOption"
_WRITE = "valueInputOption includeValuesInResponse responseValueRenderOption responseDateTimeRenderOption"


def _sheets(method: str, path: str, handler: Callable[..., Response], kind: str, known: str = "") -> Route:
    names = frozenset(known.split()) | _COMMON
    return Route(method, re.compile(path, re.DOTALL), handler, "sheets", kind, 1, names)


def _drive(method: str, path: str, handler: Callable[..., Response], units: int) -> Route:
    kind = "read" if method == "GET" else "write"
    return Route(method, re.compile(path), handler, "drive", kind, units)


_GET = "ranges includeGridData commentsViewMode excludeTablesInBandedRanges"

ROUTES = (
    _sheets("POST", _S, sheets.create, "write"),
    _sheets("GET", f"{_S}/{_ID}", sheets.get, "read", _GET),
    _sheets("POST", f"{_S}/{_ID}:batchUpdate", sheets.batch_update, "write"),
    _sheets("POST", f"{_S}/{_ID}:getByDataFilter", sheets.get_by_data_filter, "read"),
    _sheets("POST", rf"{_S}/{_ID}/sheets/(\d+):copyTo", sheets.copy_to, "write"),
    _sheets("GET", rf"{_S}/{_ID}/developerMetadata/(\d+)", sheets.get_metadata, "read"),
    _sheets("POST", f"{_S}/{_ID}/developerMetadata:search", sheets.search_metadata, "read"),
    _sheets("GET", f"{_VALUES}:batchGet", sheets_values.batch_get, "read", f"ranges {_LOOK}"),
    _sheets("POST", f"{_VALUES}:batchUpdate", sheets_values.batch_update, "write"),
    _sheets("POST", f"{_VALUES}:batchClear", sheets_values.batch_clear, "write"),
    _sheets("POST", f"{_VALUES}:batchGetByDataFilter", sheets_values.batch_get_by_data_filter, "read"),
    _sheets(
        "POST",
        f"{_VALUES}:batchUpdateByDataFilter",
        sheets_values.batch_update_by_data_filter,
        "write",
    ),
    _sheets(
        "POST",
        f"{_VALUES}:batchClearByDataFilter",
        sheets_values.batch_clear_by_data_filter,
        "write",
    ),
    _sheets(
        "POST",
        f"{_VALUES}/(.+):append",
        sheets_values.append_values,
        "write",
        f"insertDataOption {_WRITE}",
    ),
    _sheets("POST", f"{_VALUES}/(.+):clear", sheets_values.clear_values, "write"),
    _sheets("GET", f"{_VALUES}/(.+)", sheets_values.get, "read", _LOOK),
    _sheets("PUT", f"{_VALUES}/(.+)", sheets_values.update, "write", _WRITE),
    _drive("GET", _F, drive.listed, 100),
    _drive("POST", _F, drive.create, 50),
    _drive("POST", f"/upload{_F}", drive_upload.create, 50),
    _drive("PATCH", f"/upload{_F}/{_ID}", drive_upload.update, 50),
    _drive("PUT", f"/upload/drive/v2/files/{_ID}", drive_upload.update_v2, 50),
    _drive("GET", f"{_F}/{_ID}", drive.get, 5),
    _drive("PATCH", f"{_F}/{_ID}", drive.update, 50),
    _drive("DELETE", f"{_F}/{_ID}", drive.delete, 50),
    _drive("POST", f"{_F}/{_ID}/copy", drive.copy, 50),
    _drive("GET", f"{_F}/{_ID}/export", drive.export, 200),
    _drive("GET", f"{_F}/{_ID}/permissions", permissions.listed, 100),
    _drive("POST", f"{_F}/{_ID}/permissions", permissions.create, 50),
    _drive("GET", f"{_F}/{_ID}/permissions/{_ID}", permissions.get, 5),
    _drive("PATCH", f"{_F}/{_ID}/permissions/{_ID}", permissions.update, 50),
    _drive("DELETE", f"{_F}/{_ID}/permissions/{_ID}", permissions.delete, 50),
    _drive("GET", f"{_F}/{_ID}/comments", drive_others.comments, 100),
    _drive("POST", f"{_F}/{_ID}/comments", drive_others.add_comment, 50),
    _drive("GET", "/drive/v3/changes/startPageToken", drive_others.start_page_token, 5),
    _drive("GET", "/drive/v3/changes", drive_others.changes, 100),
    _drive("GET", "/drive/v3/about", drive_others.about, 5),
)


def found(method: str, path: str) -> tuple[Route, tuple[str, ...]] | None:
    """The route of a method and path with the parts of the path, or None."""
    for route in ROUTES:
        match = route.path.fullmatch(path) if route.method == method else None
        if match:
            return route, match.groups()
    return None
