"""On which choices a result rests: groups, single blocks, compensation, weights (SCORING 2.2, 2.6, 2.9, 2.10, 2.13)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.consensus import places
from pipeline.method import weighted_mean
from pipeline.method.aggregate import weakest
from pipeline.method.uncertainty import leave_one_block_out
from pipeline.score import top_blocks
from pipeline.uncertainty import Assessed
from schemas.frames import BlockNotes, IndexNotes
from schemas.frames.base import framed
from schemas.frames.trust import GRADES
from schemas.guideline import Policy

Floats = npt.NDArray[np.float64]


def block_notes(
    assessed: Assessed,
    balanced: Floats,
    first: Floats,
    *,
    evidence: pd.DataFrame,
    indicator_scores: pd.DataFrame,
    block_scores: pd.DataFrame,
    means: Sequence[Floats | None],
    policy: Policy,
) -> pd.DataFrame:
    """The frame `BlockNotes`. `balanced`: block scores if every type of actor weighed the same; `means` as below."""
    counts, share = _grades(assessed, evidence, indicator_scores)
    shift = _shifts(assessed)
    apart = policy.group_differs * policy.points_per_level
    differs = np.abs(np.nan_to_num(balanced - assessed.blocks[0])) > apart
    withheld = (block_scores["status"] == "withheld").to_numpy()
    wide = (block_scores["upper"] - block_scores["lower"]).to_numpy(dtype=float, na_value=0.0) > policy.wide_bounds
    flat = {
        **{f"n_{grade.lower()}": counts[:, :, place] for place, grade in enumerate(GRADES)},
        "documented_share": share,
        "balanced_score": balanced,
        "is_balance_different": differs,
        "leave_out_shift": shift,
        "first_probability": first,
        "is_priority": np.nan_to_num(first) > policy.first_probability,
        "find_out_first": withheld | wide,
        "weight_participants": _given(means, len(assessed.block_ids)),
        "target_points": assessed.targets.points,
        "target_from": assessed.targets.source,
    }
    keys = {
        "territory_id": np.repeat(np.array(assessed.territory_ids, dtype=object), len(assessed.block_ids)),
        "block_id": np.tile(np.array(assessed.block_ids, dtype=object), len(assessed.territory_ids)),
    }
    return framed(BlockNotes, {**keys, **{name: np.asarray(one).reshape(-1) for name, one in flat.items()}})


def _given(means: Sequence[Floats | None], n_blocks: int) -> Floats:
    """The weights of each territory's participants, a row of NaN where nobody gave any."""
    return np.array([np.full(n_blocks, np.nan) if one is None else one for one in means])


def _grades(assessed: Assessed, evidence: pd.DataFrame, scores: pd.DataFrame) -> tuple[Floats, Floats]:
    """Indicators per grade, shape (territories, blocks, grades), over those applicable; and the share of A and B."""
    n_indicators = assessed.parent.size
    there = (scores["status"] != "not_applicable").to_numpy().reshape(-1, n_indicators)
    place = places(GRADES, evidence["grade"]).reshape(-1, n_indicators)
    member = assessed.parent[:, None] == np.arange(len(assessed.block_ids))
    counts = np.stack([((place == grade) & there) @ member.astype(float) for grade in range(len(GRADES))], axis=2)
    total = counts.sum(axis=2)
    return counts, np.divide(counts[:, :, :2].sum(axis=2), total, out=np.full(total.shape, np.nan), where=total > 0)


def _shifts(assessed: Assessed) -> Floats:
    """Index without each block minus the index, NaN where there is no index or no such block."""
    scores, shifts = assessed.blocks[0], np.full(assessed.blocks[0].shape, np.nan)
    groups, place = np.unique(assessed.weights, axis=0, return_inverse=True)
    for number, weights in enumerate(groups):
        rows = place.reshape(-1) == number
        shifts[rows] = leave_one_block_out(scores[rows], weights) - assessed.index[rows, None]
    return np.where(np.isnan(scores), np.nan, shifts)


def index_notes(
    assessed: Assessed, index: pd.DataFrame, means: Sequence[Floats | None], policy: Policy
) -> pd.DataFrame:
    """The frame `IndexNotes`. `means`: the weights of each territory's participants together, None where nobody gave any."""
    scores, shown = assessed.blocks[0], ~np.isnan(assessed.index)
    half = weighted_mean(scores, assessed.weights, 0.5)
    geometric = weighted_mean(scores, assessed.weights, "geometric", floor=policy.geometric_floor)
    hidden = assessed.index - half
    block, lowest = weakest(scores)
    shift = _shifts(assessed)
    deciding = np.argmax(np.where(np.isnan(shift), -1.0, np.abs(shift)), axis=1)
    decides = ~np.isnan(shift).all(axis=1)
    names = np.array([*assessed.block_ids, ""], dtype=object)
    theirs = _given(means, scores.shape[1])
    given = np.array([one is not None for one in means], dtype=np.bool_)
    theirs = np.where(given[:, None], theirs, 1 / scores.shape[1])
    tops = np.where(given, top_blocks(scores, theirs, assessed.block_ids, assessed.targets.points), "")
    same = [
        set(one.split(";")) == set(other.split(";"))
        for one, other in zip(index["top_blocks"], index["top_blocks_balanced"], strict=True)
    ]
    frame = {
        "territory_id": np.array(assessed.territory_ids, dtype=object),
        "index_half_power": np.where(shown, half, np.nan),
        "index_geometric": np.where(shown, geometric, np.nan),
        "hidden_points": hidden,
        "is_uneven": np.nan_to_num(hidden) >= policy.uneven_points - 1e-9,
        "limiting_block": names[block],
        "limiting_score": lowest,
        "is_order_robust": np.array(same, dtype=np.bool_),
        "deciding_block": np.where(decides, names[deciding], ""),
        "deciding_shift": np.where(decides, shift[np.arange(len(shift)), deciding], np.nan),
        "n_allocations": np.array([0 if one is None else len(one) for one in assessed.participants]),
        "index_participants": np.where(shown & given, weighted_mean(scores, theirs), np.nan),
        "top_blocks_participants": tops,
    }
    return framed(IndexNotes, frame)
