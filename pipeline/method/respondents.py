# ruff: noqa: PLR2004 the numbers are those of the formulas
"""From respondents to one value per indicator: the organisation before the person, gaps kept.

Answers are arrays of shape (territories, respondents, indicators), NaN where there is no level;
respondents who do not exist in a territory are rows of NaN. Kinds of silence ("don't know", "not
applicable") come as separate booleans of the same shape.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import (
    TOLERANCE,
    AnyFloats,
    BoolArray,
    FloatArray,
    checked_share,
    checked_weights,
    divided,
    fitting,
    flags,
    narrow_numbers,
    positions,
    with_axes,
)

GROUPS_AT_ONCE = 1000  # organisations merged per pass: bounds the memory, changes no result

Statistic = Literal["mean", "median", "interpolated_median", "trimmed_mean"]


def indicator_levels(
    answers: npt.ArrayLike,
    statistic: Statistic = "mean",
    *,
    weights: npt.ArrayLike | None = None,
    trim: float = 0.0,
) -> FloatArray:
    """Return one level per indicator from its respondents.

        mean                 sum w x / sum w
        median               the (weighted) middle answer, midpoint of the two middle ones
        interpolated_median  m - 1/2 + (W/2 - F_below) / f_m, with m the median and f_m its weight;
                             m itself where it falls between two levels
        trimmed_mean         mean without the floor(trim n) lowest and highest answers

    Args:
        answers: shape (..., respondents, indicators), NaN where missing.
        statistic: which of the four.
        weights: broadcast to the answers, 0 or more, [:, None] for one per respondent; default 1 each.
        trim: share of answers 0-0.5 cut at each end by the trimmed mean, 0.5 exclusive.

    Returns:
        Shape (..., indicators); NaN where nobody with a weight above 0 answered.

    Raises:
        ValueError: NaN or negative weights, weights for the trimmed mean, trim outside 0-0.5, or
            an unknown statistic.
    """
    x = _answers(answers)
    if statistic == "mean" and weights is None:
        return _plain_mean(x)
    given = np.ones(()) if weights is None else checked_weights(weights)
    w = np.where(np.isnan(x), 0.0, fitting(given, x.shape, "weights of answers"))
    if statistic == "mean":
        return divided((np.nan_to_num(x) * w).sum(axis=-2), w.sum(axis=-2))
    if statistic == "trimmed_mean":
        if weights is not None:
            message = "the trimmed mean takes no weights: use the mean, or drop the weights"
            raise ValueError(message)
        return _trimmed_mean(x, trim)
    if statistic not in ("median", "interpolated_median"):
        message = f"unknown statistic {statistic!r}: use {', '.join(get_args(Statistic))}"
        raise ValueError(message)
    median = _weighted_median(x, w)
    return median if statistic == "median" else _interpolated(x, w, median)


def group_means(answers: npt.ArrayLike, groups: npt.ArrayLike, n_groups: int) -> FloatArray:
    """Return the mean answer inside each group, shape (..., groups, indicators).

    Args:
        answers: shape (..., respondents, indicators).
        groups: whole numbers of shape (..., respondents): 0..n_groups-1, or -1 for "no group".
        n_groups: number of groups.

    Returns:
        NaN where a group has no answer.

    Raises:
        ValueError: groups are no whole numbers, or lie outside -1..n_groups-1.
    """
    x = _answers(answers)
    of = fitting(positions(groups, "groups"), x.shape[:-1], "groups of respondents")
    if (of < -1).any() or (of >= n_groups).any():
        message = f"groups must lie in -1..{n_groups - 1}, -1 meaning none"
        raise ValueError(message)
    each = [_plain_mean(np.where((of == g)[..., None], x, np.nan)) for g in range(n_groups)]
    return np.stack(each, axis=-2)


def group_balanced_levels(answers: npt.ArrayLike, groups: npt.ArrayLike, n_groups: int) -> FloatArray:
    """Return the mean over groups of the mean inside each group, over the groups present.

    Arguments and errors as `group_means`; respondents without a group do not count. Shape
    (..., indicators), NaN where no group answered.
    """
    return _plain_mean(group_means(answers, groups, n_groups))


def organisation_answers(
    answers: npt.ArrayLike,
    organisations: npt.ArrayLike,
    statistic: Literal["median", "mean"] = "median",
) -> FloatArray:
    """Return the answers with several people of one organisation merged into one voice.

    The first row of an organisation carries its median (or mean) per indicator, its other rows
    become NaN; the shape stays. A median of two can lie between two levels.

    Args:
        answers: shape (territories, respondents, indicators).
        organisations: whole numbers of shape (territories, respondents), compared inside a
            territory only; -1 for a person without an organisation, never merged.
        statistic: how the answers of one organisation combine.

    Raises:
        ValueError: organisations are no whole numbers of that shape.
    """
    x = with_axes(_answers(answers).astype(np.float64, copy=False), 3, "answers (territories, respondents, items)")
    ids = positions(organisations, "organisations")
    if ids.shape != x.shape[:2]:
        message = f"organisations need the shape {x.shape[:2]}, found {ids.shape}"
        raise ValueError(message)
    same = (ids[:, :, None] == ids[:, None, :]) & (ids >= 0)[:, :, None]
    merged = x.copy()
    territories, firsts = np.nonzero(same.any(axis=2) & (same.argmax(axis=2) == _rows(ids)))
    several = same[territories, firsts].sum(axis=1) > 1
    territories, firsts = territories[several], firsts[several]
    for start in range(0, territories.size, GROUPS_AT_ONCE):
        own, first = (part[start : start + GROUPS_AT_ONCE] for part in (territories, firsts))
        members = same[own, first]
        voices = indicator_levels(np.where(members[:, :, None], x[own], np.nan), statistic)
        group, row = np.nonzero(members)
        merged[own[group], row] = np.nan
        merged[own, first] = voices
    return merged


def mark_weights(marks: npt.ArrayLike, weight_of: npt.ArrayLike) -> FloatArray:
    """Return the weight of each mark (confidence or evidence); -1, "no mark", weighs as the mean.

    Multiply the results of two kinds of marks for a joint weight. Only for weights declared before
    the data: confident people are not the informed people.

    Args:
        marks: whole numbers -1..n-1 of any shape.
        weight_of: shape (n,), one weight per mark.

    Raises:
        ValueError: a mark outside -1..n-1, NaN or negative weights.
    """
    of, weights = positions(marks, "marks"), checked_weights(weight_of)
    if (of < -1).any() or (of >= weights.size).any():
        message = f"marks must lie in -1..{weights.size - 1}, -1 meaning none"
        raise ValueError(message)
    return np.where(of < 0, weights.mean(), weights[of])


def knowledge_share(answers: npt.ArrayLike, dont_know: npt.ArrayLike) -> FloatArray:
    """Return answered / (answered + "don't know") per indicator, 0-1; NaN where neither occurs.

    Args:
        answers: shape (..., respondents, indicators).
        dont_know: booleans of that shape.
    """
    answered = ~np.isnan(_answers(answers))
    unknown = flags(dont_know, answered.shape, default=False) & ~answered
    return divided(answered.sum(axis=-2), (answered | unknown).sum(axis=-2))


def structural_not_applicable(
    answers: npt.ArrayLike, not_applicable: npt.ArrayLike, *, min_share: float, min_deciding: int
) -> tuple[BoolArray, BoolArray]:
    """Return where an indicator leaves a territory's denominator, and where that is contested.

    Those who gave a level or said "not applicable" decide; "don't know" and silence do not.

    Args:
        answers: shape (..., respondents, indicators).
        not_applicable: booleans of that shape.
        min_share: least share 0-1 of "not applicable" among those deciding, inclusive.
        min_deciding: least number of people deciding, inclusive.

    Returns:
        Two booleans of shape (..., indicators): structural, and contested (somebody said "not
        applicable", not enough to decide; it then counts as missing).
    """
    checked_share(min_share, "min_share")
    answered = ~np.isnan(_answers(answers))
    refused = flags(not_applicable, answered.shape, default=False) & ~answered
    n_refused, n_deciding = refused.sum(axis=-2), (answered | refused).sum(axis=-2)
    share = np.nan_to_num(divided(n_refused, n_deciding))
    structural = (share >= min_share - TOLERANCE) & (n_deciding >= min_deciding) & (n_refused > 0)
    return structural, (n_refused > 0) & ~structural


def _answers(answers: npt.ArrayLike) -> AnyFloats:
    return with_axes(narrow_numbers(answers, "answers"), 2, "answers (..., respondents, indicators)")


def _rows(ids: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    return np.arange(ids.shape[1])[None, :]


def _plain_mean(x: AnyFloats) -> FloatArray:
    there = ~np.isnan(x)
    return divided(np.where(there, x, 0).sum(axis=-2, dtype=np.float64), there.sum(axis=-2))


def _trimmed_mean(x: AnyFloats, trim: float) -> FloatArray:
    if not 0 <= trim < 0.5:
        message = f"trim is a share of 0 or more and below 0.5, found {trim}"
        raise ValueError(message)
    ordered = np.sort(x, axis=-2)  # NaN last
    n = (~np.isnan(x)).sum(axis=-2, keepdims=True)
    cut = np.floor(trim * n + TOLERANCE)
    place = np.arange(x.shape[-2])[:, None]
    return _plain_mean(np.where((place >= cut) & (place < n - cut), ordered, np.nan))


def _weighted_median(x: AnyFloats, w: FloatArray) -> FloatArray:
    order = np.argsort(np.where(w > 0, x, np.nan), axis=-2)
    ordered = np.take_along_axis(x, order, axis=-2)
    cumulative = np.cumsum(np.take_along_axis(w, order, axis=-2), axis=-2)
    half, slack = cumulative[..., -1:, :] / 2, 1e-9 * cumulative[..., -1:, :]
    lower = (cumulative < half - slack).sum(axis=-2, keepdims=True)
    upper = (cumulative <= half + slack).sum(axis=-2, keepdims=True)
    last = x.shape[-2] - 1
    low = np.take_along_axis(ordered, np.minimum(lower, last), axis=-2)[..., 0, :]
    high = np.take_along_axis(ordered, np.minimum(upper, last), axis=-2)[..., 0, :]
    middle = (np.asarray(low, dtype=np.float64) + np.asarray(high, dtype=np.float64)) / 2
    return np.where(half[..., 0, :] > 0, middle, np.nan)


def _interpolated(x: AnyFloats, w: FloatArray, median: FloatArray) -> FloatArray:
    middle = median[..., None, :]
    below = np.where(x < middle, w, 0.0).sum(axis=-2)
    on = np.where(x == middle, w, 0.0).sum(axis=-2)
    shift = divided(w.sum(axis=-2) / 2 - below, on) - 0.5
    return np.where(on > 0, median + shift, median)
