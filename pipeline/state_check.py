"""Whether a file is this program's memory, whole and of a version it knows: looked at before anything is written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from schemas.errors import StateError

_START = b"SQLite format 3\x00"


def check_memory(path: Path, newest: int) -> None:
    """StateError when the file at `path` is damaged, somebody else's, or of a version after `newest`."""
    try:
        with path.open("rb") as file:
            if file.read(len(_START)) != _START:
                raise damaged(path)
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            version = _version(connection)
    except sqlite3.OperationalError as refused:
        raise unusable(path, str(refused)) from refused
    except sqlite3.DatabaseError as broken:
        raise damaged(path) from broken
    except OSError as refused:
        raise unusable(path, refused.strerror or str(refused)) from refused
    if not version.isdecimal():
        raise damaged(path)
    if int(version) > newest:
        message = f"{path} was written by a newer version of this program"
        raise StateError(message, "Update the program, then run the same command again. Nothing was changed.")


def _version(connection: sqlite3.Connection) -> str:
    """The version written in the memory; "" when it has none or a page of it is damaged."""
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        return ""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
        return ""
    row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return str(row[0]) if row else ""


def damaged(path: Path) -> StateError:
    """What to say of a memory that cannot be trusted."""
    return StateError(
        f"{path} is damaged or is not this program's memory",
        "Put your last copy of it in its place. Without a copy, rename it and run `pipeline sync`: every questionnaire is"
        " read anew, and only what earlier sessions said is lost. Nothing was changed.",
    )


def unusable(path: Path, why: str) -> StateError:
    """What to say of a memory that cannot be opened or written just now."""
    hint = "Look at the folder's rights, free some disk space or close other programs, then run the same command again."
    return StateError(f"{path}: {why}", hint)
