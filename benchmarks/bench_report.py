"""(b) Writing the consolidated workbook, against the same cells with bare XlsxWriter.

Ours: from the outcome to the file, with everything that decides what stands where. Bare: the cells of that very file
(values, one format for each look, links) written back in a plain loop. Seconds of processor time, interleaved, medians.
Run `python benchmarks/bench_report.py`; options: --help.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import openpyxl
import xlsxwriter

from benchmarks import questionnaires
from benchmarks.bench_common import machine, ratio_line
from reports import book, workbook
from reports.view import view
from schemas.outcome import Outcome

AIM = 1.5
Cells = list[tuple[str, list[tuple[int, int, Any, int, str]]]]


def main() -> None:
    """Make an outcome, write it both ways, print the ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--territories", type=int, default=40)
    options.add_argument("--runs", type=int, default=5)
    chosen = options.parse_args()
    print(machine())
    outcome = questionnaires.outcome(chosen.territories)
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = Path(folder) / "ours.xlsx", Path(folder) / "bare.xlsx"
        _ours(outcome, ours)
        cells = _cells(ours)
        times = [
            (_seconds(lambda: _ours(outcome, ours)), _seconds(lambda: _bare(cells, bare))) for _ in range(chosen.runs)
        ]
    mine, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    n_cells = sum(len(sheet) for _, sheet in cells)
    print(f"{chosen.territories} territories, {len(cells)} sheets, {n_cells:,} cells")
    print(f"ours: {mine:.2f} s, bare XlsxWriter: {theirs:.2f} s (medians of {chosen.runs} runs)")
    print(ratio_line("the time", mine / theirs, at_most=AIM))


def _ours(outcome: Outcome, path: Path) -> None:
    seen = view(outcome, None, "fr")
    book.write(path, workbook.sheets(seen), workbook.facts(seen))


def _cells(path: Path) -> Cells:
    """Every cell of the file: row, column, value, number of its look, link."""
    return [
        (
            sheet.title,
            [
                (cell.row - 1, cell.column - 1, cell.value, cell.style_id, _target(cell))
                for line in sheet.iter_rows()
                for cell in line
                if cell.value is not None or cell.has_style
            ],
        )
        for sheet in openpyxl.load_workbook(path)
    ]


def _target(cell: Any) -> str:
    link = cell.hyperlink
    if link is None:
        return ""
    return str(link.target) if link.target else f"internal:{link.location}"


def _bare(cells: Cells, path: Path) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as made:
        looks: dict[int, Any] = {}
        for title, sheet in cells:
            page = made.add_worksheet(title)
            for row, column, value, look, link in sheet:
                style = looks.get(look) or looks.setdefault(
                    look, made.add_format({"font_size": 11, "text_wrap": look % 2 == 0})
                )
                if link:
                    page.write_url(row, column, link, style, str(value))
                elif value is None:
                    page.write_blank(row, column, None, style)
                elif isinstance(value, str):
                    page.write_string(row, column, value, style)
                elif isinstance(value, (int, float)):
                    page.write_number(row, column, value, style)
                else:
                    page.write_datetime(row, column, value, style)


def _seconds(act: Callable[[], object]) -> float:
    begin = time.process_time()
    act()
    return time.process_time() - begin


if __name__ == "__main__":
    main()
