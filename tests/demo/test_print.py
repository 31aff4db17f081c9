"""`pipeline report --pdf` on the whole demo.

1. Every workbook to explore gets its PDF file, those of the territories too; the accessible twins get none.
2. No page shows a cell too narrow for its number, or a formula that failed.
3. A territory's page shows its charts under its profile, on the page that names it.
4. Rows made for the screen are not printed.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from sheet_templates import load

from .played import Played

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("soffice") is None or shutil.which("pdftotext") is None,
        reason="LibreOffice or poppler is not installed",
    ),
]
#: How LibreOffice shows what went wrong in a cell; "#REF!" and "#N/A" are also quoted from questionnaires.
WRONG = ("###", "Err:", "#NAME?", "#VALUE!", "#DIV/0!")


@pytest.fixture(scope="module")
def printed(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the workbooks, printed."""
    folder = shutil.copytree(played.folder, tmp_path_factory.mktemp("printed") / "demo")
    done = CliRunner().invoke(main, ["-C", str(folder), "report", "--pdf"])
    assert done.exit_code == 0, done.output
    return folder / "out"


def _pages(path: Path) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True)
    return [_even(page) for page in done.stdout.split("\f")]


def _even(text: str) -> str:
    """`text` with single blanks: whether one is allowed to break cannot be told from a page."""
    return " ".join(text.split())


def test_every_workbook_is_printed(printed: Path):
    """1."""
    books = {path.with_suffix(".pdf") for path in printed.rglob("*.xlsx") if not path.stem.endswith("-tables")}

    assert books == set(printed.rglob("*.pdf"))
    assert len(books) == 4 + 4 + 8


def test_no_page_shows_an_error(printed: Path):
    """2."""
    found = [
        f"{path.name}, page {number}: {mark}"
        for path in sorted(printed.rglob("*.pdf"))
        for number, page in enumerate(_pages(path), start=1)
        for mark in WRONG
        if mark in page
    ]

    assert found == []


@pytest.mark.parametrize("language", ["fr", "en", "es", "pt"])
def test_charts_stand_under_the_profile(printed: Path, language: str):
    """3, 4."""
    words = load.words(language)
    pages = _pages(printed / f"consolidated-{language}.pdf")
    for name in ("Jendouba", "Montréal", "Praia"):
        title = _even(words("report.territory.radar", territory=name))
        (page,) = [one for one in pages if title in one]

        assert _even(words("report.territory.profile")) in page

    long_rows = [one for one in pages if "respondent_id" in one and "pull_id" in one]
    assert len(long_rows) <= 2
