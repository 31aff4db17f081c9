"""The advice that a territory reads in its feedback, and how those moved who answered twice.

1. The short list stands there in its order, each with its wording, code and the answers behind it; what the plan holds
   already is said to be there.
2. Then comes what is missing before more can be advised.
3. A territory that answered nothing is advised nothing.
4. The workbook's recommendations name what is missing too, and the targets of the Sustainable Development Goals.
5. Beside a change stands how the organisations moved that answered both times, where they are enough to compare.
6. Who could help is named, and it is said where the two have no working language in common.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.by_territory import Outcomes
from pipeline.said import Teller
from reports.sections.advice import sheet
from reports.sheet import Table, plain
from reports.view import view
from schemas.frames import Peers
from schemas.frames.base import typed
from schemas.outcome import Outcome
from sheet_templates.load import guideline, words
from tests.books import answers, campaign, outcome, territory

pytestmark = pytest.mark.slow

CORE = {one.id: [1] for one in guideline().indicators() if one.core}
PLANNED = "R-LEG-LO1"
WORDINGS = {one.id: one.action for one in guideline().recommendations()}


def told(found: Outcome, language: str) -> list[str]:
    """What the first territory is advised."""
    topic = words(language)("trust.topics.advice")
    return [
        text for about, text in Teller(Outcomes(found), found.campaign.territories[0]).sentences() if about == topic
    ]


@pytest.fixture(scope="module", params=["fr", "en", "es", "pt"])
def low(request: pytest.FixtureRequest) -> tuple[Outcome, str]:
    """Everything is low; nobody said which national law there is, and of DAT one question only has an answer."""
    levels = {one: level for one, level in CORE.items() if not one.startswith("DAT") or one == "DAT-1"}
    plan = {("plan", "A02", "title"): "Commencer", ("plan", "A02", "source_rec"): PLANNED}
    return outcome(
        {"a": {**answers(levels), **plan}}, campaign(territory("a", request.param), depth="core")
    ), request.param


def goals_and_causes(found: Outcome, language: str) -> list[tuple[str, str]]:
    """Per row of the workbook's recommendations its targets of the goals, and the answers behind it."""
    say = words(language)
    drawn = next(part for part in sheet(view(found, None, language)).parts if isinstance(part, Table))
    heads = [column.header for column in drawn.columns]
    places = [heads.index(say(f"report.column.{one}")) for one in ("sdg", "because")]
    return [(str(plain(row[places[0]])), str(plain(row[places[1]]))) for row in drawn.rows]


def test_the_short_list_is_told_with_its_answers(low: tuple[Outcome, str]):
    """1."""
    found, language = low
    advised = found.recommendations[found.recommendations["selected"]].sort_values("rank")
    texts = told(found, language)

    assert set(advised["stance"]) == {"do"}
    assert len(texts) == len(advised) + 1
    for rec_id, because, text in zip(advised["rec_id"], advised["because"], texts, strict=False):
        assert WORDINGS[rec_id][language] in text
        assert rec_id in text
        assert because.partition("=")[0] in text
        assert (words(language)("trust.advice.planned", action="A02") in text) == (rec_id == PLANNED)


def test_what_is_missing_is_told_after_it(low: tuple[Outcome, str]):
    """2."""
    found, language = low
    missing = {one for text in found.recommendations["collect"] for one in text.split(";") if one}
    texts = told(found, language)

    assert missing
    assert all(any(one in text for text in texts) for one in missing)
    assert texts[-1].startswith(words(language)("trust.advice.more", missing="").rstrip(" ."))


@pytest.mark.parametrize("shared", ["", "pt"])
def test_no_language_in_common_is_said(low: tuple[Outcome, str], shared: str):
    """6."""
    found, language = low
    match = Peers.validate(typed(Peers, [("a", "LEG", "a", 0.5, 0.9, 0.8, shared, False)]))
    say, teller = words(language), Teller(Outcomes(replace(found, peers=match)), found.campaign.territories[0])
    (told_so,) = [text for topic, text in teller.sentences() if topic == say("trust.topics.peers")]

    assert guideline().block("LEG").short[language] in told_so
    assert (say("trust.peer.no_language") in told_so) == (not shared)


def test_who_answered_twice_is_told_beside_the_change():
    """5. Three named organisations, one level up each; of two nothing is said."""
    given = campaign(territory("a"), territory("b"), depth="core")
    named = {("respondents", f"R{n}", "organisation"): f"Org {n}" for n in (1, 2, 3)}
    sessions: list[Outcome] = []
    for level in (1, 2):
        given_answers = {
            one: {**answers({each: [level] * voices for each in CORE}), **named} for one, voices in (("a", 3), ("b", 2))
        }
        sessions.append(outcome(given_answers, given, earlier=sessions[0] if sessions else None))
    sentence = words("fr")("trust.change.same_people", n=3, change="+25")
    found = [
        [text for _, text in Teller(Outcomes(sessions[1]), one).sentences() if text.endswith(sentence)]
        for one in given.territories
    ]

    assert [len(one) for one in found] == [len(guideline().blocks), 0]


def test_an_empty_questionnaire_is_advised_nothing():
    """3."""
    assert told(outcome({"a": {}}, campaign(territory("a"), depth="core")), "fr") == []


def test_the_workbook_names_goals_and_what_is_missing(low: tuple[Outcome, str]):
    """4. Also where too little is known for anything but to find out."""
    found, language = low
    unknown = found.recommendations["stance"] == "collect_first"
    shown = goals_and_causes(found, language)
    missing = goals_and_causes(
        replace(found, recommendations=found.recommendations.assign(selected=unknown.astype("boolean"))), language
    )

    assert shown
    assert all(goals for goals, _ in shown)
    assert len(missing) == unknown.sum() > 0
    assert all(words(language)("trust.advice.missing", missing="") in because for _, because in missing)
