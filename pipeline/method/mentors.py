"""Who can learn from whom: matches between a weak and a strong territory, and one mentor for each.

Source: Kuhn (1955), Naval Research Logistics 2 (assignment, as in scipy.optimize.linear_sum_assignment).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import optimize

from pipeline.method.arrays import FloatArray, IntArray, flags, numbers
from pipeline.method.uncertainty import probability_above


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
