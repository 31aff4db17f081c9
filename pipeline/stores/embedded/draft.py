"""A book being changed by one user: all is done to a fork, and nothing is kept on refusal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.stores.embedded.a1 import Box, box_from
from pipeline.stores.embedded.ids import Ids
from pipeline.stores.embedded.locales import Locale, locale_of
from pipeline.stores.embedded.model import Book, Json, Placed, Sheet
from pipeline.stores.embedded.recalculation import has_formulas, recalculated
from pipeline.stores.embedded.refusals import Refusal, invalid

_MOST_CELLS = 10_000_000
_PROTECTED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to "
    "remove protection if you need to edit."
)


@dataclass(frozen=True, slots=True)
class User:
    """Who asks: the address, the groups it is in, and whether it owns the file."""

    email: str
    groups: frozenset[str] = frozenset()
    owner: bool = False


def may_edit(protection: Placed, user: User) -> bool:
    """Whether a protection lets this user through: owners, listed editors, mere warnings."""
    body = protection.body
    if user.owner or body.get("warningOnly"):
        return True
    editors = body.get("editors", {})
    users = {email.lower() for email in editors.get("users", [])}
    groups = {email.lower() for email in editors.get("groups", [])}
    domain = user.email.rpartition("@")[2]
    everyone = bool(editors.get("domainUsersCanEdit")) and bool(domain)
    return user.email.lower() in users or bool(groups & user.groups) or everyone


class Draft:
    """The changes of one request to one book."""

    def __init__(self, book: Book, user: User, now: datetime, ids: Ids) -> None:
        """Start from a book that stays as it is."""
        self.book = replace(book)
        self.user = user
        self.now = now
        self.ids = ids
        self._own: set[int] = set()
        self._stale = False

    @property
    def locale(self) -> Locale:
        """The habits of the book's locale."""
        return locale_of(self.book.locale)

    def sheet(self, sheet_id: int) -> Sheet:
        """The sheet, to read.

        Raises:
            Refusal: 400 when there is none.

        """
        found = self.book.sheet(sheet_id)
        if found is None:
            message = f"No grid with id: {sheet_id}"
            raise invalid(message)
        return found

    def edit(self, sheet_id: int) -> Sheet:
        """The sheet, to change; forked the first time."""
        found = self.sheet(sheet_id)
        self._stale = True
        if sheet_id in self._own:
            return found
        fork = found.fork()
        self._own.add(sheet_id)
        self.order([fork if sheet.id == sheet_id else sheet for sheet in self.book.sheets])
        return fork

    def order(self, sheets: list[Sheet]) -> None:
        """Set the book's sheets, in that order."""
        self.book.sheets = tuple(sheets)
        self._stale = True

    def settle(self) -> Book:
        """The book with its formulas computed.

        Raises:
            Refusal: 400 when its sheets have more cells than a spreadsheet may.

        """
        self.check_room()
        if self._stale and has_formulas(self.book):
            self.book = recalculated(self.book, self.now)
            self._own.clear()
        self._stale = False
        return self.book

    def check_room(self, more: int = 0) -> None:
        """Refuse when the sheets, with so many cells more, have more than a spreadsheet may."""
        if sum(sheet.rows * sheet.columns for sheet in self.book.sheets) + more > _MOST_CELLS:
            message = (
                "This action would increase the number of cells in the workbook above the limit of "
                f"{_MOST_CELLS} cells."
            )
            raise invalid(message)

    def box(self, body: Json, name: str = "range") -> Box:
        """The bounded box of a GridRange in a request.

        Raises:
            Refusal: 400 when it is missing, empty or off the grid.

        """
        if name not in body:
            message = f"{name} must be set."
            raise invalid(message)
        return self.bounded(box_from(body[name]))

    def bounded(self, box: Box) -> Box:
        """The box cut to its sheet.

        Raises:
            Refusal: 400 when it starts off the grid or is empty.

        """
        sheet = self.sheet(box.sheet)
        cut = box.within(sheet.rows, sheet.columns)
        height, width = cut.size
        if height <= 0 or width <= 0:
            message = (
                f"GridRange ({box.top}, {box.left}) is empty or after the last row or column of "
                f"the sheet ({sheet.rows} rows, {sheet.columns} columns)."
            )
            raise invalid(message)
        return cut

    def claim(self, box: Box) -> Box:
        """The box, if the user may change its cells.

        Raises:
            Refusal: 400 in Google's words when a protection forbids it.

        """
        for protection in self.sheet(box.sheet).protections:
            if may_edit(protection, self.user):
                continue
            whole = protection.boxes[0]
            shared = whole.overlap(box)
            if shared is None:
                continue
            free = protection.boxes[1:]
            if not any(open_box.covers(shared) for open_box in free):
                raise protected()
        return box

    def claim_sheet(self, sheet_id: int) -> None:
        """Refuse when any protection of the sheet holds the user back."""
        for protection in self.sheet(sheet_id).protections:
            if not may_edit(protection, self.user):
                raise protected()


def protected() -> Refusal:
    """400 as Google says it for a protected cell."""
    return invalid(_PROTECTED)
