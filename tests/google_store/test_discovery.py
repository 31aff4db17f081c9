"""Everything the store sends, and every answer to it, keeps to Google's own discovery documents.

1. Provisioning, reading, telling, exporting, sharing, uploading: no request or reply has a field Google does not know.
"""

from __future__ import annotations

from typing import Any

import pytest
import requests

from pipeline.stores.embedded import session
from pipeline.stores.google import GoogleStore
from pipeline.stores.google_drive import Drive
from pipeline.stores.google_http import GoogleHTTP, Line
from tests.embedded.discovery import Checker

from .desk import Exercise

_ABSENT = {"includeItemsFromAllDrives"}


def test_everything_sent_and_answered_keeps_to_googles_documents(exercise: Exercise, monkeypatch: pytest.MonkeyPatch):
    """Requirement 1."""
    pytest.importorskip("googleapiclient", reason="google-api-python-client is a dev dependency")
    checker, found, n_checked = Checker(), [], []

    def check(response: requests.Response, *_args: Any, **_more: Any) -> None:
        request = response.request
        body = request.body or ""
        sent = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
        problems = checker.problems(
            str(request.method),
            str(request.url),
            sent,
            response.status_code,
            response.content.decode("utf-8", "replace"),
        )
        n_checked.append(request.url)
        found.extend(f"{request.method} {request.url}: {problem}" for problem in problems)

    def checked_session() -> requests.Session:
        made = session(exercise.service)
        made.hooks["response"].append(check)
        return made

    def checked_store(**more: Any) -> GoogleStore:
        drive = Drive(GoogleHTTP(Line(checked_session, exercise.wait.outside())), exercise.campaign.id)
        return GoogleStore(drive, **more)

    monkeypatch.setattr(exercise, "store", checked_store)
    store = exercise.provision()
    exercise.type("1 Cadre juridique", "E5", 7)
    exercise.sync()
    place = exercise.place()
    store.drive.share(place, "ana@example.org", "writer")
    store.drive.permissions(place)
    store.drive.exported(place)
    uploaded = store.drive.upload(b"PK", "a.xlsx", {})
    store.drive.upload(b"PK2", "a.xlsx", {}, file_id=uploaded.id)
    store.drive.trash(uploaded.id)

    assert [one for one in found if not any(name in one for name in _ABSENT)] == []
    assert len(n_checked) > 15
