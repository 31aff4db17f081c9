"""A campaign on Google Sheets (the embedded service speaks for Google): made, read, told, within its requests.

1. Provisioning N territories in L languages costs L + N creations, L + N writes, no read; and nothing when repeated.
2. What is drawn shows the cells of the BookLayout, and the reader gets exactly what a file gives.
3. N unchanged spreadsheets cost one listing per thousand and nothing else; k changed ones k reads, at most k writes.
4. Our own writing leads to no further reading.
5. What the tool writes is its tab, its status columns and its marked notes; it goes when the fault is mended.
6. Typed dates, error cells and truths are what they are in a file.
7. A spreadsheet that cannot be had is its territory's problem, with what to do; the others are done.
8. Reading through export gives the same answers.
9. Answers that disappear are not believed, also after we wrote about it. 10. A copy somebody made is left aside.
11. Without the memory, what is there is found again, and nothing is made or overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from pipeline.state import open_state
from pipeline.stores.draw import draw
from pipeline.stores.google_feedback import NOTE_MARK
from pipeline.stores.google_places import places_of
from pipeline.stores.google_read import READ_MASK, Tab, tabs_of_reply
from pipeline.stores.workbook_files import Limits, read_tabs
from schemas.kinds import NOT_CALCULATED
from sheet_templates.layout import book_layout
from sheet_templates.load import words
from tests.books import campaign, territory

from .desk import NOW, ROWS, Exercise

LEGAL = "1 Cadre juridique"
FEEDBACK_TAB = words("fr")("sheet.tab.feedback")
FIRST_ANSWER, FIRST_ROW, FIRST_COLUMN = "E5", 4, 4
NOTHING = {"drive": 1, "sheets_read": 0, "sheets_write": 0}


def tabs(exercise: Exercise, territory_id: str = "praia-cv") -> dict[str, Tab]:
    """The tabs of a spreadsheet by key, as the store reads them."""
    reply = exercise.owner.sheets("GET", exercise.place(territory_id), fields=READ_MASK).json()
    return {tab.key: tab for tab in tabs_of_reply(reply, ROWS)}


def notes(exercise: Exercise) -> Mapping[tuple[int, int], str]:
    """Our notes on the first block's tab by place, "" for somebody else's."""
    reply = exercise.owner.sheets("GET", exercise.place(), fields=READ_MASK).json()
    return next(one for one in places_of(reply) if one.key == "block:LEG").notes


def values(rows: Sequence[Sequence[object]]) -> dict[tuple[int, int], object]:
    """The values of a tab by place, without empty ones and formulas that show nothing yet."""
    cells = {(row, column): value for row, line in enumerate(rows) for column, value in enumerate(line)}
    return {place: value for place, value in cells.items() if value not in ("", NOT_CALCULATED)}


def statuses(exercise: Exercise) -> list[object]:
    """What the status column of the first block says, row by row."""
    tab = tabs(exercise)["block:LEG"]
    (column,) = tab.owned_columns
    return [line[column] if column < len(line) else "" for line in tab.sheet.rows[FIRST_ROW:]]


def test_provisioning_costs_a_copy_and_a_write_per_territory(exercise: Exercise):
    """Requirement 1."""
    assert exercise.provision().requests() == {"drive": 1 + 2 + 2, "sheets_read": 0, "sheets_write": 2 + 2}
    assert exercise.provision().requests() == NOTHING


def test_a_drawn_spreadsheet_shows_the_cells_of_a_file(exercise: Exercise):
    """Requirement 2."""
    exercise.provision()
    layout = book_layout(exercise.guideline, exercise.campaign, exercise.campaign.territory("praia-cv"), in_sheet=True)
    file = {tab.title: tab for tab in read_tabs(draw(layout, NOW), Limits(100, 1000, ROWS))}
    ours = {tab.sheet.title: tab.sheet for tab in tabs(exercise).values()}

    assert list(file) == list(ours)
    for title, tab in file.items():
        assert values(tab.rows) == values(ours[title].rows)
        assert sorted(tab.merged) == sorted(ours[title].merged)


@pytest.mark.slow
def test_unchanged_spreadsheets_cost_one_listing(exercise: Exercise):
    """Requirements 3 and 4."""
    exercise.provision()
    exercise.type(LEGAL, FIRST_ANSWER, 7)
    _, first = exercise.sync()
    done, second = exercise.sync()

    assert first == {"drive": 1, "sheets_read": 2, "sheets_write": 2}
    assert second == NOTHING
    assert {one["status"] for one in done.report.statuses.values()} == {"unchanged"}


@pytest.mark.slow
def test_a_changed_spreadsheet_costs_one_read_and_one_write(exercise: Exercise):
    """Requirement 3."""
    exercise.provision()
    exercise.sync()
    exercise.type(LEGAL, FIRST_ANSWER, 7)
    done, requests = exercise.sync()

    assert requests == {"drive": 1, "sheets_read": 1, "sheets_write": 1}
    assert done.report.statuses["praia-cv"]["status"] == "pulled"
    assert exercise.sync()[1] == NOTHING


@pytest.mark.slow
def test_more_than_a_thousand_files_cost_a_listing_per_thousand(tmp_path: Path):
    """Requirement 3."""
    exercise = Exercise(tmp_path, campaign(territory("praia-cv"), store="embedded:"))
    for number in range(1000):
        exercise.store().drive.create(f"other {number}", {"sse_role": "other"})
    store = exercise.store()
    store.look(exercise.campaign.territories, {})
    exercise.state.close()
    exercise.service.shelf.close()

    assert store.requests() == {"drive": 1, "sheets_read": 0, "sheets_write": 0}


@pytest.mark.slow
def test_feedback_is_written_beside_the_answers_and_goes_when_they_are_mended(exercise: Exercise):
    """Requirement 5."""
    exercise.provision()
    exercise.type(LEGAL, FIRST_ANSWER, 7)
    exercise.sync()
    wrong = statuses(exercise)
    told = exercise.grid(FEEDBACK_TAB)
    noted = notes(exercise)

    assert "7" in str(wrong[0])
    assert not any(wrong[1:])
    assert any("E5" in line for line in told)
    assert noted[FIRST_ROW, FIRST_COLUMN].startswith(NOTE_MARK)

    exercise.type(LEGAL, FIRST_ANSWER, 2)
    exercise.sync()

    assert not any("E5" in line for line in exercise.grid(FEEDBACK_TAB))
    assert not any(statuses(exercise))
    assert not any(note.startswith(NOTE_MARK) for note in notes(exercise).values())


def test_a_note_of_somebody_else_stays(exercise: Exercise):
    """Requirement 5."""
    exercise.provision()
    exercise.type(LEGAL, FIRST_ANSWER, 7)
    sheet_id = tabs(exercise)["block:LEG"].sheet_id
    where = {"sheetId": sheet_id, "rowIndex": FIRST_ROW, "columnIndex": FIRST_COLUMN}
    body = {"start": where, "rows": [{"values": [{"note": "à vérifier"}]}], "fields": "note"}
    exercise.owner.batch(exercise.place(), {"updateCells": body})
    exercise.sync()

    noted = exercise.owner.sheets("GET", exercise.place(), fields="sheets(data(rowData(values(note))))").text

    assert "à vérifier" in noted


def test_text_that_looks_like_a_formula_stays_text_in_the_feedback(exercise: Exercise):
    """Requirement 5."""
    exercise.provision()
    exercise.owner.put(exercise.place(), f"'{LEGAL}'!{FIRST_ANSWER}", [["=1+1"]], "RAW")
    exercise.sync()

    assert any("=1+1" in line for line in exercise.grid(FEEDBACK_TAB))


def test_dates_errors_and_truths_are_what_they_are_in_a_file(exercise: Exercise):
    """Requirement 6."""
    exercise.provision()
    for cell, value in (("E5", "2021-01-05"), ("F5", "=1/0"), ("G5", "TRUE"), ("E6", "3"), ("F6", "35%")):
        exercise.type(LEGAL, cell, value)
    sheet = tabs(exercise)["block:LEG"].sheet

    assert sheet.rows[4][4] == date(2021, 1, 5)
    assert sheet.errors[4, 5] == "#DIV/0!"
    assert sheet.rows[4][6] is True
    assert sheet.rows[5][4] == 3.0
    assert sheet.rows[5][5] == "35 %"
    assert isinstance(sheet.rows[5][4], float)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("trash", "SHEET_TRASHED"),
        ("delete", "SHEET_GONE"),
        ("convert", "SHEET_NOT_NATIVE"),
        ("revoke", "ACCESS_DENIED"),
    ],
)
def test_one_that_cannot_be_had_does_not_stop_the_others(exercise: Exercise, harm: str, code: str):
    """Requirement 7."""
    exercise.provision()
    exercise.sync()
    place = exercise.place()
    exercise.type(LEGAL, FIRST_ANSWER, 2)
    exercise.type("1 Legal framework", FIRST_ANSWER, 2, "lome-tg")
    if harm == "trash":
        exercise.owner.drive("PATCH", f"files/{place}", {"trashed": True})
    elif harm == "delete":
        exercise.owner.drive("DELETE", f"files/{place}")
    elif harm == "revoke":
        _to_somebody_else(exercise, place)
    else:
        _to_a_file(exercise, place)
    done, _ = exercise.sync()

    assert done.report.statuses["praia-cv"] == {"status": "stale", "code": code}
    assert done.report.statuses["lome-tg"]["status"] == "pulled"
    assert code in set(done.outcome.problems["code"])


def _to_somebody_else(exercise: Exercise, place: str) -> None:
    """Nobody of ours has access any more."""
    from dataclasses import replace

    shelf = exercise.service.shelf
    file = shelf.file(place)
    assert file is not None
    with shelf.transaction(writing=True):
        shelf.put_file(replace(file, permissions=(), parents=(), owner="other@example.org"))


def _to_a_file(exercise: Exercise, place: str) -> None:
    """The spreadsheet is an uploaded file now."""
    from dataclasses import replace

    shelf = exercise.service.shelf
    file = shelf.file(place)
    assert file is not None
    with shelf.transaction(writing=True):
        shelf.put_file(replace(file, mime_type="application/pdf", version=file.version + 1))


@pytest.mark.slow
def test_reading_through_export_gives_the_same_answers(exercise: Exercise):
    """Requirement 8."""
    exercise.provision()
    for cell, value in (("E5", 3), ("F5", "2-3"), ("E6", "oui"), ("G6", "2021-01-05")):
        exercise.type(LEGAL, cell, value)
    exercise.via_export = True
    exported, requests = exercise.sync()
    exercise.via_export = False
    exercise.type(LEGAL, "H40", "")
    read, _ = exercise.sync()

    assert requests["sheets_read"] == 2
    columns = ["territory_id", "indicator_id", "respondent_id", "state", "level"]
    assert exported.outcome.answers[columns].to_dict("records") == read.outcome.answers[columns].to_dict("records")
    assert set(exported.outcome.problems["code"]) == set(read.outcome.problems["code"])


@pytest.mark.slow
def test_lost_answers_stay_disbelieved_after_we_wrote_about_it(exercise: Exercise):
    """Requirement 9."""
    exercise.provision()
    for cell in ("E5", "F5", "E6", "F6"):
        exercise.type(LEGAL, cell, 3)
    exercise.sync()
    exercise.owner.sheets("POST", f"{exercise.place()}/values/'{LEGAL}'!E5:F6:clear", {})
    first, _ = exercise.sync()
    second, _ = exercise.sync()

    for done in (first, second):
        assert done.report.statuses["praia-cv"] == {"status": "stale", "code": "PULL_QUARANTINED"}
        assert int((done.outcome.answers["level"] == 3).sum()) == 4


def test_a_copy_that_somebody_made_is_left_aside(exercise: Exercise):
    """Requirement 10."""
    exercise.provision()
    exercise.owner.drive("POST", f"files/{exercise.place()}/copy", {"name": "Copie"})
    known = {key: (book.place, book.sha) for key, book in exercise.state.books().items()}
    listing = exercise.store().look(exercise.campaign.territories, known)

    assert [(one.code, one.found) for one in listing.problems] == [("FILE_CONFLICT_COPY", "Copie")]
    assert listing.sightings["praia-cv"].place == exercise.place()


def test_without_the_memory_nothing_is_made_or_overwritten(exercise: Exercise, tmp_path: Path):
    """Requirement 11."""
    exercise.provision()
    places = {key: book.place for key, book in exercise.state.books().items()}
    exercise.type(LEGAL, FIRST_ANSWER, 2)
    before = [tab.sheet for tab in tabs(exercise).values()]
    exercise.state.close()
    (tmp_path / "lost").mkdir()
    exercise.state = open_state(tmp_path / "lost" / "state.db")
    store = exercise.provision()

    assert {key: book.place for key, book in exercise.state.books().items()} == places
    assert [tab.sheet for tab in tabs(exercise).values()] == before
    assert store.requests()["sheets_write"] == 0
