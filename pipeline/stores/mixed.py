"""Several stores in one campaign: each territory's spreadsheet is where its line in territories.csv says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.stores.store import FeedbackPlan, Listing, Raw, SheetStore, Sighting
from schemas.campaign import Member, Territory
from schemas.layout import BookLayout
from schemas.problem import Problem


@dataclass(slots=True)
class MixedStore:
    """Sends every territory to its own store. `homes`: territory -> index into `stores`."""

    stores: Sequence[SheetStore]
    homes: Mapping[str, int]
    n_workers: int = field(init=False)

    def __post_init__(self) -> None:
        """As many workers as the store that bears most."""
        self.n_workers = max(store.n_workers for store in self.stores)

    def in_sheet(self, territory_id: str) -> bool:
        """Whether this territory's store writes into the spreadsheet itself."""
        return self._home(territory_id).in_sheet(territory_id)

    def look(self, territories: Sequence[Territory], known: Mapping[str, tuple[str, str]]) -> Listing:
        """One look at every store, each at its own territories, in the order of the campaign."""
        sightings: dict[str, Sighting] = {}
        problems: list[Problem] = []
        for number, store in enumerate(self.stores):
            mine = [one for one in territories if self.homes[one.id] == number]
            listing = store.look(mine, {one.id: known[one.id] for one in mine if one.id in known})
            sightings |= listing.sightings
            problems += listing.problems
        return Listing({one.id: sightings[one.id] for one in territories}, problems)

    def read(self, sighting: Sighting) -> Raw:
        """Raw content from the territory's store."""
        return self._home(sighting.territory_id).read(sighting)

    def prepare(self, templates: Mapping[str, BookLayout]) -> None:
        """Every store makes ready what it needs."""
        for store in self.stores:
            store.prepare(templates)

    def make(self, layout: BookLayout) -> Raw:
        """A new spreadsheet in the territory's store."""
        return self._home(layout.territory_id).make(layout)

    def give(self, plan: FeedbackPlan) -> str:
        """Feedback the way of the territory's store."""
        return self._home(plan.territory_id).give(plan)

    def has_feedback(self, territory_id: str) -> bool:
        """Whether the feedback given before is still there."""
        return self._home(territory_id).has_feedback(territory_id)

    def share(self, place: str, member: Member) -> bool:
        """Access by the territory's store."""
        return self._home(member.territory_id).share(place, member)

    def link(self, place: str) -> str:
        """Where people open the spreadsheet."""
        return next((link for store in self.stores if (link := store.link(place)) != place), place)

    def own_revision(self, territory_id: str) -> tuple[str, str] | None:
        """What the territory's store knows of its own writing."""
        return self._home(territory_id).own_revision(territory_id)

    def requests(self) -> Mapping[str, int]:
        """The requests of all stores."""
        total: Counter[str] = Counter()
        for store in self.stores:
            total.update(store.requests())
        return total

    def _home(self, territory_id: str) -> SheetStore:
        return self.stores[self.homes[territory_id]]
