"""Colours as Google returns them: single precision, no zeros, old and new field side by side."""

from __future__ import annotations

from typing import Any

from pipeline.stores.embedded.fields import Mask
from pipeline.stores.embedded.model import Json
from pipeline.stores.embedded.numbers import single

_PAIRS = {
    "backgroundColor": "backgroundColorStyle",
    "foregroundColor": "foregroundColorStyle",
    "tabColor": "tabColorStyle",
    "color": "colorStyle",
}
_STYLES = {style: colour for colour, style in _PAIRS.items()}


def with_both_colours(found: Any) -> Any:
    """The same JSON with `xColor` beside every `xColorStyle` and the reverse; the style wins."""
    if isinstance(found, list):
        return [with_both_colours(item) for item in found]
    if not isinstance(found, dict):
        return found
    result: Json = {}
    for name, value in found.items():
        if name in _STYLES:
            style = _style(value)
            result[name] = style
            if "rgbColor" in style:
                result[_STYLES[name]] = style["rgbColor"]
        elif name in _PAIRS and isinstance(value, dict) and not _is_style(name, found):
            result[name] = colour(value)
            result.setdefault(_PAIRS[name], {"rgbColor": colour(value)})
        elif name not in result:
            result[name] = with_both_colours(value)
    return result


def with_both_names(mask: Mask) -> Mask:
    """The mask with `xColorStyle` beside every `xColor` and the reverse: they are one setting."""
    found: Mask = {}
    for name, deeper in mask.items():
        found[name] = with_both_names(deeper)
        if name in _PAIRS:
            found[_PAIRS[name]] = {"rgbColor": deeper} if deeper else {}
        elif name in _STYLES:
            found[_STYLES[name]] = deeper.get("rgbColor", {})
    return found


def _is_style(name: str, found: Json) -> bool:
    """A `color` that holds an rgbColor (a theme's) is no plain colour; nor one with a style."""
    return "rgbColor" in found[name] or _PAIRS[name] in found


def _style(value: Json) -> Json:
    return {"rgbColor": colour(value["rgbColor"])} if "rgbColor" in value else dict(value)


def colour(value: Json) -> Json:
    """A colour without its zeros, each part in single precision."""
    return {name: single(float(part)) for name, part in value.items() if part}
