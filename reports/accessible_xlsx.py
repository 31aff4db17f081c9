"""Accessible pages as .xlsx: Arial 12 throughout, one marked-up table per sheet, and nothing a reader trips over.

No merged cell, fill, filter, frozen pane, header, footer or picture (WORKBOOK 5). Texts are texts, never formulas.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import UTC
from pathlib import Path
from typing import Any

from reports.accessible_page import HEADING, LINK, TEXT, TITLE, Go, Grid, Line, Page
from reports.book import Facts
from reports.language_tag import TaggedWorkbook
from reports.layout import height, n_lines
from reports.pen import ok
from reports.text import clean, fitted, headers, identifier, risky

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "Arial", "font_size": 12},
}
_A4 = 9
_LOOKS: Mapping[str, Mapping[str, object]] = {
    TITLE: {"bold": True, "font_size": 16},
    HEADING: {"bold": True, "font_size": 14},
    TEXT: {},
    LINK: {"font_color": "#0B4F9E", "underline": 1},
    "cell": {"text_wrap": True, "valign": "top"},
    "header": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2},
    "header_right": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "align": "right", "indent": 1},
    "cell_right": {"valign": "top", "align": "right", "indent": 1},
}
_NUMBERS = {0: "0", 1: "0.0", 2: "0.00", 3: "0.000"}
_SIZE, _ALONE = 12, 110


def draw(path: Path, pages: Sequence[Page], facts: Facts) -> None:
    """Draw the pages as the file `path`, the first one in front."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = TaggedWorkbook(str(path), deepcopy(_OPTIONS))  # the library writes into what it is given
        looks = {name: book.add_format(dict(look)) for name, look in _LOOKS.items()}
        looks["risky"] = book.add_format({**_LOOKS["cell"], "quote_prefix": True})
        for places, shape in _NUMBERS.items():
            looks[f"number{places}"] = book.add_format({**_LOOKS["cell_right"], "num_format": shape})
        sheets = [book.add_worksheet(page.tab) for page in pages]
        tabs = {page.key: page.tab for page in pages}
        for page, sheet in zip(pages, sheets, strict=True):
            _Drawing(sheet, looks, tabs).draw(page)
        _describe(book, facts)
        book.close()


class _Drawing:
    """One sheet being drawn."""

    def __init__(self, sheet: Any, looks: Mapping[str, Any], tabs: Mapping[str, str]) -> None:
        self.sheet, self.looks, self.tabs = sheet, looks, tabs

    def draw(self, page: Page) -> None:
        self.sheet.set_paper(_A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        for row, line in enumerate(page.lines):
            self._line(row, line, wraps=page.grid is None)
        if page.grid is None:
            self.sheet.set_column(0, 0, _ALONE)
        else:
            self._grid(len(page.lines), page.grid)

    def _line(self, row: int, line: Line, *, wraps: bool) -> None:
        self._height(
            row, n_lines(line.text, _ALONE) if wraps else 1, float(str(_LOOKS[line.style].get("font_size", _SIZE)))
        )
        if line.page:
            self._link(row, 0, Go(line.text, line.page))
        else:
            wrapped = wraps and line.style == TEXT
            ok(self.sheet.write_string(row, 0, clean(line.text), self.looks["cell" if wrapped else line.style]))

    def _height(self, row: int, n: int, size: float = _SIZE) -> None:
        """Room for `n` lines: LibreOffice does not make it itself in a workbook of this kind."""
        ok(self.sheet.set_row(row, height(n, size)))

    def _link(self, row: int, column: int, link: Go) -> None:
        address = "internal:'{}'!A1".format(self.tabs[link.page].replace("'", "''"))
        ok(self.sheet.write_url(row, column, address, self.looks[LINK], string=clean(link.text)))

    def _grid(self, first: int, grid: Grid) -> None:
        for place, column in enumerate(grid.columns):
            self.sheet.set_column(place, place, column.width)
        names = headers(column.header for column in grid.columns)
        marked = {
            "name": identifier(grid.name),
            "style": None,
            "autofilter": False,
            "title": grid.name,
            "columns": [
                {"header": name, "header_format": self.looks["header" if column.places is None else "header_right"]}
                for name, column in zip(names, grid.columns, strict=True)
            ],
        }
        ok(self.sheet.add_table(first, 0, first + len(grid.rows), len(names) - 1, marked))
        self.sheet.repeat_rows(first)
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self._height(first, max(n_lines(f"{one.header} ", one.width - 2) for one in grid.columns))
        for row, values in enumerate(grid.rows, first + 1):
            wrapped = zip(values, grid.columns, strict=True)
            self._height(
                row, max(n_lines(one, column.width - 1) for value, column in wrapped if (one := _words(value)))
            )
            for place, (value, column) in enumerate(zip(values, grid.columns, strict=True)):
                self._cell(row, place, value, column.places)

    def _cell(self, row: int, place: int, value: str | float | Go, places: int | None) -> None:
        if isinstance(value, Go):
            self._link(row, place, value)
        elif isinstance(value, str):
            text = fitted(value)
            plain = "cell" if places is None else "cell_right"
            ok(self.sheet.write_string(row, place, text, self.looks["risky" if risky(text) else plain]))
        else:
            ok(self.sheet.write_number(row, place, value, self.looks[f"number{places or 0}"]))


def _words(value: str | float | Go) -> str:
    return value.text if isinstance(value, Go) else value if isinstance(value, str) else "0"


def _describe(book: Any, facts: Facts) -> None:
    book.set_properties(
        {
            "title": clean(facts.title),
            "subject": clean(facts.subject),
            "author": clean(facts.author),
            "company": clean(facts.author),
            "language": facts.language,
            "comments": clean(facts.comments),
            "created": facts.made_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    for name, value in facts.custom.items():
        book.set_custom_property(name, fitted(clean(value), 250))
