"""Gaps: how officials and SSE actors differ inside a territory, how other groups differ on the mean, and territories.

Never folded into a score.
"""

from __future__ import annotations

from reports import theme
from reports.rows import Record
from reports.sections.parts import OUTSIDE, SMALL, block_link, legend, number_cell, signed_cell, territory_cell
from reports.sheet import Cell, Column, Note, Part, Row, Sheet, Table, Value, table
from reports.view import View
from sheet_templates.figures import signed

_THREE = theme.Style("centre", "0.000")
_GROUPS = (
    "n_officials", "n_sse", "officials_score", "sse_score", "side_gap", "interval", "n_common", "atkinson",
)  # fmt: skip
_TOGETHER = ("n_territories", "n_first", "n_second", "first_minus_second", "interval")
_ACROSS = ("n_territories", "lowest", "highest", "range", "gini", "n_countries", "theil_between", "theil_within")


def sheet(view: View) -> Sheet:
    """Groups first, then territories; a line instead where no group is large enough."""
    policy = view.guideline.policy
    parts: list[Part] = [
        Note(view.say("equity.note"), theme.STRONG),
        Note(view.say("equity.small", voices=policy.min_voices_shown)),
        Note(view.say("equity.measures", least=policy.group_min_shown)),
        *([Note(view.say("equity.personal"))] if view.campaign.ask else []),
        _groups(view),
        *([_together(view)] if view.gaps_across else []),
    ]
    if view.across:
        parts += [legend(view, SMALL, OUTSIDE), _across(view)]
    return Sheet(
        key="equity",
        title=view.say("tabs.equity"),
        heading=view.say("equity.heading"),
        parts=tuple(parts),
        about=view.say("about.equity"),
        freeze_columns=1,
    )


def _groups(view: View) -> Table:
    say = view.say
    columns = [
        Column(say("column.territory"), 28, theme.LABEL),
        Column(say("column.block"), 22, theme.TEXT),
        *(Column(say(f"column.{head}"), 17, theme.CENTRE, theme.HEADER_CENTRE) for head in _GROUPS),
        Column(say("column.direction"), 36, theme.WRAP),
    ]
    rows = [_row(view, one, found) for one in view.territories for found in view.group_gaps.get(one.territory_id, ())]
    return table("Equity_groups", columns, rows, caption=say("equity.groups"), empty=say("empty.equity"), filters=True)


def _row(view: View, territory: Record, found: Record) -> Row:
    block = next(one for one in view.blocks if one.id == found.block_id)
    paired = found.difference is not None
    return (
        territory_cell(view, territory),
        Cell(view.local(block.short), theme.CELL_LINK, block_link(block, territory.territory_id)),
        *(
            _number(value, theme.WHOLE)
            for value in (found.n_first, found.n_second, found.first_score, found.second_score)
        ),
        "" if found.difference is None else signed_cell(found.difference),
        _ends(view, found) if paired else "",
        _number(found.n_common, theme.WHOLE),
        _number(found.atkinson, _THREE),
        reading(view, found) if paired else "",
    )


def reading(view: View, found: Record) -> str:
    """Which side sees the block higher, in words, or that chance alone could do it; a row of either frame of gaps."""
    if not found.is_clear:
        return view.say("equity.unclear")
    return view.say(f"equity.{found.grouping}.{'first' if found.difference > 0 else 'second'}")


def _together(view: View) -> Table:
    """Every grouping as the mean of the territories, where enough of them have a difference."""
    say = view.say
    columns = [
        Column(say("column.two_groups"), 28, theme.LABEL),
        Column(say("column.block"), 22, theme.TEXT),
        *(Column(say(f"column.{head}"), 17, theme.CENTRE, theme.HEADER_CENTRE) for head in _TOGETHER),
        Column(say("column.direction"), 36, theme.WRAP),
    ]
    names = {block.id: view.local(block.short) for block in view.blocks}
    rows: list[Row] = [
        (
            say(f"equity.{one.grouping}.pair"),
            names[one.block_id],
            *(Cell(value, theme.WHOLE) for value in (one.n_territories, one.n_first, one.n_second)),
            signed_cell(one.difference),
            _ends(view, one),
            reading(view, one),
        )
        for one in view.gaps_across
    ]
    least = view.guideline.policy.group_min_shown
    return table("Equity_together", columns, rows, caption=say("equity.together", least=least), filters=True)


def _across(view: View) -> Table:
    columns = [
        Column(view.say("column.block"), 28, theme.LABEL),
        *(Column(view.say(f"column.{head}"), 17, theme.CENTRE, theme.HEADER_CENTRE) for head in _ACROSS),
    ]
    return table("Equity_across", columns, [_line(view, one) for one in view.across], caption=view.say("equity.across"))


def _line(view: View, one: Record) -> Row:
    names = {block.id: view.local(block.short) for block in view.blocks}
    head = (names.get(one.block_id, view.say("equity.balanced")), Cell(one.n_territories, theme.WHOLE))
    if one.lowest is None or one.highest is None:
        return (*head, *([Cell(SMALL, theme.MARK)] * (len(_ACROSS) - 1)))
    return (
        *head,
        *(Cell(value, theme.WHOLE) for value in (one.lowest, one.highest, one.highest - one.lowest)),
        _measure(one.gini),
        Cell(one.n_countries, theme.WHOLE),
        _measure(one.theil_between),
        _measure(one.theil_within),
    )


def _measure(value: float | None) -> Cell:
    """A measure of inequality; the mark of what does not apply where, say, no country has two territories."""
    return number_cell(value, _THREE, OUTSIDE)


def _ends(view: View, found: Record) -> str:
    """The interval of a difference, in words: a dash between signed numbers reads as one more sign."""
    low, high = (signed(one, view.language) for one in (found.low, found.high))
    return view.say("equity.ends", low=low, high=high)


def _number(value: float | None, style: theme.Style) -> Value | Cell:
    return "" if value is None else Cell(value, style)
