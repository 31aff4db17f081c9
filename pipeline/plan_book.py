"""Accepted recommendations as a sheet with the columns of the plan, ready to be copied into the plan's tab."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.campaign import Territory
from schemas.guideline import Guideline, PlanColumn
from schemas.layout import BookLayout, Cell, Column, TabLayout
from sheet_templates.load import words


def plan_book(guideline: Guideline, territory: Territory, rows: Sequence[dict[str, object]]) -> BookLayout:
    """One tab in the territory's language: the columns of the plan people fill in, in its order, one row per action.

    A participant's own file is never written to; the rows are copied by a person, who corrects lead, dates and budget.
    """
    vocabulary = words(territory.language)
    columns = [one for one in guideline.plan_columns if one.owner != "tool"]
    cells = [
        Cell(0, 1, f"{territory.name} – {vocabulary('trust.accept.title')}", "title"),
        Cell(1, 1, vocabulary("trust.accept.intro"), "intro"),
        *(Cell(3, number, one.label[territory.language], "header") for number, one in enumerate(columns, start=1)),
    ]
    heights = {0: 26.0, 3: 44.0}
    for row, values in enumerate(rows, start=4):
        heights[row] = 64.0
        for number, one in enumerate(columns, start=1):
            value = _shown(one, values.get(one.id), territory.language)
            cells.append(Cell(row, number, value, "owned_text"))  # type: ignore[arg-type]
    layout = (Column("", 2), *(Column(one.id, max(one.width, 10)) for one in columns))
    tab = TabLayout("plan", vocabulary("trust.accept.tab"), layout, tuple(cells), heights, freeze=(4, 2), colour="plan")
    title = f"{territory.name} – {vocabulary('trust.accept.title')}"
    properties = {"guideline": f"{guideline.id}@{guideline.version}"}
    return BookLayout(territory.id, territory.language, title, (tab,), {}, properties)


def _shown(plan_column: PlanColumn, value: object, language: str) -> object:
    """Choices by their words, several joined as the questionnaire reads them."""
    if value is None:
        return ""
    if plan_column.choices and isinstance(value, str):
        keys = [one for one in value.split(";") if one]
        return "; ".join(plan_column.choices[one][language] if one in plan_column.choices else one for one in keys)
    return value
