"""(c) `pipeline --help` against `python -c "import click"`: medians of interleaved runs, whole processes.

Run `python benchmarks/bench_start.py` from an environment in which the program is installed; options: --help.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bench_common import machine, ratio_line

ROOT = Path(__file__).resolve().parents[1]
AIM = 2


def main() -> None:
    """Start both by turns, print the ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=20)
    chosen = options.parse_args()
    installed = shutil.which("pipeline", path=Path(sys.executable).parent)
    ours = [installed, "--help"] if installed else [sys.executable, "cli.py", "--help"]
    theirs = [sys.executable, "-c", "import click"]
    for command in (ours, theirs):
        _seconds(command)
    times = [(_seconds(ours), _seconds(theirs)) for _ in range(chosen.runs)]
    mine, click = (statistics.median(column) for column in zip(*times, strict=True))
    print(machine())
    print(f"pipeline --help: {1000 * mine:.0f} ms, import click: {1000 * click:.0f} ms (medians of {chosen.runs} runs)")
    print(ratio_line("the time", mine / click, at_most=AIM))


def _seconds(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
