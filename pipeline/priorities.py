"""Which of the plan's actions a territory takes up first: people's points, then five criteria (DOMAIN 5.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.method import competition_ranks
from schemas.campaign import Campaign, Territory
from schemas.frames import ActionRanks
from schemas.frames.base import records, typed
from schemas.guideline import Guideline
from schemas.problem import Problem
from sheet_templates.prioritisation import Prioritisation

Floats = npt.NDArray[np.float64]
#: What decimals leave behind when they are added up.
_TOO_SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class Vote:
    """One respondent's points on one action."""

    respondent_id: str
    actor_type: str
    action_id: str
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
        elif sum(points) > rule.vote_points + _TOO_SMALL:
            found[one] = "sum"
    return found


def ranked_actions(
    votes: pd.DataFrame,
    marks: pd.DataFrame,
    actions: pd.DataFrame,
    respondents: pd.DataFrame,
    *,
    guideline: Guideline,
    campaign: Campaign,
    rule: Prioritisation,
) -> pd.DataFrame:
    """The frame `ActionRanks` of all territories, in the order of the campaign.

    From the frames `Votes` (those that count), `Marks`, `Actions` and `Respondents`; only what the plan holds is ranked.
    """
    kinds = {(row["territory_id"], row["respondent_id"]): row["actor_type"] for row in records(respondents)}
    given: dict[str, list[Vote]] = {}
    for row in records(votes[votes["is_used"]]):
        owner, who = str(row["territory_id"]), str(row["respondent_id"])
        vote = Vote(who, str(kinds.get((owner, who), "")), str(row["action_id"]), float(row["points"]))
        given.setdefault(owner, []).append(vote)
    marked: dict[str, dict[str, dict[str, float]]] = {}
    for row in records(marks[marks["mark"].notna()]):
        mine = marked.setdefault(str(row["territory_id"]), {}).setdefault(str(row["action_id"]), {})
        mine[str(row["criterion"])] = float(row["mark"])
    horizons = _horizons(actions, guideline)
    found = [
        action_ranks(
            one,
            [vote for vote in given.get(one.id, ()) if vote.action_id in horizons],
            {action: each for action, each in marked.get(one.id, {}).items() if action in horizons},
            horizons,
            guideline=guideline,
            rule=rule,
        )
        for one in campaign.territories
        if one.id in given or one.id in marked
    ]
    return pd.concat(found, ignore_index=True) if found else ActionRanks.validate(ActionRanks.empty())


def priority_problems(
    votes: pd.DataFrame, marks: pd.DataFrame, actions: pd.DataFrame, rule: Prioritisation
) -> Iterator[Problem]:
    """Points or marks for a row without an action, and actions that lack some of their marks; each at its first cell."""
    planned = set(actions["action_id"])
    given = pd.concat([votes[["territory_id", "action_id", "tab", "cell", "found"]],
                       marks[["territory_id", "action_id", "tab", "cell", "found"]]])  # fmt: skip
    for row in records(given[~given["action_id"].isin(planned)].drop_duplicates(["territory_id", "action_id"])):
        yield Problem("VOTE_WITHOUT_ACTION", *_place(row), found=str(row["found"]))
    known = marks[marks["mark"].notna() & marks["action_id"].isin(planned)]
    for _, mine in known.groupby(["territory_id", "action_id"], sort=False):
        if len(mine) < len(rule.criteria):
            values = {"limit": str(len(rule.criteria))}
            yield Problem("MARKS_INCOMPLETE", *_place(records(mine)[0]), found=str(len(mine)), values=values)


def action_ranks(
    territory: Territory,
    votes: Sequence[Vote],
    marks: Mapping[str, Mapping[str, float]],
    horizons: Mapping[str, str],
    *,
    guideline: Guideline,
    rule: Prioritisation,
) -> pd.DataFrame:
    """The frame `ActionRanks` of one territory, best first.

    The participatory part is the rank by the sum of points, 1 for the first and 0 for the last, ties sharing the
    better rank. The technical part is the weighted mean of the marks as a share of their range. An action without a
    full set of marks has no final value yet and stands last. Ties are broken by horizon S first, then by id.

    Args:
        territory: whose actions these are; its scenario may lower the number of actions kept.
        votes: everybody's points; those of `invalid_voters` are left out.
        marks: action -> criterion -> mark.
        horizons: action -> S, M, L or "".
        guideline: for the sides and scenarios.
        rule: from `sheet_templates.prioritisation`.
    """
    wrong = invalid_voters(votes, rule)
    counted = [vote for vote in votes if vote.respondent_id not in wrong]
    action_ids = sorted({vote.action_id for vote in counted} | set(marks))
    points = _points(counted, action_ids, guideline)
    participatory = _rank_score(points.sum(axis=1))
    technical = np.array([_technical(marks.get(one, {}), rule) for one in action_ids])
    final = rule.participatory * participatory + rule.technical * technical
    order = sorted(
        range(len(action_ids)),
        key=lambda place: _order(float(final[place]), horizons.get(action_ids[place], ""), action_ids[place]),
    )
    limit, n_voters = actions_kept(territory, guideline, rule), len({vote.respondent_id for vote in counted})
    rows: list[tuple[object, ...]] = []
    for rank, place in enumerate(order, start=1):
        known = not np.isnan(final[place])
        rows.append(
            (
                territory.id, action_ids[place], n_voters, float(points[place].sum()), *(float(one) for one in points[place]),
                float(participatory[place]), _or_none(technical[place]), _or_none(final[place]),
                rank if known else None, known and rank <= limit,
            )
        )  # fmt: skip
    return ActionRanks.validate(typed(ActionRanks, rows))


def actions_kept(territory: Territory, guideline: Guideline, rule: Prioritisation) -> int:
    """The largest number of actions of a territory's plan, under its scenario."""
    chosen = [guideline.scenario(one) for one in (territory.scenario, territory.overlay) if one]
    return min([rule.max_actions, *(one.max_actions for one in chosen if one.max_actions)])


def _horizons(actions: pd.DataFrame, guideline: Guideline) -> dict[str, str]:
    """The horizon of every action by its dates, else that of the recommendation it comes from, else ""."""
    of_rec = {rec.id: rec.horizon for rec in guideline.recommendations()}
    return {
        str(row["action_id"]): str(row["horizon"] or of_rec.get(str(row["source_rec"]), "")) for row in records(actions)
    }


def _place(row: Mapping[str, object]) -> tuple[str, str, str, str, str]:
    return str(row["territory_id"]), "priorities", str(row["tab"]), str(row["cell"]), str(row["action_id"])


def _points(votes: Sequence[Vote], action_ids: Sequence[str], guideline: Guideline) -> Floats:
    """Points per action and side: officials, SSE actors, others."""
    found = np.zeros((len(action_ids), 3))
    for vote in votes:
        side = 0 if vote.actor_type in guideline.officials else 1 if vote.actor_type in guideline.sse_actors else 2
        found[action_ids.index(vote.action_id), side] += vote.points
    return found


def _rank_score(points: Floats) -> Floats:
    if points.size <= 1:
        return np.ones(points.size)
    return np.asarray((points.size - competition_ranks(points)) / (points.size - 1), dtype=np.float64)


def _technical(marks: Mapping[str, float], rule: Prioritisation) -> float:
    low, high = rule.marks
    if any(name not in marks or not low <= marks[name] <= high for name in rule.criteria):
        return float("nan")
    return sum(share * (marks[name] - low) / (high - low) for name, share in rule.criteria.items())


def _order(final: float, horizon: str, action_id: str) -> tuple[object, ...]:
    return np.isnan(final), -round(float(np.nan_to_num(final)), 9), horizon != "S", action_id


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
