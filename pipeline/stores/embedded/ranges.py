"""Ranges by name: A1 text, sheet titles and named ranges, found in a book."""

from __future__ import annotations

from dataclasses import replace

from pipeline.stores.embedded.a1 import Box, cells, label, quoted, split
from pipeline.stores.embedded.model import Book, Sheet
from pipeline.stores.embedded.refusals import Refusal, invalid


def found(book: Book, text: str) -> Box:
    """The box that a range text means, open ends kept.

    Raises:
        Refusal: 400 when the text is no range of this book.

    """
    title, in_quotes, rest = split(text)
    if title is None:
        box = cells(rest)
        if box:
            return replace(box, sheet=_first(book).id)
        return _named(book, rest) or _titled(book, rest, text)
    whole = _titled(book, title, text)
    if not rest and in_quotes:
        return whole
    box = cells(rest)
    if box:
        return replace(box, sheet=whole.sheet)
    named = _named(book, rest)
    if named is None:
        raise _unreadable(text)
    return named


def resolved(book: Book, text: str) -> Box:
    """The box cut to the grid.

    Raises:
        Refusal: 400 also when it starts off the grid.

    """
    box = found(book, text)
    sheet = book.sheet(box.sheet)
    if sheet is None:
        raise _unreadable(text)
    if box.top >= sheet.rows or box.left >= sheet.columns:
        shown = f"{quoted(sheet.title)}!{split(text)[2] or text}"
        message = f"Range ({shown}) exceeds grid limits. Max rows: {sheet.rows}, max columns: {sheet.columns}"
        raise invalid(message)
    return box.within(sheet.rows, sheet.columns)


def echo(book: Book, box: Box) -> str:
    """The box as the API writes it back."""
    sheet = book.sheet(box.sheet)
    return f"{quoted(sheet.title if sheet else '')}!{label(box)}"


def _first(book: Book) -> Sheet:
    return next((sheet for sheet in book.sheets if not sheet.hidden), book.sheets[0])


def _named(book: Book, name: str) -> Box | None:
    folded = name.casefold()
    return next((item.box for item in book.names if item.name.casefold() == folded), None)


def _titled(book: Book, title: str, text: str) -> Box:
    folded = title.casefold()
    for sheet in book.sheets:
        if sheet.title.casefold() == folded:
            return Box(sheet.id)
    raise _unreadable(text)


def _unreadable(text: str) -> Refusal:
    return invalid(f"Unable to parse range: {text}")
