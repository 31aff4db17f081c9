"""The delivered workbooks, read back.

1. One consolidated workbook per language of the campaign, then one per agency, in that order.
2. The same outcome gives the same bytes.
3. Every workbook keeps the accessibility rules and holds no formula.
4. The tidy data holds every answer of the territories shown, under the promised names, numbers as numbers.
5. Every score leads to its answers: score -> figures -> rows of the data.
6. Text from participants is data, whole, on every sheet.
7. A withheld score is a visible mark, never empty, never zero.
8. The order is alphabetical and nothing is ranked.
9. The illustrative and working-grid notices stand on the cover.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from reports import text
from reports.deliver import deliver
from reports.orders import WORKBOOK
from schemas.errors import OutputError
from schemas.outcome import Outcome
from sheet_templates import load
from tests.reports import factory
from tests.reports.lint import findings

pytestmark = pytest.mark.slow

NAMES = ("consolidated-fr", "consolidated-en", "consolidated-es", "consolidated-pt", "undp", "ilo", "gsef")


def _tidy(path: Path, language: str) -> list[dict[str, object]]:
    title = load.words(language)("report.tabs.data")
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(title).to_python()
    header = next(place for place, row in enumerate(rows) if row[0] == "territory_id")
    return [dict(zip(rows[header], row, strict=True)) for row in rows[header + 1 :]]


def _sheet(path: Path, language: str, key: str) -> Worksheet:
    return load_workbook(path)[load.words(language)(f"report.tabs.{key}")]


def test_languages_come_first_then_agencies(result: Outcome, tmp_path: Path):
    """Requirement 1."""
    small = replace(result, campaign=replace(result.campaign, languages=("pt",), agencies=result.campaign.agencies[1:]))

    paths = deliver(small, tmp_path / "new", (WORKBOOK,))

    assert [path.name for path in paths] == ["consolidated-pt.xlsx", "ilo.xlsx", "gsef.xlsx"]
    assert sorted(path.name for path in paths) == sorted(path.name for path in (tmp_path / "new").glob("*.xlsx"))


def test_the_same_outcome_gives_the_same_bytes(result: Outcome, delivered: dict[str, Path], tmp_path: Path):
    """Requirement 2."""
    some = replace(result.campaign, languages=("pt",), agencies=result.campaign.agencies[1:2])

    paths = deliver(replace(result, campaign=some), tmp_path, (WORKBOOK,))

    assert [path.stem for path in paths] == ["consolidated-pt", "ilo"]
    for path in paths:
        assert path.read_bytes() == delivered[path.stem].read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_every_workbook_keeps_the_rules(delivered: dict[str, Path], name: str):
    """Requirement 3."""
    assert findings(delivered[name]) == []


@pytest.mark.parametrize("language", ["fr", "en", "es", "pt"])
def test_the_tidy_data_holds_every_answer(result: Outcome, delivered: dict[str, Path], language: str):
    """Requirement 4."""
    rows = _tidy(delivered[f"consolidated-{language}"], language)

    columns = "territory_id block_id indicator_id respondent_id state level tab cell pulled_at found pull_id"
    assert columns.split() == list(rows[0])
    assert len(result.answers) == len(rows)
    keys = ["territory_id", "indicator_id", "respondent_id", "state", "tab", "cell", "pull_id"]
    expected = sorted(tuple(row) for row in result.answers[keys].itertuples(index=False))
    assert expected == sorted(tuple(row[key] for key in keys) for row in rows)
    assert {"level"} == {row["state"] for row in rows if row["level"] != ""}
    assert int(result.answers["level"].sum()) == sum(row["level"] for row in rows if row["level"] != "")
    assert datetime(2026, 6, 1, 14, 30) == rows[0]["pulled_at"]  # noqa: DTZ001 - cells have no zone


def test_a_score_leads_to_the_rows_of_its_answers(delivered: dict[str, Path]):
    """Requirement 5."""
    book = load_workbook(delivered["consolidated-fr"])
    overview = book[load.words("fr")("report.tabs.overview")]
    score = next(cell for row in overview.iter_rows() for cell in row if isinstance(cell.value, float))
    territory = overview.cell(score.row, 1).value
    block_title, row = score.hyperlink.location.rsplit("!A", 1)
    block = book[block_title.strip("'").replace("''", "'")]
    assert territory == block.cell(int(row), 1).value

    level = block.cell(int(row), 3)
    figures = int(level.hyperlink.location.rsplit("!A", 1)[1])
    indicator = block.cell(figures, 2).value
    assert territory == block.cell(figures, 1).value
    assert level.value == block.cell(figures, 3).value

    link = next(cell.hyperlink for cell in block[figures][4:] if cell.hyperlink and "données" in str(cell.value))
    data_title, first = link.location.rsplit("!A", 1)
    data = book[data_title.strip("'")]
    answered = [[cell.value for cell in data[line]] for line in range(int(first), int(first) + 5)]
    assert {indicator} == {row[2] for row in answered}
    assert [row[3] for row in answered] == ["R1", "R2", "R3", "R4", "R5"]


def test_wild_text_arrives_as_text(result: Outcome, delivered: dict[str, Path]):
    """Requirement 6: what people typed is found again, cleaned and cut in the ways that are announced."""
    positions = _sheet(delivered["consolidated-en"], "en", "positions")
    cells = {str(cell.value): cell for row in positions.iter_rows() for cell in row if cell.data_type == "s"}
    shown = load.guideline().policy.max_comment_characters
    comments = set(result.positions["comment"])

    typed = [one for one in factory.WILD if one and one in comments]
    assert len(typed) > 20
    for wild in typed:
        expected = text.fitted(text.clean(wild), shown)
        if any(ord(one) < 32 for one in expected):
            continue
        assert expected in cells, repr(wild[:40])
        assert text.risky(expected) == cells[expected].quotePrefix
        assert cells[expected].hyperlink is None


def test_a_withheld_score_is_a_visible_mark(delivered: dict[str, Path]):
    """Requirement 7."""
    overview = _sheet(delivered["consolidated-es"], "es", "overview")
    leeds = next(row for row in overview.iter_rows(values_only=True) if row[0] == "Leeds")

    assert list(leeds[1:9]) == ["[w] 2/7", "[x]", "[x]", "[w] 1/8", "[x]", "[x]", "[x]", "[x]"]


def test_territories_stand_in_alphabetical_order(delivered: dict[str, Path]):
    """Requirement 8."""
    overview = _sheet(delivered["consolidated-pt"], "pt", "overview")
    names = [row[0] for row in overview.iter_rows(values_only=True)]
    first = names.index("Amiens")

    assert names[first : first + 6] == ["Amiens", "Córdoba", "Évora", "Leeds", "Praia", "Zarzis"]


@pytest.mark.parametrize("language", ["fr", "en", "es", "pt"])
def test_the_cover_says_how_not_to_read_it(delivered: dict[str, Path], language: str):
    """Requirement 9."""
    words = load.words(language)
    cover = _sheet(delivered[f"consolidated-{language}"], language, "cover")
    said = " ".join(str(row[0]) for row in cover.iter_rows(values_only=True) if row[0])

    for key in ("exercise.tagline", "exercise.working_grid", "exercise.illustrative"):
        assert words(key) in said


def test_a_file_that_cannot_be_replaced_is_said(result: Outcome, tmp_path: Path):
    """Requirement 1: nothing is skipped silently, no half file is left, and the others are written."""
    (tmp_path / "consolidated-fr.xlsx").mkdir()

    with pytest.raises(OutputError) as raised:
        deliver(result, tmp_path, (WORKBOOK,))

    assert "consolidated-fr.xlsx" in raised.value.message
    assert "pipeline report" in raised.value.hint
    assert not (tmp_path / "consolidated-fr.xlsx").is_file()
    assert (tmp_path / "consolidated-en.xlsx").is_file()
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
