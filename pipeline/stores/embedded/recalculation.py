"""Every formula's value, brought up to date."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.formula_tree import Reference
from pipeline.stores.embedded.formula_types import Area, Failure, Kind
from pipeline.stores.embedded.formula_value import World, value_of
from pipeline.stores.embedded.functions_choices import FUNCTIONS
from pipeline.stores.embedded.locales import locale_of
from pipeline.stores.embedded.model import Book, Cell, CellError, Sheet, Value

_CIRCULAR = CellError(
    "REF",
    "Circular dependency detected. To resolve with iterative calculation, see File > Settings.",
)


_Key: TypeAlias = tuple[int, int, int]
_DEEPEST = 12


def recalculated(book: Book, now: datetime) -> Book:
    """The book with every formula's value computed; sheets without a changed value are shared."""
    pass_over = _Pass(book, now)
    sheets = tuple(pass_over.settled(sheet) for sheet in book.sheets)
    return replace(book, sheets=sheets)


class _TooDeepError(Exception):
    """A cell lies too far down a chain of formulas to be computed before the ones near it."""

    def __init__(self, key: _Key) -> None:
        super().__init__()
        self.key = key


class _Pass:
    """One computation of the whole book, each formula once, dependencies first."""

    def __init__(self, book: Book, now: datetime) -> None:
        self._book = book
        self._now = now
        self._locale = locale_of(book.locale)
        self._sheets = {sheet.id: sheet for sheet in book.sheets}
        self._values: dict[_Key, Value] = {}
        self._areas: dict[tuple[int, int, int, int, int], Area] = {}
        self._open: set[_Key] = set()

    def settled(self, sheet: Sheet) -> Sheet:
        changed: dict[tuple[int, int], Cell] = {}
        for (row, column), cell in sheet.cells.items():
            if cell.formula is not None:
                value = self._solved((sheet.id, row, column))
                if value != cell.value or type(value) is not type(cell.value):
                    changed[row, column] = replace(cell, value=value)
        return replace(sheet, cells={**sheet.cells, **changed}) if changed else sheet

    def _solved(self, key: _Key) -> Value:
        """A cell's value; cells too deep for the call stack are computed first, one by one."""
        waiting = [key]
        while waiting:
            try:
                self._value(waiting[-1])
                waiting.pop()
            except _TooDeepError as deep:
                self._open.clear()
                if deep.key in waiting:
                    self._values[deep.key] = _CIRCULAR
                else:
                    waiting.append(deep.key)
        return self._values[key]

    def _value(self, key: _Key) -> Value:
        sheet = self._sheets[key[0]]
        cell = sheet.cells.get(key[1:])
        if cell is None or cell.formula is None:
            return cell.value if cell else None
        if key in self._values:
            return self._values[key]
        if key in self._open:
            return _CIRCULAR
        if len(self._open) >= _DEEPEST:
            raise _TooDeepError(key)
        self._open.add(key)
        world = World(lambda reference: self._area(reference, sheet), self._named, self._locale, self._now, *key[1:])
        self._values[key] = value_of(cell.formula, world, FUNCTIONS)
        self._open.discard(key)
        return self._values[key]

    def _area(self, reference: Reference, home: Sheet) -> Area:
        sheet = self._titled(reference.sheet) if reference.sheet is not None else home
        first, last = reference.first, reference.last or reference.first
        if sheet is None:
            raise Failure(Kind.REF, f"Unresolved sheet name '{reference.sheet}'.")
        top, left = first.row or 0, first.column or 0
        bottom = sheet.rows if last.row is None else last.row + 1
        right = sheet.columns if last.column is None else last.column + 1
        if min(bottom - 1, top) >= sheet.rows or min(right - 1, left) >= sheet.columns:
            raise Failure(Kind.REF, "Reference does not exist.")
        return self._read(sheet, min(top, bottom - 1), max(bottom, top + 1), left, right)

    def _named(self, name: str) -> Area | None:
        found = [item for item in self._book.names if item.name.lower() == name.lower()]
        if not found:
            return None
        box = found[0].box
        sheet = self._sheets.get(box.sheet) if box else None
        if box is None or sheet is None:
            raise Failure(Kind.REF, "Reference does not exist.")
        cut = box.within(sheet.rows, sheet.columns)
        return self._read(sheet, cut.top, cut.bottom or 0, cut.left, cut.right or 0)

    def _read(self, sheet: Sheet, top: int, bottom: int, left: int, right: int) -> Area:
        key = (sheet.id, top, bottom, left, right)
        if key not in self._areas:
            columns = range(min(left, right - 1), max(right, left + 1))
            rows = range(top, min(bottom, sheet.rows))
            cells = tuple(tuple(self._value((sheet.id, r, c)) for c in columns) for r in rows)
            area = Area(cells, (top, left))
            box = Box(sheet.id, top, bottom, left, right)
            if any(place[0] == sheet.id and box.holds(*place[1:]) for place in self._open):
                return area
            self._areas[key] = area
        return self._areas[key]

    def _titled(self, title: str) -> Sheet | None:
        folded = title.casefold()
        return next((s for s in self._book.sheets if s.title.casefold() == folded), None)


def has_formulas(book: Book) -> bool:
    """Whether anything needs computing."""
    return any(c.formula is not None for sheet in book.sheets for c in sheet.cells.values())
