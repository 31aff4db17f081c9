"""The test outcome with what later stages add: intervals, notes, agreement, suggestions, changes, peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from schemas import frames
from schemas.frames.base import Frame, typed
from schemas.outcome import Outcome
from tests.reports import factory

MENTOR = "amiens"


def trusted() -> Outcome:
    """Six territories; Córdoba has one voice on SUP, Leeds almost no score, Amiens could teach Zarzis."""
    found = factory.outcome(depth="core")
    scores = found.block_scores.to_dict("records")
    index = found.index.to_dict("records")
    scored = [(one, None if pd.isna(one["score"]) else float(one["score"])) for one in scores]
    return replace(
        found,
        campaign=replace(found.campaign, ask=("gender", "area")),
        intervals=_made(frames.Intervals, [*_blocks(scored), *_index(index)]),
        block_notes=_made(frames.BlockNotes, [_block_note(one) for one in scores]),
        index_notes=_made(frames.IndexNotes, [_index_note(one) for one in index]),
        reliability=_made(frames.Reliability, [_agreement(one["territory_id"]) for one in index]),
        agenda=_made(
            frames.Agenda,
            [
                (
                    "praia",
                    "LEG",
                    1,
                    "LEG-1",
                    "both",
                    3.0,
                    1.5,
                    3.0,
                    1.5,
                    2.0,
                    "0:1 3:3",
                    4,
                    "polarised",
                    7.0,
                    "Quadro!G7",
                )
            ],
        ),
        scenario_suggestions=_made(
            frames.ScenarioSuggestions,
            [
                ("praia", "S2", False, 1, "suggested", True, "CTX-23=no_law; PLA-2=3.5", "", ""),
                ("praia", "S6", False, 2, "unknown", False, "", "CTX-17", ""),
                ("praia", "S5", False, 3, "no", False, "", "", ""),
            ],
        ),
        changes=_made(
            frames.Changes, [_change("praia", "block", "LEG", "rose"), _change("praia", "index", "", "fell")]
        ),
        peers=_made(frames.Peers, [("zarzis", "LEG", MENTOR, 0.8, 0.9, 0.9, "fr", False)]),
        benchmarks=_made(frames.Benchmarks, [("praia", "LEG", 8, 40.0, 50.0, 60.0, 0.95, "above")]),
        method_run=_made(
            frames.MethodRun,
            [
                ("spread", "pooled"),
                ("interval_level", "0.9"),
                ("seed", "20210601"),
                ("sensitivity", "block"),
                ("mean_shift", "0.4"),
            ],
        ),
        cautions=_made(
            frames.Cautions,
            [("praia", "applicability_contested", "LEG-1;LEG-4"), ("leeds", "one_respondent", "")],
        ),
        group_gaps=_made(
            frames.GroupGaps,
            [
                ("praia", "actors", "LEG", 3, 4, 5, 70.0, 45.0, 25.0, 6.0, 14.2, 35.8, True, 2, 0.05),
                ("praia", "gender", "LEG", 3, 3, 5, 12.0, 88.0, -76.0, 6.0, -86.0, -66.0, True, None, None),
                ("praia", "actors", "COC", None, None, None, None, None, None, None, None, None, False, 2, 0.01),
            ],
        ),
        gaps_across=_made(
            frames.GapsAcross,
            [
                ("gender", "LEG", 5, 17, 16, -12.6, 4.0, -21.1, -4.1, True),
                ("area", "LEG", 5, 16, 18, 1.2, 3.0, -5.2, 7.6, False),
            ],
        ),
        across=_made(
            frames.AcrossTerritories,
            [
                ("LEG", 6, 10.0, 90.0, 0.25, 6, 0.1, 0.02, 0.125, 0.31, True, 1.5),
                ("COC", 4, None, None, None, 4, None, None, 0.125, None, False, None),
                ("", 6, 30.0, 60.0, 0.1, 6, 0.05, 0.01, None, None, False, None),
            ],
        ),
        plan_follow_up=_made(
            frames.PlanFollowUp,
            [
                (
                    "praia",
                    "praia-A01",
                    "=1+1",
                    "",
                    "stepped_back",
                    "started",
                    "agreed",
                    "delayed",
                    50.0,
                    25.0,
                    "",
                    "",
                    True,
                    12,
                )
            ],
        ),
        context=_made(
            frames.Context,
            [
                (
                    "praia",
                    "CTX-05",
                    "value",
                    "131719",
                    131719.0,
                    2010.0,
                    "",
                    "",
                    "",
                    f"Censo, {factory.EMAIL}",
                    "",
                    "",
                    "C",
                    "E9",
                ),
                (
                    "praia",
                    "CTX-35",
                    "value",
                    "sheet_validated",
                    None,
                    None,
                    "",
                    "2026-04-14",
                    "",
                    "",
                    factory.PERSON,
                    "",
                    "C",
                    "E46",
                ),
            ],
        ),
    )


def _made(model: type[Frame], rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    return model.validate(typed(model, rows))


def _blocks(scored: list[tuple[dict[str, Any], float | None]]) -> list[tuple[Any, ...]]:
    rows = []
    for one, score in scored:
        here, block = one["territory_id"], one["block_id"]
        note = "withheld" if score is None else "one_voice" if (here, block) == ("cordoba", "SUP") else ""
        low, high = (None, None) if score is None else (max(0.0, score - 7.5), min(100.0, score + 6.5))
        rows.append((here, "block", block, "both", low, score, high, None, 1 if note == "one_voice" else 5, note))
    return rows


def _index(index: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    rows = []
    for one in index:
        score = None if pd.isna(one["index"]) else float(one["index"])
        low, high = (None, None) if score is None else (score - 4, score + 4)
        note = "withheld" if score is None else ""
        rows += [
            (one["territory_id"], "index", "", doubt, low, score, high, None, 5, note)
            for doubt in ("respondents", "method", "both")
        ]
    return rows


def _block_note(one: dict[str, Any]) -> tuple[Any, ...]:
    chance, unknown = 0.83 if one["block_id"] == "DAT" else None, bool(pd.isna(one["score"]))
    return (
        one["territory_id"], one["block_id"], 0, 2, 1, 0, 0, 2 / 3, 12.0, one["block_id"] == "PLA", None, chance,
        chance is not None and not unknown, unknown, None, 75.0, "level",
    )  # fmt: skip


def _index_note(one: dict[str, Any]) -> tuple[Any, ...]:
    robust = one["territory_id"] != "praia"
    return (one["territory_id"], 41.4, 39.6, 6.0, not robust, "DAT", 18.4, robust, "PLA", -2.25, 0, None, "")


def _agreement(territory_id: str) -> tuple[Any, ...]:
    return (territory_id, 5, 24, 0.72, 0.55, 0.83, "tentative")


def _change(territory_id: str, measure: str, block_id: str, direction: str) -> tuple[Any, ...]:
    return (
        territory_id, measure, block_id, direction, 40.0, 52.4, 12.4, 11.0, 4.0, 0.01, 0.02, 3, 9.0, 0.04, 0.016,
        7, 1.0, 41.0, 53.0, "voices_changed;regression_to_the_mean",
    )  # fmt: skip
