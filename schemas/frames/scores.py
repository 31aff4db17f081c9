"""Scores from 0 to 100 (25 points a level), with what limits them. NA where withheld, never 0."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Flag, Frame, Real, Whole

#: scored: has a value. unknown: most who looked do not know. not_applicable: outside the territory's grid.
#: unanswered: nobody answered.
INDICATOR_STATUSES = ("scored", "unknown", "not_applicable", "unanswered")
#: withheld: too little to print a number (`reason` says what). not_applicable: no indicator applies.
BLOCK_STATUSES = ("scored", "withheld", "not_applicable")
#: complete: every applicable block scored. partial: enough of them. withheld: too few.
INDEX_STATUSES = ("complete", "partial", "withheld")
SOURCES = ("agreed", "respondents", "none")


class IndicatorScores(Frame):
    """One row per territory and indicator of the campaign's depth.

    `level` is the value in use (agreed level, else mean of the voices, 0-4), `score` = 25 x level on the linear
    scale. `agreement` is van der Eijk's A (-1 to 1), NA under 2 voices; `spread` = highest minus lowest level.
    `actor_gap` = median of officials minus median of SSE actors. `because` names the cells behind the value.
    """

    territory_id: str
    block_id: str
    indicator_id: str
    status: str = pa.Field(isin=INDICATOR_STATUSES)
    source: str = pa.Field(isin=SOURCES)
    level: Real = pa.Field(nullable=True, ge=0, le=4)
    score: Real = pa.Field(nullable=True, ge=0, le=100)
    agreed_level: Real = pa.Field(nullable=True, ge=0, le=4)
    mean_level: Real = pa.Field(nullable=True, ge=0, le=4)
    median_level: Real = pa.Field(nullable=True, ge=0, le=4)
    n_voices: Whole
    n_dont_know: Whole
    n_not_applicable: Whole
    n_blank: Whole
    n_invalid: Whole
    spread: Real = pa.Field(nullable=True, ge=0, le=4)
    actor_gap: Real = pa.Field(nullable=True)
    agreement: Real = pa.Field(nullable=True, ge=-1, le=1)
    agreement_label: str
    discuss: Flag
    evidence_grade: Whole = pa.Field(nullable=True, ge=0, le=3)
    because: str


class BlockScores(Frame):
    """One row per territory and block. `coverage` = share of the applicable indicators that have a value (0-1).

    `lower` and `upper` are the score if every missing level were 0 or 4 (Manski bounds, SCORING 2.4).
    """

    territory_id: str
    block_id: str
    status: str = pa.Field(isin=BLOCK_STATUSES)
    reason: str
    score: Real = pa.Field(nullable=True, ge=0, le=100)
    lower: Real = pa.Field(nullable=True, ge=0, le=100)
    upper: Real = pa.Field(nullable=True, ge=0, le=100)
    mean_level: Real = pa.Field(nullable=True, ge=0, le=4)
    band: str
    coverage: Real = pa.Field(nullable=True, ge=0, le=1)
    n_indicators: Whole
    n_applicable: Whole
    n_scored: Whole
    n_voices: Whole
    limiting_indicator: str


class DriverScores(Frame):
    """Block x driver: mean score of the indicators of a block that serve a driver; `n_scored` of `n_indicators`."""

    territory_id: str
    block_id: str
    driver_id: str
    score: Real = pa.Field(nullable=True, ge=0, le=100)
    n_indicators: Whole
    n_scored: Whole


class Index(Frame):
    """One row per territory: the weighted mean of its block scores under its scenario, and balanced (S0).

    `reason` of a withheld one: no_answers, too_few_blocks, mandatory_missing, or no_weight on the blocks scored.
    """

    territory_id: str
    scenario: str
    status: str = pa.Field(isin=INDEX_STATUSES)
    reason: str
    index: Real = pa.Field(nullable=True, ge=0, le=100)
    index_balanced: Real = pa.Field(nullable=True, ge=0, le=100)
    lower: Real = pa.Field(nullable=True, ge=0, le=100)
    upper: Real = pa.Field(nullable=True, ge=0, le=100)
    n_blocks: Whole
    n_applicable: Whole
    top_blocks: str
    top_blocks_balanced: str


class Coverage(Frame):
    """How much of each block's grid was answered; one row per territory and block, counts of single answers."""

    territory_id: str
    block_id: str
    n_expected: Whole
    n_levels: Whole
    n_dont_know: Whole
    n_not_applicable: Whole
    n_blank: Whole
    n_invalid: Whole
    answered_pct: Real = pa.Field(nullable=True, ge=0, le=100)
    n_agreed: Whole
    n_to_discuss: Whole
