"""Requests that write cells: values, formats, notes, validation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.cell_json import number_format, updated
from pipeline.stores.embedded.colours import with_both_colours
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.entering import entered
from pipeline.stores.embedded.formatting import shown
from pipeline.stores.embedded.kinds_sheets import required_mask
from pipeline.stores.embedded.kinds_tables import room_in_table
from pipeline.stores.embedded.model import Cell, CellError, Json, Sheet, Value
from pipeline.stores.embedded.refusals import invalid


def places(box: Box) -> Iterator[tuple[int, int]]:
    """Every cell of a bounded box, by rows."""
    for row in range(box.top, box.bottom or 0):
        for column in range(box.left, box.right or 0):
            yield row, column


def update_cells(draft: Draft, body: Json) -> Json:
    """`updateCells`: rows of CellData over a range (the rest of it is cleared) or from a start."""
    mask = required_mask(body, "CellData")
    rows = [row.get("values", []) for row in body.get("rows", [])]
    if "start" in body:
        start = body["start"]
        top, left = int(start.get("rowIndex", 0)), int(start.get("columnIndex", 0))
        sheet_id = int(start.get("sheetId", 0))
        width = max((len(row) for row in rows), default=0)
        box = Box(sheet_id, top, top + len(rows), left, left + width)
        cells = [(r, c) for r, row in enumerate(rows) for c in range(len(row))]
    else:
        box = draft.box(body)
        cells = [(r - box.top, c - box.left) for r, c in places(box)]
    _fits(draft, box, rows)
    if not cells:
        return {}
    draft.claim(box)
    sheet = draft.edit(box.sheet)
    for row, column in cells:
        line = rows[row] if row < len(rows) else []
        data = line[column] if column < len(line) else {}
        place = box.top + row, box.left + column
        sheet.put(*place, updated(sheet.at(*place), data, mask))
    return {}


def repeat_cell(draft: Draft, body: Json) -> Json:
    """`repeatCell`: the same CellData on every cell of a range."""
    mask, box = required_mask(body, "CellData"), draft.claim(draft.box(body))
    sheet, data = draft.edit(box.sheet), body.get("cell", {})
    for place in places(box):
        sheet.put(*place, updated(sheet.at(*place), data, mask))
    return {}


def append_cells(draft: Draft, body: Json) -> Json:
    """`appendCells`: rows after the last row with data."""
    if "tableId" in body:
        start = room_in_table(draft, body["tableId"], len(body.get("rows", [])))
        return update_cells(draft, {"start": start, "rows": body.get("rows", []), "fields": body.get("fields")})
    sheet = draft.edit(int(body.get("sheetId", 0)))
    used = [row for (row, _), cell in sheet.cells.items() if cell.value is not None]
    top, rows = max(used, default=-1) + 1, body.get("rows", [])
    width = max((len(row.get("values", [])) for row in rows), default=0)
    sheet.rows = max(sheet.rows, top + len(rows))
    sheet.columns = max(sheet.columns, width)
    start = {"sheetId": sheet.id, "rowIndex": top, "columnIndex": 0}
    return update_cells(draft, {"start": start, "rows": rows, "fields": body.get("fields")})


def set_data_validation(draft: Draft, body: Json) -> Json:
    """`setDataValidation`; a checkbox starts unticked, without a rule the old one is removed."""
    box = draft.claim(draft.box(body))
    sheet, rule = draft.edit(box.sheet), body.get("rule")
    if rule and "condition" not in rule:
        message = "rule.condition must be set."
        raise invalid(message)
    rule = {name: value for name, value in rule.items() if value} if rule else None
    ticks = bool(rule) and (rule or {})["condition"].get("type") == "BOOLEAN"
    for place in places(box):
        cell = sheet.at(*place)
        if ticks and cell.value is None and cell.formula is None:
            cell = replace(cell, value=False)
        sheet.put(*place, replace(cell, validation=rule))
    return {}


def update_borders(draft: Draft, body: Json) -> Json:
    """`updateBorders`: the lines around and inside a range."""
    box = draft.claim(draft.box(body))
    sheet = draft.edit(box.sheet)
    last_row, last_column = (box.bottom or 0) - 1, (box.right or 0) - 1
    for row, column in places(box):
        sides = {
            "top": "top" if row == box.top else "innerHorizontal",
            "bottom": "bottom" if row == last_row else "innerHorizontal",
            "left": "left" if column == box.left else "innerVertical",
            "right": "right" if column == last_column else "innerVertical",
        }
        cell = sheet.at(row, column)
        found = dict((cell.format or {}).get("borders", {}))
        for side, name in sides.items():
            if name in body:
                found[side] = with_both_colours(body[name])
        kept = {side: line for side, line in found.items() if line.get("style") != "NONE"}
        sheet.put(row, column, replace(cell, format={**(cell.format or {}), "borders": kept}))
    return {}


def find_replace(draft: Draft, body: Json) -> Json:
    """`findReplace` in one sheet, a range, or everywhere."""
    book = draft.settle()
    if "range" in body:
        boxes = [draft.box(body)]
    elif body.get("allSheets"):
        boxes = [sheet.box for sheet in book.sheets]
    else:
        boxes = [draft.sheet(int(body.get("sheetId", 0))).box]
    change = _replacer(body)
    counts = {"valuesChanged": 0, "formulasChanged": 0, "occurrencesChanged": 0}
    rows: set[tuple[int, int]] = set()
    for box in boxes:
        for (row, column), cell in list(draft.sheet(box.sheet).cells.items()):
            if not box.holds(row, column):
                continue
            new, found = _replaced(draft, cell, change, formulas=bool(body.get("includeFormulas")))
            if found:
                draft.claim(Box(box.sheet, row, row + 1, column, column + 1))
                draft.edit(box.sheet).put(row, column, new)
                name = "formulasChanged" if cell.formula is not None else "valuesChanged"
                counts[name] += 1
                counts["occurrencesChanged"] += found
                rows.add((box.sheet, row))
    counts |= {"rowsChanged": len(rows), "sheetsChanged": len({sheet for sheet, _ in rows})}
    return {"findReplace": {name: count for name, count in counts.items() if count}}


def trim_whitespace(draft: Draft, body: Json) -> Json:
    """`trimWhitespace`: no spaces at the ends, single ones inside."""
    box = draft.claim(draft.box(body))
    sheet, changed = draft.edit(box.sheet), 0
    for place in places(box):
        cell = sheet.at(*place)
        if isinstance(cell.value, str) and cell.formula is None:
            text = " ".join(cell.value.split())
            if text != cell.value:
                changed += 1
                sheet.put(*place, replace(cell, value=text or None))
    return {"trimWhitespace": {"cellsChangedCount": changed} if changed else {}}


def sort_key(value: Value) -> tuple[int, Any]:
    """The order of a sort: numbers, texts without case, truths, errors."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, str):
        return 1, (value.casefold(), value.swapcase())
    if isinstance(value, CellError):
        return 3, value.kind
    return 0, value


def sort_range(draft: Draft, body: Json) -> Json:
    """`sortRange`: whole rows of the range by several columns; blanks stay last either way."""
    draft.settle()
    box = draft.claim(draft.box(body))
    sheet = draft.edit(box.sheet)
    order = list(range(box.top, box.bottom or 0))
    for spec in reversed(body.get("sortSpecs", [])):
        order = _sorted(sheet, order, spec)
    columns = range(box.left, box.right or 0)
    lines = [[sheet.at(row, column) for column in columns] for row in order]
    for row, line in enumerate(lines, box.top):
        for column, cell in zip(columns, line, strict=True):
            sheet.put(row, column, cell)
    return {}


def _sorted(sheet: Sheet, order: list[int], spec: Json) -> list[int]:
    column = int(spec.get("dimensionIndex", 0))
    down = spec.get("sortOrder") == "DESCENDING"
    filled = [row for row in order if sheet.at(row, column).value is not None]
    blank = [row for row in order if sheet.at(row, column).value is None]
    filled.sort(key=lambda row: sort_key(sheet.at(row, column).value), reverse=down)
    return filled + blank


def _fits(draft: Draft, box: Box, rows: list[list[Json]]) -> None:
    sheet = draft.sheet(box.sheet)
    height, width = box.size
    row = max(box.top + len(rows), box.bottom or 0) if len(rows) > height else box.bottom or 0
    if len(rows) > height or row > sheet.rows:
        last = min(box.bottom or 0, sheet.rows) - 1
        message = f"Attempting to write row: {last + 1}, beyond the last requested row of: {last}"
        raise invalid(message)
    longest = max((len(line) for line in rows), default=0)
    if longest > width or (box.right or 0) > sheet.columns:
        last = min(box.right or 0, sheet.columns) - 1
        message = f"Attempting to write column: {last + 1}, beyond the last requested column of: {last}"
        raise invalid(message)


def _replacer(body: Json) -> Callable[[str], tuple[str, int]]:
    text = body.get("find", "")
    if not text:
        message = "find must be set."
        raise invalid(message)
    form = text if body.get("searchByRegex") else re.escape(text)
    if body.get("matchEntireCell"):
        form = rf"\A(?:{form})\Z"
    try:
        found = re.compile(form, 0 if body.get("matchCase") else re.IGNORECASE)
    except re.error as error:
        message = f"Invalid regular expression: {text}"
        raise invalid(message) from error
    new = body.get("replacement", "")
    if body.get("searchByRegex"):
        template = re.sub(r"\$(\d)", r"\\\1", new)
        return lambda old: found.subn(template, old)
    return lambda old: found.subn(lambda _match: new, old)


def _replaced(
    draft: Draft, cell: Cell, change: Callable[[str], tuple[str, int]], *, formulas: bool
) -> tuple[Cell, int]:
    if cell.formula is not None:
        if not formulas:
            return cell, 0
        text, count = change(cell.formula)
        return replace(cell, formula=text), count
    if cell.value is None:
        return cell, 0
    text, count = change(shown(cell.value, number_format(cell), draft.locale))
    if not count:
        return cell, 0
    new = entered(text, draft.locale)
    return replace(cell, value=new.value, formula=new.formula), count
