"""The client tries again by kind of failure, and never for ever.

1. Refused before execution (429, quota 403): tried again whatever the request, with waits that outlast a minute.
2. Perhaps executed (5xx, cut connections): tried again only where doing it twice does no harm.
3. Answers that cannot be right (HTML, half, empty, an error under 200) are tried again twice, then an error.
4. Everything else is an error at once, each kind with its own class.
5. Retry-After is honoured; six tries and three minutes are the end.
6. No redirect is followed. 7. Requests are counted by quota.
8. With a limiter requests keep to the quota, and after a refusal to half of it; waiting for a turn is not a failure.
9. The environment says which way out to take (proxy, certificates), and never who we are (.netrc).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from pipeline.limiter import Limiter
from pipeline.stores.embedded import EmbeddedAdapter, Fault, House, Ids, Request, Service, Shelf, session
from pipeline.stores.google_http import GoogleHTTP, Line
from schemas.errors import (
    AccessDenied,
    ProjectError,
    QuotaSpent,
    SharingPaused,
    SheetGone,
    SignInNeeded,
    StorageFull,
    Unreachable,
)
from tests.embedded.clients import DRIVE, SHEETS, Client, Clock

from .desk import Wait


class Bench:
    """A client on a service whose first answers are spoiled."""

    def __init__(self) -> None:
        """Everything works so far."""
        self.service = Service(Shelf(None), Clock(), Ids(secrets.randbits), House())
        self.book = Client(self.service).create()
        self.wait = Wait()
        self.http = GoogleHTTP(Line(lambda: session(self.service), self.wait.outside()))
        self.n_requests = 0

    def spoil(self, name: str, times: int, **more: object) -> None:
        """The next `times` answers go wrong in the way of `name`."""

        def plan(_count: int, _request: Request) -> Fault | None:
            self.n_requests += 1
            return Fault(name, **more) if self.n_requests <= times else None  # type: ignore[arg-type]

        self.service.plan = plan

    def get(self) -> str:
        """A request that may be done twice."""
        params = {"fields": "spreadsheetId"}
        return str(self.http.fetch("get", f"{SHEETS}/{self.book}", params=params).parsed["spreadsheetId"])

    def copy(self) -> str:
        """A request that may not."""
        return str(self.http.fetch("post", f"{DRIVE}/files/{self.book}/copy", json={}).parsed["id"])

    @property
    def n_files(self) -> int:
        """How many spreadsheets there are."""
        return len(Client(self.service).drive("GET", "files").json()["files"])


@pytest.fixture
def bench() -> Iterator[Bench]:
    """A client and a service."""
    made = Bench()
    yield made
    made.service.shelf.close()


@pytest.mark.parametrize("name", ["429", "429-write", "rateLimitExceeded", "userRateLimitExceeded"])
def test_what_was_refused_is_tried_again_even_if_it_may_not_be_done_twice(bench: Bench, name: str):
    """Requirement 1."""
    bench.spoil(name, 3)

    assert bench.copy()
    assert bench.n_requests == 4


def test_waits_after_refusals_outlast_a_minute(bench: Bench):
    """Requirement 1."""
    bench.spoil("429", 5)
    bench.get()

    assert sum(bench.wait.waits) > 60


@pytest.mark.parametrize("name", ["500", "503", "504", "502-html", "cut"])
def test_what_was_perhaps_done_is_tried_again_only_if_it_may_be_done_twice(bench: Bench, name: str):
    """Requirement 2."""
    bench.spoil(name, 2)
    assert bench.get() == bench.book
    assert bench.n_requests == 3

    bench.spoil(name, bench.n_requests + 1)
    with pytest.raises(Unreachable):
        bench.copy()
    bench.service.plan = None

    assert bench.n_files == 1


@pytest.mark.parametrize("name", ["200-html", "empty-list", "error-in-200", "half"])
def test_an_answer_that_cannot_be_right_is_tried_twice_more(bench: Bench, name: str):
    """Requirement 3."""
    bench.spoil(name, 2)
    assert bench.get() == bench.book

    bench.n_requests = 0
    bench.spoil(name, 9)
    with pytest.raises(Unreachable):
        bench.get()

    assert bench.n_requests == 3


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("401", SignInNeeded),
        ("403", AccessDenied),
        ("404", SheetGone),
        ("storageQuotaExceeded", StorageFull),
        ("sharingRateLimitExceeded", SharingPaused),
        ("accessNotConfigured", SignInNeeded),
        ("redirect", Unreachable),
    ],
)
def test_what_will_not_mend_itself_is_an_error_at_once(bench: Bench, name: str, error: type[ProjectError]):
    """Requirements 4 and 6."""
    bench.spoil(name, 9)
    with pytest.raises(error) as raised:
        bench.get()

    assert bench.n_requests == 1
    assert raised.value.hint


def test_retry_after_is_honoured(bench: Bench):
    """Requirement 5."""
    bench.spoil("429", 1, retry_after=77)
    bench.get()

    assert bench.wait.waits == [77]


def test_refusals_without_end_come_to_an_end(bench: Bench):
    """Requirement 5."""
    bench.spoil("429", 99)
    with pytest.raises(QuotaSpent):
        bench.get()

    assert bench.n_requests <= 6
    assert sum(bench.wait.waits) < 180


def test_requests_are_counted_by_quota(bench: Bench):
    """Requirement 7."""
    bench.get()
    bench.copy()
    body = {"requests": [{"deleteSheet": {"sheetId": 5}}]}
    with pytest.raises(ProjectError):
        bench.http.fetch("post", f"{SHEETS}/{bench.book}:batchUpdate", json=body)

    assert bench.http.counts == {"sheets_read": 1, "drive": 1, "sheets_write": 1}


def test_requests_keep_to_the_quota_and_to_half_of_it_after_a_refusal(bench: Bench):
    """Requirement 8."""
    wait = bench.wait
    limiter = Limiter(None, lambda: wait.now, wait.sleep)
    line = Line(lambda: session(bench.service), wait.outside(), limiter=limiter)
    bench.http = GoogleHTTP(line)
    started = wait.now
    for _ in range(60):
        bench.get()
    full = wait.now - started
    bench.spoil("429", 1)
    bench.get()
    started = wait.now
    for _ in range(60):
        bench.get()
    limiter.close()

    assert full == pytest.approx(60, rel=0.05)
    assert wait.now - started > 1.5 * full
    assert bench.http.counts["sheets_read"] == 122


def test_the_way_out_is_the_environments_and_the_sign_in_our_own(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Requirement 9."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine sheets.googleapis.com login somebody password else\n")
    for name, value in {
        "https_proxy": "http://proxy.example:3128", "no_proxy": "", "NETRC": str(netrc),
        "REQUESTS_CA_BUNDLE": "/etc/our-office.pem",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    went: list[dict[str, Any]] = []

    class Door(EmbeddedAdapter):
        """Notes how each request leaves."""

        def send(self, request: requests.PreparedRequest, *args: Any, **way: Any) -> requests.Response:
            """The service's answer."""
            went.append({**way, "sign-in": request.headers["Authorization"]})
            return super().send(request, *args, **way)

    def signed_in() -> requests.Session:
        made = requests.Session()
        made.mount("https://", Door(bench.service))
        made.headers["Authorization"] = "Bearer ours"
        return made

    http = GoogleHTTP(Line(signed_in, bench.wait.outside()))
    with pytest.raises(SignInNeeded):
        http.fetch("get", f"{SHEETS}/{bench.book}", params={"fields": "spreadsheetId"})

    assert went[0]["sign-in"] == "Bearer ours"
    assert went[0]["proxies"]["https"] == "http://proxy.example:3128"
    assert went[0]["verify"] == "/etc/our-office.pem"
