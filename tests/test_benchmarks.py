"""The benchmarks, as small as they go.

1. Every script runs to its end and prints what it measured, so that the numbers of benchmarks/README.md can be had again.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[1] / "benchmarks"
SMALL = {
    "bench_assess.py": "--territories 24",
    "bench_feedback.py": "--territories 200",
    "bench_google.py": "--territories 4",
    "bench_method.py": "--territories 20 --draws 50 --sample 2",
    "bench_read.py": "--territories 4 --sample 2",
    "bench_report.py": "--territories 3 --runs 1",
    "bench_start.py": "--runs 2",
    "bench_workbook.py": "--sizes 20 --parts 0",
}


def test_no_benchmark_is_left_out():  # 1
    assert {path.name for path in FOLDER.glob("bench_*.py")} - {"bench_common.py"} == set(SMALL)


@pytest.mark.parametrize("script", SMALL)
def test_a_benchmark_runs_to_its_end(script: str):  # 1
    words = [sys.executable, str(FOLDER / script), *SMALL[script].split()]
    done = subprocess.run(words, capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 0, done.stderr
    assert any(one.isdigit() for one in done.stdout)
