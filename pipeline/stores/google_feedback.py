"""Feedback as requests of one batchUpdate: the tool's own tab, its status columns, its marked notes. Pure.

Nothing here can change what a participant typed: values are written only on the tool's tab and in columns that the
service itself finds to be the tool's at the moment of writing; elsewhere only notes are set, and only ours replaced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from pipeline.stores.google_layout import COLUMN_KEY, PIXELS_PER_POINT, STATUS, column_range, entered, grid_range, sizes
from pipeline.stores.google_look import cell_format
from pipeline.stores.google_places import FEEDBACK, NOTE_MARK, Places
from pipeline.stores.store import FeedbackPlan, Remark
from schemas.layout import Area, Cell, TabLayout

Json = dict[str, Any]
Request = dict[str, Any]
_FIRST_ROW = 1
_LONGEST_NOTE, _LONGEST_STATUS = 1500, 1000
_A1 = re.compile(r"([A-Z]+)(\d+)\Z")
_PIXELS_PER_CHARACTER = 7


def feedback_requests(plan: FeedbackPlan, tabs: Sequence[Places], *, columns: bool = True) -> list[Request]:
    """What brings a spreadsheet's feedback up to date. `columns`: also the status columns."""
    requests: list[Request] = []
    own = next((tab for tab in tabs if tab.key == FEEDBACK), None)
    if own:
        requests += _own_tab(plan, own, tabs)
    for tab in tabs:
        if tab.key.startswith("block:") and columns:
            requests += _status_column(plan, tab)
        if tab.key and tab.key != FEEDBACK:
            requests += _notes(plan, tab)
    return requests


def stands(plan: FeedbackPlan, tabs: Sequence[Places]) -> bool:
    """Whether a spreadsheet shows the plan's feedback, each line in its place."""
    own = next((tab for tab in tabs if tab.key == FEEDBACK), None)
    if own is None or any(own.texts.get((row, column), "") != _plain(value) for row, column, value in _texts(plan)):
        return False
    for tab in tabs:
        if tab.key.startswith("block:") and tab.status is not None and _to_say(plan, tab):
            return False
        if tab.key and tab.key != FEEDBACK:
            ours = {place: note for place, note in tab.notes.items() if note}
            if ours != _wanted_notes(plan, tab):
                return False
    return True


def _own_tab(plan: FeedbackPlan, own: Places, tabs: Sequence[Places]) -> Iterator[Request]:
    """The tool's tab anew: everything that was there goes, then values, looks and links."""
    cells = list(_stacked(plan))
    n_rows = max(own.n_rows, max(cell.row for cell in cells) + 5)
    first = plan.book.tabs[0]
    n_columns = max(own.n_columns, len(first.columns), max(cell.column for cell in cells) + 1)
    grid = {"rowCount": n_rows, "columnCount": n_columns, "frozenRowCount": first.freeze[0] + _FIRST_ROW}
    properties = {"sheetId": own.sheet_id, "gridProperties": grid}
    fields = ",".join(f"gridProperties.{name}" for name in grid)
    whole = Area(_FIRST_ROW, 1, n_rows - 1, n_columns - 1)
    yield {"updateSheetProperties": {"properties": properties, "fields": fields}}
    yield {"unmergeCells": {"range": grid_range(own.sheet_id, Area(0, 0, n_rows - 1, n_columns - 1))}}
    rows: list[list[Json]] = [[] for _ in range(max(cell.row for cell in cells))]
    for cell in cells:
        line = rows[cell.row - _FIRST_ROW]
        line += [{} for _ in range(cell.column - len(line))]
        if value := entered(_plain(cell.value) if isinstance(cell.value, str) else cell.value):
            line[cell.column - 1] = {"userEnteredValue": value}
    yield _cells(own.sheet_id, whole, rows, "userEnteredValue,userEnteredFormat,note")
    for style, area in _styled(cells):
        body = {"range": grid_range(own.sheet_id, area), "cell": {"userEnteredFormat": cell_format(style)}}
        yield {"repeatCell": {**body, "fields": "userEnteredFormat"}}
    yield from _links(plan, own, tabs)
    widths = {number: round(column.width * _PIXELS_PER_CHARACTER) for number, column in enumerate(first.columns)}
    yield from sizes(own.sheet_id, "COLUMNS", {number: width for number, width in widths.items() if number})
    rows_of_tab = {"sheetId": own.sheet_id, "dimension": "ROWS", "startIndex": _FIRST_ROW, "endIndex": n_rows}
    yield {"autoResizeDimensions": {"dimensions": rows_of_tab}}
    yield from _spread(plan, own.sheet_id)


def _tops(plan: FeedbackPlan) -> Iterator[tuple[int, TabLayout, Sequence[tuple[int, int]]]]:
    """Each tab of the feedback with the row it begins at, one below the other, and the columns each of its own takes."""
    top, widths = _FIRST_ROW, [column.width for column in plan.book.tabs[0].columns]
    for tab in plan.book.tabs:
        yield top, tab, _spans([column.width for column in tab.columns], widths)
        top += max(cell.row for cell in tab.cells) + 3


def _spans(wanted: Sequence[float], widths: Sequence[float]) -> list[tuple[int, int]]:
    """For each column wanted the first and last of the columns there are, neighbours together where one is too narrow."""
    spans: list[tuple[int, int]] = []
    for number, width in enumerate(wanted):
        first = last = spans[-1][1] + 1 if spans else 0
        left = len(wanted) - number - 1
        while sum(widths[first : last + 1]) < width and last + 1 + left < len(widths):
            last += 1
        spans.append((first, last))
    return spans


def _stacked(plan: FeedbackPlan) -> Iterator[Cell]:
    """The cells of all tabs of the feedback one below the other."""
    for top, tab, spans in _tops(plan):
        for cell in tab.cells:
            yield Cell(cell.row + top, spans[max(1, cell.column)][0], cell.value, cell.style)


def _spread(plan: FeedbackPlan, sheet_id: int) -> Iterator[Request]:
    """Tables below the first one over columns that are not their own: cells merged, and as tall as their text."""
    heights: dict[int, int] = {}
    for top, tab, spans in list(_tops(plan))[1:]:
        heads = [cell.row for cell in tab.cells if cell.style == "header"]
        last_row = top + max(cell.row for cell in tab.cells)
        for first, last in spans:
            if heads and first < last:
                area = Area(top + min(heads), first, last_row, last)
                yield {"mergeCells": {"range": grid_range(sheet_id, area), "mergeType": "MERGE_ROWS"}}
        heights |= {top + row: round(points * PIXELS_PER_POINT) for row, points in tab.heights.items()}
    yield from sizes(sheet_id, "ROWS", heights)


def _styled(cells: Sequence[Cell]) -> Iterator[tuple[str, Area]]:
    """Every style with an area that looks so: runs of neighbours in a row, joined with the same run below."""
    runs: dict[tuple[int, int, str], list[int]] = {}
    by_row: dict[int, list[Cell]] = {}
    for cell in cells:
        by_row.setdefault(cell.row, []).append(cell)
    for row, line in by_row.items():
        ordered = sorted(line, key=lambda cell: cell.column)
        for (_, style), run in groupby(enumerate(ordered), key=lambda pair: (pair[1].column - pair[0], pair[1].style)):
            columns = [cell.column for _, cell in run]
            runs.setdefault((columns[0], columns[-1], style), []).append(row)
    for (left, right, style), rows in runs.items():
        for _, below in groupby(enumerate(sorted(rows)), key=lambda pair: pair[1] - pair[0]):
            together = [row for _, row in below]
            yield style, Area(together[0], left, together[-1], right)


def _links(plan: FeedbackPlan, own: Places, tabs: Sequence[Places]) -> Iterator[Request]:
    """The cells that name a place lead to it."""
    ids = {tab.key: tab.sheet_id for tab in tabs if tab.key}
    links = {remark.line + _FIRST_ROW: link for remark in plan.remarks if (link := _link(ids, remark))}
    if links:
        area = Area(min(links), plan.place_column, max(links), plan.place_column)
        lines = range(area.first_row, area.last_row + 1)
        cells = [
            [{"userEnteredFormat": {"textFormat": {"link": {"uri": links[row]}}}} if row in links else {}]
            for row in lines
        ]
        yield _cells(own.sheet_id, area, cells, "userEnteredFormat.textFormat.link")


def _link(ids: Mapping[str, int], remark: Remark) -> str:
    if remark.tab_key not in ids:
        return ""
    return f"#gid={ids[remark.tab_key]}" + (f"&range={remark.cell}" if remark.cell else "")


def _texts(plan: FeedbackPlan) -> Iterator[tuple[int, int, object]]:
    for cell in _stacked(plan):
        if isinstance(cell.value, str):
            yield cell.row, cell.column, cell.value


def _to_say(plan: FeedbackPlan, tab: Places) -> dict[int, str]:
    """Row -> what its status should say and does not."""
    wanted = _statuses(plan, tab.key)
    return {row: wanted.get(key, "") for key, row in tab.rows.items() if tab.said.get(row, "") != wanted.get(key, "")}


def _status_column(plan: FeedbackPlan, tab: Places) -> Iterator[Request]:
    """The status of every row. The first request fails, and all with it, if the column has moved meanwhile."""
    column, sheet_id = tab.status, tab.sheet_id
    changed = {} if column is None else _to_say(plan, tab)
    if column is None or not changed:
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


def _notes(plan: FeedbackPlan, tab: Places) -> Iterator[Request]:
    """Our notes as they should be; a note of somebody else is left alone."""
    wanted = _wanted_notes(plan, tab)
    for place, note in sorted(tab.notes.items()):
        if note and place not in wanted:
            yield _one_cell(tab.sheet_id, *place, {}, "note")
    for place, note in sorted(wanted.items()):
        if tab.notes.get(place) != note:
            yield _one_cell(tab.sheet_id, *place, {"note": note}, "note")


def _wanted_notes(plan: FeedbackPlan, tab: Places) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for remark in plan.remarks:
        place = _place(remark.cell) if remark.tab_key == tab.key else None
        if place is None or remark.severity == "hint" or not place[0] < tab.n_rows or not place[1] < tab.n_columns:
            continue
        if tab.notes.get(place) != "":
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
    return _cells(sheet_id, Area(row, column, row, column), [[cell]], fields)


def _cells(sheet_id: int, area: Area, rows: Sequence[Sequence[Json]], fields: str) -> Request:
    """Cells of an area as given; what is not given is emptied."""
    lines = [{"values": line} for line in rows]
    return {"updateCells": {"range": grid_range(sheet_id, area), "rows": lines, "fields": fields}}


def _place(cell: str) -> tuple[int, int] | None:
    match = _A1.match(cell)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _plain(text: object) -> str:
    """Text that JSON can carry: no lone halves of pairs."""
    return str(text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
