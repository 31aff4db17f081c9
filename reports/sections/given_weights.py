"""The weights that the participants gave the blocks, beside those of the scenario (SCORING 2.6)."""

from __future__ import annotations

from reports import theme
from reports.rows import Record
from reports.sections.overview import named_blocks, scenario
from reports.sections.parts import SMALL, territory_cell
from reports.sheet import Cell, Column, Row, Table, table
from reports.view import View
from sheet_templates.figures import percent


def given_weights(view: View) -> Table:
    """One row per territory in which anybody shared points out; those of a small group are not broken out."""
    say = view.say
    columns = [
        Column(say("column.territory"), 28, theme.LABEL),
        Column(say("column.scenario"), 34, theme.WRAP),
        Column(say("column.first_participants"), 36, theme.WRAP),
        Column(say("column.n_allocations"), 36, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.weights_participants"), 62, theme.WRAP),
    ]
    rows = [
        _row(view, one, noted)
        for one in view.territories
        if (noted := view.index_notes.get(one.territory_id)) is not None and noted.n_allocations
    ]
    return table("Fit_participants", columns, rows, caption=say("fit.participants"), empty=say("empty.participants"))


def _row(view: View, territory: Record, noted: Record) -> Row:
    shown = view.voices_shown(noted.n_allocations)
    return (
        territory_cell(view, territory),
        scenario(view, territory),
        named_blocks(view, noted.top_blocks_participants) if shown else Cell(SMALL, theme.MARK),
        Cell(noted.n_allocations, theme.WHOLE),
        _weights(view, territory.territory_id) if shown else Cell(SMALL, theme.MARK),
    )


def _weights(view: View, territory_id: str) -> str:
    """Each block with the weight it was given, the heaviest first: "Data 30% · Access to markets 22%"."""
    notes = ((block, view.block_notes.get((territory_id, block.id))) for block in view.blocks)
    given = [
        (one.weight_participants, view.local(block.short))
        for block, one in notes
        if one is not None and one.weight_participants is not None
    ]
    return " · ".join(
        f"{name}\u00a0{percent(weight, view.language)}" for weight, name in sorted(given, key=_lightest_last)
    )


def _lightest_last(given: tuple[float, str]) -> float:
    return -given[0]
