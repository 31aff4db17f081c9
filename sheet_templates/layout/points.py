"""Points that people share out: the total they see while they type, with a sign that says whether it is right.

A total shows nothing while nobody has given a point, so an untouched table is silent. The sign stands beside the
colour, which is never alone. Every formula comes with the value it shows for what is filled in already.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from schemas.layout import Area, Rule, a1
from sheet_templates.layout.grid import Value

RIGHT, WRONG = "✔", "▲"


def numbers(values: Iterable[Value]) -> list[float]:
    """Those of `values` that a spreadsheet adds up: numbers, not texts that look like one."""
    return [float(one) for one in values if isinstance(one, (int, float)) and not isinstance(one, bool)]


def rounded(value: float) -> float:
    """`value` to one place as ROUND gives it: halves go up, where Python's go to the even digit. 0 or more."""
    return math.floor(round(value * 10, 6) + 0.5) / 10


def total(values: Sequence[Value], cells: str, whole: float, *, right: bool, condition: str) -> tuple[str, str]:
    """What "points given / `whole`" shows for `values`, and the formula over `cells` that keeps it true.

    `right`: whether `condition`, the same in a formula, holds for `values`.
    """
    formula = f'=IF(COUNTA({cells})=0,"",IF({condition},"{RIGHT} ","{WRONG} ")&ROUND(SUM({cells}),1)&" / {whole:g}")'
    if not any(one not in (None, "") for one in values):
        return "", formula
    return f"{RIGHT if right else WRONG} {rounded(sum(numbers(values))):g} / {whole:g}", formula


def rules(area: Area) -> Iterator[Rule]:
    """The colours of the totals in `area`."""
    first = a1(area.first_row, area.first_column)
    yield Rule(area, f'=LEFT({first},1)="{RIGHT}"', "done")
    yield Rule(area, f'=LEFT({first},1)="{WRONG}"', "discuss")
