"""A book as an .xlsx file: values, formulas, formats, notes, validation, rules, merges, hiding.

The only module of the service that imports xlsxwriter.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import xlsxwriter

from pipeline.stores.embedded.a1 import Box, letters
from pipeline.stores.embedded.export_formula import Excel
from pipeline.stores.embedded.export_look import fitted_rows, runs, target
from pipeline.stores.embedded.export_rules import criteria, list_source
from pipeline.stores.embedded.locales import Locale, locale_of
from pipeline.stores.embedded.model import Book, Cell, CellError, Json, Sheet

_TITLE = 31
_A4 = 9
_SIDES = ("top", "bottom", "left", "right")
_LINES = {"DOTTED": 4, "DASHED": 3, "SOLID": 1, "SOLID_MEDIUM": 2, "SOLID_THICK": 5, "DOUBLE": 6}
_DEFAULTS = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "SCIENTIFIC": "0.00E+00",
    "TEXT": "@",
    "TIME": "hh:mm:ss",
}


def workbook(book: Book, now: datetime) -> bytes:
    """The file; the same book at the same time gives the same bytes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as made:
        made.set_properties({"title": book.title, "created": now.replace(tzinfo=None)})
        formats = _Formats(made, locale_of(book.locale))
        titles = _titles(book)
        known = {sheet.title.casefold(): (titles[sheet.id], sheet.rows) for sheet in book.sheets}
        excel = Excel(locale_of(book.locale), known)
        for sheet in book.sheets:
            page = made.add_worksheet(titles[sheet.id])
            _draw(made, page, sheet, formats, excel)
            _links(page, sheet, titles, formats)
        first = next(i for i, sheet in enumerate(book.sheets) if not sheet.hidden)
        made.worksheets()[first].activate()
        made.worksheets()[first].set_first_sheet()
        for name in book.names:
            if name.box and name.box.sheet in titles:
                made.define_name(name.name, f"={_absolute(name.box, book, titles)}")
    return out.getvalue()


class _Formats:
    """One xlsxwriter format per distinct cell format."""

    def __init__(self, made: Any, locale: Locale) -> None:
        self._made = made
        self._locale = locale
        self._known: dict[str, Any] = {}
        self._seen: dict[int, Any] = {}

    def of(self, form: Json | None) -> Any:
        """The format for a CellFormat, None for none."""
        if not form:
            return None
        if id(form) not in self._seen:
            self._seen[id(form)] = self._by_text(form)
        return self._seen[id(form)]

    def _by_text(self, form: Json) -> Any:
        key = json.dumps(form, sort_keys=True)
        if key not in self._known:
            self._known[key] = self._made.add_format(self.settings(form))
        return self._known[key]

    def letters(self, cell: Cell, pieces: list[tuple[str, Json]]) -> Iterator[Any]:
        """For each piece of a cell's text its format, and the piece."""
        base = (cell.format or {}).get("textFormat", {})
        for text, look in pieces:
            yield self._by_text({"textFormat": {**base, **look}})
            yield text

    def settings(self, form: Json) -> Json:  # noqa: C901 - one line per feature
        """A CellFormat in xlsxwriter's words."""
        text, number = form.get("textFormat", {}), form.get("numberFormat")
        found: Json = {
            name: True
            for name, key in (("bold", "bold"), ("italic", "italic"), ("underline", "underline"))
            if text.get(key)
        }
        if text.get("strikethrough"):
            found["font_strikeout"] = True
        if "fontSize" in text:
            found["font_size"] = text["fontSize"]
        if "fontFamily" in text:
            found["font_name"] = text["fontFamily"]
        if text.get("foregroundColor"):
            found["font_color"] = colour(text["foregroundColor"])
        if "backgroundColor" in form:
            found["bg_color"] = colour(form["backgroundColor"])
        if "horizontalAlignment" in form:
            found["align"] = form["horizontalAlignment"].lower()
        if "verticalAlignment" in form:
            found["valign"] = {"MIDDLE": "vcenter"}.get(form["verticalAlignment"], form["verticalAlignment"].lower())
        if form.get("wrapStrategy") == "WRAP":
            found["text_wrap"] = True
        if number:
            found["num_format"] = self._pattern(number)
        for side in _SIDES:
            line = form.get("borders", {}).get(side)
            if line:
                found[side] = _LINES.get(line.get("style", "SOLID"), 1)
                found[f"{side}_color"] = colour(line.get("color", {}))
        return found

    def _pattern(self, number: Json) -> str:
        kind = number.get("type", "")
        dates = {"DATE": self._locale.date, "DATE_TIME": f"{self._locale.date} hh:mm:ss"}
        return str(number.get("pattern") or {**_DEFAULTS, **dates}.get(kind, "General"))


def colour(found: Json) -> str:
    """A Color as `#RRGGBB`."""
    parts = (round(255 * float(found.get(name, 0))) for name in ("red", "green", "blue"))
    return "#" + "".join(f"{part:02X}" for part in parts)


def _draw(made: Any, page: Any, sheet: Sheet, formats: _Formats, excel: Excel) -> None:  # noqa: C901 - one line per feature
    heads = {(box.top, box.left): box for box in sheet.merges}
    for box in sheet.merges:
        last = (box.bottom or 0) - 1, (box.right or 0) - 1
        page.merge_range(box.top, box.left, *last, "", formats.of(sheet.at(box.top, box.left).format))
    for (row, column), cell in sorted(sheet.cells.items()):
        inside = any(box.holds(row, column) for box in sheet.merges)
        if not inside or (row, column) in heads:
            formula = excel.formula(cell.formula, cell.value, sheet.title) if cell.formula is not None else None
            _write(page, row, column, replace(cell, formula=formula), formats)
        if cell.note:
            page.write_comment(row, column, cell.note)
    _dimensions(page, sheet)
    _validations(page, sheet, excel)
    for rule in sheet.rules:
        condition = rule.body.get("booleanRule")
        made_rule = criteria(condition["condition"], excel, sheet.title) if condition else None
        if condition and made_rule:
            look = made.add_format(formats.settings(condition.get("format", {})))
            for box in rule.boxes:
                cut = box.within(sheet.rows, sheet.columns)
                ends = (cut.bottom or 1) - 1, (cut.right or 1) - 1
                page.conditional_format(cut.top, cut.left, *ends, {**made_rule, "format": look})
    if sheet.hidden:
        page.hide()
    # As Google prints when nobody chose anything: as wide as the page, on its side.
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    frozen = sheet.grid_extra
    if frozen.get("frozenRowCount") or frozen.get("frozenColumnCount"):
        page.freeze_panes(frozen.get("frozenRowCount", 0), frozen.get("frozenColumnCount", 0))
    if frozen.get("hideGridlines"):
        page.hide_gridlines(2)
    if "tabColor" in sheet.extra:
        page.set_tab_color(colour(sheet.extra["tabColor"]))


def _write(page: Any, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    look, value = formats.of(cell.format), cell.value
    shown = value.text if isinstance(value, CellError) else value
    if cell.formula is not None:
        page.write_formula(row, column, cell.formula, look, "" if shown is None else shown)
    elif isinstance(value, CellError):
        page.write_formula(row, column, f"={value.text}", look, value.text)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, look)
    elif isinstance(value, float) and math.isfinite(value):
        page.write_number(row, column, value, look)
    elif isinstance(value, str):
        pieces = runs(cell)
        if len(pieces) > 1:
            page.write_rich_string(row, column, *formats.letters(cell, pieces), *([look] if look else []))
        else:
            page.write_string(row, column, value, look)
    elif look is not None:
        page.write_blank(row, column, None, look)


def _links(page: Any, sheet: Sheet, titles: dict[int, str], formats: _Formats) -> None:
    for (row, column), cell in sheet.cells.items():
        place = target(cell, titles)
        if place and isinstance(cell.value, str) and cell.formula is None:
            page.write_url(row, column, place, formats.of(cell.format), cell.value)


def _dimensions(page: Any, sheet: Sheet) -> None:
    for row, height in fitted_rows(sheet).items():
        page.set_row(row, height)
    for row, found in sheet.row_properties.items():
        hidden = {"hidden": True} if found.get("hiddenByUser") else {}
        if "pixelSize" in found or hidden:
            page.set_row_pixels(row, found.get("pixelSize", 21), None, hidden)
    for column, found in sheet.column_properties.items():
        hidden = {"hidden": True} if found.get("hiddenByUser") else {}
        page.set_column_pixels(column, column, found.get("pixelSize", 100), None, hidden)


def _validations(page: Any, sheet: Sheet, excel: Excel) -> None:
    for (row, column), cell in sheet.cells.items():
        source = list_source(cell.validation, excel, sheet.title)
        if source and cell.validation:
            warn = "stop" if cell.validation.get("strict") else "warning"
            page.data_validation(row, column, row, column, {"validate": "list", "source": source, "error_type": warn})


def _titles(book: Book) -> dict[int, str]:
    r"""Titles as Excel takes them: 31 letters, none of []:*?/\, each once."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for sheet in book.sheets:
        base = "".join("_" if letter in "[]:*?/\\" else letter for letter in sheet.title)
        base = base.strip("'") or "Sheet"
        title, number = base[:_TITLE], 1
        while title.casefold() in taken:
            number += 1
            tail = f" {number}"
            title = base[: _TITLE - len(tail)] + tail
        taken.add(title.casefold())
        found[sheet.id] = title
    return found


def _absolute(box: Box, book: Book, titles: dict[int, str]) -> str:
    sheet = book.sheet(box.sheet)
    cut = box.within(sheet.rows, sheet.columns) if sheet else box
    title = titles[box.sheet].replace("'", "''")
    first = f"${letters(cut.left)}${cut.top + 1}"
    last = f"${letters((cut.right or 1) - 1)}${cut.bottom}"
    return f"'{title}'!{first}:{last}"
