"""The doctor finds what is in the way before the real day, and says what to do; where all is well it says so.

1. Each check fails for its own reason, and then says what to do.
2. Where nothing is in the way each check says "ok".
3. What goes wrong in one check does not stop the later ones; without a sign-in there is no point in going on.
4. It leaves nothing behind, whatever went wrong.
5. Sharing is tried for real where an address is given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.doctor import FAILED, OK, WARNING, Doctor, Finding
from pipeline.limiter import Limiter
from pipeline.provision import templates
from pipeline.stores.embedded import Fault, House, Request, Response, session
from pipeline.stores.google_drive import Drive
from pipeline.stores.google_http import GoogleHTTP, Line, Quotas
from schemas.campaign import Member
from tests.books import campaign, territory

from .desk import Exercise

Harm = Callable[[Exercise], Drive | None]
OWNER = "owner@example.org"


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Exercise]:
    """A provisioned campaign of one territory with a roster."""
    roster = (Member("praia-cv", "ana@example.org"),)
    given = campaign(territory("praia-cv"), depth="core", respondents=3, plan_rows=2, store="embedded:", roster=roster)
    made = Exercise(tmp_path, given)
    made.provision()
    yield made
    made.state.close()
    made.service.shelf.close()


def _folder(exercise: Exercise, **more: object) -> str:
    mime_type = "application/vnd.google-apps.folder"
    return exercise.owner.create("Exercise", mimeType=mime_type, **more)


def findings(exercise: Exercise, drive: Drive | None = None, share_with: str = "") -> list[Finding]:
    """What the doctor says, check after check."""
    drawn = templates(exercise.guideline, exercise.campaign, ["fr"])
    drive = drive or replace(exercise.store().drive, folder=_folder(exercise))
    return list(Doctor(drive, exercise.campaign, drawn, share_with).findings())


def _every(name: str) -> Harm:
    def harm(exercise: Exercise) -> None:
        exercise.service.plan = lambda _number, _request: Fault(name)

    return harm


def _only(name: str, where: Callable[[Request], bool]) -> Harm:
    def harm(exercise: Exercise) -> None:
        exercise.service.plan = lambda _number, request: Fault(name) if where(request) else None

    return harm


def _clock(exercise: Exercise) -> None:
    exercise.wait.now += 3600


def _house(**more: object) -> Harm:
    def harm(exercise: Exercise) -> None:
        exercise.service.house = House(owner=OWNER, **more)  # type: ignore[arg-type]

    return harm


def _gone(exercise: Exercise) -> Drive:
    return replace(exercise.store().drive, folder="nosuchfolder1234567890")


def _in_the_bin(exercise: Exercise) -> Drive:
    folder = _folder(exercise)
    exercise.owner.drive("PATCH", f"files/{folder}", {"trashed": True})
    return replace(exercise.store().drive, folder=folder)


def _of_somebody_else(exercise: Exercise) -> Drive:
    folder = _folder(exercise)
    exercise.owner.drive("POST", f"files/{folder}/permissions", {"type": "anyone", "role": "reader"})
    exercise.service.house = House(owner="guest@example.org")
    return replace(exercise.store().drive, folder=folder)


def _stubborn(exercise: Exercise) -> None:
    """A spreadsheet that keeps its locale."""
    handled = exercise.service.handle

    def handle(request: Request) -> Response:
        if request.path.endswith(":batchUpdate") and b'"locale"' in request.body:
            return Response(200, json.dumps({"spreadsheetId": request.path.split("/")[3].split(":")[0]}).encode())
        return handled(request)

    exercise.service.handle = handle  # type: ignore[method-assign]


def _older(exercise: Exercise) -> None:
    for file in exercise.store().drive.files():
        if file.properties.get("sse_role") == "template":
            exercise.owner.drive("PATCH", f"files/{file.id}", {"appProperties": {"sse_mark": "older"}})


def _access(kind: str, **who: str) -> Harm:
    def harm(exercise: Exercise) -> None:
        body = {"type": kind, "role": "writer", **who}
        exercise.owner.drive("POST", f"files/{exercise.place()}/permissions", body)

    return harm


def _slow(exercise: Exercise) -> Drive:
    """A thousand territories at three reads a minute."""
    many = tuple(territory(f"place-{number}") for number in range(1000))
    exercise.campaign = replace(exercise.campaign, territories=many)
    limiter = Limiter(exercise.folder / "pace.db", exercise.wait.outside().clock, exercise.wait.sleep)
    line = Line(lambda: session(exercise.service), exercise.wait.outside(), limiter=limiter, quotas=Quotas(3, 60))
    return replace(exercise.store().drive, http=GoogleHTTP(line))


HARMS: dict[str, tuple[Harm, str, str, str]] = {
    "nobody signed in": (_every("401"), "sign-in and Drive API", FAILED, "pipeline sign-in"),
    "Drive API not enabled": (_every("accessNotConfigured"), "sign-in and Drive API", FAILED, "Enable the Google"),
    "scopes too small": (_every("insufficientScopes"), "sign-in and Drive API", FAILED, "does not cover this"),
    "no network": (_every("cut"), "sign-in and Drive API", FAILED, "Check the connection"),
    "clock wrong": (_clock, "clock", FAILED, "set date and time"),
    "no room for files": (_house(without_storage=frozenset({OWNER})), "storage", WARNING, "shared drive"),
    "files cannot be owned": (_house(without_storage=frozenset({OWNER})), "making a copy", FAILED, "shared drive"),
    "folder gone": (_gone, "folder", FAILED, "bin of Google Drive"),
    "folder in the bin": (_in_the_bin, "folder", FAILED, "Restore it"),
    "folder of somebody else": (_of_somebody_else, "folder", FAILED, "as an editor"),
    "copying refused": (
        _only("403", lambda request: request.path.endswith("/copy")),
        "making a copy",
        FAILED,
        "share it with this account",
    ),
    "Sheets API not enabled": (
        _only("sheets-disabled", lambda request: request.path.startswith("/v4/")),
        "Sheets API and locale",
        FAILED,
        "Enable the Google Sheets API",
    ),
    "locale not taken": (_stubborn, "Sheets API and locale", WARNING, "Locale"),
    "sharing forbidden": (_house(unsharing=frozenset({OWNER})), "sharing a copy", FAILED, "administrator"),
    "older template": (_older, "template fr", WARNING, "stay as they are"),
    "anyone with the link": (_access("anyone"), "over-sharing", WARNING, "remove the access"),
    "a whole domain": (_access("domain", domain="example.com"), "over-sharing", WARNING, "remove the access"),
    "a stranger": (_access("user", emailAddress="eve@example.com"), "over-sharing", WARNING, "roster.csv"),
    "quota too small": (_slow, "quota", WARNING, "--via export"),
}


@pytest.mark.parametrize("name", HARMS)
def test_what_is_in_the_way_is_found_with_what_to_do(shared: Exercise, name: str) -> None:
    """Requirements 1 and 4."""
    harm, check, status, advice = HARMS[name]
    folder, before = _folder(shared), _living(shared)
    drive = harm(shared) or replace(shared.store().drive, folder=folder)
    told = findings(shared, drive)
    found = [one for one in told if one.check == check]

    assert [one.status for one in found] == [status], told
    assert advice in found[0].do
    assert found[0].seen
    assert _living(shared) - before <= {"Exercise"}


def _living(exercise: Exercise) -> set[str]:
    """Names of all files that are not in the bin."""
    plan, exercise.service.plan = exercise.service.plan, None
    house, exercise.service.house = exercise.service.house, House(owner=OWNER)
    found = exercise.owner.drive("GET", "files", q="trashed=false", pageSize=1000).json()["files"]
    exercise.service.plan, exercise.service.house = plan, house
    return {one["name"] for one in found}


def test_where_nothing_is_in_the_way_each_check_says_so(shared: Exercise) -> None:
    """Requirements 2 and 4."""
    drive = replace(shared.store().drive, folder=_folder(shared))
    before = _living(shared)
    told = {one.check: one.status for one in findings(shared, drive)}

    assert set(told.values()) == {OK}
    assert {check for _, check, _, _ in HARMS.values()} - {"storage"} == set(told)
    assert _living(shared) == before


def test_a_shared_drive_makes_room_for_files(shared: Exercise) -> None:
    """Requirement 2: a service account may put its copies into a shared drive."""
    place = _folder(shared)
    body = {"type": "user", "role": "organizer", "emailAddress": "robot@example.org"}
    shared.owner.drive("POST", f"files/{place}/permissions", body)
    shared.service.house = House(owner="robot@example.org", without_storage=frozenset({"robot@example.org"}))
    told = {
        one.check: one.status
        for one in findings(shared, replace(shared.store().drive, folder=place, shared_drive=place))
    }

    assert (told["making a copy"], told["folder"]) == (OK, OK)
    assert "storage" not in told


def test_one_failure_does_not_stop_the_rest(shared: Exercise) -> None:
    """Requirement 3."""
    told = {one.check: one.status for one in findings(shared, _gone(shared))}

    assert (told["folder"], told["making a copy"]) == (FAILED, FAILED)
    assert (told["template fr"], told["over-sharing"], told["quota"]) == (OK, OK, OK)


def test_without_a_sign_in_there_is_one_finding(shared: Exercise) -> None:
    """Requirement 3."""
    _every("401")(shared)

    assert [one.check for one in findings(shared, shared.store().drive)] == ["sign-in and Drive API"]


@pytest.mark.parametrize(("address", "status"), [("you@example.org", OK), ("no address", FAILED)])
def test_sharing_is_tried_where_an_address_is_given(shared: Exercise, address: str, status: str) -> None:
    """Requirement 5."""
    (found,) = [one for one in findings(shared, share_with=address) if one.check == "sharing a copy"]

    assert found.status == status
    assert bool(found.do) == (status == FAILED)
