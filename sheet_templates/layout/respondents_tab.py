"""Who answers: one row per respondent column, organisation and type of actor, no personal name asked.

Where a campaign asks more of each person, that may be left open, and stands behind the role. At the end come the points each organisation may share over the blocks: what matters most to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemas.layout import Area, Column, Prompt, TabLayout, area_name
from sheet_templates.layout import points
from sheet_templates.layout.grid import Grid
from sheet_templates.layout.marker import ON_WISH
from sheet_templates.layout.paper import scale_for
from sheet_templates.layout.parts import RESPONDENT_COLUMNS, RESPONDENT_FIRST_ROW, Book, quoted

TITLE, HEADER, INTRO = 1, 2, 3
#: Keys of the columns for points begin with this: "points:LEG".
POINTS = "points:"
TOTAL = "total"
#: Keys of the columns for what a campaign asks of the person: "asked:gender".
ASKED = "asked:"
_WIDTHS = (14, 40, 32, 34, 14)
_ASKED_WIDTH = 24
_POINTS_WIDTH, _TOTAL_WIDTH = 11, 15
_SINCE = 2


def respondents_tab(book: Book, blocks: Sequence[TabLayout]) -> TabLayout:
    """The respondents' tab; `blocks` are counted to show how many answers each one has given."""
    words = book.words
    block_ids = [tab.key.partition(":")[2] for tab in blocks]
    columns = [Column(key, width) for key, width in zip(RESPONDENT_COLUMNS, _WIDTHS, strict=True)]
    columns[-1:-1] = [Column(ASKED + one.id, _ASKED_WIDTH) for one in book.asked]
    shared = [*(Column(POINTS + one, _POINTS_WIDTH) for one in block_ids), Column(TOTAL, _TOTAL_WIDTH)]
    grid = Grid(book.marker("respondents"), book.tab_title("respondents"), [*columns, *shared])
    book.back(grid, TITLE)
    grid.put(TITLE, "organisation", book.marked(words("sheet.respondents.title")), "title")
    for key in RESPONDENT_COLUMNS:
        style = "header_owned" if key in {"respondent", "given"} else "header"
        grid.put(HEADER, key, words(f"sheet.respondents.{key}"), style)
    grid.spread(INTRO, "organisation", "role", words("sheet.respondents.intro"), "purpose")
    for row, respondent in enumerate(book.respondents, start=RESPONDENT_FIRST_ROW):
        grid.key_of_row(row, respondent)
        grid.put(row, "respondent", respondent, "label_mid")
        for key in ("organisation", "actor_type", "role"):
            grid.put(row, key, book.filled("respondents", respondent, key), "answer_left")
        given, formula = _given(blocks, respondent)
        grid.put(row, "given", given, "owned_number", formula=formula)
        grid.fit(row, least=26, grows=True)
    first, last = RESPONDENT_FIRST_ROW, RESPONDENT_FIRST_ROW + len(book.respondents) - 1
    types = grid.area(first, "actor_type", last_row=last)
    grid.offer(types, "actor_types", words("sheet.respondents.actor_type"), words("sheet.choose_actor_help"))
    grid.open(grid.area(first, "organisation", last_row=last, last_key=columns[-2].key))
    _asked(book, grid, last)
    _points(book, grid, block_ids)
    for row, least in ((TITLE, 24), (HEADER, 30), (INTRO, 22)):
        grid.fit(row, least=least)
    tab = grid.tab(freeze=(HEADER + 1, 2), repeat_rows=(HEADER, HEADER), repeat_columns=(1, 1), colour="people")
    start = grid.column(shared[0].key)
    pages = (range(1, start), (1, *range(start, len(tab.columns))))
    return replace(tab, scale=scale_for(tab.columns, pages), column_breaks=(start,))


def _asked(book: Book, grid: Grid, last: int) -> None:
    """The columns of what the campaign asks of the person, each with its list and who will see it."""
    help_text = book.words("sheet.respondents.asked_help", voices=book.guideline.policy.min_voices_shown)
    for one in book.asked:
        key, label = ASKED + one.id, one.label[book.language]
        grid.put(HEADER, key, book.words("sheet.respondents.asked", label=label), "header", note=help_text)
        for row, respondent in enumerate(book.respondents, start=RESPONDENT_FIRST_ROW):
            grid.put(row, key, book.filled("respondents", respondent, key), "answer_left")
        grid.offer(grid.area(RESPONDENT_FIRST_ROW, key, last_row=last), f"asked.{one.id}", label, help_text)
        grid.later[key] = ON_WISH


def _points(book: Book, grid: Grid, block_ids: Sequence[str]) -> None:
    """The columns of points, with a total that says whether the row counts."""
    words, language, policy = book.words, book.language, book.guideline.policy
    keys = [POINTS + one for one in block_ids]
    whole = f"{policy.points_to_spread:g}"
    grid.put(TITLE, keys[0], book.marked(words("sheet.points.title")), "title")
    grid.spread(INTRO, keys[0], TOTAL, words("sheet.points.intro", points=whole), "purpose")
    for block_id, key in zip(block_ids, keys, strict=True):
        grid.put(HEADER, key, book.guideline.block(block_id).short[language], "header")
    grid.put(HEADER, TOTAL, words("sheet.points.total"), "header_owned", note=words("sheet.points.note", points=whole))
    for row, respondent in enumerate(book.respondents, start=RESPONDENT_FIRST_ROW):
        given = [book.filled("respondents", respondent, key) for key in keys]
        for key, value in zip(keys, given, strict=True):
            grid.put(row, key, value, "answer")
        cells = area_name(grid.area(row, keys[0], last_key=keys[-1]))
        spread, tolerance = policy.points_to_spread, policy.points_tolerance
        value, formula = points.total(
            given, cells, spread,
            right=abs(sum(points.numbers(given)) - spread) <= tolerance,
            condition=f"ABS(SUM({cells})-{spread:g})<={tolerance:g}",
        )  # fmt: skip
        grid.put(row, TOTAL, value, "owned_number", formula=formula)
    last = RESPONDENT_FIRST_ROW + len(book.respondents) - 1
    area = grid.area(RESPONDENT_FIRST_ROW, keys[0], last_row=last, last_key=keys[-1])
    grid.open(area)
    message = words("sheet.points.help", points=whole)
    grid.prompts.append(Prompt(area, words("sheet.points.prompt"), message, (0, int(policy.points_to_spread))))
    grid.rules += points.rules(grid.area(RESPONDENT_FIRST_ROW, TOTAL, last_row=last))
    grid.later |= dict.fromkeys(keys, _SINCE)


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
