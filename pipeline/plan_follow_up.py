"""The plan from session to session: what was done, what is late; and accepted advice as rows of the plan (DOMAIN 5.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from schemas.campaign import Territory
from schemas.frames import PlanFollowUp
from schemas.frames.base import is_missing, records, typed
from schemas.guideline import Guideline, Recommendation
from schemas.kinds import fold
from schemas.outcome import Outcome

_CLOSED = ("done", "dropped")
#: How far along a status stands; "delayed" is no step back by itself.
_STEPS = {"": 0, "proposed": 0, "agreed": 1, "started": 2, "delayed": 2, "done": 3, "dropped": 3}
_LONGEST_TITLE = 140
Row = Mapping[str, Any]


def follow_up(actions: pd.DataFrame, earlier: pd.DataFrame | None, pulls: pd.DataFrame) -> pd.DataFrame:
    """The frame `PlanFollowUp` from the actions now and in the session before (None: there was none)."""
    read_on = {str(row["territory_id"]): row["pulled_at"].date() for row in records(pulls)}
    old = (
        {} if earlier is None else {(str(row["territory_id"]), str(row["action_id"])): row for row in records(earlier)}
    )
    rows: list[tuple[object, ...]] = []
    seen = set()
    for row in records(actions):
        key = str(row["territory_id"]), str(row["action_id"])
        seen.add(key)
        rows.append(_row(row, old.get(key), read_on.get(key[0])))
    here = {str(one) for one in pulls["territory_id"]}
    for key, row in old.items():
        if key not in seen and key[0] in here:
            rows.append(
                (*key, row["title"], row["source_rec"], "gone", row["status"], "", "", _number(row, "progress"), None,
                 row["end"], "", False, 0)
            )  # fmt: skip
    order = {one: number for number, one in enumerate(dict.fromkeys(str(row[0]) for row in rows))}
    rows.sort(key=lambda row: (order[str(row[0])], str(row[1])))
    return PlanFollowUp.validate(typed(PlanFollowUp, rows))


def _row(row: Row, before: Row | None, today: date | None) -> tuple[object, ...]:
    late = _days_late(row, today)
    status = str(row["status"])
    return (
        row["territory_id"], row["action_id"], row["title"], row["source_rec"], _move(row, before),
        "" if before is None else before["status"], status, "delayed" if late else status,
        None if before is None else _number(before, "progress"), _number(row, "progress"),
        "" if before is None else before["end"], row["end"], late > 0, late,
    )  # fmt: skip


def _move(row: Row, before: Row | None) -> str:
    if before is None:
        return "new"
    if fold(str(row["title"])) != fold(str(before["title"])) and row["source_rec"] != before["source_rec"]:
        return "replaced"
    if row["status"] in _CLOSED:
        return "same" if before["status"] == row["status"] else str(row["status"])
    step = _STEPS.get(str(row["status"]), 0) - _STEPS.get(str(before["status"]), 0)
    step = step or _sign((_number(row, "progress") or 0) - (_number(before, "progress") or 0))
    return "advanced" if step > 0 else "stepped_back" if step < 0 else "same"


def _days_late(row: Row, today: date | None) -> int:
    """Days past the end for what is neither done nor dropped."""
    if today is None or not row["end"] or row["status"] in _CLOSED:
        return 0
    return max(0, (today - date.fromisoformat(str(row["end"]))).days)


def _number(row: Row, name: str) -> float | None:
    return None if is_missing(row[name]) else float(row[name])


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def already_planned(outcome: Outcome, territory_id: str, rec_ids: Sequence[str]) -> dict[str, str]:
    """Those of the recommendations that the territory's plan holds, with the action that came from each."""
    mine = outcome.actions[outcome.actions["territory_id"] == territory_id]
    held = dict(zip(mine["source_rec"], mine["action_id"], strict=True))
    return {one: str(held[one]) for one in dict.fromkeys(rec_ids) if one in held}


def plan_rows(outcome: Outcome, territory: Territory, rec_ids: Sequence[str], start: date) -> list[dict[str, object]]:
    """Rows of the territory's plan for accepted recommendations: column -> value, in the territory's language.

    Lead, dates, budget, indicator and status are there to be corrected: the lead is the one the guideline proposes,
    the dates follow from the horizon, the baseline is the level in use and the status "agreed". A recommendation that
    the plan already holds is left out.

    Raises:
        KeyError: no such recommendation in the guideline.
    """
    known = {rec.id: rec for rec in outcome.guideline.recommendations()}
    there = already_planned(outcome, territory.id, rec_ids)
    advice = outcome.recommendations[outcome.recommendations["territory_id"] == territory.id]
    targets = dict(zip(advice["rec_id"], advice["sdg_targets"], strict=True))
    scores = outcome.indicator_scores[outcome.indicator_scores["territory_id"] == territory.id]
    levels = {str(row["indicator_id"]): row["level"] for row in records(scores)}
    return [
        _plan_row(
            known[one], outcome.guideline, territory.language, levels, targets=str(targets.get(one, "")), start=start
        )
        for one in dict.fromkeys(rec_ids)
        if known[one].id not in there
    ]


def _plan_row(
    rec: Recommendation, guideline: Guideline, language: str, levels: Mapping[str, Any], *, targets: str, start: date
) -> dict[str, object]:
    policy = guideline.policy
    of = {one.id: one for one in guideline.indicators()}
    drivers = [
        driver for driver in guideline.drivers if any(driver in of[one].drivers for one in rec.indicators if one in of)
    ]
    known = [float(levels[one]) for one in rec.indicators if one in levels and not is_missing(levels[one])]
    baseline = round(2 * sum(known) / len(known)) / 2 if known else None
    target = (
        None
        if baseline is None
        else policy.target_level
        if baseline < policy.target_level
        else policy.high_target_level
    )
    days = {"S": policy.plan_days_short, "M": policy.plan_days_medium, "L": policy.plan_days_long}
    end = start + timedelta(days=days[rec.horizon])
    lifted = next((of[one] for one in rec.indicators if one in of), None)
    return {
        "title": _shortened(rec.action[language]),
        "description": rec.action[language],
        "source_rec": rec.id,
        "block": rec.block_id,
        "drivers": ";".join(drivers),
        "indicators": ", ".join(rec.indicators),
        "baseline": baseline,
        "target": target,
        "sdg": targets.replace(";", ", "),
        "lead": rec.lead[language],
        "lead_type": rec.lead_type,
        "agency_support": ";".join(rec.agencies),
        "start": start.isoformat(),
        "end": end.isoformat(),
        "output_indicator": lifted.label[language] if lifted else "",
        "status": "agreed",
        "progress": 0,
        "risk": rec.risk[language],
    }


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1].rstrip() + "…"
