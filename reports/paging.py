"""Where a sheet is broken into pages: never between a caption and its table, never through a chart.

Excel ignores page breaks where a sheet is fitted to a number of pages, so the scale is worked out here.
"""

from __future__ import annotations

import math
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
#: And so much smaller to keep a whole sheet on one.
_HARDLY_LESS = 0.88
#: A last page of less than this share of a page is saved by smaller print, on sheets of no more rows than these.
_TAIL, _MOST_ROWS = 0.25, 2_000
#: Rows of a table that stay with its header.
_KEPT_ROWS = 2


def scale(plan: Placed, heights: Mapping[int, float]) -> int:
    """Per cent at which the columns and charts of a sheet fit the width of its pages, and what belongs there the first.

    What is a little longer than one page is printed a little smaller, so that no page holds a few last lines.
    `heights` are the rows that are not of the default height, in points.
    """
    by_width = _by_width(plan)
    whole = _by_height(plan, heights, printed_rows(plan))
    first = _first_page(plan, heights, by_width)
    if whole >= _HARDLY_LESS * by_width:
        return min(first, whole)
    return _without_tail(plan, heights, first, least=math.ceil(max(_HARDLY_LESS * first, _READABLE * by_width)))


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
    fitting = _by_height(plan, heights, last)
    return min(per_cent, fitting) if fitting >= _READABLE * per_cent else per_cent


def _without_tail(plan: Placed, heights: Mapping[int, float], per_cent: int, *, least: int) -> int:
    """`per_cent`, or as much less as saves a last page of a few lines, but no less than `least`."""
    starts = breaks(plan, heights, per_cent)
    if not starts or plan.n_rows > _MOST_ROWS:
        return per_cent
    tail = sum(heights.get(row, _ROW) for row in range(starts[-1], printed_rows(plan)))
    if tail > _TAIL * _room(plan, per_cent):
        return per_cent
    less = range(per_cent - 1, least - 1, -1)
    return next((one for one in less if len(breaks(plan, heights, one)) < len(starts)), per_cent)


def _room(plan: Placed, per_cent: int) -> float:
    """Points of rows that fit on a page at `per_cent`."""
    return (_SHORT if plan.sheet.landscape else _LONG_SIDE) * _FREE * 100 / per_cent


def _by_height(plan: Placed, heights: Mapping[int, float], n_rows: int) -> int:
    """Per cent at which the first rows of a sheet fit the height of a page."""
    needed = sum(heights.get(row, _ROW) for row in range(n_rows)) or _ROW
    return int(100 * _room(plan, 100) / needed)


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
    room = _room(plan, per_cent)
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
            last = header + 1 + part.n_rows
            step = max(1, part.together)
            row = min(header + 1 + -(-_KEPT_ROWS // step) * step, last)
            yield first, row
            yield from ((one, min(one + step, last)) for one in range(row, last, step))
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
