"""The roster's people get access once.

1. Everybody in the roster gets access, without a mail from Google; repeated, nobody is asked for twice.
2. A sharing limit stops for today; the next run goes on where it stopped.
3. Invitations are written in the territory's language, with the link.
4. Every error that the doctor hands on says what to do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.outside import Outside
from pipeline.share import invitations, share, share_plan
from pipeline.stores.embedded import Fault, Request
from pipeline.stores.google_sign_in import sign_in
from schemas.campaign import Member
from schemas.errors import ProjectError

from .desk import NOW, Exercise

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


def test_no_project_error_without_a_hint():
    """Requirement 4."""
    with pytest.raises(ProjectError) as raised:
        sign_in(Outside())

    assert raised.value.hint
