"""Requests that spread cells: series continued, texts split into columns, rows shuffled."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.cell_json import number_format
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.entering import entered
from pipeline.stores.embedded.formatting import is_date
from pipeline.stores.embedded.formula_shift import copied
from pipeline.stores.embedded.model import Cell, Json
from pipeline.stores.embedded.refusals import invalid, unimplemented

_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}
_NUMBERED = re.compile(r"(.*?)(\d+)")


def auto_fill(draft: Draft, body: Json) -> Json:
    """`autoFill` from a source: numbers and dates go on evenly, the rest is repeated."""
    if "sourceAndDestination" not in body:
        raise unimplemented(what="autoFill without sourceAndDestination")
    draft.settle()
    told = body["sourceAndDestination"]
    source, length = draft.box(told, "source"), int(told.get("fillLength", 0))
    rows = told.get("dimension", "ROWS") == "ROWS"
    target = draft.claim(draft.bounded(_target(source, length, rows=rows)))
    sheet = draft.edit(source.sheet)
    across = range(source.left, source.right or 0) if rows else range(source.top, source.bottom or 0)
    first, last = (source.top, source.bottom or 0) if rows else (source.left, source.right or 0)
    goals = range(target.top, target.bottom or 0) if rows else range(target.left, target.right or 0)
    for line in across:
        cells = [sheet.at(place, line) if rows else sheet.at(line, place) for place in range(first, last)]
        for goal in goals:
            new = _continued(cells, goal - first, rows=rows)
            sheet.put(*((goal, line) if rows else (line, goal)), new)
    return {}


def text_to_columns(draft: Draft, body: Json) -> Json:
    """`textToColumns`: each text of one column cut at a delimiter, read as if typed, over the cells to its right."""
    source = draft.box(body, "source")
    if source.size[1] != 1:
        message = "The source must span exactly one column."
        raise invalid(message)
    draft.settle()
    sheet = draft.sheet(source.sheet)
    texts = {
        row: cell.value
        for row in range(source.top, source.bottom or 0)
        if isinstance((cell := sheet.at(row, source.left)).value, str)
    }
    mark = _delimiter(body, list(texts.values()))
    parts = {row: text.split(mark) for row, text in texts.items()} if mark else {}
    width = max(map(len, parts.values()), default=1)
    draft.claim(replace(source, right=source.left + width))
    sheet = draft.edit(source.sheet)
    sheet.columns = max(sheet.columns, source.left + width)
    for row, line in parts.items():
        for column, text in enumerate(line, source.left):
            new = entered(text.strip(), draft.locale)
            sheet.put(row, column, replace(sheet.at(row, column), value=new.value, formula=new.formula, runs=None))
    return {}


def randomize_range(draft: Draft, body: Json) -> Json:
    """`randomizeRange`: the rows of the range in another order."""
    box = draft.claim(draft.box(body))
    sheet = draft.edit(box.sheet)
    columns = range(box.left, box.right or 0)
    lines = [[sheet.at(row, column) for column in columns] for row in range(box.top, box.bottom or 0)]
    lines.sort(key=lambda _line: draft.ids.number())
    for row, line in enumerate(lines, box.top):
        for column, cell in zip(columns, line, strict=True):
            sheet.put(row, column, cell)
    return {}


def _target(source: Box, length: int, *, rows: bool) -> Box:
    if not length:
        message = "fillLength must not be 0."
        raise invalid(message)
    first, last = (source.top, source.bottom or 0) if rows else (source.left, source.right or 0)
    start, end = (last, last + length) if length > 0 else (first + length, first)
    if start < 0:
        message = "The fill must not go beyond the first row or column."
        raise invalid(message)
    return replace(source, top=start, bottom=end) if rows else replace(source, left=start, right=end)


def _continued(cells: list[Cell], step: int, *, rows: bool) -> Cell:
    """The cell `step` places after the first of a series; before it when negative."""
    model = cells[step % len(cells)]
    numbers = [cell.value for cell in cells if isinstance(cell.value, float) and cell.formula is None]
    if model.formula is not None:
        away = step - step % len(cells)
        return replace(model, formula=copied(model.formula, *((away, 0) if rows else (0, away))), value=None)
    if len(numbers) == len(cells) and (len(cells) > 1 or is_date(number_format(model))):
        by = (numbers[-1] - numbers[0]) / (len(numbers) - 1) if len(numbers) > 1 else 1.0
        return replace(model, value=numbers[0] + by * step)
    match = _NUMBERED.fullmatch(model.value) if isinstance(model.value, str) and len(cells) == 1 else None
    if match:
        return replace(model, value=f"{match[1]}{abs(int(match[2]) + step)}")
    return model


def _delimiter(body: Json, texts: list[str]) -> str:
    kind = body.get("delimiterType", "AUTODETECT")
    if kind == "CUSTOM":
        return str(body.get("delimiter", ""))
    if kind in _DELIMITERS:
        return _DELIMITERS[kind]
    counts = {mark: sum(text.count(mark) for text in texts) for mark in (",", ";", "\t", "|", " ")}
    return max(counts, key=lambda mark: counts[mark]) if any(counts.values()) else ""
