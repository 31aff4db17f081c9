"""The one look of all workbooks: names of styles, what they mean in format properties, and the heat scale.

Navy and one accent on white. The heat scale runs from orange (0) over white (50) to blue (100), fixed, so that a
colour means the same on every sheet; it survives colour blindness and printing in grey (blue is darker than
orange), and numbers are printed in every cell, so that it is never needed. Every pair of ink and fill has a contrast of at least 4.5 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from sheet_templates.figures import percent_sign

NAVY, ACCENT, INK, GREY = "#12355B", "#B3541E", "#1F2933", "#52606D"
WHITE, PALE, LINE, BAND = "#FFFFFF", "#F3F5F7", "#C5CDD5", "#E4EAF1"
AMBER_PALE = "#FFF4E0"
LOW, MIDDLE, HIGH = "#F0A467", "#FBFAF7", "#5B97CC"
#: Calibri; LibreOffice draws it with Carlito, which has the same widths.
FONT = "Calibri"

Properties = Mapping[str, object]


class Style(NamedTuple):
    """How a cell looks: a base of `BASES`, with its own number format and fill where it has them."""

    base: str
    number_format: str = ""
    fill: str = ""


BASES: Mapping[str, Properties] = {
    "plain": {},
    "title": {"bold": True, "font_size": 18, "font_color": NAVY},
    "cover_title": {"bold": True, "font_size": 22, "font_color": NAVY},
    "cover_strong": {"font_size": 14, "bold": True, "font_color": NAVY},
    "tagline": {"font_size": 14, "bold": True, "font_color": ACCENT},
    "notice": {"bold": True, "font_color": INK, "bg_color": AMBER_PALE, "valign": "vcenter"},
    "subtitle": {"bold": True, "font_size": 13, "font_color": NAVY},
    "note": {"font_color": GREY},
    "strong": {"bold": True},
    "link": {"font_color": NAVY, "underline": 1},
    "header": {
        "indent": 1,
        "bold": True,
        "font_color": WHITE,
        "bg_color": NAVY,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": WHITE,
    },
    "header_centre": {
        "bold": True,
        "font_color": WHITE,
        "bg_color": NAVY,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "center",
        "border": 1,
        "border_color": WHITE,
    },
    "text": {"indent": 1, "bottom": 1, "bottom_color": LINE, "valign": "vcenter"},
    "left": {
        "indent": 1,
        "bottom": 1,
        "bottom_color": LINE,
        "valign": "vcenter",
        "align": "left",
    },
    "label": {"indent": 1, "bottom": 1, "bottom_color": LINE, "valign": "vcenter", "bold": True},
    "wrap": {
        "indent": 1,
        "bottom": 1,
        "bottom_color": LINE,
        "valign": "vcenter",
        "text_wrap": True,
    },
    "centre": {"bottom": 1, "bottom_color": LINE, "valign": "vcenter", "align": "center"},
    "cell_link": {
        "indent": 1,
        "bottom": 1,
        "bottom_color": LINE,
        "valign": "vcenter",
        "font_color": NAVY,
        "underline": 1,
    },
    "number": {"bottom": 1, "bottom_color": LINE, "valign": "vcenter", "align": "right"},
    "heat": {
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "border_color": WHITE,
        "font_color": INK,
    },
    "mark": {
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "border_color": WHITE,
        "bg_color": BAND,
        "font_color": GREY,
    },
    "entry": {
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "border_color": INK,
        "bg_color": AMBER_PALE,
        "bold": True,
        "locked": False,
    },
    "chart_data": {"font_color": GREY, "font_size": 9},
    "chart_header": {"font_color": GREY, "font_size": 9, "bold": True, "text_wrap": True},
    "data": {},
    "data_number": {"align": "center"},
    "data_link": {"font_color": NAVY, "underline": 1},
    "data_header": {"bold": True, "font_color": WHITE, "bg_color": NAVY},
}

TITLE, COVER_TITLE, COVER_STRONG, TAGLINE = (
    Style("title"),
    Style("cover_title"),
    Style("cover_strong"),
    Style("tagline"),
)
NOTICE, SUBTITLE, NOTE, STRONG, LINK = (
    Style("notice"),
    Style("subtitle"),
    Style("note"),
    Style("strong"),
    Style("link"),
)
HEADER, HEADER_CENTRE = Style("header"), Style("header_centre")
TEXT, LABEL, WRAP, CENTRE, CELL_LINK, MARK = (
    Style("text"),
    Style("label"),
    Style("wrap"),
    Style("centre"),
    Style("cell_link"),
    Style("mark"),
)
WHOLE, ONE_PLACE, TWO_PLACES = Style("centre", "0"), Style("centre", "0.0"), Style("centre", "0.00")
#: A change in whole points, with a minus sign; what is shown is rounded before, so that no zero has a sign.
SIGNED = Style("centre", '+0;"\u2212"0;0')
DAY = Style("centre", "dd/mm/yyyy")
MONEY = Style("number", "#,##0")
ENTRY = Style("entry")
CHART_DATA, CHART_NUMBER, CHART_HEADER = (
    Style("chart_data"),
    Style("chart_data", "0"),
    Style("chart_header"),
)
DATA, DATA_WHOLE, DATA_HEADER = Style("data"), Style("data_number", "0"), Style("data_header")
DATA_LINK = Style("data_link")
DATA_REAL = Style("data_number", "0.0###")
DATA_TIME = Style("data_number", "yyyy-mm-dd hh:mm:ss")

#: Steps of the heat scale: enough to read a trend, few enough formats.
_STEP = 5
#: Day and month names of a date in the reader's language.
_LOCALES = {"fr": "[$-40C]d mmmm yyyy", "en": "[$-809]d mmmm yyyy"}
_LOCALES |= {"es": '[$-C0A]d "de" mmmm "de" yyyy', "pt": '[$-816]d "de" mmmm "de" yyyy'}


def heat(score: float, number_format: str = "0") -> Style:
    """The style of a score from 0 to 100: its shade of the fixed scale, in steps of 5 points."""
    step = min(100, max(0, int(score / _STEP + 0.5) * _STEP))
    return _heat(step, number_format)


def uncoloured(number_format: str = "0") -> Style:
    """The style of a score that rests on too little to be coloured."""
    return Style("heat", number_format, PALE)


@cache
def _heat(step: int, number_format: str) -> Style:
    return Style("heat", number_format, _shade(step))


@cache
def _shade(step: int) -> str:
    if step <= 50:  # noqa: PLR2004 - the middle of the scale
        return _mixed(LOW, MIDDLE, step / 50)
    return _mixed(MIDDLE, HIGH, (step - 50) / 50)


def wraps(style: Style) -> bool:
    """Whether text in this style is broken over lines inside its cell."""
    return "text_wrap" in BASES[style.base]


def spacious(style: Style) -> bool:
    """Whether rows in this style get room to breathe; data and chart values do not."""
    return style.base not in ("data", "data_number", "data_link", "chart_data", "plain")


def share(language: str, digits: str = "0") -> Style:
    """The style of a share from 0 to 1, shown in per cent as readers of `language` write it."""
    return Style("centre", f"{digits}%" if percent_sign(language) == "%" else f'{digits}"\u00a0"%')


def percent(language: str) -> Style:
    """The style of a number from 0 to 100 with its sign, as readers of `language` write it."""
    return Style("centre", f'0"{percent_sign(language)}"')


def long_date(language: str) -> str:
    """The number format of a date written out in `language`, day first."""
    return _LOCALES.get(language, "yyyy-mm-dd")


def _mixed(start: str, end: str, share: float) -> str:
    pairs = [(int(start[at : at + 2], 16), int(end[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(one + (other - one) * share):02X}" for one, other in pairs)
