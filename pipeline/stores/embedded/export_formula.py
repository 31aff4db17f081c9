"""A formula of a Google spreadsheet as Excel has it: points and commas, its names of new functions, closed ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.stores.embedded.entering import number_from
from pipeline.stores.embedded.formula_tokens import Corner, Token, reference_text, tokens
from pipeline.stores.embedded.formula_tree import FormulaError, parsed
from pipeline.stores.embedded.locales import Locale
from pipeline.stores.embedded.model import CellError, Value

_NEW = (
    "BYCOL BYROW CHOOSECOLS CHOOSEROWS CONCAT DAYS FORMULATEXT HSTACK IFNA IFS ISFORMULA LAMBDA LET MAP MAXIFS MINIFS "
    "REDUCE SCAN SEQUENCE SORTBY SWITCH TEXTJOIN TOCOL TOROW UNIQUE VSTACK WRAPCOLS WRAPROWS XLOOKUP XMATCH XOR"
)
_LATER = {name: f"_xlfn.{name}" for name in _NEW.split()}
_LATER |= {"FILTER": "_xlfn._xlws.FILTER", "SORT": "_xlfn._xlws.SORT"}
"""Functions that Excel got later, as they stand in a file."""

_GOOGLE = (
    "ARRAYFORMULA ARRAY_CONSTRAIN COUNTUNIQUE DETECTLANGUAGE FLATTEN GOOGLEFINANCE GOOGLETRANSLATE IMAGE IMPORTDATA "
    "IMPORTFEED IMPORTHTML IMPORTRANGE IMPORTXML JOIN QUERY REGEXEXTRACT REGEXMATCH REGEXREPLACE SORTN SPARKLINE SPLIT"
)
_ONLY_GOOGLE = frozenset(_GOOGLE.split())
_LONGEST_TEXT = 255
_OPEN = {"{": 1, "}": -1}


@dataclass(frozen=True)
class Excel:
    """Writes the formulas of one book for Excel.

    Args:
        locale: how the book writes numbers, and so separates arguments.
        titles: title of a sheet, in lower case → its title in the file and its number of rows.

    """

    locale: Locale
    titles: Mapping[str, tuple[str, int]]

    def formula(self, text: str, value: Value, home: str) -> str:
        """The formula, with its "="; what Excel could not read is kept as a text beside the value that it had.

        The value is given as Google's own export gives it: `IFERROR(__xludf.DUMMYFUNCTION("…"), value)`.
        """
        found = self.translated(text, home)
        if found is not None:
            return found
        return f"=IFERROR(__xludf.DUMMYFUNCTION({_text(text[1:])}),{_literal(value)})"

    def translated(self, text: str, home: str) -> str | None:
        """The formula with its "=" as Excel has it, None when it is none there."""
        try:
            parsed(text, self.locale.decimal)
        except FormulaError:
            return None
        parts, braces = tokens(text[1:], self.locale.decimal), 0
        written = ["="]
        for number, token in enumerate(parts):
            braces += _OPEN.get(token.text, 0)
            called = number + 1 < len(parts) and parts[number + 1].text == "("
            if called and token.text.upper() in _ONLY_GOOGLE:
                return None
            written.append(self._token(token, home, in_braces=braces > 0, called=called))
        return "".join(written)

    def number(self, text: str) -> float | None:
        """The number that a text stands for in this book, None for none."""
        return number_from(text, self.locale)

    def _token(self, token: Token, home: str, *, in_braces: bool, called: bool) -> str:
        if token.kind == "number":
            return token.text.replace(self.locale.decimal, ".")
        if token.kind == "separator" and not in_braces:
            return ","
        if token.text == "\\" and in_braces:
            return ","
        if token.kind == "reference" and token.first is not None:
            return self._reference(token, token.first, home)
        return _LATER.get(token.text.upper(), token.text) if called else token.text

    def _reference(self, token: Token, first: Corner, home: str) -> str:
        title, rows = self.titles.get((home if token.sheet is None else token.sheet).casefold(), ("", 0))
        last = token.last
        if last and rows and last.row is None and first.row is not None:
            last = replace(last, row=max(rows - 1, first.row))
        if token.sheet is None or not title:
            return token.text if last is token.last else reference_text(token.sheet, first, last)
        return reference_text(title, first, last)


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return repr(value)
    return _text(value.text if isinstance(value, CellError) else value or "")


def _text(text: str) -> str:
    return '"' + text[:_LONGEST_TEXT].replace('"', '""') + '"'
