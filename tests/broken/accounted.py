"""Where everything that people wrote into a file has gone, looked up with another reader than the program's own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from functools import cache

import pandas as pd
import python_calamine
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from schemas.kinds import fold, quoted, shown
from schemas.outcome import Outcome
from tests.broken import desk
from tests.broken.cases_tabs import WRITTEN_OVER_OURS
from tests.broken.exercise import Exercise

_WHOLE_TAB = {"TAB_UNKNOWN", "TAB_DUPLICATE", "TAB_OTHER_TERRITORY"}
_MOST_ROWS = 10_000
_WHOLE_COLUMN = {"COLUMN_UNKNOWN", "COLUMN_DUPLICATE"}
_WHOLE_ROW = {"ROW_DUPLICATE", "ROW_UNKNOWN"}
_AREA = re.compile(r"([A-Z]+\d+)(?::([A-Z]+\d+))?\Z")


def unaccounted(exercise: Exercise, territory_id: str, content: bytes) -> list[tuple[str, str, str]]:
    """Tab, cell and text of everything written into a file that is neither a result nor where a problem points."""
    return unaccounted_texts(exercise.found, territory_id, _written(content))


def unaccounted_texts(
    outcome: Outcome, territory_id: str, written: Iterable[tuple[str, int, int, str]]
) -> list[tuple[str, str, str]]:
    """The same of what is `written`: tab, row and column from 1, and text."""
    language = next(one.language for one in outcome.campaign.territories if one.id == territory_id)
    problems = outcome.problems
    mine = problems[problems["territory_id"] == territory_id]
    pointed = {(row.tab, row.code, row.cell) for row in mine.itertuples()}
    cut = {tab for tab, code, _ in pointed if code == "TAB_TOO_LONG"}
    kept = _kept(outcome, territory_id)
    own = _own_texts(language)
    return [
        (tab, name, text)
        for tab, row, column, text in written
        if not (row > _MOST_ROWS and tab in cut)
        and fold(text) not in own
        and text not in WRITTEN_OVER_OURS
        and not text.startswith("#sse|")
        and (tab, name := f"{get_column_letter(column)}{row}") not in kept
        and quoted(text) not in kept
        and not any(_covers(code, place, row, column) for of, code, place in pointed if of == tab)
    ]


def _written(content: bytes) -> Iterator[tuple[str, int, int, str]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(_near(content)))
    for title in book.sheet_names:
        for row, line in enumerate(book.get_sheet_by_name(title).to_python(skip_empty_area=False), start=1):
            for column, value in enumerate(line, start=1):
                if text := shown(value).strip():
                    yield title, row, column, text


def _near(content: bytes) -> bytes:
    """The file without what this reader gives up on: a cell at the end of the world, an error of a new kind."""

    def change(_: str, part: bytes) -> bytes:
        return re.sub(rb'<row r="1048576">.*?</row>', b"", part).replace(b"#SPILL!", b"#N/A")

    return desk.rezipped(content, change)


def _kept(outcome: Outcome, territory_id: str) -> set[object]:
    """Places and texts of results."""
    kept: set[object] = set()
    answers = outcome.answers[outcome.answers["territory_id"] == territory_id]
    kept |= {(row.tab, row.cell) for row in answers.itertuples() if row.state != "blank"}
    positions = outcome.positions[outcome.positions["territory_id"] == territory_id]
    for row in positions.itertuples():
        kept |= {(row.tab, cell) for cell in (row.cell, row.evidence_cell, row.comment_cell)}
        kept |= {quoted(line) for line in row.evidence.splitlines()}
        if not pd.isna(row.dissent):
            kept.add((row.tab, row.cell.replace(desk.AGREED, desk.DISSENT)))
    for frame in (outcome.allocations, outcome.votes, outcome.marks):
        mine = frame[frame["territory_id"] == territory_id]
        kept |= {(row.tab, row.cell) for row in mine.itertuples()}
    for frame in (outcome.positions, outcome.context, outcome.actions, outcome.respondents):
        mine = frame[frame["territory_id"] == territory_id]
        kept |= {quoted(value) for row in mine.to_numpy().tolist() for value in row if shown(value)}
        if {"tab", "cell"} <= set(mine.columns):
            kept |= {(row.tab, row.cell) for row in mine.itertuples()}
    return kept


@cache
def _own_texts(language: str) -> frozenset[str]:
    """Every text that stands in a questionnaire nobody has written in."""
    from schemas.campaign import Territory
    from sheet_templates.layout import book_layout

    territory = Territory(desk.BASE, "Base", "CV", language)
    empty = book_layout(desk.content(), desk.campaign(territory), territory, in_sheet=False)
    filled = book_layout(
        desk.content(), desk.campaign(territory), territory, in_sheet=False, prefill=desk.filled(language)
    )
    layouts = [(empty, lambda _: True), (filled, lambda cell: bool(cell.formula))]
    return frozenset(
        fold(shown(cell.value))
        for layout, counts in layouts
        for tab in layout.tabs
        for cell in tab.cells
        if counts(cell)
    )


def _covers(code: str, place: str, row: int, column: int) -> bool:
    """Whether a problem points to a cell: at it, or at the tab, row, column or area it stands in."""
    if code in _WHOLE_TAB:
        return True
    match = _AREA.match(place)
    if match is None:
        return False
    top, left = coordinate_to_tuple(match[1])
    bottom, right = coordinate_to_tuple(match[2] or match[1])
    if code in _WHOLE_COLUMN:
        return left <= column <= right
    return top <= row <= bottom and (code in _WHOLE_ROW or left <= column <= right)
