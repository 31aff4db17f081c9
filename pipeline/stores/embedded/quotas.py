"""Requests per minute, counted as Google counts them, refused in Google's words."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.stores.embedded.refusals import Refusal, drive_error, sheets_error

_MINUTE = timedelta(seconds=60)
_NAMES = {"read": "Read", "write": "Write"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits per minute; None is no limit. Drive counts units, Sheets counts requests."""

    sheets_read_user: int | None = None
    sheets_read_project: int | None = None
    sheets_write_user: int | None = None
    sheets_write_project: int | None = None
    drive_user: int | None = None
    drive_project: int | None = None


GOOGLE = Limits(60, 300, 60, 300, 325_000, 1_000_000)
"""The limits of a new project in 2026."""


class Meter:
    """What was spent in the last minute, per kind and caller."""

    def __init__(self, limits: Limits) -> None:
        """Start with nothing spent."""
        self.limits = limits
        self._spent: dict[tuple[str, str], deque[tuple[datetime, int]]] = {}

    def spend(self, api: str, kind: str, units: int, email: str, now: datetime) -> None:
        """Count a request.

        Raises:
            Refusal: 429 (Sheets) or 403 (Drive) when it is over a limit; it is then not counted.

        """
        name = "drive" if api == "drive" else f"sheets_{kind}"
        for scope, who in (("user", email), ("project", "")):
            limit = getattr(self.limits, f"{name}_{scope}")
            if limit is not None and self._used((name, who), now) + units > limit:
                raise _drive_full(scope) if api == "drive" else sheets_full(kind, scope, limit)
        for who in (email, ""):
            self._spent.setdefault((name, who), deque()).append((now, units))

    def _used(self, key: tuple[str, str], now: datetime) -> int:
        line = self._spent.setdefault(key, deque())
        while line and line[0][0] <= now - _MINUTE:
            line.popleft()
        return sum(units for _, units in line)


def limits_from(body: Mapping[str, int | None]) -> Limits:
    """The limits named in a mapping; the others are none."""
    return Limits(**body)


def sheets_full(kind: str, scope: str, limit: int) -> Refusal:
    """429 of the Sheets API."""
    name = _NAMES[kind]
    per = "per minute per user" if scope == "user" else "per minute"
    message = (
        f"Quota exceeded for quota metric '{name} requests' and limit '{name} requests {per}' of "
        "service 'sheets.googleapis.com' for consumer 'project_number:100000000000'."
    )
    place = "PerMinutePerUser" if scope == "user" else "PerMinutePerProject"
    metadata = {
        "quota_metric": f"sheets.googleapis.com/{kind}_requests",
        "quota_limit": f"{name}Requests{place}",
        "quota_limit_value": str(limit),
        "quota_location": "global",
        "quota_unit": "1/min/{project}/{user}" if scope == "user" else "1/min/{project}",
        "consumer": "projects/100000000000",
        "service": "sheets.googleapis.com",
    }
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": metadata,
    }
    link = {
        "description": "Request a higher quota limit.",
        "url": "https://cloud.google.com/docs/quotas/help/request_increase",
    }
    more = {"@type": "type.googleapis.com/google.rpc.Help", "links": [link]}
    return sheets_error(429, message, [info, more])


def _drive_full(scope: str) -> Refusal:
    reason = "userRateLimitExceeded" if scope == "user" else "rateLimitExceeded"
    message = "User Rate Limit Exceeded" if scope == "user" else "Rate Limit Exceeded"
    return drive_error(403, reason, message, domain="usageLimits")
