"""The plan of all files of an outcome: who gets what, and which part of the outcome each file is made from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from reports import alone, territory_book
from reports.cuts import Cuts, own_texts
from reports.groups import Group, groups
from reports.inputs import inputs, short_mark
from reports.orders import OVERVIEW, TABLES, TERRITORY, WORKBOOK, File, Order
from reports.people import People
from reports.people_known import known_people
from reports.programme import programme
from reports.rows import Record, records
from reports.sections.index import folder
from reports.sections.territories import file_name
from reports.text import file_stem, sort_key
from reports.view import Whole
from schemas.campaign import Agency
from schemas.errors import OutputError
from schemas.outcome import Outcome

#: Territories whose own workbooks are made together.
_TOGETHER = 50
#: What an index of territories does not look at.
_DETAIL = (
    "answers", "positions", "actions", "context", "problems", "agenda", "changes", "evidence", "plan_follow_up",
    "block_notes", "reasons",
)  # fmt: skip
#: Of long frames it looks at these columns only, and at few of their rows.
_COLUMNS = {
    "indicator_scores": ("territory_id", "block_id", "indicator_id", "status", "source", "level", "n_voices", "discuss"),
    "driver_scores": ("territory_id", "block_id", "driver_id", "score", "n_indicators", "n_scored"),
    "block_scores": (
        "territory_id", "block_id", "status", "score", "lower", "upper", "n_applicable", "n_scored",
    ),
    "intervals": ("territory_id", "measure", "block_id", "doubt", "low", "high", "n_voices", "note"),
    "recommendations": ("territory_id", "rec_id", "rank", "selected"),
}  # fmt: skip
_ROWS = {"intervals": ("measure", "index"), "recommendations": ("selected", True)}


class _Reader(NamedTuple):
    """Who workbooks are for; `shown` are the territories in them, alphabetical, `received` also the unpublished."""

    stem: str
    agency: Agency | None
    language: str
    shown: tuple[Record, ...]
    received: frozenset[str]


class Plan:
    """The files of an outcome of these kinds, and the orders that make them."""

    def __init__(self, outcome: Outcome, kinds: Collection[str]) -> None:
        self.outcome, self.kinds = outcome, frozenset(kinds)
        self.most = outcome.guideline.policy.workbook_territories
        self.territories: list[Record] = records(outcome.territories)
        campaign = outcome.campaign
        self.readers = [self._reader(f"consolidated-{one}", None, one) for one in campaign.languages]
        self.readers += [self._reader(file_stem(one.id), one, one.language) for one in campaign.agencies]
        self.is_large = any(len(one.shown) > self.most for one in self.readers)

    def files(self) -> list[File]:
        """Every file; OutputError where two of any kind would have the same path."""
        every = [file for reader in self.readers for file in self._of_reader(reader)]
        every += [file for reader in self._large() for one in self._groups(reader) for file in _books(reader, one)]
        taken: set[str] = set()
        for file in every:
            if file.path in taken:
                message = f"two workbooks would have the name {file.path}"
                raise OutputError(message, "Give each agency an id of its own in agencies.csv.")
            taken.add(file.path)
        return [file for file in [*every, *self._own()] if file.kind in self.kinds]

    def orders(self) -> Iterator[Order]:
        """Readers first, then the countries of large campaigns, then the territories' own workbooks."""
        for reader in self.readers:
            part = self._index() if len(reader.shown) > self.most else self.outcome
            yield from self._order(part, self._whole(reader), self._of_reader(reader))
        together: dict[tuple[Record, ...], list[_Reader]] = {}
        for reader in self._large():
            together.setdefault(reader.shown, []).append(reader)
        for readers in together.values():
            whole = self._whole(readers[0])
            for group in self._groups(readers[0]):
                files = [file for reader in readers for file in _books(reader, group)]
                yield from self._order(self._of_group(group), whole, files)
        yield from self._own_orders()

    def _order(self, part: Outcome, whole: Whole, files: Sequence[File]) -> Iterator[Order]:
        wanted = tuple(file for file in files if file.kind in self.kinds)
        if wanted:
            yield Order(part, whole, wanted, inputs(part, whole))

    def _own_orders(self) -> Iterator[Order]:
        """Own workbooks are marked one by one by what can be seen in them, not by what they are made from."""
        own = [file for file in self._own() if file.kind in self.kinds]
        if not own:
            return
        whole = Whole.of(self.outcome, {one.territory_id for one in self.territories}, self._people)
        for start in range(0, len(own), _TOGETHER):
            files = own[start : start + _TOGETHER]
            part = self._cuts.of([file.territory_id for file in files])
            yield Order(part, whole, tuple(files), programme())

    def _reader(self, stem: str, agency: Agency | None, language: str) -> _Reader:
        published = {one.id for one in self.outcome.campaign.territories if one.publish}
        received = [one for one in self.territories if agency is None or agency.receives(one.territory_id)]
        shown = [one for one in received if one.territory_id in published]
        shown.sort(key=lambda one: sort_key(one.name))
        return _Reader(stem, agency, language, tuple(shown), frozenset(one.territory_id for one in received))

    def _of_reader(self, reader: _Reader) -> list[File]:
        campaign = self.outcome.campaign
        files = _twins(reader, reader.stem)
        if campaign.publish_overview and reader.agency is None and reader.language == campaign.languages[0]:
            files.append(File(OVERVIEW, f"{alone.STEM}-{reader.language}.xlsx", reader.language))
        return files

    def _own(self) -> list[File]:
        found = {one.territory_id: one for one in self.territories}
        return [
            File(TERRITORY, f"{territory_book.FOLDER}/{file_name(found[one.id])}", one.language, territory_id=one.id)
            for one in self.outcome.campaign.territories
            if one.id in found
        ]

    def _large(self) -> list[_Reader]:
        return [one for one in self.readers if len(one.shown) > self.most]

    def _groups(self, reader: _Reader) -> tuple[Group, ...]:
        return groups(reader.shown, self.most)

    def _index(self) -> Outcome:
        """What the index of a large campaign is made from: without the rows that stand in the workbooks by country."""
        empty: dict[str, Any] = {name: own_texts(getattr(self.outcome, name).iloc[:0]) for name in _DETAIL}
        narrow = {name: getattr(self.outcome, name)[list(columns)] for name, columns in _COLUMNS.items()}
        few = {
            name: narrow[name][(narrow[name][column] == value).to_numpy(bool)]
            for name, (column, value) in _ROWS.items()
        }
        return replace(self.outcome, **empty | narrow | few)

    def _of_group(self, group: Group) -> Outcome:
        part = self._cuts.of([one.territory_id for one in group.territories])
        campaign = replace(part.campaign, title=f"{part.campaign.title} – {group.name}")
        times = part.pulls["pulled_at"].dropna()
        return replace(
            part,
            campaign=campaign,
            made_at=times.max().to_pydatetime() if len(times) else part.made_at,
            fingerprint=short_mark(part.guideline, part.pulls["sha"].tolist()),
        )

    def _whole(self, reader: _Reader) -> Whole:
        return Whole.of(self.outcome, reader.received, self._people)

    @cached_property
    def _people(self) -> People:
        return known_people(self.outcome)

    @cached_property
    def _cuts(self) -> Cuts:
        return Cuts(self.outcome)


def _books(reader: _Reader, group: Group) -> list[File]:
    """The workbook of a group for a reader, and its accessible twins."""
    return _twins(reader, f"{folder(reader.stem)}/{group.file.removesuffix('.xlsx')}")


def _twins(reader: _Reader, stem: str) -> list[File]:
    named = ((WORKBOOK, ".xlsx"), (TABLES, "-tables.xlsx"), (TABLES, "-tables.ods"))
    return [File(kind, f"{stem}{ending}", reader.language, reader.agency) for kind, ending in named]
