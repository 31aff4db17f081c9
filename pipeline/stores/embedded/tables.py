"""The tables that appending looks for: blocks of cells with blank rows and columns around them."""

from __future__ import annotations

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.model import Sheet


def table_in(sheet: Sheet, box: Box) -> Box | None:
    """The last table (lowest, then rightmost) that shares a cell with the box, or None."""
    filled = {place for place, cell in sheet.cells.items() if cell.value is not None}
    met = [table for table in _tables(filled, sheet.id) if table.meets(box)]
    return max(met, key=lambda table: (table.bottom or 0, table.right or 0), default=None)


def _tables(filled: set[tuple[int, int]], sheet_id: int) -> list[Box]:
    """Blocks of touching cells (corners touch too), those whose boxes touch taken together."""
    left = set(filled)
    boxes: list[Box] = []
    while left:
        boxes.append(_block(left, sheet_id))
    joined = True
    while joined:
        joined = False
        for one in boxes:
            for other in boxes:
                if one is not other and _grown(one).meets(other):
                    boxes = [box for box in boxes if box not in (one, other)] + [_both(one, other)]
                    joined = True
                    break
            if joined:
                break
    return boxes


def _block(left: set[tuple[int, int]], sheet_id: int) -> Box:
    open_cells = [left.pop()]
    block = list(open_cells)
    while open_cells:
        row, column = open_cells.pop()
        near = {(r, c) for r in (row - 1, row, row + 1) for c in (column - 1, column, column + 1)}
        found = near & left
        left -= found
        open_cells += found
        block += found
    rows, columns = [row for row, _ in block], [column for _, column in block]
    return Box(sheet_id, min(rows), max(rows) + 1, min(columns), max(columns) + 1)


def _grown(box: Box) -> Box:
    bottom, right = (box.bottom or 0) + 1, (box.right or 0) + 1
    return Box(box.sheet, max(box.top - 1, 0), bottom, max(box.left - 1, 0), right)


def _both(one: Box, other: Box) -> Box:
    return Box(
        one.sheet,
        min(one.top, other.top),
        max(one.bottom or 0, other.bottom or 0),
        min(one.left, other.left),
        max(one.right or 0, other.right or 0),
    )
