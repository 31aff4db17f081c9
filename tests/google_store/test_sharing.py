"""The roster's people get access once, the agencies their workbooks, and the doctor says what is in the way.

1. Everybody in the roster gets access, without a mail from Google; repeated, nobody is asked for twice.
2. A sharing limit stops for today; the next run goes on where it stopped.
3. Invitations are written in the territory's language, with the link.
4. A workbook is uploaded once; new content goes into the same file, the same content is not sent again.
5. Publishing cut anywhere is resumed with nothing twice. 6. Readers of an agency get access.
7. The doctor finds: no room for files, a folder that may not be written, people who have access unexpectedly.
8. The doctor leaves nothing behind.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.doctor import FAILED, OK, Doctor
from pipeline.outside import Outside
from pipeline.provision import templates
from pipeline.publish import Delivery, publish
from pipeline.share import invitations, share, share_plan
from pipeline.stores.embedded import Fault, House, Request
from pipeline.stores.google_drive import Drive
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
@pytest.mark.parametrize("number", [1, 2])
def test_publishing_cut_anywhere_is_resumed(exercise: Exercise, tmp_path: Path, number: int, *, after: bool):
    """Requirement 5."""
    drive, state = exercise.store().drive, exercise.state
    cut_at(exercise.service, number, after=after)
    publish(deliveries(tmp_path, b"PK one"), drive, state, NOW, lambda _: None)
    exercise.service.plan = None
    publish(deliveries(tmp_path, b"PK one"), drive, state, NOW, lambda _: None)
    files = exercise.owner.drive("GET", "files", q="name contains 'undp'").json()["files"]

    assert len(files) == 1


def doctor(exercise: Exercise, drive: Drive | None = None) -> dict[str, str]:
    """Check -> how it went."""
    drawn = templates(exercise.guideline, exercise.campaign, ["fr"])
    return {
        one.check: one.status for one in Doctor(drive or exercise.store().drive, exercise.campaign, drawn).findings()
    }


def test_the_doctor_is_content_and_leaves_nothing_behind(shared: Exercise):
    """Requirement 8."""
    before = shared.owner.drive("GET", "files", q="trashed=false", pageSize=1000).json()["files"]

    assert set(doctor(shared).values()) == {OK}
    assert shared.owner.drive("GET", "files", q="trashed=false", pageSize=1000).json()["files"] == before


def test_the_doctor_finds_an_account_without_room(exercise: Exercise):
    """Requirement 7."""
    exercise.service.house = House(owner="owner@example.org", without_storage=frozenset({"owner@example.org"}))
    found = doctor(exercise)

    assert found["storage"] == "warning"
    assert found["making a copy"] == FAILED


def test_the_doctor_finds_unexpected_access(shared: Exercise):
    """Requirement 7."""
    body = {"type": "anyone", "role": "writer"}
    shared.owner.drive("POST", f"files/{shared.place()}/permissions", body)

    assert doctor(shared)["over-sharing"] == "warning"


def test_the_doctor_finds_a_folder_that_is_not_there(exercise: Exercise):
    """Requirement 7."""
    found = doctor(exercise, replace(exercise.store().drive, folder="nosuchfolder1234567890"))

    assert found["folder"] == FAILED
    assert found["making a copy"] == FAILED


@pytest.mark.parametrize("name", ["401", "accessNotConfigured", "cut"])
def test_the_doctor_says_what_is_in_the_way(exercise: Exercise, name: str):
    """Requirement 7."""
    exercise.service.plan = lambda _number, _request: Fault(name)
    drawn = templates(exercise.guideline, exercise.campaign, ["fr"])
    (found,) = Doctor(exercise.store().drive, exercise.campaign, drawn).findings()

    assert found.status == FAILED
    assert found.do


def test_no_project_error_without_a_hint():
    """Every error that the doctor hands on says what to do."""
    with pytest.raises(ProjectError) as raised:
        sign_in(Outside())

    assert raised.value.hint
