"""What every benchmark prints."""

from __future__ import annotations

import os
import platform


def machine() -> str:
    """The class of machine that the numbers belong to."""
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def ratio_line(what: str, ratio: float, *, at_least: float | None = None, at_most: float | None = None) -> str:
    """The ratio beside what it should be."""
    aim = f"at least {at_least:g}" if at_least is not None else f"at most {at_most:g}"
    reached = ratio >= at_least if at_least is not None else ratio <= (at_most or 0)
    return f"ratio: {ratio:.2f} times {what} (aim: {aim}): {'reached' if reached else 'MISSED'}"
