"""What a territory could do next, why, and in which order (DOMAIN 4; SCORING 2.13, 2.14).

priority = gap x weight x leverage x feasibility. A recommendation fits a block in one band of its mean level.
Answers that contradict each other turn "do" into "discuss"; too little knowledge turns it into "collect first".
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from schemas.campaign import Campaign, Territory
from schemas.frames import Recommendations
from schemas.frames.base import typed
from schemas.guideline import Guideline, Indicator, Recommendation
from pipeline.score import scenario_weights

_OPEN = {"contested", "polarised", "two_voices_differ"}
_LEVERAGE_UNIT = 2


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is known of one indicator in one territory."""

    level: float | None
    status: str
    contested: bool
    because: str


def recommendations(
    indicator_scores: pd.DataFrame, block_scores: pd.DataFrame, guideline: Guideline, campaign: Campaign
) -> pd.DataFrame:
    """The frame `Recommendations`: every one that fits, ranked within its territory, the short list marked."""
    answers = _answers(indicator_scores)
    blocks = {
        (row.territory_id, row.block_id): row for row in block_scores.itertuples(index=False)
    }
    block_ids = tuple(block.id for block in guideline.blocks)
    weights = scenario_weights(guideline, campaign, list(answers), block_ids)
    rows: list[tuple[object, ...]] = []
    for number, territory_id in enumerate(answers):
        territory = campaign.territory(territory_id)
        found = [
            one
            for block, weight in zip(guideline.blocks, weights[number], strict=True)
            if (scored := blocks.get((territory_id, block.id))) is not None
            for rec in block.recommendations
            if (one := _fitting(rec, scored, answers[territory_id], guideline, float(weight)))
        ]
        rows += _ordered(found, territory, guideline)
    return Recommendations.validate(typed(Recommendations, rows))


def _answers(scores: pd.DataFrame) -> dict[str, dict[str, _Answer]]:
    found: dict[str, dict[str, _Answer]] = {}
    columns = scores[["territory_id", "indicator_id", "level", "status", "discuss", "agreement_label", "agreed_level", "because"]]
    for row in columns.itertuples(index=False):
        level = None if pd.isna(row.level) else float(row.level)
        contested = bool(row.discuss) or (row.agreement_label in _OPEN and pd.isna(row.agreed_level))
        found.setdefault(str(row.territory_id), {})[str(row.indicator_id)] = _Answer(
            level, str(row.status), contested, str(row.because)
        )
    return found


@dataclass(frozen=True, slots=True)
class _Fit:
    """A recommendation that fits a territory, with everything its row says."""

    rec: Recommendation
    stance: str
    priority: float | None
    gap: float | None
    weight: float
    leverage: float
    feasibility: float
    because: str
    cells: str


def _fitting(
    rec: Recommendation, block: object, answers: dict[str, _Answer], guideline: Guideline, weight: float
) -> _Fit | None:
    """The recommendation if it fits the block's band and lifts something that is not yet where it should be.

    A block that is withheld gives "collect first" where at least one of the indicators is known; a silent one nothing:
    its own state says "find out first".
    """
    lifted = {one: answers[one] for one in rec.indicators if one in answers}
    applicable = {one: answer for one, answer in lifted.items() if answer.status != "not_applicable"}
    if not applicable or getattr(block, "status") == "not_applicable":  # noqa: B009 - a row of a frame
        return None
    known = {one: answer for one, answer in applicable.items() if answer.level is not None}
    levels = [answer.level for answer in known.values() if answer.level is not None]
    if not levels:
        return None
    withheld = getattr(block, "status") == "withheld"  # noqa: B009
    band = _band(sum(levels) / len(levels), guideline) if withheld else getattr(block, "band")  # noqa: B009
    if band != rec.band:
        return None
    leverage, feasibility = _leverage(rec, guideline), _feasibility(rec, guideline)
    because = "; ".join(
        f"{one}={answer.level:g}" if answer.level is not None else f"{one}=?" for one, answer in applicable.items()
    )
    cells = "; ".join(answer.because for answer in known.values() if answer.because)
    if withheld:
        return _Fit(rec, "collect_first", None, None, weight, leverage, feasibility, because, cells)
    gaps = [_gap(level, guideline) for level in levels]
    gap = sum(gaps) / len(gaps)
    if gap <= 0:
        return None
    stance = "discuss" if any(answer.contested for answer in known.values()) else "do"
    priority = gap * weight * leverage * feasibility
    return _Fit(rec, stance, priority, gap, weight, leverage, feasibility, because, cells)


def _band(level: float, guideline: Guideline) -> str:
    return max(
        (name for name, start in guideline.policy.bands.items() if level + 1e-9 >= start),
        key=lambda name: guideline.policy.bands[name],
    )


def _gap(level: float, guideline: Guideline) -> float:
    """Levels to the target: 3 for what lies below it, 4 from there on (DOMAIN 4)."""
    policy = guideline.policy
    target = policy.target_level if level < policy.target_level else policy.high_target_level
    return target - level


def _leverage(rec: Recommendation, guideline: Guideline) -> float:
    """Distinct drivers that the lifted indicators serve, halved (DOMAIN 4)."""
    of: dict[str, Indicator] = {one.id: one for one in guideline.indicators()}
    drivers = {driver for one in rec.indicators if one in of for driver in of[one].drivers}
    return len(drivers) / _LEVERAGE_UNIT


def _feasibility(rec: Recommendation, guideline: Guideline) -> float:
    policy = guideline.policy
    return policy.feasibility[rec.resources] * (policy.other_level_factor if rec.needs_other_level else 1.0)


def _ordered(found: list[_Fit], territory: Territory, guideline: Guideline) -> list[tuple[object, ...]]:
    """Rows in the order of the territory's scenario: what comes first, then by priority, what can wait last."""
    chosen = [guideline.scenario(territory.scenario)]
    if territory.overlay:
        chosen.insert(0, guideline.scenario(territory.overlay))
    first = [rec_id for scenario in chosen for rec_id in scenario.first]
    postponed = {rec_id for scenario in chosen for rec_id in scenario.postpone}
    passes = {scenario.horizon_first_pass for scenario in chosen if scenario.horizon_first_pass}

    def place(fit: _Fit) -> tuple[object, ...]:
        return (
            fit.stance == "collect_first",
            fit.rec.id in postponed,
            bool(passes) and fit.rec.horizon not in passes,
            first.index(fit.rec.id) if fit.rec.id in first else len(first),
            -(fit.priority or 0.0),
            fit.rec.id,
        )

    limit = min([guideline.policy.max_in_all, *(one.max_actions for one in chosen if one.max_actions)])
    per_block: dict[str, int] = {}
    rows, n_selected = [], 0
    for rank, fit in enumerate(sorted(found, key=place), start=1):
        taken = per_block.get(fit.rec.block_id, 0)
        selected = n_selected < limit and taken < guideline.policy.max_per_block
        if selected:
            n_selected += 1
            per_block[fit.rec.block_id] = taken + 1
        rows.append(_row(fit, territory.id, rank, selected=selected))
    return rows


def _row(fit: _Fit, territory_id: str, rank: int, *, selected: bool) -> tuple[object, ...]:
    rec = fit.rec
    return (
        territory_id, rec.id, rec.block_id, fit.stance, rank, selected, fit.priority, fit.gap, fit.weight,
        fit.leverage, fit.feasibility, rec.horizon, rec.lead_type, ";".join(rec.agencies), fit.because, fit.cells,
    )  # fmt: skip
