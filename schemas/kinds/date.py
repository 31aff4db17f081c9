"""Years, months and dates: as the spreadsheet keeps them, or typed day first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from schemas.kinds.parsed import NOTHING, VALUE, Parsed, wrong
from schemas.kinds.text import fault, fold, shown

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[ t].*)?\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.-](\d{4})\Z")
_WORDED = re.compile(r"(?:(\d{1,2})(?:er)?\s+)?(?:de\s+)?([a-z]+)\s+(?:de\s+)?(\d{4})\Z")
_YEAR = re.compile(r"(\d{4})\Z")
_LONGEST = 100


def parse_year(value: object) -> Parsed:
    """A year as a whole number; a date gives its year."""
    blank = _blank_or_error(value)
    if blank:
        return blank
    if isinstance(value, date):
        return Parsed(VALUE, float(value.year))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Parsed(VALUE, float(value)) if float(value).is_integer() else wrong("VALUE_UNREADABLE")
    match = _YEAR.match(fold(shown(value)[:_LONGEST]))
    return Parsed(VALUE, float(match[1])) if match else wrong("VALUE_UNREADABLE")


def parse_month(value: object, months: Mapping[str, int]) -> Parsed:
    """A month as "2021-06"; a full date gives its month."""
    parsed = parse_date(value, months, whole=False)
    if parsed.state != VALUE:
        return parsed
    return Parsed(VALUE, str(parsed.value)[:7])


def parse_date(value: object, months: Mapping[str, int], *, whole: bool = True) -> Parsed:
    """A date as "2021-06-01". Slashed dates are read day first, as the sheets ask; `whole` refuses a bare month.

    `months` maps folded month names of every language to 1-12.
    """
    blank = _blank_or_error(value)
    if blank:
        return blank
    if isinstance(value, datetime):
        return Parsed(VALUE, value.date().isoformat())
    if isinstance(value, date):
        return Parsed(VALUE, value.isoformat())
    parts = _parts(fold(shown(value)[:_LONGEST]), months)
    if parts is None or (whole and parts[2] is None):
        return wrong("VALUE_UNREADABLE")
    try:
        return Parsed(VALUE, date(parts[0], parts[1], parts[2] or 1).isoformat())
    except ValueError:
        return wrong("VALUE_UNREADABLE")


def _parts(text: str, months: Mapping[str, int]) -> tuple[int, int, int | None] | None:
    """Year, month and day (None when not given) of a typed date."""
    if match := _ISO.match(text):
        return int(match[1]), int(match[2]), int(match[3]) if match[3] else None
    if match := _DAY_FIRST.match(text):
        return int(match[3]), int(match[2]), int(match[1])
    if match := _MONTH_FIRST.match(text):
        return int(match[2]), int(match[1]), None
    if (match := _WORDED.match(text)) and match[2] in months:
        return int(match[3]), months[match[2]], int(match[1]) if match[1] else None
    return None


def _blank_or_error(value: object) -> Parsed | None:
    if value is None or not shown(value).strip():
        return NOTHING
    code = fault(value)
    return wrong(code) if code else None
