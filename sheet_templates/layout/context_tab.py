"""The context sheet: one line per variable, its value and what makes the figure trustworthy."""

from __future__ import annotations

from schemas.guideline import Variable
from schemas.layout import Column, Prompt, TabLayout
from sheet_templates.layout.grid import Grid
from sheet_templates.layout.parts import Book

TITLE, HEADER, INTRO, FIRST = 1, 2, 3, 4
#: Column keys of the details; "when" takes the year, month or date a variable asks for.
DETAILS = ("when", "currency", "source", "text")
TIMES = ("year", "month", "date")
_WIDTHS = {
    "code": 8,
    "variable": 22,
    "help": 44,
    "value": 24,
    "unit": 12,
    "when": 12,
    "currency": 10,
    "source": 28,
    "text": 30,
}
#: Printed on so many pages at most.
_PAGES_HIGH = 2
#: What a value may be, as the drop-down's place is taken by a short help where there is no list.
_ACCEPTED = {"count": "whole_number"}


def context_tab(book: Book) -> TabLayout:
    """The context tab, variables by group; cells that a variable does not ask for are closed and grey."""
    words = book.words
    columns = [Column(key, width) for key, width in _WIDTHS.items()]
    grid = Grid(book.marker("context"), book.tab_title("context"), columns)
    book.back(grid, TITLE)
    grid.put(TITLE, "help", book.marked(words("sheet.context.title")), "title")
    grid.spread(INTRO, "variable", "help", words("sheet.context.intro"), "purpose")
    for key in _WIDTHS:
        grid.put(HEADER, key, words(f"sheet.context.{key}"), "header")
    for row, least in ((TITLE, 24), (HEADER, 30), (INTRO, 22)):
        grid.fit(row, least=least)
    row = FIRST
    for group in book.guideline.variable_groups:
        members = [variable for variable in book.guideline.variables if variable.group == group]
        if not members:
            continue
        for key in _WIDTHS:
            grid.put(row, key, words(f"context.groups.{group}") if key == "code" else "", "group")
        grid.heights[row] = 20
        for number, variable in enumerate(members, start=row + 1):
            _line(book, grid, number, variable)
        row += len(members) + 1
    return grid.tab(
        freeze=(HEADER + 1, grid.column("help")),
        repeat_rows=(HEADER, HEADER),
        pages=(1, _PAGES_HIGH),
        colour="people",
    )


def _line(book: Book, grid: Grid, row: int, variable: Variable) -> None:
    words, language = book.words, book.language
    grid.key_of_row(row, variable.id)
    if variable.since > 1:
        grid.later[variable.id] = variable.since
    grid.put(row, "code", variable.id, "label_code")
    grid.put(row, "variable", variable.label[language] + (" ★" if variable.core else ""), "fact_label")
    grid.put(row, "help", variable.help[language], "help")
    grid.put(row, "unit", words(f"context.units.{variable.unit}") if variable.unit else "", "hint_wrap")
    _value(book, grid, row, variable)
    for key in DETAILS:
        asked = [name for name in variable.detail if name == key or (key == "when" and name in TIMES)]
        if asked:
            grid.put(row, key, book.filled("context", variable.id, key), "answer_left")
            grid.open(grid.area(row, key))
            label = variable.detail_label[asked[0]][language]
            grid.prompts.append(Prompt(grid.area(row, key), variable.label[language], label))
        else:
            grid.put(row, key, "", "closed")
    grid.fit(row, least=30, grows=True)


def _value(book: Book, grid: Grid, row: int, variable: Variable) -> None:
    value = book.filled("context", variable.id, "value")
    if variable.owner == "tool":
        grid.put(row, "value", value if value is not None else _known(book, variable), "owned")
        return
    words, label, area = book.words, variable.label[book.language], grid.area(row, "value")
    grid.put(row, "value", value, "answer_left")
    grid.open(area)
    accepted = f"accepts.{_ACCEPTED.get(variable.kind, variable.kind)}"
    if variable.choices:
        several = variable.kind == "multi_choice"
        message = words("sheet.choose_many_help" if several else "sheet.choose_one_help")
        grid.offer(area, f"context.{variable.id}", label, message, several=several)
    elif accepted in words and "{" not in words(accepted) and variable.kind != "text":
        grid.prompts.append(Prompt(area, label, words(accepted)))


def _known(book: Book, variable: Variable) -> str:
    """What the coordinator's list of territories already says."""
    if variable.key == "territory_name":
        return book.territory.name
    names = variable.choices.get(book.territory.country)
    return names[book.language] if names else book.territory.country
