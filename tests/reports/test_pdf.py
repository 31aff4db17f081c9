"""PDF files by LibreOffice.

1. Each workbook gets a PDF file beside it, also where two in different folders have the same name.
2. Where LibreOffice is not installed, the message says what to install (exit code 6).
3. It is given a limited time, and what it cannot print is said.
4. The accessible twins are not printed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from reports.pdf import USUAL_PLACES, office, print_pdfs, printable
from schemas.errors import OutputError
from tests.reports.small import small_workbook

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.mark.slow
@needs_office
def test_each_workbook_gets_a_pdf(tmp_path: Path):
    """Requirement 1."""
    (tmp_path / "inner").mkdir()
    books = [small_workbook(tmp_path / "one.xlsx"), small_workbook(tmp_path / "inner" / "one.xlsx")]

    printed = print_pdfs(books, office())

    assert printed == [tmp_path / "one.pdf", tmp_path / "inner" / "one.pdf"]
    assert {path.read_bytes()[:5] for path in printed} == {b"%PDF-"}
    assert not list(tmp_path.glob(".*"))


def test_without_libreoffice_the_message_says_what_to_install(tmp_path: Path):
    """Requirement 2."""
    with pytest.raises(OutputError) as raised:
        office(str(tmp_path))

    assert "libreoffice" in raised.value.hint
    assert raised.value.exit_code == 6


@pytest.mark.skipif(any(Path(one).is_file() for one in USUAL_PLACES), reason="LibreOffice is in its usual place")
def test_the_command_ends_with_its_own_code(tmp_path: Path):
    """Requirement 2: before anything is read or written."""
    done = CliRunner(env={"PATH": str(tmp_path)}).invoke(main, ["-C", str(tmp_path), "report", "--pdf"])

    assert done.exit_code == 6
    assert "libreoffice" in done.output


def test_a_printer_that_hangs_is_stopped(tmp_path: Path):
    """Requirement 3."""
    hanging = tmp_path / "soffice"
    hanging.write_text("#!/bin/sh\nexec sleep 60\n")
    hanging.chmod(0o755)

    with pytest.raises(OutputError) as raised:
        print_pdfs([small_workbook(tmp_path / "one.xlsx")], str(hanging), seconds=0.2)

    assert "one.xlsx" in raised.value.message
    assert not list(tmp_path.glob("*.pdf"))


def test_a_printer_that_prints_nothing_is_said(tmp_path: Path):
    """Requirement 3."""
    with pytest.raises(OutputError) as raised:
        print_pdfs([small_workbook(tmp_path / "one.xlsx")], str(shutil.which("true")))

    assert "one.pdf" in raised.value.message


def test_twins_are_not_printed(tmp_path: Path):
    """Requirement 4."""
    paths = [tmp_path / name for name in ("a.xlsx", "a-tables.xlsx", "a-tables.ods", "territories/b.xlsx")]

    assert printable(paths) == [paths[0], paths[3]]
