"""Random draws that do not depend on threads, chunks or the order of rows.

Every territory has its own stream (SFC64, seeded by the seed and the key of the territory), so the
draws of one territory stay the same whoever else takes part, in whatever order, on any number of
threads. Source of the streams: numpy.random.SeedSequence (O'Neill, 2015).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import (
    AnyFloats,
    Draws,
    FloatArray,
    divided,
    narrow_numbers,
    numbers,
    positions,
)
from pipeline.method.spread import Spread, membership

Sampler = Callable[[slice], Draws]
"""Rows of territories -> deviations from the block scores in points, (rows, blocks, draws)."""

Task = Callable[[slice], tuple[npt.NDArray[Any], ...]]


def stream(seed: int, *key: int) -> np.random.Generator:
    """Return the independent stream that belongs to a seed and a key."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=key)))


def student_sampler(spread: Spread, *, n_draws: int, seed: int, keys: npt.ArrayLike | None = None) -> Sampler:
    """Return a sampler of correlated Student deviations, L z sqrt(nu / chi2_nu).

    L L' is the covariance of the block scores (negative eigenvalues set to 0), z is normal, nu the
    degrees of freedom of the territory; one chi-square per draw for all blocks.

    Args:
        spread: from `spread.moderated_spread`; blocks without answers get deviation 0.
        n_draws: draws per territory.
        seed: seed of all streams.
        keys: shape (territories,), a whole number 0 or more that identifies each territory for
            good; default its row.
    """
    names = _keys(keys, spread.df.size)
    values, vectors = np.linalg.eigh(np.nan_to_num(spread.covariance))
    roots = (vectors * np.sqrt(np.maximum(values, 0))[:, None, :]).astype(np.float32)
    n_blocks, tiny = roots.shape[1], np.float32(1e-30)

    def sample(rows: slice) -> Draws:
        z = np.empty((roots[rows].shape[0], n_blocks, n_draws), dtype=np.float32)
        for own, key, nu in zip(z, names[rows], spread.df[rows], strict=True):
            source = stream(seed, int(key))
            source.standard_normal(out=own, dtype=np.float32)
            if nu > 0:
                chi2 = 2 * source.standard_gamma(nu / 2, n_draws, dtype=np.float32)
                np.multiply(own, np.sqrt(np.float32(nu) / np.maximum(chi2, tiny)), out=own)
        return np.asarray(np.matmul(roots[rows], z))

    return sample


def bootstrap_sampler(
    answers: npt.ArrayLike,
    block_of: npt.ArrayLike,
    *,
    points_per_level: float,
    n_draws: int,
    seed: int,
    weights: npt.ArrayLike | None = None,
    keys: npt.ArrayLike | None = None,
) -> Sampler:
    """Return a sampler that redraws whole respondents, so that a person's answers stay together.

    Kept for transparency: with 3 respondents its 90 % interval covers far less than 90 %. In each
    draw an indicator is the mean over the people drawn and a block the weighted mean over its
    indicators with an answer; a draw without any answer in a block deviates by 0.

    Args:
        answers: shape (territories, respondents, indicators).
        block_of: as for `spread.moderated_spread`; so are points_per_level and weights.
        points_per_level: points of one level.
        n_draws: draws per territory.
        seed: seed of all streams.
        weights: shape (indicators,); default equal.
        keys: as for `student_sampler`.
    """
    x = narrow_numbers(answers, "answers")
    names = _keys(keys, x.shape[0])
    member = membership(block_of, weights, x.shape[2])

    def sample(rows: slice) -> Draws:
        noise = [
            _resampled(own, member, n_draws, stream(seed, int(key)))
            for own, key in zip(x[rows], names[rows], strict=True)
        ]
        return np.asarray(np.stack(noise) * np.float32(points_per_level), dtype=np.float32)

    return sample


def by_chunks(task: Task, n_rows: int, *, rows_per_chunk: int, n_threads: int = 1) -> tuple[npt.NDArray[Any], ...]:
    """Return the results of a task over chunks of rows, put together in the order of rows.

    Args:
        task: takes a slice of rows, returns arrays with those rows first.
        n_rows: number of rows in all, 1 or more.
        rows_per_chunk: rows worked on at once by one thread: bounds the memory.
        n_threads: threads; changes the time, never the result.
    """
    starts = range(0, max(n_rows, 1), rows_per_chunk)
    chunks = [slice(start, min(start + rows_per_chunk, n_rows)) for start in starts]
    if n_threads == 1 or len(chunks) == 1:
        parts = [task(chunk) for chunk in chunks]
    else:
        with ThreadPoolExecutor(n_threads) as pool:
            parts = list(pool.map(task, chunks))
    return tuple(np.concatenate(part) for part in zip(*parts, strict=True))


def quantiles(draws: npt.ArrayLike, at: tuple[float, ...]) -> FloatArray:
    """Return quantiles over the last axis by linear interpolation (R type 7), shape (..., len(at)).

    A row with any NaN has NaN quantiles.

    Raises:
        ValueError: a quantile outside 0-1.
    """
    x = narrow_numbers(draws, "draws")
    shares = numbers(at, "quantiles")
    if (shares < 0).any() or (shares > 1).any():
        message = f"quantiles are shares 0-1, found {at}"
        raise ValueError(message)
    place = shares * (x.shape[-1] - 1)
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, x.shape[-1] - 1)
    ordered = np.partition(x, np.unique([*low, *high]), axis=-1)
    below = np.asarray(ordered[..., low], dtype=np.float64)
    above = np.asarray(ordered[..., high], dtype=np.float64)
    found = below + (above - below) * (place - low)
    return np.where(np.isnan(x.sum(axis=-1))[..., None], np.nan, found)


def _keys(keys: npt.ArrayLike | None, n_rows: int) -> npt.NDArray[np.int64]:
    names = np.arange(n_rows) if keys is None else positions(keys, "keys")
    if names.shape != (n_rows,) or (names < 0).any() or np.unique(names).size != n_rows:
        message = f"keys must be {n_rows} different whole numbers of 0 or more"
        raise ValueError(message)
    return names


def _resampled(x: AnyFloats, member: FloatArray, n_draws: int, source: np.random.Generator) -> Draws:
    people = x[~np.isnan(x).all(axis=1)].astype(np.float64)
    there, n = ~np.isnan(people), people.shape[0]
    if n == 0:
        return np.zeros((member.shape[1], n_draws), dtype=np.float32)
    redrawn = source.multinomial(n, np.full(n, 1 / n), size=n_draws)
    times = np.vstack([np.ones((1, n)), redrawn])  # first row: everybody once
    weight = times @ there
    level = np.nan_to_num(divided(times @ np.nan_to_num(people), weight))
    block = divided(level @ member, (weight > 0) @ member)
    return np.asarray(np.nan_to_num(block[1:] - block[0]).T, dtype=np.float32)
