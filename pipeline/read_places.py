"""Where everything was read: the pulls in use, and the tabs that a browser can open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.read_shapes import Sheet
from pipeline.state import Pull
from pipeline.stores.google_ids import spreadsheet_address
from schemas.campaign import Campaign, Territory
from schemas.frames import Pulls
from schemas.frames.base import typed


def readings(campaign: Campaign, pulls: Mapping[str, Pull]) -> pd.DataFrame:
    """The frame `Pulls`, in the order of the campaign."""
    rows = [
        (
            pull.pull_id, pull.territory_id, pull.sha, pull.place, pull.revision, pull.n_answers, pull.pulled_at,
            _address(campaign, territory, pull),
        )
        for territory in campaign.territories
        if (pull := pulls.get(territory.id))
    ]  # fmt: skip
    return Pulls.validate(typed(Pulls, rows))


def _address(campaign: Campaign, territory: Territory, pull: Pull) -> str:
    """Where a browser opens the spreadsheet; "" for a file, and for a service that only stands in for Google's."""
    in_google = (territory.store or campaign.store).startswith("google:")
    return spreadsheet_address(pull.place) if in_google else ""


def tab_rows(pull: Pull, sheets: Sequence[Sheet]) -> list[tuple[object, ...]]:
    """Rows of the frame `Tabs`: those of a spreadsheet in Google Drive; a file has none."""
    return [(pull.pull_id, pull.territory_id, sheet.title, sheet.gid) for sheet in sheets if sheet.gid is not None]
