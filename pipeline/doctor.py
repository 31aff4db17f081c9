"""Prove, before the real day, that everything Google must let us do works; each failing check says what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL

from pipeline.stores.google_drive import LANGUAGE, MARK, ROLE, Drive
from pipeline.stores.google_layout import LOCALES, mark
from schemas.campaign import Campaign
from schemas.errors import ProjectError
from schemas.layout import BookLayout

OK, WARNING, FAILED = "ok", "warning", "failed"
_MOST_SECONDS_OFF = 300
_LONG_MINUTES = 60
_TRIAL = "Trial of `pipeline doctor`, may be deleted"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: its name, how it went, what was seen, and what to do."""

    check: str
    status: str
    seen: str
    do: str = ""


@dataclass(frozen=True, slots=True)
class Doctor:
    """Looks at one campaign's place in Google. `templates` are the books that copies would be made from now."""

    drive: Drive
    campaign: Campaign
    templates: Mapping[str, BookLayout]
    share_with: str = ""

    def findings(self) -> Iterator[Finding]:
        """One finding per check, in the order in which things can go wrong; ends where going on makes no sense."""
        signed_in = list(self._checked("sign-in and Drive API", self._account))
        yield from signed_in
        if any(one.status == FAILED for one in signed_in):
            return
        for name, check in (
            ("folder", self._folder),
            ("making a copy", self._copy),
            ("template", self._template),
            ("sharing", self._sharing),
            ("quota", self._quota),
        ):
            yield from self._checked(name, check)

    def _checked(self, name: str, check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
        try:
            yield from check()
        except ProjectError as failed:
            yield Finding(name, FAILED, failed.message, failed.hint)

    def _account(self) -> Iterator[Finding]:
        about, date = self.drive.about()
        email = about.get("user", {}).get("emailAddress", "?")
        yield Finding("sign-in and Drive API", OK, f"signed in as {email}")
        yield self._clock(date)
        if about.get("storageQuota", {}).get("limit") == "0" and not self.drive.shared_drive:
            do = "Use a shared drive (store = google:DRIVE/FOLDER), or sign in as a person; see docs/google.md."
            yield Finding("storage", WARNING, "this account cannot own files", do)

    def _clock(self, date: str) -> Finding:
        if not date:
            return Finding(
                "clock", WARNING, "the service does not say what time it is", "Compare it with another clock."
            )
        off = parsedate_to_datetime(date).timestamp() - self.drive.http.line.outside.clock()
        if abs(off) > _MOST_SECONDS_OFF:
            seen = f"this computer's clock is {abs(off) / 60:.0f} minutes off"
            return Finding("clock", FAILED, seen, "Let the operating system set date and time by itself.")
        return Finding("clock", OK, "agrees with Google's")

    def _folder(self) -> Iterator[Finding]:
        if not self.drive.folder:
            yield Finding("folder", OK, "the top of My Drive")
            return
        found = self.drive.look_up(self.drive.folder, "name,trashed,driveId,capabilities(canAddChildren)")
        if found.get("trashed"):
            yield Finding("folder", FAILED, f"{found.get('name')} is in the bin", "Restore it, or name another folder.")
        elif not found.get("capabilities", {}).get("canAddChildren"):
            do = "Share the folder with this account as an editor (in a shared drive: content manager)."
            yield Finding("folder", FAILED, f"nothing may be put into {found.get('name')}", do)
        else:
            yield Finding("folder", OK, str(found.get("name")))

    def _copy(self) -> Iterator[Finding]:
        """Make a spreadsheet, copy it, write into the copy; both go into the bin."""
        made: list[str] = []
        try:
            made.append(self.drive.create(_TRIAL, {ROLE: "trial"}).id)
            made.append(self.drive.copy(made[0], _TRIAL, {ROLE: "trial"}).id)
            yield Finding("making a copy", OK, "a spreadsheet was made and copied")
            yield from self._checked("Sheets API and locale", partial(self._writes, made[1]))
            yield from self._checked("sharing a copy", partial(self._shares, made[1]))
        finally:
            for file_id in made:
                self.drive.trash(file_id)

    def _writes(self, file_id: str) -> Iterator[Finding]:
        language = next(iter(self.templates), "fr")
        properties = {"properties": {"locale": LOCALES[language]}, "fields": "locale"}
        body = {"requests": [{"updateSpreadsheetProperties": properties}]}
        http = self.drive.http
        http.fetch("post", SPREADSHEET_BATCH_UPDATE_URL % file_id, json=body, params={"fields": "spreadsheetId"})
        params = {"fields": "properties(locale)"}
        locale = http.fetch("get", SPREADSHEET_URL % file_id, params=params).parsed["properties"].get("locale")
        if locale == LOCALES[language]:
            yield Finding("Sheets API and locale", OK, f"written and read back, {locale}")
        else:
            seen = f"asked for {LOCALES[language]}, got {locale}"
            do = "In each spreadsheet: File, Settings, Locale; or leave it: numbers are read in any locale."
            yield Finding("Sheets API and locale", WARNING, seen, do)

    def _shares(self, file_id: str) -> Iterator[Finding]:
        can = self.drive.look_up(file_id, "capabilities(canShare)").get("capabilities", {}).get("canShare")
        if not can:
            do = "Ask the administrator of the domain or of the shared drive to allow sharing."
            yield Finding("sharing a copy", FAILED, "this account may not share what it makes", do)
        elif self.share_with:
            self.drive.share(file_id, self.share_with, "writer")
            yield Finding("sharing a copy", OK, f"shared with {self.share_with}")
        else:
            yield Finding("sharing a copy", OK, "allowed; try it for real with --share-with ADDRESS")

    def _template(self) -> Iterator[Finding]:
        listed = [file for file in self.drive.files() if not file.trashed]
        for language, layout in self.templates.items():
            drawn = [file for file in listed if file.properties.get(ROLE) == "template"]
            marks = {file.properties.get(MARK) for file in drawn if file.properties.get(LANGUAGE) == language}
            if not marks:
                yield Finding(f"template {language}", OK, "not drawn yet; `pipeline provision` does")
            elif mark(layout) in marks:
                yield Finding(f"template {language}", OK, "drawn from this guideline")
            else:
                do = "New questionnaires will be copied from a new template; those handed out stay as they are."
                yield Finding(f"template {language}", WARNING, "drawn from an older guideline", do)

    def _sharing(self) -> Iterator[Finding]:
        expected = {member.email for member in self.campaign.roster}
        expected |= {email for agency in self.campaign.agencies for email in agency.emails}
        found = False
        for name, permissions in self.drive.access().items():
            for who in _outsiders(permissions, expected):
                found = True
                do = "Open the file, click “Share”, and remove the access, or add the person to roster.csv."
                yield Finding("over-sharing", WARNING, f"{name}: {who}", do)
        if not found:
            yield Finding("over-sharing", OK, "nobody but the roster has access")

    def _quota(self) -> Iterator[Finding]:
        line = self.drive.http.line
        if line.limiter is None:
            yield Finding("quota", OK, "none here")
            return
        n_territories = len(self.campaign.territories)
        minutes = n_territories / (0.8 * line.quotas.sheets_read)
        seen = f"reading all {n_territories} spreadsheets takes about {minutes:.0f} min"
        if minutes > _LONG_MINUTES:
            yield Finding("quota", WARNING, seen, "Read with `pipeline sync --via export`, or ask Google for more.")
        else:
            yield Finding("quota", OK, seen)


def _outsiders(permissions: list[dict[str, Any]], expected: set[str]) -> Iterator[str]:
    """Who has access without being expected: everybody with the link, a domain, people not in the roster."""
    for one in permissions:
        kind, role = one.get("type"), one.get("role")
        email = str(one.get("emailAddress", "")).lower()
        if kind == "anyone":
            yield f"anyone with the link ({role})"
        elif kind == "domain":
            yield f"everybody at {one.get('domain')} ({role})"
        elif role not in {"owner", "organizer", "fileOrganizer"} and email not in expected:
            yield f"{email} ({role})"
