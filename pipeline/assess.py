"""Scores -> what they mean and what to do: trust, scenarios, agenda, advice, peers; each a frame of the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.agenda import agenda
from pipeline.consensus import Voices
from pipeline.facts import territory_facts
from pipeline.recommend import recommendations
from pipeline.scenarios import suggestions
from pipeline.score import scenario_weights
from pipeline.trust import Trust, trust
from schemas.campaign import Campaign
from schemas.guideline import Guideline


@dataclass(frozen=True, slots=True)
class Assessment:
    """The frames of the same names, those of `Trust` beside them."""

    trust: Trust
    scenario_suggestions: pd.DataFrame
    agenda: pd.DataFrame
    recommendations: pd.DataFrame
    reasons: pd.DataFrame

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
    context: pd.DataFrame
    pulls: pd.DataFrame


def assess(scored: Scored, guideline: Guideline, campaign: Campaign) -> Assessment:
    """Everything that follows from the scores. The same input gives the same output, to the bit."""
    trusted = trust(
        scored.voices, scored.indicators, scored.blocks, scored.index, scored.allocations, guideline, campaign
    )
    ids, block_ids = [one.id for one in campaign.territories], [block.id for block in guideline.blocks]
    weights = scenario_weights(guideline, campaign, ids, block_ids)
    by_territory = {one: dict(zip(block_ids, row.tolist(), strict=True)) for one, row in zip(ids, weights, strict=True)}
    facts = list(
        territory_facts(
            campaign, scored.context, scored.indicators, scored.pulls, noted_blocks(scored.blocks, trusted), by_territory
        )
    )
    notes = trusted.block_notes
    known = notes[notes["first_probability"].notna()]
    first = dict(
        zip(zip(known["territory_id"], known["block_id"], strict=True), known["first_probability"].astype(float), strict=True)
    )
    advised, reasons = recommendations(facts, first, guideline, campaign)
    return Assessment(
        trust=trusted,
        scenario_suggestions=suggestions(facts, guideline),
        agenda=agenda(scored.voices, scored.indicators, guideline),
        recommendations=advised,
        reasons=reasons,
    )


def noted_blocks(blocks: pd.DataFrame, trusted: Trust) -> pd.DataFrame:
    """Block scores with the ends of their interval and the share of documented indicators beside them."""
    ranges = trusted.intervals
    ends = ranges[(ranges["measure"] == "block") & (ranges["doubt"] == "both")]
    keys = ["territory_id", "block_id"]
    found = blocks.merge(ends[[*keys, "low", "high"]], on=keys, how="left", validate="one_to_one")
    return found.merge(trusted.block_notes[[*keys, "documented_share"]], on=keys, how="left", validate="one_to_one")
