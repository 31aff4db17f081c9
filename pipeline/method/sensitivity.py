# ruff: noqa: PLR2004 the numbers are those of the formulas
"""Which choice moves the result: Sobol indices, effective weights, rank shifts, compensability.

Sources: Saltelli et al. (2010), Computer Physics Communications 181(2) (Sobol estimators, as in
scipy.stats.sobol_indices); Saisana, Saltelli and Tarantola (2005), JRSS A 168(2) (rank shifts);
Becker et al. (2017), Ecological Indicators 80 (effective weights).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import stats

from pipeline.method.aggregate import weakest
from pipeline.method.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    checked_weights,
    divided,
    fitting,
    numbers,
    with_axes,
)
from pipeline.method.means import Mean, weighted_mean


class Factor(Protocol):
    """A source of doubt: anything with an inverse distribution function."""

    def ppf(self, q: FloatArray, /) -> FloatArray:
        """Return the values of the factor at the quantiles q, of the same shape."""


@dataclass(frozen=True)
class Options:
    """A discrete factor: the options 0, 1, 2, ... with their chances, which sum to 1."""

    chances: tuple[float, ...]

    def __post_init__(self) -> None:
        """Refuse chances that leave something over."""
        if not np.isclose(checked_weights(self.chances, "chances").sum(), 1):
            message = f"chances must sum to 1, found {self.chances}"
            raise ValueError(message)

    def ppf(self, q: FloatArray, /) -> FloatArray:
        """Return the position of the option at each quantile."""
        ends = np.cumsum(checked_weights(self.chances, "chances"))
        return np.searchsorted(ends[:-1], np.asarray(q), side="right").astype(np.float64)


@dataclass(frozen=True)
class Span:
    """A continuous factor, uniform between two ends."""

    lowest: float
    highest: float

    def ppf(self, q: FloatArray, /) -> FloatArray:
        """Return the value at each quantile."""
        return self.lowest + (self.highest - self.lowest) * np.asarray(q)


@dataclass(frozen=True)
class SobolIndices:
    """Shares of the variance of each output, shape (factors,) or (outputs, factors).

    Attributes:
        first: what a factor explains alone.
        total: what it explains alone and together with others. NaN where nothing varies.
    """

    first: FloatArray
    total: FloatArray


def sobol_indices(
    model: Callable[[FloatArray], FloatArray],
    factors: Sequence[Factor],
    *,
    n: int,
    seed: int,
) -> SobolIndices:
    """Return first-order and total Sobol indices of a model of independent factors.

    Costs n (factors + 2) runs, in three calls of the model.

    Args:
        model: takes an array (factors, runs), returns (runs,) or (outputs, runs) for all runs at once.
        factors: anything with `ppf`: `Options`, `Span`, a frozen scipy.stats distribution.
        n: base sample, a power of 2.
        seed: seed of the scrambled Sobol sequence.

    Raises:
        ValueError: n is not a power of 2, or there is no factor.
    """
    if n < 2 or n & (n - 1) or not factors:
        message = f"Sobol indices need one factor or more and n a power of 2, found n = {n}"
        raise ValueError(message)
    source = np.random.Generator(np.random.SFC64(seed))
    size = len(factors)
    unit = stats.qmc.Sobol(2 * size, rng=source).random(n).T
    first = np.stack([f.ppf(u) for f, u in zip(factors, unit[:size], strict=True)])
    second = np.stack([f.ppf(u) for f, u in zip(factors, unit[size:], strict=True)])
    mixed = np.repeat(first[:, None, :], size, axis=1)
    mixed[np.arange(size), np.arange(size)] = second
    given = [np.asarray(model(x)) for x in (first, second, mixed.reshape(size, -1))]
    runs = [np.atleast_2d(run) for run in given]
    outputs = runs[0].shape[0]
    f_ab = runs[2].reshape(outputs, size, n).transpose(1, 0, 2)
    varies = np.var(np.hstack(runs[:2]), axis=1) > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        found = stats.sobol_indices(func={"f_A": runs[0], "f_B": runs[1], "f_AB": f_ab}, n=n)
    shares = [
        np.where(varies[:, None], np.reshape(a, (outputs, size)), np.nan)
        for a in (found.first_order, found.total_order)
    ]
    return SobolIndices(*(share[0] if given[0].ndim == 1 else share for share in shares))


def effective_weights(scores: npt.ArrayLike, weights: npt.ArrayLike, index: npt.ArrayLike | None = None) -> FloatArray:
    """Return each block's share of the variance of the index, w_k cov(S_k, M) / var(M).

    A weight is importance only if blocks vary alike: say so where the effective weight differs
    from the nominal one by a factor of 2.

    Args:
        scores: shape (territories, blocks); territories with a gap are left out.
        weights: shape (blocks,), rescaled to sum to 1.
        index: shape (territories,); default the weighted arithmetic mean, for which the shares
            sum to 1.

    Returns:
        Shape (blocks,); NaN where the index does not vary or fewer than two rows are complete.

    Raises:
        ValueError: NaN or negative weights.
    """
    s = with_axes(numbers(scores, "scores"), 2, "scores (territories, blocks)")
    given = fitting(checked_weights(weights), s.shape[1:], "weights of blocks")
    w = given / max(float(given.sum()), 1e-300)
    m = s @ w if index is None else fitting(numbers(index, "index"), s.shape[:1], "index of territories")
    complete = ~np.isnan(s).any(axis=1) & ~np.isnan(m)
    if complete.sum() < 2:
        return np.full(w.shape, np.nan)
    s, m = s[complete], m[complete] - m[complete].mean()
    return divided(w * ((s - s.mean(axis=0)) * m[:, None]).mean(axis=0), (m**2).mean())


def mean_rank_shift(ranks: npt.ArrayLike, published: npt.ArrayLike) -> FloatArray:
    """Return the mean absolute shift of ranks against the published ones, over territories.

    Args:
        ranks: shape (territories, ...), for example one column per variant of the method.
        published: shape (territories,).

    Returns:
        Shape (...), over the territories ranked in both; NaN where there is none.
    """
    r = with_axes(numbers(ranks, "ranks"), 1, "ranks (territories, ...)")
    p = fitting(numbers(published, "ranks"), r.shape[:1], "published ranks")
    shift = np.abs(r - p.reshape(-1, *[1] * (r.ndim - 1)))
    there = ~np.isnan(shift)
    return divided(np.where(there, shift, 0).sum(axis=0), there.sum(axis=0))


@dataclass(frozen=True)
class Compensability:
    """How much the mean of blocks hides, each of shape (territories,).

    Attributes:
        hidden: index minus the less compensating mean, in points, 0 or more.
        uneven: whether `hidden` reaches the threshold ("uneven profile").
        limiting_block: position of the lowest block, -1 where none is scored.
        limiting_score: its score.
    """

    hidden: FloatArray
    uneven: BoolArray
    limiting_block: IntArray
    limiting_score: FloatArray


def compensability(
    scores: npt.ArrayLike,
    weights: npt.ArrayLike,
    *,
    min_points: float,
    against: Mean = 0.5,
    floor: float = 0.0,
) -> Compensability:
    """Return how far the arithmetic mean stands above a less compensating one, and what limits.

    Args:
        scores: shape (territories, blocks), 0 or more; NaN where withheld.
        weights: shape (blocks,).
        min_points: difference from which a profile is "uneven", inclusive.
        against: the other mean; the power 1/2 needs no floor.
        floor: floor of the other mean.
    """
    s = numbers(scores, "scores")
    hidden = weighted_mean(s, weights) - weighted_mean(s, weights, against, floor=floor)
    block, lowest = weakest(s, checked_weights(weights) > 0)
    return Compensability(hidden, hidden >= min_points - 1e-9, block, lowest)


def depends_on_compensation(
    ranks: npt.ArrayLike, other_ranks: npt.ArrayLike, lower: npt.ArrayLike, upper: npt.ArrayLike
) -> BoolArray:
    """Return whether another mean shifts a rank by more than half the width of its rank set.

    Args:
        ranks: shape (territories,), by the published mean.
        other_ranks: by the other mean.
        lower: best rank of the set.
        upper: worst rank of the set, so that the width is upper - lower.

    Returns:
        False where anything is NaN.
    """
    shift = np.abs(numbers(ranks, "ranks") - numbers(other_ranks, "ranks"))
    return np.asarray(shift > (numbers(upper, "upper") - numbers(lower, "lower")) / 2)
