"""Which of the plan's actions a territory takes up first: people's points, then five criteria (DOMAIN 5.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.consensus import places
from pipeline.method import competition_ranks
from schemas.campaign import Campaign, Territory
from schemas.frames import ActionRanks
from schemas.frames.base import framed, records
from schemas.guideline import Guideline
from schemas.problem import Problem
from sheet_templates.prioritisation import Prioritisation

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
#: Who gives points, as told apart in the ranks.
_SIDES = ("officials", "sse", "others")
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
    """The frame `ActionRanks` of all territories, in the order of the campaign, the best action of each first.

    From the frames `Votes` (those that count), `Marks`, `Actions` and `Respondents`; only what the plan holds is ranked.
    The participatory part is the rank by the sum of points, 1 for the first and 0 for the last, ties sharing the
    better rank. The technical part is the weighted mean of the marks as a share of their range. An action without a
    full set of marks has no final value yet and stands last. Ties are broken by horizon S first, then by id.
    """
    horizons = _horizons(actions, guideline)
    action_ids, ids = sorted(horizons), [one.id for one in campaign.territories]
    votes = votes[votes["is_used"].to_numpy(bool) & votes["action_id"].isin(action_ids).to_numpy()]
    marks = marks[marks["mark"].notna().to_numpy() & marks["action_id"].isin(action_ids).to_numpy()]
    voted, marked = (_items(frame, ids, action_ids) for frame in (votes, marks))
    items = np.unique(np.concatenate([voted, marked]))
    owner, action = np.divmod(items, max(1, len(action_ids)))
    points = _points(votes, np.searchsorted(items, voted), items.size, _kinds(respondents), guideline)
    participatory = _rank_scores(points.sum(axis=1), owner)
    technical = _technical(marks, np.searchsorted(items, marked), items.size, rule)
    final = rule.participatory * participatory + rule.technical * technical
    later = np.array([horizons[action_ids[place]] != "S" for place in action], dtype=np.bool_)
    order = np.lexsort((action, later, -np.nan_to_num(final).round(9), np.isnan(final), owner))
    rank = np.arange(1, order.size + 1) - np.searchsorted(owner, owner[order])
    kept = np.array([actions_kept(one, guideline, rule) for one in campaign.territories])[owner[order]]
    known = ~np.isnan(final[order])
    columns = {
        "territory_id": np.array(ids, dtype=object)[owner],
        "action_id": np.array(action_ids, dtype=object)[action],
        "n_voters": _n_voters(votes, ids)[owner],
        "points": points.sum(axis=1),
        **{f"points_{side}": points[:, place] for place, side in enumerate(_SIDES)},
        "participatory": participatory,
        "technical": technical,
        "final": final,
    }
    ranks = {"rank": np.where(known, rank, np.nan), "is_kept": known & (rank <= kept)}
    return framed(ActionRanks, {name: values[order] for name, values in columns.items()} | ranks)


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


def _items(frame: pd.DataFrame, territory_ids: Sequence[str], action_ids: Sequence[str]) -> Whole:
    """One number for the territory and action of each row, in the order of both."""
    owner, action = places(territory_ids, frame["territory_id"]), places(action_ids, frame["action_id"])
    return owner * len(action_ids) + action


def _kinds(respondents: pd.DataFrame) -> dict[tuple[str, str], str]:
    """The type of actor of each territory's respondents."""
    who = zip(respondents["territory_id"], respondents["respondent_id"], strict=True)
    return dict(zip(who, respondents["actor_type"], strict=True))


def _points(
    votes: pd.DataFrame, item: Whole, n_items: int, kinds: Mapping[tuple[str, str], str], guideline: Guideline
) -> Floats:
    """Points per item and side, in the order of `_SIDES`; `item` says which one each vote is for."""
    found = np.zeros((n_items, len(_SIDES)))
    sides = dict.fromkeys(guideline.officials, 0) | dict.fromkeys(guideline.sse_actors, 1)
    who = zip(votes["territory_id"], votes["respondent_id"], strict=True)
    side = np.array([sides.get(kinds.get(one, ""), 2) for one in who], dtype=np.int64)
    np.add.at(found, (item, side), votes["points"].to_numpy(dtype=float))
    return found


def _n_voters(votes: pd.DataFrame, territory_ids: Sequence[str]) -> Whole:
    """Respondents of each territory whose points count."""
    voters = votes[["territory_id", "respondent_id"]].drop_duplicates()
    return np.bincount(places(territory_ids, voters["territory_id"]), minlength=len(territory_ids))


def _rank_scores(points: Floats, owner: Whole) -> Floats:
    """1 for the most points of a territory, 0 for the fewest; 1 where there is but one action."""
    sizes = np.bincount(owner, minlength=1)
    column = np.arange(owner.size) - np.searchsorted(owner, owner)
    table = np.full((sizes.size, int(sizes.max(initial=0))), np.nan)
    table[owner, column] = points
    ranks, size = competition_ranks(table, axis=1)[owner, column], sizes[owner]
    return np.where(size > 1, (size - ranks) / np.maximum(size - 1, 1), 1.0)


def _technical(marks: pd.DataFrame, item: Whole, n_items: int, rule: Prioritisation) -> Floats:
    """The weighted mean of the marks of each item as a share of their range, NaN where one is missing or outside."""
    low, high = rule.marks
    given = np.full((n_items, len(rule.criteria) + 1), np.nan)
    given[item, places(tuple(rule.criteria), marks["criterion"])] = marks["mark"].to_numpy(dtype=float)
    given = np.where((given >= low) & (given <= high), given, np.nan)
    parts = [share * (given[:, place] - low) / (high - low) for place, share in enumerate(rule.criteria.values())]
    return np.asarray(np.sum(parts, axis=0), dtype=np.float64)
