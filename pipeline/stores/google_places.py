"""Where things are in a spreadsheet: what feedback has to know to write, and to see that it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from pipeline.read_shapes import marked_in
from pipeline.stores.google_layout import COLUMN_KEY, STATUS
from pipeline.stores.google_read import unreadable
from schemas.kinds import shown

FEEDBACK = "feedback"
#: Every note of ours begins with this, and no other one is ever changed.
NOTE_MARK = "⚑ "
#: What the answer to our own writing has to hold: enough for the places, and nothing that only a reader needs.
PLACES_MASK = (
    "sheets(properties(sheetId,gridProperties(rowCount,columnCount)),"
    "data(startRow,startColumn,columnMetadata(developerMetadata(metadataKey)),rowData(values(effectiveValue,note))))"
)
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Places:
    """One tab: its id and size, the rows by their hidden keys, the column that is the tool's, and where notes are.

    `key`: the one in the tab's marker, "" where it has none. `status`: the tool's column, None where it has none or
    more than one; `said`: row -> what that column says there. `notes`: place -> our note, "" where it is somebody
    else's. `texts`: every value of the tool's own tab, of no other.
    """

    key: str
    sheet_id: int
    n_rows: int
    n_columns: int
    rows: Mapping[str, int] = field(default_factory=dict)
    status: int | None = None
    said: Mapping[int, object] = field(default_factory=dict)
    notes: Mapping[Place, str] = field(default_factory=dict)
    texts: Mapping[Place, object] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[str, Mapping[str, int], int | None]:
        """What must not move while we write."""
        return self.key, self.rows, self.status


def places_of(reply: Mapping[str, Any]) -> list[Places]:
    """Every tab of a reply, in order; SheetUnreadable when it is none."""
    try:
        return [_places(one) for one in reply["sheets"]]
    except (ValueError, TypeError, KeyError, AttributeError) as broken:
        raise unreadable() from broken


def shapes(tabs: Sequence[Places]) -> list[tuple[str, Mapping[str, int], int | None]]:
    """Where the keyed rows and our columns are, on every tab but the tool's own."""
    return [tab.shape for tab in tabs if tab.key != FEEDBACK]


def _places(found: Mapping[str, Any]) -> Places:
    properties, data = found["properties"], (found.get("data") or [{}])[0]
    top, left = data.get("startRow", 0), data.get("startColumn", 0)
    lines: list[Sequence[Mapping[str, Any]]] = [line.get("values", ()) for line in data.get("rowData", ())]
    marks = marked_in(map(_value, line) for line in lines)
    key = marks.marker.tab_key if marks and marks.marker else ""
    rows: dict[str, int] = {}
    status = None
    if marks and marks.row is not None and marks.column is not None:
        for number, line in enumerate(lines[marks.row + 1 :], start=marks.row + 1 + top):
            if marks.column < len(line) and (row_key := shown(_value(line[marks.column])).strip()):
                rows.setdefault(intern(row_key), number)
        status = _status(data, [shown(_value(cell)).strip() for cell in lines[marks.row]])
    size = properties.get("gridProperties", {})
    return Places(
        key,
        properties.get("sheetId", 0),
        size.get("rowCount", 0),
        size.get("columnCount", 0),
        rows,
        None if status is None else status + left,
        {} if status is None else dict(_column(lines, status, top)),
        {
            (row, column): cell["note"] if cell["note"].startswith(NOTE_MARK) else ""
            for row, line in enumerate(lines, start=top)
            for column, cell in enumerate(line, start=left)
            if "note" in cell
        },
        dict(_filled(lines, top, left)) if key == FEEDBACK else {},
    )


def _status(data: Mapping[str, Any], keys: Sequence[str]) -> int | None:
    """The number, among the cells sent, of the one column that carries the tool's mark and key."""
    mine = [
        number
        for number, column in enumerate(data.get("columnMetadata", ()))
        if any(item.get("metadataKey") == COLUMN_KEY for item in column.get("developerMetadata", ()))
        and number < len(keys)
        and keys[number] == STATUS
    ]
    return mine[0] if len(mine) == 1 else None


def _column(lines: Sequence[Sequence[Mapping[str, Any]]], column: int, top: int) -> Iterator[tuple[int, object]]:
    for row, line in enumerate(lines, start=top):
        if column < len(line) and (value := _value(line[column])) != "":
            yield row, value


def _filled(lines: Sequence[Sequence[Mapping[str, Any]]], top: int, left: int) -> Iterator[tuple[Place, object]]:
    for row, line in enumerate(lines, start=top):
        for column, cell in enumerate(line, start=left):
            if (value := _value(cell)) != "":
                yield (row, column), value


def _value(cell: Mapping[str, Any]) -> object:
    """What a cell shows, whatever its kind; "" for nothing."""
    found = cell.get("effectiveValue")
    return next(iter(found.values())) if found else ""
