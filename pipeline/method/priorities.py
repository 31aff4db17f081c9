"""Gaps to the target and what to work on first, with the chance that it really comes first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import FloatArray, narrow_numbers, numbers, with_axes


def gaps(scores: npt.ArrayLike, targets: npt.ArrayLike, *, scale: float = 100.0) -> FloatArray:
    """Return max(0, target - score) as a share 0-1 of the scale; NaN where the score is missing.

    Args:
        scores: any shape, in points.
        targets: broadcast to the scores.
        scale: width of the scale in points.
    """
    short = numbers(targets, "targets") - narrow_numbers(scores, "scores")
    return np.asarray(np.maximum(short, 0) / scale)


def priorities(gap: npt.ArrayLike, *factors: npt.ArrayLike) -> FloatArray:
    """Return the product of gap and factors (importance, leverage, feasibility, ...).

    Args:
        gap: from `gaps`.
        factors: broadcast to the gap, each 0 or more; leave one out for "1 everywhere".

    Returns:
        The broadcast shape; NaN where the gap is: unknown is "find out first", not a priority.

    Raises:
        ValueError: a negative factor.
    """
    product = numbers(gap, "gap")
    for factor in factors:
        given = numbers(factor, "factors")
        if (given < 0).any():
            message = "factors of a priority must be 0 or more"
            raise ValueError(message)
        product = product * given
    return np.asarray(product, dtype=np.float64)


def scaled_importance(importance: npt.ArrayLike) -> FloatArray:
    """Return importance over the last axis scaled so that the highest is 1; all 0 stays 0."""
    x = numbers(importance, "importance")
    highest = np.where(np.isnan(x), -np.inf, x).max(axis=-1, keepdims=True, initial=0.0)
    return np.asarray(np.divide(x, highest, out=np.zeros(x.shape), where=highest > 0))


def in_first(priority: npt.ArrayLike, n_first: int) -> FloatArray:
    """Return 1 where an item is among the first `n_first` by priority, over the second last axis.

    Averaged over draws (the last axis) this is the chance to be in the first few. Only priorities
    above 0 count. Items that tie for the last places share them equally.

    Args:
        priority: shape (..., items, draws), NaN where unknown: never among the first.
        n_first: number of places.

    Returns:
        The same shape, 0-1.

    Raises:
        ValueError: no place at all, or one axis only.
    """
    given = with_axes(narrow_numbers(priority, "priority"), 2, "priority (..., items, draws)")
    x = np.maximum(np.nan_to_num(given), 0.0, dtype=np.float64)
    if n_first < 1:
        message = f"there is at least one first place, found {n_first}"
        raise ValueError(message)
    place = min(n_first, x.shape[-2])
    limit = -np.partition(-x, place - 1, axis=-2)[..., place - 1 : place, :]
    above, tied = x > limit, (x == limit) & (x > 0)
    left = place - above.sum(axis=-2, keepdims=True)
    n_tied = np.maximum(tied.sum(axis=-2, keepdims=True), 1)
    return np.asarray(1.0 * above + tied * np.minimum(left / n_tied, 1.0))


def same_first(priority: npt.ArrayLike, other: npt.ArrayLike, n_first: int) -> npt.NDArray[np.bool_]:
    """Return whether two sets of priorities name the same first few, shape (...).

    Args:
        priority: shape (..., items), for example under the equal weights.
        other: the same under another weight set.
        n_first: number of places.
    """
    first = [in_first(numbers(p, "priority")[..., None], n_first) for p in (priority, other)]
    return np.asarray(np.isclose(first[0], first[1]).all(axis=(-2, -1)))
