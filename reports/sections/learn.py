"""Peer learning, as far as it may be told to everybody: counts of meetings, and places among similar territories.

Who can learn from whom is shown to these two territories only (`schemas.frames.peers`), never here.
"""

from __future__ import annotations

from reports import theme
from reports.limits import PEERS
from reports.rows import Record
from reports.sections.parts import SMALL, block_link, legend, territory_cell
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, table
from reports.view import View
from sheet_templates.figures import half_up


def sheet(view: View) -> Sheet:
    """Meetings that could be set up, by block, then each territory beside its peers."""
    places = _places(view)
    return Sheet(
        key="learn",
        title=view.say("tabs.learn"),
        heading=view.say("learn.heading"),
        parts=(
            Note(view.say("learn.note", least=PEERS), theme.STRONG),
            legend(view, SMALL),
            _meetings(view),
            *([Note(view.say("learn.band_note"))] if places.n_rows else []),
            places,
        ),
        about=view.say("about.learn"),
        freeze_columns=1,
    )


def meetings(view: View, block_id: str) -> tuple[int | None, int | None, int | None]:
    """How many territories could learn about a block, could share, could do both; None where one could guess who."""
    found = [one for one in view.peers if one.block_id == block_id]
    learners, mentors = {one.territory_id for one in found}, {one.mentor_id for one in found}
    pairs = {frozenset((one.territory_id, one.mentor_id)) for one in found if one.is_exchange}
    both = {one for pair in pairs for one in pair}
    n_learners, n_mentors, n_both = (len(one) if len(one) >= PEERS else None for one in (learners, mentors, both))
    return n_learners, n_mentors, n_both


def _meetings(view: View) -> Table:
    heads = ("learners", "mentors", "exchanges")
    columns = [
        Column(view.say("column.block"), 30, theme.LABEL),
        *(Column(view.say(f"column.{head}"), 22, theme.CENTRE, theme.HEADER_CENTRE) for head in heads),
    ]
    rows: list[Row] = [
        (
            Cell(view.local(block.short), theme.CELL_LINK, block_link(block)),
            *(_count(one) for one in meetings(view, block.id)),
        )
        for block in (view.blocks if view.peers else ())
    ]
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


def _count(n_territories: int | None) -> Cell:
    return Cell(f"{SMALL} n<{PEERS}", theme.MARK) if n_territories is None else Cell(n_territories, theme.WHOLE)


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
