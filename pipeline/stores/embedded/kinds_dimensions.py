"""Requests on rows and columns: insert, delete, move, size, hide, group; ranges that shift."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from pipeline.stores.embedded.a1 import Box
from pipeline.stores.embedded.cell_json import font_size, number_format
from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.fields import merged
from pipeline.stores.embedded.formatting import shown
from pipeline.stores.embedded.kinds_sheets import required_mask
from pipeline.stores.embedded.model import EMPTY, Group, Json, Sheet
from pipeline.stores.embedded.refusals import invalid
from pipeline.stores.embedded.render import group_json
from pipeline.stores.embedded.shifting import deletion, insertion, move, shift
from pipeline.stores.embedded.widths import pixels


def insert_dimension(draft: Draft, body: Json) -> Json:
    """`insertDimension`: blank rows or columns, formatted as the ones before or after."""
    sheet, dimension, start, end = _run(draft, body, "range", open_end=True)
    count = end - start
    draft.check_room(count * (sheet.columns if dimension == "ROWS" else sheet.rows))
    before = bool(body.get("inheritFromBefore"))
    if before and start == 0:
        message = "inheritFromBefore cannot be true when inserting at the start of the sheet."
        raise invalid(message)
    for protection in sheet.protections:
        whole = protection.boxes[0]
        first, last = _ends(whole, sheet, dimension)
        if first < start < last:
            draft.claim(_strip(sheet, dimension, start, start + 1))
    pattern = start - 1 if before else start
    shift(draft, sheet.id, insertion(dimension, start, count))
    _inherit(draft.edit(sheet.id), dimension, range(start, end), pattern, before=before)
    return {}


def append_dimension(draft: Draft, body: Json) -> Json:
    """`appendDimension`: blank rows or columns at the end."""
    sheet = draft.edit(int(body.get("sheetId", 0)))
    count = int(body.get("length", 0))
    if body.get("dimension") == "ROWS":
        sheet.rows += count
    else:
        sheet.columns += count
    return {}


def delete_dimension(draft: Draft, body: Json) -> Json:
    """`deleteDimension`; formulas that named the cells become #REF!."""
    sheet, dimension, start, end = _run(draft, body, "range")
    size = sheet.rows if dimension == "ROWS" else sheet.columns
    if end - start >= size:
        message = f"You can't delete all the {dimension.lower()} on the sheet."
        raise invalid(message)
    draft.claim(_strip(sheet, dimension, start, end))
    shift(draft, sheet.id, deletion(dimension, start, end))
    return {}


def move_dimension(draft: Draft, body: Json) -> Json:
    """`moveDimension`: the destination is counted before the move."""
    sheet, dimension, start, end = _run(draft, body, "source")
    to = int(body.get("destinationIndex", 0))
    low, high = min(start, to), max(end, to)
    draft.claim(_strip(sheet, dimension, low, high))
    shift(draft, sheet.id, move(dimension, start, end, to))
    return {}


def update_dimension_properties(draft: Draft, body: Json) -> Json:
    """`updateDimensionProperties`: sizes, and hidden by the user."""
    mask = required_mask(body, "DimensionProperties")
    found, dimension, start, end = _run(draft, body, "range")
    sheet = draft.edit(found.id)
    known = _properties(sheet, dimension)
    for place in range(start, end):
        new = merged(known.get(place, {}), body.get("properties", {}), mask)
        kept = {name: value for name, value in new.items() if value}
        known.pop(place, None)
        if kept:
            known[place] = kept
    return {}


def auto_resize_dimensions(draft: Draft, body: Json) -> Json:
    """`autoResizeDimensions`: columns as wide as their longest text, rows back to normal."""
    found, dimension, start, end = _run(draft, body, "dimensions")
    sheet = draft.edit(found.id)
    known = _properties(sheet, dimension)
    for place in range(start, end):
        kept = {name: v for name, v in known.pop(place, {}).items() if name != "pixelSize"}
        widths = [
            pixels(shown(cell.value, number_format(cell), draft.locale), font_size(cell))
            for (_, column), cell in sheet.cells.items()
            if cell.value is not None and place == column
        ]
        if widths and dimension == "COLUMNS":
            kept["pixelSize"] = max(widths)
        if kept:
            known[place] = kept
    return {}


def add_dimension_group(draft: Draft, body: Json) -> Json:
    """`addDimensionGroup`: one level deeper over the run."""
    return _regroup(draft, body, "addDimensionGroup", 1)


def delete_dimension_group(draft: Draft, body: Json) -> Json:
    """`deleteDimensionGroup`: one level less over the run."""
    return _regroup(draft, body, "deleteDimensionGroup", -1)


def update_dimension_group(draft: Draft, body: Json) -> Json:
    """`updateDimensionGroup`: folded or not; folding hides the run."""
    wanted = body.get("dimensionGroup", {})
    found, dimension, start, end = _run(draft, wanted, "range")
    sheet, folded = draft.edit(found.id), bool(wanted.get("collapsed"))
    depth = int(wanted.get("depth", 1))
    key = (dimension, start, end, depth)
    if key not in {(g.dimension, g.start, g.end, g.depth) for g in sheet.groups}:
        message = "No matching dimension group was found."
        raise invalid(message)
    sheet.groups = tuple(
        replace(g, collapsed=folded) if (g.dimension, g.start, g.end, g.depth) == key else g for g in sheet.groups
    )
    properties = {"properties": {"hiddenByUser": folded}, "fields": "hiddenByUser"}
    return update_dimension_properties(draft, {"range": wanted["range"], **properties})


def insert_range(draft: Draft, body: Json) -> Json:
    """`insertRange`: blank cells; those in the way go right or down."""
    return _slide(draft, body, 1)


def delete_range(draft: Draft, body: Json) -> Json:
    """`deleteRange`: cells taken out; those after them close up."""
    return _slide(draft, body, -1)


def _run(draft: Draft, body: Json, name: str, *, open_end: bool = False) -> tuple[Sheet, str, int, int]:
    if name not in body:
        message = f"{name} must be set."
        raise invalid(message)
    found = body[name]
    sheet, dimension = draft.sheet(int(found.get("sheetId", 0))), found.get("dimension")
    if dimension not in {"ROWS", "COLUMNS"}:
        message = f"{name}.dimension must be ROWS or COLUMNS."
        raise invalid(message)
    size = sheet.rows if dimension == "ROWS" else sheet.columns
    start, end = int(found.get("startIndex", 0)), int(found.get("endIndex", size))
    if not 0 <= start < end or start > size or (end > size and not open_end):
        message = (
            f"{name}.startIndex[{start}] and endIndex[{end}] must lie in order within the "
            f"sheet's {size} {dimension.lower()}."
        )
        raise invalid(message)
    return sheet, dimension, start, end


def _ends(box: Box, sheet: Sheet, dimension: str) -> tuple[int, int]:
    cut = box.within(sheet.rows, sheet.columns)
    if dimension == "ROWS":
        return cut.top, cut.bottom or 0
    return cut.left, cut.right or 0


def _strip(sheet: Sheet, dimension: str, start: int, end: int) -> Box:
    if dimension == "ROWS":
        return replace(sheet.box, top=start, bottom=end)
    return replace(sheet.box, left=start, right=end)


def _properties(sheet: Sheet, dimension: str) -> dict[int, Json]:
    return sheet.row_properties if dimension == "ROWS" else sheet.column_properties


def _inherit(sheet: Sheet, dimension: str, new: range, start: int, *, before: bool) -> None:
    rows = dimension == "ROWS"
    source = start if before else new.stop
    for (row, column), cell in list(sheet.cells.items()):
        if (row if rows else column) == source and (cell.format or cell.validation):
            bare = replace(EMPTY, format=cell.format, validation=cell.validation)
            for place in new:
                sheet.put(place if rows else row, column if rows else place, bare)
    known = _properties(sheet, dimension)
    if "pixelSize" in known.get(source, {}):
        for place in new:
            known[place] = {"pixelSize": known[source]["pixelSize"]}


def _regroup(draft: Draft, body: Json, name: str, by: int) -> Json:
    found, dimension, start, end = _run(draft, body, "range")
    sheet = draft.edit(found.id)
    own = [group for group in sheet.groups if group.dimension == dimension]
    depths: dict[int, int] = {}
    for group in own:
        for place in range(group.start, group.end):
            depths[place] = max(depths.get(place, 0), group.depth)
    if by < 0 and not any(depths.get(place) for place in range(start, end)):
        message = "Cannot delete a group that does not exist."
        raise invalid(message)
    for place in range(start, end):
        depths[place] = max(depths.get(place, 0) + by, 0)
    folded = {(g.start, g.end, g.depth) for g in own if g.collapsed}
    new = tuple(replace(g, collapsed=(g.start, g.end, g.depth) in folded) for g in _groups(depths, dimension))
    sheet.groups = tuple(g for g in sheet.groups if g.dimension != dimension) + new
    # Google puts the toggle of the first group after it, and says so for good.
    sheet.grid_extra.setdefault("rowGroupControlAfter" if dimension == "ROWS" else "columnGroupControlAfter", True)
    listed = [group_json(group, sheet.id) for group in new]
    return {name: {"dimensionGroups": listed} if listed else {}}


def _groups(depths: dict[int, int], dimension: str) -> list[Group]:
    found = []
    for depth in range(1, max(depths.values(), default=0) + 1):
        deep = sorted(place for place, level in depths.items() if level >= depth)
        for _, run in groupby(enumerate(deep), key=lambda pair: pair[1] - pair[0]):
            line = [place for _, place in run]
            found.append(Group(dimension, line[0], line[-1] + 1, depth))
    return sorted(found, key=lambda group: (group.start, group.depth))


def _slide(draft: Draft, body: Json, way: int) -> Json:
    box = draft.box(body)
    down = body.get("shiftDimension") == "ROWS"
    sheet = draft.edit(box.sheet)
    height, width = box.size
    reach = replace(box, bottom=sheet.rows) if down else replace(box, right=sheet.columns)
    draft.claim(reach)
    inside = {place: cell for place, cell in sheet.cells.items() if reach.holds(*place)}
    for place in inside:
        sheet.cells.pop(place)
    for (row, column), cell in inside.items():
        if way < 0 and box.holds(row, column):
            continue
        new = (row + way * height, column) if down else (row, column + way * width)
        sheet.put(*new, cell)
        sheet.rows, sheet.columns = max(sheet.rows, new[0] + 1), max(sheet.columns, new[1] + 1)
    return {}
