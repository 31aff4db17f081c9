"""How unequal territories are, told beside the scores (SCORING 2.6, 2.9, 2.13)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.method import effective_weights
from pipeline.method.arrays import divided
from pipeline.method.equity import gini, theil
from pipeline.uncertainty import Assessed
from schemas.campaign import Campaign
from schemas.frames import AcrossTerritories
from schemas.frames.base import framed
from schemas.guideline import Guideline, Policy

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


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
        values = (float(there.min()), float(there.max()), float(gini(there)), *parts)
    return {"n_territories": count, "n_countries": n_countries, **dict(zip(names, values, strict=True))}
