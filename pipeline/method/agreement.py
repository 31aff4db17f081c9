# ruff: noqa: PLR2004 the numbers are those of the formulas
"""Agreement among few raters on an ordinal scale of any number of levels, from counts per level.

Every function takes counts of shape (..., K): how many answers fell on each of K ordered levels.
Counts may be fractional (weights, half levels) and must be 0 or more; NaN comes out where no answer
is there. Agreement is never averaged into a score.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import (
    BoolArray,
    FloatArray,
    checked_weights,
    divided,
    fitting,
    narrow_numbers,
    with_axes,
)

TABLE_LEVELS = 16  # up to here every pattern is worked out once, in a table of 2^K rows


def level_counts(
    answers: npt.ArrayLike,
    n_levels: int,
    *,
    lowest: int = 0,
    weights: npt.ArrayLike | None = None,
) -> FloatArray:
    """Return how many respondents chose each level, shape (..., items, levels).

    A value between two levels (the median of two answers of one organisation) counts for both
    neighbours in proportion to its nearness, so that the mean stays.

    Args:
        answers: shape (..., respondents, items), NaN where there is no level; the answers x to one
            question are one column, `numpy.asarray(x)[:, None]`.
        n_levels: how many levels there are, 2 or more for every measure of agreement.
        lowest: the number of the lowest level.
        weights: broadcast to the answers, [:, None] for one per respondent; default 1 each.

    Raises:
        ValueError: an answer outside the levels, NaN or negative weights.
    """
    x = with_axes(narrow_numbers(answers, "answers"), 2, "answers (..., respondents, items)") - lowest
    if (x < 0).any() or (x > n_levels - 1).any():
        message = f"levels must lie in {lowest}..{lowest + n_levels - 1}: refuse other answers"
        raise ValueError(message)
    w = None if weights is None else fitting(checked_weights(weights), x.shape, "weights of answers")
    counts = np.zeros((*x.shape[:-2], x.shape[-1], n_levels))
    between = bool((x != np.round(x))[~np.isnan(x)].any())
    for level in range(n_levels):
        near = np.maximum(0, 1 - np.abs(x - level)) if between else x == level
        kept = np.nan_to_num(near) if between else near
        counts[..., level] = (kept if w is None else kept * w).sum(axis=-2)
    return counts


def van_der_eijk_agreement(counts: npt.ArrayLike) -> FloatArray:
    """Return van der Eijk's A, -1 (two camps at the ends) over 0 (uniform) to 1 (all on one level).

    The counts are peeled into layers of equal height. A layer with S of K levels filled has

        U = ((K-2) TU - (K-1) TDU) / ((K-2) (TU + TDU)),   A = U (1 - (S-1)/(K-1))

    with TU the triples of levels filled as 110 or 011 and TDU those filled as 101; A = 1 for S = 1
    and 0 where there is no such triple. A is the mean over layers, weighted by their share of the
    answers. Patterns are looked up, on scales with more than 16 levels worked out as they come.

    Source: van der Eijk (2001), Quality & Quantity 35(3), 325-341.

    Args:
        counts: shape (..., K), with K of 2 or more.

    Returns:
        Shape (...), NaN where all counts are 0.

    Raises:
        ValueError: negative or NaN counts, fewer than two levels.
    """
    c = _counts(counts)
    heights = np.sort(c, axis=-1)
    total = c.sum(axis=-1)
    weighted = np.zeros(total.shape)
    previous = np.zeros(total.shape)
    for layer in range(c.shape[-1]):
        height = heights[..., layer]
        filled = c >= height[..., None]
        mass = (height - previous) * (c.shape[-1] - layer)
        weighted += np.where(mass > 0, mass * _layer_agreement(filled), 0.0)
        previous = height
    return divided(weighted, total)


def polarization(counts: npt.ArrayLike) -> FloatArray:
    """Return (1 - A)/2 of van der Eijk: 0 (all on one level) to 1 (half at each end).

    Source: Ruedin, R package agrmt, after van der Eijk (2001).
    """
    return (1 - van_der_eijk_agreement(counts)) / 2


def tastle_wierman_consensus(counts: npt.ArrayLike) -> FloatArray:
    """Return Cns = 1 + sum p log2(1 - |level - mean|/(K-1)), from 0 (half at each end) to 1.

    Source: Tastle and Wierman (2007), International Journal of Approximate Reasoning 45(3).
    """
    c = _counts(counts)
    p, levels = divided(c, c.sum(axis=-1, keepdims=True)), np.arange(c.shape[-1])
    distance = np.abs(levels - (p * levels).sum(axis=-1, keepdims=True)) / (c.shape[-1] - 1)
    with np.errstate(divide="ignore"):
        logs = np.where(p > 0, np.log2(np.maximum(1 - distance, 0)), 0.0)
    return np.where(np.isnan(p[..., 0]), np.nan, 1 + (np.nan_to_num(p) * logs).sum(axis=-1))


def leik_dispersion(counts: npt.ArrayLike) -> FloatArray:
    """Return Leik's D = 2 sum min(F, 1-F)/(K-1), from 0 (all on one level) to 1 (half at each end).

    Source: Leik (1966), Pacific Sociological Review 9(2), 85-90.
    """
    cumulative = _cumulative(counts)
    return np.asarray(2 * np.minimum(cumulative, 1 - cumulative).mean(axis=-1))


def ordinal_consensus(counts: npt.ArrayLike) -> FloatArray:
    """Return l^2 = sum (F - 1/2)^2 / ((K-1)/4), from 0 (half at each end) to 1 (all on one level).

    Source: Blair and Lacy (2000), Sociological Methods & Research 28(3), 251-280.
    """
    return np.asarray(4 * ((_cumulative(counts) - 0.5) ** 2).mean(axis=-1))


def ordinal_variation(counts: npt.ArrayLike) -> FloatArray:
    """Return the Berry-Mielke index: pairwise level distances over their largest possible sum, 0-1.

    For n whole answers the largest sum is n^2 (K-1)/4, with n^2 - 1 for odd n; NaN for n < 2.

    Source: Berry and Mielke (1992), Perceptual and Motor Skills 74.
    """
    c = _counts(counts)
    n = c.sum(axis=-1)
    below = np.cumsum(c, axis=-1)[..., :-1]
    odd = np.abs(n % 2 - 1) < 0.5
    largest = (n**2 - odd) * (c.shape[-1] - 1) / 4
    return divided((below * (n[..., None] - below)).sum(axis=-1), np.where(n > 1, largest, 0))


def entropy(counts: npt.ArrayLike) -> FloatArray:
    """Return Shannon's entropy in bits, 0 to log2(K); it ignores the order of the levels.

    Source: Shannon (1948), Bell System Technical Journal 27(3).
    """
    c = _counts(counts)
    p = divided(c, c.sum(axis=-1, keepdims=True))
    logs = np.log2(p, out=np.zeros(p.shape), where=p > 0)
    return np.asarray(-(p * logs).sum(axis=-1)) + 0.0


def average_deviation(counts: npt.ArrayLike) -> FloatArray:
    """Return the mean distance of the answers from their mean, in levels ("x levels apart").

    Source: Burke, Finkelstein and Dusig (1999), Organizational Research Methods 2(1).
    """
    c = _counts(counts)
    p, levels = divided(c, c.sum(axis=-1, keepdims=True)), np.arange(c.shape[-1])
    mean = (p * levels).sum(axis=-1, keepdims=True)
    return np.asarray((p * np.abs(levels - mean)).sum(axis=-1))


def median_level(counts: npt.ArrayLike) -> FloatArray:
    """Return the median level counted from 0; between two levels it is their midpoint."""
    c = _counts(counts)
    total = c.sum(axis=-1, keepdims=True)
    cumulative = np.cumsum(c, axis=-1)
    slack = 1e-9 * total
    lower = (cumulative < total / 2 - slack).sum(axis=-1)
    upper = (cumulative <= total / 2 + slack).sum(axis=-1)
    return np.where(total[..., 0] > 0, (lower + upper) / 2, np.nan)


def share_near_median(counts: npt.ArrayLike, within: float = 1.0) -> FloatArray:
    """Return the share 0-1 of answers at most `within` levels from the median, that included."""
    c = _counts(counts)
    distance = np.abs(np.arange(c.shape[-1]) - median_level(c)[..., None])
    return divided((c * (distance <= within)).sum(axis=-1), c.sum(axis=-1))


def level_range(counts: npt.ArrayLike) -> FloatArray:
    """Return the highest minus the lowest level chosen, 0 to K-1."""
    filled = _counts(counts) > 0
    n_levels = filled.shape[-1]
    lowest = filled.argmax(axis=-1)
    highest = n_levels - 1 - filled[..., ::-1].argmax(axis=-1)
    return np.where(filled.any(axis=-1), highest - lowest, np.nan)


def _counts(counts: npt.ArrayLike) -> FloatArray:
    c = checked_weights(counts, "counts")
    if c.ndim == 0 or c.shape[-1] < 2:
        message = f"counts need a last axis of 2 levels or more, found shape {c.shape}: see level_counts for answers"
        raise ValueError(message)
    return c


def _cumulative(counts: npt.ArrayLike) -> FloatArray:
    c = _counts(counts)
    return divided(np.cumsum(c, axis=-1)[..., :-1], c.sum(axis=-1, keepdims=True))


def _layer_agreement(filled: BoolArray) -> FloatArray:
    """Return A of layers of equal height, shape (...), from which levels are filled, shape (..., K)."""
    n_levels = filled.shape[-1]
    if n_levels > TABLE_LEVELS:
        return _pattern_agreement(filled)
    return np.asarray(_table_of_patterns(n_levels)[filled @ (1 << np.arange(n_levels))])


@lru_cache(maxsize=TABLE_LEVELS)
def _table_of_patterns(n_levels: int) -> FloatArray:
    codes = np.arange(2**n_levels)[:, None]
    table = _pattern_agreement((codes >> np.arange(n_levels)) & 1 == 1)
    table.setflags(write=False)
    return table


def _pattern_agreement(pattern: BoolArray) -> FloatArray:
    filled = pattern.astype(np.int64)
    n_levels, empty, size = filled.shape[-1], 1 - filled, filled.sum(axis=-1)
    left = np.cumsum(filled, axis=-1) - filled
    right = size[..., None] - left - filled
    down = (empty * left * right).sum(axis=-1)  # triples 101
    ends = empty * (left * (left - 1) + right * (right - 1)) // 2
    up = ends.sum(axis=-1)  # triples 110 and 011
    unimodal = divided((n_levels - 2) * up - (n_levels - 1) * down, (n_levels - 2) * (up + down))
    found = np.nan_to_num(unimodal) * (1 - (size - 1) / (n_levels - 1))
    return np.asarray(np.where(size == 1, 1.0, found), dtype=np.float64)
