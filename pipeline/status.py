"""Where every territory stands, and what changed in the store since the last sync."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import pandas as pd

from pipeline.state import State
from pipeline.stores.store import SheetStore, Sighting
from pipeline.story import rebuild
from schemas.campaign import Campaign
from schemas.errors import StoreError
from schemas.guideline import Guideline
from schemas.problem import NOT_THERE


def status(guideline: Guideline, campaign: Campaign, store: SheetStore, state: State) -> list[dict[str, Any]]:
    """One row per territory: share answered, agreed levels, items to discuss, errors, and its state in words.

    State is one of: no questionnaire, not read yet, changed since the last sync, up to date, or the code of what
    kept the questionnaire from being read.
    """
    books = {key: (book.place, book.sha) for key, book in state.books().items()}
    sightings = store.look(campaign.territories, books).sightings
    current = state.current()
    outcome = rebuild(guideline, campaign, state) if state.rounds() else None
    rows = []
    for territory in campaign.territories:
        row: dict[str, Any] = {
            "territory_id": territory.id, "name": territory.name, "answered_pct": None, "n_agreed": 0,
            "n_to_discuss": 0, "n_errors": 0, "pulled_at": None,
        }  # fmt: skip
        if outcome is not None:
            covered = outcome.coverage[outcome.coverage["territory_id"] == territory.id]
            expected = int(covered["n_expected"].sum())
            answered = int(covered[["n_levels", "n_dont_know", "n_not_applicable"]].sum().sum())
            line = outcome.territories[outcome.territories["territory_id"] == territory.id].iloc[0]
            row |= {
                "answered_pct": 100 * answered / expected if expected else None,
                "n_agreed": int(covered["n_agreed"].sum()),
                "n_to_discuss": int(covered["n_to_discuss"].sum()),
                "n_errors": int(line["n_errors"]),
                "pulled_at": None if pd.isna(line["pulled_at"]) else line["pulled_at"].isoformat(),
            }
        pull = current.get(territory.id)
        row["state"] = _state(store, sightings[territory.id], pull.sha if pull else "", state.seen())
        rows.append(row)
    return rows


def status_lines(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """One line per territory under a header."""
    yield f"{'territory':22} {'answered':>9} {'agreed':>7} {'to discuss':>10} {'errors':>7}  state"
    for row in rows:
        answered = f"{row['answered_pct']:.0f}%" if row["answered_pct"] is not None else "–"
        yield (
            f"{row['territory_id']:22} {answered:>9} {row['n_agreed']:>7} {row['n_to_discuss']:>10} "
            f"{row['n_errors']:>7}  {row['state']}"
        )


def _state(store: SheetStore, sighting: Sighting, sha: str, seen: Mapping[str, tuple[str, str]]) -> str:
    if sighting.problem:
        return "no questionnaire" if sighting.problem.code in NOT_THERE else sighting.problem.code
    if sha and sighting.revision:
        known = seen.get(sighting.territory_id) == (sighting.place, sighting.revision.partition("@")[0])
        return "up to date" if known else "changed since the last sync"
    try:
        now = sha256(store.read(sighting).content).hexdigest()
    except StoreError as failed:
        return failed.code
    if not sha:
        return "not read yet"
    return "up to date" if now == sha else "changed since the last sync"
