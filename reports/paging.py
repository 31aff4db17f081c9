"""Where a sheet is broken into pages: never between a caption and its table, never through a chart.

Excel ignores page breaks where a sheet is fitted to a number of pages, so the scale is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reports.layout import Placed
from reports.limits import MAX_BREAKS
from reports.sheet import Chart, Gallery, Note, Table

#: A4 less the margins, in points, and what is kept free because programs measure letters differently.
_LONG, _SHORT, _FREE = 842.0 - 72.0, 595.0 - 94.0, 0.94
_LONG_SIDE, _SHORT_SIDE = 842.0 - 94.0, 595.0 - 72.0
_SMALLEST, _LARGEST = 10, 100
_ROW = 15.0
#: Notes may be wider than narrow tables (points).
_NARROWEST = 80 * 7 * 0.75
#: Print may be made so much smaller to keep a first page whole.
_READABLE = 0.8
#: Rows of a table that stay with its header.
_KEPT_ROWS = 2


def scale(plan: Placed, heights: Mapping[int, float]) -> int:
    """Per cent at which the columns and charts of a sheet fit the width of its pages, and what belongs there the first.

    `heights` are the rows that are not of the default height, in points.
    """
    return _first_page(plan, heights, _by_width(plan))


def printed_rows(plan: Placed) -> int:
    """How many rows of a sheet are printed: all but tables for the screen at its end."""
    last = plan.n_rows
    for first, part in reversed(plan.parts):
        if not (isinstance(part, Table) and not part.printed):
            break
        last = first
    return last


def repeated_header(plan: Placed) -> int | None:
    """The row that stands on each further page, None where there is none."""
    header = plan.headers.get(plan.sheet.repeat or plan.sheet.freeze)
    return None if header is None or header >= printed_rows(plan) else header


def _first_page(plan: Placed, heights: Mapping[int, float], per_cent: int) -> int:
    """`per_cent`, or as much less as lets the first charts stand on the first page, if that is not much less."""
    last = next((row + sum(_lines(part)) for row, part in plan.parts if isinstance(part, Chart | Gallery)), 0)
    if not plan.sheet.charts_first or not last:
        return per_cent
    needed = sum(heights.get(row, _ROW) for row in range(last))
    fitting = int(100 * (_SHORT if plan.sheet.landscape else _LONG_SIDE) * _FREE / needed)
    return min(per_cent, fitting) if fitting >= _READABLE * per_cent else per_cent


def _by_width(plan: Placed) -> int:
    columns = [(7 * width + 5) * 0.75 for width in plan.widths]
    charts = [one * 0.75 for _, part in plan.parts for one in _widths(part)]
    paper = (_LONG if plan.sheet.landscape else _SHORT_SIDE) * _FREE
    wide = max(sum(columns), *charts, _NARROWEST) if plan.sheet.pages_wide == 1 else sum(columns)
    per_cent = int(100 * paper * plan.sheet.pages_wide / wide)
    while per_cent > _SMALLEST and _n_wide(columns, plan, paper * 100 / per_cent) > plan.sheet.pages_wide:
        per_cent -= 1
    return max(_SMALLEST, min(_LARGEST, per_cent))


def _n_wide(columns: Sequence[float], plan: Placed, room: float) -> int:
    """How many pages side by side hold the columns, those that are repeated on each counted each time."""
    if plan.sheet.pages_wide == 1:
        return 1
    repeated = sum(columns[: max(1, plan.sheet.freeze_columns)])
    pages, used = 1, 0.0
    for width in columns:
        if used and used + width > room:
            pages, used = pages + 1, repeated
        used += width
    return pages


def breaks(plan: Placed, heights: Mapping[int, float], per_cent: int) -> list[int]:
    """Rows (from 0) that start a new page, so that what belongs together stays together.

    `heights` are the rows that are not of the default height, in points. Rows repeated on every page are counted.
    """
    paper = _SHORT if plan.sheet.landscape else _LONG_SIDE
    room = paper * _FREE * 100 / per_cent
    header = repeated_header(plan)
    above = heights.get(header, _ROW) if header is not None else 0.0
    found: list[int] = []
    used, end = 0.0, printed_rows(plan)
    for first, last in _groups(plan):
        if first >= end:
            break
        needed = sum(heights.get(row, _ROW) for row in range(first, last))
        if used and used + needed > room and len(found) < MAX_BREAKS:
            found.append(first)
            used = above if header is not None and first > header else 0.0
        used += needed
        while used > room:
            used -= room - (above if header is not None and last > header else 0.0)
    return found


def _groups(plan: Placed) -> Iterator[tuple[int, int]]:
    """Rows of the sheet as (first, after last) that must not be parted; every row is in one of them."""
    row = 0
    for first, part in plan.parts:
        if first > row:
            yield from ((one, one + 1) for one in range(row, first))
        if isinstance(part, Table):
            header = first + bool(part.caption)
            row = min(header + 1 + _KEPT_ROWS, header + 1 + part.n_rows) if part.n_rows else header + 1
            yield first, row
            last = header + 1 + part.n_rows
            yield from ((one, one + 1) for one in range(row, last))
            row = max(row, last)
        elif isinstance(part, Note):
            yield first, first + 1
            row = first + 1
        else:
            row = first + sum(_lines(part))
            start = first
            for height in _lines(part):
                yield start, start + height
                start += height
    yield from ((one, one + 1) for one in range(row, plan.n_rows))


def _lines(part: Chart | Gallery) -> list[int]:
    """The heights in rows of the lines of charts."""
    if isinstance(part, Chart):
        return [part.height_rows]
    charts = part.charts
    starts = range(0, len(charts), max(1, part.per_row))
    return [max(one.height_rows for one in charts[at : at + part.per_row]) for at in starts]


def _widths(part: object) -> list[float]:
    """The widths in pixels of the lines of charts of a part."""
    if isinstance(part, Chart):
        return [part.width]
    if isinstance(part, Gallery):
        starts = range(0, len(part.charts), max(1, part.per_row))
        return [sum(one.width + 12 for one in part.charts[at : at + part.per_row]) for at in starts]
    return []
