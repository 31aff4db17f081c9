"""The tool's own tab: what is still to be mended, or where to read it."""

from __future__ import annotations

from schemas.layout import Column, TabLayout
from sheet_templates.layout.grid import Grid
from sheet_templates.layout.parts import Book

TITLE, INTRO, HEADER = 1, 2, 3
_WIDTHS = {"place": 24, "found": 30, "accepted": 40, "do": 52, "severity": 14}


def feedback_tab(book: Book) -> TabLayout:
    """The feedback tab. In a sheet the tool can write, `sync` fills it; beside a file it says where to look."""
    words = book.words
    columns = [Column(key, width) for key, width in _WIDTHS.items()]
    grid = Grid(book.marker("feedback"), book.tab_title("feedback"), columns)
    book.back(grid, TITLE)
    grid.put(TITLE, "found", book.marked(words("sheet.feedback.title")), "title")
    kind = "in_sheet" if book.in_sheet else "beside"
    text = words(f"sheet.feedback.{kind}", file=f"{book.territory.id}.feedback.xlsx")
    grid.spread(INTRO, "found", "do", text, "purpose")
    grid.fit(TITLE, least=24)
    grid.fit(INTRO, least=32)
    if book.in_sheet:
        for key in _WIDTHS:
            grid.put(HEADER, key, words(f"sheet.feedback.{key}"), "header_owned")
        grid.fit(HEADER, least=24)
    return grid.tab(freeze=(HEADER + 1, 0) if book.in_sheet else (0, 0), colour="feedback")
