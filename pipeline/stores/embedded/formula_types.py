"""What formulas compute with: single values, areas of cells, and failures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from pipeline.stores.embedded.entering import entered
from pipeline.stores.embedded.formatting import general
from pipeline.stores.embedded.locales import Locale
from pipeline.stores.embedded.model import CellError, Value


@dataclass(frozen=True, slots=True)
class Area:
    """Cells read from the book, by rows; `corner` is their place (row, column), if any."""

    rows: tuple[tuple[Value, ...], ...]
    corner: tuple[int, int] | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.rows[0]) if self.rows else 0

    def at(self, row: int, column: int) -> Value:
        """The value there; a single row or column repeats, beyond the area it is #N/A."""
        height, width = self.size
        row, column = (0 if height == 1 else row), (0 if width == 1 else column)
        return self.rows[row][column] if row < height and column < width else CellError("N_A")


Found: TypeAlias = Value | Area


class Kind(StrEnum):
    """Google's names of the errors a cell can hold."""

    ERROR = "ERROR"
    NULL_VALUE = "NULL_VALUE"
    DIVIDE_BY_ZERO = "DIVIDE_BY_ZERO"
    VALUE = "VALUE"
    REF = "REF"
    NAME = "NAME"
    NUM = "NUM"
    N_A = "N_A"


class Failure(Exception):
    """An error value met while computing."""

    def __init__(self, kind: str, message: str = "") -> None:
        """Keep the error value."""
        super().__init__(message)
        self.error = CellError(str(kind), message)


def scalar(found: Found) -> Value:
    """The single value: an area gives its first cell.

    Raises:
        Failure: when it is an error.

    """
    value = (found.rows[0][0] if found.rows and found.rows[0] else None) if isinstance(found, Area) else found
    if isinstance(value, CellError):
        raise Failure(value.kind, value.message)
    return value


def number(value: Value, locale: Locale) -> float:
    """The number a value counts as.

    Raises:
        Failure: #VALUE! for a text that is not a number.

    """
    if isinstance(value, CellError):
        raise Failure(value.kind, value.message)
    if value is None:
        return 0.0
    if isinstance(value, str):
        found = entered(value.strip(), locale).value if value.strip() else None
        if not isinstance(found, float):
            raise Failure(Kind.VALUE, f"Text '{value}' cannot be coerced to a number.")
        return found
    return float(value)


def text(value: Value, locale: Locale) -> str:
    """A value as text, as `&` does it."""
    if isinstance(value, CellError):
        raise Failure(value.kind, value.message)
    if value is None:
        return ""
    if isinstance(value, bool):
        return locale.true if value else locale.false
    return value if isinstance(value, str) else general(value, locale)


def truth(value: Value) -> bool:
    """Whether a value counts as true.

    Raises:
        Failure: #VALUE! for a text.

    """
    if isinstance(value, str):
        if value.upper() in {"TRUE", "FALSE"}:
            return value.upper() == "TRUE"
        raise Failure(Kind.VALUE, f"Text '{value}' cannot be coerced to a boolean.")
    return bool(value)


def flat(given: list[Found]) -> Iterator[tuple[Value, bool]]:
    """Every value, and whether it was read from cells (where texts do not count as numbers)."""
    for item in given:
        if isinstance(item, Area):
            for row in item.rows:
                for value in row:
                    yield value, True
        else:
            yield item, False
