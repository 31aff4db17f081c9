"""The overview as a workbook of its own: what is published where everybody may look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reports import theme
from reports.sections import overview, reading
from reports.sheet import Cell, Link, Note, Part, Row, Sheet, Table
from reports.view import View

STEM = "overview"


def overview_alone(view: View) -> tuple[Sheet, ...]:
    """The overview and how to read it, without links to sheets that are not there."""
    return tuple(replace(alone(one), plain=True) for one in (overview.sheet(view), reading.sheet(view)))


def alone(sheet: Sheet) -> Sheet:
    """The sheet with every link to another sheet taken away; what it says stays, links to the web stay."""
    return replace(sheet, parts=tuple(_part(one, sheet.key) for one in sheet.parts))


def _part(part: Part, key: str) -> Part:
    if isinstance(part, Note) and isinstance(part.link, Link) and part.link.sheet != key:
        return replace(part, link=None, style=theme.NOTE if part.style == theme.LINK else part.style)
    return replace(part, rows=tuple(_rows(part.rows, key))) if isinstance(part, Table) else part


def _rows(rows: Iterable[Row], key: str) -> Iterator[Row]:
    for row in rows:
        yield tuple(_cell(one, key) if isinstance(one, Cell) else one for one in row)


def _cell(cell: Cell, key: str) -> Cell:
    if not isinstance(cell.link, Link) or cell.link.sheet == key:
        return cell
    return replace(cell, link=None, style=None if cell.style == theme.CELL_LINK else cell.style)
