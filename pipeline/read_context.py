"""The context sheet: one row per variable, with what each value may be."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.read_tabs import Found
from schemas.guideline import Guideline, Variable
from schemas.kinds import (
    Choices,
    Parsed,
    fold,
    parse_choice,
    parse_choices,
    parse_date,
    parse_month,
    parse_number,
    parse_text,
    parse_year,
    shown,
)
from schemas.kinds.parsed import BLANK, INVALID, NOTHING, VALUE, wrong
from schemas.problem import Problem
from sheet_templates.load import words

_SHOWN = 120
NUMBERS = {"count", "number", "percent", "scale"}
TIMES = ("year", "month", "date")
_CURRENCY_LETTERS = 3


def month_numbers(guideline: Guideline) -> dict[str, int]:
    """Folded month names of every language -> 1 to 12."""
    return {
        fold(words(language)(f"months.{month}")): month
        for language in guideline.languages
        for month in range(1, 13)
    }


class ContextReader:
    """Reads context tabs; one instance serves all territories."""

    def __init__(self, guideline: Guideline) -> None:
        """Prepare the lists of every variable that has choices."""
        self.variables = guideline.variables
        self.unknown = guideline.spellings.dont_know | guideline.spellings.not_applicable
        self.months = month_numbers(guideline)
        self.choices = {one.id: Choices(one.choices) for one in guideline.variables if one.choices}

    def read(
        self, territory_id: str, tab: Found | None, rows: list[tuple[object, ...]], problems: list[Problem]
    ) -> None:
        """Add one row per variable to `rows`, and what cannot be read to `problems`."""
        for variable in self.variables:
            rows.append(self._row(territory_id, tab, variable, problems))

    def _row(
        self, territory_id: str, tab: Found | None, variable: Variable, problems: list[Problem]
    ) -> tuple[object, ...]:
        if tab is None:
            return (territory_id, variable.id, BLANK, "", None, None, "", "", "", "", "", "", "", "")
        note = _Note(territory_id, tab, variable, problems)
        value = tab.value(variable.id, "value")
        parsed = self.parse(variable, value)
        note.wrong(parsed, value, "value")
        time, when = self._when(variable, tab, note)
        currency = self._currency(tab.value(variable.id, "currency"))
        note.wrong(currency, tab.value(variable.id, "currency"), "currency", accepts="accepts.currency")
        source, text = (str(parse_text(tab.value(variable.id, key)).value or "") for key in ("source", "text"))
        is_number = variable.kind in NUMBERS or variable.kind == "year"
        return (
            territory_id,
            variable.id,
            parsed.state,
            "" if parsed.value is None else shown(parsed.value),
            parsed.value if is_number else None,
            when if time == "year" else None,
            when if time == "month" else "",
            when if time == "date" else "",
            str(currency.value or ""),
            source,
            text,
            shown(value)[:_SHOWN],
            tab.sheet.title,
            tab.cell(variable.id, "value"),
        )

    def parse(self, variable: Variable, value: object) -> Parsed:
        """What a value cell of `variable` means; "don't know" typed there leaves it blank."""
        if value is None or (isinstance(value, str) and fold(value[:200]) in self.unknown):
            return NOTHING
        match variable.kind:
            case "choice":
                return parse_choice(value, self.choices[variable.id])
            case "multi_choice":
                return parse_choices(value, self.choices[variable.id])
            case "text":
                return parse_text(value)
            case "year":
                return parse_year(value)
            case "month":
                return parse_month(value, self.months)
            case "date":
                return parse_date(value, self.months)
        parsed = parse_number(value)
        whole = variable.kind in {"count", "scale"}
        if whole and parsed.state == VALUE and not float(parsed.value or 0).is_integer():
            return wrong("VALUE_UNREADABLE")
        return parsed

    def _when(self, variable: Variable, tab: Found, note: _Note) -> tuple[str, object]:
        """The year, month or date that goes with the value: which of them, and it."""
        time = next((name for name in TIMES if name in variable.detail), "")
        if not time:
            return "", ""
        value = tab.value(variable.id, "when")
        if isinstance(value, str) and fold(value[:200]) in self.unknown:
            return time, None if time == "year" else ""
        parsed = {
            "year": lambda: parse_year(value),
            "month": lambda: parse_month(value, self.months),
            "date": lambda: parse_date(value, self.months),
        }[time]()
        note.wrong(parsed, value, "when", accepts=f"accepts.{time}")
        return time, parsed.value if parsed.value is not None else (None if time == "year" else "")

    @staticmethod
    def _currency(value: object) -> Parsed:
        parsed = parse_text(value)
        code = str(parsed.value or "").upper()
        if not code:
            return NOTHING
        fits = len(code) == _CURRENCY_LETTERS and code.isascii() and code.isalpha()
        return Parsed(VALUE, code) if fits else wrong("VALUE_UNREADABLE")


class _Note:
    """Adds the problems of one variable's line."""

    def __init__(self, territory_id: str, tab: Found, variable: Variable, problems: list[Problem]) -> None:
        self.territory_id, self.tab, self.variable, self.problems = territory_id, tab, variable, problems

    def wrong(self, parsed: Parsed, value: object, key: str, *, accepts: str = "") -> None:
        if parsed.state != INVALID:
            return
        self.problems.append(
            Problem(
                parsed.code,
                self.territory_id,
                self.tab.key,
                self.tab.sheet.title,
                self.tab.cell(self.variable.id, key),
                self.variable.id,
                found=(parsed.suggestion or shown(value))[:_SHOWN],
                values=accepted(self.variable, accepts),
            )
        )


def accepted(variable: Variable, accepts: str = "") -> Mapping[str, str]:
    """What the words of a problem need to say what `variable` accepts."""
    if accepts:
        return {"accepts": accepts, "label": f"context:{variable.id}"}
    if variable.choices:
        return {"choices": f"context:{variable.id}", "label": f"context:{variable.id}"}
    kinds = {"count": "whole_number", "scale": "whole_number", "text": "any_text"}
    values = {"accepts": f"accepts.{kinds.get(variable.kind, variable.kind)}", "label": f"context:{variable.id}"}
    if variable.hard and variable.kind not in {"text", "year"}:
        low, high = variable.hard
        values |= {"accepts": "accepts.between", "low": shown(float(low)), "high": shown(float(high))}
    return values
