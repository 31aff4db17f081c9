"""Inequality, inside a territory and between territories: told as gaps, never folded into a score (SCORING 2.13)."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Flag, Frame, Real, Whole


class GroupGaps(Frame):
    """One row per territory and block in which groups of voices may be set side by side; most have none.

    A group has as many voices as the policy asks for before it is shown, and so has what is left beside the two
    sides, if anything is. Both sides are scored on the `n_common` questions that both answered; `low` and `high` are
    the ends of the interval of `difference` = officials minus SSE actors, in points. `is_clear`: beyond chance, the
    blocks of the territory looked at together. `atkinson` (0: all alike, to 1) over the means of the `n_types` types
    of actor with voices enough.
    """

    territory_id: str
    block_id: str
    n_officials: Whole = pa.Field(nullable=True, ge=1)
    n_sse: Whole = pa.Field(nullable=True, ge=1)
    n_common: Whole = pa.Field(nullable=True, ge=1)
    officials_score: Real = pa.Field(nullable=True, ge=0, le=100)
    sse_score: Real = pa.Field(nullable=True, ge=0, le=100)
    difference: Real = pa.Field(nullable=True)
    standard_error: Real = pa.Field(nullable=True, ge=0)
    low: Real = pa.Field(nullable=True)
    high: Real = pa.Field(nullable=True)
    is_clear: Flag
    n_types: Whole = pa.Field(nullable=True, ge=2)
    atkinson: Real = pa.Field(nullable=True, ge=0, le=1)


class AcrossTerritories(Frame):
    """One row per block, and one for the balanced index (`block_id` ""), over the territories that publish.

    Everything is NA where fewer territories have a score than may be summed up. `gini` is 0 where all score alike;
    `theil_between` and `theil_within` countries sum to Theil's T, NA where each territory is a country of its own or
    all are of one. `effective_weight` = the block's share of the
    variance of the balanced index, beside its `nominal_weight`; `is_weight_different` where they differ by the
    policy's factor or more. `mean_shift` = mean distance, in points, that leaving the block out moves an index.
    """

    block_id: str
    n_territories: Whole
    lowest: Real = pa.Field(nullable=True, ge=0, le=100)
    highest: Real = pa.Field(nullable=True, ge=0, le=100)
    gini: Real = pa.Field(nullable=True, ge=0, le=1)
    n_countries: Whole
    theil_between: Real = pa.Field(nullable=True)
    theil_within: Real = pa.Field(nullable=True)
    nominal_weight: Real = pa.Field(nullable=True, ge=0, le=1)
    effective_weight: Real = pa.Field(nullable=True)
    is_weight_different: Flag
    mean_shift: Real = pa.Field(nullable=True, ge=0)
