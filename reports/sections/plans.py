"""Action plans as the territories wrote them: what, who (by kind), when, with what money, how far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports import theme
from reports.rows import Record
from reports.sections.parts import cell_place, territory_cell
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, Value, table
from reports.view import View
from schemas.guideline import Text
from sheet_templates import figures

_PERCENT = {"progress", "secured_share"}
_LEVEL = theme.ONE_PLACE
_NUMBERS = {
    "budget": theme.MONEY,
    "baseline": _LEVEL,
    "target": _LEVEL,
}
#: Shown under every agreement: without them there is no plan to read.
_PLAIN = ("title", "start", "end", "currency", "action_id")
_DAYS = ("start", "end")
#: Columns of the sheet, with their widths: the plan's own, in the order a reader asks for them.
_COLUMNS: tuple[tuple[str, float], ...] = (
    ("title", 54),
    ("status", 13),
    ("progress", 13),
    ("block", 20),
    ("horizon", 24),
    ("start", 12),
    ("end", 12),
    ("lead_type", 20),
    ("partners", 26),
    ("agency_support", 18),
    ("budget", 14),
    ("currency", 10),
    ("secured_share", 12),
    ("funding_source", 20),
    ("description", 50),
    ("output_indicator", 32),
    ("baseline", 11),
    ("target", 11),
    ("risk", 30),
    ("risk_level", 12),
    ("mitigation", 30),
    ("source_rec", 18),
    ("action_id", 18),
)


def sheet(view: View) -> Sheet:
    """Every action of every territory, with the cell it was read from."""
    labels, held = _labels(view), _held_back(view)
    shown = [(name, width) for name, width in _COLUMNS if name not in held]
    columns = [
        Column(view.say("column.territory"), 24, theme.LABEL),
        *(Column(labels.get(name, name), width, theme.WRAP) for name, width in shown),
        Column(view.say("column.tab"), 18, theme.TEXT),
        Column(view.say("column.cell"), 8, theme.TEXT),
    ]
    rows: list[Row] = [
        (
            territory_cell(view, one),
            *(_value(view, action, name) for name, _ in shown),
            view.redaction.public(action.tab),
            cell_place(view, action.territory_id, action.tab, action.cell),
        )
        for one in view.territories
        for action in view.actions.get(one.territory_id, ())
    ]
    return Sheet(
        key="plans",
        title=view.say("tabs.plans"),
        heading=view.say("plans.heading"),
        parts=(
            Note(view.say("plans.note"), theme.STRONG),
            *_said_held_back(view, [labels.get(name, name) for name, _ in _COLUMNS if name in held]),
            table("Plans", columns, rows, empty=view.say("empty.plans"), filters=True),
        ),
        about=view.say("about.plans"),
        freeze="Plans",
        pages_wide=3,
        freeze_columns=2,
        colour=theme.ACCENT,
    )


def _held_back(view: View) -> set[str]:
    """Columns of which the agreement lets nothing be seen: they are named once, and take no room."""
    written: dict[str, set[object]] = {name: set() for name, _ in _COLUMNS}
    for one in view.territories:
        for action in view.actions.get(one.territory_id, ()):
            for name, values in written.items():
                value = _value(view, action, name)
                values.add(value if isinstance(value, str) else None)
    return {name for name, values in written.items() if values - {""} == {view.redaction.held_back}}


def _said_held_back(view: View, names: Sequence[str]) -> list[Note]:
    return [Note(view.say("plans.held_back", columns=", ".join(names)))] if names else []


def for_territory(view: View, territory_id: str, name: str, widths: Sequence[float]) -> Table:
    """One territory's plan in short."""
    shown = (
        "title",
        "status",
        "progress",
        "horizon",
        "end",
        "lead_type",
        "description",
        "output_indicator",
    )
    labels = _labels(view)
    rows = [tuple(_value(view, action, column) for column in shown) for action in view.actions.get(territory_id, ())]
    return table(
        name,
        [Column(labels.get(column, column), width, theme.WRAP) for column, width in zip(shown, widths, strict=True)],
        rows,
        caption=view.say("territory.plan"),
        empty=view.say("empty.plan"),
    )


def _labels(view: View) -> dict[str, str]:
    return {column.id: view.local(column.label) for column in view.guideline.plan_columns}


def _value(view: View, action: Record, name: str) -> Value | Cell:
    value = getattr(action, name)
    if value is None or value == "":
        return ""
    if name in _PERCENT:
        return Cell(value, theme.percent(view.language))
    if name in _NUMBERS:
        return Cell(value, _NUMBERS[name])
    choices = _choices(view).get(name)
    if choices:
        return ", ".join(_chosen(view, choices, one.strip()) for one in value.split(";"))
    if name in _DAYS and (found := figures.day(value)):
        return Cell(found, theme.DAY)
    if name in _PLAIN:
        return view.redaction.public(value)
    return view.redaction.organisation(value) if name == "partners" else view.redaction.quote(value)


def _choices(view: View) -> dict[str, Mapping[str, Text]]:
    return {column.id: column.choices for column in view.guideline.plan_columns}


def _chosen(view: View, choices: Mapping[str, Text], key: str) -> str:
    """The words of a choice; what is no choice was typed, and is shown as a quote."""
    return view.local(choices[key]) if key in choices else view.redaction.quote(key)
