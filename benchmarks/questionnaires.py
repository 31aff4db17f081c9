"""Filled questionnaires for the benchmarks: a few are drawn, the others are copies with another territory's name."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

from pipeline.derive import Reader, derive
from pipeline.state import ACCEPTED, Pull
from pipeline.stores.decode import SPREADSHEET, sheets_of
from pipeline.stores.draw import draw
from pipeline.stores.workbook_files import Limits
from schemas.campaign import Campaign, Territory
from schemas.guideline import Guideline
from schemas.outcome import Outcome
from sheet_templates.layout import book_layout
from sheet_templates.load import guideline as shipped
from sheet_templates.load import words

NOW = datetime(2021, 6, 1, tzinfo=UTC)
LANGUAGES = ("fr", "en", "es", "pt")
LIMITS = Limits(25, 300, 10_000)
_PATTERNS = 2
_SHARE_BLANK, _SHARE_UNKNOWN = 0.05, 0.1


def campaign(n_territories: int, n_respondents: int) -> Campaign:
    """A campaign of so many territories, in four languages by turns."""
    territories = tuple(
        Territory(f"t-{number:05d}", f"Territory {number:05d}", "SN", LANGUAGES[number % len(LANGUAGES)])
        for number in range(n_territories)
    )
    return Campaign(
        "bench", "Benchmark", "", "", "1", None, "full", n_respondents, LANGUAGES, "folder:sheets", territories, (),
        plan_rows=5,
    )  # fmt: skip


def outcome(n_territories: int) -> Outcome:
    """An outcome from questionnaires that were really laid out, filled in and read."""
    content, given = shipped(), campaign(n_territories, 5)
    books = [
        (Pull(number, name, name, f"{name}.xlsx", "", NOW, ACCEPTED, "", 0), sheets_of(SPREADSHEET, file, LIMITS))
        for number, (name, file) in enumerate(questionnaires(content, given))
    ]
    return derive(Reader(content, given), books, {}, [])


def questionnaires(guideline: Guideline, given: Campaign) -> Iterator[tuple[str, bytes]]:
    """Every territory's file as the folder store would find it: territory id and bytes."""
    drawn: dict[tuple[str, int], tuple[str, bytes]] = {}
    for number, territory in enumerate(given.territories):
        key = (territory.language, number // len(LANGUAGES) % _PATTERNS)
        if key not in drawn:
            layout = book_layout(
                guideline, given, territory, in_sheet=False, prefill=filled(guideline, given, territory, number)
            )
            drawn[key] = (territory.id, draw(layout, NOW))
        model, content = drawn[key]
        yield territory.id, content if model == territory.id else _renamed(content, model, territory.id)


def filled(
    guideline: Guideline, given: Campaign, territory: Territory, seed: int
) -> dict[tuple[str, str, str], str | float | int | bool]:
    """What people answered: levels chosen from the list, some "don't know", some blank, agreed levels, comments."""
    chance, say = random.Random(seed), words(territory.language)  # noqa: S311 - made-up answers, not a secret
    labels = [f"{level} – {say(f'levels.{level}.name')}" for level in range(5)]
    cells: dict[tuple[str, str, str], str | float | int | bool] = {}
    for number in range(1, given.respondents + 1):
        cells["respondents", f"R{number}", "organisation"] = f"Organisation {number}"
        cells["respondents", f"R{number}", "actor_type"] = say(f"actor_types.{guideline.actor_types[number % 5]}")
    for indicator in guideline.indicators():
        tab = f"block:{indicator.block_id}"
        for number in range(1, given.respondents + 1):
            draw_of = chance.random()
            if draw_of > _SHARE_BLANK:
                unknown = draw_of < _SHARE_UNKNOWN
                cells[tab, indicator.id, f"R{number}"] = (
                    say("answers.dont_know.label") if unknown else chance.choice(labels)
                )
        cells[tab, indicator.id, "agreed"] = chance.choice(labels)
        cells[tab, indicator.id, "evidence_grade"] = f"E2 – {say('evidence.E2.label')}"
        cells[tab, indicator.id, "evidence"] = "Délibération 2019/45"
        cells[tab, indicator.id, "comment"] = f"Commentaire {chance.randrange(1000)}"
    return cells


def _renamed(content: bytes, before: str, after: str) -> bytes:
    """The same file with another territory's id; both ids have the same length."""
    made = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(before.encode(), after.encode()))
    return made.getvalue()
