"""A maturity level 0-4, "don't know" or "not applicable", in the many ways people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time, timedelta

from schemas.guideline import DONT_KNOW, LEVEL, NOT_APPLICABLE, Spellings
from schemas.kinds.parsed import NOTHING, Parsed, wrong
from schemas.kinds.text import fault, fold, shown

HIGHEST = 4
_WHOLE = re.compile(r"(\d+)(?:[.,]0+)?\Z")
_PART = re.compile(r"\d+[.,]\d+\Z")
_NEGATIVE = re.compile(r"[-\u2212]\s?\d+(?:[.,]\d+)?\Z")
_LABELLED = re.compile(r"(\d)\s*[-\u2013\u2014:.)=]*\s*(\D.*)\Z", re.DOTALL)
_NAMED = re.compile(r"(?:niveau|level|nivel|n)\s*([0-9]+)\Z")
_DIGITS = re.compile(r"\d+")
_AROUND = " ().:;,!*\"«»'"
_LONGEST = 200


class LevelReader:
    """Reads level cells with the words of all languages at once; remembers what it has read."""

    def __init__(self, spellings: Spellings, names: Mapping[str, int], *, halves: bool = False) -> None:
        """`names` maps every folded level name to its level; `halves` also takes 0.5, 1.5 ... (agreed levels)."""
        self._spellings, self._names, self._halves = spellings, names, halves
        self._known: dict[tuple[type, object], Parsed] = {}

    def __call__(self, value: object) -> Parsed:
        """The level in `value` (int, or float with `halves`), a state without level, or what is wrong."""
        if value is None or value == "":
            return NOTHING
        key = (type(value), value)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._read(value)
        return known

    def _read(self, value: object) -> Parsed:
        if isinstance(value, bool):
            return wrong("LEVEL_YES_NO")
        if isinstance(value, (int, float)):
            return self._number(float(value))
        if isinstance(value, (date, time, timedelta)):
            return wrong("LEVEL_IS_DATE")
        if code := fault(value):
            return wrong(code)
        text = shown(value).strip()
        return wrong("LEVEL_UNREADABLE") if len(text) > _LONGEST else self._text(fold(text))

    def _number(self, number: float) -> Parsed:
        if not 0 <= number <= HIGHEST:
            return wrong("LEVEL_OUT_OF_RANGE")
        if number.is_integer():
            return Parsed(LEVEL, int(number))
        if self._halves and (2 * number).is_integer():
            return Parsed(LEVEL, number)
        return wrong("LEVEL_AMBIGUOUS")

    def _text(self, text: str) -> Parsed:
        if not text:
            return NOTHING
        words = self._spellings
        if text in words.dont_know:
            return Parsed(DONT_KNOW)
        if text in words.not_applicable:
            return Parsed(NOT_APPLICABLE)
        if text in words.yes or text in words.no:
            return wrong("LEVEL_YES_NO")
        if text in self._names:
            return Parsed(LEVEL, self._names[text])
        if text in words.numbers:
            number = words.numbers[text]
            return wrong("LEVEL_IN_WORDS", str(number)) if number <= HIGHEST else wrong("LEVEL_OUT_OF_RANGE")
        return self._figures(text)

    def _figures(self, text: str) -> Parsed:
        if match := _WHOLE.match(text) or _NAMED.match(text):
            return self._number(float(match[1]))
        if _PART.match(text):
            return self._number(float(text.replace(",", ".")))
        if _NEGATIVE.match(text):
            return wrong("LEVEL_OUT_OF_RANGE")
        if match := _LABELLED.match(text):
            return self._labelled(int(match[1]), match[2])
        return wrong("LEVEL_AMBIGUOUS" if _DIGITS.search(text) else "LEVEL_UNREADABLE")

    def _labelled(self, level: int, label: str) -> Parsed:
        """As in "3 – Opérationnel": the figure counts with its own name and nothing else beside it, or is asked back."""
        if level <= HIGHEST and self._names.get(label.strip(_AROUND)) == level:
            return Parsed(LEVEL, level)
        return wrong("LEVEL_AMBIGUOUS" if level <= HIGHEST else "LEVEL_OUT_OF_RANGE")
