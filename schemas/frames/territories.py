"""Where each territory stands after a run."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from schemas.frames.base import UTC_TIME, Frame, Whole

#: pulled: new content read. unchanged: same content as before. failed: not readable, nothing before.
#: stale: not readable now, the last good pull stays in use. missing: never provisioned or gone.
STATUSES = ("pulled", "unchanged", "failed", "stale", "missing")


class Territories(Frame):
    """One row per territory of the campaign, alphabetical by name; `pulled_at` is that of the pull in use."""

    territory_id: str
    name: str
    country: str
    language: str
    scenario: str
    overlay: str
    status: str = pa.Field(isin=STATUSES)
    status_code: str
    pull_id: str
    pulled_at: pd.DatetimeTZDtype = pa.Field(dtype_kwargs=UTC_TIME, nullable=True)
    n_respondents: Whole
    n_answers: Whole
    n_errors: Whole
    n_warnings: Whole
    n_hints: Whole
