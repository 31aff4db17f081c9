"""Faults of files that people write: file, key, what is wrong, what was perhaps meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Findings:
    """Faults, one line each. `root` stands before the name of every file."""

    root: str = ""
    lines: list[str] = field(default_factory=list)

    def add(self, file: str, key: str, text: str) -> None:
        """Note one fault."""
        self.lines.append(f"{self.root}{file}{', ' + key if key else ''}: {text}")

    def unknown(self, file: str, key: str, given: object, known: Iterable[str], kind: str) -> None:
        """Note that `given` names nothing, unless it is among `known`."""
        names = list(known)
        if given not in names:
            self.add(file, key, f"'{given}' is no {kind}{did_you_mean(str(given), names)}")

    def unknowns(self, file: str, key: str, given: Iterable[object], known: Iterable[str], kind: str) -> None:
        """The same for every one of `given`."""
        names = list(known)
        for one in given:
            self.unknown(file, key, one, names, kind)

    def repeated(self, file: str, key: str, given: Iterable[str]) -> None:
        """Note what is there twice."""
        seen: set[str] = set()
        for one in given:
            if one in seen:
                self.add(file, key, f"'{one}' is there twice")
            seen.add(one)


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """The end of a message: "; did you mean 'depth'?" when something known is close, else nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - only when there is something to complain about

    close = get_close_matches(given, list(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
