"""What a typed text becomes (USER_ENTERED): a number, a date, a truth, a formula or a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.stores.embedded.locales import Locale
from pipeline.stores.embedded.model import ERROR_TEXTS, CellError, Json, Value
from pipeline.stores.embedded.serials import day


@dataclass(frozen=True, slots=True)
class Entered:
    """A value as stored, its formula text when it is one, and the number format it brings."""

    value: Value = None
    formula: str | None = None
    number_format: Json | None = None


_Reader: TypeAlias = Callable[[str, Locale], Entered | None]

_ISO_DATE = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})")
_SHORT_DATE = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?(?: ?([ap])m)?", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+")
_TWO_DIGIT_PIVOT = 30
_NOON = 12
_SPACES = " \u00a0\u202f"


def entered(text: str, locale: Locale) -> Entered:
    """The cell content that typing `text` gives in that locale."""
    if text == "":
        return Entered()
    if text.startswith("'"):
        return Entered(text[1:])
    if text.startswith("=") and len(text) > 1:
        return Entered(formula=text)
    for reader in _READERS:
        found = reader(text.strip(), locale)
        if found is not None:
            return found
    if text.startswith("+"):
        return Entered(formula=f"={text}")
    return Entered(text)


def number_from(text: str, locale: Locale) -> float | None:
    """The number a plain text stands for in that locale, or None."""
    found = _number(text.strip(), locale)
    if found is None or not isinstance(found.value, float):
        return None
    return found.value


def _truth(text: str, locale: Locale) -> Entered | None:
    words = {"TRUE": True, "FALSE": False, locale.true: True, locale.false: False}
    known = words.get(text.upper())
    return None if known is None else Entered(known)


def _error(text: str, _locale: Locale) -> Entered | None:
    for kind, shown in ERROR_TEXTS.items():
        if text.upper() == shown and kind != "LOADING":
            return Entered(CellError(kind))
    return None


def _plain_number(text: str, locale: Locale) -> tuple[float, str] | None:
    """The number and the pattern its writing suggests ("" for none)."""
    marks = _SPACES if locale.group in _SPACES else locale.group
    group = f"[{re.escape(marks)}]"
    decimal = re.escape(locale.decimal)
    form = rf"([+-]?)(?:(\d{{1,3}}(?:{group}\d{{3}})+)|(\d*))(?:{decimal}(\d*))?"
    match = re.fullmatch(form, text)
    if not match or not re.search(r"\d", text):
        return None
    sign, grouped, bare, after = match.groups()
    digits = re.sub(r"\D", "", grouped) if grouped else bare
    number = float(f"{sign}{digits or '0'}.{after or '0'}")
    pattern = ""
    if grouped:
        pattern = "#,##0.00" if after else "#,##0"
    return number, pattern


def _number(text: str, locale: Locale) -> Entered | None:
    found = _plain_number(text, locale)
    if found:
        number, pattern = found
        return Entered(number, None, {"type": "NUMBER", "pattern": pattern} if pattern else None)
    if _SCIENTIFIC.fullmatch(text.replace(locale.decimal, ".")):
        number = float(text.replace(locale.decimal, "."))
        if number in {float("inf"), float("-inf")}:
            return None
        return Entered(number, None, {"type": "SCIENTIFIC", "pattern": "0.00E+00"})
    return None


def _percent(text: str, locale: Locale) -> Entered | None:
    if not text.endswith("%"):
        return None
    found = _plain_number(text[:-1].rstrip(_SPACES), locale)
    if not found:
        return None
    pattern = "0.00%" if locale.decimal in text else "0%"
    return Entered(round(found[0] / 100, 15), None, {"type": "PERCENT", "pattern": pattern})


def _currency(text: str, locale: Locale) -> Entered | None:
    mark = locale.currency
    if mark not in text:
        return None
    match = re.fullmatch(rf"(-?)\s*{re.escape(mark)}\s*(.+)|(.+?)\s*{re.escape(mark)}", text)
    if not match or (match[3] and not locale.currency_after):
        return None
    found = _plain_number(match[3] or f"{match[1]}{match[2]}", locale)
    if not found:
        return None
    body = "#,##0.00" if locale.decimal in text else "#,##0"
    pattern = f'{body} "{mark}"' if locale.currency_after else f'"{mark}"{body}'
    return Entered(found[0], None, {"type": "CURRENCY", "pattern": pattern})


def _date(text: str, locale: Locale) -> Entered | None:
    match = _ISO_DATE.fullmatch(text)
    if match:
        found = day(int(match[1]), int(match[3]), int(match[4]))
        pattern = match[2].join(("yyyy", "m" * len(match[3]), "d" * len(match[4])))
        return None if found is None else Entered(found, None, _as("DATE", pattern))
    match = _SHORT_DATE.fullmatch(text)
    if not match or (match[2] == "." and locale.decimal == "."):
        return None
    one, two, year = int(match[1]), int(match[3]), int(match[4])
    if len(match[4]) == len("yy"):
        year += 2000 if year < _TWO_DIGIT_PIVOT else 1900
    date, month = (one, two) if locale.day_first else (two, one)
    found = day(year, month, date)
    letters = ("d", "m") if locale.day_first else ("m", "d")
    parts = (letters[0] * len(match[1]), letters[1] * len(match[3]), "y" * len(match[4]))
    return None if found is None else Entered(found, None, _as("DATE", match[2].join(parts)))


def _time(text: str, _locale: Locale) -> Entered | None:
    match = _TIME.fullmatch(text)
    if not match or int(match[2]) > 59:  # noqa: PLR2004 - the number speaks for itself
        return None
    hours = int(match[1])
    half = (match[5] or "").lower()
    if half:
        if not 1 <= hours <= _NOON:
            return None
        hours = hours % _NOON + (_NOON if half == "p" else 0)
    seconds = hours * 3600 + int(match[2]) * 60 + float((match[3] or "0") + (match[4] or ""))
    pattern = "h:mm:ss" if match[3] else "h:mm"
    return Entered(seconds / 86_400, None, _as("TIME", pattern + (" am/pm" if half else "")))


def _date_and_time(text: str, locale: Locale) -> Entered | None:
    date_text, gap, time_text = text.replace("T", " ").partition(" ")
    date, time = _date(date_text, locale), _time(time_text, locale)
    if not gap or date is None or time is None or time.number_format is None:
        return None
    if not isinstance(date.value, float) or not isinstance(time.value, float):
        return None
    pattern = f"{(date.number_format or {})['pattern']} {time.number_format['pattern']}"
    return Entered(date.value + time.value, None, _as("DATE_TIME", pattern))


def _as(kind: str, pattern: str) -> Json:
    return {"type": kind, "pattern": pattern}


_READERS: tuple[_Reader, ...] = (
    _truth,
    _number,
    _percent,
    _currency,
    _date,
    _time,
    _date_and_time,
    _error,
)
