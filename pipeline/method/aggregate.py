# ruff: noqa: PLR2004 the numbers are those of the formulas
"""Hierarchical aggregation over gaps: any number of steps, thresholds, bounds without assumptions.

Nothing is imputed. A parent with too little below it is withheld (NaN), with a flag that tells
"withheld" from "not applicable". Sources: OECD/JRC Handbook (2008) part 1.7; the threshold per
step as in COINr 1.1 (`dat_thresh`); bounds after Manski (2003), Partial Identification of
Probability Distributions, chapter 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import (
    TOLERANCE,
    BoolArray,
    FloatArray,
    IntArray,
    checked_share,
    checked_weights,
    divided,
    fitting,
    flags,
    numbers,
    positions,
    with_axes,
)
from pipeline.method.means import Mean, is_monotone, weighted_mean


@dataclass(frozen=True)
class Step:
    """One step up the hierarchy: which child belongs to which parent, and how children combine.

    Attributes:
        parent: shape (children,), the position 0..parents-1 of each child's parent; from names by
            `names, parent = numpy.unique(parent_names, return_inverse=True)`.
        weights: one number for all, shape (children,) or (territories, children), 0 or more, in any
            unit; in the order of the children, labels are not looked at.
        mean: one mean for all parents, or one per parent; see `weighted_mean`.
        floor: see `weighted_mean`; so is top.
        top: upper end of the scale.
        min_share: least share 0-1 of the applicable weight (or number) of children with a value,
            inclusive, with a tolerance of 1e-12.
        min_count: least number of children with a value, whatever their weight above 0.
        share_of: whether `min_share` counts weight, or children with a weight above 0.
        mandatory: positions of children without which the parent is withheld; one that is not
            applicable is not missing.

    Raises:
        ValueError: a share outside 0-1, or neither weight nor count to take the share of.
    """

    parent: npt.ArrayLike
    weights: npt.ArrayLike
    mean: Mean | Sequence[Mean] = "arithmetic"
    floor: float = 0.0
    top: float = 100.0
    min_share: float = 0.0
    min_count: int = 1
    share_of: Literal["weight", "count"] = "weight"
    mandatory: Sequence[int] = ()

    def __post_init__(self) -> None:
        """Refuse a threshold that would withhold, or show, everything in silence."""
        checked_share(self.min_share, "min_share")
        if self.share_of not in ("weight", "count"):
            message = f"share_of is 'weight' or 'count', found {self.share_of!r}"
            raise ValueError(message)


@dataclass(frozen=True)
class StepScores:
    """The parents of one step, each array of shape (territories, parents).

    Attributes:
        scores: NaN where withheld or not applicable.
        availability: share 0-1 of the applicable weight (or number) of children with a value; NaN
            where no child is applicable or the applicable weights sum to 0.
        n_scored: how many children have a value and a weight above 0.
        applicable: false where no child is applicable: not applicable is not the same as withheld.
    """

    scores: FloatArray
    availability: FloatArray
    n_scored: IntArray
    applicable: BoolArray

    @property
    def withheld(self) -> BoolArray:
        """True where a score would apply but must not be shown."""
        return self.applicable & np.isnan(self.scores)


@dataclass(frozen=True)
class Bounds:
    """The lowest and highest score that silence allows, each of shape (territories, parents)."""

    lower: FloatArray
    upper: FloatArray


def aggregated_scores(
    values: npt.ArrayLike, steps: Sequence[Step], applicable: npt.ArrayLike | None = None
) -> tuple[StepScores, ...]:
    """Return the scores of every step, lowest step first.

    Args:
        values: shape (territories, children of the first step), NaN where missing; one territory is
            a table of one row.
        steps: from the bottom up; the parents of one are the children of the next.
        applicable: booleans of the shape of the values; what is not applicable leaves the
            denominator, and a value standing there is ignored. Default: all applicable.

    Raises:
        ValueError: shapes that do not fit, NaN or negative weights, a parent position below 0, a
            mandatory child that is not there, too few means.
    """
    below = _table(values)
    present = flags(applicable, below.shape, default=True)
    found: list[StepScores] = []
    for step in steps:
        found.append(_one_step(below, present, step))
        below, present = found[-1].scores, found[-1].applicable
    return tuple(found)


def score_bounds(
    values: npt.ArrayLike,
    steps: Sequence[Step],
    *,
    lowest: float,
    highest: float,
    applicable: npt.ArrayLike | None = None,
) -> tuple[Bounds, ...]:
    """Return per step the scores with every missing value at its lowest and at its highest.

    No threshold is applied: the width of the bounds is the message. A parent without any
    applicable child has NaN bounds.

    Args:
        values: shape (territories, children of the first step), NaN where missing.
        steps: as for `aggregated_scores`; thresholds, counts and mandatory children are not used.
        lowest: the value of the worst answer, in the unit of the values.
        highest: the value of the best answer.
        applicable: as for `aggregated_scores`.

    Raises:
        ValueError: a value lies outside lowest..highest, or a step uses the MPI, which is not
            monotone, so that filling with the extremes does not bound it.
    """
    table = _table(values)
    present = flags(applicable, table.shape, default=True)
    seen = table[present & ~np.isnan(table)]
    if lowest > highest or (seen < lowest).any() or (seen > highest).any():
        message = f"values must lie in {lowest}..{highest}: give the ends of the scale used"
        raise ValueError(message)
    if not all(is_monotone(mean) for step in steps for mean in _means(step, 1)):
        message = "the MPI has no bounds of this kind: use a power mean for lower and upper bounds"
        raise ValueError(message)
    gaps = present & np.isnan(table)
    open_steps = [Step(step.parent, step.weights, step.mean, step.floor, step.top, min_count=0) for step in steps]
    low = aggregated_scores(np.where(gaps, lowest, table), open_steps, present)
    high = aggregated_scores(np.where(gaps, highest, table), open_steps, present)
    return tuple(Bounds(a.scores, b.scores) for a, b in zip(low, high, strict=True))


def weakest(values: npt.ArrayLike, core: npt.ArrayLike | None = None) -> tuple[IntArray, FloatArray]:
    """Return the position and the value of the lowest item over the last axis (first of ties).

    Args:
        values: shape (..., n), NaN where missing.
        core: booleans that broadcast to the values: only these may limit. Default: all.

    Returns:
        Positions (-1 where nothing is there) and values (NaN there), both of shape (...).
    """
    x = with_axes(numbers(values, "values"), 1, "values (..., items)")
    open_ = flags(core, x.shape, default=True) & ~np.isnan(x)
    filled = np.where(open_, x, np.inf)
    where = filled.argmin(axis=-1)
    some = open_.any(axis=-1)
    lowest = np.take_along_axis(filled, where[..., None], axis=-1)[..., 0]
    return np.where(some, where, -1).astype(np.int64), np.where(some, lowest, np.nan)


def _table(values: npt.ArrayLike) -> FloatArray:
    table = numbers(values, "values")
    if table.ndim != 2:
        message = f"values must be a table of territories by items, found shape {table.shape}; one territory is [[...]]"
        raise ValueError(message)
    return table


def _parents(step: Step, n_children: int) -> IntArray:
    parent = positions(step.parent, "parent")
    if parent.shape != (n_children,):
        message = f"a step needs one parent for each of {n_children} children, found {parent.shape}"
        raise ValueError(message)
    if parent.size and parent.min() < 0:
        message = "parent positions start at 0"
        raise ValueError(message)
    return parent


def _means(step: Step, n_parents: int) -> tuple[Mean, ...]:
    if isinstance(step.mean, str | float | int):
        return (step.mean,) * n_parents
    if n_parents > len(step.mean):
        message = f"a step needs one mean for each of {n_parents} parents, found {len(step.mean)}"
        raise ValueError(message)
    return tuple(step.mean)


def _mandatory(step: Step, n_children: int) -> list[int]:
    children = [int(child) for child in positions(step.mandatory, "mandatory").reshape(-1)]
    if not all(0 <= child < n_children for child in children):
        message = f"mandatory children are positions 0..{n_children - 1}, found {children}"
        raise ValueError(message)
    return children


def _one_step(below: FloatArray, present: BoolArray, step: Step) -> StepScores:
    parent = _parents(step, below.shape[1])
    weights = fitting(checked_weights(step.weights), below.shape, "weights of a step")
    values = np.where(present, below, np.nan)
    live = ~np.isnan(values) & (weights > 0)
    n_parents = int(parent.max(initial=-1)) + 1
    shape = (below.shape[0], n_parents)
    scores, availability = np.full(shape, np.nan), np.full(shape, np.nan)
    n_scored, applicable = np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
    for position, mean in zip(range(n_parents), _means(step, n_parents), strict=False):
        own = parent == position
        unit = weights[:, own] if step.share_of == "weight" else 1.0 * (weights[:, own] > 0)
        availability[:, position] = divided((unit * live[:, own]).sum(axis=1), (unit * present[:, own]).sum(axis=1))
        n_scored[:, position] = live[:, own].sum(axis=1)
        applicable[:, position] = present[:, own].any(axis=1)
        scores[:, position] = weighted_mean(values[:, own], weights[:, own], mean, floor=step.floor, top=step.top)
    allowed = (availability >= step.min_share - TOLERANCE) & (n_scored >= step.min_count)
    missing = present & np.isnan(values)
    for child in _mandatory(step, parent.size):
        allowed[:, parent[child]] &= ~missing[:, child]
    return StepScores(np.where(allowed, scores, np.nan), availability, n_scored, applicable)
