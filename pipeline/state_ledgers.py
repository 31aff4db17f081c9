"""What the campaign's memory knows of the outside: spreadsheets made, versions read, access given, workbooks sent.

Part of `state`, which is what the other modules use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from pipeline.state_check import damaged, unusable
from pipeline.state_tables import book_table, delivery_table, feedback_table, seen_table, share_table

# What is written for each territory of a sync: put together once, since that takes longer than running it.
_OLD_FEEDBACK = sa.delete(feedback_table).where(feedback_table.c.territory_id == sa.bindparam("known"))
_FEEDBACK = sa.insert(feedback_table)
_OLD_SEEN = sa.delete(seen_table).where(seen_table.c.territory_id == sa.bindparam("known"))
_SEEN = sa.insert(seen_table)


@dataclass(frozen=True, slots=True)
class Book:
    """A provisioned spreadsheet: where it was put and the hash it was made with."""

    territory_id: str
    place: str
    sha: str


class Ledgers:
    """An open memory's lists of what was done outside; every write is a transaction of its own."""

    def __init__(self, engine: sa.Engine, path: Path) -> None:
        """Wrap an engine whose schema is in place."""
        self._engine, self.path = engine, path

    def books(self) -> dict[str, Book]:
        """Every provisioned spreadsheet by territory."""
        with self._reading() as connection:
            return {
                row.territory_id: Book(row.territory_id, row.place, row.sha)
                for row in connection.execute(sa.select(book_table))
            }

    def register(self, book: Book, at: datetime) -> None:
        """Remember where a territory's spreadsheet is; replaces what was known."""
        with self._writing() as connection:
            connection.execute(sa.delete(book_table).where(book_table.c.territory_id == book.territory_id))
            connection.execute(
                sa.insert(book_table).values(
                    territory_id=book.territory_id, place=book.place, sha=book.sha, made_at=at.isoformat()
                )
            )

    def seen(self) -> dict[str, tuple[str, str]]:
        """Territory -> (place, version) of the spreadsheet that the kept content is known to be."""
        with self._reading() as connection:
            return {row.territory_id: (row.place, row.version) for row in connection.execute(sa.select(seen_table))}

    def remember_seen(self, seen: Mapping[str, tuple[str, str]]) -> None:
        """Remember which version of each spreadsheet need not be read again; of a revision, what is before the @."""
        with self._writing() as connection:
            _note_seen(connection, seen)

    def shared(self) -> dict[tuple[str, str], str]:
        """(place, e-mail) -> role: who was given access to which spreadsheet."""
        with self._reading() as connection:
            return {(row.place, row.email): row.role for row in connection.execute(sa.select(share_table))}

    def remember_shared(self, place: str, email: str, role: str, at: datetime) -> None:
        """Remember that somebody was given access."""
        with self._writing() as connection:
            connection.execute(
                sa.delete(share_table).where((share_table.c.place == place) & (share_table.c.email == email))
            )
            connection.execute(
                sa.insert(share_table).values(place=place, email=email, role=role, shared_at=at.isoformat())
            )

    def deliveries(self) -> dict[str, tuple[str, str]]:
        """Workbook name -> (file in the service, hash of what was uploaded last)."""
        with self._reading() as connection:
            return {row.name: (row.place, row.sha) for row in connection.execute(sa.select(delivery_table))}

    def remember_delivery(self, name: str, place: str, sha: str, at: datetime) -> None:
        """Remember where a workbook was uploaded to, and which one."""
        with self._writing() as connection:
            connection.execute(sa.delete(delivery_table).where(delivery_table.c.name == name))
            row = {"name": name, "place": place, "sha": sha, "delivered_at": at.isoformat()}
            connection.execute(sa.insert(delivery_table).values(row))

    def feedback(self) -> dict[str, str]:
        """The mark of the feedback last given, by territory."""
        with self._reading() as connection:
            return {row.territory_id: row.fingerprint for row in connection.execute(sa.select(feedback_table))}

    def remember_feedback(self, territory_id: str, fingerprint: str, seen: Mapping[str, tuple[str, str]]) -> None:
        """Remember which feedback a territory has been given, and what of `remember_seen` that led to."""
        with self._writing() as connection:
            connection.execute(_OLD_FEEDBACK, {"known": territory_id})
            connection.execute(_FEEDBACK, {"territory_id": territory_id, "fingerprint": fingerprint})
            _note_seen(connection, seen)

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except sa.exc.OperationalError as failed:
            raise unusable(self.path, str(failed.orig)) from failed
        except sa.exc.DatabaseError as broken:
            raise damaged(self.path) from broken

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.OperationalError as failed:
            raise unusable(self.path, str(failed.orig)) from failed


def _note_seen(connection: sa.Connection, seen: Mapping[str, tuple[str, str]]) -> None:
    if seen:
        rows = [
            {"territory_id": territory_id, "place": place, "version": revision.partition("@")[0]}
            for territory_id, (place, revision) in seen.items()
        ]
        connection.execute(_OLD_SEEN, [{"known": territory_id} for territory_id in seen])
        connection.execute(_SEEN, rows)
