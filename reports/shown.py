"""Sheets with the numbers that are seen: what nobody can see changes nothing in them."""

from __future__ import annotations

import re
from dataclasses import replace

from reports.sheet import Cell, Row, Sheet, Table, Value
from reports.theme import Style
from sheet_templates.figures import half_up

#: The places of a number format: those after its point, two more where it shows per cent; text in quotes is none.
_QUOTED, _PLACES = re.compile(r'"[^"]*"'), re.compile(r"\.([0#]+)")


def as_shown(sheet: Sheet) -> Sheet:
    """The sheet with every number as its format shows it, and its rows made."""
    return replace(
        sheet,
        parts=tuple(replace(one, rows=_rows(one)) if isinstance(one, Table) else one for one in sheet.parts),
    )


def _rows(table: Table) -> tuple[Row, ...]:
    styles = [column.style for column in table.columns]
    return tuple(tuple(map(_seen, row, styles)) for row in table.rows)


def _seen(value: Value | Cell, style: Style) -> Value | Cell:
    if isinstance(value, Cell):
        own = value.style or style
        return replace(value, value=_rounded(value.value, own)) if isinstance(value.value, float) else value
    return _rounded(value, style) if isinstance(value, float) else value


def _rounded(value: float, style: Style) -> float:
    return float(half_up(value, _places(style.number_format))) if style.number_format else value


def _places(number_format: str) -> int:
    bare = _QUOTED.sub("", number_format)
    found = _PLACES.search(bare)
    return (len(found[1]) if found else 0) + 2 * bare.count("%")
