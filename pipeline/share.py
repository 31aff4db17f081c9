"""Give the people of the roster access to their spreadsheets, and write the invitations we send ourselves.

Planned first, then carried out, one after the other; stopped anywhere, the next run goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.state import State
from pipeline.stores.store import SheetStore
from schemas.campaign import Campaign, Member
from schemas.errors import SharingPaused, StoreError
from sheet_templates.load import words


@dataclass(slots=True)
class ShareReport:
    """Who got access, who did not and why, and what was left for another day."""

    shared: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    left: int = 0


def share_plan(campaign: Campaign, state: State) -> list[tuple[str, Member]]:
    """(place, member) of everybody in the roster whose spreadsheet is there and not shared with them yet."""
    books, done = state.books(), state.shared()
    return [
        (books[member.territory_id].place, member)
        for member in campaign.roster
        if member.territory_id in books and done.get((books[member.territory_id].place, member.email)) != member.role
    ]


def share(
    plan: list[tuple[str, Member]], store: SheetStore, state: State, now: datetime, progress: Callable[[str], None]
) -> ShareReport:
    """Carry the plan out. One address that is refused never stops the others; a sharing limit stops for today."""
    report = ShareReport()
    for number, (place, member) in enumerate(plan):
        progress(member.territory_id)
        try:
            given = store.share(place, member)
        except SharingPaused as paused:
            report.failed[member.email] = f"{paused.message}. {paused.hint}"
            report.left = len(plan) - number
            return report
        except StoreError as failed:
            report.failed[member.email] = failed.message
            continue
        if given:
            state.remember_shared(place, member.email, member.role, now)
            report.shared.append(member.email)
    return report


def invitations(campaign: Campaign, places: Mapping[str, str], store: SheetStore) -> Iterator[tuple[str, str]]:
    """(territory, text) of the invitation to send for each spreadsheet with people in the roster, in its language."""
    for territory in campaign.territories:
        people = [member.email for member in campaign.roster if member.territory_id == territory.id]
        if not people or territory.id not in places:
            continue
        vocabulary = words(territory.language)
        until = vocabulary("invitation.until", date=f"{campaign.deadline:%d/%m/%Y}") if campaign.deadline else ""
        body = vocabulary(
            "invitation.body",
            territory=territory.name,
            link=store.link(places[territory.id]),
            deadline=until,
            contact=campaign.contact,
            organiser=campaign.organiser,
        )
        subject = vocabulary("invitation.subject", territory=territory.name)
        yield territory.id, f"{', '.join(people)}\n\n{subject}\n\n{body}\n"
