"""What people do to the book itself: tabs renamed and added, formulas pasted, a total under the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.demo.panel import Spoil
from schemas.layout import BookLayout, Cell, Column, TabLayout, a1
from sheet_templates.layout.parts import quoted


def spoiled(book: BookLayout, spoils: Sequence[Spoil]) -> BookLayout:
    """The book after everything that was done to it."""
    for spoil in spoils:
        book = _WAYS[spoil.how](book, spoil.details)
    return book


def _rename_tab(book: BookLayout, details: Mapping[str, Any]) -> BookLayout:
    """`tab` is called `title`; formulas follow, as they do in every spreadsheet program."""
    old, new = quoted(book.tab(details["tab"]).title), quoted(details["title"])

    def renamed(tab: TabLayout) -> TabLayout:
        cells = tuple(replace(cell, formula=cell.formula.replace(f"{old}!", f"{new}!")) for cell in tab.cells)
        return replace(tab, cells=cells, title=details["title"] if tab.key == details["tab"] else tab.title)

    return replace(book, tabs=tuple(renamed(tab) for tab in book.tabs))


def _add_tab(book: BookLayout, details: Mapping[str, Any]) -> BookLayout:
    """A tab of one's own called `title` with `lines` of text."""
    cells = tuple(Cell(row, 0, line) for row, line in enumerate(details["lines"]))
    return replace(book, tabs=(*book.tabs, TabLayout("own", details["title"], (Column("", 60),), cells)))


def _formula(book: BookLayout, details: Mapping[str, Any]) -> BookLayout:
    """A formula in the cell of `row` and `column`, which shows `shown`."""
    tab = book.tab(details["tab"])
    row, column = _row(tab, details["row"]), _column(tab, details["column"])
    cells = tuple(
        replace(cell, value=details["shown"], formula=details["formula"])
        if (cell.row, cell.column) == (row, column)
        else cell
        for cell in tab.cells
    )
    return _with(book, replace(tab, cells=cells))


def _total_row(book: BookLayout, details: Mapping[str, Any]) -> BookLayout:
    """`label` and the sum of `column` under the last row of the table."""
    tab = book.tab(details["tab"])
    column = _column(tab, details["column"])
    rows = [cell.row for cell in tab.cells if cell.column == 0 and cell.row > 0]
    summed = [cell.value for cell in tab.cells if cell.column == column and cell.row in rows]
    total = sum(value for value in summed if isinstance(value, (int, float)))
    below = max(rows) + 1
    formula = f"=SUM({a1(min(rows), column)}:{a1(max(rows), column)})"
    label = Cell(below, _column(tab, "title"), details["label"])
    return _with(book, replace(tab, cells=(*tab.cells, label, Cell(below, column, total, formula=formula))))


def _with(book: BookLayout, changed: TabLayout) -> BookLayout:
    return replace(book, tabs=tuple(changed if tab.key == changed.key else tab for tab in book.tabs))


def _row(tab: TabLayout, key: str) -> int:
    return next(cell.row for cell in tab.cells if cell.column == 0 and cell.value == key)


def _column(tab: TabLayout, key: str) -> int:
    return [column.key for column in tab.columns].index(key)


_WAYS: Mapping[str, Callable[[BookLayout, Mapping[str, Any]], BookLayout]] = {
    "rename_tab": _rename_tab,
    "add_tab": _add_tab,
    "formula": _formula,
    "total_row": _total_row,
}
