"""A workbook's content on its way into Drive: small ones in one request, large ones in a session of two."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gspread.urls import DRIVE_FILES_API_V3_URL as FILES

from pipeline.stores.google_http import HOSTS, GoogleHTTP
from schemas.errors import SheetGone, Unreachable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPLOADS = FILES.replace("/drive/", "/upload/drive/")
#: Bytes that go with their description in one request; Drive takes up to 5 MB that way.
_MOST_AT_ONCE = 5_000_000
_BOUNDARY = "=====a-workbook-of-the-campaign====="
_BROKEN_OFF = "the upload was broken off"
_AGAIN = "Run `pipeline publish` again."


def uploaded(http: GoogleHTTP, about: Mapping[str, Any], content: bytes, file_id: str, fields: str) -> dict[str, Any]:
    """Those fields of the file that now holds the workbook: a new one, or with `file_id` the same with new content.

    Nothing is there before all of it is: an upload that breaks off makes no file and leaves an old one as it was.
    """
    verb, url = ("patch", f"{UPLOADS}/{file_id}") if file_id else ("post", UPLOADS)
    params = {"supportsAllDrives": "true", "fields": fields}
    sent = _in_one if len(content) <= _MOST_AT_ONCE else _in_a_session
    return sent(http, (verb, url), params, about, content)


def _in_one(
    http: GoogleHTTP, to: tuple[str, str], params: Mapping[str, str], about: Mapping[str, Any], content: bytes
) -> dict[str, Any]:
    head = f"--{_BOUNDARY}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{json.dumps(about)}\r\n"
    middle = f"--{_BOUNDARY}\r\nContent-Type: {XLSX}\r\n\r\n"
    body = (head + middle).encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
    headers = {"Content-Type": f'multipart/related; boundary="{_BOUNDARY}"'}
    found: dict[str, Any] = http.fetch(
        *to, params={"uploadType": "multipart", **params}, data=body, headers=headers
    ).parsed
    return found


def _in_a_session(
    http: GoogleHTTP, to: tuple[str, str], params: Mapping[str, str], about: Mapping[str, Any], content: bytes
) -> dict[str, Any]:
    """Announced first, which may be repeated, then sent to the address that is given back, once."""
    headers = {"X-Upload-Content-Type": XLSX, "X-Upload-Content-Length": str(len(content))}
    begun = http.fetch(
        *to, params={"uploadType": "resumable", **params}, json=dict(about), headers=headers, repeatable=True
    )
    address = begun.response.headers.get("Location", "")
    if not address.startswith(tuple(f"{one}/" for one in (http.line.base, *HOSTS) if one)):
        message = "the service did not say where to send the workbook (a proxy in between?)"
        raise Unreachable(message, _AGAIN)
    try:
        found: dict[str, Any] = http.fetch(
            "put", address, data=content, headers={"Content-Type": XLSX}, repeatable=False
        ).parsed
    except SheetGone as gone:  # the session, not the file
        raise Unreachable(_BROKEN_OFF, _AGAIN) from gone
    return found
