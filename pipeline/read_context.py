"""The context sheet: one row per variable, with what each value may be."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.read_cells import Cells
from pipeline.read_tabs import Found
from schemas.guideline import Guideline, PlanColumn, Variable
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
    quoted,
    shown,
)
from schemas.kinds.parsed import BLANK, INVALID, NOTHING, VALUE, wrong
from schemas.problem import Problem
from sheet_templates.load import words

NUMBERS = {"count", "number", "percent", "scale"}
TIMES = ("year", "month", "date")
_CURRENCY_LETTERS = 3


def month_numbers(guideline: Guideline) -> dict[str, int]:
    """Folded month names of every language -> 1 to 12."""
    return {
        fold(words(language)(f"months.{month}")): month for language in guideline.languages for month in range(1, 13)
    }


class ContextReader:
    """Reads context tabs; one instance serves all territories."""

    def __init__(self, guideline: Guideline) -> None:
        """Prepare the lists of every variable that has choices."""
        self.variables = guideline.variables
        self.longest = guideline.policy.max_comment_characters
        self.unknown = guideline.spellings.dont_know | guideline.spellings.not_applicable
        self.months = month_numbers(guideline)
        self.choices = {one.id: Choices(one.choices, one.exclusive) for one in guideline.variables if one.choices}

    def read(
        self, territory_id: str, tab: Found | None, rows: list[tuple[object, ...]], problems: list[Problem]
    ) -> None:
        """Add one row per variable to `rows`, and what cannot be read to `problems`."""
        rows += [self._row(territory_id, tab, variable, problems) for variable in self.variables]

    def _row(
        self, territory_id: str, tab: Found | None, variable: Variable, problems: list[Problem]
    ) -> tuple[object, ...]:
        if tab is None:
            return (territory_id, variable.id, BLANK, "", None, None, "", "", "", "", "", "", "", "")
        cells = Cells(territory_id, tab, problems, self.longest)
        parsed = cells.parsed(variable.id, "value", lambda value: self.parse(variable, value), **accepted(variable))
        cells.look_at("" if parsed.value is None else shown(parsed.value), parsed, variable.id, "value", variable.id)
        time, when = self._when(variable, cells)
        currency = cells.parsed(variable.id, "currency", self._currency, **accepted(variable, "accepts.currency"))
        source, text = (cells.text(variable.id, key) for key in ("source", "text"))
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
            quoted(tab.value(variable.id, "value")),
            tab.sheet.title,
            tab.cell(variable.id, "value"),
        )

    def parse(self, variable: Variable, value: object) -> Parsed:
        """What a value cell of `variable` means; "don't know" typed there leaves it blank."""
        if value is None or (isinstance(value, str) and fold(value[:200]) in self.unknown):
            return NOTHING
        match variable.kind:
            case "choice":
                chosen = parse_choice(value, self.choices[variable.id])
                # What the tool wrote itself, such as a country without words of its own, is never asked back.
                return parse_text(value) if chosen.code and variable.owner == "tool" else chosen
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

    def _when(self, variable: Variable, cells: Cells) -> tuple[str, object]:
        """The year, month or date that goes with the value: which of them, and it."""
        time = next((name for name in TIMES if name in variable.detail), "")
        if not time:
            return "", ""

        def parse(value: object) -> Parsed:
            if isinstance(value, str) and fold(value[:200]) in self.unknown:
                return NOTHING
            return parse_year(value) if time == "year" else self._moment(time, value)

        parsed = cells.parsed(variable.id, "when", parse, **accepted(variable, f"accepts.{time}"))
        return time, parsed.value if parsed.value is not None else (None if time == "year" else "")

    def _moment(self, time: str, value: object) -> Parsed:
        return parse_month(value, self.months) if time == "month" else parse_date(value, self.months)

    @staticmethod
    def _currency(value: object) -> Parsed:
        parsed = parse_text(value)
        if parsed.state == INVALID:
            return parsed
        code = str(parsed.value or "").upper()
        if not code:
            return NOTHING
        fits = len(code) == _CURRENCY_LETTERS and code.isascii() and code.isalpha()
        return Parsed(VALUE, code) if fits else wrong("VALUE_UNREADABLE")


def offered(name: str, thing: Variable | PlanColumn) -> dict[str, str]:
    """What the words of a problem need to name the choices of `thing`, and the one that stands alone."""
    alone = {"alone": f"{name}:{thing.exclusive[0]}"} if thing.exclusive else {}
    return {"choices": name, **alone}


def accepted(variable: Variable, accepts: str = "") -> Mapping[str, str]:
    """What the words of a problem need to say what `variable` accepts."""
    if accepts:
        return {"accepts": accepts, "label": f"context:{variable.id}"}
    if variable.choices:
        return {"label": f"context:{variable.id}", **offered(f"context:{variable.id}", variable)}
    kinds = {"count": "whole_number", "scale": "whole_number", "text": "any_text"}
    values = {"accepts": f"accepts.{kinds.get(variable.kind, variable.kind)}", "label": f"context:{variable.id}"}
    if variable.hard and variable.kind not in {"text", "year"}:
        low, high = variable.hard
        values |= {"accepts": "accepts.between", "low": shown(float(low)), "high": shown(float(high))}
    return values
