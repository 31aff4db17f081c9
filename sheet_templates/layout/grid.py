"""A sheet of paper to lay a tab out on: cells are put down, and the tab is made of them at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from schemas.layout import Area, Cell, Choice, Column, Prompt, Rule, TabLayout
from sheet_templates.layout.look import look
from sheet_templates.layout.marker import Marker
from sheet_templates.layout.measure import PADDING, TALLEST

KEY_ROW, KEY_COLUMN = 0, 0
Value = str | float | int | bool | None


class Grid:
    """Collects the cells, choices and rules of one tab. The key row and key column are written as it goes."""

    def __init__(self, marker: Marker, title: str, columns: Sequence[Column]) -> None:
        """Start a tab whose first column is the hidden key column; `columns` are the visible ones."""
        self.key, self.title = marker.tab_key, title
        self.columns = (Column("key", 12, hidden=True), *columns)
        self.cells: list[Cell] = [Cell(KEY_ROW, KEY_COLUMN, marker.text(), "key")]
        self.cells += [
            Cell(KEY_ROW, number, column.key, "key")
            for number, column in enumerate(self.columns)
            if number and column.key
        ]
        self.heights: dict[int, float] = {}
        self.choices: list[Choice] = []
        self.prompts: list[Prompt] = []
        self.rules: list[Rule] = []
        self.open_areas: list[Area] = []
        self.merges: list[Area] = []
        self.growing: list[int] = []
        self.later: dict[str, int] = {}
        self._fitted: dict[int, float] = {}
        self._column = {column.key: number for number, column in enumerate(self.columns)}

    def column(self, key: str) -> int:
        """The number of the column of that key."""
        return self._column[key]

    def area(self, row: int, key: str, *, last_row: int = 0, last_key: str = "") -> Area:
        """From the cell of `row` and `key` to the one of `last_row` and `last_key`; that cell alone without them."""
        return Area(row, self._column[key], last_row or row, self._column[last_key or key])

    def key_of_row(self, row: int, key: str) -> None:
        """Write the hidden key of a row."""
        self.cells.append(Cell(row, KEY_COLUMN, key, "key"))

    def put(
        self,
        row: int,
        key: str,
        value: Value,
        style: str = "text",
        *,
        formula: str = "",
        note: str = "",
        link: str = "",
    ) -> None:
        """Put a value down in the column of `key`."""
        self.cells.append(Cell(row, self._column[key], value, style, formula, note, link))

    def put_parts(self, row: int, key: str, style: str, *parts: tuple[str, str], note: str = "") -> None:
        """Put a text of several parts down, each (text, style), one after the other."""
        text = "".join(part for part, _ in parts)
        self.cells.append(Cell(row, self._column[key], text, style, note=note, parts=parts))

    def spread(self, row: int, key: str, last_key: str, value: Value, style: str) -> None:
        """Put a value down over several columns, merged."""
        self.put(row, key, value, style)
        self.merges.append(self.area(row, key, last_key=last_key))

    def offer(self, area: Area, list_name: str, title: str, message: str, *, several: bool = False) -> None:
        """A drop-down of a named list over `area`."""
        self.choices.append(Choice(area, list_name, title, message, several))

    def open(self, area: Area) -> None:
        """Let participants write in `area`."""
        self.open_areas.append(area)

    def fit(self, row: int, *, least: float = 0, grows: bool = False) -> None:
        """Make `row` as tall as its wrapped texts need, and at least `least` points.

        `grows`: what people write there may make it taller.
        """
        self._fitted[row] = least
        if grows:
            self.growing.append(row)

    def tab(self, **more: Any) -> TabLayout:
        """The finished tab: no word of a heading is broken, no text of a fitted row is cut."""
        self.columns = tuple(self._wide_enough())
        self.heights |= self._heights()
        return TabLayout(
            key=self.key,
            title=self.title,
            columns=self.columns,
            cells=tuple(self.cells),
            heights=dict(self.heights),
            hidden_rows=(KEY_ROW,),
            choices=tuple(self.choices),
            rules=tuple(self.rules),
            open_areas=tuple(self.open_areas),
            merges=tuple(self.merges),
            prompts=tuple(self.prompts),
            growing_rows=tuple(self.growing),
            later=dict(self.later),
            **more,
        )

    def _wide_enough(self) -> Iterator[Column]:
        least = {number: column.width for number, column in enumerate(self.columns)}
        for cell in self.cells:
            if "header" in cell.style and not cell.formula:
                text, face = str(cell.value or ""), look(cell.style)
                least[cell.column] = next(
                    width for width in count(least[cell.column], 0.5) if not face.breaks_word(text, width)
                )
        for number, column in enumerate(self.columns):
            yield replace(column, width=least[number])

    def _heights(self) -> dict[int, float]:
        """Row -> points, for every row to be fitted."""
        heights = {row: max(0.0, least - PADDING) for row, least in self._fitted.items()}
        last = {(area.first_row, area.first_column): area.last_column for area in self.merges}
        for cell in self.cells:
            if cell.row not in heights or cell.column == KEY_COLUMN:
                continue
            final = last.get((cell.row, cell.column), cell.column)
            width = sum(self.columns[number].width for number in range(cell.column, final + 1))
            heights[cell.row] = max(heights[cell.row], _height(cell, width))
        return {row: min(TALLEST, height + PADDING) for row, height in heights.items()}


def _height(cell: Cell, width: float) -> float:
    """Points the text of a cell takes; parts of a text begin on a line of their own or share the tallest one."""
    face, text = look(cell.style), str("" if cell.value is None else cell.value)
    if cell.parts and face.wrap and all(part.endswith("\n") for part, _ in cell.parts[:-1]):
        return sum(look(style).height(part.removesuffix("\n"), width) for part, style in cell.parts)
    return face.height(text, width)
