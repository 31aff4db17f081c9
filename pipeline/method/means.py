"""Weighted means that skip what is missing: power means, geometric, harmonic, weakest link, MPI.

Formulas: OECD/JRC Handbook on Constructing Composite Indicators (2008), part 1.7 (power and
geometric means); Mazziotta and Pareto (2013), Rivista Italiana di Economia Demografia e Statistica
67(2) (MPI with a downward penalty); PEFA 2016, scoring method M1 (weakest link).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import BoolArray, FloatArray, checked_weights, divided, numbers, with_axes

MeanName = Literal["arithmetic", "geometric", "harmonic", "weakest_link", "mpi"]
Mean = MeanName | float

POWERS: Final[dict[str, float]] = {
    "arithmetic": 1.0,
    "geometric": 0.0,
    "harmonic": -1.0,
    "weakest_link": -np.inf,
}
NEARLY_GEOMETRIC = 1e-9  # below this power the general formula loses all its digits


def weighted_mean(
    values: npt.ArrayLike,
    weights: npt.ArrayLike,
    mean: Mean = "arithmetic",
    *,
    floor: float = 0.0,
    top: float = 100.0,
) -> FloatArray:
    """Return the weighted mean over the last axis, over what is there.

    Weights are renormalised over the values present, which is an implicit imputation by the mean
    of the others. An item of weight 0 counts as absent, also for the weakest link.

        power p        (sum w x^p / sum w)^(1/p);   p = 1 arithmetic, -1 harmonic, -inf minimum
        geometric      exp(sum w ln x / sum w)
        mpi            mu - sd^2/mu, weighted mean and population sd; 0 where mu = 0

    Args:
        values: shape (..., n), NaN where missing.
        weights: broadcast against the values, 0 or more, in any unit; no NaN. One number is equal weights.
        mean: "arithmetic", "geometric", "harmonic", "weakest_link", "mpi", or the power p
            (`-numpy.inf` is the weakest link).
        floor: for powers of 0 and below, values in 0..top are first squeezed into floor..top and
            the result is stretched back, so that one zero does not hide all the rest.
        top: upper end of the scale, only used with a floor above 0.

    Returns:
        Shape (...); NaN where nothing is there or the weights of what is there sum to 0.

    Raises:
        ValueError: NaN or negative weights, negative values under a mean that needs 0 or more,
            an unknown mean, or a floor outside 0..top.
    """
    given, w = with_axes(numbers(values, "values"), 1, "values (..., items)"), checked_weights(weights)
    if w.ndim and w.shape[-1] != given.shape[-1]:
        message = f"one weight for each of {given.shape[-1]} items is needed, or one number, found shape {w.shape}"
        raise ValueError(message)
    x, w = np.broadcast_arrays(given, w)
    formula = _formula(mean)
    live: BoolArray = ~np.isnan(x) & (w > 0)
    if mean not in (1.0, "arithmetic") and (x[live] < 0).any():
        message = f"the mean {mean!r} needs values of 0 or more: shift the scale or use arithmetic"
        raise ValueError(message)
    squeeze = _squeeze(mean, floor, top)
    shares = divided(np.where(live, w, 0.0), np.where(live, w, 0.0).sum(axis=-1, keepdims=True))
    safe = np.where(live, floor + squeeze * x if squeeze < 1 else x, 1.0)
    result = formula(safe, np.nan_to_num(shares), live)
    result = (result - floor) / squeeze if squeeze < 1 else result
    return np.where(live.any(axis=-1), result, np.nan)


def is_monotone(mean: Mean) -> bool:
    """Return whether raising one value can never lower this mean (false for the MPI only)."""
    return mean != "mpi"


def _squeeze(mean: Mean, floor: float, top: float) -> float:
    if not 0 <= floor < top:
        message = f"the floor must be at least 0 and below {top}, found {floor}"
        raise ValueError(message)
    power = POWERS.get(mean, 1.0) if isinstance(mean, str) else mean
    return 1 - floor / top if power <= 0 else 1.0


def _formula(mean: Mean) -> Callable[[FloatArray, FloatArray, BoolArray], FloatArray]:
    if mean == "mpi":
        return _mpi
    if isinstance(mean, str) and mean not in POWERS:
        message = f"unknown mean {mean!r}: use one of {', '.join([*POWERS, 'mpi'])}, or a power"
        raise ValueError(message)
    power = POWERS[mean] if isinstance(mean, str) else float(mean)
    if np.isnan(power):
        message = "the power of a mean must not be NaN"
        raise ValueError(message)
    return lambda x, shares, live: _power_mean(x, shares, live, power)


def _power_mean(x: FloatArray, shares: FloatArray, live: BoolArray, power: float) -> FloatArray:
    if power == 1:
        return np.asarray((x * shares).sum(axis=-1))
    lowest = np.where(live, x, np.inf).min(axis=-1, initial=np.inf)
    highest = np.where(live, x, -np.inf).max(axis=-1, initial=-np.inf)
    if np.isinf(power):
        return np.asarray(lowest if power < 0 else highest)
    with np.errstate(divide="ignore", invalid="ignore"):
        if abs(power) < NEARLY_GEOMETRIC:
            logs = np.where(shares > 0, np.log(x), 0.0)
            result = np.exp((shares * logs).sum(axis=-1))
        else:
            unit = lowest if power < 0 else highest  # keeps the powers away from overflow
            scaled = np.where(shares > 0, shares * (x / unit[..., None]) ** power, 0.0)
            result = np.where(unit > 0, unit * scaled.sum(axis=-1) ** (1 / power), 0.0)
    return np.asarray(np.clip(result, lowest, highest))


def _mpi(x: FloatArray, shares: FloatArray, live: BoolArray) -> FloatArray:
    mu = (x * shares).sum(axis=-1)
    spread = (shares * np.where(live, x - mu[..., None], 0.0) ** 2).sum(axis=-1)
    return np.asarray(np.where(mu > 0, mu - np.nan_to_num(divided(spread, mu)), 0.0))
