"""Make the questionnaires that are missing; never touch one that exists. Planned first, then carried out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from pipeline.state import State
from pipeline.state_ledgers import Book
from pipeline.stores.store import SheetStore
from schemas.campaign import Campaign, Territory
from schemas.guideline import Guideline
from schemas.layout import BookLayout
from sheet_templates.figures import counted
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
    there = tuple(one for one in campaign.territories if sightings[one.id].place and sightings[one.id].made)
    missing = tuple(one for one in campaign.territories if one not in there)
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

    Returns where people open the new questionnaires, in the order of `plan.missing`. `prefill` gives known values per territory.
    """
    places = []
    languages = [one.language for one in plan.missing if store.in_sheet(one.id)]
    store.prepare(templates(guideline, campaign, languages))
    for territory in plan.missing:
        progress(territory.id)
        known = (prefill or {}).get(territory.id, {})
        layout = book_layout(guideline, campaign, territory, in_sheet=store.in_sheet(territory.id), prefill=known)
        raw = store.make(layout)
        state.register(Book(territory.id, raw.place, sha256(raw.content).hexdigest()), now)
        places.append(store.link(raw.place))
    return places


def templates(guideline: Guideline, campaign: Campaign, languages: Iterable[str]) -> dict[str, BookLayout]:
    """Per language, the book of no territory that spreadsheets are copied from."""
    nowhere = {language: Territory("template", "Template", "", language) for language in sorted(set(languages))}
    return {
        language: book_layout(guideline, campaign, territory, in_sheet=True) for language, territory in nowhere.items()
    }


def provision_lines(result: dict[str, Any]) -> Iterator[str]:
    """What was made or would be, who it was shared with, and which invitations to send."""
    verb = "would make" if "would_make" in result else "made"
    yield f"{verb} {counted(len(result['territories']), 'questionnaire')}, left {len(result['kept'])} as they are"
    places = result.get("made", [""] * len(result["territories"]))
    yield from (f"  {one}  {place}".rstrip() for one, place in zip(result["territories"], places, strict=True))
    if result["kept"] and result["asked"]:
        yield f"questionnaires made before the campaign asked for {', '.join(result['asked'])} have no column for it;"
        yield "they are read as they are: docs/coordinator.md says how people can add one"
    if result["shared"]:
        yield f"shared with {len(result['shared'])} people"
    if result["invitations"]:
        yield "invitations, to be sent to those who have none yet:"
    yield from (f"  {path}" for path in result["invitations"])
    yield from (f"  not shared with {email}: {message}" for email, message in result["not_shared"].items())
