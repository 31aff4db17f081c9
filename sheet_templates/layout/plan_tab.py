"""The action plan: one row per action, the columns of DOMAIN 5.3.

What the vote and the marks come to is looked up on the tab of the priorities.
"""

from __future__ import annotations

from dataclasses import replace

from schemas.guideline import PlanColumn
from schemas.layout import Column, TabLayout, a1
from sheet_templates.layout.grid import Grid
from sheet_templates.layout.paper import fewest_pages
from sheet_templates.layout.parts import PLAN_FIRST_ROW, PRIORITIES_FIRST_ROW, Book
from sheet_templates.layout.priorities_tab import Ranked, column_keys, ranked

TITLE, HEADER, INTRO, FIRST = 1, 2, 3, PLAN_FIRST_ROW
#: Columns of the plan -> where their value stands among the priorities.
_LOOKED_UP = {"vote_points": "points", "tech_score": "technical", "rank": "rank"}
#: The first columns stay in view; they are narrow, so that something else can be seen on a small screen.
_KEPT_IN_VIEW = (8.0, 20.0)
_ROW_HEIGHT = 44.0


def plan_tab(book: Book) -> TabLayout:
    """The plan's tab with as many empty rows as the campaign gives; columns the tool fills are closed."""
    words, plan = book.words, book.guideline.plan_columns
    kept = len(_KEPT_IN_VIEW)
    widths = (*_KEPT_IN_VIEW, *(max(column.width, 10) for column in plan[kept:]))
    columns = [Column(column.id, width) for column, width in zip(plan, widths, strict=True)]
    grid = Grid(book.marker("plan"), book.tab_title("plan"), columns)
    book.back(grid, TITLE)
    grid.put(TITLE, plan[kept].id, book.marked(words("sheet.plan.title")), "title")
    grid.put(INTRO, plan[kept].id, words("sheet.plan.intro"), "purpose")
    for column in plan:
        _column(book, grid, column)
    live = ranked(book)
    for row, action_id in enumerate(book.action_ids, start=FIRST):
        grid.key_of_row(row, action_id)
        for column in plan:
            if column.id in _LOOKED_UP:
                _looked_up(book, grid, row, column.id, live[action_id])
            else:
                _cell(book, grid, row, action_id, column)
        grid.fit(row, least=_ROW_HEIGHT, grows=True)
    for row, least in ((TITLE, 24), (HEADER, 44), (INTRO, 22)):
        grid.fit(row, least=least)
    tab = grid.tab(
        freeze=(HEADER + 1, kept + 1),
        repeat_rows=(HEADER, HEADER),
        repeat_columns=(1, kept),
        colour="plan",
    )
    scale, breaks = fewest_pages(tab.columns, (1, kept))
    return replace(tab, scale=scale, column_breaks=breaks)


def _column(book: Book, grid: Grid, column: PlanColumn) -> None:
    """The heading of a column, its drop-down, and whether people write in it."""
    language, owned = book.language, column.owner == "tool"
    label = column.label[language] + (" *" if column.required and not owned else "")
    grid.put(HEADER, column.id, label, "header_owned" if owned else "header", note=column.help[language])
    if owned:
        return
    area = grid.area(FIRST, column.id, last_row=FIRST + book.campaign.plan_rows - 1)
    grid.open(area)
    if column.choices:
        several = column.kind.startswith("multi") or column.kind == "ids"
        message = book.words("sheet.choose_many_help" if several else "sheet.choose_one_help")
        grid.offer(area, f"plan.{column.id}", column.label[language], message, several=several)


def _looked_up(book: Book, grid: Grid, row: int, key: str, live: Ranked) -> None:
    """What the priorities say of the action of this row, whatever the order of theirs."""
    wanted = _LOOKED_UP[key]
    place = column_keys(book).index(wanted) + 1
    found = book.of_action("priorities", PRIORITIES_FIRST_ROW, place, f"${a1(row, 1)}")
    grid.put(row, key, live.shown(wanted), "owned_number", formula=f'=IFERROR({found},"")')


def _cell(book: Book, grid: Grid, row: int, action_id: str, column: PlanColumn) -> None:
    value = book.filled("plan", action_id, column.id)
    if column.id == "action_id":
        grid.put(row, column.id, action_id, "label")
    else:
        grid.put(row, column.id, value, "owned" if column.owner == "tool" else "evidence")
