"""Inequality inside a territory and between territories; reported, never folded into a score.

Sources: Atkinson (1970), Journal of Economic Theory 2(3); Theil (1967), Economics and Information
Theory; Gini (1912), in the form of Sen (1973), On Economic Inequality; Smyth (2004), Statistical
Applications in Genetics and Molecular Biology 3(1) (moderated t of two groups).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from pipeline.method.arrays import (
    AnyFloats,
    BoolArray,
    FloatArray,
    divided,
    fitting,
    flags,
    narrow_numbers,
    numbers,
    positions,
    with_axes,
)
from pipeline.method.means import weighted_mean
from pipeline.method.spread import membership


@dataclass(frozen=True)
class GroupDifference:
    """Two groups of respondents side by side, each array of shape (territories, blocks).

    Attributes:
        first: mean of the first group over the indicators that both groups answered, in points.
        second: likewise.
        standard_error: of first minus second, moderated by the typical variance.
        df: degrees of freedom.
        n_first: respondents of the first group with such an answer in the block.
        n_second: likewise.
        n_common: indicators that both groups answered.
    """

    first: FloatArray
    second: FloatArray
    standard_error: FloatArray
    df: FloatArray
    n_first: FloatArray
    n_second: FloatArray
    n_common: FloatArray

    @property
    def difference(self) -> FloatArray:
        """Return first minus second, in points."""
        return self.first - self.second

    @property
    def p_value(self) -> FloatArray:
        """Return the two-sided p-value of the moderated t test; NaN where there is nothing to test."""
        return np.asarray(2 * stats.t.sf(np.abs(divided(self.difference, self.standard_error)), self.df))

    def reach(self, level: float) -> FloatArray:
        """Return half the width of the interval of the difference at that level, 0-1."""
        return np.asarray(stats.t.ppf((1 + level) / 2, self.df) * self.standard_error)


def group_difference(
    answers: npt.ArrayLike,
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    block_of: npt.ArrayLike,
    *,
    typical: npt.ArrayLike,
    prior_df: float,
    points_per_level: float,
    weights: npt.ArrayLike | None = None,
) -> GroupDifference:
    """Return the means of two groups on common ground, and the error of their difference.

        V = (nu0 Sigma0 + C1 + C2) / (nu0 + nu1 + nu2),   se^2 = V (1/n1 + 1/n2)

    with C the sum over a group of squared deviations of its members' block means from the group's,
    nu = n - 1, and Sigma0 the typical variance of `spread.moderated_spread`.

    Args:
        answers: shape (territories, respondents, indicators), levels, NaN where missing.
        first: booleans of shape (territories, respondents).
        second: likewise; nobody may be in both.
        block_of: shape (indicators,), block position of each indicator.
        typical: shape (blocks,), typical variance of respondents' block means, in points^2.
        prior_df: its weight nu0, in degrees of freedom.
        points_per_level: points of one level.
        weights: shape (indicators,), weights inside blocks; default equal.

    Returns:
        NaN means and errors where the groups share no indicator of a block.

    Raises:
        ValueError: shapes that do not fit, NaN or negative weights, somebody in both groups.
    """
    x = with_axes(narrow_numbers(answers, "answers"), 3, "answers (territories, respondents, indicators)")
    member = membership(block_of, weights, x.shape[2])
    one_group, other_group = (flags(one, x.shape[:2], default=False) for one in (first, second))
    if (one_group & other_group).any():
        message = "nobody may be in both groups: leave such a person out of one or of both"
        raise ValueError(message)
    inside = [np.where(one[:, :, None], x, np.nan) for one in (one_group, other_group)]
    common = np.all([(~np.isnan(one)).any(axis=1) for one in inside], axis=0)
    sides = [_side(np.where(common[:, None, :], one, np.nan), member, points_per_level) for one in inside]
    (mean1, squares1, n1), (mean2, squares2, n2) = sides
    nu = np.maximum(n1 - 1, 0) + np.maximum(n2 - 1, 0)
    usual = fitting(numbers(typical, "typical"), member.shape[1:], "typical variances of blocks")
    variance = divided(prior_df * usual + squares1 + squares2, prior_df + nu)
    error = np.sqrt(variance * (divided(1.0, n1) + divided(1.0, n2)))
    n_common = common.astype(np.float64) @ (member > 0)
    return GroupDifference(mean1, mean2, error, prior_df + nu, n1, n2, n_common)


def _side(x: AnyFloats, member: FloatArray, points_per_level: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return block means in points, squared deviations of the members' block means, and members per block."""
    there: BoolArray = ~np.isnan(x)
    level = divided(np.where(there, x, 0).sum(axis=1), there.sum(axis=1))
    known = ~np.isnan(level)
    mean = divided(np.where(known, level, 0) @ member, known.astype(np.float64) @ member) * points_per_level
    gap = np.where(there, x - level[:, None, :], 0.0)
    mass = there.astype(np.float64) @ member
    own = np.nan_to_num(divided(points_per_level * (gap @ member), mass))
    return mean, (own**2).sum(axis=1), (mass > 0).sum(axis=1).astype(np.float64)


@dataclass(frozen=True)
class MeanDifference:
    """Differences of several territories taken together, each array of one number per block.

    Attributes:
        difference: their plain mean.
        standard_error: of it, from how far they lie apart.
        df: degrees of freedom.
        n: territories with a difference.
    """

    difference: FloatArray
    standard_error: FloatArray
    df: FloatArray
    n: FloatArray

    @property
    def p_value(self) -> FloatArray:
        """Return the two-sided p-value of Student's test; NaN where there is nothing to test."""
        return np.asarray(2 * stats.t.sf(np.abs(divided(self.difference, self.standard_error)), self.df))

    def reach(self, level: float) -> FloatArray:
        """Return half the width of the interval of the mean at that level, 0-1."""
        return np.asarray(stats.t.ppf((1 + level) / 2, self.df) * self.standard_error)


def mean_difference(differences: npt.ArrayLike) -> MeanDifference:
    """Return the mean of the territories' differences, and its error as if these territories were drawn from many.

    The error holds both what people inside a territory and what territories differ by (Student 1908, Biometrika 6(1)).

    Args:
        differences: shape (territories, blocks), NaN where a territory has none.

    Returns:
        NaN means where no territory has one, NaN errors where one has.
    """
    x = with_axes(numbers(differences, "differences"), 2, "differences (territories, blocks)")
    known = ~np.isnan(x)
    n = known.sum(axis=0).astype(np.float64)
    mean = divided(np.where(known, x, 0).sum(axis=0), n)
    squares = (np.where(known, x - mean, 0) ** 2).sum(axis=0)
    variance = divided(squares, np.maximum(n - 1, 0))
    return MeanDifference(mean, np.sqrt(divided(variance, n)), np.maximum(n - 1, 0), n)


def atkinson(values: npt.ArrayLike, aversion: float = 1.0, *, floor: float = 0.0, top: float = 100.0) -> FloatArray:
    """Return Atkinson's index over the last axis: 1 - power mean/arithmetic mean, the power being 1 - aversion.

    Args:
        values: shape (..., n), 0 or more in any unit, NaN left out.
        aversion: epsilon above 0; 1, the geometric mean, is that of the Human Development Report.
        floor: above 0, values in 0..top are first squeezed into floor..top, so that one 0 does not make
            the index 1.
        top: upper end of the scale, only used with a floor above 0.

    Returns:
        Shape (...), 0 (all alike) to 1; NaN where nothing is there.

    Raises:
        ValueError: a negative value, or an aversion of 0 or less.
    """
    if not aversion > 0:
        message = f"the aversion to inequality is above 0, found {aversion}"
        raise ValueError(message)
    x = _not_negative(values)
    x = floor + (1 - floor / top) * x
    return np.maximum(1 - divided(weighted_mean(x, 1, 1 - aversion), weighted_mean(x, 1)), 0.0)


def gini(values: npt.ArrayLike) -> FloatArray:
    """Return Gini's coefficient over the last axis, 0 (all alike) to 1 - 1/n.

    Args:
        values: shape (..., n), 0 or more in any unit, NaN left out.

    Returns:
        Shape (...); NaN where nothing is there or all are 0.

    Raises:
        ValueError: a negative value.
    """
    x = np.sort(_not_negative(values), axis=-1)  # NaN last
    n = (~np.isnan(x)).sum(axis=-1, keepdims=True)
    x = np.nan_to_num(x)
    top = ((2 * np.arange(1, x.shape[-1] + 1) - n - 1) * x).sum(axis=-1)
    return np.maximum(divided(top, n[..., 0] * x.sum(axis=-1)), 0.0)  # equal values differ in their last digit


def theil(values: npt.ArrayLike, groups: npt.ArrayLike) -> tuple[float, float]:
    """Return Theil's T split into the parts between and within groups; they sum to the whole.

    Args:
        values: shape (n,), 0 or more in any unit, NaN left out; a 0 contributes 0.
        groups: whole numbers of shape (n,), one per value.

    Returns:
        (between, within), NaN if nothing is there or all values are 0.

    Raises:
        ValueError: a negative value, or groups that are no whole numbers, one for each.
    """
    all_values = _not_negative(values).ravel()
    known = ~np.isnan(all_values)
    of, x = fitting(positions(groups, "groups"), all_values.shape, "groups of values")[known], all_values[known]
    if x.size == 0 or x.sum() == 0:
        return float("nan"), float("nan")
    own_mean = np.array([x[of == group].mean() for group in of])
    between = _theil_terms(own_mean, x.mean(), own_mean).mean()
    within = _theil_terms(x, x.mean(), divided(x, own_mean) * x.mean()).mean()
    return float(between), float(within)


def _theil_terms(share: FloatArray, mean: float, ratio: FloatArray) -> FloatArray:
    """Return share/mean ln(ratio/mean), 0 where the share is 0."""
    logs = np.log(ratio / mean, out=np.zeros(share.shape), where=share > 0)
    return np.asarray(share / mean * logs)


def _not_negative(values: npt.ArrayLike) -> FloatArray:
    x = with_axes(numbers(values, "values"), 1, "values (..., n)")
    if (x < 0).any():
        message = "inequality is measured on values of 0 or more"
        raise ValueError(message)
    return x
