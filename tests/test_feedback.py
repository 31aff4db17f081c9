"""What each territory is told, and when it is told again.

1. Feedback is new when something of the territory's own is: its answers, its problems, its line in the campaign, the
   session. What only compares it with others moves with their answers, and makes no feedback new.
2. What compares says of when it is, and the list of problems when it was read: the month in words.
3. What must be mended comes first; what people differ on most is discussed first.
4. A territory without a questionnaire is told nothing.
5. A list of problems too long to print says how many are left out; what a territory wrote is quoted no longer than
   results show it. No row is taller than a spreadsheet draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import pytest

from pipeline.feedback import feedback_plans
from pipeline.stores.store import FeedbackPlan
from schemas.campaign import Campaign, Territory
from sheet_templates.load import guideline, words
from tests.books import NOW, Typed, answers, campaign, outcome, territory

ALL = [one.id for one in guideline().indicators()]
CALM = answers(dict.fromkeys(ALL, [2, 2, 3]))
WILD = answers({one: [4, 4, 4] if one.startswith("LEG") else [2, 2, 2] for one in ALL})


def plans(typed: Mapping[str, Typed], given: Campaign | None = None) -> dict[str, FeedbackPlan]:
    """The feedback of every territory."""
    return {plan.territory_id: plan for plan in feedback_plans(outcome(typed, given))}


def texts(plan: FeedbackPlan, tab: str) -> list[object]:
    """What stands in a tab, cell by cell."""
    return [cell.value for cell in plan.book.tab(tab).cells]


def column(plan: FeedbackPlan, tab: str, number: int, first: int) -> Sequence[object]:
    """A column of a tab from row `first` on."""
    return [cell.value for cell in plan.book.tab(tab).cells if cell.column == number and cell.row >= first]


def test_others_answers_make_no_feedback_new():
    """1."""
    before = plans({"a": CALM, "b": CALM, "c": CALM})
    after = plans({"a": CALM, "b": CALM, "c": WILD})

    assert texts(before["a"], "trust") != texts(after["a"], "trust")
    assert before["a"].fingerprint == after["a"].fingerprint
    assert before["c"].fingerprint != after["c"].fingerprint


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed",
    [
        campaign(territory("a"), session="2"),
        campaign(territory("a", scenario="S1")),
        campaign(territory("a", "pt")),
        campaign(replace(territory("a"), name="Praia")),
    ],
    ids=["session", "scenario", "language", "name"],
)
def test_what_is_its_own_makes_feedback_new(changed: Campaign):
    """1."""
    before, after = plans({"a": CALM}), plans({"a": CALM}, changed)

    assert before["a"].fingerprint != after["a"].fingerprint


@pytest.mark.slow
def test_a_mistake_makes_feedback_new_and_mended_the_old_one_again():
    """1."""
    marks = [plans({"a": {**CALM, **more}})["a"].fingerprint for more in ({}, answers({"LEG-1": [7]}), {})]

    assert marks[0] != marks[1]
    assert marks[0] == marks[2]


def test_comparisons_say_of_when_they_are():
    """2."""
    plan = plans({"a": CALM})["a"]

    said = f"{NOW.day} {words('fr')(f'months.{NOW.month}')} {NOW.year}, {NOW:%H:%M} (UTC)"
    for tab in ("feedback", "trust"):
        assert any(said in str(text) for text in texts(plan, tab)), tab


def test_what_must_be_mended_comes_first():
    """3."""
    levels = dict.fromkeys(ALL, [4, 4, 4])
    plan = plans({"a": answers({**levels, "DAT-1": [7, 4, 4]})})["a"]
    severities = [remark.severity for remark in plan.remarks]

    assert severities[0] == "error"
    assert "hint" in severities or "warning" in severities
    assert severities == sorted(severities, key=("error", "warning", "hint").index)


def test_a_list_too_long_says_what_it_leaves_out():
    """5."""
    rows = outcome({"a": answers(dict.fromkeys(ALL, [7]))})
    errors = rows.problems[rows.problems["severity"] == "error"]
    many = pd.concat([errors] * (3000 // len(errors)), ignore_index=True)
    (plan,) = feedback_plans(replace(rows, problems=many))
    last = str(column(plan, "feedback", 1, 5)[-1])

    assert len(plan.remarks) == 2000
    assert last.startswith(f"{len(many) - 2000} autres problèmes ne figurent pas ici")


def test_own_words_are_quoted_no_longer_than_results_show_them():
    """5."""
    most = guideline().policy.max_comment_characters
    crisis = {("context", "CTX-36", "value"): "Nous traversons une crise"} | {
        ("context", "CTX-36", "text"): "Les eaux. " * most
    }
    plan = plans({"a": {**CALM, **crisis}})["a"]
    quoted = [str(text) for text in texts(plan, "trust") if "Les eaux." in str(text)]

    assert quoted
    assert all("[…]" in text and len(text) < most + 500 for text in quoted)
    assert max(plan.book.tab("trust").heights.values()) <= 409


def test_what_people_differ_on_most_is_discussed_first():
    """3."""
    apart = {"LEG-1": [1, 3, 3], "LEG-2": [0, 4, 4], "COC-1": [1, 3, 3]}
    plan = plans({"a": answers({**dict.fromkeys(ALL, [2, 2, 2]), **apart})})["a"]
    listed = [str(text).split("\n")[0] for text in column(plan, "discussion", 1, 4)]

    assert listed == ["LEG-2", "COC-1", "LEG-1"]


def test_a_territory_without_a_questionnaire_is_told_nothing():
    """4."""
    places: tuple[Territory, ...] = (territory("a"), territory("b"))

    assert list(plans({"a": CALM}, campaign(*places))) == ["a"]
