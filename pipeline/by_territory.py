"""An outcome seen by one territory after the other: its frames split once, whatever the number of territories."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from schemas.frames.base import records
from schemas.guideline import Indicator, Recommendation
from schemas.outcome import Outcome

Row = Mapping[str, Any]


class Rows:
    """The rows of a frame by territory; a territory's are made into dictionaries when it is asked for, NA as None."""

    def __init__(self, frame: pd.DataFrame) -> None:
        """Split the frame: one pass over each column, one over the territories."""
        self._names = [str(name) for name in frame.columns]
        self._columns = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in self._names]
        self._places: dict[str, list[int]] = {}
        for number, territory_id in enumerate(frame["territory_id"].tolist()):
            self._places.setdefault(territory_id, []).append(number)

    def of(self, territory_id: str) -> list[Row]:
        """Those of one territory, in the order of the frame."""
        places = self._places.get(territory_id, ())
        picked = ([column[place] for place in places] for column in self._columns)
        return [dict(zip(self._names, values, strict=True)) for values in zip(*picked, strict=True)]


class Outcomes:
    """The frames of an outcome by territory, so that one territory after the other can be told."""

    def __init__(self, outcome: Outcome) -> None:
        """Hold the outcome; a frame is split when it is first asked for."""
        self.outcome = outcome
        self._split: dict[str, Rows] = {}

    def rows(self, name: str, territory_id: str) -> list[Row]:
        """The rows of a frame that belong to a territory."""
        if name not in self._split:
            self._split[name] = Rows(getattr(self.outcome, name))
        return self._split[name].of(territory_id)

    def to_discuss(self, territory_id: str) -> list[Row]:
        """The rows of `indicator_scores` on which people differ too much."""
        return self._discussed.of(territory_id)

    @cached_property
    def _discussed(self) -> Rows:
        frame = self.outcome.indicator_scores
        return Rows(frame[frame["discuss"]])

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Indicators by id."""
        return {one.id: one for one in self.outcome.guideline.indicators()}

    @cached_property
    def recommendations(self) -> dict[str, Recommendation]:
        """Recommendations by id."""
        return {one.id: one for one in self.outcome.guideline.recommendations()}

    @cached_property
    def run(self) -> dict[str, str]:
        """What was really run, by item."""
        return {str(row["item"]): str(row["value"]) for row in records(self.outcome.method_run)}

    @cached_property
    def names(self) -> dict[str, str]:
        """Territories by id."""
        return {one.id: one.name for one in self.outcome.campaign.territories}
