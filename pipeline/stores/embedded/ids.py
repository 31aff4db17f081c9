"""New identifiers, drawn from a given source of random bits."""

from __future__ import annotations

import string
from collections.abc import Callable, Collection
from dataclasses import dataclass

_LETTERS = string.ascii_letters + string.digits + "-_"


@dataclass(frozen=True, slots=True)
class Ids:
    """Names files, sheets and tokens; the same source of bits gives the same names."""

    bits: Callable[[int], int]

    def file(self) -> str:
        """A file id in Drive's form: "1" and 43 letters."""
        return "1" + self.text(43)

    def text(self, length: int) -> str:
        """Random letters that need no quoting in a URL."""
        return "".join(_LETTERS[self.bits(6)] for _ in range(length))

    def number(self, taken: Collection[object] = ()) -> int:
        """A positive 31-bit number that is not taken."""
        while True:
            found = self.bits(31)
            if found and found not in taken:
                return found
