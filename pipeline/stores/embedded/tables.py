"""The tables that appending looks for: blocks of cells with blank rows and columns around them."""

from __future__ import annotations

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.model import Sheet


def table_in(sheet: Sheet, box: Box) -> Box | None:
    """The last table (lowest, then rightmost) that shares a cell with the box, or None."""
    left = {place for place, cell in sheet.cells.items() if cell.value is not None}
    blocks: list[Box] = []
    while left:
        blocks.append(_block(left, sheet.id))
    blocks.sort(key=lambda block: (block.bottom or 0, block.right or 0))
    while blocks:
        table, blocks = _table(blocks.pop(), blocks)
        if table.meets(box):
            return table
    return None


def _table(start: Box, blocks: list[Box]) -> tuple[Box, list[Box]]:
    """A block grown by all that touch its box, and the blocks that do not."""
    grown = True
    while grown:
        around = _grown(start)
        near = [block for block in blocks if around.meets(block)]
        blocks = [block for block in blocks if not around.meets(block)]
        grown = bool(near)
        for block in near:
            start = _both(start, block)
    return start, blocks


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
