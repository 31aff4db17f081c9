"""Where things are in a spreadsheet, from a reply of the service.

1. Rows by their hidden keys, the tool's column and what it says, notes, and all values of the tool's own tab.
2. A column that lost the tool's mark or key, or of which there are two, is not the tool's.
3. A reply of a part of a tab gives the places in the whole tab.
4. What is no reply is refused, not half read.
"""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.stores.google_places import Places, places_of, shapes
from schemas.errors import SheetUnreadable
from sheet_templates.layout import Marker

MINE = {"developerMetadata": [{"metadataKey": "sse.column"}]}


def cells(*texts: str) -> dict[str, Any]:
    """A row of text cells; "!" before a text makes it a note."""
    made: list[dict[str, Any]] = []
    for text in texts:
        if text.startswith("!"):
            made.append({"note": text[1:]})
        else:
            made.append({"effectiveValue": {"stringValue": text}} if text else {})
    return {"values": made}


def tab(key: str, *lines: dict[str, Any], columns: tuple[dict[str, Any], ...] = (), **start: int) -> dict[str, Any]:
    """A tab of a reply, with its marker in the corner."""
    corner = Marker(key, "g", "1", "praia-cv", "fr").text()
    (first, *others) = lines
    head = {"values": [{"effectiveValue": {"stringValue": corner}}, *first["values"][1:]]}
    size = {"rowCount": 30, "columnCount": 9}
    data = {"columnMetadata": list(columns), "rowData": [head, *others], **start}
    return {"properties": {"sheetId": 7, "gridProperties": size}, "data": [data]}


def block(*columns: dict[str, Any], keys: tuple[str, ...] = ("", "R1", "status"), **start: int) -> Places:
    """A block tab of two rows."""
    lines = cells(*keys), cells("", "Q"), cells("LEG-1", "3", "mend"), cells("LEG-2", "!⚑ ours", "!theirs")
    (found,) = places_of({"sheets": [tab("block:LEG", *lines, columns=columns, **start)]})
    return found


def test_everything_has_its_place():
    """1."""
    expected = Places(
        "block:LEG", 7, 30, 9, {"LEG-1": 2, "LEG-2": 3}, 2, {0: "status", 2: "mend"}, {(3, 1): "⚑ ours", (3, 2): ""}
    )

    assert block({}, {}, MINE) == expected


def test_the_tools_own_tab_is_held_whole():
    """1."""
    (found,) = places_of({"sheets": [tab("feedback", cells("", "A"), cells("", "", "told"))]})

    assert {place: text for place, text in found.texts.items() if place != (0, 0)} == {(0, 1): "A", (1, 2): "told"}
    assert shapes([found]) == []


@pytest.mark.parametrize(
    ("columns", "keys"),
    [
        (({}, {}, {}), ("", "R1", "status")),
        (({}, {}, MINE), ("", "R1", "notes")),
        (({}, MINE, MINE), ("", "status", "status")),
    ],
    ids=["no mark", "no key", "two"],
)
def test_a_doubtful_column_is_not_the_tools(columns: tuple[dict[str, Any], ...], keys: tuple[str, ...]):
    """2."""
    found = block(*columns, keys=keys)

    assert found.status is None
    assert found.said == {}


def test_a_part_of_a_tab_gives_places_in_the_whole():
    """3."""
    found = block({}, {}, MINE, startRow=4, startColumn=1)

    assert (found.rows, found.status, found.notes) == ({"LEG-1": 6, "LEG-2": 7}, 3, {(7, 2): "⚑ ours", (7, 3): ""})


@pytest.mark.parametrize(
    "reply", [{}, {"sheets": [{}]}, {"sheets": ["x"]}, {"sheets": None}, {"sheets": [{"properties": []}]}]
)
def test_what_is_no_reply_is_refused(reply: dict[str, Any]):
    """4."""
    with pytest.raises(SheetUnreadable):
        places_of(reply)
