"""How the sheets come out on paper.

1. The profile of a territory and its charts stand on the first page, in smaller print where that is enough.
2. What charts draw, and the long rows made for the screen, are not printed; the page says so where it matters.
3. A long table repeats its header on each further page; a sheet of several tables repeats that of the longest, and
   never over figures that it does not name.
4. The contents stand on one page.
5. A chart names what is withheld, on its axis or at the foot of the bar, and draws no zero for it.
6. A row is as high as its text needs, and no higher.
7. What an agreement holds back of every action takes no column: it is named once.
8. The lines of one territory are not parted by the end of a page.
9. A last page of a few lines is saved by slightly smaller print, where that is enough.
7. What is hardly longer than a page is printed hardly smaller, on one page; what is longer keeps its size.
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
from reports.sections import overview, plans
from reports.sections.parts import WITHHELD
from reports.sheet import Chart, Column, Gallery, Note, Series, Sheet, table, tables
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


def _list(n_rows: int) -> Sheet:
    return Sheet("k", "T", "H", (table("Only", [Column("A", 200)], [("x",)] * n_rows),))


@pytest.mark.parametrize("n_rows", range(30, 60, 2))
def test_no_page_holds_a_few_last_lines(n_rows: int):
    """Requirement 7."""
    plan, usual = placed(_list(n_rows)), paging.scale(placed(_list(5)), {})
    per_cent = paging.scale(plan, {})
    hardly_longer = 15 * plan.n_rows <= (595 - 94) * 0.94 * 100 / (0.88 * usual + 1)

    assert per_cent == usual or 0.88 * usual <= per_cent < usual
    assert not hardly_longer or paging.breaks(plan, {}, per_cent) == []
    assert per_cent == usual or paging.breaks(plan, {}, per_cent) == []


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


def test_a_repeated_header_names_all_figures_under_it(seen: View):
    """Requirement 3: paper knows one repeated header per sheet, whatever table the page is in."""
    foreign = []
    for one in (*workbook.sheets(seen), *workbook.sheets(view(trusted(), trusted().campaign.agencies[0], "fr"))):
        printed = [part for part in tables(one) if part.n_rows and part.printed]
        heads = {part.name: tuple(column.header for column in part.columns) for part in printed}
        repeated = one.repeat or one.freeze
        below = list(heads)[list(heads).index(repeated) :] if repeated in heads else []
        foreign += [f"{one.key}: {name}" for name in below if heads[name] != heads[repeated]]

    assert foreign == []


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


def test_what_is_held_back_takes_no_column(seen: View):
    """Requirement 7."""
    label = {one.id: one.label for one in seen.guideline.plan_columns}["description"]
    agency = next(one for one in trusted().campaign.agencies if one.redaction == "no_quotes")
    theirs = view(trusted(), agency, agency.language)

    ours, held = (
        (heads(plans.sheet(one)), " ".join(part.text for part in plans.sheet(one).parts if isinstance(part, Note)))
        for one in (seen, theirs)
    )

    assert (label["fr"] in ours[0], label["fr"] in ours[1]) == (True, False)
    assert (label[agency.language] in held[0], label[agency.language] in held[1]) == (False, True)


def heads(sheet: Sheet) -> list[str]:
    """The headers of the first table of a sheet."""
    return [column.header for column in tables(sheet)[0].columns]


@pytest.mark.parametrize("n_lines_before", range(6))
def test_lines_that_belong_together_stand_on_one_page(n_lines_before: int):
    """Requirement 8."""
    notes = tuple(Note("n") for _ in range(n_lines_before))
    together = table("Groups", [Column("A", 30)], [("x",)] * 80, caption="c", together=8)
    plan = placed(Sheet("k", "T", "H", (*notes, together)))

    found = paging.breaks(plan, {}, 100)

    assert len(found) >= 3
    assert all((row - plan.headers["Groups"] - 1) % 8 == 0 for row in found)


@pytest.mark.parametrize("n_rows", range(30, 130, 3))
def test_no_last_page_of_a_few_lines_where_a_little_smaller_print_saves_it(n_rows: int):
    """Requirement 9."""
    plan = placed(Sheet("k", "T", "H", (table("Long", [Column("A", 120)], [("x",)] * n_rows),), freeze="Long"))
    wide = paging.scale(placed(Sheet("k", "T", "H", (table("Long", [Column("A", 120)], [("x",)] * 45),))), {})

    per_cent = paging.scale(plan, {})

    starts = paging.breaks(plan, {}, per_cent)
    tail = plan.n_rows - starts[-1] if starts else plan.n_rows
    assert 0.87 * wide <= per_cent <= wide
    assert not starts or tail > 5 or len(paging.breaks(plan, {}, int(0.9 * wide))) == len(starts)


def test_an_overview_without_charts_is_not_made_smaller(seen: View):
    """Requirement 1: only sheets that ask for it."""
    plan = placed(overview.sheet(seen))

    assert paging.scale(plan, {}) == paging.scale(plan, dict.fromkeys(range(100), 400.0))
