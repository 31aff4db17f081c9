"""Questionnaires as files in a folder, for places without a connection: the offline twin of the Google store.

A participant's file is made once and never written again. Feedback is a file of its own beside it.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pipeline.read_tabs import markers
from pipeline.stores.decode import SPREADSHEET, sheets_of
from pipeline.stores.draw import draw
from pipeline.stores.parts import too_large, unreadable
from pipeline.stores.store import FeedbackPlan, Listing, Raw, Sighting
from pipeline.stores.workbook_files import Limits
from schemas.campaign import Member, Territory
from schemas.errors import AccessDenied, OutputError, SheetBusy, SheetGone, StoreError
from schemas.kinds import quoted
from schemas.layout import BookLayout
from schemas.problem import Problem

FEEDBACK = ".feedback.xlsx"
_SPREADSHEETS = {".xlsx", ".ods", ".xls", ".xlsm"}
#: What lies beside questionnaires without meaning anything; all else that nobody asked for is said.
_MEANINGLESS = {"", ".txt", ".md", ".tmp", ".part", ".db", ".ini", ".lnk", ".url"}
_FRESH_SECONDS = 10


@dataclass(slots=True)
class FolderStore:
    """The spreadsheets of one folder. `now` is the time of the run."""

    folder: Path
    limits: Limits
    now: datetime
    n_workers: int = 4

    def in_sheet(self, _territory_id: str) -> bool:
        """Never: a participant's file is not written again."""
        return False

    def look(self, territories: Sequence[Territory], known: Mapping[str, tuple[str, str]]) -> Listing:
        """Which file belongs to which territory, by registered name first, by what is inside otherwise."""
        if not self.folder.is_dir():
            missing = {one.id: self._missing(one.id) for one in territories}
            return Listing(missing)
        names = self._names()
        opened = {locked: name for name in names if (locked := _locked_name(name, names))}
        owners, problems = self._owners([name for name in names if _is_questionnaire(name)], territories, known)
        problems += [Problem("FILE_UNKNOWN", "", found=quoted(name)) for name in names if _is_strange(name)]
        sightings = {}
        for territory in territories:
            mine = owners.get(territory.id, [])
            sighting, more = self._sighting(territory.id, mine, known.get(territory.id), opened)
            sightings[territory.id] = sighting
            problems += more
        return Listing(sightings, problems)

    def read(self, sighting: Sighting) -> Raw:
        """The file's bytes; SheetBusy while it is being written, SheetGone when it has gone."""
        path = self.folder / sighting.place
        try:
            before = path.stat()
            if before.st_size > self.limits.file_megabytes * 1e6:
                raise too_large(before.st_size, self.limits.file_megabytes)
            content = path.read_bytes()
            after = path.stat()
        except FileNotFoundError as gone:
            message = f"{path} has gone"
            raise SheetGone(message, "Put the file back, then run `pipeline sync`.") from gone
        except PermissionError as refused:
            raise unreadable("FILE_NO_ACCESS") from refused
        except OSError as failed:
            message = f"{path}: {failed.strerror or failed}"
            raise SheetBusy(message, "Close the file, then run `pipeline sync`.") from failed
        moved = (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)
        fresh = self.now.timestamp() - after.st_mtime < _FRESH_SECONDS
        if moved or (fresh and _incomplete(content)):
            message = f"{path} is being written"
            raise SheetBusy(message, "Wait until the copy is complete, then run `pipeline sync`.")
        return Raw(content, SPREADSHEET, sighting.place, str(after.st_mtime_ns))

    def prepare(self, _templates: Mapping[str, BookLayout]) -> None:
        """Nothing: every file is drawn by itself."""

    def make(self, layout: BookLayout) -> Raw:
        """A new questionnaire `<territory>.xlsx`; an existing file is left as it is and handed out."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{layout.territory_id}.xlsx"
        if path.exists():
            return self.read(Sighting(layout.territory_id, path.name))
        content = draw(layout, self.now)
        _write(path, content, replace=False)
        return Raw(content, SPREADSHEET, path.name, str(path.stat().st_mtime_ns))

    def give(self, plan: FeedbackPlan) -> str:
        """Write the feedback file beside the questionnaire, whole or not at all."""
        path = self.folder / f"{plan.territory_id}{FEEDBACK}"
        try:
            _write(path, draw(plan.book, self.now), replace=True)
        except OutputError as blocked:
            raise SheetBusy(blocked.message, blocked.hint) from blocked
        return str(path)

    def has_feedback(self, territory_id: str) -> bool:
        """Whether the feedback file of a territory is there."""
        return (self.folder / f"{territory_id}{FEEDBACK}").is_file()

    def share(self, _place: str, _member: Member) -> bool:
        """Never: files are handed out by people."""
        return False

    def link(self, place: str) -> str:
        """The file's name."""
        return place

    def own_revision(self, _territory_id: str) -> None:
        """None: a file's revision is not known without reading it."""
        return

    def requests(self) -> Mapping[str, int]:
        """None: files are no service."""
        return {}

    def _names(self) -> list[str]:
        """The names of the files there, links that lead to a file included."""
        try:
            return sorted(entry.name for entry in os.scandir(self.folder) if _is_file(entry))
        except OSError as refused:
            message = f"{self.folder} cannot be read: {refused.strerror or refused}"
            raise AccessDenied(message, "Ask for the right to read this folder, then try again.") from refused

    def _owners(
        self, files: Sequence[str], territories: Sequence[Territory], known: Mapping[str, tuple[str, str]]
    ) -> tuple[dict[str, list[str]], list[Problem]]:
        by_name = {place: territory_id for territory_id, (place, _) in known.items()}
        ids = {territory.id for territory in territories}
        owners: dict[str, list[str]] = {}
        problems = []
        for name in files:
            stem = unicodedata.normalize("NFC", Path(name).stem).casefold()
            owner = by_name.get(name) or (stem if stem in ids else self._owner_inside(name))
            if owner in ids:
                owners.setdefault(owner, []).append(name)
            else:
                problems.append(Problem("FILE_UNKNOWN", "", found=quoted(name)))
        return owners, problems

    def _owner_inside(self, name: str) -> str:
        """The territory that a file of an unknown name says it belongs to."""
        try:
            content = self.read(Sighting("", name)).content
            marker = next(iter(markers(sheets_of(SPREADSHEET, content, self.limits))), None)
        except StoreError:
            return ""
        return marker.territory_id if marker else ""

    def _sighting(
        self, territory_id: str, names: Sequence[str], known: tuple[str, str] | None, opened: Mapping[str, str]
    ) -> tuple[Sighting, list[Problem]]:
        if not names:
            return self._missing(territory_id), []
        registered, made_with = known or (f"{territory_id}.xlsx", "")
        candidates = list(names)
        if len(candidates) > 1:
            touched = [name for name in candidates if self._hash(name) != made_with]
            candidates = touched or [registered if registered in candidates else candidates[0]]
        kept = registered if registered in candidates else candidates[0]
        problems = [
            Problem("FILE_CONFLICT_COPY", territory_id, found=quoted(name), values={"kept": kept})
            for name in candidates
            if name != kept
        ]
        lock = {"lock": quoted(opened.get(kept, ""))}
        problem = Problem("FILE_OPEN", territory_id, found=quoted(kept), values=lock) if kept in opened else None
        return Sighting(territory_id, kept, "", problem), problems

    def _hash(self, name: str) -> str:
        try:
            return sha256((self.folder / name).read_bytes()).hexdigest()
        except OSError:
            return ""

    @staticmethod
    def _missing(territory_id: str) -> Sighting:
        return Sighting(territory_id, problem=Problem("FILE_MISSING", territory_id))


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file; a link that leads nowhere, or round in a circle, is none."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_visible(name: str) -> bool:
    return not name.startswith((".", "~")) and not name.lower().endswith(FEEDBACK)


def _is_questionnaire(name: str) -> bool:
    return _is_visible(name) and Path(name).suffix.lower() in _SPREADSHEETS


def _is_strange(name: str) -> bool:
    """Whether somebody may have meant this file to be read, although it is no spreadsheet."""
    return _is_visible(name) and Path(name).suffix.lower() not in _SPREADSHEETS | _MEANINGLESS


def _locked_name(name: str, names: Sequence[str]) -> str:
    """The file that a lock file of Excel (~$name) or LibreOffice (.~lock.name#) says is open."""
    if name.startswith(".~lock.") and name.endswith("#"):
        return name[len(".~lock.") : -1]
    if name.startswith("~$"):
        rest = name[2:]
        return next((one for one in names if one == rest or (one.endswith(rest) and len(one) - len(rest) <= 2)), rest)  # noqa: PLR2004
    return ""


def _incomplete(content: bytes) -> bool:
    """Whether a zip file has no end yet."""
    return not content or (content.startswith(b"PK") and b"PK\x05\x06" not in content[-70_000:])


def _write(path: Path, content: bytes, *, replace: bool) -> None:
    """Write through a temporary file, so that the file is old or new and never torn."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not replace and path.exists():
            return
        temporary.replace(path)
    except OSError as failed:
        message = f"{path} cannot be written: {failed.strerror or failed}"
        raise OutputError(message, "Close the file if it is open, check the folder's rights and the disk.") from failed
    finally:
        temporary.unlink(missing_ok=True)
