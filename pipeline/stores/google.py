"""The Google store: one spreadsheet per territory in Google Drive, or in the embedded service that speaks the same.

Per sync one listing per thousand files, one read per changed spreadsheet, at most one write for its feedback.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL

from pipeline.stores.decode import SPREADSHEET as FILE
from pipeline.stores.google_drive import (
    LANGUAGE,
    MARK,
    ROLE,
    SPREADSHEET,
    TERRITORY,
    Drive,
    DriveFile,
)
from pipeline.stores.google_feedback import feedback_requests, stands
from pipeline.stores.google_http import DRIVE, READ, WRITE, GoogleHTTP, Reply
from pipeline.stores.google_ids import is_id
from pipeline.stores.google_layout import BOOK_KEY, TERRITORY_KEY, differences, drawing, mark
from pipeline.stores.google_places import FEEDBACK, PLACES_MASK, Places, places_of, shapes
from pipeline.stores.google_read import MEDIA, READ_MASK, is_whole
from pipeline.stores.store import FeedbackPlan, Listing, Raw, Sighting
from schemas.campaign import Member, Territory
from schemas.errors import Refused, SheetGone, SheetUnreadable, Unreachable
from schemas.layout import BookLayout
from schemas.problem import Problem

TEMPLATE, QUESTIONNAIRE = "template", "questionnaire"
_WORKERS = 12
_SHARES_PER_MINUTE = 60
_ASKED = 2
_MARKED = b"#sse|"
#: Row of the tool's tab below which only feedback stands.
_FIRST_SAID = 5


@dataclass(slots=True)
class GoogleStore:
    """The spreadsheets of one campaign in Drive.

    `via_export`: read through xlsx export (for a cold start with thousands). `silent`: write nothing.
    What is listed is remembered for the length of a run; of what is read, the places that feedback needs.
    """

    drive: Drive
    via_export: bool = False
    silent: bool = False
    n_workers: int = _WORKERS
    _files: dict[str, DriveFile] = field(default_factory=dict)
    _templates: dict[tuple[str, str], DriveFile] = field(default_factory=dict)
    _drawn: dict[str, tuple[str, BookLayout]] = field(default_factory=dict)
    _places: dict[str, list[Places]] = field(default_factory=dict)
    _own: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def http(self) -> GoogleHTTP:
        """The client that every request goes through."""
        return self.drive.http

    def in_sheet(self, _territory_id: str) -> bool:
        """Always: the tool has a tab and columns of its own in each spreadsheet."""
        return True

    def requests(self) -> Mapping[str, int]:
        """How many requests were made so far, by quota."""
        return {name: self.http.counts[name] for name in (DRIVE, READ, WRITE)}

    def look(self, territories: Sequence[Territory], known: Mapping[str, tuple[str, str]]) -> Listing:
        """Which spreadsheet belongs to which territory, by what Drive keeps with the file; names mean nothing."""
        owned: dict[str, list[DriveFile]] = {}
        for file in self.drive.files():
            role = file.properties.get(ROLE)
            if role == QUESTIONNAIRE:
                owned.setdefault(file.properties.get(TERRITORY, ""), []).append(file)
            elif role == TEMPLATE and not file.trashed:
                key = file.properties.get(LANGUAGE, ""), file.properties.get(MARK, "")
                self._templates.setdefault(key, file)
        sightings, problems = {}, []
        for territory in territories:
            place = known.get(territory.id, ("", ""))[0]
            candidates = owned.get(territory.id, [])
            sightings[territory.id] = self._sighting(territory.id, place, candidates)
            problems += _copies(territory.id, sightings[territory.id].place, candidates)
        return Listing(sightings, problems)

    def _sighting(self, territory_id: str, place: str, candidates: Sequence[DriveFile]) -> Sighting:
        living = [file for file in candidates if not file.trashed]
        file = next((file for file in candidates if file.id == place), None)
        if not place:
            file = living[0] if living else None
        if file is None:
            if is_id(place):
                return Sighting(territory_id, place)
            return Sighting(territory_id, problem=Problem("SHEET_NOT_MADE", territory_id))
        self._files[territory_id] = file
        problem = _unusable(territory_id, file)
        return Sighting(territory_id, file.id, f"{file.version}@{file.modified}", problem, made=bool(place))

    def read(self, sighting: Sighting) -> Raw:
        """The spreadsheet as the service sends it, in one request; StoreError when it cannot be had."""
        if self.via_export:
            return Raw(self.drive.exported(sighting.place), FILE, sighting.place, sighting.revision)
        reply = self._read(sighting.place)
        with suppress(SheetUnreadable):  # which is for the reader to say, after the content was kept
            self._places[sighting.territory_id] = places_of(reply.parsed)
        return Raw(reply.body, MEDIA, sighting.place, sighting.revision, reply.parsed)

    def _read(self, place: str) -> Reply:
        """A whole reply. One without any mark of ours is asked for once more before it is believed."""
        if not is_id(place):
            message = f"'{place[:60]}' is no spreadsheet of Google's"
            raise SheetGone(message, "Run `pipeline provision`.")
        params = {"fields": READ_MASK, "prettyPrint": "false"}
        for _ in range(_ASKED):
            reply = self.http.fetch("get", SPREADSHEET_URL % place, params=params)
            if is_whole(reply.parsed, place) and _MARKED in reply.body:
                return reply
        if is_whole(reply.parsed, place):
            return reply
        message = "the answer is not the whole spreadsheet"
        raise Unreachable(message, "Run `pipeline sync` again in a while.")

    def prepare(self, templates: Mapping[str, BookLayout]) -> None:
        """One drawn template per language; one that is there is used again."""
        for language, layout in templates.items():
            self._drawn[language] = self._template(language, layout), layout

    def make(self, layout: BookLayout) -> Raw:
        """The territory's spreadsheet: a copy of the template with its own cells, or the one that was begun before.

        Nothing is made twice: what an earlier try left behind is found by its properties and finished.
        """
        template_id, template = self._drawn[layout.language]
        file = self._files.get(layout.territory_id)
        begun = file is not None
        if file is None:
            properties = {ROLE: QUESTIONNAIRE, TERRITORY: layout.territory_id, LANGUAGE: layout.language}
            file = self._once(
                TERRITORY, layout.territory_id, lambda: self.drive.copy(template_id, layout.title, properties)
            )
            self._files[layout.territory_id] = file
        if not (begun and self._finished(file.id, TERRITORY_KEY, layout.territory_id)):
            self._write_once(file.id, differences(template, layout), TERRITORY_KEY, layout.territory_id)
        return Raw(b"", MEDIA, file.id, "")

    def _template(self, language: str, layout: BookLayout) -> str:
        wanted = mark(layout)
        file = self._templates.get((language, wanted))
        begun = file is not None
        if file is None:
            properties = {ROLE: TEMPLATE, LANGUAGE: language, MARK: wanted}
            file = self._once(MARK, wanted, lambda: self.drive.create(layout.title, properties))
        if not (begun and self._finished(file.id, BOOK_KEY, wanted)):
            self._write_once(file.id, drawing(layout), BOOK_KEY, wanted)
        return file.id

    def _once(self, name: str, value: str, make: Any) -> DriveFile:
        """A new file; when no answer came, the one that was made all the same, if it was."""
        try:
            made: DriveFile = make()
        except Unreachable:
            found = [file for file in self.drive.with_property(name, value) if not file.trashed]
            if not found:
                raise
            return found[0]
        return made

    def _write_once(self, file_id: str, requests: list[dict[str, Any]], key: str, value: str) -> None:
        """Write what may not be written twice; when no answer came, look whether it was done."""
        try:
            self._batch(file_id, {"requests": requests}, "spreadsheetId", repeatable=False)
        except (Unreachable, Refused):
            if not self._finished(file_id, key, value):
                raise

    def _finished(self, file_id: str, key: str, value: str) -> bool:
        """Whether a spreadsheet carries the mark that is written together with its content."""
        params = {"fields": "spreadsheetId,developerMetadata(metadataKey,metadataValue)", "prettyPrint": "false"}
        found = self.http.fetch("get", SPREADSHEET_URL % file_id, params=params).parsed
        pairs = [(one.get("metadataKey"), one.get("metadataValue")) for one in found.get("developerMetadata", ())]
        return (key, value) in pairs

    def has_feedback(self, territory_id: str) -> bool:
        """Whether the tool's tab still says something; taken for true where the spreadsheet was not read."""
        own = next((tab for tab in self._places.get(territory_id, ()) if tab.key == FEEDBACK), None)
        return own is None or any(row >= _FIRST_SAID and column for row, column in own.texts)

    def give(self, plan: FeedbackPlan) -> str:
        """Write the feedback into the spreadsheet, whole or not at all; "" when it is better told next time."""
        file = self._files.get(plan.territory_id)
        if file is None or _unusable(plan.territory_id, file) or not file.can_edit:
            return ""
        if self.silent:
            return file.id
        tabs = self._places.get(plan.territory_id) or places_of(self._read(file.id).parsed)
        try:
            after = self._tell(file.id, plan, tabs)
        except Refused:
            tabs = places_of(self._read(file.id).parsed)
            after = self._tell(file.id, plan, tabs, columns=False)
        if shapes(after) != shapes(tabs):
            self._tell(file.id, replace(plan, remarks=()), after)
            return ""
        if not stands(plan, after):
            message = "the feedback did not arrive as it was written"
            raise Unreachable(message, "Run `pipeline sync` again.")
        if file.version.isdigit():
            self._own[plan.territory_id] = (file.id, str(int(file.version) + 1))
        return self.link(file.id)

    def share(self, place: str, member: Member) -> bool:
        """Give a person or a group access, at most one a second, without a mail from Google."""
        if self.http.line.limiter:
            self.http.line.limiter.take(f"{self.http.line.account} shares", _SHARES_PER_MINUTE)
        self.drive.share(place, member.email, member.role, member.kind)
        return True

    def link(self, place: str) -> str:
        """The spreadsheet's address."""
        return self.drive.link(place, SPREADSHEET) if is_id(place) else place

    def own_revision(self, territory_id: str) -> tuple[str, str] | None:
        """The version a file has if nothing but our one write happened since it was listed."""
        return self._own.get(territory_id)

    def _tell(self, file_id: str, plan: FeedbackPlan, tabs: Sequence[Places], *, columns: bool = True) -> list[Places]:
        """Write, and the tabs as they are afterwards, from the answer to the same request."""
        requests = feedback_requests(plan, tabs, columns=columns)
        body = {"requests": requests, "includeSpreadsheetInResponse": True, "responseIncludeGridData": True}
        mask = f"spreadsheetId,updatedSpreadsheet({PLACES_MASK})"
        return places_of(self._batch(file_id, body, mask, repeatable=True)["updatedSpreadsheet"])

    def _batch(self, file_id: str, body: dict[str, Any], fields: str, *, repeatable: bool) -> dict[str, Any]:
        params = {"fields": fields, "prettyPrint": "false"}
        url = SPREADSHEET_BATCH_UPDATE_URL % file_id
        found: dict[str, Any] = self.http.fetch("post", url, params=params, json=body, repeatable=repeatable).parsed
        return found


def _unusable(territory_id: str, file: DriveFile) -> Problem | None:
    if file.trashed:
        return Problem("SHEET_TRASHED", territory_id, found=file.name)
    if file.mime_type != SPREADSHEET:
        return Problem("SHEET_NOT_NATIVE", territory_id, found=file.name)
    return None


def _copies(territory_id: str, kept: str, files: Sequence[DriveFile]) -> list[Problem]:
    """Other spreadsheets that say they are this territory's: copies people made."""
    name = next((file.name for file in files if file.id == kept), territory_id)
    return [
        Problem("FILE_CONFLICT_COPY", territory_id, found=file.name, values={"kept": name})
        for file in files
        if file.id != kept and not file.trashed
    ]
