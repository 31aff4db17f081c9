"""Google stores ready to use: the line to Google itself, or to the embedded service in its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import requests

from pipeline.limiter import Limiter
from pipeline.outside import Outside
from pipeline.stores.google import GoogleStore
from pipeline.stores.google_drive import Drive
from pipeline.stores.google_http import HOSTS, GoogleHTTP, Line, Quotas
from pipeline.stores.google_ids import is_id
from pipeline.stores.google_sign_in import sign_in
from schemas.errors import CampaignError


def google_store(
    place: str, campaign_id: str, outside: Outside, *, silent: bool = False, via_export: bool = False
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
    return GoogleStore(Drive(GoogleHTTP(line), campaign_id, folder, drive), via_export, silent)


def embedded_store(
    base: str,
    campaign: Path,
    campaign_id: str,
    outside: Outside,
    *,
    silent: bool = False,
    via_export: bool = False,
) -> GoogleStore:
    """The same store on the embedded service: in this process, kept in the campaign folder, or at a loopback address."""
    line = (
        Line(requests.Session, outside, base=base.rstrip("/"), embedded=True)
        if base
        else embedded_lines(campaign, outside)("")
    )
    return GoogleStore(Drive(GoogleHTTP(line), campaign_id), via_export, silent)


def embedded_lines(campaign: Path, outside: Outside) -> Callable[[str], Line]:
    """Lines to the service kept in a campaign folder, by e-mail address: signed in with it, the owner's with ""."""
    from pipeline.stores.embedded import opened, session  # noqa: PLC0415 - only when it stands in for Google

    service = opened(campaign, clock=outside.clock, bits=outside.bits)

    def signed_in(email: str) -> requests.Session:
        made = session(service)
        if email:
            grant = {"grant_type": "refresh_token", "refresh_token": email}
            token = made.post(f"{HOSTS[-1]}/token", data=grant).json()["access_token"]
            made.headers["Authorization"] = f"Bearer {token}"
        return made

    return lambda email: Line(lambda: signed_in(email), outside, embedded=True)
