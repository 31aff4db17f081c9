"""What each method of a gspread worksheet is called with, and what is then there to read back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gspread
from gspread.utils import Dimension, MergeType, PasteType, ValidationConditionType, ValueInputOption

TEXTS = [["name", "n"], ["a", "1"], ["b", "2"], ["c", "3"]]
"""What the sheet shows before anything is done."""


def _nothing(_tab: gspread.Worksheet) -> None:
    """Only read."""


def _again(tab: gspread.Worksheet) -> gspread.Worksheet:
    """The sheet as somebody else opens it."""
    return tab.spreadsheet.get_worksheet_by_id(tab.id)


def _sheet(tab: gspread.Worksheet) -> dict[str, Any]:
    """All that the spreadsheet says of the sheet."""
    found: list[dict[str, Any]] = tab.spreadsheet.fetch_sheet_metadata()["sheets"]
    return next(one for one in found if one["properties"]["sheetId"] == tab.id)


def _grid(tab: gspread.Worksheet, part: str) -> list[dict[str, Any]]:
    """The first parts of one kind: rowMetadata, columnMetadata, or what the cells have."""
    params: dict[str, Any] = {"fields": f"sheets.data.{part}"}
    data: list[dict[str, Any]] = tab.spreadsheet.fetch_sheet_metadata(params)["sheets"][0]["data"]
    found: list[dict[str, Any]] = data[0][part.partition(".")[0]]
    return found


def _hidden(tab: gspread.Worksheet, part: str) -> list[int]:
    return [number for number, one in enumerate(_grid(tab, part)) if one.get("hiddenByUser")]


def _grouped(tab: gspread.Worksheet) -> Any:
    tab.add_dimension_group_rows(1, 3)
    tab.add_dimension_group_columns(0, 1)
    return [
        [(one["range"]["startIndex"], one["range"]["endIndex"]) for one in listed()]
        for listed in (tab.list_dimension_group_rows, tab.list_dimension_group_columns)
    ]


def _protected(tab: gspread.Worksheet) -> Any:
    tab.add_protected_range("A1:B1", ["ana@example.org"], description="head")
    return tab.spreadsheet.list_protected_ranges(tab.id)


def _named(tab: gspread.Worksheet) -> Any:
    tab.define_named_range("A2:B3", "pair")
    return tab.spreadsheet.list_named_ranges()


_Did = Callable[[Any], Any]

WORKSHEET: dict[str, tuple[_Did, _Did, Any]] = {
    "acell": (_nothing, lambda t: t.acell("B2").value, "1"),
    "add_cols": (lambda t: t.add_cols(2), lambda t: _again(t).col_count, 28),
    "add_dimension_group_columns": (_grouped, lambda t: len(_sheet(t)["columnGroups"]), 1),
    "add_dimension_group_rows": (
        _grouped,
        lambda t: _sheet(t)["properties"]["gridProperties"]["rowGroupControlAfter"],
        True,
    ),
    "add_protected_range": (_protected, lambda t: _sheet(t)["protectedRanges"][0]["description"], "head"),
    "add_rows": (lambda t: t.add_rows(5), lambda t: _again(t).row_count, 1005),
    "add_validation": (
        lambda t: t.add_validation("A2", ValidationConditionType.one_of_list, ["a", "b"], strict=True),
        lambda t: _grid(t, "rowData.values.dataValidation")[1]["values"][0]["dataValidation"]["strict"],
        True,
    ),
    "append_row": (lambda t: t.append_row(["d", 4]), lambda t: t.row_values(5), ["d", "4"]),
    "append_rows": (
        lambda t: t.append_rows([["d", "=1+1"]], value_input_option=ValueInputOption.user_entered, table_range="A1"),
        lambda t: t.row_values(5),
        ["d", "2"],
    ),
    "batch_clear": (
        lambda t: t.batch_clear(["A1:B2", "A4"]),
        lambda t: t.get("A1:B4"),
        [[], [], ["b", "2"], ["", "3"]],
    ),
    "batch_format": (
        lambda t: t.batch_format([{"range": "A1", "format": {"textFormat": {"bold": True}}}]),
        lambda t: _grid(t, "rowData.values.userEnteredFormat")[0]["values"][0]["userEnteredFormat"],
        {"textFormat": {"bold": True}},
    ),
    "batch_get": (_nothing, lambda t: t.batch_get(["A1:B1", "B4"]), [[["name", "n"]], [["3"]]]),
    "batch_merge": (
        lambda t: t.batch_merge([{"range": "D1:E2"}], merge_type=MergeType.merge_all),
        lambda t: len(_sheet(t)["merges"]),
        1,
    ),
    "batch_update": (
        lambda t: t.batch_update([{"range": "A2", "values": [["x"]]}, {"range": "B4", "values": [[9]]}]),
        lambda t: t.get("A2:B4"),
        [["x", "1"], ["b", "2"], ["c", "9"]],
    ),
    "cell": (_nothing, lambda t: (t.cell(2, 1).value, t.cell(2, 2).numeric_value), ("a", 1)),
    "clear": (lambda t: t.clear(), lambda t: t.get_all_values(), [[]]),
    "clear_basic_filter": (
        lambda t: (t.set_basic_filter("A1:B4"), t.clear_basic_filter()),
        lambda t: "basicFilter" in _sheet(t),
        False,
    ),
    "clear_note": (lambda t: (t.insert_note("A1", "n"), t.clear_note("A1")), lambda t: t.get_note("A1"), ""),
    "clear_notes": (
        lambda t: (t.insert_notes({"A1": "n", "B2": "m"}), t.clear_notes(["A1", "B2"])),
        lambda t: t.get_notes(),
        [["", ""]] * 4,
    ),
    "clear_tab_color": (
        lambda t: (t.update_tab_color("#ff0000"), t.clear_tab_color()),
        lambda t: _again(t).get_tab_color(),
        None,
    ),
    "col_values": (_nothing, lambda t: t.col_values(2), ["n", "1", "2", "3"]),
    "columns_auto_resize": (
        lambda t: (t.update_acell("A1", "A" * 1024), t.columns_auto_resize(0, 1)),
        lambda t: [one["pixelSize"] for one in _grid(t, "columnMetadata")[:2]],
        [9483, 100],
    ),
    "copy_range": (
        lambda t: t.copy_range("A1:B2", "D1", paste_type=PasteType.normal),
        lambda t: t.get("D1:E2"),
        [["name", "n"], ["a", "1"]],
    ),
    "copy_to": (
        lambda t: t.copy_to(t.spreadsheet.id),
        lambda t: t.spreadsheet.worksheet("Copy of Sheet1").get_all_values(),
        TEXTS,
    ),
    "cut_range": (
        lambda t: t.cut_range("A2:B2", "D1"),
        lambda t: (t.get("A2:B2"), t.get("D1:E1")),
        ([[]], [["a", "1"]]),
    ),
    "define_named_range": (_named, lambda t: t.spreadsheet.values_get("pair")["values"], [["a", "1"], ["b", "2"]]),
    "delete_columns": (lambda t: t.delete_columns(1), lambda t: t.get_all_values(), [["n"], ["1"], ["2"], ["3"]]),
    "delete_dimension": (
        lambda t: t.delete_dimension(Dimension.rows, 2, 3),
        lambda t: t.get_all_values(),
        [["name", "n"], ["c", "3"]],
    ),
    "delete_dimension_group_columns": (
        lambda t: (_grouped(t), t.delete_dimension_group_columns(0, 1)),
        lambda t: (t.list_dimension_group_columns(), len(t.list_dimension_group_rows())),
        ([], 1),
    ),
    "delete_dimension_group_rows": (
        lambda t: (_grouped(t), t.delete_dimension_group_rows(1, 3)),
        lambda t: (t.list_dimension_group_rows(), len(t.list_dimension_group_columns())),
        ([], 1),
    ),
    "delete_named_range": (
        lambda t: t.delete_named_range(_named(t)[0]["namedRangeId"]),
        lambda t: t.spreadsheet.list_named_ranges(),
        [],
    ),
    "delete_protected_range": (
        lambda t: t.delete_protected_range(_protected(t)[0]["protectedRangeId"]),
        lambda t: t.spreadsheet.list_protected_ranges(t.id),
        [],
    ),
    "delete_rows": (lambda t: t.delete_rows(2), lambda t: t.col_values(1), ["name", "b", "c"]),
    "duplicate": (
        lambda t: t.duplicate(insert_sheet_index=0, new_sheet_name="Twin"),
        lambda t: (t.spreadsheet.get_worksheet(0).title, t.spreadsheet.worksheet("Twin").get_all_values()),
        ("Twin", TEXTS),
    ),
    "expand": (_nothing, lambda t: t.expand(), TEXTS),
    "find": (_nothing, lambda t: (t.find("b").address, t.find("B", case_sensitive=False).row), ("A3", 3)),
    "findall": (lambda t: t.update_acell("C9", "b"), lambda t: [one.address for one in t.findall("b")], ["A3", "C9"]),
    "format": (
        lambda t: t.format(["A2:B2"], {"horizontalAlignment": "CENTER"}),
        lambda t: _grid(t, "rowData.values.userEnteredFormat")[1]["values"],
        [{"userEnteredFormat": {"horizontalAlignment": "CENTER"}}] * 2,
    ),
    "freeze": (lambda t: t.freeze(2, 1), lambda t: (_again(t).frozen_row_count, _again(t).frozen_col_count), (2, 1)),
    "get": (_nothing, lambda t: t.get("A2:C3"), [["a", "1"], ["b", "2"]]),
    "get_all_cells": (
        lambda t: t.resize(2, 2),
        lambda t: [one.value for one in t.get_all_cells()],
        ["name", "n", "a", "1"],
    ),
    "get_all_records": (_nothing, lambda t: t.get_all_records()[1], {"name": "b", "n": 2}),
    "get_all_values": (_nothing, lambda t: t.get_all_values(), TEXTS),
    "get_note": (lambda t: t.insert_note("B2", "n"), lambda t: t.get_note("B2"), "n"),
    "get_notes": (lambda t: t.insert_note("B2", "n"), lambda t: t.get_notes()[:2], [["", ""], ["", "n"]]),
    "get_tab_color": (lambda t: t.update_tab_color("#00ff00"), lambda t: _again(t).get_tab_color(), "#00FF00"),
    "get_values": (
        lambda t: t.merge_cells("A2:A3"),
        lambda t: t.get_values("A2:B3", combine_merged_cells=True),
        [["a", "1"], ["a", "2"]],
    ),
    "hide": (
        lambda t: (t.spreadsheet.add_worksheet("Other", 2, 2), t.hide()),
        lambda t: _again(t).isSheetHidden,
        True,
    ),
    "hide_columns": (lambda t: t.hide_columns(1, 3), lambda t: _hidden(t, "columnMetadata"), [1, 2]),
    "hide_gridlines": (lambda t: t.hide_gridlines(), lambda t: _again(t).is_gridlines_hidden, True),
    "hide_rows": (lambda t: t.hide_rows(0, 2), lambda t: _hidden(t, "rowMetadata"), [0, 1]),
    "insert_cols": (lambda t: t.insert_cols([["x", "y"]], 2), lambda t: t.row_values(2), ["a", "y", "1"]),
    "insert_note": (lambda t: t.insert_note("A1", "n"), lambda t: t.get_note("A1"), "n"),
    "insert_notes": (lambda t: t.insert_notes({"A1": "n", "C3": "m"}), lambda t: t.get_note("C3"), "m"),
    "insert_row": (lambda t: t.insert_row(["x"] * 4, 2), lambda t: t.get("A2:D3"), [["x"] * 4, ["a", "1"]]),
    "insert_rows": (
        lambda t: t.insert_rows([["x"], ["=B1"]], 2, value_input_option=ValueInputOption.user_entered),
        lambda t: t.col_values(1),
        ["name", "x", "n", "a", "b", "c"],
    ),
    "list_dimension_group_columns": (_nothing, _grouped, [[(1, 3)], [(0, 1)]]),
    "list_dimension_group_rows": (_nothing, _grouped, [[(1, 3)], [(0, 1)]]),
    "merge_cells": (
        lambda t: t.merge_cells("A1:B2", MergeType.merge_rows),
        lambda t: (len(_sheet(t)["merges"]), t.get("A1:B2")),
        (2, [["name"], ["a"]]),
    ),
    "range": (_nothing, lambda t: [one.value for one in t.range("A1:B2")], ["name", "n", "a", "1"]),
    "resize": (lambda t: t.resize(2, 1), lambda t: (_again(t).row_count, t.get_all_values()), (2, [["name"], ["a"]])),
    "row_values": (_nothing, lambda t: t.row_values(1), ["name", "n"]),
    "rows_auto_resize": (lambda t: t.rows_auto_resize(0, 2), lambda t: _grid(t, "rowMetadata")[0]["pixelSize"], 21),
    "set_basic_filter": (
        lambda t: (t.set_basic_filter(), t.set_basic_filter("A1:B3")),
        lambda t: _sheet(t)["basicFilter"]["range"]["endRowIndex"],
        3,
    ),
    "show": (
        lambda t: (t.spreadsheet.add_worksheet("Other", 2, 2), t.hide(), t.show()),
        lambda t: _again(t).isSheetHidden,
        False,
    ),
    "show_gridlines": (
        lambda t: (t.hide_gridlines(), t.show_gridlines()),
        lambda t: _again(t).is_gridlines_hidden,
        False,
    ),
    "sort": (lambda t: t.sort((2, "des"), range="A2:B4"), lambda t: t.col_values(1), ["name", "c", "b", "a"]),
    "unhide_columns": (
        lambda t: (t.hide_columns(0, 3), t.unhide_columns(1, 2)),
        lambda t: _hidden(t, "columnMetadata"),
        [0, 2],
    ),
    "unhide_rows": (lambda t: (t.hide_rows(0, 3), t.unhide_rows(1, 2)), lambda t: _hidden(t, "rowMetadata"), [0, 2]),
    "unmerge_cells": (
        lambda t: (t.merge_cells("A1:B2"), t.unmerge_cells("A1:B2")),
        lambda t: "merges" in _sheet(t),
        False,
    ),
    "update": (lambda t: t.update([["=2*3"]], "C1", raw=False), lambda t: t.acell("C1").value, "6"),
    "update_acell": (lambda t: t.update_acell("C1", "=B2+B3"), lambda t: t.acell("C1").value, "3"),
    "update_cell": (lambda t: t.update_cell(2, 1, "0042"), lambda t: t.acell("A2").value, "42"),
    "update_cells": (
        lambda t: t.update_cells([gspread.Cell(1, 1, "p"), gspread.Cell(3, 2, "q")]),
        lambda t: t.get("A1:B3"),
        [["p", "n"], ["a", "1"], ["b", "q"]],
    ),
    "update_index": (
        lambda t: (t.spreadsheet.add_worksheet("Other", 2, 2), t.update_index(2)),
        lambda t: [one.title for one in t.spreadsheet.worksheets()],
        ["Other", "Sheet1"],
    ),
    "update_note": (lambda t: (t.insert_note("A1", "n"), t.update_note("A1", "m")), lambda t: t.get_note("A1"), "m"),
    "update_notes": (lambda t: t.update_notes({"A1": "n", "B1": "m"}), lambda t: t.get_notes()[0], ["n", "m"]),
    "update_tab_color": (
        lambda t: t.update_tab_color("#ff8000"),
        lambda t: _sheet(t)["properties"]["tabColorStyle"]["rgbColor"]["red"],
        1,
    ),
    "update_title": (
        lambda t: t.update_title("It's 1!"),
        lambda t: t.spreadsheet.worksheet("It's 1!").acell("A2").value,
        "a",
    ),
}

PROPERTIES = {
    "col_count", "column_count", "frozen_col_count", "frozen_row_count", "id", "index", "isSheetHidden",
    "is_gridlines_hidden", "row_count", "spreadsheet", "tab_color", "title", "url",
}  # fmt: skip
"""What a worksheet knows without asking."""
