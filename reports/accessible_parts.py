"""What the tables of an accessible workbook share: their parts, and the columns most of them start with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.view import View

Value = str | float | int | None


@dataclass(frozen=True, slots=True)
class Head:
    """A column: header, width in characters, decimals (None for text), keys of the notes it needs."""

    header: str
    width: float = 14
    places: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """One table: `key` finds its title and units among the words, `name` is its name in the file."""

    key: str
    name: str
    heads: tuple[Head, ...]
    rows: Sequence[Sequence[Value]]
    empty: str = "empty.territories"


def place_head(view: View) -> Head:
    """The column of territories."""
    return Head(view.say("column.territory"), 26)


def block_head(view: View) -> Head:
    """The column of blocks."""
    return Head(view.say("column.block"), 26)


def count_heads(view: View, *keys: str, notes: tuple[str, ...] = ()) -> tuple[Head, ...]:
    """Columns of whole numbers, headed by the words of `keys`."""
    return tuple(Head(view.say(key), 15, 0, notes) for key in keys)
