"""Google stores ready to use: the line to Google itself, or to the embedded service in its place."""

from __future__ import annotations

from pathlib import Path

import requests

from pipeline.limiter import Limiter
from pipeline.outside import Outside
from pipeline.stores.google import GoogleStore
from pipeline.stores.google_drive import Drive, is_id
from pipeline.stores.google_http import GoogleHTTP, Line, Quotas
from pipeline.stores.google_sign_in import sign_in
from schemas.errors import CampaignError


def google_store(
    place: str, campaign_id: str, rows: int, outside: Outside, *, silent: bool = False, via_export: bool = False
) -> GoogleStore:
    """The store in Google Drive at "", FOLDER or DRIVE/FOLDER; SignInNeeded when nobody is signed in."""
    drive, _, folder = place.rpartition("/")
    for part in (drive, folder):
        if part and not is_id(part):
            message = f"'{part[:60]}' is not the id of a folder in Google Drive"
            raise CampaignError(message, "Take the part after /folders/ in the address that the browser shows.")
    who = sign_in(outside)
    limiter = Limiter(outside.limits_file, outside.clock, outside.sleep)
    quotas = Quotas(outside.reads_per_minute, outside.writes_per_minute)
    line = Line(who.sessions, outside, limiter=limiter, quotas=quotas, account=who.account)
    return GoogleStore(Drive(GoogleHTTP(line), campaign_id, folder, drive), rows, via_export, silent)


def embedded_store(
    base: str,
    campaign: Path,
    campaign_id: str,
    rows: int,
    outside: Outside,
    *,
    silent: bool = False,
    via_export: bool = False,
) -> GoogleStore:
    """The same store on the embedded service: in this process, kept in the campaign folder, or at a loopback address."""
    line = Line(requests.Session, outside, base=base.rstrip("/")) if base else _inside(campaign, outside)
    return GoogleStore(Drive(GoogleHTTP(line), campaign_id), rows, via_export, silent)


def _inside(campaign: Path, outside: Outside) -> Line:
    from pipeline.stores.embedded import opened, session  # noqa: PLC0415 - only when it stands in for Google

    service = opened(campaign)
    return Line(lambda: session(service), outside)
