"""The roster's people get access once, the agencies their workbooks, and what is published stays one file.

1. Everybody in the roster gets access, without a mail from Google; repeated, nobody is asked for twice.
2. A sharing limit stops for today; the next run goes on where it stopped.
3. Invitations are written in the territory's language, with the link.
4. A workbook is uploaded once; new content goes into the same file, the same content is not sent again.
5. Publishing cut anywhere is resumed with nothing twice. 6. Readers of an agency get access.
7. The overview is a spreadsheet of its own, once.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pipeline.outside import Outside
from pipeline.publish import Delivery, publish, publish_plan
from pipeline.share import invitations, share, share_plan
from pipeline.stores.embedded import Fault, Request
from pipeline.stores.google_sign_in import sign_in
from schemas.campaign import Member
from schemas.errors import ProjectError

from .desk import NOW, Exercise, cut_at

ROSTER = (
    Member("praia-cv", "ana@example.org"),
    Member("praia-cv", "team@example.org", "reader", "group"),
    Member("lome-tg", "kofi@example.org", "commenter"),
)


@pytest.fixture
def shared(exercise: Exercise) -> Exercise:
    """A provisioned campaign with a roster."""
    exercise.campaign = replace(exercise.campaign, roster=ROSTER)
    exercise.provision()
    return exercise


def carry_out(exercise: Exercise) -> Any:
    """Share what is left to share."""
    return share(share_plan(exercise.campaign, exercise.state), exercise.store(), exercise.state, NOW, lambda _: None)


def access(exercise: Exercise, territory_id: str) -> dict[str, str]:
    """E-mail -> role of everybody but the owner."""
    reply = exercise.owner.drive("GET", f"files/{exercise.place(territory_id)}/permissions", fields="*").json()
    return {one["emailAddress"]: one["role"] for one in reply["permissions"] if one["role"] != "owner"}


def test_everybody_in_the_roster_gets_access_once(shared: Exercise):
    """Requirement 1."""
    report = carry_out(shared)

    assert sorted(report.shared) == ["ana@example.org", "kofi@example.org", "team@example.org"]
    assert access(shared, "praia-cv") == {"ana@example.org": "writer", "team@example.org": "reader"}
    assert access(shared, "lome-tg") == {"kofi@example.org": "commenter"}
    sent = [one for one in shared.service.seen if one.path.endswith("/permissions") and one.method == "POST"]
    assert all(dict(one.query)["sendNotificationEmail"] == "false" for one in sent)
    assert share_plan(shared.campaign, shared.state) == []


def test_a_sharing_limit_stops_for_today(shared: Exercise):
    """Requirement 2."""
    start = shared.service._number

    def plan(number: int, _request: Request) -> Fault | None:
        return Fault("sharingRateLimitExceeded") if number > start + 1 else None

    shared.service.plan = plan
    first = carry_out(shared)
    shared.service.plan = None
    second = carry_out(shared)

    assert (len(first.shared), first.left) == (1, 2)
    assert len(second.shared) == 2


def test_invitations_are_in_the_territorys_language(shared: Exercise):
    """Requirement 3."""
    places = {key: book.place for key, book in shared.state.books().items()}
    texts = dict(invitations(shared.campaign, places, shared.store()))

    assert "Bonjour" in texts["praia-cv"]
    assert "ana@example.org, team@example.org" in texts["praia-cv"]
    assert f"/d/{shared.place()}/edit" in texts["praia-cv"]
    assert "Hello" in texts["lome-tg"]


def deliveries(folder: Path, content: bytes) -> list[Delivery]:
    """One agency's workbook."""
    path = folder / "undp.xlsx"
    path.write_bytes(content)
    return [Delivery("undp", path, readers=("desk@undp.example",))]


def test_a_workbook_keeps_its_address(exercise: Exercise, tmp_path: Path):
    """Requirements 4 and 6."""
    drive, state = exercise.store().drive, exercise.state
    (made,) = publish(deliveries(tmp_path, b"PK one"), drive, state, NOW, lambda _: None)
    n_before = len(exercise.service.seen)
    (same,) = publish(deliveries(tmp_path, b"PK one"), drive, state, NOW, lambda _: None)
    n_after = len(exercise.service.seen)
    (updated,) = publish(deliveries(tmp_path, b"PK two"), drive, state, NOW, lambda _: None)
    place = state.deliveries()["undp"][0]

    assert [made.status, same.status, updated.status] == ["made", "unchanged", "updated"]
    assert made.link == same.link == updated.link
    assert n_before == n_after
    assert exercise.owner.drive("GET", f"files/{place}", alt="media").content == b"PK two"
    reply = exercise.owner.drive("GET", f"files/{place}/permissions", fields="*").json()
    assert "desk@undp.example" in [one["emailAddress"] for one in reply["permissions"]]


@pytest.mark.parametrize("after", [False, True], ids=["not done", "done"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_publishing_cut_anywhere_is_resumed(exercise: Exercise, tmp_path: Path, number: int, *, after: bool):
    """Requirement 5."""
    drive, state = exercise.store().drive, exercise.state
    cut_at(exercise.service, number, after=after)
    publish(deliveries(tmp_path, b"PK one"), drive, state, NOW, lambda _: None)
    exercise.service.plan = None
    publish(deliveries(tmp_path, b"PK one"), drive, state, NOW, lambda _: None)
    query = {"q": "name contains 'undp'", "fields": "files(id,permissions(emailAddress))"}
    (file,) = exercise.owner.drive("GET", "files", **query).json()["files"]

    assert [one["emailAddress"] for one in file["permissions"]] == ["owner@example.org", "desk@undp.example"]


def _overview(folder: Path, word: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = word
    book.save(folder / "overview-fr.xlsx")


def test_the_overview_is_a_spreadsheet_of_its_own(exercise: Exercise, tmp_path: Path):
    """Requirement 7."""
    given = replace(exercise.campaign, languages=("fr", "en"), publish_overview=True)
    drive, state = exercise.store().drive, exercise.state
    with pytest.raises(ProjectError) as missing:
        publish_plan(given, tmp_path)
    done = []
    for word in ("first", "", "second"):
        if word:
            _overview(tmp_path, word)
        done += publish(publish_plan(given, tmp_path), drive, state, NOW, lambda _: None)
    place = state.deliveries()["overview-fr"][0]

    assert "overview-fr.xlsx" in missing.value.message
    assert [one.status for one in done] == ["made", "unchanged", "updated"]
    assert {one.link for one in done} == {f"https://docs.google.com/spreadsheets/d/{place}/edit"}
    assert exercise.owner.values(place, "A1") == [["second"]]
    assert publish_plan(replace(given, publish_overview=False), tmp_path) == []


def test_no_project_error_without_a_hint():
    """Every error that the doctor hands on says what to do."""
    with pytest.raises(ProjectError) as raised:
        sign_in(Outside())

    assert raised.value.hint
