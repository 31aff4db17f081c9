"""All that the questionnaires of a run say, gathered while they are read: what one said can be forgotten at once."""

from __future__ import annotations

import pandas as pd

from pipeline.read_answers import Reading
from pipeline.read_asked import Said
from schemas.frames import Actions, Allocations, Answers, Context, Marks, Positions, Respondents, Tabs, Votes
from schemas.frames.base import Frame, Gathered
from schemas.problem import Problem

_MODELS: dict[str, type[Frame]] = {
    "answers": Answers,
    "positions": Positions,
    "respondents": Respondents,
    "context": Context,
    "actions": Actions,
    "allocations": Allocations,
    "votes": Votes,
    "marks": Marks,
    "tabs": Tabs,
}


class AllRead:
    """The rows of all readings by frame, and beside them the problems met and what people said of themselves."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.problems: list[Problem] = []
        self.said: list[Said] = []
        self._rows = {name: Gathered(model) for name, model in _MODELS.items()}
        self._frames: dict[str, pd.DataFrame] = {}

    def add(self, reading: Reading) -> None:
        """Add what one questionnaire says; possible until the first frame is asked for."""
        for name, rows in self._rows.items():
            rows.extend(getattr(reading, name))
        self.problems += reading.problems
        self.said += reading.said

    def frame(self, name: str) -> pd.DataFrame:
        """The validated frame of that name in an outcome; its rows are not kept beside it."""
        if name not in self._frames:
            self._frames[name] = _MODELS[name].validate(self._rows.pop(name).frame())
        return self._frames[name]
