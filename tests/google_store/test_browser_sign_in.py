"""A person signs in with the browser, once; a service account stands in for a person; nothing secret is ever shown.

1. The browser's answer becomes a sign-in of the least scope, kept for its owner alone; the store then works with it.
2. A refusal, another answer than expected, no browser, a file of another kind: each says what to do.
3. A service account acts as the person it stands in for; where the domain does not allow it, that is said.
4. No key, token or secret stands in messages, tracebacks, logs, output or files of the campaign.
"""

from __future__ import annotations

import json
import logging
import threading
import traceback
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from pipeline.doctor import Doctor
from pipeline.outside import Outside
from pipeline.provision import templates
from pipeline.stores.embedded import Fault, Service
from pipeline.stores.google_drive import Drive
from pipeline.stores.google_http import GoogleHTTP, Line, Patience
from pipeline.stores.google_sign_in import OWN_FILES, sign_in, signed_in_by_browser
from schemas.errors import ProjectError, SignInNeeded
from tests.books import campaign, territory

from .conftest import ROBOT

ANA = "ana@example.org"
CLIENT_SECRET = "canary-client-secret"  # noqa: S105 - to be looked for


@pytest.fixture
def client(tmp_path: Path, base: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a desktop app, whose tokens come from `base`."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the token address is on this machine, without TLS
    told: dict[str, Any] = {
        "client_id": "id.apps.example",
        "client_secret": CLIENT_SECRET,
        "token_uri": f"{base}/token",
    }
    told |= {"auth_uri": "https://accounts.example/auth", "redirect_uris": ["http://localhost"]}
    path = tmp_path / "client.json"
    path.write_text(json.dumps({"installed": told}))
    path.chmod(0o600)
    return path


class Browser(webbrowser.BaseBrowser):
    """A browser whose person answers at once."""

    def __init__(self, answer: Callable[[dict[str, str]], str]) -> None:
        """Take what comes back from Google, by what was asked."""
        super().__init__("test")
        self.answer, self.asked = answer, dict[str, str]()

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:  # noqa: ARG002, FBT001, FBT002 - the form of webbrowser
        """Ask the person, and send the answer back."""
        self.asked = {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}
        back = f"{self.asked['redirect_uri']}?{self.answer(self.asked)}"
        threading.Thread(target=lambda: requests.get(back, timeout=10).close()).start()
        return True


@pytest.fixture
def browse(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[dict[str, str]], str]], Browser]:
    """A way to set the browser of this computer."""

    def use(answer: Callable[[dict[str, str]], str]) -> Browser:
        made = Browser(answer)
        monkeypatch.setattr(webbrowser, "_browsers", {"test": [None, made]})
        monkeypatch.setattr(webbrowser, "_tryorder", ["test"])
        return made

    return use


def _yes(asked: dict[str, str]) -> str:
    return f"code={ANA}&state={asked['state']}&scope={OWN_FILES}"


def _http(outside: Outside, base: str, **more: Any) -> GoogleHTTP:
    who = sign_in(outside)
    return GoogleHTTP(Line(who.sessions, outside, base=base, account=who.account, **more))


def _me(http: GoogleHTTP) -> str:
    parsed = http.fetch("get", "https://www.googleapis.com/drive/v3/about", params={"fields": "user"}).parsed
    return str(parsed["user"]["emailAddress"])


def test_a_person_signs_in_once(client: Path, base: str, tmp_path: Path, browse: Any) -> None:
    """Requirement 1."""
    browser = browse(_yes)
    kept = tmp_path / "kept" / "sign-in.json"
    kept.parent.mkdir()
    kept.write_text("{}")
    kept.chmod(0o644)
    signed_in_by_browser(client, kept)

    assert browser.asked["scope"] == OWN_FILES
    assert browser.asked["access_type"] == "offline"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert _me(_http(Outside(credentials=kept), base)) == ANA
    assert sign_in(Outside(credentials=kept)).kind == "person"


@pytest.mark.parametrize(
    "answer",
    [lambda asked: f"error=access_denied&state={asked['state']}", lambda _asked: f"code={ANA}&state=forged",
     lambda asked: f"code=no-such-code&state={asked['state']}"],
    ids=["refused", "forged", "not accepted"],
)  # fmt: skip
def test_a_refusal_says_what_to_do(client: Path, tmp_path: Path, browse: Any, answer: Any) -> None:
    """Requirements 2 and 4."""
    browse(answer)
    with pytest.raises(SignInNeeded) as raised:
        signed_in_by_browser(client, tmp_path / "sign-in.json")

    assert "Try again" in raised.value.hint
    assert not (tmp_path / "sign-in.json").exists()
    assert CLIENT_SECRET not in "".join(traceback.format_exception(raised.value))


def test_without_a_browser_another_computer_is_named(client: Path, tmp_path: Path, monkeypatch: Any) -> None:
    """Requirement 2."""
    monkeypatch.setattr(webbrowser, "_browsers", {})
    monkeypatch.setattr(webbrowser, "_tryorder", [])
    with pytest.raises(SignInNeeded) as raised:
        signed_in_by_browser(client, tmp_path / "sign-in.json")

    assert "computer with a browser" in raised.value.hint


@pytest.mark.parametrize("content", ['{"type": "service_account"}', "{}", '{"installed": {"client_id": "x"}}'])
def test_a_client_of_another_kind_is_refused(tmp_path: Path, content: str) -> None:
    """Requirement 2."""
    path = tmp_path / "client.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(SignInNeeded) as raised:
        signed_in_by_browser(path, tmp_path / "sign-in.json")

    assert "desktop app" in raised.value.message


def test_a_service_account_stands_in_for_a_person(key: Path, base: str) -> None:
    """Requirement 3."""
    outside = Outside(credentials=key, act_as=ANA)
    who = sign_in(outside)

    assert (who.account, who.kind) == (ANA, "delegated service account")
    assert _me(_http(outside, base)) == ANA


def test_a_domain_that_does_not_allow_standing_in_is_told(key: Path, base: str, closed: Service) -> None:
    """Requirement 3."""
    closed.house = replace(closed.house, stand_ins=frozenset())
    with pytest.raises(SignInNeeded) as raised:
        _me(_http(Outside(credentials=key, act_as=ANA), base))

    assert "administrator" in raised.value.hint
    assert _me(_http(Outside(credentials=key), base)) == ROBOT


def _secrets(key: Path, closed: Service) -> list[str]:
    """Everything that must not be seen: lines of the key, its id, every token given out."""
    info = json.loads(key.read_text())
    lines = [line for line in info["private_key"].splitlines() if len(line) > 20 and "-----" not in line]
    tokens = [row[0] for row in closed.shelf._db.execute("SELECT id FROM token")]
    assert lines
    assert tokens
    return [*lines, *tokens, info["private_key_id"]]


@pytest.mark.slow
def test_nothing_secret_is_ever_shown(
    key: Path, base: str, closed: Service, tmp_path: Path,
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Requirement 4: everything fails in every way that there is, with every library's log at its loudest."""
    caplog.set_level(logging.DEBUG)
    outside = Outside(credentials=key, sleep=lambda _seconds: None, limits_file=tmp_path / "pace.db")
    seen: list[str] = [repr(sign_in(outside)), repr(outside)]
    for name in ("401", "403", "404", "429", "500", "502-html", "200-html", "half", "redirect", "cut", "none"):
        http = _http(outside, base, patience=Patience(tries=2, deadline=5))
        _me(http)
        closed.plan = lambda _number, request, name=name: None if request.path == "/token" else Fault(name)
        given = campaign(territory("praia-cv"), store="google:")
        drawn = templates_of(given)
        try:
            seen += [repr(one) for one in Doctor(Drive(http, "test"), given, drawn).findings()]
            Drive(http, "test").create("x", {})
        except ProjectError as failed:
            seen += [failed.message, failed.hint, "".join(traceback.format_exception(failed))]
        closed.plan = None
    shown = "".join([*seen, caplog.text, *capfd.readouterr()])
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix == ".db"
        and "service" not in path.parts)  # fmt: skip

    assert len(caplog.text) > 1000
    assert [one for one in _secrets(key, closed) if one in shown or one.encode() in kept] == []


def templates_of(given: Any) -> Any:
    """The questionnaires that the campaign would be copied from."""
    from sheet_templates.load import guideline

    return templates(guideline(), given, ["fr"])
