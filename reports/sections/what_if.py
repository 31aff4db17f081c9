"""The steps behind the live sheet, each with its value under the weights as published."""

from __future__ import annotations

from collections.abc import Sequence

from reports import theme
from reports.rows import Record
from reports.sections.parts import OUTSIDE, WITHHELD, territory_cell
from reports.sheet import Cell, Column, Formula, Note, Ref, Row, Sheet, Table, table
from reports.view import View
from schemas.guideline import Scenario

#: A weighted gap under this is none. Of equal gaps the first block wins, by so little per block that it is not seen.
NO_GAP, _TIE = "1E-8", 1e-10
_POINTS = theme.Style("centre", "0.00")


def sheet(view: View) -> Sheet:
    """Scores, weights in use and weighted gaps: one line per territory in each table."""
    return Sheet(
        key="working",
        title=view.say("tabs.working"),
        heading=view.say("tabs.working"),
        parts=(
            Note(view.say("weights.working_note")),
            _table(view, "Working_scores", "weights.scores", [_scores(view, one) for one in view.territories]),
            _table(view, "Working_used", "weights.used", [_used_row(view, one) for one in view.territories]),
            _table(view, "Working_targets", "weights.target", [_targets(view, one) for one in view.territories]),
            _table(view, "Working_gaps", "weights.gaps", [_gap_row(view, row) for row in range(len(view.territories))]),
        ),
        about=view.say("about.working"),
        freeze_columns=1,
        protected=True,
        colour=theme.GREY,
    )


def name(view: View, one: Scenario) -> str:
    """A scenario's code and name, as in the list of choices."""
    return f"{one.id} {view.local(one.name)}"


def target(view: View, territory_id: str, block_id: str) -> float:
    """The score that the gap of a block is measured to (`targets` of the pipeline)."""
    noted = view.block_notes.get((territory_id, block_id))
    return view.guideline.policy.target_points if noted is None else float(noted.target_points)


def weights(view: View, territory: Record) -> list[float]:
    """A territory's weights as published: its scenario, or the mean of scenario and overlay; they sum to 1."""
    chosen = [view.guideline.scenario(one) for one in (territory.scenario, territory.overlay) if one]
    raw = [sum(one.weights[block.id] for one in chosen) / len(chosen) for block in view.blocks]
    total = sum(raw)
    return [one / total for one in raw]


def gaps(view: View, territory: Record) -> list[float]:
    """The weighted gap of each block to the target; 0 where it has no score."""
    last, here = len(view.blocks), territory.territory_id
    found = [(view.block_scores.get((here, block.id)), target(view, here, block.id)) for block in view.blocks]
    return [
        (max(0.0, aim - score.score) * weight if score is not None and score.score is not None else 0.0)
        + (last - place) * _TIE
        for place, ((score, aim), weight) in enumerate(zip(found, weights(view, territory), strict=True), start=1)
    ]


def first_blocks(view: View, territory: Record) -> list[str]:
    """The names of the blocks with the largest weighted gaps, at most three."""
    found = gaps(view, territory)
    order = sorted(range(len(found)), key=lambda place: -found[place])[:3]
    return [view.local(view.blocks[place].short) for place in order if found[place] > float(NO_GAP)]


def _table(view: View, named: str, caption: str, rows: Sequence[Sequence[Cell]]) -> Table:
    columns = [
        Column(view.say("column.territory"), 30, theme.LABEL),
        *(Column(view.local(block.short), 15, theme.CENTRE, theme.HEADER_CENTRE) for block in view.blocks),
    ]
    shown: list[Row] = [(territory_cell(view, one), *row) for one, row in zip(view.territories, rows, strict=True)]
    return table(named, columns, shown, caption=view.say(caption))


def _scores(view: View, territory: Record) -> list[Cell]:
    return [_score(view.block_scores.get((territory.territory_id, block.id))) for block in view.blocks]


def _targets(view: View, territory: Record) -> list[Cell]:
    """The level aimed at is the one of the sheet before; what a block has of its own stands as it is."""
    general = view.guideline.policy.target_points
    aims = (target(view, territory.territory_id, block.id) for block in view.blocks)
    return [Cell(Formula("weights_target", aim) if aim == general else aim, _POINTS) for aim in aims]


def _score(score: Record | None) -> Cell:
    if score is not None and score.score is not None:
        return Cell(score.score, _POINTS)
    outside = score is not None and score.status == "not_applicable"
    return Cell(OUTSIDE if outside else WITHHELD, theme.MARK)


def _used_row(view: View, territory: Record) -> list[Cell]:
    """Weights as published are read off the list of scenarios, so that everybody can follow them."""
    places = {one.id: row + 2 for row, one in enumerate(view.guideline.scenarios)}
    chosen = [one for one in (territory.scenario, territory.overlay) if one]
    published = "({base}+{overlay})/2" if len(chosen) > 1 else "{base}"
    cells = []
    for block, weight in enumerate(weights(view, territory)):
        refs = {"list": Ref("weights", "Weights_list", block + 1)}
        for key, one in zip(("base", "overlay"), chosen, strict=False):
            refs[key] = Ref("weights", "Weights_list", block + 1, places[one])
        cells.append(
            Cell(
                Formula(f"IF(weights_mode=1,{published},INDEX({{list}},weights_mode))", weight, refs),
                theme.share(view.language, "0.0"),
            )
        )
    return cells


def _gap_row(view: View, row: int) -> list[Cell]:
    last = len(view.blocks)
    cells = []
    for place, gap in enumerate(gaps(view, view.territories[row]), start=1):
        tables = {"s": "Working_scores", "w": "Working_used", "t": "Working_targets"}
        refs = {key: Ref("working", one, place, row) for key, one in tables.items()}
        tie = f"{last - place}E-10"
        written = f"IF(ISNUMBER({{s}}),MAX(0,{{t}}-{{s}})*{{w}},0)+{tie}"
        cells.append(Cell(Formula(written, gap, refs), _POINTS))
    return cells
