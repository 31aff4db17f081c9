"""A reply of spreadsheets.get as tabs: exactly what a file would give, and what a store needs to write back. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from pipeline.read_shapes import Sheet, marked
from pipeline.stores.google_layout import COLUMN_KEY
from schemas.errors import SheetUnreadable

MEDIA = "google-sheets-reply"
_CELL = "effectiveValue,effectiveFormat(numberFormat(type)),note"
SHEETS_MASK = (
    "sheets(properties(sheetId,title,index,hidden,gridProperties(rowCount,columnCount)),merges,developerMetadata,"
    f"data(startRow,startColumn,columnMetadata(developerMetadata(metadataKey)),rowData(values({_CELL}))))"
)
READ_MASK = f"spreadsheetId,properties(title,locale,timeZone),{SHEETS_MASK}"
_ERRORS = {
    "NULL_VALUE": "#NULL!", "DIVIDE_BY_ZERO": "#DIV/0!", "VALUE": "#VALUE!", "REF": "#REF!", "NAME": "#NAME?",
    "NUM": "#NUM!", "N_A": "#N/A", "ERROR": "#ERROR!",
}  # fmt: skip
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's date has no zone
_LATEST = 2_958_465
_DAY_SECONDS = 86_400
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of a reply: what people typed as a `Sheet`, its id and size, notes, and columns that are the tool's.

    `key` is the one in the tab's marker; "" where it has none.
    """

    sheet_id: int
    sheet: Sheet
    n_rows: int
    n_columns: int
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    owned_columns: frozenset[int] = frozenset()
    key: str = ""


def is_whole(reply: Mapping[str, Any], spreadsheet_id: str) -> bool:
    """Whether a reply is what was asked for: this spreadsheet, every tab with its cells."""
    listed = reply.get("sheets")
    return (
        reply.get("spreadsheetId") == spreadsheet_id
        and isinstance(listed, list)
        and bool(listed)
        and all(isinstance(one, dict) and "properties" in one and one.get("data") for one in listed)
    )


def tabs_of_reply(reply: Mapping[str, Any], most_rows: int) -> list[Tab]:
    """Every tab, in order; rows beyond `most_rows` are counted and left out."""
    return [_tab(one, most_rows) for one in reply.get("sheets", ())]


def tabs_of(content: bytes, most_rows: int) -> list[Tab]:
    """The tabs of raw content; SheetUnreadable when it is no reply."""
    try:
        return tabs_of_reply(json.loads(content), most_rows)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as broken:
        message = "the answer of the service cannot be read"
        raise SheetUnreadable(message, "Run `pipeline sync` again.") from broken


def answers_mark(tabs: Sequence[Tab]) -> str:
    """A hash of everything but what the tool itself writes: its tab, its columns, its notes."""
    hashed = sha256()
    for tab in tabs:
        if tab.key == "feedback":
            continue
        sheet = tab.sheet
        hashed.update(
            repr((sheet.title, sheet.merged, sorted(sheet.errors.items()), sorted(sheet.uncalculated))).encode()
        )
        for row, line in enumerate(sheet.rows):
            kept = [(n, value) for n, value in enumerate(line) if value != "" and n not in tab.owned_columns]
            if kept:
                hashed.update(repr((row, kept)).encode("utf-8", "backslashreplace"))
    return hashed.hexdigest()


def _tab(found: Mapping[str, Any], most_rows: int) -> Tab:
    properties = found["properties"]
    data = (found.get("data") or [{}])[0]
    cells = _Cells(data, most_rows)
    merges = tuple(_areas(found.get("merges", ())))
    uncalculated = frozenset(cells.uncalculated)
    sheet = Sheet(properties.get("title", ""), cells.rows, merges, cells.errors, uncalculated, cells.n_rows)
    keys = marked(sheet)
    owned = frozenset(
        number
        for number, column in enumerate(data.get("columnMetadata", ()), start=data.get("startColumn", 0))
        if any(item.get("metadataKey") == COLUMN_KEY for item in column.get("developerMetadata", ()))
    )
    size = properties.get("gridProperties", {})
    return Tab(
        properties.get("sheetId", 0),
        sheet,
        size.get("rowCount", 0),
        size.get("columnCount", 0),
        cells.notes,
        owned,
        keys.marker.tab_key if keys and keys.marker else "",
    )


def _areas(merges: Sequence[Mapping[str, int]]) -> Iterator[tuple[int, int, int, int]]:
    for one in merges:
        top, left = one.get("startRowIndex", 0), one.get("startColumnIndex", 0)
        yield top, left, one.get("endRowIndex", 1) - 1, one.get("endColumnIndex", 1) - 1


class _Cells:
    """The cells of one grid, gathered in one pass."""

    def __init__(self, data: Mapping[str, Any], most_rows: int) -> None:
        self.rows: list[list[object]] = [[] for _ in range(data.get("startRow", 0))]
        self.errors: dict[tuple[int, int], str] = {}
        self.uncalculated: list[tuple[int, int]] = []
        self.notes: dict[tuple[int, int], str] = {}
        self.n_rows = 0
        before = data.get("startColumn", 0)
        for row, line in enumerate(data.get("rowData", ()), start=len(self.rows)):
            values: list[object] = [""] * before
            for column, cell in enumerate(line.get("values", ()), start=before):
                values.append(self._value(cell, row, column) if cell else "")
            if any(value != "" for value in values):
                self.n_rows = row + 1
            if row < most_rows:
                self.rows.append(values)
        del self.rows[self.n_rows :]

    def _value(self, cell: Mapping[str, Any], row: int, column: int) -> object:
        if "note" in cell:
            self.notes[row, column] = cell["note"]
        found = cell.get("effectiveValue")
        if not found:
            return ""
        if "stringValue" in found:
            return _LONE.sub("\ufffd", found["stringValue"])
        if "numberValue" in found:
            return _number(float(found["numberValue"]), cell.get("effectiveFormat"))
        if "boolValue" in found:
            return bool(found["boolValue"])
        kind = found.get("errorValue", {}).get("type", "ERROR")
        if kind == "LOADING":
            self.uncalculated.append((row, column))
        else:
            self.errors[row, column] = _ERRORS.get(kind, "#ERROR!")
        return ""


def _number(number: float, form: Mapping[str, Any] | None) -> object:
    """A number, or the date, time or share ("35 %") that its format makes of it."""
    kind = (form or {}).get("numberFormat", {}).get("type", "")
    if kind == "PERCENT":
        return f"{number * 100:.12g} %"
    if kind not in {"DATE", "DATE_TIME", "TIME"} or not 0 <= number <= _LATEST:
        return number
    moment = _EPOCH + timedelta(days=int(number), seconds=round((number % 1) * _DAY_SECONDS))
    if kind == "TIME" and number < 1:
        return time(moment.hour, moment.minute, moment.second)
    whole = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return date(moment.year, moment.month, moment.day) if whole else moment
