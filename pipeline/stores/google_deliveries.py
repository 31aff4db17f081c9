"""Workbooks that were put into Drive: found again by a mark, filled again in place, never made twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import sha256

from pipeline.stores.google_drive import MARK, ROLE, Drive, DriveFile
from schemas.errors import SheetGone, Unreachable

DELIVERY = "delivery"
#: Bytes of a mark: Drive allows 124 for the name and the value of a property together.
_LONGEST_MARK = 110


class Deliveries:
    """The delivered files and folders of a campaign in Drive, each under a name of its own."""

    def __init__(self, drive: Drive) -> None:
        """Look in `drive`; what is there is asked for once, when first needed."""
        self.drive = drive

    def living(self, name: str, place: str) -> str:
        """The id of what was delivered under a name, out of the bin if it was there; "" where there is nothing.

        `place` is the id that is remembered, "" for none.
        """
        there = self._there
        if place and place not in there and not self._answers(place):
            place = ""
        if not place:
            marked = (one.id for one in there.values() if one.properties.get(MARK) == _mark(name) and not one.trashed)
            place = next(marked, "")
        if place in there and there[place].trashed:
            self.drive.trash(place, trashed=False)
            there[place] = replace(there[place], trashed=False)
        return place

    def folder(self, name: str, title: str, place: str, inside: str) -> tuple[str, bool]:
        """The id of a folder in the folder `inside` ("" for the campaign's), and whether it is new."""
        if place := self.living(name, place):
            return place, False
        return self._made(name, inside, lambda drive, properties: drive.create_folder(title, properties)), True

    def put(
        self, name: str, content: bytes, title: str, place: str, inside: str, *, as_sheet: bool
    ) -> tuple[str, bool]:
        """The id of the file that holds the content now, and whether it is new: one that lives is filled again."""
        if place := self.living(name, place):
            try:
                return self.drive.upload(content, title, {}, file_id=place, as_sheet=as_sheet).id, False
            except SheetGone:
                self._there.pop(place, None)
        return self._made(
            name, inside, lambda drive, properties: drive.upload(content, title, properties, as_sheet=as_sheet)
        ), True

    def withdraw(self, place: str) -> None:
        """Put what was delivered into the bin of Drive, from which its owner can take it out again."""
        there = self._there.get(place)
        if not there.trashed if there else self._answers(place):
            self.drive.trash(place)

    def _made(self, name: str, inside: str, make: Callable[[Drive, Mapping[str, str]], DriveFile]) -> str:
        """The id of what is made; what was made unnoticed, because the answer got lost, is found."""
        mark = _mark(name)
        try:
            return make(replace(self.drive, folder=inside or self.drive.folder), {ROLE: DELIVERY, MARK: mark}).id
        except Unreachable:
            living = [one for one in self.drive.with_property(MARK, mark) if not one.trashed]
            if not living:
                raise
            return living[0].id

    def _answers(self, place: str) -> bool:
        """Whether a file that is not in the list is there all the same: a list may lag behind."""
        try:
            return not self.drive.look_up(place, "trashed").get("trashed")
        except SheetGone:
            return False

    @cached_property
    def _there(self) -> dict[str, DriveFile]:
        return {one.id: one for one in self.drive.with_property(ROLE, DELIVERY)}


def _mark(name: str) -> str:
    """What a name is called in Drive: itself, where there is room for it."""
    return name if len(name.encode()) <= _LONGEST_MARK else sha256(name.encode()).hexdigest()
