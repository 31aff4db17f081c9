"""A clock the tests move, and people at the service with short words for requests."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any

import requests

from pipeline.stores.embedded import Service, session

from .discovery import Checker

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
DRIVE = "https://www.googleapis.com/drive/v3"


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = field(default_factory=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


class Client:
    """One person at the service, with short words for requests."""

    def __init__(self, service: Service, email: str | None = None) -> None:
        """Sign in as `email`, or stay without a token."""
        self.http = session(service)
        self.http.hooks["response"].append(partial(_check_reply, service))
        if email:
            form = {"grant_type": "refresh_token", "refresh_token": email}
            reply = self.http.post("https://oauth2.googleapis.com/token", data=form)
            self.http.headers["Authorization"] = f"Bearer {reply.json()['access_token']}"

    def call(self, method: str, url: str, body: Any = None, **query: Any) -> requests.Response:
        """A request."""
        data = None if body is None else json.dumps(body)
        return self.http.request(method, url, params=query, data=data)

    def sheets(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        """A request to the Sheets API."""
        return self.call(method, f"{SHEETS}/{path}", body, **query)

    def drive(self, method: str, path: str, body: Any = None, **query: Any) -> requests.Response:
        """A request to the Drive API."""
        return self.call(method, f"{DRIVE}/{path}", body, **query)

    def create(self, name: str = "Book", **more: Any) -> str:
        """A new spreadsheet's id."""
        mime_type = "application/vnd.google-apps.spreadsheet"
        reply = self.drive("POST", "files", {"name": name, "mimeType": mime_type, **more})
        return str(reply.json()["id"])

    def batch(self, book: str, *requests_: dict[str, Any], **more: Any) -> requests.Response:
        """A batchUpdate."""
        return self.sheets("POST", f"{book}:batchUpdate", {"requests": list(requests_), **more})

    def put(self, book: str, where: str, rows: list[list[Any]], option: str = "RAW") -> Any:
        """Write values; the reply."""
        body = {"values": rows}
        return self.sheets("PUT", f"{book}/values/{where}", body, valueInputOption=option).json()

    def values(self, book: str, where: str, **look: str) -> list[list[Any]]:
        """The values of a range."""
        found: list[list[Any]] = self.sheets("GET", f"{book}/values/{where}", **look).json().get("values", [])
        return found


def _check_reply(service: Service, response: requests.Response, *_args: Any, **_more: Any) -> None:
    """Hold every reply of a healthy service against Google's documents, which know no second step of an upload."""
    url = str(response.request.url)
    if service.plan is None and _checker() and "/token" not in url and "upload_id=" not in url:
        method = str(response.request.method)
        assert _checker().problems(method, url, "", response.status_code, response.text) == []


@cache
def _checker() -> Any:
    try:
        return Checker()
    except ModuleNotFoundError:
        return None
