"""Draws that depend on nothing but a seed and on what is drawn: the same in any order, on any machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

Thing = TypeVar("Thing")
_DIGITS = 12
_WHOLE = float(16**_DIGITS)


@dataclass(frozen=True, slots=True)
class Chance:
    """The draws of one seed. `what` names a draw; the same name gives the same draw again."""

    seed: int

    def share(self, *what: object) -> float:
        """A number from 0 to 1, 1 exclusive."""
        text = "|".join(map(str, (self.seed, *what)))
        return int(sha256(text.encode()).hexdigest()[:_DIGITS], 16) / _WHOLE

    def happens(self, share: float, *what: object) -> bool:
        """True in `share` of all draws."""
        return self.share(*what) < share

    def one_of(self, things: Sequence[Thing], *what: object) -> Thing:
        """One of `things`, each as likely as the others."""
        return things[int(self.share(*what) * len(things))]

    def weighted(self, weights: Sequence[float], *what: object) -> int:
        """The place of one of `weights` (they sum to 1), as likely as it weighs."""
        left = self.share(*what)
        for place, weight in enumerate(weights):
            left -= weight
            if left < 0:
                return place
        return len(weights) - 1

    def shuffled(self, things: Sequence[Thing], *what: object) -> list[Thing]:
        """`things` in another order."""
        order = sorted(range(len(things)), key=lambda place: self.share(*what, place))
        return [things[place] for place in order]
