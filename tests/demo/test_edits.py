"""What people type to make one book of another.

1. Only cells that differ are typed, by the name of their tab, and emptied where nothing stands any more.
2. Text that a sheet would make a number or a formula of keeps its form; dates, words and numbers are typed as they are.
3. Formulas are typed as the language of the sheet writes them; one that is there already is not typed again.
4. A tab of one's own is added and filled in.
5. People type as editors of their spreadsheet: what is not theirs to change is refused, and so is a stranger.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.demo.edits import tab_requests, typed_values
from pipeline.demo.hands import SheetHands
from pipeline.outside import Outside
from pipeline.stores.google_drive import Drive
from pipeline.stores.google_http import GoogleHTTP
from pipeline.stores.google_layout import drawing
from pipeline.stores.google_open import embedded_lines
from schemas.errors import AccessDenied, Refused
from schemas.layout import Area, BookLayout, Cell, Column, TabLayout

WHEN = datetime(2026, 3, 3, tzinfo=UTC)
Value = str | float | int | bool | None


def tab(cells: dict[tuple[int, int], Value | Cell], title: str = "Tab d'essai", key: str = "t") -> TabLayout:
    """A tab of two columns, the second open to everybody; values by row and column."""
    made = [value if isinstance(value, Cell) else Cell(row, column, value) for (row, column), value in cells.items()]
    columns = (Column("a", 10), Column("b", 10))
    return TabLayout(key, title, columns, tuple(made), open_areas=(Area(0, 1, 5, 1),))


def book(*tabs: TabLayout, language: str = "fr") -> BookLayout:
    """A book of these tabs."""
    return BookLayout("praia-cv", language, "Praia", tabs, {}, {})


def typed(before: BookLayout, after: BookLayout) -> dict[str, object]:
    """What is typed, by range."""
    return {one["range"]: one["values"][0][0] for one in typed_values(before, after)}


def test_only_what_differs_is_typed():
    """1."""
    before = book(tab({(0, 0): "label", (0, 1): "old", (1, 1): "gone", (2, 1): "same"}))
    after = book(tab({(0, 0): "label", (0, 1): "new", (1, 1): None, (2, 1): "same"}))

    assert typed(before, after) == {"'Tab d''essai'!B1": "new", "'Tab d''essai'!B2": ""}


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("14,5", "'14,5"),
        ("145.400", "'145.400"),
        ("1 565 112", "'1 565 112"),
        ("-9,6", "'-9,6"),
        ("=SUMA(D4:D9)*1,21", "'=SUMA(D4:D9)*1,21"),
        ("'quoted", "''quoted"),
        ("04/05/2026", "04/05/2026"),
        ("2 – Em estruturação", "2 – Em estruturação"),
        ("2-3", "2-3"),
        (3, 3),
        (True, True),
    ],
)
def test_text_that_a_sheet_would_read_its_own_way_keeps_its_form(value: Value, keys: object):
    """2."""
    assert typed(book(tab({})), book(tab({(0, 1): value}))) == {"'Tab d''essai'!B1": keys}


def test_formulas_are_typed_in_the_language_of_the_sheet():
    """3."""
    before = book(tab({(0, 0): Cell(0, 0, 1, formula="=SUM(B1,2)")}))
    after = book(tab({(0, 0): Cell(0, 0, 9, formula="=SUM(B1,2)"), (1, 1): Cell(1, 1, 3, formula="=ROUND(B1*1.5,0)")}))

    assert typed(before, after) == {"'Tab d''essai'!B2": "=ROUND(B1*1,5;0)"}


def test_a_tab_of_ones_own_is_added_and_filled_in():
    """4."""
    before, own = book(tab({})), tab({(0, 0): "Première séance"}, "Notes", "own")

    assert tab_requests(before, book(*before.tabs, own)) == [{"addSheet": {"properties": {"title": "Notes"}}}]
    assert typed(before, book(*before.tabs, own)) == {"'Notes'!A1": "Première séance"}


@pytest.fixture
def hands(tmp_path: Path) -> SheetHands:
    """The hands of one territory, whose spreadsheet has a label that is closed and a column that is open."""
    lines = embedded_lines(tmp_path, Outside())
    drive = Drive(GoogleHTTP(lines("")), "test")
    made = drive.create("Praia", {})
    drive.http.batch_update(made.id, {"requests": drawing(book(tab({(0, 0): "label", (0, 1): "old"})))})
    drive.share(made.id, "praia-cv@example.org", "writer")
    return SheetHands(lines, drive, {"praia-cv": made.id}, {"praia-cv": "praia-cv@example.org"})


def shown(hands: SheetHands) -> list[list[str]]:
    """What stands in the spreadsheet."""
    found: list[list[str]] = hands.drive.http.values_get(hands.places["praia-cv"], "'Tab d''essai'")["values"]
    return found


def test_editors_type_what_is_theirs(hands: SheetHands):
    """5."""
    before, after = book(tab({(0, 0): "label", (0, 1): "old"})), book(tab({(0, 0): "label", (0, 1): "14,5"}))

    hands.write("praia-cv", before, after, WHEN)

    assert shown(hands) == [["label", "14,5"]]


def test_what_is_closed_to_editors_is_refused(hands: SheetHands):
    """5."""
    before, after = book(tab({(0, 0): "label"})), book(tab({(0, 0): "mine"}))

    with pytest.raises(Refused):
        hands.write("praia-cv", before, after, WHEN)

    assert shown(hands) == [["label", "old"]]


def test_a_stranger_is_refused(hands: SheetHands):
    """5."""
    stranger = SheetHands(hands.lines, hands.drive, hands.places, {"praia-cv": "lome-tg@example.org"})

    with pytest.raises(AccessDenied):
        stranger.write("praia-cv", book(tab({})), book(tab({(0, 1): "new"})), WHEN)
