"""What a cell shows: a value under a number format, in the spreadsheet's locale."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from pipeline.stores.embedded.locales import Locale
from pipeline.stores.embedded.model import CellError, Json, Value
from pipeline.stores.embedded.serials import moment

_DATES = {"DATE", "TIME", "DATE_TIME"}
_DIGITS = 10
_LARGEST, _SMALLEST = 1e15, 1e-9
_TIME_TOKEN = re.compile(r'"[^"]*"|\\.|\[[hms]+\]|y+|m+|d+|h+|s+|\.0+|am/pm|a/p|AM/PM|A/P|.', re.IGNORECASE | re.DOTALL)
_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_SHORT = 3


def shown(value: Value, number_format: Json | None, locale: Locale) -> str:
    """The text of a cell; empty for an empty one."""
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, bool):
        return locale.true if value else locale.false
    if isinstance(value, str):
        return value
    return _number_shown(value, number_format or {}, locale)


def is_date(number_format: Json | None) -> bool:
    """Whether a number under that format is a date, a time or both."""
    return bool(number_format) and (number_format or {}).get("type") in _DATES


def _number_shown(number: float, number_format: Json, locale: Locale) -> str:
    kind = number_format.get("type", "")
    pattern = number_format.get("pattern") or _default(kind, locale)
    if kind in _DATES:
        return _date_shown(number, pattern)
    if kind == "TEXT" or not pattern or pattern.lower() == "general":
        return general(number, locale)
    return _patterned(number, pattern, locale)


def _default(kind: str, locale: Locale) -> str:
    money = "#,##0.00"
    after = f'{money} "{locale.currency}"'
    return {
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": after if locale.currency_after else f'"{locale.currency}"{money}',
        "SCIENTIFIC": "0.00E+00",
        "DATE": locale.date,
        "TIME": locale.time,
        "DATE_TIME": f"{locale.date} {locale.time}",
    }.get(kind, "")


def general(number: float, locale: Locale) -> str:
    """A number without a format: up to ten digits, no trailing zeros."""
    size = abs(number)
    if size and (size >= _LARGEST or size < _SMALLEST):
        mantissa, _, power = f"{number:.5E}".partition("E")
        mantissa = mantissa.rstrip("0").rstrip(".").replace(".", locale.decimal)
        return f"{mantissa}E{power[0]}{power[1:].zfill(2)}"
    if number == int(number):
        return str(int(number))
    whole = len(str(int(size))) if size >= 1 else 0
    exact = Decimal(repr(number))
    places = max(_DIGITS - whole, 0) if whole else _DIGITS - 1 - exact.adjusted()
    text = f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", locale.decimal)


def _patterned(number: float, pattern: str, locale: Locale) -> str:
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', pattern)
    section = sections[0]
    if number < 0 and len(sections) > 1:
        section, number = sections[1], -number
    elif number == 0 and len(sections) > 2:  # noqa: PLR2004 - the number speaks for itself
        section = sections[2]
    match = re.search(r"[#0?][#0?,]*(?:\.[#0?]+)?(?:E[+-]0+)?", section)
    if not match:
        return _literal(section)
    before, after = section[: match.start()], section[match.end() :]
    if "%" in _unquoted(section):
        number *= 100
    sign = "-" if number < 0 else ""
    body = _digits(abs(number), match[0], locale)
    if not body.strip("0" + locale.decimal + locale.group):
        sign = ""
    return f"{sign}{_literal(before)}{body}{_literal(after)}"


def _digits(number: float, form: str, locale: Locale) -> str:
    if "E" in form:
        head, _, power_form = form.partition("E")
        places = len(head.partition(".")[2])
        mantissa, _, power = f"{number:.{places}E}".partition("E")
        width = len(power_form) - 1
        return f"{mantissa.replace('.', locale.decimal)}E{power[0]}{power[1:].lstrip('0').zfill(width)}"
    head, _, tail = form.partition(".")
    exact = Decimal(repr(number)).quantize(Decimal(1).scaleb(-len(tail)), ROUND_HALF_UP)
    whole, _, fraction = f"{exact:f}".partition(".")
    least = tail.rstrip("#")
    fraction = fraction[: len(least)] + fraction[len(least) :].rstrip("0")
    whole = whole.lstrip("0").zfill(head.count("0"))
    if "," in head:
        whole = f"{int(whole or 0):,}".replace(",", locale.group) if whole else whole
    return whole + (locale.decimal + fraction if fraction else "")


def _unquoted(text: str) -> str:
    return re.sub(r'"[^"]*"|\\.', "", text)


def _literal(text: str) -> str:
    text = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r"\1", text)
    text = re.sub(r"\[[^\]]*\]|_.|\*.", "", text)
    return re.sub(r'"([^"]*)"|\\(.)', lambda match: match[1] or match[2] or "", text)


def _date_shown(number: float, pattern: str) -> str:
    when = moment(number)
    if when is None:
        return general(number, Locale())
    tokens = _TIME_TOKEN.findall(pattern)
    half = any(token.lower() in {"am/pm", "a/p"} for token in tokens)
    parts: list[str] = []
    near_time = False
    for place, token in enumerate(tokens):
        low = token.lower()
        minutes = low[0] == "m" and (near_time or _next_is_seconds(tokens[place + 1 :]))
        parts.append(_piece(token, low, "n" if minutes else low[0], number, half=half))
        if low[0] in "hs[":
            near_time = True
        elif low[0] in "ydm" and not minutes:
            near_time = False
    return "".join(parts)


def _next_is_seconds(tokens: list[str]) -> bool:
    letters = [token[0].lower() for token in tokens if token[0].isalpha()]
    return bool(letters) and letters[0] == "s"


def _piece(token: str, low: str, letter: str, number: float, *, half: bool) -> str:
    when = moment(number)
    if when is None or token.startswith(('"', "\\")):
        return _literal(token)
    if low in {"am/pm", "a/p"}:
        return "PM" if when.hour >= 12 else "AM"  # noqa: PLR2004 - the number speaks for itself
    if letter == "[":
        scale = {"h": 24, "m": 1440, "s": 86_400}[low[1]]
        return str(int(number * scale + 1e-9)).zfill(len(low) - 2)
    if letter == "y":
        return f"{when.year:04d}" if len(low) > 2 else f"{when.year % 100:02d}"  # noqa: PLR2004 - the number speaks for itself
    hour = (when.hour % 12 or 12) if half else when.hour
    named = {"m": (_MONTHS, when.month - 1), "d": (_DAYS, when.weekday())}
    if letter in named and len(low) >= _SHORT:
        words, index = named[letter]
        word = words.split()[index]
        return word[:_SHORT] if len(low) == _SHORT else word
    plain = {"m": when.month, "d": when.day, "h": hour, "n": when.minute, "s": when.second}
    return str(plain[letter]).zfill(min(len(low), 2)) if letter in plain else token
