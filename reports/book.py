"""Sheets drawn as a workbook file.

Every cell is written by a `Pen`. The same sheets and facts give the same bytes: the only time in the file is
`Facts.made_at`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reports import paging, text, theme
from reports.charts import chart_options
from reports.language_tag import TaggedWorkbook
from reports.layout import LINE_HEIGHT, Placed, font_size, gallery_rows, height, n_lines, placed
from reports.pen import Pen, Shared, broken, ok
from reports.sheet import Cell, Chart, Gallery, Link, Note, Sheet, Table, Value, plain
from reports.stream import StreamedSheet
from reports.whole import written

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": theme.FONT, "font_size": 11},
}
_A4, _BODY_SIZE = 9, 11
#: Rows up to which the parts of a file are put together in memory: faster than by temporary files.
_SMALL = 20_000
#: Heights of rows of one line, two lines and so on, in points: most rows have one of them.
_POINTS = (19.0, *(max(19.0, height(n, _BODY_SIZE)) for n in range(1, 20)))
_BETWEEN_CHARTS = 12
#: What a reader may still do on a protected sheet; nobody needs a password to lift it.
_ALLOWED = {"format_columns": True, "format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says about itself; `custom` becomes named properties."""

    title: str
    subject: str
    author: str
    comments: str
    language: str
    made_at: datetime
    back: str
    page: str
    unlinked: str = "{n} ({left})"
    custom: Mapping[str, str] = field(default_factory=dict)


def write(path: Path, sheets: Sequence[Sheet], facts: Facts) -> Path:
    """Draw `sheets` as the file `path`, whole or not at all; OutputError when it cannot be written."""
    return written(path, lambda part: _draw(part, sheets, facts))


def _draw(path: Path, sheets: Sequence[Sheet], facts: Facts) -> None:
    titles = text.tab_titles(sheet.title for sheet in sheets)
    plans = {sheet.key: placed(sheet) for sheet in sheets}
    if len(plans) != len(sheets):
        broken("two sheets have the same key")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        small = sum(one.n_rows for one in plans.values()) <= _SMALL
        book = TaggedWorkbook(str(path), deepcopy(_OPTIONS) | {"in_memory": small})  # the library writes into options
        shared = Shared(book, plans, dict(zip(plans, titles, strict=True)))
        with ExitStack() as pages:
            pens = [Pen(shared, pages.enter_context(book.add_worksheet(title, StreamedSheet))) for title in titles]
            for pen, plan in zip(pens, plans.values(), strict=True):
                for name, ref in plan.sheet.names.items():
                    book.define_name(name, f"={pen.area(ref)}")
                _draw_sheet(pen, plan, facts)
            _set_properties(book, facts)
            book.close()


def _draw_sheet(pen: Pen, plan: Placed, facts: Facts) -> None:
    sheet, page = plan.sheet, pen.page
    for place, width in enumerate(plan.widths):
        page.set_column(place, place, width)
    _set_up(page, plan, facts)
    pen.put(0, 0, sheet.heading, sheet.heading_style)
    pen.set_row(0, font_size(sheet.heading_style) * LINE_HEIGHT + 6)
    if not sheet.plain:
        pen.put(1, 0, Cell(facts.back, theme.LINK, Link("contents")), theme.LINK)
    for row, part in plan.parts:
        if isinstance(part, Note):
            _draw_note(pen, plan, row, part)
        elif isinstance(part, Table):
            _draw_table(pen, plan, row, part)
        else:
            for down, right, chart in _placed_charts(part):
                _draw_chart(pen, plan, row + down, right, chart)
    if pen.n_unlinked:
        pen.put(1, 1, facts.unlinked.format(n=pen.n_links, left=pen.n_unlinked), theme.STRONG)
    if not sheet.pages_high:
        per_cent = paging.scale(plan, pen.heights)
        page.set_print_scale(per_cent)
        page.set_h_pagebreaks(paging.breaks(plan, pen.heights, per_cent))


def _draw_note(pen: Pen, plan: Placed, row: int, note: Note) -> None:
    """One line; a filled one is filled over the whole width of the sheet, without merging cells."""
    pen.put(row, 0, Cell(note.text, note.style, note.link), note.style)
    if (size := font_size(note.style)) > _BODY_SIZE:
        pen.set_row(row, size * LINE_HEIGHT + 3)
    if "bg_color" in theme.BASES[note.style.base]:
        for column in range(1, len(plan.widths)):
            pen.put(row, column, None, note.style)


def _draw_table(pen: Pen, plan: Placed, row: int, table: Table) -> None:
    if table.caption:
        pen.put(row, 0, table.caption, theme.SUBTITLE)
    if not table.n_rows:
        pen.put(row + bool(table.caption), 0, table.empty, theme.NOTE)
        return
    first = plan.headers[table.name]
    names = text.headers(column.header for column in table.columns)
    for place, (name, column) in enumerate(zip(names, table.columns, strict=True)):
        pen.put(first, place, name, column.header_style)
    most = max(n_lines(name, width * 0.9 - 1) for name, width in zip(names, plan.widths, strict=False))
    pen.set_row(first, height(most, _BODY_SIZE) + 4)
    marked = {
        "name": table.name,
        "style": None,
        "autofilter": table.filters,
        "title": text.fitted(text.clean(table.caption or plan.sheet.heading), 250),
        "columns": [
            {"header": name, "header_format": pen.format(column.header_style)}
            for name, column in zip(names, table.columns, strict=True)
        ],
    }
    ok(pen.page.mark_table(first, table.n_rows, len(names), marked))
    _draw_rows(pen, plan, first + 1, table)


def _draw_rows(pen: Pen, plan: Placed, row: int, table: Table) -> None:
    """Every row of a table, each of them sent on its way before the next is asked for."""
    columns = [pen.column(place, column.style) for place, column in enumerate(table.columns)]
    wrapping = [(at, plan.widths[at] - 2) for at, one in enumerate(table.columns) if theme.wraps(one.style)]
    spacious = theme.spacious(table.columns[0].style)
    drawn = table.name in _drawn(plan)
    last, page, heights, points = row + table.n_rows, pen.page, pen.heights, None
    for values in table.rows:
        cells = [write(row, value) for value, write in zip(values, columns, strict=True)]
        if spacious:
            most = max((n_lines(_words(values[at]), width) for at, width in wrapping), default=1)
            points = heights[row] = _POINTS[most] if most < len(_POINTS) else height(most, _BODY_SIZE)
        page.put_row(row, len(cells), "".join(cells), points)
        if drawn:
            pen.remember(row, values)
        row += 1
    if row != last:
        broken(f"table {table.name} has other rows than it says")


def _drawn(plan: Placed) -> set[str]:
    """The tables of a sheet that its charts draw."""
    galleries = [part.charts if isinstance(part, Gallery) else (part,) for _, part in plan.parts]
    return {one.table for charts in galleries for one in charts if isinstance(one, Chart)}


def _words(value: Value | Cell) -> str:
    shown = plain(value)
    return shown if isinstance(shown, str) else ""


def _placed_charts(part: Chart | Gallery) -> Iterator[tuple[int, int, Chart]]:
    """Charts with the rows above them in their part and the pixels to their left."""
    down = 0
    for line in gallery_rows(part) if isinstance(part, Gallery) else [(part,)]:
        right = 0
        for chart in line:
            yield down, right, chart
            right += chart.width + _BETWEEN_CHARTS
        down += max(one.height_rows for one in line)


def _draw_chart(pen: Pen, plan: Placed, row: int, right: int, chart: Chart) -> None:
    table = next(part for _, part in plan.parts if isinstance(part, Table) and part.name == chart.table)
    title = pen.shared.titles[plan.sheet.key]
    made = chart_options(chart, title, plan.headers[table.name], table)
    drawn: Any = pen.shared.book.add_chart(made.kind)
    for one in made.series:
        drawn.add_series(one)
    for name, options in made.looks.items():
        getattr(drawn, name)(options)
    placing = {
        "description": text.fitted(text.clean(chart.alt), 2_000),
        "object_position": 2,
        "x_offset": right,
        "y_offset": 4,
    }
    ok(pen.page.insert_chart(row, 0, drawn, placing))


def _set_up(page: Any, plan: Placed, facts: Facts) -> None:
    sheet = plan.sheet
    page.hide_gridlines(2)
    page.set_paper(_A4)
    page.set_landscape() if sheet.landscape else page.set_portrait()
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    if sheet.pages_high:
        page.fit_to_pages(sheet.pages_wide, sheet.pages_high)
    if sheet.pages_wide > 1:
        page.repeat_columns(0, max(0, sheet.freeze_columns - 1))
    page.set_footer(f"&L&8{text.footer_text(facts.title)}&C&8&A&R&8{facts.page} &P / &N")
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    if sheet.colour:
        page.set_tab_color(sheet.colour)
    if sheet.protected:
        page.protect("", _ALLOWED)
    if (repeated := paging.repeated_header(plan)) is not None:
        page.repeat_rows(repeated)
    if (last := paging.printed_rows(plan)) < plan.n_rows:
        ok(page.print_area(0, 0, last - 1, len(plan.widths) - 1))
    header = plan.headers.get(sheet.freeze)
    if header is not None:
        page.freeze_panes(header + 1, sheet.freeze_columns)
    elif not sheet.plain:
        page.freeze_panes(1, sheet.freeze_columns)


def _set_properties(book: Any, facts: Facts) -> None:
    book.set_properties(
        {
            "title": text.clean(facts.title),
            "subject": text.clean(facts.subject),
            "author": text.clean(facts.author),
            "company": text.clean(facts.author),
            "language": facts.language,
            "comments": text.clean(facts.comments),
            "created": facts.made_at.astimezone(UTC).replace(tzinfo=None),
        }
    )
    for name, value in facts.custom.items():
        book.set_custom_property(name, text.fitted(text.clean(value), 250))
