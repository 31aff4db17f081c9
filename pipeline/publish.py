"""Put the workbooks where the agencies find them: one file each in Google Drive, the same file every time.

Links stay valid, because new content goes into the old file; what has not changed is not sent again. What a workbook
links to is there before it, in a folder of its own, and in Drive its links lead there. What is no longer part of the
campaign goes into the bin, last of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from pipeline.state import State
from pipeline.stores.google_deliveries import Deliveries
from pipeline.stores.google_drive import FOLDER, SPREADSHEET, Drive
from pipeline.stores.google_upload import XLSX
from pipeline.stores.linked_workbooks import linked_workbooks, with_addresses
from schemas.campaign import Campaign
from schemas.errors import OutputError, StoreError

_FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One workbook to publish: its file, its folder in Drive ("" for the campaign's), who may read it.

    `parts` are the workbooks it links to, each named as its links name it.
    """

    name: str
    path: Path
    folder: str = ""
    readers: tuple[str, ...] = ()
    as_sheet: bool = False
    parts: tuple[Delivery, ...] = ()

    @property
    def parts_folder(self) -> str:
        """The name of the folder that holds the parts, with a / that no workbook's name ends in; "" without parts."""
        return f"{Path(self.parts[0].name).parent.as_posix()}/" if self.parts else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of everything that is put into Drive, in that order."""
        before = (self.parts_folder, *(one.name for one in self.parts)) if self.parts else ()
        return (*before, self.name)


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a file or folder: "made", "updated", "unchanged", "binned" or "failed", its address, and why.

    Of a plan that is only looked at: "would make", "would update", "unchanged" or "would bin".
    """

    name: str
    status: str
    link: str = ""
    message: str = ""


def publish_plan(campaign: Campaign, out: Path) -> list[Delivery]:
    """Every agency's workbook with those it links to, and the overview as a spreadsheet where the campaign asks for it.

    Raises:
        OutputError: a workbook of the plan is not there.
    """
    plan = [
        _delivery(out, Delivery(one.id, out / f"{one.id}.xlsx", one.folder, one.emails)) for one in campaign.agencies
    ]
    if campaign.publish_overview and campaign.languages:
        path = out / f"overview-{campaign.languages[0]}.xlsx"
        plan.append(Delivery(path.stem, path, as_sheet=True))
    paths = [one.path for delivery in plan for one in (delivery, *delivery.parts)]
    missing = [path.relative_to(out).as_posix() for path in paths if not path.is_file()]
    if missing:
        message = f"{', '.join(missing)} not found in {out}"
        raise OutputError(message, "Run `pipeline sync` or `pipeline report` first.")
    return plan


def _delivery(out: Path, delivery: Delivery) -> Delivery:
    if not delivery.path.is_file():
        return delivery
    return replace(delivery, parts=tuple(Delivery(one, out / one) for one in linked_workbooks(delivery.path)))


def publish(
    plan: Sequence[Delivery], drive: Drive, state: State, now: datetime, progress: Callable[[str], None]
) -> list[Published]:
    """Carry the plan out; one that fails never stops the others, except a workbook that would lead to it."""
    desk = _Desk(drive, state, now, progress)
    done = [one for delivery in plan for one in desk.delivered(delivery)]
    if not any(one.status == _FAILED for one in done):
        done += [desk.binned(name, place) for name, place in _withdrawn(plan, state)]
    return done


def publish_preview(plan: Sequence[Delivery], drive: Drive, state: State) -> list[Published]:
    """What `publish` would do by what is remembered, without a look at Drive."""
    known = state.deliveries()

    def found(name: str, sha: str, *, as_sheet: bool = False) -> Published:
        place, before = known.get(name, ("", ""))
        status = "unchanged" if before == sha else "would update" if place else "would make"
        return Published(name, status, drive.link(place, _kind(name, as_sheet=as_sheet)) if place else "")

    done = []
    for delivery in plan:
        if delivery.parts:
            done.append(found(delivery.parts_folder, _FOLDER_SHA))
        done += [found(one.name, _sha(one.path.read_bytes())) for one in delivery.parts]
        places = {one.name: known[one.name][0] for one in delivery.parts if one.name in known}
        done.append(found(delivery.name, _sha(_content(delivery, drive, places)), as_sheet=delivery.as_sheet))
    return done + [
        Published(name, "would bin", drive.link(place, _kind(name))) for name, place in _withdrawn(plan, state)
    ]


def publish_lines(done: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """One line per file: what became of it, its name, where it is and what there is to say."""
    wide = max((len(one["name"]) for one in done), default=0)
    for one in done:
        yield f"{one['status']:14} {one['name']:{wide}} {one['link']} {one['message']}".rstrip()


class _Desk:
    """Puts deliveries into Drive and remembers each as soon as it is there."""

    def __init__(self, drive: Drive, state: State, now: datetime, progress: Callable[[str], None]) -> None:
        self.drive, self.state, self.now, self.progress = drive, state, now, progress
        self.there, self.known = Deliveries(drive), state.deliveries()

    def delivered(self, delivery: Delivery) -> Iterator[Published]:
        """The parts in their folder, then the workbook, which leads to them."""
        if delivery.parts:
            parts = list(self._parts(delivery))
            yield from parts
            if any(one.status == _FAILED for one in parts):
                message = "not sent, because what it leads to is not all in Drive. Run `pipeline publish` again."
                yield Published(delivery.name, _FAILED, message=message)
                return
        places = {one.name: self.known[one.name][0] for one in delivery.parts}
        yield self._tried(delivery.name, lambda: self._put(delivery, _content(delivery, self.drive, places)))

    def binned(self, name: str, place: str) -> Published:
        """What is no longer part of the campaign, in the bin of Drive."""

        def bin_it() -> Published:
            self.there.withdraw(place)
            self.state.remember_delivery(name, place, "", self.now)
            message = "no longer part of the campaign: in the bin of Google Drive, from which its owner can restore it"
            return Published(name, "binned", self.drive.link(place, _kind(name)), message)

        return self._tried(name, bin_it)

    def _parts(self, delivery: Delivery) -> Iterator[Published]:
        folder = self._tried(delivery.parts_folder, lambda: self._folder(delivery))
        yield folder
        if folder.status == _FAILED:
            return
        inside = self.known[delivery.parts_folder][0]
        for part in delivery.parts:
            yield self._tried(part.name, partial(self._part, replace(part, folder=inside)))

    def _folder(self, delivery: Delivery) -> Published:
        """The folder of the parts: whoever may read the workbook may read all that is in it."""
        name = delivery.parts_folder
        place, is_new = self.there.folder(name, name.rstrip("/"), self.known.get(name, ("", ""))[0], delivery.folder)
        self._remember(name, place, _FOLDER_SHA)
        self._share(place, delivery.readers)
        return Published(name, "made" if is_new else "unchanged", self.drive.link(place, _kind(name)))

    def _part(self, part: Delivery) -> Published:
        return self._put(part, part.path.read_bytes())

    def _put(self, delivery: Delivery, content: bytes) -> Published:
        sha, status = _sha(content), "unchanged"
        place, before = self.known.get(delivery.name, ("", ""))
        if before != sha or self.there.living(delivery.name, place) != place:
            title = delivery.path.stem if delivery.as_sheet else delivery.path.name
            place, is_new = self.there.put(
                delivery.name, content, title, place, delivery.folder, as_sheet=delivery.as_sheet
            )
            status = "made" if is_new else "updated"
            self._remember(delivery.name, place, sha)
        self._share(place, delivery.readers)
        return Published(
            delivery.name, status, self.drive.link(place, _kind(delivery.name, as_sheet=delivery.as_sheet))
        )

    def _remember(self, name: str, place: str, sha: str) -> None:
        if self.known.get(name) != (place, sha):
            self.state.remember_delivery(name, place, sha, self.now)
            self.known[name] = (place, sha)

    def _share(self, place: str, readers: Sequence[str]) -> None:
        shared = self.state.shared() if readers else {}
        for reader in readers:
            if (place, reader) not in shared:
                self.drive.share(place, reader, "reader")
                self.state.remember_shared(place, reader, "reader", self.now)

    def _tried(self, name: str, act: Callable[[], Published]) -> Published:
        self.progress(name)
        try:
            return act()
        except StoreError as failed:
            return Published(name, _FAILED, message=f"{failed.message}. {failed.hint}")


#: A folder has no content of its own.
_FOLDER_SHA = "folder"


def _content(delivery: Delivery, drive: Drive, places: Mapping[str, str]) -> bytes:
    """The workbook as it is in Drive, where its parts are at these places."""
    return with_addresses(delivery.path.read_bytes(), {name: drive.link(place) for name, place in places.items()})


def _withdrawn(plan: Sequence[Delivery], state: State) -> list[tuple[str, str]]:
    """Name and place of what was published and is in the plan no more, folders after what is in them."""
    wanted = {name for delivery in plan for name in delivery.names}
    left = [(name, place) for name, (place, sha) in state.deliveries().items() if sha and name not in wanted]
    return sorted(left, key=lambda one: (one[0].endswith("/"), one[0]))


def _kind(name: str, *, as_sheet: bool = False) -> str:
    return FOLDER if name.endswith("/") else SPREADSHEET if as_sheet else XLSX


def _sha(content: bytes) -> str:
    return sha256(content).hexdigest()
