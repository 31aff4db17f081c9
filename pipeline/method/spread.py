"""How far block scores would move with other respondents: moderated covariance per territory.

With a handful of respondents the plain bootstrap is far too sure. The spread of each territory is
therefore moderated by the typical spread of all territories, and the errors of blocks stay
correlated, because the same people answer them all.

Source: Smyth (2004), Statistical Applications in Genetics and Molecular Biology 3(1), article 3
(moderated variances), carried over to covariances between blocks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import (
    BoolArray,
    FloatArray,
    checked_weights,
    divided,
    fitting,
    narrow_numbers,
    numbers,
    positions,
    with_axes,
)

ROWS_AT_ONCE = 1000  # territories per pass: bounds the memory, changes no result


@dataclass(frozen=True)
class SpreadPrior:
    """What is believed about the spread between respondents before seeing them; all policy.

    Attributes:
        df: weight of the typical spread, in degrees of freedom (nu0), 0 or more.
        sd: spread of respondents' block means in points, used while too little is seen.
        correlation: correlation between blocks for the same purpose, 0-1.
        min_pooled_df: pooled degrees of freedom under which `sd` and `correlation` stand in.
    """

    df: float
    sd: float
    correlation: float
    min_pooled_df: float


@dataclass(frozen=True)
class Spread:
    """The uncertainty of block scores that comes from who answered.

    Attributes:
        covariance: shape (territories, blocks, blocks), of the block scores, in points^2; NaN
            where nobody answered a block.
        df: shape (territories,), degrees of freedom of the Student draws.
        n_voices: shape (territories, blocks), respondents with an answer in the block.
        typical: shape (blocks, blocks), the pooled covariance of respondents' block means.
        assumed: shape (blocks, blocks), true where the prior stood in for it ("prior spread").
    """

    covariance: FloatArray
    df: FloatArray
    n_voices: FloatArray
    typical: FloatArray
    assumed: BoolArray

    @property
    def standard_errors(self) -> FloatArray:
        """Return the standard errors of the block scores in points, shape (territories, blocks)."""
        return np.sqrt(np.diagonal(self.covariance, axis1=1, axis2=2))


def moderated_spread(
    answers: npt.ArrayLike,
    block_of: npt.ArrayLike,
    *,
    prior: SpreadPrior,
    points_per_level: float,
    weights: npt.ArrayLike | None = None,
    roster: npt.ArrayLike | None = None,
) -> Spread:
    """Return the moderated covariance of block scores.

        d_r    = mean over answered indicators of a block of (answer - indicator mean), in points
        C      = sum_r d_r d_r',   nu = max(n - 1, 0) per pair of blocks, n = who answered both
        Sigma0 = sum C / sum nu over territories
        V      = (nu0 Sigma0 + C) / (nu0 + nu),   covariance_kl = V_kl / sqrt(n_k n_l)

    Args:
        answers: shape (territories, respondents, indicators), levels, NaN where missing.
        block_of: shape (indicators,), block position of each indicator.
        prior: see `SpreadPrior`.
        points_per_level: points of one level, 25 for levels 0-4 on 0-100.
        weights: shape (indicators,), weights inside blocks; default equal.
        roster: shape (territories,), how many people could have been asked, NaN if unknown; the
            covariance shrinks by 1 - n/roster (finite population).

    Raises:
        ValueError: shapes that do not fit, NaN or negative weights, prior df below 0.
    """
    x = with_axes(narrow_numbers(answers, "answers"), 3, "answers (territories, respondents, indicators)")
    member = membership(block_of, weights, x.shape[2])
    if prior.df < 0 or prior.sd < 0:
        message = "the degrees of freedom and the sd of the prior must be 0 or more"
        raise ValueError(message)
    parts = [
        _cross_products(x[first : first + ROWS_AT_ONCE], member, points_per_level)
        for first in range(0, max(x.shape[0], 1), ROWS_AT_ONCE)
    ]
    cross, n_pairs, n_people = (np.concatenate(part) for part in zip(*parts, strict=True))
    nu = np.maximum(n_pairs - 1, 0)
    typical, assumed = _typical(cross.sum(axis=0), nu.sum(axis=0), prior)
    moderated = divided(prior.df * typical + cross, prior.df + nu)
    n_voices = np.diagonal(n_pairs, axis1=1, axis2=2).copy()
    root_n = np.sqrt(n_voices)
    covariance = divided(moderated, root_n[:, :, None] * root_n[:, None, :])
    covariance *= _unseen_share(n_people, roster)[:, None, None]
    return Spread(covariance, prior.df + np.maximum(n_people - 1, 0), n_voices, typical, assumed)


def membership(block_of: npt.ArrayLike, weights: npt.ArrayLike | None, n_indicators: int) -> FloatArray:
    """Return the weight of each indicator in each block, shape (indicators, blocks), 0 elsewhere.

    Raises:
        ValueError: no position of 0 or more for each indicator, NaN or negative weights.
    """
    block = positions(block_of, "block_of")
    if block.shape != (n_indicators,) or (block.size and block.min() < 0):
        message = f"block_of needs one position from 0 for each of {n_indicators} indicators"
        raise ValueError(message)
    w = np.ones(n_indicators) if weights is None else fitting(checked_weights(weights), block.shape, "weights")
    return np.where(block[:, None] == np.arange(int(block.max(initial=-1)) + 1), w[:, None], 0.0)


def _cross_products(
    x: npt.NDArray[np.float32] | FloatArray, member: FloatArray, points_per_level: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    there = ~np.isnan(x)
    n = np.maximum(there.sum(axis=1, keepdims=True), 1)
    mean = np.where(there, x, 0).sum(axis=1, keepdims=True, dtype=np.float64) / n
    deviation = np.where(there, x - mean, 0.0)
    weight = there.astype(np.float64) @ member
    d = np.nan_to_num(divided(points_per_level * (deviation @ member), weight))
    in_block = (weight > 0).astype(np.float64)
    cross = np.swapaxes(d, 1, 2) @ d
    n_pairs = np.swapaxes(in_block, 1, 2) @ in_block
    return cross, n_pairs, there.any(axis=2).sum(axis=1).astype(np.float64)


def _typical(cross: FloatArray, nu: FloatArray, prior: SpreadPrior) -> tuple[FloatArray, BoolArray]:
    assumed = (nu < prior.min_pooled_df) | (nu <= 0)
    pooled = np.nan_to_num(divided(cross, nu))
    variance = np.where(np.diag(assumed), prior.sd**2, np.diag(pooled))
    sd = np.sqrt(variance)
    typical = np.where(assumed, prior.correlation * np.outer(sd, sd), pooled)
    np.fill_diagonal(typical, variance)
    return typical, assumed


def _unseen_share(n_people: FloatArray, roster: npt.ArrayLike | None) -> FloatArray:
    if roster is None:
        return np.ones(n_people.shape)
    size = fitting(numbers(roster, "roster"), n_people.shape, "roster of territories")
    return np.where(np.isnan(size), 1.0, 1 - np.minimum(np.nan_to_num(divided(n_people, size)), 1))
