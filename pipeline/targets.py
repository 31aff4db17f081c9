"""What the gap of a block is measured to: the level aimed at, similar territories, or the own plan (SCORING 2.13).

Chosen once, for a whole campaign, in the policy. Where the choice gives nothing for a block, its gap is measured to
the level aimed at, and that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.consensus import places
from pipeline.facts import context_facts
from pipeline.peers import upper_quartiles
from schemas.campaign import Campaign
from schemas.guideline import Guideline, Policy

Floats = npt.NDArray[np.float64]
LEVEL, PEERS, PLAN = "level", "peers", "plan"
_DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Targets:
    """Territories x blocks, in the order of the campaign and the guideline.

    Attributes:
        points: what the gap is measured to, 0-100.
        source: where it comes from: LEVEL, PEERS or PLAN.
    """

    points: Floats
    source: npt.NDArray[np.object_]


def block_targets(
    blocks: pd.DataFrame, context: pd.DataFrame, actions: pd.DataFrame, guideline: Guideline, campaign: Campaign
) -> Targets:
    """The targets of the campaign's choice, from the frames `BlockScores`, `Context` and `Actions`.

    The upper quartile is that of the block's score among territories of similar context, never less than the policy
    wants behind a comparison, the territory itself left out. The plan's target is the highest of its actions in the
    block that were not dropped.
    """
    territory_ids = [one.id for one in campaign.territories]
    block_ids = [block.id for block in guideline.blocks]
    policy = guideline.policy
    own = np.full((len(territory_ids), len(block_ids)), np.nan)
    if policy.gap_target == PEERS:
        scores = blocks["score"].to_numpy(dtype=float, na_value=np.nan).reshape(own.shape)
        own = upper_quartiles(context_facts(campaign, context), scores, policy)
    elif policy.gap_target == PLAN:
        own = _planned(actions, territory_ids, block_ids, policy)
    there = ~np.isnan(own)
    return Targets(np.where(there, own, policy.target_points), np.where(there, policy.gap_target, LEVEL).astype(object))


def _planned(actions: pd.DataFrame, territory_ids: Sequence[str], block_ids: Sequence[str], policy: Policy) -> Floats:
    """The highest target of the plan per territory and block, in points; NaN where the plan has none."""
    found = np.full((len(territory_ids), len(block_ids)), -np.inf)
    mine = actions[actions["target"].notna() & (actions["status"] != _DROPPED) & actions["block"].isin(block_ids)]
    level = mine["target"].to_numpy(dtype=float)
    t, k = places(territory_ids, mine["territory_id"]), places(block_ids, mine["block"])
    np.maximum.at(found, (t, k), np.interp(level, np.arange(len(policy.points)), policy.points))
    return np.where(np.isinf(found), np.nan, found)
