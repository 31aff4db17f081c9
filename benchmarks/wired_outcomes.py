# ruff: noqa: PLR2004 the numbers describe the case that is measured
"""Frames of an invented campaign of any size, as reading its questionnaires would give them.

The answers are random numbers and say nothing about any territory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from schemas import frames
from schemas.campaign import Campaign, Territory
from schemas.frames.base import Frame, typed
from schemas.guideline import BLANK, DONT_KNOW, LEVEL, Guideline

READ_AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Given:
    """What the assessment starts from."""

    campaign: Campaign
    answers: pd.DataFrame
    positions: pd.DataFrame
    respondents: pd.DataFrame
    context: pd.DataFrame
    pulls: pd.DataFrame


def campaign(n_territories: int, n_respondents: int) -> Campaign:
    """Territories in four languages and five scenarios, every seventh with the overlay."""
    places = tuple(
        Territory(f"t{n:05d}", f"t{n:05d}", "CV", ("fr", "en", "es", "pt")[n % 4], f"S{(0, 1, 2, 3, 5)[n % 5]}",
                  "S4" if n % 7 == 0 else "")
        for n in range(n_territories)
    )  # fmt: skip
    return Campaign(
        id="bench", title="bench", organiser="", contact="", session="1", deadline=None, depth="full",
        respondents=n_respondents, languages=("fr",), store="folder:sheets", territories=places, agencies=(),
    )  # fmt: skip


def given(guideline: Guideline, n_territories: int, n_respondents: int, seed: int) -> Given:
    """A campaign in which 1 to `n_respondents` people answer in each territory, 12 % of their cells blank."""
    held, source = campaign(n_territories, n_respondents), np.random.default_rng(seed)
    ids = [one.id for one in held.territories]
    kinds = guideline.actor_types
    respondents = [
        {"territory_id": one, "respondent_id": f"R{n + 1}", "organisation": f"{one} {n}",
         "actor_type": kinds[(place + n) % len(kinds)], "n_answers": 1}
        for place, one in enumerate(ids) for n in range(n_respondents)
    ]  # fmt: skip
    positions = [
        {"territory_id": one, "block_id": indicator.block_id, "indicator_id": indicator.id, "state": BLANK}
        for one in ids for indicator in guideline.indicators()
    ]  # fmt: skip
    return Given(
        held,
        _answers(guideline, ids, n_respondents, source),
        _frame(frames.Positions, positions),
        _frame(frames.Respondents, respondents),
        _frame(frames.Context, _context(guideline, ids, source)),
        _frame(
            frames.Pulls, [{"pull_id": "1", "territory_id": one, "n_answers": 0, "pulled_at": READ_AT} for one in ids]
        ),
    )


def _context(guideline: Guideline, ids: list[str], source: np.random.Generator) -> list[dict[str, object]]:
    """What makes contexts alike or not: population, kind of government, law, informal work."""
    choices = {one.id: list(one.choices) for one in guideline.variables}
    people = source.integers(3_000, 3_000_000, len(ids))
    rows: list[dict[str, object]] = []
    for place, one in enumerate(ids):
        own = {"territory_id": one, "state": "value"}
        rows += [
            {**own, "variable_id": "CTX-05", "value": str(people[place]), "number": float(people[place])},
            {**own, "variable_id": "CTX-03", "value": choices["CTX-03"][place % len(choices["CTX-03"])]},
            {**own, "variable_id": "CTX-23", "value": choices["CTX-23"][place % len(choices["CTX-23"])]},
            {**own, "variable_id": "CTX-17", "value": str(place % 100), "number": float(place % 100)},
        ]
    return rows


def _answers(guideline: Guideline, ids: list[str], n_respondents: int, source: np.random.Generator) -> pd.DataFrame:
    indicators = list(guideline.indicators())
    shape = (len(ids), len(indicators), n_respondents)
    there = source.integers(1, n_respondents + 1, len(ids))
    blank = (np.arange(n_respondents) >= there[:, None, None]) | (source.random(shape) < 0.12)
    unknown = ~blank & (source.random(shape) < 0.05)
    states = np.array([LEVEL, DONT_KNOW, BLANK], dtype=object)[np.where(blank, 2, unknown * 1)].reshape(-1)
    levels = pd.Series(source.integers(0, 5, shape).reshape(-1), dtype="Int64").mask(states != LEVEL)
    n_each, n_rows = len(indicators) * n_respondents, blank.size
    columns = {
        "territory_id": np.repeat(np.array(ids, dtype=object), n_each),
        "block_id": np.tile(np.repeat(np.array([one.block_id for one in indicators], dtype=object), n_respondents), len(ids)),
        "indicator_id": np.tile(np.repeat(np.array([one.id for one in indicators], dtype=object), n_respondents), len(ids)),
        "respondent_id": np.tile(np.array([f"R{n + 1}" for n in range(n_respondents)], dtype=object), n_rows // n_respondents),
        "state": states,
    }  # fmt: skip
    fixed = {"found": "", "tab": "Block", "cell": "G7", "pull_id": "1"}
    frame = pd.DataFrame({name: pd.Series(values, dtype="str") for name, values in columns.items()})
    frame = frame.assign(
        level=levels,
        **{name: pd.Series(np.full(n_rows, text, dtype=object), dtype="str") for name, text in fixed.items()},
    )
    frame["pulled_at"] = pd.Series(np.full(n_rows, np.datetime64("2026-01-01", "us"))).dt.tz_localize("UTC")
    return frames.Answers.validate(frame[list(frames.Answers.empty().columns)])


def _frame(model: type[Frame], rows: list[dict[str, object]]) -> pd.DataFrame:
    """A frame from rows that name what they hold; text that is not named is "", the rest is NA."""
    dtypes = {str(name): str(dtype) for name, dtype in model.empty().dtypes.items()}
    blank = {name: "" if dtype in {"str", "string", "object"} else None for name, dtype in dtypes.items()}
    return model.validate(typed(model, [tuple((blank | row).values()) for row in rows]))
