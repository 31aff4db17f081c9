"""The nearest known name to one that was mistyped."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """The end of a message: "; did you mean 'depth'?" when something known is close, else nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - only when there is something to complain about

    close = get_close_matches(given, list(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
