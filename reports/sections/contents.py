"""The contents: every sheet with what it shows, as links."""

from __future__ import annotations

from collections.abc import Sequence

from reports import theme
from reports.sheet import Cell, Column, Link, Note, Sheet, table
from reports.view import View


def sheet(view: View, others: Sequence[Sheet]) -> Sheet:
    """The contents of a workbook with these other sheets, in their order."""
    rows = [(Cell(other.title, theme.CELL_LINK, Link(other.key)), other.about or other.heading) for other in others]
    columns = [
        Column(view.say("contents.sheet"), 34, theme.TEXT),
        Column(view.say("contents.shows"), 86, theme.WRAP),
    ]
    return Sheet(
        key="contents",
        title=view.say("tabs.contents"),
        heading=view.say("contents.heading"),
        parts=(Note(view.say("contents.note")), table("Contents", columns, rows)),
        about=view.say("about.contents"),
        landscape=False,
        plain=True,
        colour=theme.NAVY,
    )
