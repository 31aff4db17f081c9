"""The session before, as far as a later one is told against it: no doubts, no advice, nothing drawn."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.changes import Session, organisation_names
from pipeline.consensus import indicator_scores, voices
from pipeline.read_answers import Reading
from pipeline.reliability import documented_shares, evidence
from pipeline.score import block_scores, index_scores
from schemas.campaign import Campaign
from schemas.frames import Actions, Answers, Context, Positions, Respondents
from schemas.frames.base import Frame, typed
from schemas.guideline import Guideline
from schemas.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Past:
    """What the session before left behind: its scores, the context sheet and the plan as they stood."""

    session: Session
    context: pd.DataFrame
    actions: pd.DataFrame


def past_of(outcome: Outcome) -> Past:
    """The session that an outcome rests on."""
    people = voices(outcome.answers, outcome.respondents, outcome.guideline, outcome.campaign)
    session = Session(
        outcome.guideline, outcome.campaign, people, organisation_names(outcome.respondents, people),
        outcome.indicator_scores, outcome.block_scores, outcome.index, outcome.block_notes,
    )  # fmt: skip
    return Past(session, outcome.context, outcome.actions)


def past_read(reading: Reading, guideline: Guideline, campaign: Campaign) -> Past:
    """The session that was read again from what was kept: that of its outcome, at a part of the work."""
    answers, respondents = _made(Answers, reading.answers), _made(Respondents, reading.respondents)
    people = voices(answers, respondents, guideline, campaign)
    indicators = indicator_scores(people, _made(Positions, reading.positions), guideline)
    graded = evidence(indicators, campaign.reviewed, guideline.policy)
    session = Session(
        guideline, campaign, people, organisation_names(respondents, people), indicators,
        block_scores(indicators, guideline, campaign.depth), index_scores(indicators, guideline, campaign),
        documented_shares(graded, indicators),
    )  # fmt: skip
    return Past(session, _made(Context, reading.context), _made(Actions, reading.actions))


def _made(model: type[Frame], rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return model.validate(typed(model, rows))
