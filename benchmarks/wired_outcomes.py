# ruff: noqa: PLR2004 the numbers describe the case that is measured
"""Frames of an invented campaign of any size, as reading its questionnaires would give them.

The answers are random numbers and say nothing about any territory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd

from schemas import frames
from schemas.campaign import Campaign, Territory
from schemas.frames.base import Frame, held
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
    invented, source = campaign(n_territories, n_respondents), np.random.default_rng(seed)
    ids = [one.id for one in invented.territories]
    kinds, asked = guideline.actor_types, list(guideline.indicators())
    place, n = (one.reshape(-1) for one in np.indices((n_territories, n_respondents)))
    respondents = {
        "territory_id": held(ids).take(place),
        "respondent_id": held(f"R{number + 1}" for number in range(n_respondents)).take(n),
        "organisation": [f"{one} {number}" for one in ids for number in range(n_respondents)],
        "actor_type": held(kinds).take((place + n) % len(kinds)),
        "n_answers": 1,
    }
    t, i = (one.reshape(-1) for one in np.indices((n_territories, len(asked))))
    positions = {
        "territory_id": held(ids).take(t),
        "block_id": held(one.block_id for one in asked).take(i),
        "indicator_id": held(one.id for one in asked).take(i),
        "state": BLANK,
    }
    pulls = {"pull_id": "1", "territory_id": ids, "n_answers": 0, "pulled_at": READ_AT}
    return Given(
        invented,
        _answers(guideline, ids, n_respondents, source),
        _frame(frames.Positions, t.size, positions),
        _frame(frames.Respondents, place.size, respondents),
        _context(guideline, ids, source),
        _frame(frames.Pulls, len(ids), pulls),
    )


def _context(guideline: Guideline, ids: list[str], source: np.random.Generator) -> pd.DataFrame:
    """What makes contexts alike or not: population, kind of government, law, informal work."""
    choices = {one.id: list(one.choices) for one in guideline.variables}
    people = source.integers(3_000, 3_000_000, len(ids)).tolist()
    rows = [
        line
        for place, one in enumerate(ids)
        for line in (
            (one, "CTX-05", str(people[place]), float(people[place])),
            (one, "CTX-03", choices["CTX-03"][place % len(choices["CTX-03"])], None),
            (one, "CTX-23", choices["CTX-23"][place % len(choices["CTX-23"])], None),
            (one, "CTX-17", str(place % 100), float(place % 100)),
        )
    ]
    named = zip(("territory_id", "variable_id", "value", "number"), zip(*rows, strict=True), strict=True)
    return _frame(frames.Context, len(rows), {**{name: list(values) for name, values in named}, "state": "value"})


def _answers(guideline: Guideline, ids: list[str], n_respondents: int, source: np.random.Generator) -> pd.DataFrame:
    indicators = list(guideline.indicators())
    shape = (len(ids), len(indicators), n_respondents)
    there = source.integers(1, n_respondents + 1, len(ids))
    blank = (np.arange(n_respondents) >= there[:, None, None]) | (source.random(shape) < 0.12)
    unknown = ~blank & (source.random(shape) < 0.05)
    states = held([LEVEL, DONT_KNOW, BLANK]).take(np.where(blank, 2, unknown * 1).reshape(-1))
    levels = pd.Series(source.integers(0, 5, shape).reshape(-1), dtype="Int64").mask(states != LEVEL)
    t, i, r = (one.reshape(-1) for one in np.indices(shape, dtype=np.int32))
    columns = {
        "territory_id": held(ids).take(t),
        "block_id": held(one.block_id for one in indicators).take(i),
        "indicator_id": held(one.id for one in indicators).take(i),
        "respondent_id": held(f"R{n + 1}" for n in range(n_respondents)).take(r),
        "state": states,
        "level": levels,
        "tab": "Block",
        "cell": "G7",
        "pull_id": "1",
        "pulled_at": READ_AT,
    }
    return _frame(frames.Answers, blank.size, columns)


def _frame(model: type[Frame], n_rows: int, columns: Mapping[str, Any]) -> pd.DataFrame:
    """A frame from columns, or one value for a whole column; text that is not named is "", the rest is NA."""
    found = {}
    for name, dtype in model.empty().dtypes.items():
        is_text = str(dtype) == "str"
        values = columns.get(str(name), "" if is_text else None)
        if values is None or isinstance(values, str | int | datetime):
            found[name] = held([values]).repeat(n_rows) if is_text else pd.array([values], dtype=dtype).repeat(n_rows)
        elif isinstance(values, pd.Categorical):
            found[name] = values
        else:
            found[name] = held(values) if is_text else pd.array(values, dtype=dtype)
    return model.validate(pd.DataFrame(found, index=range(n_rows)))
