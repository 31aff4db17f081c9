"""A cell as CellData and back; only what a mask asks for is built or changed."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache

from pipeline.stores.embedded.colours import with_both_colours, with_both_names
from pipeline.stores.embedded.fields import Mask, below, merged, pruned, wants
from pipeline.stores.embedded.formatting import shown
from pipeline.stores.embedded.locales import Locale
from pipeline.stores.embedded.model import EMPTY, LONGEST_TEXT, Cell, CellError, Json, Value
from pipeline.stores.embedded.refusals import invalid

DEFAULT_FORMAT: Json = {
    "backgroundColor": {"red": 1, "green": 1, "blue": 1},
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}},
}

_VALUE_KINDS = {"numberValue", "stringValue", "boolValue", "formulaValue", "errorValue"}
_BRINGS = {"TODAY": "DATE", "DATE": "DATE", "NOW": "DATE_TIME"}


def cell_json(cell: Cell, mask: Mask | None, locale: Locale) -> Json:  # noqa: C901 - one line per feature
    """The CellData of a cell, cut to the mask."""
    if cell is EMPTY:
        return {}
    found: Json = {}
    if cell.value is not None or cell.formula is not None:
        if wants(mask, "userEnteredValue"):
            formula = cell.formula
            found["userEnteredValue"] = _value_json(cell.value) if formula is None else {"formulaValue": formula}
        if wants(mask, "effectiveValue"):
            found["effectiveValue"] = _value_json(cell.value)
        if wants(mask, "formattedValue"):
            found["formattedValue"] = shown(cell.value, number_format(cell), locale)
    if cell.format and wants(mask, "userEnteredFormat"):
        found["userEnteredFormat"] = cell.format
    if wants(mask, "effectiveFormat") and (cell.format or cell.value is not None):
        found["effectiveFormat"] = _effective_format(cell)
    if cell.note and wants(mask, "note"):
        found["note"] = cell.note
    if cell.validation and wants(mask, "dataValidation"):
        found["dataValidation"] = cell.validation
    if cell.runs and wants(mask, "textFormatRuns"):
        found["textFormatRuns"] = list(cell.runs)
    if wants(mask, "hyperlink") and (link := _link(cell)):
        found["hyperlink"] = link
    result: Json = pruned(found, mask)
    return result


def number_format(cell: Cell) -> Json | None:
    """The number format set on a cell, or that its formula brings; None without one."""
    found: Json | None = (cell.format or {}).get("numberFormat")
    if found is None and cell.formula is not None:
        kind = _BRINGS.get(cell.formula[1:].partition("(")[0].strip().upper())
        return {"type": kind} if kind else None
    return found


def font_size(cell: Cell) -> float:
    """The size of a cell's letters, in points."""
    return float((cell.format or {}).get("textFormat", {}).get("fontSize", DEFAULT_FORMAT["textFormat"]["fontSize"]))


def updated(cell: Cell, data: Json, mask: Mask) -> Cell:
    """The cell with what the mask names taken from CellData; read-only fields are left alone."""
    result = cell
    if wants(mask, "userEnteredValue"):
        result = _with_value(result, data.get("userEnteredValue"))
    if wants(mask, "userEnteredFormat"):
        parts = cell.format or {}, data.get("userEnteredFormat"), below(mask, "userEnteredFormat") or {}
        result = replace(result, format=_merged_format(*map(json.dumps, parts)) or None)
    if wants(mask, "note"):
        result = replace(result, note=data.get("note") or None)
    if wants(mask, "dataValidation"):
        result = replace(result, validation=data.get("dataValidation") or None)
    if wants(mask, "textFormatRuns"):
        runs = data.get("textFormatRuns")
        result = replace(result, runs=tuple(with_both_colours(runs)) if runs else None)
    return result


@lru_cache(maxsize=1024)
def _merged_format(old: str, given: str, mask: str) -> Json:
    """A CellFormat with what the mask names taken from another, all three as JSON; cells that look alike share it."""
    merging: Json = merged(json.loads(old), with_both_colours(json.loads(given)), with_both_names(json.loads(mask)))
    return merging


def check_length(text: str) -> None:
    """Refuse a text that no cell can hold."""
    if len(text) > LONGEST_TEXT:
        message = f"Your input contains more than the maximum of {LONGEST_TEXT} characters in a single cell."
        raise invalid(message)


def _with_value(cell: Cell, given: Json | None) -> Cell:
    if not given:
        return cell.cleared()
    if len(given) != 1 or next(iter(given)) not in _VALUE_KINDS:
        message = "Invalid userEnteredValue: exactly one kind of value must be set."
        raise invalid(message)
    ((kind, value),) = given.items()
    if kind == "errorValue":
        message = "userEnteredValue.errorValue cannot be set."
        raise invalid(message)
    check_length(str(value))
    if kind == "formulaValue":
        text = str(value)
        formula = text if text.startswith("=") else f"={text}"
        return replace(cell, value=None, formula=formula, runs=None)
    stored: Value = {"numberValue": float, "stringValue": str, "boolValue": bool}[kind](value)
    return replace(cell, value=stored if stored != "" else None, formula=None, runs=None)


def _value_json(value: Value) -> Json:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, CellError):
        message = {"message": value.message} if value.message else {}
        return {"errorValue": {"type": value.kind, **message}}
    return {"numberValue": value or 0}


def _effective_format(cell: Cell) -> Json:
    """The format as it works: defaults, what is set, and the side that the kind of value goes to."""
    side = {bool: "CENTER", float: "RIGHT", CellError: "CENTER"}.get(type(cell.value), "LEFT")
    look = {"horizontalAlignment": side, "hyperlinkDisplayType": "PLAIN_TEXT"}
    found = {**DEFAULT_FORMAT, **look, **(cell.format or {})}
    text = (cell.format or {}).get("textFormat", {})
    found["textFormat"] = {**DEFAULT_FORMAT["textFormat"], "fontFamily": "Arial", **text}
    if form := number_format(cell):
        found["numberFormat"] = form
    return found


def _link(cell: Cell) -> str | None:
    link = (cell.format or {}).get("textFormat", {}).get("link", {}).get("uri")
    if link or not cell.formula or not cell.formula.upper().startswith('=HYPERLINK("'):
        return link if isinstance(link, str) else None
    return cell.formula.split('"')[1]
