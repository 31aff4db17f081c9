"""Coverage: how much of each grid was answered, and how."""

from __future__ import annotations

from reports import theme
from reports.rows import Record
from reports.sections.parts import block_link, elsewhere, territory_cell
from reports.sheet import Cell, Column, Note, Row, Sheet, table
from reports.view import View

_COUNTS = ("n_expected", "n_levels", "n_dont_know", "n_not_applicable", "n_blank", "n_invalid")
_WHOLE = theme.WHOLE


def sheet(view: View) -> Sheet:
    """One line per territory and block, and one per territory for all blocks."""
    heads = ("expected", "levels", "dont_know", "not_applicable", "blank", "invalid")
    columns = [
        Column(view.say("column.territory"), 28, theme.LABEL),
        Column(view.say("column.block"), 24, theme.TEXT),
        Column(view.say("column.answered"), 12, theme.CENTRE, theme.HEADER_CENTRE),
        *(Column(view.say(f"column.{head}"), 13, theme.CENTRE, theme.HEADER_CENTRE) for head in heads),
        Column(view.say("column.agreed_count"), 13, theme.CENTRE, theme.HEADER_CENTRE),
        Column(view.say("column.discuss_count"), 13, theme.CENTRE, theme.HEADER_CENTRE),
    ]
    together = 1 if view.is_large else 1 + len(view.blocks)
    return Sheet(
        key="coverage",
        title=view.say("tabs.coverage"),
        heading=view.say("coverage.heading"),
        parts=(
            Note(view.say("coverage.note"), theme.STRONG),
            Note(view.say("coverage.states")),
            *([elsewhere(view)] if view.is_large else []),
            table(
                "Coverage", columns, _rows(view), empty=view.say("empty.territories"), filters=True, together=together
            ),
        ),
        about=view.say("about.coverage"),
        freeze="Coverage",
        freeze_columns=2,
    )


def _rows(view: View) -> list[Row]:
    rows: list[Row] = []
    for one in view.territories:
        found = [
            (block, row)
            for block in view.blocks
            if (row := view.coverage.get((one.territory_id, block.id))) is not None
        ]
        if not found:
            continue
        name = territory_cell(view, one)
        rows.append(
            (
                name,
                Cell(view.say("coverage.all_blocks"), theme.LABEL),
                *_total([row for _, row in found], view.language),
            )
        )
        rows.extend(
            (
                name,
                Cell(view.local(block.short), theme.CELL_LINK, block_link(block, one.territory_id)),
                *_total([row], view.language),
            )
            for block, row in (() if view.is_large else found)
        )
    return rows


def _total(found: list[Record], language: str) -> list[Cell]:
    counts = [sum(getattr(row, name) for row in found) for name in _COUNTS]
    expected, _, _, _, blank, invalid = counts
    answered = 100 * (expected - blank - invalid) / expected if expected else 0.0
    last = [sum(getattr(row, name) for row in found) for name in ("n_agreed", "n_to_discuss")]
    return [Cell(answered, theme.percent(language)), *(Cell(count, _WHOLE) for count in (*counts, *last))]
