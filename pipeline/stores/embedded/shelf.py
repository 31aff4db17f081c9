"""Everything kept in one SQLite file: books, files, contents, tokens, the journal of changes."""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from threading import RLock

from pipeline.stores.embedded.codec import book_from, book_text, sheet_from, sheet_text
from pipeline.stores.embedded.files import File, Permission
from pipeline.stores.embedded.model import Book, Sheet

_SCHEMA = """
CREATE TABLE IF NOT EXISTS file (id TEXT PRIMARY KEY, place INTEGER UNIQUE, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS book (id TEXT PRIMARY KEY, version INTEGER NOT NULL,
    sheets TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sheet (book TEXT NOT NULL, id INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (book, id));
CREATE TABLE IF NOT EXISTS content (id TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS comment (id TEXT PRIMARY KEY, file TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS token (id TEXT PRIMARY KEY, email TEXT NOT NULL, expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS change (number INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL,
    made TEXT NOT NULL, lost_by TEXT NOT NULL);
"""
_BOOKS_IN_MEMORY = 64


class Shelf:
    """The only module of the service that touches the disk; one lock, one connection."""

    def __init__(self, path: Path | None) -> None:
        """Open the database in a file (made when absent), or in memory without a path."""
        self._lock = RLock()
        self._books: OrderedDict[str, tuple[int, Book]] = OrderedDict()
        self._unsure: set[str] = set()
        self._db = sqlite3.connect(str(path) if path else ":memory:", check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA busy_timeout=10000")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[None]:
        """All that happens inside is kept together, or not at all."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                for book_id in self._unsure:
                    self._books.pop(book_id, None)
                raise
            finally:
                self._unsure.clear()

    def file(self, file_id: str) -> File | None:
        """The file with that id, or None."""
        row = self._db.execute("SELECT body FROM file WHERE id = ?", (file_id,)).fetchone()
        return _file(row[0]) if row else None

    def files(self) -> list[File]:
        """Every file, the newest first."""
        rows = self._db.execute("SELECT body FROM file ORDER BY place DESC")
        return [_file(row[0]) for row in rows]

    def put_file(self, file: File) -> None:
        """Keep a file under its id."""
        body = json.dumps(asdict(file))
        self._db.execute(
            "INSERT INTO file VALUES (?, (SELECT coalesce(max(place), 0) + 1 FROM file), ?) "
            "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (file.id, body),
        )

    def drop_file(self, file_id: str) -> None:
        """Forget a file and everything in it."""
        for table, column in (
            ("file", "id"),
            ("book", "id"),
            ("sheet", "book"),
            ("content", "id"),
            ("comment", "file"),
        ):
            self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (file_id,))  # noqa: S608 - names and integers of our own
        self._books.pop(file_id, None)

    def book(self, book_id: str) -> Book | None:
        """The book with that id, from memory when it is the latest, or None."""
        row = self._db.execute("SELECT version, sheets, body FROM book WHERE id = ?", (book_id,)).fetchone()
        if row is None:
            return None
        held = self._books.get(book_id)
        if held is None or held[0] != row[0]:
            found = self._db.execute("SELECT id, body FROM sheet WHERE book = ?", (book_id,))
            sheets = {number: sheet_from(body) for number, body in found}
            order: list[int] = json.loads(row[1])
            book = book_from(book_id, row[2], tuple(sheets[number] for number in order))
            self._remember(book, row[0])
        return self._books[book_id][1]

    def put_book(self, book: Book) -> None:
        """Keep a book; only sheets that are not the ones kept before are written."""
        row = self._db.execute("SELECT version FROM book WHERE id = ?", (book.id,)).fetchone()
        version = row[0] + 1 if row else 1
        held = self._books.get(book.id)
        same = {id(sheet) for sheet in held[1].sheets} if held and held[0] == version - 1 else set()
        order = json.dumps([sheet.id for sheet in book.sheets])
        self._db.execute(
            "INSERT OR REPLACE INTO book VALUES (?, ?, ?, ?)",
            (book.id, version, order, book_text(book)),
        )
        for sheet in book.sheets:
            if id(sheet) not in same:
                self._put_sheet(book.id, sheet)
        kept = ",".join(str(sheet.id) for sheet in book.sheets)
        self._db.execute(
            f"DELETE FROM sheet WHERE book = ? AND id NOT IN ({kept})",  # noqa: S608 - names and integers of our own
            (book.id,),
        )
        self._unsure.add(book.id)
        self._remember(book, version)

    def content(self, file_id: str) -> bytes:
        """The bytes of an uploaded file."""
        row = self._db.execute("SELECT body FROM content WHERE id = ?", (file_id,)).fetchone()
        return bytes(row[0]) if row else b""

    def put_content(self, file_id: str, body: bytes) -> None:
        """Keep a file's bytes."""
        self._db.execute("INSERT OR REPLACE INTO content VALUES (?, ?)", (file_id, body))

    def comments(self, file_id: str) -> list[dict[str, object]]:
        """The comments on a file, the oldest first."""
        rows = self._db.execute("SELECT body FROM comment WHERE file = ? ORDER BY rowid", (file_id,))
        return [json.loads(row[0]) for row in rows]

    def put_comment(self, file_id: str, comment_id: str, comment: dict[str, object]) -> None:
        """Keep a comment."""
        self._db.execute(
            "INSERT OR REPLACE INTO comment VALUES (?, ?, ?)",
            (comment_id, file_id, json.dumps(comment)),
        )

    def token(self, token: str) -> tuple[str, float] | None:
        """Whose token it is and until when (seconds since 1970), or None."""
        row = self._db.execute("SELECT email, expires FROM token WHERE id = ?", (token,)).fetchone()
        return (row[0], row[1]) if row else None

    def put_token(self, token: str, email: str, expires: float) -> None:
        """Keep a token."""
        self._db.execute("INSERT INTO token VALUES (?, ?, ?)", (token, email, expires))

    def note_change(self, file_id: str, made: str, lost_by: list[str]) -> None:
        """Write in the journal that a file changed, and who can no longer see it."""
        self._db.execute(
            "INSERT INTO change (file, made, lost_by) VALUES (?, ?, ?)",
            (file_id, made, json.dumps(lost_by)),
        )

    def changes(self, after: int) -> list[tuple[int, str, str, list[str]]]:
        """The latest change of each file after a number, in order."""
        rows = self._db.execute(
            "SELECT max(number), file, made, lost_by FROM change WHERE number > ? GROUP BY file ORDER BY 1",
            (after,),
        )
        return [(row[0], row[1], row[2], json.loads(row[3])) for row in rows]

    def last_change(self) -> int:
        """The number of the latest change."""
        row = self._db.execute("SELECT coalesce(max(number), 0) FROM change").fetchone()
        return int(row[0])

    def _put_sheet(self, book_id: str, sheet: Sheet) -> None:
        self._db.execute("INSERT OR REPLACE INTO sheet VALUES (?, ?, ?)", (book_id, sheet.id, sheet_text(sheet)))

    def _remember(self, book: Book, version: int) -> None:
        self._books[book.id] = (version, book)
        self._books.move_to_end(book.id)
        while len(self._books) > _BOOKS_IN_MEMORY:
            self._books.popitem(last=False)


_KEPT = frozenset(one.name for one in fields(File))


def _file(body: str) -> File:
    """The file as it was kept; what only another version of the service wrote down is passed over."""
    found = {name: value for name, value in json.loads(body).items() if name in _KEPT}
    found["parents"] = tuple(found["parents"])
    found["permissions"] = tuple(Permission(**item) for item in found["permissions"])
    return File(**found)
