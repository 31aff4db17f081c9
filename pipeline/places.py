"""Places inside a small group of similar territories, only when somebody asks; never printed by a sync (SCORING 2.16).

A place is a confidence set of ranks (Mogstad et al. 2023), not a point; a set that covers more than the policy's
share of the group is "cannot be placed".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.facts import context_facts
from pipeline.known import known_territory
from pipeline.method import competition_ranks, rank_sets
from pipeline.method.sensitivity import depends_on_compensation
from pipeline.method.uncertainty import probability_above
from pipeline.peers import peers_of
from schemas.errors import CampaignError
from schemas.outcome import Outcome
from sheet_templates.load import words

Floats = npt.NDArray[np.float64]
_FEWEST, _MOST = 2, 200
_EVEN, _NEARLY = 0.5, 0.99


@dataclass(frozen=True, slots=True)
class Place:
    """Between `best` and `worst` of `of`; both None where the territory cannot be placed, or is not `is_scored`.

    `depends_on_mean`: by the geometric mean of the blocks its place would differ by more than half the width of its
    set; only asked of the index (SCORING 2.10).
    """

    territory_id: str
    best: int | None
    worst: int | None
    of: int
    depends_on_mean: bool = False
    is_scored: bool = True


def places(outcome: Outcome, group: Sequence[str], block_id: str = "") -> list[Place]:
    """The places of a group of territories by one block, or by the index, at the level of the policy's intervals.

    Raises:
        CampaignError: fewer than two of them have a score, or the group is too large for places to mean anything.
    """
    scores, errors = _estimates(outcome, group, block_id)
    scored = int((~np.isnan(scores)).sum())
    if not _FEWEST <= scored <= _MOST:
        message = f"{scored} of these territories have a score: no places"
        raise CampaignError(message, f"Ask for {_FEWEST} to {_MOST} territories with a score and a similar context.")
    policy = outcome.guideline.policy
    found = rank_sets(
        scores, errors, level=policy.interval_level, n_draws=policy.place_draws, seed=outcome.campaign.seed
    )
    moved = np.zeros(len(group), dtype=np.bool_)
    if not block_id:
        other = outcome.index_notes.set_index("territory_id")["index_geometric"].reindex(list(group))
        ranks = competition_ranks(np.where(np.isnan(scores), np.nan, other.to_numpy(dtype=float, na_value=np.nan)))
        moved = depends_on_compensation(competition_ranks(scores), ranks, found.lower, found.upper)
    return [
        _place(one, low, high, scored, policy.place_max_share, depends=bool(depends))
        for one, low, high, depends in zip(group, found.lower, found.upper, moved, strict=True)
    ]


def asked_places(outcome: Outcome, named: Sequence[str], block_id: str = "") -> dict[str, Any]:
    """The places of the territories named, or of one and its peers in context, with how far one is above another.

    Holds `measure` ("index" or the block), `level` of the sets, `territories` in the order of the campaign, the chance
    `first_higher` (0-1) that the first of two named is above the second, else None, and `read_first`, the sentences
    without which no place should be read.

    Raises:
        CampaignError: no such territory or block, no peers, or no places for this group.
    """
    named = list(dict.fromkeys(named))
    for one in named:
        known_territory(outcome.campaign, one)
    blocks = [block.id for block in outcome.guideline.blocks]
    if block_id and block_id not in blocks:
        message = f"no block '{block_id}'"
        raise CampaignError(message, f"Blocks: {', '.join(blocks)}.")
    chosen = {*named, *(_context_peers(outcome, named[0], block_id) if len(named) == 1 else ())}
    group = [one.id for one in outcome.campaign.territories if one.id in chosen]
    found = places(outcome, group, block_id)
    chance = more_likely_higher(outcome, named[0], named[1], block_id) if len(named) == _FEWEST else np.nan
    say = words("en")
    return {
        "measure": block_id or "index",
        "level": outcome.guideline.policy.interval_level,
        "territories": [asdict(one) for one in found],
        "named": named,
        "first_higher": None if np.isnan(chance) else chance,
        "read_first": [say("exercise.tagline"), say("trust.not_who"), say("trust.not_optimism")],
    }


def place_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """What to read first, then one line per territory, in the order of the campaign and never by place."""
    yield from answer["read_first"]
    yield f"Places by {answer['measure']}, {answer['level']:.0%} sure, not for publication:"
    yield from (f"  {one['territory_id']:22} {_said(one)}" for one in answer["territories"])
    if answer["first_higher"] is not None:
        one, other = answer["named"] if answer["first_higher"] >= _EVEN else reversed(answer["named"])
        chance = max(answer["first_higher"], 1 - answer["first_higher"])
        said = f"{chance:.0%}" if chance < _NEARLY else f"more than {_NEARLY:.0%}"
        yield f"{one} is more likely the higher of the two than {other} ({said})"


def _said(place: Mapping[str, Any]) -> str:
    if not place["is_scored"]:
        return "no place: no score, or one voice only"
    if place["best"] is None:
        return f"cannot be placed among these {place['of']}"
    same = place["best"] == place["worst"]
    span = f"number {place['best']}" if same else f"between {place['best']} and {place['worst']}"
    doubt = "; by another mean its place would be another" if place["depends_on_mean"] else ""
    return f"{span} of {place['of']}{doubt}"


def _context_peers(outcome: Outcome, territory_id: str, block_id: str) -> list[str]:
    """The territories of similar context that have a score."""
    ids = [one.id for one in outcome.campaign.territories]
    scores, _ = _estimates(outcome, ids, block_id)
    scored = {one for one, score in zip(ids, scores, strict=True) if not np.isnan(score)}
    facts = context_facts(outcome.campaign, outcome.context)
    policy = outcome.guideline.policy
    found = peers_of(territory_id, facts, scored, policy)
    if not found:
        message = (
            f"fewer than {policy.group_min_peers} territories with a score have a context similar to {territory_id}'s"
        )
        raise CampaignError(message, "Name the territories to set side by side, such as: pipeline places ONE OTHER.")
    return found


def more_likely_higher(outcome: Outcome, one: str, other: str, block_id: str = "") -> float:
    """P(one above the other), 0-1, normal; NaN where one of them has no score."""
    scores, errors = _estimates(outcome, [one, other], block_id)
    return float(probability_above(scores[0] - scores[1], np.hypot(errors[0], errors[1])))


def _place(territory_id: str, low: float, high: float, of: int, most: float, *, depends: bool) -> Place:
    wide = np.isnan(low) or (high - low + 1) / of > most
    best, worst = (None, None) if wide else (int(low), int(high))
    return Place(territory_id, best, worst, of, depends, is_scored=not np.isnan(low))


def _estimates(outcome: Outcome, group: Sequence[str], block_id: str) -> tuple[Floats, Floats]:
    """Scores and standard errors from the respondents' doubt, NaN where there is no score or one voice only."""
    frame = outcome.intervals
    mine = frame[(frame["block_id"] == block_id) & (frame["doubt"] == "respondents")].set_index("territory_id")
    chosen = mine.reindex(list(group))
    ends = chosen[["low", "middle", "high"]].to_numpy(dtype=float, na_value=np.nan)
    ends[(chosen["note"].fillna("withheld") != "").to_numpy()] = np.nan
    z = NormalDist().inv_cdf((1 + outcome.guideline.policy.interval_level) / 2)
    return ends[:, 1], (ends[:, 2] - ends[:, 0]) / (2 * z)
