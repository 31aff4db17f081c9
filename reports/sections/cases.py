"""Cases: documented experiences of other territories, block by block, with their sources."""

from __future__ import annotations

from reports import theme
from reports.sheet import Cell, Column, Note, Row, Sheet, Web, table
from reports.view import View


def sheet(view: View) -> Sheet:
    """Every case of the guideline, with links to the pages it was taken from."""
    found = [(block, case) for block in view.blocks for case in block.cases]
    most = max((len(case.sources) for _, case in found), default=0)
    columns = [
        Column(view.say("column.block"), 22, theme.WRAP),
        Column(view.say("column.place"), 24, theme.WRAP),
        Column(view.say("column.year"), 12, theme.WRAP),
        Column(view.say("column.kind"), 14, theme.WRAP),
        Column(view.say("column.case"), 90, theme.WRAP),
        *(Column(view.say("cases.source", n=number + 1), 12, theme.CELL_LINK) for number in range(most)),
    ]
    rows: list[Row] = []
    for block, case in found:
        kind = view.say("cases.warning" if case.warning else "cases.experience")
        links = [_source(view, url, place) for place, url in enumerate(case.sources)]
        links += [Cell(None, theme.TEXT)] * (most - len(links))
        rows.append(
            (
                view.local(block.short),
                view.local(case.place),
                case.year,
                kind,
                view.local(case.text),
                *links,
            )
        )
    return Sheet(
        key="cases",
        title=view.say("tabs.cases"),
        heading=view.say("cases.heading"),
        parts=(
            Note(view.say("cases.note"), theme.STRONG),
            table("Cases", columns, rows, empty=view.say("empty.cases"), filters=True),
        ),
        about=view.say("about.cases"),
        freeze="Cases",
    )


def _source(view: View, url: str, place: int) -> Cell:
    if not url.startswith(("https://", "http://")):
        return Cell(url, theme.TEXT)
    return Cell(view.say("cases.source", n=place + 1), theme.CELL_LINK, Web(url))
