"""A worksheet whose rows leave memory as soon as the next row begins.

XlsxWriter keeps every cell until the workbook is closed, some 250 bytes each; its own `constant_memory` mode drops
tables and the values that charts show before they are drawn anew. Here a row is text from the start, so that writing
costs about half as much and memory does not grow with the rows.
"""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Any, Self
from urllib.parse import quote

from xlsxwriter.url import Url
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import CellNumberTuple, CellStringTuple, Worksheet

from schemas.errors import StageError

#: Bytes of rows kept in memory before they go to a temporary file, and characters copied at a time.
_HELD, _COPIED = 1_000_000, 1_000_000
#: Rows at the top that may be written until the end: what a sheet has to say about itself is known only then.
HEAD_ROWS = 2
_PIXELS = 4 / 3


class StreamedSheet(Worksheet):  # type: ignore[misc]  # the library is not typed
    """Takes rows from top to bottom as XML; tables, charts, rules and set-up are the library's own.

    The rows above `HEAD_ROWS` wait for the end and take their cells in any order of rows.
    """

    def __init__(self) -> None:
        super().__init__()
        self._head: dict[int, list[str]] = {}
        self._body: Any = SpooledTemporaryFile(max_size=_HELD, mode="w+", encoding="utf-8", newline="")  # noqa: SIM115
        self._row, self._cells = -1, list[str]()
        self._heights: dict[int, float] = {}
        self._reached = (0, 0)
        self._links: list[tuple[str, str, str]] = []

    def __enter__(self) -> Self:
        """The sheet; what it holds of rows is given up at the end, whatever happens."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give up what is held of rows."""
        self._body.close()

    def put(self, row: int, column: int, xml: str) -> None:
        """One cell, right of all cells of its row so far."""
        if row < HEAD_ROWS:
            self._head.setdefault(row, []).append(xml)
        else:
            self._turn_to(row)
            self._cells.append(xml)
        self._reach(row, column, xml)

    def put_row(self, row: int, n_columns: int, xml: str, points: float | None) -> None:
        """A whole row under all others, with its height."""
        self._turn_to(row)
        self._cells.append(xml)
        if points is not None:
            self._heights[row] = points
        self._reach(row, n_columns - 1, xml)

    def set_height(self, row: int, points: float) -> None:
        """The height of a row that is not written yet, or being written."""
        self._heights[row] = points

    def link(self, cell: str, place: str, file: str = "") -> None:
        """Make a cell lead to a place ('Sheet'!A1) of this workbook, or of a file whose path from here is given."""
        self._links.append((cell, place, quote(file)))

    def link_page(self, cell: str, address: str) -> None:
        """Make a cell lead to a web page."""
        url = Url(address)
        self._links.append((cell, url._anchor, url._target()))  # noqa: SLF001 - as the library writes its own

    def remember(self, row: int, column: int, value: float | None, text: int | None = None) -> None:
        """Keep the value of a cell, or the number of its text in the workbook, for the charts that draw it."""
        if text is not None:
            self.table[row][column] = CellStringTuple(text, None)
        elif value is not None:
            self.table[row][column] = CellNumberTuple(value, None)

    def mark_table(self, row: int, n_rows: int, n_columns: int, options: dict[str, Any]) -> object:
        """Mark cells that are written elsewhere as a table with `n_rows` rows under its header.

        The library notes every cell of a table, which takes longer than to write it: it is told of one row.
        """
        code = self.add_table(row, 0, row + 1, n_columns - 1, options)
        whole = xl_range(row, 0, row + n_rows, n_columns - 1)
        made = self.tables[-1]
        made |= {key: whole for key in ("range", "a_range", "autofilter") if made.get(key)}
        return code

    def _turn_to(self, row: int) -> None:
        if row == self._row:
            return
        if row < self._row:
            message = f"row {row + 1} is written after row {self._row + 1}"
            raise StageError(message, "This is a fault of the program: please report it with the pull in use.")
        self._finish()
        self._row = row

    def _finish(self) -> None:
        """Send the row that is being written on its way."""
        if self._row >= 0:
            self._body.write(self._xml(self._row, self._cells))
        self._row, self._cells = -1, []

    def _xml(self, row: int, cells: list[str]) -> str:
        points = self._heights.pop(row, None)
        height = "" if points is None else f' ht="{int(points * _PIXELS + 0.5) / _PIXELS:.16g}" customHeight="1"'
        return f'<row r="{row + 1}"{height}>{"".join(cells)}</row>'

    def _reach(self, row: int, column: int, xml: str) -> None:
        self.str_table.count += xml.count(' t="s"')
        self._reached = max(row, self._reached[0]), max(column, self._reached[1])

    # What the library calls when it writes a cell itself, or the file.

    def _write_string(self, row: int, column: int, string: str, cell_format: Any = None) -> int:
        """The headers of tables, which are written as cells before."""
        del row, column, string, cell_format
        return 0

    def _write_dimension(self) -> None:
        self.dim_rowmin = self.dim_colmin = 0
        self.dim_rowmax, self.dim_colmax = self._reached
        super()._write_dimension()

    def _write_sheet_data(self) -> None:
        self._finish()
        self._xml_start_tag("sheetData")
        for row in sorted(self._head):
            self.fh.write(self._xml(row, self._head[row]))
        self._body.seek(0)
        while part := self._body.read(_COPIED):
            self.fh.write(part)
        self._body.close()
        self._xml_end_tag("sheetData")

    def _write_hyperlinks(self) -> None:
        if self._links:
            self._xml_start_tag("hyperlinks")
            for cell, place, target in self._links:
                self._write_link(cell, place, target)
            self._xml_end_tag("hyperlinks")

    def _write_link(self, cell: str, place: str, target: str) -> None:
        attributes = [("ref", cell)]
        if target:
            self.rel_count += 1
            self.external_hyper_links.append(["/hyperlink", target, "External"])
            attributes.append(("r:id", f"rId{self.rel_count}"))
        if place:
            attributes.append(("location", place))
        self._xml_empty_tag("hyperlink", attributes)
