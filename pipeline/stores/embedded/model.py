"""A spreadsheet as values: book, sheet, cell, and what hangs on them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from pipeline.stores.embedded.a1 import Box

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CellError:
    """An error as a cell's value: Google's type name (N_A, REF…) and the sentence."""

    kind: str
    message: str = ""

    @property
    def text(self) -> str:
        """What the cell shows."""
        return ERROR_TEXTS.get(self.kind, "#ERROR!")


ERROR_TEXTS = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}

Value: TypeAlias = bool | float | str | CellError | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; formats and validations are JSON as Google writes it and are never changed."""

    value: Value = None
    formula: str | None = None
    format: Json | None = None
    note: str | None = None
    validation: Json | None = None
    runs: tuple[Json, ...] | None = None

    def cleared(self) -> Cell:
        """The same cell without its value."""
        return replace(self, value=None, formula=None, runs=None)


EMPTY = Cell()
LONGEST_TEXT = 50_000
"""Characters that a cell can hold."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Something that belongs to boxes of cells: a protection, a rule, a filter, a banding, a table, a chart."""

    boxes: tuple[Box, ...]
    body: Json = field(default_factory=dict)
    id: int | str = 0


HUNG = ("protections", "rules", "bandings", "views", "tables")
"""The attributes of a sheet that hold what belongs to boxes of its cells, and goes with them."""


@dataclass(frozen=True, slots=True)
class Group:
    """A collapsible run of rows or columns [start, end)."""

    dimension: str
    start: int
    end: int
    depth: int = 1
    collapsed: bool = False


@dataclass(frozen=True, slots=True)
class NamedRange:
    """A name for a box; the box is None when its cells are gone."""

    id: str
    name: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class Metadata:
    """Developer metadata on the book (no sheet), a sheet (no dimension), a row or a column."""

    id: int
    key: str
    value: str
    visibility: str
    sheet: int | None = None
    dimension: str | None = None
    index: int = 0


@dataclass(slots=True)
class Sheet:
    """One tab. Changed only through a draft, which works on a fork."""

    id: int
    title: str
    rows: int = 1000
    columns: int = 26
    hidden: bool = False
    extra: Json = field(default_factory=dict)
    grid_extra: Json = field(default_factory=dict)
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    row_properties: dict[int, Json] = field(default_factory=dict)
    column_properties: dict[int, Json] = field(default_factory=dict)
    merges: tuple[Box, ...] = ()
    protections: tuple[Placed, ...] = ()
    rules: tuple[Placed, ...] = ()
    bandings: tuple[Placed, ...] = ()
    views: tuple[Placed, ...] = ()
    tables: tuple[Placed, ...] = ()
    objects: tuple[Placed, ...] = ()
    filter: Placed | None = None
    groups: tuple[Group, ...] = ()

    def fork(self) -> Sheet:
        """A copy that can be changed without touching this one."""
        return replace(
            self,
            extra=dict(self.extra),
            grid_extra=dict(self.grid_extra),
            cells=dict(self.cells),
            row_properties=dict(self.row_properties),
            column_properties=dict(self.column_properties),
        )

    def at(self, row: int, column: int) -> Cell:
        """The cell there, empty when nothing was ever put."""
        return self.cells.get((row, column), EMPTY)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set a cell; an empty one takes no place."""
        if cell == EMPTY:
            self.cells.pop((row, column), None)
        else:
            self.cells[row, column] = cell

    @property
    def box(self) -> Box:
        """The whole grid."""
        return Box(self.id, 0, self.rows, 0, self.columns)


@dataclass(slots=True)
class Book:
    """One spreadsheet. Changed only through a draft."""

    id: str
    title: str
    locale: str = "en_US"
    time_zone: str = "Etc/GMT"
    auto_recalc: str = "ON_CHANGE"
    extra: Json = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()
    names: tuple[NamedRange, ...] = ()
    metadata: tuple[Metadata, ...] = ()

    def sheet(self, sheet_id: int) -> Sheet | None:
        """The sheet with that id, or None."""
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)


def new_book(book_id: str, title: str, first_sheet: str = "Sheet1") -> Book:
    """A fresh spreadsheet as Google creates it: one empty sheet with id 0."""
    return Book(book_id, title, sheets=(Sheet(0, first_sheet),))
