"""Conditions kept as data, looked at with three-valued logic; every condition leaves a trace (SCORING 2.14)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.facts import Fact, Facts, context_fact
from pipeline.logic import Truth, all_of, any_of, compares, none_of
from schemas.errors import ContentError
from schemas.guideline import Guideline, Recommendation, Rule
from schemas.kinds import shown
from schemas.policy import Policy

Condition = Mapping[str, Any]
Verdict = tuple[Truth, list[Fact]]
#: Numbers of a block that a condition may ask for, and the column of the facts that holds them.
_NUMBERS = {
    "score": "score", "lower": "low", "upper": "high", "coverage": "coverage", "n_voices": "n_voices",
    "documented": "documented_share",
}  # fmt: skip


def verdict(rules: Sequence[Rule], facts: Facts, rec: Recommendation, guideline: Guideline) -> Verdict:
    """Whether every rule holds for that recommendation in that territory, and every condition that was looked at."""
    truths: list[Truth] = []
    looked: list[Fact] = []
    for rule in rules:
        truth, facts_of_rule = _rule(rule, facts, rec, guideline)
        truths.append(truth)
        looked += [Fact(f"{rule.mark} {one.about}", one.found, one.wanted, one.truth) for one in facts_of_rule]
        if truth is False:
            break
    return all_of(truths), looked


def rules_for(rec: Recommendation, rules: Sequence[Rule]) -> list[Rule]:
    """The rules that must hold for a recommendation."""
    return [rule for rule in rules if "*" in rule.gives or rec.id in rule.gives]


def needs_own_band(rules: Sequence[Rule]) -> bool:
    """Whether a rule asks for the band of the recommendation's own block, come what may."""
    return any(one.get("block") == one.get("band") == "own" for rule in rules for one in rule.when.get("all", ()))


def gap(level: float, policy: Policy) -> float:
    """Levels to the target: up to the first target for what lies below it, up to the second from there on (DOMAIN 4)."""
    return (policy.target_level if level < policy.target_level else policy.high_target_level) - level


def bands_within(low: float, high: float, policy: Policy) -> set[str]:
    """The bands that a mean level between two bounds can fall into; both ends inclusive."""
    starts = sorted(policy.bands.items(), key=lambda one: one[1])
    ends = [start for _, start in starts[1:]] + [float("inf")]
    return {name for (name, start), end in zip(starts, ends, strict=True) if high + 1e-9 >= start and low + 1e-9 < end}


def _rule(rule: Rule, facts: Facts, rec: Recommendation, guideline: Guideline) -> Verdict:
    looked: list[Fact] = []
    truths: list[Truth] = []
    for name, join in (("all", all_of), ("any", any_of), ("none", none_of)):
        conditions = rule.when.get(name, ())
        if conditions:
            seen: list[Fact] = []
            for condition in conditions:
                seen.append(_fact(rule, condition, facts, rec, guideline))
                if name == "all" and seen[-1].truth is False:
                    break
            looked += seen
            truths.append(join(one.truth for one in seen))
    return all_of(truths), looked


def _fact(rule: Rule, condition: Condition, facts: Facts, rec: Recommendation, guideline: Guideline) -> Fact:
    for name, look in _KINDS.items():
        if name in condition:
            return look(condition, facts, rec, guideline)
    message = f"rules.toml, {rule.id}: no kind of condition in {dict(condition)}"
    raise ContentError(message, "See the list of conditions at the top of rules.toml.")


def _block(condition: Condition, facts: Facts, rec: Recommendation, guideline: Guideline) -> Fact:
    block_id = rec.block_id if condition["block"] == "own" else str(condition["block"])
    row = facts.blocks.get(block_id, {})
    for name, column in _NUMBERS.items():
        if name in condition:
            value = row.get(column)
            number = None if value is None else float(value)
            return _compared(f"{block_id}.{name}", number, str(condition[name]))
    if "weight" in condition:
        return _compared(f"{block_id}.weight", facts.weights.get(block_id), str(condition["weight"]))
    if "change" in condition:
        change = facts.changes.get(block_id, "")
        return Fact(
            f"{block_id}.change", change, str(condition["change"]), change == condition["change"] if change else None
        )
    wanted = rec.band if condition["band"] == "own" else str(condition["band"])
    return _band(block_id, row, wanted, guideline.policy)


def _band(block_id: str, row: Mapping[str, Any], wanted: str, policy: Policy) -> Fact:
    """The band of a block with a score; without one unknown, or false where its bounds leave no room for it."""
    about = f"{block_id}.band"
    status = row.get("status", "withheld")
    if status == "not_applicable":
        return Fact(about, status, wanted, truth=False)
    if status == "scored":
        return Fact(about, str(row["band"]), wanted, row["band"] == wanted)
    if row.get("lower") is None:
        return Fact(about, "", wanted, None)
    low, high = (float(row[name]) / policy.points_per_level for name in ("lower", "upper"))
    return Fact(about, "", wanted, None if wanted in bands_within(low, high, policy) else False)


def _indicator(condition: Condition, facts: Facts, _: Recommendation, __: Guideline) -> Fact:
    indicator_id = str(condition["indicator"])
    row = facts.indicators.get(indicator_id, {})
    if "label" in condition:
        label = str(row.get("agreement_label", ""))
        return Fact(
            f"{indicator_id}.label", label, str(condition["label"]), label == condition["label"] if label else None
        )
    if "n_voices" in condition:
        voices = row.get("n_voices")
        return _compared(
            f"{indicator_id}.n_voices", None if voices is None else float(voices), str(condition["n_voices"])
        )
    if "op" in condition:
        return context_fact(facts, condition)
    return _compared(indicator_id, facts.level(indicator_id), str(condition["level"]))


def _lifted(_: Condition, facts: Facts, rec: Recommendation, guideline: Guideline) -> Fact:
    """Whether something the recommendation lifts is below its target; unknown while only silent indicators could be."""
    known, silent = lifted(facts, rec)
    said = "; ".join([*(f"{one}={level:g}" for one, level in known.items()), *(f"{one}=?" for one in silent)])
    below = any(gap(level, guideline.policy) > 0 for level in known.values())
    return Fact("lifted", said, "below_target", True if below else None if silent else False)


def lifted(facts: Facts, rec: Recommendation) -> tuple[dict[str, float], list[str]]:
    """Levels of the indicators a recommendation lifts, and those applicable ones without a level."""
    known: dict[str, float] = {}
    silent: list[str] = []
    for one in rec.indicators:
        row = facts.indicators.get(one)
        if row is not None and row["status"] != "not_applicable":
            level = facts.level(one)
            if level is None:
                silent.append(one)
            else:
                known[one] = level
    return known, silent


def _scenario(condition: Condition, facts: Facts, _: Recommendation, __: Guideline) -> Fact:
    chosen = [one for one in (facts.scenario, facts.overlay) if one]
    return Fact("scenario", "+".join(chosen), str(condition["scenario"]), condition["scenario"] in chosen)


def _variable(condition: Condition, facts: Facts, _: Recommendation, __: Guideline) -> Fact:
    return context_fact(facts, condition)


def _neighbour(condition: Condition, facts: Facts, rec: Recommendation, _: Guideline) -> Fact:
    block_id = rec.block_id if condition["neighbour"] == "own" else str(condition["neighbour"])
    return _compared(f"neighbour.{block_id}", facts.neighbours.get(block_id), str(condition["lower"]))


def _compared(about: str, value: float | None, wanted: str) -> Fact:
    return Fact(about, "" if value is None else shown(round(value, 2)), wanted, compares(value, wanted))


def unknown_of(looked: Sequence[Fact]) -> Iterator[str]:
    """What must be known first: the things whose conditions are unknown."""
    for one in looked:
        if one.truth is None:
            about = one.about.rpartition(" ")[2]
            if about == "lifted":
                yield from (part.removesuffix("=?") for part in one.found.split("; ") if part.endswith("=?"))
            else:
                yield about


_KINDS: Mapping[str, Callable[[Condition, Facts, Recommendation, Guideline], Fact]] = {
    "block": _block,
    "indicator": _indicator,
    "lifted": _lifted,
    "scenario": _scenario,
    "variable": _variable,
    "neighbour": _neighbour,
}
