"""One sheet per block: indicators and territories, and under it every figure with its answers."""

from __future__ import annotations

from collections.abc import Iterator

from reports import theme
from reports.later import Rows
from reports.rows import Record
from reports.sections.parts import (
    DISCUSS,
    NOTHING,
    OUTSIDE,
    WITHHELD,
    block_score,
    data_cell,
    elsewhere,
    indicator_link,
    legend,
    level_cell,
    position_cell,
    scale,
    territory_cell,
    territory_link,
)
from reports.sections.talk import agreement
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, Value, table
from reports.text import identifier
from reports.view import View
from schemas.guideline import Block, Indicator


def sheets(view: View) -> Iterator[Sheet]:
    """The blocks, in the order of the questionnaire."""
    for block in view.blocks:
        yield Sheet(
            key=f"block:{block.id}",
            title=view.local(block.short),
            heading=f"{block.id} · {view.local(block.name)}",
            parts=(
                Note(view.local(block.purpose), theme.STRONG),
                Note(view.say("block.note")),
                scale(view),
                legend(view, WITHHELD, OUTSIDE, NOTHING, DISCUSS),
                _levels(view, block),
                elsewhere(view) if view.is_large else _figures(view, block),
            ),
            about=view.say("about.block", block=view.local(block.name)),
            repeat=f"Figures_{identifier(block.id)}",
            freeze_columns=1,
        )


def _levels(view: View, block: Block) -> Table:
    indicators = view.indicators(block)
    columns = [
        Column(view.say("column.territory"), 24, theme.LABEL),
        Column(view.say("column.block_score"), 13, theme.CENTRE, theme.HEADER_CENTRE),
        *(Column(f"{one.id} {view.local(one.label)}", 15, theme.CENTRE, theme.HEADER_CENTRE) for one in indicators),
    ]

    def row(one: Record) -> Row:
        levels = (
            level_cell(
                view.indicator_scores.get((one.territory_id, indicator.id)),
                None if view.is_large else indicator_link(block.id, one.territory_id, indicator.id),
            )
            for indicator in indicators
        )
        score = block_score(view, view.block_scores.get((one.territory_id, block.id)))
        return (territory_cell(view, one), score, *levels)

    anchors = {one.territory_id: place for place, one in enumerate(view.territories)}
    return table(
        f"Levels_{identifier(block.id)}",
        columns,
        Rows(row, view.territories),
        caption=view.say("block.levels"),
        empty=view.say("empty.territories"),
        anchors=anchors,
    )


#: Columns of the figures under those of the levels, and counts; the words come after them, so that no level is wide.
_FIGURES = ("level", "source", "agreed", "mean", "spread", "evidence")
_COUNTS = ("voices", "dont_know", "not_applicable", "blank", "invalid")


def _figures(view: View, block: Block) -> Table:
    pairs = [(one, indicator) for one in view.territories for indicator in view.indicators(block)]
    anchors = {f"{one.territory_id}/{indicator.id}": place for place, (one, indicator) in enumerate(pairs)}
    columns = [
        Column(view.say("column.territory"), 24, theme.LABEL),
        Column(view.say("column.code"), 13, theme.TEXT),
        *(
            Column(view.say(f"column.{name}"), 18 if name == "source" else 15, theme.CENTRE, theme.HEADER_CENTRE)
            for name in _FIGURES
        ),
        *(Column(view.say(f"column.{name}"), 11.5, theme.CENTRE, theme.HEADER_CENTRE) for name in _COUNTS),
        Column(view.say("column.agreement"), 46, theme.WRAP),
        Column(view.say("column.answers_link"), 19, theme.TEXT),
        Column(view.say("column.position_link"), 15, theme.TEXT),
    ]
    return table(
        f"Figures_{identifier(block.id)}",
        columns,
        Rows(lambda pair: _figures_row(view, *pair), pairs),
        caption=view.say("block.figures"),
        empty=view.say("empty.territories"),
        filters=True,
        anchors=anchors,
    )


def _figures_row(view: View, territory: Record, indicator: Indicator) -> Row:
    here = (territory.territory_id, indicator.id)
    score = view.indicator_scores.get(here)
    name = Cell(territory.name, theme.CELL_LINK, territory_link(view, territory.territory_id))
    if score is None:
        return (
            name,
            indicator.id,
            NOTHING,
            *[""] * (len(_FIGURES) + len(_COUNTS)),
            data_cell(view, *here),
            position_cell(view, *here),
        )
    return (
        name,
        indicator.id,
        _level(score),
        view.say(f"source.{score.source}"),
        _real(score.agreed_level),
        _real(score.mean_level),
        _real(score.spread),
        "" if score.evidence_grade is None else f"E{score.evidence_grade}",
        *(Cell(count, _COUNT) for count in _counts(score)),
        f"{DISCUSS if score.discuss else ''} {agreement(view, score)}".strip(),
        data_cell(view, *here),
        position_cell(view, *here),
    )


_COUNT, _REAL = theme.WHOLE, theme.ONE_PLACE


def _level(score: Record) -> Cell:
    if score.level is not None:
        return Cell(score.level, _REAL)
    marks = {"not_applicable": OUTSIDE, "unknown": f"{WITHHELD} ?"}
    return Cell(marks.get(score.status, NOTHING), theme.MARK)


def _real(value: float | None) -> Value | Cell:
    return "" if value is None else Cell(value, _REAL)


def _counts(score: Record) -> tuple[int, ...]:
    return (
        score.n_voices,
        score.n_dont_know,
        score.n_not_applicable,
        score.n_blank,
        score.n_invalid,
    )
