"""The words of one language, looked up by key; placeholders in braces are filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.errors import ContentError

_FORMS = 2
#: Languages in which 0 and 1.5 go with the singular too (CLDR, plural rules); in the others only 1 does.
_SINGULAR_BELOW_TWO = frozenset({"fr"})


def is_singular(number: object, language: str) -> bool:
    """Whether the singular goes with `number`, whatever its sign; a text that is no number goes with the plural."""
    try:
        size = abs(float(str(number).replace(",", ".").replace("\u2212", "-")))
    except ValueError:
        return False
    return size < 2 if language in _SINGULAR_BELOW_TWO else size == 1  # noqa: PLR2004 - the rule's own number


class Words:
    """All interface words of one language: `words("problems.FILE_OPEN.do")`.

    A key that is missing is our fault (`pipeline check` looks for it) and raises ContentError.
    """

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        """Flatten the nested table of a words file into dotted keys."""
        self.language = language
        self._texts = dict(_flat(table, ""))

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key` with `{name}` replaced by `values[name]`; unknown placeholders stay empty.

        `{n|voice|voices}` becomes the form that goes with the number `values["n"]`, which may be written as a text.
        """
        try:
            text = self._texts[key]
        except KeyError as missing:
            message = f"no words for '{key}' in '{self.language}'"
            raise ContentError(message, "Run `pipeline check`.") from missing
        return text.format_map(_Blank(self.language, values)) if "{" in text else text

    def __contains__(self, key: str) -> bool:
        """Whether there are words for `key`."""
        return key in self._texts

    def keys(self) -> set[str]:
        """Every key, dotted."""
        return set(self._texts)

    def under(self, prefix: str) -> dict[str, str]:
        """The texts whose key starts with `prefix.`, by the rest of their key, in the order of the file."""
        start = prefix + "."
        return {key[len(start) :]: text for key, text in self._texts.items() if key.startswith(start)}


class _Blank(dict[str, object]):
    """Values by name; what has none is empty, and a name followed by two forms is one of them."""

    def __init__(self, language: str, values: Mapping[str, object]) -> None:
        super().__init__(values)
        self._language = language

    def __missing__(self, key: str) -> str:
        name, *forms = key.split("|")
        if len(forms) != _FORMS:
            return ""
        return forms[0] if is_singular(self.get(name), self._language) else forms[1]


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)
