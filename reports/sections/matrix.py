"""Block x driver: where the indicators of a block serve a driver of local development, and how they stand."""

from __future__ import annotations

from reports import theme
from reports.sections.parts import (
    OUTSIDE,
    SMALL,
    WITHHELD,
    block_link,
    counted_score,
    driver_cell,
    elsewhere,
    legend,
    peers_median,
    scale,
    territory_cell,
)
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, table
from reports.view import View


def sheet(view: View) -> Sheet:
    """All territories together first, then each of them."""
    return Sheet(
        key="matrix",
        title=view.say("tabs.matrix"),
        heading=view.say("matrix.heading"),
        parts=(
            Note(view.say("matrix.note"), theme.STRONG),
            scale(view),
            legend(view, WITHHELD, OUTSIDE, SMALL),
            *_meanings(view),
            _together(view),
            elsewhere(view) if view.is_large else _each(view),
        ),
        repeat="Matrix_territories",
        about=view.say("about.matrix"),
        freeze_columns=2,
        colour=theme.ACCENT,
    )


def _columns(view: View, first: str) -> list[Column]:
    return [
        Column(first, 30, theme.LABEL),
        Column(view.say("column.block"), 30, theme.TEXT),
        *(
            Column(view.words(f"drivers.{driver}.name"), 24, theme.CENTRE, theme.HEADER_CENTRE)
            for driver in view.guideline.drivers
        ),
    ]


def _together(view: View) -> Table:
    rows: list[Row] = [
        (
            view.say("matrix.all", n=len(view.territories)),
            Cell(view.local(block.short), theme.CELL_LINK, block_link(block)),
            *(_median(view, block.id, driver) for driver in view.guideline.drivers),
        )
        for block in view.blocks
    ]
    return table(
        "Matrix_all",
        _columns(view, view.say("column.territories")),
        rows,
        caption=view.say("matrix.together"),
    )


def _median(view: View, block_id: str, driver: str) -> Cell:
    found = [view.driver_scores.get((one.territory_id, block_id, driver)) for one in view.territories]
    if not any(one and one.n_indicators for one in found):
        return Cell(OUTSIDE, theme.MARK)
    known = [one.score for one in found if one and one.score is not None]
    middle = peers_median(known)
    return Cell(f"{SMALL} n={len(known)}", theme.MARK) if middle is None else counted_score(middle, len(known))


def _each(view: View) -> Table:
    rows: list[Row] = [
        (
            territory_cell(view, one),
            Cell(view.local(block.short), theme.CELL_LINK, block_link(block, one.territory_id)),
            *(
                driver_cell(view.driver_scores.get((one.territory_id, block.id, driver)))
                for driver in view.guideline.drivers
            ),
        )
        for one in view.territories
        for block in view.blocks
    ]
    return table(
        "Matrix_territories",
        _columns(view, view.say("column.territory")),
        rows,
        caption=view.say("matrix.each"),
        empty=view.say("empty.territories"),
        filters=True,
        together=len(view.blocks),
    )


def _meanings(view: View) -> list[Note]:
    """What each column stands for, in the reader's words."""
    said = [
        view.say("matrix.driver", name=view.words(f"drivers.{one}.name"), meaning=view.words(f"drivers.{one}.meaning"))
        for one in view.guideline.drivers
    ]
    return [Note(view.say("matrix.drivers"), theme.STRONG), *(Note(one) for one in said)]
