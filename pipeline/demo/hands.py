"""How people work on their questionnaires: in the spreadsheet itself as one of its editors, or in a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pipeline.demo.edits import tab_requests, typed_values
from pipeline.demo.folder import save
from pipeline.stores.draw import draw
from pipeline.stores.google_drive import Drive
from pipeline.stores.google_http import GoogleHTTP, Line
from schemas.layout import BookLayout


class Hands(Protocol):
    """What the people of a territory do to its questionnaire."""

    def write(self, territory_id: str, before: BookLayout, after: BookLayout, at: datetime) -> None:
        """Make `after` of `before`, and have done at that time."""
        ...

    def rename(self, territory_id: str, title: str) -> None:
        """Give the questionnaire itself another name."""
        ...

    def take_away(self, territory_id: str, at: datetime) -> None:
        """Put the questionnaire out of the coordinator's reach."""
        ...

    def bring_back(self, territory_id: str) -> None:
        """Put it back into reach."""
        ...


@dataclass(frozen=True, slots=True)
class FileHands:
    """Files of one folder, saved whole by a spreadsheet program. `made`: when the questionnaires were made."""

    folder: Path
    made: datetime
    names: dict[str, str] = field(default_factory=dict)

    def write(self, territory_id: str, _before: BookLayout, after: BookLayout, at: datetime) -> None:
        """Save the file."""
        save(self._path(territory_id), draw(after, self.made), at)

    def rename(self, territory_id: str, title: str) -> None:
        """Rename the file."""
        old = self._path(territory_id)
        self.names[territory_id] = f"{title}.xlsx"
        old.rename(self._path(territory_id))

    def take_away(self, territory_id: str, at: datetime) -> None:
        """Leave the file open in LibreOffice."""
        save(self._lock(territory_id), f",demo,demo,{at:%d.%m.%Y %H:%M},;".encode(), at)

    def bring_back(self, territory_id: str) -> None:
        """Close it."""
        self._lock(territory_id).unlink()

    def _path(self, territory_id: str) -> Path:
        return self.folder / self.names.get(territory_id, f"{territory_id}.xlsx")

    def _lock(self, territory_id: str) -> Path:
        return self.folder / f".~lock.{self._path(territory_id).name}#"


@dataclass(frozen=True, slots=True)
class SheetHands:
    """Spreadsheets of Google's, or of what stands in for it.

    `lines`: by e-mail address, the owner's with ""; `drive` is the owner's. `places` and `editors`: which spreadsheet
    a territory has, and who types there.
    """

    lines: Callable[[str], Line]
    drive: Drive
    places: Mapping[str, str]
    editors: Mapping[str, str]

    def write(self, territory_id: str, before: BookLayout, after: BookLayout, _at: datetime) -> None:
        """Type cell by cell what differs, each person signed in as an editor of that spreadsheet."""
        http, place = GoogleHTTP(self.lines(self.editors[territory_id])), self.places[territory_id]
        if requests := tab_requests(before, after):
            http.batch_update(place, {"requests": requests})
        if data := typed_values(before, after):
            http.values_batch_update(place, {"valueInputOption": "USER_ENTERED", "data": data})

    def rename(self, territory_id: str, title: str) -> None:
        """Give the spreadsheet another title."""
        http = GoogleHTTP(self.lines(self.editors[territory_id]))
        request = {"updateSpreadsheetProperties": {"properties": {"title": title}, "fields": "title"}}
        http.batch_update(self.places[territory_id], {"requests": [request]})

    def take_away(self, territory_id: str, _at: datetime) -> None:
        """Its owner puts it into the bin by mistake."""
        self.drive.trash(self.places[territory_id])

    def bring_back(self, territory_id: str) -> None:
        """It is taken out of the bin again."""
        self.drive.trash(self.places[territory_id], trashed=False)
