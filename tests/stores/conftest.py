"""One campaign on each kind of store: files, the embedded service in this process, the same behind HTTP."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from pipeline.derive import Reader
from pipeline.provision import provision, provision_plan
from pipeline.pull import Puller, PullReport
from pipeline.read_answers import Reading
from pipeline.state import State, open_state
from pipeline.stores.embedded import listening, opened, session
from pipeline.stores.open import open_stores
from pipeline.stores.store import SheetStore
from pipeline.stores.workbook_files import Limits
from schemas.campaign import Campaign
from schemas.guideline import Guideline
from sheet_templates.load import guideline
from tests.books import campaign, territory

from .hands import FileHands, GoogleHands, Hands

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LIMITS = Limits(50, 500, 5000)


@dataclass
class House:
    """A campaign, its store as every new run opens it, and the hands of its participants."""

    campaign: Campaign
    guideline: Guideline
    state: State
    opened: Callable[[], SheetStore]
    hands: Hands

    def provision(self, progress: Callable[[str], None] = lambda _: None) -> list[str]:
        """Make what is missing; where the new ones are."""
        store = self.opened()
        plan = provision_plan(self.campaign, store, self.state)
        return provision(plan, self.guideline, self.campaign, store, self.state, NOW, progress)

    def pull(
        self, store: SheetStore | None = None, progress: Callable[[str], None] = lambda _: None
    ) -> tuple[PullReport, Reading]:
        """What changed, and everything that the pulls in use say."""
        reader = Reader(self.guideline, self.campaign)
        run = self.state.start_run("sync", "test", NOW)
        puller = Puller(
            self.guideline, self.campaign, store or self.opened(), self.state, LIMITS, NOW, run, reader.read_book
        )
        report = puller.pull(progress)
        read = Reading()
        for one in report.readings.values():
            for name in read.__slots__:
                getattr(read, name).extend(getattr(one, name))
        return report, read

    def place(self, territory_id: str = "praia-cv") -> str:
        """Where a territory's spreadsheet is."""
        return self.state.books()[territory_id].place


@pytest.fixture(
    params=["folder", "embedded in this process", pytest.param("embedded over HTTP", marks=pytest.mark.slow)]
)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """Two territories on each kind of store."""
    whole = guideline()
    small = replace(whole, blocks=whole.blocks[:1], variables=whole.variables[:2], plan_columns=whole.plan_columns[:3])
    state = open_state(tmp_path / "state.db")
    address, hands, stop = _world(request.param, tmp_path)
    given = campaign(
        territory("praia-cv"), territory("sao-filipe", "pt"), depth="core", respondents=3, plan_rows=3, store=address
    )

    def store() -> SheetStore:
        return open_stores(given, tmp_path, small.policy, NOW)

    yield House(given, small, state, store, hands)
    state.close()
    stop()


def _world(kind: str, folder: Path) -> tuple[str, Hands, Callable[[], None]]:
    """Address of the store, hands to edit with, and how to end it."""
    if kind == "folder":
        return "folder:sheets", FileHands(folder / "sheets"), lambda: None
    service = opened(folder)
    if kind == "embedded in this process":
        return "embedded:", GoogleHands(session(service)), service.shelf.close
    server = listening(service, 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    http = requests.Session()

    def stop() -> None:
        http.close()
        server.shutdown()
        thread.join()
        server.server_close()
        service.shelf.close()

    return f"embedded:{base}", GoogleHands(http, base), stop
