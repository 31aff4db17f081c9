"""A book as the Spreadsheet message: defaults left out, as Google leaves them out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.stores.embedded.a1 import Box, box_json
from pipeline.stores.embedded.cell_json import DEFAULT_FORMAT, cell_json
from pipeline.stores.embedded.draft import User, may_edit
from pipeline.stores.embedded.fields import Mask, below, pruned, wants
from pipeline.stores.embedded.locales import locale_of
from pipeline.stores.embedded.model import (
    EMPTY,
    Book,
    Cell,
    Group,
    Json,
    Metadata,
    NamedRange,
    Placed,
    Sheet,
)

_THEME_COLOURS = {
    "TEXT": {},
    "BACKGROUND": {"red": 1, "green": 1, "blue": 1},
    "ACCENT1": {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275},
    "ACCENT2": {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314},
    "ACCENT3": {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275},
    "ACCENT4": {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902},
    "ACCENT5": {"red": 1, "green": 0.42745098, "blue": 0.003921569},
    "ACCENT6": {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706},
    "LINK": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8},
}
_ROW_HEIGHT, _COLUMN_WIDTH = 21, 100


def spreadsheet(book: Book, user: User, mask: Mask | None, boxes: Sequence[Box] | None, *, grid: bool) -> Json:
    """The Spreadsheet message.

    Args:
        book: what to show.
        user: for whom (protections say whether the caller may edit).
        mask: the fields asked for; None for all but the cells.
        boxes: only these ranges and their sheets; None for everything.
        grid: whether the cells are wanted; a mask overrules it.

    """
    with_grid = wants(mask, "sheets", "data") if mask else grid
    sheets = [sheet for sheet in book.sheets if boxes is None or _asked(sheet, boxes)]
    found: Json = {"spreadsheetId": book.id, "properties": _properties(book)}
    if wants(mask, "sheets"):
        part = below(mask, "sheets")
        found["sheets"] = [_sheet(sheet, book, user, part, _own(sheet, boxes) if with_grid else []) for sheet in sheets]
    if book.names:
        found["namedRanges"] = [named_range_json(item) for item in book.names]
    found["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    loose = [metadata_json(item) for item in book.metadata if item.sheet is None]
    if loose:
        found["developerMetadata"] = loose
    result: Json = pruned(found, mask)
    return result


def sheet_properties(sheet: Sheet, book: Book) -> Json:
    """The SheetProperties message."""
    index = next((i for i, other in enumerate(book.sheets) if other.id == sheet.id), 0)
    grid = {"rowCount": sheet.rows, "columnCount": sheet.columns}
    grid |= {name: value for name, value in sheet.grid_extra.items() if value}
    found: Json = {"sheetId": sheet.id, "title": sheet.title, "index": index}
    found |= {"sheetType": "GRID", "gridProperties": grid}
    if sheet.hidden:
        found["hidden"] = True
    return found | {name: value for name, value in sheet.extra.items() if value}


def protection_json(item: Placed, user: User) -> Json:
    """The ProtectedRange message; only those who may edit learn who else may."""
    found: Json = {"protectedRangeId": item.id, "range": box_json(item.boxes[0])}
    found |= {name: value for name, value in item.body.items() if value and name != "editors"}
    if len(item.boxes) > 1:
        found["unprotectedRanges"] = [box_json(box) for box in item.boxes[1:]]
    if may_edit(item, user):
        found["requestingUserCanEdit"] = True
        if not item.body.get("warningOnly"):
            found["editors"] = {k: v for k, v in item.body.get("editors", {}).items() if v}
    return found


def rule_json(rule: Placed) -> Json:
    """The ConditionalFormatRule message."""
    return {"ranges": [box_json(box) for box in rule.boxes], **rule.body}


def banding_json(banding: Placed) -> Json:
    """The BandedRange message."""
    return {"bandedRangeId": banding.id, "range": box_json(banding.boxes[0]), **banding.body}


def view_json(view: Placed) -> Json:
    """The FilterView message."""
    return {"filterViewId": view.id, "range": box_json(view.boxes[0]), **view.body}


def table_json(table: Placed) -> Json:
    """The Table message."""
    return {"tableId": table.id, "range": box_json(table.boxes[0]), **table.body}


def object_json(item: Placed) -> Json:
    """The EmbeddedChart or Slicer message."""
    kind = item.body["kind"]
    border = {"border": item.body["border"]} if "border" in item.body else {}
    return {f"{kind}Id": item.id, "spec": item.body["spec"], "position": position_json(item), **border}


def position_json(item: Placed) -> Json:
    """Where a chart or slicer floats, as an EmbeddedObjectPosition."""
    (box,) = item.boxes
    corner = {"sheetId": box.sheet, "rowIndex": box.top, "columnIndex": box.left}
    anchor = {name: number for name, number in corner.items() if number}
    return {"overlayPosition": {"anchorCell": anchor, **item.body["overlay"]}}


def group_json(group: Group, sheet_id: int) -> Json:
    """The DimensionGroup message."""
    run: Json = {"sheetId": sheet_id} if sheet_id else {}
    run |= {"dimension": group.dimension, "startIndex": group.start, "endIndex": group.end}
    found: Json = {"range": run, "depth": group.depth}
    return found | ({"collapsed": True} if group.collapsed else {})


def named_range_json(item: NamedRange) -> Json:
    """The NamedRange message."""
    place = {"range": box_json(item.box)} if item.box else {}
    return {"namedRangeId": item.id, "name": item.name, **place}


def metadata_json(item: Metadata) -> Json:
    """The DeveloperMetadata message."""
    location: Json
    if item.sheet is None:
        location = {"locationType": "SPREADSHEET", "spreadsheet": True}
    elif item.dimension is None:
        location = {"locationType": "SHEET", "sheetId": item.sheet}
    else:
        run = {"sheetId": item.sheet, "dimension": item.dimension}
        run |= {"startIndex": item.index, "endIndex": item.index + 1}
        location = {"locationType": item.dimension[:-1], "dimensionRange": run}
    value = {"metadataValue": item.value} if item.value else {}
    found: Json = {"metadataId": item.id, "metadataKey": item.key, **value}
    return found | {"location": location, "visibility": item.visibility}


def _properties(book: Book) -> Json:
    colours = [{"colorType": k, "color": {"rgbColor": v}} for k, v in _THEME_COLOURS.items()]
    return {
        "title": book.title,
        "locale": book.locale,
        "autoRecalc": book.auto_recalc,
        "timeZone": book.time_zone,
        "defaultFormat": DEFAULT_FORMAT,
        "spreadsheetTheme": {"primaryFontFamily": "Arial", "themeColors": colours},
        **book.extra,
    }


def _sheet(sheet: Sheet, book: Book, user: User, mask: Mask | None, boxes: list[Box]) -> Json:
    found: Json = {"properties": sheet_properties(sheet, book)}
    if boxes:
        part = below(mask, "data")
        found["data"] = [_grid(sheet, box, book, part) for box in boxes]
    own = [item for item in book.metadata if item.sheet == sheet.id and item.dimension is None]
    lists: dict[str, list[Json]] = {
        "merges": [box_json(box) for box in sheet.merges],
        "conditionalFormats": [rule_json(rule) for rule in sheet.rules],
        "protectedRanges": [protection_json(item, user) for item in sheet.protections],
        "bandedRanges": [banding_json(item) for item in sheet.bandings],
        "filterViews": [view_json(item) for item in sheet.views],
        "tables": [table_json(item) for item in sheet.tables],
        "charts": [object_json(item) for item in sheet.objects if item.body["kind"] == "chart"],
        "slicers": [object_json(item) for item in sheet.objects if item.body["kind"] == "slicer"],
        "developerMetadata": [metadata_json(item) for item in own],
        "rowGroups": [group_json(g, sheet.id) for g in sheet.groups if g.dimension == "ROWS"],
        "columnGroups": [group_json(g, sheet.id) for g in sheet.groups if g.dimension != "ROWS"],
    }
    found |= {name: value for name, value in lists.items() if value}
    if sheet.filter:
        found["basicFilter"] = {"range": box_json(sheet.filter.boxes[0]), **sheet.filter.body}
    return found


def _grid(sheet: Sheet, box: Box, book: Book, mask: Mask | None) -> Json:
    height, width = box.size
    found: Json = {}
    if box.top:
        found["startRow"] = box.top
    if box.left:
        found["startColumn"] = box.left
    if wants(mask, "rowData") and (rows := _rows(sheet, box, book, mask)):
        found["rowData"] = rows
    if wants(mask, "rowMetadata"):
        rows_from = range(box.top, box.top + height)
        known = sheet.row_properties
        extra = _by_index(book, sheet, "ROWS")
        found["rowMetadata"] = [{"pixelSize": _ROW_HEIGHT, **known.get(i, {}), **extra.get(i, {})} for i in rows_from]
    if wants(mask, "columnMetadata"):
        columns = range(box.left, box.left + width)
        known = sheet.column_properties
        extra = _by_index(book, sheet, "COLUMNS")
        found["columnMetadata"] = [
            {"pixelSize": _COLUMN_WIDTH, **known.get(i, {}), **extra.get(i, {})} for i in columns
        ]
    return found


def _rows(sheet: Sheet, box: Box, book: Book, mask: Mask | None) -> list[Json]:
    """Rows of CellData up to the last cell with anything in it, each cut the same way."""
    by_row: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sheet.cells.items():
        if box.holds(row, column):
            by_row.setdefault(row, {})[column] = cell
    if not by_row:
        return []
    part, locale = below(mask, "rowData", "values"), locale_of(book.locale)
    rows: list[Json] = []
    for row in range(box.top, max(by_row) + 1):
        line = by_row.get(row)
        if not line:
            rows.append({})
            continue
        columns = range(box.left, max(line) + 1)
        rows.append({"values": [cell_json(line.get(c, EMPTY), part, locale) for c in columns]})
    return rows


def _by_index(book: Book, sheet: Sheet, dimension: str) -> dict[int, Json]:
    found: dict[int, Json] = {}
    for item in book.metadata:
        if item.sheet == sheet.id and item.dimension == dimension:
            held = found.setdefault(item.index, {"developerMetadata": []})
            held["developerMetadata"].append(metadata_json(item))
    return found


def _asked(sheet: Sheet, boxes: Sequence[Box]) -> bool:
    return any(box.sheet == sheet.id for box in boxes)


def _own(sheet: Sheet, boxes: Sequence[Box] | None) -> list[Box]:
    if boxes is None:
        return [sheet.box]
    return [box.within(sheet.rows, sheet.columns) for box in boxes if box.sheet == sheet.id]
