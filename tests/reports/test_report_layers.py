"""What other programs make of the workbooks: layers that each catch something different (docs of the workbook, 7).

1. A strict reading of the XML: every part well formed, every style, shared text and relation there, rows in order.
2. Two readers, calamine and openpyxl, find the same values, and openpyxl saves and opens it again.
3. LibreOffice opens it, saves it, and the values are the same.
4. A caption never stands alone at the foot of a page: breaks fall before captions, charts stay whole.
5. Cells and formats of a small workbook are those of the golden file; it changes only in a commit that says why.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from reports import book, paging, theme
from reports.layout import placed
from reports.sections.parts import block_score
from reports.sheet import Cell, Chart, Column, Entry, Formula, Gallery, Note, Ref, Series, Sheet, table
from reports.view import view
from tests.reports import factory
from tests.reports.office import SOFFICE, converted
from tests.reports.strict import broken

GOLDEN = Path(__file__).parent / "golden_workbook.txt"
FACTS = book.Facts("Titre", "Sujet", "Auteur", "Notes", "fr", datetime(2026, 6, 1, tzinfo=UTC), "←", "Page")


@pytest.mark.parametrize(
    "name",
    [
        "consolidated-fr",
        "ilo",
        *(pytest.param(f"consolidated-{one}", marks=pytest.mark.slow) for one in ("en", "es", "pt")),
    ],
)
def test_every_part_is_whole(delivered: dict[str, Path], name: str):
    """Requirement 1."""
    assert broken(delivered[name]) == []


def test_two_readers_find_the_same(delivered: dict[str, Path], tmp_path: Path):
    """Requirement 2."""
    read = load_workbook(delivered["ilo"], data_only=True)
    other = CalamineWorkbook.from_path(delivered["ilo"])

    for sheet in read.worksheets:
        rows = other.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        for row, values in zip(sheet.iter_rows(values_only=True), rows, strict=False):
            for one, found in zip(row, values, strict=False):
                if isinstance(one, int | float):
                    assert found == pytest.approx(one)
                elif isinstance(one, str) and "_x00" not in one:
                    assert found == one
    read.save(tmp_path / "again.xlsx")
    assert load_workbook(tmp_path / "again.xlsx").sheetnames == read.sheetnames


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_round_trip_through_libreoffice_keeps_the_values(delivered: dict[str, Path], tmp_path: Path):
    """Requirement 3."""
    ours = load_workbook(delivered["ilo"], data_only=True)
    theirs = load_workbook(converted(delivered["ilo"], tmp_path), data_only=True)

    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
                    assert theirs[sheet.title][cell.coordinate].value == pytest.approx(cell.value, rel=1e-9)


def _tall(n_rows: int) -> Sheet:
    columns = [Column("A", 60), Column("B", 60)]
    first = table("First", columns, [("x", "y")] * n_rows, caption="One")
    second = table("Second", columns, [("x", 1.0)] * 5, caption="Two")
    chart = Chart("bar", "t", "a" * 50, "Second", 0, (Series("s", 1, theme.NAVY),), height_rows=20)
    return Sheet("contents", "Sommaire", "Titre", (Note("n"), first, second, Gallery((chart, chart), 1)))


@pytest.mark.parametrize("n_rows", range(20, 60))
def test_captions_and_charts_are_not_parted(n_rows: int):
    """Requirement 4: wherever the second table falls, its caption, header and first rows share a page."""
    plan = placed(_tall(n_rows))
    per_cent = paging.scale(plan, {})

    found = paging.breaks(plan, {}, per_cent)

    room = (595 - 94) * 0.94 * 100 / per_cent / 15
    caption = plan.headers["Second"] - 1
    charts = next(row for row, part in plan.parts if isinstance(part, Gallery))
    inside = [*range(caption + 1, caption + 4), *range(charts + 1, charts + 20), *range(charts + 21, charts + 40)]
    assert not set(inside) & set(found)
    starts = [0, *found, plan.n_rows]
    for start, row in ((caption, caption + 3), (charts, charts + 19), (charts + 20, charts + 39)):
        page = max(one for one in starts if one <= start)
        assert (start - page) % room + (row - start) <= room + 1


def _small() -> list[Sheet]:
    """One of everything that a cell can be."""
    seen = view(factory.outcome(depth="core"), None, "fr")
    scores = [seen.block_scores[key] for key in sorted(seen.block_scores)[:10]]
    refs = {"a": Ref("contents", "Golden", 2, 0)}
    rows = [
        (one.territory_id, block_score(seen, one), one.lower, Cell(Formula("{a}*2", 2 * scores[0].lower, refs)))
        for one in scores
    ]
    columns = [Column("Id", 20, theme.LABEL), *(Column(name, 12, theme.WHOLE) for name in ("Score", "Bas", "Double"))]
    entry = Cell(10.0, theme.ENTRY, entry=Entry("t", "m", between=(0, 100)))
    typed = table(
        "Typed",
        [Column("Texte", 20, theme.WRAP), Column("Poids", 10)],
        [("=1+1", entry), ("é", Cell("[w]", theme.MARK))],
    )
    golden = table("Golden", columns, rows, caption="Tableau")
    return [Sheet("contents", "Sommaire", "Titre", (Note("Une note"), golden, typed), protected=True)]


def test_a_small_workbook_is_the_golden_one(tmp_path: Path):
    """Requirement 5."""
    sheet = load_workbook(book.write(tmp_path / "golden.xlsx", _small(), FACTS))["Sommaire"]
    lines = []
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                fill = cell.fill.fgColor.rgb[2:] if cell.fill.fill_type else "-"
                font = f"{cell.font.sz:g}{'b' if cell.font.b else ''}{'u' if cell.font.u else ''} {cell.font.color.rgb[2:]}"
                locked = "locked" if cell.protection.locked else "open"
                lines.append(f"{cell.coordinate}\t{cell.value!r}\t{cell.number_format}\t{font}\t{fill}\t{locked}")

    assert lines == GOLDEN.read_text(encoding="utf-8").splitlines()
