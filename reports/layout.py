"""Where everything of a sheet stands: rows of notes, tables and charts, widths, and what links lead to."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reports import theme
from reports.limits import MAX_COLUMNS, MAX_ROWS
from reports.sheet import Chart, Gallery, Note, Part, Sheet, Table, tables
from reports.theme import Style
from schemas.errors import OutputError
from sheet_templates.layout import measure

#: First row under the heading and the link back to the contents.
_FIRST_ROW = 2
#: A line of notes may run over the columns of the sheet, but no wider than this (characters).
_NARROWEST, _WIDEST = 80, 160
#: Points a line of text needs, per point of its font.
LINE_HEIGHT = 1.36
_DEFAULT_WIDTH = 12.0
_HIGHEST, _PADDING = 405.0, 4.0
#: The font size that widths are measured for, and from where on a letter is as wide as two digits.
_SIZE, _WIDE = 11, "\u2e80"


@dataclass(frozen=True, slots=True)
class Placed:
    """A sheet with the first row (from 0) of each part, the lines of its notes, and its anchors.

    `headers` gives the header row of each table (None for a table without rows, which is printed as a line).
    """

    sheet: Sheet
    widths: tuple[float, ...]
    parts: tuple[tuple[int, Part], ...]
    headers: Mapping[str, int]
    anchors: Mapping[str, int]
    n_rows: int


def placed(sheet: Sheet) -> Placed:
    """`sheet` with every part given its place, from top to bottom; OutputError where Excel has no room."""
    widths = _widths(sheet)
    row = _FIRST_ROW
    parts: list[tuple[int, Part]] = []
    headers: dict[str, int] = {}
    anchors: dict[str, int] = {}
    before: Part | None = None
    for part in _broken(sheet, widths):
        if not (isinstance(part, Note) and (before is None or isinstance(before, Note))):
            row += 1
        parts.append((row, part))
        if isinstance(part, Table):
            row += bool(part.caption)
            if part.n_rows:
                headers[part.name] = row
                anchors |= {name: row + 1 + place for name, place in part.anchors.items()}
        row += _height(part)
        before = part
    _check(sheet, row, len(widths))
    return Placed(sheet, widths, tuple(parts), headers, anchors, row)


def lines(text: str, width: float) -> list[str]:
    """`text` broken into lines of about `width` characters; its own line feeds are kept."""
    return [
        line
        for paragraph in text.split("\n")
        for line in textwrap.wrap(paragraph, max(8, int(width)), break_on_hyphens=False) or [""]
    ]


def n_lines(text: str, width: float) -> int:
    """How many lines a column of `width` default characters needs for `text`, rather one too many."""
    if len(text) <= 0.8 * width and "\n" not in text and (text.isascii() or max(text) < _WIDE):
        return 1
    return measure.n_lines(text, width, _SIZE)


def height(n: int, size: float) -> float:
    """Points that `n` lines of a font of `size` points need; spreadsheets draw no row higher than 409."""
    return min(_HIGHEST, n * size * LINE_HEIGHT + _PADDING)


def font_size(style: Style) -> float:
    """The font size of a style, in points."""
    return float(str(theme.BASES[style.base].get("font_size", 11)))


def note_lines(note: Note, room: float) -> list[str]:
    """The lines of a note over `room` default characters, smaller letters or bold ones counted."""
    bold = bool(theme.BASES[note.style.base].get("bold"))
    return lines(note.text, room * 11 / font_size(note.style) * (1.1 if bold else 1.18))


def _broken(sheet: Sheet, widths: tuple[float, ...]) -> Iterator[Part]:
    room = min(_WIDEST, max(_NARROWEST, sum(widths)))
    for part in sheet.parts:
        if isinstance(part, Note):
            yield from (Note(line, part.style, part.link) for line in note_lines(part, room))
        else:
            yield part


def _widths(sheet: Sheet) -> tuple[float, ...]:
    found: list[float] = []
    for table in tables(sheet):
        for place, column in enumerate(table.columns):
            if place == len(found):
                found.append(column.width)
            found[place] = max(found[place], column.width)
    return tuple(found) or (_DEFAULT_WIDTH * 8,)


def _height(part: Part) -> int:
    if isinstance(part, Note):
        return 1
    if isinstance(part, Chart):
        return part.height_rows
    if isinstance(part, Gallery):
        return sum(max(one.height_rows for one in line) for line in gallery_rows(part))
    return part.n_rows + 1 if part.n_rows else 1


def gallery_rows(gallery: Gallery) -> list[tuple[Chart, ...]]:
    """The charts of a gallery, row by row."""
    return [gallery.charts[at : at + gallery.per_row] for at in range(0, len(gallery.charts), max(1, gallery.per_row))]


def _check(sheet: Sheet, n_rows: int, n_columns: int) -> None:
    if n_rows > MAX_ROWS or n_columns > MAX_COLUMNS:
        message = f"the sheet “{sheet.title}” needs {n_rows} rows; a spreadsheet holds {MAX_ROWS}"
        raise OutputError(message, "Split the campaign, or send the agencies fewer territories each.")
