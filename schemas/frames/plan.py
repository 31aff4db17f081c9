"""The action plan as read: one row per action a territory wrote down."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Flag, Frame, Real, Whole


class Actions(Frame):
    """Columns of DOMAIN 5.3. Lists are joined by ";", dates are ISO text, "" or NA when not given."""

    territory_id: str
    action_id: str
    title: str
    description: str
    source_rec: str
    block: str
    drivers: str
    indicators: str
    baseline: Real = pa.Field(nullable=True)
    target: Real = pa.Field(nullable=True)
    sdg: str
    lead: str
    lead_type: str
    partners: str
    agency_support: str
    beneficiaries: str
    beneficiaries_women: Real = pa.Field(nullable=True, ge=0)
    beneficiaries_men: Real = pa.Field(nullable=True, ge=0)
    beneficiaries_total: Real = pa.Field(nullable=True, ge=0)
    start: str
    end: str
    horizon: str
    budget: Real = pa.Field(nullable=True, ge=0)
    currency: str
    budget_year: Real = pa.Field(nullable=True)
    secured_share: Real = pa.Field(nullable=True, ge=0, le=100)
    funding_source: str
    output_indicator: str
    output_unit: str
    output_target: Real = pa.Field(nullable=True)
    verification: str
    status: str
    progress: Real = pa.Field(nullable=True, ge=0, le=100)
    risk: str
    risk_level: str
    mitigation: str
    dependency: str
    tab: str
    cell: str


#: new: first seen. same: nothing moved. advanced, stepped_back: progress or status moved. done, dropped: closed since
#: the session before. replaced: the row now holds another action. gone: the row was emptied.
MOVES = ("new", "same", "advanced", "stepped_back", "done", "dropped", "replaced", "gone")


class PlanFollowUp(Frame):
    """One row per action of this session or the one before: how it moved, and whether it is late.

    `counted_status` is the status from then on: "delayed" for what is past its end and neither done nor dropped; the
    participant's own cell stays as it is. `days_late` counts to the day of reading, 0 when not late.
    """

    territory_id: str
    action_id: str
    title: str
    source_rec: str
    move: str = pa.Field(isin=MOVES)
    status_before: str
    status: str
    counted_status: str
    progress_before: Real = pa.Field(nullable=True)
    progress: Real = pa.Field(nullable=True)
    end_before: str
    end: str
    is_late: Flag
    days_late: Whole


class Votes(Frame):
    """Points a respondent gave to an action of the plan; one row per cell that was filled in.

    `is_used` false where the respondent gave more than there is to give, or something that is no number within its
    bounds: then none of the respondent's points count.
    """

    territory_id: str
    action_id: str
    respondent_id: str
    points: Real = pa.Field(nullable=True, ge=0)
    is_used: Flag
    found: str
    tab: str
    cell: str


class Marks(Frame):
    """Marks an action was given on the criteria of plan.toml; one row per cell that was filled in."""

    territory_id: str
    action_id: str
    criterion: str
    mark: Real = pa.Field(nullable=True)
    found: str
    tab: str
    cell: str


class ActionRanks(Frame):
    """Two-step prioritisation (DOMAIN 5.2): one row per territory and action of its plan that got points or marks.

    `points_<side>` are the participants' points by side, shown apart so that officials cannot outvote the rest;
    `participatory` and `technical` are 0-1, `final` joins them with the shares of plan.toml; `is_kept` marks those
    within the number of actions allowed. `n_voters`: respondents of the territory whose points count.
    """

    territory_id: str
    action_id: str
    n_voters: Whole
    points: Real = pa.Field(ge=0)
    points_officials: Real = pa.Field(ge=0)
    points_sse: Real = pa.Field(ge=0)
    points_others: Real = pa.Field(ge=0)
    participatory: Real = pa.Field(ge=0, le=1)
    technical: Real = pa.Field(nullable=True, ge=0, le=1)
    final: Real = pa.Field(nullable=True, ge=0, le=1)
    rank: Whole = pa.Field(nullable=True)
    is_kept: Flag
