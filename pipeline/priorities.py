"""Which of the recommended actions a territory takes up: first people's points, then five criteria (DOMAIN 5.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.method import competition_ranks
from schemas.campaign import Territory
from schemas.frames.base import typed
from schemas.frames.plan import ActionRanks
from schemas.guideline import Guideline
from sheet_templates.prioritisation import Prioritisation

Floats = npt.NDArray[np.float64]
_LOWEST_MARK, _HIGHEST_MARK = 1, 5


@dataclass(frozen=True, slots=True)
class Vote:
    """One respondent's points on one recommended action."""

    respondent_id: str
    actor_type: str
    rec_id: str
    points: float


def invalid_voters(votes: Sequence[Vote], rule: Prioritisation) -> dict[str, str]:
    """Respondents whose points do not count, with the reason: sum, most_on_one or negative."""
    found: dict[str, str] = {}
    for one in dict.fromkeys(vote.respondent_id for vote in votes):
        points = [vote.points for vote in votes if vote.respondent_id == one]
        if min(points) < 0:
            found[one] = "negative"
        elif max(points) > rule.vote_points_on_one:
            found[one] = "most_on_one"
        elif sum(points) > rule.vote_points:
            found[one] = "sum"
    return found


def action_ranks(
    territory: Territory,
    votes: Sequence[Vote],
    marks: Mapping[str, Mapping[str, float]],
    guideline: Guideline,
    rule: Prioritisation,
) -> pd.DataFrame:
    """The frame `ActionRanks` of one territory, best first.

    The participatory part is the rank by the sum of points, 1 for the first and 0 for the last, ties sharing the
    better rank. The technical part is the weighted mean of the marks (1 to 5) as a share. An action without a full
    set of marks has no final value yet and stands last. Ties are broken by horizon S first, then by id.

    Args:
        territory: whose actions these are; its scenario may lower the number of actions kept.
        votes: everybody's points; those of `invalid_voters` are left out.
        marks: action -> criterion -> mark.
        guideline: for the sides, horizons and scenarios.
        rule: from `sheet_templates.prioritisation`.
    """
    wrong = invalid_voters(votes, rule)
    counted = [vote for vote in votes if vote.respondent_id not in wrong]
    horizon = {rec.id: rec.horizon for rec in guideline.recommendations()}
    rec_ids = sorted({vote.rec_id for vote in counted} | set(marks), key=lambda one: (horizon.get(one, "~"), one))
    points = _points(counted, rec_ids, guideline)
    participatory = _rank_score(points.sum(axis=1))
    technical = np.array([_technical(marks.get(one, {}), rule) for one in rec_ids])
    final = rule.participatory * participatory + rule.technical * technical
    order = sorted(
        range(len(rec_ids)),
        key=lambda place: _place(float(final[place]), horizon.get(rec_ids[place], ""), rec_ids[place]),
    )
    limit = _limit(territory, guideline, rule)
    rows: list[tuple[object, ...]] = []
    for rank, place in enumerate(order, start=1):
        known = not np.isnan(final[place])
        rows.append(
            (
                territory.id, rec_ids[place], float(points[place].sum()), *(float(one) for one in points[place]),
                float(participatory[place]), _or_none(technical[place]), _or_none(final[place]),
                rank if known else None, known and rank <= limit,
            )
        )  # fmt: skip
    return ActionRanks.validate(typed(ActionRanks, rows))


def _points(votes: Sequence[Vote], rec_ids: Sequence[str], guideline: Guideline) -> Floats:
    """Points per action and side: officials, SSE actors, others."""
    found = np.zeros((len(rec_ids), 3))
    for vote in votes:
        side = 0 if vote.actor_type in guideline.officials else 1 if vote.actor_type in guideline.sse_actors else 2
        found[rec_ids.index(vote.rec_id), side] += vote.points
    return found


def _rank_score(points: Floats) -> Floats:
    if points.size <= 1:
        return np.ones(points.size)
    return np.asarray((points.size - competition_ranks(points)) / (points.size - 1), dtype=np.float64)


def _technical(marks: Mapping[str, float], rule: Prioritisation) -> float:
    if any(not _LOWEST_MARK <= marks.get(name, 0) <= _HIGHEST_MARK for name in rule.criteria):
        return float("nan")
    width = _HIGHEST_MARK - _LOWEST_MARK
    return sum(share * (marks[name] - _LOWEST_MARK) / width for name, share in rule.criteria.items())


def _place(final: float, horizon: str, rec_id: str) -> tuple[object, ...]:
    return np.isnan(final), -round(float(np.nan_to_num(final)), 9), horizon != "S", rec_id


def _limit(territory: Territory, guideline: Guideline, rule: Prioritisation) -> int:
    chosen = [guideline.scenario(one) for one in (territory.scenario, territory.overlay) if one]
    return min([rule.max_actions, *(one.max_actions for one in chosen if one.max_actions)])


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
