"""The workbooks of an outcome, written to a folder: one per language, one per agency."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reports import book, workbook
from reports.limits import TERRITORY_SHEETS
from reports.sections import territories
from reports.text import file_stem
from reports.view import View, narrowed, view
from schemas.errors import OutputError
from schemas.outcome import Outcome


def deliver(outcome: Outcome, folder: Path) -> list[Path]:
    """Write `consolidated-<language>.xlsx` and `<agency_id>.xlsx`, and what they refer to; return the paths.

    The order is that of the campaign's languages, then of its agencies. Each file appears whole or not at all
    (OutputError says which one could not be written); the same outcome gives the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for stem, seen in _views(outcome):
        path = folder / f"{stem}.xlsx"
        if path in written:
            message = f"two workbooks would have the name {path.name}"
            raise OutputError(message, "Give each agency an id of its own in agencies.csv.")
        written.append(book.write(path, workbook.sheets(seen), workbook.facts(seen)))
        written += _separate(seen, folder / f"{stem}-territories")
    return written


def _views(outcome: Outcome) -> Iterator[tuple[str, View]]:
    for language in outcome.campaign.languages:
        yield f"consolidated-{language}", view(outcome, None, language)
    for agency in outcome.campaign.agencies:
        yield file_stem(agency.id), view(outcome, agency, agency.language)


def _separate(seen: View, folder: Path) -> list[Path]:
    """A file per territory where they are too many for sheets of one workbook, in the reader's language."""
    if len(seen.territories) <= TERRITORY_SHEETS:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    peers = territories.medians(seen)
    written = []
    for one in seen.territories:
        alone = narrowed(seen, one, seen.language)
        sheets = workbook.of_territory(alone, one, peers)
        written.append(book.write(folder / territories.file_name(one), sheets, workbook.facts(alone, one)))
    return written
