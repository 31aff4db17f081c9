"""Tabs and cells -> what people said, whatever was done to the tabs.

1. The order of rows, of columns and of tabs, empty ones between them and the tabs' titles change no answer.
2. Any value in any participant's cell gives exactly one result or one problem at that cell, and no exception.
3. Without its markers a tab is read by its hidden keys, without those by what people see.
4. What is written where the questionnaire asks nothing is named.
5. Cells merged, rows and columns doubled or gone are named, and the rest is read.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.derive import Reader
from pipeline.read_answers import Reading
from pipeline.read_tabs import Expected, Sheet, find_tabs
from schemas.layout import a1
from sheet_templates.layout import book_layout
from sheet_templates.load import guideline
from tests import books

_PRAIA = books.territory()
_CAMPAIGN = books.campaign(_PRAIA, depth="core", respondents=2, plan_rows=2)
_TYPED = {
    **books.answers({"LEG-1": [3, 2], "LEG-2": ["NSP", 1], "LEG-4": [0, "n/a"], "COC-1": [4, 4]}),
    ("block:LEG", "LEG-1", "comment"): "why",
    ("respondents", "R1", "organisation"): "Town hall",
    ("context", "CTX-05", "value"): 43000,
    ("plan", "A01", "title"): "A fund",
}
_VALUES = st.one_of(
    st.text(st.characters(), max_size=30),
    st.sampled_from(["#REF!", "2-3", "trois", "=1+1", "#sse|block:LEG|x|y|praia-cv|fr", "x" * 6000, "\ud800", "\x00"]),
    st.floats(),
    st.integers(-10, 10_000),
    st.booleans(),
    st.dates(),
)
_SETTINGS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Rows = list[list[object]]


@cache
def _reader() -> Reader:
    return Reader(guideline(), _CAMPAIGN)


@cache
def _expected() -> dict[str, Expected]:
    return dict(_reader().expected("fr"))


def _sheets() -> list[Sheet]:
    return books.sheets(book_layout(guideline(), _CAMPAIGN, _PRAIA, in_sheet=False, prefill=_TYPED))


def _read(sheets: Sequence[Sheet]) -> Reading:
    return _reader().answers.read("praia-cv", sheets, _expected(), "P1", books.NOW)


def _said(reading: Reading) -> list[tuple[object, ...]]:
    """What was said, without where it stood: territory to found of the answers, and the other frames' keys and texts."""
    return [
        *(row[:7] for row in reading.answers),
        *((*row[:6], *row[6:10]) for row in reading.positions),
        *(row[:6] for row in reading.respondents),
        *(row[:12] for row in reading.context),
        *(row[:-2] for row in reading.actions),
    ]


def _changed(sheets: Sequence[Sheet], change: Callable[[Sheet], Rows]) -> list[Sheet]:
    return [Sheet(sheet.title, change(sheet), n_rows=0) for sheet in sheets]


def _codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


@_SETTINGS
@given(st.integers(0, 10_000), st.integers(0, 3), st.integers(0, 3))
def test_order_and_empty_rows_and_columns_change_no_answer(seed: int, n_rows: int, n_columns: int) -> None:
    """Requirement 1: everything below the key row is shuffled, empty rows and columns are put between."""
    chance = random.Random(seed)  # noqa: S311 - any order will do

    def change(sheet: Sheet) -> Rows:
        key_row, *rows = [list(line) for line in sheet.rows]
        rows += [[""] * len(key_row) for _ in range(n_rows)]
        chance.shuffle(rows)
        order = list(range(len(key_row))) + [-1] * n_columns
        chance.shuffle(order)
        return [[line[at] if at >= 0 else "" for at in order] for line in (key_row, *rows)]

    reading = _read(_changed(_sheets(), change))

    assert _said(reading) == _said(_read(_sheets()))
    assert _codes(reading) <= {"ROW_UNKNOWN"}


@_SETTINGS
@given(st.integers(0, 10_000), st.lists(st.text(max_size=31), min_size=20, max_size=20))
def test_titles_and_order_of_tabs_change_no_answer(seed: int, titles: list[str]) -> None:
    """Requirement 1."""
    sheets = [Sheet(title, sheet.rows) for title, sheet in zip(titles, _sheets(), strict=False)]
    random.Random(seed).shuffle(sheets)  # noqa: S311 - any order will do
    reading = _read(sheets)

    assert _said(reading) == _said(_read(_sheets()))
    assert _codes(reading) <= {"TAB_RENAMED"}


@_SETTINGS
@given(_VALUES, st.sampled_from(["block:LEG", "respondents", "context", "plan"]), st.data())
def test_any_value_in_any_cell_is_one_result_or_one_problem(value: object, tab_key: str, data: st.DataObject) -> None:
    """Requirement 2."""
    sheets = _sheets()
    tabs, _ = find_tabs(_expected(), "praia-cv", sheets)
    tab = tabs[tab_key]
    row_key = data.draw(st.sampled_from(sorted(tab.rows)))
    column_key = data.draw(st.sampled_from(sorted(_expected()[tab_key].open_columns)))
    row, column = tab.rows[row_key], tab.columns[column_key]
    rows = [list(line) for line in tab.sheet.rows]
    rows[row][column] = value
    spoiled = [Sheet(one.title, rows if one.title == tab.sheet.title else one.rows) for one in sheets]
    reading = _read(spoiled)
    at_cell = [
        problem for problem in reading.problems if problem.cell == a1(row, column) and problem.tab_key == tab_key
    ]

    assert len(at_cell) <= 1
    assert len(reading.problems) == len(at_cell)
    assert [len(rows) for rows in (reading.answers, reading.positions, reading.context)] == [48, 24, 36]


def _without_markers(sheet: Sheet) -> Rows:
    return [["", *line[1:]] if number == 0 else list(line) for number, line in enumerate(sheet.rows)]


def _without_key_row(sheet: Sheet) -> Rows:
    return [list(line) for line in sheet.rows[1:]]


def _without_key_column(sheet: Sheet) -> Rows:
    return [list(line[1:]) for line in sheet.rows]


def _without_keys(sheet: Sheet) -> Rows:
    return [list(line[1:]) for line in sheet.rows[1:]]


def _translated(sheet: Sheet) -> Rows:
    """Headings and labels in no language we know; the keys are there, the marker is not."""
    return [
        [
            f"~{value}" if row > 1 and column and isinstance(value, str) and len(value) > 9 else value
            for column, value in enumerate(line)
        ]
        for row, line in enumerate(_without_markers(sheet))
    ]


@pytest.mark.parametrize("change", [_without_markers, _without_key_row, _without_key_column, _without_keys])
def test_without_its_keys_a_tab_is_read_by_what_people_see(change: Callable[[Sheet], Rows]) -> None:
    """Requirement 3."""
    reading = _read(_changed(_sheets(), change))

    assert _said(reading) == _said(_read(_sheets()))
    assert _codes(reading) == {"KEYS_LOST"}


def test_without_its_marker_a_tab_is_still_read_by_its_keys() -> None:
    """Requirement 3: headings may be in any words then."""
    own = {"LEG-1", "LEG-2"}
    reading = _read(_changed(_sheets(), _translated))
    given_levels = [row[4:6] for row in reading.answers if row[2] in own]

    assert given_levels == [("level", 3), ("level", 2), ("dont_know", None), ("level", 1)]


def test_a_tab_of_another_territory_is_not_read() -> None:
    """Requirement 4."""
    other = books.territory("mindelo-cv")
    foreign = books.sheets(book_layout(guideline(), _CAMPAIGN, other, in_sheet=False, prefill=_TYPED))
    blank = books.sheets(book_layout(guideline(), _CAMPAIGN, _PRAIA, in_sheet=False))
    mixed = [theirs if number == 3 else ours for number, (ours, theirs) in enumerate(zip(blank, foreign, strict=True))]
    reading = _read(mixed)

    assert {row[4] for row in reading.answers} == {"blank"}
    assert _codes(reading) == {"TAB_OTHER_TERRITORY", "TAB_MISSING"}


def test_merged_answers_are_named() -> None:
    """Requirement 5."""
    sheets = _sheets()
    tabs, _ = find_tabs(_expected(), "praia-cv", sheets)
    tab = tabs["block:LEG"]
    row, column = tab.rows["LEG-1"], tab.columns["R1"]
    merged = ((row, column, row + 1, column), (0, 0, 0, 5))
    spoiled = [Sheet(one.title, one.rows, merged if one.title == tab.sheet.title else ()) for one in sheets]
    problems = _read(spoiled).problems
    area = f"{a1(row, column)}:{a1(row + 1, column)}"

    assert [(problem.code, problem.cell) for problem in problems] == [("CELLS_MERGED", area)]


def test_errors_and_formulas_without_a_value_are_named_in_every_kind_of_cell() -> None:
    """Requirement 2, for stores that tell them apart from values."""
    sheets = _sheets()
    tabs, _ = find_tabs(_expected(), "praia-cv", sheets)
    tab = tabs["block:LEG"]
    row = tab.rows["LEG-1"]
    errors = {(row, tab.columns[key]): "#REF!" for key in ("R1", "agreed", "comment")}
    uncalculated = frozenset((row, tab.columns[key]) for key in ("R2", "evidence_grade", "dissent"))
    spoiled = [
        Sheet(one.title, one.rows, (), errors, uncalculated) if one.title == tab.sheet.title else one for one in sheets
    ]
    codes = sorted(problem.code for problem in _read(spoiled).problems)

    assert codes == ["CELL_ERROR"] * 3 + ["FORMULA_NOT_CALCULATED"] * 3
