"""Text as people type it: how it is shown, how it is compared, and what is left out."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from schemas.kinds.parsed import BLANK, NOTHING, VALUE, Parsed, wrong

#: What no result can hold: control characters, halves of surrogate pairs, non-characters.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
#: Marks of writing direction and width zero: invisible, and able to make one text look like another.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_MOST_QUOTED = 120
_ERROR = re.compile(r"#(N/A|N/D|DIV/0!|NAME\?|NOM\?|GETTING_DATA|[A-Z_]{2,20}!|¡[^!]{1,20}!)\Z|Err:\d{3}\Z")


def shown(value: object) -> str:
    """A cell value as people saw it: whole numbers without ".0", dates in ISO form, text as it is."""
    if type(value) is str:  # nearly always
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return str(value)


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """`text` for comparison: one width, lower case, no accents, single spaces, no final full stop."""
    plain = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    bare = bare.replace("\u2019", "'").replace("\u2018", "'")
    return _SPACES.sub(" ", bare).strip().lower().removesuffix(".").strip()


class _NotCalculated(str):
    """A formula that no program has calculated yet: text, so that it counts as something written."""

    __slots__ = ()


#: Stands in a cell whose formula has no value.
NOT_CALCULATED = _NotCalculated("=…")


def fault(value: object) -> str:
    """The code of what a formula gave instead of a value (#REF!, #N/A, Err:502 ..., or nothing yet), else ""."""
    if not isinstance(value, str):
        return ""
    if isinstance(value, _NotCalculated):
        return "FORMULA_NOT_CALCULATED"
    return "CELL_ERROR" if _ERROR.match(value.strip()) else ""


def quoted(value: object) -> str:
    """A value as messages quote it: one line of at most 120 characters, nothing invisible that could mislead."""
    text = shown(value)
    if len(text) <= _MOST_QUOTED and text.isprintable():
        return text.strip()
    plain = _UNSHOWABLE.sub("\ufffd", _INVISIBLE.sub("", text[: 20 * _MOST_QUOTED]))
    line = _SPACES.sub(" ", plain).strip()
    return f"{line[: _MOST_QUOTED - 1]}…" if len(line) > _MOST_QUOTED else line


def as_typed(value: object) -> dict[str, str]:
    """What a problem keeps of a cell that held a number or a day: so it is told as readers write one, not as typed text."""
    is_figure = isinstance(value, int | float | date) and not isinstance(value, bool)
    return {"figure": quoted(value)} if is_figure else {}


def clean(text: str) -> str:
    """`text` without what no result can hold; line ends become LF, composed accents."""
    return unicodedata.normalize("NFC", _UNSHOWABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def parse_text(value: object) -> Parsed:
    """Any value as clean text; blank when nothing is left. `suggestion` is "cleaned" when something was left out."""
    if value is None or value == "":
        return NOTHING
    if code := fault(value):
        return wrong(code)
    raw = shown(value)
    text = clean(raw)
    left_out = _UNSHOWABLE.search(raw) is not None
    if not text:
        return Parsed(BLANK, None, "", "cleaned" if left_out else "")
    return Parsed(VALUE, text, "", "cleaned" if left_out else "")
