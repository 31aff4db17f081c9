"""Many territories: an index and workbooks by country, and nothing lost between them.

1. Beyond the limit of the guideline the workbook is an index; each territory is in exactly one workbook by country.
2. The index leads to the page of every territory and to every workbook: files and tabs that are there.
3. Every answer and every score stands in the workbooks by country, as in the outcome.
4. What a sheet of the index does not hold is said on it, in the reader's language; the index keeps the rules.
5. Countries too large for one workbook are parted evenly, and their names make files on any system.
6. A sheet that may hold no more links says how many cells have none; the values stay.
7. Rows are drawn from top to bottom only; a number that is none stops the run.
8. The same holds for over a thousand territories.
9. The overview counts the territories by band: bands begin at levels, the index is in points.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from reports import book, limits, theme
from reports.deliver import deliver
from reports.groups import groups
from reports.orders import TABLES, WORKBOOK, carry_out
from reports.plan import Plan
from reports.rows import records
from reports.sections import overview
from reports.sheet import Cell, Column, Link, Sheet, plain, table, tables
from reports.view import view
from schemas.errors import StageError
from schemas.outcome import Outcome
from sheet_templates import load
from tests.reports import factory
from tests.reports.lint import findings
from tests.reports.test_report_layers import FACTS

pytestmark = pytest.mark.slow

WORDS = load.words("fr")
FOLDER = "consolidated-fr-territories"


def _large(n_territories: int, most: int, language: str = "fr", depth: str = "core") -> Outcome:
    """So many territories in few countries, and a limit that is lower."""
    made = factory.outcome(n_territories, depth)
    policy = replace(made.guideline.policy, workbook_territories=most)
    return replace(
        made,
        guideline=replace(made.guideline, policy=policy),
        campaign=replace(made.campaign, languages=(language,), agencies=()),
    )


@pytest.fixture(scope="module")
def large() -> Outcome:
    """Ten territories where a workbook shows at most three."""
    return _large(10, 3)


@pytest.fixture(scope="module")
def paths(large: Outcome, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The index, then the workbooks by country."""
    return deliver(large, tmp_path_factory.mktemp("large"), (WORKBOOK,))


def _rows(path: Path, key: str) -> list[list[object]]:
    title = WORDS(f"report.tabs.{key}")
    return CalamineWorkbook.from_path(path).get_sheet_by_name(title).to_python(skip_empty_area=False)


def _table(path: Path, key: str, header: str) -> Iterator[dict[str, object]]:
    rows = _rows(path, key)
    first = next(place for place, row in enumerate(rows) if header in row)
    for row in rows[first + 1 :]:
        if row[0] == "":
            return
        yield dict(zip(map(str, rows[first]), row, strict=True))


def _check_nothing_is_lost(large: Outcome, paths: list[Path]) -> None:
    """Requirements 1 to 3, read back by another reader."""
    index, *parts = paths
    names = {one.id: one.name for one in large.campaign.territories}
    tabs = {f"{FOLDER}/{path.name}": CalamineWorkbook.from_path(path).sheet_names for path in parts}
    found = Counter(title for titles in tabs.values() for title in titles if title in set(names.values()))
    assert dict.fromkeys(names.values(), 1) == dict(found)
    links = _links(index)
    for name in names.values():
        file, tab = links[name]
        assert tab == name
        assert name in tabs[file]
    rows = [row for path in parts for row in _table(path, "data", "respondent_id")]
    expected = records(large.answers)
    assert len(expected) == len(rows)
    key = ("territory_id", "indicator_id", "respondent_id", "state", "tab", "cell")
    assert Counter(tuple(getattr(one, name) for name in key) for one in expected) == Counter(
        tuple(row[name] for name in key) for row in rows
    )


def _links(index: Path) -> dict[str, tuple[str, str]]:
    """Cells of the list of territories that open a file: what stands there -> its path and tab."""
    sheet = load_workbook(index)[WORDS("report.tabs.territories")]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink and cell.hyperlink.target]
    return {
        str(cell.value): (unquote(cell.hyperlink.target), str(cell.hyperlink.location).rpartition("!")[0].strip("'"))
        for cell in cells
    }


def test_nothing_is_lost(large: Outcome, paths: list[Path]):
    """Requirements 1 to 3."""
    assert paths[0].name == "consolidated-fr.xlsx"
    assert {path.parent.name for path in paths[1:]} == {FOLDER}
    _check_nothing_is_lost(large, paths)


def test_every_workbook_can_be_opened_from_the_index(paths: list[Path]):
    """Requirement 2."""
    links = _links(paths[0])

    for path in paths[1:]:
        assert links[path.name] == (f"{FOLDER}/{path.name}", WORDS("report.tabs.cover"))


def test_every_score_is_in_the_index(large: Outcome, paths: list[Path]):
    """Requirement 3: each territory's block scores, or the mark of what there is instead."""
    shown: dict[object, list[object]] = {}
    for row in _rows(paths[0], "overview"):
        shown.setdefault(row[0], row[1:9])
    blocks = [block.id for block in large.guideline.blocks]

    for one in records(large.block_scores):
        name = large.campaign.territory(one.territory_id).name
        cell = shown[name][blocks.index(one.block_id)]
        wide = one.score is not None and one.upper - one.lower > large.guideline.policy.wide_bounds
        if one.score is None or wide:
            assert isinstance(cell, str)
        else:
            assert cell == pytest.approx(one.score)


def test_territories_are_counted_by_band(large: Outcome):
    """Requirement 9: from 1.5 levels (37.5 points) on in the middle, from 2.75 (68.75 points) on high."""
    points = [0.0, 37.4, 37.5, 37.5 - 1e-12, 50.0, 68.7, 68.75, 100.0, None, None]
    index = large.index.assign(index=pd.array(points, dtype="Float64"))
    sheet = overview.sheet(view(replace(large, index=index), None, "fr"))

    (found,) = (one for one in tables(sheet) if one.name == "Overview_bands")
    assert [plain(row[1]) for row in found.rows] == [2, 4, 2, 2]
    assert [plain(row[0]) for row in found.rows][:3] == [WORDS(f"bands.{band}.name") for band in ("low", "mid", "high")]


@pytest.mark.parametrize("language", ["fr", "en", "es", "pt"])
def test_what_is_elsewhere_is_said(tmp_path: Path, language: str):
    """Requirement 4."""
    words = load.words(language)
    carry_out(next(Plan(_large(7, 5, language), (WORKBOOK,)).orders()), tmp_path, {})
    (index,) = tmp_path.glob("*.xlsx")
    read = CalamineWorkbook.from_path(index)
    said = {
        title: " ".join(str(row[0]) for row in read.get_sheet_by_name(title).to_python() if row)
        for title in read.sheet_names
    }

    note = " ".join(words("report.territory.elsewhere", tab=words("report.tabs.territories")).split())
    blocks = [block.short[language] for block in load.guideline().blocks]
    for title in (*(words(f"report.tabs.{key}") for key in ("matrix", "intervals", "coverage", "advice")), *blocks):
        assert note[:60] in " ".join(said[title].split())
    for key in ("data", "positions", "plans", "weights", "problems"):
        assert words(f"report.tabs.{key}") not in read.sheet_names
        assert words(f"report.tabs.{key}") in said[words("report.tabs.contents")]
    assert findings(index) == []


def test_the_parts_keep_the_rules(paths: list[Path]):
    """Requirement 4."""
    assert [finding for path in (paths[0], paths[-1]) for finding in findings(path)] == []


@pytest.mark.slow
def test_the_accessible_twins_follow(large: Outcome, tmp_path: Path):
    """Requirement 4: the index as tables, and a twin beside each workbook by country."""
    names = [path.relative_to(tmp_path).as_posix() for path in deliver(large, tmp_path, (TABLES,))]

    assert names[:2] == ["consolidated-fr-tables.xlsx", "consolidated-fr-tables.ods"]
    cover = CalamineWorkbook.from_path(tmp_path / names[0]).get_sheet_by_index(0).to_python()
    assert [WORDS("report.territory.separate", n=10, most=3)] in [row[:1] for row in cover]
    assert sorted(names[2:]) == sorted(
        f"{FOLDER}/{group.file.removesuffix('.xlsx')}-tables{ending}"
        for group in groups(records(large.territories), 3)
        for ending in (".xlsx", ".ods")
    )


def test_countries_are_parted_evenly():
    """Requirement 5."""
    found = factory.outcome(15, "core").territories.assign(country=["fr"] * 11 + ["", "A/B", "a b", "CON?"])

    made = groups(records(found), 4)

    assert [(one.name, len(one.territories)) for one in made] == [
        ("A B", 1), ("A/B", 1), ("CON?", 1), ("FR 1/3", 3), ("FR 2/3", 4), ("FR 3/3", 4), ("other", 1),
    ]  # fmt: skip
    files = [one.file for one in made]
    assert len({one.casefold() for one in files}) == len(files)
    assert all(re.fullmatch(r"[\w.-]+\.xlsx", one, re.ASCII) for one in files)


def test_a_sheet_says_where_its_links_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Requirement 6."""
    monkeypatch.setattr(limits, "MAX_LINKS_PER_SHEET", 3)
    rows = [(Cell("x", theme.CELL_LINK, Link("contents")), "y")] * 6
    sheet = Sheet("contents", "Sommaire", "Titre", (table("Links", [Column("A"), Column("B")], rows),))
    facts = replace(FACTS, unlinked=WORDS("report.link.unlinked", n="{n}", left="{left}"))

    read = load_workbook(book.write(tmp_path / "x.xlsx", [sheet], facts)).active

    assert read["B2"].value == WORDS("report.link.unlinked", n=3, left=4)
    assert sum(1 for row in read.iter_rows() for cell in row if cell.value == "x") == 6


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_none_stops_the_run(tmp_path: Path, wrong: float):
    """Requirement 7."""
    sheet = Sheet("contents", "S", "T", (table("Numbers", [Column("A")], [(wrong,)]),))

    with pytest.raises(StageError, match="a number is none"):
        book.write(tmp_path / "x.xlsx", [sheet], FACTS)


@pytest.mark.slow
def test_nothing_is_lost_of_over_a_thousand(tmp_path: Path):
    """Requirement 8."""
    large = _large(1_203, 250)

    paths = deliver(large, tmp_path, (WORKBOOK,))

    assert len(paths) == 1 + len(groups(records(large.territories), 250))
    _check_nothing_is_lost(large, paths)
