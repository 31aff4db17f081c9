"""Everything that says how far the scores can be trusted, from one reading of the voices (SCORING 2.2 to 2.10)."""

from __future__ import annotations

import platform
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy

from pipeline.choices import FACTORS, Sensitivity, sensitivity
from pipeline.consensus import Voices, balanced_levels, level_scores, merged_levels, places
from pipeline.method import aggregated_scores, indicator_levels
from pipeline.method.method_choices import participants_weights
from pipeline.method.spread import Spread
from pipeline.reliability import evidence, reliability
from pipeline.robustness import block_notes, index_notes
from pipeline.score import Grid, block_step, scenario_weights
from pipeline.uncertainty import Assessed, block_tables, intervals, ranges, respondent_spread
from schemas.campaign import Campaign
from schemas.frames import MethodRun
from schemas.frames.base import typed
from schemas.guideline import Guideline

Floats = npt.NDArray[np.float64]
#: Sensitivity is measured on so many territories at most: its message is about the method, not about them.
_MOST_COMPARED = 500


@dataclass(frozen=True, slots=True)
class Trust:
    """The frames of the same names."""

    intervals: pd.DataFrame
    reliability: pd.DataFrame
    evidence: pd.DataFrame
    block_notes: pd.DataFrame
    index_notes: pd.DataFrame
    method_run: pd.DataFrame


def trust(
    voices: Voices,
    indicator_scores: pd.DataFrame,
    block_scores: pd.DataFrame,
    index: pd.DataFrame,
    allocations: pd.DataFrame,
    *,
    guideline: Guideline,
    campaign: Campaign,
) -> Trust:
    """Intervals, reliability, evidence and what results rest on. The same input gives the same output, to the bit."""
    policy, grid = guideline.policy, Grid(indicator_scores, guideline)
    merged = merged_levels(voices)
    levels = _levels(grid, indicator_scores, merged)
    step = block_step(grid, guideline, campaign.depth)
    given = _participants(allocations, grid, guideline, voices)
    assessed = Assessed(
        territory_ids=grid.territory_ids,
        block_ids=grid.block_ids,
        blocks=block_tables(level_scores(levels, policy), step, grid.applicable),
        applicable=(block_scores["status"] != "not_applicable").to_numpy().reshape(len(grid.territory_ids), -1),
        merged=merged,
        parent=grid.parent,
        weights=scenario_weights(guideline, campaign, grid.territory_ids, grid.block_ids),
        index=index["index"].to_numpy(dtype=float, na_value=np.nan),
        participants=tuple(one[0] if one else None for one in given),
    )
    spread = respondent_spread(assessed, policy)
    sets = np.array([[one.weights[block] for block in grid.block_ids] for one in guideline.scenarios])
    drawn = ranges(assessed, spread, sets, policy, campaign.seed)
    graded = evidence(indicator_scores, campaign.reviewed, policy)
    even = np.where(indicator_scores["source"].to_numpy().reshape(levels[0].shape) == "respondents",
                    balanced_levels(voices, merged, guideline), levels[0])  # fmt: skip
    (balanced,) = aggregated_scores(level_scores(even, policy), [step], grid.applicable)
    few = slice(0, _MOST_COMPARED)
    moved = sensitivity(levels[:, few], grid.applicable[few], step, sets, policy=policy, seed=campaign.seed)
    return Trust(
        intervals=intervals(assessed, spread, drawn),
        reliability=reliability(grid.territory_ids, merged, policy, campaign.seed),
        evidence=graded,
        block_notes=block_notes(
            assessed,
            balanced.scores,
            drawn.first,
            evidence=graded,
            indicator_scores=indicator_scores,
            block_scores=block_scores,
            policy=policy,
        ),
        index_notes=index_notes(assessed, index, [one[1] if one else None for one in given], policy),
        method_run=_method_run(guideline, campaign, spread, moved),
    )


def _levels(grid: Grid, scores: pd.DataFrame, merged: Floats) -> Floats:
    """Levels in use, and the same with the interpolated median of the voices where voices are in use."""
    median = indicator_levels(merged, "interpolated_median")
    by_voices = (scores["source"] == "respondents").to_numpy().reshape(grid.levels.shape)
    return np.stack([grid.levels, np.where(by_voices & ~np.isnan(median), np.clip(median, 0, 4), grid.levels)])


def _participants(
    allocations: pd.DataFrame, grid: Grid, guideline: Guideline, voices: Voices
) -> list[tuple[Floats, Floats] | None]:
    """Per territory the participants' shares of the blocks and what they come to, types of actor weighing the same."""
    used = allocations[allocations["is_used"]]
    found: dict[str, tuple[Floats, Floats]] = {}
    for territory_id, mine in used.groupby("territory_id", sort=False):
        if str(territory_id) not in grid.territory_ids:
            continue
        table = mine.pivot_table(index="respondent_id", columns="block_id", values="share", aggfunc="sum", fill_value=0)
        rows = table.reindex(columns=list(grid.block_ids), fill_value=0).to_numpy(dtype=float)
        number = grid.territory_ids.index(str(territory_id))
        who = [int(str(one).removeprefix("R")) - 1 for one in table.index]
        groups = places(guideline.actor_types, voices.actors[number, who]) + 1
        found[str(territory_id)] = rows, participants_weights(rows, groups)
    return [found.get(one) for one in grid.territory_ids]


def _method_run(guideline: Guideline, campaign: Campaign, spread: Spread, moved: Sensitivity) -> pd.DataFrame:
    policy = guideline.policy
    rows = [
        ("guideline", f"{guideline.id} {guideline.version}"),
        ("seed", str(campaign.seed)),
        ("interval_draws", str(policy.interval_draws)),
        ("interval_level", f"{policy.interval_level:g}"),
        ("spread", "assumed" if spread.assumed.all() else "partly_assumed" if spread.assumed.any() else "pooled"),
        ("typical_spread", f"{float(np.sqrt(np.diagonal(spread.typical)).mean()):.1f}"),
        ("group_balance", "on" if policy.group_balance else "off"),
        ("value", policy.value),
        ("alpha_draws", str(policy.alpha_draws)),
        ("sensitivity", moved.largest),
        ("mean_shift", "" if np.isnan(moved.mean_shift) else f"{moved.mean_shift:.1f}"),
        *(
            (f"sensitivity_{name}", "" if np.isnan(total) else f"{min(1.0, max(0.0, total)):.2f}")
            for name, total in zip(FACTORS, moved.total, strict=True)
        ),
        ("software", f"python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}"),
    ]
    return MethodRun.validate(typed(MethodRun, rows))
