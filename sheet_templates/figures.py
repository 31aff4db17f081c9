"""Numbers and days in a sentence, as readers of a language write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from sheet_templates.words import Words

#: The sign before a number below nothing; a hyphen is shorter, and a line may break after it.
MINUS = "\u2212"
_TOGETHER = 4
#: Languages that write 90% in one; the others keep a space before the sign, at which no line breaks.
_TIGHT = frozenset({"en"})


def half_up(value: float, places: int = 0) -> str:
    """`value` as spreadsheets print it: halves away from zero, a point for the decimals."""
    exact = Decimal(f"{value:.15g}")
    return str(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def grouped(digits: str, language: str) -> str:
    """Digits in groups of three, parted by a no-break space, in English by a comma.

    Four digits stay together, so that years do too.
    """
    if len(digits) <= _TOGETHER:
        return digits
    return f"{int(digits):,}" if language == "en" else f"{int(digits):,}".replace(",", "\u00a0")


def number(value: float, language: str, places: int = 1) -> str:
    """`value` with at most `places` decimals, none if whole."""
    whole, _, part = half_up(abs(value), places).partition(".")
    part = part.rstrip("0")
    sign = MINUS if value < 0 and (part or whole != "0") else ""
    shown = sign + grouped(whole, language)
    return f"{shown}{'.' if language == 'en' else ','}{part}" if part else shown


def signed(value: float, language: str, places: int = 0) -> str:
    """A change: "+2", "−2", and "0" for what rounds to nothing."""
    size = number(abs(value), language, places)
    if size == "0":
        return size
    return f"{'+' if value > 0 else MINUS}{size}"


def counted(n: int, noun: str) -> str:
    """A number and its noun in the English of the commands: "1 fault", "2 faults"."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def percent_sign(language: str) -> str:
    """The sign that follows a number, with the space that belongs before it."""
    return "%" if language in _TIGHT else "\u00a0%"


def percent(share: float, language: str, places: int = 0) -> str:
    """A share from 0 to 1 in per cent: "67%"."""
    return number(100 * share, language, places) + percent_sign(language)


def day(iso: str) -> date | None:
    """The day that "2026-05-03" says; None where it is no such text, which is then shown as it stands."""
    try:
        return date.fromisoformat(iso) if len(iso) == len("2026-05-03") else None
    except ValueError:
        return None


def day_said(iso: str) -> str:
    """A day as it is written in all four languages, day first ("03/05/2026"); what is no day as it stands."""
    found = day(iso)
    return f"{found:%d/%m/%Y}" if found else iso


def day_in_words(on: date, words: Words) -> str:
    """A day with its month written out: "3 May 2026"."""
    return words("sheet.date", day=on.day, month=words(f"months.{on.month}"), year=on.year)


def moment_in_words(at: datetime, words: Words) -> str:
    """A day and its time: "3 May 2026, 16:30"; the sentence around it names the time zone."""
    return f"{day_in_words(at, words)}, {at:%H:%M}"
