"""batchUpdate changes a spreadsheet wholly or not at all.

1. When one request is refused nothing is kept, and the message says which request it was.
2. A kind that Google has and the service does not is answered with 501, never with `{}`.
3. A kind or a field that Google does not have is answered with 400.
4. Inserted, deleted and moved rows and columns take along what hangs on them, and formulas.
5. Field masks set and clear exactly what they name.
6. The spreadsheet after the change can be had in the reply.
7. Sorting puts numbers before texts before truths, blanks last either way, and keeps equal rows.
8. Find-and-replace, conditional formats, bandings and borders are kept.
9. Pasted formulas follow their place; merges refuse to be cut.
"""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.stores.embedded.batch import KINDS
from pipeline.stores.embedded.messages import fields

from .clients import Client
from .discovery import Checker


def _box(top: int, bottom: int, left: int, right: int) -> dict[str, int]:
    return {
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def _rows(start: int, end: int, dimension: str = "ROWS") -> dict[str, Any]:
    return {"dimension": dimension, "startIndex": start, "endIndex": end}


def _write(text: str, **more: Any) -> dict[str, Any]:
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
    start = {"rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue", **more}}


def test_a_refused_request_undoes_the_ones_before(owner: Client, book: str) -> None:
    """Requirement 1."""
    before = owner.drive("GET", f"files/{book}", fields="version").json()
    reply = owner.batch(book, _write("kept?"), {"deleteSheet": {"sheetId": 99}})
    error = reply.json()["error"]

    assert (reply.status_code, error["status"]) == (400, "INVALID_ARGUMENT")
    assert error["message"] == "Invalid requests[1].deleteSheet: No grid with id: 99"
    assert owner.values(book, "A1") == []
    assert owner.drive("GET", f"files/{book}", fields="version").json() == before


@pytest.mark.parametrize("kind", sorted(fields("Request").keys() - KINDS.keys()))
def test_an_unimplemented_kind_is_501(owner: Client, book: str, kind: str) -> None:
    """Requirement 2."""
    reply = owner.batch(book, _write("kept?"), {kind: {}})

    assert reply.status_code == 501
    assert reply.json()["error"]["status"] == "UNIMPLEMENTED"
    assert owner.values(book, "A1") == []


def test_every_kind_of_google_is_either_done_or_refused() -> None:
    """Requirement 2."""
    pytest.importorskip("googleapiclient", reason="google-api-python-client is a dev dependency")

    assert fields("Request").keys() == Checker().schema("Request").keys()
    assert KINDS.keys() < fields("Request").keys()


@pytest.mark.parametrize(
    "request_",
    [{"paintCells": {}}, {"deleteSheet": {"sheet": 1}}, {}, {"deleteSheet": {}, "addSheet": {}}],
)
def test_what_google_does_not_have_is_400(owner: Client, book: str, request_: dict[str, Any]) -> None:
    """Requirement 3."""
    assert owner.batch(book, request_).status_code == 400


def test_inserted_rows_take_everything_along(owner: Client, book: str) -> None:
    """Requirement 4."""
    owner.put(book, "A1", [["h"], [1], [2], ["=SUM(A2:A3)"]], "USER_ENTERED")
    owner.batch(
        book,
        {"addSheet": {"properties": {"title": "Other", "sheetId": 5}}},
        {"mergeCells": {"range": _box(1, 3, 2, 4), "mergeType": "MERGE_ALL"}},
        {"addNamedRange": {"namedRange": {"name": "data", "range": _box(1, 3, 0, 1)}}},
        {"addProtectedRange": {"protectedRange": {"range": _box(3, 4, 0, 1)}}},
    )
    owner.put(book, "Other!A1", [["=Sheet1!A3*10", "=Sheet1!$A$1"]], "USER_ENTERED")
    owner.batch(book, {"insertDimension": {"range": _rows(2, 4)}})
    found = owner.sheets("GET", book).json()
    formulas = {"valueRenderOption": "FORMULA"}

    assert owner.values(book, "Sheet1!A6", **formulas) == [["=SUM(A2:A5)"]]
    assert owner.values(book, "Other!A1:B1", **formulas) == [["=Sheet1!A5*10", "=Sheet1!$A$1"]]
    assert owner.values(book, "Other!A1:B1") == [["20", "h"]]
    assert found["sheets"][0]["merges"] == [_box(1, 5, 2, 4)]
    assert found["sheets"][0]["protectedRanges"][0]["range"] == _box(5, 6, 0, 1)
    assert found["namedRanges"][0]["range"] == _box(1, 5, 0, 1)
    assert found["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 1002


def test_deleted_rows_break_what_named_them(owner: Client, book: str) -> None:
    """Requirement 4."""
    owner.put(book, "A1", [[1], [2], [3], ["=A2", "=SUM(A1:A3)"]], "USER_ENTERED")
    owner.batch(book, {"deleteDimension": {"range": _rows(1, 2)}})

    assert owner.values(book, "A3:B3", valueRenderOption="FORMULA") == [["=#REF!", "=SUM(A1:A2)"]]
    assert owner.values(book, "A3:B3") == [["#REF!", "4"]]
    reply = owner.batch(book, {"deleteDimension": {"range": _rows(0, 999)}}).json()
    assert "You can't delete all the rows on the sheet." in reply["error"]["message"]


def test_a_moved_column_keeps_its_values_and_formulas(owner: Client, book: str) -> None:
    """Requirement 4."""
    owner.put(book, "A1", [["a", "b", "c", "=A1"]], "USER_ENTERED")
    owner.batch(book, {"moveDimension": {"source": _rows(0, 1, "COLUMNS"), "destinationIndex": 3}})

    assert owner.values(book, "A1:D1") == [["b", "c", "a", "a"]]
    assert owner.values(book, "D1", valueRenderOption="FORMULA") == [["=C1"]]


def test_masks_set_and_clear_what_they_name(owner: Client, book: str) -> None:
    """Requirement 5."""
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}, "wrapStrategy": "WRAP"}}
    range_ = _box(0, 1, 0, 1)
    owner.put(book, "A1", [["text"]])
    owner.batch(book, {"repeatCell": {"range": range_, "cell": bold, "fields": "userEnteredFormat"}})
    note = {"range": range_, "rows": [{"values": [{"note": "n"}]}], "fields": "note"}
    owner.batch(book, {"updateCells": note})
    clear = {"range": range_, "cell": {}, "fields": "userEnteredFormat.textFormat.bold"}
    owner.batch(book, {"repeatCell": clear})
    fields = "sheets.data.rowData.values(note,userEnteredFormat,userEnteredValue)"
    found = owner.sheets("GET", book, fields=fields, ranges="A1").json()

    cell = found["sheets"][0]["data"][0]["rowData"][0]["values"][0]
    assert cell == {
        "userEnteredValue": {"stringValue": "text"},
        "userEnteredFormat": {"wrapStrategy": "WRAP"},
        "note": "n",
    }
    assert owner.batch(book, {"repeatCell": {"range": range_, "cell": bold}}).status_code == 400
    assert owner.sheets("GET", book, fields="sheets(properties").status_code == 400


def test_a_colour_is_one_setting_under_two_names(owner: Client, book: str) -> None:
    """Requirement 5."""
    old = {"userEnteredFormat": {"backgroundColorStyle": {"rgbColor": {"red": 1}}}}
    new = {"userEnteredFormat": {"backgroundColor": {"green": 1}}}
    range_ = _box(0, 1, 0, 1)
    owner.batch(
        book, {"repeatCell": {"range": range_, "cell": old, "fields": "userEnteredFormat.backgroundColorStyle"}}
    )
    owner.batch(book, {"repeatCell": {"range": range_, "cell": new, "fields": "userEnteredFormat(backgroundColor)"}})
    found = owner.sheets("GET", book, fields="sheets.data.rowData.values.userEnteredFormat").json()

    assert found["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"] == {
        "backgroundColor": {"green": 1},
        "backgroundColorStyle": {"rgbColor": {"green": 1}},
    }


def test_the_spreadsheet_after_the_change_is_in_the_reply(owner: Client, book: str) -> None:
    """Requirement 6."""
    reply = owner.sheets(
        "POST",
        f"{book}:batchUpdate",
        {
            "requests": [_write("new")],
            "includeSpreadsheetInResponse": True,
            "responseIncludeGridData": True,
            "responseRanges": ["Sheet1!A1:B2"],
        },
        fields="updatedSpreadsheet.sheets.data.rowData.values.formattedValue",
    ).json()

    data = [{"rowData": [{"values": [{"formattedValue": "new"}]}]}]
    assert reply == {"updatedSpreadsheet": {"sheets": [{"data": data}]}}


def test_sorting_orders_kinds_and_keeps_equals(owner: Client, book: str) -> None:
    """Requirement 7."""
    rows: list[list[Any]] = [["b", 1], ["", 2], ["A", 3], [True, 4], [10, 5], ["a", 6], [9, 7]]
    owner.put(book, "A1", rows)

    def sort(order: str) -> list[Any]:
        spec = [{"dimensionIndex": 0, "sortOrder": order}]
        owner.batch(book, {"sortRange": {"range": _box(0, 7, 0, 2), "sortSpecs": spec}})
        found = owner.values(book, "A1:B7", valueRenderOption="UNFORMATTED_VALUE")
        return [row[1] for row in found]

    assert sort("ASCENDING") == [7, 5, 6, 3, 1, 4, 2]
    assert sort("DESCENDING") == [4, 1, 3, 6, 5, 7, 2]


def test_replacing_counts_what_it_changed(owner: Client, book: str) -> None:
    """Requirement 8."""
    owner.put(book, "A1", [["cat cat", "Cat"], ["dog", "=A1"]], "USER_ENTERED")
    find = {"find": "cat", "replacement": "cow", "allSheets": True}
    reply = owner.batch(book, {"findReplace": find}).json()["replies"][0]

    assert reply["findReplace"] == {
        "valuesChanged": 2,
        "occurrencesChanged": 3,
        "rowsChanged": 1,
        "sheetsChanged": 1,
    }
    assert owner.values(book, "A1:B2") == [["cow cow", "cow"], ["dog", "cow cow"]]


def test_rules_bandings_and_borders_are_kept(owner: Client, book: str) -> None:
    """Requirement 8."""
    rule = {
        "ranges": [_box(0, 3, 0, 1)],
        "booleanRule": {
            "condition": {"type": "BLANK"},
            "format": {"backgroundColorStyle": {"rgbColor": {"red": 0.4980392156862745}}},
        },
    }
    band = {"range": _box(0, 3, 2, 4), "rowProperties": {"firstBandColor": {"red": 1}}}
    replies = owner.batch(
        book,
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"addBanding": {"bandedRange": band}},
        {"updateBorders": {"range": _box(0, 1, 0, 1), "top": {"style": "SOLID"}}},
    ).json()["replies"]
    found = owner.sheets("GET", book, fields="sheets(conditionalFormats,bandedRanges)").json()
    sheet = found["sheets"][0]

    form = sheet["conditionalFormats"][0]["booleanRule"]["format"]
    assert form["backgroundColor"] == {"red": 0.49803922}
    assert sheet["bandedRanges"] == [replies[1]["addBanding"]["bandedRange"]]
    gone = owner.batch(book, {"deleteConditionalFormatRule": {"index": 0}}).json()["replies"][0]
    assert gone["deleteConditionalFormatRule"]["rule"] == sheet["conditionalFormats"][0]


def test_pasted_formulas_follow_their_place(owner: Client, book: str) -> None:
    """Requirement 9."""
    owner.put(book, "A1", [[1, "=A1+$A$1"], [2]], "USER_ENTERED")
    paste = {"source": _box(0, 1, 1, 2), "destination": _box(1, 4, 1, 2), "pasteType": "PASTE_NORMAL"}
    owner.batch(book, {"copyPaste": paste})

    assert owner.values(book, "B1:B4", valueRenderOption="FORMULA") == [
        ["=A1+$A$1"],
        ["=A2+$A$1"],
        ["=A3+$A$1"],
        ["=A4+$A$1"],
    ]
    assert owner.values(book, "B1:B4") == [["2"], ["3"], ["1"], ["1"]]
    owner.batch(book, {"mergeCells": {"range": _box(0, 2, 4, 6), "mergeType": "MERGE_ALL"}})
    cut = owner.batch(book, {"mergeCells": {"range": _box(1, 3, 4, 6), "mergeType": "MERGE_ALL"}})
    assert "select all cells in a merged range" in cut.json()["error"]["message"]
