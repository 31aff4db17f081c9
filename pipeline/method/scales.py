# ruff: noqa: PLR2004 the numbers are those of the formulas
"""Levels to points of 0-100, for any number of levels and any shape of scale.

Taking levels as equally far apart is an assumption; a convex and a concave scale belong in the
sensitivity set. Source of the rule level/highest x 100: WHO e-SPAR; JEE tool, third edition.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import FloatArray, numbers


def equidistant_points(n_levels: int, start: float = 0.0, stop: float = 100.0) -> FloatArray:
    """Return the points of equally distant levels, shape (n_levels,).

    Five levels 0-4 give 0, 25, 50, 75, 100; the five levels 1-5 of the WHO tools are
    `equidistant_points(5, start=20)`.

    Raises:
        ValueError: fewer than two levels.
    """
    if n_levels < 2:
        message = f"a scale needs two levels or more, found {n_levels}"
        raise ValueError(message)
    return np.linspace(start, stop, n_levels)


def goalpost_points(
    values: npt.ArrayLike,
    lowest: npt.ArrayLike,
    highest: npt.ArrayLike,
    *,
    start: float = 0.0,
    stop: float = 100.0,
    clip: bool = True,
) -> FloatArray:
    """Return measured values on a scale of points, by goalposts: start + (stop - start) (x - lowest)/(highest - lowest).

    Fixed goalposts keep a score where it is when others join (UNDP, Human Development Index). With the
    lowest and highest value found as goalposts this is the min-max rule of COINr; scores then move
    with the company they keep, as z-scores do, which is why the house does not use them.

    Args:
        values: any shape; NaN stays NaN.
        lowest: broadcast to the values, the value worth `start`; above `highest` where less is better.
        highest: broadcast to the values, the value worth `stop`.
        start: points at the lowest goalpost.
        stop: points at the highest goalpost.
        clip: whether a value beyond a goalpost gets the points of the goalpost.

    Raises:
        ValueError: goalposts that are equal.
    """
    x, low, high = numbers(values, "values"), numbers(lowest, "lowest"), numbers(highest, "highest")
    if (low == high).any():
        message = "goalposts must differ: the lowest and the highest value are the same"
        raise ValueError(message)
    share = (x - low) / (high - low)
    return np.asarray(start + (stop - start) * (np.clip(share, 0, 1) if clip else share))


def level_points(levels: npt.ArrayLike, points: npt.ArrayLike, *, lowest: float = 0.0) -> FloatArray:
    """Return levels as points, straight between neighbours for a mean that lies between levels.

    Args:
        levels: any shape, lowest..lowest + n - 1; NaN stays NaN.
        points: shape (n,), the points of each level in order, never falling.
        lowest: the number of the lowest level.

    Raises:
        ValueError: a level outside the scale (an impossible level is refused, never clipped), or
            points that fall.
    """
    x = numbers(levels, "levels")
    scale = numbers(points, "points")
    if scale.ndim != 1 or scale.size < 2 or not (np.diff(scale) >= 0).all():
        message = "points must be two or more numbers that never fall from level to level"
        raise ValueError(message)
    highest = lowest + scale.size - 1
    if (x < lowest).any() or (x > highest).any():
        message = f"levels must lie in {lowest}..{highest}: refuse other answers before scoring"
        raise ValueError(message)
    return np.asarray(np.interp(x, np.arange(scale.size) + lowest, scale))
