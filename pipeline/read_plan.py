"""The action plan: one row per action that a territory wrote down."""

from __future__ import annotations

import re
from datetime import date

from pipeline.read_cells import Cells
from pipeline.read_context import month_numbers, offered
from pipeline.read_tabs import Found
from schemas.guideline import Guideline, PlanColumn
from schemas.kinds import (
    Choices,
    Parsed,
    fold,
    parse_choice,
    parse_choices,
    parse_date,
    parse_number,
    parse_text,
    shown,
)
from schemas.kinds.parsed import INVALID, NOTHING, VALUE, wrong
from schemas.problem import Problem

_ID_SPLIT = re.compile(r"[;,\s]+")
NUMBERS = {"number", "percent", "level"}
#: Columns of the frame `Actions` between the keys and the place, in its order.
COLUMNS = (
    "title", "description", "source_rec", "block", "drivers", "indicators", "baseline", "target", "sdg", "lead",
    "lead_type", "partners", "agency_support", "beneficiaries", "beneficiaries_women", "beneficiaries_men",
    "beneficiaries_total", "start", "end", "horizon", "budget", "currency", "budget_year", "secured_share",
    "funding_source", "output_indicator", "output_unit", "output_target", "verification", "status", "progress",
    "risk", "risk_level", "mitigation", "dependency",
)  # fmt: skip


class PlanReader:
    """Reads plan tabs; one instance serves all territories."""

    def __init__(self, guideline: Guideline) -> None:
        """Prepare the lists of every column that has choices, and the ids that may be named."""
        self.columns = {column.id: column for column in guideline.plan_columns}
        self.months = month_numbers(guideline)
        self.choices = {one.id: Choices(one.choices, one.exclusive) for one in guideline.plan_columns if one.choices}
        self.ids = {
            "indicators": {indicator.id for indicator in guideline.indicators()},
            "sdg": {target for indicator in guideline.indicators() for target in indicator.sdg_targets},
        }
        self.longest = guideline.policy.max_comment_characters
        self.horizons = guideline.policy.horizons
        self.unknown = guideline.spellings.dont_know | guideline.spellings.not_applicable

    def read(
        self, territory_id: str, tab: Found | None, rows: list[tuple[object, ...]], problems: list[Problem]
    ) -> None:
        """Add one row per action with any content to `rows`, and what cannot be read to `problems`."""
        if tab is None:
            return
        owned = {one.id for one in self.columns.values() if one.owner == "tool"}
        for key, row in tab.rows.items():
            values = {name: tab.value(key, name) for name in COLUMNS}
            if not any(shown(value).strip() for name, value in values.items() if name not in owned):
                continue
            cells = Cells(territory_id, tab, problems, self.longest)
            parsed = {name: self._parsed(cells, key, self.columns[name]) for name in COLUMNS}
            parsed["horizon"] = self._horizon(parsed["start"], parsed["end"])
            cell = tab.cell(key, "title") or f"A{row + 1}"
            kept = (_kept(self.columns[name], parsed[name]) for name in COLUMNS)
            rows.append((territory_id, f"{territory_id}-{key}", *kept, tab.sheet.title, cell))

    def _horizon(self, start: Parsed, end: Parsed) -> Parsed:
        """S, M or L by the months from start to end (S below its limit, M up to and with its own); blank without dates."""
        if start.value is None or end.value is None:
            return NOTHING
        first, last = (date.fromisoformat(str(one.value)) for one in (start, end))
        months = (last.year - first.year) * 12 + last.month - first.month + (last.day - first.day) / 31
        short, middle, long = self.columns["horizon"].choices
        if months < self.horizons[short]:
            return Parsed(VALUE, short)
        return Parsed(VALUE, middle if months <= self.horizons[middle] else long)

    def _parsed(self, cells: Cells, key: str, column: PlanColumn) -> Parsed:
        about = f"{cells.territory_id}-{key}"
        parsed = cells.parsed(key, column.id, lambda value: self.parse(column, value), about=about, **_accepted(column))
        if column.kind not in NUMBERS and parsed.value is not None:
            cells.look_at(str(parsed.value), parsed, key, column.id, about)
        return parsed

    def parse(self, column: PlanColumn, value: object) -> Parsed:
        """What a cell of `column` means; numbers and dates outside the column's limits are refused."""
        if value is None or (isinstance(value, str) and fold(value[:200]) in self.unknown):
            return NOTHING
        match column.kind:
            case "choice":
                return parse_choice(value, self.choices[column.id])
            case "multi_choice":
                return parse_choices(value, self.choices[column.id])
            case "date":
                return parse_date(value, self.months)
            case "ids":
                return self._ids(column, value)
            case "number" | "percent" | "level":
                return _within(column, parse_number(value))
        return parse_text(value)

    def _ids(self, column: PlanColumn, value: object) -> Parsed:
        written = parse_text(value)
        if written.state == INVALID:
            return written
        text = str(written.value or "")
        given = [part.upper() if column.id == "indicators" else part for part in _ID_SPLIT.split(text) if part]
        if not given:
            return NOTHING
        known = self.ids.get(column.id)
        strange = next((one for one in given if known is not None and one not in known), "")
        return wrong("CHOICE_UNKNOWN", strange) if strange else Parsed(VALUE, ";".join(dict.fromkeys(given)))


def _within(column: PlanColumn, parsed: Parsed) -> Parsed:
    if parsed.state != VALUE or column.limits is None:
        return parsed
    number = float(parsed.value or 0)
    low, high = column.limits
    if not low <= number <= high:
        return wrong("VALUE_OUT_OF_RANGE", shown(number))
    return wrong("VALUE_UNREADABLE") if column.whole and not number.is_integer() else parsed


def _kept(column: PlanColumn, parsed: Parsed) -> object:
    if column.kind in NUMBERS:
        return parsed.value
    return "" if parsed.value is None else str(parsed.value)


def _accepted(column: PlanColumn) -> dict[str, str]:
    label = {"label": f"plan:{column.id}"}
    if column.kind == "ids":
        return {**label, "accepts": "accepts.ids"}
    if column.choices:
        return {**label, **offered(f"plan:{column.id}", column)}
    if column.limits and column.kind in NUMBERS:
        low, high = column.limits
        return {**label, "accepts": "accepts.between", "low": shown(float(low)), "high": shown(float(high))}
    names = {"date": "date", "number": "number", "percent": "percent"}
    return {**label, "accepts": f"accepts.{names.get(column.kind, 'any_text')}"}
