# ruff: noqa: PLR2004 the numbers are those of the formulas
"""Krippendorff's alpha: the reliability of a whole assessment, for one table or many at once.

alpha = 1 - Do/De over all pairable values. A unit with fewer than two answers is dropped before
anything is counted. Per territory over its indicators; never for one indicator.

Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import FloatArray, checked_weights, divided, fitting, numbers, with_axes

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
TABLES_AT_ONCE = 250  # tables resampled per pass: bounds the memory, changes no result


def krippendorff_alpha(table: npt.ArrayLike, metric: Metric = "ordinal") -> float:
    """Return alpha of one table of observers by units; 1 perfect, 0 as by chance, below 0 worse.

    Args:
        table: shape (observers, units), NaN where an observer did not code a unit. The values
            found are the categories, in numeric order.
        metric: how far apart two values are.

    Returns:
        NaN where no unit has two answers, or all pairable answers are equal.

    Raises:
        ValueError: the table has no two dimensions, or the metric is unknown.
    """
    _known(metric)
    data = numbers(table, "table")
    if data.ndim != 2:
        message = f"alpha needs a table of observers by units, found {data.ndim} dimensions"
        raise ValueError(message)
    values = np.unique(data[~np.isnan(data)])
    if values.size == 0:
        return float("nan")
    counts = (data.T[:, :, None] == values).sum(axis=1)
    return float(alpha_from_counts(counts, metric, values=values))


def alpha_from_counts(
    counts: npt.ArrayLike, metric: Metric = "ordinal", *, values: npt.ArrayLike | None = None
) -> FloatArray:
    """Return alpha for every table of counts: how often each value was given to each unit.

    Args:
        counts: shape (..., units, values), 0 or more.
        metric: how far apart two values are.
        values: the numbers the last axis stands for, rising; default 0, 1, 2, ... Used by the
            interval and ratio metrics.

    Returns:
        Shape (...); NaN where alpha is not defined (no pair, or no variation at all).

    Raises:
        ValueError: NaN or negative counts, values that are not one per column, or an unknown metric.
    """
    _known(metric)
    c = with_axes(checked_weights(counts, "counts"), 2, "counts (..., units, values)")
    marks = np.arange(c.shape[-1], dtype=np.float64)
    marks = marks if values is None else fitting(numbers(values, "values"), marks.shape, "values")
    return _alpha(_coincidences(c, np.ones(c.shape[-2])), metric, marks)


def alpha_draws(counts: npt.ArrayLike, metric: Metric = "ordinal", *, n_draws: int, seed: int) -> FloatArray:
    """Return bootstrap draws of alpha over units: which indicators happen to be in the guideline.

    With ten respondents or fewer alpha should not be printed without their quantiles (5 % and 95 %
    by `numpy.nanquantile(draws, [0.05, 0.95], axis=-1)`). The same
    units are drawn for all tables, so that draws of two territories can be compared.

    Args:
        counts: shape (..., units, values).
        metric: how far apart two values are (values 0, 1, 2, ...).
        n_draws: number of resamples.
        seed: seed of the stream; the same seed gives the same draws.

    Returns:
        Shape (..., n_draws), NaN where a resample has no variation.

    Raises:
        ValueError: NaN or negative counts, or an unknown metric.
    """
    _known(metric)
    c = with_axes(checked_weights(counts, "counts"), 2, "counts (..., units, values)")
    marks = np.arange(c.shape[-1], dtype=np.float64)
    n_units = c.shape[-2]
    stream = np.random.Generator(np.random.SFC64(seed))
    times = stream.multinomial(n_units, np.full(n_units, 1 / n_units), size=n_draws).astype(np.float64)
    tables = c.reshape(-1, *c.shape[-2:])
    found = np.empty((len(tables), n_draws))
    for first in range(0, len(tables), TABLES_AT_ONCE):
        part = slice(first, first + TABLES_AT_ONCE)
        found[part] = _alpha(_drawn_coincidences(tables[part], times), metric, marks)
    return found.reshape(*c.shape[:-2], n_draws)


def _drawn_coincidences(c: FloatArray, times: FloatArray) -> FloatArray:
    """Return the value coincidences of every draw of units, shape (tables, draws, values, values)."""
    each = _coincidences(c[:, :, None, :], np.ones(1))  # of every unit alone
    n_values = c.shape[-1]
    summed = times @ each.reshape(*c.shape[:2], -1)
    return np.asarray(summed.reshape(len(c), len(times), n_values, n_values))


def _coincidences(c: FloatArray, times: FloatArray) -> FloatArray:
    """Return the value coincidences, shape (..., values, values), each unit counted `times`."""
    size = c.sum(axis=-1)
    factor = np.where(size >= 2, times / np.maximum(size - 1, 1), 0.0)
    weighted = c * factor[..., None]
    pairs = np.swapaxes(weighted, -1, -2) @ c
    diagonal = np.arange(c.shape[-1])
    pairs[..., diagonal, diagonal] -= weighted.sum(axis=-2)
    return np.asarray(pairs)


def _alpha(coincidences: FloatArray, metric: Metric, marks: FloatArray) -> FloatArray:
    totals = coincidences.sum(axis=-1)
    distance = _distances(totals, metric, marks)
    observed = (coincidences * distance).sum(axis=(-2, -1))
    by_chance = (totals[..., :, None] * totals[..., None, :] * distance).sum(axis=(-2, -1))
    return np.asarray(1 - (totals.sum(axis=-1) - 1) * divided(observed, by_chance))


def _distances(totals: FloatArray, metric: Metric, marks: FloatArray) -> FloatArray:
    gap = marks[:, None] - marks[None, :]
    if metric == "nominal":
        return np.asarray(gap != 0, dtype=np.float64)
    if metric == "interval":
        return np.asarray(gap**2)
    if metric == "ratio":
        both = marks[:, None] + marks[None, :]
        return np.where(both != 0, gap / np.where(both != 0, both, 1.0), 0.0) ** 2
    middle = np.cumsum(totals, axis=-1) - totals / 2
    return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)


def _known(metric: str) -> None:
    if metric not in get_args(Metric):
        message = f"unknown metric {metric!r}: use nominal, ordinal, interval or ratio"
        raise ValueError(message)
