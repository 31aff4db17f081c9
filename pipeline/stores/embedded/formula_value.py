"""A formula's value: the tree walked over the cells of the book."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from pipeline.stores.embedded.formula_tree import (
    Call,
    Constant,
    FormulaError,
    Name,
    Node,
    Reference,
    Table,
    parsed,
)
from pipeline.stores.embedded.formula_types import Area, Failure, Found, Kind, flat, number, scalar, text
from pipeline.stores.embedded.locales import Locale
from pipeline.stores.embedded.model import CellError, Value

Arguments: TypeAlias = tuple[Node | None, ...]


@dataclass(frozen=True)
class World:
    """What a formula can see: cells and names by lookup, the locale, the time."""

    area: Callable[[Reference], Area]
    named: Callable[[str], Area | None]
    locale: Locale
    now: datetime
    row: int = 0
    column: int = 0


Function: TypeAlias = Callable[[World, list[Found]], Found]
Lazy: TypeAlias = Callable[[World, Arguments], Found]


def value_of(formula: str, world: World, functions: Functions) -> Value:
    """The value a formula text has; every failure is an error value, as in a cell."""
    try:
        node = parsed(formula, world.locale.decimal)
        found = evaluated(node, world, functions)
        result = scalar(found)
    except FormulaError:
        return CellError("ERROR", "Formula parse error.")
    except Failure as failure:
        return failure.error
    except RecursionError:
        return CellError(
            "REF",
            "Circular dependency detected. To resolve with iterative calculation, see File > Settings.",
        )
    except (OverflowError, ValueError):
        return CellError("NUM", "A number in the formula is out of range.")
    return 0.0 if result is None else result


@dataclass(frozen=True)
class Functions:
    """The functions a formula may call: on values, and on unevaluated arguments."""

    eager: dict[str, Function]
    lazy: dict[str, Lazy]


def evaluated(node: Node | None, world: World, functions: Functions) -> Found:
    """The value or area a tree stands for.

    Raises:
        Failure: when the value is an error.

    """
    if node is None:
        return None
    if isinstance(node, Constant):
        if node.is_error:
            raise Failure(str(node.value))
        return node.value
    if isinstance(node, Reference):
        return world.area(node)
    if isinstance(node, Name):
        return _name(node, world)
    if isinstance(node, Table):
        rows = tuple(tuple(scalar(evaluated(item, world, functions)) for item in row) for row in node.rows)
        return Area(rows)
    return _call(node, world, functions)


def _name(node: Name, world: World) -> Found:
    known: dict[str, bool] = {"TRUE": True, "FALSE": False}
    if node.text.upper() in known:
        return known[node.text.upper()]
    area = world.named(node.text)
    if area is None:
        raise Failure(Kind.NAME, f"Unknown range name: '{node.text.upper()}'.")
    return area


def _call(node: Call, world: World, functions: Functions) -> Found:
    lazy = functions.lazy.get(node.function)
    if lazy:
        return lazy(world, node.arguments)
    arguments = [evaluated(argument, world, functions) for argument in node.arguments]
    if node.function in _OPERATORS:
        return _spread(_OPERATORS[node.function], arguments, world)
    eager = functions.eager.get(node.function)
    if eager is None:
        raise Failure(Kind.NAME, f"Unknown function: '{node.function}'.")
    try:
        return eager(world, arguments)
    except (IndexError, TypeError) as error:
        message = f"Wrong number of arguments to {node.function}."
        raise Failure(Kind.N_A, message) from error


def _spread(act: Callable[[list[Value], World], Value], given: list[Found], world: World) -> Found:
    """An operator on single values, or cell by cell when an argument is an area."""
    areas = [item for item in given if isinstance(item, Area) and item.size != (1, 1)]
    if not areas:
        return act([scalar(item) for item in given], world)
    height = max(area.size[0] for area in areas)
    width = max(area.size[1] for area in areas)

    def at(item: Found, row: int, column: int) -> Value:
        return item.at(row, column) if isinstance(item, Area) else item

    def one(row: int, column: int) -> Value:
        values = [at(item, row, column) for item in given]
        failed = next((value for value in values if isinstance(value, CellError)), None)
        try:
            return failed or act(values, world)
        except Failure as failure:
            return failure.error

    return Area(tuple(tuple(one(row, col) for col in range(width)) for row in range(height)))


def _arithmetic(act: Callable[[float, float], float]) -> Callable[[list[Value], World], Value]:
    def run(values: list[Value], world: World) -> Value:
        left, right = (number(value, world.locale) for value in values)
        try:
            result = act(left, right)
        except ZeroDivisionError:
            message = "Function DIVIDE parameter 2 cannot be zero."
            raise Failure(Kind.DIVIDE_BY_ZERO, message) from None
        if isinstance(result, complex):
            raise Failure(Kind.NUM)
        return float(result)

    return run


def _comparison(act: Callable[[Any, Any], bool]) -> Callable[[list[Value], World], Value]:
    def run(values: list[Value], _world: World) -> Value:
        left, right = (_blank_as(value, other) for value, other in (values, values[::-1]))
        return bool(act(rank(left), rank(right)))

    return run


def _blank_as(value: Value, other: Value) -> Value:
    if value is not None:
        return value
    return {str: "", bool: False}.get(type(other), 0.0)  # type: ignore[return-value]


def rank(value: Value) -> tuple[int, float | str]:
    """The order of values of all kinds: numbers, then texts, then truths."""
    if isinstance(value, bool):
        return 2, float(value)
    if isinstance(value, str):
        return 1, value.casefold()
    return 0, float(value) if isinstance(value, float | int) else 0.0


def _joined(values: list[Value], world: World) -> Value:
    return "".join(text(value, world.locale) for value in values)


def _signed(sign: float) -> Callable[[list[Value], World], Value]:
    return lambda values, world: sign * number(values[0], world.locale)


_OPERATORS: dict[str, Callable[[list[Value], World], Value]] = {
    "+": _arithmetic(operator.add),
    "-": _arithmetic(operator.sub),
    "*": _arithmetic(operator.mul),
    "/": _arithmetic(operator.truediv),
    "^": _arithmetic(operator.pow),
    "=": _comparison(operator.eq),
    "<>": _comparison(operator.ne),
    "<": _comparison(operator.lt),
    ">": _comparison(operator.gt),
    "<=": _comparison(operator.le),
    ">=": _comparison(operator.ge),
    "&": _joined,
    "u-": _signed(-1.0),
    "u+": _signed(1.0),
    "%": lambda values, world: number(values[0], world.locale) / 100,
}

__all__ = ["Function", "Functions", "Lazy", "World", "evaluated", "flat", "rank", "value_of"]
