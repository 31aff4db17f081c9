"""Open problems: what stands in which cell, what is accepted, what to do, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from reports import theme
from reports.problem_words import message
from reports.rows import Record
from reports.sections.parts import cell_place, territory_cell
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, table
from reports.view import View
from schemas.problem import SEVERITIES
from sheet_templates.messages import number_in_plan


def sheet(view: View) -> Sheet:
    """Every open problem of the territories shown, errors first."""
    heads: tuple[tuple[str, float], ...] = (
        ("territory", 24),
        ("severity", 14),
        ("tab", 20),
        ("cell", 11),
        ("about", 18),
        ("found", 30),
        ("accepted", 40),
        ("message", 70),
        ("problem_code", 30),
    )
    rows: list[Row] = [
        (territory_cell(view, one), *_said(view, problem), problem.code)
        for one in view.territories
        for problem in _ordered(view, one.territory_id)
    ]
    return Sheet(
        key="problems",
        title=view.say("tabs.problems"),
        heading=view.say("problems_sheet.heading"),
        parts=(
            Note(view.say("problems_sheet.note"), theme.STRONG),
            table(
                "Problems",
                [Column(view.say(f"column.{head}"), width, theme.WRAP) for head, width in heads],
                rows,
                empty=view.say("empty.problems"),
                filters=True,
            ),
        ),
        about=view.say("about.problems"),
        freeze="Problems",
        freeze_columns=1,
    )


def for_territory(view: View, territory_id: str, name: str, widths: Sequence[float]) -> Table:
    """One territory's open problems."""
    heads = ("tab", "severity", "cell", "about", "found", "accepted", "message")
    rows = []
    for problem in _ordered(view, territory_id):
        severity, tab, cell, about, found, accepted, said = _said(view, problem)
        rows.append((tab, severity, cell, about, found, accepted, said))
    return table(
        name,
        [Column(view.say(f"column.{head}"), width, theme.WRAP) for head, width in zip(heads, widths, strict=False)],
        rows,
        caption=view.say("territory.problems"),
        empty=view.say("empty.problems"),
    )


def _ordered(view: View, territory_id: str) -> list[Record]:
    return sorted(view.problems.get(territory_id, ()), key=lambda one: SEVERITIES.index(one.severity))


def _said(view: View, problem: Record) -> tuple[str, str, Cell | str, str, str, str, str]:
    said, accepted, found = message(view, problem)
    return (
        view.words(f"severity.{problem.severity}"),
        view.redaction.public(problem.tab),
        cell_place(view, problem.territory_id, problem.tab, problem.cell),
        number_in_plan(problem.about, problem.territory_id),
        found,
        accepted,
        said,
    )
