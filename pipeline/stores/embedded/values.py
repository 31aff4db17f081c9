"""The values of ranges: read, written, appended and cleared, as spreadsheets.values does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import isfinite
from typing import TypeAlias

from pipeline.stores.embedded.a1 import Box, letters
from pipeline.stores.embedded.cell_json import check_length, number_format
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.entering import entered
from pipeline.stores.embedded.formatting import is_date, shown
from pipeline.stores.embedded.locales import Locale, locale_of
from pipeline.stores.embedded.model import Book, Cell, CellError, Json, Sheet
from pipeline.stores.embedded.ranges import echo
from pipeline.stores.embedded.refusals import invalid
from pipeline.stores.embedded.shifting import insertion, shift
from pipeline.stores.embedded.tables import table_in

Scalar: TypeAlias = bool | float | str | None


@dataclass(frozen=True, slots=True)
class Look:
    """How values are wanted: by rows or columns, shown or raw, dates as numbers or texts."""

    dimension: str = "ROWS"
    render: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: the box of the data, the cells that were set, the values after it."""

    box: Box
    cells: frozenset[tuple[int, int]]


def value_range(book: Book, box: Box, look: Look) -> Json:
    """The ValueRange of a bounded box: trailing empty cells and rows are left out."""
    sheet = book.sheet(box.sheet)
    found: Json = {"range": echo(book, box), "majorDimension": look.dimension}
    rows = _shown_rows(sheet, box, look, locale_of(book.locale)) if sheet else []
    if rows:
        found["values"] = rows
    return found


def write(
    draft: Draft,
    box: Box,
    rows: Sequence[Sequence[object]],
    *,
    anchor: bool,
    option: str,
    dimension: str,
) -> Written:
    """Set values from the top left of a bounded box; null skips a cell.

    With `anchor` the range only says where to start (one cell, a whole sheet, an open end); the
    option is RAW or USER_ENTERED, the dimension ROWS or COLUMNS.

    Raises:
        Refusal: 400 when the values do not fit a bounded range, or a protection forbids it.

    """
    if option not in {"RAW", "USER_ENTERED"}:
        message = "'valueInputOption' is required but not specified"
        raise invalid(message)
    lines = _by_rows(rows, dimension)
    height, width = len(lines), max(map(len, lines), default=0)
    if not anchor:
        _fits(draft, box, height, width)
    sheet = draft.edit(box.sheet)
    target = replace(box, bottom=box.top + height, right=box.left + width)
    cells = _items(lines, box)
    if cells:
        draft.claim(target)
    sheet.rows = max(sheet.rows, target.bottom or 0)
    sheet.columns = max(sheet.columns, target.right or 0)
    for row, column, item in cells:
        place = f"values[{row - box.top}][{column - box.left}]"
        sheet.put(row, column, _entered(sheet.at(row, column), item, option, draft.locale, place))
    if not height or not width:
        target = replace(box, bottom=box.top + 1, right=box.left + 1)
    return Written(target, frozenset((row, column) for row, column, _ in cells))


def update_json(draft: Draft, written: Written) -> Json:
    """The UpdateValuesResponse of a write; counts that are 0 are left out."""
    rows = len({row for row, _ in written.cells})
    columns = len({column for _, column in written.cells})
    counts = {"updatedRows": rows, "updatedColumns": columns, "updatedCells": len(written.cells)}
    return {
        "spreadsheetId": draft.book.id,
        "updatedRange": echo(draft.book, written.box),
        **{name: count for name, count in counts.items() if count},
    }


def clear(draft: Draft, box: Box) -> Box:
    """Take the values out of a box; formats, notes and validations stay."""
    draft.claim(box)
    sheet = draft.edit(box.sheet)
    for place, cell in list(sheet.cells.items()):
        if box.holds(*place):
            sheet.put(*place, cell.cleared())
    return box


def append(
    draft: Draft,
    box: Box,
    rows: Sequence[Sequence[object]],
    *,
    option: str,
    dimension: str,
    insert: bool,
) -> tuple[Box | None, Written]:
    """Write after the last table that the box meets; without one, at the start of the box.

    Returns:
        The table's box (None without one), and what was written.

    """
    sheet = draft.edit(box.sheet)
    table = table_in(sheet, box)
    top, left = (table.bottom or 0, table.left) if table else (box.top, box.left)
    height = max(map(len, rows), default=0) if dimension == "COLUMNS" else len(rows)
    if insert and table and top < sheet.rows:
        _make_room(draft, sheet, top, height)
        sheet = draft.edit(box.sheet)
    start = Box(box.sheet, top, top + 1, left, left + 1)
    written = write(draft, start, rows, anchor=True, option=option, dimension=dimension)
    return table, written


def _make_room(draft: Draft, sheet: Sheet, top: int, height: int) -> None:
    shift(draft, sheet.id, insertion("ROWS", top, height))


def _by_rows(rows: Sequence[Sequence[object]], dimension: str) -> list[list[object]]:
    """The values by rows; what a shorter column lacks is skipped as null is."""
    if dimension == "COLUMNS":
        return [list(line) for line in zip_longest(*rows)]
    return [list(row) for row in rows]


def _items(lines: list[list[object]], box: Box) -> list[tuple[int, int, object]]:
    """What goes into which row and column."""
    return [
        (row, column, item)
        for row, line in enumerate(lines, box.top)
        for column, item in enumerate(line, box.left)
        if item is not None
    ]


def _fits(draft: Draft, box: Box, height: int, width: int) -> None:
    rows, columns = box.size
    if height > rows:
        where = f"row [{box.top + rows + 1}]"
    elif width > columns:
        where = f"column [{letters(box.left + columns)}]"
    else:
        return
    inside = echo(draft.book, box)
    message = f"Requested writing within range [{inside}], but tried writing to {where}"
    raise invalid(message)


def _entered(cell: Cell, item: object, option: str, locale: Locale, place: str) -> Cell:
    if isinstance(item, dict | list):
        kind = "struct_value" if isinstance(item, dict) else "list_value"
        message = f"Invalid {place}: {kind} {{\n}}\n"
        raise invalid(message)
    if isinstance(item, bool):
        return replace(cell, value=item, formula=None, runs=None)
    if isinstance(item, int | float):
        if not isfinite(item):
            message = f"Invalid {place}: {item} is not a number a cell can hold."
            raise invalid(message)
        return replace(cell, value=float(item), formula=None, runs=None)
    text = str(item)
    check_length(text)
    if option == "RAW" or _is_text(cell):
        return replace(cell, value=text or None, formula=None, runs=None)
    new = entered(text, locale)
    form = cell.format
    if new.number_format and not number_format(cell):
        form = {**(form or {}), "numberFormat": new.number_format}
    return replace(cell, value=new.value, formula=new.formula, format=form, runs=None)


def _is_text(cell: Cell) -> bool:
    """Whether the cell is formatted as text, so that what is typed stays as it is."""
    return (number_format(cell) or {}).get("type") == "TEXT"


def _shown_rows(sheet: Sheet, box: Box, look: Look, locale: Locale) -> list[list[Scalar]]:
    by_line: dict[int, dict[int, Scalar]] = {}
    down = look.dimension == "COLUMNS"
    for (row, column), cell in sheet.cells.items():
        if box.holds(row, column) and (cell.value is not None or cell.formula is not None):
            shown_value = _shown(cell, look, locale)
            if shown_value is not None and shown_value != "":
                line, place = (column, row) if down else (row, column)
                by_line.setdefault(line, {})[place] = shown_value
    first, start = (box.left, box.top) if down else (box.top, box.left)
    lines = range(first, max(by_line, default=first - 1) + 1)
    return [[by_line[n].get(i, "") for i in range(start, max(by_line[n]) + 1)] if n in by_line else [] for n in lines]


def _shown(cell: Cell, look: Look, locale: Locale) -> Scalar:
    if look.render == "FORMULA" and cell.formula is not None:
        return cell.formula
    form = number_format(cell)
    dated = isinstance(cell.value, float) and is_date(form) and look.dates == "FORMATTED_STRING"
    if look.render == "FORMATTED_VALUE" or (dated and look.render != "FORMATTED_VALUE"):
        return shown(cell.value, form, locale)
    return cell.value.text if isinstance(cell.value, CellError) else cell.value
