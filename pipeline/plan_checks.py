"""Checks of the action plan: single rows, and the plan of a territory as a whole (DOMAIN 5.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from schemas.campaign import Campaign
from schemas.frames.base import is_missing, records
from schemas.guideline import CrossCheck, Guideline
from schemas.kinds import fold, shown
from schemas.problem import Problem

Row = Mapping[str, Any]
_DONE = {"done", "dropped"}
_SHORT_DAYS = 365


@dataclass(frozen=True, slots=True)
class Plan:
    """One territory's plan with what the checks compare it to."""

    territory_id: str
    rows: Sequence[Row]
    today: date
    low_blocks: Mapping[str, float]
    sse_budget: float | None
    currency: str
    limit: Mapping[str, float]


#: What a broken check says: the row it stands at (None: the whole plan), {left}, {right}, {name}.
Broken = tuple[Row | None, str, str, str]


def plan_problems(
    actions: pd.DataFrame,
    context: pd.DataFrame,
    block_scores: pd.DataFrame,
    pulls: pd.DataFrame,
    guideline: Guideline,
    campaign: Campaign,
) -> list[Problem]:
    """Missing cells and broken checks of every territory that has a plan."""
    checks = {check.id: check for check in guideline.plan_checks if check.id in CHECKS}
    required = [column.id for column in guideline.plan_columns if column.required]
    problems = []
    for plan in _plans(actions, context, block_scores, pulls, guideline, campaign):
        problems += [_required(plan, row, required) for row in plan.rows if _missing(row, required)]
        for check in checks.values():
            problems += [_problem(check, plan, broken) for broken in CHECKS[check.id](plan, check.parameters)]
    return problems


def _plans(
    actions: pd.DataFrame,
    context: pd.DataFrame,
    block_scores: pd.DataFrame,
    pulls: pd.DataFrame,
    guideline: Guideline,
    campaign: Campaign,
) -> Iterator[Plan]:
    read_on = {row["territory_id"]: row["pulled_at"].date() for row in records(pulls)}
    budgets = {
        row["territory_id"]: row
        for row in records(context[(context["variable_id"] == "CTX-28") & context["number"].notna()])
    }
    low = block_scores[(block_scores["band"] == "low")]
    for territory_id, mine in actions.groupby("territory_id", sort=False):
        budget = budgets.get(str(territory_id))
        territory = campaign.territory(str(territory_id))
        chosen = [guideline.scenario(one) for one in (territory.scenario, territory.overlay) if one]
        most = [float(one.max_actions) for one in chosen if one.max_actions]
        lows = low[low["territory_id"] == territory_id]
        yield Plan(
            str(territory_id),
            records(mine),
            read_on[str(territory_id)],
            dict(zip(lows["block_id"], lows["mean_level"].astype(float), strict=True)),
            None if budget is None else float(budget["number"]),
            "" if budget is None else str(budget["currency"]),
            {"TOO_MANY_ACTIONS": min(most)} if most else {},
        )


def _missing(row: Row, required: Sequence[str]) -> list[str]:
    return [name for name in required if row[name] == "" or is_missing(row[name])]


def _required(plan: Plan, row: Row, required: Sequence[str]) -> Problem:
    missing = ";".join(f"plan:{name}" for name in _missing(row, required))
    place = (plan.territory_id, "plan", str(row["tab"]), str(row["cell"]), str(row["action_id"]))
    return Problem("PLAN_REQUIRED", *place, found=str(row["title"]), values={"missing": missing})


def _problem(check: CrossCheck, plan: Plan, broken: Broken) -> Problem:
    row, left, right, name = broken
    first = plan.rows[0]
    limit = plan.limit.get(check.id, check.parameters.get("limit", ""))
    return Problem(
        check.id,
        plan.territory_id,
        "plan",
        str((row or first)["tab"]),
        str(row["cell"]) if row else "",
        str(row["action_id"]) if row else "",
        found=left or name,
        severity=check.severity,
        values={"left": left, "right": right, "name": name, "limit": shown(limit), "figure": left},
    )


def _live(plan: Plan) -> list[Row]:
    return [row for row in plan.rows if row["status"] != "dropped"]


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _low_block_without_action(plan: Plan, _: Mapping[str, Any]) -> Iterator[Broken]:
    served = {row["block"] for row in _live(plan)}
    for block_id, level in plan.low_blocks.items():
        if block_id not in served:
            yield None, f"{level:.1f}", "", block_id


def _too_few_short(plan: Plan, parameters: Mapping[str, Any]) -> Iterator[Broken]:
    dated = [(start, end) for row in _live(plan) if (start := _day(row["start"])) and (end := _day(row["end"]))]
    if not dated:
        return
    share = 100 * sum((end - start).days < _SHORT_DAYS for start, end in dated) / len(dated)
    if share < float(parameters["limit"]):
        yield None, f"{share:.0f}", "", ""


def _lead_overloaded(plan: Plan, parameters: Mapping[str, Any]) -> Iterator[Broken]:
    names = {fold(str(row["lead"])): str(row["lead"]) for row in _live(plan)}
    counts = Counter(fold(str(row["lead"])) for row in _live(plan) if row["lead"])
    for lead, count in counts.items():
        if count > float(parameters["limit"]):
            yield None, str(count), "", names[lead]


def _too_many(plan: Plan, parameters: Mapping[str, Any]) -> Iterator[Broken]:
    limit = plan.limit.get("TOO_MANY_ACTIONS", float(parameters["limit"]))
    if len(_live(plan)) > limit:
        yield None, str(len(_live(plan))), "", ""


def _above_budget(plan: Plan, _: Mapping[str, Any]) -> Iterator[Broken]:
    costed = [row for row in _live(plan) if not is_missing(row["budget"]) and row["currency"] == plan.currency]
    starts = [day for row in costed if (day := _day(row["start"]))]
    ends = [day for row in costed if (day := _day(row["end"]))]
    if plan.sse_budget is None or not costed:
        return
    years = max(1.0, (max(ends) - min(starts)).days / 365.25) if starts and ends else 1.0
    yearly = sum(float(row["budget"]) for row in costed) / years
    if yearly > plan.sse_budget:
        yield None, f"{yearly:.0f}", f"{plan.sse_budget:.0f}", ""


def _budget_incomplete(plan: Plan, _: Mapping[str, Any]) -> Iterator[Broken]:
    for row in plan.rows:
        if not is_missing(row["budget"]) and (not row["currency"] or is_missing(row["budget_year"])):
            yield row, shown(row["budget"]), "", ""


def _past_end(plan: Plan, _: Mapping[str, Any]) -> Iterator[Broken]:
    for row in plan.rows:
        end = _day(row["end"])
        if end and end < plan.today and row["status"] not in _DONE:
            yield row, end.isoformat(), "", ""


def _end_before_start(plan: Plan, _: Mapping[str, Any]) -> Iterator[Broken]:
    for row in plan.rows:
        start, end = _day(row["start"]), _day(row["end"])
        if start and end and end <= start:
            yield row, start.isoformat(), end.isoformat(), ""


def _too_long(plan: Plan, parameters: Mapping[str, Any]) -> Iterator[Broken]:
    for row in plan.rows:
        start, end = _day(row["start"]), _day(row["end"])
        if start and end and (end - start).days / 365.25 > float(parameters["limit"]):
            yield row, f"{(end - start).days / 365.25:.1f}", "", ""


def _target_not_above(plan: Plan, _: Mapping[str, Any]) -> Iterator[Broken]:
    for row in plan.rows:
        baseline, target = row["baseline"], row["target"]
        if not is_missing(baseline) and not is_missing(target) and target <= baseline:
            yield row, shown(baseline), shown(target), ""


def _finished_not_done(plan: Plan, parameters: Mapping[str, Any]) -> Iterator[Broken]:
    for row in plan.rows:
        if row["progress"] == parameters["limit"] and row["status"] != "done":
            yield row, str(row["status"]), "", ""


def _dependencies(plan: Plan) -> dict[str, list[str]]:
    def whole(name: str) -> str:
        return name if name.startswith(plan.territory_id) else f"{plan.territory_id}-{name.upper()}"

    return {
        str(row["action_id"]): [whole(one) for one in str(row["dependency"]).split(";") if one] for row in plan.rows
    }


def _unknown_dependency(plan: Plan, _: Mapping[str, Any]) -> Iterator[Broken]:
    needs = _dependencies(plan)
    for row in plan.rows:
        for one in needs[str(row["action_id"])]:
            if one not in needs:
                yield row, "", "", one


def _dependency_cycle(plan: Plan, _: Mapping[str, Any]) -> Iterator[Broken]:
    needs = _dependencies(plan)
    done: set[str] = set()
    for start in needs:
        path, here = [], start
        while here in needs and here not in path and here not in done:
            path.append(here)
            here = next((one for one in needs[here] if one in needs), "")
        if here in path:
            yield None, "", "", ", ".join(path[path.index(here) :])
        done.update(path)


def _mitigation_missing(plan: Plan, parameters: Mapping[str, Any]) -> Iterator[Broken]:
    for row in plan.rows:
        if row["risk_level"] in parameters["when"] and not row["mitigation"]:
            yield row, str(row["risk_level"]).removeprefix("risk_"), "", ""


def _lead_is_partner(plan: Plan, _: Mapping[str, Any]) -> Iterator[Broken]:
    for row in plan.rows:
        partners = [fold(part) for part in str(row["partners"]).replace(",", ";").split(";")]
        if row["lead"] and fold(str(row["lead"])) in partners:
            yield row, "", "", str(row["lead"])


CHECKS: Mapping[str, Callable[[Plan, Mapping[str, Any]], Iterator[Broken]]] = {
    "LOW_BLOCK_WITHOUT_ACTION": _low_block_without_action,
    "TOO_FEW_SHORT_ACTIONS": _too_few_short,
    "LEAD_HAS_TOO_MANY_ACTIONS": _lead_overloaded,
    "TOO_MANY_ACTIONS": _too_many,
    "PLAN_ABOVE_SSE_BUDGET": _above_budget,
    "BUDGET_INCOMPLETE": _budget_incomplete,
    "PAST_END_NOT_DONE": _past_end,
    "END_BEFORE_START": _end_before_start,
    "TOO_LONG": _too_long,
    "TARGET_NOT_ABOVE_BASELINE": _target_not_above,
    "PROGRESS_100_NOT_DONE": _finished_not_done,
    "DEPENDENCY_CYCLE": _dependency_cycle,
    "DEPENDENCY_UNKNOWN": _unknown_dependency,
    "MITIGATION_MISSING": _mitigation_missing,
    "LEAD_IS_PARTNER": _lead_is_partner,
}
