"""What gspread sends is understood, and every exchange keeps to Google's discovery documents.

1. Every public method of gspread that reaches the Sheets or Drive v3 API works on the service.
2. Every request it sends and every reply is valid against sheets.v4.json and drive.v3.json.
3. import_csv (Drive v2) replaces the content of the first sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gspread
import pytest
import requests
from gspread.utils import (
    Dimension,
    ExportFormat,
    InsertDataOption,
    MergeType,
    ValidationConditionType,
    ValueRenderOption,
)

from pipeline.stores.embedded import Service, session

from .discovery import Checker


@pytest.fixture(scope="module")
def checker() -> Checker:
    """Google's documents."""
    pytest.importorskip("googleapiclient", reason="google-api-python-client is a dev dependency")
    return Checker()


@pytest.fixture
def problems() -> list[str]:
    """What was found wrong on the way."""
    return []


@pytest.fixture
def client(service: Service, checker: Checker, problems: list[str]) -> Iterator[gspread.Client]:
    """Gspread on the service, with every exchange checked."""
    http = session(service)

    def check(response: requests.Response, *_args: Any, **_more: Any) -> None:
        request = response.request
        body = request.body or ""
        sent = body.decode() if isinstance(body, bytes) else str(body)
        url = str(request.url)
        if "/drive/v2/" not in url:
            problems.extend(
                f"{request.method} {url}: {problem}"
                for problem in checker.problems(str(request.method), url, sent, response.status_code, response.text)
            )

    http.hooks["response"].append(check)
    yield gspread.Client(auth=None, session=http)  # type: ignore[arg-type]

    assert problems == []


@pytest.fixture
def tab(client: gspread.Client) -> gspread.Worksheet:
    """The first sheet of a new spreadsheet."""
    return client.create("Test").sheet1


def test_values_are_written_and_read(tab: gspread.Worksheet) -> None:
    """Requirements 1, 2."""
    tab.update([["a", "b"], [1, "=A2*2"]], "A1", raw=False, include_values_in_response=True)
    tab.append_rows([["x", "y"]], include_values_in_response=True, insert_data_option=InsertDataOption.insert_rows)
    tab.batch_update([{"range": "D1", "values": [["d"]]}, {"range": "D2:E2", "values": [[1, 2]]}])
    tab.update_cell(5, 1, "12.5")
    tab.update_cells([gspread.Cell(6, 1, "p"), gspread.Cell(7, 2, "q")])
    tab.batch_clear(["D1", "D2:E2"])

    assert tab.get_all_values() == [["a", "b"], ["1", "2"], ["x", "y"], ["", ""], ["12.5", ""], ["p", ""], ["", "q"]]
    assert tab.acell("B2", value_render_option=ValueRenderOption.formula).value == "=A2*2"
    assert tab.batch_get(["A1:B1", "A2"], major_dimension=Dimension.cols) == [[["a"], ["b"]], [["1"]]]
    assert tab.col_values(2) == ["b", "2", "y", "", "", "", "q"]
    assert tab.row_values(3) == ["x", "y"]
    found = tab.find("y")
    assert found is not None
    assert (found.row, found.col) == (3, 2)
    tab.clear()
    assert tab.get_all_values() == [[]]


def test_rows_and_columns_are_inserted_deleted_and_sorted(tab: gspread.Worksheet) -> None:
    """Requirements 1, 2."""
    tab.update([["Banana", "2"], ["apple", "3"], ["Cherry", "1"]], "A1")
    tab.sort((1, "asc"), range="A1:B3")
    assert tab.col_values(1) == ["apple", "Banana", "Cherry"]
    tab.insert_row(["new", "0"], 2)
    tab.insert_cols([["c1", "c2"]], 2, inherit_from_before=True)
    assert tab.get("A1:C2") == [["apple", "c1", "3"], ["new", "c2", "0"]]
    tab.delete_columns(2)
    tab.delete_rows(2, 3)
    assert tab.get_all_values() == [["apple", "3"], ["Cherry", "1"]]
    tab.resize(rows=10, cols=5)
    tab.add_rows(2)
    tab.add_cols(1)
    assert tab.spreadsheet.sheet1.row_count == 12
    tab.copy_range("A1:B1", "A5:B5")
    tab.cut_range("A5:B5", "A6")
    assert tab.get("A5:B6") == [[], ["apple", "3"]]


def test_the_look_of_a_sheet_is_kept(tab: gspread.Worksheet) -> None:
    """Requirements 1, 2."""
    tab.format("A1:B1", {"textFormat": {"bold": True}, "backgroundColor": {"red": 1}})
    tab.freeze(rows=1, cols=1)
    tab.hide_gridlines()
    tab.hide_columns(1, 2)
    tab.hide_rows(3, 4)
    tab.unhide_rows(3, 4)
    tab.columns_auto_resize(0, 2)
    tab.rows_auto_resize(0, 2)
    tab.merge_cells("A1:B2", MergeType.merge_rows)
    tab.batch_merge([{"range": "C1:D2"}])
    tab.unmerge_cells("A1:B2")
    tab.update_tab_color("#ff00ff")
    tab.add_dimension_group_rows(1, 4)
    tab.add_dimension_group_rows(2, 3)
    tab.add_dimension_group_columns(0, 2)
    tab.delete_dimension_group_columns(0, 2)
    assert [group["depth"] for group in tab.list_dimension_group_rows()] == [1, 2]
    assert tab.list_dimension_group_columns() == []
    again = tab.spreadsheet.sheet1
    assert (again.frozen_row_count, again.frozen_col_count) == (1, 1)
    assert again.is_gridlines_hidden
    assert again.get_tab_color() == "#FF00FF"
    again.clear_tab_color()
    assert tab.spreadsheet.sheet1.get_tab_color() is None


def test_notes_names_filters_and_protections_are_kept(tab: gspread.Worksheet) -> None:
    """Requirements 1, 2."""
    tab.update_notes({"A1": "one", "B2": "two"})
    assert tab.get_notes() == [["one"], ["", "two"]]
    assert tab.get_note("B2") == "two"
    tab.clear_note("B2")
    assert tab.get_note("B2") == ""
    tab.update([["x", "y"]], "A1")
    tab.define_named_range("A1:B1", "pair")
    assert [cell.value for cell in tab.spreadsheet.named_range("pair")] == ["x", "y"]
    named = tab.spreadsheet.list_named_ranges()
    tab.delete_named_range(named[0]["namedRangeId"])
    assert tab.spreadsheet.list_named_ranges() == []
    tab.set_basic_filter("A1:B5")
    tab.clear_basic_filter()
    tab.set_basic_filter()
    tab.add_protected_range("A1:B1", ["ana@example.org"], description="head")
    held = tab.spreadsheet.list_protected_ranges(tab.id)
    assert held[0]["editors"]["users"] == ["ana@example.org", "owner@example.org"]
    tab.delete_protected_range(held[0]["protectedRangeId"])
    assert tab.spreadsheet.list_protected_ranges(tab.id) == []
    tab.add_validation("C1", ValidationConditionType.one_of_list, ["a", "b"], strict=True)


def test_sheets_are_added_ordered_duplicated_and_copied(client: gspread.Client) -> None:
    """Requirements 1, 2."""
    whole = client.create("Whole")
    second = whole.add_worksheet("Second", 5, 5)
    third = whole.add_worksheet("Third", 5, 5, index=0)
    second.update([["v"]], "A1")
    whole.reorder_worksheets([second, third])
    assert [sheet.title for sheet in whole.worksheets()] == ["Second", "Third", "Sheet1"]
    copy = second.duplicate(insert_sheet_index=1, new_sheet_name="Twin")
    assert copy.acell("A1").value == "v"
    other = client.create("Other")
    assert second.copy_to(other.id)["title"] == "Copy of Second"
    third.hide()
    assert [sheet.title for sheet in whole.worksheets(exclude_hidden=True)] == [
        "Second",
        "Twin",
        "Sheet1",
    ]
    third.show()
    whole.del_worksheet(third)
    whole.update_title("New title")
    whole.update_locale("fr_FR")
    whole.update_timezone("Europe/Paris")
    again = client.open("New title")
    assert (again.locale, again.timezone) == ("fr_FR", "Europe/Paris")


def test_files_are_listed_shared_copied_and_exported(client: gspread.Client) -> None:
    """Requirements 1, 2."""
    whole = client.create("Shared")
    whole.sheet1.update([["a,b", "c"], ["", 1]], "A1")
    whole.share("ana@example.org", "user", "writer", notify=False)
    whole.share("", "anyone", "reader")
    assert {p["role"] for p in whole.list_permissions()} == {"owner", "writer", "reader"}
    assert len(whole.remove_permissions("ana@example.org")) == 1
    twin = client.copy(whole.id, "Twin", copy_permissions=False, copy_comments=True)
    assert twin.sheet1.acell("A1").value == "a,b"
    assert {f["name"] for f in client.list_spreadsheet_files()} == {"Shared", "Twin"}
    assert client.export(whole.id, ExportFormat.CSV) == b'"a,b",c\r\n,1'
    assert client.export(whole.id, ExportFormat.EXCEL)[:2] == b"PK"
    assert whole.get_lastUpdateTime().endswith("Z")
    client.del_spreadsheet(twin.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key(twin.id)


def test_csv_is_imported(client: gspread.Client) -> None:
    """Requirement 3."""
    whole = client.create("Imported")
    client.import_csv(whole.id, "a,b\n1,2020-01-01\n")

    assert whole.sheet1.get_all_values() == [["a", "b"], ["1", "2020-01-01"]]
