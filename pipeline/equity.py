"""Gaps between groups of a territory and between territories, told beside the scores (SCORING 2.6, 2.9, 2.13)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.consensus import Voices, framed, places
from pipeline.method import adjusted_p_values, effective_weights
from pipeline.method.arrays import divided
from pipeline.method.equity import GroupDifference, atkinson, gini, group_difference, theil
from pipeline.method.respondents import group_means
from pipeline.method.spread import Spread
from pipeline.uncertainty import Assessed
from schemas.campaign import Campaign
from schemas.frames import AcrossTerritories, GroupGaps
from schemas.guideline import Guideline, Policy

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
_PAIR = 2


def group_gaps(voices: Voices, assessed: Assessed, spread: Spread, guideline: Guideline) -> pd.DataFrame:
    """The frame `GroupGaps`: nothing about a group of fewer voices than the policy shows."""
    policy, actors = guideline.policy, voices.actors.astype(str)
    officials, sse = (np.isin(actors, kinds) for kinds in (guideline.officials, guideline.sse_actors))
    found = group_difference(
        assessed.merged, officials, sse, assessed.parent, typical=np.diagonal(spread.typical),
        prior_df=policy.prior_df, points_per_level=policy.points_per_level,
    )  # fmt: skip
    shown = _sides_shown(assessed, ~(officials | sse), found, policy.min_voices_shown)
    n_types, unequal = _between_types(voices, assessed, guideline)
    adjusted = adjusted_p_values(np.where(shown, found.p_value, np.nan))
    reach = found.reach(policy.interval_level)
    sides = {
        "n_officials": found.n_first, "n_sse": found.n_second, "n_common": found.n_common,
        "officials_score": found.first, "sse_score": found.second, "difference": found.difference,
        "standard_error": found.standard_error, "low": found.difference - reach, "high": found.difference + reach,
    }  # fmt: skip
    kept = shown | ~np.isnan(unequal)
    t, k = np.nonzero(kept)
    frame = {
        "territory_id": np.array(assessed.territory_ids, dtype=object)[t],
        "block_id": np.array(assessed.block_ids, dtype=object)[k],
        **{name: np.where(shown, one, np.nan)[kept] for name, one in sides.items()},
        "is_clear": (np.nan_to_num(adjusted, nan=1.0) <= policy.change_false_share)[kept],
        "n_types": np.where(np.isnan(unequal), np.nan, n_types)[kept],
        "atkinson": unequal[kept],
    }
    return framed(GroupGaps, frame)


def _spoke(assessed: Assessed) -> Flags:
    """Whether a voice gave a level in a block: territories x voices x blocks."""
    member = assessed.parent[:, None] == np.arange(len(assessed.block_ids))
    return np.asarray((~np.isnan(assessed.merged)).astype(np.float32) @ member.astype(np.float32) > 0)


def _sides_shown(assessed: Assessed, others: Flags, found: GroupDifference, least: int) -> Flags:
    """Whether both sides, and who is on neither, are enough voices that nobody can be told from the means."""
    rest = (_spoke(assessed) & others[:, :, None]).sum(axis=1)
    return np.asarray((found.n_first >= least) & (found.n_second >= least) & ((rest == 0) | (rest >= least)))


def _between_types(voices: Voices, assessed: Assessed, guideline: Guideline) -> tuple[Floats, Floats]:
    """Types of actor with voices enough per block, and Atkinson's index over their means; NaN with fewer than two."""
    policy, n_kinds = guideline.policy, len(guideline.actor_types)
    of = places(guideline.actor_types, voices.actors.reshape(-1)).reshape(voices.actors.shape)
    spoke = _spoke(assessed)
    enough = np.stack([(spoke & (of == kind)[:, :, None]).sum(axis=1) for kind in range(n_kinds)], axis=1)
    enough = enough >= policy.min_voices_shown
    n_types = enough.sum(axis=1).astype(float)
    found = np.full(n_types.shape, np.nan)
    rows = np.flatnonzero((n_types >= _PAIR).any(axis=1))
    if rows.size:
        scores = _type_scores(group_means(assessed.merged[rows], of[rows], n_kinds), enough[rows], assessed, policy)
        pair = (~np.isnan(scores)).sum(axis=1) >= _PAIR
        found[rows] = np.where(pair, atkinson(np.swapaxes(scores, 1, 2), floor=policy.geometric_floor), np.nan)
    return n_types, found


def _type_scores(levels: Floats, enough: Flags, assessed: Assessed, policy: Policy) -> Floats:
    """Block means of the types shown, over the questions that all of them answered: territories x types x blocks."""
    inside = enough[:, :, assessed.parent]
    common = (~np.isnan(levels) | ~inside).all(axis=1, keepdims=True)
    there = inside & common & ~np.isnan(levels)
    member = (assessed.parent[:, None] == np.arange(len(assessed.block_ids))).astype(float)
    return divided(np.where(there, levels, 0) @ member, there.astype(float) @ member) * policy.points_per_level


def across(
    assessed: Assessed, balanced: Floats, shifts: Floats, guideline: Guideline, campaign: Campaign
) -> pd.DataFrame:
    """The frame `AcrossTerritories`.

    `balanced`: the index with equal weights; `shifts`: index without each block minus index, territories x blocks.
    """
    policy, n_blocks = guideline.policy, len(assessed.block_ids)
    here = [campaign.territory(one) for one in assessed.territory_ids]
    public = np.array([one.publish for one in here], dtype=np.bool_)
    countries = pd.factorize(pd.Series([one.country for one in here], dtype=object))[0].astype(np.int64)
    scores = np.where(public[:, None], assessed.blocks[0], np.nan)
    unequal = [_inequality(one, countries, policy) for one in (*scores.T, np.where(public, balanced, np.nan))]
    nominal = np.full(n_blocks, 1 / n_blocks)
    effective = _effective(scores, nominal, policy)
    frame = {
        "block_id": np.array([*assessed.block_ids, ""], dtype=object),
        **{name: np.array([one[name] for one in unequal]) for name in unequal[0]},
        "nominal_weight": np.array([*nominal, np.nan]),
        "effective_weight": np.array([*effective, np.nan]),
        "is_weight_different": np.array([*_apart(effective, nominal, policy), False]),
        "mean_shift": np.array([*_mean_shifts(np.where(public[:, None], shifts, np.nan), policy), np.nan]),
    }
    return framed(AcrossTerritories, frame)


def _effective(scores: Floats, nominal: Floats, policy: Policy) -> Floats:
    complete = (~np.isnan(scores)).all(axis=1)
    if complete.sum() < policy.group_min_shown:
        return np.full(nominal.shape, np.nan)
    return effective_weights(scores[complete], nominal)


def _apart(effective: Floats, nominal: Floats, policy: Policy) -> Flags:
    """Whether a weight differs from the nominal one by the policy's factor; one that pulls the other way does."""
    known = ~np.isnan(effective)
    ratio = np.where(known, effective, nominal) / nominal
    return np.asarray((ratio >= policy.effective_factor - 1e-9) | (ratio <= 1 / policy.effective_factor + 1e-9)) & known


def _mean_shifts(shifts: Floats, policy: Policy) -> Floats:
    known = ~np.isnan(shifts)
    mean = divided(np.where(known, np.abs(shifts), 0).sum(axis=0), known.sum(axis=0))
    return np.where(known.sum(axis=0) >= policy.group_min_shown, mean, np.nan)


def _inequality(scores: Floats, countries: npt.NDArray[np.int64], policy: Policy) -> dict[str, float]:
    """How unequal territories are in one block; NaN where too few have a score."""
    known = ~np.isnan(scores)
    count, n_countries = int(known.sum()), len(set(countries[known].tolist()))
    names = ("lowest", "highest", "gini", "theil_between", "theil_within")
    values: Sequence[float] = (np.nan,) * len(names)
    if count >= policy.group_min_shown:
        there = scores[known]
        parts = theil(there, countries[known]) if 1 < n_countries < count else (np.nan, np.nan)
        values = (float(there.min()), float(there.max()), gini(there), *parts)
    return {"n_territories": count, "n_countries": n_countries, **dict(zip(names, values, strict=True))}
