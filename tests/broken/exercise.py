"""One campaign in which every case has a territory or a tab to itself: read once good, then spoiled, then read again."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

import cli
from pipeline.campaign_folder import CampaignFolder, open_campaign
from pipeline.state import open_state
from pipeline.story import rebuild
from schemas.outcome import Outcome
from tests.broken import desk
from tests.broken.cases_cells import CELL_CASES, LEVEL_CASES, CellCase, LevelCase
from tests.broken.cases_files import FILE_CASES, FileCase
from tests.broken.cases_tabs import TAB_CASES, TabCase

_OLD = 1_600_000_000
_SETTINGS = """id = "broken"
title = "Broken input"
depth = "core"
respondents = 3
plan_rows = 3
languages = ["fr"]
store = "folder:sheets"

[policy]
max_file_megabytes = 1
max_unpacked_megabytes = 40
"""


@dataclass(frozen=True)
class Ran:
    """What a command gave: exit code, what it printed, and its JSON."""

    code: int
    text: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.text)


@dataclass
class Exercise:
    """The campaign with everything that the tests look at afterwards."""

    path: Path
    spoiled: dict[str, bytes] = field(default_factory=dict)
    left: dict[str, bytes] = field(default_factory=dict)
    runs: list[Ran] = field(default_factory=list)
    written: list[dict[str, bytes]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    folder: CampaignFolder | None = None
    outcome: Outcome | None = None

    @property
    def sheets(self) -> Path:
        """Where the questionnaires are."""
        return self.path / "sheets"

    def run(self, *arguments: str) -> Ran:
        """Run the program on this campaign."""
        done = CliRunner().invoke(cli.main, ["-C", str(self.path), "-q", *arguments], catch_exceptions=False)
        return Ran(done.exit_code, done.stdout)

    def found(self, territory_id: str, tab: str | None = None) -> list[dict[str, Any]]:
        """The problems of a territory, or of one of its tabs."""
        return [
            one for one in self.problems if one["territory_id"] == territory_id and (tab is None or one["tab"] == tab)
        ]

    def status(self, territory_id: str) -> str:
        """What became of a territory in the run over the spoiled files."""
        result = self.runs[1].json
        failed = {one["territory_id"]: one["status"] for one in result["failed"]}
        return next((name for name in ("pulled", "unchanged") if territory_id in result[name]), failed.get(territory_id, ""))


def slug(name: str) -> str:
    """A case's name as a territory's id."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50].strip("-")


def language(number: int) -> str:
    """The languages in turn."""
    return desk.LANGUAGES[number % len(desk.LANGUAGES)]


def tab_place(case: TabCase) -> tuple[str, str, str]:
    """Territory, block and language of a case that has one tab to itself."""
    number = TAB_CASES.index(case)
    book = number // len(desk.BLOCKS)
    return f"tabs-{book}", desk.BLOCKS[number % len(desk.BLOCKS)], language(book)


def level_place(case: LevelCase) -> tuple[str, str, str]:
    """Territory, block and A1 name of a level case: nine to a tab."""
    number = LEVEL_CASES.index(case)
    block, at = divmod(number, 9)
    return "levels", desk.BLOCKS[block], f"{'EFG'[at % 3]}{desk.ROWS[at // 3]}"


def cell_place(case: CellCase) -> tuple[str, str]:
    """Tab key and row key of a case in another cell: each in the next row of the blocks, so that none meets another."""
    if not isinstance(case.place, str):
        return case.place[0], case.place[1]
    alike = [one for one in CELL_CASES if one.place == case.place]
    block, row = divmod(alike.index(case), len(desk.ROWS))
    return f"block:{desk.BLOCKS[block]}", desk.indicators(desk.BLOCKS[block])[row]


def file_place(case: FileCase) -> tuple[str, str]:
    """Territory and language of a case that has a file to itself."""
    return slug(case.name), "fr"


def territories() -> Iterator[tuple[str, str]]:
    """Every territory with its language, the good ones first."""
    yield from ((f"good-{one}", one) for one in desk.LANGUAGES)
    yield from dict.fromkeys((place[0], place[2]) for place in map(tab_place, TAB_CASES))
    yield "levels", "fr"
    yield "cells", "fr"
    yield from map(file_place, FILE_CASES)


def made(path: Path) -> Exercise:
    """The campaign's folder with a good questionnaire for every territory."""
    (path / "sheets").mkdir(parents=True)
    (path / "campaign.toml").write_text(_SETTINGS, encoding="utf-8")
    rows = [f"{one},{one},CV,{of}" for one, of in territories()]
    (path / "territories.csv").write_text("\n".join(["id,name,country,language", *rows]), encoding="utf-8")
    (path / "agencies.csv").write_text("id,name,language\n", encoding="utf-8")
    exercise = Exercise(path)
    for one, of in territories():
        _put(exercise.sheets / f"{one}.xlsx", desk.good_of(one, of))
    return exercise


def _put(path: Path, book: bytes) -> None:
    path.write_bytes(book)
    os.utime(path, (_OLD, _OLD))


def spoil(exercise: Exercise) -> None:
    """Do to every file what its cases say."""
    books = {place[0] for place in map(tab_place, TAB_CASES)}
    for book in sorted(books):
        _spoil_tabs(exercise, book, [case for case in TAB_CASES if tab_place(case)[0] == book])
    _spoil_levels(exercise)
    _spoil_cells(exercise)
    for case in FILE_CASES:
        path = exercise.sheets / f"{slug(case.name)}.xlsx"
        case.spoil(path, path.read_bytes())
        if not case.is_fresh and path.is_file() and not path.is_symlink():
            os.utime(path, (_OLD, _OLD))
    names = sorted(one.name for one in exercise.sheets.iterdir() if one.is_file() and os.access(one, os.R_OK))
    exercise.spoiled = {name: (exercise.sheets / name).read_bytes() for name in names if ".feedback." not in name}


def _spoil_tabs(exercise: Exercise, territory_id: str, cases: Sequence[TabCase]) -> None:
    path = exercise.sheets / f"{territory_id}.xlsx"
    book = desk.opened(path.read_bytes())
    for case in cases:
        _, block, of = tab_place(case)
        case.spoil(desk.Bench(book, book[desk.title_of(block, of)], block, of))
    titles = book.sheetnames
    content = desk.saved(book)
    for case in cases:
        if case.raw:
            _, block, of = tab_place(case)
            name, raw = f"xl/worksheets/sheet{titles.index(desk.title_of(block, of)) + 1}.xml", case.raw
            content = desk.rezipped(
                content, lambda part_name, part, name=name, raw=raw: raw(part.decode()).encode() if part_name == name else part  # type: ignore[misc]
            )
    _put(path, content)


def _spoil_levels(exercise: Exercise) -> None:
    path = exercise.sheets / "levels.xlsx"
    good = path.read_bytes()
    book = desk.opened(good)
    for case in LEVEL_CASES:
        _, block, name = level_place(case)
        _type(book[desk.title_of(block, "fr")][name], case.value, case.form, as_text=case.as_text)
    content = desk.saved(book)
    calculated = next(case for case in LEVEL_CASES if case.form == "calculated")
    _, block, name = level_place(calculated)
    part_name = f"xl/worksheets/sheet{book.sheetnames.index(desk.title_of(block, 'fr')) + 1}.xml"
    _put(path, desk.reparted(content, **{part_name: [("<f>1+2</f><v></v>", "<f>1+2</f><v>3</v>"), ("<f>1+2</f><v />", "<f>1+2</f><v>3</v>")][:1]}))


def _spoil_cells(exercise: Exercise) -> None:
    from pipeline.derive import Reader
    from pipeline.read_tabs import find_tabs
    from pipeline.stores.decode import sheets_of
    from pipeline.stores.workbook_files import Limits

    path = exercise.sheets / "cells.xlsx"
    good = path.read_bytes()
    folder = open_campaign(exercise.path)
    reader = Reader(folder.guideline, folder.campaign)
    tabs, _ = find_tabs(reader.expected("fr"), "cells", sheets_of("spreadsheet-file", good, Limits(9, 99, 999)))
    book = desk.opened(good)
    for case in CELL_CASES:
        tab_key, row_key = cell_place(case)
        tab = tabs[tab_key]
        name = f"{case.place}{tab.rows[row_key] + 1}" if isinstance(case.place, str) else tab.cell(row_key, case.place[2])
        _type(book[tab.sheet.title][name], case.value, case.form, as_text=case.as_text)
    _put(path, desk.saved(book))


def _type(cell: Any, value: object, form: str, *, as_text: bool) -> None:
    cell.value = value
    if as_text:
        cell.data_type = "s"
    if form and form != "calculated":
        cell.number_format = form


def outputs(exercise: Exercise) -> dict[str, bytes]:
    """Everything the program wrote for people: workbooks and feedback."""
    places = [*(exercise.path / "out").rglob("*.xlsx"), *exercise.sheets.glob("*.feedback.xlsx")]
    return {str(place.relative_to(exercise.path)): place.read_bytes() for place in sorted(places)}


def played(path: Path) -> Exercise:
    """The whole exercise: good files read, spoiled files read, read once more, and reported again without the sheets."""
    exercise = made(path)
    exercise.runs.append(exercise.run("sync", "--json"))
    spoil(exercise)
    for _ in range(2):
        _freshen(exercise)
        exercise.runs.append(exercise.run("sync", "--json"))
        exercise.written.append(outputs(exercise))
    exercise.problems = exercise.run("problems", "--json").json
    exercise.left = {name: (exercise.sheets / name).read_bytes() for name in exercise.spoiled}
    exercise.sheets.rename(path / "away")
    exercise.runs.append(exercise.run("report", "--json"))
    exercise.written.append(outputs(exercise))
    (path / "away").rename(exercise.sheets)
    return exercise


def _freshen(exercise: Exercise) -> None:
    """Let the files that are being written be of this very moment."""
    for case in FILE_CASES:
        if case.is_fresh:
            os.utime(exercise.sheets / f"{slug(case.name)}.xlsx")


def understood(exercise: Exercise) -> Exercise:
    """The exercise with the outcome of its last round."""
    folder = open_campaign(exercise.path)
    state = open_state(folder.state)
    exercise.folder, exercise.outcome = folder, rebuild(folder.guideline, folder.campaign, state)
    state.close()
    return exercise
