"""Which choice of the method moves the order of territories most, in one sentence (SCORING 2.9).

The order is looked at only to measure the method; no territory's place comes out of here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.method import Step, aggregated_scores, competition_ranks, sobol_indices, weighted_mean
from pipeline.method.scales import level_points
from pipeline.method.sensitivity import Options, mean_rank_shift
from schemas.guideline import Policy

Floats = npt.NDArray[np.float64]
#: What could have been chosen otherwise, in the order of the factors.
FACTORS = ("weights", "mean", "scale", "statistic", "missing", "block")
_POWERS = (1.0, 0.5, 0.0)
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Shares of the variance of the mean shift of places, one per factor of `FACTORS`, and how large the shift is.

    NaN everywhere, and no `largest`, with fewer than three territories that have an index or where nothing shifts.
    """

    first: Floats
    total: Floats
    mean_shift: float

    @property
    def largest(self) -> str:
        """The factor with the largest total share, "" where there is none."""
        return "" if np.isnan(self.total).all() else FACTORS[int(np.nanargmax(self.total))]


def sensitivity(
    levels: npt.ArrayLike,
    applicable: npt.NDArray[np.bool_],
    step: Step,
    weight_sets: Floats,
    *,
    policy: Policy,
    seed: int,
) -> Sensitivity:
    """How much each choice matters for the order of territories.

    Args:
        levels: (statistics, territories, indicators), levels in use, the published statistic first; NaN if missing.
        applicable: (territories, indicators).
        step: from indicators to blocks, with the published thresholds.
        weight_sets: (sets, blocks), the published one first.
        policy: for the scale, the floor of the geometric mean and the number of runs.
        seed: of the sample of runs.
    """
    tables = _tables(np.asarray(levels, dtype=float), applicable, step, policy)
    published = weighted_mean(tables[0, 0, 0], weight_sets[0])
    ranked = ~np.isnan(published)
    nothing = np.full(len(FACTORS), np.nan)
    if ranked.sum() < _FEWEST:
        return Sensitivity(nothing, nothing, float("nan"))
    tables, published = tables[:, :, :, ranked], published[ranked]
    places = competition_ranks(published, ties="average")
    seen: list[Floats] = []

    def model(factors: Floats) -> Floats:
        index = _indices(tables, weight_sets, factors.astype(np.int64), policy)
        shift = mean_rank_shift(competition_ranks(index, ties="average"), places)
        seen.append(shift)
        return shift

    n_blocks = tables.shape[-1]
    sizes = (len(weight_sets), len(_POWERS), tables.shape[0], tables.shape[1], tables.shape[2], n_blocks + 1)
    options = [Options((1 / size,) * size) for size in sizes]
    found = sobol_indices(model, options, n=policy.sensitivity_runs, seed=seed)
    shift = float(np.concatenate([one.reshape(-1) for one in seen]).mean())
    return Sensitivity(found.first, found.total, shift) if shift > 0 else Sensitivity(nothing, nothing, 0.0)


def _tables(levels: Floats, applicable: npt.NDArray[np.bool_], step: Step, policy: Policy) -> Floats:
    """Block scores for every scale, statistic and missing rule: (scales, statistics, rules, territories, blocks).

    What is missing is left out, counted as the lowest level, or as the mean of the other territories (SCORING 2.9).
    """
    scales = [np.asarray(one, dtype=float) for one in (policy.points, policy.convex_points, policy.concave_points)]

    def blocks(table: Floats, points: Floats) -> Iterator[Floats]:
        scores = np.where(np.isnan(table), np.nan, level_points(np.nan_to_num(table), points))
        (out,) = aggregated_scores(scores, [step], applicable)
        yield out.scores
        others = np.where(applicable, scores, np.nan)
        known = ~np.isnan(others)
        mean = np.where(known, others, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
        for instead in (points[0], np.where(known.any(axis=0), mean, points[0])):
            (filled,) = aggregated_scores(np.where(np.isnan(scores), instead, scores), [step], applicable)
            yield np.where(np.isnan(out.scores), np.nan, filled.scores)

    return np.array([[list(blocks(table, points)) for table in levels] for points in scales])


def _indices(tables: Floats, weight_sets: Floats, factors: npt.NDArray[np.int64], policy: Policy) -> Floats:
    """The index of every territory in every run, (territories, runs); runs of one table and mean are done at once."""
    weights = weight_sets[factors[0]].copy()
    dropped = factors[5]
    runs = np.flatnonzero(dropped > 0)
    weights[runs, dropped[runs] - 1] = 0
    found = np.full((tables.shape[3], factors.shape[1]), np.nan)
    kinds, place = np.unique(factors[1:5], axis=1, return_inverse=True)
    for number, (power, scale, statistic, missing) in enumerate(kinds.T):
        own = np.flatnonzero(place.reshape(-1) == number)
        table = tables[scale, statistic, missing]
        found[:, own] = _power_means(table, weights[own].T, _POWERS[power], policy.geometric_floor)
    return found


def _power_means(table: Floats, weights: Floats, power: float, floor: float) -> Floats:
    """Weighted power means of each row under each column of weights, over what is there."""
    there = ~np.isnan(table)
    x = np.nan_to_num(table)
    if power == 0:
        x = np.log(floor + (1 - floor / 100) * x)
    elif power != 1:
        x = x**power
    mass = there.astype(float) @ weights
    mean = np.divide(np.where(there, x, 0) @ weights, mass, out=np.full(mass.shape, np.nan), where=mass > 0)
    found: Floats = np.exp(mean) if power == 0 else mean if power == 1 else mean ** (1 / power)
    return found


def changed_bands(
    levels: Floats, applicable: npt.NDArray[np.bool_], step: Step, weights: Floats, index: Floats, *, policy: Policy
) -> dict[str, tuple[int, int, int, int]]:
    """How many results would lie in another band if levels were not equally far apart (SCORING 2.2).

    The bands stay where they are on the scale of points. `weights`: (territories, blocks); `index`: as published,
    NaN where withheld.

    Returns:
        Per scale, "convex" and "concave": indices moved, indices compared, block scores moved, block scores compared.
    """
    straight = np.asarray(policy.points, dtype=float)
    starts = np.sort(np.interp(list(policy.bands.values()), np.arange(straight.size), straight))

    def bands(points: Floats) -> list[Floats]:
        scores = np.where(np.isnan(levels), np.nan, level_points(np.nan_to_num(levels), points))
        (found,) = aggregated_scores(scores, [step], applicable)
        tables = (np.where(np.isnan(index), np.nan, weighted_mean(found.scores, weights)), found.scores)
        return [np.where(np.isnan(one), np.nan, np.searchsorted(starts, one + 1e-9, side="right")) for one in tables]

    published, found = bands(straight), {}
    for name, points in (("convex", policy.convex_points), ("concave", policy.concave_points)):
        counts: list[int] = []
        for one, other in zip(published, bands(np.asarray(points, dtype=float)), strict=True):
            there = ~np.isnan(one)
            counts += [int((one != other)[there].sum()), int(there.sum())]
        found[name] = (counts[0], counts[1], counts[2], counts[3])
    return found
