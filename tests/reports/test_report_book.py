"""Drawing sheets.

1. A link that leads nowhere, a table that lies about its rows, or two sheets of one key stop the run.
2. Any text can be a cell, a header, a title, a tab, an alternative text; the file opens and holds no formula.
3. Colours of the scale are fixed, and everything printed on them can be read.
4. Limits of the format are met before they bite.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from reports import book, limits, text, theme
from reports.layout import placed
from reports.sheet import Cell, Chart, Column, Formula, Link, Note, Series, Sheet, Table, Web, table
from schemas.errors import OutputError, StageError
from tests.reports.factory import WILD
from tests.reports.lint import _contrast, findings

FACTS = book.Facts("Titre", "Sujet", "Auteur", "Notes", "fr", datetime(2026, 6, 1, tzinfo=UTC), "←", "Page")


def _contents(*parts: Note | Table | Chart, title: str = "Sommaire", heading: str = "Titre") -> Sheet:
    return Sheet("contents", title, heading, parts)


def _write(folder: Path, *sheets: Sheet) -> Path:
    return book.write(folder / "x.xlsx", sheets, FACTS)


@pytest.mark.parametrize("link", [Link("nowhere"), Link("contents", "nothing")])
def test_a_link_that_leads_nowhere_stops_the_run(tmp_path: Path, link: Link):
    """Requirement 1."""
    with pytest.raises(StageError, match="leads nowhere"):
        _write(tmp_path, _contents(Note("x", theme.LINK, link)))

    assert list(tmp_path.iterdir()) == []


def test_a_table_must_have_the_rows_it_says(tmp_path: Path):
    """Requirement 1."""
    lying = Table("T", (Column("A"),), [("1",)], 2)

    with pytest.raises(StageError, match="other rows"):
        _write(tmp_path, _contents(lying))


def test_two_sheets_need_two_keys(tmp_path: Path):
    """Requirement 1."""
    with pytest.raises(StageError, match="same key"):
        _write(tmp_path, _contents(), _contents())


@pytest.mark.parametrize("wild", [one for one in WILD if one], ids=lambda one: repr(one[:12]))
def test_any_text_can_stand_anywhere(tmp_path: Path, wild: str):
    """Requirement 2."""
    rows = table("Wild", [Column(wild), Column(wild), Column("n")], [(wild, Cell(wild, theme.WRAP), 1.0)], caption=wild)
    chart = Chart("radar", wild, wild, "Wild", 0, (Series(wild, 2, theme.NAVY),))

    path = _write(tmp_path, _contents(Note(wild[:300]), rows, chart, title=wild, heading=wild))

    shown = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert text.fitted(text.clean(wild)) in {cell for row in shown for cell in row}
    broken = [one for one in findings(path) if not one.startswith("46")]
    assert broken == []
    assert not [
        cell for row in load_workbook(path).active.iter_rows() for cell in row if cell.hyperlink and cell.row > 2
    ]


def test_a_chart_can_draw_a_formula_that_says_something(tmp_path: Path):
    """Requirement 2: in words that stand nowhere else in the workbook."""
    rows = table("Said", [Column("A"), Column("B")], [("a", Cell(Formula('"none"', "none"))), ("b", 2.0)])
    chart = Chart("bar", "Said", "Said", "Said", 0, (Series("B", 1, theme.NAVY),))

    path = _write(tmp_path, _contents(rows, chart))

    assert ["a", "none"] in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def test_a_public_page_is_a_link_with_words(tmp_path: Path):
    """Requirement 2: only content of the guideline becomes a link."""
    path = _write(tmp_path, _contents(Note("Source 1", theme.LINK, Web("https://example.org/a?b=c"))))

    cell = next(cell for row in load_workbook(path).active.iter_rows() for cell in row if cell.value == "Source 1")
    assert cell.hyperlink.target == "https://example.org/a?b=c"


@pytest.mark.parametrize("score", range(0, 101, 5))
def test_ink_can_be_read_on_every_shade(score: int):
    """Requirement 3."""
    assert _contrast(theme.INK[1:], theme.heat(score).fill[1:]) >= 4.5


def test_the_scale_is_fixed():
    """Requirement 3."""
    assert [theme.heat(score).fill for score in (0, 50, 100, -20)] == [theme.LOW, theme.MIDDLE, theme.HIGH, theme.LOW]
    assert theme.heat(62.4) == theme.heat(60.1)


def test_too_many_rows_are_said_before_anything_is_drawn():
    """Requirement 4."""
    with pytest.raises(OutputError, match="1048576"):
        placed(_contents(Table("T", (Column("A"),), (), limits.MAX_ROWS)))


def test_links_stop_at_the_limit_and_values_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Requirement 4."""
    monkeypatch.setattr(limits, "MAX_LINKS_PER_SHEET", 3)
    rows = [(Cell("x", theme.CELL_LINK, Link("contents")),)] * 6

    path = _write(tmp_path, _contents(table("Links", [Column("A")], rows)))

    cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row if cell.value == "x"]
    assert len(cells) == 6
    assert sum(1 for cell in cells if cell.hyperlink) == 2
