"""Weights, ranges, scales and policy: the numbers of the content make sense together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from typing import Any

from schemas.guideline import Policy
from schemas.kinds import fold
from sheet_templates.findings import Findings, did_you_mean
from sheet_templates.lints.content import Content, Table

_FRAME, _SCENARIOS, _CONTEXT, _PLAN = (
    "frame/frame.toml", "scenarios/scenarios.toml", "context/context.toml", "plan/plan.toml",
)  # fmt: skip
_OPS = ("eq", "in", "not_eq", "at_least", "at_most", "below", "months_ago_at_most", "declares")
_HIGHEST, _POINTS, _GRADES, _HUNDRED = 4, 5, 4, 100
_FROM_FRAME = {"bands", "feasibility", "horizons"}
#: Numbers of the policy -> lowest and highest value that make sense.
_RANGES: Mapping[str, tuple[float, float]] = {
    "block_min_share": (0, 1), "index_min_share": (0, 1), "unknown_share": (0, 1), "not_applicable_share": (0, 1),
    "agreed_within_one": (0, 1), "agreed_min_a": (-1, 1), "polarised_max_a": (-1, 1), "shrink_limit": (0, 1),
    "other_level_factor": (0, 1), "wide_bounds": (0, 100), "discuss_spread": (1, 4), "discuss_actor_gap": (0, 4),
    "polarised_range": (1, 4), "label_min_voices": (1, 30), "label_sure_voices": (1, 30), "deciding_voices": (1, 30),
    "unsupported_level": (1, 4), "min_voices_shown": (1, 30), "target_level": (1, 4), "high_target_level": (1, 4),
    "max_per_block": (1, 9), "max_in_all": (1, 72), "max_rows_per_tab": (100, 1_048_576),
    "interval_level": (0.5, 0.99), "interval_draws": (100, 10_000), "alpha_draws": (20, 10_000), "prior_df": (0, 100),
    "prior_sd": (0, 50), "prior_correlation": (0, 1), "weight_noise": (0, 1), "geometric_floor": (0, 50),
    "effective_factor": (1, 10), "group_balance": (0, 1), "change_min_share": (0, 1), "change_false_share": (0.001, 0.5),
    "change_min_points": (0, 100), "change_power": (0.5, 0.99), "change_min_pairs": (2, 30), "first_places": (1, 8),
    "first_probability": (0, 1), "peer_probability": (0, 1), "peer_load": (1, 30), "group_similarity": (0, 1),
    "group_min_peers": (1, 100), "group_min_shown": (2, 100), "group_probability": (0.5, 1),
    "max_file_megabytes": (1, 1000), "max_unpacked_megabytes": (1, 10_000), "max_comment_characters": (100, 32_767),
}  # fmt: skip


def numbers(content: Content, findings: Findings) -> None:
    """Every number that cannot be."""
    _scenarios(content, findings)
    _ranges(content, findings)
    _frame(content, findings)
    _spellings(content, findings)
    policy_findings(
        content.table("guideline.toml").get("policy", {}), [one["id"] for one in content.blocks.values()], findings
    )


def policy_findings(table: Table, blocks: list[str], findings: Findings, file: str = "guideline.toml") -> None:
    """Faults of the numbers that are decisions."""
    known = {field.name for field in fields(Policy)} - _FROM_FRAME
    for name in table:
        if name not in known:
            findings.add(file, f"policy.{name}", f"is no number of the policy{did_you_mean(name, known)}")
    for name in sorted(known - set(table)):
        findings.add(file, f"policy.{name}", "is missing")
    _policy_ranges(table, findings, file)
    for name in ("points", "convex_points", "concave_points"):
        points = _numbers(table.get(name))
        if len(points) != _POINTS or not all(first < second for first, second in pairwise(points)):
            findings.add(file, f"policy.{name}", "must be five numbers, each above the one before")
    weights = _numbers(table.get("evidence_weights"))
    if len(weights) != _GRADES or not all(0 < one <= 1 for one in weights) or sorted(weights) != weights:
        findings.add(file, "policy.evidence_weights", "must be four numbers above 0 up to 1, none below the one before")
    findings.unknown(file, "policy.value", table.get("value"), ("agreed", "voices"), "way to take a value")
    targets = ("level", "peers", "plan")
    findings.unknown(file, "policy.gap_target", table.get("gap_target"), targets, "thing to measure gaps to")
    methods = ("moderated", "bootstrap")
    findings.unknown(file, "policy.interval_method", table.get("interval_method"), methods, "way to draw intervals")
    for name in ("mandatory_blocks", "weakest_link_blocks"):
        findings.unknowns(file, f"policy.{name}", table.get(name, ()), blocks, "block")
    if set(table.get("block_min_indicators", ())) != {"core", "full"}:
        findings.add(file, "policy.block_min_indicators", "must give a number for core and for full")


def _policy_ranges(table: Table, findings: Findings, file: str) -> None:
    """Numbers of the policy that are no numbers, or beyond what makes sense."""
    for field in fields(Policy):
        value = _number(table.get(field.name, 0))
        if field.type in {"int", "float"} and field.name not in _RANGES and (value is None or not isfinite(value)):
            findings.add(file, f"policy.{field.name}", "must be a number")
    for name, (low, high) in _RANGES.items():
        value = _number(table.get(name, low))
        if value is None or not low <= value <= high:
            findings.add(file, f"policy.{name}", f"must be a number from {low:g} to {high:g}")


def _numbers(values: Any) -> list[float]:
    """A list of numbers, empty where it is none."""
    found = values if isinstance(values, list) else []
    return [one for one in found if isinstance(one, int | float) and not isinstance(one, bool)]


def _number(value: Any) -> float | None:
    try:
        return None if isinstance(value, bool) else float(Fraction(value))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None


def _scenarios(content: Content, findings: Findings) -> None:
    rows = content.rows(_SCENARIOS, "scenario")
    top = content.table(_SCENARIOS)
    blocks = [block["id"] for block in content.blocks.values()]
    recommendations = [row["id"] for _, _, row in content.of_blocks("recommendation")]
    base = [row["id"] for row in rows if not row["overlay"]]
    overlays = [row["id"] for row in rows if row["overlay"]]
    findings.repeated(_SCENARIOS, "scenario", [row["id"] for row in rows])
    findings.unknown(_SCENARIOS, "default", top["default"], base, "base scenario")
    findings.unknowns(_SCENARIOS, "suggestion_order", top["suggestion_order"], base, "base scenario")
    findings.unknowns(_SCENARIOS, "overlays", top["overlays"], overlays, "overlay")
    for row in rows:
        here = row["id"]
        findings.unknowns(_SCENARIOS, f"{here}.weights", row["weights"], blocks, "block")
        for block_id in blocks:
            if block_id not in row["weights"]:
                findings.add(_SCENARIOS, f"{here}.weights", f"has no weight for {block_id}")
        weights = row["weights"].values()
        if not all(weight > 0 for weight in weights) or not abs(sum(weights) - _HUNDRED) <= 1e-9:  # noqa: PLR2004 - nan too
            findings.add(_SCENARIOS, f"{here}.weights", f"must be above 0 and sum to 100, not {sum(weights):g}")
        for name in ("first", "postpone"):
            findings.unknowns(_SCENARIOS, f"{here}.{name}", row[name], recommendations, "recommendation")
        findings.repeated(_SCENARIOS, f"{here}.first, postpone", [*row["first"], *row["postpone"]])
        horizons = [one["key"] for one in content.rows(_FRAME, "horizon")]
        findings.unknown(
            _SCENARIOS, f"{here}.horizon_first_pass", row.get("horizon_first_pass", horizons[0]), horizons, "horizon"
        )
        for name in ("suggested_by", "supported_by"):
            for alternative in row.get(name, ()):
                for condition in alternative.get("all", ()):
                    _condition(content, findings, f"{here}.{name}", condition)


def _condition(content: Content, findings: Findings, here: str, condition: Table) -> None:
    findings.unknown(_SCENARIOS, here, condition.get("op"), _OPS, "comparison")
    if "indicator" in condition:
        indicators = [row["id"] for _, _, row in content.of_blocks("indicator")]
        findings.unknown(_SCENARIOS, here, condition["indicator"], indicators, "indicator")
        if condition.get("level") not in range(_HIGHEST + 1):
            findings.add(_SCENARIOS, here, f"level {condition.get('level')} is not one of 0 to {_HIGHEST}")
        return
    variables = {row["id"]: row for row in content.rows(_CONTEXT, "variable")}
    findings.unknown(_SCENARIOS, here, condition.get("variable"), variables, "variable")
    choices = variables.get(condition.get("variable", ""), {}).get("choices")
    value = condition.get("value")
    if choices and condition.get("op") in {"eq", "not_eq", "in", "declares"}:
        values = value if isinstance(value, list) else [value]
        findings.unknowns(_SCENARIOS, here, values, choices, f"choice of {condition['variable']}")
    elif _number(value) is None:
        findings.add(_SCENARIOS, here, f"'{value}' must be a number")


def _ranges(content: Content, findings: Findings) -> None:
    for row in content.rows(_CONTEXT, "variable"):
        hard, soft = row.get("hard"), row.get("soft")
        for name, pair in (("hard", hard), ("soft", soft)):
            if pair and pair[0] >= pair[1]:
                findings.add(_CONTEXT, f"{row['id']}.{name}", f"{pair[0]} is not below {pair[1]}")
        if hard and soft and not (hard[0] <= soft[0] and soft[1] <= hard[1]):
            findings.add(_CONTEXT, f"{row['id']}.soft", f"{soft} goes beyond the hard range {hard}")
        if row["kind"] in {"count", "number", "percent", "year", "scale"} and not hard:
            findings.add(_CONTEXT, f"{row['id']}.hard", "is missing; a number needs a range")
    _check_ranges(content, findings)
    _plan_ranges(content, findings)


def _check_ranges(content: Content, findings: Findings) -> None:
    for row in content.rows(_CONTEXT, "check"):
        if "low" in row and "high" in row and row["low"] >= row["high"]:
            findings.add(_CONTEXT, f"{row['id']}.low", f"{row['low']} is not below {row['high']}")
        if set(row.get("levels", ())) - set(range(_HIGHEST + 1)):
            findings.add(_CONTEXT, f"{row['id']}.levels", f"must be levels from 0 to {_HIGHEST}")


def _plan_ranges(content: Content, findings: Findings) -> None:
    for row in content.rows(_PLAN, "column"):
        limits = row.get("limits")
        if limits and limits[0] > limits[1]:
            findings.add(_PLAN, f"{row['id']}.limits", f"{limits[0]} is above {limits[1]}")
        if not 1 <= row["width"] <= 255:  # noqa: PLR2004 - characters, what a spreadsheet's column can be wide
            findings.add(_PLAN, f"{row['id']}.width", "must be from 1 to 255 characters")
    for name in ("criteria", "final"):
        shares = content.table(_PLAN).get(name, {})
        if sum(shares.values()) != _HUNDRED:
            findings.add(_PLAN, name, f"must sum to 100, not {sum(shares.values())}")


def _frame(content: Content, findings: Findings) -> None:
    values = [row["value"] for row in content.rows(_FRAME, "level")]
    if values != list(range(_HIGHEST + 1)):
        findings.add(_FRAME, "level", f"must be 0, 1, 2, 3, 4 in this order, not {values}")
    bands = content.rows(_FRAME, "band")
    edges = [(row["at_least"], row.get("below")) for row in bands]
    touching = all(first[1] == second[0] for first, second in pairwise(edges))
    if not edges or edges[0][0] != 0 or not touching or any(below is not None and low >= below for low, below in edges):
        findings.add(_FRAME, "band", "must begin at 0, and each band where the one before ends")
    for row in content.rows(_FRAME, "resource"):
        if not 0 < row["feasibility"] <= 1:
            findings.add(_FRAME, f"resource {row['value']}.feasibility", "must be above 0 and at most 1")
    frame = content.table(_FRAME)
    actors = frame["actor_types"]
    for name in ("officials", "sse"):
        findings.unknowns(_FRAME, f"actor_types.{name}", actors.get(name, ()), actors["keys"], "actor type")
    for part in ("actor_types", "lead_types", "drivers", "agencies", "topics"):
        findings.repeated(_FRAME, f"{part}.keys", content.keys(part))


def _spellings(content: Content, findings: Findings) -> None:
    """What people type must mean one thing in all languages together, and stand in folded form."""
    frame = content.table(_FRAME)
    meanings: dict[str, tuple[str, str]] = {}
    for part in ("spellings", "number_words"):
        findings.unknowns(_FRAME, part, frame[part], content.languages, "language")
        for language in content.languages:
            for meaning, words in frame[part].get(language, {}).items():
                pairs = [(word, meaning) for word in words] if part == "spellings" else [(meaning, str(words))]
                for word, means in pairs:
                    here = f"{part}.{language}"
                    if fold(word) != word:
                        findings.add(_FRAME, here, f"'{word}' must be written '{fold(word)}'")
                    known, where = meanings.setdefault(word, (means, here))
                    if known != means:
                        findings.add(_FRAME, here, f"'{word}' means {means}, but {known} in {where}")
