"""Other scripts, and what each language writes in its own way.

1. Arabic and Chinese names of organisations arrive letter by letter, in every file that may show them, and stay text.
2. A column is as wide as its Chinese text needs: rows grow, nothing is cut.
3. LibreOffice prints them with letters, not with boxes (a picture was looked at; here the text of the page is read).
4. A day is a real date, written day first; a month, a year and what is no day stay as they are.
5. Numbers in sentences have the decimal sign of the reader's language; numbers in cells are numbers.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell

from reports import book, workbook
from reports.deliver import deliver
from reports.layout import n_lines
from reports.orders import TABLES
from reports.view import view
from schemas.outcome import Outcome
from sheet_templates import figures, load
from tests.reports.factory_trust import trusted
from tests.reports.office import SOFFICE, converted

ARABIC, CHINESE = "تعاونية النساء الريفيات بجندوبة", "桃園市社會企業中心與合作社聯合會"
MIXED = f"Réseau ESS ; {ARABIC} (2021) ; {CHINESE}"


@pytest.fixture(scope="module")
def foreign() -> Outcome:
    """The outcome with partners in three scripts, for an agency that may see organisations."""
    found = trusted()
    here = found.campaign.territories[0]
    names = {"partners": MIXED, "description": f"{CHINESE}。{ARABIC}"}
    agency = replace(found.campaign.agencies[0], redaction="none", language="fr", territories=("*",))
    campaign = replace(
        found.campaign, territories=(replace(here, name="جندوبة 桃園"),), agencies=(agency,), languages=()
    )
    territories = found.territories.assign(
        name=found.territories["name"].astype("str").where(found.territories["territory_id"] != here.id, "جندوبة 桃園")
    )
    return replace(found, campaign=campaign, actions=found.actions.assign(**names), territories=territories)


@pytest.fixture(scope="module")
def path(foreign: Outcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The agency's workbook."""
    seen = view(foreign, foreign.campaign.agencies[0], "fr")
    return book.write(tmp_path_factory.mktemp("scripts") / "x.xlsx", workbook.sheets(seen), workbook.facts(seen))


def _cells(path: Path) -> list[Cell]:
    return [cell for sheet in load_workbook(path).worksheets for row in sheet.iter_rows() for cell in row if cell.value]


def test_names_arrive_letter_by_letter(foreign: Outcome, path: Path, tmp_path: Path):
    """Requirement 1."""
    shown = [cell for cell in _cells(path) if cell.value == MIXED]
    twin, _ = deliver(foreign, tmp_path, (TABLES,))

    assert shown
    assert {cell.data_type for cell in shown} == {"s"}
    assert "جندوبة 桃園" in load_workbook(path).sheetnames
    assert "جندوبة 桃園" in {cell.value for cell in _cells(twin)}


def test_a_row_grows_with_chinese(path: Path):
    """Requirement 2."""
    wide = next(cell for cell in _cells(path) if cell.value == MIXED)
    height = wide.parent.row_dimensions[wide.row].height

    assert n_lines("桃" * 30, 40) == 2
    assert n_lines("x" * 30, 40) == 1
    assert height >= 15 * n_lines(MIXED, wide.parent.column_dimensions[wide.column_letter].width - 2)


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None or shutil.which("pdftotext") is None, reason="LibreOffice or poppler is missing")
def test_they_are_printed_with_letters(path: Path, tmp_path: Path):
    """Requirement 3."""
    pdf = converted(path, tmp_path, "pdf")
    said = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True).stdout

    assert "桃園" in said
    assert any(letter in said for letter in "جنب")
    assert "\ufffd" not in said


def test_a_day_is_a_date(foreign: Outcome, path: Path):
    """Requirement 4."""
    words = load.guideline()
    label = next(one.label["fr"] for one in words.plan_columns if one.id == "start")
    sheet = load_workbook(path)[load.words("fr")("report.tabs.plans")]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == label)
    below = sheet.cell(head.row + 1, head.column)

    assert (datetime(2026, 9, 1), "dd/mm/yyyy") == (below.value, below.number_format)  # noqa: DTZ001 - cells have no zone
    assert set(foreign.actions["start"]) == {"2026-09-01"}
    assert figures.day_said("2026-09-01") == "01/09/2026"
    assert [figures.day_said(one) for one in ("2026-09", "2026", "bientôt", "2026-13-01", "")] == [
        "2026-09",
        "2026",
        "bientôt",
        "2026-13-01",
        "",
    ]


@pytest.mark.parametrize(("language", "shown"), [("fr", "2,3"), ("es", "2,3"), ("pt", "2,3"), ("en", "2.3")])
def test_decimals_are_those_of_the_language(language: str, shown: str):
    """Requirement 5."""
    assert figures.number(2.25, language) == shown
    assert figures.number(2.0, language) == "2"
