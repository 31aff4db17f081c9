"""Which actions a territory puts first: the points of its participants, the marks, and the rank they come to."""

from __future__ import annotations

from reports import theme
from reports.rows import Record
from reports.sections.parts import NOTHING, SMALL, number_cell, territory_cell
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, table
from reports.view import View
from sheet_templates.figures import percent
from sheet_templates.prioritisation import prioritisation

_SIDES = ("officials", "sse", "others")


def sheet(view: View) -> Sheet:
    """What is done first, territory by territory, on a sheet of its own: its header is that of all its pages."""
    rule = prioritisation()
    shares = {name: percent(getattr(rule, name), view.language) for name in ("participatory", "technical")}
    return Sheet(
        key="ranks",
        title=view.say("tabs.ranks"),
        heading=view.say("ranks.caption"),
        parts=(Note(view.say("ranks.note", **shares), theme.STRONG), _ranks(view)),
        about=view.say("about.ranks"),
        freeze="Plans_ranks",
        freeze_columns=2,
        colour=theme.ACCENT,
    )


def _ranks(view: View) -> Table:
    """One row per action that got points or marks, best first.

    Points of a small group, and those of each side where organisations are not named, would tell who voted what; so
    would the value that joins the points of a small group with the marks beside it.
    """
    say = view.say
    sides = _SIDES if view.redaction.shows_organisations else ()
    columns = [
        Column(say("column.territory"), 24, theme.LABEL),
        Column(say("column.action"), 70, theme.WRAP),
        *(
            Column(say(f"column.{head}"), width, theme.CENTRE, theme.HEADER_CENTRE)
            for head, width in (
                ("rank", 13), ("vote_points", 13), *((f"vote_points_{side}", 20) for side in sides), ("tech_score", 14),
                ("final_value", 12), ("kept", 18),
            )
        ),
    ]  # fmt: skip
    rows = [_row(view, one, found, sides) for one in view.territories for found in view.ranks.get(one.territory_id, ())]
    return table("Plans_ranks", columns, rows, empty=say("empty.ranks"), filters=True)


def _row(view: View, territory: Record, found: Record, sides: tuple[str, ...]) -> Row:
    titles = {one.action_id: one.title for one in view.actions.get(territory.territory_id, ())}
    shown = bool(sides) or not found.n_voters or view.voices_shown(found.n_voters)
    return (
        territory_cell(view, territory),
        view.redaction.public(titles.get(found.action_id, found.action_id)),
        number_cell(found.rank, theme.WHOLE),
        Cell(found.points, theme.WHOLE) if shown else Cell(SMALL, theme.MARK),
        *(Cell(getattr(found, f"points_{side}"), theme.WHOLE) for side in sides),
        _share(found.technical),
        _share(found.final) if shown or found.final is None else Cell(SMALL, theme.MARK),
        view.words("answers.yes.label" if found.is_kept else "answers.no.label"),
    )


def _share(value: float | None) -> Cell:
    """A share (0-1) as points out of 100, or the mark of what is not there yet."""
    return Cell(NOTHING, theme.MARK) if value is None else Cell(round(100 * value, 1), theme.WHOLE)
