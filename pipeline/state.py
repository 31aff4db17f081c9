"""The campaign's memory: the only module that reads or writes it.

Raw content is kept first and never rewritten; everything else can be derived from it again. SQLite in WAL mode
with `synchronous=FULL`: an acknowledged pull survives a power cut (STATE_AND_SCALE 1.4). Times are ISO text, UTC.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock, Timeout

from pipeline.state_check import check_memory, damaged, unusable
from pipeline.state_ledgers import Ledgers
from pipeline.state_tables import (
    meta_table,
    pull_table,
    round_table,
    run_table,
    snapshot_table,
    tables,
)
from schemas.errors import Locked

SCHEMA_VERSION = 1
_MAKING_SECONDS = 30
ACCEPTED, QUARANTINED, REJECTED, RECEIVED = "accepted", "quarantined", "rejected", "received"
# What is written for each territory of a sync: put together once, since that takes longer than running it.
_KNOWN = sa.select(snapshot_table.c.sha).where(snapshot_table.c.sha == sa.bindparam("wanted"))
_SNAPSHOT, _PULL = sa.insert(snapshot_table), sa.insert(pull_table)
_VERDICT = (
    sa.update(pull_table)
    .where(pull_table.c.number == sa.bindparam("judged"))
    .values({name: sa.bindparam(name) for name in ("status", "code", "n_answers")})
)


@dataclass(frozen=True, slots=True)
class Pull:
    """One immutable raw copy of one spreadsheet at one time. `pull_id` is what results name it by."""

    number: int
    territory_id: str
    sha: str
    place: str
    revision: str
    pulled_at: datetime
    status: str
    code: str
    n_answers: int

    @property
    def pull_id(self) -> str:
        """Such as P00042: stable, short, sorts by age."""
        return f"P{self.number:05d}"


class State(Ledgers):
    """An open memory. Use `open_state`; writers hold the lease for as long as they work."""

    def keep(
        self,
        territory_id: str,
        content: bytes,
        *,
        sha: str,
        media: str,
        place: str,
        revision: str,
        at: datetime,
        run_id: int,
    ) -> Pull:
        """Commit raw content untouched, before anything looks at it; durable when this returns."""
        with self._writing() as connection:
            if connection.execute(_KNOWN, {"wanted": sha}).first() is None:
                snapshot = {"sha": sha, "media": media, "payload": zlib.compress(content, 1)}
                connection.execute(_SNAPSHOT, snapshot)
            row = {
                "territory_id": territory_id, "sha": sha, "place": place, "revision": revision,
                "pulled_at": at.isoformat(), "status": RECEIVED, "code": "", "n_answers": 0, "run_id": run_id,
            }  # fmt: skip
            done = connection.execute(_PULL, row)
            number = int(done.inserted_primary_key[0])  # type: ignore[index]
        return Pull(number, territory_id, sha, place, revision, at, RECEIVED, "", 0)

    def judge(self, pull: Pull, status: str, *, code: str = "", n_answers: int = 0) -> None:
        """Say what became of a pull: accepted, quarantined or rejected with the code of the problem."""
        with self._writing() as connection:
            verdict = {"judged": pull.number, "status": status, "code": code, "n_answers": n_answers}
            connection.execute(_VERDICT, verdict)

    def current(self) -> dict[str, Pull]:
        """The newest accepted pull of every territory."""
        newest = (
            sa.select(sa.func.max(pull_table.c.number))
            .where(pull_table.c.status == ACCEPTED)
            .group_by(pull_table.c.territory_id)
        )
        return self._pulls(sa.select(pull_table).where(pull_table.c.number.in_(newest)))

    def latest(self) -> dict[str, Pull]:
        """The newest pull of every territory, whatever became of it."""
        newest = sa.select(sa.func.max(pull_table.c.number)).group_by(pull_table.c.territory_id)
        return self._pulls(sa.select(pull_table).where(pull_table.c.number.in_(newest)))

    def content(self, sha: str) -> tuple[str, bytes]:
        """Media and raw content of a snapshot; StateError when it is not what was kept under its hash."""
        with self._reading() as connection:
            row = connection.execute(sa.select(snapshot_table).where(snapshot_table.c.sha == sha)).one_or_none()
        try:
            content = zlib.decompress(row.payload) if row else b""
        except zlib.error as broken:
            raise damaged(self.path) from broken
        if row is None or sha256(content).hexdigest() != sha:
            raise damaged(self.path)
        return row.media, content

    def _pulls(self, query: sa.Select[Any]) -> dict[str, Pull]:
        """The pulls of a query that asks for one of each territory, by territory."""
        with self._reading() as connection:
            return {
                row.territory_id: Pull(
                    row.number, row.territory_id, row.sha, row.place, row.revision,
                    datetime.fromisoformat(row.pulled_at), row.status, row.code, row.n_answers,
                )
                for row in connection.execute(query)
            }  # fmt: skip

    def close_round(self, run_id: int, pulls: Mapping[str, Pull], statuses: Mapping[str, Mapping[str, Any]]) -> None:
        """Name, in one transaction, the pulls a sync rests on: a round is visible whole or not at all."""
        rows = [
            {
                "run_id": run_id,
                "territory_id": territory_id,
                "number": pulls[territory_id].number if territory_id in pulls else 0,
                "statuses": json.dumps(status, sort_keys=True),
            }
            for territory_id, status in statuses.items()
        ]
        with self._writing() as connection:
            connection.execute(sa.insert(round_table), rows)

    def rounds(self) -> list[int]:
        """Run ids of the closed rounds, oldest first."""
        with self._reading() as connection:
            query = sa.select(round_table.c.run_id).distinct().order_by(round_table.c.run_id)
            return [row.run_id for row in connection.execute(query)]

    def round(self, run_id: int) -> tuple[dict[str, Pull], dict[str, dict[str, Any]]]:
        """The pulls of a closed round by territory, and what was said of each territory."""
        with self._reading() as connection:
            rows = list(connection.execute(sa.select(round_table).where(round_table.c.run_id == run_id)))
        numbers = [row.number for row in rows if row.number]
        pulls = self._pulls(sa.select(pull_table).where(pull_table.c.number.in_(numbers)))
        return pulls, {row.territory_id: json.loads(row.statuses) for row in rows}

    def start_run(self, command: str, who: str, at: datetime) -> int:
        """Open the record of a run."""
        with self._writing() as connection:
            done = connection.execute(
                sa.insert(run_table).values(
                    command=command, who=who, started_at=at.isoformat(), status="running", counts="{}"
                )
            )
            return int(done.inserted_primary_key[0])  # type: ignore[index]

    def end_run(self, run_id: int, status: str, counts: Mapping[str, Any], at: datetime) -> None:
        """Close the record of a run."""
        with self._writing() as connection:
            connection.execute(
                sa.update(run_table)
                .where(run_table.c.run_id == run_id)
                .values(status=status, ended_at=at.isoformat(), counts=json.dumps(counts, sort_keys=True))
            )

    def runs(self) -> Sequence[Mapping[str, Any]]:
        """Every run, oldest first."""
        with self._reading() as connection:
            return [dict(row._mapping) for row in connection.execute(sa.select(run_table).order_by(run_table.c.run_id))]  # noqa: SLF001

    @contextmanager
    def lease(self) -> Iterator[None]:
        """Work alone on this campaign; Locked says who is working. Freed by the system if the process dies."""
        lock = FileLock(str(self.path) + ".lock", timeout=0)
        try:
            with lock:
                yield
        except Timeout as busy:
            running = [run for run in self.runs() if run["ended_at"] is None]
            who = f"{running[-1]['who']}, since {running[-1]['started_at'][:16]} UTC" if running else "somebody else"
            message = f"another run is working on this campaign: {who}"
            raise Locked(message, "Wait until it has ended, then try again.") from busy

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def open_state(path: Path) -> State:
    """The memory at `path`, made when there is none; StateError when it is damaged or newer than this program."""
    try:
        if not path.exists():
            with FileLock(f"{path}.lock", timeout=_MAKING_SECONDS):
                if not path.exists():
                    _make(path)
    except (sa.exc.OperationalError, OSError) as refused:
        raise unusable(path, str(getattr(refused, "orig", refused))) from refused
    check_memory(path, SCHEMA_VERSION)
    engine = _engine(path)
    tables.create_all(engine)
    return State(engine, path)


def _make(path: Path) -> None:
    """An empty memory, put in its place when it is whole: a file that is there is never one half made."""
    for ending in ("-wal", "-shm"):
        # SQLite would read the journal of a memory that was taken away into the new one.
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(path.with_name(f"{path.name}{ending}.old"))
    half = path.with_name(f".{path.name}.new")
    half.unlink(missing_ok=True)
    engine = _engine(half)
    tables.create_all(engine)
    with engine.begin() as connection:
        connection.execute(sa.insert(meta_table).values(key="schema", value=str(SCHEMA_VERSION)))
    engine.dispose()
    half.replace(path)


def _engine(path: Path) -> sa.Engine:
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    sa.event.listen(engine, "connect", _durable)
    return engine


@contextmanager
def throwaway_copy(path: Path) -> Iterator[State]:
    """A copy of the memory to try things on; gone afterwards. Empty when there is none yet."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        if path.exists():
            check_memory(path, SCHEMA_VERSION)
            source, target = sqlite3.connect(path), sqlite3.connect(copy)
            source.backup(target)
            source.close()
            target.close()
        state = open_state(copy)
        try:
            yield state
        finally:
            state.close()


def _durable(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
