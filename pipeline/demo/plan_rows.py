"""A territory's action plan, written from the recommendations it was given, and what it puts first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pipeline.demo.labels import MANY, Labels
from pipeline.demo.panel import Panel, Typed
from schemas.frames.base import is_missing, records
from schemas.guideline import Recommendation
from schemas.outcome import Outcome
from sheet_templates.layout.priorities_tab import MARK, VOTE
from sheet_templates.prioritisation import prioritisation

_FIRST_START, _DAYS_BETWEEN = date(2026, 5, 4), 21
_DAYS = {"S": 270, "M": 700, "L": 1500}
_STATUSES = ("agreed", "started", "proposed")
_SHARES = (100, 40, 0, 25)
_RISKS = ("risk_2", "risk_3", "risk_1")
_LONGEST_TITLE, _HIGHEST = 140, 4


def plan_rows(panel: Panel, outcome: Outcome, labels: Labels) -> dict[tuple[str, str, str], Typed]:
    """Cells of the plan tab, one row for each of the first recommendations of the short list; and of the priorities."""
    known = {one.id: one for one in labels.guideline.recommendations()}
    given = [
        known[row["rec_id"]]
        for row in records(outcome.recommendations.sort_values("rank"))
        if row["territory_id"] == panel.territory_id and row["selected"] and row["stance"] != "collect_first"
    ]
    levels = {
        row["indicator_id"]: row["level"]
        for row in records(outcome.indicator_scores)
        if row["territory_id"] == panel.territory_id
    }
    cells: dict[tuple[str, str, str], Typed] = {}
    for number, recommendation in enumerate(given[: panel.plan.rows]):
        row = _row(number, recommendation, panel, labels) | _levels(recommendation, levels)
        cells |= {("plan", f"A{number + 1:02d}", column): value for column, value in row.items()}
        cells |= {("priorities", f"A{number + 1:02d}", column): value for column, value in _given(number, panel)}
    return cells


def _given(number: int, panel: Panel) -> Iterator[tuple[str, Typed]]:
    """The votes and marks of one action."""
    for respondent, one in enumerate(panel.respondents, start=1):
        if number < len(one.votes):
            yield f"{VOTE}R{respondent}", one.votes[number]
    if number < len(panel.plan.marks):
        criteria = prioritisation().criteria
        yield from zip((MARK + one for one in criteria), panel.plan.marks[number], strict=False)


def _row(number: int, one: Recommendation, panel: Panel, labels: Labels) -> dict[str, Typed]:
    """Everything about one action but its levels."""
    language, plan = labels.language, panel.plan
    start = _FIRST_START + timedelta(days=_DAYS_BETWEEN * number)
    end = start + timedelta(days=_DAYS[one.horizon])
    status = _STATUSES[number % len(_STATUSES)]
    others = [person.organisation for person in panel.respondents if person.actor_type != one.lead_type]
    indicators = [indicator for indicator in labels.guideline.indicators() if indicator.id in one.indicators]
    drivers = dict.fromkeys(driver for indicator in indicators for driver in indicator.drivers)
    row: dict[str, Typed] = {
        "title": _title(one.action[language]),
        "description": one.action[language],
        "source_rec": labels.plan("source_rec", one.id),
        "block": labels.plan("block", one.block_id),
        "drivers": labels.plan("drivers", *drivers),
        "indicators": ", ".join(one.indicators),
        "sdg": ", ".join(dict.fromkeys(target for indicator in indicators for target in indicator.sdg_targets)),
        "lead": _lead(one, panel, language),
        "lead_type": labels.plan("lead_type", one.lead_type),
        "partners": MANY.join(dict.fromkeys(others[number % 2 : number % 2 + 2])),
        "agency_support": labels.plan("agency_support", *one.agencies),
        "beneficiaries": plan.beneficiaries,
        "start": f"{start:%d/%m/%Y}",
        "end": f"{end:%d/%m/%Y}",
        "budget": plan.budgets[number % len(plan.budgets)],
        "currency": plan.currency,
        "budget_year": start.year,
        "secured_share": _SHARES[number % len(_SHARES)],
        "funding_source": labels.plan("funding_source", plan.funding[number % len(plan.funding)]),
        "output_indicator": plan.output,
        "output_unit": plan.unit,
        "output_target": plan.output_target,
        "verification": plan.verification,
        "status": labels.plan("status", status),
        "progress": 10 if status == "started" else 0,
        "risk": one.risk[language],
        "risk_level": labels.plan("risk_level", _RISKS[number % len(_RISKS)]),
    }
    return row | ({"dependency": "A01"} if number == len(_STATUSES) else {})


def _levels(one: Recommendation, levels: dict[str, Any]) -> dict[str, Typed]:
    """Where its weakest indicator stands, to the half level, and one level more."""
    known = [float(levels[each]) for each in one.indicators if not is_missing(levels.get(each))]
    baseline = round(2 * min(known, default=_HIGHEST)) / 2
    if baseline >= _HIGHEST:
        return {}
    return {"baseline": baseline, "target": min(_HIGHEST, baseline + 1)}


def _lead(one: Recommendation, panel: Panel, language: str) -> str:
    """The role that the recommendation names, with an organisation of that kind if one takes part."""
    kind = [person.organisation for person in panel.respondents if person.actor_type == one.lead_type]
    return f"{kind[0]}, {one.lead[language]}" if kind else one.lead[language]


def _title(action: str) -> str:
    """An action in one line: what stands before the first detail when the whole is too long."""
    if len(action) <= _LONGEST_TITLE:
        return action
    starts = [action.split(mark, maxsplit=1)[0] for mark in (" (", " : ", ": ", ", ")]
    whole = [one for one in starts if len(one) <= _LONGEST_TITLE and one.count("(") == one.count(")")]
    return max(whole, key=len, default=action[:_LONGEST_TITLE])
