"""Inequality inside a territory and between territories; reported, never folded into a score.

Sources: Atkinson (1970), Journal of Economic Theory 2(3); Theil (1967), Economics and Information
Theory; Gini (1912), in the form of Sen (1973), On Economic Inequality.
"""

import numpy as np
import numpy.typing as npt

from pipeline.method.arrays import FloatArray, divided, numbers, positions
from pipeline.method.means import weighted_mean


def atkinson(values: npt.ArrayLike, *, floor: float = 1.0, top: float = 100.0) -> FloatArray:
    """Return Atkinson's index with aversion 1, 1 - geometric/arithmetic mean, over the last axis.

    Args:
        values: shape (..., n) in 0..top, NaN left out; squeezed into floor..top first.
        floor: lower end after the squeeze, above 0 if values can be 0.
        top: upper end of the scale.

    Returns:
        Shape (...), 0 (all alike) to 1; NaN where nothing is there.
    """
    x = floor + (1 - floor / top) * numbers(values, "values")
    equal = np.ones(x.shape[-1])
    return 1 - divided(weighted_mean(x, equal, "geometric"), weighted_mean(x, equal))


def gini(values: npt.ArrayLike) -> float:
    """Return Gini's coefficient of values of 0 or more, 0 (all alike) to 1 - 1/n; NaN if all are 0.

    Raises:
        ValueError: a negative value.
    """
    x = _present(values)
    order = np.arange(1, x.size + 1)
    top = ((2 * order - x.size - 1) * np.sort(x)).sum()
    return float(divided(top, x.size * x.sum()))


def theil(values: npt.ArrayLike, groups: npt.ArrayLike) -> tuple[float, float]:
    """Return Theil's T split into the parts between and within groups; they sum to the whole.

    Args:
        values: shape (n,), 0 or more, NaN left out; a 0 contributes 0.
        groups: whole numbers of shape (n,).

    Returns:
        (between, within), NaN if nothing is there or all values are 0.

    Raises:
        ValueError: a negative value.
    """
    all_values = numbers(values, "values")
    of = positions(groups, "groups")[~np.isnan(all_values)]
    x = _present(all_values)
    if x.size == 0 or x.sum() == 0:
        return float("nan"), float("nan")
    own_mean = np.array([x[of == group].mean() for group in of])
    between = _theil_terms(own_mean, x.mean(), own_mean).mean()
    within = _theil_terms(x, x.mean(), divided(x, own_mean) * x.mean()).mean()
    return float(between), float(within)


def _theil_terms(share: FloatArray, mean: float, ratio: FloatArray) -> FloatArray:
    """Return share/mean ln(ratio/mean), 0 where the share is 0."""
    logs = np.log(ratio / mean, out=np.zeros(share.shape), where=share > 0)
    return np.asarray(share / mean * logs)


def _present(values: npt.ArrayLike) -> FloatArray:
    x = numbers(values, "values")
    x = x[~np.isnan(x)]
    if (x < 0).any():
        message = "inequality is measured on values of 0 or more"
        raise ValueError(message)
    return x
