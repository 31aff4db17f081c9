"""The workbook at size: territories x indicators, against the same cells by bare XlsxWriter and by pandas.to_excel.

Ours: from the outcome to the files, with everything that decides what stands where, formats, links, charts, live
formulas: one workbook up to the limit of the guideline, beyond it an index and the workbooks by country. Bare: the
values of the same tables written in a plain loop with one format. pandas: the same tables as frames. Each in a process
of its own: seconds of processor time, and the most memory held beyond what the outcome itself takes, which is told.
Run `python benchmarks/bench_workbook.py`; options: --help. Of 10,000 territories the index and three workbooks by
country are made, which takes some minutes; `--sizes 10000 --parts 0` makes the index alone.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import pandas as pd
import xlsxwriter

from benchmarks import questionnaires
from benchmarks.bench_common import machine, ratio_line
from reports import workbook
from reports.orders import WORKBOOK, Order, carry_out
from reports.plan import Plan
from reports.sheet import plain, tables
from reports.view import view
from schemas.frames.base import held
from schemas.outcome import Outcome

SIZES, MADE, PARTS = (100, 1_000, 10_000), 25, 3
AIM, MEGABYTES = 1.3, 500
WAYS = ("bare", "pandas", "ours")
Tables = list[tuple[str, list[str], list[list[Any]]]]


def main() -> None:
    """Time every size and way in a process of its own; print ratios and memory."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    options.add_argument("--parts", type=int, default=PARTS, help="workbooks by country that are made, at most")
    options.add_argument("--one", nargs=2, metavar=("WAY", "TERRITORIES"), help="measure this alone")
    chosen = options.parse_args()
    if chosen.one:
        print(*_measured(chosen.one[0], int(chosen.one[1]), chosen.parts))
        return
    print(machine())
    for size in chosen.sizes:
        found = {way: _apart(way, size, chosen.parts) for way in WAYS}
        seconds, cells, megabytes, base, n_files = found["ours"]
        print(f"{size:,} territories x 56: {n_files:.0f} workbooks, {cells:,.0f} cells")
        for way, (took, *_) in found.items():
            print(f"    {way:6} {took:7.1f} s, {1e6 * took / max(1, cells):5.1f} us a cell")
        print(f"    ours holds {megabytes:.0f} MB more than the outcome (with it the process holds {base:.0f} MB)")
        print(ratio_line("against bare XlsxWriter", seconds / found["bare"][0], at_most=AIM))
        print(ratio_line("against pandas.to_excel", seconds / found["pandas"][0], at_most=AIM))
        print(ratio_line(f"memory against {MEGABYTES} MB", megabytes / MEGABYTES, at_most=1))


def _apart(way: str, size: int, parts: int) -> tuple[float, ...]:
    command = [sys.executable, __file__, "--one", way, str(size), "--parts", str(parts)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return tuple(map(float, done.stdout.split()))


def _measured(way: str, size: int, parts: int) -> tuple[float, int, float, float, int]:
    """Processor seconds, cells, megabytes held beyond those before, those before, and files."""
    outcome = copies(questionnaires.outcome(min(size, MADE)), size)
    outcome = replace(outcome, campaign=replace(outcome.campaign, languages=("fr",), agencies=()))
    before = _held()
    with tempfile.TemporaryDirectory() as folder:
        if way == "ours":
            began = time.process_time()
            n_files = sum(len(carry_out(order, Path(folder), {})) for order in _orders(outcome, parts))
            seconds, most = time.process_time() - began, _held() - before
            return seconds, _cells(outcome, parts), most, before, n_files
        write = _bare if way == "bare" else _pandas
        seconds, n_files = 0.0, 0
        for order in _orders(outcome, parts):
            found = _tables(order)
            began = time.process_time()
            write(found, Path(folder) / f"{n_files}.xlsx")
            seconds, n_files = seconds + time.process_time() - began, n_files + 1
        return seconds, 0, _held() - before, before, n_files


def _orders(outcome: Outcome, parts: int) -> Iterator[Order]:
    return islice(Plan(outcome, (WORKBOOK,)).orders(), 1 + parts)


def _held() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def copies(outcome: Outcome, n_territories: int) -> Outcome:
    """The outcome with its territories repeated under other ids and names until there are so many."""
    first = outcome.campaign.territories
    times = -(-n_territories // len(first))
    changed: dict[str, Any] = {}
    for one in fields(outcome):
        frame = getattr(outcome, one.name)
        if isinstance(frame, pd.DataFrame) and "territory_id" in frame and len(frame):
            changed[one.name] = _repeated(frame, times)
    every = tuple(
        replace(one, id=f"{one.id}-{turn}", name=f"{one.name} {turn}") for turn in range(times) for one in first
    )
    return replace(outcome, campaign=replace(outcome.campaign, territories=every), **changed)


def _repeated(frame: pd.DataFrame, times: int) -> pd.DataFrame:
    """The frame so many times over, each time of other territories and pulls."""
    turns = np.repeat(np.arange(times), len(frame))
    found = frame.take(np.tile(np.arange(len(frame)), times)).reset_index(drop=True)
    named = {}
    for name, mark in {"territory_id": "-", "mentor_id": "-", "pull_id": "-", "name": " "}.items():
        if name in found:
            texts, code = found[name].cat.categories.tolist(), found[name].cat.codes.to_numpy()
            every = held(f"{one}{mark}{turn}" for turn in range(times) for one in texts)
            named[name] = every.take(turns * len(texts) + code)
    return found.assign(**named)


def _cells(outcome: Outcome, parts: int) -> int:
    return sum(len(head) * len(rows) for order in _orders(outcome, parts) for _, head, rows in _tables(order))


def _tables(order: Order) -> Tables:
    found = []
    for file in order.files:
        for sheet in workbook.sheets(view(order.outcome, file.agency, file.language, order.whole)):
            for table in tables(sheet):
                rows = [[plain(value) for value in row] for row in table.rows]
                found.append((table.name, [column.header for column in table.columns], rows))
    return found


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
