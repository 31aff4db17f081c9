"""Damage put together at random: several things done to one questionnaire, as no case by itself foresees.

1. Whatever was done to the tabs, the questionnaires are read to the end, and everybody is told what to mend.
2. What stands in a cell that was the participants', or outside the questionnaire, is a result, or stands where a
   problem points.
3. A file damaged anywhere is read or refused; nothing else ever comes of it.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pipeline.derive import Reader, derive
from pipeline.feedback import feedback_plans
from pipeline.read_tabs import Sheet
from pipeline.state import ACCEPTED, Pull
from pipeline.stores.decode import SPREADSHEET, sheets_of
from pipeline.stores.workbook_files import Limits
from schemas.campaign import Territory
from schemas.errors import SheetUnreadable
from schemas.kinds import NOT_CALCULATED, shown
from sheet_templates.layout import book_layout
from tests.books import NOW, sheets
from tests.broken import desk
from tests.broken.accounted import unaccounted_texts

pytestmark = pytest.mark.slow

_LIMITS = Limits(9, 99, 5000)
_OUTSIDE = 0.3
_NOTE = re.compile(r"note\d+\Z")
_WRITTEN = (
    "",
    0,
    2,
    4,
    7,
    -1,
    2.5,
    1e18,
    float("inf"),
    True,
    "3 – x",
    "2-3",
    "#REF!",
    NOT_CALCULATED,
    "=1+1",
    "١",
    "\x00",
)
_ATTRIBUTES = (b"", b"-1", b"999999999999", b"NaN", b"A0", b"ZZZZ9", b"1048577", b"x", b"true", b"UTF-9")


@dataclass(slots=True)
class Tab:
    """A tab to do damage to, and its cells that are the participants' before anything moves."""

    title: str
    rows: list[list[object]]
    opened: list[tuple[int, int]]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def all_rows(self, change: Callable[[list[object]], object]) -> None:
        """Do the same to every row."""
        for row in self.rows:
            change(row)


def _tabs(territory: Territory) -> list[Tab]:
    campaign = desk.campaign(territory)
    layout = book_layout(desk.content(), campaign, territory, in_sheet=False, prefill=desk.filled(territory.language))
    return [
        Tab(
            tab.title,
            [list(line) for line in sheet.rows],
            [
                (row, column)
                for area in tab.open_areas
                for row in range(area.first_row, area.last_row + 1)
                for column in range(area.first_column, area.last_column + 1)
            ],
        )
        for tab, sheet in zip(layout.tabs, sheets(layout), strict=True)
    ]


def _damage(tabs: list[Tab], chance: random.Random) -> None:
    """One thing that people do, or that programs do to what people made."""
    tab = chance.choice(tabs)
    if not tab.rows:
        return
    row, other = (chance.randrange(len(tab.rows)) for _ in range(2))
    width = max(map(len, tab.rows), default=0)
    column = chance.randrange(1, max(2, width))
    deeds: list[Callable[[], object]] = [
        lambda: tab.rows.insert(row, []),
        lambda: tab.all_rows(lambda line: line.insert(min(column, len(line)), "")),
        lambda: tab.all_rows(lambda line: line.insert(0, "")),
        lambda: tab.all_rows(lambda line: line.__delitem__(slice(column, column + 1))),
        lambda: tab.all_rows(lambda line: line.insert(column, line[column] if column < len(line) else "")),
        lambda: tab.rows.pop(row),
        lambda: tab.rows.insert(other, list(tab.rows[row])),
        lambda: tab.rows.insert(other, tab.rows.pop(row)),
        lambda: tab.rows.sort(key=lambda line: shown(line[column]) if column < len(line) else ""),
        lambda: tab.rows.__setitem__(0, []),
        lambda: tab.all_rows(lambda line: line.__setitem__(slice(0, 1), [""])),
        lambda: tab.rows.__setitem__(row, tab.rows[row][:column]),
        lambda: tab.rows.__delitem__(slice(max(5, row), None)),
        lambda: setattr(tab, "merged", ((row, column, min(row + 2, len(tab.rows) - 1), min(column + 1, width - 1)),)),
        lambda: setattr(tab, "title", chance.choice(["", "x", tabs[0].title])),
        lambda: tabs.remove(tab),
        lambda: tabs.insert(chance.randrange(len(tabs)), Tab(f"{tab.title} (2)", [list(one) for one in tab.rows], [])),
        lambda: tabs.append(chance.choice(_tabs(Territory(desk.BASE, "Base", "CV", "pt")))),
    ]
    chance.choice(deeds)()


def _note(chance: random.Random) -> str:
    return f"note{chance.randrange(10**9)}"


def _spoiled(territory: Territory, chance: random.Random) -> list[Sheet]:
    """Something written into open cells, below them and to their right, then one to four deeds."""
    tabs = _tabs(territory)
    for tab in tabs:
        for row, column in chance.sample(tab.opened, min(3, len(tab.opened))):
            tab.rows[row][column] = chance.choice([*_WRITTEN, *(_note(chance) for _ in _WRITTEN)])
        if tab.opened and chance.random() < _OUTSIDE:
            row, column = chance.choice(tab.opened)
            tab.rows[row].append(_note(chance))
            tab.rows.append([*[""] * column, _note(chance)])
    for _ in range(chance.randint(1, 4)):
        _damage(tabs, chance)
    return [Sheet(tab.title, tab.rows, tab.merged, n_rows=len(tab.rows)) for tab in tabs]


@pytest.mark.parametrize("seed", range(4))
def test_several_kinds_of_damage_at_once_lose_nothing(seed: int) -> None:
    """1, 2. Twelve questionnaires at a time, each with damage of its own."""
    places = [Territory(f"place-{number}", "Place", "CV", desk.LANGUAGES[number % 4]) for number in range(12)]
    spoiled = {one.id: _spoiled(one, random.Random(f"{seed} {one.id}")) for one in places}  # noqa: S311
    books = [
        (Pull(number, one, f"sha{number}", f"{one}.xlsx", "", NOW, ACCEPTED, "", 0), tabs)
        for number, (one, tabs) in enumerate(spoiled.items(), start=1)
    ]
    outcome = derive(Reader(desk.content(), desk.campaign(*places)), books, {}, [])
    notes = {
        one: [
            (tab.title, row, column, text)
            for tab in tabs
            for row, line in enumerate(tab.rows, start=1)
            for column, value in enumerate(line, start=1)
            if _NOTE.match(text := shown(value).strip())
        ]
        for one, tabs in spoiled.items()
    }

    assert sum(map(len, notes.values())) > 100
    assert {one: lost for one in notes if (lost := unaccounted_texts(outcome, one, notes[one]))} == {}
    assert {plan.territory_id for plan in feedback_plans(outcome)} == set(spoiled)


def _torn(parts: dict[str, bytes], chance: random.Random) -> bytes:
    """The file with one part of it damaged: an attribute, a tag, bytes, or the whole of it."""
    name = chance.choice(sorted(one for one in parts if one.endswith((".xml", ".rels"))))
    part, kind = parts[name], chance.randrange(4)
    if kind == 0:
        found = chance.choice(list(re.finditer(rb'="([^"]*)"', part)))
        part = part[: found.start(1)] + chance.choice(_ATTRIBUTES) + part[found.end(1) :]
    elif kind == 1:
        found = chance.choice(list(re.finditer(rb"<[^>]*>", part)))
        part = part[: found.start()] + chance.choice([b"", found[0] * 2, b"<x:foo>"]) + part[found.end() :]
    elif kind == 2:
        at = chance.randrange(len(part))
        part = part[:at] + chance.randbytes(3) + part[at + chance.randrange(5) :]
    torn = {**parts, name: part} if kind < 3 else {one: of for one, of in parts.items() if one != name}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for one, of in torn.items():
            archive.writestr(one, of)
    return buffer.getvalue()


def test_a_file_damaged_anywhere_is_read_or_refused() -> None:
    """3."""
    with zipfile.ZipFile(io.BytesIO(desk.good("fr"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(1)  # noqa: S311 - the same damage every time
    refused = 0
    for _ in range(150):
        content = _torn(parts, chance)
        try:
            assert isinstance(sheets_of(SPREADSHEET, content, _LIMITS), list)
        except SheetUnreadable:
            refused += 1

    assert 15 < refused < 135
