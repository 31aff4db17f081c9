"""Formulas whose references follow the cells: copied elsewhere, or rows and columns moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from pipeline.stores.embedded.formula_tokens import Corner, Token, reference_text, tokens

Span: TypeAlias = Callable[[int, int], tuple[int, int] | None]
"""A run [start, end) to where it is after the edit, None when it is gone."""


_FAR = 10**7


def copied(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads pasted so many rows and columns away."""
    return "=" + "".join(
        _pasted(token, rows, columns) if token.kind == "reference" else token.text for token in tokens(formula[1:])
    )


def shifted(formula: str, home: str, edited: str, dimension: str, span: Span) -> str:
    """The formula after rows or columns of the edited sheet went elsewhere."""

    def text(token: Token) -> str:
        title = home if token.sheet is None else token.sheet
        if token.kind != "reference" or title.casefold() != edited.casefold():
            return token.text
        return _followed(token, dimension, span)

    return "=" + "".join(text(token) for token in tokens(formula[1:]))


def retitled(formula: str, old: str, new: str | None) -> str:
    """The formula after a sheet was renamed, or (None) deleted."""

    def text(token: Token) -> str:
        if token.kind != "reference" or token.sheet is None or token.first is None:
            return token.text
        if token.sheet.casefold() != old.casefold():
            return token.text
        return "#REF!" if new is None else reference_text(new, token.first, token.last)

    return "=" + "".join(text(token) for token in tokens(formula[1:]))


def _pasted(token: Token, rows: int, columns: int) -> str:
    first = _moved(token.first, rows, columns)
    last = _moved(token.last, rows, columns)
    if first is None or (token.last and last is None):
        return "#REF!"
    return reference_text(token.sheet, first, last)


def _moved(corner: Corner | None, rows: int, columns: int) -> Corner | None:
    if corner is None:
        return None
    row, column = corner.row, corner.column
    row = row if row is None or corner.row_fixed else row + rows
    column = column if column is None or corner.column_fixed else column + columns
    if (row is not None and row < 0) or (column is not None and column < 0):
        return None
    return replace(corner, row=row, column=column)


def _followed(token: Token, dimension: str, span: Span) -> str:
    first, last = token.first, token.last or token.first
    if first is None or last is None:
        return token.text
    rows = dimension == "ROWS"
    start, end = (first.row, last.row) if rows else (first.column, last.column)
    if start is None and end is None:
        return token.text
    new = span(start or 0, _FAR if end is None else end + 1)
    if new is None:
        return "#REF!"
    first = first if start is None else _at(first, new[0], rows=rows)
    last = last if end is None else _at(last, new[1] - 1, rows=rows)
    return reference_text(token.sheet, first, last if token.last else None)


def _at(corner: Corner, place: int, *, rows: bool) -> Corner:
    return replace(corner, row=place) if rows else replace(corner, column=place)
