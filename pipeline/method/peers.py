"""Peers by context, and the benchmark against them.

Source: Gower (1971), Biometrics 27(4), General coefficient of similarity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import spatial

from pipeline.method.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    checked_weights,
    divided,
    fitting,
    flags,
    numbers,
    positions,
    with_axes,
)
from pipeline.method.uncertainty import probability_above

Table = npt.ArrayLike
SQUARE = 2  # axes of a table


def gower_similarity(
    numeric: Table | None = None,
    categories: Table | None = None,
    *,
    other_numeric: Table | None = None,
    other_categories: Table | None = None,
    ranges: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
) -> FloatArray:
    """Return Gower's similarity 0-1 of context between every row and every other row.

    A number contributes 1 - |a - b|/range, a category 1 if equal and 0 if not; columns missing on
    either side are left out of the weighted mean. 1 minus it is Gower's distance.

    Args:
        numeric: shape (territories, n), NaN where missing; none by default.
        categories: whole numbers of shape (territories, c), -1 where missing, as `pandas.factorize` gives
            them; none by default.
        other_numeric: rows to compare with; both are left out for the same rows.
        other_categories: likewise.
        ranges: shape (n,), the range of each number; default highest minus lowest of `numeric`.
            A range of 0 compares as equal.
        weights: shape (n + c,), those of the numbers first; default equal.

    Returns:
        Shape (territories, others); NaN where no column is known on both sides.

    Raises:
        ValueError: tables that do not fit, NaN or negative weights, categories that are no whole numbers.
    """
    x, g = _columns(numeric, categories)
    same = other_numeric is None and other_categories is None
    y, h = (x, g) if same else _columns(other_numeric, other_categories)
    if (y.shape[1], h.shape[1]) != (x.shape[1], g.shape[1]):
        message = f"the other rows need {x.shape[1]} numbers and {g.shape[1]} categories too, found {y.shape[1]} and {h.shape[1]}"
        raise ValueError(message)
    n_columns = x.shape[1] + g.shape[1]
    w = np.ones(n_columns) if weights is None else fitting(checked_weights(weights), (n_columns,), "weights of columns")
    width = _ranges(x) if ranges is None else fitting(numbers(ranges, "ranges"), x.shape[1:], "ranges")
    total, weight = np.zeros((x.shape[0], y.shape[0])), np.zeros((x.shape[0], y.shape[0]))
    for column, size in enumerate(width):
        gap = np.abs(x[:, column, None] - y[None, :, column])
        alike = 1 - np.minimum(gap / size, 1) if size > 0 else np.where(np.isnan(gap), np.nan, 1.0)
        total += w[column] * np.nan_to_num(alike)
        weight += w[column] * ~np.isnan(gap)
    for column in range(g.shape[1]):
        known = (g[:, column, None] >= 0) & (h[None, :, column] >= 0)
        total += w[len(width) + column] * (known & (g[:, column, None] == h[None, :, column]))
        weight += w[len(width) + column] * known
    return divided(total, weight)


def nearest_contexts(context: npt.ArrayLike, n_nearest: int) -> IntArray:
    """Return the rows nearest in context, nearest first, own row left out, ties by row.

    Args:
        context: shape (territories, columns), encoded and scaled numbers without gaps.
        n_nearest: how many at most.

    Returns:
        Shape (territories, min(n_nearest, territories - 1)).

    Raises:
        ValueError: the context has NaN.
    """
    x = with_axes(numbers(context, "context"), 2, "context (territories, columns)")
    if np.isnan(x).any():
        message = "nearest contexts need columns without gaps: use gower_similarity with gaps"
        raise ValueError(message)
    if x.shape[0] == 0:
        return np.empty((0, 0), dtype=np.int64)
    kept = min(n_nearest, x.shape[0] - 1)
    distance, found = spatial.cKDTree(x).query(x, k=kept + 1)
    distance = np.asarray(distance).reshape(-1, kept + 1)
    found = np.asarray(found).reshape(-1, kept + 1)
    own = found == np.arange(x.shape[0])[:, None]
    own[~own.any(axis=1), -1] = True  # crowded out by equal contexts: drop the last
    order = np.lexsort((found, np.where(own, np.inf, distance)), axis=1)
    return np.asarray(np.take_along_axis(found, order, axis=1)[:, :kept], dtype=np.int64)


def peer_groups(
    similarity: npt.ArrayLike,
    *,
    min_similarity: float,
    min_peers: int,
    circles: Sequence[npt.ArrayLike] = (),
) -> tuple[BoolArray, IntArray]:
    """Return who is whose peer, looking in wider circles until there are enough.

    Args:
        similarity: shape (territories, territories), of context, never of scores.
        min_similarity: least similarity of a peer, inclusive.
        min_peers: least number of peers, the territory itself not counted.
        circles: booleans of that shape, from narrow to wide: who may be a peer at all (same level
            of government, same scored blocks, ...). Default: one circle of all.

    Returns:
        Booleans of that shape (all false where no circle has enough: no benchmark), and the
        position of the circle used, -1 for none, shape (territories,).

    Raises:
        ValueError: the similarity is not square.
    """
    given = numbers(similarity, "similarity")
    if given.shape != (len(given),) * SQUARE:
        message = f"similarity is a table of territories by territories, found shape {given.shape}"
        raise ValueError(message)
    alike = np.nan_to_num(given, nan=-1.0) >= min_similarity - 1e-12
    alike &= ~np.eye(alike.shape[0], dtype=np.bool_)
    peers = np.zeros(alike.shape, dtype=np.bool_)
    used = np.full(alike.shape[0], -1, dtype=np.int64)
    for number, circle in enumerate(circles or [np.ones(alike.shape, dtype=np.bool_)]):
        group = alike & np.asarray(circle, dtype=np.bool_)
        new = (used < 0) & (group.sum(axis=1) >= min_peers)
        peers[new], used[new] = group[new], number
    return peers, used


@dataclass(frozen=True)
class Benchmark:
    """A territory against its peers, each of shape (territories,); NaN without enough peers.

    Attributes:
        lower_quartile: of the peers' scores (R type 7), in points.
        median: of the peers' scores.
        upper_quartile: of the peers' scores.
        above_median: P(true score > peers' median), taking that median as fixed.
        n_peers: peers with a score.
    """

    lower_quartile: FloatArray
    median: FloatArray
    upper_quartile: FloatArray
    above_median: FloatArray
    n_peers: IntArray


def peer_benchmark(
    scores: npt.ArrayLike,
    standard_errors: npt.ArrayLike,
    peers: npt.ArrayLike,
    *,
    min_scored: int,
    df: npt.ArrayLike | None = None,
) -> Benchmark:
    """Return each territory's place against the middle of its peers.

    Args:
        scores: shape (territories,) in points, NaN where withheld.
        standard_errors: of the scores.
        peers: booleans of shape (territories, territories), from `peer_groups`.
        min_scored: least number of peers with a score behind anything shown (privacy).
        df: degrees of freedom of the scores; default normal.
    """
    s = numbers(scores, "scores")
    group = flags(peers, (s.size, s.size), default=False) & ~np.isnan(s)
    n = group.sum(axis=1).astype(np.int64)
    band = _quartiles(s, group, n)
    band[n < max(min_scored, 1)] = np.nan
    above = probability_above(s - band[:, 1], standard_errors, df)
    return Benchmark(band[:, 0], band[:, 1], band[:, 2], above, n)


def _quartiles(scores: FloatArray, group: BoolArray, n_members: IntArray) -> FloatArray:
    """Return the quartiles (R type 7) of the members of each row's group, NaN for an empty one, shape (rows, 3)."""
    order = np.argsort(scores, kind="stable")
    member = order[np.nonzero(group[:, order])[1]]  # row after row, each in the order of the scores
    start = np.cumsum(n_members) - n_members
    band = np.full((n_members.size, 3), np.nan)
    rows = np.flatnonzero(n_members > 0)
    for column, share in enumerate((0.25, 0.5, 0.75)):
        place = share * (n_members[rows] - 1)
        low = np.floor(place).astype(np.int64)
        high = np.minimum(low + 1, n_members[rows] - 1)
        ends = scores[member[start[rows] + low]], scores[member[start[rows] + high]]
        band[rows, column] = ends[0] + (ends[1] - ends[0]) * (place - low)
    return band


def _columns(numeric: Table | None, categories: Table | None) -> tuple[FloatArray, IntArray]:
    """Return both kinds of columns as tables with the same rows."""
    if numeric is None and categories is None:
        message = "a similarity needs columns: numbers, categories, or both"
        raise ValueError(message)
    x = np.empty((len(np.asarray(categories)), 0)) if numeric is None else numbers(numeric, "numeric")
    g = np.empty((len(x), 0), np.int64) if categories is None else positions(categories, "categories")
    if x.ndim != SQUARE or g.ndim != SQUARE or len(x) != len(g):
        message = f"numeric and categories are tables with one row per territory, found {x.shape} and {g.shape}"
        raise ValueError(message)
    return x, g


def _ranges(x: FloatArray) -> FloatArray:
    known = ~np.isnan(x)
    high = np.where(known, x, -np.inf).max(axis=0, initial=-np.inf)
    low = np.where(known, x, np.inf).min(axis=0, initial=np.inf)
    return np.where(known.any(axis=0), high - low, 0.0)
