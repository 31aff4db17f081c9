"""Whether a spreadsheet says anything new: a newer version may hold nothing but what the tool itself wrote.

1. The tool's tab, its columns, notes and looks are nothing new.
2. Everything else is: a value, its kind, a title, a merged area, an error, a tab more or less.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from pipeline.stores.google_read import same_answers
from sheet_templates.layout import Marker

ROWS = 100
VALUE = "effectiveValue"
Reply = dict[str, Any]


def tab(key: str, *values: dict[str, Any]) -> Reply:
    """A tab with its marker in the corner and one more row; the third column is the tool's."""
    marker = {VALUE: {"stringValue": Marker(key, "g", "1", "praia-cv", "fr").text()}}
    owned = [{}, {}, {"developerMetadata": [{"metadataKey": "sse.column"}]}]
    rows = [{"values": [marker]}, {"values": list(values)}]
    return {"properties": {"title": key, "sheetId": 1}, "data": [{"columnMetadata": owned, "rowData": rows}]}


def text(value: str) -> dict[str, Any]:
    """A cell with a text."""
    return {VALUE: {"stringValue": value}}


BEFORE: Reply = {
    "sheets": [tab("block:LEG", {}, {VALUE: {"numberValue": 1}}, text("mend")), tab("feedback", text("a"))]
}


def changed(place: int, **parts: Any) -> Reply:
    """The same reply with other parts of the cell in column `place` of the block's row."""
    after = deepcopy(BEFORE)
    after["sheets"][0]["data"][0]["rowData"][1]["values"][place].update(parts)
    return after


def with_tab(number: int, **parts: Any) -> Reply:
    """The same reply with other parts of a tab."""
    after = deepcopy(BEFORE)
    after["sheets"][number].update(parts)
    return after


@pytest.mark.parametrize(
    "after",
    [
        BEFORE,
        changed(2, effectiveValue={"stringValue": "mended"}),
        changed(1, note="⚑ look"),
        changed(0, effectiveFormat={"backgroundColor": {}}),
        with_tab(1, **tab("feedback", text("b"))),
    ],
    ids=["nothing", "status", "note", "look", "feedback"],
)
def test_what_the_tool_wrote_is_nothing_new(after: Reply):
    """1."""
    assert same_answers(BEFORE, after, ROWS)


@pytest.mark.parametrize(
    "after",
    [
        changed(1, effectiveValue={"numberValue": 2}),
        changed(1, effectiveValue={"boolValue": True}),
        changed(1, effectiveValue={"stringValue": "1"}),
        changed(1, effectiveValue={"errorValue": {"type": "REF"}}),
        with_tab(0, properties={"title": "renamed", "sheetId": 1}),
        with_tab(0, merges=[{"endRowIndex": 2, "endColumnIndex": 2}]),
        {"sheets": [*BEFORE["sheets"], tab("block:COC", text("x"))]},
        {"sheets": BEFORE["sheets"][1:]},
    ],
    ids=["value", "truth", "text", "error", "title", "merged", "tab more", "tab less"],
)
def test_everything_else_is_new(after: Reply):
    """2."""
    assert not same_answers(BEFORE, after, ROWS)
