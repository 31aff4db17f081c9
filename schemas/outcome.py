"""Everything one run found out: the frames of the house, with what they rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from schemas.campaign import Campaign
from schemas.guideline import Guideline

if TYPE_CHECKING:
    import pandas as pd


def _empty(name: str) -> Callable[[], pd.DataFrame]:
    """Makes the empty frame of that model, for an outcome that does not hold it."""

    def made() -> pd.DataFrame:
        from schemas import frames  # noqa: PLC0415 - heavy, and only an outcome needs it

        model: type[frames.Answers] = getattr(frames, name)
        return model.validate(model.empty())

    return made


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
    intervals: pd.DataFrame = field(default_factory=_empty("Intervals"))
    reliability: pd.DataFrame = field(default_factory=_empty("Reliability"))
    evidence: pd.DataFrame = field(default_factory=_empty("Evidence"))
    block_notes: pd.DataFrame = field(default_factory=_empty("BlockNotes"))
    index_notes: pd.DataFrame = field(default_factory=_empty("IndexNotes"))
    method_run: pd.DataFrame = field(default_factory=_empty("MethodRun"))
    scenario_suggestions: pd.DataFrame = field(default_factory=_empty("ScenarioSuggestions"))
    allocations: pd.DataFrame = field(default_factory=_empty("Allocations"))
    votes: pd.DataFrame = field(default_factory=_empty("Votes"))
    marks: pd.DataFrame = field(default_factory=_empty("Marks"))
    action_ranks: pd.DataFrame = field(default_factory=_empty("ActionRanks"))
    agenda: pd.DataFrame = field(default_factory=_empty("Agenda"))
    reasons: pd.DataFrame = field(default_factory=_empty("Reasons"))
    changes: pd.DataFrame = field(default_factory=_empty("Changes"))
    peers: pd.DataFrame = field(default_factory=_empty("Peers"))
    benchmarks: pd.DataFrame = field(default_factory=_empty("Benchmarks"))
    plan_follow_up: pd.DataFrame = field(default_factory=_empty("PlanFollowUp"))
    cautions: pd.DataFrame = field(default_factory=_empty("Cautions"))
    group_gaps: pd.DataFrame = field(default_factory=_empty("GroupGaps"))
    gaps_across: pd.DataFrame = field(default_factory=_empty("GapsAcross"))
    across: pd.DataFrame = field(default_factory=_empty("AcrossTerritories"))
    tabs: pd.DataFrame = field(default_factory=_empty("Tabs"))
