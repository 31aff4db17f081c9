"""A formula's text cut into tokens, with every reference known as a place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.stores.embedded.a1 import column_number, letters, quoted

_SHEET = r"(?:(?P<sheet>'(?:[^']|'')*'|[^\W\d]\w*)!)?"
_END = r"\$?[A-Za-z]{1,3}\$?\d+"
_REFERENCE = re.compile(
    rf"{_SHEET}(?P<first>{_END}|\$?[A-Za-z]{{1,3}}(?=:)|\$?\d+(?=:))"
    rf"(?::(?P<last>{_END}|\$?[A-Za-z]{{1,3}}|\$?\d+))?(?![\w(.])"
)
_STRING = re.compile(r'"(?:[^"]|"")*"')
_NAME = re.compile(r"[^\W\d][\w.]*")
_ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|ERROR!)", re.IGNORECASE)
_OPERATOR = re.compile(r"<=|>=|<>|[-+*/^&=<>%(){}:\\]")
_CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d*)")


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference; a part that is None is open (whole rows or columns)."""

    column: int | None
    row: int | None
    column_fixed: bool = False
    row_fixed: bool = False

    @property
    def text(self) -> str:
        """The corner in A1 notation."""
        column = "" if self.column is None else "$" * self.column_fixed + letters(self.column)
        row = "" if self.row is None else "$" * self.row_fixed + str(self.row + 1)
        return column + row


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula; a reference also has its sheet's title and its corners."""

    kind: str
    text: str
    sheet: str | None = None
    first: Corner | None = None
    last: Corner | None = None


def tokens(formula: str, decimal: str = ".") -> list[Token]:
    """The tokens of a formula without its "="; the decimal mark decides what a comma is."""
    number = re.compile(rf"\d+(?:{re.escape(decimal)}\d*)?(?:[eE][+-]?\d+)?|{re.escape(decimal)}\d+")
    readers = (
        ("space", re.compile(r"\s+")),
        ("string", _STRING),
        ("error", _ERROR),
        ("reference", _REFERENCE),
        ("number", number),
        ("name", _NAME),
        ("separator", re.compile(r"[;,]")),
        ("operator", _OPERATOR),
    )
    found: list[Token] = []
    place = 0
    while place < len(formula):
        for kind, reader in readers:
            match = reader.match(formula, place)
            if match:
                found.append(_reference(match) if kind == "reference" else Token(kind, match[0]))
                place = match.end()
                break
        else:
            found.append(Token("unknown", formula[place]))
            place += 1
    return found


def reference_text(sheet: str | None, first: Corner, last: Corner | None) -> str:
    """A reference written in A1 notation."""
    start = f"{quoted(sheet)}!" if sheet is not None else ""
    return start + first.text + (f":{last.text}" if last else "")


def _reference(match: re.Match[str]) -> Token:
    sheet = match["sheet"]
    if sheet and sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    last = _corner(match["last"]) if match["last"] else None
    return Token("reference", match[0], sheet, _corner(match["first"]), last)


def _corner(text: str) -> Corner:
    match = _CORNER.fullmatch(text)
    if match is None:
        return Corner(None, None)
    one, column, two, row = match.groups()
    fixed_row = bool(two) or (bool(one) and not column)
    return Corner(
        column_number(column) if column else None,
        int(row) - 1 if row else None,
        bool(one) and bool(column),
        fixed_row,
    )
