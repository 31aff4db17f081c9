"""A cell in which a number between two others is asked for: points, marks."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.read_cells import Cells
from schemas.kinds import Parsed, parse_number, quoted, shown
from schemas.kinds.parsed import BLANK, VALUE, wrong


class Given(NamedTuple):
    """What stands in a cell, and the number it is; None for one that cannot count."""

    found: str
    number: float | None


def number_between(
    cells: Cells,
    row_key: str,
    column_key: str,
    bounds: tuple[float, float],
    *,
    label: str,
    about: str = "",
    respondent_id: str = "",
) -> Given | None:
    """What a cell gives, both bounds included; None where it says nothing, and a problem where it cannot count.

    `label` names what is asked for, as `sheet_templates.messages` reads it.
    """
    found = quoted(cells.tab.value(row_key, column_key))
    if not found:
        return None
    low, high = bounds

    def parse(value: object) -> Parsed:
        parsed = parse_number(value)
        outside = parsed.state == VALUE and not low <= float(parsed.value or 0) <= high
        return wrong("VALUE_OUT_OF_RANGE") if outside else parsed

    parsed = cells.parsed(
        row_key, column_key, parse, about=about, respondent_id=respondent_id, label=label, accepts="accepts.between",
        low=shown(float(low)), high=shown(float(high)),
    )  # fmt: skip
    return None if parsed.state == BLANK else Given(found, None if parsed.value is None else float(parsed.value))
