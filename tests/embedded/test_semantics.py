"""What the discovery documents do not say: how values, masks, grids and pages behave at their edges.

1. A field mask may use dots, slashes, parentheses inside parentheses and stars; what it names and the answer has not
   is refused, at any depth, in answers and in updates.
2. includeGridData and ranges say which cells come, and where they begin; a mask overrules includeGridData.
3. A formula is shown, computed or as typed, and a date as a number or a text, by the two options together.
4. Values appended go below the table that the range touches: overwriting, or with rows inserted for them.
5. A page's token continues where the page before ended, for the size of each page anew.
6. Inner empty cells stay, outer ones go, by rows and by columns.
"""

from __future__ import annotations

from typing import Any

import pytest

from .clients import Client


@pytest.fixture
def filled(owner: Client, book: str) -> str:
    """A spreadsheet with values, a date, a formula, a note and a second sheet."""
    owner.put(book, "A1", [["a", "", 1.5], ["", "", ""], ["=C1*2", "2020-01-01"]], "USER_ENTERED")
    note = {"range": {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}}
    owner.batch(
        book,
        {"repeatCell": {**note, "cell": {"note": "n"}, "fields": "note"}},
        {
            "addSheet": {
                "properties": {"sheetId": 7, "title": "Two", "gridProperties": {"rowCount": 3, "columnCount": 2}}
            }
        },
    )
    return book


@pytest.mark.parametrize(
    "mask",
    [
        "sheets.properties.title,sheets.data.rowData.values.note",
        "sheets/properties/title,sheets/data/rowData/values/note",
        "sheets(properties(title),data(rowData(values(note))))",
        "sheets(properties/title,data.rowData.values(note))",
        " sheets ( properties ( title ) , data / rowData / values . note ) ",
    ],
)
def test_a_mask_is_written_in_several_ways(owner: Client, filled: str, mask: str) -> None:
    """Requirement 1."""
    assert owner.sheets("GET", filled, ranges="Sheet1!A1:B1", fields=mask).json() == {
        "sheets": [{"properties": {"title": "Sheet1"}, "data": [{"rowData": [{"values": [{"note": "n"}]}]}]}]
    }


@pytest.mark.parametrize(
    ("mask", "keys"),
    [
        ("*", {"spreadsheetId", "properties", "sheets", "spreadsheetUrl"}),
        ("sheets(*)", {"sheets"}),
        ("properties,sheets.properties(sheetId,gridProperties/*)", {"properties", "sheets"}),
        ("properties.title,properties", {"properties"}),
    ],
)
def test_a_star_stands_for_every_name(owner: Client, filled: str, mask: str, keys: set[str]) -> None:
    """Requirement 1."""
    assert owner.sheets("GET", filled, fields=mask).json().keys() == keys


def test_a_star_goes_as_deep_as_the_rest_says(owner: Client, filled: str) -> None:
    """Requirement 1."""
    found = owner.sheets("GET", filled, fields="sheets.properties.*").json()["sheets"][1]

    assert found == {
        "properties": {
            "sheetId": 7, "title": "Two", "index": 1, "sheetType": "GRID",
            "gridProperties": {"rowCount": 3, "columnCount": 2},
        }
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "mask"),
    [
        ("", "sheet"), ("", "sheets.properties.name"), ("", "sheets(data(rowData(values(value))))"), ("", "sheets("),
        ("", "sheets)"), ("", "sheets,,properties"), ("", "a b"), ("/values/A1", "value"),
        ("/values:batchGet", "valueRanges.rows"),
    ],
)  # fmt: skip
def test_a_mask_that_names_what_is_not_there_is_refused(owner: Client, filled: str, path: str, mask: str) -> None:
    """Requirement 1."""
    error = owner.sheets("GET", f"{filled}{path}", fields=mask).json()["error"]

    assert error["code"] == 400
    assert "Cannot find matching fields" in error["message"]


@pytest.mark.parametrize("mask", ["nextPage", "files(title)", "files(permissions(mail))", "files("])
def test_drive_refuses_such_a_mask_in_its_own_form(owner: Client, mask: str) -> None:
    """Requirement 1."""
    error = owner.drive("GET", "files", fields=mask).json()["error"]

    assert (error["code"], error["errors"][0]["reason"]) == (400, "invalidParameter")


@pytest.mark.parametrize(
    "request_",
    [
        {"updateSheetProperties": {"properties": {"title": "x"}, "fields": "name"}},
        {"updateSheetProperties": {"properties": {"title": "x"}, "fields": "gridProperties.rows"}},
        {"repeatCell": {"range": {}, "cell": {"note": "x"}, "fields": "notes"}},
        {"updateDimensionProperties": {"range": {"dimension": "ROWS"}, "properties": {}, "fields": "hidden"}},
    ],
)
def test_an_update_of_what_is_not_there_is_refused(owner: Client, filled: str, request_: dict[str, Any]) -> None:
    """Requirement 1."""
    reply = owner.batch(filled, request_)

    assert reply.status_code == 400
    assert "Invalid field: " in reply.json()["error"]["message"]


def test_ranges_say_which_cells_come(owner: Client, filled: str) -> None:
    """Requirement 2."""
    plain = owner.sheets("GET", filled, ranges="Sheet1!B3:C9").json()
    grid = owner.sheets("GET", filled, ranges=["Sheet1!B3:C9", "Sheet1!A1"], includeGridData=True).json()
    one, two = grid["sheets"][0]["data"]

    assert [sheet["properties"]["title"] for sheet in plain["sheets"]] == ["Sheet1"]
    assert "data" not in plain["sheets"][0]
    assert (one["startRow"], one["startColumn"]) == (2, 1)
    assert [cell["formattedValue"] for cell in one["rowData"][0]["values"]] == ["2020-01-01"]
    assert (len(one["rowMetadata"]), len(one["columnMetadata"])) == (7, 2)
    assert "startRow" not in two
    assert two["rowData"][0]["values"][0]["note"] == "n"


def test_a_mask_overrules_the_wish_for_cells(owner: Client, filled: str) -> None:
    """Requirement 2."""
    without = owner.sheets("GET", filled, includeGridData=True, fields="sheets.properties.title").json()
    with_it = owner.sheets("GET", filled, includeGridData=False, fields="sheets.data.startRow,sheets.merges").json()

    assert without["sheets"][0] == {"properties": {"title": "Sheet1"}}
    assert with_it["sheets"] == [{"data": [{}]}, {"data": [{}]}]


@pytest.mark.parametrize(
    ("value", "dates", "expected"),
    [
        ("FORMATTED_VALUE", "SERIAL_NUMBER", ["3", "2020-01-01"]),
        ("FORMATTED_VALUE", "FORMATTED_STRING", ["3", "2020-01-01"]),
        ("UNFORMATTED_VALUE", "SERIAL_NUMBER", [3, 43831]),
        ("UNFORMATTED_VALUE", "FORMATTED_STRING", [3, "2020-01-01"]),
        ("FORMULA", "SERIAL_NUMBER", ["=C1*2", 43831]),
        ("FORMULA", "FORMATTED_STRING", ["=C1*2", "2020-01-01"]),
    ],
)
def test_the_two_options_together_say_what_is_shown(
    owner: Client, filled: str, value: str, dates: str, expected: list[Any]
) -> None:
    """Requirement 3."""
    assert owner.values(filled, "A3:B3", valueRenderOption=value, dateTimeRenderOption=dates) == [expected]


def _append(owner: Client, book: str, where: str, rows: list[list[Any]], **query: Any) -> dict[str, Any]:
    query = {"valueInputOption": "RAW", **query}
    found: dict[str, Any] = owner.sheets("POST", f"{book}/values/{where}:append", {"values": rows}, **query).json()
    return found


def test_appending_overwrites_or_makes_room(owner: Client, book: str) -> None:
    """Requirement 4."""
    owner.put(book, "B2", [["h1", "h2"], ["x", "y"]])
    owner.put(book, "B5", [["below"]])
    first = _append(owner, book, "B2:C2", [["p", "q"], ["r", "s"]], includeValuesInResponse=True)
    assert (first["tableRange"], first["updates"]["updatedRange"]) == ("Sheet1!B2:C3", "Sheet1!B4:C5")
    assert first["updates"]["updatedData"]["values"] == [["p", "q"], ["r", "s"]]
    assert owner.values(book, "B5:C5") == [["r", "s"]]

    owner.put(book, "B8", [["total"]])
    second = _append(owner, book, "B2", [["t", "u"]] * 3, insertDataOption="INSERT_ROWS")

    assert second["updates"]["updatedRange"] == "Sheet1!B6:C8"
    assert owner.values(book, "B11") == [["total"]]


def test_appending_where_nothing_stands_begins_at_the_range(owner: Client, book: str) -> None:
    """Requirement 4."""
    found = _append(owner, book, "D4:F9", [["x"]])

    assert "tableRange" not in found
    assert found["updates"]["updatedRange"] == "Sheet1!D4"


def test_appending_after_an_empty_column_goes_below_the_last_table(owner: Client, book: str) -> None:
    """Requirement 4: two tables side by side; the last one is meant, as recorded at Google."""
    _append(owner, book, "Sheet1", [["a", "", "b"]])
    found = _append(owner, book, "Sheet1", [["c", "", "d"]])
    alone = _append(owner, book, "A1", [["e"]])

    assert owner.values(book, "A2:E2") == [["e", "", "c", "", "d"]]
    assert found["tableRange"] == "Sheet1!C1"
    assert alone["updates"]["updatedRange"] == "Sheet1!A2"


def test_pages_go_on_where_the_one_before_ended(owner: Client) -> None:
    """Requirement 5."""
    for number in range(5):
        owner.create(f"book {number}")
    names, token, sizes = [], "", [2, 1, 9]
    for size in sizes:
        page = owner.drive("GET", "files", pageSize=size, pageToken=token, orderBy="name", fields="*").json()
        names += [one["name"] for one in page["files"]]
        token = page.get("nextPageToken", "")
        assert page["incompleteSearch"] is False

    assert names == [f"book {number}" for number in range(5)]
    assert token == ""
    assert owner.drive("GET", "files", pageToken="forged").status_code == 400
    assert owner.drive("GET", "files", pageSize=1001).status_code == 400


def test_inner_blanks_stay_and_outer_ones_go(owner: Client, filled: str) -> None:
    """Requirement 6."""
    assert owner.values(filled, "A1:D9") == [["a", "", "1.5"], [], ["3", "2020-01-01"]]
    assert owner.values(filled, "A1:D9", majorDimension="COLUMNS") == [["a", "", "3"], ["", "", "2020-01-01"], ["1.5"]]
    assert "values" not in owner.sheets("GET", f"{filled}/values/A2:C2").json()
    assert owner.sheets("GET", f"{filled}/values:batchGet", ranges=["A2", "A1"]).json()["valueRanges"] == [
        {"range": "Sheet1!A2", "majorDimension": "ROWS"},
        {"range": "Sheet1!A1", "majorDimension": "ROWS", "values": [["a"]]},
    ]
