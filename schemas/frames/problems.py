"""Every problem of a run, with its words in the territory's language."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Frame
from schemas.problem import SEVERITIES


class Problems(Frame):
    """`values` holds, as JSON, what other languages need to word the same problem again."""

    territory_id: str
    tab_key: str
    tab: str
    cell: str
    code: str
    severity: str = pa.Field(isin=SEVERITIES)
    about: str
    respondent_id: str
    found: str
    accepted: str
    message: str
    values: str
