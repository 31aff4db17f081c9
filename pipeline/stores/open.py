"""A store address as a store.

"folder:sheets" is a folder inside the campaign's; "embedded:" the spreadsheet service kept in the campaign folder,
"embedded:http://127.0.0.1:8080" the same behind `pipeline rehearse`; "google:" is Google Drive, "google:FOLDER" a
folder there, "google:DRIVE/FOLDER" a folder of a shared drive.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.outside import Outside
from pipeline.stores.folder import FolderStore
from pipeline.stores.mixed import MixedStore
from pipeline.stores.store import FeedbackPlan, SheetStore
from pipeline.stores.workbook_files import Limits
from schemas.campaign import Campaign
from schemas.errors import CampaignError
from schemas.guideline import Policy

if TYPE_CHECKING:
    from pipeline.stores.google_drive import Drive

_HINT = 'In campaign.toml write for instance: store = "folder:sheets", "embedded:" or "google:"'
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class _SilentFolder(FolderStore):
    """A folder that is only read: feedback is planned and not written."""

    def give(self, plan: FeedbackPlan) -> str:
        """Where the feedback would stand."""
        return str(self.folder / plan.territory_id)


def open_stores(
    campaign: Campaign,
    path: Path,
    policy: Policy,
    now: datetime,
    *,
    silent: bool = False,
    outside: Outside | None = None,
    via_export: bool = False,
) -> SheetStore:
    """The store of a campaign; several of them where territories name their own. `silent` writes nothing."""
    addresses = list(dict.fromkeys(one.store or campaign.store for one in campaign.territories))
    stores = [
        open_store(
            address, path, policy, now, silent=silent, campaign_id=campaign.id, outside=outside, via_export=via_export
        )
        for address in addresses
    ]
    if len(stores) == 1:
        return stores[0]
    return MixedStore(stores, {one.id: addresses.index(one.store or campaign.store) for one in campaign.territories})


def open_store(
    address: str,
    campaign: Path,
    policy: Policy,
    now: datetime,
    *,
    silent: bool = False,
    campaign_id: str = "",
    outside: Outside | None = None,
    via_export: bool = False,
) -> SheetStore:
    """The store of one address; CampaignError when the address is not known."""
    kind, _, place = address.partition(":")
    limits = Limits(policy.max_file_megabytes, policy.max_unpacked_megabytes, policy.max_rows_per_tab)
    if kind == "folder" and place:
        return (_SilentFolder if silent else FolderStore)(campaign / place, limits, now)
    if kind == "embedded" and (not place or _is_loopback(place)):
        from pipeline.stores.google_open import embedded_store  # noqa: PLC0415 - start-up stays light

        return embedded_store(place, campaign, campaign_id, outside or Outside(), silent=silent, via_export=via_export)
    if kind == "google":
        from pipeline.stores.google_open import google_store  # noqa: PLC0415

        return google_store(place, campaign_id, outside or Outside(), silent=silent, via_export=via_export)
    message = f"the store '{address}' is not known"
    raise CampaignError(message, _HINT)


def drive_of(store: SheetStore) -> Drive:
    """The place in Google Drive (or what stands in for it) that a store keeps its spreadsheets in."""
    from pipeline.stores.google import GoogleStore  # noqa: PLC0415

    for one in store.stores if isinstance(store, MixedStore) else (store,):
        if isinstance(one, GoogleStore):
            return one.drive
    message = "no spreadsheet of this campaign is in Google Drive"
    raise CampaignError(message, _HINT)


def _is_loopback(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in _LOOPBACK
