"""What a territory changes around the second session, after it has read its feedback.

What was unreadable is mended, minds are changed, levels agreed, evidence added, a plan written.
"""

from __future__ import annotations

from math import ceil, floor
from typing import Any

import pandas as pd

from pipeline.demo.chance import Chance
from pipeline.demo.first_visit import Filled, Place, document
from pipeline.demo.labels import Labels
from pipeline.demo.panel import Panel, Typed
from pipeline.demo.plan_rows import plan_rows
from schemas.frames.base import is_missing, records
from schemas.guideline import LEVEL, NOT_APPLICABLE
from schemas.outcome import Outcome

_MENDED, _CHANGED, _SUPPORTED, _DISSENT = 0.75, 0.03, 0.7, 0.3
_WIDE, _HIGHEST = 2, 4
_NAMED_GRADE = 2
_SETTLED_IF_WIDE = 0.8
_HALF, _NEAR_HALF, _HALVES = 0.5, 0.25, 0.3


def second_visit(panel: Panel, before: Filled, outcome: Outcome, labels: Labels, chance: Chance) -> Filled:
    """The questionnaire after the second session. `outcome` is what the first sync found out."""
    filled = Filled(dict(before.cells), dict(before.meant))
    visit = _Visit(panel, filled, outcome, labels, chance)
    visit.mend()
    visit.change_minds()
    visit.agree()
    visit.support()
    filled.cells.update(plan_rows(panel, outcome, labels))
    return with_changes(panel, "second", filled, labels)


def with_changes(panel: Panel, visit: str, before: Filled, labels: Labels) -> Filled:
    """The questionnaire with the panel's own changes of a visit; an empty value empties the cell."""
    cells = dict(before.cells)
    for change in panel.changes[visit]:
        cells[change.place] = labels.typed(change)
    return Filled({place: value for place, value in cells.items() if value != ""}, dict(before.meant))


class _Visit:
    """One territory at work on its questionnaire."""

    def __init__(self, panel: Panel, filled: Filled, outcome: Outcome, labels: Labels, chance: Chance) -> None:
        self.panel, self.cells, self.meant = panel, filled.cells, filled.meant
        self.labels, self.chance = labels, chance
        self.answers = _mine(outcome.answers, panel)
        self.scores = _mine(outcome.indicator_scores, panel)
        self.problems = _mine(outcome.problems, panel)

    def mend(self) -> None:
        """Most of what could not be read is typed again."""
        for place, level in list(self.meant.items()):
            if self._happens(_MENDED, "mended", place):
                self.cells[place] = self.labels.level(level)
                del self.meant[place]

    def change_minds(self) -> None:
        """A few levels move by one."""
        for answer in self.answers:
            place = (f"block:{answer['block_id']}", answer["indicator_id"], answer["respondent_id"])
            if answer["state"] == LEVEL and self._happens(_CHANGED, "changed", place):
                step = self.chance.one_of((1, -1), "step", self.panel.territory_id, *place)
                self.cells[place] = self.labels.level(min(_HIGHEST, max(0, int(answer["level"]) + step)))

    def agree(self) -> None:
        """Most indicators get an agreed level; where voices lay far apart, some stay open, some keep another view."""
        carried: dict[str, float] = {}
        for score in self.scores:
            tab, wide = f"block:{score['block_id']}", _is_wide(score)
            place = (tab, score["indicator_id"], "agreed")
            if self._left_open(score, place, wide=wide):
                continue
            state = self._agreed_state(score)
            if state:
                self.cells[place] = state
            elif score["status"] == "scored":
                level = self._agreed_level(score, carried.get(tab, 0.0), place)
                carried[tab] = carried.get(tab, 0.0) + float(score["level"]) - level
                self.cells[place] = self.labels.level(int(level)) if level.is_integer() else level
                if wide and self._happens(_DISSENT, "dissent", place):
                    self.cells[tab, place[1], "dissent"] = self.labels.yes()

    def _left_open(self, score: dict[str, Any], place: Place, *, wide: bool) -> bool:
        if score["status"] == NOT_APPLICABLE:
            return False
        share = self.panel.habits.agreed * (_SETTLED_IF_WIDE if wide else 1)
        return not self._happens(share, "agreed", place)

    def _agreed_state(self, score: dict[str, Any]) -> Typed:
        """The words for what most said instead of a level, "" when most gave one."""
        said = {NOT_APPLICABLE: self.panel.habits.not_applicable, "unknown": self.panel.habits.dont_know}
        return said[score["status"]][0] if score["status"] in said else ""

    def _agreed_level(self, score: dict[str, Any], carried: float, place: Place) -> float:
        """The mean of the voices rounded, now up, now down, so that the block as a whole stays; sometimes half way."""
        level = float(score["level"])
        low, high = float(floor(level)), float(ceil(level))
        if abs(level - low - _HALF) < _NEAR_HALF and self._happens(_HALVES, "half", place):
            return low + _HALF
        return min(high, max(low, float(floor(level + carried + _HALF))))

    def support(self) -> None:
        """Most of the high levels that stood without evidence get a document."""
        for problem in self.problems:
            place = (problem["tab_key"], problem["about"], "evidence_grade")
            wanted = problem["code"] in {"EVIDENCE_MISSING", "EVIDENCE_NOT_NAMED"}
            if wanted and self._happens(_SUPPORTED, "support", place):
                self.cells[place] = self.labels.evidence(_NAMED_GRADE)
                self.cells[place[0], place[1], "evidence"] = document(self.panel, self.chance, place[1], _NAMED_GRADE)

    def _happens(self, share: float, what: str, place: Place) -> bool:
        return self.chance.happens(share, what, self.panel.territory_id, *place)


def _is_wide(score: dict[str, Any]) -> bool:
    return not is_missing(score["spread"]) and score["spread"] >= _WIDE


def _mine(frame: pd.DataFrame, panel: Panel) -> list[dict[str, Any]]:
    return [row for row in records(frame) if row["territory_id"] == panel.territory_id]
