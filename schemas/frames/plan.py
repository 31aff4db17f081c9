"""The action plan as read: one row per action a territory wrote down."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Frame, Real


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
