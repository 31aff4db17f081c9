"""Put the workbooks where the agencies find them: one file each in Google Drive, the same file every time.

Links stay valid, because new content goes into the old file; what has not changed is not sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pipeline.state import State
from pipeline.stores.google_drive import MARK, ROLE, Drive
from schemas.campaign import Campaign
from schemas.errors import OutputError, SheetGone, StoreError, Unreachable

DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One workbook to publish: its file, its folder in Drive ("" for the campaign's), who may read it."""

    name: str
    path: Path
    folder: str = ""
    readers: tuple[str, ...] = ()
    as_sheet: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a delivery: "made", "updated", "unchanged" or "failed", its address, and what went wrong."""

    name: str
    status: str
    link: str = ""
    message: str = ""


def publish_plan(campaign: Campaign, out: Path) -> list[Delivery]:
    """Every agency's workbook, and the overview alone as a Google spreadsheet where the campaign asks for it."""
    plan = [Delivery(one.id, out / f"{one.id}.xlsx", one.folder, one.emails) for one in campaign.agencies]
    if campaign.publish_overview and campaign.languages:
        path = out / f"overview-{campaign.languages[0]}.xlsx"
        plan.append(Delivery(path.stem, path, as_sheet=True))
    missing = [one.path.name for one in plan if not one.path.is_file()]
    if missing:
        message = f"{', '.join(missing)} not found in {out}"
        raise OutputError(message, "Run `pipeline sync` or `pipeline report` first.")
    return plan


def publish(
    plan: Sequence[Delivery], drive: Drive, state: State, now: datetime, progress: Callable[[str], None]
) -> list[Published]:
    """Carry the plan out; one that fails never stops the others."""
    done = []
    for delivery in plan:
        progress(delivery.name)
        try:
            done.append(_published(delivery, drive, state, now))
        except StoreError as failed:
            done.append(Published(delivery.name, "failed", message=f"{failed.message}. {failed.hint}"))
    return done


def _published(delivery: Delivery, drive: Drive, state: State, now: datetime) -> Published:
    content = delivery.path.read_bytes()
    sha = sha256(content).hexdigest()
    place, before = state.deliveries().get(delivery.name, ("", ""))
    status = "unchanged"
    if before != sha:
        place, status = _sent(delivery, replace(drive, folder=delivery.folder or drive.folder), content, place)
        state.remember_delivery(delivery.name, place, sha, now)
    shared = state.shared()
    for reader in delivery.readers:
        if (place, reader) not in shared:
            drive.share(place, reader, "reader")
            state.remember_shared(place, reader, "reader", now)
    return Published(delivery.name, status, drive.link(place, as_sheet=delivery.as_sheet))


def _sent(delivery: Delivery, drive: Drive, content: bytes, place: str) -> tuple[str, str]:
    """Where the content is now. A file that has gone is made anew; one that was made unnoticed is found."""
    title = delivery.path.stem if delivery.as_sheet else delivery.path.name
    if not place:
        living = [file for file in drive.with_property(MARK, delivery.name) if not file.trashed]
        place = living[0].id if living else ""
    if place:
        try:
            return drive.upload(content, title, {}, file_id=place, as_sheet=delivery.as_sheet).id, "updated"
        except SheetGone:
            place = ""
    try:
        properties = {ROLE: DELIVERY, MARK: delivery.name}
        return drive.upload(content, title, properties, as_sheet=delivery.as_sheet).id, "made"
    except Unreachable:
        living = [file for file in drive.with_property(MARK, delivery.name) if not file.trashed]
        if not living:
            raise
        return living[0].id, "made"
