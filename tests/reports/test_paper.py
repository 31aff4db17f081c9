"""How the sheets come out on paper.

1. The profile of a territory and its charts stand on the first page, in smaller print where that is enough.
2. What charts draw, and the long rows made for the screen, are not printed; the page says so where it matters.
3. A long table repeats its header on each further page; a sheet of several tables repeats that of the longest.
4. The contents stand on one page.
5. A chart names what is withheld, on its axis or at the foot of the bar, and draws no zero for it.
6. A row is as high as its text needs, and no higher.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from reports import book, paging, theme, workbook
from reports.layout import n_lines, placed
from reports.sections import overview
from reports.sections.parts import WITHHELD
from reports.sheet import Chart, Column, Gallery, Note, Series, Sheet, table
from reports.view import View, view
from sheet_templates import load
from tests.reports.factory_trust import trusted

SAY = load.words("fr")


@pytest.fixture(scope="module")
def seen() -> View:
    """The consolidated view in French."""
    return view(trusted(), None, "fr")


@pytest.fixture(scope="module")
def path(seen: View, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The consolidated workbook in French."""
    return book.write(tmp_path_factory.mktemp("paper") / "x.xlsx", workbook.sheets(seen), workbook.facts(seen))


@pytest.fixture(scope="module")
def read(path: Path) -> Workbook:
    """The same, read back."""
    return load_workbook(path)


def _profile(n_rows: int, *, charts_first: bool = True) -> Sheet:
    columns = [Column("A", 100), Column("B", 100)]
    chart = Chart("bar", "t", "a" * 50, "First", 0, (Series("s", 1, theme.NAVY),), height_rows=17, width=700)
    first = table("First", columns, [("x", 1.0)] * n_rows, caption="One")
    values = table("Values", columns, [("x", 1.0)] * 30, caption="Drawn", printed=False)
    return Sheet("k", "T", "H", (Note("n"), first, Gallery((chart, chart), 2), values), charts_first=charts_first)


@pytest.mark.parametrize("n_rows", range(5, 40))
def test_charts_stand_on_the_first_page_where_that_can_be(n_rows: int):
    """Requirement 1."""
    plan = placed(_profile(n_rows))
    alone = paging.scale(placed(_profile(n_rows, charts_first=False)), {})

    per_cent = paging.scale(plan, {})

    charts = next(row for row, part in plan.parts if isinstance(part, Gallery))
    fits = 15 * (charts + 17) <= (595 - 94) * 0.94 * 100 / per_cent
    assert 0.8 * alone <= per_cent <= alone
    assert fits == (charts not in paging.breaks(plan, {}, per_cent))
    assert fits or 15 * (charts + 17) > (595 - 94) * 0.94 * 100 / (0.8 * alone) - 15


def test_every_territory_has_its_charts_on_the_first_page(seen: View, read: Workbook):
    """Requirement 1: in a real workbook, charts are anchored above the first page break."""
    for one in seen.territories:
        sheet = read[one.name]
        first = min(mark.id for mark in sheet.row_breaks.brk)

        assert all(chart.anchor.to.row <= first for chart in sheet._charts)
        assert len(sheet._charts) == 2


def test_what_is_for_the_screen_is_not_printed(read: Workbook):
    """Requirement 2."""
    territory, data = read["Praia"], read[SAY("report.tabs.data")]
    drawn = next(row[0].row for row in territory.iter_rows() if row[0].value == SAY("report.territory.radar_data"))

    assert int(re.search(r"(\d+)$", territory.print_area).group(1)) < drawn
    assert territory.max_row > drawn
    assert int(re.search(r"(\d+)$", data.print_area).group(1)) < 8
    assert SAY("report.data.unprinted") in " ".join(str(row[0]) for row in data.iter_rows(max_row=6, values_only=True))


@pytest.mark.parametrize(
    ("tab", "header"), [("matrix", "report.column.territory"), ("problems", "report.column.territory"), ("talk", "")]
)
def test_headers_are_repeated(read: Workbook, tab: str, header: str):
    """Requirement 3."""
    sheet = read[SAY(f"report.tabs.{tab}")]
    row = int(str(sheet.print_title_rows).rpartition("$")[2])

    assert not header or sheet.cell(row, 1).value == SAY(header)
    assert row > 2
    longest = max(sheet.tables.values(), key=lambda one: int(re.search(r"(\d+)$", one.ref).group(1)))
    assert f"A{row}" == longest.ref.partition(":")[0]


def test_the_contents_stand_on_one_page(read: Workbook):
    """Requirement 4."""
    setup = read[SAY("report.tabs.contents")].page_setup

    assert {setup.fitToHeight, setup.fitToWidth} <= {
        1,
        None,
    }  # one page wide and high is what the format takes for granted
    assert read[SAY("report.tabs.contents")].sheet_properties.pageSetUpPr.fitToPage


def test_a_withheld_score_is_named_in_charts(read: Workbook, path: Path):
    """Requirement 5: Leeds has no index; one block of Praia is withheld."""
    with ZipFile(path) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    bars = [one for one in charts if "<c:barChart>" in one]
    leeds = read["Leeds"]
    axis = {str(row[0].value) for row in leeds.iter_rows() if str(row[0].value).endswith(WITHHELD)}

    assert [one for one in bars if WITHHELD in one]
    assert all("<c:dLbls>" in one for one in bars)
    assert axis == {f"{block.short['fr']} {WITHHELD}" for block in load.guideline().blocks}


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("Le point le plus bas : LEG-2 Articulation avec la loi nationale.", 58, 1),
        ("x " * 60, 60, 2),
        ("one\ntwo\n\nfour", 60, 4),
        ("桃" * 30, 40, 2),
        ("W" * 30, 30, 2),
    ],
)
def test_a_row_is_as_high_as_its_text(text: str, width: float, lines: int):
    """Requirement 6."""
    assert n_lines(text, width) == lines


def test_an_overview_without_charts_is_not_made_smaller(seen: View):
    """Requirement 1: only sheets that ask for it."""
    plan = placed(overview.sheet(seen))

    assert paging.scale(plan, {}) == paging.scale(plan, dict.fromkeys(range(100), 400.0))
