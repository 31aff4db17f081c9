"""Problems in words.

1. Numbers stand as readers of the language write them; four digits (years too) and other texts stay as they are.
2. Every cross-check says in every language what is wrong, what is accepted and what to do.
3. A status is named by its word, not by its key.
4. The horizon of an action follows from its dates, and only from both of them.
5. An indicator that is not applicable is not on the list to discuss.
6. A word goes with its number: one voice, two voices; in French 0 and 1,5 go with the singular too.
7. What was found in a cell is quoted as it was typed; a number or a day is told as readers of the language write it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from schemas.problem import Problem
from sheet_templates.load import guideline, words
from sheet_templates.messages import localised, problem_wording, wording
from tests.books import answers, campaign, outcome, territory

GUIDELINE = guideline()
CHECKS = (*GUIDELINE.context_checks, *GUIDELINE.plan_checks)


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [
        ("1234567.5", "fr", "1\u00a0234\u00a0567,5"),
        ("1234567.5", "en", "1,234,567.5"),
        ("40000000", "pt", "40\u00a0000\u00a0000"),
        ("-0.5", "es", "-0,5"),
        ("2021", "fr", "2021"),
        ("2021", "en", "2021"),
        ("2021-06", "fr", "2021-06"),
        ("", "fr", ""),
        ("E2", "fr", "E2"),
    ],
)
def test_numbers_stand_as_readers_write_them(number: str, language: str, expected: str):
    """1."""
    assert expected == localised(number, language)


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [
        (1, "en", "1 day late"),
        (0, "en", "0 days late"),
        (2, "en", "2 days late"),
        (1, "es", "con 1 día de"),
        (3, "es", "con 3 días de"),
        (0, "fr", "de 0 jour."),
        ("1,5", "fr", "de 1,5 jour."),
        (2, "fr", "de 2 jours."),
        ("1,5", "pt", "com 1,5 dias de"),
        ("\u22121", "pt", "com \u22121 dia de"),
        ("?", "en", "? days late"),
    ],
)
def test_a_word_goes_with_its_number(number: object, language: str, expected: str):
    """6."""
    assert expected in words(language)("trust.plan.late", days=number)


def test_a_level_worked_out_stands_as_readers_write_it():
    """1."""
    agreed = {("block:LEG", "LEG-1", "agreed"): 2.5, ("block:LEG", "LEG-2", "agreed"): 2}
    typed = {"praia-cv": answers({"LEG-1": [1, 2], "LEG-2": [1, 1]}) | agreed}

    problems = outcome(typed).problems
    differ, same = problems[problems["code"] == "AGREED_OUTSIDE"]["message"]

    assert "(2,5)" in differ
    assert "(de 1 à 2)" in differ
    assert "(toutes à 1)" in same


@pytest.mark.parametrize("language", GUIDELINE.languages)
@pytest.mark.parametrize("code", [check.id for check in CHECKS])
def test_every_cross_check_has_its_three_sentences(code: str, language: str):
    """2."""
    values = {"left": "1", "right": "2", "low": "0", "high": "9", "limit": "4", "name": "LEG"}

    worded = wording(words(language), GUIDELINE, code=code, found="1", about="", values=values)

    assert all(worded)


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        (2.5, "fr", "2,5"),
        (2.5, "en", "2.5"),
        ("2.5", "fr", "2.5"),
        ("1.234", "pt", "1.234"),
        (datetime(2026, 5, 3, tzinfo=UTC).replace(tzinfo=None), "es", "03/05/2026"),
    ],
)
def test_what_was_found_is_told_as_it_was_seen(typed: object, language: str, expected: str):
    """7."""
    problem = read(typed)

    worded = problem_wording(words(language), GUIDELINE, problem)

    assert expected == worded.found
    assert expected in worded.what


def read(typed: object) -> Problem:
    """What reading says of a level that is none."""
    problems = outcome({"praia-cv": {**answers({"LEG-2": [1]}), ("block:LEG", "LEG-1", "R1"): typed}}).problems
    (line,) = problems[problems["about"] == "LEG-1"].to_dict("records")
    return Problem(line["code"], "praia-cv", about="LEG-1", found=line["found"], values=json.loads(line["values"]))


def test_a_status_is_named_by_its_word():
    """3."""
    (status,) = (column.choices for column in GUIDELINE.plan_columns if column.id == "status")

    worded = wording(
        words("fr"), GUIDELINE, code="PROGRESS_100_NOT_DONE", found="", about="", values={"left": "proposed"}
    )

    assert status["proposed"]["fr"] in worded.what + worded.do


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2021-01-01", "2021-12-01", "S"),
        ("2021-01-01", "2022-01-01", "M"),
        ("2021-01-01", "2024-01-01", "M"),
        ("2021-01-01", "2024-02-01", "L"),
        ("2021-01-01", "", ""),
    ],
)
def test_the_horizon_follows_from_both_dates(start: str, end: str, expected: str):
    """4."""
    row = {"title": "Ouvrir un guichet", "start": start, "end": end}

    actions = outcome({"praia-cv": {("plan", "A01", key): value for key, value in row.items() if value}}).actions

    assert [expected] == list(actions["horizon"])


def test_what_does_not_apply_is_not_discussed():
    """5. Four of six say it does not apply; the two others differ by four levels."""
    typed = {"praia-cv": answers({"LEG-1": ["SO", "SO", "SO", "SO", 0, 4], "LEG-2": [0, 4]})}

    scores = outcome(typed, campaign(territory("praia-cv"), respondents=6)).indicator_scores.set_index("indicator_id")

    assert [bool(scores.loc[one, "discuss"]) for one in ("LEG-1", "LEG-2")] == [False, True]
