"""How far the figures can be trusted, as the workbooks show it.

1. Intervals are printed as whole numbers with voices and evidence; one voice gets words, a withheld score its mark.
2. Every chart says in words what it shows, and two series never differ by colour alone.
3. Agreement per territory in words, and the list to debate with links to its answers.
4. Scenarios are suggested with their reasons in words; those that do not fit are not repeated.
5. Facts stand with year and source; who validated them does not stand anywhere.
6. Changes say what can be said, with warnings.
7. Who could learn from whom is told to nobody else.
8. Actions are followed up, free text redacted.
9. Every number of the policy and of the run has words in every language.
10. Gaps between groups and between territories stand on a sheet of their own; what is too small for it has its mark.
    Who does not receive every territory is not told the lowest and the highest score, nor is a territory in its own.
    What people said of themselves stands there as a mean of territories only: beside single answers one could try out
    who belongs to which group.
11. Agreement on a question is a sentence that follows the number of voices, wherever it stands.
12. What to work on first has its chance, what is unknown stands apart; the doubt about the index is split.
13. Effective weights stand beside nominal ones, and what differs is said; the two sentences on what an interval is not
    stand on the method sheet.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from reports import book, workbook
from reports.sections import equity
from reports.sheet import tables
from reports.territory_book import Shelf
from reports.view import Whole, view
from schemas.campaign import Agency
from schemas.guideline import Policy
from sheet_templates import load
from tests.reports import factory
from tests.reports.factory_trust import MENTOR, trusted
from tests.reports.lint import findings

SAY = load.words("en")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The consolidated workbook of the outcome with everything, in English."""
    seen = view(trusted(), None, "en")
    return book.write(tmp_path_factory.mktemp("trust") / "all.xlsx", workbook.sheets(seen), workbook.facts(seen))


@pytest.fixture(scope="module")
def read(path: Path) -> Workbook:
    """The same, read back."""
    return load_workbook(path)


def _rows(read: Workbook, tab: str) -> list[tuple[object, ...]]:
    return list(read[SAY(f"report.tabs.{tab}")].iter_rows(values_only=True))


def test_the_workbook_keeps_the_rules(path: Path):
    """Requirement 2: alt text, no blank rows, live formulas with values: the rules of the lint."""
    assert findings(path) == []


def test_an_interval_stands_with_voices_and_evidence(read: Workbook):
    """Requirement 1."""
    sheet = read[SAY("report.tabs.intervals")]
    row = next(row for row in sheet.iter_rows() if row[0].value == "Praia" and row[1].value == "Legal framework")

    assert [row[place].number_format for place in (2, 3, 4, 6)] == ["0", "0", "0", "0"]
    assert row[3].value < row[2].value < row[4].value
    assert [row[5].value, row[6].value] == ["B 2 · C 1", 5]


def test_one_voice_gets_words_and_no_numbers(read: Workbook):
    """Requirement 1."""
    rows = _rows(read, "intervals")
    support = next(block.short["en"] for block in load.guideline().blocks if block.id == "SUP")
    row = next(row for row in rows if row[:2] == ("Córdoba", support))

    assert (*row[3:5], row[6]) == ("[w]", "[w]", 1)
    assert SAY("report.intervals.note_one_voice") == row[8]


def test_every_chart_says_what_it_shows(path: Path):
    """Requirement 2."""
    with ZipFile(path) as archive:
        drawings = [archive.read(name).decode() for name in archive.namelist() if "drawings/drawing" in name]
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    said = [text for drawing in drawings for text in re.findall(r' descr="([^"]*)"', drawing)]

    assert len(charts) == len(said)
    assert all(len(text) > 40 for text in said)
    errors = [one for one in charts if "<c:errBars>" in one]
    assert len(errors) == 1 + 8 + 6
    for one in charts:
        marks = re.findall(r'<c:symbol val="(\w+)"', one)
        filled = re.findall(r"<c:ser>.*?</c:ser>", one, flags=re.DOTALL)
        hatched = ["<a:pattFill" in series for series in filled]
        assert len(filled) == 1 or len(set(marks)) > 1 or len(set(hatched)) > 1


def test_agreement_and_the_list_to_debate(read: Workbook):
    """Requirement 3."""
    rows = _rows(read, "talk")
    praia = next(row for row in rows if row[0] == "Praia")
    listed = [row for row in rows if row[0] == "Praia"][1]

    assert [5, 24, 0.72, SAY("report.talk.tentative")] == [*praia[1:4], praia[6]]
    assert SAY("report.talk.both") == listed[7]
    assert str(listed[6]).startswith("LEG-1 ")
    assert SAY("report.territory.gap_actors", gap="x").partition(" x ")[0] not in str(listed[8])


def test_scenarios_come_with_reasons_in_words(read: Workbook):
    """Requirement 4."""
    rows = [row for row in _rows(read, "fit") if row[0] == "Praia"]
    law = next(one for one in load.guideline().variables if one.id == "CTX-23")

    assert SAY("report.fit.moves") in str(rows[0][4])
    assert f"{law.label['en']}: {law.choices['no_law']['en']}" in str(rows[1][4])
    assert [SAY("report.fit.suggested"), SAY("report.fit.unknown")] == [row[2] for row in rows[1:]]
    meant = [row[:4] for row in _rows(read, "fit") if str(row[0]).startswith("S")]
    for one in load.guideline().scenarios:
        text = (f"{one.id} {one.name['en']}", one.archetype["en"], one.why["en"], one.risk["en"])
        assert text in meant


def test_facts_stand_with_year_and_source(read: Workbook):
    """Requirement 5."""
    rows = [row for row in _rows(read, "context") if row[0] == "Praia"]

    assert [rows[0][2], rows[0][6]] == [2010, 131719]
    assert str(rows[0][7]).startswith("Censo, [")
    every = {str(value) for tab in read for row in tab.iter_rows(values_only=True) for value in row if value}
    assert not [one for one in every if factory.EMAIL in one]
    assert factory.PERSON not in {str(row[7]) for row in rows}


def test_changes_say_what_can_be_said(read: Workbook):
    """Requirement 6."""
    rows = [row for row in _rows(read, "changes") if row[0] == "Praia" and isinstance(row[6], str)]

    assert [SAY("report.changes.rose"), SAY("report.changes.fell")] == [row[6] for row in rows]
    assert SAY("report.changes.voices_changed") in str(rows[0][7])


def test_who_learns_from_whom_is_not_told(read: Workbook):
    """Requirement 7: no row names both, and a count under five is not shown."""
    rows = _rows(read, "learn")
    names = {one.id: one.name for one in trusted().campaign.territories}

    assert not [row for row in rows if {names[MENTOR], names["zarzis"]} <= set(row)]
    assert {"[c] n<5"} == {str(value) for row in rows for value in row[1:4] if value and str(value).startswith("[c]")}
    above = SAY("report.learn.band", place=SAY("report.learn.above"), lower=40, median=50, upper=60, n=8)
    assert [above] == [row[1] for row in rows if row[0] == "Praia"]


def test_actions_are_followed_up(read: Workbook):
    """Requirement 8."""
    row = next(row for row in _rows(read, "follow_up") if SAY("report.follow.stepped_back") in row)

    assert row[:4] == ("Praia", "=1+1", 50, 25)
    assert row[6] == 12


def test_the_tests_behind_a_change_are_shown(read: Workbook):
    """Requirement 6: what was published, who answered both times, the adjusted chance; false alarms in words."""
    rows = _rows(read, "change_checks")
    legal = load.guideline().block("LEG").short["en"]

    people = SAY("report.changes.people_change", n=3, change="+9")
    assert ("Praia", legal, 41, 53, 7, 0.02, 0.016, people) in [row[:8] for row in rows]
    assert any("10%" in str(row[0]) for row in _rows(read, "changes"))


def test_gaps_stand_on_their_own_sheet(read: Workbook):
    """Requirement 10."""
    rows = _rows(read, "equity")
    legal, with_others = (load.guideline().block(one).short["en"] for one in ("LEG", "COC"))
    praia = [row for row in rows if row[0] == "Praia"]

    assert len(praia) == 2
    assert praia[0][1:] == (legal, 3, 4, 70, 45, 25, "+14 to +36", 5, 0.05, SAY("report.equity.actors.first"))
    assert (praia[1][1], praia[1][2] or "") == (with_others, "")
    assert next(row for row in rows if row[0] == legal)[1:9] == (6, 10, 90, 80, 0.25, 6, 0.1, 0.02)
    assert next(row for row in rows if row[0] == with_others)[1:4] == (4, "[c]", "[c]")


def test_the_lowest_score_is_not_told_to_who_does_not_receive_it():
    """Requirement 10: it is that of one territory."""
    found, every = trusted(), Whole.of(trusted(), {one.id for one in trusted().campaign.territories})
    some = equity.sheet(view(found, Agency("x", "X", "en", territories=("praia", "leeds")), "en"))
    shelf = Shelf.of(found, "en", every)
    own = equity.sheet(shelf.alone(shelf.whole.territories[0]))
    whole = equity.sheet(view(found, Agency("x", "X", "en"), "en"))

    names = [[part.name for part in tables(sheet)] for sheet in (some, own, whole)]
    assert names == [["Equity_groups"], ["Equity_groups"], ["Equity_groups", "Equity_together", "Equity_across"]]


def test_what_people_said_of_themselves_is_told_as_a_mean_of_territories(read: Workbook):
    """Requirement 10: the row of Praia's women and men, which the outcome holds for its feedback, is nowhere."""
    rows = _rows(read, "equity")
    legal = load.guideline().block("LEG").short["en"]
    women, centre = (SAY(f"report.equity.{one}.pair") for one in ("gender", "area"))
    told = [row[1:8] for row in rows if row[0] in {women, centre}]

    assert told == [
        (legal, 5, 17, 16, -13, "\u221221 to \u22124", SAY("report.equity.gender.second")),
        (legal, 5, 16, 18, 1, "\u22125 to +8", SAY("report.equity.unclear")),
    ]
    assert SAY("report.equity.personal") in " ".join(str(row[0]) for row in rows)
    assert -76 not in {value for sheet in read for row in sheet.iter_rows(values_only=True) for value in row}


def test_agreement_is_a_sentence_that_follows_the_voices(read: Workbook):
    """Requirement 11: in the list to debate, on the territory's page and on the sheet of the block."""
    legal = load.guideline().block("LEG").short["en"]
    scores = trusted().indicator_scores
    said = {
        SAY(f"trust.agreement.{label}", n=n)
        for label, n in zip(scores["agreement_label"], scores["n_voices"], strict=True)
        if n and f"trust.agreement.{label}" in SAY
    }
    figures = {str(value) for row in read[legal].iter_rows(values_only=True) for value in row if value}
    listed = [row for row in _rows(read, "talk") if row[0] == "Praia"][1]

    assert listed[8] == SAY("trust.agreement.polarised", n=4)
    assert said & {text.removeprefix("▲ ") for text in figures}


def test_priorities_and_doubts_are_shown(read: Workbook):
    """Requirement 12."""
    fit = next(row for row in _rows(read, "fit") if row[0] == "Praia")
    data = load.guideline().block("DAT").short["en"]
    doubts = next(row for row in _rows(read, "intervals") if row[0] == "Praia" and row[5:7] == (41.4, 39.6))

    plan = load.guideline().block("PLA").short["en"]
    remark = next(row for row in _rows(read, "intervals") if row[:2] == ("Praia", plan))[8]

    assert SAY("trust.first", blocks=SAY("report.fit.chance", block=data, chance=83)) in str(fit[4])
    assert str(remark).startswith(f"{plan}: 12 points if every type of actor weighed the same")
    assert [str(one).count("–") for one in doubts[1:4]] == [1, 1, 1]


def test_the_method_sheet_says_what_was_run_and_what_it_is_not(read: Workbook):
    """Requirement 13."""
    rows = _rows(read, "method")
    texts = " ".join(str(value) for row in rows for value in row if value)
    legal = load.guideline().block("LEG").short["en"]
    weight = next(row for row in rows if row[0] == legal and row[2:4] == (0.125, 0.31))

    assert weight[1] == SAY("report.method.effective_differs", factor="2")
    assert SAY("trust.not_who").removeprefix("The interval") in texts
    assert SAY("trust.not_optimism") in texts
    assert "{" not in texts
    run = {row[0]: row[1] for row in rows}
    expected = {
        "spread": "observed",
        "interval_level": "0.9",
        "seed": "20210601",
        "sensitivity": SAY("trust.factor.block"),
    }
    assert {name: run[SAY(f"report.run.{name}")] for name in expected} == expected
    assert SAY("trust.sensitivity.said", factor=SAY("trust.factor.block"), shift="0.4") in texts


def test_without_the_frames_the_sheets_say_so(tmp_path: Path):
    """Requirements 3, 4 and 6: an outcome that knows nothing of this is no reason to fail."""
    plain = factory.outcome(depth="core")
    seen = view(replace(plain, campaign=replace(plain.campaign, agencies=())), None, "en")
    read = load_workbook(book.write(tmp_path / "x.xlsx", workbook.sheets(seen), workbook.facts(seen)))

    for tab in ("changes", "talk", "fit", "learn", "equity"):
        said = {row[0] for row in _rows(read, tab)}
        assert SAY(f"report.empty.{tab}") in said


@pytest.mark.parametrize("language", ["fr", "en", "es", "pt"])
def test_every_number_of_the_method_has_words(language: str):
    """Requirement 9."""
    words = load.words(language)

    assert [one.name for one in fields(Policy) if f"report.policy.{one.name}" not in words] == []
