"""The pulls a run rests on: one current pull per territory that was ever read."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from schemas.frames.base import UTC_TIME, Frame, Whole


class Pulls(Frame):
    """`sha` is the SHA-256 of the raw content; `place` says where it was read (file name or address)."""

    pull_id: str
    territory_id: str
    sha: str
    place: str
    revision: str
    n_answers: Whole
    pulled_at: pd.DatetimeTZDtype = pa.Field(dtype_kwargs=UTC_TIME)
