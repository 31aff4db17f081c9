"""What moved since the session before, on the questions that both hold, and what must not be claimed."""

from __future__ import annotations

from reports import theme
from reports.limits import CHART_TERRITORIES
from reports.rows import Record
from reports.sections.parts import NOTHING, block_link, number_cell, signed_cell, territory_cell
from reports.sheet import Cell, Chart, Column, Note, Part, Row, Series, Sheet, Table, table
from reports.view import View
from sheet_templates.figures import half_up, signed


def sheet(view: View) -> Sheet:
    """Index and blocks before and now; a line instead where there is no earlier session."""
    points = view.number(view.guideline.policy.change_min_points, 0)
    parts: list[Part] = [Note(view.say("changes.note", points=points), theme.STRONG)]
    compared = [
        (one, found)
        for one in view.territories
        for found in view.changes.get(one.territory_id, ())
        if found.measure == "index" and found.first is not None and found.second is not None
    ]
    if 0 < len(compared) <= CHART_TERRITORIES:
        parts += [_chart(view, compared), _drawn(view, compared)]
    share = view.number(view.guideline.policy.change_false_share * 100, 0)
    parts += [_blocks(view), Note(view.say("changes.false_alarms", share=share))]
    return Sheet(
        key="changes",
        title=view.say("tabs.changes"),
        heading=view.say("changes.heading"),
        parts=tuple(parts),
        about=view.say("about.changes"),
        repeat="Changes_blocks",
        freeze_columns=1,
    )


def checks(view: View) -> Sheet:
    """What stands behind each change, for those who check it, on a sheet of its own: its header is that of all its pages."""
    return Sheet(
        key="change_checks",
        title=view.say("tabs.change_checks"),
        heading=view.say("changes.details"),
        parts=(Note(view.say("changes.checks"), theme.STRONG), _details(view)),
        about=view.say("about.change_checks"),
        freeze="Changes_details",
        freeze_columns=2,
    )


def _chart(view: View, compared: list[tuple[Record, Record]]) -> Chart:
    shown = ", ".join(f"{one.name} {half_up(found.first)} → {half_up(found.second)}" for one, found in compared)
    return Chart(
        kind="dots",
        title=view.say("changes.chart"),
        alt=f"{view.say('changes.chart')}. {shown}",
        table="Changes_index",
        categories=0,
        series=(
            Series(view.say("column.before"), 1, theme.ACCENT, dashed=True),
            Series(view.say("column.now"), 2, theme.NAVY),
        ),
        height_rows=18,
        width=1000,
    )


def _drawn(view: View, compared: list[tuple[Record, Record]]) -> Table:
    rows: list[Row] = [
        (territory_cell(view, one), Cell(found.first, theme.WHOLE), Cell(found.second, theme.WHOLE))
        for one, found in compared
    ]
    columns = [
        Column(view.say("column.territory"), 28, theme.LABEL),
        Column(view.say("column.before"), 22, theme.CENTRE, theme.HEADER_CENTRE),
        Column(view.say("column.now"), 12, theme.CENTRE, theme.HEADER_CENTRE),
    ]
    return table("Changes_index", columns, rows, caption=view.say("changes.index"))


def _blocks(view: View) -> Table:
    heads = ("before", "now", "change", "detectable")
    columns = [
        Column(view.say("column.territory"), 28, theme.LABEL),
        Column(view.say("column.block"), 22, theme.TEXT),
        *(Column(view.say(f"column.{head}"), 12, theme.CENTRE, theme.HEADER_CENTRE) for head in heads),
        Column(view.say("column.direction"), 28, theme.WRAP),
        Column(view.say("column.warnings"), 66, theme.WRAP),
    ]
    rows = [_row(view, one, found) for one in view.territories for found in view.changes.get(one.territory_id, ())]
    return table(
        "Changes_blocks",
        columns,
        rows,
        caption=view.say("changes.blocks"),
        empty=view.say("empty.changes"),
        filters=True,
        together=len(view.blocks) + 1,
    )


def _row(view: View, territory: Record, found: Record) -> Row:
    block = next((one for one in view.blocks if one.id == found.block_id), None)
    named = (
        Cell(view.local(block.short), theme.CELL_LINK, block_link(block, territory.territory_id))
        if block
        else Cell(view.say("column.index"), theme.LABEL)
    )
    warned = (one.strip() for one in found.warnings.replace(",", ";").split(";"))
    return (
        territory_cell(view, territory),
        named,
        _number(found.first),
        _number(found.second),
        _number(found.change, signed=True),
        _number(found.minimum_detectable),
        view.say(f"changes.{found.direction}"),
        " ".join(view.say(f"changes.{one}") for one in warned if one),
    )


_DETAILS = ("published_before", "published_now", "n_common", "adjusted", "signed_rank")
_TWO = theme.TWO_PLACES


def _details(view: View) -> Table:
    """What was published, the people who answered both times, and the tests behind the words."""
    columns = [
        Column(view.say("column.territory"), 28, theme.LABEL),
        Column(view.say("column.block"), 22, theme.TEXT),
        *(Column(view.say(f"column.{head}"), 12, theme.CENTRE, theme.HEADER_CENTRE) for head in _DETAILS),
        Column(view.say("column.same_people"), 66, theme.WRAP),
    ]
    names = {block.id: view.local(block.short) for block in view.blocks}
    rows: list[Row] = [
        (
            territory_cell(view, one),
            names.get(found.block_id, view.say("column.index")),
            _number(found.published_first),
            _number(found.published_second),
            Cell(found.n_common, theme.WHOLE),
            _chance(found.p_adjusted),
            _chance(found.wilcoxon_p),
            _people(view, found),
        )
        for one in view.territories
        for found in view.changes.get(one.territory_id, ())
    ]
    return table(
        "Changes_details", columns, rows, empty=view.say("empty.changes"), filters=True, together=len(view.blocks) + 1
    )


def _people(view: View, found: Record) -> str:
    """Who answered both times, and how their own answers moved where they are enough."""
    if found.paired_change is None:
        return view.say("changes.people", n=found.n_pairs)
    return view.say("changes.people_change", n=found.n_pairs, change=signed(found.paired_change, view.language))


def _chance(value: float | None) -> Cell:
    return number_cell(value, _TWO)


def _number(value: float | None, *, signed: bool = False) -> Cell:
    if value is None:
        return Cell(NOTHING, theme.MARK)
    return signed_cell(value) if signed else Cell(value, theme.WHOLE)
