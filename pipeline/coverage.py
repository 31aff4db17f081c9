"""How much of the questionnaire was answered, block by block."""

from __future__ import annotations

import pandas as pd

from schemas.frames import Coverage
from schemas.guideline import BLANK, DONT_KNOW, INVALID, LEVEL, NOT_APPLICABLE

_KEYS = ["territory_id", "block_id"]


def coverage(answers: pd.DataFrame, respondents: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """The frame `Coverage`.

    Expected are the answers of the respondents who are named or have answered something; `answered_pct` is the
    share of them that carry a level, "don't know" or "not applicable".
    """
    active = respondents[(respondents["organisation"] != "") | (respondents["n_answers"] > 0)]
    keys = ["territory_id", "respondent_id"]
    asked = answers.merge(active[keys], on=keys)
    states = pd.get_dummies(asked["state"]).reindex(
        columns=[LEVEL, DONT_KNOW, NOT_APPLICABLE, BLANK, INVALID], fill_value=False
    )
    counts = states.astype("int64").groupby([asked["territory_id"], asked["block_id"]], sort=False).sum()
    everything = pd.MultiIndex.from_frame(scores[_KEYS].drop_duplicates())
    counts = counts.reindex(everything, fill_value=0)
    marks = scores.assign(
        agreed=scores["agreed_level"].notna().astype("int64"), discuss=scores["discuss"].astype("int64")
    )
    marks = marks.groupby(_KEYS, sort=False)[["agreed", "discuss"]].sum().reindex(everything)
    expected = counts.sum(axis=1)
    answered = counts[LEVEL] + counts[DONT_KNOW] + counts[NOT_APPLICABLE]
    frame = pd.DataFrame(
        {
            "n_expected": expected.astype("Int64"),
            "n_levels": counts[LEVEL].astype("Int64"),
            "n_dont_know": counts[DONT_KNOW].astype("Int64"),
            "n_not_applicable": counts[NOT_APPLICABLE].astype("Int64"),
            "n_blank": counts[BLANK].astype("Int64"),
            "n_invalid": counts[INVALID].astype("Int64"),
            "answered_pct": (100 * answered / expected.where(expected > 0)).astype("Float64"),
            "n_agreed": marks["agreed"].astype("Int64"),
            "n_to_discuss": marks["discuss"].astype("Int64"),
        }
    ).reset_index()
    return Coverage.validate(frame)
