"""What the assessment suggests to each territory, with the answers that caused it."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Flag, Frame, Real, Whole

#: do: the answers carry it. discuss: they contradict each other. collect_first: too little is known.
STANCES = ("do", "discuss", "collect_first")


class Recommendations(Frame):
    """One row per territory and recommendation that fits; `rank` orders them, `selected` marks the short list.

    priority = gap (0-4) x weight (share) x leverage x feasibility (DOMAIN 4). `because` lists the indicators and
    levels that caused it ("LEG-1=1; LEG-4=0.5"), `cells` the cells they were read from ("Cadre juridique!G7").
    """

    territory_id: str
    rec_id: str
    block_id: str
    stance: str = pa.Field(isin=STANCES)
    rank: Whole
    selected: Flag
    priority: Real = pa.Field(nullable=True)
    gap: Real = pa.Field(nullable=True)
    weight: Real
    leverage: Real
    feasibility: Real
    horizon: str
    lead_type: str
    agencies: str
    because: str
    cells: str
