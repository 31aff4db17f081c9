"""What a reader must know first: input so bad, or so little, that the results mean less than they seem to."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from pipeline.consensus import Voices, contested_applicability, merged_levels
from schemas.frames import Cautions
from schemas.frames.base import typed
from schemas.frames.cautions import CAUTIONS
from schemas.guideline import Guideline

_SAME = 1e-9


def cautions(voices: Voices, blocks: pd.DataFrame, index: pd.DataFrame, guideline: Guideline) -> pd.DataFrame:
    """The frame `Cautions`, from `BlockScores` and `Index` in the order of `voices`."""
    n_territories = len(voices.territory_ids)
    scores = blocks["score"].to_numpy(dtype=float, na_value=np.nan).reshape(n_territories, -1)
    block_ids = blocks["block_id"].iloc[: scores.shape[1]].tolist()
    people = (~np.isnan(merged_levels(voices))).any(axis=2).sum(axis=1)
    whole = {
        "all_missing": (people == 0) & np.isnan(scores).all(axis=1),
        "one_respondent": people == 1,
        "zero_weights": (index["reason"] == "no_weight").to_numpy(),
        "one_territory": np.full(n_territories, n_territories == 1),
    }
    doubtful = contested_applicability(voices, guideline.policy)
    tied = (np.abs(scores[:, :, None] - scores[:, None, :]) < _SAME).sum(axis=2) > 1

    def about(code: str, row: int) -> Iterator[str]:
        if code == "ties":
            yield from (block_ids[place] for place in np.flatnonzero(tied[row]))
        elif code == "applicability_contested":
            yield from (voices.indicator_ids[place] for place in np.flatnonzero(doubtful[row]))

    rows = [
        (territory_id, code, ";".join(named))
        for row, territory_id in enumerate(voices.territory_ids)
        for code in CAUTIONS
        for named in [list(about(code, row))]
        if named or (code in whole and bool(whole[code][row]))
    ]
    return Cautions.validate(typed(Cautions, rows))
