"""Feedback as requests of one batchUpdate: the tool's own tab, its status columns, its marked notes. Pure.

Nothing here can change what a participant typed: values are written only on the tool's tab and in columns that the
service itself finds to be the tool's at the moment of writing; elsewhere only notes are set, and only ours replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.read_shapes import Sheet, marked
from pipeline.stores.google_layout import COLUMN_KEY, STATUS, column_range, entered, grid_range
from pipeline.stores.google_look import cell_format
from pipeline.stores.google_read import Tab
from pipeline.stores.store import FeedbackPlan, Remark
from schemas.kinds import shown
from schemas.layout import Area, Cell

Json = dict[str, Any]
Request = dict[str, Any]
FEEDBACK = "feedback"
#: Every note of ours begins with this, and no other one is ever changed.
NOTE_MARK = "⚑ "
_FIRST_ROW = 1
_LONGEST_NOTE, _LONGEST_STATUS = 1500, 1000
_A1 = re.compile(r"([A-Z]+)(\d+)\Z")
_PIXELS_PER_CHARACTER, _PIXELS_PER_POINT = 7, 96 / 72


@dataclass(frozen=True, slots=True)
class Places:
    """Where a block tab keeps its rows, and the column that is the tool's."""

    tab: Tab
    rows: Mapping[str, int]
    status: int | None


def feedback_requests(plan: FeedbackPlan, tabs: Sequence[Tab], *, columns: bool = True) -> list[Request]:
    """What brings a spreadsheet's feedback up to date. `columns`: also the status columns."""
    requests: list[Request] = []
    own = next((tab for tab in tabs if tab.key == FEEDBACK), None)
    if own:
        requests += _own_tab(plan, own, tabs)
    for tab in tabs:
        if tab.key.startswith("block:") and columns:
            requests += _status_column(plan, places_of(tab))
        if tab.key and tab.key != FEEDBACK:
            requests += _notes(plan, tab)
    return requests


def places_of(tab: Tab) -> Places:
    """The rows of a tab by their hidden keys, and its status column where the tool still owns it."""
    marks = marked(tab.sheet)
    if marks is None or marks.row is None or marks.column is None:
        return Places(tab, {}, None)
    rows: dict[str, int] = {}
    for row in range(marks.row + 1, len(tab.sheet.rows)):
        key = shown(_at(tab.sheet, row, marks.column)).strip()
        if key:
            rows.setdefault(key, row)
    keys = [shown(value).strip() for value in tab.sheet.rows[marks.row]]
    mine = [number for number in sorted(tab.owned_columns) if number < len(keys) and keys[number] == STATUS]
    return Places(tab, rows, mine[0] if len(mine) == 1 else None)


def stands(plan: FeedbackPlan, tabs: Sequence[Tab]) -> bool:
    """Whether a spreadsheet shows the plan's feedback, each line in its place."""
    own = next((tab for tab in tabs if tab.key == FEEDBACK), None)
    if own is None or any(_at(own.sheet, row, column) != _plain(value) for row, column, value in _texts(plan)):
        return False
    for tab in tabs:
        if tab.key.startswith("block:"):
            places = places_of(tab)
            wanted = _statuses(plan, tab.key)
            for key, row in places.rows.items():
                if places.status is not None and _at(tab.sheet, row, places.status) != wanted.get(key, ""):
                    return False
        if tab.key and tab.key != FEEDBACK:
            ours = {place: note for place, note in tab.notes.items() if note.startswith(NOTE_MARK)}
            if ours != _wanted_notes(plan, tab):
                return False
    return True


def _own_tab(plan: FeedbackPlan, own: Tab, tabs: Sequence[Tab]) -> Iterator[Request]:
    cells = list(_stacked(plan, tabs))
    n_rows = max(own.n_rows, max(cell.row for cell, _ in cells) + 5)
    first = plan.book.tabs[0]
    n_columns = max(own.n_columns, len(first.columns), max(cell.column for cell, _ in cells) + 1)
    grid = {"rowCount": n_rows, "columnCount": n_columns, "frozenRowCount": first.freeze[0] + _FIRST_ROW}
    properties = {"sheetId": own.sheet_id, "gridProperties": grid}
    fields = ",".join(f"gridProperties.{name}" for name in grid)
    whole = Area(_FIRST_ROW, 1, n_rows - 1, n_columns - 1)
    yield {"updateSheetProperties": {"properties": properties, "fields": fields}}
    yield {"unmergeCells": {"range": grid_range(own.sheet_id, Area(0, 0, n_rows - 1, n_columns - 1))}}
    rows: list[list[Json]] = [[{} for _ in range(n_columns - 1)] for _ in range(n_rows - _FIRST_ROW)]
    for cell, link in cells:
        rows[cell.row - _FIRST_ROW][cell.column - 1] = _cell(cell, link)
    body = [{"values": line} for line in rows]
    yield {
        "updateCells": {
            "range": grid_range(own.sheet_id, whole), "rows": body, "fields": "userEnteredValue,userEnteredFormat,note",
        }
    }  # fmt: skip
    for number, column in enumerate(first.columns[1:], start=1):
        size = {"pixelSize": round(column.width * _PIXELS_PER_CHARACTER)}
        where = column_range(own.sheet_id, number)
        yield {"updateDimensionProperties": {"range": where, "properties": size, "fields": "pixelSize"}}


def _stacked(plan: FeedbackPlan, tabs: Sequence[Tab]) -> Iterator[tuple[Cell, str]]:
    """The cells of all tabs of the feedback one below the other, each with the link it carries."""
    ids = {tab.key: tab.sheet_id for tab in tabs if tab.key}
    links = {remark.line: _link(ids, remark) for remark in plan.remarks}
    top = _FIRST_ROW
    for number, tab in enumerate(plan.book.tabs):
        for cell in tab.cells:
            row, column = cell.row + top, max(1, cell.column)
            link = links.get(cell.row, "") if number == 0 and cell.column == plan.place_column else ""
            yield Cell(row, column, cell.value, cell.style), link
        top += max(cell.row for cell in tab.cells) + 3


def _link(ids: Mapping[str, int], remark: Remark) -> str:
    if remark.tab_key not in ids:
        return ""
    return f"#gid={ids[remark.tab_key]}" + (f"&range={remark.cell}" if remark.cell else "")


def _cell(cell: Cell, link: str) -> Json:
    form = cell_format(cell.style)
    if link:
        form = {**form, "textFormat": {**form["textFormat"], "link": {"uri": link}}}
    found: Json = {"userEnteredFormat": form}
    value = entered(_plain(cell.value) if isinstance(cell.value, str) else cell.value)
    return found | ({"userEnteredValue": value} if value else {})


def _texts(plan: FeedbackPlan) -> Iterator[tuple[int, int, object]]:
    for cell, _ in _stacked(plan, ()):
        if isinstance(cell.value, str):
            yield cell.row, cell.column, cell.value


def _status_column(plan: FeedbackPlan, places: Places) -> Iterator[Request]:
    """The status of every row. The first request fails, and all with it, if the column has moved meanwhile."""
    if places.status is None:
        return
    column, sheet_id = places.status, places.tab.sheet_id
    wanted = _statuses(plan, places.tab.key)
    changed = {
        row: wanted.get(key, "")
        for key, row in places.rows.items()
        if _at(places.tab.sheet, row, column) != wanted.get(key, "")
    }
    if not changed:
        return
    lookup = {
        "metadataKey": COLUMN_KEY, "locationType": "COLUMN", "locationMatchingStrategy": "EXACT_LOCATION",
        "metadataLocation": {"dimensionRange": column_range(sheet_id, column)},
    }  # fmt: skip
    body = {"metadataValue": STATUS}
    filters = [{"developerMetadataLookup": lookup}]
    yield {"updateDeveloperMetadata": {"dataFilters": filters, "developerMetadata": body, "fields": "metadataValue"}}
    for row, text in changed.items():
        value = entered(text)
        cell = {"userEnteredValue": value} if value else {}
        yield _one_cell(sheet_id, row, column, cell, "userEnteredValue")


def _notes(plan: FeedbackPlan, tab: Tab) -> Iterator[Request]:
    """Our notes as they should be; a note of somebody else is left alone."""
    wanted = _wanted_notes(plan, tab)
    for place, note in sorted(tab.notes.items()):
        if note.startswith(NOTE_MARK) and place not in wanted:
            yield _one_cell(tab.sheet_id, *place, {}, "note")
    for place, note in sorted(wanted.items()):
        if tab.notes.get(place) != note:
            yield _one_cell(tab.sheet_id, *place, {"note": note}, "note")


def _wanted_notes(plan: FeedbackPlan, tab: Tab) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for remark in plan.remarks:
        place = _place(remark.cell) if remark.tab_key == tab.key else None
        if place is None or remark.severity == "hint" or not place[0] < tab.n_rows or not place[1] < tab.n_columns:
            continue
        theirs = tab.notes.get(place, NOTE_MARK)
        if theirs.startswith(NOTE_MARK):
            text = _plain(remark.text)
            found[place] = (f"{found[place]}\n\n{text}" if place in found else f"{NOTE_MARK}{text}")[:_LONGEST_NOTE]
    return found


def _statuses(plan: FeedbackPlan, tab_key: str) -> dict[str, str]:
    """Row key -> what is to be mended in that row."""
    found: dict[str, list[str]] = {}
    for remark in plan.remarks:
        if remark.tab_key == tab_key and remark.about:
            found.setdefault(remark.about, []).append(_plain(remark.text))
    return {about: "\n".join(dict.fromkeys(texts))[:_LONGEST_STATUS] for about, texts in found.items()}


def _one_cell(sheet_id: int, row: int, column: int, cell: Json, fields: str) -> Request:
    body: Json = {"range": grid_range(sheet_id, Area(row, column, row, column)), "fields": fields}
    return {"updateCells": {**body, "rows": [{"values": [cell]}]}}


def _place(cell: str) -> tuple[int, int] | None:
    match = _A1.match(cell)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _at(sheet: Sheet, row: int, column: int) -> object:
    line = sheet.rows[row] if row < len(sheet.rows) else ()
    return line[column] if column < len(line) else ""


def _plain(text: object) -> str:
    """Text that JSON can carry: no lone halves of pairs."""
    return str(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
