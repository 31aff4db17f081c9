"""What people see in their spreadsheet: rows that grow with what they write, feedback that can be read.

1. A row that people write in has no height of its own, so that Google keeps it as tall as what they write.
2. On the tool's tab a table below the first one spreads over several columns where its own would be too narrow, with
   rows as tall as their text; nothing of an earlier, longer feedback is left merged or tall.
"""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.stores.google_layout import differences, drawing, sheet_ids
from schemas.layout import BookLayout
from sheet_templates.layout import book_layout
from sheet_templates.load import words

from .desk import Exercise

LOOK = (
    "sheets(properties(sheetId,title),merges,"
    "data(rowMetadata(pixelSize),columnMetadata(pixelSize),rowData(values(effectiveValue))))"
)
TITLES = {key: words("fr")(f"sheet.tab.{key}") for key in ("feedback",)}


def sized_rows(requests: list[dict[str, Any]], layout: BookLayout) -> set[tuple[str, int]]:
    """Tab and row of every height that is set."""
    keys = {number: key for key, number in sheet_ids(layout).items()}
    sizes = [one["updateDimensionProperties"] for one in requests if "updateDimensionProperties" in one]
    ranges = [one["range"] for one in sizes if "pixelSize" in one["properties"] and one["range"]["dimension"] == "ROWS"]
    return {(keys[one["sheetId"]], row) for one in ranges for row in range(one["startIndex"], one["endIndex"])}


def test_rows_that_people_write_in_grow(exercise: Exercise):
    """1. Headings keep their height."""
    given = exercise.campaign.territories[0]
    template = book_layout(exercise.guideline, exercise.campaign, given, in_sheet=True)
    filled = book_layout(
        exercise.guideline,
        exercise.campaign,
        given,
        in_sheet=True,
        prefill={("block:LEG", "LEG-1", "comment"): "x" * 900},
    )
    growing = {(tab.key, row) for tab in template.tabs for row in tab.growing_rows}
    decided = {(tab.key, row) for tab in template.tabs for row in tab.heights} - growing

    assert growing
    assert sized_rows(drawing(template), template) == decided
    assert sized_rows(differences(template, filled), filled) & growing == set()


def feedback_tab(exercise: Exercise) -> dict[str, Any]:
    """The tool's tab as it looks."""
    found = exercise.owner.sheets("GET", exercise.place(), fields=LOOK).json()["sheets"]
    tab: dict[str, Any] = next(one for one in found if one["properties"]["title"] == TITLES["feedback"])
    return tab


def texts(tab: dict[str, Any]) -> dict[tuple[int, int], str]:
    """Every text of a tab by place."""
    return {
        (row, column): cell["effectiveValue"]["stringValue"]
        for row, line in enumerate(tab["data"][0]["rowData"])
        for column, cell in enumerate(line.get("values", ()))
        if "stringValue" in cell.get("effectiveValue", {})
    }


def widths(tab: dict[str, Any]) -> dict[tuple[int, int], int]:
    """Pixels that merged cells have together, by the place of their first."""
    sizes = [one["pixelSize"] for one in tab["data"][0]["columnMetadata"]]
    return {
        (one["startRowIndex"], one["startColumnIndex"]): sum(sizes[one["startColumnIndex"] : one["endColumnIndex"]])
        for one in tab.get("merges", ())
    }


@pytest.mark.slow
def test_sentences_of_the_feedback_have_room(exercise: Exercise):
    """2."""
    exercise.provision()
    exercise.sync()
    tab = feedback_tab(exercise)
    head = next(place for place, text in texts(tab).items() if text == words("fr")("trust.says"))
    says = {place: text for place, text in texts(tab).items() if place[0] >= head[0] and place[1] == head[1]}

    assert len(says) > 3
    assert all(widths(tab)[place] >= 110 * 7 for place in says)
    assert all(tab["data"][0]["rowMetadata"][row]["pixelSize"] >= 21 for row, _ in says)


@pytest.mark.slow
def test_nothing_of_an_earlier_feedback_is_left_merged(exercise: Exercise):
    """2. More problems move the tables below; when they are mended, all is as it was."""
    exercise.provision()
    looks = []
    for typed in ("2", "perhaps", "2"):
        for row in range(5, 9):
            exercise.type("1 Cadre juridique", f"E{row}", typed)
        exercise.sync()
        looks.append(feedback_tab(exercise))
    before, between, after = looks

    assert between.get("merges") != before.get("merges")
    assert after.get("merges") == before.get("merges")
    n_rows = len(before["data"][0]["rowMetadata"])
    assert after["data"][0]["rowMetadata"][:n_rows] == before["data"][0]["rowMetadata"]
