"""Functions on numbers, dates and counts."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TypeAlias

from pipeline.stores.embedded.entering import entered
from pipeline.stores.embedded.formula_types import Area, Failure, Found, Kind, flat, number, scalar
from pipeline.stores.embedded.formula_value import Function, World, rank
from pipeline.stores.embedded.locales import Locale
from pipeline.stores.embedded.model import CellError, Value
from pipeline.stores.embedded.serials import day, moment, serial

_Test: TypeAlias = Callable[[Value], bool]


def _numbers(world: World, given: list[Found]) -> Iterator[float]:
    for value, from_cells in flat(given):
        if isinstance(value, CellError):
            raise Failure(value.kind, value.message)
        if from_cells and (isinstance(value, bool | str) or value is None):
            continue
        if value is not None:
            yield number(value, world.locale)


def _over(act: Callable[[list[float]], float]) -> Function:
    def run(world: World, given: list[Found]) -> Found:
        found = list(_numbers(world, given))
        try:
            return float(act(found))
        except (statistics.StatisticsError, ZeroDivisionError, IndexError) as error:
            raise Failure(Kind.DIVIDE_BY_ZERO, "Evaluation caused a divide by zero error.") from error

    return run


def _of(act: Callable[..., float]) -> Function:
    def run(world: World, given: list[Found]) -> Found:
        try:
            return float(act(*(number(scalar(item), world.locale) for item in given)))
        except ZeroDivisionError as error:
            raise Failure(Kind.DIVIDE_BY_ZERO, "The divisor cannot be zero.") from error
        except ValueError as error:
            raise Failure(Kind.NUM, "The number is out of range.") from error

    return run


def _rounded(rule: str) -> Callable[..., float]:
    def run(value: float, places: float = 0) -> float:
        return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-int(places)), rule))

    return run


def criterion(given: Value, locale: Locale) -> _Test:
    """The test that COUNTIF's criterion stands for (`>=3`, `<>`, `a*`, `5`)."""
    text = given if isinstance(given, str) else None
    match = re.match(r"(<=|>=|<>|<|>|=)?(.*)", text or "", re.DOTALL)
    sign, rest = (match[1] or "=", match[2]) if match else ("=", "")
    wanted = entered(rest, locale).value if text is not None else given
    if sign in {"=", "<>"}:
        same = _equal_to(wanted, rest if text is not None else "")
        return same if sign == "=" else lambda value: not same(value)
    order: dict[str, Callable[[float, float], bool]] = {
        "<": lambda one, two: one < two,
        ">": lambda one, two: one > two,
        "<=": lambda one, two: one <= two,
        ">=": lambda one, two: one >= two,
    }

    def compare(value: Value) -> bool:
        if value is None or isinstance(value, CellError) or rank(value)[0] != rank(wanted)[0]:
            return False
        one, two = rank(value)[1], rank(wanted)[1]
        return order[sign](one, two)  # type: ignore[arg-type]

    return compare


def _equal_to(wanted: Value, typed: str) -> _Test:
    if isinstance(wanted, str):
        parts = (re.escape(part).replace(r"\*", ".*").replace(r"\?", ".") for part in [wanted])
        form = re.compile("".join(parts), re.IGNORECASE | re.DOTALL)
        return lambda value: isinstance(value, str) and bool(form.fullmatch(value))
    if wanted is None:
        return lambda value: value is None or (value == "" and typed == "")
    return lambda value: type(value) is type(wanted) and value == wanted


def _matching(world: World, pairs: list[Found]) -> Iterator[tuple[int, int]]:
    areas = [area for area in pairs[::2] if isinstance(area, Area)]
    tests = [criterion(scalar(item), world.locale) for item in pairs[1::2]]
    if len(areas) != len(tests):
        raise TypeError
    height, width = areas[0].size
    for row in range(height):
        for column in range(width):
            if all(test(area.at(row, column)) for area, test in zip(areas, tests, strict=True)):
                yield row, column


def _count_if(world: World, given: list[Found]) -> Found:
    return float(sum(1 for _ in _matching(world, given)))


def _picked(world: World, taken: Found, pairs: list[Found]) -> list[float]:
    if not isinstance(taken, Area):
        raise Failure(Kind.N_A, "Argument must be a range.")
    values = (taken.at(row, column) for row, column in _matching(world, pairs))
    return [float(v) for v in values if isinstance(v, float | int) and not isinstance(v, bool)]


def _sum_if(world: World, given: list[Found]) -> Found:
    return float(sum(_picked(world, given[2] if len(given) > len("xy") else given[0], given[:2])))


def _average_if(world: World, given: list[Found]) -> Found:
    found = _picked(world, given[2] if len(given) > len("xy") else given[0], given[:2])
    if not found:
        raise Failure(Kind.DIVIDE_BY_ZERO, "Evaluation of function AVERAGEIF caused a divide by zero.")
    return sum(found) / len(found)


def _sum_product(_world: World, given: list[Found]) -> Found:
    areas = [item if isinstance(item, Area) else Area(((item,),)) for item in given]
    height, width = areas[0].size
    total = 0.0
    for row in range(height):
        for column in range(width):
            product = 1.0
            for area in areas:
                value = area.at(row, column)
                if isinstance(value, CellError):
                    raise Failure(value.kind, value.message)
                numeric = isinstance(value, float | int) and not isinstance(value, bool)
                product *= float(value) if numeric else 0.0  # type: ignore[arg-type]
            total += product
    return total


def _count_values(_world: World, given: list[Found]) -> Found:
    return float(sum(value is not None for value, _ in flat(given)))


def _count_numbers(_world: World, given: list[Found]) -> Found:
    kinds = (float, int)
    return float(sum(isinstance(v, kinds) and not isinstance(v, bool) for v, _ in flat(given)))


def _count_blanks(_world: World, given: list[Found]) -> Found:
    return float(sum(value is None or value == "" for value, _ in flat(given)))


def _count_unique(_world: World, given: list[Found]) -> Found:
    return float(len({rank(v) for v, _ in flat(given) if v is not None and v != ""}))


def _nth(*, largest: bool) -> Function:
    def run(world: World, given: list[Found]) -> Found:
        place = int(number(scalar(given[1]), world.locale))
        found = sorted(_numbers(world, given[:1]), reverse=largest)
        if not 1 <= place <= len(found):
            raise Failure(Kind.NUM, "The position is out of range.")
        return found[place - 1]

    return run


def _rank(world: World, given: list[Found]) -> Found:
    value, found = number(scalar(given[0]), world.locale), list(_numbers(world, given[1:2]))
    rises = len(given) > len("xy") and bool(number(scalar(given[2]), world.locale))
    if value not in found:
        raise Failure(Kind.N_A, f"Did not find value '{value:g}' in RANK evaluation.")
    return 1.0 + sum(one < value if rises else one > value for one in found)


def _as_number(_world: World, given: list[Found]) -> Found:
    value = scalar(given[0])
    return float(value) if isinstance(value, float | int) else 0.0


def _date(year: float, month: float, date: float) -> float:
    years, months = divmod(int(month) - 1, 12)
    first = day(int(year) + years, months + 1, 1)
    if first is None:
        raise ValueError
    return first + int(date) - 1


def _part(name: str) -> Callable[[float], float]:
    def run(value: float) -> float:
        when = moment(value)
        if when is None:
            raise ValueError
        return float(getattr(when, name))

    return run


EAGER: dict[str, Function] = {
    "SUM": _over(math.fsum),
    "AVERAGE": _over(statistics.fmean),
    "MEDIAN": _over(statistics.median),
    "STDEV": _over(statistics.stdev),
    "STDEVP": _over(statistics.pstdev),
    "VAR": _over(statistics.variance),
    "MIN": _over(lambda found: min(found, default=0.0)),
    "MAX": _over(lambda found: max(found, default=0.0)),
    "PRODUCT": _over(math.prod),
    "COUNT": _count_numbers,
    "COUNTA": _count_values,
    "COUNTBLANK": _count_blanks,
    "COUNTUNIQUE": _count_unique,
    "COUNTIF": _count_if,
    "COUNTIFS": _count_if,
    "SUMIF": _sum_if,
    "SUMIFS": lambda world, given: float(sum(_picked(world, given[0], given[1:]))),
    "AVERAGEIF": _average_if,
    "SUMPRODUCT": _sum_product,
    "LARGE": _nth(largest=True),
    "SMALL": _nth(largest=False),
    "RANK": _rank,
    "N": _as_number,
    "ROUND": _of(_rounded(ROUND_HALF_UP)),
    "ROUNDUP": _of(_rounded(ROUND_UP)),
    "ROUNDDOWN": _of(_rounded(ROUND_DOWN)),
    "TRUNC": _of(_rounded(ROUND_DOWN)),
    "INT": _of(math.floor),
    "ABS": _of(abs),
    "MOD": _of(lambda value, by: value - by * math.floor(value / by)),
    "POWER": _of(pow),
    "SQRT": _of(math.sqrt),
    "EXP": _of(math.exp),
    "LN": _of(math.log),
    "LOG": _of(lambda value, base=10.0: math.log(value, base)),
    "PI": _of(lambda: math.pi),
    "SIGN": _of(lambda value: (value > 0) - (value < 0)),
    "DATE": _of(_date),
    "YEAR": _of(_part("year")),
    "MONTH": _of(_part("month")),
    "DAY": _of(_part("day")),
    "HOUR": _of(_part("hour")),
    "MINUTE": _of(_part("minute")),
    "TODAY": lambda world, _given: float(math.floor(serial(world.now))),
    "NOW": lambda world, _given: serial(world.now),
}
