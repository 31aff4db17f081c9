"""Everything that says how far the scores can be trusted, from one reading of the voices (SCORING 2.2 to 2.10)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.choices import changed_bands, sensitivity, weight_sets
from pipeline.consensus import Voices, balanced_levels, level_scores, merged_levels, places
from pipeline.equity import across
from pipeline.group_gaps import gaps_across, group_gaps
from pipeline.method import Step, aggregated_scores, indicator_levels
from pipeline.method.method_choices import participants_weights
from pipeline.method_run import method_run
from pipeline.reliability import evidence, reliability
from pipeline.robustness import block_notes, index_notes
from pipeline.score import Grid, block_step, scenario_weights
from pipeline.targets import Targets
from pipeline.uncertainty import Assessed, block_tables, could_be_asked, intervals, ranges, respondent_spread
from schemas.campaign import Campaign
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
    group_gaps: pd.DataFrame
    gaps_across: pd.DataFrame
    across: pd.DataFrame
    method_run: pd.DataFrame


def trust(
    voices: Voices,
    indicator_scores: pd.DataFrame,
    block_scores: pd.DataFrame,
    index: pd.DataFrame,
    allocations: pd.DataFrame,
    *,
    targets: Targets,
    guideline: Guideline,
    campaign: Campaign,
) -> Trust:
    """Intervals, reliability, evidence and what results rest on. The same input gives the same output, to the bit."""
    policy, grid = guideline.policy, Grid(indicator_scores, guideline)
    merged, step = merged_levels(voices), block_step(grid, guideline, campaign.depth)
    levels = _levels(grid, indicator_scores, merged)
    given = _participants(allocations, grid, guideline, voices)
    weights = scenario_weights(guideline, campaign, grid.territory_ids, grid.block_ids)
    assessed = Assessed(
        territory_ids=grid.territory_ids,
        block_ids=grid.block_ids,
        blocks=block_tables(level_scores(levels, policy), step, grid.applicable),
        applicable=(block_scores["status"] != "not_applicable").to_numpy().reshape(len(grid.territory_ids), -1),
        merged=merged,
        parent=grid.parent,
        weights=weights,
        index=index["index"].to_numpy(dtype=float, na_value=np.nan),
        participants=tuple(one[0] if one else None for one in given),
        could_be_asked=could_be_asked(campaign, grid.territory_ids),
        targets=targets,
    )
    spread = respondent_spread(merged, grid.parent, assessed.blocks[0], assessed.could_be_asked, policy)
    sets = np.array([[one.weights[block] for block in grid.block_ids] for one in guideline.scenarios])
    drawn = ranges(assessed, spread, sets, policy, campaign.seed)
    graded = evidence(indicator_scores, campaign.reviewed, policy)
    means = [one[1] if one else None for one in given]
    notes = block_notes(
        assessed,
        _balanced(voices, indicator_scores, levels[0], grid, step, guideline),
        drawn.first,
        evidence=graded,
        indicator_scores=indicator_scores,
        block_scores=block_scores,
        means=means,
        policy=policy,
    )
    few = slice(0, _MOST_COMPARED)
    grades = _column(indicator_scores, "evidence_grade").reshape(grid.levels.shape)
    moved = sensitivity(
        levels[:, few], grid.applicable[few], step, weight_sets(sets, means),
        grades=grades[few], shown=~np.isnan(assessed.index[few]), policy=policy, seed=campaign.seed,
    )  # fmt: skip
    bands = changed_bands(grid.levels, grid.applicable, step, weights, assessed.index, policy=policy)
    even, shifts = (_column(*one) for one in ((index, "index_balanced"), (notes, "leave_out_shift")))
    gaps = group_gaps(voices, assessed, spread, guideline)
    return Trust(
        intervals=intervals(assessed, spread, drawn),
        reliability=reliability(grid.territory_ids, merged, policy, campaign.seed),
        evidence=graded,
        block_notes=notes,
        index_notes=index_notes(assessed, index, means, policy),
        group_gaps=gaps,
        gaps_across=gaps_across(gaps, guideline, campaign),
        across=across(assessed, even, shifts.reshape(assessed.weights.shape), guideline, campaign),
        method_run=method_run(
            assessed,
            spread,
            moved,
            bands,
            sources=indicator_scores["source"].astype(str).tolist(),
            guideline=guideline,
            campaign=campaign,
        ),
    )


def _column(frame: pd.DataFrame, name: str) -> Floats:
    return frame[name].to_numpy(dtype=float, na_value=np.nan)


def _balanced(
    voices: Voices, scores: pd.DataFrame, levels: Floats, grid: Grid, step: Step, guideline: Guideline
) -> Floats:
    """Block scores if every type of actor weighed the same, where the voices are in use."""
    by_voices = (scores["source"] == "respondents").to_numpy().reshape(levels.shape)
    even = np.where(by_voices, balanced_levels(voices, merged_levels(voices), guideline), levels)
    (found,) = aggregated_scores(level_scores(even, guideline.policy), [step], grid.applicable)
    return found.scores


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
