"""Text from anywhere made fit for a cell, a tab, a header: data, never a formula, a link or a format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from reports.limits import MAX_FOOTER_UNITS, MAX_HEADER_TEXT, MAX_TEXT_UNITS, MAX_TITLE_UNITS

#: What XML 1.0 cannot hold, and lone surrogates, which would lose the whole workbook at closing.
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: XlsxWriter and Excel read _x0041_ as a letter; keep what was typed.
_TITLE_BAD = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]+")
#: White space at which a line may break; a space before a % or a colon may not.
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")
_RISKY = tuple("=+-@\t\n\uff1d\uff0b\uff0d\uff20")
#: Marks that a text was shortened to what a cell can hold.
CUT = " […]"
_RESERVED = {"history"}


def clean(text: str) -> str:
    """`text` in composed form, with line feeds only, and U+FFFD for what a file cannot hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BAD.sub("\ufffd", unicodedata.normalize("NFC", lines))


def fitted(text: str, limit: int = MAX_TEXT_UNITS) -> str:
    """`text` within `limit` UTF-16 units; what is cut is marked at its end."""
    if len(text) * 2 <= limit or units(text) <= limit:
        return text
    room = limit - units(CUT)
    kept = text.encode("utf-16-le")[: room * 2].decode("utf-16-le", errors="ignore")
    return kept + CUT


def units(text: str) -> int:
    """Length as spreadsheets count it: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def risky(text: str) -> bool:
    """Whether a program that edits or exports the cell could take its text for a formula."""
    return text.lstrip(" ").startswith(_RISKY)


def tab_titles(wishes: Iterable[str]) -> tuple[str, ...]:
    """Titles of tabs near to what is wished: legal, at most 31 units, no two alike whatever their case."""
    taken = set(_RESERVED)
    titles = []
    for wish in wishes:
        base = _tab_title(wish)
        title, number = base, 1
        while _folded(title) in taken:
            number += 1
            mark = f" ({number})"
            title = _head(base, MAX_TITLE_UNITS - len(mark)) + mark
        taken.add(_folded(title))
        titles.append(title)
    return tuple(titles)


def headers(wishes: Iterable[str]) -> tuple[str, ...]:
    """Table headers near to what is wished: not empty, one line, no two alike whatever their case."""
    taken: set[str] = set()
    found = []
    for wish in wishes:
        base = _BREAKS.sub(" ", fitted(clean(wish), MAX_HEADER_TEXT - 10)).strip() or "?"
        header, number = base, 1
        while _folded(header) in taken:
            number += 1
            header = f"{base} ({number})"
        taken.add(_folded(header))
        found.append(header)
    return tuple(found)


def identifier(text: str) -> str:
    """`text` as a table name: ASCII letters, digits and underscores, starting with a letter."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9_]+", "_", ascii_text).strip("_") or "table"
    return (name if name[0].isalpha() else f"T_{name}")[:200]


def file_stem(text: str) -> str:
    """`text` as the stem of a file name on any system, without folders."""
    stem = re.sub(r"[^\w.-]+", "_", clean(text), flags=re.ASCII).strip("._-")
    return stem[:80] or "agency"


def footer_text(text: str) -> str:
    """`text` for a page footer, where & starts a command."""
    return fitted(" ".join(clean(text).split()), MAX_FOOTER_UNITS // 2).replace("&", "&&")


def chart_text(text: str) -> str:
    """`text` as a title or name in a chart, where `Data!A1` would be taken for a cell."""
    return clean(text).replace("!", "!\u200b")


def sort_key(text: str) -> tuple[str, str]:
    """Alphabetical order as a reader expects it: accents and case do not count."""
    bare = unicodedata.normalize("NFKD", clean(text))
    return "".join(one for one in bare if not unicodedata.combining(one)).casefold(), text


def _tab_title(wish: str) -> str:
    bare = _TITLE_BAD.sub(" ", unicodedata.normalize("NFC", wish))
    return _head(" ".join(bare.split()).strip("' "), MAX_TITLE_UNITS) or "_"


def _head(text: str, limit: int) -> str:
    head = text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", errors="ignore")
    return head.strip("' ")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
