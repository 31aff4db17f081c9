"""What every store does alike.

1. Provisioning makes one spreadsheet per territory, and nothing when repeated.
2. What people type is read back under its keys, whatever its language and script.
3. Rows inserted or sorted, tabs renamed or added: every answer is still found under its keys.
4. What is unchanged is not pulled again. 5. Two people's edits are both there.
6. What was sighted as missing is a problem, not an error. 7. A fresh spreadsheet holds no answer.
8. Feedback can be given twice, and changes nothing that a participant typed.
9. Points and marks are read under their keys, also from rows that were moved.
"""

from __future__ import annotations

from pipeline.derive import Reader
from pipeline.stores.decode import sheets_of
from pipeline.stores.store import FeedbackPlan, Remark
from schemas.frames import Answers
from schemas.layout import BookLayout, Cell, Column, TabLayout
from schemas.problem import NOT_THERE
from sheet_templates.load import words

from .conftest import LIMITS, House

LEGAL = "1 Cadre juridique"


def levels(house: House) -> dict[tuple[str, str], object]:
    """(indicator, respondent) -> what stands there, after a pull, from the content that was kept."""
    house.pull()
    pull = house.state.current()["praia-cv"]
    sheets = sheets_of(*house.state.content(pull.sha), LIMITS)
    rows = Reader(house.guideline, house.campaign).read_book(pull, sheets).answers
    names = list(Answers.to_schema().columns)
    indicator, respondent, found = (names.index(name) for name in ("indicator_id", "respondent_id", "found"))
    return {(str(row[indicator]), str(row[respondent])): row[found] for row in rows if row[found]}


def plan(house: House, text: str) -> FeedbackPlan:
    """Feedback of one line about cell E5 of the first block."""
    cells = (Cell(0, 1, "Titre", "title"), Cell(5, 1, text, "owned_text"), Cell(5, 3, "E5", "owned_text"))
    columns = (Column("", 2), *(Column(str(n), 20) for n in range(7)))
    tab = TabLayout("feedback", words("fr")("sheet.tab.feedback"), columns, cells, freeze=(5, 0))
    book = BookLayout("praia-cv", "fr", "Retour", (tab,), {}, {"guideline": house.guideline.id})
    return FeedbackPlan("praia-cv", book, text, (Remark("block:LEG", "E5", "LEG-1", "error", text, 5),), 3)


def test_provisioning_twice_makes_nothing_twice(house: House):
    """Requirement 1."""
    assert len(house.provision()) == 2
    assert house.provision() == []


def test_a_fresh_spreadsheet_holds_no_answer_and_no_problem(house: House):
    """Requirement 7."""
    house.provision()
    report, reading = house.pull()

    assert {one["status"] for one in report.statuses.values()} == {"pulled"}
    assert [problem.code for problem in [*report.problems, *reading.problems]] == []
    assert levels(house) == {}


def test_nothing_there_is_a_problem(house: House):
    """Requirement 6."""
    report, _ = house.pull()

    assert [problem.code in NOT_THERE for problem in report.problems] == [True] * 2


def test_what_people_type_is_read_under_its_keys(house: House):
    """Requirement 2."""
    house.provision()
    for cell, value in (("E5", "3 – Opérationnel"), ("F5", "n/a"), ("E6", 2), ("G6", "σοφία 🌵 نعم")):
        house.hands.type(house.place(), LEGAL, cell, value)

    found = levels(house)
    assert list(found) == [("LEG-1", "R1"), ("LEG-1", "R2"), ("LEG-2", "R1"), ("LEG-2", "R3")]
    assert str(found["LEG-2", "R3"]).startswith("σοφία 🌵")


def test_answers_are_found_wherever_they_are_moved(house: House):
    """Requirement 3."""
    house.provision()
    place = house.place()
    for row, value in ((5, 1), (6, 2), (7, 3)):
        house.hands.type(place, LEGAL, f"E{row}", value)
    before = levels(house)
    house.hands.swap_rows(place, LEGAL, 5, 7)
    house.hands.insert_row(place, LEGAL, 6)
    house.hands.rename(place, LEGAL, "Ámbito & « droit »")
    house.hands.add_tab(place, "Brouillon")

    assert levels(house) == before
    assert len(before) == 3


def test_points_and_marks_are_read_under_their_keys(house: House):
    """Requirement 9."""
    house.provision()
    place = house.place()
    for tab, cell, value in (
        ("Répondants", "G5", 100), ("Priorités", "D6", 4), ("Priorités", "D8", "3"), ("Priorités", "H7", 5),
    ):  # fmt: skip
        house.hands.type(place, tab, cell, value)
    house.hands.swap_rows(place, "Priorités", 6, 8)
    _, reading = house.pull()

    assert [row[1:4] for row in reading.allocations] == [("R1", "LEG", 100)]
    assert sorted(row[1:4] for row in reading.votes) == [("praia-cv-A01", "R1", 4), ("praia-cv-A03", "R1", 3)]
    assert [row[1:4] for row in reading.marks] == [("praia-cv-A02", "impact", 5)]
    assert reading.problems == []


def test_what_is_unchanged_is_not_pulled_again(house: House):
    """Requirement 4."""
    house.provision()
    house.hands.type(house.place(), LEGAL, "E5", 3)
    house.pull()
    report, _ = house.pull()

    assert {one["status"] for one in report.statuses.values()} == {"unchanged"}


def test_two_peoples_edits_are_both_there(house: House):
    """Requirement 5."""
    house.provision()
    house.hands.type(house.place(), LEGAL, "E5", 3)
    house.pull()
    house.hands.type(house.place(), LEGAL, "F5", 1)
    report, _ = house.pull()

    assert report.statuses["praia-cv"]["status"] == "pulled"
    assert report.statuses["sao-filipe"]["status"] == "unchanged"


def test_feedback_given_twice_changes_no_answer(house: House):
    """Requirement 8."""
    house.provision()
    house.hands.type(house.place(), LEGAL, "E5", 7)
    before = levels(house)
    for text in ('=HYPERLINK("x")', "à corriger", "à corriger"):
        store = house.opened()
        house.pull(store)
        assert store.give(plan(house, text))
        assert store.has_feedback("praia-cv")
    house.hands.type(house.place(), LEGAL, "F5", 2)

    after = levels(house)
    assert after.pop(("LEG-1", "R2"))
    assert after == before
