"""Numbers as Google writes them: no trailing ".0", colours in single precision."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import Any

_WHOLE_BELOW = 1e15


def plain(found: Any) -> Any:
    """The same JSON value with whole floats as integers."""
    if isinstance(found, float):
        whole = found.is_integer() and abs(found) < _WHOLE_BELOW
        return int(found) if whole else found
    if isinstance(found, dict):
        return {key: plain(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [plain(value) for value in found]
    return found


@lru_cache(maxsize=4096)
def single(number: float) -> float:
    """The shortest decimal that is the same number in single precision (0.498… → 0.49803922)."""
    (rounded,) = struct.unpack("f", struct.pack("f", number))
    for digits in range(1, 10):
        short = float(f"{rounded:.{digits}g}")
        if struct.pack("f", short) == struct.pack("f", rounded):
            return short
    return float(rounded)
