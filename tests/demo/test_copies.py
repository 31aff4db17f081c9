"""What the demo leaves for whoever cannot open the spreadsheets: copies, and workbooks without dead links.

1. A copy says what the spreadsheet says, with what the tool answers.
2. Every formula of ours is computed in it.
3. No link leads to a Google spreadsheet that is not there.
"""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from sheet_templates.load import words

from .played import Played, tabs_of

pytestmark = pytest.mark.slow


def test_no_link_leads_to_a_google_spreadsheet(played: Played):
    """3."""
    linked = []
    for path in (played.folder / "out").rglob("*.xlsx"):
        with ZipFile(path) as parts:
            linked += [path.name for name in parts.namelist() if b"docs.google.com" in parts.read(name)]

    assert linked == []


def test_a_copy_says_what_the_spreadsheet_says(played: Played):
    """1."""
    told = [
        " ".join(str(value) for line in tab.rows for value in line)
        for tab in tabs_of(played, played.folder / "copies" / "praia-cv.xlsx")
        if tab.title == words("pt")("sheet.tab.feedback")
    ]

    assert words("pt")("sheet.feedback.coverage") in told[0]
    assert "Praia: 2 a corrigir" in told[0]


def test_every_formula_of_ours_is_computed_in_a_spreadsheet(played: Played):
    """2. The only error is the one that a person typed."""
    wrong = [
        (path.stem, cell.value)
        for path in sorted((played.folder / "copies").iterdir())
        for tab in load_workbook(path, data_only=True)
        for line in tab.iter_rows()
        for cell in line
        if cell.data_type == "e"
    ]

    assert wrong == [("cordoba-ar", "#REF!")]
