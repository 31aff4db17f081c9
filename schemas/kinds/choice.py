"""One or several entries of a list, by their label in any language or by their key."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from schemas.guideline import Text
from schemas.kinds.parsed import NOTHING, VALUE, Parsed, wrong
from schemas.kinds.text import fault, fold, shown

_MANY = re.compile(r"[;\n]")
_LONGEST = 1000


class Choices:
    """The entries of one list, found by any of their spellings; those of `exclusive` stand alone or not at all."""

    def __init__(
        self,
        choices: Mapping[str, Text],
        exclusive: Collection[str] = (),
        *,
        spellings: Mapping[str, str] | None = None,
    ) -> None:
        """`choices` maps each key to its label in every language; `spellings` what else people type, folded, to a key."""
        self.exclusive = frozenset(exclusive)
        self._keys = dict(spellings or {})
        self._keys |= {fold(label): key for key, labels in choices.items() for label in (key, *labels.values())}

    def find(self, text: str) -> str | None:
        """The key of the entry that `text` names, None if there is none."""
        return self._keys.get(fold(text)) if len(text) <= _LONGEST else None


def parse_choice(value: object, choices: Choices) -> Parsed:
    """The key of the entry chosen, or CHOICE_UNKNOWN."""
    if value is None or not shown(value).strip():
        return NOTHING
    if code := fault(value):
        return wrong(code)
    key = choices.find(shown(value))
    return wrong("CHOICE_UNKNOWN") if key is None else Parsed(VALUE, key)


def parse_choices(value: object, choices: Choices) -> Parsed:
    """The keys of all entries chosen, joined by ";" in the order given.

    CHOICE_UNKNOWN names the first unknown; CHOICE_EXCLUSIVE: one stands beside others that contradict it. Nobody can
    tell which of them is meant, so none is taken.
    """
    if value is None or not shown(value).strip():
        return NOTHING
    if code := fault(value):
        return wrong(code)
    text = shown(value)
    if (whole := choices.find(text)) is not None:
        return Parsed(VALUE, whole)
    parts = [part.strip() for part in _MANY.split(text) if part.strip()]
    if len(parts) == 1:
        parts = [part.strip() for part in text.split(",") if part.strip()]
    keys = [choices.find(part) for part in parts]
    if None in keys:
        return wrong("CHOICE_UNKNOWN", parts[keys.index(None)])
    chosen = dict.fromkeys(key for key in keys if key)
    if len(chosen) > 1 and choices.exclusive & chosen.keys():
        return wrong("CHOICE_EXCLUSIVE")
    return Parsed(VALUE, ";".join(chosen))
