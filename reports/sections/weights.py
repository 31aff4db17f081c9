"""The live sheet: a reader changes weights or picks a scenario; index, first blocks and charts follow.

Only functions that every spreadsheet program knows since long, no macro, nothing volatile. Each formula stands with
the value it has under the weights as published; `working` holds its steps, so that each can be checked by eye.
"""

from __future__ import annotations

from reports import theme
from reports.limits import CHART_TERRITORIES
from reports.rows import Record
from reports.sections import what_if
from reports.sections.overview import scenario
from reports.sections.parts import WITHHELD, number_cell, territory_cell
from reports.sheet import (
    Cell,
    Chart,
    Column,
    Entry,
    Formula,
    Gallery,
    Note,
    Part,
    Ref,
    Row,
    Series,
    Sheet,
    Table,
    Value,
    table,
)
from reports.view import View

_PLACES = 3
#: Where a reader's own weights start: all alike.
_START = 10.0


def possible(view: View) -> bool:
    """Whether there is something to recalculate, and few enough territories for live formulas."""
    return bool(view.territories) and not view.is_large


def sheet(view: View) -> Sheet:
    """What can be changed at the top, what follows from it below."""
    say = view.say
    parts: list[Part] = [
        Note(say("weights.note", own=say("weights.own")), theme.STRONG),
        Note(say("weights.learn")),
        _choice(view),
        _blocks(view),
        _index(view),
    ]
    charts = [_first_chart(view)]
    if len(view.territories) <= CHART_TERRITORIES:
        charts.insert(0, _index_chart(view))
    parts += [Gallery(tuple(charts), 2), _first(view), _list(view)]
    return Sheet(
        key="weights",
        title=say("tabs.weights"),
        heading=say("weights.heading"),
        parts=tuple(parts),
        about=say("about.weights"),
        protected=True,
        colour=theme.ACCENT,
        names={
            "weights_choice": Ref("weights", "Weights_choice", 1, 0),
            "weights_mode": Ref("weights", "Weights_choice", 1, 1),
            "weights_target": Ref("weights", "Weights_choice", 1, 2),
            "weights_own": Ref("weights", "Weights_blocks", 1),
        },
    )


def _choice(view: View) -> Table:
    say, policy = view.say, view.guideline.policy
    entry = Entry(say("weights.choice"), say("weights.error_choice"), choices=Ref("weights", "Weights_list", 0))
    place = Formula("MATCH(weights_choice,{names},0)", 1, {"names": Ref("weights", "Weights_list", 0)})
    rows: list[Row] = [
        (say("weights.choice"), Cell(say("weights.published"), theme.ENTRY, entry=entry)),
        (say("weights.number"), Cell(place, theme.WHOLE)),
        (say("weights.target"), Cell(policy.target_points, theme.WHOLE)),
    ]
    if policy.gap_target != "level":
        rows.append((view.words("report.policy.gap_target"), say(f"method.gap_target_{policy.gap_target}")))
    columns = [Column(say("cover.item"), 34, theme.LABEL), Column(say("cover.value"), 46, theme.CENTRE)]
    return table("Weights_choice", columns, rows, caption=say("weights.choice"))


def _blocks(view: View) -> Table:
    say = view.say
    entry = Entry(say("weights.error_title"), say("weights.error"), between=(0, 100))
    columns = [
        Column(say("column.block"), 34, theme.LABEL),
        Column(say("column.own_weight"), 46, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.used_weight"), 18, theme.CENTRE, theme.HEADER_CENTRE),
    ]
    rows: list[Row] = []
    for place, block in enumerate(view.blocks):
        each = say("weights.each").replace('"', "'")
        used = Formula(
            f'IF(weights_mode=1,"{each}",INDEX({{list}},weights_mode))',
            each,
            {"list": Ref("weights", "Weights_list", place + 1)},
        )
        rows.append((view.local(block.short), Cell(_START, theme.ENTRY, entry=entry), Cell(used, _share(view))))
    return table("Weights_blocks", columns, rows, caption=say("weights.blocks"))


def _list(view: View) -> Table:
    say = view.say
    columns = [
        Column(say("column.scenario"), 34, theme.LABEL),
        *(Column(view.local(block.short), 14, theme.CENTRE, theme.HEADER_CENTRE) for block in view.blocks),
    ]
    n_blocks = len(view.blocks)
    own: list[Value | Cell] = [
        Cell(
            Formula(
                "IF(SUM(weights_own)=0,0,{own}/SUM(weights_own))",
                1 / n_blocks,
                {"own": Ref("weights", "Weights_blocks", 1, place)},
            ),
            _share(view),
        )
        for place in range(n_blocks)
    ]
    scenarios: list[Row] = [
        (what_if.name(view, one), *(Cell(one.weights.get(block.id, 0.0), _share(view)) for block in view.blocks))
        for one in view.guideline.scenarios
    ]
    rows: list[Row] = [
        (say("weights.published"), *(say("weights.each") for _ in view.blocks)),
        (say("weights.own"), *own),
        *scenarios,
    ]
    return table("Weights_list", columns, rows, caption=say("weights.list"))


def _index(view: View) -> Table:
    say = view.say
    columns = [
        Column(say("column.territory"), 34, theme.LABEL),
        Column(say("column.scenario"), 46, theme.WRAP),
        *(
            Column(say(f"column.{head}"), 21, theme.CENTRE, theme.HEADER_CENTRE)
            for head in ("published_index", "chosen_index", "difference")
        ),
        *(Column(say(f"column.place_{place + 1}"), 24, theme.TEXT) for place in range(_PLACES)),
    ]
    rows: list[Row] = [_index_row(view, one, row) for row, one in enumerate(view.territories)]
    return table("Weights_index", columns, rows, caption=say("weights.index"))


def _index_row(view: View, territory: Record, row: int) -> Row:
    found = view.index.get(territory.territory_id)
    index = found.index if found else None
    first = what_if.first_blocks(view, territory)
    return (
        territory_cell(view, territory),
        scenario(view, territory),
        number_cell(index, theme.WHOLE, WITHHELD),
        Cell(WITHHELD, theme.MARK) if index is None else Cell(_chosen(view, row, index), theme.WHOLE),
        Cell(WITHHELD, theme.MARK) if index is None else Cell(_difference(row), theme.SIGNED),
        *(Cell(_place(view, row, place, first), theme.TEXT) for place in range(_PLACES)),
    )


def _chosen(view: View, row: int, index: float) -> Formula:
    """The weighted mean over the blocks that have a score; the weight of the others is shared among them."""
    last = len(view.blocks)
    return Formula(
        f'IF(SUMPRODUCT({{w}},--ISNUMBER({{s}}))=0,"{WITHHELD}",'
        "SUMPRODUCT({w},{s})/SUMPRODUCT({w},--ISNUMBER({s})))",
        index,
        {"w": Ref("working", "Working_used", 1, row, last), "s": Ref("working", "Working_scores", 1, row, last)},
    )


def _difference(row: int) -> Formula:
    refs = {"now": Ref("weights", "Weights_index", 3, row), "was": Ref("weights", "Weights_index", 2, row)}
    return Formula('IF(AND(ISNUMBER({now}),ISNUMBER({was})),ROUND({now}-{was},0),"")', 0, refs)


def _place(view: View, row: int, place: int, first: list[str]) -> Formula:
    """The name of the block with the largest weighted gap, the second, the third; "" where none is left."""
    return Formula(
        f"IF(LARGE({{gaps}},{place + 1})>{what_if.NO_GAP},"
        f'INDEX({{names}},MATCH(LARGE({{gaps}},{place + 1}),{{gaps}},0)),"")',
        first[place] if place < len(first) else "",
        {
            "gaps": Ref("working", "Working_gaps", 1, row, len(view.blocks)),
            "names": Ref("weights", "Weights_blocks", 0),
        },
    )


def _first(view: View) -> Table:
    say = view.say
    columns = [
        Column(say("column.block"), 34, theme.LABEL),
        Column(say("column.n_territories"), 46, theme.CENTRE, theme.HEADER_CENTRE),
    ]
    every = [name for one in view.territories for name in what_if.first_blocks(view, one)]
    places = Ref("weights", "Weights_index", 5, None, 4 + _PLACES)
    rows: list[Row] = []
    for place, block in enumerate(view.blocks):
        named = view.local(block.short)
        refs = {"places": places, "name": Ref("weights", "Weights_blocks", 0, place)}
        counted = Formula("SUMPRODUCT(--({places}={name}))", every.count(named), refs)
        rows.append((named, Cell(counted, theme.WHOLE)))
    return table("Weights_first", columns, rows, caption=say("weights.first"))


def _share(view: View) -> theme.Style:
    return theme.share(view.language, "0.0")


def _index_chart(view: View) -> Chart:
    return Chart(
        kind="bar",
        title=view.say("weights.index_chart"),
        alt=view.say("weights.index_alt"),
        table="Weights_index",
        categories=0,
        series=(
            Series(view.say("column.published_index"), 2, theme.ACCENT, dashed=True),
            Series(view.say("column.chosen_index"), 3, theme.NAVY),
        ),
        height_rows=_rows_of_bars(view),
        width=760,
    )


def _first_chart(view: View) -> Chart:
    return Chart(
        kind="bar",
        title=view.say("weights.first_chart"),
        alt=view.say("weights.first_alt"),
        table="Weights_first",
        categories=0,
        series=(Series(view.say("column.n_territories"), 1, theme.NAVY),),
        height_rows=_rows_of_bars(view),
        width=620,
        percent=False,
    )


def _rows_of_bars(view: View) -> int:
    return max(18, 6 + 2 * min(len(view.territories), CHART_TERRITORIES))
