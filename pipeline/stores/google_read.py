"""A reply of spreadsheets.get as tabs: exactly what a file would give, and what a store needs to write back. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
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
    """One tab of a reply: what people typed as a `Sheet`, its id, and columns that are the tool's.

    `key` is the one in the tab's marker; "" where it has none.
    """

    sheet_id: int
    sheet: Sheet
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
    """Every tab, in order; rows beyond `most_rows` are counted and left out. SheetUnreadable when it is no reply."""
    try:
        return [_tab(one, most_rows) for one in reply.get("sheets", ())]
    except (ValueError, TypeError, KeyError, AttributeError) as broken:
        raise unreadable() from broken


def parsed_reply(content: bytes) -> Mapping[str, Any]:
    """Raw content taken apart; SheetUnreadable when it is no reply."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as broken:
        raise unreadable() from broken
    if not isinstance(found, dict):
        raise unreadable()
    return found


def unreadable() -> SheetUnreadable:
    """What to say of a reply that is none."""
    return SheetUnreadable("the answer of the service cannot be read", "Run `pipeline sync` again.")


def same_answers(before: Mapping[str, Any], now: Mapping[str, Any], most_rows: int) -> bool:
    """Whether two replies differ in nothing but what the tool itself writes: its tab, its columns, its notes."""
    both = zip_longest(before.get("sheets", ()), now.get("sheets", ()))
    return all(one == other or _answers(one, most_rows) == _answers(other, most_rows) for one, other in both)


def _answers(found: Mapping[str, Any] | None, most_rows: int) -> str:
    """Everything on a tab that is not the tool's; a truth is not a 1 here. "" for its own tab and for none."""
    (tab,) = tabs_of_reply({"sheets": [found]}, most_rows) if found else (None,)
    if tab is None or tab.key == "feedback":
        return ""
    sheet, owned = tab.sheet, tab.owned_columns
    around = sheet.title, sheet.merged, sorted(sheet.errors.items()), sorted(sheet.uncalculated)
    kept = [
        (row, [(n, value) for n, value in enumerate(line) if value != "" and n not in owned])
        for row, line in enumerate(sheet.rows)
    ]
    return repr((around, [(row, values) for row, values in kept if values]))


def _tab(found: Mapping[str, Any], most_rows: int) -> Tab:
    properties = found["properties"]
    data = (found.get("data") or [{}])[0]
    cells = _Cells(data, most_rows)
    merges = tuple(_areas(found.get("merges", ())))
    uncalculated = frozenset(cells.uncalculated)
    title, gid = properties.get("title", ""), properties.get("sheetId", 0)
    sheet = Sheet(title, cells.rows, merges, cells.errors, uncalculated, cells.n_rows, gid=gid)
    keys = marked(sheet)
    owned = frozenset(
        number
        for number, column in enumerate(data.get("columnMetadata", ()), start=data.get("startColumn", 0))
        if any(item.get("metadataKey") == COLUMN_KEY for item in column.get("developerMetadata", ()))
    )
    return Tab(gid, sheet, owned, keys.marker.tab_key if keys and keys.marker else "")


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
        self.n_rows = 0
        before = data.get("startColumn", 0)
        for row, line in enumerate(data.get("rowData", ()), start=len(self.rows)):
            values: list[object] = [""] * before
            for column, cell in enumerate(line.get("values", ()), start=before):
                found = cell.get("effectiveValue")
                values.append(self._value(found, cell, row, column) if found else "")
            if values.count("") < len(values):
                self.n_rows = row + 1
            if row < most_rows:
                self.rows.append(values)
        del self.rows[self.n_rows :]

    def _value(self, found: Mapping[str, Any], cell: Mapping[str, Any], row: int, column: int) -> object:
        text = found.get("stringValue")
        if text is not None:
            return text if text.isascii() else _LONE.sub("\ufffd", text)
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
