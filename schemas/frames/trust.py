"""How far the scores can be trusted: intervals, agreement of whole assessments, evidence, what the method decides.

Nothing here changes a score. A territory's rows do not depend on who else takes part, but for the typical spread
between respondents, which is pooled over all territories (SCORING 2.7).
"""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Flag, Frame, Real, Whole

MEASURES = ("block", "index")
#: respondents: with the method as published. method: with the answers as they are. both: the interval to print.
DOUBTS = ("respondents", "method", "both")
#: one_voice: print the words and not the numbers. no_voices: only the agreed level stands behind it, the spread of
#: one voice is assumed. withheld, not_applicable: there is no score to put an interval on.
INTERVAL_NOTES = ("", "one_voice", "no_voices", "withheld", "not_applicable")
#: By Krippendorff's ordinal alpha. undefined: nobody can be compared, or all answers are equal.
READINGS = ("reliable", "tentative", "low", "undefined")
GRADES = ("A", "B", "C", "D", "E")
#: level: the level aimed at of the policy. peers: the upper quartile of similar territories. plan: the highest target
#: of the territory's plan.
TARGETS = ("level", "peers", "plan")


class Intervals(Frame):
    """Three rows per territory and block, three per territory for its index (`block_id` "").

    `low` and `high` are the ends of the interval of the policy (90 %: the 5 % and 95 % points), in points, NA where
    `note` says that there is no score. `standard_error` stands beside the respondents' doubt of blocks. An interval
    covers disagreement among the people asked; not the bias of who was asked, nor an optimism that all share.
    """

    territory_id: str
    measure: str = pa.Field(isin=MEASURES)
    block_id: str
    doubt: str = pa.Field(isin=DOUBTS)
    low: Real = pa.Field(nullable=True, ge=0, le=100)
    middle: Real = pa.Field(nullable=True, ge=0, le=100)
    high: Real = pa.Field(nullable=True, ge=0, le=100)
    standard_error: Real = pa.Field(nullable=True, ge=0)
    n_voices: Whole
    note: str = pa.Field(isin=INTERVAL_NOTES)


class Reliability(Frame):
    """One row per territory: Krippendorff's ordinal alpha over its indicators, with a bootstrap over indicators.

    `n_indicators` counts those that two voices or more answered; `n_voices` who answered anything.
    """

    territory_id: str
    n_voices: Whole
    n_indicators: Whole
    alpha: Real = pa.Field(nullable=True, le=1)
    low: Real = pa.Field(nullable=True, le=1)
    high: Real = pa.Field(nullable=True, le=1)
    reading: str = pa.Field(isin=READINGS)


class Evidence(Frame):
    """One row per territory and indicator: how well the value is documented, beside the score, never in it.

    A: documented and seen by a reviewer. B: documented (E2, E3). C: stated by three voices or more. D: by fewer.
    E: nobody gave a level.
    """

    territory_id: str
    block_id: str
    indicator_id: str
    grade: str = pa.Field(isin=GRADES)
    n_voices: Whole
    is_reviewed: Flag


class BlockNotes(Frame):
    """One row per territory and block: what a reader of the block score should know.

    `documented_share` = share (0-1) of the applicable indicators graded A or B. `balanced_score` = the score if
    every type of actor weighed the same. `leave_out_shift` = index without this block minus index, in points.
    `first_probability` = chance (0-1) that the block belongs to the top three by gap x weight; `is_priority` where
    that chance passes the policy. `find_out_first`: withheld, or bounds too wide to print a number.
    `weight_participants` = share (0-1) of the weight that the participants gave the block, NA where nobody gave points.
    `target_points` = what the gap of the block is measured to, `target_from` where that comes from.
    """

    territory_id: str
    block_id: str
    n_a: Whole
    n_b: Whole
    n_c: Whole
    n_d: Whole
    n_e: Whole
    documented_share: Real = pa.Field(nullable=True, ge=0, le=1)
    balanced_score: Real = pa.Field(nullable=True, ge=0, le=100)
    is_balance_different: Flag
    leave_out_shift: Real = pa.Field(nullable=True)
    first_probability: Real = pa.Field(nullable=True, ge=0, le=1)
    is_priority: Flag
    find_out_first: Flag
    weight_participants: Real = pa.Field(nullable=True, ge=0, le=1)
    target_points: Real = pa.Field(ge=0, le=100)
    target_from: str = pa.Field(isin=TARGETS)


class IndexNotes(Frame):
    """One row per territory: what the index hides and on which choices it rests.

    `hidden_points` = arithmetic mean minus mean of power 1/2 of the blocks; `is_uneven` from the policy's limit on.
    `limiting_block` = lowest block. `is_order_robust`: the same top three blocks under the scenario and balanced.
    `index_participants` and `top_blocks_participants`: under the weights the participants gave, NA / "" where none.
    """

    territory_id: str
    index_half_power: Real = pa.Field(nullable=True, ge=0, le=100)
    index_geometric: Real = pa.Field(nullable=True, ge=0, le=100)
    hidden_points: Real = pa.Field(nullable=True)
    is_uneven: Flag
    limiting_block: str
    limiting_score: Real = pa.Field(nullable=True, ge=0, le=100)
    is_order_robust: Flag
    deciding_block: str
    deciding_shift: Real = pa.Field(nullable=True)
    n_allocations: Whole
    index_participants: Real = pa.Field(nullable=True, ge=0, le=100)
    top_blocks_participants: str


class MethodRun(Frame):
    """What was really run: one row per item, `value` as text; `item` has words under `report.run`."""

    item: str
    value: str
