"""Tests of change between two rounds: honest errors, few false alarms. What is compared is `panel.panel_change`.

Sources: Welch (1947), Biometrika 34 (degrees of freedom); Benjamini and Hochberg (1995), JRSS B
57(1); Wilcoxon (1945), Biometrics Bulletin 1(6), with the exact distribution given ties.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from pipeline.method.arrays import (
    TOLERANCE,
    FloatArray,
    checked_share,
    degrees_of_freedom,
    divided,
    narrow_numbers,
    numbers,
    with_axes,
)

RELATIVE_ROUNDING = 1e-13  # a spread this small beside the mean is only the rounding of equal numbers


@dataclass(frozen=True)
class ChangeTest:
    """Student tests of changes, all of the broadcast shape.

    Attributes:
        change: in the unit of the scores.
        standard_error: of the change.
        df: degrees of freedom, infinite for a normal test.
        statistic: change over standard error; NaN where that is 0.
        p_value: two-sided; NaN where the statistic is.
    """

    change: FloatArray
    standard_error: FloatArray
    df: FloatArray
    statistic: FloatArray
    p_value: FloatArray

    def reach(self, level: float) -> FloatArray:
        """Return half the width of the interval of the change at that level, 0-1."""
        return np.asarray(stats.t.ppf((1 + checked_share(level, "level")) / 2, self.df) * self.standard_error)


def change_test(
    change: npt.ArrayLike,
    first_error: npt.ArrayLike,
    second_error: npt.ArrayLike,
    first_df: npt.ArrayLike,
    second_df: npt.ArrayLike,
) -> ChangeTest:
    """Return the test of a change between two independent sets of respondents (Welch).

        se^2 = se1^2 + se2^2,   df = se^4 / (se1^4/df1 + se2^4/df2)

    Args:
        change: second score minus first, in points.
        first_error: standard error of the first score, 0 or more.
        second_error: standard error of the second score.
        first_df: its degrees of freedom, above 0; `numpy.inf` where the error is known (normal test).
        second_df: likewise.

    Returns:
        No test (NaN) where any part is NaN, or both errors are 0 (nothing to test against).

    Raises:
        ValueError: a negative error, or negative degrees of freedom.
    """
    delta = numbers(change, "change")
    errors = [numbers(one, "standard errors") for one in (first_error, second_error)]
    if any((one < 0).any() for one in errors):
        message = "standard errors must be 0 or more"
        raise ValueError(message)
    v1, v2 = (one**2 for one in errors)
    nu1, nu2 = (degrees_of_freedom(one, "degrees of freedom") for one in (first_df, second_df))
    small = divided(v1**2, nu1) + divided(v2**2, nu2)
    df = np.where((small == 0) & (v1 + v2 > 0), np.inf, divided((v1 + v2) ** 2, small))
    return _tested(delta, np.sqrt(v1 + v2), df)


def paired_change(first: npt.ArrayLike, second: npt.ArrayLike, *, min_pairs: int) -> ChangeTest:
    """Return the paired test on people who answered both rounds.

    Args:
        first: shape (..., respondents, blocks), a person's block means in points; one list of people is
            a column, [:, None].
        second: the same people in the same order.
        min_pairs: fewer pairs give NaN; 2 at least.

    Returns:
        Shape (..., blocks). Where all pairs changed alike there is a change, but no test (NaN): no spread
        to test against.

    Raises:
        ValueError: the two rounds differ in shape.
    """
    before = with_axes(narrow_numbers(first, "answers"), 2, "answers (..., respondents, blocks)")
    after = narrow_numbers(second, "answers")
    if after.shape != before.shape:
        message = f"both rounds need the same people and blocks, found {before.shape} and {after.shape}"
        raise ValueError(message)
    d = np.asarray(after - before, np.float64)
    there = ~np.isnan(d)
    n = there.sum(axis=-2)
    mean = divided(np.where(there, d, 0).sum(axis=-2), n)
    enough = n >= max(min_pairs, 2)
    squares = np.where(there, (d - mean[..., None, :]) ** 2, 0).sum(axis=-2)
    error = np.where(enough, np.sqrt(divided(squares, n * np.maximum(n - 1, 1))), np.nan)
    return _tested(np.where(enough, mean, np.nan), error, np.where(enough, n - 1.0, np.nan))


def _tested(change: FloatArray, error: FloatArray, df: FloatArray) -> ChangeTest:
    """Return the test; an error that is only rounding beside the change is none."""
    seen = np.where(error > RELATIVE_ROUNDING * np.abs(change), error, 0.0)
    statistic = divided(change, np.where(np.isnan(error), np.nan, seen))
    return ChangeTest(change, error, df, statistic, np.asarray(2 * stats.t.sf(np.abs(statistic), df)))


def minimum_detectable_change(
    standard_error: npt.ArrayLike, df: npt.ArrayLike, *, alpha: float, power: float = 0.5
) -> FloatArray:
    """Return the smallest change that a two-sided test finds with the given chance.

        (t_{1 - alpha/2} + t_{power}) standard_error

    With power 0.5 it is the smallest change that is significant when it is what is observed; a
    change that is to be found with certainty must be larger.

    Args:
        standard_error: of the change, in points; of one score known to be SEM it is sqrt(2) SEM.
        df: degrees of freedom of the change; `numpy.inf` for the normal quantiles (1.96).
        alpha: two-sided level of the test, 0-1, both exclusive.
        power: chance to find it, 0.5 or more and below 1.

    Raises:
        ValueError: alpha or power outside these limits, negative degrees of freedom.
    """
    if not (0 < alpha < 1 and 0.5 <= power < 1):  # noqa: PLR2004 one half is no power at all
        message = f"alpha lies between 0 and 1 and power is 0.5 or more and below 1, found {alpha} and {power}"
        raise ValueError(message)
    nu = degrees_of_freedom(df, "degrees of freedom")
    t = stats.t.ppf(1 - alpha / 2, nu) + stats.t.ppf(power, nu)
    return np.asarray(t * numbers(standard_error, "standard error"))


def adjusted_p_values(p_values: npt.ArrayLike) -> FloatArray:
    """Return Benjamini-Hochberg adjusted p-values over the last axis; NaN is no test.

    Reject where the adjusted value is at most the false discovery rate.

    Args:
        p_values: shape (..., tests), 0-1.

    Raises:
        ValueError: a value outside 0-1.
    """
    p = with_axes(numbers(p_values, "p-values"), 1, "p-values (..., tests)")
    if (p < 0).any() or (p > 1).any():
        message = "p-values must lie in 0-1"
        raise ValueError(message)
    order = np.argsort(p, axis=-1)  # NaN last
    ordered = np.take_along_axis(p, order, axis=-1)
    n_tests = (~np.isnan(p)).sum(axis=-1, keepdims=True)
    scaled = np.where(np.isnan(ordered), np.inf, ordered * n_tests / (np.arange(p.shape[-1]) + 1))
    lowest = np.minimum.accumulate(scaled[..., ::-1], axis=-1)[..., ::-1]
    found = np.empty(p.shape)
    np.put_along_axis(found, order, np.minimum(lowest, 1), axis=-1)
    return np.where(np.isnan(p), np.nan, found)


def change_directions(change: npt.ArrayLike, adjusted: npt.ArrayLike, *, rate: float, min_points: float) -> FloatArray:
    """Return 1 for "rose", -1 for "fell", 0 for "no clear change", NaN for "not comparable".

    Args:
        change: in points.
        adjusted: from `adjusted_p_values`; NaN is no clear change.
        rate: false discovery rate 0-1, inclusive.
        min_points: least change worth a word, inclusive.

    Raises:
        ValueError: a rate outside 0-1.
    """
    checked_share(rate, "rate")
    delta, p = numbers(change, "change"), numbers(adjusted, "p-values")
    clear = (p <= rate + TOLERANCE) & (np.abs(delta) >= min_points - 1e-9)
    return np.where(np.isnan(delta), np.nan, np.where(clear, np.sign(delta), 0.0))


def wilcoxon_p_value(differences: npt.ArrayLike) -> float:
    """Return the exact two-sided p-value of the signed-rank test, also with ties.

    Zeros are dropped; the distribution is that of the mid-ranks at hand under random signs. The
    smallest value there is with n differences is 2^(1-n): 0.125 with 4, 0.016 with 7.

    Args:
        differences: shape (n,), NaN left out.

    Returns:
        1.0 where no difference is left (nothing speaks for a change).
    """
    d = numbers(differences, "differences")
    if d.ndim != 1:
        message = f"the signed-rank test takes one list of differences, found shape {d.shape}"
        raise ValueError(message)
    d = d[~np.isnan(d) & (d != 0)]
    if d.size == 0:
        return 1.0
    twice = np.rint(2 * stats.rankdata(np.abs(d))).astype(np.int64)
    chances = np.zeros(int(twice.sum()) + 1)
    chances[0] = 1.0
    for rank in twice:
        chances[rank:] = (chances[rank:] + chances[: chances.size - rank]) / 2
        chances[:rank] /= 2
    seen = int(twice[d > 0].sum())
    return float(min(1.0, 2 * min(chances[: seen + 1].sum(), chances[seen:].sum())))
