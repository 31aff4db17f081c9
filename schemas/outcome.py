"""Everything one run found out: the frames of the house, with what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from schemas.campaign import Campaign
from schemas.guideline import Guideline

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a sync or of a rebuild from kept pulls; the same pulls give the same outcome.

    `made_at` is the time of the newest pull in use, not of the run, so that the same inputs give the same bytes.
    Each frame is described by the model of the same name in `schemas.frames`.
    """

    campaign: Campaign
    guideline: Guideline
    made_at: datetime
    fingerprint: str
    territories: pd.DataFrame
    pulls: pd.DataFrame
    answers: pd.DataFrame
    positions: pd.DataFrame
    respondents: pd.DataFrame
    context: pd.DataFrame
    actions: pd.DataFrame
    indicator_scores: pd.DataFrame
    block_scores: pd.DataFrame
    driver_scores: pd.DataFrame
    index: pd.DataFrame
    coverage: pd.DataFrame
    recommendations: pd.DataFrame
    problems: pd.DataFrame
