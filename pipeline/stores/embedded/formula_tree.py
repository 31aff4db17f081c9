"""A formula as a tree, by precedence as in Google Sheets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from pipeline.stores.embedded.formula_tokens import Corner, Token, tokens
from pipeline.stores.embedded.model import ERROR_TEXTS

_BINDING = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2}
_BINDING |= {"+": 3, "-": 3, "*": 4, "/": 4, "^": 6}
_SIGN = 7
_KINDS = {text: kind for kind, text in ERROR_TEXTS.items()}


class FormulaError(Exception):
    """The text is not a formula."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text or error kind written in the formula."""

    value: float | str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Cells, by sheet title (None: the formula's own) and corners."""

    sheet: str | None
    first: Corner
    last: Corner | None


@dataclass(frozen=True, slots=True)
class Name:
    """A named range, TRUE or FALSE."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator with its arguments; None is an argument left blank."""

    function: str
    arguments: tuple[Node | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A literal array `{1,2;3,4}`, by rows."""

    rows: tuple[tuple[Node, ...], ...]


Node: TypeAlias = Constant | Reference | Name | Call | Table


@lru_cache(maxsize=4096)
def parsed(formula: str, decimal: str) -> Node:
    """The tree of a formula that starts with "=".

    Raises:
        FormulaError: when it cannot be read.

    """
    reader = _Reader([t for t in tokens(formula[1:], decimal) if t.kind != "space"])
    node = reader.expression(0)
    if reader.rest():
        raise FormulaError
    return node


class _Reader:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._place = 0

    def rest(self) -> bool:
        return self._place < len(self._tokens)

    def _peek(self) -> Token:
        return self._tokens[self._place] if self.rest() else Token("end", "")

    def _take(self, text: str = "") -> Token:
        token = self._peek()
        if token.kind == "end" or (text and token.text != text):
            raise FormulaError
        self._place += 1
        return token

    def expression(self, least: int) -> Node:
        left = self._first()
        while True:
            operator = self._peek().text if self._peek().kind == "operator" else ""
            if operator == "%":
                self._take()
                left = Call("%", (left,))
                continue
            strength = _BINDING.get(operator, -1)
            if strength < 0 or strength < least:
                return left
            self._take()
            left = Call(operator, (left, self.expression(strength + 1)))

    def _first(self) -> Node:
        token = self._take()
        if token.kind == "number":
            return Constant(float(token.text.replace(",", ".")))
        if token.kind == "string":
            return Constant(token.text[1:-1].replace('""', '"'))
        if token.kind == "error":
            return Constant(_KINDS.get(token.text.upper(), "ERROR"), is_error=True)
        if token.kind == "reference" and token.first:
            return Reference(token.sheet, token.first, token.last)
        if token.kind == "name":
            return self._name(token)
        if token.text in {"+", "-"}:
            return Call(f"u{token.text}", (self.expression(_SIGN),))
        if token.text == "(":
            inside = self.expression(0)
            self._take(")")
            return inside
        if token.text == "{":
            return self._table()
        raise FormulaError

    def _name(self, token: Token) -> Node:
        if self._peek().text != "(":
            return Name(token.text)
        self._take("(")
        arguments: list[Node | None] = []
        while self._peek().text != ")":
            blank = self._peek().kind == "separator"
            arguments.append(None if blank else self.expression(0))
            if self._peek().kind == "separator":
                self._take()
                if self._peek().text == ")":
                    arguments.append(None)
            elif self._peek().text != ")":
                raise FormulaError
        self._take(")")
        return Call(token.text.upper(), tuple(arguments))

    def _table(self) -> Node:
        rows: list[list[Node]] = [[]]
        while self._peek().text != "}":
            rows[-1].append(self.expression(0))
            mark = self._peek().text
            if mark == ";":
                rows.append([])
            if mark in {",", ";", "\\"}:
                self._take()
        self._take("}")
        return Table(tuple(tuple(row) for row in rows))
