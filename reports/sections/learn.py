"""Peer learning, as far as it may be told to everybody: counts of meetings, and places among similar territories.

Who can learn from whom is shown to these two territories only (`schemas.frames.peers`), never here.
"""

from __future__ import annotations

from reports import theme
from reports.limits import PEERS
from reports.rows import Record
from reports.sections.parts import SMALL, block_link, legend, territory_cell
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, table
from reports.text import half_up
from reports.view import View


def sheet(view: View) -> Sheet:
    """Meetings that could be set up, by block, then each territory beside its peers."""
    return Sheet(
        key="learn",
        title=view.say("tabs.learn"),
        heading=view.say("learn.heading"),
        parts=(
            Note(view.say("learn.note", least=PEERS), theme.STRONG),
            legend(view, SMALL),
            _meetings(view),
            Note(view.say("learn.band_note")),
            _places(view),
        ),
        about=view.say("about.learn"),
        freeze_columns=1,
    )


def _meetings(view: View) -> Table:
    heads = ("learners", "mentors", "exchanges")
    columns = [
        Column(view.say("column.block"), 30, theme.LABEL),
        *(Column(view.say(f"column.{head}"), 22, theme.CENTRE, theme.HEADER_CENTRE) for head in heads),
    ]
    rows: list[Row] = []
    for block in view.blocks if view.peers else ():
        found = [one for one in view.peers if one.block_id == block.id]
        learners, mentors = {one.territory_id for one in found}, {one.mentor_id for one in found}
        pairs = {frozenset((one.territory_id, one.mentor_id)) for one in found if one.is_exchange}
        both = {one for pair in pairs for one in pair}
        rows.append(
            (
                Cell(view.local(block.short), theme.CELL_LINK, block_link(block)),
                _count(len(learners)),
                _count(len(mentors)),
                _count(len(both)),
            )
        )
    return table("Learn_meetings", columns, rows, caption=view.say("learn.list"), empty=view.say("empty.learn"))


def _place(view: View, found: Record | None) -> str:
    """The word for a territory's place, with the quartiles of its peers; "" where the block has no score."""
    if found is None:
        return ""
    word = view.say(f"learn.{found.place}")
    if found.median is None:
        return word
    lower, median, upper = (half_up(one) for one in (found.lower_quartile, found.median, found.upper_quartile))
    return view.say("learn.band", place=word, lower=lower, median=median, upper=upper, n=found.n_peers)


def _count(n_territories: int) -> Cell:
    """How many, unless so few that one could guess who."""
    return Cell(n_territories, theme.WHOLE) if n_territories >= PEERS else Cell(f"{SMALL} n<{PEERS}", theme.MARK)


def _places(view: View) -> Table:
    columns = [
        Column(view.say("column.territory"), 30, theme.LABEL),
        *(Column(view.local(block.short), 22, theme.WRAP) for block in view.blocks),
    ]
    rows: list[Row] = []
    for one in view.territories:
        found = [view.benchmarks.get((one.territory_id, block.id)) for block in view.blocks]
        if any(place is not None and place.place != "no_peers" for place in found):
            said = (_place(view, place) for place in found)
            rows.append((territory_cell(view, one), *said))
    return table("Learn_places", columns, rows, caption=view.say("learn.place"), empty=view.say("learn.no_peers"))
