"""The theme's styles as Google's cell formats. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sheet_templates.load import read_toml

Json = dict[str, Any]
_ACROSS = {"left": "LEFT", "center": "CENTER", "right": "RIGHT"}
_DOWN = {"top": "TOP", "vcenter": "MIDDLE", "bottom": "BOTTOM"}
_LINES = {"thin": "SOLID", "medium": "SOLID_MEDIUM", "dashed": "DASHED"}
_SIDES = ("top", "bottom", "left", "right")


@cache
def cell_format(style: str) -> Json:
    """The CellFormat of a style."""
    theme = read_toml("theme.toml")
    look = {**theme["base"], **theme["styles"][style]}
    found: Json = {
        "verticalAlignment": _DOWN[look.get("valign", "bottom")],
        "wrapStrategy": "WRAP" if look.get("wrap") else "OVERFLOW_CELL",
        "textFormat": text_format(look),
    }
    if "align" in look:
        found["horizontalAlignment"] = _ACROSS[look["align"]]
    if "fill" in look:
        found["backgroundColorStyle"] = colour(look["fill"])
    if borders := _borders(look):
        found["borders"] = borders
    return found


@cache
def run_format(style: str) -> Json:
    """The TextFormat of a part of a text."""
    theme = read_toml("theme.toml")
    return text_format({**theme["base"], **theme["styles"][style]})


@cache
def mark_format(style: str) -> Json:
    """What of a style a conditional format may set: fill, colour and weight of the letters."""
    look = read_toml("theme.toml")["styles"][style]
    letters: Json = {name: True for name in ("bold", "italic", "underline") if look.get(name)}
    found: Json = {}
    if "colour" in look:
        letters["foregroundColorStyle"] = colour(look["colour"])
    if letters:
        found["textFormat"] = letters
    if "fill" in look:
        found["backgroundColorStyle"] = colour(look["fill"])
    return found


def text_format(look: Mapping[str, Any]) -> Json:
    """The TextFormat of a theme entry."""
    found: Json = {
        "fontFamily": look["font"],
        "fontSize": int(look["size"]),
        "foregroundColorStyle": colour(look["colour"]),
    }
    return found | {name: True for name in ("bold", "italic", "underline") if look.get(name)}


def tab_colour(name: str) -> Json | None:
    """The colour of a tab; None for Google's own."""
    text = read_toml("theme.toml")["tab_colours"].get(name)
    return colour(text) if text else None


def colour(text: str) -> Json:
    """A colour such as #1B3A5C as a ColorStyle."""
    parts = (int(text[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return {"rgbColor": dict(zip(("red", "green", "blue"), parts, strict=True))}


def _borders(look: Mapping[str, Any]) -> Json:
    found: Json = {}
    if "border" in look:
        line = {"style": _LINES[look.get("line", "thin")], "colorStyle": colour(look["border"])}
        found = dict.fromkeys(_SIDES, line)
    if "bottom" in look:
        found["bottom"] = {"style": "SOLID_MEDIUM", "colorStyle": colour(look["bottom"])}
    return found
