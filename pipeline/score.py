"""Block scores, the block x driver matrix and the index, with what limits them (SCORING 2.4, 2.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.method import Step, aggregated_scores, score_bounds
from schemas.campaign import Campaign
from schemas.frames import BlockScores, DriverScores, Index
from schemas.frames.base import framed
from schemas.guideline import Guideline, Scenario

Floats = npt.NDArray[np.float64]
_TOP = 3
_NO_GAP = 1e-9  # what rounding alone leaves of a target that is met


class Grid:
    """Indicator scores of all territories as arrays of territories x indicators, with the block of each indicator."""

    def __init__(self, scores: pd.DataFrame, guideline: Guideline) -> None:
        """Lay the frame `IndicatorScores` out; it holds every indicator of every territory, in one order."""
        self.territory_ids = tuple(scores["territory_id"].unique())
        self.indicator_ids = tuple(scores["indicator_id"].unique())
        shape = (len(self.territory_ids), len(self.indicator_ids))
        self.scores = scores["score"].to_numpy(dtype=float, na_value=np.nan).reshape(shape)
        self.levels = scores["level"].to_numpy(dtype=float, na_value=np.nan).reshape(shape)
        self.applicable = (scores["status"] != "not_applicable").to_numpy().reshape(shape)
        self.voices = scores["n_voices"].to_numpy(dtype=float).reshape(shape)
        first = scores.iloc[: len(self.indicator_ids)]
        block_of = dict(zip(first["indicator_id"], first["block_id"], strict=True))
        self.block_ids = tuple(block.id for block in guideline.blocks if block.id in set(block_of.values()))
        self.parent = np.array([self.block_ids.index(block_of[one]) for one in self.indicator_ids])


def scenario_weights(
    guideline: Guideline, campaign: Campaign, territory_ids: Sequence[str], block_ids: Sequence[str]
) -> Floats:
    """Weights of territories x blocks, each row summing to 1: the base scenario, or its mean with the overlay."""
    chosen = [(one.scenario, one.overlay) for one in map(campaign.territory, territory_ids)]
    rows = {
        ids: _mean_weights([guideline.scenario(one) for one in ids if one], block_ids) for ids in dict.fromkeys(chosen)
    }
    weights: Floats = np.array([rows[ids] for ids in chosen], dtype=float).reshape(len(territory_ids), len(block_ids))
    shares: Floats = weights / weights.sum(axis=1, keepdims=True)
    return shares


def _mean_weights(scenarios: Sequence[Scenario], block_ids: Sequence[str]) -> list[float]:
    return [float(np.mean([one.weights[block] for one in scenarios])) for block in block_ids]


def block_step(grid: Grid, guideline: Guideline, depth: str) -> Step:
    """How indicators make a block: equal weights, withheld below the thresholds of the policy.

    A block of the policy's `weakest_link_blocks` is as good as the lowest of its core indicators (PEFA's M1).
    """
    policy = guideline.policy
    core = {indicator.id for indicator in guideline.indicators() if indicator.core}
    weakest = np.isin(np.array(grid.block_ids)[grid.parent], policy.weakest_link_blocks)
    counts = ~weakest | np.isin(grid.indicator_ids, list(core))
    return Step(
        grid.parent,
        counts.astype(float),
        mean=tuple("weakest_link" if one in policy.weakest_link_blocks else "arithmetic" for one in grid.block_ids),
        min_share=policy.block_min_share,
        min_count=policy.block_min_indicators[depth],
    )


def index_step(grid: Grid, guideline: Guideline, weights: Floats) -> Step:
    """How blocks make the index: scenario weights over the blocks that have a score."""
    policy = guideline.policy
    mandatory = tuple(grid.block_ids.index(block) for block in policy.mandatory_blocks)
    return Step(
        np.zeros(len(grid.block_ids), dtype=int),
        weights,
        min_share=policy.index_min_share,
        share_of="count",
        mandatory=mandatory,
    )


def block_scores(scores: pd.DataFrame, guideline: Guideline, depth: str) -> pd.DataFrame:
    """The frame `BlockScores`."""
    grid = Grid(scores, guideline)
    step = block_step(grid, guideline, depth)
    (result,) = aggregated_scores(grid.scores, [step], grid.applicable)
    (bounds,) = score_bounds(grid.scores, [step], lowest=0, highest=100, applicable=grid.applicable)
    member = grid.parent[None, :] == np.arange(len(grid.block_ids))[:, None]
    shape = result.scores.shape
    (levels,) = aggregated_scores(grid.levels, [step], grid.applicable)
    mean_level = levels.scores
    status = np.where(~result.applicable, "not_applicable", np.where(result.withheld, "withheld", "scored"))
    flat = {
        "status": status,
        "reason": _block_reasons(status, result.n_scored),
        "score": result.scores,
        "lower": bounds.lower,
        "upper": bounds.upper,
        "mean_level": mean_level,
        "band": _bands(mean_level, guideline),
        "coverage": result.availability,
        "n_indicators": np.broadcast_to(member.sum(axis=1), shape),
        "n_applicable": (grid.applicable & (np.asarray(step.weights) > 0)).astype(int) @ member.T,
        "n_scored": result.n_scored,
        "n_voices": np.where(member[None], grid.voices[:, None, :], 0).max(axis=2),
        "limiting_indicator": _limiting(grid, member),
    }
    return framed(BlockScores, _columns(grid, flat))


def _block_reasons(status: npt.NDArray[np.str_], n_scored: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    reason = np.where(status == "scored", "", np.where(n_scored == 0, "no_answers", "too_few_indicators"))
    return np.where(status == "not_applicable", "not_applicable", reason).astype(object)


def _bands(levels: Floats, guideline: Guideline) -> npt.NDArray[np.object_]:
    """low, mid or high by the mean level of the block, "" where it has none."""
    names = list(guideline.policy.bands)
    starts = np.array([guideline.policy.bands[name] for name in names])
    place = np.clip(np.searchsorted(starts, np.nan_to_num(levels) + 1e-9, side="right") - 1, 0, None)
    return np.where(np.isnan(levels), "", np.array(names, dtype=object)[place])


def _limiting(grid: Grid, member: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    """The indicator with the lowest score of each block (the first one on a tie), "" where none is scored."""
    inside = np.where(member[None], grid.scores[:, None, :], np.nan)
    silent = np.isnan(inside).all(axis=2)
    lowest = np.argmin(np.where(np.isnan(inside), np.inf, inside), axis=2)
    return np.where(silent, "", np.array(grid.indicator_ids, dtype=object)[lowest])


def driver_scores(scores: pd.DataFrame, guideline: Guideline) -> pd.DataFrame:
    """The frame `DriverScores`: one row per territory, block and driver that some indicator of the block serves."""
    grid = Grid(scores, guideline)
    drivers = {indicator.id: indicator.drivers for indicator in guideline.indicators()}
    rows = []
    for number, block_id in enumerate(grid.block_ids):
        for driver_id in guideline.drivers:
            serves = np.array(
                [
                    parent == number and driver_id in drivers[one]
                    for one, parent in zip(grid.indicator_ids, grid.parent, strict=True)
                ]
            )
            if serves.any():
                rows.append((block_id, driver_id, grid.scores[:, serves]))
    n_territories = len(grid.territory_ids)
    there = [~np.isnan(values) for _, _, values in rows]
    counts = np.array([one.sum(axis=1) for one in there]).reshape(len(rows), n_territories).T
    sums = np.array([np.nansum(values, axis=1) for _, _, values in rows]).reshape(len(rows), n_territories).T
    means = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)
    frame = {
        "territory_id": np.repeat(np.array(grid.territory_ids, dtype=object), len(rows)),
        "block_id": np.tile(np.array([block for block, _, _ in rows], dtype=object), n_territories),
        "driver_id": np.tile(np.array([driver for _, driver, _ in rows], dtype=object), n_territories),
        "score": means.reshape(-1),
        "n_indicators": np.tile(np.array([values.shape[1] for _, _, values in rows]), n_territories),
        "n_scored": counts.reshape(-1),
    }
    return framed(DriverScores, frame)


def index_scores(
    scores: pd.DataFrame, guideline: Guideline, campaign: Campaign, targets: Floats | None = None
) -> pd.DataFrame:
    """The frame `Index`: one number per territory under its scenario and balanced, never without bounds.

    `targets`: territories x blocks, what gaps are measured to; by default the level aimed at, the same for all.
    """
    grid = Grid(scores, guideline)
    weights = scenario_weights(guideline, campaign, grid.territory_ids, grid.block_ids)
    balanced = np.full_like(weights, 1 / len(grid.block_ids))
    inside = block_step(grid, guideline, campaign.depth)
    steps = [inside, index_step(grid, guideline, weights)]
    blocks, result = aggregated_scores(grid.scores, steps, grid.applicable)
    _, even = aggregated_scores(grid.scores, [inside, index_step(grid, guideline, balanced)], grid.applicable)
    _, bounds = score_bounds(grid.scores, steps, lowest=0, highest=100, applicable=grid.applicable)
    n_blocks = (~np.isnan(blocks.scores)).sum(axis=1)
    n_applicable = blocks.applicable.sum(axis=1)
    index = result.scores[:, 0]
    status = np.where(np.isnan(index), "withheld", np.where(n_blocks == n_applicable, "complete", "partial"))
    reason = _index_reasons(index, blocks.scores, weights, steps[1], n_applicable)
    scenarios = [campaign.territory(one) for one in grid.territory_ids]
    aims = np.full(weights.shape, guideline.policy.target_points) if targets is None else targets
    frame = {
        "territory_id": np.array(grid.territory_ids, dtype=object),
        "scenario": np.array([" + ".join(filter(None, (t.scenario, t.overlay))) for t in scenarios], dtype=object),
        "status": status,
        "reason": reason,
        "index": index,
        "index_balanced": even.scores[:, 0],
        "lower": bounds.lower[:, 0],
        "upper": bounds.upper[:, 0],
        "n_blocks": n_blocks,
        "n_applicable": n_applicable,
        "top_blocks": top_blocks(blocks.scores, weights, grid.block_ids, aims),
        "top_blocks_balanced": top_blocks(blocks.scores, balanced, grid.block_ids, aims),
    }
    return framed(Index, frame)


def _index_reasons(
    index: Floats, blocks: Floats, weights: Floats, step: Step, n_applicable: npt.NDArray[np.int64]
) -> npt.NDArray[np.object_]:
    """Why there is no index: no answer, too few blocks, a mandatory one missing, or no weight on those scored."""
    scored = ~np.isnan(blocks)
    n_blocks = scored.sum(axis=1)
    few = n_blocks < step.min_share * n_applicable - 1e-9
    weightless = (weights * scored).sum(axis=1) <= 0
    cases = [~np.isnan(index), n_blocks == 0, few, weightless]
    return np.select(cases, ["", "no_answers", "too_few_blocks", "no_weight"], "mandatory_missing").astype(object)


def top_blocks(scores: Floats, weights: Floats, block_ids: Sequence[str], targets: Floats) -> npt.NDArray[np.object_]:
    """The blocks with the largest weighted gap to their target, at most three, joined by ";"."""
    gaps = np.nan_to_num(np.clip(targets - scores, 0, None)) * weights
    order = np.argsort(-gaps, axis=1, kind="stable")[:, :_TOP]
    names = [
        ";".join(block_ids[place] for place in line if gap[place] > _NO_GAP)
        for line, gap in zip(order, gaps, strict=True)
    ]
    return np.array(names, dtype=object)


def _columns(grid: Grid, flat: Mapping[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    keys = {
        "territory_id": np.repeat(np.array(grid.territory_ids, dtype=object), len(grid.block_ids)),
        "block_id": np.tile(np.array(grid.block_ids, dtype=object), len(grid.territory_ids)),
    }
    return {**keys, **{name: np.asarray(values).reshape(-1) for name, values in flat.items()}}
