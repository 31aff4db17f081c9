"""What a campaign does in Google Drive: list its spreadsheets, copy, create, share, upload."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gspread.urls import DRIVE_FILES_API_V3_URL as FILES

from pipeline.stores.google_http import GoogleHTTP
from pipeline.stores.google_ids import file_address, folder_address, spreadsheet_address
from pipeline.stores.google_upload import XLSX, uploaded

FOLDER = "application/vnd.google-apps.folder"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
ABOUT = "https://www.googleapis.com/drive/v3/about"
CAMPAIGN, ROLE, TERRITORY, LANGUAGE, MARK = "sse_campaign", "sse_role", "sse_territory", "sse_language", "sse_mark"
_FIELDS = "id,name,mimeType,createdTime,modifiedTime,version,trashed,appProperties,capabilities(canEdit)"
_PAGE = 1000
_PAGES = {SPREADSHEET: spreadsheet_address, FOLDER: folder_address}


@dataclass(frozen=True, slots=True)
class DriveFile:
    """One file of the campaign as Drive lists it."""

    id: str
    name: str
    mime_type: str
    created: str
    modified: str
    version: str
    trashed: bool = False
    can_edit: bool = True
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drive:
    """A campaign's place in Drive: a folder ("" for the top), of a shared drive or not."""

    http: GoogleHTTP
    campaign_id: str
    folder: str = ""
    shared_drive: str = ""

    def files(self) -> list[DriveFile]:
        """Every file of the campaign, in the bin or not: one request per thousand."""
        return list(self._listed(f"appProperties has {{ key='{CAMPAIGN}' and value='{_escaped(self.campaign_id)}' }}"))

    def with_property(self, name: str, value: str) -> list[DriveFile]:
        """The campaign's files that carry one more property."""
        ours = f"appProperties has {{ key='{CAMPAIGN}' and value='{_escaped(self.campaign_id)}' }}"
        return list(self._listed(f"{ours} and appProperties has {{ key='{name}' and value='{_escaped(value)}' }}"))

    def create(self, name: str, properties: Mapping[str, str]) -> DriveFile:
        """A new, empty spreadsheet."""
        return self._new(SPREADSHEET, name, properties)

    def create_folder(self, name: str, properties: Mapping[str, str]) -> DriveFile:
        """A new, empty folder."""
        return self._new(FOLDER, name, properties)

    def copy(self, file_id: str, name: str, properties: Mapping[str, str]) -> DriveFile:
        """A copy of a spreadsheet under another name, with its own properties."""
        return self._made("post", f"{FILES}/{file_id}/copy", self._described(name, properties))

    def share(self, file_id: str, email: str, role: str, kind: str = "user") -> str:
        """Give a person or a group access, without a mail from Google; returns the id of the permission."""
        body = {"type": kind, "role": role, "emailAddress": email}
        params = {"sendNotificationEmail": "false", "supportsAllDrives": "true", "fields": "id"}
        # Sharing twice with the same person changes nothing, so it may be tried again.
        reply = self.http.fetch("post", f"{FILES}/{file_id}/permissions", json=body, params=params, repeatable=True)
        return str(reply.parsed.get("id", ""))

    def permissions(self, file_id: str) -> list[dict[str, Any]]:
        """Who has access to a file."""
        params = {"fields": "permissions(id,type,role,emailAddress,domain)", "supportsAllDrives": "true"}
        found: list[dict[str, Any]] = self.http.fetch(
            "get", f"{FILES}/{file_id}/permissions", params={**params, "pageSize": 100}
        ).parsed.get("permissions", [])
        return found

    def about(self) -> tuple[dict[str, Any], str]:
        """Who we are and how much room there is, and the service's clock (the Date header, "" without one)."""
        reply = self.http.fetch("get", ABOUT, params={"fields": "user(emailAddress),storageQuota(limit,usage)"})
        return reply.parsed, str(reply.response.headers.get("Date", ""))

    def look_up(self, file_id: str, fields: str) -> dict[str, Any]:
        """Some fields of one file."""
        params = {"fields": fields, "supportsAllDrives": "true"}
        found: dict[str, Any] = self.http.fetch("get", f"{FILES}/{file_id}", params=params).parsed
        return found

    def access(self) -> dict[str, list[dict[str, Any]]]:
        """Name of each questionnaire -> who has access, where we may know it; one request per thousand."""
        ours = f"appProperties has {{ key='{CAMPAIGN}' and value='{_escaped(self.campaign_id)}' }} and trashed=false"
        fields = "name,permissions(type,role,emailAddress,domain)"
        return {one.get("name", ""): one.get("permissions", []) for one in self._pages(ours, fields)}

    def link(self, file_id: str, mime_type: str = XLSX) -> str:
        """Where people open a file; what stands in for Google has no page to open, and only names the id."""
        if self.http.line.embedded:
            return f"embedded:{file_id}"
        return _PAGES.get(mime_type, file_address)(file_id)

    def trash(self, file_id: str, *, trashed: bool = True) -> None:
        """Put a file into the bin, or take it out again."""
        params = {"supportsAllDrives": "true", "fields": "id"}
        self.http.fetch("patch", f"{FILES}/{file_id}", json={"trashed": trashed}, params=params)

    def exported(self, file_id: str) -> bytes:
        """A spreadsheet as the bytes of an .xlsx file."""
        return self.http.fetch("get", f"{FILES}/{file_id}/export", params={"mimeType": XLSX}).body

    def upload(
        self, content: bytes, name: str, properties: Mapping[str, str], *, file_id: str = "", as_sheet: bool = False
    ) -> DriveFile:
        """Put a workbook into Drive; with `file_id` the same file gets new content and its link stays valid."""
        about: dict[str, Any] = {"name": name} if file_id else self._described(name, properties)
        if as_sheet and not file_id:
            about["mimeType"] = SPREADSHEET
        return _file(uploaded(self.http, about, content, file_id, _FIELDS))

    def _new(self, mime_type: str, name: str, properties: Mapping[str, str]) -> DriveFile:
        return self._made("post", FILES, {"mimeType": mime_type, **self._described(name, properties)})

    def _made(self, verb: str, url: str, body: Mapping[str, Any]) -> DriveFile:
        params = {"supportsAllDrives": "true", "fields": _FIELDS}
        return _file(self.http.fetch(verb, url, json=body, params=params).parsed)

    def _described(self, name: str, properties: Mapping[str, str]) -> dict[str, Any]:
        parents = {"parents": [self.folder]} if self.folder else {}
        return {"name": name, "appProperties": {CAMPAIGN: self.campaign_id, **properties}, **parents}

    def _listed(self, query: str) -> Iterator[DriveFile]:
        return (_file(one) for one in self._pages(query, _FIELDS))

    def _pages(self, query: str, fields: str) -> Iterator[dict[str, Any]]:
        params: dict[str, Any] = {
            "q": query, "pageSize": _PAGE, "orderBy": "createdTime", "supportsAllDrives": "true",
            "fields": f"nextPageToken,incompleteSearch,files({fields})", "includeItemsFromAllDrives": "true",
        }  # fmt: skip
        if self.shared_drive:
            params |= {"corpora": "drive", "driveId": self.shared_drive}
        while True:
            reply = self.http.fetch("get", FILES, params=params).parsed
            yield from reply.get("files", ())
            if not reply.get("nextPageToken"):
                return
            params = {**params, "pageToken": reply["nextPageToken"]}


def _file(found: Mapping[str, Any]) -> DriveFile:
    return DriveFile(
        found["id"],
        found.get("name", ""),
        found.get("mimeType", ""),
        found.get("createdTime", ""),
        found.get("modifiedTime", ""),
        str(found.get("version", "")),
        bool(found.get("trashed", False)),
        bool(found.get("capabilities", {}).get("canEdit", True)),
        found.get("appProperties", {}),
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
