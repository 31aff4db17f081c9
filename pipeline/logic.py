"""Three-valued logic (Kleene, 1938): true, false, or None for "unknown". What is unknown never decides anything."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping

Truth = bool | None

_SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    "<=": lambda value, limit: value <= limit + 1e-9,
    ">=": lambda value, limit: value >= limit - 1e-9,
    "<": lambda value, limit: value < limit - 1e-9,
    ">": lambda value, limit: value > limit + 1e-9,
    "=": lambda value, limit: abs(value - limit) <= 1e-9,  # noqa: PLR2004 - rounding, not policy
}


def all_of(truths: Iterable[Truth]) -> Truth:
    """False if any is false, else unknown if any is unknown, else true; true of nothing."""
    seen = list(truths)
    return False if False in seen else None if None in seen else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """True if any is true, else unknown if any is unknown, else false; false of nothing."""
    seen = list(truths)
    return True if True in seen else None if None in seen else False


def none_of(truths: Iterable[Truth]) -> Truth:
    """The opposite of `any_of`; unknown stays unknown."""
    found = any_of(truths)
    return None if found is None else operator.not_(found)


def compares(value: float | None, condition: str) -> Truth:
    """Whether `value` meets a condition such as "<50", ">= 2" or "=3"; unknown without a value.

    Raises:
        ValueError: the condition does not start with a sign followed by a number.
    """
    text = condition.strip()
    sign = next((one for one in _SIGNS if text.startswith(one)), "")
    if not sign:
        message = f"'{condition}' compares nothing: write <, <=, =, >= or > and a number"
        raise ValueError(message)
    limit = float(text[len(sign) :])
    return None if value is None else _SIGNS[sign](value, limit)
