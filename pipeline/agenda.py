"""The facilitator's next session: what to discuss per territory and block, the widest first, ready to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.consensus import Voices, merged_levels, side_levels
from pipeline.method import level_counts
from schemas.campaign import Territory
from schemas.frames import Agenda
from schemas.frames.base import framed, is_missing, records
from schemas.guideline import Guideline
from schemas.kinds import shown
from schemas.layout import BookLayout, Cell, Column, TabLayout
from schemas.outcome import Outcome
from sheet_templates.load import words
from sheet_templates.messages import agreement_sentence, localised
from sheet_templates.words import Words

_LEVELS = 5
_CARRIED = ("territory_id", "block_id", "indicator_id", "agreement_label")
_WIDTHS = {
    "block": 17,
    "indicator": 28,
    "question": 40,
    "voices": 26,
    "sides": 18,
    "spread": 9,
    "agreed": 11,
    "reason": 38,
    "dissent": 11,
}
_LINE, _LEAST = 15.0, 64.0


def agenda(voices: Voices, scores: pd.DataFrame, guideline: Guideline) -> pd.DataFrame:
    """The frame `Agenda` from `IndicatorScores`: open indicators beyond the tolerance (DOMAIN 6.5)."""
    policy = guideline.policy
    open_ = scores["discuss"].to_numpy(dtype=bool)
    merged = merged_levels(voices)
    counts = level_counts(merged, _LEVELS).reshape(-1, _LEVELS)[open_]
    officials, actors = (
        side_levels(voices, merged, side).reshape(-1)[open_] for side in (guideline.officials, guideline.sse_actors)
    )
    cells = np.moveaxis(np.where(np.isnan(voices.levels), "", voices.cells), 1, 2)
    listed = cells.reshape(-1, cells.shape[2])[open_]
    chosen = scores[open_].reset_index(drop=True)
    spread, gap = (chosen[name].to_numpy(dtype=float, na_value=np.nan) for name in ("spread", "actor_gap"))
    wide = np.nan_to_num(spread) >= policy.discuss_spread
    apart = np.abs(np.nan_to_num(gap)) >= policy.discuss_actor_gap
    columns = {
        **{name: chosen[name].to_numpy(dtype=object) for name in _CARRIED},
        "median_level": chosen["median_level"].to_numpy(dtype=float, na_value=np.nan),
        "n_voices": chosen["n_voices"].to_numpy(dtype=float),
        "rank": np.zeros(len(chosen)),
        "occasion": np.where(wide & apart, "both", np.where(wide, "spread", "actor_gap")).astype(object),
        "spread": spread,
        "actor_gap": gap,
        "officials_level": officials,
        "sse_level": actors,
        "levels": _counted(counts),
        "minutes": np.full(len(chosen), float(policy.minutes_to_discuss)),
        "cells": np.array(["; ".join(filter(None, line)) for line in listed.tolist()], dtype=object),
    }
    return Agenda.validate(_ranked(framed(Agenda, columns)))


def _counted(counts: npt.NDArray[np.float64]) -> npt.NDArray[np.object_]:
    """Voices per level as text, "0:1 2:3"."""
    kinds, place = np.unique(counts, axis=0, return_inverse=True)
    texts = [" ".join(f"{level}:{shown(float(n))}" for level, n in enumerate(row) if n > 0) for row in kinds]
    return np.array([*texts, ""], dtype=object)[:-1][place.reshape(-1)]


def _ranked(frame: pd.DataFrame) -> pd.DataFrame:
    """Territories and blocks in their order, the widest indicator of a block first; ties in the questionnaire's order."""
    keys = ["territory_id", "block_id"]
    wide = frame[["spread", "actor_gap"]].abs().astype("Float64").fillna(0)
    order = frame.assign(
        _group=frame.groupby(keys, sort=False).ngroup(), _widest=-wide.max(axis=1), _sum=-wide.sum(axis=1)
    ).sort_values(["_group", "_widest", "_sum"], kind="stable")
    ranked = order.drop(columns=["_group", "_widest", "_sum"]).reset_index(drop=True)
    return ranked.assign(rank=(ranked.groupby(keys, sort=False).cumcount() + 1).astype("Int64"))


def agenda_book(outcome: Outcome, territory: Territory) -> BookLayout:
    """The printable sheet of one territory, in its language; it says so when there is nothing to discuss."""
    vocabulary = words(territory.language)
    mine = outcome.agenda[outcome.agenda["territory_id"] == territory.id]
    title = f"{territory.name} – {vocabulary('trust.agenda.title')}"
    properties = {"guideline": f"{outcome.guideline.id}@{outcome.guideline.version}"}
    return BookLayout(
        territory.id, territory.language, title, (_tab(outcome, territory, mine, vocabulary),), {}, properties
    )


def _tab(outcome: Outcome, territory: Territory, mine: pd.DataFrame, vocabulary: Words) -> TabLayout:
    columns = (Column("", 2), *(Column(key, width) for key, width in _WIDTHS.items()))
    minutes = shown(float(mine["minutes"].sum()))
    intro = vocabulary(
        "trust.agenda.intro", n=len(mine), minutes=minutes, each=shown(outcome.guideline.policy.minutes_to_discuss)
    )
    cells = [
        Cell(0, 1, f"{territory.name} – {vocabulary('trust.agenda.title')}", "title"),
        Cell(1, 1, intro if len(mine) else vocabulary("trust.agenda.none"), "intro"),
    ]
    heights = {0: 26.0, 3: 30.0}
    if len(mine):
        cells += [
            Cell(3, number, vocabulary(f"trust.agenda.{key}"), "header") for number, key in enumerate(_WIDTHS, start=1)
        ]
    row = 4
    indicators = {one.id: one for one in outcome.guideline.indicators()}
    for block in outcome.guideline.blocks:
        lines = records(mine[mine["block_id"] == block.id])
        for line in lines:
            indicator = indicators[str(line["indicator_id"])]
            texts = (
                block.short[territory.language],
                f"{indicator.id}\n{indicator.label[territory.language]}",
                indicator.question[territory.language],
                "\n".join((*_voices(line, vocabulary), agreement_said(line, vocabulary))),
                _sides(line, vocabulary),
                "" if is_missing(line["spread"]) else float(line["spread"]),
                "", "", "",
            )  # fmt: skip
            cells += [Cell(row, number, text, _style(number)) for number, text in enumerate(texts, start=1)]
            heights[row] = max(
                _LEAST, _LINE * max(_lines(text, width) for text, width in zip(texts, _WIDTHS.values(), strict=True))
            )
            row += 1
    return TabLayout(
        "agenda", vocabulary("trust.agenda.tab"), columns, tuple(cells), heights,
        freeze=(4, 0), repeat_rows=(3, 3), colour="feedback",
    )  # fmt: skip


def _style(number: int) -> str:
    key = list(_WIDTHS)[number - 1]
    return "label" if key in {"block", "indicator"} else "owned_number" if key == "spread" else "owned_text"


def _lines(text: object, width: int) -> int:
    return sum(1 + len(part) * 11 // (10 * width) for part in str(text).split("\n"))


def _voices(line: Mapping[str, Any], vocabulary: Words) -> Iterator[str]:
    """How many voices are at which level, and the median that is noted where the group does not agree."""
    for level, n in (one.split(":") for one in str(line["levels"]).split()):
        yield vocabulary("trust.agenda.at_level", n=n, level=level, name=vocabulary(f"levels.{level}.name"))
    if not is_missing(line["median_level"]):
        median = localised(shown(float(line["median_level"])), vocabulary.language)
        yield vocabulary("trust.agenda.median", level=median)


def agreement_said(line: Mapping[str, Any], vocabulary: Words) -> str:
    """What the voices on a question to discuss say together; `line` is a row of `Agenda` or `IndicatorScores`."""
    spread = "" if is_missing(line["spread"]) else localised(shown(float(line["spread"])), vocabulary.language)
    return agreement_sentence(vocabulary, line["agreement_label"], line["n_voices"], spread, discussed=True)


def _sides(line: dict[str, object], vocabulary: Words) -> str:
    said = []
    for key in ("officials", "sse"):
        level = line[f"{key}_level"]
        if not is_missing(level):
            number = localised(shown(float(level)), vocabulary.language)  # type: ignore[arg-type]
            said.append(vocabulary(f"trust.agenda.{key}", level=number))
    return "\n".join(said)
