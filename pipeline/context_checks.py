"""Contradictions inside the context sheet, and between it and the answers (the rule kinds of context.toml)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from schemas.frames.base import is_missing, records
from schemas.guideline import CrossCheck, Guideline
from schemas.kinds import shown
from schemas.problem import Problem

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One territory's context: its lines by variable, the agreed or mean levels by indicator, and the day it was read."""

    territory_id: str
    lines: Mapping[str, Row]
    levels: Mapping[str, float]
    read_at: datetime

    def number(self, variable_id: str) -> float | None:
        """The number of a variable, None when it has none."""
        value = self.lines.get(variable_id, {}).get("number")
        return None if value is None or is_missing(value) else float(value)

    def detail(self, variable_id: str, name: str) -> object:
        """A detail of a variable, None when not given."""
        value = self.lines.get(variable_id, {}).get(name)
        return None if value is None or value == "" or is_missing(value) else value


def context_problems(
    context: pd.DataFrame, indicator_scores: pd.DataFrame, pulls: pd.DataFrame, guideline: Guideline
) -> list[Problem]:
    """One problem per territory and check that does not hold; checks with a value missing are skipped."""
    checks = [check for check in guideline.context_checks if check.rule in RULES]
    return [
        problem
        for sheet in _sheets(context, indicator_scores, pulls)
        for check in checks
        if (problem := _problem(check, sheet))
    ]


def _sheets(context: pd.DataFrame, scores: pd.DataFrame, pulls: pd.DataFrame) -> Iterator[Sheet]:
    read_at = dict(zip(pulls["territory_id"], pulls["pulled_at"], strict=True))
    known = scores[scores["level"].notna()]
    levels: dict[str, dict[str, float]] = {}
    for territory_id, indicator_id, level in zip(
        known["territory_id"], known["indicator_id"], known["level"], strict=True
    ):
        levels.setdefault(territory_id, {})[indicator_id] = float(level)
    lines: dict[str, dict[str, Row]] = {}
    for row in records(context):
        if row["state"] == "value":
            lines.setdefault(str(row["territory_id"]), {})[str(row["variable_id"])] = row
    for territory_id, mine in lines.items():
        yield Sheet(territory_id, mine, levels.get(territory_id, {}), read_at[territory_id].to_pydatetime())


def _problem(check: CrossCheck, sheet: Sheet) -> Problem | None:
    wanted = check.parameters.get("variables", ())
    needed = [one for one in wanted if one in sheet.lines]
    if len(needed) < len(wanted):
        return None
    broken = RULES[check.rule](sheet, check.parameters)
    if broken is None:
        return None
    line = sheet.lines[wanted[0]]
    left, right = broken
    low, high = (shown(check.parameters.get(name)) for name in ("low", "high"))
    return Problem(
        check.id,
        sheet.territory_id,
        "context",
        str(line["tab"]),
        str(line["cell"]),
        wanted[0],
        found=str(line["found"]),
        severity=check.severity,
        values={"left": left, "right": right, "low": low, "high": high, "figure": left},
    )


Broken = tuple[str, str] | None


def _outside(value: float, parameters: Mapping[str, Any]) -> bool:
    low, high = parameters.get("low"), parameters.get("high")
    return (low is not None and value < float(low)) or (high is not None and value > float(high))


def _ratio_between(sheet: Sheet, parameters: Mapping[str, Any]) -> Broken:
    left, right = str(parameters["left"]), _listed(parameters["right"])
    for name in _listed(parameters.get("same", ())):
        details = {sheet.detail(one, name) for one in (left, *right)} - {None}
        if len(details) > 1:
            return None
    value, product = sheet.number(left), 1.0
    for one in right:
        number = sheet.number(one)
        if number is None or value is None:
            return None
        product *= number
    if value is None or product <= 0:
        return None
    ratio = value * float(parameters.get("factor", 1)) / product
    return (_rounded(ratio), _rounded(product)) if _outside(ratio, parameters) else None


def _at_least(sheet: Sheet, parameters: Mapping[str, Any]) -> Broken:
    left, right = sheet.number(str(parameters["left"])), sheet.number(str(parameters["right"]))
    return (_rounded(left), _rounded(right)) if left is not None and right is not None and left < right else None


def _both_beyond(sheet: Sheet, parameters: Mapping[str, Any]) -> Broken:
    left, right = sheet.number(str(parameters["left"])), sheet.number(str(parameters["right"]))
    if left is None or right is None:
        return None
    beyond = left <= float(parameters["low"]) and right >= float(parameters["high"])
    return (_rounded(left), _rounded(right)) if beyond else None


def _level_conflict(sheet: Sheet, parameters: Mapping[str, Any]) -> Broken:
    variable, indicator = _listed(parameters["variables"])[0], _listed(parameters["indicators"])[0]
    line, level = sheet.lines[variable], sheet.levels.get(indicator)
    if level is None or line["value"] not in _listed(parameters["values"]):
        return None
    levels = [float(one) for one in parameters["levels"]]
    conflict = min(levels) <= level <= max(levels)
    return (str(line["found"]), shown(round(level, 1))) if conflict else None


def _same_detail(sheet: Sheet, parameters: Mapping[str, Any]) -> Broken:
    first, second = (sheet.detail(one, str(parameters["detail"])) for one in _listed(parameters["variables"])[:2])
    differ = first is not None and second is not None and first != second
    return (shown(first), shown(second)) if differ else None


def _age_between(sheet: Sheet, parameters: Mapping[str, Any]) -> Broken:
    variable = _listed(parameters["variables"])[0]
    line = sheet.lines[variable]
    if parameters.get("when") and line["value"] not in _listed(parameters["when"]):
        return None
    given = sheet.detail(variable, str(parameters["detail"])) if "detail" in parameters else line["value"]
    if given is None:
        return None
    age = _age(shown(given), sheet.read_at, str(parameters["unit"]))
    return (shown(given), _rounded(age)) if age is not None and _outside(age, parameters) else None


def _age(given: str, read_at: datetime, unit: str) -> float | None:
    """Whole years or months from a year ("2019") or month ("2021-06") to the day of reading."""
    parts = given.split("-")
    try:
        year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else read_at.month
    except ValueError:
        return None
    months = (read_at.year - year) * 12 + read_at.month - month
    return months if unit == "months" else months // 12 if len(parts) > 1 else read_at.year - year


def _listed(value: Any) -> Sequence[str]:
    return (value,) if isinstance(value, str) else tuple(value)


def _rounded(value: float | None) -> str:
    return "" if value is None else shown(float(f"{value:.3g}"))


RULES: Mapping[str, Callable[[Sheet, Mapping[str, Any]], Broken]] = {
    "ratio_between": _ratio_between,
    "at_least": _at_least,
    "both_beyond": _both_beyond,
    "level_conflict": _level_conflict,
    "same_detail": _same_detail,
    "age_between": _age_between,
}
