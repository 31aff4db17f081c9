"""The tables of an accessible workbook, from a view: which columns, which rows, which notes explain them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reports.accessible_lists import advice, plans, problems, pulls
from reports.accessible_page import OUTSIDE, WITHHELD
from reports.accessible_parts import Head, Made, Value, block_head, count_heads, place_head
from reports.accessible_trust import across, gaps_across, group_gaps, known_first
from reports.rows import Record
from reports.sections.overview import scenario
from reports.sections.parts import is_wide, labelled
from reports.view import View
from sheet_templates.figures import half_up


def made(view: View) -> Iterator[Made]:
    """Every table, in the order of the sheets; of a large campaign those with one row per territory."""
    unequal = (*((gaps_across,) if view.gaps_across else ()), *((across,) if view.across else ()))
    every = (
        _scores, _index, _blocks, _drivers, _levels, advice, plans, _coverage, known_first, group_gaps, *unequal,
        problems, pulls,
    )  # fmt: skip
    for build in (_scores, _index, *unequal, pulls) if view.is_large else every:
        yield build(view)


def _score(view: View, score: Record | None) -> Value:
    """A block score, its bounds where they are too wide, or the mark of what there is instead."""
    if score is None or (score.status == "withheld" and not score.n_scored):
        return None
    if score.status == "not_applicable":
        return OUTSIDE
    if score.score is None:
        return WITHHELD
    if is_wide(view, score):
        return f"{half_up(score.lower)}–{half_up(score.upper)}"
    return float(score.score)


def _scores(view: View) -> Made:
    heads = (place_head(view), *(Head(view.local(one.short), 20, 0, ("score",)) for one in view.blocks))
    rows = [
        (one.name, *(_score(view, view.block_scores.get((one.territory_id, block.id))) for block in view.blocks))
        for one in view.territories
    ]
    return Made("scores", "Block_scores_wide", heads, rows)


def _index(view: View) -> Made:
    say = view.say
    heads = (
        place_head(view),
        Head(say("column.scenario"), 34),
        Head(say("column.status"), 14),
        Head(say("column.index"), 12, 0, ("index",)),
        Head(say("column.balanced"), 14, 0, ("balanced",)),
        Head(say("column.lower"), 12, 0, ("bounds",)),
        Head(say("column.upper"), 12, 0, ("bounds",)),
        *count_heads(view, "column.blocks_scored", "tables.blocks_applicable"),
    )
    rows: list[Sequence[Value]] = []
    for one in view.territories:
        found = view.index.get(one.territory_id)
        if found is None:
            rows.append((one.name, scenario(view, one), say("status.nothing"), *[None] * 6))
            continue
        held = WITHHELD if found.index is None else None
        status = labelled(view, f"report.status.{found.status}", found.status)
        rows.append(
            (
                one.name, scenario(view, one), status, held or found.index, held or found.index_balanced,
                found.lower, found.upper, found.n_blocks, found.n_applicable,
            )
        )  # fmt: skip
    return Made("index", "Index", heads, rows)


def _blocks(view: View) -> Made:
    say = view.say
    heads = (
        place_head(view), block_head(view), Head(say("column.block_score"), 14, 0, ("score",)),
        Head(say("column.lower"), 12, 0, ("bounds",)), Head(say("column.upper"), 12, 0, ("bounds",)),
        *count_heads(view, "tables.scored", "tables.applicable"), *count_heads(view, "column.voices", notes=("voices",)),
        Head(say("column.band"), 16),
    )  # fmt: skip
    rows = [
        (
            one.name, view.local(block.short), _score(view, found), found.lower, found.upper, found.n_scored,
            found.n_applicable, found.n_voices, labelled(view, f"bands.{found.band}.name", "") or OUTSIDE,
        )
        for one in view.territories
        for block in view.blocks
        if (found := view.block_scores.get((one.territory_id, block.id))) is not None
    ]  # fmt: skip
    return Made("blocks", "Block_scores", heads, rows)


def _drivers(view: View) -> Made:
    heads = (
        place_head(view), block_head(view), Head(view.say("column.driver"), 42, None, ("driver",)),
        Head(view.say("column.block_score"), 14, 0), *count_heads(view, "tables.scored", "tables.applicable"),
    )  # fmt: skip
    rows = [
        (
            one.name, view.local(block.short), view.words(f"drivers.{driver}.name"),
            WITHHELD if found.score is None else found.score, found.n_scored, found.n_indicators,
        )
        for one in view.territories
        for block in view.blocks
        for driver in view.guideline.drivers
        if (found := view.driver_scores.get((one.territory_id, block.id, driver))) is not None and found.n_indicators
    ]  # fmt: skip
    return Made("drivers", "Blocks_by_drivers", heads, rows)


def _levels(view: View) -> Made:
    say = view.say
    heads = (
        place_head(view), block_head(view), Head(say("column.code"), 12), Head(say("column.indicator"), 44),
        Head(say("column.level"), 12, 1, ("level",)), Head(say("column.source"), 20),
        *count_heads(view, "column.voices", notes=("voices",)),
        *count_heads(view, "column.dont_know", "column.not_applicable", "column.blank", "column.invalid"),
        Head(say("column.spread"), 12, 0, ("spread",)), Head(say("column.agreement"), 20, None, ("agreement",)),
        Head(say("column.evidence"), 12, None, ("evidence",)), Head(say("column.discuss_count"), 14),
    )  # fmt: skip
    rows = [
        _level(view, one, block.short.get(view.language, block.id), indicator.id, found)
        for one in view.territories
        for block in view.blocks
        for indicator in view.indicators(block)
        if (found := view.indicator_scores.get((one.territory_id, indicator.id))) is not None
    ]
    return Made("levels", "Indicator_levels", heads, rows)


def _level(view: View, territory: Record, block: str, indicator_id: str, found: Record) -> Sequence[Value]:
    held = {"not_applicable": OUTSIDE, "unknown": WITHHELD}.get(found.status)
    return (
        territory.name,
        block,
        indicator_id,
        view.labels.get(indicator_id, ""),
        held or found.level,
        view.say(f"source.{found.source}"),
        found.n_voices,
        found.n_dont_know,
        found.n_not_applicable,
        found.n_blank,
        found.n_invalid,
        found.spread,
        labelled(view, f"report.agreement.{found.agreement_label}", "") or OUTSIDE,
        None if found.evidence_grade is None else f"E{found.evidence_grade}",
        view.words(f"answers.{'yes' if found.discuss else 'no'}.label"),
    )


def _coverage(view: View) -> Made:
    names = ("expected", "levels", "dont_know", "not_applicable", "blank", "invalid")
    heads = (
        place_head(view), block_head(view), *count_heads(view, *(f"column.{name}" for name in names)),
        Head(view.say("tables.percent", name=view.say("column.answered")), 16, 0, ("answered",)),
        *count_heads(view, "column.agreed_count", "column.discuss_count"),
    )  # fmt: skip
    rows = [
        (
            one.name, view.local(block.short), found.n_expected, found.n_levels, found.n_dont_know,
            found.n_not_applicable, found.n_blank, found.n_invalid, found.answered_pct, found.n_agreed,
            found.n_to_discuss,
        )
        for one in view.territories
        for block in view.blocks
        if (found := view.coverage.get((one.territory_id, block.id))) is not None
    ]  # fmt: skip
    return Made("coverage", "Coverage", heads, rows)


#: What each note says: words of the workbook that the analytic file prints too.
def notes(view: View) -> dict[str, Callable[[], str]]:
    """The text of each note, by its key."""
    policy, say = view.guideline.policy, view.say
    return {
        "score": lambda: say("method.rules.block.says"),
        "bounds": lambda: say("method.rules.bounds.says"),
        "index": lambda: say("method.rules.index.says"),
        "balanced": lambda: say("meaning.balanced"),
        "level": lambda: say("method.rules.value.says", value=say(f"method.value_{policy.value}")),
        "voices": lambda: say("reading.rows.few.mean", voices=policy.min_voices_shown),
        "spread": lambda: say("meaning.spread"),
        "agreement": lambda: say("meaning.agreement"),
        "evidence": lambda: say("meaning.evidence"),
        "driver": lambda: say("tables.driver_note"),
        "priority": lambda: say("advice.priority"),
        "answered": lambda: say("coverage.states"),
        "redaction": lambda: say(f"redaction.{view.redaction.agreement}"),
    }
