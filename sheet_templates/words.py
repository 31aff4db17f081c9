"""The words of one language, looked up by key; placeholders in braces are filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.errors import ContentError


class Words:
    """All interface words of one language: `words("problems.FILE_OPEN.do")`.

    A key that is missing is our fault (`pipeline check` looks for it) and raises ContentError.
    """

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        """Flatten the nested table of a words file into dotted keys."""
        self.language = language
        self._texts = dict(_flat(table, ""))

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key` with `{name}` replaced by `values[name]`; unknown placeholders stay empty."""
        try:
            text = self._texts[key]
        except KeyError as missing:
            message = f"no words for '{key}' in '{self.language}'"
            raise ContentError(message, "Run `pipeline check`.") from missing
        return text.format_map(_Blank(values)) if "{" in text else text

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
    def __missing__(self, key: str) -> str:
        return ""


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)
