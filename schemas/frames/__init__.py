"""One pandera model per frame of the house; a stage ends with `Model.validate(frame)`.

Frames are long, never mutated, in the order of the campaign and the questionnaire. Missing is NA.
`<something>_id` refers, `n_` counts, `_pct` runs from 0 to 100, `share` from 0 to 1, `_at` is a UTC time.
"""

import pandas as pd

#: Text stays Python's own even where pyarrow is installed: its strings refuse a lone surrogate, which people paste.
#: pandera settles what `str` means when it is imported, so this comes before it.
pd.set_option("mode.string_storage", "python")

from schemas.frames.agenda import Agenda
from schemas.frames.answers import Answers, Positions, Respondents
from schemas.frames.cautions import Cautions
from schemas.frames.changes import Changes
from schemas.frames.context import Context
from schemas.frames.equity import AcrossTerritories, GapsAcross, GroupGaps
from schemas.frames.peers import Benchmarks, Peers
from schemas.frames.plan import ActionRanks, Actions, Marks, PlanFollowUp, Votes
from schemas.frames.problems import Problems
from schemas.frames.pulls import Pulls, Tabs
from schemas.frames.recommendations import Reasons, Recommendations
from schemas.frames.scenarios import Allocations, ScenarioSuggestions
from schemas.frames.scores import BlockScores, Coverage, DriverScores, Index, IndicatorScores
from schemas.frames.territories import Territories
from schemas.frames.trust import BlockNotes, Evidence, IndexNotes, Intervals, MethodRun, Reliability

__all__ = [
    "AcrossTerritories",
    "ActionRanks",
    "Actions",
    "Agenda",
    "Allocations",
    "Answers",
    "Benchmarks",
    "BlockNotes",
    "BlockScores",
    "Cautions",
    "Changes",
    "Context",
    "Coverage",
    "DriverScores",
    "Evidence",
    "GapsAcross",
    "GroupGaps",
    "Index",
    "IndexNotes",
    "IndicatorScores",
    "Intervals",
    "Marks",
    "MethodRun",
    "Peers",
    "PlanFollowUp",
    "Positions",
    "Problems",
    "Pulls",
    "Reasons",
    "Recommendations",
    "Reliability",
    "Respondents",
    "ScenarioSuggestions",
    "Tabs",
    "Territories",
    "Votes",
]
