"""A BookLayout as requests of one batchUpdate: the questionnaire as a Google spreadsheet. Pure.

A template is drawn once per language; a territory's copy then differs from it in a few cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Any

from pipeline.stores.google_look import cell_format, mark_format, run_format, tab_colour
from schemas.errors import StageError
from schemas.layout import Area, BookLayout, Cell, Prompt, TabLayout, area_name
from sheet_templates.layout.lists_tab import LISTS, list_area
from sheet_templates.layout.parts import quoted

Json = dict[str, Any]
Request = dict[str, Any]
LOCALES = {"fr": "fr_FR", "en": "en_GB", "es": "es_ES", "pt": "pt_PT"}
_DECIMAL_COMMA = {"fr", "es", "pt"}
TAB_KEY, COLUMN_KEY, BOOK_KEY, TERRITORY_KEY = "sse.tab", "sse.column", "sse.book", "sse.territory"
CELL_FIELDS = "userEnteredValue,userEnteredFormat,textFormatRuns,note"
STATUS = "status"
_SPARE_ROWS = 10
_PIXELS_PER_CHARACTER, _PADDING = 7, 5
PIXELS_PER_POINT = 96 / 72


def mark(layout: BookLayout) -> str:
    """A short hash by which a drawn template is known again."""
    return sha256(repr(layout).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def sheet_ids(layout: BookLayout) -> dict[str, int]:
    """Tab key -> the id its tab gets, so that links and lists can name it before it is there."""
    return {tab.key: number for number, tab in enumerate(layout.tabs, start=1)}


def drawing(layout: BookLayout) -> list[Request]:
    """Everything that turns an empty spreadsheet into the book, in order."""
    ids = sheet_ids(layout)
    locale = {"properties": {"locale": LOCALES[layout.language]}, "fields": "locale"}
    requests: list[Request] = [{"updateSpreadsheetProperties": locale}]
    requests += [_add_sheet(tab, ids[tab.key], index) for index, tab in enumerate(layout.tabs)]
    requests.append({"deleteSheet": {"sheetId": 0}})
    for tab in layout.tabs:
        requests += _tab(layout, tab, ids)
    requests.append(_metadata(BOOK_KEY, mark(layout), {"spreadsheet": True}))
    return requests


def differences(template: BookLayout, layout: BookLayout) -> list[Request]:
    """What turns a copy of the template into the territory's own book: the cells that differ, and its name."""
    ids = sheet_ids(layout)
    requests: list[Request] = []
    for theirs, ours in zip(template.tabs, layout.tabs, strict=True):
        if (theirs.key, theirs.columns, theirs.merges) != (ours.key, ours.columns, ours.merges):
            message = f"{layout.territory_id}: the tab {ours.key} is not laid out like its template"
            raise StageError(message)
        known = {(cell.row, cell.column): cell for cell in theirs.cells}
        for cell in ours.cells:
            before = known.get((cell.row, cell.column))
            if before != cell and not (before and cell.formula and before.formula == cell.formula):
                requests.append(_cells(ids[ours.key], [[_cell(cell, layout, ids)]], cell.row, cell.column))
        drawn = _pixels(theirs)
        changed = {row: height for row, height in _pixels(ours).items() if drawn.get(row) != height}
        requests += sizes(ids[ours.key], "ROWS", changed)
    requests.append(_metadata(TERRITORY_KEY, layout.territory_id, {"spreadsheet": True}))
    return requests


def grid_range(sheet_id: int, area: Area) -> Json:
    """A GridRange of an area."""
    return {
        "sheetId": sheet_id,
        "startRowIndex": area.first_row,
        "endRowIndex": area.last_row + 1,
        "startColumnIndex": area.first_column,
        "endColumnIndex": area.last_column + 1,
    }


def in_locale(formula: str, language: str) -> str:
    """A formula as a spreadsheet of that language writes it: semicolons and decimal commas outside of texts."""
    if language not in _DECIMAL_COMMA:
        return formula
    pieces = formula.split('"')
    swapped = str.maketrans({",": ";", ".": ","})
    pieces[::2] = [_outside_names(piece, swapped) for piece in pieces[::2]]
    return '"'.join(pieces)


def _outside_names(text: str, swapped: dict[int, str]) -> str:
    names = text.split("'")
    names[::2] = [piece.translate(swapped) for piece in names[::2]]
    return "'".join(names)


def _tab(layout: BookLayout, tab: TabLayout, ids: dict[str, int]) -> Iterator[Request]:
    sheet_id = ids[tab.key]
    for area in tab.merges:
        yield {"mergeCells": {"range": grid_range(sheet_id, area), "mergeType": "MERGE_ALL"}}
    yield _cells(sheet_id, _rows(tab, layout, ids))
    for choice in tab.choices:
        source = area_name(list_area(layout.lists, choice.list_name), absolute=True)
        values = [{"userEnteredValue": f"={quoted(layout.tab(LISTS).title)}!{source}"}]
        rule = {"condition": {"type": "ONE_OF_RANGE", "values": values}, "showCustomUi": True}
        yield _validation(sheet_id, choice.area, rule, choice.message)
    for prompt in tab.prompts:
        yield _validation(sheet_id, prompt.area, {"condition": _asked(prompt)}, prompt.message)
    for number, rule_layout in enumerate(tab.rules):
        yield _rule(
            sheet_id, number, rule_layout.area, in_locale(rule_layout.formula, layout.language), rule_layout.style
        )
    yield from _dimensions(sheet_id, tab)
    yield _protection(sheet_id, tab)
    yield _metadata(TAB_KEY, tab.key, {"sheetId": sheet_id})
    if tab.key.startswith("block:"):
        for number, column in enumerate(tab.columns):
            if column.key == STATUS:
                yield _metadata(COLUMN_KEY, STATUS, {"dimensionRange": column_range(sheet_id, number)})


def _asked(prompt: Prompt) -> Json:
    """The condition of a cell with a help: none, or a number between two others (told, never enforced)."""
    if prompt.between is None:
        return {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=TRUE"}]}
    return {"type": "NUMBER_BETWEEN", "values": [{"userEnteredValue": str(one)} for one in prompt.between]}


def column_range(sheet_id: int, column: int) -> Json:
    """A DimensionRange of one column."""
    return {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}


def _add_sheet(tab: TabLayout, sheet_id: int, index: int) -> Request:
    n_rows = max([cell.row for cell in tab.cells] + [area.last_row for area in tab.open_areas]) + 1 + _SPARE_ROWS
    grid = {
        "rowCount": n_rows,
        "columnCount": len(tab.columns),
        "frozenRowCount": tab.freeze[0],
        "frozenColumnCount": tab.freeze[1],
        "hideGridlines": True,
    }
    found: Json = {"sheetId": sheet_id, "title": tab.title, "index": index, "hidden": tab.hidden}
    if colour := tab_colour(tab.colour):
        found["tabColorStyle"] = colour
    return {"addSheet": {"properties": {**found, "gridProperties": grid}}}


def _rows(tab: TabLayout, layout: BookLayout, ids: dict[str, int]) -> list[list[Json]]:
    n_rows = max(cell.row for cell in tab.cells) + 1
    rows: list[list[Json]] = [[{} for _ in tab.columns] for _ in range(n_rows)]
    for cell in tab.cells:
        rows[cell.row][cell.column] = _cell(cell, layout, ids)
    return rows


def _cells(sheet_id: int, rows: Sequence[Sequence[Json]], row: int = 0, column: int = 0) -> Request:
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": line} for line in rows], "fields": CELL_FIELDS}}


def _cell(cell: Cell, layout: BookLayout, ids: dict[str, int]) -> Json:
    found: Json = {"userEnteredFormat": cell_format(cell.style)}
    if cell.formula:
        found["userEnteredValue"] = {"formulaValue": in_locale(cell.formula, layout.language)}
    elif (value := entered(cell.value)) is not None:
        found["userEnteredValue"] = value
    if cell.link:
        style = found["userEnteredFormat"]
        letters = {**style["textFormat"], "link": {"uri": f"#gid={ids[cell.link]}"}}
        found["userEnteredFormat"] = {**style, "textFormat": letters}
    if cell.parts:
        found["textFormatRuns"] = _runs(cell.parts)
    if cell.note:
        found["note"] = cell.note
    return found


def entered(value: str | float | bool | None) -> Json | None:  # noqa: FBT001 - a cell's value
    """A value as an ExtendedValue, text always as text; None for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"stringValue": value} if isinstance(value, str) else {"numberValue": value}


def _runs(parts: Iterable[tuple[str, str]]) -> list[Json]:
    """Where each part of a text begins (in UTF-16 units, as Google counts) and how it looks."""
    runs: list[Json] = []
    start = 0
    for text, style in parts:
        if text:
            runs.append({**({"startIndex": start} if start else {}), "format": run_format(style)})
            start += len(text.encode("utf-16-le")) // 2
    return runs


def _validation(sheet_id: int, area: Area, rule: Json, message: str) -> Request:
    whole = {**rule, "strict": False, "inputMessage": message}
    return {"setDataValidation": {"range": grid_range(sheet_id, area), "rule": whole}}


def _rule(sheet_id: int, index: int, area: Area, formula: str, style: str) -> Request:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    rule = {"condition": condition, "format": mark_format(style)}
    body = {"ranges": [grid_range(sheet_id, area)], "booleanRule": rule}
    return {"addConditionalFormatRule": {"rule": body, "index": index}}


def _dimensions(sheet_id: int, tab: TabLayout) -> Iterator[Request]:
    widths = {
        number: round(column.width * _PIXELS_PER_CHARACTER + _PADDING) for number, column in enumerate(tab.columns)
    }
    yield from sizes(sheet_id, "COLUMNS", widths)
    yield from sizes(sheet_id, "ROWS", _pixels(tab))
    yield from _hidden(sheet_id, "ROWS", tab.hidden_rows)
    yield from _hidden(sheet_id, "COLUMNS", [n for n, column in enumerate(tab.columns) if column.hidden])


def _pixels(tab: TabLayout) -> dict[int, int]:
    """The rows whose height is decided; Google keeps the others as tall as what people write."""
    return {row: round(points * PIXELS_PER_POINT) for row, points in tab.heights.items() if row not in tab.growing_rows}


def sizes(sheet_id: int, dimension: str, pixels: dict[int, int]) -> Iterator[Request]:
    """One request per run of neighbours of the same size."""
    numbered = enumerate(sorted(pixels))
    for (_, size), run in groupby(numbered, key=lambda pair: (pair[1] - pair[0], pixels[pair[1]])):
        places = [place for _, place in run]
        yield _dimension(sheet_id, dimension, places[0], places[-1] + 1, {"pixelSize": size})


def _hidden(sheet_id: int, dimension: str, places: Iterable[int]) -> Iterator[Request]:
    for place in places:
        yield _dimension(sheet_id, dimension, place, place + 1, {"hiddenByUser": True})


def _dimension(sheet_id: int, dimension: str, start: int, end: int, properties: Json) -> Request:
    where = {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}
    fields = ",".join(properties)
    return {"updateDimensionProperties": {"range": where, "properties": properties, "fields": fields}}


def _protection(sheet_id: int, tab: TabLayout) -> Request:
    opened = [grid_range(sheet_id, area) for area in tab.open_areas]
    body: Json = {"protectedRangeId": sheet_id, "range": {"sheetId": sheet_id}, "description": tab.key}
    if opened:
        body["unprotectedRanges"] = opened
    return {"addProtectedRange": {"protectedRange": body}}


def _metadata(key: str, value: str, location: Json) -> Request:
    body = {"metadataKey": key, "metadataValue": value, "location": location, "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": body}}
