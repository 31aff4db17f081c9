"""How a wide tab is printed on A4 so that it can be read: at one scale, on pages that begin where it makes sense."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schemas.layout import Column

#: Points between the margins (a quarter of an inch each) of an A4 sheet lying on its long side.
_LANDSCAPE = 841.9 - 2 * 0.25 * 72 - 2
#: And down it, below the margins for the header and the page number; a little is kept free for what printers add.
_DOWN = (595.3 - (0.35 + 0.55) * 72) * 0.97
#: Printers draw a character 5.58 points wide, screens 5.25.
_POINTS_PER_CHARACTER, _CELL_MARGIN = 5.58, 4.0
_LARGEST = 100
#: What a table on several pages may be printed at: a smaller scale only where it saves a page.
_SEVERAL_PAGES = range(80, 67, -1)


def scale_for(columns: Sequence[Column], pages: Iterable[Iterable[int]]) -> int:
    """The largest scale, in per cent, at which the columns of each page fit side by side; 100 at most."""
    widest = max(sum(_points(columns[number]) for number in page) for page in pages)
    return min(_LARGEST, int(_LANDSCAPE / widest * 100))


def on_one_page(heights: Iterable[float], scale: int) -> int:
    """`scale`, or as much smaller a one as puts rows of these heights on one page, where that can still be read."""
    fitting = int(_DOWN / sum(heights) * 100)
    return min(scale, fitting) if fitting >= _SEVERAL_PAGES[-1] else scale


def fewest_pages(columns: Sequence[Column], repeated: tuple[int, int]) -> tuple[int, tuple[int, ...]]:
    """Scale in per cent and the columns that begin a new page, for as few and as readable pages as can be.

    The columns of `repeated` (first, last) are on every page.
    """
    plans = [(scale, _breaks(columns, repeated, scale)) for scale in _SEVERAL_PAGES]
    return min(plans, key=lambda plan: len(plan[1]))


def _breaks(columns: Sequence[Column], repeated: tuple[int, int], scale: int) -> tuple[int, ...]:
    room = _LANDSCAPE / scale * 100 - sum(_points(columns[number]) for number in range(repeated[0], repeated[1] + 1))
    breaks, used = [], 0.0
    for number in range(repeated[1] + 1, len(columns)):
        needed = _points(columns[number])
        if used and used + needed > room:
            breaks.append(number)
            used = 0.0
        used += needed
    return tuple(breaks)


def _points(column: Column) -> float:
    return 0.0 if column.hidden else column.width * _POINTS_PER_CHARACTER + _CELL_MARGIN
