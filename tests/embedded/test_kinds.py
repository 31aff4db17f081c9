"""Every request kind that the service claims is carried out.

1. Each kind, sent as Google's documents have it, is answered with 200 and a reply as they have it.
2. What a kind did shows in the values or in the spreadsheet.
3. After all of it the service still reads, copies and exports the spreadsheet.
4. What was kept is read back the same by another service on the same file, also by one that no longer knows all of it.
5. Tables, filter views, charts and slicers are shown with the sheet, and go with the cells that they hang on.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipeline.stores.embedded import Ids, Service, Shelf
from pipeline.stores.embedded.batch import KINDS

from .clients import Client, Clock
from .discovery import Checker
from .sent import SENT


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


def test_what_hangs_and_floats_shows_and_follows_its_cells(owner: Client, done: str) -> None:
    """Requirements 2, 5."""

    def sheet() -> dict[str, Any]:
        found: list[dict[str, Any]] = owner.sheets("GET", done).json()["sheets"]
        return next(one for one in found if one["properties"]["title"] == "Sheet1")

    before = sheet()
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    owner.batch(done, {"insertDimension": {"range": row}})
    after = sheet()

    (table,) = before["tables"]
    assert (table["tableId"], table["name"]) == ("t1", "Renamed")
    assert [one["columnName"] for one in table["columnProperties"]] == ["Head", "Column 2"]
    assert (table["range"]["startRowIndex"], table["range"]["endRowIndex"]) == (50, 54)
    view, copy = before["filterViews"]
    assert (view["filterViewId"], view["title"], copy["title"]) == (21, "mine", "Copy of Filter 1")
    assert view["filterSpecs"] == [{"columnIndex": 1, "filterCriteria": {"hiddenValues": ["z"]}}]
    (chart,), (slicer,) = before["charts"], before["slicers"]
    assert chart["position"]["overlayPosition"] == {
        "anchorCell": {"rowIndex": 9, "columnIndex": 4},
        "widthPixels": 600,
        "heightPixels": 371,
    }
    assert (chart["spec"], slicer["spec"]) == ({"title": "two"}, {"title": "t", "columnIndex": 0})
    assert chart["border"]["colorStyle"] == {"rgbColor": {"red": 1}}
    assert after["tables"][0]["range"]["startRowIndex"] == 51
    assert after["filterViews"][0]["range"]["startRowIndex"] == 1
    assert after["charts"][0]["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 10


def test_what_fills_and_cuts_texts_shows(owner: Client, done: str) -> None:
    """Requirement 2."""
    assert owner.values(done, "Sheet1!A51:B54") == [
        ["Head", "Column 2"],
        ["t-a", "t-b"],
        ["t-a", "t-b"],
        ["t-a", "t-b"],
    ]
    assert owner.values(done, "Sheet1!A62:B64") == []
    assert owner.values(done, "Sheet1!A71:A74") == [["1"], ["3"], ["5"], ["7"]]
    assert sorted(owner.values(done, "Sheet1!A77:B78")) == [["p", "q"], ["r", "7"]]


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


def test_files_kept_by_another_version_are_served(tmp_path: Path, clock: Clock) -> None:
    """Requirement 4."""
    first = Service(Shelf(tmp_path / "books.db"), clock, Ids(random.Random(1).getrandbits))  # noqa: S311 - the same ids every time
    made = Client(first).create("Kept")
    first.shelf.close()
    with closing(sqlite3.connect(tmp_path / "books.db")) as kept:
        kept.execute("UPDATE file SET body = json_set(body, '$.no_longer_known', 1)")
        kept.commit()
    second = Service(Shelf(tmp_path / "books.db"), clock, Ids(random.Random(1).getrandbits))  # noqa: S311 - the same ids every time
    found = Client(second).drive("GET", f"files/{made}").json()
    second.shelf.close()

    assert found["name"] == "Kept"
