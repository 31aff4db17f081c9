"""One tab per block: the questions, what each level means, one drop-down per respondent, the agreed level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemas.guideline import Block, Indicator
from schemas.layout import Column, TabLayout
from sheet_templates.layout.grid import Grid, Value
from sheet_templates.layout.live import Live
from sheet_templates.layout.paper import scale_for
from sheet_templates.layout.parts import RESPONDENT_HEADING, Book

TITLE, HEADER, PURPOSE, FIRST = 1, 2, 3, 4
#: What the group fills in together, after the respondents' columns.
SESSION = ("agreed", "evidence_grade", "evidence", "comment", "dissent")
_LONG_TEXTS = frozenset({"evidence", "comment"})


def block_tab(book: Book, block: Block, indicators: Sequence[Indicator]) -> TabLayout:
    """The tab of `block` with the indicators of the campaign's depth."""
    grid = Grid(book.marker(f"block:{block.id}"), book.tab_title(f"block:{block.id}"), _columns(book))
    book.back(grid, TITLE)
    grid.put(TITLE, "question", book.marked(block.name[book.language]), "title")
    _headers(book, grid)
    grid.put(PURPOSE, "indicator", book.words("sheet.core_legend"), "purpose")
    grid.spread(PURPOSE, "question", "scale", block.purpose[book.language], "purpose")
    grid.fit(PURPOSE, least=20)
    live = Live(book, grid, HEADER, FIRST)
    for row, indicator in enumerate(indicators, start=FIRST):
        _row(book, grid, live, row, indicator)
    last = FIRST + len(indicators) - 1
    grid.rules += live.rules(last)
    _offers(book, grid, last)
    levels = range(1, grid.column(book.respondents[-1]) + 1)
    session = (1, *range(grid.column("spread"), len(grid.columns)))
    tab = grid.tab(
        freeze=(HEADER + 1, grid.column("question")),
        repeat_rows=(HEADER, HEADER),
        repeat_columns=(1, 1),
        column_breaks=(grid.column("spread"),),
        colour="block",
    )
    return replace(tab, scale=scale_for(tab.columns, (levels, session)))


def _columns(book: Book) -> tuple[Column, ...]:
    status = (Column("status", 28),) if book.in_sheet else ()
    return (
        Column("indicator", 16),
        Column("question", 38),
        Column("scale", 48),
        *(Column(respondent, 12.5) for respondent in book.respondents),
        Column("spread", 8),
        Column("mark", 15),
        Column("agreed", 16),
        Column("evidence_grade", 16),
        Column("evidence", 36),
        Column("comment", 52),
        Column("dissent", 11),
        *status,
    )


def _headers(book: Book, grid: Grid) -> None:
    words = book.words
    owned = {"spread", "mark", "status"}
    notes = {"indicator": words("sheet.note.core")}
    notes |= {key: words(f"sheet.note.{key}") for key in ("spread", "mark", *SESSION) if f"sheet.note.{key}" in words}
    for column in grid.columns[1:]:
        key = column.key
        if key in book.respondents:
            note = words("sheet.note.respondent", respondent=key) if key == book.respondents[0] else ""
            book.respondent_heading(grid, HEADER, key, key, note)
        else:
            style = "header_owned" if key in owned else "header"
            grid.put(HEADER, key, words(f"sheet.column.{key}"), style, note=notes.get(key, ""))
    grid.fit(TITLE, least=24)
    grid.fit(HEADER, least=RESPONDENT_HEADING)


def _row(book: Book, grid: Grid, live: Live, row: int, indicator: Indicator) -> None:
    language, words = book.language, book.words
    star = " ★" if indicator.core else ""
    note = words("sheet.note.indicator", who=indicator.who[language], evidence=indicator.evidence[language])
    steps = [text[language] for text in indicator.levels]
    ends = ["\n"] * (len(steps) - 1) + [""]
    scale = (
        part
        for level, (text, end) in enumerate(zip(steps, ends, strict=True))
        for part in ((f"{level}  ", "scale_level"), (text + end, "scale"))
    )
    label = ((f"{indicator.id}{star}\n", "code"), (indicator.label[language], "label"))
    question = ((f"{indicator.question[language]}\n", "question"), (indicator.help[language], "help"))
    grid.key_of_row(row, indicator.id)
    grid.put_parts(row, "indicator", "label", *label, note=note)
    grid.put_parts(row, "question", "question", *question)
    grid.put_parts(row, "scale", "scale", *scale)
    keys = (*book.respondents, *SESSION)
    filled = {key: _as_chosen(book.filled(grid.key, indicator.id, key), key) for key in keys}
    for key, value in filled.items():
        grid.put(row, key, value, "evidence" if key in _LONG_TEXTS else "answer")
    live.put(row, filled)
    if book.in_sheet:
        grid.put(row, "status", "", "owned")
    grid.fit(row, least=72, grows=True)


def _as_chosen(value: Value, key: str) -> Value:
    """A level that is known as text ("3") as the number people type: spreadsheets count the text differently."""
    is_digit = isinstance(value, str) and len(value) == 1 and value in "01234"
    return int(value) if is_digit and key not in _LONG_TEXTS else value  # type: ignore[arg-type]


def _offers(book: Book, grid: Grid, last: int) -> None:
    """The drop-downs, and the cells that are the participants'."""
    words, final = book.words, book.respondents[-1]
    levels = grid.area(FIRST, book.respondents[0], last_row=last, last_key=final)
    agreed, grade, dissent = (grid.area(FIRST, key, last_row=last) for key in ("agreed", "evidence_grade", "dissent"))
    for area in (levels, agreed):
        grid.offer(area, "levels", words("sheet.choose_level"), words("sheet.choose_level_help"))
    grid.offer(grade, "evidence", words("sheet.choose_evidence"), words("sheet.choose_evidence_help"))
    grid.offer(dissent, "yes_no", words("sheet.column.dissent"), words("sheet.choose_dissent_help"))
    grid.open(levels)
    grid.open(grid.area(FIRST, SESSION[0], last_row=last, last_key=SESSION[-1]))
