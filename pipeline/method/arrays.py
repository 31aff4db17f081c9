"""The array types of the method, and the checks every function makes on entry.

NaN means "missing" in every array of numbers of this package: not answered, withheld, unknown. It
never means zero. Infinite numbers, text and objects are refused, weights may not be NaN.
"""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
AnyFloats = npt.NDArray[np.float32] | npt.NDArray[np.float64]
Draws = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

TOLERANCE = 1e-12  # two thirds and sums of weights are not exact in binary


def numbers(values: npt.ArrayLike, what: str) -> FloatArray:
    """Return the values as float64; NaN stays as "missing".

    Args:
        values: booleans, integers or floats of any shape.
        what: the name of the quantity, for the message.

    Raises:
        ValueError: text or objects were given (the level "3" is not the level 3), or infinities.
    """
    return narrow_numbers(values, what).astype(np.float64, copy=False)


def narrow_numbers(values: npt.ArrayLike, what: str) -> AnyFloats:
    """Return the values as float32 where they came so, else as float64; checked as `numbers`."""
    array = np.asarray(values)
    if array.dtype.kind not in "biuf":
        message = f"{what} must be numbers, found {array.dtype}: parse text first, use NaN for gaps"
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
    given = default if values is None else np.asarray(values, dtype=np.bool_)
    return np.broadcast_to(np.asarray(given), shape)


def positions(values: npt.ArrayLike, what: str) -> IntArray:
    """Return whole numbers as int64.

    Raises:
        ValueError: a value is not a whole number.
    """
    array = np.asarray(values)
    if array.dtype.kind not in "iu":
        message = f"{what} must be whole numbers, found {array.dtype}"
        raise ValueError(message)
    return array.astype(np.int64, copy=False)


def divided(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> FloatArray:
    """Return the quotient, NaN where the denominator is not above zero."""
    top = np.asarray(numerator, dtype=np.float64)
    bottom = np.asarray(denominator, dtype=np.float64)
    shape = np.broadcast_shapes(top.shape, bottom.shape)
    found: FloatArray = np.divide(top, bottom, out=np.full(shape, np.nan), where=bottom > 0)
    return found
