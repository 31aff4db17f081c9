"""Places in a spreadsheet: boxes of cells, and the A1 notation that names them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

_END = r"(?:\$?([A-Za-z]{1,3}))?(?:\$?([0-9]{1,8}))?"
_RANGE = re.compile(rf"{_END}(?::{_END})?")
_R1C1 = re.compile(r"[Rr](\d+)[Cc](\d+)(?::[Rr](\d+)[Cc](\d+))?")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LOOKS_LIKE_A_CELL = re.compile(r"(?:[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*)")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of one sheet: rows [top, bottom), columns [left, right), counted from 0.

    None at the end means "to the end of the grid".
    """

    sheet: int = 0
    top: int = 0
    bottom: int | None = None
    left: int = 0
    right: int | None = None

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies inside."""
        return (
            self.top <= row
            and (self.bottom is None or row < self.bottom)
            and self.left <= column
            and (self.right is None or column < self.right)
        )

    def meets(self, other: Box) -> bool:
        """Whether two boxes share a cell."""
        return self.sheet == other.sheet and self.overlap(other) is not None

    def covers(self, other: Box) -> bool:
        """Whether the other box lies wholly inside."""
        return (
            self.sheet == other.sheet
            and self.top <= other.top
            and _end(other.bottom) <= _end(self.bottom)
            and self.left <= other.left
            and _end(other.right) <= _end(self.right)
        )

    def overlap(self, other: Box) -> Box | None:
        """The cells both have, or None."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = _least(self.bottom, other.bottom), _least(self.right, other.right)
        if top >= _end(bottom) or left >= _end(right):
            return None
        return Box(self.sheet, top, bottom, left, right)

    def within(self, rows: int, columns: int) -> Box:
        """The same box with its ends cut to a grid of that size."""
        return replace(self, bottom=_least(self.bottom, rows), right=_least(self.right, columns))

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of a bounded box."""
        return int(_end(self.bottom)) - self.top, int(_end(self.right)) - self.left

    def moved(self, rows: int, columns: int) -> Box:
        """The same box elsewhere."""
        return replace(
            self,
            top=self.top + rows,
            bottom=None if self.bottom is None else self.bottom + rows,
            left=self.left + columns,
            right=None if self.right is None else self.right + columns,
        )


def box_from(body: dict[str, Any]) -> Box:
    """The box of a GridRange."""

    def end(name: str) -> int | None:
        return int(body[name]) if name in body else None

    return Box(
        int(body.get("sheetId", 0)),
        int(body.get("startRowIndex", 0)),
        end("endRowIndex"),
        int(body.get("startColumnIndex", 0)),
        end("endColumnIndex"),
    )


def box_json(box: Box) -> dict[str, Any]:
    """The GridRange of a box; sheet 0 and open ends are left out."""
    found: dict[str, Any] = {"sheetId": box.sheet} if box.sheet else {}
    if box.top or box.bottom is not None:
        found["startRowIndex"] = box.top
    if box.bottom is not None:
        found["endRowIndex"] = box.bottom
    if box.left or box.right is not None:
        found["startColumnIndex"] = box.left
    if box.right is not None:
        found["endColumnIndex"] = box.right
    return found


def letters(column: int) -> str:
    """The name of a column counted from 0: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """The number, from 0, of a column's name."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def quoted(title: str) -> str:
    """A sheet title as it stands before "!": in quotes unless it is a plain word."""
    if _PLAIN_TITLE.fullmatch(title) and not _LOOKS_LIKE_A_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def label(box: Box) -> str:
    """The A1 label of a bounded box, without its sheet; one cell is not written as a range."""
    first = f"{letters(box.left)}{box.top + 1}"
    last = f"{letters(int(_end(box.right)) - 1)}{int(_end(box.bottom))}"
    return first if first == last else f"{first}:{last}"


def split(text: str) -> tuple[str | None, bool, str]:
    """A range's sheet title (None when absent), whether it was quoted, and what follows."""
    if text.startswith("'"):
        match = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.DOTALL)
        if match:
            return match[1].replace("''", "'"), True, match[2] or ""
    title, mark, rest = text.rpartition("!")
    return (title, False, rest) if mark else (None, False, text)


def cells(text: str) -> Box | None:
    """The box that A1 or R1C1 text means on sheet 0, or None when it is neither."""
    match = _R1C1.fullmatch(text)
    if match:
        top, left, bottom, right = (int(part) if part else None for part in match.groups())
        return _normal(top, left, bottom or top, right or left)
    match = _RANGE.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    left_name, top_name, right_name, bottom_name = match.groups()
    if ":" not in text:
        if not (left_name and top_name):
            return None
        right_name, bottom_name = left_name, top_name
    elif not (right_name or bottom_name) or not (left_name or top_name):
        return None
    return _normal(
        int(top_name) if top_name else None,
        column_number(left_name) + 1 if left_name else None,
        int(bottom_name) if bottom_name else None,
        column_number(right_name) + 1 if right_name else None,
    )


def _normal(top: int | None, left: int | None, bottom: int | None, right: int | None) -> Box | None:
    if top == 0 or bottom == 0:
        return None
    if top and bottom and top > bottom:
        top, bottom = bottom, top
    if left and right and left > right:
        left, right = right, left
    if top is None and bottom is not None and (left is not None and right is not None):
        top, bottom = bottom, None
    if left is None and right is not None and (top is not None and bottom is not None):
        left, right = right, None
    return Box(0, (top or 1) - 1, bottom, (left or 1) - 1, right)


def _end(number: int | None) -> float:
    return float("inf") if number is None else number


def _least(one: int | None, two: int | None) -> int | None:
    ends = [end for end in (one, two) if end is not None]
    return min(ends) if ends else None
