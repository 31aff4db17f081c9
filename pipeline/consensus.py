"""Voices side by side: one row per territory and indicator, with the value in use and how far people agree.

Several answers of one organisation are one voice (their median). The level agreed in the session is used where
there is one, else the mean of the voices (policy `value`); the other stays beside it. Nothing is imputed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.method import (
    Label,
    LabelRules,
    disagreement_labels,
    group_balanced_levels,
    indicator_levels,
    knowledge_share,
    level_counts,
    level_range,
    median_level,
    organisation_answers,
    structural_not_applicable,
    van_der_eijk_agreement,
)
from schemas.campaign import Campaign
from schemas.frames import IndicatorScores
from schemas.frames.base import framed
from schemas.guideline import BLANK, DONT_KNOW, NOT_APPLICABLE, STATES, Guideline, Policy
from schemas.kinds import fold

Floats = npt.NDArray[np.float64]
_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Voices:
    """The answers of all territories as arrays: territories x respondents x indicators.

    `levels` is NaN where there is no level; `states` holds the position of each state in `STATES`.
    `chosen`: what respondents said of themselves, territories x respondents per grouping asked; "" for nothing.
    """

    territory_ids: tuple[str, ...]
    indicator_ids: tuple[str, ...]
    block_ids: tuple[str, ...]
    levels: Floats
    states: npt.NDArray[np.int8]
    organisations: npt.NDArray[np.int64]
    actors: npt.NDArray[np.object_]
    cells: npt.NDArray[np.object_]
    chosen: Mapping[str, npt.NDArray[np.object_]] = field(default_factory=dict)


def voices(
    answers: pd.DataFrame,
    respondents: pd.DataFrame,
    guideline: Guideline,
    campaign: Campaign,
    said: Sequence[tuple[str, str, str, str]] = (),
) -> Voices:
    """The arrays behind `answers`: every territory and indicator of the campaign, blank where nothing was read.

    `said`: territory, respondent, grouping and choice, of those who said something of themselves.
    """
    asked = [one for one in guideline.indicators() if one.core or campaign.depth == "full"]
    indicator_ids = tuple(one.id for one in asked)
    territory_ids = tuple(territory.id for territory in campaign.territories)
    respondent_ids = tuple(f"R{number}" for number in range(1, campaign.respondents + 1))
    shape = (len(territory_ids), len(respondent_ids), len(indicator_ids))
    t = places(territory_ids, answers["territory_id"])
    r = places(respondent_ids, answers["respondent_id"])
    i = places(indicator_ids, answers["indicator_id"])
    levels = np.full(shape, np.nan)
    levels[t, r, i] = answers["level"].to_numpy(dtype=float, na_value=np.nan)
    states = np.full(shape, STATES.index(BLANK), dtype=np.int8)
    states[t, r, i] = places(STATES, answers["state"])
    cells = np.full(shape, "", dtype=object)
    cells[t, r, i] = named_cells(answers)
    organisations, actors = _behind(respondents, territory_ids, respondent_ids)
    blocks = tuple(one.block_id for one in asked)
    chosen = {
        one: _chosen([row for row in said if row[2] == one], territory_ids, respondent_ids) for one in campaign.ask
    }
    return Voices(territory_ids, indicator_ids, blocks, levels, states, organisations, actors, cells, chosen)


def _chosen(
    said: Sequence[tuple[str, str, str, str]], territory_ids: Sequence[str], respondent_ids: Sequence[str]
) -> npt.NDArray[np.object_]:
    """What each respondent chose in one grouping, "" where nothing was said."""
    chosen = np.full((len(territory_ids), len(respondent_ids)), "", dtype=object)
    t, r = (
        places(known, [row[column] for row in said]) for column, known in enumerate((territory_ids, respondent_ids))
    )
    chosen[t, r] = [row[3] for row in said]
    return chosen


def _behind(
    respondents: pd.DataFrame, territory_ids: Sequence[str], respondent_ids: Sequence[str]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.object_]]:
    """Which organisation (a number, -1 when unnamed) and actor type stands behind each respondent."""
    shape = (len(territory_ids), len(respondent_ids))
    numbers, actors = np.full(shape, -1, dtype=np.int64), np.full(shape, "", dtype=object)
    t = places(territory_ids, respondents["territory_id"])
    r = places(respondent_ids, respondents["respondent_id"])
    names = [fold(name) for name in respondents["organisation"]]
    codes = np.asarray(pd.factorize(pd.Series(names, dtype="str"))[0], dtype=np.int64)
    known = (t >= 0) & (r >= 0)
    numbers[t[known], r[known]] = np.where([bool(name) for name in names], codes, -1)[known]
    actors[t[known], r[known]] = respondents["actor_type"].to_numpy(dtype=object)[known]
    return numbers, actors


def named_cells(frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    """The cell behind each row as "tab!cell", each different one held once."""
    name = cache("{}!{}".format)
    named = np.empty(len(frame), dtype=object)
    named[:] = list(map(name, frame["tab"].tolist(), frame["cell"].tolist()))
    return named


def indicator_scores(voices: Voices, positions: pd.DataFrame, guideline: Guideline) -> pd.DataFrame:
    """The frame `IndicatorScores`, territories and indicators in the order of `voices`."""
    policy = guideline.policy
    merged = merged_levels(voices)
    counts = level_counts(merged, _LEVELS)
    agreed = _Agreed(voices, positions)
    status = _statuses(voices, agreed, policy)
    balanced = balanced_levels(voices, merged, guideline)
    mean, median = balanced if policy.group_balance else indicator_levels(merged), median_level(counts)
    use_agreed = ~np.isnan(agreed.levels) & (policy.value == "agreed")
    in_use = np.where(use_agreed, agreed.levels, mean)
    in_use = np.where(status == "scored", in_use, np.nan)
    status = np.where((status == "scored") & np.isnan(in_use), "unanswered", status)
    n_voices = (~np.isnan(merged)).sum(axis=1)
    spread = np.where(n_voices > 1, level_range(counts), np.nan)
    gap = _actor_gap(voices, merged, guideline)
    discuss = (np.nan_to_num(spread) >= policy.discuss_spread) | (
        np.abs(np.nan_to_num(gap)) >= policy.discuss_actor_gap
    )
    source = np.where(np.isnan(in_use), "none", np.where(use_agreed, "agreed", "respondents"))
    flat = {
        "status": status,
        "source": source,
        "level": in_use,
        "score": level_scores(in_use, policy),
        "agreed_level": agreed.levels,
        "mean_level": mean,
        "median_level": median,
        "n_voices": n_voices,
        **{f"n_{state}": (voices.states == STATES.index(state)).sum(axis=1) for state in STATES[1:]},
        "spread": spread,
        "actor_gap": gap,
        "agreement": np.where(n_voices > 1, van_der_eijk_agreement(counts), np.nan),
        "agreement_label": _labels(counts, policy),
        "discuss": discuss & np.isnan(agreed.levels) & (status != "not_applicable"),
        "evidence_grade": agreed.grades,
        "because": _because(voices, agreed, source),
    }
    return framed(IndicatorScores, _columns(voices, flat))


def merged_levels(voices: Voices) -> Floats:
    """One voice per organisation: its median in the row of its first respondent, NaN in its other rows."""
    return organisation_answers(voices.levels, voices.organisations)


def balanced_levels(voices: Voices, merged: Floats, guideline: Guideline) -> Floats:
    """Mean over the types of actor of the mean inside each; the plain mean where nobody's type is known."""
    groups = places(guideline.actor_types, voices.actors.reshape(-1)).reshape(voices.actors.shape)
    balanced = group_balanced_levels(merged, groups, len(guideline.actor_types))
    return np.where(np.isnan(balanced), indicator_levels(merged), balanced)


def level_scores(levels: Floats, policy: Policy) -> Floats:
    """Levels 0-4 in the points of the policy; NaN stays."""
    return np.where(np.isnan(levels), np.nan, np.interp(levels, np.arange(_LEVELS), policy.points))


class _Agreed:
    """What the sessions agreed on, as arrays of territories x indicators."""

    def __init__(self, voices: Voices, positions: pd.DataFrame) -> None:
        shape = (len(voices.territory_ids), len(voices.indicator_ids))
        t = places(voices.territory_ids, positions["territory_id"])
        i = places(voices.indicator_ids, positions["indicator_id"])
        self.levels, self.grades = np.full(shape, np.nan), np.full(shape, np.nan)
        self.states = np.full(shape, BLANK, dtype=object)
        self.cells = np.full(shape, "", dtype=object)
        self.levels[t, i] = positions["level"].to_numpy(dtype=float, na_value=np.nan)
        self.grades[t, i] = positions["evidence_grade"].to_numpy(dtype=float, na_value=np.nan)
        self.states[t, i] = positions["state"].to_numpy(dtype=object)
        self.cells[t, i] = named_cells(positions)


def _statuses(voices: Voices, agreed: _Agreed, policy: Policy) -> npt.NDArray[np.object_]:
    """scored, unknown, not_applicable or unanswered (SCORING 2.1); a level agreed in the session decides."""
    dont_know = voices.states == STATES.index(DONT_KNOW)
    outside, _ = _applicability(voices, policy)
    known = knowledge_share(voices.levels, dont_know)
    decided = ~np.isnan(agreed.levels)
    some = (~np.isnan(voices.levels)).any(axis=1)
    status = np.where(some | decided, "scored", "unanswered").astype(object)
    unknown = (np.nan_to_num(known, nan=1.0) < policy.unknown_share) | (agreed.states == DONT_KNOW)
    status[unknown & ~decided] = "unknown"
    status[(outside | (agreed.states == NOT_APPLICABLE)) & ~decided] = "not_applicable"
    return status


def contested_applicability(voices: Voices, policy: Policy) -> npt.NDArray[np.bool_]:
    """Where somebody said "not applicable", but too few to take the indicator out; territories x indicators."""
    return _applicability(voices, policy)[1]


def _applicability(voices: Voices, policy: Policy) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Whether an indicator lies outside a territory's grid, and whether that is contested (SCORING 2.1)."""
    return structural_not_applicable(
        voices.levels,
        voices.states == STATES.index(NOT_APPLICABLE),
        min_share=policy.not_applicable_share,
        min_deciding=policy.deciding_voices,
    )


def _actor_gap(voices: Voices, merged: Floats, guideline: Guideline) -> Floats:
    """Median level of officials minus that of SSE actors, NaN where one side is silent (DOMAIN 6.5)."""
    return side_levels(voices, merged, guideline.officials) - side_levels(voices, merged, guideline.sse_actors)


def side_levels(voices: Voices, merged: Floats, kinds: tuple[str, ...]) -> Floats:
    """Median level of the voices of those types of actor, territories x indicators; NaN where they are silent."""
    inside = np.isin(voices.actors.astype(str), kinds)[:, :, None]
    return median_level(level_counts(np.where(inside, merged, np.nan), _LEVELS))


def _labels(counts: Floats, policy: Policy) -> npt.NDArray[np.object_]:
    rules = LabelRules(
        min_voices=policy.label_min_voices,
        differ_range=policy.discuss_spread,
        polarised_agreement=policy.polarised_max_a,
        polarised_range=policy.polarised_range,
        agreed_within=1,
        agreed_share=policy.agreed_within_one,
        agreed_agreement=policy.agreed_min_a,
        sure_voices=policy.label_sure_voices,
    )
    names = np.array([label.name.lower() for label in Label], dtype=object)
    return names[disagreement_labels(counts, rules)]


def _because(voices: Voices, agreed: _Agreed, source: npt.NDArray[np.str_]) -> npt.NDArray[np.object_]:
    """The cells behind each value, "tab!cell" joined by "; "."""
    because = np.where(source == "agreed", agreed.cells, "").astype(object)
    t, i = np.nonzero(source == "respondents")
    there = ~np.isnan(voices.levels)
    for territory, indicator in zip(t.tolist(), i.tolist(), strict=True):
        mine = voices.cells[territory, there[territory, :, indicator], indicator]
        because[territory, indicator] = "; ".join(mine.tolist())
    return because


def _columns(voices: Voices, flat: Mapping[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    n_territories, n_indicators = len(voices.territory_ids), len(voices.indicator_ids)
    keys = {
        "territory_id": np.repeat(np.array(voices.territory_ids, dtype=object), n_indicators),
        "block_id": np.tile(np.array(voices.block_ids, dtype=object), n_territories),
        "indicator_id": np.tile(np.array(voices.indicator_ids, dtype=object), n_territories),
    }
    return {**keys, **{name: values.reshape(-1) for name, values in flat.items()}}


def places(known: Sequence[str], wanted: Iterable[object]) -> npt.NDArray[np.int64]:
    """Where each wanted thing stands among the known ones, -1 where it does not."""
    asked = pd.Index(wanted) if isinstance(wanted, pd.Series) else pd.Index(list(wanted), dtype=object)
    found = pd.Index(list(known), dtype=object).get_indexer(asked)
    return np.asarray(found, dtype=np.int64)
