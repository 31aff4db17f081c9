"""Points that respondents spread over the blocks, from the respondents' tab where it has columns for them.

The columns are keyed "points:LEG", "points:COC" ...; a questionnaire without them has no weights by participants.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.read_tabs import Found
from schemas.kinds import parse_number, shown
from schemas.kinds.parsed import INVALID
from schemas.policy import Policy
from schemas.problem import Problem

COLUMN = "points:"
_SHOWN = 120
Row = tuple[object, ...]


def read_allocations(
    territory_id: str, tab: Found | None, respondent_ids: Sequence[str], block_ids: Sequence[str], policy: Policy
) -> tuple[list[Row], list[Problem]]:
    """Rows of the frame `Allocations`, one per cell that was filled in, and what is wrong with them.

    A respondent's row counts when every number is 0 or more and the sum is what was to be spread, give or take the
    tolerance of the policy; the shares are then rescaled to 1. A blank beside other numbers is 0 points.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    if tab is None or not any(key.startswith(COLUMN) for key in tab.columns):
        return rows, problems
    for respondent_id in respondent_ids:
        given = _Row(territory_id, tab, respondent_id, block_ids, problems)
        rows += given.rows(policy)
    return rows, problems


class _Row:
    """One respondent's points."""

    def __init__(
        self, territory_id: str, tab: Found, respondent_id: str, block_ids: Sequence[str], problems: list[Problem]
    ) -> None:
        self.territory_id, self.tab, self.respondent_id, self.problems = territory_id, tab, respondent_id, problems
        values = {one: tab.value(respondent_id, COLUMN + one) for one in block_ids}
        self.found = {one: shown(value)[:_SHOWN] for one, value in values.items() if shown(value).strip()}
        self.points = {one: self._points(one, values[one]) for one in self.found}

    def _points(self, block_id: str, value: object) -> float | None:
        parsed = parse_number(value)
        number = None if parsed.state == INVALID or parsed.value is None else float(parsed.value)
        if number is None or number < 0:
            self._wrong(
                "VALUE_UNREADABLE",
                block_id,
                self.found[block_id],
                {"accepts": "accepts.number", "label": f"respondents:{block_id}"},
            )
            return None
        return number

    def rows(self, policy: Policy) -> list[Row]:
        """One row per cell with its share; a row that misses the sum is a problem."""
        numbers = [one for one in self.points.values() if one is not None]
        total = sum(numbers)
        right = abs(total - policy.points_to_spread) <= policy.points_tolerance
        used = bool(numbers) and len(numbers) == len(self.points) and right
        if numbers and not right:
            self._wrong("POINTS_SUM", "", shown(total), {"limit": shown(float(policy.points_to_spread))})
        return [
            (
                self.territory_id, self.respondent_id, block_id, points,
                points / total if used and points is not None else None, used, self.found[block_id],
                self.tab.sheet.title, self.tab.cell(self.respondent_id, COLUMN + block_id),
            )
            for block_id, points in self.points.items()
        ]  # fmt: skip

    def _wrong(self, code: str, block_id: str, found: str, values: dict[str, str]) -> None:
        cell = self.tab.cell(self.respondent_id, COLUMN + (block_id or next(iter(self.found))))
        self.problems.append(
            Problem(
                code, self.territory_id, self.tab.key, self.tab.sheet.title, cell, self.respondent_id,
                self.respondent_id, found, values=values,
            )
        )  # fmt: skip
