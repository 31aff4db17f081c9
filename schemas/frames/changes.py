"""What moved since the session before, and what is different between two snapshots."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Frame, Real, Whole
from schemas.frames.trust import MEASURES

DIRECTIONS = ("rose", "fell", "no_clear_change", "not_comparable")
#: voices_changed: fewer than half answered both times. mix_changed: other types of actor. evidence_changed: more or
#: fewer documents. regression_to_the_mean: low before, and low ones rise by chance alone.
WARNINGS = ("voices_changed", "mix_changed", "evidence_changed", "regression_to_the_mean")
KINDS = ("answer", "position", "score", "recommendation", "problem", "action")
SORTS = ("new", "changed", "gone")


class Changes(Frame):
    """One row per territory and block, one per territory for its index (`block_id` ""); empty without an earlier session.

    `first` and `second` are recomputed on what both sessions hold (same indicators, same versions); the published
    scores stand beside them. `minimum_detectable` is the change that would be found with the power of the policy, at
    least the points below which a change gets no word. Where everybody there is to ask answered both times, the
    `standard_error` is 0 and nothing is left to test: `p_value` is 0 for a change, 1 for none.
    `p_value` is two-sided (Welch), `p_adjusted` after Benjamini-Hochberg over the territory's blocks. `paired_*`
    rests on the `n_pairs` organisations that answered both times, `wilcoxon_p` on the indicators in common.
    """

    territory_id: str
    measure: str = pa.Field(isin=MEASURES)
    block_id: str
    direction: str = pa.Field(isin=DIRECTIONS)
    first: Real = pa.Field(nullable=True, ge=0, le=100)
    second: Real = pa.Field(nullable=True, ge=0, le=100)
    change: Real = pa.Field(nullable=True)
    minimum_detectable: Real = pa.Field(nullable=True, ge=0)
    standard_error: Real = pa.Field(nullable=True, ge=0)
    p_value: Real = pa.Field(nullable=True, ge=0, le=1)
    p_adjusted: Real = pa.Field(nullable=True, ge=0, le=1)
    n_pairs: Whole
    paired_change: Real = pa.Field(nullable=True)
    paired_p: Real = pa.Field(nullable=True, ge=0, le=1)
    wilcoxon_p: Real = pa.Field(nullable=True, ge=0, le=1)
    n_common: Whole
    common_share: Real = pa.Field(nullable=True, ge=0, le=1)
    published_first: Real = pa.Field(nullable=True, ge=0, le=100)
    published_second: Real = pa.Field(nullable=True, ge=0, le=100)
    warnings: str


class Differences(Frame):
    """One row per thing that differs between two snapshots; `before` and `after` are text, "" where it was not there.

    `about` is the id of the indicator, block, recommendation, action or problem code; `place` its tab and cell.
    """

    kind: str = pa.Field(isin=KINDS)
    territory_id: str
    sort: str = pa.Field(isin=SORTS)
    about: str
    respondent_id: str
    before: str
    after: str
    place: str
