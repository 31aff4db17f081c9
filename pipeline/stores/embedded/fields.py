"""Field masks: parsed, applied to answers, applied to updates."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from pipeline.stores.embedded.refusals import Refusal, unknown_field

Mask: TypeAlias = dict[str, Any]
"""Name → mask of what is below it; an empty mask means "all of it"."""

_TOKEN = re.compile(r"[A-Za-z_*@][\w*@-]*|[(),/.]")
_ALL: Mask = {}


def parsed(text: str) -> Mask:
    """The mask written in `text`: `a,b/c`, `a.b`, `a(b,c)`, `*`.

    Raises:
        Refusal: 400 when the text is not a mask.

    """
    squeezed = re.sub(r"\s+", "", text)
    tokens = _TOKEN.findall(squeezed)
    if not tokens or "".join(tokens) != squeezed:
        raise _bad(text)
    mask: Mask = {}
    rest = _names(tokens, mask, text)
    if rest:
        raise _bad(text)
    return _starless(mask)


def wants(mask: Mask | None, *path: str) -> bool:
    """Whether anything at or below the path is asked for; no mask asks for everything."""
    here = mask
    for name in path:
        if not here or "*" in here:
            return True
        if name not in here:
            return False
        here = here[name]
    return True


def below(mask: Mask | None, *path: str) -> Mask | None:
    """The mask of what is below the path; None when all of it is asked for."""
    here = mask
    for name in path:
        if not here:
            return None
        here = here.get(name, here.get("*", _ALL))
    return here or None


def pruned(found: Any, mask: Mask | None) -> Any:
    """Only what the mask names; lists are followed, absent names stay absent."""
    if not mask:
        return found
    if isinstance(found, list):
        return [pruned(item, mask) for item in found]
    if not isinstance(found, dict):
        return found
    if "*" in mask:
        return {key: pruned(value, mask.get(key, mask["*"])) for key, value in found.items()}
    return {key: pruned(found[key], mask[key]) for key in mask if key in found}


def merged(old: Any, new: Any, mask: Mask | None) -> Any:
    """`old` with what the mask names taken from `new`; what `new` lacks there is removed."""
    if not mask or "*" in mask:
        return new
    result = dict(old) if isinstance(old, dict) else {}
    source = new if isinstance(new, dict) else {}
    for name, deeper in mask.items():
        value = merged(result.get(name), source.get(name), deeper)
        if value is None or value == {}:
            result.pop(name, None)
        else:
            result[name] = value
    return result


def _names(tokens: list[str], mask: Mask, text: str) -> list[str]:
    while True:
        tokens = _path(tokens, mask, text)
        if not tokens or tokens[0] != ",":
            return tokens
        tokens = tokens[1:]


def _path(tokens: list[str], mask: Mask, text: str) -> list[str]:
    here = mask
    while True:
        if not tokens or tokens[0] in "(),/.":
            raise _bad(text)
        known = tokens[0] in here
        whole = known and not here[tokens[0]]
        below_it = here.setdefault(tokens[0], {})
        tokens = tokens[1:]
        if not tokens or tokens[0] not in "(/.":
            below_it.clear()
            return tokens
        here = {} if whole else below_it
        if tokens[0] == "(":
            tokens = _names(tokens[1:], here, text)
            if not tokens or tokens[0] != ")":
                raise _bad(text)
            return tokens[1:]
        tokens = tokens[1:]


def _starless(mask: Mask) -> Mask:
    cleaned = {name: _starless(deeper) for name, deeper in mask.items()}
    return {} if cleaned.get("*") == {} else cleaned


def _bad(text: str) -> Refusal:
    return unknown_field(text)
