"""The tables of an accessible workbook on what to know first, and on how groups and territories differ."""

from __future__ import annotations

from collections.abc import Sequence

from reports.accessible_page import OUTSIDE, SMALL
from reports.accessible_parts import Head, Made, Value, block_head, count_heads, place_head
from reports.rows import Record
from reports.sections import cautions
from reports.sections.equity import reading
from reports.view import View


def known_first(view: View) -> Made:
    """What to know before reading a territory's results: what holds for all of them, then what holds for some."""
    heads = (place_head(view), Head(view.say("column.remark"), 110))
    rows = [
        (one.name, said)
        for one in view.territories
        for says in (cautions.warnings, cautions.remarks)
        if (said := says(view, one.territory_id))
    ]
    return Made("cautions", "Cautions", heads, rows, "empty.cautions")


def group_gaps(view: View) -> Made:
    """Officials beside SSE actors; what rests on a small group is marked as held back."""
    say = view.say
    heads = (
        place_head(view), block_head(view), *count_heads(view, "column.n_officials", "column.n_sse"),
        *(Head(say(f"column.{name}"), 14, 0) for name in ("officials_score", "sse_score", "side_gap", "low", "high")),
        *count_heads(view, "column.n_common"), Head(say("column.atkinson"), 14, 3), Head(say("column.direction"), 44),
    )  # fmt: skip
    names = {block.id: view.local(block.short) for block in view.blocks}
    rows = [
        (one.name, names[found.block_id], *_group_gap(view, found))
        for one in view.territories
        for found in view.group_gaps.get(one.territory_id, ())
    ]
    return Made("group_gaps", "Group_gaps", heads, rows, "empty.equity")


def _group_gap(view: View, found: Record) -> Sequence[Value]:
    numbers = (
        found.n_first, found.n_second, found.first_score, found.second_score, found.difference, found.low, found.high,
        found.n_common, found.atkinson,
    )  # fmt: skip
    said = OUTSIDE if found.difference is None else reading(view, found)
    return (*(SMALL if one is None else one for one in numbers), said)


def gaps_across(view: View) -> Made:
    """Every grouping as the mean of the published territories, where enough of them have a difference."""
    heads = (
        Head(view.say("column.two_groups"), 40), block_head(view),
        *count_heads(view, "column.n_territories", "column.n_first", "column.n_second"),
        *(Head(view.say(f"column.{name}"), 14, 0) for name in ("first_minus_second", "low", "high")),
        Head(view.say("column.direction"), 44),
    )  # fmt: skip
    names = {block.id: view.local(block.short) for block in view.blocks}
    rows = [
        (
            view.say(f"equity.{one.grouping}.pair"), names[one.block_id], one.n_territories, one.n_first, one.n_second,
            one.difference, one.low, one.high, reading(view, one),
        )
        for one in view.gaps_across
    ]  # fmt: skip
    return Made("gaps_across", "Gaps_across", heads, rows, "empty.equity")


def across(view: View) -> Made:
    """How unequal the published territories are, block by block; held back where they are few."""
    heads = (
        block_head(view), *count_heads(view, "column.n_territories"),
        *(Head(view.say(f"column.{name}"), 14, 0) for name in ("lowest", "highest")),
        Head(view.say("column.gini"), 14, 3), *count_heads(view, "column.n_countries"),
        *(Head(view.say(f"column.{name}"), 16, 3) for name in ("theil_between", "theil_within")),
    )  # fmt: skip
    names = {block.id: view.local(block.short) for block in view.blocks}
    rows: list[Sequence[Value]] = []
    for one in view.across:
        none = SMALL if one.lowest is None else OUTSIDE
        numbers = (one.lowest, one.highest, one.gini, one.n_countries, one.theil_between, one.theil_within)
        head = (names.get(one.block_id, view.say("equity.balanced")), one.n_territories)
        rows.append((*head, *(none if number is None else number for number in numbers)))
    return Made("across", "Across_territories", heads, rows, "empty.territories")
