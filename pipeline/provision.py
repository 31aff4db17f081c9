"""Make the questionnaires that are missing; never touch one that exists. Planned first, then carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from pipeline.state import Book, State
from pipeline.stores.store import SheetStore
from schemas.campaign import Campaign, Territory
from schemas.guideline import Guideline
from sheet_templates.layout import book_layout
from sheet_templates.layout.parts import Prefill


@dataclass(frozen=True, slots=True)
class ProvisionPlan:
    """Which territories get a new questionnaire, and which have one already."""

    missing: tuple[Territory, ...]
    there: tuple[Territory, ...]


def provision_plan(campaign: Campaign, store: SheetStore, state: State) -> ProvisionPlan:
    """What `provision` would do now."""
    books = {key: (book.place, book.sha) for key, book in state.books().items()}
    sightings = store.look(campaign.territories, books).sightings
    missing = tuple(one for one in campaign.territories if not sightings[one.id].place)
    there = tuple(one for one in campaign.territories if sightings[one.id].place)
    return ProvisionPlan(missing, there)


def provision(
    plan: ProvisionPlan,
    guideline: Guideline,
    campaign: Campaign,
    store: SheetStore,
    state: State,
    now: datetime,
    progress: Callable[[str], None],
    prefill: Mapping[str, Prefill] | None = None,
) -> list[str]:
    """Carry the plan out, one territory after the other; stopped anywhere, the next run makes what is missing.

    Returns where the new questionnaires are. `prefill` gives known values per territory.
    """
    places = []
    for territory in plan.missing:
        progress(territory.id)
        known = (prefill or {}).get(territory.id, {})
        layout = book_layout(guideline, campaign, territory, in_sheet=store.in_sheet, prefill=known)
        raw = store.make(layout)
        state.register(Book(territory.id, raw.place, sha256(raw.content).hexdigest()), now)
        places.append(raw.place)
    return places
