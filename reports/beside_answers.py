"""What may stand in a file that also holds single answers: every workbook, accessible table and export does.

Who reads each answer of six respondents and what the three women among them come to finds the three by trying. What
people said of themselves is therefore told per territory in its own feedback only, and here as a mean of territories.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.grouping import ACTORS

if TYPE_CHECKING:
    import pandas as pd


def gaps_beside_answers(gaps: pd.DataFrame) -> pd.DataFrame:
    """The rows of `GroupGaps` on types of actor, which stand beside the answers anyway."""
    return gaps[(gaps["grouping"] == ACTORS).to_numpy()]
