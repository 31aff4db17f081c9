"""(a) Reading and validating 1,000 territories x 56 indicators x 5 respondents, against the obvious way.

The obvious way (obvious.py) is measured on a sample of the same files, half of it before and half after ours, and
its time per file is taken for all. Both must find the same levels. Seconds of processor time, one thread each. Run `python benchmarks/bench_read.py`; options: --help.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd

from benchmarks import obvious, questionnaires
from benchmarks.bench_common import machine, ratio_line
from pipeline.derive import Reader
from pipeline.state import ACCEPTED, Pull
from pipeline.stores.decode import SPREADSHEET, sheets_of
from pipeline.stores.workbook_files import Limits
from pipeline.validate import rule_problems
from schemas.campaign import Campaign
from schemas.guideline import Guideline
from sheet_templates.layout import book_layout
from sheet_templates.load import guideline, words

LIMITS = Limits(25, 300, 10_000)
AIM = 20
#: What is made and validated of all that was read.
FRAMES = ("answers", "positions", "respondents", "context", "actions")
#: Text as pandas holds it where nobody chose otherwise, which is what the obvious way would meet.
USUAL_TEXT = ("mode.string_storage", "auto")


def main() -> None:
    """Make the files, read them both ways, print the ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--territories", type=int, default=1000)
    options.add_argument("--respondents", type=int, default=5)
    options.add_argument("--sample", type=int, default=20, help="files read the obvious way")
    chosen = options.parse_args()
    content, given = guideline(), questionnaires.campaign(chosen.territories, chosen.respondents)
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for territory_id, content_of_file in questionnaires.questionnaires(content, given):
            paths.append(Path(folder) / f"{territory_id}.xlsx")
            paths[-1].write_bytes(content_of_file)
        step = max(1, len(paths) // chosen.sample)
        sample = paths[::step][: chosen.sample]
        before = _both_modes(sample[::2], content, given)
        ours, reading, levels = _our_way(paths, content, given)
        after = _both_modes(sample[1::2], content, given)
    _same(levels, pd.concat([before[2], after[2]]))
    usual, quick = (1000 * (first + second) / len(sample) for first, second in zip(before[:2], after[:2], strict=True))
    mine, count = 1000 * ours / len(paths), len(paths)
    print(f"{count} files, {count * 56 * chosen.respondents:,} answers; milliseconds of processor time a file")
    print(f"ours: {mine:.1f} (reading {1000 * reading / count:.1f}, the rest validating), {ours:.1f} s in all")
    print(
        f"obvious way: {usual:.0f}, or {quick:.0f} in openpyxl's read-only mode, measured on {len(sample)} files; "
        f"in all {usual * count / 1000:.0f} s (extrapolated)"
    )
    print(ratio_line("faster", usual / mine, at_least=AIM))
    print(f"against the read-only mode: {quick / mine:.2f} times")


def _both_modes(paths: list[Path], content: Guideline, given: Campaign) -> tuple[float, float, pd.DataFrame]:
    """Seconds in the usual and in the read-only mode of openpyxl, and the answers."""
    usual, answers = _obvious_way(paths, content, given, read_only=False)
    quick, _ = _obvious_way(paths, content, given, read_only=True)
    return usual, quick, answers


def _our_way(paths: list[Path], content: Guideline, given: Campaign) -> tuple[float, float, pd.DataFrame]:
    """Seconds in all, seconds until everything is read, and the answers."""
    begin = time.process_time()
    reader = Reader(content, given)
    books = (
        (Pull(number, path.stem, path.stem, path.name, "", questionnaires.NOW, ACCEPTED, "", 0), sheets_of(SPREADSHEET, path.read_bytes(), LIMITS))
        for number, path in enumerate(paths)
    )  # fmt: skip
    reading = reader.read(books)
    read = time.process_time() - begin
    answers, positions, respondents, context, _ = (reading.frame(name) for name in FRAMES)
    rule_problems(answers, positions, respondents, context, content)
    return time.process_time() - begin, read, answers


def _obvious_way(
    paths: list[Path], content: Guideline, given: Campaign, *, read_only: bool
) -> tuple[float, pd.DataFrame]:
    """Seconds for these files, and the answers."""
    layouts = {language: _layout(content, given, language) for language in content.languages}
    rules = {language: obvious.schemas(layout) for language, layout in layouts.items()}
    language_of = {one.id: one.language for one in given.territories}
    begin = time.process_time()
    with pd.option_context(*USUAL_TEXT):
        frames = [
            obvious.read(path, layouts[language_of[path.stem]], rules[language_of[path.stem]], read_only=read_only)
            for path in paths
        ]
    return time.process_time() - begin, pd.concat(frames)


def _layout(content: Guideline, given: Campaign, language: str) -> obvious.Layout:
    territory = next(one for one in given.territories if one.language == language)
    titles = {tab.key: tab.title for tab in book_layout(content, given, territory, in_sheet=False).tabs}
    say = words(language)
    return obvious.Layout(
        blocks=[title for key, title in titles.items() if key.startswith("block:")],
        respondents=titles["respondents"],
        context=titles["context"],
        plan=titles["plan"],
        n_respondents=given.respondents,
        unknown=say("answers.dont_know.label"),
        actor_types=[say(f"actor_types.{key}") for key in content.actor_types],
    )


def _same(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    keys = ["territory_id", "indicator_id", "respondent_id"]
    names = [*keys, "state"]
    mine = ours[ours["territory_id"].isin(set(theirs["territory_id"]))]
    mine, other = (one.astype(dict.fromkeys(names, str)).set_index(keys).sort_index() for one in (mine, theirs))
    if (
        len(mine) != len(other)
        or not mine["state"].eq(other["state"]).all()
        or not mine["level"].fillna(-1).eq(other["level"].fillna(-1)).all()
    ):
        sys.exit("the two ways do not find the same answers: nothing measured")


if __name__ == "__main__":
    main()
