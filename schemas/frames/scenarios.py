"""Scenarios that fit a territory, and the weights its participants gave to the blocks."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Flag, Frame, Real, Whole

#: suggested: the conditions hold. unknown: they might, `missing` says what to find out. no: they do not.
SUGGESTIONS = ("suggested", "unknown", "no")


class ScenarioSuggestions(Frame):
    """One row per territory and scenario that can be suggested, in the order of the content.

    `reason` lists the facts that hold ("CTX-23=law_draft; LEG-2=1"), `missing` those nobody gave. `supported` tells
    of a further sign. `is_chosen`: a person confirmed this one. A suggestion never chooses.
    """

    territory_id: str
    scenario_id: str
    is_overlay: Flag
    rank: Whole
    suggestion: str = pa.Field(isin=SUGGESTIONS)
    is_chosen: Flag
    reason: str
    missing: str
    supported: str


class Allocations(Frame):
    """Points a participant spread over the blocks; one row per cell that was filled in.

    `share` = points over the row's sum (0-1); `is_used` false where the row misses the sum by more than the policy
    allows, or holds something that is no number of 0 or more.
    """

    territory_id: str
    respondent_id: str
    block_id: str
    points: Real = pa.Field(nullable=True)
    share: Real = pa.Field(nullable=True, ge=0, le=1)
    is_used: Flag
    found: str
    tab: str
    cell: str
