"""Who answers: one row per respondent column, organisation and type of actor, no personal name asked."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.layout import Area, Column, TabLayout, area_name
from sheet_templates.layout.grid import Grid
from sheet_templates.layout.parts import RESPONDENT_COLUMNS, RESPONDENT_FIRST_ROW, Book, quoted

TITLE, HEADER, INTRO = 1, 2, 3
_WIDTHS = (14, 40, 32, 34, 14)


def respondents_tab(book: Book, blocks: Sequence[TabLayout]) -> TabLayout:
    """The respondents' tab; `blocks` are counted to show how many answers each one has given."""
    words = book.words
    columns = [Column(key, width) for key, width in zip(RESPONDENT_COLUMNS, _WIDTHS, strict=True)]
    grid = Grid(book.marker("respondents"), book.tab_title("respondents"), columns)
    book.back(grid, TITLE)
    grid.put(TITLE, "organisation", book.marked(words("sheet.respondents.title")), "title")
    for column in columns:
        style = "header_owned" if column.key in {"respondent", "given"} else "header"
        grid.put(HEADER, column.key, words(f"sheet.respondents.{column.key}"), style)
    grid.spread(INTRO, "organisation", "role", words("sheet.respondents.intro"), "purpose")
    for row, respondent in enumerate(book.respondents, start=RESPONDENT_FIRST_ROW):
        grid.key_of_row(row, respondent)
        grid.put(row, "respondent", respondent, "label_mid")
        for key in ("organisation", "actor_type", "role"):
            grid.put(row, key, book.filled("respondents", respondent, key), "answer_left")
        given, formula = _given(blocks, respondent)
        grid.put(row, "given", given, "owned_number", formula=formula)
        grid.fit(row, least=26, grows=True)
    for row, least in ((TITLE, 24), (HEADER, 30), (INTRO, 22)):
        grid.fit(row, least=least)
    first, last = RESPONDENT_FIRST_ROW, RESPONDENT_FIRST_ROW + len(book.respondents) - 1
    types = grid.area(first, "actor_type", last_row=last)
    grid.offer(types, "actor_types", words("sheet.respondents.actor_type"), words("sheet.choose_actor_help"))
    grid.open(grid.area(first, "organisation", last_row=last, last_key="role"))
    return grid.tab(freeze=(HEADER + 1, 2), repeat_rows=(HEADER, HEADER), colour="people")


def _given(blocks: Sequence[TabLayout], respondent: str) -> tuple[int, str]:
    """How many cells of the respondent's columns are filled in, and the formula that counts them."""
    counts, given = [], 0
    for tab in blocks:
        column = [one.key for one in tab.columns].index(respondent)
        area = next(area for area in tab.open_areas if area.first_column <= column <= area.last_column)
        column_area = Area(area.first_row, column, area.last_row, column)
        counts.append(f"COUNTA({quoted(tab.title)}!{area_name(column_area, absolute=True)})")
        given += sum(
            1
            for cell in tab.cells
            if cell.column == column and cell.row >= area.first_row and cell.value not in (None, "")
        )
    return given, "=" + "+".join(counts)
