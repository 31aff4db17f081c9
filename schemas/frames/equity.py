"""Inequality, inside a territory and between territories: told as gaps, never folded into a score (SCORING 2.13)."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Flag, Frame, Real, Whole


class GroupGaps(Frame):
    """One row per territory, grouping and block in which two groups of voices may be set side by side; most have none.

    `grouping` "actors": officials first, SSE actors second; else one of the guideline (`gender`: women, men; `area`:
    centre, periphery). A group has as many voices as the policy asks for before it is shown, and so has whoever can be
    told by adding and subtracting what is shown. Both sides are scored on the `n_common` questions that both answered;
    `low` and `high` are the ends of the interval of `difference` = first minus second, in points. `is_clear`: beyond
    chance, all groupings and blocks of the territory looked at together. `atkinson` (0: all alike, to 1) over the means
    of the `n_types` types of actor with voices enough; only under "actors".
    """

    territory_id: str
    grouping: str
    block_id: str
    n_first: Whole = pa.Field(nullable=True, ge=1)
    n_second: Whole = pa.Field(nullable=True, ge=1)
    n_common: Whole = pa.Field(nullable=True, ge=1)
    first_score: Real = pa.Field(nullable=True, ge=0, le=100)
    second_score: Real = pa.Field(nullable=True, ge=0, le=100)
    difference: Real = pa.Field(nullable=True)
    standard_error: Real = pa.Field(nullable=True, ge=0)
    low: Real = pa.Field(nullable=True)
    high: Real = pa.Field(nullable=True)
    is_clear: Flag
    n_types: Whole = pa.Field(nullable=True, ge=2)
    atkinson: Real = pa.Field(nullable=True, ge=0, le=1)


class GapsAcross(Frame):
    """One row per grouping and block in which as many published territories as may be summed up have a difference.

    `difference` = mean over territories of first minus second (see `GroupGaps`), each territory weighing the same;
    its error follows from how far the territories lie apart. `n_first` and `n_second` are voices in all of them.
    `is_clear`: beyond chance, all rows looked at together.
    """

    grouping: str
    block_id: str
    n_territories: Whole
    n_first: Whole
    n_second: Whole
    difference: Real
    standard_error: Real = pa.Field(ge=0)
    low: Real
    high: Real
    is_clear: Flag


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
