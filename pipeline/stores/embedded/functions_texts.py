"""Functions on texts and truths, and those that look things up."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.stores.embedded.a1 import letters
from pipeline.stores.embedded.formatting import shown
from pipeline.stores.embedded.formula_types import Area, Failure, Found, Kind, flat, number, scalar, text, truth
from pipeline.stores.embedded.formula_value import (
    Function,
    World,
    rank,
)
from pipeline.stores.embedded.model import CellError, Value


def _text(world: World, given: list[Found], place: int) -> str:
    return text(scalar(given[place]), world.locale)


def _whole(world: World, given: list[Found], place: int, default: int) -> int:
    return int(number(scalar(given[place]), world.locale)) if len(given) > place else default


def _on_text(act: Callable[[str], Value]) -> Function:
    return lambda world, given: act(_text(world, given, 0))


def _left(world: World, given: list[Found]) -> Found:
    return _text(world, given, 0)[: _whole(world, given, 1, 1)]


def _right(world: World, given: list[Found]) -> Found:
    length = _whole(world, given, 1, 1)
    return _text(world, given, 0)[-length:] if length else ""


def _mid(world: World, given: list[Found]) -> Found:
    start = _whole(world, given, 1, 1) - 1
    return _text(world, given, 0)[start : start + _whole(world, given, 2, 0)]


def _joined(world: World, given: list[Found]) -> Found:
    return "".join(text(value, world.locale) for value, _ in flat(given))


def _join(world: World, given: list[Found]) -> Found:
    return _text(world, given, 0).join(text(value, world.locale) for value, _ in flat(given[1:]))


def _text_join(world: World, given: list[Found]) -> Found:
    skip = truth(scalar(given[1]))
    parts = [text(value, world.locale) for value, _ in flat(given[2:])]
    return _text(world, given, 0).join(part for part in parts if part or not skip)


def _substitute(world: World, given: list[Found]) -> Found:
    return _text(world, given, 0).replace(_text(world, given, 1), _text(world, given, 2))


def _find(fold: Callable[[str], str]) -> Function:
    def run(world: World, given: list[Found]) -> Found:
        wanted, inside = fold(_text(world, given, 0)), fold(_text(world, given, 1))
        place = inside.find(wanted, _whole(world, given, 2, 1) - 1)
        if place < 0:
            raise Failure(Kind.VALUE, f"'{wanted}' cannot be found within '{inside}'.")
        return float(place + 1)

    return run


def _regex(act: Callable[[re.Pattern[str], str, list[str]], Value]) -> Function:
    def run(world: World, given: list[Found]) -> Found:
        parts = [_text(world, given, place) for place in range(len(given))]
        try:
            return act(re.compile(parts[1]), parts[0], parts[2:])
        except re.error as error:
            raise Failure(Kind.REF, f"'{parts[1]}' is not a valid regular expression.") from error

    return run


def _extracted(form: re.Pattern[str], inside: str, _rest: list[str]) -> Value:
    match = form.search(inside)
    if not match:
        raise Failure(Kind.N_A, "The regular expression does not match.")
    return match[1] if form.groups else match[0]


def _formatted(world: World, given: list[Found]) -> Found:
    value, pattern = scalar(given[0]), _text(world, given, 1)
    dated = re.search(r"[ymdh]", re.sub(r'"[^"]*"', "", pattern), re.IGNORECASE)
    kind = "DATE_TIME" if dated else "NUMBER"
    return shown(value, {"type": kind, "pattern": pattern}, world.locale)


def _every(act: Callable[[list[bool]], bool]) -> Function:
    def run(_world: World, given: list[Found]) -> Found:
        found = []
        for value, from_cells in flat(given):
            if isinstance(value, CellError):
                raise Failure(value.kind, value.message)
            if value is not None and not (from_cells and isinstance(value, str)):
                found.append(truth(value))
        return act(found)

    return run


def _index(world: World, given: list[Found]) -> Found:
    area = given[0] if isinstance(given[0], Area) else Area(((given[0],),))
    row, column = _whole(world, given, 1, 1), _whole(world, given, 2, 0)
    height, width = area.size
    if height == 1 and len(given) == len("xy"):
        row, column = 1, row
    if not (0 <= row <= height and 0 <= column <= width):
        raise Failure(Kind.NUM, "INDEX is out of bounds.")
    rows = area.rows[row - 1 : row] if row else area.rows
    cut = tuple(line[column - 1 : column] if column else line for line in rows)
    return scalar(Area(cut)) if len(cut) == 1 and len(cut[0]) == 1 else Area(cut)


def _place(wanted: Value, line: list[Value], kind: int) -> int:
    if kind == 0:
        same = [place for place, value in enumerate(line) if _same(value, wanted)]
        if same:
            return same[0]
    else:
        near = [
            place
            for place, value in enumerate(line)
            if value is not None
            and rank(value)[0] == rank(wanted)[0]
            and (rank(value) <= rank(wanted) if kind > 0 else rank(value) >= rank(wanted))
        ]
        if near:
            return near[-1]
    raise Failure(Kind.N_A, f"Did not find value '{wanted}'.")


def _same(value: Value, wanted: Value) -> bool:
    if isinstance(value, CellError) or value is None:
        return False
    return rank(value) == rank(wanted)


def _match(world: World, given: list[Found]) -> Found:
    line = [value for value, _ in flat(given[1:2])]
    return float(_place(scalar(given[0]), line, _whole(world, given, 2, 1)) + 1)


def _lookup(*, down: bool) -> Function:
    def run(world: World, given: list[Found]) -> Found:
        area = given[1]
        if not isinstance(area, Area):
            raise Failure(Kind.N_A, "A range was expected.")
        lines = area.rows if down else tuple(zip(*area.rows, strict=True))
        exact = len(given) > len("xyz") and not truth(scalar(given[3]))
        found = _place(scalar(given[0]), [line[0] for line in lines], 0 if exact else 1)
        number_of = _whole(world, given, 2, 1)
        if not 1 <= number_of <= len(lines[0]):
            raise Failure(Kind.REF, "The lookup column is out of bounds.")
        return scalar(Area(((lines[found][number_of - 1],),)))

    return run


def _na(_world: World, _given: list[Found]) -> Found:
    raise Failure(Kind.N_A, "Error occurred when a value was not available.")


def _size(place: int) -> Function:
    return lambda _w, given: float(given[0].size[place] if isinstance(given[0], Area) else 1)


EAGER: dict[str, Function] = {
    "LEN": _on_text(lambda found: float(len(found))),
    "UPPER": _on_text(str.upper),
    "LOWER": _on_text(str.lower),
    "PROPER": _on_text(str.title),
    "TRIM": _on_text(lambda found: " ".join(found.split(" ")) if found else ""),
    "LEFT": _left,
    "RIGHT": _right,
    "MID": _mid,
    "CONCATENATE": _joined,
    "CONCAT": _joined,
    "JOIN": _join,
    "TEXTJOIN": _text_join,
    "REPT": lambda world, given: _text(world, given, 0) * _whole(world, given, 1, 1),
    "SUBSTITUTE": _substitute,
    "FIND": _find(str),
    "SEARCH": _find(str.casefold),
    "EXACT": lambda world, given: _text(world, given, 0) == _text(world, given, 1),
    "REGEXMATCH": _regex(lambda form, inside, _rest: bool(form.search(inside))),
    "REGEXEXTRACT": _regex(_extracted),
    "REGEXREPLACE": _regex(lambda form, inside, rest: form.sub(rest[0], inside)),
    "TEXT": _formatted,
    "VALUE": lambda world, given: number(scalar(given[0]), world.locale),
    "CHAR": lambda world, given: chr(_whole(world, given, 0, 0)),
    "HYPERLINK": lambda _world, given: scalar(given[-1]),
    "AND": _every(all),
    "OR": _every(any),
    "XOR": _every(lambda found: sum(found) % 2 == 1),
    "NOT": lambda _world, given: not truth(scalar(given[0])),
    "INDEX": _index,
    "MATCH": _match,
    "VLOOKUP": _lookup(down=True),
    "HLOOKUP": _lookup(down=False),
    "CHOOSE": lambda world, given: given[_whole(world, given, 0, 1)],
    "ROWS": _size(0),
    "COLUMNS": _size(1),
    "ADDRESS": lambda w, g: f"${letters(_whole(w, g, 1, 1) - 1)}${_whole(w, g, 0, 1)}",
    "ARRAYFORMULA": lambda _world, given: given[0],
    "NA": _na,
}
