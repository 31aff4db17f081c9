"""The array types of the method, and the checks every function makes on entry.

NaN means "missing" in every array of numbers of this package: not answered, withheld, unknown. It
never means zero; None and pandas.NA are read as NaN. Lists, Series, frames and arrays of any kind of
number will do, also read-only ones: they are taken by position, labels are not looked at, and nothing
handed in is changed. Infinite numbers and text are refused, weights may not be missing.
"""

from __future__ import annotations

from numbers import Real
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T", bound=np.generic)
Given = TypeVar("Given", bound=npt.NDArray[Any])

FloatArray = npt.NDArray[np.float64]
AnyFloats = npt.NDArray[np.float32] | npt.NDArray[np.float64]
Draws = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

TOLERANCE = 1e-12  # two thirds and sums of weights are not exact in binary


def numbers(values: npt.ArrayLike, what: str) -> FloatArray:
    """Return the values as float64; NaN stays as "missing".

    Args:
        values: booleans, integers or floats of any shape; None and pandas.NA become NaN.
        what: the name of the quantity, for the message.

    Raises:
        ValueError: text or anything else was given (the level "3" is not the level 3), or infinities.
    """
    return narrow_numbers(values, what).astype(np.float64, copy=False)


def narrow_numbers(values: npt.ArrayLike, what: str) -> AnyFloats:
    """Return the values as float32 where they came so, else as float64; checked as `numbers`."""
    array = _gaps_as_nan(np.asarray(values))
    if array.dtype.kind not in "biuf":
        message = f"{what} must be numbers, found {_kind(array)}: parse text first, use NaN for gaps"
        raise ValueError(message)
    floats = array if array.dtype == np.float32 else array.astype(np.float64, copy=False)
    if np.isinf(floats).any():
        message = f"{what} must be finite: replace infinities by NaN where they mean 'missing'"
        raise ValueError(message)
    return floats


def checked_weights(weights: npt.ArrayLike, what: str = "weights") -> FloatArray:
    """Return weights as float64, all finite and not negative; a zero means "does not count".

    Raises:
        ValueError: a weight is NaN or negative.
    """
    array = numbers(weights, what)
    if np.isnan(array).any():
        message = f"{what} contain NaN: give every item a weight, 0 for one that must not count"
        raise ValueError(message)
    if (array < 0).any():
        message = f"{what} contain a negative number: weights are shares of importance, 0 or more"
        raise ValueError(message)
    return array


def flags(values: npt.ArrayLike | None, shape: tuple[int, ...], *, default: bool) -> BoolArray:
    """Return booleans of that shape, filled with the default where nothing was given.

    Raises:
        ValueError: the values cannot be broadcast to the shape.
    """
    return fitting(np.asarray(default if values is None else values, dtype=np.bool_), shape, "booleans")


def positions(values: npt.ArrayLike, what: str) -> IntArray:
    """Return whole numbers as int64, also where they come as floats (2.0) or booleans.

    Raises:
        ValueError: a value is not a whole number, or is missing.
    """
    array = np.asarray(values)
    whole = array.dtype.kind in "biu" or (array.dtype.kind == "f" and bool((array == np.rint(array)).all()))
    if not whole:
        message = (
            f"{what} must be whole numbers without gaps, found {_kind(array)}: "
            "numpy.unique(names, return_inverse=True) numbers names from 0"
        )
        raise ValueError(message)
    return array.astype(np.int64, copy=False)


def degrees_of_freedom(values: npt.ArrayLike, what: str) -> FloatArray:
    """Return degrees of freedom as float64; infinity is the normal distribution, NaN stays.

    Raises:
        ValueError: text, or a number below 0.
    """
    array = np.asarray(values, dtype=np.float64)
    if (array < 0).any():
        message = f"{what} must be 0 or more; numpy.inf is the normal distribution"
        raise ValueError(message)
    return array


def checked_share(value: float, what: str) -> float:
    """Return a share, 0 and 1 included.

    Raises:
        ValueError: NaN, or a number outside 0-1, such as a percentage.
    """
    if not 0 <= value <= 1:
        message = f"{what} is a share 0-1, found {value}: divide percentages by 100"
        raise ValueError(message)
    return value


def with_axes(array: Given, n_axes: int, what: str) -> Given:
    """Return the array unchanged if it has that many axes or more.

    Args:
        array: any array.
        n_axes: how many there must be.
        what: the name of the quantity with its axes, for the message.

    Raises:
        ValueError: it has fewer.
    """
    if array.ndim < n_axes:
        message = f"{what} needs its axes, found shape {array.shape}: add one with [None] or [:, None]"
        raise ValueError(message)
    return array


def fitting(array: npt.NDArray[T], shape: tuple[int, ...], what: str) -> npt.NDArray[T]:
    """Return the array broadcast to a shape.

    Raises:
        ValueError: it does not fit.
    """
    try:
        return np.broadcast_to(array, shape)
    except ValueError as err:
        message = f"{what} must fit the shape {shape}, found {array.shape}: one for each, in the same order"
        raise ValueError(message) from err


def divided(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> FloatArray:
    """Return the quotient, NaN where the denominator is not above zero."""
    top = np.asarray(numerator, dtype=np.float64)
    bottom = np.asarray(denominator, dtype=np.float64)
    shape = np.broadcast_shapes(top.shape, bottom.shape)
    found: FloatArray = np.divide(top, bottom, out=np.full(shape, np.nan), where=bottom > 0)
    return found


def _gaps_as_nan(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return an array of Python objects as floats if it holds nothing but numbers and gaps, else as it is."""
    if array.dtype != object:
        return array
    import pandas as pd  # noqa: PLC0415 - only what pandas made holds objects, and loading it takes long

    gap = np.asarray(pd.isna(array))
    if not all(isinstance(one, Real) for one in array[~gap].flat):
        return array
    return np.where(gap, np.nan, array).astype(np.float64)


def _kind(array: npt.NDArray[Any]) -> str:
    """Return what an array holds, in words where numpy only says "object"."""
    if array.dtype.kind in "US":
        return "text"
    if array.dtype != object:
        return str(array.dtype)
    return " and ".join(sorted({type(one).__name__ for one in array.flat}))
