"""A store address as a store: "folder:sheets" is a folder inside the campaign's."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pipeline.stores.folder import FolderStore
from pipeline.stores.store import FeedbackPlan, SheetStore
from pipeline.stores.workbook_files import Limits
from schemas.errors import CampaignError
from schemas.guideline import Policy


class _SilentFolder(FolderStore):
    """A folder that is only read: feedback is planned and not written."""

    def give(self, plan: FeedbackPlan) -> str:
        """Where the feedback would stand."""
        return str(self.folder / plan.territory_id)


def open_store(address: str, campaign: Path, policy: Policy, now: datetime, *, silent: bool = False) -> SheetStore:
    """The store of an address; CampaignError when the address is not known. `silent` writes nothing."""
    kind, _, place = address.partition(":")
    if kind == "folder" and place:
        limits = Limits(policy.max_file_megabytes, policy.max_unpacked_megabytes, policy.max_rows_per_tab)
        return (_SilentFolder if silent else FolderStore)(campaign / place, limits, now)
    message = f"the store '{address}' is not known"
    raise CampaignError(message, "In campaign.toml write for instance: store = \"folder:sheets\"")
