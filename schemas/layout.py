"""What a provisioned spreadsheet holds, without a word of any vendor: cells, choices, rules, protection.

Rows and columns count from 0. A store draws a `BookLayout`; two stores drawing the same one must show the
same cells. Styles are names that `theme.toml` explains; formulas are written in English with commas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, both corners included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text or number, or a formula with the value it has on a fresh sheet.

    `link` is the key of the tab it leads to. `parts` are the pieces of a text that look different, each with its
    style; together they are `value`.
    """

    row: int
    column: int
    value: str | float | int | bool | None
    style: str = "text"
    formula: str = ""
    note: str = ""
    link: str = ""
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """Width in characters, the hidden language-neutral key, and whether participants see it."""

    key: str
    width: float
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down over `area`, offering a named list of the book; other values are accepted and checked later.

    `several`: more than one entry may be typed, so nothing is said about what is not in the list.
    """

    area: Area
    list_name: str
    title: str
    message: str
    several: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """A short help that shows while a cell of `area` is selected.

    `between`: whole numbers from one to the other are asked for; other values are accepted and checked later.
    """

    area: Area
    title: str
    message: str
    between: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A live mark: cells of `area` take `style` while `formula` (relative to its first cell) is true."""

    area: Area
    formula: str
    style: str


@dataclass(frozen=True, slots=True)
class TabLayout:
    """One tab: language-neutral `key`, localised `title`, cells, and who may change what.

    Heights are in points; `growing_rows` are those that may become taller with what people write. Printed on A4:
    `pages` wide and high (0: as many as needed), or at `scale` per cent with a new page before each of
    `column_breaks`; rows and columns of `repeat_…` (first and last) are printed on every page.
    `later`: keys of rows and columns ("" for the tab itself) -> the edition of the questionnaire that first had them,
    for those that the first edition had not.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    heights: Mapping[int, float] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    choices: tuple[Choice, ...] = ()
    rules: tuple[Rule, ...] = ()
    open_areas: tuple[Area, ...] = ()
    merges: tuple[Area, ...] = ()
    freeze: tuple[int, int] = (0, 0)
    repeat_rows: tuple[int, int] | None = None
    landscape: bool = True
    hidden: bool = False
    colour: str = ""
    prompts: tuple[Prompt, ...] = ()
    growing_rows: tuple[int, ...] = ()
    repeat_columns: tuple[int, int] | None = None
    pages: tuple[int, int] = (1, 0)
    scale: int | None = None
    column_breaks: tuple[int, ...] = ()
    later: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BookLayout:
    """One territory's spreadsheet. `lists` are the named drop-down lists; `properties` identify the book."""

    territory_id: str
    language: str
    title: str
    tabs: tuple[TabLayout, ...]
    lists: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, str]

    def tab(self, key: str) -> TabLayout:
        """The tab of that key; KeyError if the book has none."""
        for tab in self.tabs:
            if tab.key == key:
                return tab
        raise KeyError(key)


@lru_cache(maxsize=1 << 16)
def a1(row: int, column: int, *, absolute: bool = False) -> str:
    """The A1 name of a cell counted from 0: `a1(6, 6)` is "G7", absolute "$G$7"."""
    letters = _letters(column)
    return f"${letters}${row + 1}" if absolute else f"{letters}{row + 1}"


@cache
def _letters(column: int) -> str:
    letters, number = "", column + 1
    while number:
        number, remainder = divmod(number - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def area_name(area: Area, *, absolute: bool = False) -> str:
    """The A1 name of an area: "B4:H60"."""
    first = a1(area.first_row, area.first_column, absolute=absolute)
    last = a1(area.last_row, area.last_column, absolute=absolute)
    return f"{first}:{last}"
