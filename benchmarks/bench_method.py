# ruff: noqa: PLR2004 the numbers describe the case that is measured
"""How long the arithmetic takes: 10,000 territories, 56 indicators, 1-10 respondents, 1,000 draws.

Prints a table of stages and the ratio to the literal loop over territories on a sample. Run with
`python benchmarks/bench_method.py` from the root of the repository; options: --help. The answers
are random numbers and say nothing about any territory.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the threads are ours, one per chunk
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import numpy.typing as npt

from pipeline.method.aggregate import Step, aggregated_scores, score_bounds
from pipeline.method.agreement import level_counts
from pipeline.method.draws import student_sampler
from pipeline.method.labels import LabelRules, disagreement_labels
from pipeline.method.method_choices import (
    MethodChoices,
    MethodDraws,
    fixed_method,
    method_draws,
)
from pipeline.method.ranks import rank_sets
from pipeline.method.reliability import alpha_from_counts
from pipeline.method.respondents import indicator_levels
from pipeline.method.scales import equidistant_points, level_points
from pipeline.method.spread import Spread, SpreadPrior, moderated_spread
from pipeline.method.uncertainty import block_intervals, index_intervals

Array = npt.NDArray[np.float64]
Answers = npt.NDArray[np.float32]

SEED = 20
N_BLOCKS = 8
PER_BLOCK = 7
BLOCK_OF = np.repeat(np.arange(N_BLOCKS), PER_BLOCK)
STEPS = (
    Step(BLOCK_OF, np.ones(BLOCK_OF.size), min_share=2 / 3, min_count=3),
    Step([0] * N_BLOCKS, np.ones(N_BLOCKS), min_share=0.75),
)
PRIOR = SpreadPrior(df=4, sd=13, correlation=0.5, min_pooled_df=20)
RULES = LabelRules(3, 2, 0, 3, 1, 0.75, 0.5, 5)
AT = (0.05, 0.5, 0.95)


@dataclass
class Watch:
    """Seconds per stage, in the order they ran, and processor seconds of all threads."""

    seconds: dict[str, float]
    busy: dict[str, float] = field(default_factory=dict)

    def run(self, stage: str, work: Callable[[], Any]) -> Any:
        """Return what the work returns, and note how long it took."""
        start, used = time.perf_counter(), time.process_time()
        found = work()
        self.seconds[stage], self.busy[stage] = time.perf_counter() - start, time.process_time() - used
        return found


def random_answers(n_territories: int) -> Answers:
    """Return levels 0-4 of 1-10 respondents, 15 % of them missing."""
    source = np.random.default_rng(SEED)
    answers = source.integers(0, 5, (n_territories, 10, BLOCK_OF.size), dtype=np.int8)
    found = answers.astype(np.float32)
    n = source.integers(1, 11, n_territories)
    found[np.arange(10)[None, :] >= n[:, None]] = np.nan
    found[source.random(found.shape, dtype=np.float32) < 0.15] = np.nan
    return found


def point_scores(answers: Answers) -> tuple[Array, Array]:
    """Return block scores and index."""
    points = level_points(indicator_levels(answers), equidistant_points(5))
    blocks, index = aggregated_scores(points, STEPS)
    return blocks.scores, index.scores[:, 0]


def bounds_of(answers: Answers) -> Any:
    """Return the bounds of blocks and index."""
    points = level_points(indicator_levels(answers), equidistant_points(5))
    return score_bounds(points, STEPS, lowest=0, highest=100)


def chosen_methods(n_draws: int) -> MethodDraws:
    """Return joint draws of weights and powers."""
    choices = MethodChoices(np.ones(N_BLOCKS), 0.25, (0.5, 0.25, 0.25), (1, 0.5, 0), (0.5, 0.25, 0.25))
    return method_draws(choices, n_draws=n_draws, seed=SEED)


def measured(answers: Answers, n_draws: int, n_threads: int) -> tuple[Watch, Watch]:
    """Return the stages of a full run, and those beside it."""
    run, beside = Watch({}), Watch({})
    scores, index = run.run("point scores", lambda: point_scores(answers))
    spread: Spread = run.run(
        "moderated covariance",
        lambda: moderated_spread(answers, BLOCK_OF, prior=PRIOR, points_per_level=25),
    )
    run.run("block intervals", lambda: block_intervals(scores, spread, AT))
    run.run(
        "index: respondents, method, both",
        lambda: index_intervals(
            scores,
            student_sampler(spread, n_draws=n_draws, seed=SEED),
            published=fixed_method(np.ones(N_BLOCKS), 1, n_draws),
            method=chosen_methods(n_draws),
            at=AT,
            eligible=~np.isnan(index),
            floor=1,
            keep_draws=True,
            n_threads=n_threads,
        ),
    )
    beside.run("lower and upper bounds", lambda: bounds_of(answers))
    counts = beside.run("counts per level", lambda: level_counts(answers, 5))
    beside.run("disagreement labels", lambda: disagreement_labels(counts, RULES))
    beside.run("ordinal alpha", lambda: alpha_from_counts(counts))
    beside.run(
        "marginal rank sets, 100 peers",
        lambda: rank_sets(np.linspace(40, 60, 100), np.full(100, 5.0), level=0.9, n_draws=2000, seed=SEED),
    )
    return run, beside


def literal_scores(table: Answers) -> tuple[list[float], list[list[float]]]:
    """Return block scores and each person's block deviations of one territory, by plain loops."""
    means = []
    for indicator in range(BLOCK_OF.size):
        levels = [float(x) for x in table[:, indicator] if x == x]  # noqa: PLR0124 NaN differs
        means.append(sum(levels) / len(levels) if levels else float("nan"))
    scores, deviations = [], []
    for block in range(N_BLOCKS):
        own = [i for i in range(BLOCK_OF.size) if BLOCK_OF[i] == block]
        there = [means[i] for i in own if means[i] == means[i]]
        enough = len(there) >= 3 and len(there) / len(own) >= 2 / 3 - 1e-12
        scores.append(25 * sum(there) / len(there) if enough else float("nan"))
    for person in table:
        row = []
        for block in range(N_BLOCKS):
            own = [i for i in range(BLOCK_OF.size) if BLOCK_OF[i] == block]
            gaps = [float(person[i]) - means[i] for i in own if person[i] == person[i]]
            row.append(25 * sum(gaps) / len(gaps) if gaps else 0.0)
        deviations.append(row)
    return scores, deviations


def literal_run(table: Answers, method: MethodDraws) -> list[Array]:
    """Return the quantiles of one territory, draw by draw."""
    scores, deviations = literal_scores(table)
    d = np.array(deviations)
    n = max(int((~np.isnan(table)).any(axis=1).sum()), 1)
    covariance = (4 * 100 * np.eye(N_BLOCKS) + d.T @ d) / (4 + n - 1) / n
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0))
    source = np.random.default_rng(SEED)
    s = np.array(scores)
    there = ~np.isnan(s)
    drawn = []
    for weights, power in zip(method.weights, method.powers, strict=True):
        noise = root @ source.standard_normal(N_BLOCKS) * ((3 + n) / source.chisquare(3 + n)) ** 0.5
        for kept, w, p in (
            (noise, np.ones(N_BLOCKS), 1.0),
            (0 * noise, weights, power),
            (noise, weights, power),
        ):
            x = np.clip(s + kept, 0, 100)[there]
            shares = w[there] / w[there].sum() if there.any() else w[there]
            if p == 0:
                drawn.append((np.exp(shares @ np.log(1 + 0.99 * x)) - 1) / 0.99)
            else:
                drawn.append((shares @ x**p) ** (1 / p))
    return [np.quantile(drawn[kind::3], AT) for kind in range(3)]


def table_of(title: str, watch: Watch) -> list[str]:
    """Return the lines of one part of the table."""
    lines = [f"{title:36s} seconds  processor"]
    stages = ((stage, seconds, watch.busy[stage]) for stage, seconds in watch.seconds.items())
    return lines + [f"  {stage:34s} {seconds:7.3f} {busy:10.3f}" for stage, seconds, busy in stages]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--territories", type=int, default=10_000)
    parser.add_argument("--draws", type=int, default=1_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--sample", type=int, default=20, help="territories of the literal loop")
    options = parser.parse_args()

    answers = random_answers(options.territories)
    run, beside = measured(answers, options.draws, options.threads)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    total = sum(run.seconds.values())

    method = chosen_methods(options.draws)
    literal = Watch({})
    sample = answers[: options.sample]
    literal.run("points", lambda: [literal_scores(table) for table in sample])
    literal.run("all", lambda: [literal_run(table, method) for table in sample])
    scale = options.territories / len(sample)
    points_ratio = literal.busy["points"] * scale / run.busy["point scores"]
    all_ratio = literal.busy["all"] * scale / sum(run.busy.values())

    lines = [
        f"{options.territories} territories x {BLOCK_OF.size} indicators x 1-10 respondents",
        f"{options.draws} draws, {options.threads} threads",
        *table_of("full run", run),
        f"  {'total':34s} {total:7.3f} {sum(run.busy.values()):10.3f}",
        f"  {'peak memory of the process, MB':34s} {peak:7.0f}",
        *table_of("beside it", beside),
        f"literal loop, scaled up from {len(sample)} territories, processor time",
        f"  {'point scores, times slower':34s} {points_ratio:7.0f}",
        f"  {'full run, times slower':34s} {all_ratio:7.0f}",
    ]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
