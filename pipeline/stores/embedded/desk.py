"""What a handler works with: the request, the shelf, the caller, the clock, new ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline.stores.embedded.draft import Draft, User
from pipeline.stores.embedded.fields import Mask, parsed, pruned
from pipeline.stores.embedded.files import FOLDER, SPREADSHEET, File, Permission, root_of, timestamp
from pipeline.stores.embedded.ids import Ids
from pipeline.stores.embedded.messages import read
from pipeline.stores.embedded.model import Book, Json
from pipeline.stores.embedded.refusals import (
    denied,
    drive_denied,
    file_not_found,
    invalid,
    not_found,
)
from pipeline.stores.embedded.rights import Rights
from pipeline.stores.embedded.shelf import Shelf
from pipeline.stores.embedded.wire import Request, Response, answer

ROOT = "root"


@dataclass(frozen=True)
class House:
    """How this service is set up.

    Args:
        owner: whom requests without a token act as, when `open_to_all`.
        open_to_all: whether a request without a token is answered.
        groups: members of each group address.
        without_storage: callers that cannot own files (as service accounts cannot).
        export_limit: bytes above which an export is refused.
        unsharing: callers that may not share anything (as a domain can forbid).
        stand_ins: service accounts that may act for others; None for all of them.

    """

    owner: str = "owner@embedded.example"
    open_to_all: bool = True
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    without_storage: frozenset[str] = frozenset()
    export_limit: int = 10_000_000
    unsharing: frozenset[str] = frozenset()
    stand_ins: frozenset[str] | None = None


@dataclass(frozen=True)
class Desk:
    """One request being handled."""

    request: Request
    shelf: Shelf
    house: House
    email: str
    now: datetime
    ids: Ids

    @property
    def rights(self) -> Rights:
        """What the caller may do."""
        return Rights(self.email, self.house.groups, self.shelf.file, sharing=self.email not in self.house.unsharing)

    @property
    def mask(self) -> Mask | None:
        """The fields asked for; None for all."""
        text = self.request.one("fields")
        return parsed(text) if text else None

    def message(self, name: str, place: str = "", *, lenient: bool = False) -> Json:
        """The body of the request, read as that message.

        Raises:
            Refusal: 400 when it is none.

        """
        return read(self.request.json(), name, place, lenient=lenient)

    def answer(self, payload: Json) -> Response:
        """A JSON answer cut to the fields asked for."""
        return answer(pruned(payload, self.mask))

    @property
    def stamp(self) -> str:
        """The time of the request, as Drive writes it."""
        return timestamp(self.now)

    def file(self, file_id: str, *, writing: bool = False) -> File:
        """The file, for Drive.

        Raises:
            Refusal: 404 when the caller cannot see it, 403 when it may not change it.

        """
        file = self.shelf.file(self.real_id(file_id))
        rights = self.rights
        if file is None or not rights.sees(file):
            raise file_not_found(file_id)
        if writing and not rights.writes(file):
            raise drive_denied()
        return file

    def real_id(self, file_id: str) -> str:
        """The id itself; "root" is the caller's own top folder, made when first named."""
        if file_id != ROOT:
            return file_id
        own = root_of(self.email)
        if self.shelf.file(own) is None:
            self.shelf.put_file(self.new_file(own, "My Drive", FOLDER))
        return own

    def new_file(self, file_id: str, name: str, mime_type: str) -> File:
        """A file owned by the caller, made now."""
        owner = Permission(self.ids.text(20), "user", "owner", self.email)
        return File(
            file_id,
            name,
            mime_type,
            self.email,
            self.stamp,
            self.stamp,
            self.email,
            permissions=(owner,),
        )

    def book(self, book_id: str, *, writing: bool = False) -> tuple[File, Book]:
        """The file and the book, for Sheets.

        Raises:
            Refusal: 404 when there is none, 403 when the caller may not, 400 for another kind.

        """
        file = self.shelf.file(book_id)
        if file is None:
            raise not_found()
        rights = self.rights
        if not rights.sees(file) or (writing and not rights.writes(file)):
            raise denied()
        book = self.shelf.book(book_id)
        if file.mime_type != SPREADSHEET or book is None:
            message = "This operation is not supported for this document"
            raise invalid(message)
        return file, book

    def user(self, file: File) -> User:
        """The caller, as protections look at it."""
        rights = self.rights
        return User(self.email, rights.groups, rights.owns(file))

    def draft(self, book_id: str) -> tuple[File, Draft]:
        """A draft of the book, for the caller to change."""
        file, book = self.book(book_id, writing=True)
        return file, Draft(book, self.user(file), self.now, self.ids)

    def keep(self, file: File, draft: Draft) -> Book:
        """Put a draft in the place of its book: new version, new time, one change."""
        book = draft.settle()
        self.shelf.put_book(book)
        self.touched(replace(file, name=book.title))
        return book

    def touched(self, file: File) -> File:
        """Keep a file that was changed now by the caller."""
        version = file.version + 1
        new = replace(file, version=version, modified=self.stamp, modified_by=self.email)
        self.shelf.put_file(new)
        self.shelf.note_change(file.id, self.stamp, [])
        return new
