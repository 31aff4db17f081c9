"""What a store does, whichever it is: show what is there, hand out raw content, make books, give feedback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from schemas.campaign import Member, Territory
from schemas.layout import BookLayout
from schemas.problem import Problem


@dataclass(frozen=True, slots=True)
class Raw:
    """Raw content of one spreadsheet, exactly as the store gave it.

    `parsed`: the same content taken apart, where the store had to do that already.
    """

    content: bytes
    media: str
    place: str
    revision: str
    parsed: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a store sees of one territory without reading it.

    `place` is "" when there is nothing. `revision` changes whenever anything does ("" where the store cannot tell
    without reading). `problem` says why it must be left alone now. `made`: False while it is not known to be finished.
    """

    territory_id: str
    place: str = ""
    revision: str = ""
    problem: Problem | None = None
    made: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """One look at a store: a sighting per territory, and problems about what else lies there."""

    sightings: Mapping[str, Sighting]
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said about one place of a spreadsheet; `line` is where the feedback lists it.

    `about` is the key of the row, `cell` the A1 name the place had when it was read.
    """

    tab_key: str
    cell: str
    about: str
    severity: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class FeedbackPlan:
    """What the tool says back to one territory, ready to write.

    `book` is the feedback as tabs; in the first one, `place_column` names the cell that a line is about. `remarks`
    are for stores that can also write beside the answers.
    """

    territory_id: str
    book: BookLayout
    fingerprint: str
    remarks: tuple[Remark, ...] = ()
    place_column: int = 0


class SheetStore(Protocol):
    """The spreadsheets of one campaign in one place."""

    #: How many spreadsheets may be read at the same time.
    n_workers: int

    def in_sheet(self, territory_id: str) -> bool:
        """Whether feedback is written into the spreadsheet itself."""
        ...

    def look(self, territories: Sequence[Territory], known: Mapping[str, tuple[str, str]]) -> Listing:
        """What is there. `known`: territory -> (place, hash it was made with) from the register."""
        ...

    def read(self, sighting: Sighting) -> Raw:
        """Raw content; StoreError when it cannot be had."""
        ...

    def prepare(self, templates: Mapping[str, BookLayout]) -> None:
        """Have ready what new spreadsheets are made from: language -> a book of no territory."""
        ...

    def make(self, layout: BookLayout) -> Raw:
        """Make a new spreadsheet and return it as it was made; never touches one that exists."""
        ...

    def give(self, plan: FeedbackPlan) -> str:
        """Bring the feedback of one territory up to date; returns where it stands. Idempotent.

        "" when people are at work in the spreadsheet and it is better told next time.
        """
        ...

    def has_feedback(self, territory_id: str) -> bool:
        """Whether the feedback given before is still there."""
        ...

    def share(self, place: str, member: Member) -> bool:
        """Give somebody access, without a mail; False where spreadsheets are not shared by the store."""
        ...

    def link(self, place: str) -> str:
        """Where people open the spreadsheet."""
        ...

    def own_revision(self, territory_id: str) -> tuple[str, str] | None:
        """The place and revision that nothing but our own writing led to; None where that is not known."""
        ...

    def requests(self) -> Mapping[str, int]:
        """How many requests were made so far, by quota."""
        ...
