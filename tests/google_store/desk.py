"""An exercise on the embedded service: a campaign, its memory, a service whose requests are watched, a clock of ours."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.feedback import feedback_plans  # noqa: F401 - imported early, so that cuts hit requests alone
from pipeline.outside import Outside
from pipeline.provision import provision, provision_plan
from pipeline.state import State, open_state
from pipeline.stores.embedded import Cut, Fault, House, Ids, Request, Response, Service, Shelf, session
from pipeline.stores.google import GoogleStore
from pipeline.stores.google_drive import Drive
from pipeline.stores.google_http import GoogleHTTP, Line
from pipeline.story import SyncResult, sync
from schemas.campaign import Campaign
from sheet_templates.load import guideline
from tests.books import campaign, territory
from tests.embedded.clients import Client, Clock

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
ROWS = 5000


@dataclass
class Wait:
    """Time that passes only by waiting."""

    now: float = 1_700_000_000.0
    waits: list[float] = field(default_factory=list)

    def outside(self) -> Outside:
        """This clock, and a chance that is always a half."""
        return Outside(lambda: self.now, self.sleep, lambda: 0.5)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.waits.append(seconds)
        self.now += seconds


class Watched(Service):
    """A service that keeps its requests, and calls `before` ahead of each."""

    before: Callable[[int, Request], None] | None = None

    def handle(self, request: Request) -> Response:
        """Keep, call, answer."""
        self.seen: list[Request] = [*getattr(self, "seen", []), request]
        if self.before:
            self.before(len(self.seen), request)
        return super().handle(request)


@dataclass
class Exercise:
    """A campaign of two territories (unless others are given) on a service in memory."""

    folder: Path
    campaign: Campaign = field(
        default_factory=lambda: campaign(
            territory("praia-cv"), territory("lome-tg", "en"), depth="core", respondents=3, store="google:"
        )
    )
    via_export: bool = False

    def __post_init__(self) -> None:
        """Open the memory and the service."""
        whole = guideline()
        self.guideline = replace(
            whole, blocks=whole.blocks[:1], variables=whole.variables[:2], plan_columns=whole.plan_columns[:3]
        )
        house = House(owner="owner@example.org", groups={"team@example.org": frozenset({"ana@example.org"})})
        self.service = Watched(Shelf(None), Clock(), Ids(secrets.randbits), house)
        self.wait = Wait(self.service.clock().timestamp())
        self.state: State = open_state(self.folder / "state.db")
        self.owner = Client(self.service)

    def store(self, **more: Any) -> GoogleStore:
        """The store as a new run opens it."""
        line = Line(lambda: session(self.service), self.wait.outside())
        return GoogleStore(Drive(GoogleHTTP(line), self.campaign.id), via_export=self.via_export, **more)

    def provision(self, prefill: Mapping[str, Any] | None = None) -> GoogleStore:
        """Make what is missing; the store that did it."""
        store = self.store()
        plan = provision_plan(self.campaign, store, self.state)
        provision(plan, self.guideline, self.campaign, store, self.state, NOW, lambda _: None, prefill)
        return store

    def sync(self, store: GoogleStore | None = None, **more: Any) -> tuple[SyncResult, Mapping[str, int]]:
        """One sync, and the requests it made."""
        store = store or self.store()
        run = self.state.start_run("sync", "test", NOW)
        done = sync(self.guideline, self.campaign, store, self.state, NOW, run, lambda _: None, **more)
        return done, store.requests()

    def place(self, territory_id: str = "praia-cv") -> str:
        """The id of a territory's spreadsheet."""
        return self.state.books()[territory_id].place

    def grid(self, title: str, territory_id: str = "praia-cv") -> list[list[Any]]:
        """The values of a tab."""
        return self.owner.values(self.place(territory_id), f"'{title}'", valueRenderOption="UNFORMATTED_VALUE")

    def type(self, title: str, cell: str, value: Any, territory_id: str = "praia-cv") -> None:
        """Type into a cell as a participant does."""
        self.owner.put(self.place(territory_id), f"'{title}'!{cell}", [[value]], "USER_ENTERED")


def cut_at(service: Service, number: int, *, after: bool, name: str = "cut") -> None:
    """Cut the connection at the n-th request from now, for good: the machine is off the network from then on."""
    start = service._number

    def plan(count: int, _request: Request) -> Fault | None:
        if count == start + number:
            return Fault(name, after=after)
        return Fault(name) if count > start + number else None

    service.plan = plan


__all__ = ["NOW", "Cut", "Exercise", "Fault", "Wait", "Watched", "cut_at"]
