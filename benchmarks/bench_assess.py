"""How long the wired assessment takes: from answers to every frame of the outcome, without reading questionnaires.

Runs the stages that `pipeline sync` runs once the cells are read, on an invented campaign, and prints seconds and
processor time of each, what a territory costs, and the peak memory with and without the frames it starts from. Run
with `python benchmarks/bench_assess.py` from the root of the repository; options: --help.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the threads are ours, one per chunk
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.wired_outcomes import given
from pipeline.assess import Scored, assess
from pipeline.consensus import indicator_scores, voices
from pipeline.coverage import coverage
from pipeline.score import block_scores, driver_scores, index_scores
from pipeline.targets import block_targets
from schemas import frames
from sheet_templates.load import guideline

_STAGES: dict[str, tuple[float, float]] = {}


def timed(stage: str, work: Callable[[], Any]) -> Any:
    """What the work returns; its seconds and processor time are noted."""
    start, busy = time.perf_counter(), time.process_time()
    found = work()
    _STAGES[stage] = time.perf_counter() - start, time.process_time() - busy
    return found


def peak() -> float:
    """Peak memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--territories", type=int, default=1_000)
    parser.add_argument("--respondents", type=int, default=5)
    options = parser.parse_args()

    content = guideline()
    start = given(content, options.territories, options.respondents, seed=20)
    before = peak()
    held, depth = start.campaign, start.campaign.depth
    people = timed("voices", lambda: voices(start.answers, start.respondents, content, held))
    scores = timed("indicators", lambda: indicator_scores(people, start.positions, content))
    blocks = timed("blocks", lambda: block_scores(scores, content, depth))
    index = timed("index", lambda: index_scores(scores, content, held))
    timed("block x driver", lambda: driver_scores(scores, content))
    timed("coverage", lambda: coverage(start.answers, start.respondents, scores))
    nothing = (model.validate(model.empty()) for model in (frames.Allocations, frames.Actions))
    points, actions = nothing
    targets = block_targets(blocks, start.context, actions, content, held)
    found = timed(
        "trust, advice, peers, agenda",
        lambda: assess(
            Scored(
                people, scores, blocks, index, points, start.respondents, start.context, actions, start.pulls, targets
            ),
            content,
            held,
        ),
    )
    rows = sum(len(frame) for frame in found.frames().values())
    total = [sum(one) for one in zip(*_STAGES.values(), strict=True)]
    lines = [f"{options.territories} territories x 56 indicators x 1-{options.respondents} respondents, 1,000 draws"]
    lines += [f"{'stage':32s} seconds  processor"]
    lines += [f"  {stage:30s} {wall:7.2f} {busy:10.2f}" for stage, (wall, busy) in _STAGES.items()]
    lines += [
        f"  {'total':30s} {total[0]:7.2f} {total[1]:10.2f}",
        f"  {'milliseconds a territory':30s} {1000 * total[0] / options.territories:7.2f} {1000 * total[1] / options.territories:10.2f}",
        f"{rows} rows of trust and advice; peak {peak():.0f} MB, of which {before:.0f} MB the frames it starts from",
    ]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
