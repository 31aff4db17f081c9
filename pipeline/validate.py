"""Rules over what was read: pandera once per frame over all territories, then the cross-checks of the content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from pipeline.context_checks import context_problems
from pipeline.plan_checks import plan_problems
from schemas.campaign import Campaign
from schemas.frames.base import is_missing, records
from schemas.guideline import BLANK, LEVEL, NOT_APPLICABLE, Guideline
from schemas.kinds import shown
from schemas.problem import Problem
from schemas.rules import context_rules, findings, needs_detail, position_rules, respondent_rules

_TIMES = ("year", "month", "date")


def rule_problems(
    answers: pd.DataFrame,
    positions: pd.DataFrame,
    respondents: pd.DataFrame,
    context: pd.DataFrame,
    guideline: Guideline,
) -> list[Problem]:
    """Every breach of a rule about single lines."""
    return [
        *_position_problems(answers, positions, guideline),
        *_respondent_problems(respondents),
        *_context_problems(context, guideline),
        *_required_problems(context, guideline),
    ]


def cross_problems(
    context: pd.DataFrame,
    actions: pd.DataFrame,
    indicator_scores: pd.DataFrame,
    block_scores: pd.DataFrame,
    pulls: pd.DataFrame,
    guideline: Guideline,
    campaign: Campaign,
) -> list[Problem]:
    """Every contradiction between context, answers and plan."""
    return [
        *context_problems(context, indicator_scores, pulls, guideline),
        *plan_problems(actions, context, block_scores, pulls, guideline, campaign),
    ]


def _position_problems(answers: pd.DataFrame, positions: pd.DataFrame, guideline: Guideline) -> list[Problem]:
    keys = ["territory_id", "indicator_id"]
    given = answers[answers["state"] == LEVEL].groupby(keys, sort=False)["level"].agg(["max", "min"])
    given.columns = pd.Index(["highest", "lowest"])
    outside = answers[answers["state"] == NOT_APPLICABLE].groupby(keys, sort=False).size().rename("n_not_applicable")
    frame = positions.join(given, on=keys).join(outside, on=keys)
    frame["n_not_applicable"] = frame["n_not_applicable"].fillna(0)
    cell_of = {
        "REASON_MISSING": "comment_cell",
        "EVIDENCE_MISSING": "evidence_cell",
        "EVIDENCE_NOT_NAMED": "evidence_cell",
        "AGREED_OUTSIDE": "cell",
    }

    def problem(code: str, row: Mapping[str, Any]) -> Problem:
        level = row["level"] if not is_missing(row["level"]) else row["highest"]
        grade = "" if is_missing(row["evidence_grade"]) else f"E{row['evidence_grade']}"
        found = grade if code == "EVIDENCE_NOT_NAMED" else shown(float(level)) if not is_missing(level) else ""
        low, high = shown(row["lowest"]), shown(row["highest"])
        given = "accepts.level_given" if low == high else "accepts.levels_given"
        ends = {"low": low, "high": high, "now": found, "accepts": given}
        return Problem(
            code,
            str(row["territory_id"]),
            f"block:{row['block_id']}",
            str(row["tab"]),
            str(row[cell_of[code]]),
            str(row["indicator_id"]),
            found=found,
            values={"figure": found, **(ends if code == "AGREED_OUTSIDE" else {})},
        )

    return _problems(findings(position_rules(guideline), frame), frame, problem)


def _respondent_problems(respondents: pd.DataFrame) -> list[Problem]:
    def problem(code: str, row: Mapping[str, Any]) -> Problem:
        about = str(row["respondent_id"])
        return Problem(
            code, str(row["territory_id"]), "respondents", str(row["tab"]), str(row["cell"]), about, about,
            str(row["organisation"]),
        )  # fmt: skip

    return _problems(findings(respondent_rules(), respondents), respondents, problem)


def _context_problems(context: pd.DataFrame, guideline: Guideline) -> list[Problem]:
    variables = {variable.id: variable for variable in guideline.variables}
    numeric = {one.id: one for one in guideline.variables if one.kind not in {"text", "choice", "multi_choice"}}
    nothing = (float("nan"), float("nan"))
    bounds = pd.DataFrame(
        {one.id: [*(one.hard or nothing), *(one.soft or nothing)] for one in guideline.variables},
        index=["low", "high", "soft_low", "soft_high"],
    ).T
    bounds = bounds[bounds.index.isin(numeric)].astype("Float64")
    given = context[context["state"] == "value"].join(bounds, on="variable_id").reset_index(drop=True)
    given["missing"] = [
        ";".join(name for name in needs_detail(variables[row["variable_id"]], row["value"]) if not _given(row, name))
        for row in records(given)
    ]

    def problem(code: str, row: Mapping[str, Any]) -> Problem:
        variable = variables[str(row["variable_id"])]
        label = {"label": f"context:{variable.id}"}
        low, high = ("soft_low", "soft_high") if code == "VALUE_UNUSUAL" else ("low", "high")
        if code == "DETAIL_MISSING":
            values = {**label, "missing": str(row["missing"])}
        else:
            ends = {"low": _plain(row[low]), "high": _plain(row[high]), "figure": _plain(row["number"])}
            values = {**label, "accepts": "accepts.between", **ends}
        found = str(row["found"])
        place = (str(row["territory_id"]), "context", str(row["tab"]), str(row["cell"]))
        return Problem(code, *place, variable.id, found=found, values=values)

    return _problems(findings(context_rules(), given), given, problem)


def _required_problems(context: pd.DataFrame, guideline: Guideline) -> list[Problem]:
    """Variables that another one calls for and that nobody filled in, told at their own cell."""
    keyed = context.set_index(["variable_id", "territory_id"])
    problems = []
    for variable in guideline.variables:
        needed = variable.required_if
        if needed is None or not {variable.id, needed["variable"]} <= set(context["variable_id"]):
            continue
        own, other = keyed.loc[variable.id], keyed.loc[needed["variable"]]
        calls = (other["state"] == "value") & (other["value"].isin(needed["in"]) if "in" in needed else True)
        for territory_id in other.index[calls & (own["state"].reindex(other.index) == BLANK)]:
            line, cause = own.loc[territory_id], other.loc[territory_id]
            values = {"label": f"context:{needed['variable']}", "missing": f"context:{variable.id}"}
            place = (str(territory_id), "context", str(line["tab"]), str(line["cell"]))
            problems.append(Problem("DETAIL_MISSING", *place, variable.id, found=str(cause["found"]), values=values))
    return problems


def _given(row: Mapping[str, Any], name: str) -> bool:
    value = row[name]
    return not is_missing(value) and value != ""


def _plain(value: Any) -> str:
    return "–" if is_missing(value) else shown(float(value))


def _problems(
    found: pd.DataFrame, frame: pd.DataFrame, problem: Callable[[str, Mapping[str, Any]], Problem]
) -> list[Problem]:
    rows = records(frame.iloc[found["row"].to_numpy()])
    return [problem(code, row) for code, row in zip(found["code"], rows, strict=True)]
