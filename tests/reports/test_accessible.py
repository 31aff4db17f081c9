"""The accessible twins of the workbooks.

1. Each workbook has two twins, .xlsx and .ods, in the order of the workbooks.
2. They keep the rules of accessible spreadsheets, in every language.
3. The two twins say the same, cell by cell.
4. Scores are those of the outcome; withheld and missing are marks, never blank and never zero.
5. Text from participants is data; what the agreement holds back is held back.
6. The same outcome gives the same bytes.
7. A file that cannot be replaced is said, and no half file is left.
8. A table without rows says so.
9. What to know first, groups side by side and gaps between territories are tables too; what rests on few is held back.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from reports.accessible_page import Column, shown
from reports.accessible_tables import made
from reports.deliver import deliver
from reports.orders import TABLES
from reports.view import view
from schemas.errors import OutputError
from schemas.outcome import Outcome
from sheet_templates.figures import half_up
from tests.reports import factory
from tests.reports.factory_trust import trusted
from tests.reports.lint_tables import is_mark, ods_findings, xlsx_findings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def twins(result: Outcome, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The twins by file name."""
    return {path.name: path for path in deliver(result, tmp_path_factory.mktemp("tables"), (TABLES,))}


def _few(result: Outcome, *languages: str) -> Outcome:
    return replace(result, campaign=replace(result.campaign, languages=languages, agencies=()))


def _rows(path: Path, sheet: int) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(sheet).to_python()


def test_every_workbook_has_two_twins(twins: dict[str, Path]):
    """Requirement 1."""
    stems = ["consolidated-fr", "consolidated-en", "consolidated-es", "consolidated-pt", "undp", "ilo", "gsef"]

    assert [f"{stem}-tables{suffix}" for stem in stems for suffix in (".xlsx", ".ods")] == list(twins)


@pytest.mark.parametrize("language", ["fr", "pt", *(pytest.param(one, marks=pytest.mark.slow) for one in ("en", "es"))])
def test_the_twins_keep_the_rules(twins: dict[str, Path], language: str):
    """Requirement 2."""
    assert xlsx_findings(twins[f"consolidated-{language}-tables.xlsx"], language) == []
    assert ods_findings(twins[f"consolidated-{language}-tables.ods"]) == []


@pytest.mark.slow
def test_the_linter_sees_a_workbook_to_explore(delivered: dict[str, Path]):
    """Requirement 2: the rules are not empty; the analytic workbook breaks those it must break."""
    found = {finding.split()[0] for finding in xlsx_findings(delivered["consolidated-fr"], "fr")}

    assert found >= {"32", "33", "34", "35", "38", "18/19", "28", "49"}


@pytest.mark.parametrize("language", ["fr", "pt"])
def test_the_two_twins_say_the_same(twins: dict[str, Path], language: str):
    """Requirement 3."""
    one, other = (
        CalamineWorkbook.from_path(twins[f"consolidated-{language}-tables{suffix}"]) for suffix in (".xlsx", ".ods")
    )

    assert one.sheet_names == other.sheet_names
    for name in one.sheet_names:
        assert one.get_sheet_by_name(name).to_python() == other.get_sheet_by_name(name).to_python()


def test_scores_are_those_of_the_outcome(result: Outcome, twins: dict[str, Path]):
    """Requirement 4."""
    rows = _rows(twins["consolidated-en-tables.xlsx"], 5)
    first = next(place for place, row in enumerate(rows) if row[0] == "Territory") + 1
    known = {(one.territory_id, one.block_id): one for one in result.block_scores.itertuples(index=False)}
    names = {one.id: one.name for one in result.campaign.territories}
    shorts = {block.id: block.short["en"] for block in result.guideline.blocks}
    expected = {(names[territory], shorts[block]): one for (territory, block), one in known.items()}

    assert len(expected) == len(rows) - first
    for row in rows[first:]:
        score = expected[row[0], row[1]]
        if score.status == "scored" and score.upper - score.lower <= result.guideline.policy.wide_bounds:
            assert float(half_up(score.score)) == row[2]
        else:
            assert is_mark(row[2]) or "–" in str(row[2])
        assert float(half_up(score.upper)) == row[4]
    assert {"Leeds", "Praia"} == {row[0] for row in rows[first:] if row[2] == "[w]"}


def test_wild_text_stays_text(twins: dict[str, Path]):
    """Requirement 5: titles of actions are typed by people."""
    cells = [
        cell
        for sheet in load_workbook(twins["gsef-tables.xlsx"]).worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    typed = [cell for cell in cells if cell.value == "=1+1"]

    assert typed
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in typed)


@pytest.mark.parametrize("name", ["undp-tables", "ilo-tables", "gsef-tables", "consolidated-fr-tables"])
def test_nothing_personal_leaves(twins: dict[str, Path], name: str):
    """Requirement 5."""
    book = CalamineWorkbook.from_path(twins[f"{name}.ods"])
    said = " ".join(
        str(value) for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python() for value in row
    )

    for private in (factory.EMAIL, factory.ROLE, factory.PERSON, factory.PHONE):
        assert private not in said
    assert ("trois" in said) == (name != "ilo-tables")


def test_the_same_outcome_gives_the_same_bytes(result: Outcome, twins: dict[str, Path], tmp_path: Path):
    """Requirement 6."""
    for path in deliver(_few(result, "es"), tmp_path, (TABLES,)):
        assert twins[path.name].read_bytes() == path.read_bytes()


def test_a_file_that_cannot_be_replaced_is_said(result: Outcome, tmp_path: Path):
    """Requirement 7."""
    (tmp_path / "consolidated-fr-tables.ods").mkdir()

    with pytest.raises(OutputError) as raised:
        deliver(_few(result, "fr"), tmp_path, (TABLES,))

    assert "consolidated-fr-tables.ods" in raised.value.message
    assert sorted(one.name for one in tmp_path.glob("[!.]*")) == [
        "consolidated-fr-tables.ods",
        "consolidated-fr-tables.xlsx",
    ]


def test_an_agency_cannot_take_the_name_of_a_twin(result: Outcome, tmp_path: Path):
    """Requirement 1: one would overwrite the other."""
    agencies = (result.campaign.agencies[1], replace(result.campaign.agencies[1], id="ilo-tables"))

    with pytest.raises(OutputError) as raised:
        deliver(
            replace(result, campaign=replace(result.campaign, languages=(), agencies=agencies)), tmp_path, (TABLES,)
        )

    assert "ilo-tables.xlsx" in raised.value.message


def test_a_table_without_rows_says_so(result: Outcome, tmp_path: Path):
    """Requirement 8."""
    bare = replace(_few(result, "en"), actions=result.actions.iloc[:0])

    xlsx, ods = deliver(bare, tmp_path, (TABLES,))

    assert [*xlsx_findings(xlsx, "en"), *ods_findings(ods)] == []
    last = _rows(ods, 9)[-1]
    assert last[0] == "No action written down yet."
    assert {"[z]"} == set(last[1:])


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (None, 0, "[x]"),
        ("", None, "[x]"),
        (" \n ", None, "[x]"),
        (62.5, 0, 63.0),
        (2.25, 1, 2.3),
        (0, 0, 0.0),
        ("!!!", None, "typed !!!"),
        ("[w]", 0, "[w]"),
        ("lone \ud800", None, "lone \ufffd"),
    ],
)
def test_no_cell_is_blank_or_a_symbol_alone(value: object, places: int | None, expected: object):
    """Requirement 4."""
    assert expected == shown(value, Column("x", places=places), symbols="typed {text}")


def test_what_to_know_first_and_gaps_are_tables():
    """Requirement 9."""
    seen = view(trusted(), None, "en")
    tables = {one.key: one for one in made(seen)}
    short = {block.id: block.short["en"] for block in seen.guideline.blocks}

    assert {row[0] for row in tables["cautions"].rows} == {"Leeds", "Praia"}
    assert [tuple(row[1:7]) for row in tables["group_gaps"].rows] == [
        (short["LEG"], 3, 4, 70.0, 45.0, 25.0), (short["COC"], *["[c]"] * 5),
    ]  # fmt: skip
    assert [tuple(row[:6]) for row in tables["gaps_across"].rows] == [
        (seen.say("equity.gender.pair"), short["LEG"], 5, 17, 16, -12.6),
        (seen.say("equity.area.pair"), short["LEG"], 5, 16, 18, 1.2),
    ]
    assert [tuple(row[:5]) for row in tables["across"].rows] == [
        (short["LEG"], 6, 10.0, 90.0, 0.25), (short["COC"], 4, "[c]", "[c]", "[c]"),
        (seen.say("equity.balanced"), 6, 30.0, 60.0, 0.1),
    ]  # fmt: skip


def test_the_tables_of_trust_keep_the_rules(tmp_path: Path):
    """Requirements 2, 9."""
    paths = deliver(_few(trusted(), "fr"), tmp_path, (TABLES,))

    assert xlsx_findings(next(one for one in paths if one.suffix == ".xlsx"), "fr") == []
    assert ods_findings(next(one for one in paths if one.suffix == ".ods")) == []
