"""Every answer leads to the very cell it was read from, where the questionnaire is in Google Drive.

1. A link of the data opens the spreadsheet, the tab and the cell in which the answer stands (the service agrees).
2. So do the agreed positions and the problems; the list of readings opens the spreadsheets.
3. The same holds for a workbook made again from what was kept.
4. A questionnaire in a file leads nowhere: its name, tab and cell are told as words.
5. Where a sheet may not hold a link for each answer, the first answer of an indicator opens them all, and that is said.
6. Text of a participant never becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from pipeline.story import rebuild
from reports import book, workbook
from reports.sections import data
from reports.sheet import Note
from reports.view import view
from schemas.outcome import Outcome
from sheet_templates import load
from tests.google_store.desk import Exercise
from tests.reports.lint import findings

WORDS = load.words("fr")
TAB = "1 Cadre juridique"
PLACE = re.compile(r"https://docs\.google\.com/spreadsheets/d/([\w-]+)/edit#gid=(\d+)&range=([A-Z]+\d+(?::[A-Z]+\d+)?)")


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exercise]:
    """Two territories on the embedded service; one has typed a level, a word that is none, and a formula's text."""
    made = Exercise(tmp_path_factory.mktemp("google"))
    made.provision()
    made.type(TAB, "E5", 3)
    made.type(TAB, "F5", "http://mal.example/x")
    yield made
    made.state.close()
    made.service.shelf.close()


@pytest.fixture(scope="module")
def linked(exercise: Exercise) -> Outcome:
    """What a sync finds."""
    return exercise.sync()[0].outcome


def _written(found: Outcome, path: Path) -> Path:
    seen = view(found, None, "fr")
    return book.write(path, workbook.sheets(seen), workbook.facts(seen))


@pytest.fixture(scope="module")
def path(linked: Outcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The consolidated workbook."""
    return _written(linked, tmp_path_factory.mktemp("linked") / "all.xlsx")


def _column(read: Workbook, tab: str, header: str) -> list[Cell]:
    sheet = read[WORDS(f"report.tabs.{tab}")]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == header)
    return [row[head.column - 1] for row in sheet.iter_rows(min_row=head.row + 1)]


def _there(exercise: Exercise, address: str) -> object:
    """What stands where an address leads, as the service says."""
    spreadsheet, gid, cell = PLACE.fullmatch(address).groups()
    listed = exercise.owner.sheets("GET", spreadsheet, fields="sheets(properties(sheetId,title))").json()["sheets"]
    (title,) = [one["properties"]["title"] for one in listed if one["properties"].get("sheetId", 0) == int(gid)]
    rows = exercise.owner.values(spreadsheet, f"'{title}'!{cell}", valueRenderOption="UNFORMATTED_VALUE")
    return rows[0][0] if rows else ""


def test_an_answer_opens_its_cell(exercise: Exercise, linked: Outcome, path: Path):
    """Requirements 1, 6."""
    cells = _column(load_workbook(path), "data", "cell")
    answers = view(linked, None, "fr").answers

    assert len(answers) == len(cells)
    assert all(PLACE.fullmatch(cell.hyperlink.target + "#" + cell.hyperlink.location) for cell in cells)
    for cell, found in zip(cells, answers["found"], strict=True):
        if found:
            assert str(_there(exercise, cell.hyperlink.target + "#" + cell.hyperlink.location)) == found
    assert {"3", "http://mal.example/x"} == set(answers["found"]) - {""}


def test_problems_and_readings_open_too(exercise: Exercise, path: Path):
    """Requirement 2."""
    read = load_workbook(path)
    (problem,) = [one for one in _column(read, "problems", WORDS("report.column.cell")) if one.value == "F5"]
    readings = _column(read, "pulls", "place")

    assert _there(exercise, problem.hyperlink.target + "#" + problem.hyperlink.location) == "http://mal.example/x"
    assert [f"https://docs.google.com/spreadsheets/d/{one.value}/edit" for one in readings] == [
        one.hyperlink.target for one in readings
    ]
    assert findings(path) == []


def test_a_workbook_made_again_is_the_same(exercise: Exercise, linked: Outcome, path: Path, tmp_path: Path):
    """Requirement 3."""
    again = rebuild(exercise.guideline, exercise.campaign, exercise.state)

    assert len(again.tabs) == len(linked.tabs) > 0
    assert _written(again, tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


@pytest.mark.slow
def test_a_file_leads_nowhere(delivered: dict[str, Path]):
    """Requirements 4, 6."""
    read = load_workbook(delivered["consolidated-fr"])
    places = [
        *_column(read, "data", "cell"),
        *_column(read, "positions", "comment_cell"),
        *_column(read, "pulls", "place"),
    ]
    outside = [
        cell.hyperlink.target
        for sheet in read.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink and cell.hyperlink.target
    ]

    assert {"praia.xlsx", "F7"} <= {cell.value for cell in places}
    assert not [cell for cell in places if cell.hyperlink]
    assert not [
        one for one in outside if "docs.google.com" in one or "mal.example" in one or not one.startswith("http")
    ]


def test_too_many_links_become_one_per_indicator(linked: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Requirement 5."""
    monkeypatch.setattr("reports.sections.data.MAX_LINKS_PER_SHEET", 5)
    read = load_workbook(_written(linked, tmp_path / "few.xlsx"))
    opening = [cell for cell in _column(read, "data", "cell") if cell.hyperlink]

    assert len(opening) == len(view(linked, None, "fr").data_rows)
    assert {"E5:G5"} <= {cell.hyperlink.location.rpartition("=")[2] for cell in opening}
    said = " ".join(str(row[0]) for row in read[WORDS("report.tabs.data")].iter_rows(max_row=8, values_only=True))
    assert WORDS("report.link.first_cells") in said
    assert WORDS("report.link.rehearsed") not in said


def test_a_rehearsal_says_that_its_links_open_nothing(linked: Outcome):
    """Requirement 1."""
    rehearsed = replace(linked, campaign=replace(linked.campaign, store="embedded:"))
    (note, _) = data.answers(view(rehearsed, None, "fr")).parts

    assert isinstance(note, Note)
    assert WORDS("report.link.rehearsed") in note.text
