"""Every kind of store asks for the same numbers, and refuses none: what is wrong is told after the session.

1. A file and a Google spreadsheet ask for whole numbers within the same bounds, over the same cells.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import openpyxl
from openpyxl.utils.cell import range_boundaries

from pipeline.stores.draw import draw
from pipeline.stores.google_layout import drawing
from tests.test_layout import book

Asked = tuple[str, int, int, int, int, int, int]


def test_files_and_spreadsheets_ask_for_the_same_numbers() -> None:
    """1. Points over the blocks, votes and marks."""
    layout = book()
    wanted: set[Asked] = {
        (tab.title, area.first_row, area.first_column, area.last_row, area.last_column, *prompt.between)
        for tab in layout.tabs
        for prompt in tab.prompts
        for area in [prompt.area]
        if prompt.between
    }
    workbook = openpyxl.load_workbook(BytesIO(draw(layout, datetime(2021, 6, 1, tzinfo=UTC))))
    by_file: set[Asked] = set()
    for sheet in workbook:
        for rule in sheet.data_validations.dataValidation:
            if rule.type == "whole":
                left, top, right, bottom = range_boundaries(str(rule.sqref))
                bounds = int(rule.formula1), int(rule.formula2)
                by_file.add((sheet.title, top - 1, left - 1, bottom - 1, right - 1, *bounds))
    titles = {number: tab.title for number, tab in enumerate(layout.tabs, start=1)}
    by_google: set[Asked] = set()
    for request in drawing(layout):
        rule = request.get("setDataValidation", {}).get("rule", {})
        if rule.get("condition", {}).get("type") == "NUMBER_BETWEEN":
            place = request["setDataValidation"]["range"]
            low, high = (int(one["userEnteredValue"]) for one in rule["condition"]["values"])
            by_google.add(
                (
                    titles[place["sheetId"]], place["startRowIndex"], place["startColumnIndex"],
                    place["endRowIndex"] - 1, place["endColumnIndex"] - 1, low, high,
                )
            )  # fmt: skip
            assert not rule["strict"]

    assert len(wanted) == 3
    assert by_file == wanted
    assert by_google == wanted
