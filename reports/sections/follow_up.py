"""How the actions of the plans moved since the session before, and which are late."""

from __future__ import annotations

from reports import theme
from reports.rows import Record
from reports.sections.parts import number_cell, territory_cell
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, table
from reports.view import View


def sheet(view: View) -> Sheet:
    """What became of every action, on a sheet of its own: its header is that of all its pages."""
    return Sheet(
        key="follow_up",
        title=view.say("tabs.follow_up"),
        heading=view.say("follow.caption"),
        parts=(Note(view.say("follow.note"), theme.STRONG), _follow_up(view)),
        about=view.say("about.follow_up"),
        freeze="Plans_follow_up",
        freeze_columns=2,
        colour=theme.ACCENT,
    )


def _follow_up(view: View) -> Table:
    """One row per action of this session or the one before."""
    say = view.say
    columns = [
        Column(say("column.territory"), 24, theme.LABEL),
        Column(say("column.action"), 70, theme.WRAP),
        Column(say("column.progress_before"), 13, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.progress_now"), 13, theme.CENTRE, theme.HEADER_CENTRE),
        Column(say("column.move"), 20, theme.WRAP),
        Column(say("column.status_now"), 16, theme.WRAP),
        Column(say("column.days_late"), 12, theme.CENTRE, theme.HEADER_CENTRE),
    ]
    rows = [_row(view, one, found) for one in view.territories for found in view.follow_up.get(one.territory_id, ())]
    return table("Plans_follow_up", columns, rows, empty=say("empty.follow"), filters=True)


def _row(view: View, territory: Record, found: Record) -> Row:
    return (
        territory_cell(view, territory),
        view.redaction.public(found.title),
        _progress(view, found.progress_before),
        _progress(view, found.progress),
        view.say(f"follow.{found.move}"),
        _status(view, found.counted_status or found.status),
        Cell(found.days_late, theme.WHOLE) if found.is_late else "",
    )


def _progress(view: View, value: float | None) -> Cell:
    return number_cell(value, theme.percent(view.language))


def _status(view: View, status: str) -> str:
    """The words of a status; what is none was typed, and is shown as a quote."""
    known = next((column.choices for column in view.guideline.plan_columns if column.id == "status"), {})
    return view.local(known[status]) if status in known else view.redaction.quote(status)
