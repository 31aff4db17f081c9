"""Which workbooks are made from which part of an outcome, and the making of one such part.

An order can be carried out anywhere: it holds all that its files need, and nothing of other territories but the names
to mask and the medians.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports import alone, book, workbook
from reports.accessible import accessible_pages, write_pages
from reports.accessible_page import Page
from reports.kept import Entry, digest
from reports.pieces import mark
from reports.rows import Record
from reports.shown import as_shown
from reports.territory_book import Shelf, sheets
from reports.view import View, Whole, view
from schemas.campaign import Agency
from schemas.collector import rare_collections
from schemas.errors import OutputError
from schemas.outcome import Outcome

#: Kinds of files: a workbook, its accessible tables, the overview alone, a territory's own workbook.
WORKBOOK, TABLES, OVERVIEW, TERRITORY = "workbook", "tables", "overview", "territory"


@dataclass(frozen=True, slots=True)
class File:
    """One file to make: its path below the folder of the results, and for whom."""

    kind: str
    path: str
    language: str
    agency: Agency | None = None
    territory_id: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Files that are made from the same part of an outcome; `made_from` stands for that part and all it owes."""

    outcome: Outcome
    whole: Whole
    files: tuple[File, ...]
    made_from: str


@dataclass(frozen=True, slots=True)
class Done:
    """A file that is there as it should be, with what is kept of it; or why it could not be written."""

    path: str
    entry: Entry | None
    fault: tuple[str, str] = ("", "")


def carry_out(order: Order, folder: Path, before: Mapping[str, Entry]) -> list[Done]:
    """Write the files of an order that are not there already; one that cannot be written does not stop the others.

    `before` is what is kept of the files of earlier runs.
    """
    with rare_collections():
        maker = _Maker(order, folder, before)
        done = [maker.done(file) for file in order.files]
        maker.forget()
    return done


class _Maker:
    """Makes the files of one order; views are made once for all of them, and only when one is needed."""

    def __init__(self, order: Order, folder: Path, before: Mapping[str, Entry]) -> None:
        self.order, self.folder, self.before = order, folder, before
        self._seen = cache(lambda agency, language: view(order.outcome, agency, language, order.whole))
        self._pages = cache(self._accessible)
        self._shelf = cache(self._on_shelf)

    def forget(self) -> None:
        """Give up the views: they are large, and the next order needs the room."""
        for one in (self._seen, self._pages, self._shelf):
            one.cache_clear()
        gc.collect()  # sheets and books refer to each other

    def done(self, file: File) -> Done:
        """The file, left as it is where it is what would be written."""
        try:
            return self._own(file) if file.kind == TERRITORY else self._of_order(file)
        except OutputError as fault:
            return Done(file.path, None, fault=(fault.message, fault.hint))

    def _of_order(self, file: File) -> Done:
        """A file that is new where anything of its order is."""
        made_from = mark(self.order.made_from, file)
        if kept := self._kept(file, made_from):
            return kept
        path, seen = self.folder / file.path, self._seen(file.agency, file.language)
        if file.kind == TABLES:
            write_pages(seen, self._pages(file.agency, file.language, path.name.partition("-tables.")[0]), path)
        else:
            drawn = alone.overview_alone(seen) if file.kind == OVERVIEW else workbook.sheets(seen)
            book.write(path, drawn, workbook.facts(seen))
        return Done(file.path, (made_from, digest(path)))

    def _own(self, file: File) -> Done:
        """A territory's own workbook, which is new where anything is that can be seen in it."""
        shelf, found = self._shelf(file.language)
        territory = found[file.territory_id]
        seen = shelf.alone(territory)
        drawn = tuple(map(as_shown, sheets(seen)))
        facts = workbook.facts(seen, territory)
        made_from = mark(drawn, facts, self.order.made_from)
        if kept := self._kept(file, made_from):
            return kept
        path = book.write(self.folder / file.path, drawn, facts)
        return Done(file.path, (made_from, digest(path)))

    def _kept(self, file: File, made_from: str) -> Done | None:
        entry = self.before.get(file.path)
        if entry is None or entry[0] != made_from or entry[1] != digest(self.folder / file.path):
            return None
        return Done(file.path, entry)

    def _accessible(self, agency: Agency | None, language: str, twin: str) -> Sequence[Page]:
        seen: View = self._seen(agency, language)
        return accessible_pages(seen, f"{twin}.xlsx")

    def _on_shelf(self, language: str) -> tuple[Shelf, dict[str, Record]]:
        shelf = Shelf.of(self.order.outcome, language, self.order.whole)
        return shelf, {one.territory_id: one for one in shelf.whole.territories}
