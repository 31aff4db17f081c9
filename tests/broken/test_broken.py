"""Broken input, and what it gets.

1. Every fault is named by its code, at its place, and by nothing else.
2. What can be read is read; the rest is blank, invalid, or as it was read before.
3. Nothing that people wrote is dropped in silence: it is a result, or stands where a problem points.
4. One broken file never stops the others.
5. The participants' files stay as they are.
6. A message has its four parts, in the territory's language.
7. Text of participants is never a formula, a link or a path in anything we write.
8. Reading twice changes nothing the second time; reporting without the sheets gives the same bytes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pandas as pd
import pytest
import python_calamine

from schemas.problem import CATALOGUE, Problem
from sheet_templates.load import words
from sheet_templates.messages import problem_wording
from tests.broken import desk
from tests.broken.accounted import unaccounted
from tests.broken.cases_cells import CELL_CASES, LEVEL_CASES, CellCase, LevelCase
from tests.broken.cases_files import FILE_CASES, FileCase
from tests.broken.cases_tabs import TAB_CASES, TabCase
from tests.broken.exercise import Exercise, cell_place, file_place, level_place, slug, tab_place, territories

pytestmark = pytest.mark.slow

_GOOD = [f"good-{language}" for language in desk.LANGUAGES]
_READ = [one for one, _ in territories() if one not in {slug(case.name) for case in FILE_CASES if not case.is_read}]


def _names(case: object) -> str:
    return case.name  # type: ignore[attr-defined,no-any-return]


def _ours(exercise: Exercise, territory_id: str, tab_key: str) -> set[tuple[str, str]]:
    """Codes and cells of a tab, without those that a good questionnaire has there as well."""
    language = next(of for one, of in territories() if one == territory_id)
    usual = {(one["code"], one["tab_key"], one["cell"]) for one in _listed(exercise, f"good-{language}")}
    return {
        (one["code"], one["cell"])
        for one in _listed(exercise, territory_id)
        if one["tab_key"] == tab_key and (one["code"], one["tab_key"], one["cell"]) not in usual
    }


def _listed(exercise: Exercise, territory_id: str) -> list[dict[str, str]]:
    problems = exercise.found.problems
    return problems[problems["territory_id"] == territory_id].to_dict("records")


def _levels(exercise: Exercise, territory_id: str, block: str) -> tuple[int | None, ...]:
    answers = exercise.found.answers
    mine = answers[(answers["territory_id"] == territory_id) & (answers["block_id"] == block)]
    known = {(row.indicator_id, row.respondent_id): row.level for row in mine.itertuples()}
    found = [known[indicator, one] for indicator in desk.indicators(block) for one in desk.RESPONDENTS]
    return tuple(None if pd.isna(level) else int(level) for level in found)


@pytest.mark.parametrize("case", TAB_CASES, ids=_names)
def test_a_spoiled_tab_is_named_and_read_as_far_as_it_can_be(case: TabCase, exercise: Exercise) -> None:
    """Requirements 1 and 2."""
    territory_id, block, _ = tab_place(case)
    found = _ours(exercise, territory_id, f"block:{block}")

    assert found == set(case.expected)
    assert _levels(exercise, territory_id, block) == case.levels


@pytest.mark.parametrize("case", [case for case in TAB_CASES if case.elsewhere], ids=_names)
def test_a_tab_of_ones_own_is_named(case: TabCase, exercise: Exercise) -> None:
    """Requirement 1."""
    territory_id, block, _ = tab_place(case)
    found = [one["code"] for one in _listed(exercise, territory_id) if one["tab"] == f"Own {block}"]

    assert found == list(case.elsewhere)


@pytest.mark.parametrize("case", LEVEL_CASES, ids=_names)
def test_a_level_is_read_or_asked_back(case: LevelCase, exercise: Exercise) -> None:
    """Requirements 1 and 2: exactly one level or state, or exactly one problem at the cell."""
    territory_id, block, cell = level_place(case)
    answers = exercise.found.answers
    mine = answers[(answers["territory_id"] == territory_id) & (answers["block_id"] == block)]
    row = mine[mine["cell"] == cell].iloc[0]
    codes = [code for code, place in _ours(exercise, territory_id, f"block:{block}") if place == cell]
    read = row["level"] if row["state"] == "level" else row["state"]

    assert codes == ([case.code] if case.code else [])
    assert read == ("invalid" if case.code else case.read)


@pytest.mark.parametrize("case", CELL_CASES, ids=_names)
def test_a_cell_is_read_or_asked_back(case: CellCase, exercise: Exercise) -> None:
    """Requirements 1 and 2, for the other cells of a questionnaire."""
    tab_key, row_key = cell_place(case)
    about = f"cells-{row_key}" if tab_key in {"plan", "priorities"} else row_key
    codes = {one["code"] for one in _listed(exercise, "cells") if one["tab_key"] == tab_key and one["about"] == about}
    found = exercise.found
    frames = (found.positions, found.context, found.actions, found.respondents, found.allocations, found.votes)
    texts = "\n".join(
        str(value) for frame in frames for row in frame[frame["territory_id"] == "cells"].to_numpy() for value in row
    )

    assert (
        (case.code in codes)
        if case.code
        else not {code for code in codes if CATALOGUE.get(code) == "error"} - _others(case)
    )
    assert case.kept in texts


def _others(case: CellCase) -> set[str]:
    """Codes that other cases put on the same row."""
    return {one.code for one in CELL_CASES if cell_place(one) == cell_place(case)}


@pytest.mark.parametrize("case", FILE_CASES, ids=_names)
def test_a_spoiled_file_is_named_and_what_was_read_before_stays_in_use(case: FileCase, exercise: Exercise) -> None:
    """Requirements 1 and 2."""
    territory_id, _ = file_place(case)
    codes = {one["code"] for one in _listed(exercise, territory_id)} - {
        one["code"] for one in _listed(exercise, "good-fr")
    }
    expected_status = {"pulled", "unchanged"} if case.is_read else {"stale"}

    assert codes == ({case.code} if case.code else set())
    assert exercise.runs[1].statuses[territory_id] in expected_status
    assert all(_levels(exercise, territory_id, block) == _levels(exercise, "good-fr", block) for block in desk.BLOCKS)


def test_files_that_belong_to_nobody_are_named(exercise: Exercise) -> None:
    """Requirement 3, for whole files."""
    expected = sorted(name.replace("@", slug(case.name)) for case in FILE_CASES for name in case.strangers)
    found = sorted(one["found"] for one in exercise.runs[1].problems if one["code"] == "FILE_UNKNOWN")

    assert found == expected


@pytest.mark.parametrize("territory_id", _READ)
def test_nothing_is_dropped_in_silence(territory_id: str, exercise: Exercise) -> None:
    """Requirement 3: looked at with another reader than ours."""
    mine = [name for name in exercise.spoiled if territory_id in name.lower() and name.lower().endswith(".xlsx")]
    name = max(mine, key=lambda name: (len(exercise.spoiled[name]), name == f"{territory_id}.xlsx"))

    assert unaccounted(exercise, territory_id, exercise.spoiled[name]) == []


def test_the_other_territories_are_done_in_the_same_run(exercise: Exercise) -> None:
    """Requirement 4."""
    first, second = exercise.runs[:2]
    expected = {slug(case.name) for case in FILE_CASES if not case.is_read}

    assert (first.failed(), second.failed()) == (set(), expected)
    assert all(_levels(exercise, one, block) == desk_levels() for one in _GOOD for block in desk.BLOCKS)


def desk_levels() -> tuple[int, ...]:
    """The levels of a good questionnaire's block."""
    return tuple(level for row in desk.LEVELS for level in row)


def test_the_participants_files_stay_as_they_are(exercise: Exercise) -> None:
    """Requirement 5."""
    assert exercise.left == exercise.spoiled


def test_every_message_has_its_four_parts_in_the_language_of_the_territory(exercise: Exercise) -> None:
    """Requirement 6."""
    language = dict(territories())
    guideline = exercise.found.guideline
    for one in exercise.found.problems.to_dict("records"):
        vocabulary = words(language.get(one["territory_id"], "fr"))
        values = json.loads(one["values"])
        problem = Problem(one["code"], one["territory_id"], about=one["about"], found=one["found"], values=values)
        worded = problem_wording(vocabulary, guideline, problem)
        whole_file = one["code"].startswith(("FILE_", "PULL_"))

        assert one["message"] == worded.sentence(f"{one['tab']} {one['cell']}".strip())
        assert worded.what, one
        assert worded.do, one
        assert worded.accepted or one["code"] not in CATALOGUE, one
        assert bool(one["tab"]) != whole_file, one
        assert "{" not in worded.what.replace(one["found"], "") + worded.accepted + worded.do, one
        assert "\u202e" not in one["message"]


def test_text_of_participants_is_never_a_formula_or_a_link(exercise: Exercise) -> None:
    """Requirement 7: what we calculate and link to ourselves holds nothing of what people typed."""
    typed = [str(case.value).lstrip("=+@") for case in (*LEVEL_CASES, *CELL_CASES) if isinstance(case.value, str)]
    wild = [text for text in typed if len(text) > 8]
    for name, content in _written(exercise):
        ours = "\n".join([*desk.formulas(content), *desk.targets(content)])

        assert [text for text in wild if text in ours] == [], name
        assert "#REF" not in ours


def test_feedback_holds_no_formula_and_no_link_that_leaves_it(exercise: Exercise) -> None:
    """Requirement 7, for the files that go back to the territories."""
    for name, content in exercise.feedback[0].items():
        assert desk.formulas(content) == [], name
        assert desk.targets(content) == [], name


def _written(exercise: Exercise) -> Iterator[tuple[str, bytes]]:
    """The feedback of the wildest questionnaires, and the workbook of all."""
    yield from exercise.workbooks[0].items()
    for name in ("levels.feedback.xlsx", "cells.feedback.xlsx", "tabs-0.feedback.xlsx"):
        yield name, exercise.feedback[0][name]


def test_wild_text_reaches_the_workbook_as_text(exercise: Exercise) -> None:
    """Requirement 7, the other way round: the comment that is a formula is there, as it was typed."""
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(exercise.workbooks[0]["consolidated-fr.xlsx"]))
    texts = {
        value
        for title in workbook.sheet_names
        for line in workbook.get_sheet_by_name(title).to_python()
        for value in line
        if isinstance(value, str)
    }
    wild = [str(case.value) for case in CELL_CASES if case.name.startswith("comment that")]
    wild.remove("2021-06-01")

    assert [text for text in wild if text not in texts] == []


def test_reading_again_changes_nothing(exercise: Exercise) -> None:
    """Requirement 8."""
    _, before, after = exercise.runs

    assert "pulled" not in after.statuses.values()
    assert (after.failed(), after.problems) == (before.failed(), before.problems)
    assert after.told == ()
    assert exercise.feedback[1] == exercise.feedback[0]


def test_reporting_without_the_sheets_gives_the_same_bytes(exercise: Exercise) -> None:
    """Requirement 8."""
    first, again = exercise.workbooks

    assert again == first


def test_every_code_of_a_case_is_in_the_catalogue() -> None:
    """The corpus speaks of codes that exist."""
    codes = {code for case in TAB_CASES for code, _ in case.expected} | {
        case.code for case in (*LEVEL_CASES, *CELL_CASES, *FILE_CASES) if case.code
    }

    assert codes <= CATALOGUE.keys()
