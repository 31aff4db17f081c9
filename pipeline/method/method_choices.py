"""Joint draws of the choices a method makes: weights, mean, respondent statistic.

A draw of choices is common to all territories; only the respondents' noise is theirs alone.
Sources: Saisana, Saltelli and Tarantola (2005), Journal of the Royal Statistical Society A 168(2);
noisy weights as in COINr 1.1 (`get_noisy_weights`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import (
    FloatArray,
    IntArray,
    checked_weights,
    fitting,
    numbers,
    positions,
    with_axes,
)
from pipeline.method.draws import stream

_CHOICES = 1 << 40  # key of this stream, beyond the keys of territories


@dataclass(frozen=True)
class MethodChoices:
    """What could as well have been chosen, and how likely each is; all of it policy.

    Attributes:
        weights: shape (blocks,), the set that noise is put on.
        noise: each weight is multiplied by 1 + U(-noise, noise), then the set is rescaled; 0-1.
        participants: shape (people, blocks), the weights each participant gave; resampled as a
            whole. None: that share of draws uses noisy weights.
        scenarios: shape (sets, blocks), drawn with equal chance. None: as above.
        family_shares: chances of noisy, participants' and scenario weights.
        powers: powers of the mean over blocks; 1 arithmetic, 0 geometric.
        power_shares: chance of each power.
        n_statistics: number of ways respondents may be combined, equally likely.
    """

    weights: npt.ArrayLike
    noise: float
    family_shares: tuple[float, float, float]
    powers: tuple[float, ...]
    power_shares: tuple[float, ...]
    participants: npt.ArrayLike | None = None
    scenarios: npt.ArrayLike | None = None
    n_statistics: int = 1


@dataclass(frozen=True)
class MethodDraws:
    """One choice per draw; draws are sorted by power, which their order does not otherwise mean.

    Attributes:
        weights: shape (draws, blocks), each row sums to 1.
        powers: shape (draws,), rising.
        statistic: shape (draws,), position of the way respondents were combined.
    """

    weights: FloatArray
    powers: FloatArray
    statistic: IntArray


def fixed_method(weights: npt.ArrayLike, power: float, n_draws: int) -> MethodDraws:
    """Return the same choice in every draw: the method as published.

    Raises:
        ValueError: NaN or negative weights, or weights that sum to 0.
    """
    w = _shares(checked_weights(weights))
    rows = np.broadcast_to(w, (n_draws, w.size)).copy()
    return MethodDraws(rows, np.full(n_draws, float(power)), np.zeros(n_draws, dtype=np.int64))


def method_draws(choices: MethodChoices, *, n_draws: int, seed: int) -> MethodDraws:
    """Return joint draws of all choices; the same seed gives the same draws.

    Raises:
        ValueError: NaN or negative weights, a set that sums to 0, noise outside 0-1, or chances
            that do not sum to 1.
    """
    if not 0 <= choices.noise <= 1:
        message = f"noise on weights is a share 0-1, found {choices.noise}"
        raise ValueError(message)
    source = stream(seed, _CHOICES)
    base = _shares(checked_weights(choices.weights))
    family = source.choice(3, size=n_draws, p=_chances(choices.family_shares))
    noisy = base * (1 + source.uniform(-choices.noise, choices.noise, (n_draws, base.size)))
    drawn = _shares(noisy)
    people = _resampled_means(choices.participants, n_draws, source)
    sets = _picked(choices.scenarios, n_draws, source)
    for number, chosen in ((1, people), (2, sets)):
        if chosen is not None:
            fitting(chosen, drawn.shape, "weights of participants and scenarios")
            drawn = np.where((family == number)[:, None], chosen, drawn)
    powers = np.asarray(choices.powers, dtype=np.float64)
    if len(choices.power_shares) != powers.size:
        message = f"each of {powers.size} powers needs a chance, found {len(choices.power_shares)}"
        raise ValueError(message)
    power = np.sort(source.choice(powers, size=n_draws, p=_chances(choices.power_shares)))
    return MethodDraws(drawn, power, source.integers(0, choices.n_statistics, n_draws))


def participants_weights(allocations: npt.ArrayLike, groups: npt.ArrayLike | None = None) -> FloatArray:
    """Return weights by budget allocation: the mean over groups of the group means, summing to 1.

    Args:
        allocations: shape (people, blocks), each row the points one participant spread, already
            checked to sum to what was to be spread; rows are rescaled to 1.
        groups: shape (people,), whole numbers; default all in one, the plain mean of the participants.

    Raises:
        ValueError: NaN or negative points, a row that sums to 0, groups that do not fit, or nobody at all.
    """
    rows = _shares(with_axes(checked_weights(allocations, "allocations"), 2, "allocations (people, blocks)"))
    of = fitting(positions(0 if groups is None else groups, "groups"), rows.shape[:1], "groups of participants")
    if of.size == 0:
        message = "weights by budget allocation need at least one participant"
        raise ValueError(message)
    return np.asarray(np.mean([rows[of == group].mean(axis=0) for group in np.unique(of)], axis=0))


def _shares(weights: FloatArray) -> FloatArray:
    total = weights.sum(axis=-1, keepdims=True)
    if (total <= 0).any():
        message = "a weight set sums to 0: give at least one block a weight above 0"
        raise ValueError(message)
    return np.asarray(weights / total)


def _chances(shares: tuple[float, ...]) -> FloatArray:
    chances = checked_weights(numbers(shares, "chances"), "chances")
    if not np.isclose(chances.sum(), 1):
        message = f"chances must sum to 1, found {shares}"
        raise ValueError(message)
    return np.asarray(chances / chances.sum())


def _resampled_means(
    participants: npt.ArrayLike | None, n_draws: int, source: np.random.Generator
) -> FloatArray | None:
    if participants is None:
        return None
    rows = _shares(checked_weights(participants, "participants"))
    picked = source.integers(0, rows.shape[0], (n_draws, rows.shape[0]))
    return np.asarray(rows[picked].mean(axis=1))


def _picked(scenarios: npt.ArrayLike | None, n_draws: int, source: np.random.Generator) -> FloatArray | None:
    if scenarios is None:
        return None
    rows = _shares(checked_weights(scenarios, "scenarios"))
    return np.asarray(rows[source.integers(0, rows.shape[0], n_draws)])
