"""What a territory could do next, why, and in which order (DOMAIN 4; SCORING 2.13, 2.14).

priority = gap x weight x leverage x feasibility. The rules are data (rules.toml). Answers that contradict each other
turn "do" into "discuss"; what is unknown turns it into "collect this first" and never into advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.facts import Fact, Facts
from pipeline.rules import gap, lifted, needs_own_band, rules_for, unknown_of, verdict
from schemas.campaign import Campaign
from schemas.frames import Reasons, Recommendations
from schemas.frames.base import Gathered
from schemas.guideline import Guideline, Recommendation, Rule

_OPEN = {"contested", "polarised", "two_voices_differ"}
_LEVERAGE_UNIT = 2
_TRUTHS = {True: "true", False: "false", None: "unknown"}


@dataclass(frozen=True, slots=True)
class _Content:
    """What a recommendation carries whatever the territory."""

    rec: Recommendation
    rules: Sequence[Rule]
    leverage: float
    feasibility: float
    sdg_targets: str
    agency_fit: str
    needs_own_band: bool


@dataclass(frozen=True, slots=True)
class _Fit:
    """A recommendation that fits a territory, with everything its row says."""

    content: _Content
    stance: str
    priority: float | None
    gap: float | None
    weight: float
    probability: float | None
    because: str
    cells: str
    collect: str
    looked: Sequence[Fact]

    @property
    def rec(self) -> Recommendation:
        """The recommendation."""
        return self.content.rec


def recommendations(
    territories: Iterable[Facts],
    first: Mapping[tuple[str, str], float],
    guideline: Guideline,
    campaign: Campaign,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames `Recommendations` (every one that fits, ranked, the short list marked) and `Reasons` (the trace).

    `first`: chance of territory and block to be among the first by gap x weight, for those that have one.
    """
    contents = [_content(rec, guideline, campaign) for rec in guideline.recommendations()]
    rows, reasons = Gathered(Recommendations), Gathered(Reasons)
    for facts in territories:
        found = [
            fit
            for content in contents
            if _is_possible(content, facts) and (fit := _fitting(content, facts, first, guideline))
        ]
        rows.extend(_ordered(found, facts, guideline))
        trace = [
            (facts.territory_id, fit.rec.id, mark, about, one.found, one.wanted, _TRUTHS[one.truth])
            for fit in found
            for one in fit.looked
            for mark, _, about in [one.about.partition(" ")]
        ]
        reasons.extend(trace)
    return Recommendations.validate(rows.frame()), Reasons.validate(reasons.frame())


def _content(rec: Recommendation, guideline: Guideline, campaign: Campaign) -> _Content:
    policy = guideline.policy
    of = {one.id: one for one in guideline.indicators()}
    drivers = {driver for one in rec.indicators if one in of for driver in of[one].drivers}
    targets = {target for one in rec.indicators if one in of for target in of[one].sdg_targets}
    here = {agency.fit for agency in campaign.agencies}
    rules = rules_for(rec, guideline.rules)
    return _Content(
        rec,
        rules,
        len(drivers) / _LEVERAGE_UNIT,
        policy.feasibility[rec.resources] * (policy.other_level_factor if rec.needs_other_level else 1.0),
        ";".join(sorted(targets, key=_target_order)),
        ";".join(one for one in rec.agencies if one in here),
        needs_own_band(rules),
    )


def _is_possible(content: _Content, facts: Facts) -> bool:
    """False where the band of a scored block already says no: spares the work, changes nothing."""
    row = facts.blocks.get(content.rec.block_id)
    return not (content.needs_own_band and row and row["status"] == "scored" and row["band"] != content.rec.band)


def _target_order(target: str) -> tuple[int, str]:
    goal = target.partition(".")[0]
    return int(goal) if goal.isdigit() else 0, target


def _fitting(
    content: _Content, facts: Facts, first: Mapping[tuple[str, str], float], guideline: Guideline
) -> _Fit | None:
    """The recommendation if every rule holds, or if only the unknown stands against it and something is known.

    A territory of which nothing is known gets no row: the state of its blocks says "find out first".
    """
    rec = content.rec
    truth, looked = verdict(content.rules, facts, rec, guideline)
    if truth is False:
        return None
    known, silent = lifted(facts, rec)
    if not known:
        return None
    because = "; ".join([*(f"{one}={level:g}" for one, level in known.items()), *(f"{one}=?" for one in silent)])
    cells = "; ".join(str(facts.indicators[one]["because"]) for one in known if facts.indicators[one]["because"])
    weight = facts.weights.get(rec.block_id, 0.0)
    if truth is None:
        collect = ";".join(_to_collect(looked, facts, rec, silent))
        return _Fit(content, "collect_first", None, None, weight, None, because, cells, collect, looked)
    mean_gap = sum(gap(level, guideline.policy) for level in known.values()) / len(known)
    stance = "discuss" if any(_is_contested(facts.indicators[one]) for one in known) else "do"
    priority = mean_gap * weight * content.leverage * content.feasibility
    chance = first.get((facts.territory_id, rec.block_id))
    return _Fit(content, stance, priority, mean_gap, weight, chance, because, cells, "", looked)


def _to_collect(looked: Sequence[Fact], facts: Facts, rec: Recommendation, silent: Sequence[str]) -> list[str]:
    """What to find out, by id: for a withheld block its indicators without a level, else what the conditions ask for.

    What others must answer is nothing that a territory could find out.
    """
    wanted: list[str] = []
    for about in unknown_of(looked):
        if about.endswith(".band"):
            block_id = about.removesuffix(".band")
            missing = [one for one, row in facts.indicators.items() if row["block_id"] == block_id and _is_open(row)]
            wanted += [*silent, *missing] if block_id == rec.block_id else missing
        elif not about.startswith("neighbour."):
            wanted.append(about.partition(".")[0])
    return list(dict.fromkeys(wanted))


def _is_open(row: Mapping[str, object]) -> bool:
    return row["status"] in {"unanswered", "unknown"}


def _is_contested(row: Mapping[str, object]) -> bool:
    return bool(row["discuss"]) or (row["agreement_label"] in _OPEN and row["agreed_level"] is None)


def _ordered(found: list[_Fit], facts: Facts, guideline: Guideline) -> list[tuple[object, ...]]:
    """Rows in the order of the territory's scenario: what comes first, then by priority, what can wait last."""
    chosen = [guideline.scenario(one) for one in (facts.overlay, facts.scenario) if one]
    first = [rec_id for scenario in chosen for rec_id in scenario.first]
    postponed = {rec_id for scenario in chosen for rec_id in scenario.postpone}
    passes = {scenario.horizon_first_pass for scenario in chosen if scenario.horizon_first_pass}

    def place(fit: _Fit) -> tuple[object, ...]:
        return (
            fit.stance == "collect_first",
            fit.rec.id in postponed,
            bool(passes) and fit.rec.horizon not in passes,
            first.index(fit.rec.id) if fit.rec.id in first else len(first),
            -round(fit.priority or 0.0, 9),
            -(fit.probability or 0.0),
            fit.rec.id,
        )

    ordered = sorted(found, key=place)
    limit = min([guideline.policy.max_in_all, *(one.max_actions for one in chosen if one.max_actions)])
    taken = _short_list(ordered, limit, guideline.policy.max_per_block)
    return [
        _row(fit, facts.territory_id, rank, selected=fit.rec.id in taken) for rank, fit in enumerate(ordered, start=1)
    ]


def _short_list(ordered: Sequence[_Fit], limit: int, per_block: int) -> set[str]:
    """The first ones within the limits; what conflicts with one already on the list is left out."""
    taken: list[_Fit] = []
    for fit in ordered:
        same_block = sum(one.rec.block_id == fit.rec.block_id for one in taken)
        if len(taken) < limit and same_block < per_block and not any(_conflict(fit, one) for one in taken):
            taken.append(fit)
    return {one.rec.id for one in taken}


def _conflict(one: _Fit, other: _Fit) -> bool:
    return any(
        left.rec.id in rule.gives and right.rec.id in rule.conflicts
        for left, right in ((one, other), (other, one))
        for rule in left.content.rules
    )


def _row(fit: _Fit, territory_id: str, rank: int, *, selected: bool) -> tuple[object, ...]:
    rec, content = fit.rec, fit.content
    return (
        territory_id, rec.id, rec.block_id, fit.stance, rank, selected, fit.priority, fit.gap, fit.weight,
        content.leverage, content.feasibility, rec.horizon, rec.lead_type, ";".join(rec.agencies), fit.because,
        fit.cells, fit.probability, fit.collect, content.sdg_targets, content.agency_fit,
        ";".join(rule.mark for rule in content.rules),
    )  # fmt: skip
