"""The tables of an accessible workbook that hold more words than figures: advice, plans, problems, readings."""

from __future__ import annotations

from collections.abc import Sequence

from reports.accessible_page import OUTSIDE
from reports.accessible_parts import Head, Made, Value, block_head, count_heads, place_head
from reports.problem_words import message
from reports.rows import Record
from reports.sections.advice import because, origins
from reports.sections.parts import agency_names, labelled
from reports.view import View
from sheet_templates.figures import day_said


def advice(view: View) -> Made:
    """The short lists of all territories, each in its own order."""
    say = view.say
    heads = (
        place_head(view), Head(say("column.stance"), 20), Head(say("column.action"), 56), block_head(view),
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
        view.redaction.public(origins(found.cells)).replace("\n", "; "),
        found.rec_id,
    )


def _block_name(view: View, block_id: str) -> str:
    return next((view.local(one.short) for one in view.blocks if one.id == block_id), block_id)


def plans(view: View) -> Made:
    """Every action, as the territories wrote it; persons in charge are left out."""
    say, labels = view.say, {one.id: view.local(one.label) for one in view.guideline.plan_columns}
    shown = (("title", 44), ("status", 16), ("block", 26), ("horizon", 16), ("start", 14), ("end", 14))
    later = (("lead_type", 24), ("agency_support", 24), ("currency", 12))
    heads = (
        place_head(view), *(Head(labels[name], width) for name, width in shown),
        Head(labels["progress"], 14, 0), *(Head(labels[name], width) for name, width in later),
        Head(labels["budget"], 16, 0), Head(say("column.tab"), 20), Head(say("column.cell"), 10),
    )  # fmt: skip
    choices = {one.id: one.choices for one in view.guideline.plan_columns}

    def said(action: Record, name: str) -> Value:
        typed = getattr(action, name)
        if not choices[name]:
            return day_said(typed) if name in {"start", "end"} else view.redaction.public(typed)
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


def problems(view: View) -> Made:
    """What remains to be corrected or checked."""
    keys = (
        ("severity", 16),
        ("tab", 22),
        ("cell", 10),
        ("about", 14),
        ("found", 34),
        ("accepted", 44),
        ("message", 70),
    )
    heads = (place_head(view), *(Head(view.say(f"column.{key}"), width) for key, width in keys))
    notes = ("redaction",)
    heads = (*heads[:5], Head(heads[5].header, heads[5].width, None, notes), *heads[6:])
    rows: list[Sequence[Value]] = []
    for one in view.territories:
        for problem in view.problems.get(one.territory_id, ()):
            said, accepted, found = message(view, problem)
            about = problem.about or OUTSIDE
            severity = view.words(f"severity.{problem.severity}")
            tab = view.redaction.public(problem.tab)
            rows.append((one.name, severity, tab, problem.cell, about, found, accepted or OUTSIDE, said))
    return Made("problems", "Open_problems", heads, rows, "empty.problems")


def pulls(view: View) -> Made:
    """The readings that the results rest on."""
    say = view.say
    heads = (
        place_head(view), Head(say("column.place"), 44), Head(say("tables.pulled_at"), 22),
        *count_heads(view, "column.answers"), Head(say("tables.sha"), 72),
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
