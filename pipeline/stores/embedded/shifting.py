"""Rows and columns inserted, deleted or moved, and everything that hangs on them following."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.formula_shift import shifted
from pipeline.stores.embedded.model import HUNG, Book, Cell, Group, Metadata, NamedRange, Placed, Sheet


@dataclass(frozen=True)
class Shift:
    """An edit of one dimension: where an index goes (None: deleted), where a run goes."""

    dimension: str
    index: Callable[[int], int | None]
    span: Callable[[int, int], tuple[int, int] | None]
    change: int


def insertion(dimension: str, start: int, count: int) -> Shift:
    """`count` blank rows or columns before `start`; runs that hold the place grow."""

    def index(place: int) -> int:
        return place + count if place >= start else place

    def span(first: int, end: int) -> tuple[int, int]:
        return index(first), end + count if end > start else end

    return Shift(dimension, index, span, count)


def deletion(dimension: str, start: int, end: int) -> Shift:
    """Rows or columns [start, end) gone; runs that lose all their cells are gone too."""
    count = end - start

    def cut(place: int) -> int:
        return place if place <= start else max(start, place - count)

    def index(place: int) -> int | None:
        return None if start <= place < end else cut(place)

    def span(first: int, last: int) -> tuple[int, int] | None:
        run = cut(first), cut(last)
        return run if run[0] < run[1] else None

    return Shift(dimension, index, span, -count)


def move(dimension: str, start: int, end: int, to: int) -> Shift:
    """Rows or columns [start, end) taken out and put before `to` (counted before the move)."""
    count = end - start

    def index(place: int) -> int:
        if start <= place < end:
            return place + (to - end if to > end else to - start if to < start else 0)
        if to <= place < start:
            return place + count
        if end <= place < to:
            return place - count
        return place

    def span(first: int, last: int) -> tuple[int, int]:
        ends = sorted((index(first), index(last - 1)))
        return (ends[0], ends[0] + last - first) if last - first > 1 else (ends[0], ends[0] + 1)

    return Shift(dimension, index, span, 0)


def shift(draft: Draft, sheet_id: int, by: Shift) -> None:
    """Apply an edit of rows or columns to a sheet and to all that refers to it."""
    sheet = draft.edit(sheet_id)
    title = sheet.title
    rows = by.dimension == "ROWS"
    sheet.cells = {
        place: cell
        for (row, column), cell in sheet.cells.items()
        if (place := _place(by, row, column, rows=rows)) is not None
    }
    name = "row_properties" if rows else "column_properties"
    properties = getattr(sheet, name)
    moved = {by.index(place): found for place, found in properties.items()}
    setattr(sheet, name, {place: found for place, found in moved.items() if place is not None})
    if rows:
        sheet.rows += by.change
    else:
        sheet.columns += by.change
    _hangers(sheet, by)
    _names_and_metadata(draft.book, sheet_id, by)
    for other in draft.book.sheets:
        _formulas(draft, other, title, by)


def _place(by: Shift, row: int, column: int, *, rows: bool) -> tuple[int, int] | None:
    new = by.index(row if rows else column)
    if new is None:
        return None
    return (new, column) if rows else (row, new)


def shifted_box(box: Box, by: Shift) -> Box | None:
    """A box after the edit; open ends stay open; None when its cells are gone."""
    first, last = (box.top, box.bottom) if by.dimension == "ROWS" else (box.left, box.right)
    if last is None:
        start = by.span(first, first + 1) if first else (0, 1)
        end = None
    else:
        start = by.span(first, last)
        end = start[1] if start else None
    if start is None:
        return None
    if by.dimension == "ROWS":
        return replace(box, top=start[0], bottom=end)
    return replace(box, left=start[0], right=end)


def _hangers(sheet: Sheet, by: Shift) -> None:
    merges = (shifted_box(box, by) for box in sheet.merges)
    sheet.merges = tuple(box for box in merges if box and box.size != (1, 1))
    for name in HUNG:
        setattr(sheet, name, _placed(getattr(sheet, name), by))
    sheet.objects = tuple(_anchored(item, by) for item in sheet.objects)
    if sheet.filter:
        sheet.filter = next(iter(_placed((sheet.filter,), by)), None)
    sheet.groups = tuple(group for old in sheet.groups if (group := _group(old, by)))
    frozen = "frozenRowCount" if by.dimension == "ROWS" else "frozenColumnCount"
    if by.change < 0 and frozen in sheet.grid_extra:
        left = by.span(0, sheet.grid_extra[frozen])
        sheet.grid_extra[frozen] = left[1] if left else 0


def _placed(found: tuple[Placed, ...], by: Shift) -> tuple[Placed, ...]:
    kept = []
    for item in found:
        first = shifted_box(item.boxes[0], by)
        others = [shifted_box(box, by) for box in item.boxes[1:]]
        boxes = [box for box in (first, *others) if box]
        if boxes and (first or item.id == 0):
            kept.append(replace(item, boxes=tuple(boxes)))
    return tuple(kept)


def _anchored(item: Placed, by: Shift) -> Placed:
    """A chart or slicer after the edit: it stays, even where the cell that it is fixed to has gone."""
    (box,) = item.boxes
    first = box.top if by.dimension == "ROWS" else box.left
    run = by.span(first, first + 1)
    start = run[0] if run else (by.span(0, first + 1) or (0, 0))[1]
    if by.dimension == "ROWS":
        return replace(item, boxes=(replace(box, top=start, bottom=start + 1),))
    return replace(item, boxes=(replace(box, left=start, right=start + 1),))


def _group(group: Group, by: Shift) -> Group | None:
    if group.dimension != by.dimension:
        return group
    run = by.span(group.start, group.end)
    return replace(group, start=run[0], end=run[1]) if run else None


def _names_and_metadata(book: Book, sheet_id: int, by: Shift) -> None:
    book.names = tuple(_named(item, sheet_id, by) for item in book.names)
    kept = (_metadata(item, sheet_id, by) for item in book.metadata)
    book.metadata = tuple(item for item in kept if item)


def _named(item: NamedRange, sheet_id: int, by: Shift) -> NamedRange:
    if item.box is None or item.box.sheet != sheet_id:
        return item
    return replace(item, box=shifted_box(item.box, by))


def _metadata(item: Metadata, sheet_id: int, by: Shift) -> Metadata | None:
    if item.sheet != sheet_id or item.dimension != by.dimension:
        return item
    new = by.index(item.index)
    return None if new is None else replace(item, index=new)


def _formulas(draft: Draft, sheet: Sheet, edited: str, by: Shift) -> None:
    changed: dict[tuple[int, int], Cell] = {}
    for place, cell in sheet.cells.items():
        if cell.formula is not None:
            text = shifted(cell.formula, sheet.title, edited, by.dimension, by.span)
            if text != cell.formula:
                changed[place] = replace(cell, formula=text)
    if changed:
        draft.edit(sheet.id).cells.update(changed)
