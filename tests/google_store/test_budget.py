"""What a sync may cost in a campaign whose territories are compared with each other.

1. k changed of 30: k reads and k writes, though the others' intervals moved with the pooled spread.
2. Those that were not told keep their feedback; all can be told on demand, and then it is today's.
3. A first pull through export reads no spreadsheet for its answers, and costs one export each; then nothing is read.
4. A new session is news to everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.feedback import feedback_plans
from pipeline.story import SyncResult
from sheet_templates.load import words
from tests.books import Typed, campaign, territory

from .desk import Exercise

N = 30
CHANGED = [f"t-{number:02}" for number in range(0, N, 4)]
LEGAL = "1 Cadre juridique"
NOTHING = {"drive": 1, "sheets_read": 0, "sheets_write": 0}


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Exercise]:
    """Thirty territories with answers, not read yet."""
    places = [territory(f"t-{number:02}") for number in range(N)]
    made = Exercise(tmp_path, campaign(*places, depth="core", respondents=3, store="embedded:"))
    made.provision({one.id: _levels(number) for number, one in enumerate(places)})
    yield made
    made.state.close()
    made.service.shelf.close()


def _levels(number: int) -> Typed:
    """Three answers to each question, a little different everywhere."""
    return {
        ("block:LEG", indicator, f"R{respondent}"): (number + respondent + row) % 3 + 1
        for row, indicator in enumerate(("LEG-1", "LEG-2", "LEG-4"))
        for respondent in (1, 2, 3)
    }


def _trust(done: SyncResult, territory_id: str) -> list[object]:
    """What the results say to a territory, sentence by sentence."""
    plan = next(one for one in feedback_plans(done.outcome) if one.territory_id == territory_id)
    return [cell.value for cell in plan.book.tab("trust").cells]


@pytest.mark.slow
def test_only_those_who_changed_are_read_and_told(many: Exercise):
    """Requirements 1 and 2."""
    first, _ = many.sync()
    feedback = words("fr")("sheet.tab.feedback")
    stood = many.grid(feedback, "t-05")
    for one in CHANGED:
        for cell, level in (("E5", 0), ("F5", 4), ("G5", 0), ("E6", 4), ("F6", 0), ("G6", 4)):
            many.type(LEGAL, cell, level, one)
    second, requests = many.sync()

    assert requests == {"drive": 1, "sheets_read": len(CHANGED), "sheets_write": len(CHANGED)}
    assert _trust(first, "t-05") != _trust(second, "t-05")
    assert many.grid(feedback, "t-05") == stood
    assert many.sync()[1] == NOTHING

    _, everybody = many.sync(tell_all=True)

    assert everybody == {"drive": 1, "sheets_read": N, "sheets_write": N}
    assert many.grid(feedback, "t-05") != stood
    assert many.sync()[1] == NOTHING


@pytest.mark.slow
def test_a_first_pull_through_export_costs_an_export_each(many: Exercise):
    """Requirement 3."""
    many.via_export = True
    done, requests = many.sync()
    many.via_export = False

    assert {one["status"] for one in done.report.statuses.values()} == {"pulled"}
    assert requests == {"drive": 1 + N, "sheets_read": N, "sheets_write": N}
    assert many.sync()[1] == NOTHING


@pytest.mark.slow
def test_a_new_session_is_news_to_everybody(many: Exercise):
    """Requirement 4."""
    many.sync()
    many.campaign = replace(many.campaign, session="2")

    assert many.sync()[1] == {"drive": 1, "sheets_read": N, "sheets_write": N}
    assert many.sync()[1] == NOTHING
