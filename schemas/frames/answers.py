"""What respondents answered, what the session agreed on, and who the respondents are."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from schemas.frames.base import UTC_TIME, Flag, Frame, Real, Whole
from schemas.guideline import STATES


class Answers(Frame):
    """One row per territory, indicator and respondent column, blank ones included.

    `level` (0-4) is present exactly when `state` is "level"; `found` is the text as it stood in the cell.
    """

    territory_id: str
    block_id: str
    indicator_id: str
    respondent_id: str
    state: str = pa.Field(isin=STATES)
    level: Whole = pa.Field(nullable=True, ge=0, le=4)
    found: str
    tab: str
    cell: str
    pull_id: str
    pulled_at: pd.DatetimeTZDtype = pa.Field(dtype_kwargs=UTC_TIME)

    @pa.dataframe_check(error="LEVEL_WITHOUT_STATE")
    def level_goes_with_state(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805
        """A level is there exactly when the state says so."""
        return frame["level"].notna() == (frame["state"] == "level")


class Positions(Frame):
    """What a territory agreed on per indicator: one row per territory and indicator, empty ones included.

    `level` may lie half-way between two levels. `evidence_grade` is 0-3 (E0-E3), NA when not given.
    """

    territory_id: str
    block_id: str
    indicator_id: str
    state: str = pa.Field(isin=STATES)
    level: Real = pa.Field(nullable=True, ge=0, le=4)
    evidence_grade: Whole = pa.Field(nullable=True, ge=0, le=3)
    evidence: str
    comment: str
    dissent: Flag = pa.Field(nullable=True)
    found: str
    tab: str
    cell: str
    evidence_cell: str
    comment_cell: str


class Respondents(Frame):
    """Who stands behind each respondent column. `actor_type` is "" when not given."""

    territory_id: str
    respondent_id: str
    organisation: str
    actor_type: str
    role: str
    n_answers: Whole
    tab: str
    cell: str
