"""One pandera model per frame of the house; a stage ends with `Model.validate(frame)`.

Frames are long, never mutated, in the order of the campaign and the questionnaire. Missing is NA.
`<something>_id` refers, `n_` counts, `_pct` runs from 0 to 100, `share` from 0 to 1, `_at` is a UTC time.
"""

from schemas.frames.answers import Answers, Positions, Respondents
from schemas.frames.context import Context
from schemas.frames.plan import Actions
from schemas.frames.problems import Problems
from schemas.frames.pulls import Pulls
from schemas.frames.recommendations import Recommendations
from schemas.frames.scores import BlockScores, Coverage, DriverScores, Index, IndicatorScores
from schemas.frames.territories import Territories

__all__ = [
    "Actions",
    "Answers",
    "BlockScores",
    "Context",
    "Coverage",
    "DriverScores",
    "Index",
    "IndicatorScores",
    "Positions",
    "Problems",
    "Pulls",
    "Recommendations",
    "Respondents",
    "Territories",
]
