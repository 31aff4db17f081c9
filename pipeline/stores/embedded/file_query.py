"""Drive's search language (`q`), read into a test of files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from pipeline.stores.embedded.files import File
from pipeline.stores.embedded.refusals import Refusal, drive_error

Test: TypeAlias = Callable[[File], bool]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<mark><=|>=|!=|[=<>(){}])"""
    r"""|(?P<word>[A-Za-z][A-Za-z/]*))"""
)


def parsed(text: str, real_id: Callable[[str], str]) -> Test:
    """The test that a query stands for; "root" is turned into the caller's folder.

    Raises:
        Refusal: 400 when it cannot be read.

    """
    reader = _Reader(_tokens(text), real_id)
    test = reader.any_of()
    if reader.tokens:
        raise _bad()
    return test


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place, end = [], 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if not match or match.lastgroup is None:
            raise _bad()
        value = match[match.lastgroup]
        if match.lastgroup == "text":
            value = re.sub(r"\\(.)", r"\1", value[1:-1])
        found.append((match.lastgroup, value))
        place = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]], real_id: Callable[[str], str]) -> None:
        self.tokens = tokens
        self._real_id = real_id

    def _take(self, *wanted: str) -> str:
        if not self.tokens or (wanted and self.tokens[0][1] not in wanted):
            raise _bad()
        return self.tokens.pop(0)[1]

    def _next(self, word: str) -> bool:
        return bool(self.tokens) and self.tokens[0] in {("word", word), ("mark", word)}

    def any_of(self) -> Test:
        tests = [self._all_of()]
        while self._next("or"):
            self._take()
            tests.append(self._all_of())
        return lambda file: any(test(file) for test in tests)

    def _all_of(self) -> Test:
        tests = [self._one()]
        while self._next("and"):
            self._take()
            tests.append(self._one())
        return lambda file: all(test(file) for test in tests)

    def _one(self) -> Test:
        if self._next("not"):
            self._take()
            inside = self._one()
            return lambda file: not inside(file)
        if self._next("("):
            self._take("(")
            inside = self.any_of()
            self._take(")")
            return inside
        return self._term()

    def _term(self) -> Test:
        kind, name = self.tokens[0] if self.tokens else ("", "")
        self._take()
        if kind == "text":
            self._take("in")
            return self._member(self._take(), name)
        if name == "sharedWithMe":
            return _is_shared
        sign = self._take()
        if name in {"properties", "appProperties"} and sign == "has":
            return self._has(name)
        value = self._take()
        if name in _COLLECTIONS and sign == "in":
            return self._member(name, value)
        if name in _TRUTHS:
            return _truth(name, sign, value)
        if name in _TIMES:
            return _time(name, sign, value)
        return _text(name, sign, value)

    def _member(self, name: str, value: str) -> Test:
        if name not in _COLLECTIONS:
            raise _bad()
        wanted = self._real_id(value) if name == "parents" else value.lower()
        return lambda file: wanted in _COLLECTIONS[name](file)

    def _has(self, name: str) -> Test:
        self._take("{")
        self._take("key")
        self._take("=")
        key = self._take()
        self._take("and")
        self._take("value")
        self._take("=")
        value = self._take()
        self._take("}")
        attribute = "app_properties" if name == "appProperties" else name
        return lambda file: getattr(file, attribute).get(key) == value


def _with_role(*roles: str) -> Callable[[File], set[str]]:
    return lambda file: {item.email.lower() for item in file.permissions if item.role in roles}


_COLLECTIONS: dict[str, Callable[[File], set[str]]] = {
    "parents": lambda file: set(file.parents),
    "owners": _with_role("owner"),
    "writers": _with_role("writer", "owner"),
    "readers": _with_role("reader", "commenter", "writer", "owner"),
}
_TRUTHS = {"trashed", "starred"}
_TIMES = {"modifiedTime": "modified", "createdTime": "created"}
_TEXTS = {"name": "name", "mimeType": "mime_type", "fullText": "name"}


def _is_shared(file: File) -> bool:
    return len(file.permissions) > 1


def _truth(name: str, sign: str, value: str) -> Test:
    if sign not in {"=", "!="} or value not in {"true", "false"}:
        raise _bad()
    wanted = (value == "true") == (sign == "=")
    return lambda file: bool(getattr(file, name)) == wanted


def _time(name: str, sign: str, value: str) -> Test:
    if sign not in _ORDER:
        raise _bad()
    try:
        wanted = _moment(value)
    except ValueError as error:
        raise _bad() from error
    return lambda file: _ORDER[sign](_moment(getattr(file, _TIMES[name])), wanted)


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


_ORDER: dict[str, Callable[[datetime, datetime], bool]] = {
    "=": lambda one, two: one == two,
    "!=": lambda one, two: one != two,
    "<": lambda one, two: one < two,
    "<=": lambda one, two: one <= two,
    ">": lambda one, two: one > two,
    ">=": lambda one, two: one >= two,
}


def _text(name: str, sign: str, value: str) -> Test:
    if name not in _TEXTS:
        raise _bad()
    attribute, folded = _TEXTS[name], value.casefold()
    if sign == "contains":
        return lambda file: _contains(getattr(file, attribute).casefold(), folded, name)
    if sign in {"=", "!="}:
        same = sign == "="
        exact = (lambda text: text) if name == "mimeType" else str.casefold
        return lambda file: (exact(getattr(file, attribute)) == exact(value)) == same
    raise _bad()


def _contains(text: str, wanted: str, name: str) -> bool:
    """For names Drive matches the beginnings of words only."""
    if name == "name":
        return any(text[match.start() :].startswith(wanted) for match in re.finditer(r"\b\w", text))
    return wanted in text


def _bad() -> Refusal:
    place = {"location": "q", "locationType": "parameter"}
    return drive_error(400, "invalid", "Invalid Value", place=place)
