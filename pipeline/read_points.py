"""A cell in which a number between two others is asked for: points, marks."""

from __future__ import annotations

from pipeline.read_cells import Cells
from schemas.kinds import Parsed, parse_number, shown
from schemas.kinds.parsed import VALUE, wrong


def number_between(
    cells: Cells,
    row_key: str,
    column_key: str,
    bounds: tuple[float, float],
    *,
    label: str,
    about: str = "",
    respondent_id: str = "",
) -> float | None:
    """The number of a cell, both bounds included; None for a blank, and for anything else with a problem at the cell.

    `label` names what is asked for, as `sheet_templates.messages` reads it.
    """
    low, high = bounds

    def parse(value: object) -> Parsed:
        parsed = parse_number(value)
        outside = parsed.state == VALUE and not low <= float(parsed.value or 0) <= high
        return wrong("VALUE_OUT_OF_RANGE") if outside else parsed

    parsed = cells.parsed(
        row_key, column_key, parse, about=about, respondent_id=respondent_id, label=label, accepts="accepts.between",
        low=shown(float(low)), high=shown(float(high)),
    )  # fmt: skip
    return None if parsed.value is None else float(parsed.value)
