"""What a cell value turned out to mean."""

from __future__ import annotations

from typing import NamedTuple

VALUE, BLANK, INVALID = "value", "blank", "invalid"


class Parsed(NamedTuple):
    """`state`: value, blank, invalid, or for levels level, dont_know, not_applicable.

    `code` says what is wrong with an invalid one, `suggestion` what may have been meant.
    """

    state: str
    value: str | float | int | bool | None = None
    code: str = ""
    suggestion: str = ""


NOTHING = Parsed(BLANK)


def wrong(code: str, suggestion: str = "") -> Parsed:
    """An invalid value with its code."""
    return Parsed(INVALID, None, code, suggestion)
