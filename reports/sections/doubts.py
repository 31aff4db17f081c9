"""Where the doubt about the index comes from, and what another mean of the blocks would give (SCORING 2.5, 2.8)."""

from __future__ import annotations

from reports import theme
from reports.later import Rows
from reports.rows import Record
from reports.sections.parts import NOTHING, WITHHELD, number_cell, territory_cell
from reports.sheet import Cell, Column, Row, Table, table
from reports.view import View
from schemas.frames.trust import DOUBTS
from sheet_templates.figures import half_up

_HEADS = ("people_doubt", "method_doubt", "both_doubts")


def index_doubts(view: View) -> Table:
    """Per territory the interval under each doubt alone and under both, then the index by other means."""
    heads = (*_HEADS, "index", "half_power", "geometric")
    columns = [
        Column(view.say("column.territory"), 28, theme.LABEL),
        *(Column(view.say(f"column.{head}"), 18, theme.CENTRE, theme.HEADER_CENTRE) for head in heads),
    ]
    rows = Rows(lambda one: _row(view, one), view.territories)
    return table(
        "Intervals_doubts", columns, rows, caption=view.say("intervals.doubts"), empty=view.say("empty.territories")
    )


def _row(view: View, territory: Record) -> Row:
    here = territory.territory_id
    index, noted = view.index.get(here), view.index_notes.get(here)
    means = (noted.index_half_power, noted.index_geometric) if noted is not None else (None, None)
    return (
        territory_cell(view, territory),
        *(_span(view.doubts.get((here, doubt))) for doubt in DOUBTS),
        *(_whole(value) for value in (index.index if index is not None else None, *means)),
    )


def _span(found: Record | None) -> Cell:
    if found is None:
        return Cell(NOTHING, theme.MARK)
    if found.low is None or found.high is None or found.note == "one_voice":
        return Cell(WITHHELD, theme.MARK)
    return Cell(f"{half_up(found.low)}–{half_up(found.high)}", theme.CENTRE)


def _whole(value: float | None) -> Cell:
    return number_cell(value, theme.WHOLE, WITHHELD)
