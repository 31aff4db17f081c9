"""One campaign in which every case has a territory or a tab to itself: read once good, then spoiled, then read again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.campaign_folder import open_campaign
from pipeline.derive import Reader
from pipeline.read_tabs import find_tabs
from pipeline.state import open_state
from pipeline.stores.decode import sheets_of
from pipeline.stores.open import open_store
from pipeline.stores.workbook_files import Limits
from pipeline.story import rebuild, sync
from reports.deliver import deliver
from reports.orders import OVERVIEW, WORKBOOK
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
ask = ["gender"]
plan_rows = 3
languages = ["fr"]
store = "folder:sheets"

[policy]
max_file_megabytes = 1
max_unpacked_megabytes = 40
"""


@dataclass(frozen=True)
class Ran:
    """What a sync gave: the state of every territory, the problems found, and which territories were told."""

    statuses: dict[str, str]
    problems: list[dict[str, Any]]
    told: tuple[str, ...]

    def failed(self) -> set[str]:
        """The territories that were neither read nor known to be unchanged."""
        return {one for one, status in self.statuses.items() if status not in {"pulled", "unchanged"}}


@dataclass
class Exercise:
    """The campaign with everything that the tests look at afterwards.

    `runs`: over the good files, over the spoiled ones, and over those once more. `workbooks` are what was delivered
    after the spoiled run, and again without the sheets; `feedback` what was told after the two spoiled runs.
    """

    path: Path
    spoiled: dict[str, bytes] = field(default_factory=dict)
    left: dict[str, bytes] = field(default_factory=dict)
    runs: list[Ran] = field(default_factory=list)
    workbooks: list[dict[str, bytes]] = field(default_factory=list)
    feedback: list[dict[str, bytes]] = field(default_factory=list)
    outcome: Outcome | None = None

    @property
    def sheets(self) -> Path:
        """Where the questionnaires are."""
        return self.path / "sheets"

    @property
    def found(self) -> Outcome:
        """The outcome of the last round."""
        assert self.outcome is not None
        return self.outcome

    def sync(self, hour: int) -> Outcome:
        """Sync the campaign as the program does, and note what it gave."""
        folder, now = open_campaign(self.path), datetime.now(UTC).replace(microsecond=hour)
        state = open_state(folder.state)
        store = open_store(folder.campaign.store, folder.path, folder.guideline.policy, now)
        run_id = state.start_run("sync", "test", now)
        done = sync(folder.guideline, folder.campaign, store, state, now, run_id, lambda _: None)
        state.close()
        statuses = {one: status["status"] for one, status in done.report.statuses.items()}
        self.runs.append(Ran(statuses, done.outcome.problems.to_dict("records"), tuple(done.told.values())))
        return done.outcome

    def rebuilt(self) -> Outcome:
        """The outcome of the last round, from what was kept."""
        folder = open_campaign(self.path)
        state = open_state(folder.state)
        outcome = rebuild(folder.guideline, folder.campaign, state)
        state.close()
        return outcome


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
                content,
                lambda part_name, part, name=name, raw=raw: raw(part.decode()).encode() if part_name == name else part,  # type: ignore[misc]
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
    _put(
        path,
        desk.reparted(
            content,
            **{part_name: [("<f>1+2</f><v></v>", "<f>1+2</f><v>3</v>"), ("<f>1+2</f><v />", "<f>1+2</f><v>3</v>")][:1]},
        ),
    )


def _spoil_cells(exercise: Exercise) -> None:
    path = exercise.sheets / "cells.xlsx"
    good = path.read_bytes()
    folder = open_campaign(exercise.path)
    reader = Reader(folder.guideline, folder.campaign)
    tabs, _ = find_tabs(reader.expected("fr"), "cells", sheets_of("spreadsheet-file", good, Limits(9, 99, 999)))
    book = desk.opened(good)
    for case in CELL_CASES:
        tab_key, row_key = cell_place(case)
        tab = tabs[tab_key]
        name = (
            f"{case.place}{tab.rows[row_key] + 1}" if isinstance(case.place, str) else tab.cell(row_key, case.place[2])
        )
        _type(book[tab.sheet.title][name], case.value, case.form, as_text=case.as_text)
    _put(path, desk.saved(book))


def _type(cell: Any, value: object, form: str, *, as_text: bool) -> None:
    cell.value = value
    if as_text:
        cell.data_type = "s"
    if form == "error":
        cell.data_type = "e"
    elif form and form != "calculated":
        cell.number_format = form


def played(path: Path) -> Exercise:
    """The whole exercise: good files read, spoiled files read, read once more, and reported again without the sheets."""
    exercise = made(path)
    exercise.sync(0)
    spoil(exercise)
    exercise.workbooks.append(_delivered(_synced(exercise, 1), path / "out"))
    _synced(exercise, 2)
    exercise.left = {name: (exercise.sheets / name).read_bytes() for name in exercise.spoiled}
    exercise.sheets.rename(path / "away")
    exercise.outcome = exercise.rebuilt()
    exercise.workbooks.append(_delivered(exercise.outcome, path / "again"))
    return exercise


def _synced(exercise: Exercise, hour: int) -> Outcome:
    """Sync while some files are being written, and keep what the territories were told."""
    for case in FILE_CASES:
        if case.is_fresh:
            os.utime(exercise.sheets / f"{slug(case.name)}.xlsx")
    outcome = exercise.sync(hour)
    exercise.feedback.append({one.name: one.read_bytes() for one in sorted(exercise.sheets.glob("*.feedback.xlsx"))})
    return outcome


def _delivered(outcome: Outcome, out: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in deliver(outcome, out, (WORKBOOK, OVERVIEW))}
