"""A BookLayout as an .xlsx file: the questionnaire people receive. The only questionnaire code that knows xlsxwriter."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from schemas.layout import Area, BookLayout, Cell, Prompt, TabLayout, area_name
from sheet_templates.layout.lists_tab import LISTS, list_area
from sheet_templates.layout.measure import text_height
from sheet_templates.layout.parts import quoted
from sheet_templates.load import read_toml, words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: Notes: width in characters of a cell, letters in points, the tallest one in points.
_NOTE_WIDTH, _NOTE_SIZE, _TALLEST_NOTE = 36.0, 10, 220.0
_PIXELS_PER_POINT, _PIXELS_PER_CHARACTER = 96 / 72, 7
_LONGEST = 32_000
_PROMPT_TITLE, _PROMPT_TEXT = 32, 255
_A4 = 9
#: Margins in inches: left, right, top, bottom.
_MARGINS = 0.25, 0.25, 0.35, 0.55
_LINES = {"thin": 1, "medium": 2, "dashed": 3}
_ROW = re.compile(rb'<row r="(\d+)"[^>]*>')
_BY_HAND = b' customHeight="1"'
_PROTECTION = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
}


def draw(layout: BookLayout, made_at: datetime) -> bytes:
    """The file's bytes; the same layout and time give the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - heavy, only when something is drawn

    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {**_PLAIN, "in_memory": True})
    pen = _Pen(workbook, layout)
    about = words(layout.language)("exercise.tagline")
    properties = {"title": clean(layout.title), "comments": about, "created": made_at}
    properties["keywords"] = layout.properties["guideline"]
    workbook.set_properties(properties)
    for tab in layout.tabs:
        pen.sheets[tab.key] = workbook.add_worksheet(tab.title)
    for tab in layout.tabs:
        pen.tab(tab)
    pen.sheets[layout.tabs[0].key].activate()
    workbook.close()
    return _finished(buffer, layout)


def clean(text: str) -> str:
    """`text` without what an .xlsx file cannot hold (control characters, lone halves of pairs), lines by LF."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _UNSAFE.sub("\ufffd", plain)[:_LONGEST]


def _finished(buffer: BytesIO, layout: BookLayout) -> bytes:
    """The file with what xlsxwriter has no word for: its language, and rows that grow with what people write."""
    finished = BytesIO()
    growing = {
        f"xl/worksheets/sheet{number}.xml": frozenset(row + 1 for row in tab.growing_rows)
        for number, tab in enumerate(layout.tabs, start=1)
    }
    with zipfile.ZipFile(buffer) as drawn, zipfile.ZipFile(finished, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in drawn.infolist():
            content = drawn.read(entry)
            if entry.filename == "docProps/core.xml":
                language = f"<dc:language>{layout.language}</dc:language></cp:coreProperties>"
                content = content.replace(b"</cp:coreProperties>", language.encode())
            elif rows := growing.get(entry.filename):
                content = _growing(content, rows)
            out.writestr(entry, content)
    return finished.getvalue()


def _growing(sheet: bytes, rows: frozenset[int]) -> bytes:
    """The sheet's XML in which the height of `rows` (from 1) is a first guess, not a decision."""

    def let_grow(found: re.Match[bytes]) -> bytes:
        return found[0].replace(_BY_HAND, b"") if int(found[1]) in rows else found[0]

    return _ROW.sub(let_grow, sheet)


class _Pen:
    """Draws one workbook; formats are made once per style and lock."""

    def __init__(self, workbook: Workbook, layout: BookLayout) -> None:
        self.workbook, self.layout = workbook, layout
        self.theme = read_toml("theme.toml")
        self.sheets: dict[str, Worksheet] = {}
        self.titles = {tab.key: tab.title for tab in layout.tabs}
        self._formats: dict[tuple[str, bool], Format] = {}
        self._marks: dict[str, Format] = {}

    def tab(self, tab: TabLayout) -> None:
        """Everything of one tab."""
        sheet = self.sheets[tab.key]
        for number, column in enumerate(tab.columns):
            sheet.set_column(number, number, column.width, None, {"hidden": column.hidden})
        for row, height in tab.heights.items():
            sheet.set_row(row, height)
        for row in tab.hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
        opened = {place for area in tab.open_areas for place in _places(area)}
        merged = {(area.first_row, area.first_column): area for area in tab.merges}
        for cell in tab.cells:
            style = self.format(cell.style, locked=(cell.row, cell.column) not in opened)
            if area := merged.get((cell.row, cell.column)):
                sheet.merge_range(*_corners(area), "", style)
            self._cell(sheet, cell, style)
        self._help(sheet, tab)
        self._page(sheet, tab)

    def format(self, style: str, *, locked: bool = True) -> Format:
        """The format of a style, locked or open."""
        if (style, locked) not in self._formats:
            look = {**self.theme["base"], **self.theme["styles"][style], "locked": locked}
            self._formats[style, locked] = self.workbook.add_format(_properties(look))
        return self._formats[style, locked]

    def _cell(self, sheet: Worksheet, cell: Cell, style: Format) -> None:
        value = clean(cell.value) if isinstance(cell.value, str) else cell.value
        if cell.formula:
            sheet.write_formula(cell.row, cell.column, cell.formula, style, "" if value is None else value)
        elif cell.link:
            target = f"internal:{quoted(self.titles[cell.link])}!B2"
            sheet.write_url(cell.row, cell.column, target, style, str(value), self.titles[cell.link])
        elif cell.parts:
            pieces = [piece for text, look in cell.parts if text for piece in (self.format(look), clean(text))]
            sheet.write_rich_string(cell.row, cell.column, *pieces, style)
        elif value is None or value == "":
            sheet.write_blank(cell.row, cell.column, None, style)
        elif isinstance(value, bool):
            sheet.write_boolean(cell.row, cell.column, value, style)
        elif isinstance(value, (int, float)):
            sheet.write_number(cell.row, cell.column, value, style)
        else:
            sheet.write_string(cell.row, cell.column, value, style)
        if cell.note:
            sheet.write_comment(cell.row, cell.column, clean(cell.note), _note(clean(cell.note)))

    def _help(self, sheet: Worksheet, tab: TabLayout) -> None:
        for choice in tab.choices:
            source = list_area(self.layout.lists, choice.list_name)
            name = f"{quoted(self.titles[LISTS])}!{area_name(source, absolute=True)}"
            words = _shown_at(choice.title, choice.message)
            rule = {
                "validate": "list",
                "source": f"={name}",
                "error_type": "information",
                "error_title": words["input_title"],
                "error_message": words["input_message"],
                "show_error": not choice.several,
                **words,
            }
            sheet.data_validation(*_corners(choice.area), rule)
        for prompt in tab.prompts:
            shown = _shown_at(prompt.title, prompt.message)
            sheet.data_validation(*_corners(prompt.area), {**_asked(prompt, shown), **shown})
        for mark in tab.rules:
            if mark.style not in self._marks:
                self._marks[mark.style] = self.workbook.add_format(_properties(self.theme["styles"][mark.style]))
            options = {"type": "formula", "criteria": mark.formula, "format": self._marks[mark.style]}
            sheet.conditional_format(*_corners(mark.area), options)

    def _page(self, sheet: Worksheet, tab: TabLayout) -> None:
        sheet.hide_gridlines(2)
        if any(tab.freeze):
            sheet.freeze_panes(*tab.freeze)
        row, column = (max(1, place) for place in tab.freeze)
        sheet.set_selection(row, column, row, column)
        if colour := self.theme["tab_colours"].get(tab.colour):
            sheet.set_tab_color(colour)
        if tab.hidden:
            sheet.hide()
        sheet.protect("", _PROTECTION)
        sheet.set_paper(_A4)
        if tab.landscape:
            sheet.set_landscape()
        else:
            sheet.center_horizontally()
        sheet.set_margins(*_MARGINS)
        sheet.set_footer(f"&L{clean(self.layout.title)[:80].replace('&', '&&')}&C&A&R&P / &N")
        if tab.repeat_rows:
            sheet.repeat_rows(*tab.repeat_rows)
        if tab.repeat_columns:
            sheet.repeat_columns(*tab.repeat_columns)
        if tab.scale is None:
            sheet.fit_to_pages(*tab.pages)
        else:
            sheet.set_print_scale(tab.scale)
            sheet.set_v_pagebreaks(list(tab.column_breaks))
            sheet.print_across()


def _asked(prompt: Prompt, shown: Mapping[str, str]) -> dict[str, Any]:
    """What a cell with a help takes: anything, or whole numbers; another value is told and taken all the same."""
    if prompt.between is None:
        return {"validate": "any"}
    low, high = prompt.between
    told = {"error_type": "information", "error_title": shown["input_title"], "error_message": shown["input_message"]}
    return {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high, **told}


def _note(text: str) -> dict[str, Any]:
    """How a note is drawn: as wide as a column of text, as tall as it needs to be."""
    height = min(_TALLEST_NOTE, text_height(text, _NOTE_WIDTH, _NOTE_SIZE) + 12)
    return {
        "width": int(_NOTE_WIDTH * _PIXELS_PER_CHARACTER),
        "height": int(height * _PIXELS_PER_POINT),
        "author": "",
        "font_name": "Calibri",
        "font_size": _NOTE_SIZE,
        "color": "#FFFFE1",
    }


def _shown_at(title: str, message: str) -> dict[str, str]:
    """The help that shows while a cell is selected, as long as Excel allows."""
    return {
        "input_title": _cut(clean(title), _PROMPT_TITLE),
        "input_message": _cut(clean(message), _PROMPT_TEXT),
    }


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _corners(area: Area) -> tuple[int, int, int, int]:
    return area.first_row, area.first_column, area.last_row, area.last_column


def _places(area: Area) -> list[tuple[int, int]]:
    return [
        (row, column)
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    ]


def _properties(look: Mapping[str, Any]) -> dict[str, Any]:
    """A theme entry in xlsxwriter's words."""
    names = {
        "font": "font_name",
        "size": "font_size",
        "colour": "font_color",
        "fill": "bg_color",
        "wrap": "text_wrap",
    }
    ours = {"border", "line", "bottom", "input"}
    plain = {names.get(key, key): value for key, value in look.items() if key not in ours}
    if "border" in look:
        plain |= {"border": _LINES[look.get("line", "thin")], "border_color": look["border"]}
    if "bottom" in look:
        plain |= {"bottom": _LINES["medium"], "bottom_color": look["bottom"]}
    return plain
