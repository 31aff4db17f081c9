"""Functions that choose what to compute, and the table of all functions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from pipeline.stores.embedded import functions_numbers, functions_texts
from pipeline.stores.embedded.formula_tree import Node, Reference
from pipeline.stores.embedded.formula_types import Failure, Found, Kind, scalar, truth
from pipeline.stores.embedded.formula_value import (
    Arguments,
    Functions,
    Lazy,
    World,
    evaluated,
    rank,
)
from pipeline.stores.embedded.model import CellError, Value


def _if(world: World, given: Arguments) -> Found:
    chosen = given[1] if truth(scalar(_value(given[0], world))) else (given + (None,) * 3)[2]
    if len(given) == len("xy") and chosen is None:
        return False
    return _value(chosen, world)


def _ifs(world: World, given: Arguments) -> Found:
    for test, result in list(pairwise(given))[::2]:
        if truth(scalar(_value(test, world))):
            return _value(result, world)
    raise Failure(Kind.N_A, "No match.")


def _switch(world: World, given: Arguments) -> Found:
    wanted = scalar(_value(given[0], world))
    for case, result in list(pairwise(given[1:]))[::2]:
        if rank(scalar(_value(case, world))) == rank(wanted):
            return _value(result, world)
    if len(given) % 2 == 0:
        return _value(given[-1], world)
    raise Failure(Kind.N_A, "No match.")


def _unless(*kinds: str) -> Lazy:
    def run(world: World, given: Arguments) -> Found:
        try:
            return scalar(_value(given[0], world))
        except Failure as failure:
            if kinds and failure.error.kind not in kinds:
                raise
            return _value(given[1], world) if len(given) > 1 else ""

    return run


def _is(test: Callable[[Value], bool]) -> Lazy:
    def run(world: World, given: Arguments) -> Found:
        try:
            return test(scalar(_value(given[0], world)))
        except Failure as failure:
            return test(failure.error)

    return run


def _position(*, row: bool) -> Lazy:
    def run(world: World, given: Arguments) -> Found:
        node = given[0] if given else None
        corner = (world.row, world.column)
        if isinstance(node, Reference):
            corner = (node.first.row or 0, node.first.column or 0)
        return float(corner[0 if row else 1] + 1)

    return run


def _value(node: Node | None, world: World) -> Found:
    return evaluated(node, world, FUNCTIONS)


def _is_number(value: Value) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool)


_LAZY: dict[str, Lazy] = {
    "IF": _if,
    "IFS": _ifs,
    "SWITCH": _switch,
    "IFERROR": _unless(),
    "IFNA": _unless("N_A"),
    "ISBLANK": _is(lambda value: value is None),
    "ISNUMBER": _is(_is_number),
    "ISTEXT": _is(lambda value: isinstance(value, str)),
    "ISLOGICAL": _is(lambda value: isinstance(value, bool)),
    "ISERROR": _is(lambda value: isinstance(value, CellError)),
    "ISNA": _is(lambda value: isinstance(value, CellError) and value.kind == "N_A"),
    "ROW": _position(row=True),
    "COLUMN": _position(row=False),
}

FUNCTIONS = Functions({**functions_numbers.EAGER, **functions_texts.EAGER}, _LAZY)
"""Every function the service can compute; any other gives #NAME? as an unknown one does."""
