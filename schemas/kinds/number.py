"""Numbers with the decimal comma or point, with or without thousands; never guessed where both could be meant."""

from __future__ import annotations

import math
import re
from datetime import date, time, timedelta

from schemas.kinds.parsed import NOTHING, VALUE, Parsed, wrong
from schemas.kinds.text import fault, fold, shown

_UNIT = re.compile(r"(%|km2|km²|\bhab\b|\binhab\b|\betp\b|\bfte\b)\s*\Z")
_GROUPS = re.compile(r"-?\d{1,3}(?:[ '\u00a0\u202f]\d{3})+(?:[.,]\d+)?\Z")
_SIMPLE = re.compile(r"-?\d+(?:[.,]\d+)?\Z")
_BOTH_WAYS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}\Z")
_POINT_GROUPS = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d+\Z|-?\d{1,3}(?:\.\d{3}){2,}\Z")
_COMMA_GROUPS = re.compile(r"-?\d{1,3}(?:,\d{3})+\.\d+\Z|-?\d{1,3}(?:,\d{3}){2,}\Z")
_LONGEST = 60


def parse_number(value: object) -> Parsed:
    """The number in `value` as float. "1,234" is NUMBER_AMBIGUOUS; a date, a word or a range is VALUE_UNREADABLE."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, (bool, date, time, timedelta)):
        return wrong("VALUE_UNREADABLE")
    if isinstance(value, (int, float)):
        return Parsed(VALUE, float(value)) if math.isfinite(value) else wrong("VALUE_UNREADABLE")
    if code := fault(value):
        return wrong(code)
    written = shown(value).strip()
    if len(written) > _LONGEST:
        return wrong("VALUE_UNREADABLE")
    text = _UNIT.sub("", fold(written).replace("\u2212", "-")).strip()
    if not text:
        return NOTHING if not fold(written) else wrong("VALUE_UNREADABLE")
    return _figures(text)


def _figures(text: str) -> Parsed:
    if _BOTH_WAYS.match(text):
        return wrong("NUMBER_AMBIGUOUS")
    if _GROUPS.match(text):
        text = re.sub(r"[ '\u00a0\u202f]", "", text)
    elif _POINT_GROUPS.match(text):
        text = text.replace(".", "")
    elif _COMMA_GROUPS.match(text):
        text = text.replace(",", "")
    if _SIMPLE.match(text):
        return Parsed(VALUE, float(text.replace(",", ".")))
    return wrong("VALUE_UNREADABLE")
