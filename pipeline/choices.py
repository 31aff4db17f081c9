"""Which choice of the method moves the order of territories most, in one sentence (SCORING 2.9).

The order is looked at only to measure the method; no territory's place comes out of here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from pipeline.method import Step, aggregated_scores, competition_ranks, sobol_indices, weighted_mean
from pipeline.method.scales import level_points
from pipeline.method.sensitivity import Options, mean_rank_shift
from schemas.guideline import Policy

Floats = npt.NDArray[np.float64]
#: What could have been chosen otherwise, in the order of the factors: X1 to X7 of SCORING 2.9.
FACTORS = ("weights", "mean", "scale", "statistic", "evidence", "missing", "block")
_POWERS = (1.0, 0.5, 0.0)
_FEWEST = 3
_DECIMALS = 9  # of an index: what differs by rounding alone is a tie


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Shares of the variance of the mean shift of places, one per factor of `FACTORS`, and how large the shift is.

    NaN everywhere, and no `largest`, with fewer than three territories that have an index or where nothing shifts.
    `n_territories` had an index and were compared.
    """

    first: Floats
    total: Floats
    mean_shift: float
    n_territories: int

    @property
    def largest(self) -> str:
        """The factor with the largest total share, "" where there is none."""
        return "" if np.isnan(self.total).all() else FACTORS[int(np.nanargmax(self.total))]


def weight_sets(scenarios: Floats, given: Sequence[Floats | None]) -> Floats:
    """The weights of every scenario, and the mean of what the participants of the territories gave, if anybody did."""
    known = [one for one in given if one is not None]
    return np.vstack([scenarios, np.mean(known, axis=0)]) if known else scenarios


def sensitivity(
    levels: npt.ArrayLike,
    applicable: npt.NDArray[np.bool_],
    step: Step,
    weight_sets: Floats,
    *,
    grades: npt.ArrayLike,
    shown: npt.NDArray[np.bool_],
    policy: Policy,
    seed: int,
) -> Sensitivity:
    """How much each choice matters for the order of territories.

    Args:
        levels: (statistics, territories, indicators), levels in use, the published statistic first; NaN if missing.
        applicable: (territories, indicators).
        step: from indicators to blocks, with the published thresholds.
        weight_sets: (sets, blocks), the one to compare with first.
        grades: (territories, indicators), evidence E0-E3 as 0-3, NaN where nobody noted any, which weighs as E0.
        shown: (territories,), whether there is an index: an order holds those only.
        policy: for the scale, the weights of evidence, the floor of the geometric mean and the number of runs.
        seed: of the sample of runs.
    """
    tables = _tables(np.asarray(levels, dtype=float), applicable, step, np.asarray(grades, dtype=float), policy)
    published = weighted_mean(tables[0, 0, 0, 0], weight_sets[0])
    ranked = shown & ~np.isnan(published)
    nothing, n_ranked = np.full(len(FACTORS), np.nan), int(ranked.sum())
    if n_ranked < _FEWEST:
        return Sensitivity(nothing, nothing, float("nan"), n_ranked)
    tables, published = tables[..., ranked, :], published[ranked]
    places = _places(published)
    seen: list[Floats] = []

    def model(factors: Floats) -> Floats:
        index = _indices(tables, weight_sets, factors.astype(np.int64), policy)
        shift = mean_rank_shift(_places(index), places)
        seen.append(shift)
        return shift

    sizes = (len(weight_sets), len(_POWERS), *tables.shape[:4], tables.shape[-1] + 1)
    options = [Options((1 / size,) * size) for size in sizes]
    found = sobol_indices(model, options, n=policy.sensitivity_runs, seed=seed)
    shift = float(np.concatenate([one.reshape(-1) for one in seen]).mean())
    if shift == 0:
        return Sensitivity(nothing, nothing, 0.0, n_ranked)
    return Sensitivity(found.first, found.total, shift, n_ranked)


def _places(index: Floats) -> Floats:
    """Places by index, tied ones in the middle."""
    return competition_ranks(np.round(index, _DECIMALS), ties="average")


def _tables(levels: Floats, applicable: npt.NDArray[np.bool_], step: Step, grades: Floats, policy: Policy) -> Floats:
    """Block scores for every scale, statistic, way with evidence and missing rule, then territories and blocks.

    What is missing is left out, counted as the lowest level, or as the mean of the other territories (SCORING 2.9).
    """
    scales = [np.asarray(one, dtype=float) for one in (policy.points, policy.convex_points, policy.concave_points)]
    by_evidence = replace(
        step, weights=np.asarray(step.weights) * evidence_weights(grades, policy), min_share=0.0, min_count=1
    )

    def blocks(table: Floats, points: Floats, own: Step) -> Iterator[Floats]:
        scores = np.where(np.isnan(table), np.nan, level_points(np.nan_to_num(table), points))
        (out,) = aggregated_scores(scores, [step], applicable)
        published = ~np.isnan(out.scores)
        yield _where(published, scores, own, applicable)
        others = np.where(applicable, scores, np.nan)
        known = ~np.isnan(others)
        mean = np.where(known, others, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
        for instead in (points[0], np.where(known.any(axis=0), mean, points[0])):
            yield _where(published, np.where(np.isnan(scores), instead, scores), own, applicable)

    return np.array(
        [[[list(blocks(table, points, own)) for own in (step, by_evidence)] for table in levels] for points in scales]
    )


def _where(published: npt.NDArray[np.bool_], scores: Floats, step: Step, applicable: npt.NDArray[np.bool_]) -> Floats:
    """Block scores where they are published: what is withheld stays so, whatever else is chosen."""
    (found,) = aggregated_scores(scores, [step], applicable)
    return np.where(published, found.scores, np.nan)


def evidence_weights(grades: npt.ArrayLike, policy: Policy) -> Floats:
    """The weight of each question in its block by its evidence E0-E3 (0-3); what nobody noted weighs as E0.

    Evidence is noted once per question and not per voice: weighing voices by it inside a question would change
    nothing, so that the choice of SCORING 2.2 can only show itself between the questions of a block.
    """
    weights = np.asarray(policy.evidence_weights, dtype=float)
    weighed: Floats = weights[np.nan_to_num(np.asarray(grades, dtype=float)).astype(np.int64)]
    return weighed


def _indices(tables: Floats, weight_sets: Floats, factors: npt.NDArray[np.int64], policy: Policy) -> Floats:
    """The index of every territory in every run, (territories, runs); runs of one table and mean are done at once."""
    weights = weight_sets[factors[0]].copy()
    dropped = factors[6]
    runs = np.flatnonzero(dropped > 0)
    weights[runs, dropped[runs] - 1] = 0
    found = np.full((tables.shape[-2], factors.shape[1]), np.nan)
    kinds, place = np.unique(factors[1:6], axis=1, return_inverse=True)
    for number, (power, *choice) in enumerate(kinds.T):
        own = np.flatnonzero(place.reshape(-1) == number)
        found[:, own] = _power_means(tables[tuple(choice)], weights[own].T, _POWERS[power], policy.geometric_floor)
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
