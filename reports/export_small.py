"""What an export leaves out because a group is too small: its answers apart, its points, and what follows from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from reports.beside_answers import gaps_beside_answers
from reports.view import View

if TYPE_CHECKING:
    import pandas as pd


def without_small_groups(seen: View, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of the table `name` without what would tell who of a small group said what, as in the workbooks."""
    return _RULES[name](seen, frame) if name in _RULES else frame


def _gaps(seen: View, frame: pd.DataFrame) -> pd.DataFrame:
    """Nothing of the two sides apart where one of them is small."""
    large = {one.territory_id for one in seen.territories if _sides_are_large(seen, one.territory_id)}
    told = frame["territory_id"].isin(large)
    return frame.assign(**{one: frame[one].where(told) for one in _OF_SIDES if one in frame})


def _sides_are_large(seen: View, territory_id: str) -> bool:
    kinds = Counter(one.actor_type for one in seen.respondents.get(territory_id, ()) if one.n_answers)
    sides = (seen.guideline.officials, seen.guideline.sse_actors)
    return all(seen.voices_shown(sum(kinds[kind] for kind in side)) for side in sides)


def _weights(seen: View, frame: pd.DataFrame) -> pd.DataFrame:
    """No weights of few respondents, and nothing that rests on them."""
    enough = np.array([_gave_points(seen, here) for here in frame["territory_id"]], dtype=np.bool_)
    hidden = {one: frame[one].where(enough) for one in _OF_WEIGHTS if one in frame}
    if "top_blocks_participants" in frame:
        hidden["top_blocks_participants"] = frame["top_blocks_participants"].astype("str").where(enough, "")
    return frame.assign(**hidden)


def _gave_points(seen: View, territory_id: str) -> bool:
    noted = seen.index_notes.get(territory_id)
    return noted is not None and seen.voices_shown(noted.n_allocations)


def _allocations(seen: View, frame: pd.DataFrame) -> pd.DataFrame:
    return _kept(frame, (_gave_points(seen, here) for here in frame["territory_id"]))


def _votes(seen: View, frame: pd.DataFrame) -> pd.DataFrame:
    """No votes of few respondents, unless organisations are named anyway."""
    if seen.redaction.shows_organisations:
        return frame
    voters = frame[frame["is_used"]].groupby("territory_id")["respondent_id"].nunique()
    return _kept(frame, (seen.voices_shown(voters.get(here, 0)) for here in frame["territory_id"]))


def _ranks(seen: View, frame: pd.DataFrame) -> pd.DataFrame:
    """No ranks that rest on the votes of few; those that rest on marks alone stay."""
    if seen.redaction.shows_organisations:
        return frame
    return _kept(frame, (not voters or seen.voices_shown(voters) for voters in frame["n_voters"]))


def _kept(frame: pd.DataFrame, flags: Iterable[bool]) -> pd.DataFrame:
    return frame[np.fromiter(flags, np.bool_, len(frame))]


_OF_SIDES = ("actor_gap", "officials_level", "sse_level")
_OF_WEIGHTS = ("weight_participants", "index_participants")
_RULES: dict[str, Callable[[View, pd.DataFrame], pd.DataFrame]] = {
    "indicator_scores": _gaps,
    "agenda": _gaps,
    "block_notes": _weights,
    "index_notes": _weights,
    "allocations": _allocations,
    "votes": _votes,
    "action_ranks": _ranks,
    "group_gaps": lambda _, frame: gaps_beside_answers(frame),
}
