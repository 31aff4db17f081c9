"""What the facilitator's next session talks about."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Frame, Real, Whole

#: why an indicator is on the list
OCCASIONS = ("spread", "actor_gap", "both")


class Agenda(Frame):
    """One row per territory and indicator to discuss, block by block, the widest first within a block.

    `rank` orders within the block. `officials_level` and `sse_level` are the medians of the two sides, NA where one
    is silent. `levels` counts the voices per level, "0:1 2:3" = one voice at 0, three at 2; `agreement_label` says what
    they come to. `minutes` is the share of the session that the policy plans.
    """

    territory_id: str
    block_id: str
    rank: Whole
    indicator_id: str
    occasion: str = pa.Field(isin=OCCASIONS)
    spread: Real = pa.Field(nullable=True)
    actor_gap: Real = pa.Field(nullable=True)
    officials_level: Real = pa.Field(nullable=True)
    sse_level: Real = pa.Field(nullable=True)
    median_level: Real = pa.Field(nullable=True)
    levels: str
    n_voices: Whole
    agreement_label: str
    minutes: Real
    cells: str
