"""Who we are at Google: a person, a service account, or a service account that stands in for a person.

Credentials come from a file that the command line or the environment names. The file must be its owner's alone,
and nothing in it is ever shown.
"""

from __future__ import annotations

import json
import os
import threading
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2 import credentials as people
from google.oauth2 import service_account

from pipeline.outside import Outside
from schemas.errors import SignInNeeded

#: A person's sign-in sees only what this program made; a service account sees only what is shared with it.
OWN_FILES = "https://www.googleapis.com/auth/drive.file"
SHARED_FILES = "https://www.googleapis.com/auth/drive"
_EARLY = timedelta(minutes=5)
_TIMEOUT = 30
_PATIENCE = 600
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class SignIn:
    """An account, and sessions that act as it: one per thread, with credentials that all share."""

    account: str
    kind: str
    sessions: Callable[[], requests.Session]


def sign_in(outside: Outside) -> SignIn:
    """Sign in with the credentials of `outside`; SignInNeeded says what is missing."""
    path = outside.credentials
    if path is None:
        message = "nobody is signed in at Google"
        raise SignInNeeded(
            message, "Name the key file with PIPELINE_CREDENTIALS, or run `pipeline sign-in`; see docs/google.md."
        )
    info = read_secret(path)
    if info.get("type") == "service_account":
        made = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
            info, scopes=[SHARED_FILES], subject=outside.act_as or None
        )
        kind = "delegated service account" if outside.act_as else "service account"
        return SignIn(outside.act_as or str(info.get("client_email", "")), kind, _sessions(made, outside))
    if info.get("refresh_token"):
        made = people.Credentials.from_authorized_user_info(dict(info), scopes=[OWN_FILES])  # type: ignore[no-untyped-call]
        return SignIn(str(info.get("account", "")), "person", _sessions(made, outside))
    message = f"{path} holds neither the key of a service account nor the sign-in of a person"
    raise SignInNeeded(message, "Make one as docs/google.md shows; `pipeline sign-in` makes a person's.")


def read_secret(path: Path) -> Mapping[str, Any]:
    """The JSON of a credentials file; refused when others on this machine may read it."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except OSError as failed:
        message = f"{path} cannot be read: {failed.strerror}"
        raise SignInNeeded(message, "Check the path in PIPELINE_CREDENTIALS.") from failed
    if os.name == "posix" and mode & _OTHERS:
        message = f"{path} can be read by other people on this computer"
        raise SignInNeeded(message, f"Run: chmod 600 {path}")
    try:
        found = json.loads(text)
    except ValueError as broken:
        message = f"{path} is no JSON file"
        raise SignInNeeded(message, "Download the key again; see docs/google.md.") from broken
    return found if isinstance(found, dict) else {}


def signed_in_by_browser(client: Path, keep: Path) -> None:
    """Let a person sign in with the browser, and keep the sign-in where only they can read it."""
    from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError  # type: ignore[import-untyped]  # noqa: PLC0415 - only for this one command
    from oauthlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]  # noqa: PLC0415 - only for this one command

    config = dict(read_secret(client))
    try:
        flow = InstalledAppFlow.from_client_config(config, scopes=[OWN_FILES])
    except ValueError as wrong:
        message = f"{client} is no client of the kind “desktop app”"
        raise SignInNeeded(message, "Download it again as docs/google.md shows, 3a.") from wrong
    try:
        found = flow.run_local_server(port=0, timeout_seconds=_PATIENCE)
    except webbrowser.Error as none:
        message = "no browser was found on this computer"
        raise SignInNeeded(message, "Sign in on a computer with a browser, and copy the file that it names.") from none
    except (OAuth2Error, WSGITimeoutError, requests.RequestException) as refused:
        message = f"Google did not let you in ({getattr(refused, 'error', '') or type(refused).__name__})"
        raise SignInNeeded(message, "Try again, and allow in the browser what the program asks for.") from refused
    _kept(found.to_json(), keep)


def _kept(text: str, keep: Path) -> None:
    """Write a secret where only its owner can read it, whoever could read what stood there before."""
    keep.parent.mkdir(parents=True, exist_ok=True)
    keep.unlink(missing_ok=True)
    descriptor = os.open(keep, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _sessions(credentials: Any, outside: Outside) -> Callable[[], requests.Session]:
    lock = threading.Lock()

    def fresh() -> None:
        """Renew the credentials once for all threads, before they run out."""
        with lock:
            now = datetime.fromtimestamp(outside.clock(), UTC).replace(tzinfo=None)
            if not credentials.token or (credentials.expiry and credentials.expiry < now + _EARLY):
                credentials.refresh(Request())

    return lambda: _FreshSession(credentials, fresh)


class _FreshSession(AuthorizedSession):
    """A session whose credentials are renewed before a request, by one thread for all."""

    def __init__(self, credentials: Any, fresh: Callable[[], None]) -> None:
        super().__init__(credentials, refresh_timeout=_TIMEOUT)  # type: ignore[no-untyped-call]
        self._fresh = fresh

    def request(self, *args: Any, **parts: Any) -> requests.Response:
        self._fresh()
        found: requests.Response = super().request(*args, **parts)  # type: ignore[no-untyped-call]
        return found
