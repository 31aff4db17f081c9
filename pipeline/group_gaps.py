"""How groups of voices inside a territory differ: officials and SSE actors, women and men, centre and periphery.

A group is shown only if nobody can be told from the means that are shown, all of them taken together: those of every
grouping, and the mean of all voices (SCORING 2.13). Nothing about a person leaves this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.consensus import Voices, places
from pipeline.method import GroupDifference, adjusted_p_values, group_difference, mean_difference, tells_of_few
from pipeline.method.arrays import divided
from pipeline.method.equity import atkinson
from pipeline.method.respondents import group_means
from pipeline.method.spread import Spread
from pipeline.uncertainty import Assessed
from schemas.campaign import Campaign
from schemas.frames import GapsAcross, GroupGaps
from schemas.frames.base import framed
from schemas.grouping import ACTORS
from schemas.guideline import Guideline, Policy

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
#: A voice is on no side, on the first or on the second one.
_PLACES = 3
_PAIR = 2


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two sides of a grouping, territories x voices, and how they differ per block."""

    grouping: str
    first: Flags
    second: Flags
    found: GroupDifference


def group_gaps(voices: Voices, assessed: Assessed, spread: Spread, guideline: Guideline) -> pd.DataFrame:
    """The frame `GroupGaps`: nothing about a group of fewer voices than the policy shows."""
    policy, spoke = guideline.policy, _spoke(assessed)
    pairs = list(_pairs(voices, assessed, spread, guideline))
    shown = _shown(pairs, spoke, assessed, policy.min_voices_shown)
    n_types, unequal = _between_types(voices, assessed, spoke, shown[:, 0], guideline)
    p_values = np.where(shown, np.stack([one.found.p_value for one in pairs], axis=1), np.nan)
    adjusted = adjusted_p_values(p_values.reshape(len(shown), -1)).reshape(shown.shape)
    found = [_numbers(one.found, policy) for one in pairs]
    types = {"n_types": np.where(np.isnan(unequal), np.nan, n_types), "atkinson": unequal}
    only_actors = {name: np.full(shown.shape, np.nan) for name in types}
    for name, values in types.items():
        only_actors[name][:, 0] = values
    kept = shown | ~np.isnan(only_actors["atkinson"])
    t, g, k = np.nonzero(kept)
    frame = {
        "territory_id": np.array(assessed.territory_ids, dtype=object)[t],
        "grouping": np.array([one.grouping for one in pairs], dtype=object)[g],
        "block_id": np.array(assessed.block_ids, dtype=object)[k],
        **{name: np.where(shown, np.stack([one[name] for one in found], axis=1), np.nan)[kept] for name in found[0]},
        "is_clear": (np.nan_to_num(adjusted, nan=1.0) <= policy.change_false_share)[kept],
        **{name: values[kept] for name, values in only_actors.items()},
    }
    return framed(GroupGaps, frame)


def gaps_across(gaps: pd.DataFrame, guideline: Guideline, campaign: Campaign) -> pd.DataFrame:
    """The frame `GapsAcross`, from `GroupGaps`: what the territories that publish come to on the mean."""
    policy = guideline.policy
    public = [one.id for one in campaign.territories if one.publish]
    mine = gaps[gaps["difference"].notna() & gaps["territory_id"].isin(public)]
    parts = dict(iter(mine.groupby(["grouping", "block_id"], sort=False)))
    kept = [(key, parts[key]) for key in _order(guideline) if len(parts.get(key, ())) >= policy.group_min_shown]
    table = np.full((len(public), len(kept)), np.nan)
    for column, (_, part) in enumerate(kept):
        table[: len(part), column] = part["difference"].to_numpy(dtype=float)
    found = mean_difference(table)
    reach = found.reach(policy.interval_level)
    frame = {
        "grouping": np.array([key[0] for key, _ in kept], dtype=object),
        "block_id": np.array([key[1] for key, _ in kept], dtype=object),
        "n_territories": found.n,
        **{name: np.array([part[name].sum() for _, part in kept], dtype=float) for name in ("n_first", "n_second")},
        "difference": found.difference,
        "standard_error": found.standard_error,
        "low": found.difference - reach,
        "high": found.difference + reach,
        "is_clear": np.nan_to_num(adjusted_p_values(found.p_value), nan=1.0) <= policy.change_false_share,
    }
    return framed(GapsAcross, frame)


def _order(guideline: Guideline) -> Iterator[tuple[str, str]]:
    for grouping in (ACTORS, *(one.id for one in guideline.groupings)):
        yield from ((grouping, block.id) for block in guideline.blocks)


def _pairs(voices: Voices, assessed: Assessed, spread: Spread, guideline: Guideline) -> Iterator[_Pair]:
    """The sides of every grouping that was asked, types of actor first."""
    policy, actors = guideline.policy, voices.actors.astype(str)
    sides = {ACTORS: tuple(np.isin(actors, kinds) for kinds in (guideline.officials, guideline.sse_actors))}
    for one in guideline.groupings:
        if one.id in voices.chosen:
            chosen = voices.chosen[one.id].astype(str)
            sides[one.id] = tuple(_of_all(voices, np.isin(chosen, keys)) for keys in (one.first, one.second))
    for grouping, (first, second) in sides.items():
        found = group_difference(
            assessed.merged, first, second, assessed.parent, typical=np.diagonal(spread.typical),
            prior_df=policy.prior_df, points_per_level=policy.points_per_level,
        )  # fmt: skip
        yield _Pair(grouping, first, second, found)


def _of_all(voices: Voices, chosen: Flags) -> Flags:
    """Voices of organisations whose people all chose so: several people are one voice, who differ are on no side."""
    spoke = ~np.isnan(voices.levels).all(axis=2)
    ids = voices.organisations
    same = ((ids[:, :, None] == ids[:, None, :]) & (ids >= 0)[:, :, None]) | np.eye(ids.shape[1], dtype=np.bool_)
    some, others = ((same & one[:, None, :]).any(axis=2) for one in (spoke & chosen, spoke & ~chosen))
    return np.asarray(some & ~others)


def _numbers(found: GroupDifference, policy: Policy) -> dict[str, Floats]:
    reach = found.reach(policy.interval_level)
    return {
        "n_first": found.n_first, "n_second": found.n_second, "n_common": found.n_common,
        "first_score": found.first, "second_score": found.second, "difference": found.difference,
        "standard_error": found.standard_error, "low": found.difference - reach, "high": found.difference + reach,
    }  # fmt: skip


def _member(assessed: Assessed) -> npt.NDArray[np.float32]:
    return np.asarray(assessed.parent[:, None] == np.arange(len(assessed.block_ids)), np.float32)


def _spoke(assessed: Assessed) -> Flags:
    """Whether a voice gave a level in a block: territories x voices x blocks."""
    return np.asarray((~np.isnan(assessed.merged)).astype(np.float32) @ _member(assessed) > 0)


def _shown(pairs: Sequence[_Pair], spoke: Flags, assessed: Assessed, least: int) -> Flags:
    """Whether a pair may be shown, territories x groupings x blocks.

    Where several fit by their sizes, a later one gives way if it and those before would tell of too few together.
    """
    shown = np.stack([_sizes_fit(one, spoke, assessed, least) for one in pairs], axis=1)
    several = shown.sum(axis=1) >= _PAIR
    if not several.any():
        return shown
    base = _PLACES ** np.arange(len(pairs))
    code = np.tensordot(base, np.stack([one.first + _PAIR * one.second for one in pairs]), axes=1)
    cells = np.arange(_PLACES ** len(pairs))
    counts = np.stack([(spoke & np.asarray(code == cell)[:, :, None]).sum(axis=1) for cell in cells], axis=-1)
    flags = np.moveaxis(shown, 1, -1)[several]
    patterns, of = np.unique(np.concatenate([flags, counts[several]], axis=1), axis=0, return_inverse=True)
    on = cells // base[:, None] % _PLACES
    decided = np.array([_together(one[: len(pairs)] > 0, one[len(pairs) :], on, least) for one in patterns])
    np.moveaxis(shown, 1, -1)[several] = decided[of.reshape(-1)]
    return shown


def _together(fits: Flags, people: npt.NDArray[np.int64], on: npt.NDArray[np.int64], least: int) -> list[bool]:
    """Which groupings may be shown beside each other; `on`: the place of each cell in each grouping."""
    published, kept = [np.ones(people.shape, dtype=np.bool_)], []
    for fit, place in zip(fits, on, strict=True):
        wanted = [*published, place == 1, place == _PAIR]
        kept.append(bool(fit) and not tells_of_few(np.stack(wanted), people, least=least))
        published = wanted if kept[-1] else published
    return kept


def _sizes_fit(pair: _Pair, spoke: Flags, assessed: Assessed, least: int) -> Flags:
    """Whether both sides, and who is on neither, are enough voices that nobody can be told from the means.

    Who is on neither side is counted in the block, and among the questions on which the two sides are compared.
    """
    others = ~(pair.first | pair.second)
    fits = (pair.found.n_first >= least) & (pair.found.n_second >= least) & _left(spoke & others[:, :, None], least)
    rows = np.flatnonzero(fits.any(axis=1))
    there = ~np.isnan(assessed.merged[rows])
    first, second = ((there & one[rows, :, None]).any(axis=1) for one in (pair.first, pair.second))
    common = np.asarray(first & second)[:, None, :] & others[rows, :, None]
    beside = (there & common).astype(np.float32) @ _member(assessed) > 0
    fits[rows] &= _left(np.asarray(beside), least)
    return np.asarray(fits)


def _left(voices: Flags, least: int) -> Flags:
    """Whether of these voices (territories x voices x blocks) there is none, or enough of them."""
    rest = voices.sum(axis=1)
    return np.asarray((rest == 0) | (rest >= least))


def _between_types(
    voices: Voices, assessed: Assessed, spoke: Flags, shown: Flags, guideline: Guideline
) -> tuple[Floats, Floats]:
    """Types of actor with voices enough per block, and Atkinson's index over their means; NaN with fewer than two.

    Beside the means of officials and SSE actors (`shown`) the index tells that of a third type: then nobody, or
    enough, must be of none of the types.
    """
    policy, n_kinds = guideline.policy, len(guideline.actor_types)
    of = places(guideline.actor_types, voices.actors.reshape(-1)).reshape(voices.actors.shape)
    sizes = np.stack([(spoke & (of == kind)[:, :, None]).sum(axis=1) for kind in range(n_kinds)], axis=1)
    enough = sizes >= policy.min_voices_shown
    n_types = enough.sum(axis=1).astype(float)
    rest = spoke.sum(axis=1) - np.where(enough, sizes, 0).sum(axis=1)
    found = np.full(n_types.shape, np.nan)
    rows = np.flatnonzero((n_types >= _PAIR).any(axis=1))
    if rows.size:
        scores = _type_scores(group_means(assessed.merged[rows], of[rows], n_kinds), enough[rows], assessed, policy)
        pair = (~np.isnan(scores)).sum(axis=1) >= _PAIR
        told = shown[rows] & (rest[rows] > 0) & (rest[rows] < policy.min_voices_shown)
        index = atkinson(np.swapaxes(scores, 1, 2), floor=policy.geometric_floor)
        found[rows] = np.where(pair & ~told, index, np.nan)
    return n_types, found


def _type_scores(levels: Floats, enough: Flags, assessed: Assessed, policy: Policy) -> Floats:
    """Block means of the types shown, over the questions that all of them answered: territories x types x blocks."""
    inside = enough[:, :, assessed.parent]
    common = (~np.isnan(levels) | ~inside).all(axis=1, keepdims=True)
    there = inside & common & ~np.isnan(levels)
    member = _member(assessed).astype(float)
    return divided(np.where(there, levels, 0) @ member, there.astype(float) @ member) * policy.points_per_level
