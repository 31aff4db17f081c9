"""Who can learn from whom, with consent, and a territory beside those of similar context (SCORING 2.11, 2.15).

Context is what decides who is alike, never the scores. Nothing here is a ranking: a match is seen by the two
territories it joins, a benchmark only where enough peers stand behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.facts import Facts
from pipeline.method.mentors import assigned_mentors, match_scores, with_exchange
from pipeline.method.peers import gower_similarity, nearest_contexts, peer_benchmark, peer_groups
from pipeline.method.uncertainty import probability_above
from schemas.campaign import Campaign
from schemas.frames import Benchmarks, Peers
from schemas.frames.base import framed, typed
from schemas.guideline import Guideline, Policy

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Names = npt.NDArray[np.object_]
#: What makes contexts alike: numbers (population on a log scale) and choices of the context sheet.
NUMBERS = ("CTX-05", "CTX-11", "CTX-15", "CTX-17")
_LEVEL = "CTX-03"
CHOICES = (_LEVEL, "CTX-10", "CTX-23")
_ON_LOG_SCALE = "CTX-05"
_LANGUAGES = "CTX-04"
#: Tables of territories x territories are made for so many at once; more are dealt with in parts.
_AT_ONCE = 1500


@dataclass(frozen=True, slots=True)
class Standing:
    """Territories x blocks, in the order of the campaign and the guideline; NaN where there is no score."""

    block_ids: tuple[str, ...]
    scores: Floats
    low: Floats
    high: Floats
    errors: Floats
    n_voices: Floats
    documented: Floats


def peers(territories: Sequence[Facts], standing: Standing, guideline: Guideline, campaign: Campaign) -> pd.DataFrame:
    """The frame `Peers`: one mentor per territory and block at most, nobody mentoring more than the policy allows."""
    rows: list[tuple[object, ...]] = []
    for start in range(0, len(territories), _AT_ONCE):
        rows += _matched(territories, standing, guideline.policy, campaign, slice(start, start + _AT_ONCE))
    return Peers.validate(typed(Peers, rows))


def _matched(
    territories: Sequence[Facts], standing: Standing, policy: Policy, campaign: Campaign, part: slice
) -> list[tuple[object, ...]]:
    mine = list(territories[part])
    similarity = similarities(mine, policy)
    languages = [_languages(facts, campaign.territory(facts.territory_id).language) for facts in mine]
    common = _common(languages)
    alike = np.where(common, 1.0, policy.peer_other_language)
    publish = np.array([campaign.territory(facts.territory_id).publish for facts in mine], dtype=np.bool_)
    tables = np.zeros((len(standing.block_ids), len(mine), len(mine)))
    for block in range(len(standing.block_ids)):
        documented = np.nan_to_num(standing.documented[part, block])
        teaches = publish & (standing.n_voices[part, block] >= policy.peer_min_voices) & (documented > 0)
        learns = np.nan_to_num(standing.high[part, block], nan=100.0) < policy.peer_weak_below
        if teaches.any() and learns.any():
            tables[block] = match_scores(
                standing.scores[part, block],
                standing.errors[part, block],
                similarity=similarity,
                grade_share=documented,
                language=alike,
                margin=policy.peer_margin,
                min_probability=policy.peer_probability,
                consents=teaches,
                learns=learns,
            )
    if not tables.any():
        return []
    both = with_exchange(tables, policy.peer_exchange)
    rows: list[tuple[object, ...]] = []
    for block, table in enumerate(both):
        if not (table > 0).any():
            continue
        method = "best_total" if len(mine) <= policy.peer_nearest else "greedy"
        mentors = assigned_mentors(table, policy.peer_load, method=method)  # type: ignore[arg-type]
        lead = standing.scores[part, block]
        for learner in np.flatnonzero(mentors >= 0):
            mentor = int(mentors[learner])
            error = np.hypot(standing.errors[part, block][learner], standing.errors[part, block][mentor])
            chance = float(probability_above(lead[mentor] - lead[learner] - policy.peer_margin, error))
            shared = sorted(languages[learner] & languages[mentor])
            rows.append(
                (
                    mine[learner].territory_id, standing.block_ids[block], mine[mentor].territory_id,
                    float(table[learner, mentor]), chance, float(similarity[learner, mentor]),
                    shared[0] if shared else "", bool(table[learner, mentor] > tables[block][learner, mentor]),
                )
            )  # fmt: skip
    order = {facts.territory_id: number for number, facts in enumerate(mine)}
    return sorted(rows, key=lambda row: order[str(row[0])])


def benchmarks(territories: Sequence[Facts], standing: Standing, guideline: Guideline) -> pd.DataFrame:
    """The frame `Benchmarks`. Peers stand at the same level of government, or else only have a similar context."""
    policy = guideline.policy
    frames = []
    for part, block, group in _peer_groups(territories, standing.scores, policy):
        scores, mine = standing.scores[part, block], territories[part]
        errors = np.nan_to_num(standing.errors[part, block])
        found = peer_benchmark(scores, errors, group, min_scored=policy.group_min_shown)
        above = found.above_median
        cases = [np.isnan(above), above > policy.group_probability, above < 1 - policy.group_probability]
        n_blocks = len(standing.block_ids)
        frames.append(
            {
                "territory_id": np.array([facts.territory_id for facts in mine], dtype=object),
                "block_id": np.full(len(mine), standing.block_ids[block], dtype=object),
                "n_peers": found.n_peers,
                "lower_quartile": found.lower_quartile,
                "median": found.median,
                "upper_quartile": found.upper_quartile,
                "probability_above": above,
                "place": np.select(cases, ["no_peers", "above", "below"], "not_distinguishable").astype(object),
                "_scored": ~np.isnan(scores),
                "_order": (np.arange(len(mine)) + part.start) * n_blocks + block,
            }
        )
    if not frames:
        return Benchmarks.validate(Benchmarks.empty())
    columns = {name: np.concatenate([one[name] for one in frames]) for name in frames[0]}
    order = np.argsort(columns["_order"], kind="stable")
    order = order[columns["_scored"][order]]
    return framed(Benchmarks, {name: values[order] for name, values in columns.items()})


def upper_quartiles(territories: Sequence[Facts], scores: Floats, policy: Policy) -> Floats:
    """The upper quartile of the peers' scores, territories x blocks like `scores`; NaN where there are too few peers."""
    found = np.full(scores.shape, np.nan)
    for part, block, group in _peer_groups(territories, scores, policy):
        own = scores[part, block]
        quartiles = peer_benchmark(own, np.zeros(own.shape), group, min_scored=policy.group_min_shown)
        found[part, block] = quartiles.upper_quartile
    return found


def _peer_groups(territories: Sequence[Facts], scores: Floats, policy: Policy) -> Iterator[tuple[slice, int, Flags]]:
    """A part of the territories, a block, and who is whose peer there; part after part."""
    for start in range(0, len(territories), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        mine = territories[part]
        level, similar = _levels(mine), similarities(mine, policy)
        for block in range(scores.shape[1]):
            yield part, block, _groups(similar, level, ~np.isnan(scores[part, block]), policy)


def peers_of(territory_id: str, territories: Sequence[Facts], scored: Collection[str], policy: Policy) -> list[str]:
    """The peers of one territory among those `scored`, in the order given; none where there are too few."""
    ids = [facts.territory_id for facts in territories]
    start = ids.index(territory_id) // _AT_ONCE * _AT_ONCE
    mine, here = list(territories[start : start + _AT_ONCE]), ids[start : start + _AT_ONCE]
    there = np.array([one in scored for one in here], dtype=np.bool_)
    group = _groups(similarities(mine, policy), _levels(mine), there, policy)
    return [one for one, is_peer in zip(here, group[here.index(territory_id)], strict=True) if is_peer]


def _groups(similar: Floats, level: Names, scored: Flags, policy: Policy) -> Flags:
    """Who is whose peer: at the same level of government, or else only in a similar context."""
    there = np.broadcast_to(scored, similar.shape)
    circles = [there & (level[:, None] == level[None, :]) & (level != ""), there]
    group, _ = peer_groups(
        similar, min_similarity=policy.group_similarity, min_peers=policy.group_min_peers, circles=circles
    )
    return group


def _levels(territories: Sequence[Facts]) -> Names:
    """The level of government of each territory, "" where nobody said."""
    return np.array([facts.value(_LEVEL) for facts in territories], dtype=object)


def similarities(territories: Sequence[Facts], policy: Policy) -> Floats:
    """Gower similarity 0-1 of contexts, 0 where nothing is known on both sides or beyond the nearest ones."""
    numbers = np.array([[_number(facts, one) for one in NUMBERS] for facts in territories], dtype=float)
    kinds = [
        pd.factorize(pd.Series([facts.value(one) or None for facts in territories], dtype=object))[0] for one in CHOICES
    ]
    categories = np.stack(kinds, axis=1).astype(np.int64)
    found = np.nan_to_num(gower_similarity(numbers, categories))
    if len(territories) - 1 > policy.peer_nearest:
        near = np.zeros(found.shape, dtype=np.bool_)
        rows = nearest_contexts(_encoded(numbers, categories), policy.peer_nearest)
        np.put_along_axis(near, rows, values=True, axis=1)
        found = np.where(near | near.T, found, 0.0)
    return found


def _encoded(numbers: Floats, categories: npt.NDArray[np.int64]) -> Floats:
    """Context as scaled numbers without gaps: gaps take the middle, each choice its own columns."""
    known = ~np.isnan(numbers)
    counts = np.maximum(known.sum(axis=0), 1)
    middle = np.where(known, numbers, 0).sum(axis=0) / counts
    filled = np.where(known, numbers, middle)
    width = np.ptp(filled, axis=0)
    scaled = (filled - filled.min(axis=0)) / np.where(width > 0, width, 1)
    choices = [categories[:, [place]] == np.unique(categories[:, place]) for place in range(categories.shape[1])]
    return np.concatenate([scaled, *(one / 2 for one in choices)], axis=1)


def _number(facts: Facts, variable_id: str) -> float:
    value = facts.number(variable_id)
    if value is None:
        return float("nan")
    return float(np.log10(max(value, 1.0))) if variable_id == _ON_LOG_SCALE else value


def _languages(facts: Facts, own: str) -> frozenset[str]:
    return frozenset(one for one in (*facts.value(_LANGUAGES).split(";"), own) if one)


def _common(languages: Sequence[frozenset[str]]) -> npt.NDArray[np.bool_]:
    """Whether two territories share a working language."""
    every = sorted(frozenset().union(*languages)) if languages else []
    speaks = np.array([[one in mine for one in every] for mine in languages], dtype=float).reshape(len(languages), -1)
    return np.asarray(speaks @ speaks.T > 0, dtype=np.bool_)


def standing(blocks: pd.DataFrame, intervals: pd.DataFrame, notes: pd.DataFrame, block_ids: Sequence[str]) -> Standing:
    """The arrays behind the matches, from the frames `BlockScores`, `Intervals` and `BlockNotes`."""
    both = intervals[(intervals["measure"] == "block") & (intervals["doubt"] == "both")]
    people = intervals[(intervals["measure"] == "block") & (intervals["doubt"] == "respondents")]

    def table(frame: pd.DataFrame, name: str) -> Floats:
        return frame[name].to_numpy(dtype=float, na_value=np.nan).reshape(-1, len(block_ids))

    return Standing(
        tuple(block_ids), table(blocks, "score"), table(both, "low"), table(both, "high"),
        table(people, "standard_error"), table(people, "n_voices"), table(notes, "documented_share"),
    )  # fmt: skip
