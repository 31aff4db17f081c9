"""What to tell each of 10,000 territories, against the time for each of 1,000: it must not grow with their number.

A hundred territories are read and scored; the others are copies of these under other names. Processor time.
Run `python benchmarks/bench_feedback.py`; options: --help.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import fields, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd

from benchmarks import questionnaires
from benchmarks.bench_common import machine, ratio_line
from pipeline.derive import Reader, derive
from pipeline.feedback import feedback_plans
from pipeline.state import ACCEPTED, Pull
from pipeline.stores.decode import SPREADSHEET, sheets_of
from pipeline.stores.workbook_files import Limits
from schemas.collector import rare_collections
from schemas.outcome import Outcome
from sheet_templates.load import guideline

MANY, FEWER, COPIES = 10_000, 10, 10
LIMITS = Limits(50, 500, 5000)


def scored(n_territories: int) -> Outcome:
    """The outcome of so many filled questionnaires."""
    content, given = guideline(), questionnaires.campaign(n_territories, 5)
    books = [
        (
            Pull(number, name, name, f"{name}.xlsx", "", questionnaires.NOW, ACCEPTED, "", 0),
            sheets_of(SPREADSHEET, file, LIMITS),
        )
        for number, (name, file) in enumerate(questionnaires.questionnaires(content, given))
    ]
    return derive(Reader(content, given), books, {}, [])


def copied(outcome: Outcome, n_copies: int) -> Outcome:
    """The same outcome with so many copies of each territory, under other names."""
    times = range(n_copies)
    places = tuple(replace(one, id=f"{one.id}-{copy}") for copy in times for one in outcome.campaign.territories)
    frames = {
        field.name: pd.concat([_renamed(frame, copy) for copy in times], ignore_index=True)
        for field in fields(outcome)
        if isinstance(frame := getattr(outcome, field.name), pd.DataFrame) and "territory_id" in frame.columns
    }
    return replace(outcome, campaign=replace(outcome.campaign, territories=places), **frames)


def _renamed(frame: pd.DataFrame, copy: int) -> pd.DataFrame:
    names = [name for name in ("territory_id", "mentor_id") if name in frame.columns]
    return frame.assign(**{name: frame[name].astype("str") + f"-{copy}" for name in names})


def milliseconds(outcome: Outcome) -> float:
    """Processor time for each territory."""
    started = time.process_time()
    with rare_collections():
        n_plans = sum(1 for _ in feedback_plans(outcome))
    return 1000 * (time.process_time() - started) / n_plans


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--territories", type=int, default=MANY, help="of the larger campaign, a multiple of 100")
    chosen = options.parse_args()
    print(machine())
    outcome = scored(chosen.territories // FEWER // COPIES)
    few, many = copied(outcome, COPIES), copied(outcome, COPIES * FEWER)
    milliseconds(few)
    before, long, after = milliseconds(few), milliseconds(many), milliseconds(few)
    sizes = [len(one.campaign.territories) for one in (few, many)]
    print(f"{sizes[0]} territories: {before:.2f} and {after:.2f} ms each; {sizes[1]}: {long:.2f} ms each")
    print(ratio_line("the time for each", 2 * long / (before + after), at_most=1.2))


if __name__ == "__main__":
    main()
