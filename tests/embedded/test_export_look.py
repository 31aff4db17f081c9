"""How a spreadsheet looks in its export to .xlsx, beyond the format of single cells.

1. Runs of letters within a text keep their looks, counted in UTF-16 units.
2. A link to a place of the spreadsheet leads to that place of the file; to the web, to the web; anything else nowhere.
3. A row is as tall as its wrapped text, unless somebody set its height, or the text stands in merged cells.
4. A tab prints as wide as the page.
"""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from .clients import Client

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WRAPPED = {"userEnteredFormat": {"wrapStrategy": "WRAP"}}
_LONG = "Une réponse qui ne tient pas sur une seule ligne de cette colonne. " * 4


def _cell(row: int, cell: dict[str, Any]) -> dict[str, Any]:
    start = {"sheetId": 0, "rowIndex": row, "columnIndex": 0}
    fields = "userEnteredValue,userEnteredFormat,textFormatRuns"
    return {"updateCells": {"start": start, "rows": [{"values": [cell]}], "fields": fields}}


def _text(text: str, **more: Any) -> dict[str, Any]:
    return {"userEnteredValue": {"stringValue": text}, **more}


def _exported(owner: Client, *requests: dict[str, Any], rich: bool = False) -> Any:
    book = owner.create()
    assert owner.batch(book, *requests).status_code == 200
    content = owner.drive("GET", f"files/{book}/export", mimeType=_XLSX).content
    return openpyxl.load_workbook(io.BytesIO(content), rich_text=rich).worksheets[0]


def test_runs_keep_their_looks(owner: Client) -> None:
    """1. The first letter takes two units."""
    runs = [{"format": {"bold": True}}, {"startIndex": 3, "format": {"italic": True}}]
    page = _exported(owner, _cell(0, _text("𝐀 b", textFormatRuns=runs)), rich=True)
    pieces = [(piece.text, bool(piece.font.b), bool(piece.font.i)) for piece in page["A1"].value]

    assert pieces == [("𝐀 ", True, False), ("b", False, True)]


@pytest.mark.parametrize(
    ("link", "place", "address"),
    [
        ("#gid=7&range=B3", "'Pièces jointes'!B3", None),
        ("#gid=7", "'Pièces jointes'!A1", None),
        ("#gid=8", None, None),
        ("https://example.org/", None, "https://example.org/"),
        ("file:///etc/passwd", None, None),
    ],
)
def test_links_lead_where_they_led(owner: Client, link: str, place: str | None, address: str | None) -> None:
    """2."""
    tab = {"addSheet": {"properties": {"sheetId": 7, "title": "Pièces jointes"}}}
    look = {"textFormat": {"link": {"uri": link}}}
    found = _exported(owner, tab, _cell(0, _text("here", userEnteredFormat=look)))["A1"]
    leads = found.hyperlink

    assert found.value == "here"
    assert (leads.location if leads else None, leads.target if leads else None) == (place, address)


def test_a_row_is_as_tall_as_its_text(owner: Client) -> None:
    """3."""
    page = _exported(owner, _cell(0, _text("short", **_WRAPPED)), _cell(1, _text(_LONG, **_WRAPPED)))
    short, tall = (page.row_dimensions[row].height for row in (1, 2))

    assert short < 20
    assert tall > 5 * short


@pytest.mark.parametrize(
    "more",
    [
        {"updateDimensionProperties": {
            "range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1},
            "properties": {"pixelSize": 40}, "fields": "pixelSize",
        }},
        {"mergeCells": {
            "range": {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 9},
            "mergeType": "MERGE_ALL",
        }},
    ],
    ids=["set by hand", "merged"],
)  # fmt: skip
def test_a_row_keeps_the_height_that_was_set(owner: Client, more: dict[str, Any]) -> None:
    """3."""
    page = _exported(owner, _cell(0, _text(_LONG, **_WRAPPED)), more)

    assert page.row_dimensions[1].height in {30, None}


def test_a_tab_prints_as_wide_as_the_page(owner: Client) -> None:
    """4."""
    page = _exported(owner, _cell(0, _text("text")))

    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
