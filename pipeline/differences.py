"""Two snapshots side by side: every answer, position, score, recommendation, problem and action that differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.known import known_territory
from pipeline.snapshots import named_round
from pipeline.state import State
from pipeline.story import rebuild
from schemas.campaign import Campaign
from schemas.frames.base import is_missing, records, typed
from schemas.frames.changes import Differences
from schemas.guideline import Guideline
from schemas.kinds import shown
from schemas.outcome import Outcome
from sheet_templates.figures import counted

Key = tuple[str, ...]
Row = Mapping[str, object]
#: Between the parts that a row says.
_BETWEEN = " | "


def differences(before: Outcome, after: Outcome) -> pd.DataFrame:
    """The frame `Differences`: territories in the order of the later snapshot, kinds in the order of the frame."""
    kinds: list[tuple[str, str, tuple[str, ...], Callable[[Row], str], str]] = [
        ("answer", "answers", ("territory_id", "indicator_id", "respondent_id"), _answer, "indicator_id"),
        ("position", "positions", ("territory_id", "indicator_id"), _position, "indicator_id"),
        ("score", "block_scores", ("territory_id", "block_id"), _score, "block_id"),
        ("score", "index", ("territory_id",), _index, ""),
        ("recommendation", "recommendations", ("territory_id", "rec_id"), _advice, "rec_id"),
        ("problem", "problems", ("territory_id", "code", "tab_key", "cell", "respondent_id"), _problem, "code"),
        ("action", "actions", ("territory_id", "action_id"), _action, "action_id"),
    ]
    rows: list[tuple[object, ...]] = []
    for kind, name, keys, says, about in kinds:
        rows += _differ(kind, getattr(before, name), getattr(after, name), keys, says=says, about=about)
    order = {one.id: number for number, one in enumerate(after.campaign.territories)}
    rows.sort(key=lambda row: order.get(str(row[1]), len(order)))
    return Differences.validate(typed(Differences, rows))


def between(
    guideline: Guideline, campaign: Campaign, state: State, before: str, after: str, *, territory: str | None = None
) -> list[dict[str, Any]]:
    """The differences between two rounds as a person names them, as plain rows; only of one territory if named.

    Raises:
        CampaignError: no such round, or no such territory.
    """
    if territory is not None:
        known_territory(campaign, territory)
    first, second = (rebuild(guideline, campaign, state, named_round(state, name)) for name in (before, after))
    frame = differences(first, second)
    return records(frame[frame["territory_id"] == territory] if territory else frame)


def differences_lines(rows: Sequence[Row]) -> Iterator[str]:
    """One line per difference, without what stayed the same at its end, and what they come to."""
    for row in rows:
        about = f"{row['about']} {row['respondent_id']}".strip()
        before, after = _unlike(str(row["before"]), str(row["after"]))
        yield f"{row['territory_id']:20} {row['kind']:14} {about:22} {before or '–'} -> {after or '–'}"
    yield counted(len(rows), "difference")


def _unlike(before: str, after: str) -> tuple[str, str]:
    """Both texts up to the last part that differs."""
    left, right = before.split(_BETWEEN), after.split(_BETWEEN)
    while left and right and left[-1] == right[-1]:
        left.pop()
        right.pop()
    return _BETWEEN.join(left), _BETWEEN.join(right)


def _differ(
    kind: str, before: pd.DataFrame, after: pd.DataFrame, keys: Key, *, says: Callable[[Row], str], about: str
) -> Iterator[tuple[object, ...]]:
    old, new = (_said(frame, keys, says) for frame in (before, after))
    for key in [*new, *(one for one in old if one not in new)]:
        left, right = old.get(key), new.get(key)
        texts = ("" if one is None else one[0] for one in (left, right))
        first, second = texts
        if first == second and (left is None) == (right is None):
            continue
        row = (right or left or ("", {}))[1]
        sort = "new" if not first else "gone" if not second else "changed"
        place = f"{row.get('tab', '')} {row.get('cell', '')}".strip()
        name = str(row[about]) if about else "index"
        yield kind, row["territory_id"], sort, name, str(row.get("respondent_id", "")), first, second, place


def _said(frame: pd.DataFrame, keys: Key, says: Callable[[Row], str]) -> dict[Key, tuple[str, Row]]:
    """What each row says, by its key; a row that says nothing is as good as none. A second row of a key is numbered."""
    found: dict[Key, tuple[str, Row]] = {}
    for row in records(frame):
        text = says(row)
        if text:
            key = tuple(str(row[name]) for name in keys)
            number = 0
            while (*key, str(number)) in found:
                number += 1
            found[*key, str(number)] = text, row
    return found


def _answer(row: Row) -> str:
    return _number(row["level"]) or ("" if row["state"] == "blank" else str(row["state"]))


def _position(row: Row) -> str:
    grade = "" if is_missing(row["evidence_grade"]) else f"E{row['evidence_grade']}"
    parts = [_answer(row), grade, str(row["evidence"]), str(row["comment"])]
    return _BETWEEN.join(part for part in parts if part)


def _score(row: Row) -> str:
    return _number(row["score"], 1) or str(row["status"])


def _index(row: Row) -> str:
    return _number(row["index"], 1) or str(row["status"])


def _advice(row: Row) -> str:
    return f"{row['stance']}{' *' if row['selected'] else ''}"


def _problem(row: Row) -> str:
    return f"{row['severity']}: {row['found']}"


def _action(row: Row) -> str:
    parts = [str(row["title"]), str(row["status"]), _number(row["progress"])]
    return _BETWEEN.join(part for part in parts if part) or "?"


def _number(value: object, digits: int = 2) -> str:
    return "" if value is None or is_missing(value) else shown(round(float(value), digits))  # type: ignore[arg-type]
