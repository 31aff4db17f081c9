"""The weights that the participants gave the blocks, beside those of the scenario (SCORING 2.6)."""

from __future__ import annotations

from reports import theme
from reports.rows import Record
from reports.sections.overview import named_blocks, scenario
from reports.sections.parts import SMALL, territory_cell
from reports.sheet import Cell, Column, Row, Table, table
from reports.view import View

_SHARE = theme.Style("centre", '0" %"')


def given_weights(view: View) -> Table:
    """One row per territory in which anybody shared points out; those of a small group are not broken out."""
    say = view.say
    columns = [
        Column(say("column.territory"), 28, theme.LABEL),
        Column(say("column.scenario"), 34, theme.WRAP),
        Column(say("column.first_participants"), 36, theme.WRAP),
        Column(say("column.n_allocations"), 36, theme.CENTRE, theme.HEADER_CENTRE),
        *(Column(view.local(block.short), 15, theme.CENTRE, theme.HEADER_CENTRE) for block in view.blocks),
    ]
    rows = [
        _row(view, one, noted)
        for one in view.territories
        if (noted := view.index_notes.get(one.territory_id)) is not None and noted.n_allocations
    ]
    return table("Fit_participants", columns, rows, caption=say("fit.participants"), empty=say("empty.participants"))


def _row(view: View, territory: Record, noted: Record) -> Row:
    shown = view.voices_shown(noted.n_allocations)
    notes = [view.block_notes.get((territory.territory_id, block.id)) for block in view.blocks]
    return (
        territory_cell(view, territory),
        scenario(view, territory),
        named_blocks(view, noted.top_blocks_participants) if shown else Cell(SMALL, theme.MARK),
        Cell(noted.n_allocations, theme.WHOLE),
        *(
            Cell(round(100 * one.weight_participants, 1), _SHARE)
            if shown and one is not None and one.weight_participants is not None
            else Cell(SMALL, theme.MARK)
            for one in notes
        ),
    )
