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
        (
            territory_id, _action(cells, key), criterion, mark.number, mark.found, tab.sheet.title,
            tab.cell(key, MARK + criterion),
        )
        for key in tab.rows
        if key != TOTAL
        for criterion in rule.criteria
        if (
            mark := number_between(
                cells, key, MARK + criterion, rule.marks, label=f"criterion:{criterion}", about=_action(cells, key)
            )
        )
    ]  # fmt: skip
    return votes, marks, problems


def _votes(cells: Cells, respondent_id: str, rule: Prioritisation) -> list[Row]:
    """One respondent's column."""
    column, tab = VOTE + respondent_id, cells.tab
    bounds = (0, rule.vote_points_on_one)
    points = {
        key: one
        for key in tab.rows
        if key != TOTAL
        and (
            one := number_between(
                cells, key, column, bounds, label=respondent_id, about=_action(cells, key), respondent_id=respondent_id
            )
        )
    }
    given = [Vote(respondent_id, "", key, one.number) for key, one in points.items() if one.number is not None]
    too_many = bool(invalid_voters(given, rule))
    if too_many:
        total = shown(round(sum(one.points for one in given), 2))
        cells.wrong(
            "VOTES_SUM", next(iter(points)), column, respondent_id, found=total, respondent_id=respondent_id, now=total,
            limit=shown(rule.vote_points),
        )  # fmt: skip
    used = not too_many and len(given) == len(points)
    return [
        (
            cells.territory_id, _action(cells, key), respondent_id, one.number, used, one.found, tab.sheet.title,
            tab.cell(key, column),
        )
        for key, one in points.items()
    ]  # fmt: skip


def _action(cells: Cells, key: str) -> str:
    """The id of the plan's action in that row."""
    return f"{cells.territory_id}-{key}"
