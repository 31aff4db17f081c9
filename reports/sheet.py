"""A workbook without a file: sheets made of notes, tables and charts, one below the other.

Sections make these; `book` draws them. Nothing here knows rows and columns of a file: links name a sheet by key
and an anchor in it, charts name a table and its columns, and `book` finds the cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from reports import theme
from reports.theme import Style

Value = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the same workbook: sheet key, and an anchor of one of its tables ("" for its top)."""

    sheet: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Web:
    """A web page from the content of the guideline, or a cell of a questionnaire; never what participants typed."""

    url: str


@dataclass(frozen=True, slots=True)
class File:
    """A workbook delivered with this one: its path from here, with / between folders, and the tab to open."""

    path: str
    tab: str


@dataclass(frozen=True, slots=True)
class Ref:
    """Cells of a table of the same workbook, rows and columns counted from 0 inside its body.

    Without `row` the whole column; with `last_column` all columns up to that one.
    """

    sheet: str
    table: str
    column: int
    row: int | None = None
    last_column: int | None = None


@dataclass(frozen=True, slots=True)
class Formula:
    """A live cell: our own formula, with `{name}` where a reference comes in, and the value it has now.

    `value` is what is seen before any recalculation; it must be what the formula gives.
    """

    text: str
    value: str | float
    refs: Mapping[str, Ref] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell of a protected sheet that the reader may change: one of `choices`, or a number in `between`."""

    title: str
    message: str
    choices: Ref | None = None
    between: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that does not look like the rest of its column, leads somewhere, is live or may be changed."""

    value: Value | Formula
    style: Style | None = None
    link: Link | Web | File | None = None
    entry: Entry | None = None


Row = Sequence[Value | Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """Header (unique in its table), width in characters, look of its plain values."""

    header: str
    width: float = 12
    style: Style = theme.TEXT
    header_style: Style = theme.HEADER


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headers, marked as a table of the file under `name` (unique in the book).

    `anchors` name rows, counted from 0, that links lead to. `empty` is printed instead when there is no row.
    At the end of a sheet, a table that is not `printed` stays on the screen. So many rows as `together` says, counted
    from the first, are not parted by the end of a page.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    n_rows: int
    caption: str = ""
    empty: str = ""
    filters: bool = False
    anchors: Mapping[str, int] = field(default_factory=dict)
    printed: bool = True
    together: int = 1


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph, broken over rows so that nothing is cut and no cell is merged."""

    text: str
    style: Style = theme.NOTE
    link: Link | Web | File | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line or bar of a chart: a column of its table, counted from 0.

    `above` and `below` are the columns with the lengths of its interval. `dashed` sets it apart without colour:
    a dashed line with hollow marks, a large diamond, or a hatched bar.
    """

    name: str
    column: int
    colour: str
    dashed: bool = False
    above: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of columns of a table on the same sheet; `alt` says in words what it shows.

    `kind` is radar, bar (lying), or dots (marks without a line, with their intervals). `percent`: the axis runs from
    0 to 100. `rows`: first row (from 0) and number of rows of the table that it draws, all of them without.
    """

    kind: str
    title: str
    alt: str
    table: str
    categories: int
    series: tuple[Series, ...]
    height_rows: int = 20
    width: int = 640
    percent: bool = True
    rows: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Gallery:
    """Charts of one height side by side, `per_row` in a row."""

    charts: tuple[Chart, ...]
    per_row: int


Part = Note | Table | Chart | Gallery


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `title` is its tab, `heading` stands in A1, `key` is what links call it.

    `pages_wide` is how many pages its columns are printed on; `pages_high` 0 lets it run over as many pages as it
    needs, 1 fits it on one. With `charts_first` all down to the first charts stands on the first page, where slightly
    smaller print allows it. `freeze` is the name of the table whose header stays in view, "" for the heading only;
    `repeat` that of the table whose header stands on each further page, that of `freeze` by default. `freeze_columns`
    stay in view at the left. On a `protected` sheet only entries can be changed. `names` are names that formulas of
    the workbook may use.
    """

    key: str
    title: str
    heading: str
    parts: tuple[Part, ...]
    about: str = ""
    landscape: bool = True
    pages_wide: int = 1
    pages_high: int = 0
    freeze: str = ""
    repeat: str = ""
    charts_first: bool = False
    freeze_columns: int = 0
    plain: bool = False
    colour: str = ""
    heading_style: Style = theme.TITLE
    protected: bool = False
    names: Mapping[str, Ref] = field(default_factory=dict)


def table(
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    caption: str = "",
    empty: str = "",
    filters: bool = False,
    anchors: Mapping[str, int] | None = None,
    printed: bool = True,
    together: int = 1,
) -> Table:
    """A table of rows that are all there already."""
    return Table(
        name,
        tuple(columns),
        rows,
        len(rows),
        caption=caption,
        empty=empty,
        filters=filters,
        anchors=anchors or {},
        printed=printed,
        together=together,
    )


def tables(sheet: Sheet) -> tuple[Table, ...]:
    """The tables of a sheet, from top to bottom."""
    return tuple(part for part in sheet.parts if isinstance(part, Table))


def plain(value: Value | Cell) -> Value:
    """What is seen in a cell before any recalculation."""
    shown = value.value if isinstance(value, Cell) else value
    return shown.value if isinstance(shown, Formula) else shown
