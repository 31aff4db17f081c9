"""A run killed at any of its requests, as when the power fails, and started again.

The run is a process; the service, in the test's own, kills it at the n-th request for every n: before the request
is carried out, and after it but before the answer is out.

1. provision: every territory has one spreadsheet, every person one access; templates are there once.
2. sync: no participant's cell is changed, and the spreadsheets end as after a run that nobody killed.
3. publish: every workbook is there once, with its latest content and its readers; the overview once, as a spreadsheet;
   an index leads to the workbooks beside it.
4. The memory is whole after every kill.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipeline.stores.embedded import Cut, Ids, Request, Response, Service, Shelf, listening
from pipeline.stores.google_read import READ_MASK, tabs_of_reply
from tests.embedded.clients import Client, Clock

from .child import TERRITORIES, carry_out
from .delivered import links, publishable
from .desk import ROWS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="a process is killed in another way there"),
]
LEGAL = {"fr": "1 Cadre juridique", "en": "1 Legal framework"}
MOST = 60


class Deadly(Service):
    """A service that kills whom it serves at its n-th request from now on; 0 for never."""

    at = 0
    after = False

    def aim(self, number: int, *, after: bool) -> None:
        """Kill at that request, after it was carried out or before."""
        self.at, self.after, self.served = number, after, 0
        self.victim: int | None = None
        self.known, self.one_by_one = threading.Event(), threading.Lock()

    def handle(self, request: Request) -> Response:
        """Answer, or kill."""
        if not self.at:
            return super().handle(request)
        self.known.wait(30)
        with self.one_by_one:
            self.served += 1
            if self.served > self.at or (self.served == self.at and not self.after):
                self._kill()
            answer = super().handle(request)
            if self.served == self.at:
                self._kill()
            return answer

    def _kill(self) -> None:
        if self.victim is not None:
            os.kill(self.victim, signal.SIGKILL)
        raise Cut


@dataclass
class Place:
    """A folder with the memory of a campaign and the books of a service, the service behind HTTP."""

    folder: Path
    processes: Any
    service: Deadly = field(init=False)
    base: str = field(init=False)

    @contextmanager
    def open(self, port: int) -> Iterator[Place]:
        """Serve on a port of this machine while the block lasts."""
        self.service = Deadly(Shelf(self.folder / "embedded.db"), Clock(), Ids(_bits()))
        server = listening(self.service, port)
        self.base = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            self.service.shelf.close()

    def run(self, what: str, kill_at: int = 0, *, after: bool = False) -> bool:
        """Whether a run of that kind came to its end; it must where nobody kills it."""
        self.service.aim(kill_at, after=after)
        process = self.processes.Process(target=carry_out, args=(what, str(self.folder), self.base))
        process.start()
        self.service.victim = process.pid
        self.service.known.set()
        process.join(120)
        self.service.at = 0
        assert process.exitcode in {0, -signal.SIGKILL}
        return bool(process.exitcode == 0)

    @property
    def owner(self) -> Client:
        """The owner of everything."""
        return Client(self.service)

    def files(self) -> list[dict[str, Any]]:
        """Every file with the marks of the campaign, in the bin or not."""
        query = {"fields": "files(id,name,mimeType,trashed,appProperties,permissions(emailAddress,role),parents)"}
        found = self.owner.drive("GET", "files", pageSize=1000, **query).json()["files"]
        return [one for one in found if one.get("appProperties")]

    def book(self, territory_id: str) -> str:
        """The spreadsheet of a territory, the only one."""
        (found,) = [one["id"] for one in self.files() if one["appProperties"].get("sse_territory") == territory_id]
        return str(found)

    def memory_is_whole(self) -> bool:
        """Whether SQLite finds nothing wrong."""
        memory = sqlite3.connect(self.folder / "state.db")
        try:
            return bool(memory.execute("PRAGMA integrity_check").fetchone() == ("ok",))
        finally:
            memory.close()


def _bits() -> Callable[[int], int]:
    import secrets

    return secrets.randbits


@pytest.fixture(scope="module")
def processes() -> Any:
    """Processes that start with everything imported."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["tests.google_store.child"])
    return found


@pytest.fixture(scope="module")
def ports() -> int:
    """One port for all, because the memory knows the address of the service."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _shapes(place: Place) -> list[tuple[Any, ...]]:
    """What there is in Drive, without ids."""
    return sorted(
        (
            one["name"],
            one["trashed"],
            one["appProperties"].get("sse_role", ""),
            one["appProperties"].get("sse_territory", ""),
            sorted((who["emailAddress"], who["role"]) for who in one["permissions"]),
        )
        for one in place.files()
    )


def _cells(place: Place, *, participants: bool) -> dict[tuple[str, str, int, int], object]:
    """Every value of every territory; with `participants` only outside of what the tool owns."""
    found: dict[tuple[str, str, int, int], object] = {}
    for territory_id in TERRITORIES:
        reply = place.owner.sheets("GET", place.book(territory_id), fields=READ_MASK).json()
        for tab in tabs_of_reply(reply, ROWS):
            if participants and tab.key == "feedback":
                continue
            for row, line in enumerate(tab.sheet.rows):
                for column, value in enumerate(line):
                    if value != "" and not (participants and column in tab.owned_columns):
                        found[territory_id, tab.key, row, column] = value
    return found


def _answer(place: Place) -> None:
    """What people typed: right, wrong and unclear."""
    for territory_id, language in zip(TERRITORIES, ("fr", "fr", "en"), strict=True):
        where = f"'{LEGAL[language]}'!E5:F6"
        place.owner.put(place.book(territory_id), where, [[7, 2], [3, "2-3"]], "USER_ENTERED")


def _start(tmp_path: Path, name: str, start: Path | None = None) -> Path:
    folder = tmp_path / name
    if start:
        shutil.copytree(start, folder)
    else:
        folder.mkdir()
    return folder


@pytest.mark.parametrize("after", [False, True], ids=["before it is carried out", "before the answer"])
def test_a_killed_provision_makes_nothing_twice(tmp_path: Path, processes: Any, ports: int, *, after: bool) -> None:
    """Requirements 1 and 4."""
    with Place(_start(tmp_path, "whole"), processes).open(ports) as place:
        assert place.run("provision")
        wanted = _shapes(place), _cells(place, participants=False)
    for number in range(1, MOST):
        with Place(_start(tmp_path, str(number)), processes).open(ports) as place:
            ended = place.run("provision", number, after=after)
            assert place.memory_is_whole()
            assert place.run("provision")

            assert (_shapes(place), _cells(place, participants=False)) == wanted, number
        if ended:
            return
    pytest.fail("a provision never ends")


@pytest.mark.parametrize("after", [False, True], ids=["before it is carried out", "before the answer"])
def test_a_killed_sync_changes_no_participants_cell(tmp_path: Path, processes: Any, ports: int, *, after: bool) -> None:
    """Requirements 2 and 4."""
    start = _start(tmp_path, "start")
    with Place(start, processes).open(ports) as place:
        place.run("provision")
        _answer(place)
        typed = _cells(place, participants=True)
    with Place(_start(tmp_path, "whole", start), processes).open(ports) as place:
        assert place.run("sync")
        wanted = _cells(place, participants=False)
    assert wanted != typed
    for number in range(1, MOST):
        with Place(_start(tmp_path, str(number), start), processes).open(ports) as place:
            ended = place.run("sync", number, after=after)
            assert _cells(place, participants=True) == typed
            assert place.memory_is_whole()
            assert place.run("sync")

            assert _cells(place, participants=True) == typed, number
            assert _cells(place, participants=False) == wanted, number
        if ended:
            return
    pytest.fail("a sync never ends")


@pytest.mark.parametrize("after", [False, True], ids=["before it is carried out", "before the answer"])
@pytest.mark.parametrize("published", [False, True], ids=["for the first time", "with new content"])
def test_a_killed_publish_leaves_every_workbook_once(
    tmp_path: Path, processes: Any, ports: int, *, published: bool, after: bool
) -> None:
    """Requirements 3 and 4."""
    start = _start(tmp_path, "start")
    publishable(start, b"old")
    ids: dict[str, str] = {}
    with Place(start, processes).open(ports) as place:
        place.run("provision")
        if published:
            place.run("publish")
            ids = {one["name"]: one["id"] for one in place.files() if one["appProperties"]["sse_role"] == "delivery"}
    for number in range(1, MOST):
        with Place(_start(tmp_path, str(number), start), processes).open(ports) as place:
            publishable(place.folder, b"new")
            ended = place.run("publish", number, after=after)
            assert place.memory_is_whole()
            assert place.run("publish")
            found = {one["name"]: one for one in place.files() if one["appProperties"]["sse_role"] == "delivery"}
            readers = [who["emailAddress"] for who in found["undp.xlsx"]["permissions"] if who["role"] == "reader"]

            assert len(place.files()) == len(found) + len(TERRITORIES) + len(LEGAL)
            assert sorted(found) == ["CV.xlsx", "ilo.xlsx", "overview-fr", "undp-territories", "undp.xlsx"]
            assert {name: found[name]["id"] for name in ids} == ids
            assert place.owner.drive("GET", f"files/{found['ilo.xlsx']['id']}", alt="media").content == b"PK new"
            assert place.owner.values(found["overview-fr"]["id"], "A1") == [["new"]]
            index = place.owner.drive("GET", f"files/{found['undp.xlsx']['id']}", alt="media").content
            assert links(index) == {"new": (f"embedded:{found['CV.xlsx']['id']}", None)}
            assert readers == ["desk@undp.example"]
        if ended:
            return
    pytest.fail("a publish never ends")
