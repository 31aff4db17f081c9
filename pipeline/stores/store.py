"""What a store does, whichever it is: show what is there, hand out raw content, make books, give feedback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas.campaign import Territory
from schemas.layout import BookLayout
from schemas.problem import Problem


@dataclass(frozen=True, slots=True)
class Raw:
    """Raw content of one spreadsheet, exactly as the store gave it."""

    content: bytes
    media: str
    place: str
    revision: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a store sees of one territory without reading it.

    `place` is "" when there is nothing. `problem` says why it must be left alone now.
    """

    territory_id: str
    place: str = ""
    revision: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One look at a store: a sighting per territory, and problems about what else lies there."""

    sightings: Mapping[str, Sighting]
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class FeedbackPlan:
    """What the tool says back to one territory, ready to write: `book` for stores that put it beside the sheet."""

    territory_id: str
    book: BookLayout
    fingerprint: str


class SheetStore(Protocol):
    """The spreadsheets of one campaign in one place."""

    #: Whether feedback is written into the spreadsheet itself.
    in_sheet: bool

    def look(self, territories: Sequence[Territory], known: Mapping[str, tuple[str, str]]) -> Listing:
        """What is there. `known`: territory -> (place, hash it was made with) from the register."""
        ...

    def read(self, sighting: Sighting) -> Raw:
        """Raw content; StoreError when it cannot be had."""
        ...

    def make(self, layout: BookLayout) -> Raw:
        """Make a new spreadsheet and return it as it was made; never touches one that exists."""
        ...

    def give(self, plan: FeedbackPlan) -> str:
        """Bring the feedback of one territory up to date; returns where it stands. Idempotent."""
        ...

    def has_feedback(self, territory_id: str) -> bool:
        """Whether the feedback given before is still there."""
        ...
