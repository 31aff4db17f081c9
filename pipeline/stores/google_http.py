"""gspread's HTTP client with what a campaign needs: pace, retries by kind of failure, deadlines, counters.

Only what may be done twice is tried again after an ambiguous failure (SHEETS_API 1.4). No redirect is followed.
Each thread has a session of its own.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
import urllib3
from google.auth.exceptions import GoogleAuthError, RefreshError
from gspread.http_client import HTTPClient

from pipeline.limiter import Limiter
from pipeline.outside import Outside
from pipeline.stores.google_replies import Kind, Verdict, broken_connection, judged, what_to_do
from schemas.errors import SignInNeeded, Unreachable

DRIVE, READ, WRITE = "drive", "sheets_read", "sheets_write"
HOSTS = ("https://sheets.googleapis.com", "https://www.googleapis.com", "https://oauth2.googleapis.com")
_SHEETS = HOSTS[0]
_TIMEOUT = (5.0, 60.0)
_REPEATABLE_POSTS = ("values:batchUpdate", ":clear", "values:batchClear", "ByDataFilter", ":search")
#: Units of Drive's quota by what is asked (SHEETS_API 2.1).
_LIST_UNITS, _GET_UNITS, _EXPORT_UNITS, _EDIT_UNITS = 100, 5, 200, 50
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Quotas:
    """Requests (Sheets) and units (Drive) a minute, of this account and of the whole project."""

    sheets_read: int = 60
    sheets_write: int = 60
    drive: int = 325_000
    project_read: int = 300
    project_write: int = 300
    project_drive: int = 1_000_000

    def of(self, bucket: str) -> tuple[int, int]:
        """The account's and the project's quota of a bucket."""
        name = bucket.removeprefix("sheets_")
        return int(getattr(self, bucket)), int(getattr(self, f"project_{name}"))


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to keep trying: seconds in all, tries, first waits after a refusal and after a failure.

    `slowest`: bytes a second that an upload must make at least; it has as much more time.
    """

    deadline: float = 180.0
    slowest: float = 16_000.0
    tries: int = 6
    broken_tries: int = 3
    after_refusal: float = 4.0
    after_failure: float = 1.0
    longest_wait: float = 64.0


@dataclass(frozen=True, slots=True)
class Line:
    """How to reach Google, or what stands in for it.

    `base` replaces Google's addresses; `limiter` is None where there is no quota; `account` names whose quota it is.
    `embedded`: what stands in for Google, whose spreadsheets no browser opens.
    """

    sessions: Callable[[], requests.Session]
    outside: Outside = field(default_factory=Outside)
    base: str = ""
    limiter: Limiter | None = None
    quotas: Quotas = field(default_factory=Quotas)
    patience: Patience = field(default_factory=Patience)
    account: str = ""
    embedded: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that passed the contract: its bytes as they came, and the JSON in them."""

    body: bytes
    parsed: Any
    response: requests.Response


class GoogleHTTP(HTTPClient):
    """Every request to Google goes through `fetch`. `counts` says how many went out, by quota."""

    def __init__(self, line: Line) -> None:
        """Use a line; sessions are made as threads ask for them."""
        self.line = line
        self.counts: Counter[str] = Counter()
        self._own = threading.local()
        self._counting = threading.Lock()
        super().__init__(None, session=self._session())  # type: ignore[arg-type]

    def request(
        self,
        method: str,
        endpoint: str,
        params: Any = None,
        data: Any = None,
        json: Any = None,
        files: Any = None,
        headers: Any = None,
    ) -> requests.Response:
        """What gspread calls for everything it does."""
        parts = {"params": params, "data": data, "json": json, "files": files, "headers": headers}
        return self.fetch(method, endpoint, **{name: part for name, part in parts.items() if part is not None}).response

    def fetch(self, method: str, endpoint: str, *, repeatable: bool | None = None, **parts: Any) -> Reply:
        """The answer to a request; a ProjectError says why there is none.

        `repeatable`: whether doing it twice does no harm; None decides by method and address.
        """
        verb = method.upper()
        twice = _repeatable(verb, endpoint) if repeatable is None else repeatable
        outside, patience = self.line.outside, self.line.patience
        deadline = outside.clock() + patience.deadline + len(parts.get("data") or b"") / patience.slowest
        tried = Counter[Kind]()
        while True:
            deadline += self._wait_turn(verb, endpoint)
            verdict, response, body = self._once(verb, endpoint, deadline, parts)
            if verdict.kind is Kind.FINE and response is not None:
                return Reply(body, verdict.parsed, response)
            tried[verdict.kind] += 1
            wait = self._pause(verdict.kind, tried, response)
            again = _worth_it(verdict.kind, tried, patience, repeatable=twice)
            if not again or outside.clock() + wait > deadline:
                raise verdict.error or Unreachable("no answer")
            if verdict.kind is Kind.REJECTED and self.line.limiter:
                self.line.limiter.slow_down(f"{self.line.account} {bucket_of(verb, endpoint)}")
            outside.sleep(wait)

    def _once(
        self, verb: str, endpoint: str, deadline: float, parts: Mapping[str, Any]
    ) -> tuple[Verdict, requests.Response | None, bytes]:
        try:
            response = self._session().request(
                verb, self._address(endpoint), timeout=_TIMEOUT, allow_redirects=False, stream=True, **parts
            )
            body = self._body(response, deadline)
        except RefreshError as refused:
            said = str(refused.args[0] if refused.args else refused)
            raise SignInNeeded(said, what_to_do(said)) from refused
        except (requests.RequestException, urllib3.exceptions.HTTPError, GoogleAuthError) as failed:
            return broken_connection(type(failed).__name__), None, b""
        params = parts.get("params") or {}
        is_json = not ("/export" in endpoint or params.get("alt") == "media" or params.get("uploadType") == "resumable")
        return judged(response.status_code, body, is_json=is_json), response, body

    def _body(self, response: requests.Response, deadline: float) -> bytes:
        """The whole body, unless it drips in more slowly than the deadline allows."""
        raw = response.raw
        if isinstance(raw, urllib3.HTTPResponse):
            pieces = []
            while piece := raw.read1(_CHUNK, decode_content=True):
                pieces.append(piece)
                if self.line.outside.clock() > deadline:
                    message = "slow answer"
                    raise requests.Timeout(message)
            response._content = b"".join(pieces)  # noqa: SLF001 - what reading the content would do
            response._content_consumed = True  # type: ignore[attr-defined]  # noqa: SLF001
            raw.release_conn()
        return response.content

    def _wait_turn(self, verb: str, endpoint: str) -> float:
        """Count the request and wait until the quota allows it; the seconds waited."""
        bucket = bucket_of(verb, endpoint)
        with self._counting:
            self.counts[bucket] += 1
        waited = 0.0
        if self.line.limiter:
            cost = _units(verb, endpoint) if bucket == DRIVE else 1
            own, whole = self.line.quotas.of(bucket)
            waited += self.line.limiter.take(f"{self.line.account} {bucket}", own, cost)
            waited += self.line.limiter.take(f"project {bucket}", whole, cost)
        return waited

    def _pause(self, kind: Kind, tried: Counter[Kind], response: requests.Response | None) -> float:
        """Seconds until the next try: growing, half of it by chance, and as long as the service asks for."""
        patience = self.line.patience
        first = patience.after_refusal if kind is Kind.REJECTED else patience.after_failure
        wait = min(patience.longest_wait, first * 2.0 ** (sum(tried.values()) - 1))
        asked = response.headers.get("Retry-After", "") if response is not None else ""
        jittered = wait / 2 + self.line.outside.chance() * wait / 2
        return max(jittered, float(asked)) if asked.isdigit() else jittered

    def _address(self, endpoint: str) -> str:
        for host in HOSTS if self.line.base else ():
            if endpoint.startswith(f"{host}/"):
                return self.line.base + endpoint[len(host) :]
        return endpoint

    def _session(self) -> requests.Session:
        if not hasattr(self._own, "session"):
            self._own.session = _settled(self.line.sessions(), self.line.base or _SHEETS)
        session: requests.Session = self._own.session
        return session


def _settled(session: requests.Session, address: str) -> requests.Session:
    """The session with the way out (proxy, certificates) that the environment names, asked once for all requests.

    Nothing else is taken from there: a password for Google's hosts in a .netrc would replace the sign-in.
    """
    found = session.merge_environment_settings(address, {}, None, None, None)
    session.proxies, session.verify = found["proxies"], found["verify"]
    session.trust_env = False
    return session


def bucket_of(verb: str, endpoint: str) -> str:
    """Which quota a request counts against."""
    if not endpoint.startswith(_SHEETS):
        return DRIVE
    reading = verb == "GET" or endpoint.endswith((":getByDataFilter", ":batchGetByDataFilter", ":search"))
    return READ if reading else WRITE


def _units(verb: str, endpoint: str) -> int:
    if verb != "GET":
        return _EDIT_UNITS
    if endpoint.endswith("/export"):
        return _EXPORT_UNITS
    return _LIST_UNITS if endpoint.endswith(("/files", "/permissions", "/changes")) else _GET_UNITS


def _repeatable(verb: str, endpoint: str) -> bool:
    return verb != "POST" or endpoint.endswith(_REPEATABLE_POSTS)


def _worth_it(kind: Kind, tried: Counter[Kind], patience: Patience, *, repeatable: bool) -> bool:
    if kind is Kind.REJECTED:
        return sum(tried.values()) < patience.tries
    if not repeatable:
        return False
    if kind is Kind.BROKEN:
        return tried[Kind.BROKEN] < patience.broken_tries
    return kind is Kind.AMBIGUOUS and sum(tried.values()) < patience.tries
