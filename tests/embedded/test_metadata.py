"""Developer metadata stays with what it marks, and data filters find it.

1. Metadata is created on the spreadsheet, a sheet, one row or one column; nowhere else.
2. A marked column keeps its mark when columns are inserted before it, and loses it when deleted.
3. spreadsheets.get shows metadata where it is; search and the filters find it by key and value.
4. Values are read and written through metadata, wherever its column is now.
5. Updating and deleting go by filter.
6. Metadata survives files.copy.
"""

from __future__ import annotations

from typing import Any

from .clients import Client


def _on_column(key: str, column: int, value: str = "") -> dict[str, Any]:
    run = {"dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    told = {"metadataKey": key, "metadataValue": value, "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": {**told, "location": {"dimensionRange": run}}}}


def _lookup(key: str) -> dict[str, Any]:
    return {"developerMetadataLookup": {"metadataKey": key}}


def test_metadata_is_on_the_book_a_sheet_a_row_or_a_column(owner: Client, book: str) -> None:
    """Requirements 1, 3."""
    told = {"metadataKey": "k", "metadataValue": "v", "visibility": "DOCUMENT"}
    places: list[dict[str, Any]] = [{"spreadsheet": True}, {"sheetId": 0}]
    requests = [{"createDeveloperMetadata": {"developerMetadata": {**told, "location": place}}} for place in places]
    replies = owner.batch(book, *requests, _on_column("col", 2)).json()["replies"]
    wide = {"dimensionRange": {"dimension": "ROWS", "startIndex": 0, "endIndex": 2}}
    refused = {"createDeveloperMetadata": {"developerMetadata": {**told, "location": wide}}}
    fields = "developerMetadata,sheets(developerMetadata,data.columnMetadata.developerMetadata)"
    found = owner.sheets("GET", book, fields=fields).json()

    made = [reply["createDeveloperMetadata"]["developerMetadata"] for reply in replies]
    assert [item["location"]["locationType"] for item in made] == ["SPREADSHEET", "SHEET", "COLUMN"]
    assert owner.batch(book, refused).status_code == 400
    assert found["developerMetadata"] == made[:1]
    assert found["sheets"][0]["developerMetadata"] == made[1:2]
    columns = found["sheets"][0]["data"][0]["columnMetadata"]
    assert columns[2] == {"developerMetadata": made[2:]}
    assert columns[1] == {}


def test_a_marked_column_is_found_where_it_went(owner: Client, book: str) -> None:
    """Requirements 2, 3, 4."""
    owner.put(book, "A1", [["a", "b"], [1, 2]])
    owner.batch(book, _on_column("b", 1, "x"))
    insert = {"dimension": "COLUMNS", "startIndex": 0, "endIndex": 2}
    owner.batch(book, {"insertDimension": {"range": insert}})
    path = f"{book}/values:batchGetByDataFilter"
    read = owner.sheets("POST", path, {"dataFilters": [_lookup("b")]}).json()

    values = read["valueRanges"][0]["valueRange"]
    assert (values["range"], values["values"]) == ("Sheet1!D1:D1000", [["b"], ["2"]])
    data = [{"dataFilter": _lookup("b"), "values": [["B"], [3]]}]
    body = {"valueInputOption": "RAW", "data": data}
    done = owner.sheets("POST", f"{book}/values:batchUpdateByDataFilter", body).json()
    assert done["totalUpdatedCells"] == 2
    assert owner.values(book, "D1:D2") == [["B"], ["3"]]
    search = owner.sheets("POST", f"{book}/developerMetadata:search", {"dataFilters": [_lookup("b")]})
    match = search.json()["matchedDeveloperMetadata"][0]
    assert match["developerMetadata"]["metadataValue"] == "x"
    gone = {"dimension": "COLUMNS", "startIndex": 3, "endIndex": 4}
    owner.batch(book, {"deleteDimension": {"range": gone}})
    again = owner.sheets("POST", f"{book}/developerMetadata:search", {"dataFilters": [_lookup("b")]})
    assert again.json() == {}


def test_metadata_is_updated_and_deleted_by_filter(owner: Client, book: str) -> None:
    """Requirement 5."""
    owner.batch(book, _on_column("k", 0, "old"), _on_column("k", 1, "old"), _on_column("other", 2))
    change = {"metadataValue": "new"}
    update = {
        "dataFilters": [_lookup("k")],
        "developerMetadata": change,
        "fields": "metadataValue",
    }
    reply = owner.batch(
        book,
        {"updateDeveloperMetadata": update},
        {"deleteDeveloperMetadata": {"dataFilter": _lookup("other")}},
    ).json()["replies"]

    changed = reply[0]["updateDeveloperMetadata"]["developerMetadata"]
    assert [item["metadataValue"] for item in changed] == ["new", "new"]
    assert len(reply[1]["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]) == 1


def test_a_copy_keeps_metadata_and_names(owner: Client, book: str) -> None:
    """Requirement 6."""
    owner.batch(book, _on_column("k", 0))
    copy = owner.drive("POST", f"files/{book}/copy", {"name": "Copy"}).json()["id"]
    search = owner.sheets("POST", f"{copy}/developerMetadata:search", {"dataFilters": [_lookup("k")]})

    assert len(search.json()["matchedDeveloperMetadata"]) == 1
