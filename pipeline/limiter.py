"""One pace for all processes of a machine: so many requests a minute, whoever makes them.

A generic cell rate algorithm over SQLite. Eighty per cent of a quota flow evenly, the remaining twenty may be spent
at once, so that no minute holds more than the quota. The limiter is a courtesy; a refusal by the service is the
truth, and then the shared pace is halved and recovers by a tenth of the full pace a minute.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

SHARE = 0.8
_MINUTE = 60.0
_RECOVERY = 0.1 / _MINUTE
_SLOWEST = 1 / 16
#: A reservation further ahead than this was made with another clock.
_TOO_FAR = 3600.0
_SCHEMA = """CREATE TABLE IF NOT EXISTS pace (
    name TEXT PRIMARY KEY, next_at REAL NOT NULL, factor REAL NOT NULL, slowed_at REAL NOT NULL)"""


class Limiter:
    """Makes callers wait their turn. Safe for threads; processes share it through the file."""

    def __init__(
        self, path: Path | None, clock: Callable[[], float], sleep: Callable[[float], None], share: float = SHARE
    ) -> None:
        """Open the shared pace at `path`; without one it is this process's own."""
        self._clock, self._sleep, self._share = clock, sleep, share
        self._lock = Lock()
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None, timeout=30)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(_SCHEMA)

    def take(self, name: str, per_minute: float, cost: float = 1) -> float:
        """Wait until `cost` may be spent of a quota of `per_minute`; returns the seconds waited."""
        with self._changing() as now:
            next_at, factor = self._pace(name, now)
            step = _MINUTE / (per_minute * self._share * factor)
            slack = max(cost, per_minute * (1 - self._share) * factor) * step
            turn = max(next_at, now) + cost * step
            self._db.execute("UPDATE pace SET next_at = ? WHERE name = ?", (turn, name))
        wait = max(0.0, turn - slack - now)
        if wait:
            self._sleep(wait)
        return wait

    def slow_down(self, name: str) -> None:
        """Halve the pace: the service said it was too fast."""
        with self._changing() as now:
            _, factor = self._pace(name, now)
            new = max(_SLOWEST, factor / 2)
            self._db.execute("UPDATE pace SET factor = ?, slowed_at = ? WHERE name = ?", (new, now, name))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _pace(self, name: str, now: float) -> tuple[float, float]:
        """When the next turn is, and which part of the full pace holds now."""
        query = "SELECT next_at, factor, slowed_at FROM pace WHERE name = ?"
        row = self._db.execute(query, (name,)).fetchone()
        if row is None:
            self._db.execute("INSERT INTO pace VALUES (?, ?, 1, ?)", (name, now, now))
            return now, 1.0
        next_at, factor, slowed_at = row
        factor = min(1.0, factor + max(0.0, now - slowed_at) * _RECOVERY)
        return (now if next_at > now + _TOO_FAR else next_at), factor

    @contextmanager
    def _changing(self) -> Iterator[float]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._clock()
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
