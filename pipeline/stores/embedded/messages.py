"""The bodies of requests, read as Google reads them: names, kinds and choices are those of its documents.

`messages.json` has, for every message of the API, each field's kind; it is drawn from Google's
discovery documents, and a test holds it against them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from math import isfinite
from typing import Any, TypeAlias

from pipeline.stores.embedded.refusals import violations

Json: TypeAlias = dict[str, Any]
_Place: TypeAlias = "tuple[_Place, str] | tuple[()]"
_Wrong: TypeAlias = list[tuple[str, str]]
_Reader: TypeAlias = Callable[[Any, _Place, _Wrong], Any]

_LARGEST = {"int32": 2**31, "int64": 2**63}
_LIST_VALUE = "type.googleapis.com/google.protobuf.ListValue"
_TYPES = "type.googleapis.com/google.apps.sheets.v4."


def read(body: Any, name: str, place: str = "", *, lenient: bool = False) -> Json:
    """A message as the service works with it: no nulls, numbers as numbers, lists as lists.

    As Google does, a single item is taken for a list of one, a number may come as a text, and a
    field may go by its name in snake case.

    Args:
        body: the decoded JSON.
        name: of the message.
        place: of the body in the request, "" for the whole of it.
        lenient: whether unknown fields are passed over (Drive) or refused (Sheets).

    Raises:
        Refusal: 400 in the words of Google's JSON reader, with every field that is wrong.

    """
    wrong: _Wrong = []
    start: _Place = ((), place) if place else ()
    found: Json = _message(name, lenient)(body, start, wrong)
    if wrong:
        raise violations(wrong)
    return found


def unknown_path(mask: Mapping[str, Any], name: str) -> str:
    """The first path of a field mask that the message does not have, "" when it has them all."""
    return _unknown_in(mask, f"@{name}", "")


def _unknown_in(mask: Mapping[str, Any], kind: Any, before: str) -> str:
    while isinstance(kind, list) and kind[0] == "list":
        kind = kind[1]
    if not mask or (isinstance(kind, list) and kind[0] == "map") or kind == "any":
        return ""
    known = kind if isinstance(kind, dict) else fields(kind[1:]) if str(kind).startswith("@") else {}
    for field, deeper in mask.items():
        path = f"{before}.{field}" if before else field
        if field == "*":
            continue
        if field not in known:
            return path
        if found := _unknown_in(deeper, known[field], path):
            return found
    return ""


@cache
def fields(name: str) -> Mapping[str, Any]:
    """The fields of a message and their kinds."""
    found: Mapping[str, Any] = _documents()[name]
    return found


@cache
def _documents() -> Json:
    text = resources.files("pipeline.stores.embedded").joinpath("messages.json").read_text(encoding="utf-8")
    found: Json = json.loads(text)
    return found


@cache
def _message(name: str, lenient: bool) -> _Reader:  # noqa: FBT001 - a cached function takes its arguments by place
    """The reader of a message; its fields' readers are looked up when first met, as messages hold each other."""
    kinds = fields(name)
    readers: dict[str, _Reader] = {}

    def message(found: Any, place: _Place, wrong: _Wrong) -> Any:
        if not isinstance(found, dict):
            wrong.append((_text(place), f"Invalid value at '{_text(place)}' ({_TYPES}{name}), {_shown(found)}"))
            return {}
        taken: Json = {}
        for given, value in found.items():
            field = given if given in kinds else _camel(given)
            if field not in kinds:
                if not lenient:
                    wrong.append(_unknown(given, place))
                continue
            if value is None:
                continue
            if field not in readers:
                readers[field] = _reader(kinds[field], lenient=lenient)
            taken[field] = readers[field](value, (place, field), wrong)
        return taken

    return message


def _reader(kind: Any, *, lenient: bool) -> _Reader:
    if isinstance(kind, dict):
        return _any
    if isinstance(kind, list):
        first, *rest = kind
        if first == "enum":
            return _enum(frozenset(rest))
        return (_list if first == "list" else _map)(_reader(rest[0], lenient=lenient))
    if kind.startswith("@"):
        return _message(kind[1:], lenient)
    return _PLAIN.get(kind) or _int(kind)


def _list(inner: _Reader) -> _Reader:
    def items(found: Any, place: _Place, wrong: _Wrong) -> list[Any]:
        if not isinstance(found, list):
            return [inner(found, place, wrong)]
        return [inner(item, (place, f"[{number}]"), wrong) for number, item in enumerate(found) if item is not None]

    return items


def _map(inner: _Reader) -> _Reader:
    """A map; a key with null stays, as it means that the key is to go."""

    def entries(found: Any, place: _Place, wrong: _Wrong) -> Json:
        if not isinstance(found, dict):
            wrong.append((_text(place), f"Invalid value at '{_text(place)}' (Map), {_shown(found)}"))
            return {}
        return {
            key: None if value is None else inner(value, (place, f"[{key}]"), wrong) for key, value in found.items()
        }

    return entries


def _enum(known: frozenset[str]) -> _Reader:
    def choice(found: Any, place: _Place, wrong: _Wrong) -> Any:
        if not isinstance(found, str) or found not in known:
            wrong.append((_text(place), f"Invalid value at '{_text(place)}' (TYPE_ENUM), {_shown(found)}"))
        return found

    return choice


def _string(found: Any, place: _Place, wrong: _Wrong) -> Any:
    if not isinstance(found, str):
        wrong.append((_text(place), f"Invalid value at '{_text(place)}' (TYPE_STRING), {_shown(found)}"))
    return found


def _bool(found: Any, place: _Place, wrong: _Wrong) -> Any:
    if isinstance(found, bool):
        return found
    if found in ("true", "false"):
        return found == "true"
    wrong.append((_text(place), f"Invalid value at '{_text(place)}' (TYPE_BOOL), {_shown(found)}"))
    return False


def _double(found: Any, place: _Place, wrong: _Wrong) -> Any:
    try:
        number = float(found) if isinstance(found, int | float | str) and not isinstance(found, bool) else _no_number()
        if isfinite(number):
            return number if isinstance(found, str) else found
    except (ValueError, OverflowError):
        pass
    wrong.append((_text(place), f"Invalid value at '{_text(place)}' (TYPE_DOUBLE), {_shown(found)}"))
    return 0.0


def _int(kind: str) -> _Reader:
    largest = _LARGEST[kind]

    def whole(found: Any, place: _Place, wrong: _Wrong) -> Any:
        try:
            number = int(found) if isinstance(found, str) else _whole(found)
            if -largest <= number < largest:
                return number
        except ValueError:
            pass
        wrong.append((_text(place), f"Invalid value at '{_text(place)}' (TYPE_{kind.upper()}), {_shown(found)}"))
        return 0

    return whole


def _whole(found: Any) -> int:
    if isinstance(found, int) and not isinstance(found, bool):
        return found
    if isinstance(found, float) and found.is_integer():
        return int(found)
    return int(_no_number())


def _no_number() -> float:
    raise ValueError


def _any(found: Any, _place: _Place, _wrong: _Wrong) -> Any:
    return found


def _rows(found: Any, place: _Place, wrong: _Wrong) -> list[list[Any]]:
    """Lists of values as they are, nulls and all; here one item is not taken for a list of one."""
    listed = found if isinstance(found, list) else [found]
    for number, row in enumerate(listed):
        if not isinstance(row, list):
            where = _text((place, f"[{number}]") if isinstance(found, list) else place)
            wrong.append((where, f"Invalid value at '{where}' ({_LIST_VALUE}), {_shown(row)}"))
    return listed


_PLAIN: dict[str, _Reader] = {"string": _string, "bool": _bool, "double": _double, "any": _any, "rows": _rows}


def _unknown(name: str, place: _Place) -> tuple[str, str]:
    text = _text(place)
    where = f" at '{text}'" if text else ""
    return text, f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.'


def _text(place: _Place) -> str:
    """The place as Google writes it: `requests[0].add_sheet.properties`."""
    if not place:
        return ""
    above, name = place
    before = _text(above)
    if name.startswith("["):
        return before + name
    return f"{before}.{_snake(name)}" if before else _snake(name)


def _shown(found: Any) -> str:
    return f'"{found}"' if isinstance(found, str) else json.dumps(found)[:200]


@cache
def _camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
