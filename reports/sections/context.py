"""The facts of each territory's context sheet, with their year and source."""

from __future__ import annotations

from collections.abc import Sequence

from reports import theme
from reports.rows import Record
from reports.sections.parts import cell_place, territory_cell
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, Value, table
from reports.view import View
from schemas.guideline import Variable
from sheet_templates import figures

#: Facts that the cover of a territory says already, or that name a person (who validated the sheet).
_ELSEWHERE = {"territory_name"}
_NO_DETAIL = {"validation"}
_REAL, _WHOLE = theme.Style("left", "#,##0.##"), theme.Style("left", "#,##0")


def sheet(view: View) -> Sheet:
    """One row per territory and fact given."""
    columns = [
        Column(view.say("column.territory"), 28, theme.LABEL),
        Column(view.say("column.fact"), 44, theme.WRAP),
        *_columns(view, (12, 16, 8, 8, 34, 60)),
    ]
    rows: list[Row] = [
        (territory_cell(view, one), *_fact(view, variable, found))
        for one in view.territories
        for variable, found in _given(view, one.territory_id)
    ]
    facts = table("Context", columns, rows, empty=view.say("empty.context"), filters=True)
    return Sheet(
        key="context",
        title=view.say("tabs.context"),
        heading=view.say("context.heading"),
        parts=(Note(view.say("context.note"), theme.STRONG), facts),
        about=view.say("about.context"),
        freeze="Context",
        freeze_columns=1,
    )


def for_territory(view: View, territory_id: str, name: str, widths: Sequence[float]) -> Table:
    """One territory's facts, in the order of its context sheet."""
    columns = [
        Column(view.say("column.fact"), widths[0], theme.WRAP),
        *_columns(view, widths[1:7]),
    ]
    rows = [_fact(view, variable, found) for variable, found in _given(view, territory_id)]
    return table(name, columns, rows, caption=view.say("territory.context"), empty=view.say("empty.context"))


def _columns(view: View, widths: Sequence[float]) -> list[Column]:
    """The wide columns last: what was given, and where it comes from."""
    heads = ("when", "tab", "cell", "unit", "fact_value", "fact_source")
    return [Column(view.say(f"column.{head}"), width, theme.WRAP) for head, width in zip(heads, widths, strict=True)]


def _given(view: View, territory_id: str) -> list[tuple[Variable, Record]]:
    found = {one.variable_id: one for one in view.context.get(territory_id, ())}
    return [
        (variable, found[variable.id])
        for variable in view.guideline.variables
        if variable.id in found and variable.key not in _ELSEWHERE
    ]


def _fact(view: View, variable: Variable, found: Record) -> Row:
    return (
        view.local(variable.label),
        _when(found),
        view.redaction.public(found.tab),
        cell_place(view, found.territory_id, found.tab, found.cell),
        "%" if variable.kind == "percent" else found.currency,
        _value(view, variable, found),
        _source(view, variable, found),
    )


def _when(found: Record) -> Value | Cell:
    """The year, else the month, else the day, which is a real date."""
    if found.year is not None:
        return int(found.year)
    on = figures.day(found.date)
    return found.month or (Cell(on, theme.DAY) if on else found.date)


def _value(view: View, variable: Variable, found: Record) -> Value | Cell:
    if variable.choices and found.value:
        keys = (key.strip() for key in found.value.split(";"))
        return ", ".join(view.local(variable.choices[key]) if key in variable.choices else key for key in keys)
    if variable.kind in {"year", "month", "date"}:
        return view.redaction.public(found.value)
    if found.number is None:
        return view.redaction.quote(found.value)
    return Cell(found.number, _WHOLE if found.number == int(found.number) else _REAL)


def _source(view: View, variable: Variable, found: Record) -> str:
    """Where a fact comes from, as typed; who validated the sheet is a person and stays out."""
    if variable.key in _NO_DETAIL:
        return ""
    return " · ".join(view.redaction.quote(one) for one in (found.source, found.text) if one)
