"""What an answer of Google's means: fine, try again, or which error it is. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from schemas.errors import (
    AccessDenied,
    ProjectError,
    QuotaSpent,
    Refused,
    SharingPaused,
    SheetGone,
    SignInNeeded,
    StorageFull,
    StoreError,
    Unreachable,
)

_AMBIGUOUS = {408, 500, 502, 503, 504}
_TOO_FAST = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}
_NOT_SET_UP = {"accessNotConfigured", "SERVICE_DISABLED"}
_NO_SCOPE = {"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}
_SIGN_IN = "Sign in again with `pipeline sign-in`, or name the key file with PIPELINE_CREDENTIALS."


class Kind(Enum):
    """What to do with an answer."""

    FINE = "fine"
    #: Refused before anything was done: safe to repeat.
    REJECTED = "rejected"
    #: Perhaps done, perhaps not: repeat only what may be done twice.
    AMBIGUOUS = "ambiguous"
    #: An answer that cannot be right: repeat like an ambiguous one, but only twice.
    BROKEN = "broken"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judged answer; `error` is what it comes to when it is not tried again."""

    kind: Kind
    error: ProjectError | None = None
    parsed: Any = None


def judged(status: int, body: bytes, *, is_json: bool = True) -> Verdict:
    """The verdict on an answer with its whole body."""
    if 200 <= status < 300:  # noqa: PLR2004
        return _success(status, body) if is_json else Verdict(Kind.FINE)
    if 300 <= status < 400:  # noqa: PLR2004
        message = "the service sends us to another address (a sign-in page or a proxy?)"
        return Verdict(Kind.FINAL, Unreachable(message, "Check the connection, then run the same command again."))
    error = _error_of(body)
    reason, text = _reason(error), str(error.get("message") or f"HTTP {status}")
    if status == 429 or (status == 403 and reason in _TOO_FAST):  # noqa: PLR2004
        return Verdict(Kind.REJECTED, QuotaSpent(text, "Wait some minutes, then run the same command again."))
    if status in _AMBIGUOUS:
        return Verdict(Kind.AMBIGUOUS, Unreachable(f"{text} ({status})", "Run the same command again in a while."))
    return Verdict(Kind.FINAL, _final(status, reason, text))


def what_to_do(refused: str) -> str:
    """What helps when Google refuses to renew a sign-in, by what it said."""
    if "unauthorized_client" in refused or "access_denied" in refused:
        return "Ask the administrator to let the service account stand in for people; see docs/google.md, 3c."
    if "signature" in refused.lower() or "account not found" in refused.lower():
        return "The key was deleted or replaced: make a new one as docs/google.md shows, 3b."
    return "Sign in again with `pipeline sign-in`; if that does not help, check this computer's clock."


def broken_connection(text: str) -> Verdict:
    """The verdict when no whole answer came."""
    error = Unreachable(f"no answer: {text}", "Check the connection, then run the same command again.")
    return Verdict(Kind.AMBIGUOUS, error)


def _success(status: int, body: bytes) -> Verdict:
    if status == 204 and not body:  # noqa: PLR2004
        return Verdict(Kind.FINE, parsed={})
    try:
        found = json.loads(body.decode("utf-8"), parse_constant=_refused)
    except (ValueError, RecursionError):
        message = "the answer is not what Google sends (a login page or a proxy in between?)"
        return Verdict(Kind.BROKEN, Unreachable(message, "Open a web page in the browser, then try again."))
    if not isinstance(found, dict) or "error" in found:
        message = "the answer makes no sense"
        return Verdict(Kind.BROKEN, Unreachable(message, "Run the same command again in a while."))
    return Verdict(Kind.FINE, parsed=found)


def _refused(name: str) -> float:
    raise ValueError(name)


def _error_of(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    error = found.get("error") if isinstance(found, dict) else None
    if isinstance(error, str):
        return {"message": found.get("error_description") or error, "reason": error}
    return error if isinstance(error, dict) else {}


def _reason(error: Mapping[str, Any]) -> str:
    """The machine-readable reason, from Drive's list or from Sheets' details."""
    for item in [*(error.get("errors") or ()), *(error.get("details") or ())]:
        if isinstance(item, dict) and item.get("reason"):
            return str(item["reason"])
    return str(error.get("reason") or "")


def _final(status: int, reason: str, text: str) -> ProjectError:
    if status == 401 or reason in {"authError", "invalid_grant"}:  # noqa: PLR2004
        return SignInNeeded(text, f"{_SIGN_IN} If that does not help, check this computer's clock.")
    if reason in _NOT_SET_UP:
        hint = "Enable the Google Sheets API and the Google Drive API in the project's console; see docs/google.md."
        return SignInNeeded(text, hint)
    if reason in _NO_SCOPE:
        return SignInNeeded(text, f"The sign-in does not cover this. {_SIGN_IN}")
    if reason in {"storageQuotaExceeded", "teamDriveFileLimitExceeded"}:
        hint = "A service account cannot own files: use a shared drive, or a person's sign-in; see docs/google.md."
        return StorageFull(text, hint)
    if reason in {"sharingRateLimitExceeded", "dailyLimitExceeded"}:
        return SharingPaused(text, "Run `pipeline provision` again tomorrow: it goes on where it stopped.")
    if status == 403:  # noqa: PLR2004
        return AccessDenied(text, "Ask the owner of the spreadsheet to share it with this account as an editor.")
    if status == 400:  # noqa: PLR2004
        return Refused(text, "Run the same command again.")
    if status == 404:  # noqa: PLR2004
        return SheetGone(text, "Look in the bin of Google Drive and restore the spreadsheet, or provision a new one.")
    return StoreError(f"{text} ({status})", "Send this message to the people who maintain the program.")
