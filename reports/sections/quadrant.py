"""How good each block is beside how much it matters: four fields, and what to find out first (SCORING 2.13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports import theme
from reports.rows import Record
from reports.sections.parts import SMALL, WITHHELD, block_score, is_wide, number_cell
from reports.sections.what_if import target, weights
from reports.sheet import Cell, Column, Note, Row, Table, table
from reports.view import View
from sheet_templates.messages import target_sentences

_HEADS = (
    "column.block", "column.block_score", "quadrant.weight", "quadrant.weight_given", "quadrant.gap", "quadrant.chance",
    "quadrant.field",
)  # fmt: skip
_NONE = 1e-9


def for_territory(view: View, territory: Record, name: str, widths: Sequence[int]) -> Table:
    """The blocks of a territory, the largest weighted gap first, those without a score last.

    A block matters more than others where its share of the weight is above the mean: the weight that the participants
    gave it, where so many gave points that they may be shown, else that of the scenario. Without such a block there
    are no fields, and a line says so.
    """
    given = _given(view, territory.territory_id)
    of_scenario = dict(zip((one.id for one in view.blocks), weights(view, territory), strict=True))
    importance = given or of_scenario
    columns = [
        Column(
            view.say(head),
            widths[place],
            theme.CENTRE if 0 < place < len(_HEADS) - 1 else theme.WRAP,
            theme.HEADER_CENTRE if 0 < place < len(_HEADS) - 1 else theme.HEADER,
        )
        for place, head in enumerate(_HEADS)
    ]
    mean = sum(importance.values()) / len(importance)
    uneven = any(one > mean + _NONE for one in importance.values())
    rows = _rows(view, territory, of_scenario, given, mean) if uneven else []
    whose = view.say(f"quadrant.{'given' if given else 'scenario'}")
    return table(
        name,
        columns,
        rows,
        caption=view.say("quadrant.caption", target=said_target(view), weights=whose),
        empty=view.say("empty.quadrant"),
        together=len(view.blocks),
    )


def targets(view: View, territory: Record) -> list[Note]:
    """What the gap of each block is measured to, where it is not one level for all; else nothing."""
    policy = view.guideline.policy
    notes = [(view.local(one.short), view.block_notes.get((territory.territory_id, one.id))) for one in view.blocks]
    blocks = [
        (name, one.target_from, one.target_points)
        for name, one in notes
        if one is not None and one.first_probability is not None
    ]
    said = target_sentences(view.words, policy.gap_target, policy.target_points, blocks)
    return [Note(" ".join(said))] if said else []


def said_target(view: View) -> str:
    """What gaps are measured to, in words."""
    policy = view.guideline.policy
    return view.say(f"quadrant.target_{policy.gap_target}", points=view.number(policy.target_points, 0))


def _given(view: View, territory_id: str) -> dict[str, float]:
    """The share that the participants gave each block; nothing where they are too few to be shown."""
    noted = view.index_notes.get(territory_id)
    if noted is None or not view.voices_shown(noted.n_allocations):
        return {}
    found = {block.id: view.block_notes.get((territory_id, block.id)) for block in view.blocks}
    shares = {one: note.weight_participants for one, note in found.items() if note is not None}
    return shares if len(shares) == len(found) and None not in shares.values() else {}


def _rows(
    view: View, territory: Record, of_scenario: Mapping[str, float], given: Mapping[str, float], mean: float
) -> list[Row]:
    """One row per block that applies, by weighted gap, unknown ones last."""
    found: list[tuple[tuple[bool, float], Row]] = []
    for block in view.blocks:
        key = territory.territory_id, block.id
        score, noted = view.block_scores.get(key), view.block_notes.get(key)
        if score is not None and score.status == "not_applicable":
            continue
        known = None if score is None or is_wide(view, score) else score.score
        gap = None if known is None else max(0.0, target(view, *key) - known)
        weight = (given or of_scenario)[block.id]
        row = (
            view.local(block.short),
            block_score(view, score),
            _share(view, of_scenario[block.id]),
            _share(view, given[block.id]) if given else Cell(SMALL, theme.MARK),
            number_cell(gap, theme.WHOLE, WITHHELD),
            Cell(WITHHELD, theme.MARK)
            if gap is None
            else _share(view, None if noted is None else noted.first_probability),
            view.say(_field(gap, matters=weight > mean + _NONE)),
        )
        found.append(((gap is None, -(gap or 0.0) * weight), row))
    return [row for _, row in sorted(found, key=lambda one: one[0])]


def _share(view: View, value: float | None) -> Cell:
    return number_cell(value, theme.share(view.language))


def _field(gap: float | None, *, matters: bool) -> str:
    """The words for a block by its gap and whether it matters more than others."""
    if gap is None:
        return "stance.collect_first"
    if gap > 0:
        return "quadrant.first" if matters else "quadrant.later"
    return "quadrant.keep" if matters else "quadrant.enough"
