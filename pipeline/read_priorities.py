"""The votes and marks of the two-step prioritisation, from the tab of the priorities (DOMAIN 5.2)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.priorities import Vote, invalid_voters
from pipeline.read_cells import Cells
from pipeline.read_points import number_between
from pipeline.read_tabs import Found
from schemas.kinds import shown
from schemas.problem import Problem
from sheet_templates.layout.priorities_tab import MARK, TOTAL, VOTE
from sheet_templates.prioritisation import Prioritisation

_SHOWN = 120
Row = tuple[object, ...]


def read_priorities(
    territory_id: str, tab: Found | None, respondent_ids: Sequence[str], rule: Prioritisation, longest: int
) -> tuple[list[Row], list[Row], list[Problem]]:
    """Rows of the frames `Votes` and `Marks`, one per cell that was filled in, and what is wrong with them.

    A respondent's votes count together or not at all: each number within its bounds, the sum not above what there is
    to give. A questionnaire without the tab, and an untouched one, have no rows and no problem.
    """
    problems: list[Problem] = []
    if tab is None:
        return [], [], problems
    cells = Cells(territory_id, tab, problems, longest)
    votes = [row for one in respondent_ids for row in _votes(cells, one, rule)]
    marks: list[Row] = [
        (territory_id, _action(cells, key), criterion, mark, found, tab.sheet.title, tab.cell(key, MARK + criterion))
        for key in tab.rows
        if key != TOTAL
        for criterion in rule.criteria
        if (found := _text(cells, key, MARK + criterion))
        for mark in [
            number_between(
                cells, key, MARK + criterion, rule.marks, label=f"criterion:{criterion}", about=_action(cells, key)
            )
        ]
    ]
    return votes, marks, problems


def _votes(cells: Cells, respondent_id: str, rule: Prioritisation) -> list[Row]:
    """One respondent's column."""
    column, tab = VOTE + respondent_id, cells.tab
    found = {key: text for key in tab.rows if key != TOTAL and (text := _text(cells, key, column))}
    bounds = (0, rule.vote_points_on_one)
    points = {
        key: number_between(
            cells, key, column, bounds, label=respondent_id, about=_action(cells, key), respondent_id=respondent_id
        )
        for key in found
    }
    given = [Vote(respondent_id, "", key, one) for key, one in points.items() if one is not None]
    too_many = bool(invalid_voters(given, rule))
    if too_many:
        total = sum(one.points for one in given)
        cells.wrong(
            "VOTES_SUM", next(iter(found)), column, respondent_id, found=shown(total), respondent_id=respondent_id,
            limit=shown(rule.vote_points),
        )  # fmt: skip
    used = not too_many and len(given) == len(found)
    return [
        (
            cells.territory_id, _action(cells, key), respondent_id, one, used, found[key], tab.sheet.title,
            tab.cell(key, column),
        )
        for key, one in points.items()
    ]  # fmt: skip


def _text(cells: Cells, key: str, column: str) -> str:
    return shown(cells.tab.value(key, column)).strip()[:_SHOWN]


def _action(cells: Cells, key: str) -> str:
    """The id of the plan's action in that row."""
    return f"{cells.territory_id}-{key}"
