"""One request of every kind, in an order in which each can be carried out."""

from __future__ import annotations

from typing import Any


def _box(top: int, bottom: int, left: int, right: int, sheet: int = 0) -> dict[str, int]:
    return {
        "sheetId": sheet,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def _run(start: int, end: int, dimension: str = "ROWS") -> dict[str, Any]:
    return {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}


def _row(*texts: str) -> dict[str, Any]:
    return {"values": [{"userEnteredValue": {"stringValue": text}} for text in texts]}


_RULE = {
    "ranges": [_box(0, 5, 0, 1)],
    "booleanRule": {
        "condition": {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$A1=1"}]},
        "format": {"textFormat": {"bold": True}},
    },
}
_LIST = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "a"}, {"userEnteredValue": "b"}]}
_KEY = {"developerMetadataLookup": {"metadataKey": "k"}}
_START = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}

_COLUMNS = [{"columnIndex": 0, "columnName": "Head", "columnType": "TEXT"}]
_HIDDEN = {"hiddenValues": ["z"]}
_OVER = {"overlayPosition": {"anchorCell": {"rowIndex": 80, "columnIndex": 0}}}

SENT: list[dict[str, Any]] = [
    {"updateSpreadsheetProperties": {"properties": {"locale": "fr_FR"}, "fields": "locale"}},
    {"addSheet": {"properties": {"sheetId": 7, "title": "Seven", "index": 0}}},
    {"duplicateSheet": {"sourceSheetId": 7, "newSheetId": 8, "newSheetName": "Eight"}},
    {"updateSheetProperties": {"properties": {"sheetId": 8, "hidden": True}, "fields": "hidden"}},
    {"deleteSheet": {"sheetId": 7}},
    {"updateCells": {"start": _START, "rows": [_row("x", "y"), _row(" x  x ", "z"), _row("x", "y")], "fields": "*"}},
    {"trimWhitespace": {"range": _box(0, 3, 0, 2)}},
    {"deleteDuplicates": {"range": _box(0, 3, 0, 2)}},
    {"appendCells": {"sheetId": 0, "rows": [_row("last")], "fields": "userEnteredValue"}},
    {"pasteData": {"coordinate": {"sheetId": 0, "rowIndex": 4}, "data": "1;2\n3;=A5", "delimiter": ";"}},
    {"findReplace": {"find": "last", "replacement": "end", "sheetId": 0}},
    {"repeatCell": {"range": _box(0, 1, 0, 2), "cell": {"note": "n"}, "fields": "note"}},
    {"setDataValidation": {"range": _box(8, 9, 0, 1), "rule": {"condition": _LIST, "strict": True}}},
    {"setDataValidation": {"range": _box(9, 10, 0, 1), "rule": {"condition": {"type": "BOOLEAN"}}}},
    {"updateBorders": {"range": _box(0, 2, 0, 2), "top": {"style": "SOLID"}, "innerVertical": {"style": "DASHED"}}},
    {"copyPaste": {"source": _box(0, 1, 0, 2), "destination": _box(0, 1, 5, 7), "pasteOrientation": "TRANSPOSE"}},
    {"cutPaste": {"source": _box(0, 2, 5, 6), "destination": {"rowIndex": 0, "columnIndex": 8}}},
    {"insertRange": {"range": _box(0, 1, 8, 9), "shiftDimension": "ROWS"}},
    {"deleteRange": {"range": _box(0, 1, 8, 9), "shiftDimension": "ROWS"}},
    {"sortRange": {"range": _box(4, 6, 0, 2), "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]}},
    {"insertDimension": {"range": _run(1, 2), "inheritFromBefore": True}},
    {"deleteDimension": {"range": _run(1, 2)}},
    {"moveDimension": {"source": _run(0, 1), "destinationIndex": 3}},
    {"moveDimension": {"source": _run(2, 3), "destinationIndex": 0}},
    {"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 2}},
    {
        "updateDimensionProperties": {
            "range": _run(20, 22),
            "properties": {"hiddenByUser": True, "pixelSize": 40},
            "fields": "*",
        }
    },
    {"autoResizeDimensions": {"dimensions": _run(0, 2, "COLUMNS")}},
    {"addDimensionGroup": {"range": _run(10, 14)}},
    {"addDimensionGroup": {"range": _run(11, 13)}},
    {
        "updateDimensionGroup": {
            "dimensionGroup": {"range": _run(11, 13), "depth": 2, "collapsed": True},
            "fields": "collapsed",
        }
    },
    {"deleteDimensionGroup": {"range": _run(10, 12)}},
    {"mergeCells": {"range": _box(15, 17, 0, 2), "mergeType": "MERGE_COLUMNS"}},
    {"unmergeCells": {"range": _box(15, 17, 0, 1)}},
    {"addNamedRange": {"namedRange": {"namedRangeId": "n1", "name": "one", "range": _box(0, 1, 0, 1)}}},
    {"addNamedRange": {"namedRange": {"namedRangeId": "n2", "name": "two", "range": _box(0, 1, 0, 1)}}},
    {"updateNamedRange": {"namedRange": {"namedRangeId": "n1", "name": "uno"}, "fields": "name"}},
    {"deleteNamedRange": {"namedRangeId": "n2"}},
    {"addProtectedRange": {"protectedRange": {"protectedRangeId": 11, "range": _box(0, 1, 0, 2)}}},
    {"addProtectedRange": {"protectedRange": {"protectedRangeId": 12, "range": {"sheetId": 0}}}},
    {"updateProtectedRange": {"protectedRange": {"protectedRangeId": 11, "description": "d"}, "fields": "description"}},
    {"deleteProtectedRange": {"protectedRangeId": 12}},
    {"setBasicFilter": {"filter": {"range": _box(0, 5, 0, 2)}}},
    {"clearBasicFilter": {"sheetId": 0}},
    {"addConditionalFormatRule": {"rule": _RULE, "index": 0}},
    {"addConditionalFormatRule": {"rule": _RULE, "index": 1}},
    {"updateConditionalFormatRule": {"sheetId": 0, "index": 0, "newIndex": 1}},
    {"updateConditionalFormatRule": {"index": 0, "rule": _RULE}},
    {"deleteConditionalFormatRule": {"sheetId": 0, "index": 1}},
    {
        "addBanding": {
            "bandedRange": {
                "bandedRangeId": 5,
                "range": _box(30, 33, 0, 2),
                "rowProperties": {"firstBandColorStyle": {"rgbColor": {"red": 1}}},
            }
        }
    },
    {"addBanding": {"bandedRange": {"bandedRangeId": 6, "range": _box(40, 43, 0, 2)}}},
    {"updateBanding": {"bandedRange": {"bandedRangeId": 5, "range": _box(30, 35, 0, 2)}, "fields": "range"}},
    {"deleteBanding": {"bandedRangeId": 6}},
    {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataKey": "k",
                "visibility": "DOCUMENT",
                "location": {"dimensionRange": _run(0, 1, "COLUMNS")},
            }
        }
    },
    {
        "updateDeveloperMetadata": {
            "dataFilters": [_KEY],
            "developerMetadata": {"metadataValue": "v"},
            "fields": "metadataValue",
        }
    },
    {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataKey": "gone",
                "visibility": "PROJECT",
                "location": {"sheetId": 0},
            }
        }
    },
    {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataKey": "gone"}}}},
    {"addTable": {"table": {"tableId": "t1", "name": "T", "range": _box(50, 53, 0, 2), "columnProperties": _COLUMNS}}},
    {"addTable": {"table": {"tableId": "t2", "range": _box(60, 63, 0, 2)}}},
    {"appendCells": {"tableId": "t1", "rows": [_row("t-a", "t-b")] * 3, "fields": "userEnteredValue"}},
    {"updateTable": {"table": {"tableId": "t1", "name": "Renamed"}, "fields": "name"}},
    {"deleteTable": {"tableId": "t2"}},
    {"addFilterView": {"filter": {"filterViewId": 21, "range": _box(0, 5, 0, 2), "criteria": {"1": _HIDDEN}}}},
    {"duplicateFilterView": {"filterId": 21}},
    {"addFilterView": {"filter": {"filterViewId": 22, "title": "gone", "range": _box(0, 5, 0, 2)}}},
    {"updateFilterView": {"filter": {"filterViewId": 21, "title": "mine"}, "fields": "title"}},
    {"deleteFilterView": {"filterId": 22}},
    {"addChart": {"chart": {"chartId": 31, "spec": {"title": "one"}, "position": _OVER}}},
    {"updateChartSpec": {"chartId": 31, "spec": {"title": "two"}}},
    {
        "updateEmbeddedObjectPosition": {
            "objectId": 31,
            "newPosition": {"overlayPosition": {"anchorCell": {"rowIndex": 9, "columnIndex": 4}, "widthPixels": 9}},
            "fields": "anchorCell",
        }
    },
    {"updateEmbeddedObjectBorder": {"objectId": 31, "border": {"color": {"red": 1}}, "fields": "color"}},
    {"addSlicer": {"slicer": {"slicerId": 32, "spec": {"title": "s", "columnIndex": 0}, "position": _OVER}}},
    {"addSlicer": {"slicer": {"slicerId": 33, "spec": {"title": "gone"}, "position": _OVER}}},
    {"updateSlicerSpec": {"slicerId": 32, "spec": {"title": "t"}, "fields": "title"}},
    {"deleteEmbeddedObject": {"objectId": 33}},
    {"pasteData": {"coordinate": {"sheetId": 0, "rowIndex": 70}, "data": "1\n3", "delimiter": ";"}},
    {"autoFill": {"sourceAndDestination": {"source": _box(70, 72, 0, 1), "dimension": "ROWS", "fillLength": 2}}},
    {"pasteData": {"coordinate": {"sheetId": 0, "rowIndex": 76}, "data": "p,q\nr,7", "delimiter": ";"}},
    {"textToColumns": {"source": _box(76, 78, 0, 1), "delimiterType": "COMMA"}},
    {"randomizeRange": {"range": _box(76, 78, 0, 2)}},
]
