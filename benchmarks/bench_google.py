"""A campaign on Google Sheets: requests, simulated minutes and processor time, against the obvious gspread way.

The embedded service stands in for Google. Each request takes 300 simulated milliseconds, and the quotas of a new
project hold on a simulated clock, for both ways alike. The obvious way opens each spreadsheet, fetches each tab by
title, reads all of it, and writes feedback cell by cell; it is tried on a few territories and counted up.

    python benchmarks/bench_google.py                     # 60 territories, about a minute
    python benchmarks/bench_google.py --territories 1000  # the whole, a quarter of an hour
"""

from __future__ import annotations

import argparse
import gc
import secrets
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gspread
import requests

from pipeline.derive import Reader
from pipeline.limiter import Limiter
from pipeline.outside import Outside
from pipeline.provision import provision, provision_plan
from pipeline.pull import Puller
from pipeline.state import State, open_state
from pipeline.stores.embedded import EmbeddedAdapter, House, Ids, Service, Shelf
from pipeline.stores.google import GoogleStore
from pipeline.stores.google_drive import Drive
from pipeline.stores.google_feedback import FeedbackPlan
from pipeline.stores.google_http import HOSTS, GoogleHTTP, Line, Quotas, bucket_of
from pipeline.stores.store import Remark
from pipeline.stores.workbook_files import Limits
from schemas.campaign import Campaign, Territory
from schemas.layout import BookLayout, Cell, Column, TabLayout
from sheet_templates.load import guideline

LATENCY = 0.3
N_PROBLEMS = 8
N_OBVIOUS = 3
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LIMITS = Limits(50, 500, 5000)
LANGUAGES = ("fr", "en", "es", "pt")


class Times(threading.local):
    """Simulated seconds, each thread its own."""

    now = 0.0


@dataclass
class World:
    """A service, simulated time, and the processor time that the service itself takes."""

    service: Service = field(
        default_factory=lambda: Service(Shelf(None), lambda: datetime.now(UTC), Ids(secrets.randbits), House())
    )
    times: Times = field(default_factory=Times)
    in_service: list[float] = field(default_factory=list)
    latest: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Start the quotas full."""
        self.quotas = Quotas()
        self.reset()

    def reset(self) -> None:
        """A new run: time and quotas from the start."""
        self.times.now, self.latest = 0.0, 0.0
        self.in_service.clear()
        self.counts.clear()
        self.limiter = Limiter(None, lambda: self.times.now, self.sleep)

    def sleep(self, seconds: float) -> None:
        """Let this thread's time pass."""
        self.times.now += seconds
        self.latest = max(self.latest, self.times.now)

    def session(self, *, paced: bool = False) -> requests.Session:
        """A session to the service; `paced` makes it keep to the quotas by itself, for clients that do not."""
        world = self

        class Adapter(EmbeddedAdapter):
            """Takes simulated time, and notes what the service takes of the processor."""

            def send(self, request: requests.PreparedRequest, *args: Any, **parts: Any) -> requests.Response:
                """The service's answer."""
                if paced:
                    bucket = bucket_of(str(request.method), str(request.url).partition("?")[0])
                    world.counts[bucket] += 1
                    world.limiter.take(bucket, world.quotas.of(bucket)[0], 100 if bucket == "drive" else 1)
                world.sleep(LATENCY)
                started = time.thread_time()
                try:
                    return super().send(request, *args, **parts)
                finally:
                    world.in_service.append(time.thread_time() - started)

        made = requests.Session()
        for host in HOSTS:
            made.mount(host, Adapter(self.service))
        return made

    def store(self, campaign: Campaign) -> GoogleStore:
        """Our store, as a new run opens it."""
        outside = Outside(lambda: self.times.now, self.sleep, lambda: 0.5)
        line = Line(self.session, outside, limiter=self.limiter)
        return GoogleStore(Drive(GoogleHTTP(line), campaign.id), LIMITS.rows)


def exercise(n_territories: int) -> Campaign:
    """A campaign of so many territories in four languages."""
    places = tuple(
        Territory(f"t-{number}", f"Territory {number}", "TG", LANGUAGES[number % 4]) for number in range(n_territories)
    )
    return Campaign("bench", "Bench", "", "", "1", None, "core", 8, LANGUAGES, "embedded:", places, ())


def feedback(territory_id: str, run: int) -> FeedbackPlan:
    """Feedback of eight lines."""
    lines = range(5, 5 + N_PROBLEMS)
    cells = [Cell(0, 1, "Feedback", "title")]
    cells += [Cell(line, column, f"run {run} line {line}", "owned_text") for line in lines for column in range(1, 8)]
    tab = TabLayout("feedback", "F", tuple(Column(str(n), 20) for n in range(8)), tuple(cells), freeze=(5, 0))
    book = BookLayout(territory_id, "fr", "F", (tab,), {}, {})
    remarks = tuple(Remark("block:LEG", "E5", "LEG-1", "error", f"run {run} line {line}", line) for line in lines)
    return FeedbackPlan(territory_id, book, str(run), remarks, 3)


def synced(world: World, campaign: Campaign, state: State, changed: Sequence[str], run: int) -> dict[str, float]:
    """What one sync takes: pull, count answers, keep, and tell the territories that changed."""
    world.reset()
    store, reader = world.store(campaign), Reader(guideline(), campaign)
    for language in LANGUAGES:
        reader.expected(language, in_sheet=True)
    run_id = state.start_run("sync", "bench", NOW)
    # What the service holds in this process is not ours to be tidied up on our time.
    gc.collect()
    gc.freeze()
    started = time.process_time()
    puller = Puller(reader.guideline, campaign, store, state, LIMITS, NOW, run_id, reader.count_answers)
    puller.pull(lambda _: None)
    world.times.now = world.latest
    for territory_id in changed:
        store.give(feedback(territory_id, run))
    state.remember_seen(store.own_revisions())
    own = time.process_time() - started - sum(world.in_service)
    touched = max(1, len(changed))
    return {**store.requests(), "minutes": world.latest / 60, "own_ms_each": 1000 * own / touched}


def obvious(world: World, state: State, changed: Sequence[str]) -> dict[str, float]:
    """The same by the obvious gspread way, tried on a few and counted up to all that changed."""
    world.reset()
    client = gspread.Client(auth=None, session=world.session(paced=True))  # type: ignore[arg-type]
    books = state.books()
    tried = list(changed)[:N_OBVIOUS]
    started = time.process_time()
    for territory_id in tried:
        book = client.open_by_key(books[territory_id].place)
        titles = [sheet.title for sheet in book.worksheets()]
        for title in titles:
            book.worksheet(title).get_all_values()
        sheet = book.worksheet(titles[-2])
        for line in range(N_PROBLEMS):
            for column in range(1, 8):
                sheet.update_cell(10 + line, column + 1, f"line {line}")
    own = time.process_time() - started - sum(world.in_service)
    factor = len(changed) / len(tried)
    reads, writes = world.counts["sheets_read"] * factor, world.counts["sheets_write"] * factor
    minutes = max(reads / world.quotas.sheets_read, writes / world.quotas.sheets_write) / 0.8
    found = {"drive": world.counts["drive"] * factor, "sheets_read": reads, "sheets_write": writes}
    return {**found, "minutes": minutes, "own_ms_each": 1000 * own / len(tried)}


def main() -> None:
    """Measure and print."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--territories", type=int, default=60)
    n_territories = given.parse_args().territories
    campaign, world = exercise(n_territories), World()
    with tempfile.TemporaryDirectory() as folder:
        state = open_state(Path(folder) / "state.db")
        store = world.store(campaign)
        plan = provision_plan(campaign, store, state)
        provision(plan, guideline(), campaign, store, state, NOW, lambda _: None)
        print(f"{'':34}{'drive':>8}{'reads':>8}{'writes':>8}{'minutes':>9}{'own ms/territory':>18}")
        row("provision", {**store.requests(), "minutes": world.latest / 60, "own_ms_each": float("nan")})
        everything = [one.id for one in campaign.territories]
        tenth = everything[:: max(1, n_territories // max(1, n_territories // 10))][: max(1, n_territories // 10)]
        row(f"cold sync, all {n_territories}", synced(world, campaign, state, everything, 1))
        row("nothing changed", synced(world, campaign, state, [], 2))
        http, books = world.session(), state.books()
        for number, territory_id in enumerate(tenth):
            url = f"{HOSTS[0]}/v4/spreadsheets/{books[territory_id].place}/values:batchUpdate"
            title = guideline().blocks[0].short[campaign.territory(territory_id).language]
            data = [{"range": f"'1 {title}'!E5", "values": [[number % 5]]}]
            http.post(url, json={"valueInputOption": "RAW", "data": data}).raise_for_status()
        row(f"one in ten changed ({len(tenth)})", synced(world, campaign, state, tenth, 3))
        row(f"obvious way, all {n_territories}", obvious(world, state, everything))
        row(f"obvious way, {len(tenth)} (if it knew)", obvious(world, state, tenth))
        state.close()


def row(name: str, found: dict[str, float]) -> None:
    """Print one line."""
    counts = "".join(f"{found[key]:8.0f}" for key in ("drive", "sheets_read", "sheets_write"))
    print(f"{name:34}{counts}{found['minutes']:9.1f}{found['own_ms_each']:18.1f}")


if __name__ == "__main__":
    main()
