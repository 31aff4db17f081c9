"""Lists to print for one territory.

1. A territory that the campaign does not have is refused: an empty list would look as if nothing were left to do.
2. Where nothing is open, a line says so.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.problem_list import problem_lines, problem_rows
from pipeline.scenarios import suggestion_rows
from schemas.errors import CampaignError
from schemas.outcome import Outcome
from tests.books import answers, campaign, outcome, territory


@pytest.fixture(scope="module")
def two() -> Outcome:
    """One territory with a mistake, one that has nothing to mend."""
    given = campaign(territory("praia-cv"), territory("lome-tg"))
    return outcome({"praia-cv": answers({"LEG-1": [7]}), "lome-tg": {}}, given)


@pytest.mark.parametrize("listed", [problem_rows, suggestion_rows], ids=["problems", "scenarios"])
def test_a_territory_that_is_none_is_said(two: Outcome, listed: Callable[[Outcome, str], object]) -> None:
    """1."""
    with pytest.raises(CampaignError, match="no territory 'lome'"):
        listed(two, "lome")


def test_the_list_is_that_of_the_territory_named(two: Outcome) -> None:
    """2."""
    assert {row["territory_id"] for row in problem_rows(two, "praia-cv")} == {"praia-cv"}
    assert problem_rows(two, "lome-tg") == []
    assert list(problem_lines([])) == ["no open problem"]
