"""What is masked: the cells with names, addresses and numbers, without them; for those who can mend them."""

from __future__ import annotations

from reports import theme
from reports.personal import Place, masked_places, masked_total
from reports.rows import Record
from reports.sections.parts import cell_place, territory_cell
from reports.sheet import Cell, Column, Note, Row, Sheet, table
from reports.view import View


def sheet(view: View) -> Sheet:
    """One line per cell with something personal in it."""
    say = view.say
    columns = [
        Column(say("column.territory"), 28, theme.LABEL),
        Column(say("column.tab"), 34, theme.TEXT),
        Column(say("column.cell"), 12, theme.TEXT),
        *(
            Column(say(f"column.masked_{kind}"), 14, theme.CENTRE, theme.HEADER_CENTRE)
            for kind in ("names", "emails", "phones")
        ),
    ]
    names = {one.territory_id: one for one in view.territories}
    rows = [_row(view, names[one.territory_id], one) for one in masked_places(view)]
    return Sheet(
        key="masked",
        title=say("tabs.masked"),
        heading=say("masked.heading"),
        parts=(
            Note(say("masked.note"), theme.STRONG),
            Note(say("masked.limits")),
            table("Masked", columns, rows, empty=say("empty.masked"), filters=True),
        ),
        about=say("about.masked"),
        freeze="Masked",
        freeze_columns=1,
    )


def total(view: View) -> str:
    """How much was masked, in words."""
    return view.say("cover.masked_value", **masked_total(masked_places(view)))


def _row(view: View, territory: Record, one: Place) -> Row:
    return (
        territory_cell(view, territory),
        view.redaction.public(one.tab),
        cell_place(view, one.territory_id, one.tab, one.cell),
        *(Cell(count, theme.WHOLE) for count in (one.names, one.emails, one.phones)),
    )
