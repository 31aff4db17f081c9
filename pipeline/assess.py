"""Scores -> what they mean and what to do: trust, scenarios, agenda, advice, peers; each a frame of the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from pipeline.agenda import agenda
from pipeline.cautions import cautions
from pipeline.changes import Session, changes, organisation_names
from pipeline.consensus import Voices
from pipeline.facts import context_facts, territory_facts
from pipeline.past import Past
from pipeline.peers import benchmarks, peers, standing
from pipeline.plan_follow_up import follow_up
from pipeline.recommend import recommendations
from pipeline.scenarios import suggestions
from pipeline.score import scenario_weights
from pipeline.targets import Targets
from pipeline.trust import Trust, trust
from schemas.campaign import Campaign
from schemas.frames import Changes
from schemas.guideline import Guideline


@dataclass(frozen=True, slots=True)
class Assessment:
    """The frames of the same names, those of `Trust` beside them."""

    trust: Trust
    scenario_suggestions: pd.DataFrame
    agenda: pd.DataFrame
    recommendations: pd.DataFrame
    reasons: pd.DataFrame
    changes: pd.DataFrame
    peers: pd.DataFrame
    benchmarks: pd.DataFrame
    plan_follow_up: pd.DataFrame
    cautions: pd.DataFrame

    def frames(self) -> dict[str, Any]:
        """Every frame by its name in the outcome."""
        own = {name: getattr(self, name) for name in self.__slots__ if name != "trust"}
        return {**{name: getattr(self.trust, name) for name in self.trust.__slots__}, **own}


@dataclass(frozen=True, slots=True)
class Scored:
    """What is assessed: the voices and the frames made from them."""

    voices: Voices
    indicators: pd.DataFrame
    blocks: pd.DataFrame
    index: pd.DataFrame
    allocations: pd.DataFrame
    respondents: pd.DataFrame
    context: pd.DataFrame
    actions: pd.DataFrame
    pulls: pd.DataFrame
    targets: Targets


def assess(scored: Scored, guideline: Guideline, campaign: Campaign, earlier: Past | None = None) -> Assessment:
    """Everything that follows from the scores. The same input gives the same output, to the bit.

    `earlier`: the session before, None where there was none.
    """
    trusted = trust(
        scored.voices,
        scored.indicators,
        scored.blocks,
        scored.index,
        scored.allocations,
        targets=scored.targets,
        guideline=guideline,
        campaign=campaign,
    )
    ids, block_ids = [one.id for one in campaign.territories], [block.id for block in guideline.blocks]
    weights = scenario_weights(guideline, campaign, ids, block_ids)
    by_territory = {one: dict(zip(block_ids, row.tolist(), strict=True)) for one, row in zip(ids, weights, strict=True)}
    moved = _changes(scored, trusted, guideline, campaign, earlier)
    noted = noted_blocks(scored.blocks, trusted)
    facts = partial(
        territory_facts,
        campaign,
        scored.context,
        scored.indicators,
        scored.pulls,
        blocks=noted,
        weights=by_territory,
        changes=_directions(moved),
    )
    notes = trusted.block_notes
    known = notes[notes["first_probability"].notna()]
    first = dict(
        zip(
            zip(known["territory_id"], known["block_id"], strict=True),
            known["first_probability"].astype(float),
            strict=True,
        )
    )
    advised, reasons = recommendations(facts(), first, guideline, campaign)
    contexts = context_facts(campaign, scored.context)
    stands = standing(scored.blocks, trusted.intervals, trusted.block_notes, block_ids)
    return Assessment(
        trust=trusted,
        scenario_suggestions=suggestions(facts(), guideline),
        agenda=agenda(scored.voices, scored.indicators, guideline),
        recommendations=advised,
        reasons=reasons,
        changes=moved,
        peers=peers(contexts, stands, guideline, campaign),
        benchmarks=benchmarks(contexts, stands, guideline),
        plan_follow_up=follow_up(scored.actions, None if earlier is None else earlier.actions, scored.pulls),
        cautions=cautions(scored.voices, scored.blocks, scored.index, guideline),
    )


def _changes(
    scored: Scored, trusted: Trust, guideline: Guideline, campaign: Campaign, earlier: Past | None
) -> pd.DataFrame:
    if earlier is None:
        return Changes.validate(Changes.empty())
    now = Session(
        guideline, campaign, scored.voices, organisation_names(scored.respondents, scored.voices),
        scored.indicators, scored.blocks, scored.index, trusted.block_notes,
    )  # fmt: skip
    return changes(earlier.session, now)


def _directions(moved: pd.DataFrame) -> dict[str, dict[str, str]]:
    """rose, fell or none per territory and block, for those that can be compared."""
    words = {"rose": "rose", "fell": "fell", "no_clear_change": "none"}
    known = moved[(moved["measure"] == "block") & moved["direction"].isin(list(words))]
    found: dict[str, dict[str, str]] = {}
    for territory_id, block_id, way in zip(known["territory_id"], known["block_id"], known["direction"], strict=True):
        found.setdefault(territory_id, {})[block_id] = words[way]
    return found


def noted_blocks(blocks: pd.DataFrame, trusted: Trust) -> pd.DataFrame:
    """Block scores with the ends of their interval and the share of documented indicators beside them."""
    ranges = trusted.intervals
    ends = ranges[(ranges["measure"] == "block") & (ranges["doubt"] == "both")]
    keys = ["territory_id", "block_id"]
    found = blocks.merge(ends[[*keys, "low", "high"]], on=keys, how="left", validate="one_to_one")
    return found.merge(trusted.block_notes[[*keys, "documented_share"]], on=keys, how="left", validate="one_to_one")
