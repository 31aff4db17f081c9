"""What the next session talks about.

1. A spread of two levels or a gap of 1.5 between officials and SSE actors makes the list; an agreed level takes it off.
2. Block by block in the questionnaire's order, the widest first, ties in the questionnaire's order.
3. It shows the voices per level and the medians of both sides.
4. The printable sheet is in the territory's language, one line per indicator with its block, the voices and their
   median, and room for level, reason and dissent.
5. With nothing to discuss the sheet says so.
6. What the voices come to is a sentence that follows their number, here and in the feedback; where all but the ends
   are close to each other it says so, instead of speaking of agreement beside a wide spread.
"""

from __future__ import annotations

import pytest

from pipeline.agenda import agenda_book
from pipeline.feedback import feedback_plans
from pipeline.stores.draw import draw
from schemas.outcome import Outcome
from sheet_templates.load import words
from tests.books import NOW, answers, campaign, outcome, territory


@pytest.fixture(scope="module")
def found() -> Outcome:
    """One territory with something to discuss, in Spanish, and one without."""
    who = {
        ("respondents", f"R{n}", "actor_type"): words("es")(f"actor_types.{kind}")
        for n, kind in enumerate(["municipality", "municipality", "sse_network", "sse_network"], start=1)
    }
    who |= {("respondents", f"R{n}", "organisation"): f"Org {n}" for n in range(1, 5)}
    levels = {
        "LEG-1": [1, 1, 1, 1],
        "LEG-2": [1, 3, 1, 2],
        "LEG-3": [3, 3, 2, 1],
        "LEG-4": [0, 4, 2, 2],
        "COC-1": [0, 2, 1, 1],
        "LEG-5": [0, 4, 0, 4],
    }
    typed = {
        "talk": {**answers(levels), **who, ("block:LEG", "LEG-5", "agreed"): 2},
        "quiet": answers({"LEG-1": [2, 2]}),
    }
    return outcome(typed, campaign(territory("talk", "es"), territory("quiet")))


def test_the_list_holds_what_differs_and_is_not_agreed(found: Outcome):
    """1, 2. LEG-3 has medians 3 and 1.5."""
    rows = found.agenda[["territory_id", "block_id", "rank", "indicator_id", "occasion"]].to_numpy().tolist()

    assert rows == [
        ["talk", "LEG", 1, "LEG-4", "spread"], ["talk", "LEG", 2, "LEG-3", "both"], ["talk", "LEG", 3, "LEG-2", "spread"],
        ["talk", "COC", 1, "COC-1", "spread"],
    ]  # fmt: skip


def test_both_sides_and_every_voice_are_shown(found: Outcome):
    """3."""
    row = found.agenda.set_index("indicator_id").loc["LEG-3"]

    assert (row["officials_level"], row["sse_level"], row["actor_gap"]) == (3.0, 1.5, 1.5)
    assert row["levels"] == "1:1 2:1 3:2"
    assert row["cells"].count("!") == 4


def test_the_sheet_is_in_the_territorys_language(found: Outcome):
    """4."""
    book = agenda_book(found, found.campaign.territory("talk"))
    texts = [str(cell.value) for cell in book.tabs[0].cells]

    assert words("es")("trust.agenda.agreed") in texts
    assert sum(text.startswith(("LEG-", "COC-")) for text in texts) == 4
    assert any("4 indicadores, 28 minutos" in text for text in texts)
    assert words("es")("trust.agenda.sse", level="1,5") in "\n".join(texts)
    assert sum(words("es")("trust.agenda.median", level="2,5") in text for text in texts) == 1
    assert sum("2 voces: 1 – " in text for text in texts) == 2
    assert draw(book, NOW) == draw(book, NOW)


def test_what_the_voices_come_to_is_said(found: Outcome):
    """6. LEG-4: 0, 4, 2, 2 contradict each other; COC-1: 0, 2, 1, 1 lie within one level of their median."""
    say = words("es")
    contested = say("trust.agreement.contested", n=4)
    near = say("trust.agreement.near", n=4, spread="2")
    labels = found.agenda.set_index("indicator_id")["agreement_label"]
    agenda = [str(cell.value) for cell in agenda_book(found, found.campaign.territory("talk")).tabs[0].cells]
    plan = next(one for one in feedback_plans(found) if one.territory_id == "talk")
    feedback = [str(cell.value) for cell in plan.book.tab("discussion").cells]

    assert (labels["LEG-4"], labels["COC-1"]) == ("contested", "no_contradiction_seen")
    for texts in (agenda, feedback):
        assert any(text.endswith(contested) for text in texts)
        assert any(text.endswith(near) for text in texts)
        assert not any(say("trust.agreement.no_contradiction_seen", n=4) in text for text in texts)


def test_nothing_to_discuss_is_said(found: Outcome):
    """5."""
    book = agenda_book(found, found.campaign.territory("quiet"))

    assert words("fr")("trust.agenda.none") in [cell.value for cell in book.tabs[0].cells]
