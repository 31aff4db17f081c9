"""What can go wrong on the way: Google's failures by name, to be played at a chosen request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.stores.embedded.quotas import sheets_full
from pipeline.stores.embedded.refusals import Refusal, drive_error, sheets_error
from pipeline.stores.embedded.wire import Response, answer

_PAGE = """<!DOCTYPE html>
<html lang=en><title>Error 502 (Server Error)!!1</title>
<p><b>502.</b> <ins>That's an error.</ins>
<p>The server encountered a temporary error and could not complete your request.
<p>Please try again in 30 seconds.</html>
"""
_SIGN_IN = "<!DOCTYPE html><html><title>Sign in - Google Accounts</title></html>"
_CUT = "The connection was cut."


class Cut(Exception):
    """The connection ends here, without an answer."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure.

    Args:
        name: one of `NAMES`.
        after: whether the request is carried out first (the failure hides a success).
        seconds: how long the answer takes; the carrier waits, if it waits at all.
        retry_after: seconds for the Retry-After header; 0 for none.

    """

    name: str = "none"
    after: bool = False
    seconds: float = 0.0
    retry_after: int = 0


def played(fault: Fault, real: Response | None) -> Response:
    """The answer that the fault gives instead of (or from) the real one.

    Raises:
        Cut: when there is none.

    """
    if fault.name == "none" and real is not None:
        return real
    if fault.name == "cut":
        raise Cut(_CUT)
    found = _ANSWERS[fault.name](real)
    if not fault.retry_after:
        return found
    headers = {**found.headers, "Retry-After": str(fault.retry_after)}
    return Response(found.status, found.body, headers)


def _refused(refusal: Refusal) -> Callable[[Response | None], Response]:
    return lambda _real: answer(refusal.payload, refusal.status)


def _usage(reason: str, message: str) -> Callable[[Response | None], Response]:
    return _refused(drive_error(403, reason, message, domain="usageLimits"))


def _page(status: int, text: str) -> Callable[[Response | None], Response]:
    headers = {"Content-Type": "text/html; charset=UTF-8"}
    return lambda _real: Response(status, text.encode(), headers)


def _text(text: str) -> Callable[[Response | None], Response]:
    return lambda _real: Response(200, text.encode())


def _half(real: Response | None) -> Response:
    body = real.body if real else b""
    return Response(200, body[: len(body) // 2])


_MOVED = "https://accounts.example/signin"

_ANSWERS: dict[str, Callable[[Response | None], Response]] = {
    "429": _refused(sheets_full("read", "user", 60)),
    "429-write": _refused(sheets_full("write", "user", 60)),
    "rateLimitExceeded": _usage("rateLimitExceeded", "Rate Limit Exceeded"),
    "userRateLimitExceeded": _usage("userRateLimitExceeded", "User Rate Limit Exceeded"),
    "sharingRateLimitExceeded": _usage(
        "sharingRateLimitExceeded", "Rate limit exceeded. User message: sharing limit reached."
    ),
    "dailyLimitExceeded": _usage("dailyLimitExceeded", "Daily Limit Exceeded"),
    "storageQuotaExceeded": _usage("storageQuotaExceeded", "The user's Drive storage quota has been exceeded."),
    "accessNotConfigured": _usage(
        "accessNotConfigured",
        "Google Drive API has not been used in project 100000000000 before or it is disabled.",
    ),
    "insufficientScopes": _refused(
        drive_error(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
    ),
    "sheets-disabled": _refused(
        sheets_error(
            403,
            "Google Sheets API has not been used in project 100000000000 before or it is disabled.",
            [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}],
        )
    ),
    "401": _refused(sheets_error(401, "Request had invalid authentication credentials.")),
    "403": _refused(sheets_error(403, "The caller does not have permission")),
    "404": _refused(sheets_error(404, "Requested entity was not found.")),
    "500": _refused(sheets_error(500, "Internal error encountered.")),
    "503": _refused(sheets_error(503, "The service is currently unavailable.")),
    "504": _refused(sheets_error(504, "Deadline expired before operation could complete.")),
    "502-html": _page(502, _PAGE),
    "200-html": _page(200, _SIGN_IN),
    "empty-object": _text("{}"),
    "empty-list": _text("[]"),
    "error-in-200": _text('{"error":{"code":500,"message":"Internal error","status":"INTERNAL"}}'),
    "half": _half,
    "redirect": lambda _real: Response(302, b"", {"Location": _MOVED}),
}

NAMES = frozenset({*_ANSWERS, "cut", "none"})
"""Every failure that can be played."""
