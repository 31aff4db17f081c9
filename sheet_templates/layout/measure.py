"""How much room text takes in a cell, so that rows are tall enough and no taller.

Widths are those of Calibri and of Carlito, which is drawn to the same measure, in hundredths of the font size.
Column widths are in characters, as spreadsheets count them: a character is 7 pixels of 0.75 points.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

#: A row cannot be taller (Excel).
TALLEST = 409.0
#: Points a line of text takes, per point of its font, before rounding up (Excel: 13 for 10 points, 15 for 11).
LINE_HEIGHT = 1.3
#: Points above and below the text of a cell together.
PADDING = 4.0
#: Of the width of a cell what text may count on: screens draw letters a little wider than printers.
_SAFE = 0.95
_POINTS_PER_CHARACTER, _CELL_MARGIN = 5.25, 4.0
_BOLD = 1.04
_OTHER = 66
_WIDE_FROM, _WIDE = 0x2E80, 105

_ADVANCES = {
    22: "'",
    24: "ijlìíîïıſ|ÌÍÎÏI.,·¹‘’",
    28: " \u00a0\u202f:;`",
    31: "()[]{}-f¸¡!t",
    35: "°²rŕř",
    40: '/\\s¨šśz"žźż',
    42: "Lcçćč“”Łł",
    45: "kvyýÿJ",
    48: "?FSŠŚZŽŹŻgaàáâãäåąx",
    51: "0123456789$#*+<=>^_~eèéêëęETYÈÉÊËÝÆ–•£«»▲△◆★✔",
    54: "bdhnopqukKPXBRCÇßðñòóôõöøùúûüß€",
    58: "µ○AÀÁÂÃÄÅVGŁ",
    65: "HDUÙÚÛÜNÑOÒÓÔÕÖØQ&",
    72: "…%w",
    87: "mMWœŒ@æ—←→",
}
_WIDTHS = {letter: width for width, letters in _ADVANCES.items() for letter in letters} | {"Æ": 77}


def cell_points(width: float) -> float:
    """The points of text that fit side by side in a cell of `width` characters."""
    return max(6.0, width * _POINTS_PER_CHARACTER - _CELL_MARGIN) * _SAFE


def text_points(text: str, size: float, *, bold: bool = False) -> float:
    """How wide `text` is on one line, in points."""
    return sum(map(_advance, text)) * size / 100 * (_BOLD if bold else 1.0)


@lru_cache(maxsize=16_384)
def n_lines(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Lines that `text` takes when wrapped in a cell of `width` characters; its own line feeds are kept."""
    room = cell_points(width) / (size / 100 * (_BOLD if bold else 1.0))
    return sum(_wrapped(line, room) for line in text.split("\n"))


def text_height(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """Points that wrapped `text` takes from top to bottom, without the padding of the cell."""
    return n_lines(text, width, size, bold=bold) * math.ceil(size * LINE_HEIGHT)


def _wrapped(line: str, room: float) -> int:
    found, used = 1, 0.0
    for word in _words(line):
        needed = sum(map(_advance, word))
        if used and used + needed > room:
            found, used = found + 1, 0.0
        if needed > room:
            more = math.ceil(needed / room) - 1
            found, used = found + more, needed - more * room
        else:
            used += needed
        used += _WIDTHS[" "]
    return found


def _words(line: str) -> Iterator[str]:
    """What is never broken in two: the parts between spaces; a space that must not break stays inside."""
    return (word for word in line.split(" ") if word)


def _advance(letter: str) -> int:
    width = _WIDTHS.get(letter)
    if width is None:
        return _WIDE if ord(letter) >= _WIDE_FROM else _OTHER
    return width
