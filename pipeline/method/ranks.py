# ruff: noqa: PLR2004 the numbers are those of the formulas
"""Ranks with their conventions for ties, and confidence sets for ranks.

Source of the sets: Mogstad, Romano, Shaikh and Wilhelm (2023), Inference for Ranks with
Applications to Mobility across Neighbourhoods and Academic Achievement across Countries, Review of
Economic Studies, doi 10.1093/restud/rdad006. Written from the paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import (
    BoolArray,
    FloatArray,
    IntArray,
    fitting,
    flags,
    narrow_numbers,
    numbers,
    positions,
    with_axes,
)

Kind = Literal["marginal", "simultaneous"]
Sides = Literal["both", "best", "worst"]


@dataclass(frozen=True)
class RankSets:
    """Which ranks the data allow for each territory, 1 the best.

    Attributes:
        lower: shape (territories,), best rank in the set; NaN without a score.
        rank: competition rank of the estimates ("1224").
        upper: worst rank in the set.
        above: shape (territories, territories), true where the row (one asked for) is shown to be
            above the column.
    """

    lower: FloatArray
    rank: FloatArray
    upper: FloatArray
    above: BoolArray


def competition_ranks(
    scores: npt.ArrayLike,
    ties: float | Literal["min", "average", "max"] = "min",
    *,
    higher_is_better: bool = True,
    axis: int = 0,
) -> FloatArray:
    """Return ranks from 1, the best, along one axis; NaN stays NaN and takes no rank.

    Args:
        scores: any shape, for example (territories,) or (territories, draws).
        ties: "min" gives 1224, "max" 1334, "average" 1 2.5 2.5 4; a number 0-1 lies between min
            and max in proportion.
        higher_is_better: whether the highest score has rank 1.
        axis: the axis that is ranked.

    Raises:
        ValueError: ties is neither a known word nor a number 0-1.
    """
    share = {"min": 0.0, "average": 0.5, "max": 1.0}.get(ties, -1.0) if isinstance(ties, str) else ties
    if not 0 <= share <= 1:
        message = f"ties are 'min', 'average', 'max' or a number 0-1, found {ties!r}"
        raise ValueError(message)
    x = np.moveaxis(with_axes(narrow_numbers(scores, "scores"), 1, "scores (territories, ...)"), axis, -1)
    x = -x if higher_is_better else x
    order = np.argsort(x, axis=-1, kind="stable")  # NaN last
    ordered = np.take_along_axis(x, order, axis=-1)
    place = np.broadcast_to(np.arange(x.shape[-1]), x.shape)
    new = np.ones(x.shape, dtype=np.bool_)
    new[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    last = np.ones(x.shape, dtype=np.bool_)
    last[..., :-1] = new[..., 1:]
    first_place = np.maximum.accumulate(np.where(new, place, 0), axis=-1)
    far = np.where(last, place, x.shape[-1])[..., ::-1]
    last_place = np.minimum.accumulate(far, axis=-1)[..., ::-1]
    ranks = np.empty(x.shape)
    np.put_along_axis(ranks, order, 1 + first_place + share * (last_place - first_place), axis=-1)
    return np.moveaxis(np.where(np.isnan(x), np.nan, ranks), -1, axis)


def rank_sets(
    scores: npt.ArrayLike,
    standard_errors: npt.ArrayLike | None = None,
    *,
    covariance: npt.ArrayLike | None = None,
    level: float,
    kind: Kind = "marginal",
    sides: Sides = "both",
    of: npt.ArrayLike | None = None,
    stepdown: bool = True,
    n_draws: int,
    seed: int,
) -> RankSets:
    """Return confidence sets for ranks, higher scores ranking first.

    For every ordered pair (a, b) of the family, T = (x_a - x_b)/s_ab is compared with the `level`
    quantile of the largest (Z_a - Z_b)/s_ab over pairs not yet rejected; rejected pairs leave and
    the quantile is taken again until nothing changes (step-down). Then

        lower = 1 + number shown to be above,   upper = p - number shown to be below.

    The family of a marginal set is all pairs with that territory (each set alone covers at the
    level); of simultaneous sets all pairs with any territory asked for (all sets together cover).
    The sets are conservative. As csranks in R, with `level` for coverage, `kind` for simul, `of` for
    indices and `sides` "best" and "worst" for cstype "lower" and "upper". Who may be among the tau
    best (cstaubest) is `lower <= tau` of the simultaneous sets for the best side.

    Args:
        scores: shape (territories,), NaN left out.
        standard_errors: one for all or shape (territories,), for independent scores; 0 or more.
        covariance: shape (territories, territories), instead of the standard errors.
        level: confidence above 0 and below 1, for example 0.9.
        kind: marginal or simultaneous.
        sides: which end of the set is to hold at the level: "best" leaves the worst rank open (p), "worst" the
            best one (1); marginal one-sided sets test half as many pairs.
        of: positions of the territories whose ranks are asked for, among all that are given; default all.
            Fewer make simultaneous sets narrower.
        stepdown: whether to take the quantile again after rejections.
        n_draws: draws of the normal noise, 1 or more; a few thousand fix most ranks.
        seed: seed of the stream; the same seed gives the same sets.

    Returns:
        NaN sets where a score is missing or not asked for, and everywhere if fewer than two are there: a
        single territory has no rank. Cost grows with territories^2 x draws: meant for peer groups.

    Raises:
        ValueError: not exactly one of standard errors and covariance, a covariance of another shape or
            not symmetric, a NaN or negative variance for a territory with a score, a level outside
            0-1, an unknown kind or sides, a position that is not there, no draws.
    """
    _check_sets(level, kind, sides, n_draws)
    x = numbers(scores, "scores")
    if x.ndim != 1:
        message = f"rank sets take one list of scores, found shape {x.shape}"
        raise ValueError(message)
    scored = np.flatnonzero(~np.isnan(x))
    above = np.zeros((x.size, x.size), dtype=np.bool_)
    lower, upper = np.full(x.size, np.nan), np.full(x.size, np.nan)
    spread = _covariance(standard_errors, covariance, x.size)[np.ix_(scored, scored)]
    if np.isnan(spread).any() or (np.diag(spread) < 0).any():
        message = "a territory with a score needs a standard error of 0 or more: leave its score out instead"
        raise ValueError(message)
    asked = np.flatnonzero(_asked(of, x.size)[scored])
    if scored.size >= 2 and asked.size:
        test = _PairTest(x[scored], spread, level=level, stepdown=stepdown, n_draws=n_draws, seed=seed)
        for hubs in [asked] if kind == "simultaneous" else asked[:, None]:
            shown = test.rejected(hubs, sides)
            own = scored[hubs]
            lower[own] = 1 if sides == "worst" else 1 + shown[:, hubs].sum(axis=0)
            upper[own] = scored.size if sides == "best" else scored.size - shown[hubs].sum(axis=1)
            above[np.ix_(own, scored)] = shown[hubs]
    return RankSets(lower, competition_ranks(x), upper, above)


def tiers(scores: npt.ArrayLike, above: npt.ArrayLike) -> IntArray:
    """Return classes from 1, the highest, such that no pair inside a class is separated.

    Going down the scores, a new class starts at the first territory that any member of the
    present class is shown to be above.

    Args:
        scores: shape (territories,).
        above: as in `RankSets`, from simultaneous sets.

    Returns:
        Shape (territories,), 0 where there is no score.
    """
    x = numbers(scores, "scores")
    shown = flags(above, (x.size, x.size), default=False)
    order = [int(i) for i in np.argsort(-x, kind="stable") if not np.isnan(x[i])]
    classes = np.zeros(x.size, dtype=np.int64)
    members: list[int] = []
    number = 0
    for territory in order:
        if not members or shown[members, territory].any() or shown[territory, members].any():
            members, number = [], number + 1
        members.append(territory)
        classes[territory] = number
    return classes


class _PairTest:
    """One draw of the noise, and the step-down tests that share it."""

    def __init__(
        self,
        x: FloatArray,
        covariance: FloatArray,
        *,
        level: float,
        stepdown: bool,
        n_draws: int,
        seed: int,
    ) -> None:
        variance = np.diag(covariance)
        pair = variance[:, None] + variance[None, :] - 2 * covariance
        self.noise_scale = np.sqrt(np.maximum(pair, 0))
        self.difference = x[:, None] - x[None, :]
        with np.errstate(divide="ignore", invalid="ignore"):
            self.statistic = np.nan_to_num(self.difference / self.noise_scale, posinf=np.inf, neginf=-np.inf)
        stream = np.random.Generator(np.random.SFC64(seed))
        values, vectors = np.linalg.eigh(covariance)
        root = vectors * np.sqrt(np.maximum(values, 0))
        self.noise = (root @ stream.standard_normal((x.size, n_draws))).astype(np.float32)
        self.level, self.stepdown = level, stepdown

    def rejected(self, hubs: npt.NDArray[np.intp], sides: Sides) -> BoolArray:
        """Return which row is shown to be above which column, all pairs with any of the hubs tested together."""
        family = np.zeros(self.statistic.shape, dtype=np.bool_)
        family[hubs] = sides != "best"
        family[:, hubs] |= sides != "worst"
        np.fill_diagonal(family, val=False)
        live = family
        while True:
            largest = self._largest_noise(hubs, live)
            critical = np.quantile(largest, self.level) if np.isfinite(largest).all() else np.inf
            rejected = family & (self.statistic > critical)
            left = family & ~rejected
            if not self.stepdown or (left == live).all() or not left.any():
                return rejected
            live = left

    def _largest_noise(self, hubs: npt.NDArray[np.intp], live: BoolArray) -> npt.NDArray[np.float32]:
        largest = np.full(self.noise.shape[1], -np.inf, dtype=np.float32)
        with np.errstate(divide="ignore"):
            factor = np.where(self.noise_scale > 0, 1 / self.noise_scale, 0).astype(np.float32)
        for hub in hubs:
            for others, sign in ((live[hub], 1), (live[:, hub], -1)):
                if others.any():
                    scale = sign * factor[hub, others, None]
                    gaps = (self.noise[hub] - self.noise[others]) * scale
                    np.maximum(largest, gaps.max(axis=0), out=largest)
        return largest


def _covariance(standard_errors: npt.ArrayLike | None, covariance: npt.ArrayLike | None, size: int) -> FloatArray:
    if (standard_errors is None) == (covariance is None):
        message = "give either the standard errors or the covariance of the scores"
        raise ValueError(message)
    if covariance is not None:
        given = numbers(covariance, "covariance")
        if given.shape != (size, size) or not np.allclose(given, given.T, equal_nan=True):
            message = f"the covariance of {size} scores is a table of {size} by {size}, the same on both sides of the diagonal"
            raise ValueError(message)
        return given
    errors = numbers([] if standard_errors is None else standard_errors, "standard errors")
    if (errors < 0).any():
        message = "standard errors must be 0 or more"
        raise ValueError(message)
    return np.diag(fitting(errors, (size,), "standard errors") ** 2)


def _asked(of: npt.ArrayLike | None, size: int) -> BoolArray:
    """Return whose ranks are asked for, shape (territories,)."""
    chosen = np.arange(size) if of is None else positions(of, "of").reshape(-1)
    if ((chosen < 0) | (chosen >= size)).any():
        message = f"of holds positions 0..{size - 1} of territories, found {chosen.tolist()}"
        raise ValueError(message)
    asked = np.zeros(size, dtype=np.bool_)
    asked[chosen] = True
    return asked


def _check_sets(level: float, kind: str, sides: str, n_draws: int) -> None:
    if not 0 < level < 1:
        message = f"the level is a share between 0 and 1, found {level}"
        raise ValueError(message)
    if kind not in get_args(Kind) or sides not in get_args(Sides):
        message = f"kind is one of {get_args(Kind)}, sides one of {get_args(Sides)}, found {kind!r} and {sides!r}"
        raise ValueError(message)
    if n_draws < 1:
        message = f"n_draws is 1 or more, found {n_draws}"
        raise ValueError(message)
