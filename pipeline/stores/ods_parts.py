"""What the one part of an .ods file tells that its values do not, as `xlsx_parts` does for .xlsx files.

Rows and cells stand there without their names, with a count where the same one is repeated.
"""

from __future__ import annotations

import html
import re
from zipfile import ZipFile

from pipeline.stores.parts import MOST_COLUMNS, Inside, Limits, Traits, check_text, rebuilt
from schemas.kinds import NOT_CALCULATED
from schemas.layout import a1

_TABLE = re.compile(rb'(<table:table [^>]*?table:name="([^"]*)"[^>]*>)(.*?)(?=</table:table>)', re.DOTALL)
_ROW = re.compile(rb"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)", re.DOTALL)
_ROWS_REPEATED = re.compile(rb'table:number-rows-repeated="(\d+)"')
_COLUMNS_REPEATED = re.compile(rb'table:number-columns-repeated="(\d+)"')
_SHOWN = re.compile(rb"<text:p[^>]*>([^<]*)")
_TYPED = b"office:value-type="


def examine_ods(archive: ZipFile, limits: Limits) -> Inside:
    """The traits of every tab, and the file without what is too far out."""
    part = archive.read("content.xml")
    check_text(part)
    tabs: dict[str, Traits] = {}

    def table(match: re.Match[bytes]) -> bytes:
        title = html.unescape(match[2].decode())
        tabs[title] = Traits()
        return match[1] + _Table(tabs[title], limits).within(match[3])

    within = _TABLE.sub(table, part)
    return Inside(tabs, rebuilt(archive, {"content.xml": within}) if within != part else b"")


class _Table:
    """One table, gone through row by row."""

    def __init__(self, traits: Traits, limits: Limits) -> None:
        self.traits, self.limits = traits, limits
        self.row = self.column = 0

    def within(self, rows: bytes) -> bytes:
        """The rows within the limits; what was beyond them is noted."""
        return _ROW.sub(self._row, rows)

    def _row(self, match: re.Match[bytes]) -> bytes:
        cells, repeated = match[2] or b"", _ROWS_REPEATED.search(match[1])
        times, filled = int(repeated[1]) if repeated else 1, _TYPED in cells
        first, self.row, self.column = self.row, self.row + times, 0
        if filled and self.row > self.limits.rows:
            self.traits.n_rows = self.row
        if first >= self.limits.rows:
            return b""
        text = match[0]
        if filled:
            text = _CELL.sub(lambda cell: self._cell(cell, first), text)
            if times > (left := self.limits.rows - first):
                text = _ROWS_REPEATED.sub(b'table:number-rows-repeated="%d"' % left, text, count=1)
        return text

    def _cell(self, match: re.Match[bytes], row: int) -> bytes:
        repeated = _COLUMNS_REPEATED.search(match[1])
        times, filled = int(repeated[1]) if repeated else 1, _TYPED in match[1]
        column, self.column = self.column, self.column + times
        if filled and self.column > MOST_COLUMNS:
            self.traits.far += (a1(row, max(column, MOST_COLUMNS)),)
        if column >= MOST_COLUMNS:
            return b""
        if instead := _instead(match):
            self.traits.instead |= {(row, at): instead for at in range(column, min(self.column, MOST_COLUMNS))}
        if filled and self.column > MOST_COLUMNS:
            return _COLUMNS_REPEATED.sub(
                b'table:number-columns-repeated="%d"' % (MOST_COLUMNS - column), match[0], count=1
            )
        return match[0]


def _instead(match: re.Match[bytes]) -> str:
    """What people saw where the bare value is something else; "" where the value will do."""
    head = match[1]
    if b'value-type="error"' in head or b'value-type="percentage"' in head:
        shown = _SHOWN.search(match[2] or b"")
        return html.unescape(shown[1].decode()) if shown else "#N/A"
    if b"table:formula=" in head and _TYPED not in head:
        return NOT_CALCULATED
    return ""
