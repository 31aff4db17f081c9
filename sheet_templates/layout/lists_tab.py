"""The hidden tab that holds the drop-down lists, one per column."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.layout import Area, Cell, Column, TabLayout
from sheet_templates.layout.parts import Book

LISTS = "lists"
FIRST = 1


def named_lists(book: Book) -> dict[str, tuple[str, ...]]:
    """Every drop-down list of the book by name, in the territory's language."""
    words = book.words
    levels = tuple(level_label(words, level) for level in range(5))
    return {
        "levels": (*levels, words("answers.dont_know.label"), words("answers.not_applicable.label")),
        "evidence": tuple(f"E{grade} – {words(f'evidence.E{grade}.label')}" for grade in range(4)),
        "yes_no": (words("answers.yes.label"), words("answers.no.label")),
        "actor_types": tuple(words(f"actor_types.{key}") for key in book.guideline.actor_types),
        **{f"asked.{one.id}": tuple(text[book.language] for text in one.choices.values()) for one in book.asked},
        **{
            f"context.{variable.id}": tuple(text[book.language] for text in variable.choices.values())
            for variable in book.guideline.variables
            if variable.choices
        },
        **{
            f"plan.{column.id}": tuple(text[book.language] for text in column.choices.values())
            for column in book.guideline.plan_columns
            if column.choices
        },
    }


def level_label(words: object, level: int) -> str:
    """A level as the drop-down shows it: "3 – Opérationnel"."""
    return f"{level} – {words(f'levels.{level}.name')}"  # type: ignore[operator]


def lists_tab(book: Book, lists: Mapping[str, tuple[str, ...]]) -> TabLayout:
    """The hidden tab of lists: names in the first row, entries below."""
    columns = (Column("key", 12, hidden=True), *(Column(name, 30) for name in lists))
    cells = [Cell(0, 0, book.marker(LISTS).text(), "key")]
    for number, (name, entries) in enumerate(lists.items(), start=1):
        cells.append(Cell(0, number, name, "key"))
        cells += [Cell(row, number, entry, "text") for row, entry in enumerate(entries, start=FIRST)]
    return TabLayout(LISTS, book.tab_title(LISTS), columns, tuple(cells), hidden=True)


def list_area(lists: Mapping[str, tuple[str, ...]], name: str) -> Area:
    """Where the entries of a list stand on the tab of lists."""
    column = list(lists).index(name) + 1
    return Area(FIRST, column, FIRST + len(lists[name]) - 1, column)
