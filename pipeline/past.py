"""The session before, as far as a later one is told against it: no doubts, no advice, nothing drawn."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.all_read import AllRead
from pipeline.changes import Session, organisation_names
from pipeline.consensus import indicator_scores, voices
from pipeline.reliability import documented_shares, evidence
from pipeline.score import block_scores, index_scores
from schemas.campaign import Campaign
from schemas.guideline import Guideline


@dataclass(frozen=True, slots=True)
class Past:
    """What the session before left behind: its scores, the context sheet and the plan as they stood."""

    session: Session
    context: pd.DataFrame
    actions: pd.DataFrame


def past_read(reading: AllRead, guideline: Guideline, campaign: Campaign) -> Past:
    """The session that was read again from what was kept: that of its outcome, at a part of the work."""
    answers, respondents = reading.frame("answers"), reading.frame("respondents")
    people = voices(answers, respondents, guideline, campaign)
    indicators = indicator_scores(people, reading.frame("positions"), guideline)
    graded = evidence(indicators, campaign.reviewed, guideline.policy)
    session = Session(
        guideline, campaign, people, organisation_names(respondents, people), indicators,
        block_scores(indicators, guideline, campaign.depth), index_scores(indicators, guideline, campaign),
        documented_shares(graded, indicators),
    )  # fmt: skip
    return Past(session, reading.frame("context"), reading.frame("actions"))
