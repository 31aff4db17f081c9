"""Scenarios that the context sheet and the levels suggest, with the reason; a person confirms (DOMAIN 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.facts import Fact, Facts, context_fact
from pipeline.known import known_territory
from pipeline.logic import Truth, all_of, any_of
from schemas.frames import ScenarioSuggestions
from schemas.frames.base import records, typed
from schemas.guideline import Guideline, Scenario
from schemas.outcome import Outcome

Condition = Mapping[str, Any]
_WORDS = {True: "suggested", None: "unknown", False: "no"}
#: The language of the command line.
_ENGLISH = "en"
_LEGEND = "* chosen in territories.csv. The others are proposals: a person decides."


def suggestions(territories: Iterable[Facts], guideline: Guideline) -> pd.DataFrame:
    """The frame `ScenarioSuggestions`: base scenarios in the content's order of suggestion, then overlays."""
    order = guideline.suggestion_order
    possible = sorted(
        (one for one in guideline.scenarios if one.suggested_by),
        key=lambda one: (one.overlay, order.index(one.id) if one.id in order else len(order), one.id),
    )
    rows: list[tuple[object, ...]] = []
    for facts in territories:
        rows += [_row(facts, scenario, rank) for rank, scenario in enumerate(possible, start=1)]
    return ScenarioSuggestions.validate(typed(ScenarioSuggestions, rows))


def suggestion_rows(outcome: Outcome, territory_id: str | None = None) -> list[dict[str, Any]]:
    """What is suggested or cannot be said yet, and what a person chose, as plain rows with names in English.

    Raises:
        CampaignError: no such territory.
    """
    if territory_id is not None:
        known_territory(outcome.campaign, territory_id)
    frame = outcome.scenario_suggestions
    frame = frame[(frame["suggestion"] != "no") | frame["is_chosen"]]
    rows = records(frame[frame["territory_id"] == territory_id] if territory_id else frame)
    names = {one.id: one.name[_ENGLISH] for one in outcome.guideline.scenarios}
    return [{**row, "name": names[row["scenario_id"]], "why": _why(outcome.guideline, row)} for row in rows]


def suggestion_lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One line per suggestion, with its reason or what is missing; the last says what the star means."""
    widest = max((len(row["name"]) for row in rows), default=0)
    for row in rows:
        mark = "*" if row["is_chosen"] else " "
        yield f"{row['territory_id']:20} {mark} {row['scenario_id']} {row['name']:{widest}}  {row['why']}"
    if rows:
        yield _LEGEND


def _why(guideline: Guideline, row: Mapping[str, Any]) -> str:
    """Why a scenario is suggested, or what must be filled in before that can be said."""
    if row["suggestion"] == "unknown":
        return f"cannot be said yet, fill in: {_named(guideline, row['missing'].split(';'))}"
    if row["suggestion"] == "suggested":
        return f"suggested: {_named(guideline, row['reason'].split('; '))}"
    return "no sign of it in the answers"


def _named(guideline: Guideline, facts: Iterable[str]) -> str:
    """Facts such as "CTX-23" or "CTX-23=law_draft" with the names of what they are about and of choices."""
    labels = {one.id: one.label[_ENGLISH] for one in guideline.variables}
    labels |= {one.id: one.label[_ENGLISH] for one in guideline.indicators()}
    choices = {one.id: one.choices for one in guideline.variables}
    said = []
    for about, _, value in (one.partition("=") for one in facts):
        keys = (choices[about][key][_ENGLISH] if key in choices.get(about, ()) else key for key in value.split(";"))
        said.append(f"{about} {labels.get(about, '')}".strip() + (f" = {', '.join(keys)}" if value else ""))
    return "; ".join(said)


def _row(facts: Facts, scenario: Scenario, rank: int) -> tuple[object, ...]:
    ways = [_looked(facts, way) for way in _ways(scenario.suggested_by)]
    verdict = any_of(truth for truth, _ in ways)
    telling = [one for truth, looked in ways if truth is verdict for one in looked]
    support = [one for way in _ways(scenario.supported_by) for one in _looked(facts, way)[1] if one.truth]
    chosen = scenario.id in {facts.scenario, facts.overlay}
    return (
        facts.territory_id, scenario.id, scenario.overlay, rank, _WORDS[verdict], chosen,
        _said(one for one in telling if one.truth),
        ";".join(dict.fromkeys(one.about for one in telling if one.truth is None)) if verdict is None else "",
        _said(support),
    )  # fmt: skip


def _ways(given: Any) -> Sequence[Sequence[Condition]]:
    """The alternatives of `suggested_by`, each a list of conditions that must all hold."""
    tables = given if isinstance(given, list | tuple) else [given] if given else []
    return [table.get("all", ()) for table in tables]


def _looked(facts: Facts, conditions: Sequence[Condition]) -> tuple[Truth, list[Fact]]:
    looked = [context_fact(facts, one) for one in conditions]
    return all_of(one.truth for one in looked), looked


def _said(facts: Iterable[Fact]) -> str:
    return "; ".join(dict.fromkeys(f"{one.about}={one.found}" for one in facts))
