"""A small random assessment: five indicators in two blocks, six respondents."""

import numpy as np
import numpy.typing as npt

from pipeline.method.draws import (
    Sampler,
)
from pipeline.method.method_choices import (
    MethodChoices,
    MethodDraws,
    fixed_method,
)
from pipeline.method.spread import Spread, SpreadPrior, moderated_spread
from pipeline.method.uncertainty import (
    IndexIntervals,
    index_intervals,
)

Array = npt.NDArray[np.float64]
NAN = float("nan")
BLOCKS = np.array([0, 0, 0, 1, 1])
SEEN = SpreadPrior(df=4, sd=13, correlation=0.5, min_pooled_df=1)
AT = (0.05, 0.5, 0.95)
CHOICES = MethodChoices([1, 1], 0.25, (0.5, 0.25, 0.25), (1, 0.5, 0), (0.5, 0.25, 0.25))


def spread_of(answers: npt.ArrayLike, prior: SpreadPrior = SEEN) -> Spread:
    """Return the moderated spread of answers in two blocks."""
    return moderated_spread(answers, BLOCKS, prior=prior, points_per_level=25)


def some_answers(n_territories: int = 30, seed: int = 1) -> Array:
    """Return random levels 0-4, a fifth of them missing."""
    source = np.random.default_rng(seed)
    answers = source.integers(0, 5, (n_territories, 6, 5)).astype(np.float64)
    answers[source.random(answers.shape) < 0.2] = NAN
    return answers


def some_scores(answers: Array) -> Array:
    """Return the block scores of answers."""
    levels = np.nanmean(answers, axis=1)
    return 25 * np.stack([levels[:, :3].mean(axis=1), levels[:, 3:].mean(axis=1)], axis=1)


def intervals(
    scores: npt.ArrayLike,
    sampler: Sampler,
    method: MethodDraws,
    *,
    n_threads: int = 1,
    rows_per_chunk: int = 250,
    eligible: npt.ArrayLike | None = None,
) -> IndexIntervals:
    """Return the intervals of the index, with its draws."""
    return index_intervals(
        scores,
        sampler,
        published=fixed_method([1, 1], 1, method.powers.size),
        method=method,
        at=AT,
        eligible=eligible,
        floor=1,
        keep_draws=True,
        n_threads=n_threads,
        rows_per_chunk=rows_per_chunk,
    )
