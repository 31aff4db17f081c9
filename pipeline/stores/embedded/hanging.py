"""What hangs on cells, found by its id: bandings, filter views, tables, charts and slicers."""

from __future__ import annotations

from pipeline.stores.embedded.draft import Draft
from pipeline.stores.embedded.model import Placed, Sheet
from pipeline.stores.embedded.refusals import invalid

WORDS = {"bandings": "banded range", "views": "filter view", "tables": "table", "objects": "embedded object"}
"""Attribute of a sheet → what Google calls one of it."""


def hanging(draft: Draft, kind: str, number: int | str) -> tuple[Sheet, Placed]:
    """The sheet, to change, and what hangs on it under that id.

    Raises:
        Refusal: 400 when there is none.

    """
    for sheet in draft.book.sheets:
        for item in getattr(sheet, kind):
            if item.id == number:
                return draft.edit(sheet.id), item
    message = f"No {WORDS[kind]} with id: {number}"
    raise invalid(message)


def hang(draft: Draft, kind: str, new: Placed) -> Placed:
    """Put something new on the sheet of its first box.

    Raises:
        Refusal: 400 when the id is taken.

    """
    if new.id in taken(draft, kind):
        message = f"A {WORDS[kind]} with id {new.id} already exists."
        raise invalid(message)
    sheet = draft.edit(new.boxes[0].sheet)
    setattr(sheet, kind, (*getattr(sheet, kind), new))
    return new


def rehang(draft: Draft, kind: str, new: Placed) -> Placed:
    """Put something in the place of what has the same id, perhaps on another sheet."""
    sheet, _ = hanging(draft, kind, new.id)
    if new.boxes[0].sheet != sheet.id:
        drop(draft, kind, new.id)
        return hang(draft, kind, new)
    setattr(sheet, kind, tuple(new if item.id == new.id else item for item in getattr(sheet, kind)))
    return new


def drop(draft: Draft, kind: str, number: int | str) -> Placed:
    """Take away what has that id, and return it."""
    sheet, old = hanging(draft, kind, number)
    setattr(sheet, kind, tuple(item for item in getattr(sheet, kind) if item.id != number))
    return old


def taken(draft: Draft, kind: str) -> set[int]:
    """The ids in use."""
    return {item.id for sheet in draft.book.sheets for item in getattr(sheet, kind)}
