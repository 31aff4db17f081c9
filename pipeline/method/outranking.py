"""Pairwise comparison inside small groups: outranking shares and Copeland scores.

Source: Munda and Nardo (2009), Applied Economics 41(12); the share of an outranking pair with ties
at one half as in COINr 1.1 (`outrankMatrix`). With gaps each pair is compared, and its weights
renormalised, over the items both have, so that the order of rows changes nothing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import FloatArray, checked_weights, divided, fitting, numbers, with_axes

TIE_TOLERANCE = 1e-9


def outranking(values: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Return per pair (a, b) the share of weight on which a stands above b, ties counting half.

    Args:
        values: shape (territories, items), higher is better, NaN where missing.
        weights: shape (items,), 0 or more.

    Returns:
        Shape (territories, territories), 0-1, 0 on the diagonal; (a, b) and (b, a) sum to 1; NaN
        where a pair has no weighted item in common. Memory grows with territories^2: meant for
        peer groups.

    Raises:
        ValueError: NaN or negative weights, or not one for each item.
    """
    x = with_axes(numbers(values, "values"), 2, "values (territories, items)")
    w = fitting(checked_weights(weights), x.shape[1:], "weights of items")
    shares = np.full((x.shape[0], x.shape[0]), np.nan)
    for row, own in enumerate(x):
        both = ~np.isnan(own) & ~np.isnan(x)
        above = (own > x) + 0.5 * (own == x)
        shares[row] = divided((both * above) @ w, both @ w)
    np.fill_diagonal(shares, 0.0)
    return shares


def copeland(values: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Return the pairs won minus the pairs lost by each territory, shape (territories,).

    A pair is won with more than half of the weight (tolerance 1e-9), so an even pair is neither.
    NaN for a territory without any value; a pair without a common item counts for nobody.
    Comparable only between territories that have the same items scored.

    Args:
        values: as for `outranking`; so are weights and errors.
        weights: see there.
    """
    shares = outranking(values, weights)
    np.fill_diagonal(shares, np.nan)
    won = (shares > 0.5 + TIE_TOLERANCE).sum(axis=1)
    lost = (shares < 0.5 - TIE_TOLERANCE).sum(axis=1)
    empty = np.isnan(numbers(values, "values")).all(axis=1)
    return np.where(empty, np.nan, won - lost)
