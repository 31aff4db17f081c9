"""Places inside a small group of similar territories, only when somebody asks; never printed by a sync (SCORING 2.16).

A place is a confidence set of ranks (Mogstad et al. 2023), not a point; a set that covers more than the policy's
share of the group is "cannot be placed".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from pipeline.method import competition_ranks, rank_sets
from pipeline.method.sensitivity import depends_on_compensation
from pipeline.method.uncertainty import probability_above
from schemas.errors import CampaignError
from schemas.outcome import Outcome

Floats = npt.NDArray[np.float64]
_FEWEST, _MOST = 2, 200


@dataclass(frozen=True, slots=True)
class Place:
    """Between `best` and `worst` of `of`; both None where the territory cannot be placed or has no score.

    `depends_on_mean`: by the geometric mean of the blocks its place would differ by more than half the width of its
    set; only asked of the index (SCORING 2.10).
    """

    territory_id: str
    best: int | None
    worst: int | None
    of: int
    depends_on_mean: bool = False


def places(outcome: Outcome, group: Sequence[str], block_id: str = "") -> list[Place]:
    """The places of a group of territories by one block, or by the index, at the level of the policy's intervals.

    Raises:
        CampaignError: fewer than two of them have a score, or the group is too large for places to mean anything.
    """
    scores, errors = _estimates(outcome, group, block_id)
    scored = int((~np.isnan(scores)).sum())
    if not _FEWEST <= scored <= _MOST:
        message = f"{scored} of these territories have a score: no places"
        raise CampaignError(message, f"Ask for {_FEWEST} to {_MOST} territories with a score and a similar context.")
    policy = outcome.guideline.policy
    found = rank_sets(
        scores, errors, level=policy.interval_level, n_draws=policy.place_draws, seed=outcome.campaign.seed
    )
    moved = np.zeros(len(group), dtype=np.bool_)
    if not block_id:
        other = outcome.index_notes.set_index("territory_id")["index_geometric"].reindex(list(group))
        ranks = competition_ranks(np.where(np.isnan(scores), np.nan, other.to_numpy(dtype=float, na_value=np.nan)))
        moved = depends_on_compensation(competition_ranks(scores), ranks, found.lower, found.upper)
    return [
        _place(one, low, high, scored, policy.place_max_share, depends=bool(depends))
        for one, low, high, depends in zip(group, found.lower, found.upper, moved, strict=True)
    ]


def more_likely_higher(outcome: Outcome, one: str, other: str, block_id: str = "") -> float:
    """P(one above the other), 0-1, normal; NaN where one of them has no score."""
    scores, errors = _estimates(outcome, [one, other], block_id)
    return float(probability_above(scores[0] - scores[1], np.hypot(errors[0], errors[1])))


def _place(territory_id: str, low: float, high: float, of: int, most: float, *, depends: bool) -> Place:
    wide = np.isnan(low) or (high - low + 1) / of > most
    return Place(territory_id, None if wide else int(low), None if wide else int(high), of, depends)


def _estimates(outcome: Outcome, group: Sequence[str], block_id: str) -> tuple[Floats, Floats]:
    """Scores and standard errors from the respondents' doubt, NaN where there is no score or one voice only."""
    frame = outcome.intervals
    mine = frame[(frame["block_id"] == block_id) & (frame["doubt"] == "respondents")].set_index("territory_id")
    chosen = mine.reindex(list(group))
    ends = chosen[["low", "middle", "high"]].to_numpy(dtype=float, na_value=np.nan)
    ends[(chosen["note"].fillna("withheld") != "").to_numpy()] = np.nan
    z = NormalDist().inv_cdf((1 + outcome.guideline.policy.interval_level) / 2)
    return ends[:, 1], (ends[:, 2] - ends[:, 0]) / (2 * z)
