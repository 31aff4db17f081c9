"""A spreadsheet service in a process of its own, reached in simulated time: what a sync meets instead of Google."""

from __future__ import annotations

import multiprocessing
import secrets
import threading
import time
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from pipeline.limiter import Limiter
from pipeline.outside import Outside
from pipeline.stores.embedded import House, Ids, Service, Shelf, listening
from pipeline.stores.google import GoogleStore
from pipeline.stores.google_drive import Drive
from pipeline.stores.google_http import HOSTS, GoogleHTTP, Line, Quotas, bucket_of
from schemas.campaign import Campaign

LATENCY = 0.3
#: Units of Drive's quota that a request of gspread's costs at most here.
LIST_UNITS = 100


def serve(ours: Connection) -> None:
    """The service, in its own process: tells its port, then its processor seconds whenever it is asked."""
    house = House(open_to_all=True)
    service = Service(Shelf(None), lambda: datetime.now(UTC), Ids(secrets.randbits), house)
    server = listening(service, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ours.send(server.server_address[1])
    while ours.recv():
        ours.send(time.process_time())


class Times(threading.local):
    """Simulated seconds, each thread its own; a new thread begins at `start`."""

    def __init__(self, world: World) -> None:
        """Begin where the simulated time has got to."""
        self.now = world.latest


@dataclass
class World:
    """A service, and simulated time that passes by requests and by waiting for the quota."""

    service: Connection
    port: int
    latest: float = 0.0
    quotas: Quotas = field(default_factory=Quotas)
    counts: Counter[str] = field(default_factory=Counter)
    moments: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Start the quotas full."""
        self.reset()

    def reset(self) -> None:
        """A new run: time and quotas from the start."""
        self.latest = 0.0
        self.times = Times(self)
        self.counts.clear()
        self.moments.clear()
        self.limiter = Limiter(None, lambda: self.times.now, self.sleep)

    def sleep(self, seconds: float) -> None:
        """Let this thread's time pass."""
        self.times.now += seconds
        self.latest = max(self.latest, self.times.now)

    def wait_for_all(self) -> None:
        """Let this thread's time pass until everything under way is done."""
        self.times.now = self.latest

    def service_seconds(self) -> float:
        """What the service has taken of the processor so far."""
        self.service.send(True)  # noqa: FBT003 - any word but a false one
        return float(self.service.recv())

    def busiest(self, bucket: str) -> int:
        """The most requests of a bucket within any simulated minute."""
        moments = self.moments[bucket]
        return max(
            (sum(start <= one < start + 60 for one in moments) for start in moments[:: 1 + len(moments) // 500]),
            default=0,
        )

    def session(self, *, paced: bool = False) -> requests.Session:
        """A session to the service; `paced` makes it keep to the quotas by itself, for clients that do not."""
        world = self

        class Adapter(HTTPAdapter):
            """Sends to the service what is meant for Google, and takes simulated time."""

            def send(self, request: requests.PreparedRequest, *args: Any, **parts: Any) -> requests.Response:
                """The service's answer."""
                address = str(request.url)
                bucket = bucket_of(str(request.method), address.partition("?")[0])
                world.counts[bucket] += 1
                if paced:
                    world.limiter.take(bucket, world.quotas.of(bucket)[0], LIST_UNITS if bucket == "drive" else 1)
                insort(world.moments[bucket], world.times.now)
                world.sleep(LATENCY)
                host = next(host for host in HOSTS if address.startswith(host))
                request.url = f"http://127.0.0.1:{world.port}{address[len(host) :]}"
                return super().send(request, *args, **parts)

        made = requests.Session()
        for host in HOSTS:
            made.mount(host, Adapter())
        return made

    def store(self, campaign: Campaign, *, via_export: bool = False) -> GoogleStore:
        """Our store, as a new run opens it."""
        outside = Outside(lambda: self.times.now, self.sleep, lambda: 0.5)
        line = Line(self.session, outside, limiter=self.limiter)
        return GoogleStore(Drive(GoogleHTTP(line), campaign.id), via_export)


@contextmanager
def world() -> Iterator[World]:
    """A service with nothing in it; gone afterwards."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield World(ours, ours.recv())
    finally:
        ours.send(None)
        process.join()
