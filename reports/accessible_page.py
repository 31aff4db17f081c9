"""A page of an accessible workbook: lines of text from A1 down, then at most one table, nothing below it.

No blank cell (`shown` puts a mark), no symbol alone in a cell, numbers rounded to what is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reports.text import clean, fitted
from sheet_templates.figures import half_up

TITLE, HEADING, TEXT, LINK = "title", "heading", "text", "link"
#: The marks of statistical offices: no answer, suppressed as too small, not applicable, withheld.
NOTHING, SMALL, OUTSIDE, WITHHELD = "[x]", "[c]", "[z]", "[w]"
MARKS = (NOTHING, SMALL, OUTSIDE, WITHHELD)


class Go(NamedTuple):
    """A text that leads to the page of that key."""

    text: str
    page: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line above the table; `page` is the key of the page it leads to."""

    text: str
    style: str = TEXT
    page: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Header, width in characters, decimals of its numbers (None for text)."""

    header: str
    width: float = 14
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """The one table of a page, marked up under `name`."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str | float | Go]]


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: `tab` is its title, `key` what links call it."""

    key: str
    tab: str
    lines: tuple[Line, ...]
    grid: Grid | None = None


def shown(value: object, column: Column, missing: str = NOTHING, symbols: str = "{text}") -> str | float:
    """A value as it stands in a cell: never blank, never a symbol alone, numbers with the decimals of the column."""
    if value is None or value == "":
        return missing
    if isinstance(value, int | float) and column.places is not None:
        return float(half_up(float(value), column.places))
    text = fitted(clean(str(value))).strip()
    if not text:
        return missing
    if text in MARKS or any(one.isalnum() for one in text):
        return text
    return symbols.format(text=text)
