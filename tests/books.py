"""Books without files: what a territory typed, as tabs, and the outcome of a handful of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pipeline.changes import Session, organisation_names
from pipeline.consensus import voices
from pipeline.derive import Reader, derive
from pipeline.past import Past
from pipeline.read_tabs import Sheet
from pipeline.state import ACCEPTED, Pull
from schemas.campaign import Campaign, Territory
from schemas.guideline import Guideline
from schemas.layout import BookLayout
from schemas.outcome import Outcome
from sheet_templates.layout import book_layout
from sheet_templates.load import guideline

NOW = datetime(2021, 6, 1, 12, tzinfo=UTC)
Typed = Mapping[tuple[str, str, str], str | float | int | bool]


def territory(territory_id: str = "praia-cv", language: str = "fr", **more: str) -> Territory:
    """A territory with usual values."""
    return Territory(territory_id, territory_id.title(), "CV", language, **more)


def campaign(*territories: Territory, depth: str = "full", respondents: int = 5, **more: object) -> Campaign:
    """A campaign of the given territories."""
    given = {
        "id": "test", "title": "Test", "organiser": "UNDP", "contact": "", "session": "1", "deadline": None,
        "languages": ("fr", "en", "es", "pt"), "store": "folder:sheets", "agencies": (), **more,
    }  # fmt: skip
    places = territories or (territory(),)
    return Campaign(depth=depth, respondents=respondents, territories=places, **given)  # type: ignore[arg-type]


def sheets(layout: BookLayout) -> list[Sheet]:
    """The visible tabs of a book as a store would hand them over."""
    found = []
    for tab in layout.tabs:
        n_rows = max(cell.row for cell in tab.cells) + 1
        rows: list[list[object]] = [[""] * len(tab.columns) for _ in range(n_rows)]
        for cell in tab.cells:
            rows[cell.row][cell.column] = "" if cell.value is None else cell.value
        found.append(Sheet(tab.title, rows, n_rows=n_rows))
    return found


def answers(levels: Mapping[str, Sequence[object]]) -> dict[tuple[str, str, str], str | float | int | bool]:
    """Typed answers from {"LEG-1": [3, 2, None]}: R1, R2 ... in order, None left blank."""
    return {
        (f"block:{indicator.rpartition('-')[0]}", indicator, f"R{number}"): value  # type: ignore[misc]
        for indicator, values in levels.items()
        for number, value in enumerate(values, start=1)
        if value is not None
    }


def outcome(
    typed: Mapping[str, Typed],
    given: Campaign | None = None,
    content: Guideline | None = None,
    earlier: Outcome | None = None,
) -> Outcome:
    """The outcome of books in which each territory typed what is given; territories not named have no book."""
    reader, books = books_of(typed, given, content)
    return derive(reader, books, {}, [], None if earlier is None else past_of(earlier))


def past_of(earlier: Outcome) -> Past:
    """The session that an outcome rests on."""
    people = voices(earlier.answers, earlier.respondents, earlier.guideline, earlier.campaign)
    session = Session(
        earlier.guideline, earlier.campaign, people, organisation_names(earlier.respondents, people),
        earlier.indicator_scores, earlier.block_scores, earlier.index, earlier.block_notes,
    )  # fmt: skip
    return Past(session, earlier.context, earlier.actions)


def books_of(
    typed: Mapping[str, Typed], given: Campaign | None = None, content: Guideline | None = None
) -> tuple[Reader, list[tuple[Pull, list[Sheet]]]]:
    """The reader of a campaign and the books behind `outcome`, as a store would hand them over."""
    content = content or guideline()
    given = given or campaign(*(territory(one) for one in typed))
    reader, books = Reader(content, given), []
    for number, one in enumerate(given.territories, start=1):
        if one.id in typed:
            layout = book_layout(content, given, one, in_sheet=False, prefill=dict(typed[one.id]))
            pull = Pull(number, one.id, f"sha{number}", f"{one.id}.xlsx", "", NOW, ACCEPTED, "", 0)
            books.append((pull, sheets(layout)))
    return reader, books
