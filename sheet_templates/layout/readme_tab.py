"""The first tab people see: what this is, how to fill it in, where to go, how far the territory has come."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.layout import Column, TabLayout
from sheet_templates.figures import day_in_words
from sheet_templates.layout.grid import Grid
from sheet_templates.layout.lists_tab import level_label
from sheet_templates.layout.parts import Book
from sheet_templates.layout.progress import Progress

WIDTHS = {"a": 27, "b": 45, "c": 13, "d": 13, "e": 13}
_FIRST, _LAST = "a", "e"
_EXAMPLE_LEVELS = (2, 3, 3)


def readme_tab(book: Book, tabs: Sequence[TabLayout]) -> TabLayout:
    """The Read me tab in the territory's language; it leads to every one of `tabs`."""
    words = book.words
    columns = [Column(key, width) for key, width in WIDTHS.items()]
    grid = Grid(book.marker("readme"), book.tab_title("readme"), columns)
    row = _start(book, grid)
    row = _steps(book, grid, row + 1)
    row = _progress(book, grid, row + 1, tabs)
    row = _scale(book, grid, row + 1)
    row = _example(book, grid, row + 1)
    for key in ("exercise.working_grid", "exercise.credit", "exercise.source"):
        row += 1
        _wide(grid, row, words(key), "wide_hint")
    return grid.tab(landscape=False, colour="start", pages=(1, 1))


def _start(book: Book, grid: Grid) -> int:
    """What this is, and the facts a participant asks for first; the row below them."""
    words, campaign = book.words, book.campaign
    grid.put(1, _FIRST, book.marked(words("sheet.book_title", territory=book.territory.name)), "title")
    grid.heights[1] = 26
    _wide(grid, 2, campaign.title, "subtitle")
    _wide(grid, 3, f"{words('exercise.tagline')} {words('exercise.no_wrong_answer')}", "wide")
    row = 4
    if campaign.illustrative:
        _wide(grid, row, words("sheet.illustrative", mark=words("exercise.illustrative")), "notice")
        row += 1
    row += 1
    for key, value in _facts(book).items():
        if value:
            grid.put(row, "a", words(f"sheet.readme.{key}"), "fact_label")
            grid.spread(row, "b", _LAST, value, "fact")
            grid.fit(row, least=18)
            row += 1
    return row


def _facts(book: Book) -> dict[str, str]:
    campaign, words = book.campaign, book.words
    deadline = day_in_words(campaign.deadline, words) if campaign.deadline else ""
    return {
        "territory": book.territory.name,
        "session": campaign.session,
        "deadline": deadline,
        "contact": campaign.contact,
    }


def _wide(grid: Grid, row: int, text: str, style: str, least: float = 17) -> None:
    """A text over the whole width."""
    grid.spread(row, _FIRST, _LAST, text, style)
    grid.fit(row, least=least)


def _section(grid: Grid, row: int, text: str) -> None:
    """A heading with a line below it over the whole width."""
    for key in WIDTHS:
        grid.put(row, key, text if key == _FIRST else "", "section")
    grid.heights[row] = 22


def _steps(book: Book, grid: Grid, row: int) -> int:
    words = book.words
    values = {key: book.tab_title(key) for key in ("context", "respondents", "plan", "priorities", "feedback")}
    _section(grid, row, words("sheet.readme.how"))
    for number, step in enumerate(words.under("sheet.readme.step").values(), start=1):
        row += 1
        text = step.format_map({**values, "last": book.respondents[-1]})
        _wide(grid, row, f"{number}. {text}", "wide", least=19)
    return row + 1


def _progress(book: Book, grid: Grid, row: int, tabs: Sequence[TabLayout]) -> int:
    """A line per tab: the way there, what it is about, and how much of it is filled in."""
    words, progress = book.words, Progress(book, tabs)
    _section(grid, row, words("sheet.readme.progress"))
    row += 1
    for key, name in zip(WIDTHS, ("tab", "hint", "answers", "agreed", "discuss"), strict=True):
        grid.put(row, key, words(f"sheet.readme.{name}"), "header")
    grid.fit(row, least=20)
    for tab in tabs:
        row += 1
        grid.put(row, "a", tab.title, "link", link=tab.key)
        grid.put(row, "b", _about(book, tab.key), "hint_wrap")
        for key, count in zip("cde", progress.of(tab), strict=True):
            style = "owned_number" if count else "closed"
            value, formula = count or ("", "")
            grid.put(row, key, value, style, formula=formula)
        grid.fit(row, least=20)
    return row + 1


def _about(book: Book, tab_key: str) -> str:
    if tab_key.startswith("block:"):
        return book.guideline.block(tab_key.removeprefix("block:")).name[book.language]
    return book.words(f"sheet.{tab_key}.title")


def _scale(book: Book, grid: Grid, row: int) -> int:
    words = book.words
    _section(grid, row, words("sheet.readme.scale"))
    lines = [(level_label(words, level), words(f"levels.{level}.test")) for level in range(5)]
    lines += [
        (words(f"answers.{state}.label"), words(f"answers.{state}.test")) for state in ("dont_know", "not_applicable")
    ]
    for label, test in lines:
        row += 1
        grid.put(row, "a", label, "fact_label")
        grid.spread(row, "b", _LAST, test, "fact")
        grid.fit(row, least=18)
    return row + 1


def _example(book: Book, grid: Grid, row: int) -> int:
    """A filled-in line that cannot be taken for one to fill in: its own look, and said so before and after."""
    words, language = book.words, book.language
    _section(grid, row, words("sheet.readme.example"))
    row += 1
    _wide(grid, row, words("sheet.readme.example_note"), "wide_hint")
    indicator = book.indicators(book.guideline.blocks[0].id)[0]
    column = words("sheet.column.indicator"), words("sheet.column.question"), words("sheet.column.agreed")
    row += 1
    for key, text in zip(WIDTHS, (*column[:2], "R1", "R2", column[2]), strict=True):
        grid.put(row, key, text, "example_header")
    grid.fit(row, least=18)
    row += 1
    grid.put(row, "a", f"{indicator.id}\n{indicator.label[language]}", "example_text")
    grid.put(row, "b", indicator.question[language], "example_text")
    for key, level in zip("cde", _EXAMPLE_LEVELS, strict=True):
        grid.put(row, key, level_label(words, level), "example")
    grid.fit(row, least=32)
    row += 1
    _wide(grid, row, words("sheet.readme.example_says"), "wide_hint")
    return row + 1
