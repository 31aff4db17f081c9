"""An outcome cut by territory: the same frames with the rows of some territories only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from schemas.outcome import Outcome

if TYPE_CHECKING:
    import pandas as pd


def own_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without the texts of the rows that were left out, which its columns hold still."""
    texts = frame.select_dtypes("category")
    return frame.assign(**{str(name): texts[name].cat.remove_unused_categories() for name in texts})


class Cuts:
    """Knows where the rows of each territory stand in every frame, so that each cut costs only its own rows."""

    def __init__(self, outcome: Outcome) -> None:
        import pandas as pd  # noqa: PLC0415 - heavy, and only large campaigns are cut

        self.outcome = outcome
        ids = [one.id for one in outcome.campaign.territories]
        self._place = {one: place for place, one in enumerate(ids)}
        held = ((one.name, getattr(outcome, one.name)) for one in fields(outcome))
        self._frames = {
            name: frame for name, frame in held if isinstance(frame, pd.DataFrame) and "territory_id" in frame.columns
        }
        self._rows = {name: _rows(frame, pd.Index(ids)) for name, frame in self._frames.items()}

    def of(self, ids: Sequence[str]) -> Outcome:
        """The outcome of these territories: campaign and frames, rows of a territory in their order."""
        wanted = set(ids)
        territories = tuple(one for one in self.outcome.campaign.territories if one.id in wanted)
        frames: dict[str, Any] = {name: self._taken(name, [one.id for one in territories]) for name in self._frames}
        return replace(self.outcome, campaign=replace(self.outcome.campaign, territories=territories), **frames)

    def _taken(self, name: str, ids: Sequence[str]) -> pd.DataFrame:
        rows, starts = self._rows[name]
        places = [self._place[one] for one in ids]
        spans = [rows[starts[place] : starts[place + 1]] for place in places]
        return own_texts(self._frames[name].take(np.concatenate(spans) if spans else rows[:0]).reset_index(drop=True))


def _rows(frame: pd.DataFrame, ids: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """The rows of a frame in the order of the territories, and where each territory's rows start among them."""
    places = ids.get_indexer(frame["territory_id"].array)
    rows = np.argsort(places, kind="stable")
    return rows, np.searchsorted(places[rows], np.arange(len(ids) + 1))
