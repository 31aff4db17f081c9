"""What is known of one territory, for conditions kept as data: context, levels, labels, scores, scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from pipeline.by_territory import Row, Rows
from pipeline.logic import Truth, compares
from schemas.campaign import Campaign
from schemas.frames.base import records
from schemas.kinds import shown


@dataclass(frozen=True, slots=True)
class Facts:
    """One territory. `context`, `indicators` and `blocks` hold rows of the frames by id; `today` is the day of reading.

    `neighbours`: per block the highest lower end among the other territories that publish; `changes`: rose, fell or
    none since the session before. `blocks` carries the block's score beside the ends of its interval (`low`, `high`) and `documented_share`.
    """

    territory_id: str
    scenario: str
    overlay: str
    today: date | None
    context: Mapping[str, Row] = field(default_factory=dict)
    indicators: Mapping[str, Row] = field(default_factory=dict)
    blocks: Mapping[str, Row] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)
    neighbours: Mapping[str, float] = field(default_factory=dict)

    def level(self, indicator_id: str) -> float | None:
        """The level in use, None where there is none."""
        return _number(self.indicators.get(indicator_id, {}).get("level"))

    def number(self, variable_id: str) -> float | None:
        """The number of a context variable, None where nobody gave one."""
        return _number(self.context.get(variable_id, {}).get("number"))

    def value(self, variable_id: str) -> str:
        """The keys of a choice, joined by ";", "" where nobody chose."""
        return str(self.context.get(variable_id, {}).get("value", "") or "")


@dataclass(frozen=True, slots=True)
class Fact:
    """One condition looked at: what was asked, what was found ("" when unknown), and whether it holds."""

    about: str
    found: str
    wanted: str
    truth: Truth


def territory_facts(
    campaign: Campaign,
    context: pd.DataFrame,
    indicator_scores: pd.DataFrame,
    pulls: pd.DataFrame,
    *,
    blocks: pd.DataFrame | None = None,
    weights: Mapping[str, Mapping[str, float]] | None = None,
    changes: Mapping[str, Mapping[str, str]] | None = None,
) -> Iterator[Facts]:
    """The facts of every territory of the campaign, in its order, one made after the other.

    `blocks`: block scores with what stands beside them.
    """
    lines = Rows(context[context["state"] == "value"])
    columns = [
        "territory_id",
        "block_id",
        "indicator_id",
        "level",
        "status",
        "agreement_label",
        "n_voices",
        "agreed_level",
        "discuss",
        "because",
    ]
    indicators, scored = Rows(indicator_scores[columns]), None if blocks is None else Rows(blocks)
    best = _neighbours(campaign, blocks)
    read_on = {str(row["territory_id"]): row["pulled_at"].date() for row in records(pulls)}
    for one in campaign.territories:
        yield Facts(
            one.id, one.scenario, one.overlay, read_on.get(one.id), _by_key(lines, one.id, "variable_id"),
            _by_key(indicators, one.id, "indicator_id"), {} if scored is None else _by_key(scored, one.id, "block_id"),
            (weights or {}).get(one.id, {}), (changes or {}).get(one.id, {}), best[one.id],
        )  # fmt: skip


def context_facts(campaign: Campaign, context: pd.DataFrame) -> list[Facts]:
    """The values of the context of every territory of the campaign and nothing else, in its order."""
    lines = Rows(context.loc[context["state"] == "value", ["territory_id", "variable_id", "value", "number"]])
    return [
        Facts(one.id, one.scenario, one.overlay, None, _by_key(lines, one.id, "variable_id"))
        for one in campaign.territories
    ]


def _neighbours(campaign: Campaign, blocks: pd.DataFrame | None) -> dict[str, dict[str, float]]:
    """Per territory and block the highest lower end among the others that publish."""
    tops: dict[str, list[tuple[float, str]]] = {}
    if blocks is not None:
        there = blocks[
            blocks["low"].notna() & blocks["territory_id"].isin([one.id for one in campaign.territories if one.publish])
        ]
        for low, owner, block_id in zip(there["low"], there["territory_id"], there["block_id"], strict=True):
            tops.setdefault(block_id, []).append((float(low), owner))
    kept = {block_id: sorted(ends, reverse=True)[:2] for block_id, ends in tops.items()}
    return {
        one.id: {
            block_id: others[0]
            for block_id, ends in kept.items()
            if (others := [low for low, owner in ends if owner != one.id])
        }
        for one in campaign.territories
    }


def context_fact(facts: Facts, condition: Mapping[str, Any]) -> Fact:
    """Whether a condition on a context variable or an indicator's level holds (the fields of scenarios.toml)."""
    op = str(condition["op"])
    if "indicator" in condition:
        about, wanted = str(condition["indicator"]), condition["level"]
        level = facts.level(about)
        return Fact(
            about, "" if level is None else shown(round(level, 2)), f"{op} {wanted}", _compared(op, level, wanted)
        )
    about, wanted = str(condition["variable"]), condition["value"]
    said = f"{op} {'|'.join(wanted) if isinstance(wanted, Sequence) and not isinstance(wanted, str) else wanted}"
    if op in {"eq", "in", "not_eq", "declares"}:
        value = facts.value(about)
        kinds = [wanted] if isinstance(wanted, str) else list(wanted)
        hit = bool(set(value.split(";")) & set(kinds))
        if op == "declares":
            return Fact(about, str(wanted) if hit else "", said, hit)
        return Fact(about, value, said, None if not value else hit != (op == "not_eq"))
    if op == "months_ago_at_most":
        month = str(facts.context.get(about, {}).get("month", "") or "")
        return Fact(about, month, said, _compared("at_most", _months_ago(month, facts.today), wanted))
    number = facts.number(about)
    return Fact(about, "" if number is None else shown(number), said, _compared(op, number, wanted))


def _compared(op: str, value: float | None, wanted: object) -> Truth:
    signs = {"at_least": ">=", "at_most": "<=", "below": "<", "above": ">", "eq": "="}
    return compares(value, f"{signs[op]}{wanted}")


def _months_ago(month: str, today: date | None) -> float | None:
    if not month or today is None:
        return None
    year, _, number = month.partition("-")
    return (today.year - int(year)) * 12 + today.month - int(number or 1)


def _by_key(rows: Rows, territory_id: str, key: str) -> dict[str, Row]:
    """The rows of one territory by that column."""
    return {row[key]: row for row in rows.of(territory_id)}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
