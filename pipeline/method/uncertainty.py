# ruff: noqa: PLR2004 the numbers are those of the formulas
"""Intervals of block scores and index, split into respondents, method and both; pairs; drop-outs.

An interval covers disagreement among the people asked and the choices of the method. It does not
cover who was asked, nor optimism that all share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from pipeline.method.arrays import (
    AnyFloats,
    BoolArray,
    Draws,
    FloatArray,
    checked_share,
    degrees_of_freedom,
    flags,
    narrow_numbers,
    numbers,
    with_axes,
)
from pipeline.method.draws import Sampler, by_chunks, quantiles
from pipeline.method.means import Mean, weighted_mean
from pipeline.method.method_choices import MethodDraws
from pipeline.method.spread import Spread


@dataclass(frozen=True)
class IndexIntervals:
    """Quantiles of the index, each of shape (territories, quantiles); NaN where not published.

    Attributes:
        respondents: with the method as published.
        method: with the scores as they are.
        both: together; the interval to print.
        draws: shape (territories, draws), the joint draws, or None if not asked for.
    """

    respondents: FloatArray
    method: FloatArray
    both: FloatArray
    draws: Draws | None


def block_intervals(
    scores: npt.ArrayLike,
    spread: Spread,
    at: tuple[float, ...],
    *,
    lowest: float = 0.0,
    highest: float = 100.0,
) -> FloatArray:
    """Return quantiles of block scores from respondents' disagreement, in closed form.

    These are the quantiles of clip(S + SE t, lowest, highest), t Student with the degrees of
    freedom of the territory: what endless draws of `student_sampler` would give.

    Args:
        scores: shape (territories, blocks) in points; NaN where withheld.
        spread: from `spread.moderated_spread`.
        at: quantiles 0-1.
        lowest: lower end of the scale.
        highest: upper end of the scale.

    Returns:
        Shape (territories, blocks, len(at)), NaN where the score is.

    Raises:
        ValueError: a quantile outside 0-1.
    """
    s = with_axes(numbers(scores, "scores"), 2, "scores (territories, blocks)")
    shares = np.asarray([checked_share(one, "a quantile") for one in at])
    t = np.asarray(stats.t.ppf(shares, np.maximum(spread.df, 1e-9)[:, None]))
    found = s[:, :, None] + spread.standard_errors[:, :, None] * t[:, None, :]
    return np.asarray(np.clip(found, lowest, highest))


def index_intervals(
    scores: npt.ArrayLike,
    sampler: Sampler,
    *,
    published: MethodDraws,
    method: MethodDraws,
    at: tuple[float, ...],
    eligible: npt.ArrayLike | None = None,
    floor: float = 0.0,
    highest: float = 100.0,
    keep_draws: bool = False,
    rows_per_chunk: int = 250,
    n_threads: int = 1,
) -> IndexIntervals:
    """Return the quantiles of the index under three kinds of doubt, from the same draws.

    Args:
        scores: shape (territories, blocks), or (statistics, territories, blocks) with one table
            per way of combining respondents, the published one first; points, NaN if withheld.
        sampler: from `draws.student_sampler` or `draws.bootstrap_sampler`.
        published: `method_choices.fixed_method`, with as many draws as the sampler gives.
        method: `method_choices.method_draws`, with as many draws.
        at: quantiles 0-1.
        eligible: shape (territories,), false where the index must not be published.
        floor: floor of the means with a power of 0 or below, as for `means.weighted_mean`.
        highest: upper end of the scale; scores are clipped to 0..highest.
        keep_draws: whether to return the joint draws.
        rows_per_chunk: territories at once per thread; bounds the memory.
        n_threads: threads; changes the time, never the result.

    Raises:
        ValueError: shapes that do not fit.
    """
    tables = np.asarray(numbers(scores, "scores"), dtype=np.float32)
    tables = tables[None] if tables.ndim == 2 else tables
    shown = flags(eligible, tables.shape[1:2], default=True)

    def task(rows: slice) -> tuple[npt.NDArray[np.float64] | Draws, ...]:
        kinds = index_draws(
            tables[:, rows], sampler(rows), published=published, method=method, floor=floor, highest=highest
        )
        for each in kinds:
            each[~shown[rows]] = np.nan
        kept = kinds[2] if keep_draws else kinds[2][:, :0]
        return *(quantiles(each, at) for each in kinds), kept

    found = by_chunks(task, tables.shape[1], rows_per_chunk=rows_per_chunk, n_threads=n_threads)
    return IndexIntervals(found[0], found[1], found[2], found[3] if keep_draws else None)


def index_draws(
    tables: npt.NDArray[np.float32],
    noise: Draws,
    *,
    published: MethodDraws,
    method: MethodDraws,
    floor: float = 0.0,
    highest: float = 100.0,
) -> tuple[Draws, Draws, Draws]:
    """Return the index of each draw under the respondents' doubt, the method's and both, each (territories, draws).

    Args:
        tables: shape (statistics, territories, blocks), block scores in float32, NaN if withheld.
        noise: shape (territories, blocks, draws), deviations from a sampler.
        published: as for `index_intervals`; so are method, floor and highest.
        method: see there.
        floor: see there.
        highest: see there.
    """
    still = np.broadcast_to(np.zeros((1, 1, 1), dtype=np.float32), noise.shape)
    ends = (highest, floor)
    for chosen in (published, method):
        if chosen.weights.shape != (noise.shape[2], tables.shape[2]):
            message = (
                f"a method needs one weight per draw and block, {(noise.shape[2], tables.shape[2])}, "
                f"found {chosen.weights.shape}: the sampler and both methods take the same n_draws"
            )
            raise ValueError(message)
    kinds = ((noise, published), (still, method), (noise, method))
    one, two, three = (_index(tables, deviations, chosen, ends) for deviations, chosen in kinds)
    return one, two, three


def pairwise_probabilities(draws: npt.ArrayLike) -> FloatArray:
    """Return P(row above column) over joint draws, ties counting half.

    Args:
        draws: shape (territories, draws), higher is better.

    Returns:
        Shape (territories, territories); (a, b) and (b, a) sum to 1, the diagonal is 0.5; NaN for
        a territory with NaN draws. Memory and time grow with territories^2: for peer groups.
    """
    x = narrow_numbers(draws, "draws")
    found = np.empty((x.shape[0], x.shape[0]))
    for row, own in enumerate(x):
        found[row] = (own > x).mean(axis=1) + 0.5 * (own == x).mean(axis=1)
    empty = np.isnan(x).any(axis=1)
    found[empty, :] = found[:, empty] = np.nan
    return found


def probability_above(
    difference: npt.ArrayLike,
    standard_error: npt.ArrayLike,
    df: npt.ArrayLike | None = None,
) -> FloatArray:
    """Return P(true difference > 0), normal or Student, without draws.

    Args:
        difference: estimated difference; subtract a margin to ask for more than 0.
        standard_error: of the difference, 0 or more; with 0 the answer is 0, 0.5 or 1.
        df: degrees of freedom of a Student distribution; default normal.

    Returns:
        The broadcast shape, 0-1, NaN where any part is.
    """
    d, se = np.broadcast_arrays(numbers(difference, "difference"), numbers(standard_error, "standard error"))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(se > 0, d / se, np.where(np.isnan(se), np.nan, np.sign(d) * np.inf))
    ratio = np.where((se == 0) & (d == 0), 0.0, ratio)
    found = stats.norm.cdf(ratio) if df is None else stats.t.cdf(ratio, degrees_of_freedom(df, "df"))
    return np.asarray(found, dtype=np.float64)


def leave_one_block_out(
    scores: npt.ArrayLike, weights: npt.ArrayLike, mean: Mean = "arithmetic", *, floor: float = 0.0
) -> FloatArray:
    """Return the index without each block in turn, weights renormalised.

    Args:
        scores: shape (territories, blocks), NaN where withheld.
        weights: shape (blocks,).
        mean: a name or a power, as for `weighted_mean`; so is floor.
        floor: see there.

    Returns:
        Shape (territories, blocks): column k leaves block k out; NaN where nothing is left.
    """
    s = with_axes(numbers(scores, "scores"), 2, "scores (territories, blocks)")
    others = np.where(np.eye(s.shape[1], dtype=np.bool_), np.nan, s[:, None, :])
    return weighted_mean(others, weights, mean, floor=floor)


def _index(tables: npt.NDArray[np.float32], noise: Draws, method: MethodDraws, ends: tuple[float, float]) -> Draws:
    """Return the index of each draw, shape (rows, draws)."""
    highest, floor = np.float32(ends[0]), ends[1]
    found = np.full((noise.shape[0], noise.shape[2]), np.nan, dtype=np.float32)
    for power in np.unique(method.powers):
        for statistic in np.unique(method.statistic):
            own = np.flatnonzero((method.powers == power) & (method.statistic == statistic))
            if own.size == 0:
                continue
            span: slice | npt.NDArray[np.intp] = own
            if own[-1] - own[0] + 1 == own.size:  # a slice is a view, a list of draws a copy
                span = slice(int(own[0]), int(own[-1]) + 1)
            table = tables[int(statistic)]
            values = np.clip(table[:, :, None] + noise[:, :, span], np.float32(0), highest)
            weights = method.weights[own].T.astype(np.float32)
            found[:, span] = _power_index(values, weights, ~np.isnan(table), float(power), (float(highest), floor))
    return found


def _power_index(values: Draws, weights: Draws, there: BoolArray, power: float, ends: tuple[float, float]) -> AnyFloats:
    """Return weighted power means over the middle axis, like `means.weighted_mean`, in float32."""
    highest, floor = ends
    squeeze = np.float32(1 - floor / highest if power <= 0 else 1.0)
    base = np.float32(floor if power <= 0 else 0.0)
    x = values if squeeze == 1 else base + squeeze * values
    with np.errstate(divide="ignore", invalid="ignore"):
        x = _bent(x, power)
        x[~there] = 0
        mass = there.astype(np.float32) @ weights
        if np.isfinite(x).all():
            total = np.einsum("nkb,kb->nb", x, weights)
        else:  # a block at 0 under a power of 0 or below; it must not count with a weight of 0
            total = np.nansum(np.where(weights > 0, x * weights, 0), axis=1)
        mean = np.where(mass > 0, total / mass, np.float32(np.nan))
        result = _unbent(mean, power)
    return np.asarray(result if squeeze == 1 else (result - base) / squeeze)


def _bent(x: Draws, power: float) -> Draws:
    if power == 0:
        return np.log(x)
    if power == 0.5:
        return np.sqrt(x)
    return x if power == 1 else x ** np.float32(power)


def _unbent(mean: Draws, power: float) -> Draws:
    if power == 0:
        return np.exp(mean)
    if power == 0.5:
        return mean * mean
    return mean if power == 1 else mean ** np.float32(1 / power)
