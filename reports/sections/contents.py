"""The contents: every sheet with what it shows, as links."""

from __future__ import annotations

from collections.abc import Sequence

from reports import theme
from reports.sheet import Cell, Column, Link, Note, Sheet, table
from reports.view import View

#: Sheets that only a workbook with a sheet for each territory has.
DETAIL = (
    "fit", "weights", "working", "plans", "changes", "talk", "equity", "context", "problems", "masked", "positions",
    "data",
)  # fmt: skip
#: So many lines can be read on one page.
_ONE_PAGE = 60


def sheet(view: View, others: Sequence[Sheet]) -> Sheet:
    """The contents of a workbook with these other sheets, in their order."""
    rows = [(Cell(other.title, theme.CELL_LINK, Link(other.key)), other.about or other.heading) for other in others]
    columns = [
        Column(view.say("contents.sheet"), 31, theme.TEXT),
        Column(view.say("contents.shows"), 98, theme.WRAP),
    ]
    return Sheet(
        key="contents",
        title=view.say("tabs.contents"),
        heading=view.say("contents.heading"),
        parts=(Note(view.say("contents.note")), *_elsewhere(view), table("Contents", columns, rows)),
        about=view.say("about.contents"),
        landscape=False,
        pages_high=1 if len(rows) <= _ONE_PAGE else 0,
        plain=True,
        colour=theme.NAVY,
    )


def _elsewhere(view: View) -> list[Note]:
    """The sheets that a workbook of so many territories does not have."""
    if not view.is_large:
        return []
    absent = ", ".join(view.say(f"tabs.{key}") for key in DETAIL if key != "masked" or view.agency is None)
    said = view.say("contents.elsewhere", tab=view.say("tabs.territories"), sheets=absent)
    return [Note(said, theme.NOTICE, Link("territories"))]
