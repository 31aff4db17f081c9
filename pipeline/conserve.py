"""Laws that every run must keep: counts add up, every unreadable answer has its problem. A breach is our bug."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from schemas.errors import StageError
from schemas.guideline import INVALID
from schemas.problem import Problem


def check_counts(
    answers: pd.DataFrame, indicators: pd.DataFrame, problems: pd.DataFrame, found: Sequence[Problem]
) -> None:
    """StageError naming the law when something got lost between reading and scoring."""
    keys = ["territory_id", "indicator_id", "respondent_id"]
    _law("each answer cell is one row", not answers.duplicated(keys).any())
    _law("each problem is one row", len(problems) == len(found))
    invalid = answers[answers["state"] == INVALID]
    reported = set(zip(problems["territory_id"], problems["tab"], problems["cell"], strict=True))
    placed = set(zip(invalid["territory_id"], invalid["tab"], invalid["cell"], strict=True))
    _law("each unreadable answer has a problem", placed <= reported)
    for state, column in (
        ("dont_know", "n_dont_know"),
        ("not_applicable", "n_not_applicable"),
        ("invalid", "n_invalid"),
    ):
        _law(f"answers '{state}' add up", int((answers["state"] == state).sum()) == int(indicators[column].sum()))


def check_points(given: Mapping[str, pd.DataFrame], problems: pd.DataFrame) -> None:
    """StageError when points of a respondent are left out of the results without a word.

    `given` leads from the key of a tab to its frame of points (`Allocations`, `Votes`).
    """
    told = set(zip(problems["territory_id"], problems["tab_key"], problems["respondent_id"], strict=True))
    for tab_key, frame in given.items():
        left_out = frame[~frame["is_used"]]
        silent = {
            (owner, tab_key, who)
            for owner, who in zip(left_out["territory_id"], left_out["respondent_id"], strict=True)
        }
        _law(f"points on the tab '{tab_key}' that do not count have a problem", silent <= told)


def _law(law: str, holds: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        message = f"a law of the pipeline was broken: {law}"
        raise StageError(message, "This is a fault of the program. Keep state.db and report it.")
