"""Every request kind that the service claims is carried out.

1. Each kind, sent as Google's documents have it, is answered with 200 and a reply as they have it.
2. What a kind did shows in the values or in the spreadsheet.
3. After all of it the service still reads, copies and exports the spreadsheet.
4. What was kept is read back the same by another service on the same file.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from pipeline.stores.embedded import Ids, Service, Shelf
from pipeline.stores.embedded.batch import KINDS

from .clients import Client, Clock
from .discovery import Checker


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
]
"""One request after the other, all kinds among them."""


@pytest.fixture
def done(owner: Client, book: str) -> str:
    """A spreadsheet to which everything was done."""
    for request in SENT:
        reply = owner.batch(book, request)

        assert reply.status_code == 200, (request, reply.text)
    return book


def test_every_kind_is_sent_as_the_documents_have_it() -> None:
    """Requirement 1."""
    pytest.importorskip("googleapiclient", reason="google-api-python-client is a dev dependency")
    checker, url = Checker(), "https://sheets.googleapis.com/v4/spreadsheets/x:batchUpdate"

    assert {kind for request in SENT for kind in request} == set(KINDS)
    assert checker.sent_problems("POST", url, {"requests": SENT}) == []


def test_what_the_kinds_did_shows(owner: Client, done: str) -> None:
    """Requirements 1, 2."""
    found = owner.sheets("GET", done).json()
    sheet = next(one for one in found["sheets"] if one["properties"]["title"] == "Sheet1")

    assert owner.values(done, "Sheet1!A1:B10", valueRenderOption="UNFORMATTED_VALUE") == [
        ["x", "y"],
        ["x x", "z"],
        ["end"],
        [],
        [3, 3],
        [1, 2],
        [],
        [],
        [],
        [False],
    ]
    assert owner.values(done, "Sheet1!I1:I2") == [["x"], ["y"]]
    assert [one["properties"]["title"] for one in found["sheets"]] == ["Eight", "Sheet1"]
    assert found["properties"]["locale"] == "fr_FR"
    assert [(item["name"], item["namedRangeId"]) for item in found["namedRanges"]] == [("uno", "n1")]
    groups = [(g["range"]["startIndex"], g["range"]["endIndex"], g["depth"]) for g in sheet["rowGroups"]]
    assert groups == [(11, 14, 1), (12, 13, 2)]
    assert [(box["startColumnIndex"], box["endColumnIndex"]) for box in sheet["merges"]] == [(1, 2)]
    assert [item["protectedRangeId"] for item in sheet["protectedRanges"]] == [11]
    assert sheet["protectedRanges"][0]["description"] == "d"
    assert [item["range"]["endRowIndex"] for item in sheet["bandedRanges"]] == [35]
    assert len(sheet["conditionalFormats"]) == 1
    assert "basicFilter" not in sheet


def test_the_spreadsheet_is_still_read_copied_and_exported(owner: Client, done: str) -> None:
    """Requirement 3."""
    full = owner.sheets("GET", done, includeGridData=True).json()
    copy = owner.drive("POST", f"files/{done}/copy", {"name": "Book"}).json()["id"]
    twin = owner.sheets("GET", copy, includeGridData=True).json()
    xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    assert twin["sheets"] == full["sheets"]
    assert owner.drive("GET", f"files/{done}/export", mimeType=xlsx).content.startswith(b"PK")


def test_what_was_kept_is_read_back_the_same(clock: Clock, tmp_path: Path) -> None:
    """Requirement 4."""
    path = tmp_path / "books.db"
    first = Service(Shelf(path), clock, Ids(random.Random(1).getrandbits))  # noqa: S311 - the same ids every time
    owner = Client(first)
    book = owner.create()
    for request in SENT:
        owner.batch(book, request)
    before = owner.sheets("GET", book, includeGridData=True).json()
    first.shelf.close()
    second = Service(Shelf(path), clock, Ids(random.Random(2).getrandbits))  # noqa: S311 - the same ids every time
    after = Client(second).sheets("GET", book, includeGridData=True).json()
    second.shelf.close()

    assert after == before
