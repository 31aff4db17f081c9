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
    `probability` = chance that the block belongs to the territory's first three by gap x weight. `collect`: what is
    unknown and must be known first. `agency_fit`: those of `agencies` that take part in the campaign. `rules`: the
    rules that gave it, with versions.
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
    probability: Real = pa.Field(nullable=True, ge=0, le=1)
    collect: str
    sdg_targets: str
    agency_fit: str
    rules: str


class Reasons(Frame):
    """The trace: one row per territory, recommendation given and condition looked at, with what was found."""

    territory_id: str
    rec_id: str
    rule: str
    about: str
    found: str
    wanted: str
    truth: str = pa.Field(isin=("true", "false", "unknown"))
