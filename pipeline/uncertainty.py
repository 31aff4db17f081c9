"""Intervals of block scores and of the index, split into respondents, method and both (SCORING 2.7, 2.8).

The draws of a territory are seeded by the campaign's seed and a key made from the territory's id: they stay the
same whoever else takes part, in whatever order, on any number of threads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.method import Step, aggregated_scores
from pipeline.method.draws import Sampler, bootstrap_sampler, by_chunks, quantiles, student_sampler
from pipeline.method.method_choices import MethodChoices, MethodDraws, fixed_method, method_draws
from pipeline.method.priorities import in_first
from pipeline.method.spread import Spread, SpreadPrior, moderated_spread
from pipeline.method.uncertainty import block_intervals, index_draws
from pipeline.targets import Targets
from schemas.campaign import Campaign
from schemas.frames import Intervals
from schemas.frames.base import framed
from schemas.frames.trust import DOUBTS
from schemas.guideline import Policy

Floats = npt.NDArray[np.float64]
#: The other way to draw the respondents' doubt that a campaign may choose (SCORING 2.7), for transparency only.
_BOOTSTRAP = "bootstrap"
_AT_ONCE = 250
_THREADS = 2  # changes the time, never the result


@dataclass(frozen=True, slots=True)
class Assessed:
    """What the intervals rest on, as arrays; territories in the order of the campaign, blocks of the guideline.

    `blocks` holds one table of block scores per way of combining voices, the published one first; `merged` one row
    per voice (organisation before person); `parent` the block of each indicator; `index` NaN where withheld;
    `could_be_asked` how many voices there are, NaN where nobody knows; `targets` what gaps are measured to.
    """

    territory_ids: tuple[str, ...]
    block_ids: tuple[str, ...]
    blocks: Floats
    applicable: npt.NDArray[np.bool_]
    merged: Floats
    parent: npt.NDArray[np.int64]
    weights: Floats
    index: Floats
    participants: tuple[Floats | None, ...]
    could_be_asked: Floats
    targets: Targets


def territory_key(territory_id: str) -> int:
    """A whole number that belongs to a territory for good, whatever its place in the campaign."""
    return int.from_bytes(sha256(territory_id.encode()).digest()[:8], "big") >> 2


def block_tables(tables: npt.ArrayLike, step: Step, applicable: npt.NDArray[np.bool_]) -> Floats:
    """Block scores of each table of indicator scores, stacked; the first table decides what is withheld."""
    found = [aggregated_scores(table, [step], applicable)[0].scores for table in np.asarray(tables)]
    return np.stack([np.where(np.isnan(found[0]), np.nan, one) for one in found])


def could_be_asked(campaign: Campaign, territory_ids: Sequence[str]) -> Floats:
    """How many voices there are in each territory, NaN where nobody knows."""
    return np.array([campaign.territory(one).could_be_asked or np.nan for one in territory_ids], dtype=float)


def respondent_spread(
    merged: Floats, parent: npt.NDArray[np.int64], scores: Floats, could_be_asked: Floats, policy: Policy
) -> Spread:
    """The moderated spread; a score that only the session stands behind is given the spread of one voice.

    Where the number of voices to ask is known, those who answered are a part of it (SCORING 2.7); a number smaller
    than those who answered cannot be right and changes nothing.

    Args:
        merged: territories x voices x indicators, NaN where there is no level.
        parent: the block of each indicator.
        scores: territories x blocks, NaN where there is none.
        could_be_asked: per territory, NaN where nobody knows.
        policy: for the usual spread.
    """
    prior = SpreadPrior(policy.prior_df, policy.prior_sd, policy.prior_correlation, policy.prior_min_df)
    n_voices = (~np.isnan(merged)).any(axis=2).sum(axis=1)
    roster = np.where(could_be_asked >= n_voices, could_be_asked, np.nan)
    spread = moderated_spread(merged, parent, prior=prior, points_per_level=policy.points_per_level, roster=roster)
    covariance = spread.covariance.copy()
    t, k = np.nonzero(np.isnan(spread.standard_errors) & ~np.isnan(scores))
    covariance[t, k, k] = spread.typical[k, k]
    return replace(spread, covariance=covariance)


@dataclass(frozen=True, slots=True)
class Ranges:
    """Ends of the intervals per doubt, low, middle and high on the last axis, and what the draws say of priorities.

    Attributes:
        of_blocks: per doubt, shape (territories, blocks, 3).
        of_index: per doubt, shape (territories, 3).
        first: shape (territories, blocks), chance 0-1 to be among the first few by gap x weight.
    """

    of_blocks: dict[str, Floats]
    of_index: dict[str, Floats]
    first: Floats


def ranges(assessed: Assessed, spread: Spread, scenarios: npt.ArrayLike, policy: Policy, seed: int) -> Ranges:
    """Everything that is drawn. `scenarios`: the weights of every scenario, one row each."""
    n_territories, n_blocks = assessed.blocks.shape[1:]
    of_blocks = {doubt: np.full((n_territories, n_blocks, 3), np.nan) for doubt in DOUBTS}
    of_index = {doubt: np.full((n_territories, 3), np.nan) for doubt in DOUBTS}
    first = np.full((n_territories, n_blocks), np.nan)
    for rows, participants in _alike(assessed):
        people, both, chance, *of_doubts = _drawn(
            assessed, spread, rows, participants, np.asarray(scenarios), policy=policy, seed=seed
        )
        of_blocks["respondents"][rows], of_blocks["both"][rows], first[rows] = people, both, chance
        for doubt, found in zip(DOUBTS, of_doubts, strict=True):
            of_index[doubt][rows] = np.where(np.isnan(assessed.index[rows])[:, None], np.nan, found)
    published = assessed.blocks[0]
    if policy.interval_method != _BOOTSTRAP:
        of_blocks["respondents"] = block_intervals(published, spread, interval_ends(policy))
    of_blocks["method"] = np.stack([assessed.blocks.min(axis=0), published, assessed.blocks.max(axis=0)], axis=-1)
    return Ranges(of_blocks, of_index, np.where(np.isnan(published), np.nan, first))


def intervals(assessed: Assessed, spread: Spread, found: Ranges) -> pd.DataFrame:
    """The frame `Intervals`."""
    return _frame(assessed, spread, found.of_blocks, found.of_index)


def interval_ends(policy: Policy) -> tuple[float, float, float]:
    """The shares of draws below the low end, the middle and the high end."""
    tail = (1 - policy.interval_level) / 2
    return tail, 0.5, 1 - tail


def _drawn(
    assessed: Assessed,
    spread: Spread,
    rows: npt.NDArray[np.intp],
    participants: Floats | None,
    scenarios: Floats,
    *,
    policy: Policy,
    seed: int,
) -> tuple[npt.NDArray[np.float64], ...]:
    """What is drawn for territories with the same weights: draws of a method are common to them, noise is their own.

    Ends for the blocks under the respondents' doubt and under both, the chance of each block to be among the first,
    then ends for the index under each of `DOUBTS`.
    """
    ends, n_draws = interval_ends(policy), policy.interval_draws
    weights = assessed.weights[rows[0]]
    published = fixed_method(weights, 1.0, n_draws)
    method = method_choices(
        weights, scenarios, participants, policy=policy, n_statistics=len(assessed.blocks), seed=seed
    )
    sampler = _sampler(assessed, spread, rows, policy, seed)
    statistic = np.arange(n_draws) % len(assessed.blocks)
    tables = assessed.blocks[:, rows].astype(np.float32)
    targets = assessed.targets.points[rows].astype(np.float32)
    importance = weights.astype(np.float32)[:, None]

    def task(part: slice) -> tuple[npt.NDArray[np.float64], ...]:
        noise, own = sampler(part), tables[:, part]
        drawn = np.clip(np.moveaxis(own, 0, -1)[:, :, statistic] + noise, 0, 100)
        people = np.clip(own[0][:, :, None] + noise, 0, 100) if policy.interval_method == _BOOTSTRAP else drawn[..., :1]
        gap = np.maximum(targets[part][:, :, None] - drawn, 0)
        first = in_first(gap * importance, policy.first_places).mean(axis=2)
        index = index_draws(own, noise, published=published, method=method, floor=policy.geometric_floor)
        return quantiles(people, ends), quantiles(drawn, ends), first, *(quantiles(one, ends) for one in index)

    return by_chunks(task, len(rows), rows_per_chunk=_AT_ONCE, n_threads=_THREADS)


def _sampler(assessed: Assessed, spread: Spread, rows: npt.NDArray[np.intp], policy: Policy, seed: int) -> Sampler:
    """Draws of the respondents' doubt, by the method of the policy."""
    keys = np.array([territory_key(assessed.territory_ids[row]) for row in rows], dtype=np.int64)
    if policy.interval_method == _BOOTSTRAP:
        return bootstrap_sampler(
            assessed.merged[rows], assessed.parent, points_per_level=policy.points_per_level,
            n_draws=policy.interval_draws, seed=seed, keys=keys,
        )  # fmt: skip
    own = replace(spread, covariance=spread.covariance[rows], df=spread.df[rows], n_voices=spread.n_voices[rows])
    return student_sampler(own, n_draws=policy.interval_draws, seed=seed, keys=keys)


def method_choices(
    weights: Floats, scenarios: Floats, participants: Floats | None, *, policy: Policy, n_statistics: int, seed: int
) -> MethodDraws:
    """Draws of what could as well have been chosen: weights, mean of the blocks, how voices are combined."""
    choices = MethodChoices(
        weights=weights,
        noise=policy.weight_noise,
        family_shares=(policy.draws_noisy_weights, policy.draws_participants_weights, policy.draws_scenario_weights),
        powers=(1.0, 0.5, 0.0),
        power_shares=(policy.draws_arithmetic, policy.draws_half_power, policy.draws_geometric),
        participants=participants,
        scenarios=scenarios,
        n_statistics=n_statistics,
    )
    return method_draws(choices, n_draws=policy.interval_draws, seed=seed)


def _alike(assessed: Assessed) -> Iterator[tuple[npt.NDArray[np.intp], Floats | None]]:
    """Rows of territories that share weights and have no participants' weights of their own; the others one by one."""
    alone = [row for row, given in enumerate(assessed.participants) if given is not None]
    for row in alone:
        yield np.array([row]), assessed.participants[row]
    rest = np.setdiff1d(np.arange(len(assessed.territory_ids)), alone)
    if rest.size:
        _, group = np.unique(assessed.weights[rest], axis=0, return_inverse=True)
        for number in range(int(group.max()) + 1):
            yield rest[group.reshape(-1) == number], None


def _frame(
    assessed: Assessed, spread: Spread, of_blocks: dict[str, Floats], of_index: dict[str, Floats]
) -> pd.DataFrame:
    n_territories, n_blocks = len(assessed.territory_ids), len(assessed.block_ids)
    places = [*assessed.block_ids, ""]
    n_rows = len(places) * len(DOUBTS)
    ends = np.stack([np.concatenate([of_blocks[one], of_index[one][:, None]], axis=1) for one in DOUBTS], axis=2)
    errors = np.full((n_territories, n_blocks + 1, len(DOUBTS)), np.nan)
    errors[:, :-1, 0] = np.where(np.isnan(assessed.blocks[0]), np.nan, spread.standard_errors)
    people = (~np.isnan(assessed.merged)).any(axis=2).sum(axis=1)
    voices = np.concatenate([spread.n_voices, people[:, None]], axis=1)
    notes = _notes(assessed, voices)
    ends = np.clip(ends, 0, 100)  # draws are in float32
    ends = np.where(
        (notes == "withheld")[:, :, None, None] | (notes == "not_applicable")[:, :, None, None], np.nan, ends
    )
    columns = {
        "territory_id": np.repeat(np.array(assessed.territory_ids, dtype=object), n_rows),
        "measure": np.tile(np.array(["block"] * n_blocks + ["index"], dtype=object).repeat(len(DOUBTS)), n_territories),
        "block_id": np.tile(np.array(places, dtype=object).repeat(len(DOUBTS)), n_territories),
        "doubt": np.tile(np.array(DOUBTS, dtype=object), n_territories * len(places)),
        "low": ends[..., 0].reshape(-1),
        "middle": ends[..., 1].reshape(-1),
        "high": ends[..., 2].reshape(-1),
        "standard_error": errors.reshape(-1),
        "n_voices": voices.repeat(len(DOUBTS)),
        "note": notes.reshape(-1).repeat(len(DOUBTS)),
    }
    return framed(Intervals, columns)


def _notes(assessed: Assessed, voices: Floats) -> npt.NDArray[np.object_]:
    """What stands beside each block and, last, the index."""
    scores = np.concatenate([assessed.blocks[0], assessed.index[:, None]], axis=1)
    there = np.concatenate([assessed.applicable, np.ones((len(scores), 1), dtype=np.bool_)], axis=1)
    cases = [~there, np.isnan(scores), voices == 0, voices == 1]
    names = ["not_applicable", "withheld", "no_voices", "one_voice"]
    return np.select(cases, names, "").astype(object)
