"""The tables of an accessible workbook, from a view: which columns, which rows, which notes explain them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reports.accessible_page import OUTSIDE, WITHHELD
from reports.problem_words import message
from reports.rows import Record
from reports.sections.advice import because
from reports.sections.overview import scenario
from reports.sections.parts import agency_names, is_wide, labelled
from reports.text import half_up
from reports.view import View

Value = str | float | int | None


@dataclass(frozen=True, slots=True)
class Head:
    """A column: header, width in characters, decimals (None for text), keys of the notes it needs."""

    header: str
    width: float = 14
    places: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """One table: `key` finds its title and units among the words, `name` is its name in the file."""

    key: str
    name: str
    heads: tuple[Head, ...]
    rows: Sequence[Sequence[Value]]
    empty: str = "empty.territories"


def made(view: View) -> Iterator[Made]:
    """Every table, in the order of the sheets."""
    for build in (_scores, _index, _blocks, _drivers, _levels, _advice, _plans, _coverage, _problems, _pulls):
        yield build(view)


def _place(view: View) -> Head:
    return Head(view.say("column.territory"), 26)


def _block(view: View) -> Head:
    return Head(view.say("column.block"), 26)


def _counts(view: View, *keys: str, notes: tuple[str, ...] = ()) -> tuple[Head, ...]:
    return tuple(Head(view.say(key), 15, 0, notes) for key in keys)


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
    heads = (_place(view), *(Head(view.local(one.short), 20, 0, ("score",)) for one in view.blocks))
    rows = [
        (one.name, *(_score(view, view.block_scores.get((one.territory_id, block.id))) for block in view.blocks))
        for one in view.territories
    ]
    return Made("scores", "Block_scores_wide", heads, rows)


def _index(view: View) -> Made:
    say = view.say
    heads = (
        _place(view),
        Head(say("column.scenario"), 34),
        Head(say("column.status"), 14),
        Head(say("column.index"), 12, 0, ("index",)),
        Head(say("column.balanced"), 14, 0, ("balanced",)),
        Head(say("column.lower"), 12, 0, ("bounds",)),
        Head(say("column.upper"), 12, 0, ("bounds",)),
        *_counts(view, "column.blocks_scored", "tables.blocks_applicable"),
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
        _place(view), _block(view), Head(say("column.block_score"), 14, 0, ("score",)),
        Head(say("column.lower"), 12, 0, ("bounds",)), Head(say("column.upper"), 12, 0, ("bounds",)),
        *_counts(view, "tables.scored", "tables.applicable"), *_counts(view, "column.voices", notes=("voices",)),
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
        _place(view), _block(view), Head(view.say("column.driver"), 34, None, ("driver",)),
        Head(view.say("column.block_score"), 14, 0), *_counts(view, "tables.scored", "tables.applicable"),
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
        _place(view), _block(view), Head(say("column.code"), 12), Head(say("column.indicator"), 44),
        Head(say("column.level"), 12, 1, ("level",)), Head(say("column.source"), 20),
        *_counts(view, "column.voices", notes=("voices",)),
        *_counts(view, "column.dont_know", "column.not_applicable", "column.blank", "column.invalid"),
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


def _advice(view: View) -> Made:
    say = view.say
    heads = (
        _place(view), Head(say("column.stance"), 20), Head(say("column.action"), 56), _block(view),
        Head(say("column.horizon"), 16), Head(say("column.priority"), 12, 2, ("priority",)),
        Head(say("column.agencies"), 22), Head(say("column.because"), 46), Head(say("column.cells"), 34),
        Head(say("column.rec_id"), 18),
    )  # fmt: skip
    rows = [_suggestion(view, one, found) for one in view.territories for found in _selected(view, one)]
    return Made("advice", "Recommendations", heads, rows, "empty.advice")


def _selected(view: View, territory: Record) -> list[Record]:
    found = [one for one in view.recommendations.get(territory.territory_id, ()) if one.selected]
    return sorted(found, key=lambda one: one.rank)


def _suggestion(view: View, territory: Record, found: Record) -> Sequence[Value]:
    content = view.contents.get(found.rec_id)
    return (
        territory.name,
        view.say(f"stance.{found.stance}"),
        view.local(content.action) if content else found.rec_id,
        _block_name(view, found.block_id),
        labelled(view, f"horizons.{found.horizon}.name", found.horizon),
        found.priority,
        agency_names(view, found.agencies),
        because(view, found.because).replace("\n", "; "),
        view.redaction.public(found.cells),
        found.rec_id,
    )


def _block_name(view: View, block_id: str) -> str:
    return next((view.local(one.short) for one in view.blocks if one.id == block_id), block_id)


def _plans(view: View) -> Made:
    say, labels = view.say, {one.id: view.local(one.label) for one in view.guideline.plan_columns}
    shown = (("title", 44), ("status", 16), ("block", 26), ("horizon", 16), ("start", 14), ("end", 14))
    later = (("lead_type", 24), ("agency_support", 24), ("currency", 12))
    heads = (
        _place(view), *(Head(labels[name], width) for name, width in shown),
        Head(say("tables.percent", name=labels["progress"]), 14, 0), *(Head(labels[name], width) for name, width in later),
        Head(labels["budget"], 16, 0), Head(say("column.tab"), 20), Head(say("column.cell"), 10),
    )  # fmt: skip
    choices = {one.id: one.choices for one in view.guideline.plan_columns}

    def said(action: Record, name: str) -> Value:
        typed = getattr(action, name)
        if not choices[name]:
            return view.redaction.public(typed)
        parts = (one.strip() for one in typed.split(";"))
        return ", ".join(
            view.local(choices[name][one]) if one in choices[name] else view.redaction.quote(one)
            for one in parts
            if one
        )

    rows = [
        (
            one.name, *(said(action, name) for name, _ in shown), action.progress,
            *(said(action, name) for name, _ in later), action.budget, view.redaction.public(action.tab), action.cell,
        )
        for one in view.territories
        for action in view.actions.get(one.territory_id, ())
    ]  # fmt: skip
    return Made("plans", "Action_plans", heads, rows, "empty.plans")


def _coverage(view: View) -> Made:
    names = ("expected", "levels", "dont_know", "not_applicable", "blank", "invalid")
    heads = (
        _place(view), _block(view), *_counts(view, *(f"column.{name}" for name in names)),
        Head(view.say("tables.percent", name=view.say("column.answered")), 16, 0, ("answered",)),
        *_counts(view, "column.agreed_count", "column.discuss_count"),
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


def _problems(view: View) -> Made:
    keys = (
        ("severity", 16),
        ("tab", 22),
        ("cell", 10),
        ("about", 14),
        ("found", 34),
        ("accepted", 44),
        ("message", 70),
    )
    heads = (_place(view), *(Head(view.say(f"column.{key}"), width) for key, width in keys))
    notes = ("redaction",)
    heads = (*heads[:5], Head(heads[5].header, heads[5].width, None, notes), *heads[6:])
    rows: list[Sequence[Value]] = []
    for one in view.territories:
        for problem in view.problems.get(one.territory_id, ()):
            said, accepted = message(view, problem)
            about = problem.about or OUTSIDE
            severity = view.words(f"severity.{problem.severity}")
            tab, found = view.redaction.public(problem.tab), view.redaction.quote(problem.found)
            rows.append((one.name, severity, tab, problem.cell, about, found, accepted or OUTSIDE, said))
    return Made("problems", "Open_problems", heads, rows, "empty.problems")


def _pulls(view: View) -> Made:
    say = view.say
    heads = (
        _place(view), Head(say("column.place"), 44), Head(say("tables.pulled_at"), 22),
        *_counts(view, "column.answers"), Head(say("tables.sha"), 72),
    )  # fmt: skip
    rows = [
        (
            one.name, view.redaction.public(found.place), found.pulled_at.strftime("%Y-%m-%d %H:%M:%S"),
            found.n_answers, found.sha,
        )
        for one in view.territories
        if (found := view.pulls.get(one.territory_id)) is not None
    ]  # fmt: skip
    return Made("pulls", "Readings", heads, rows, "empty.pulls")


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
