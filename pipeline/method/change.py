"""Change between two rounds: same indicators, honest errors, few false alarms.

Sources: Welch (1947), Biometrika 34 (degrees of freedom); Benjamini and Hochberg (1995), JRSS B
57(1); Wilcoxon (1945), Biometrics Bulletin 1(6), with the exact distribution given ties.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from pipeline.method.aggregate import Step, aggregated_scores
from pipeline.method.arrays import (
    TOLERANCE,
    BoolArray,
    FloatArray,
    checked_weights,
    divided,
    flags,
    narrow_numbers,
    numbers,
    positions,
)


@dataclass(frozen=True)
class PanelChange:
    """Two rounds recomputed on what both hold, each of shape (territories, parents).

    Attributes:
        first: score of the first round on the common indicators; NaN if not comparable.
        second: score of the second round on them.
        change: second minus first, in points.
        common_share: common indicators over those applicable in either round, 0-1.
        common: shape (territories, indicators), what both rounds hold.
    """

    first: FloatArray
    second: FloatArray
    change: FloatArray
    common_share: FloatArray
    common: BoolArray


def panel_change(
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    step: Step,
    *,
    min_share: float,
    first_applicable: npt.ArrayLike | None = None,
    second_applicable: npt.ArrayLike | None = None,
) -> PanelChange:
    """Return the change of each parent on the indicators valued in both rounds.

    Columns must be the same indicators in the same version. Weights are the step's, renormalised
    over what is common; thresholds of the step apply to nothing here but `min_share` does.

    Args:
        first: shape (territories, indicators) in points, NaN where missing.
        second: the same for the second round.
        step: from indicators to parents.
        min_share: least share of the indicators applicable in either round that both rounds must
            hold, inclusive; below it the change is "not comparable" (NaN).
        first_applicable: booleans, default all.
        second_applicable: booleans, default all.

    Raises:
        ValueError: shapes that do not fit, NaN or negative weights.
    """
    one, two = numbers(first, "first round"), numbers(second, "second round")
    in_one = flags(first_applicable, one.shape, default=True)
    in_two = flags(second_applicable, two.shape, default=True)
    common = in_one & in_two & ~np.isnan(one) & ~np.isnan(two)
    bare = Step(step.parent, step.weights, step.mean, step.floor, step.top)
    one_up = aggregated_scores(np.where(common, one, np.nan), [bare], common)[0]
    two_up = aggregated_scores(np.where(common, two, np.nan), [bare], common)[0]
    count = Step(step.parent, np.ones(one.shape[1]), share_of="count")
    held = aggregated_scores(np.where(common, 1.0, np.nan), [count], in_one | in_two)[0].availability
    enough = np.nan_to_num(held) >= min_share - TOLERANCE
    scores = [np.where(enough, up.scores, np.nan) for up in (one_up, two_up)]
    return PanelChange(scores[0], scores[1], scores[1] - scores[0], held, common)


@dataclass(frozen=True)
class ChangeTest:
    """Student tests of changes, all of the broadcast shape.

    Attributes:
        standard_error: of the change.
        df: degrees of freedom.
        statistic: change over standard error.
        p_value: two-sided.
    """

    standard_error: FloatArray
    df: FloatArray
    statistic: FloatArray
    p_value: FloatArray


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
        change: in points.
        first_error: standard error of the first score, 0 or more.
        second_error: standard error of the second score.
        first_df: its degrees of freedom, above 0.
        second_df: likewise.

    Returns:
        NaN where any part is NaN, or both errors are 0 (nothing to test against).
    """
    delta = numbers(change, "change")
    v1, v2 = numbers(first_error, "first error") ** 2, numbers(second_error, "second error") ** 2
    small = divided(v1**2, first_df) + divided(v2**2, second_df)
    df = divided((v1 + v2) ** 2, small)
    error = np.sqrt(v1 + v2)
    statistic = divided(delta, error)
    return ChangeTest(error, df, statistic, np.asarray(2 * stats.t.sf(np.abs(statistic), df)))


def paired_change(first: npt.ArrayLike, second: npt.ArrayLike, *, min_pairs: int) -> ChangeTest:
    """Return the paired test on people who answered both rounds.

    Their change is the statistic times the standard error.

    Args:
        first: shape (..., respondents, blocks), a person's block means in points.
        second: the same people in the same order.
        min_pairs: fewer pairs give NaN; 2 at least.

    Returns:
        Shape (..., blocks); NaN also where all pairs changed alike (no spread to test against).
    """
    d = np.asarray(narrow_numbers(second, "answers") - narrow_numbers(first, "answers"), np.float64)
    there = ~np.isnan(d)
    n = there.sum(axis=-2)
    mean = divided(np.where(there, d, 0).sum(axis=-2), n)
    squares = np.where(there, (d - mean[..., None, :]) ** 2, 0).sum(axis=-2)
    enough = n >= max(min_pairs, 2)
    error = np.where(enough, np.sqrt(divided(squares, n * np.maximum(n - 1, 1))), np.nan)
    df = np.where(enough, n - 1.0, np.nan)
    statistic = divided(mean, error)
    return ChangeTest(error, df, statistic, np.asarray(2 * stats.t.sf(np.abs(statistic), df)))


def minimum_detectable_change(
    standard_error: npt.ArrayLike, df: npt.ArrayLike, *, alpha: float, power: float = 0.5
) -> FloatArray:
    """Return the smallest change that a two-sided test finds with the given chance.

        (t_{1 - alpha/2} + t_{power}) standard_error

    With power 0.5 it is the smallest change that is significant when it is what is observed; a
    change that is to be found with certainty must be larger.

    Args:
        standard_error: of the change, in points.
        df: degrees of freedom of the change.
        alpha: two-sided level of the test, 0-1.
        power: chance 0.5-1 to find it.
    """
    nu = numbers(df, "df")
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
    p = numbers(p_values, "p-values")
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
        adjusted: from `adjusted_p_values`.
        rate: false discovery rate, inclusive.
        min_points: least change worth a word, inclusive.
    """
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


def mix_shift(first: npt.ArrayLike, second: npt.ArrayLike) -> float:
    """Return how far the mix of respondent groups moved, 0 (same shares) to 1 (no group in common).

    Args:
        first: shape (groups,), respondents per group in the first round.
        second: in the second round.

    Returns:
        Half the sum of absolute differences of shares; NaN if a round has nobody.
    """
    one, two = checked_weights(first, "first"), checked_weights(second, "second")
    return float(np.abs(divided(one, one.sum()) - divided(two, two.sum())).sum() / 2)


def returning_share(first: Sequence[int], second: Sequence[int]) -> float:
    """Return the share 0-1 of the second round's respondents who also answered the first.

    Args:
        first: respondents of the first round, by a number that stays.
        second: respondents of the second round.

    Returns:
        NaN if the second round has nobody.
    """
    now = set(positions(np.asarray(second, np.int64), "respondents").tolist())
    before = set(positions(np.asarray(first, np.int64), "respondents").tolist())
    return len(now & before) / len(now) if now else float("nan")
