"""What a campaign may ask of each person who answers: gender, where they live or work.

1. Nothing is asked unless the campaign asks: the tab has the columns that it asks for, each with its list, and is
   otherwise the same to the cell.
2. Nobody must answer: a list holds "I prefer not to answer", and a blank, or that choice, is worth no word.
3. Answers are read whatever their case, accents and language, by what people type as well as by what they choose.
4. What is on no list is a problem with its place, what is accepted and what to do, in the reader's language. It does
   not repeat what was typed.
5. A questionnaire made before the campaign asked is read as before; a column that somebody adds by hand is read.
6. A campaign that does not ask any more says so of the column, and of nobody in it.
7. `ask` in campaign.toml is checked; `provision` says what questionnaires that exist do not have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from pipeline.all_read import AllRead
from pipeline.campaign_settings import read_settings
from pipeline.derive import Reader, problem_frame
from pipeline.provision import provision_lines
from pipeline.read_tabs import Sheet
from pipeline.state import ACCEPTED, Pull
from schemas.campaign import Campaign
from schemas.layout import TabLayout
from sheet_templates.findings import Findings
from sheet_templates.layout import book_layout
from sheet_templates.load import guideline, words
from tests.books import NOW, Typed, books_of, campaign, sheets, territory

BOTH = ("gender", "area")
LANGUAGES = ("fr", "en", "es", "pt")
GENDER, AREA = guideline().groupings


def asking(language: str = "fr", ask: tuple[str, ...] = BOTH) -> Campaign:
    """A campaign of one territory that asks."""
    return campaign(territory(language=language), ask=ask)


def tab(given: Campaign) -> TabLayout:
    """Its respondents' tab."""
    return book_layout(guideline(), given, given.territories[0], in_sheet=False).tab("respondents")


def reading(typed: Typed, given: Campaign) -> AllRead:
    """What is read from one questionnaire in which that was typed."""
    reader, books = books_of({"praia-cv": typed}, given)
    return reader.read(books)


def said(found: AllRead) -> list[tuple[str, str, str]]:
    """Respondent, grouping and choice."""
    return [row[1:] for row in found.said]


def columns(given: TabLayout) -> dict[str, list[object]]:
    """Every column by its key, without rows' positions being told apart: values, links and styles from top to bottom."""
    found: dict[str, list[object]] = {}
    for cell in sorted(given.cells, key=lambda one: (one.column, one.row)):
        key = given.columns[cell.column].key
        found.setdefault(key, []).append((cell.row, cell.value, cell.style, cell.note))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_is_asked_is_added(language: str) -> None:
    """1."""
    plain = columns(tab(asking(language, ask=())))
    asked = columns(tab(asking(language)))

    assert [key for key in asked if key not in plain] == ["asked:gender", "asked:area"]
    assert {key: asked[key] for key in plain} == plain
    assert "asked:area" not in columns(tab(asking(language, ask=("gender",))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_lets_people_say_nothing(language: str) -> None:
    """1, 2."""
    given = asking(language)
    layout = book_layout(guideline(), given, given.territories[0], in_sheet=False)
    offered = {one.list_name: one for one in layout.tab("respondents").choices}

    for one in (GENDER, AREA):
        assert one.choices["not_said"][language] in layout.lists[f"asked.{one.id}"]
        assert offered[f"asked.{one.id}"].message == words(language)("sheet.respondents.asked_help", voices=3)


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("Femme", "woman"), ("  FEMME ", "woman"), ("mulher", "woman"), ("Mujer.", "woman"), ("f", "woman"),
        ("hombre", "man"), ("Homem", "man"), ("man", "man"), ("Autre", "other"), ("Não-binário", "other"),
        ("Prefiro não responder", "not_said"), ("woman", "woman"),
    ],
)  # fmt: skip
def test_gender_is_read_as_people_write_it(typed: str, choice: str) -> None:
    """3."""
    found = reading({("respondents", "R2", "asked:gender"): typed}, asking())

    assert (said(found), found.problems) == ([("R2", "gender", choice)], [])


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("Périphérie (quartiers éloignés)", "periphery"), ("peripherie", "periphery"), ("BANLIEUE", "periphery"),
        ("Centro", "centre"), ("chef-lieu", "centre"), ("Rural area or villages", "rural"), ("aldeias", "rural"),
    ],
)  # fmt: skip
def test_the_area_is_read_as_people_write_it(typed: str, choice: str) -> None:
    """3."""
    found = reading({("respondents", "R1", "asked:area"): typed}, asking())

    assert (said(found), found.problems) == ([("R1", "area", choice)], [])


@pytest.mark.parametrize("typed", ["", "  ", "?", "NSP", "n/a", "Je préfère ne pas répondre", "no answer", "-"])
def test_nothing_said_is_no_problem(typed: str) -> None:
    """2."""
    found = reading({("respondents", "R1", "asked:gender"): typed}, asking())

    assert found.problems == []
    assert {choice for _, _, choice in said(found)} <= {"not_said"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["Fatou Ndiaye", 91827, "#REF!"])
def test_what_is_on_no_list_is_named_by_its_place_only(language: str, typed: str | int) -> None:
    """4."""
    given = asking(language)
    found = reading({("respondents", "R3", "asked:gender"): typed}, given).problems
    (problem,) = problem_frame(found, guideline(), given).to_dict("records")

    assert (problem["code"], problem["cell"], problem["respondent_id"]) == ("ASKED_UNREADABLE", "F7", "R3")
    assert problem["tab"] == words(language)("sheet.tab.respondents")
    assert GENDER.label[language] in problem["message"]
    assert all(label[language] in problem["accepted"] for label in GENDER.choices.values())
    assert problem["found"] == ""
    assert str(typed) not in str(problem["message"])


def test_a_letter_that_means_two_things_is_not_guessed() -> None:
    """4. "m" is a man in French and a woman in Spanish."""
    found = reading({("respondents", "R3", "asked:gender"): "m"}, asking())

    assert (found.said, [one.code for one in found.problems]) == ([], ["ASKED_UNREADABLE"])


def read(tabs: Mapping[str, Sheet], given: Campaign) -> AllRead:
    """What is read from the tabs of one questionnaire."""
    pull = Pull(1, "praia-cv", "sha", "praia-cv.xlsx", "", NOW, ACCEPTED, "", 0)
    return Reader(guideline(), given).read([(pull, tuple(tabs.values()))])


def book(given: Campaign, typed: Typed | None = None) -> dict[str, Sheet]:
    """A questionnaire by tab key."""
    layout = book_layout(guideline(), given, given.territories[0], in_sheet=False, prefill=dict(typed or {}))
    return dict(zip([one.key for one in layout.tabs], sheets(layout), strict=True))


def test_a_questionnaire_from_before_is_read_without_a_word() -> None:
    """5."""
    found = read(book(asking(ask=())), asking())

    assert (found.said, found.problems) == ([], [])


def test_a_column_that_somebody_deleted_is_no_problem() -> None:
    """2, 5."""
    tabs = book(asking())
    sheet = tabs["respondents"]
    kept = [n for n, key in enumerate(sheet.rows[0]) if key != "asked:gender"]
    tabs["respondents"] = replace(sheet, rows=[[line[n] for n in kept] for line in sheet.rows])

    assert read(tabs, asking()).problems == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_column_that_somebody_adds_is_read(language: str) -> None:
    """5. Its heading says what it is, in the language of the questionnaire."""
    tabs = book(asking(language, ask=()))
    sheet = tabs["respondents"]
    added = ["", "", GENDER.label[language], "", "Homme", "mujer"]
    rows = [[*line, added[n] if n < len(added) else ""] for n, line in enumerate(sheet.rows)]
    tabs["respondents"] = replace(sheet, rows=rows)
    found = read(tabs, asking(language))

    assert (said(found), found.problems) == ([("R1", "gender", "man"), ("R2", "gender", "woman")], [])


def test_a_campaign_that_does_not_ask_any_more_names_nobody() -> None:
    """6."""
    tabs = book(asking(), {("respondents", "R1", "asked:gender"): "Femme"})
    found = read(tabs, asking(ask=("area",)))

    assert found.said == []
    assert [one.code for one in found.problems] == ["COLUMN_UNKNOWN"]
    assert "Femme" not in found.problems[0].found


def test_the_settings_are_checked() -> None:
    """7. Whatever the order, the questions stand in that of the guideline."""
    findings = Findings()
    settings = {"id": "x", "title": "X", "ask": ["area", "gender"]}
    spoiled = {"id": "x", "title": "X", "ask": ["gendre"]}

    assert read_settings("campaign.toml", settings, guideline(), findings).ask == BOTH
    assert findings.lines == []
    assert read_settings("campaign.toml", spoiled, guideline(), findings).ask == ()
    assert "did you mean 'gender'?" in findings.lines[0]


def test_provision_says_what_older_questionnaires_do_not_ask() -> None:
    """7."""
    result = {"territories": [], "kept": ["lome-tg"], "made": [], "shared": [], "invitations": [], "not_shared": {}}
    lines = list(provision_lines({**result, "asked": list(BOTH)}))

    assert any("gender, area" in one for one in lines)
    assert not any("gender" in one for one in provision_lines({**result, "asked": []}))
    assert not any("gender" in one for one in provision_lines({**result, "kept": [], "asked": list(BOTH)}))
