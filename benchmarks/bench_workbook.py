"""The workbook at size: territories x indicators, against the same cells by bare XlsxWriter and by pandas.to_excel.

Ours: from the outcome to the file, with everything that decides what stands where, formats, links, charts, live
formulas. Bare: the values of the same tables written in a plain loop with one format. pandas: the same tables as
frames. Each in a process of its own: seconds of processor time, and the most memory it held.
Run `python benchmarks/bench_workbook.py`; options: --help. 10,000 territories take some minutes.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd
import xlsxwriter

from benchmarks import questionnaires
from benchmarks.bench_common import machine, ratio_line
from pipeline.derive import Reader, derive
from pipeline.state import ACCEPTED, Pull
from pipeline.stores.decode import SPREADSHEET, sheets_of
from pipeline.stores.workbook_files import Limits
from reports import book, workbook
from reports.sheet import Cell, Formula, tables
from reports.view import view
from schemas.outcome import Outcome
from sheet_templates.load import guideline

LIMITS = Limits(25, 300, 10_000)
SIZES, MADE = (100, 1_000), 25
AIM, MEGABYTES = 1.3, 500
WAYS = ("bare", "pandas", "ours")
Tables = list[tuple[str, list[str], list[list[Any]]]]


def main() -> None:
    """Time every size and way in a process of its own; print ratios and memory."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    options.add_argument("--one", nargs=2, metavar=("WAY", "TERRITORIES"), help="measure this alone")
    chosen = options.parse_args()
    if chosen.one:
        print(*_measured(chosen.one[0], int(chosen.one[1])))
        return
    print(machine())
    for size in chosen.sizes:
        found = {way: _apart(way, size) for way in WAYS}
        seconds, cells, megabytes = found["ours"]
        for way, (took, _, held) in found.items():
            print(f"{size:>6} territories x 56: {way:6} {took:7.1f} s, {held:6.0f} MB more at most")
        print(f"        {cells:,.0f} cells, {1e6 * seconds / max(1, cells):.1f} us each")
        print(ratio_line("against bare XlsxWriter", seconds / found["bare"][0], at_most=AIM))
        print(ratio_line("against pandas.to_excel", seconds / found["pandas"][0], at_most=AIM))
        print(ratio_line(f"memory against {MEGABYTES} MB", megabytes / MEGABYTES, at_most=1))


def _apart(way: str, size: int) -> tuple[float, float, float]:
    command = [sys.executable, __file__, "--one", way, str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, cells, megabytes = map(float, done.stdout.split())
    return seconds, cells, megabytes


def _measured(way: str, size: int) -> tuple[float, int, float]:
    """Processor seconds, cells, and megabytes held beyond what the process held before it began to write."""
    outcome = copies(made(min(size, MADE)), size)
    found = _tables(outcome) if way != "ours" else []
    n_cells = sum(len(head) * len(rows) for _, head, rows in found)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        before, began = _held(), time.process_time()
        if way == "ours":
            n_cells = _ours(outcome, path)
        elif way == "bare":
            _bare(found, path)
        else:
            _pandas(found, path)
        return time.process_time() - began, n_cells, _held() - before


def _held() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def made(n_territories: int) -> Outcome:
    """An outcome from questionnaires that were really laid out, filled in and read."""
    content, given = guideline(), questionnaires.campaign(n_territories, 5)
    books = [
        (Pull(number, name, name, f"{name}.xlsx", "", questionnaires.NOW, ACCEPTED, "", 0), sheets_of(SPREADSHEET, file, LIMITS))
        for number, (name, file) in enumerate(questionnaires.questionnaires(content, given))
    ]  # fmt: skip
    return derive(Reader(content, given), books, {}, [])


def copies(outcome: Outcome, n_territories: int) -> Outcome:
    """The outcome with its territories repeated under other ids and names until there are so many."""
    first = outcome.campaign.territories
    times = -(-n_territories // len(first))
    changed = {}
    for one in fields(outcome):
        frame = getattr(outcome, one.name)
        if isinstance(frame, pd.DataFrame) and "territory_id" in frame and len(frame):
            changed[one.name] = pd.concat([_renamed(frame, turn) for turn in range(times)], ignore_index=True)
    every = tuple(
        replace(one, id=f"{one.id}-{turn}", name=f"{one.name} {turn}") for turn in range(times) for one in first
    )
    return replace(outcome, campaign=replace(outcome.campaign, territories=every), **changed)


def _renamed(frame: pd.DataFrame, turn: int) -> pd.DataFrame:
    named = {name: frame[name] + f"-{turn}" for name in ("territory_id", "mentor_id", "pull_id") if name in frame}
    if "name" in frame:
        named["name"] = frame["name"] + f" {turn}"
    return frame.assign(**named)


def _ours(outcome: Outcome, path: Path) -> int:
    seen = view(outcome, None, "fr")
    sheets = workbook.sheets(seen)
    book.write(path, sheets, workbook.facts(seen))
    return sum(len(table.columns) * table.n_rows for sheet in sheets for table in tables(sheet))


def _tables(outcome: Outcome) -> Tables:
    found = []
    for sheet in workbook.sheets(view(outcome, None, "fr")):
        for table in tables(sheet):
            rows = [[_plain(value) for value in row] for row in table.rows]
            found.append((table.name, [column.header for column in table.columns], rows))
    return found


def _plain(value: Any) -> Any:
    value = value.value if isinstance(value, Cell) else value
    return value.value if isinstance(value, Formula) else value


def _bare(found: Tables, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as made_book:
        look = made_book.add_format({"bottom": 1})
        for number, (_, head, rows) in enumerate(found):
            page = made_book.add_worksheet(f"t{number}")
            for row, values in enumerate([head, *rows]):
                for column, value in enumerate(values):
                    page.write(row, column, value, look)


def _pandas(found: Tables, path: Path) -> None:
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs=options) as writer:
        for number, (_, head, rows) in enumerate(found):
            pd.DataFrame(rows, columns=head).to_excel(writer, sheet_name=f"t{number}", index=False)


if __name__ == "__main__":
    main()
