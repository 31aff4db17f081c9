"""Points that respondents spread over the blocks, from the respondents' tab.

A questionnaire of the first edition has no columns for them, and one in which nobody gave a point has no weights by
participants: neither is worth a word.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.read_cells import Cells
from pipeline.read_points import number_between
from pipeline.read_tabs import Found
from schemas.kinds import shown
from schemas.policy import Policy
from schemas.problem import Problem
from sheet_templates.layout.respondents_tab import POINTS

Row = tuple[object, ...]


def read_allocations(
    territory_id: str, tab: Found | None, respondent_ids: Sequence[str], block_ids: Sequence[str], policy: Policy
) -> tuple[list[Row], list[Problem]]:
    """Rows of the frame `Allocations`, one per cell that was filled in, and what is wrong with them.

    A respondent's row counts when every number lies between 0 and what was to be spread, and their sum is that, give
    or take the tolerance of the policy; the shares are then rescaled to 1. A blank beside other numbers is 0 points.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    if tab is None or not any(key.startswith(POINTS) for key in tab.columns):
        return rows, problems
    cells = Cells(territory_id, tab, problems, policy.max_comment_characters)
    for respondent_id in respondent_ids:
        rows += _rows(cells, respondent_id, block_ids, policy)
    return rows, problems


def _rows(cells: Cells, respondent_id: str, block_ids: Sequence[str], policy: Policy) -> list[Row]:
    """One respondent's points, with their share where the row counts; a row that misses the sum is a problem."""
    tab, whole = cells.tab, policy.points_to_spread
    points = {
        one: given
        for one in block_ids
        if (
            given := number_between(
                cells, respondent_id, POINTS + one, (0, whole), label=f"block:{one}", about=respondent_id,
                respondent_id=respondent_id,
            )
        )
    }  # fmt: skip
    numbers = [one.number for one in points.values() if one.number is not None]
    total = sum(numbers)
    right = abs(total - whole) <= policy.points_tolerance
    used = bool(numbers) and len(numbers) == len(points) and right
    if numbers and not right:
        shared = shown(round(total, 2))
        cells.wrong(
            "POINTS_SUM", respondent_id, POINTS + next(iter(points)), respondent_id, found=shared,
            respondent_id=respondent_id, now=shared, limit=shown(float(whole)),
        )  # fmt: skip
    return [
        (
            cells.territory_id, respondent_id, block_id, given.number,
            given.number / total if used and given.number is not None else None, used, given.found,
            tab.sheet.title, tab.cell(respondent_id, POINTS + block_id),
        )
        for block_id, given in points.items()
    ]  # fmt: skip
