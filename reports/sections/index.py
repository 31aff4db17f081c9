"""The index of a campaign too large for one workbook: the workbooks by country, then every territory with its page."""

from __future__ import annotations

from reports import theme
from reports.groups import Group, groups
from reports.later import Rows
from reports.rows import Record
from reports.sections.parts import SMALL, WITHHELD, legend, number_cell, peers_median
from reports.sections.territories import titles
from reports.sheet import Cell, Column, File, Note, Row, Sheet, Table, table
from reports.view import View


def sheet(view: View) -> Sheet:
    """Which workbook holds which territories, and where the page of each territory is."""
    say, most = view.say, view.guideline.policy.workbook_territories
    found = groups(view.territories, most)
    return Sheet(
        key="territories",
        title=say("tabs.territories"),
        heading=say("tabs.territories"),
        parts=(
            Note(say("territory.separate", n=len(view.territories), most=most), theme.STRONG),
            Note(say("territory.separate_data")),
            legend(view, WITHHELD, SMALL),
            _workbooks(view, found),
            _territories(view, found),
        ),
        about=say("about.territories"),
        freeze_columns=1,
        repeat="Territories",
    )


def folder(stem: str) -> str:
    """The folder of the workbooks by country of a workbook, beside it."""
    return f"{stem}-territories"


def _workbooks(view: View, found: tuple[Group, ...]) -> Table:
    say = view.say
    columns = [
        Column(say("column.file"), 40, theme.CELL_LINK),
        Column(say("column.country"), 14, theme.TEXT),
        Column(say("column.n_territories"), 14, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.index"), 14, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.territories"), 60, theme.WRAP),
    ]
    return table("Workbooks", columns, [_workbook(view, one) for one in found], caption=say("territory.groups"))


def _workbook(view: View, group: Group) -> Row:
    indexes = [found.index for one in group.territories if (found := view.index.get(one.territory_id))]
    middle = peers_median(indexes)
    names = [one.name for one in group.territories]
    return (
        Cell(group.file, theme.CELL_LINK, File(f"{folder(view.stem)}/{group.file}", view.say("tabs.cover"))),
        group.name,
        Cell(len(names), theme.WHOLE),
        number_cell(middle, theme.WHOLE, SMALL),
        names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}",
    )


def _territories(view: View, found: tuple[Group, ...]) -> Table:
    pages = {
        one.territory_id: File(f"{folder(view.stem)}/{group.file}", tab)
        for group in found
        for named in (titles(view, group.territories),)
        for one in group.territories
        for tab in (named[one.territory_id],)
    }
    columns = [
        Column(view.say("column.territory"), 40, theme.CELL_LINK),
        Column(view.say("column.country"), 14, theme.TEXT),
        Column(view.say("column.index"), 14, theme.CENTRE, theme.HEADER_CENTRE),
        Column(view.say("column.answers"), 14, theme.CENTRE, theme.HEADER_CENTRE),
        Column(view.say("column.file"), 60, theme.TEXT),
    ]

    def row(one: Record) -> Row:
        index, page = view.index.get(one.territory_id), pages[one.territory_id]
        return (
            Cell(one.name, theme.CELL_LINK, page),
            one.country,
            Cell(WITHHELD, theme.MARK) if index is None or index.index is None else Cell(index.index, theme.WHOLE),
            Cell(one.n_answers, theme.WHOLE),
            page.path,
        )

    anchors = {one.territory_id: place for place, one in enumerate(view.territories)}
    return table(
        "Territories",
        columns,
        Rows(row, view.territories),
        caption=view.say("cover.territories"),
        filters=True,
        anchors=anchors,
    )
