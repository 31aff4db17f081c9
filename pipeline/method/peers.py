"""Peers by context, the benchmark against them, and who can learn from whom.

Sources: Gower (1971), Biometrics 27(4) (similarity); Kuhn (1955), Naval Research Logistics 2
(assignment, as in scipy.optimize.linear_sum_assignment).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import optimize, spatial

from pipeline.method.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    checked_weights,
    divided,
    flags,
    numbers,
    positions,
)
from pipeline.method.uncertainty import probability_above

Table = npt.ArrayLike


def gower_similarity(
    numeric: Table,
    categories: Table,
    *,
    other_numeric: Table | None = None,
    other_categories: Table | None = None,
    ranges: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
) -> FloatArray:
    """Return Gower's similarity 0-1 of context between every row and every other row.

    A number contributes 1 - |a - b|/range, a category 1 if equal and 0 if not; columns missing on
    either side are left out of the weighted mean.

    Args:
        numeric: shape (territories, n), NaN where missing.
        categories: whole numbers of shape (territories, c), -1 where missing.
        other_numeric: rows to compare with; default the same rows.
        other_categories: likewise.
        ranges: shape (n,), the range of each number; default highest minus lowest of `numeric`.
            A range of 0 compares as equal.
        weights: shape (n + c,); default equal.

    Returns:
        Shape (territories, others); NaN where no column is known on both sides.

    Raises:
        ValueError: NaN or negative weights; categories that are no whole numbers.
    """
    x, g = numbers(numeric, "numeric"), positions(categories, "categories")
    y = x if other_numeric is None else numbers(other_numeric, "numeric")
    h = g if other_categories is None else positions(other_categories, "categories")
    w = np.ones(x.shape[1] + g.shape[1]) if weights is None else checked_weights(weights)
    width = _ranges(x) if ranges is None else numbers(ranges, "ranges")
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
    x = numbers(context, "context")
    if np.isnan(x).any():
        message = "nearest contexts need columns without gaps: use gower_similarity with gaps"
        raise ValueError(message)
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
    """
    alike = np.nan_to_num(numbers(similarity, "similarity"), nan=-1.0) >= min_similarity - 1e-12
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
    group = np.asarray(peers, dtype=np.bool_) & ~np.isnan(s)
    n = group.sum(axis=1).astype(np.int64)
    band = _quartiles(s, group, n)
    band[n < max(min_scored, 1)] = np.nan
    above = probability_above(s - band[:, 1], standard_errors, df)
    return Benchmark(band[:, 0], band[:, 1], band[:, 2], above, n)


def match_scores(
    scores: npt.ArrayLike,
    standard_errors: npt.ArrayLike,
    *,
    similarity: npt.ArrayLike,
    grade_share: npt.ArrayLike,
    language: npt.ArrayLike,
    margin: float,
    min_probability: float,
    consents: npt.ArrayLike,
    learns: npt.ArrayLike,
) -> FloatArray:
    """Return how well each territory (column) could teach each other one (row) in one block.

        match = P(S_b - S_a >= margin) x similarity x grade_b x language_ab

    Args:
        scores: shape (territories,), one block, in points.
        standard_errors: of the scores; errors of two territories are independent.
        similarity: shape (territories, territories), of context.
        grade_share: shape (territories,), share 0-1 of well documented evidence.
        language: shape (territories, territories), 1 with a common working language, less without.
        margin: least lead in points.
        min_probability: least probability of that lead, inclusive.
        consents: booleans, who agreed to teach (and has voices enough).
        learns: booleans, who is weak here and wants to learn.

    Returns:
        Shape (territories, territories), 0-1; 0 where there is no match, also with itself.
    """
    s, se = numbers(scores, "scores"), numbers(standard_errors, "standard errors")
    lead = s[None, :] - s[:, None] - margin
    chance = probability_above(lead, np.sqrt(se[None, :] ** 2 + se[:, None] ** 2))
    pair = np.asarray(learns, np.bool_)[:, None] & np.asarray(consents, np.bool_)[None, :]
    pair = pair & (np.nan_to_num(chance) >= min_probability - 1e-12)
    np.fill_diagonal(pair, val=False)
    value = chance * numbers(similarity, "similarity") * numbers(grade_share, "grade_share")
    return np.where(pair, np.nan_to_num(value * numbers(language, "language")), 0.0)


def with_exchange(matches: npt.ArrayLike, bonus: float) -> FloatArray:
    """Return matches times a bonus where the learner could teach the mentor another block.

    Args:
        matches: shape (blocks, territories, territories), from `match_scores`.
        bonus: factor, 1 or more.
    """
    m = numbers(matches, "matches")
    teaches = (m > 0).any(axis=0)  # learner, mentor
    return np.asarray(np.where(teaches.T, m * bonus, m))


def assigned_mentors(
    matches: npt.ArrayLike,
    load: int,
    *,
    method: Literal["best_total", "greedy"] = "best_total",
    allowed: npt.ArrayLike | None = None,
) -> IntArray:
    """Return one mentor per learner such that nobody mentors more than `load`.

    Args:
        matches: shape (learners, mentors), 0 where there is no match.
        load: learners per mentor at most.
        method: "best_total" maximises the sum of matches; "greedy" takes the best pair first and
            is for thousands of territories.
        allowed: booleans of that shape; default all.

    Returns:
        Shape (learners,), the column of the mentor, -1 for none. Equal matches: lower row, then
        lower column, first.

    Raises:
        ValueError: a load below 1.
    """
    m = np.nan_to_num(numbers(matches, "matches"))
    m = np.where(flags(allowed, m.shape, default=True), m, 0.0)
    if load < 1:
        message = f"a mentor takes at least one learner, found a load of {load}"
        raise ValueError(message)
    found = np.full(m.shape[0], -1, dtype=np.int64)
    if method == "best_total":
        rows, columns = optimize.linear_sum_assignment(np.tile(m, load), maximize=True)
        columns = columns % m.shape[1]
        good = m[rows, columns] > 0
        found[rows[good]] = columns[good]
        return found
    rows, columns = np.nonzero(m > 0)
    places = np.full(m.shape[1], load)
    for pair in np.argsort(-m[rows, columns], kind="stable"):
        row, column = rows[pair], columns[pair]
        if found[row] < 0 and places[column] > 0:
            found[row], places[column] = column, places[column] - 1
    return found


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


def _ranges(x: FloatArray) -> FloatArray:
    known = ~np.isnan(x)
    high = np.where(known, x, -np.inf).max(axis=0, initial=-np.inf)
    low = np.where(known, x, np.inf).min(axis=0, initial=np.inf)
    return np.where(known.any(axis=0), high - low, 0.0)
