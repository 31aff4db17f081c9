"""The pulls a run rests on, one current pull per territory that was ever read, and the tabs they hold."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from schemas.frames.base import UTC_TIME, Frame, Whole


class Pulls(Frame):
    """`sha` is the SHA-256 of the raw content; `place` says where it was read: a file name, or an id in Google Drive.

    `address` opens the spreadsheet in a browser; "" for a file, and for a service that stands in for Google's.
    """

    pull_id: str
    territory_id: str
    sha: str
    place: str
    revision: str
    n_answers: Whole
    pulled_at: pd.DatetimeTZDtype = pa.Field(dtype_kwargs=UTC_TIME)
    address: str


class Tabs(Frame):
    """The tabs of the spreadsheets that a browser opens at a cell: `address` of the pull, `#gid=`, `gid`, `&range=G7`."""

    pull_id: str
    territory_id: str
    tab: str
    gid: Whole = pa.Field(ge=0)
