"""How much of the questionnaire was answered, block by block."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.consensus import places
from schemas.frames import Coverage
from schemas.frames.base import framed
from schemas.guideline import BLANK, INVALID, STATES

Counts = npt.NDArray[np.int64]


def coverage(answers: pd.DataFrame, respondents: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """The frame `Coverage`, a row for each territory and block of `scores`, in their order.

    Expected are the answers of the respondents who are named or have answered something; `answered_pct` is the
    share of them that carry a level, "don't know" or "not applicable".
    """
    territory_ids, block_ids = (scores[name].unique().tolist() for name in ("territory_id", "block_id"))
    cells = _cells(scores, territory_ids, block_ids)
    size = len(territory_ids) * len(block_ids)
    counts = _counts(answers, respondents, territory_ids, block_ids)
    expected = counts.sum(axis=1)
    answered = expected - counts[:, [STATES.index(BLANK), STATES.index(INVALID)]].sum(axis=1)
    flat = {
        "territory_id": np.repeat(np.array(territory_ids, dtype=object), len(block_ids)),
        "block_id": np.tile(np.array(block_ids, dtype=object), len(territory_ids)),
        "n_expected": expected,
        **{f"n_{'levels' if place == 0 else state}": counts[:, place] for place, state in enumerate(STATES)},
        "answered_pct": np.divide(100 * answered, expected, out=np.full(size, np.nan), where=expected > 0),
        "n_agreed": np.bincount(cells[scores["agreed_level"].notna().to_numpy()], minlength=size),
        "n_to_discuss": np.bincount(cells[scores["discuss"].to_numpy(dtype=bool)], minlength=size),
    }
    there = np.bincount(cells, minlength=size) > 0
    return framed(Coverage, {name: values[there] for name, values in flat.items()})


def _cells(frame: pd.DataFrame, territory_ids: Sequence[str], block_ids: Sequence[str]) -> Counts:
    """The number of the territory and block of each row, -1 where it is none of them."""
    t, b = places(territory_ids, frame["territory_id"]), places(block_ids, frame["block_id"])
    return np.where((t < 0) | (b < 0), -1, t * len(block_ids) + b)


def _counts(
    answers: pd.DataFrame, respondents: pd.DataFrame, territory_ids: Sequence[str], block_ids: Sequence[str]
) -> Counts:
    """Answers of the respondents who count, per territory and block and, on the second axis, state."""
    active = respondents[(respondents["organisation"] != "") | (respondents["n_answers"] > 0)]
    respondent_ids = respondents["respondent_id"].unique().tolist()
    asked = np.zeros((len(territory_ids) + 1, len(respondent_ids) + 1), dtype=np.bool_)
    asked[places(territory_ids, active["territory_id"]), places(respondent_ids, active["respondent_id"])] = True
    asked[-1] = asked[:, -1] = False
    t, r = places(territory_ids, answers["territory_id"]), places(respondent_ids, answers["respondent_id"])
    cells = _cells(answers, territory_ids, block_ids)
    wanted = asked[t, r] & (cells >= 0)
    n_states, size = len(STATES), len(territory_ids) * len(block_ids)
    found = cells[wanted] * n_states + places(STATES, answers["state"])[wanted]
    return np.bincount(found, minlength=size * n_states).reshape(size, n_states)
