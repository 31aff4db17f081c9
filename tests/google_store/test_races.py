"""People edit while we sync, and the line is cut at any request: nothing is lost, overwritten or made twice.

1. An edit between our pull and our write is neither lost nor overwritten, and is picked up next time.
2. Rows or columns moved in that moment: no participant's cell changes, and the feedback stands right after the next sync.
3. The connection cut at the n-th request of a provision, for every n, done or not done: resumed, nothing is twice.
4. The same for a sync: resumed, the result is that of an uninterrupted one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.stores.embedded import Request
from pipeline.stores.google_read import READ_MASK, Tab, tabs_of_reply
from schemas.errors import ProjectError
from tests.books import campaign, territory

from .desk import ROWS, Exercise, cut_at

LEGAL = "1 Cadre juridique"
Edit = Callable[[Exercise], None]
Value = tuple[str, int, int, object]


def _tabs(exercise: Exercise) -> list[Tab]:
    reply = exercise.owner.sheets("GET", exercise.place(), fields=READ_MASK).json()
    return tabs_of_reply(reply, ROWS)


def _participants(exercise: Exercise) -> set[Value]:
    """Every value outside of what the tool owns."""
    return {
        (tab.key, row, column, value)
        for tab in _tabs(exercise)
        if tab.key != "feedback"
        for row, line in enumerate(tab.sheet.rows)
        for column, value in enumerate(line)
        if value != "" and column not in tab.owned_columns
    }


def _status_of(exercise: Exercise, row_key: str) -> str:
    tab = next(tab for tab in _tabs(exercise) if tab.key == "block:LEG")
    line = next(line for line in tab.sheet.rows if line and line[0] == row_key)
    (column,) = tab.owned_columns
    return str(line[column]) if column < len(line) else ""


def _structure(exercise: Exercise, **body: Any) -> None:
    reply = exercise.owner.batch(exercise.place(), body)
    assert reply.status_code == 200, reply.text


def _insert(dimension: str, start: int) -> Edit:
    def edit(exercise: Exercise) -> None:
        sheet_id = next(tab.sheet_id for tab in _tabs(exercise) if tab.key == "block:LEG")
        where = {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": start + 1}
        _structure(exercise, insertDimension={"range": where, "inheritFromBefore": False})

    return edit


def _sort(exercise: Exercise) -> None:
    sheet_id = next(tab.sheet_id for tab in _tabs(exercise) if tab.key == "block:LEG")
    area = {"sheetId": sheet_id, "startRowIndex": 4, "endRowIndex": 7, "startColumnIndex": 0, "endColumnIndex": 15}
    _structure(exercise, sortRange={"range": area, "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]})


def _type(exercise: Exercise) -> None:
    exercise.type(LEGAL, "F6", "2-3")


def _rename(exercise: Exercise) -> None:
    sheet_id = next(tab.sheet_id for tab in _tabs(exercise) if tab.key == "block:LEG")
    _structure(
        exercise, updateSheetProperties={"properties": {"sheetId": sheet_id, "title": "Droit"}, "fields": "title"}
    )


EDITS: dict[str, Edit] = {
    "typed": _type,
    "row inserted": _insert("ROWS", 4),
    "column inserted": _insert("COLUMNS", 3),
    "sorted": _sort,
    "renamed": _rename,
}


@pytest.fixture
def alone(tmp_path: Path) -> Exercise:
    """One territory, one wrong answer."""
    made = Exercise(tmp_path, campaign(territory("praia-cv"), depth="core", respondents=3, store="embedded:"))
    made.provision()
    made.type(LEGAL, "E5", 7)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_between_pull_and_write_is_kept_and_picked_up(alone: Exercise, edit: Edit):
    """Requirements 1 and 2."""
    after_edit: list[set[Value]] = []

    def before(_number: int, request: Request) -> None:
        if request.path.endswith(":batchUpdate") and b"includeSpreadsheetInResponse" in request.body and not after_edit:
            alone.service.before = None
            edit(alone)
            after_edit.append(_participants(alone))

    alone.service.before = before
    alone.sync()
    unharmed = _participants(alone)
    done, requests = alone.sync()

    assert after_edit == [unharmed]
    assert _participants(alone) == unharmed
    assert requests["sheets_read"] == 1
    assert done.report.statuses["praia-cv"]["status"] == "pulled"
    assert "7" in _status_of(alone, "LEG-1")
    assert alone.sync()[1] == {"drive": 1, "sheets_read": 0, "sheets_write": 0}


@pytest.mark.slow
def test_an_edit_right_after_our_write_is_picked_up(alone: Exercise):
    """Requirement 1."""
    alone.sync()
    alone.type(LEGAL, "F6", "2-3")
    done, requests = alone.sync()

    assert requests["sheets_read"] == 1
    assert "LEVEL_AMBIGUOUS" in set(done.outcome.problems["code"])


def _provisioned(exercise: Exercise) -> tuple[list[str], set[Value]]:
    files = exercise.owner.drive("GET", "files", fields="files(appProperties)", pageSize=1000).json()["files"]
    roles = sorted(
        "/".join(sorted(map(str, one["appProperties"].values()))) for one in files if one.get("appProperties")
    )
    return roles, _participants(exercise)


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
def test_a_provision_cut_anywhere_is_resumed_and_makes_nothing_twice(tmp_path: Path, *, after: bool):
    """Requirement 3."""
    wanted = None
    for number in range(50):
        folder = tmp_path / str(number)
        folder.mkdir()
        exercise = Exercise(folder, campaign(territory("praia-cv"), depth="core", respondents=3, store="embedded:"))
        if number:
            cut_at(exercise.service, number, after=after)
        try:
            exercise.provision()
            cut = False
        except ProjectError:
            cut = True
        exercise.service.plan = None
        exercise.provision()
        result = _provisioned(exercise)
        wanted = wanted or result
        exercise.state.close()

        assert result == wanted
        if number and not cut:
            return
    pytest.fail("a provision never ends")


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
def test_a_sync_cut_anywhere_is_resumed_and_ends_the_same(tmp_path: Path, *, after: bool):
    """Requirement 4."""
    ends = []
    for number in range(5):
        folder = tmp_path / str(number)
        folder.mkdir()
        exercise = Exercise(folder, campaign(territory("praia-cv"), depth="core", respondents=3, store="embedded:"))
        exercise.provision()
        exercise.type(LEGAL, "E5", 7)
        before = _participants(exercise)
        if number:
            cut_at(exercise.service, number, after=after)
        try:
            exercise.sync()
        except ProjectError:
            assert number == 1
        exercise.service.plan = None
        done, _ = exercise.sync()
        ends.append((_status_of(exercise, "LEG-1"), sorted(done.outcome.problems["code"])))
        exercise.state.close()

        assert _participants(exercise) == before
    assert ends == ends[:1] * 5
