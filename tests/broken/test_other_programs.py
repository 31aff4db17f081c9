"""Questionnaires saved by LibreOffice, as .xlsx and as .ods: what people typed is read the same.

1. A good questionnaire gives the same results, without a problem more.
2. Error cells, shares in per cent, dates and far cells are found in .ods files as well.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from pipeline.derive import Reader
from pipeline.read_answers import Reading
from pipeline.stores.decode import SPREADSHEET, sheets_of
from pipeline.stores.workbook_files import Limits
from schemas.campaign import Territory
from tests.broken import desk

_LIMITS = Limits(5, 100, 1000)
_PRAIA = Territory(desk.BASE, "Base", "CV", "fr")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@cache
def _reader() -> Reader:
    return Reader(desk.content(), desk.campaign(_PRAIA))


def _read(content: bytes) -> Reading:
    sheets = sheets_of(SPREADSHEET, content, _LIMITS)
    return _reader().answers.read(desk.BASE, sheets, _reader().expected("fr"), "P1", desk.MADE)


def _resaved(content: bytes, kind: str, folder: Path) -> bytes:
    """The file as LibreOffice saves it."""
    (folder / "in").mkdir()
    (folder / "in" / "book.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        str(folder / "in" / "book.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"book.{kind}").read_bytes()


def _said(reading: Reading) -> list[object]:
    return [reading.answers, reading.positions, reading.respondents, reading.context, reading.actions]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_good_questionnaire_is_read_the_same(kind: str, tmp_path: Path) -> None:
    """Requirement 1."""
    good = desk.good("fr")
    saved = _read(_resaved(good, kind, tmp_path))

    assert _said(saved) == _said(_read(good))
    assert saved.problems == []


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_is_no_plain_value_is_found(kind: str, tmp_path: Path) -> None:
    """Requirement 2."""
    book = desk.opened(desk.good("fr"))
    sheet = book[desk.title_of("LEG", "fr")]
    sheet["E5"].value = "=1/0"
    sheet["F5"].value = 0.03
    sheet["F5"].number_format = "0%"
    sheet["G5"].value = desk.MADE.replace(tzinfo=None)
    sheet["E6"].value = "=1+1"
    sheet["E9"].value = "below"
    sheet["IZ5"].value = "far"
    sheet["E1200"].value = "far below"
    reading = _read(_resaved(desk.saved(book), kind, tmp_path))
    found = {(problem.code, problem.cell) for problem in reading.problems}
    level = next(row[5] for row in reading.answers if row[8] == "E6" and row[1] == "LEG")

    assert found == {
        ("CELL_ERROR", "E5"),
        ("LEVEL_AMBIGUOUS", "F5"),
        ("LEVEL_IS_DATE", "G5"),
        ("ROW_UNKNOWN", "E9"),
        ("COLUMN_UNKNOWN", "IZ5"),
        ("TAB_TOO_LONG", ""),
    }
    assert level == 2
