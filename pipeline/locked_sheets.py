"""A context sheet that was declared validated: what changed in it since, and what was still to be corrected.

A file cannot be closed to people who own it, so a change is not prevented but told where it was made. A sheet that
is validated again carries another date, and begins anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from schemas.frames.base import is_missing, records
from schemas.guideline import Guideline, Variable
from schemas.kinds import shown
from schemas.problem import ERROR, Problem

Row = Mapping[str, Any]
#: What of a line is compared: its value and the details beside it.
_COMPARED = ("state", "value", "number", "year", "month", "date", "currency", "source", "text")


def lock_problems(
    context: pd.DataFrame, before: pd.DataFrame | None, found: Sequence[Problem], guideline: Guideline
) -> list[Problem]:
    """Problems of every territory whose sheet is locked by a choice that says so (`locks` in context.toml).

    Args:
        context: the frame `Context` of this session.
        before: that of the session before, None where there was none.
        found: the problems met so far; a sheet with errors left is not ready to be validated.
        guideline: names the variables that lock.
    """
    problems: list[Problem] = []
    errors = _errors(found)
    for lock in (one for one in guideline.variables if one.locks):
        locked = context[(context["variable_id"] == lock.id) & context["value"].isin(lock.locks)]["territory_id"]
        lines, earlier = _lines(context, locked), {} if before is None else _lines(before, locked)
        for territory_id, mine in lines.items():
            state, theirs = mine[lock.id], earlier.get(territory_id, {})
            problems += _not_ready(territory_id, lock, state, len(errors.get(territory_id, ())))
            if (was := theirs.get(lock.id)) is not None and _same(was, state):
                problems += _changed(territory_id, mine, theirs, guideline)
    return problems


def _errors(found: Sequence[Problem]) -> dict[str, set[str]]:
    """The cells of every territory's context sheet that are still to be corrected."""
    cells: dict[str, set[str]] = {}
    for one in found:
        if one.tab_key == "context" and one.weight == ERROR:
            cells.setdefault(one.territory_id, set()).add(one.cell)
    return cells


def _not_ready(territory_id: str, lock: Variable, state: Row, n_errors: int) -> Iterator[Problem]:
    if n_errors:
        place = (territory_id, "context", str(state["tab"]), str(state["cell"]), lock.id)
        yield Problem("CONTEXT_NOT_READY", *place, found=str(state["found"]), values={"now": str(n_errors)})


def _changed(
    territory_id: str, mine: Mapping[str, Row], theirs: Mapping[str, Row], guideline: Guideline
) -> Iterator[Problem]:
    """Lines that differ; those that the questionnaire of the session before did not have are no change."""
    for variable in guideline.variables:
        now, was = mine.get(variable.id), theirs.get(variable.id)
        if now is not None and was is not None and was["cell"] and now["cell"] and not _same(was, now):
            place = (territory_id, "context", str(now["tab"]), str(now["cell"]), variable.id)
            values = {"label": f"context:{variable.id}", "before": str(was["found"]) or "–"}
            yield Problem("CONTEXT_LOCKED", *place, found=str(now["found"]), values=values)


def _same(one: Row, other: Row) -> bool:
    return all(_text(one[name]) == _text(other[name]) for name in _COMPARED)


def _text(value: object) -> str:
    return "" if is_missing(value) else shown(value)


def _lines(context: pd.DataFrame, territory_ids: pd.Series[str]) -> dict[str, dict[str, Row]]:
    """The lines of these territories by variable."""
    found: dict[str, dict[str, Row]] = {}
    for row in records(context[context["territory_id"].isin(territory_ids)]):
        found.setdefault(str(row["territory_id"]), {})[str(row["variable_id"])] = row
    return found
