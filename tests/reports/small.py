"""The smallest workbook that is one."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter


def small_workbook(path: Path) -> Path:
    """A workbook with one word in it, at `path`."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("One").write_string(0, 0, "word")
    return path
