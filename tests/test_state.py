"""The campaign's memory.

1. What is kept comes back byte by byte and is never rewritten; what no longer matches its hash is refused.
2. Only accepted pulls are in use; a refused or quarantined one never replaces a good one.
3. A damaged, empty, foreign or newer file is refused with exit code 7 and left as it is.
4. One run at a time: a second one is told who works (exit code 5); a process that dies lets go.
5. A round is visible whole or not at all.
6. A memory half made when the machine stopped is not taken for one.
7. Where the file was taken away, what SQLite left beside it never gets into the new one, and is kept under another name.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.state import ACCEPTED, QUARANTINED, REJECTED, SCHEMA_VERSION, Pull, State, open_state
from schemas.errors import Locked, StateError

_NOW = datetime(2021, 6, 1, 12, tzinfo=UTC)
_HOLD = "import sys; from pathlib import Path; from pipeline.state import open_state\nwith open_state(Path(sys.argv[1])).lease():\n print('held', flush=True); sys.stdin.read()"


def _keep(state: State, content: bytes, territory_id: str = "praia-cv") -> Pull:
    sha = sha256(content).hexdigest()
    return state.keep(
        territory_id, content, sha=sha, media="spreadsheet-file", place="a.xlsx", revision="1", at=_NOW, run_id=1
    )


def _alter(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_content_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    """Requirement 1: also from a memory opened anew, and when the same content is kept twice."""
    content = bytes(range(256)) * 100
    state = open_state(tmp_path / "state.db")
    pulls = [_keep(state, content), _keep(state, content)]
    state.close()
    again = open_state(tmp_path / "state.db")

    assert [again.content(pull.sha) for pull in pulls] == [("spreadsheet-file", content)] * 2
    assert pulls[0].pull_id < pulls[1].pull_id


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE snapshot SET payload = x'789c030000000001'",
        "UPDATE snapshot SET payload = x'00'",
        "DELETE FROM snapshot",
    ],
)
def test_content_that_is_not_what_was_kept_is_refused(statement: str, tmp_path: Path) -> None:
    """Requirement 1."""
    path = tmp_path / "state.db"
    state = open_state(path)
    pull = _keep(state, b"good")
    state.close()
    _alter(path, statement)

    with pytest.raises(StateError, match="damaged"):
        open_state(path).content(pull.sha)


def test_only_accepted_pulls_are_in_use(tmp_path: Path) -> None:
    """Requirement 2."""
    state = open_state(tmp_path / "state.db")
    good, small, bad = (_keep(state, content) for content in (b"good", b"small", b"bad"))
    state.judge(good, ACCEPTED, n_answers=9)
    state.judge(small, QUARANTINED, code="PULL_QUARANTINED")
    state.judge(bad, REJECTED, code="FILE_DAMAGED")

    assert state.current()["praia-cv"].pull_id == good.pull_id
    assert state.latest()["praia-cv"].pull_id == bad.pull_id


def _memory(path: Path) -> bytes:
    state = open_state(path)
    for number in range(40):
        _keep(state, bytes([number]) * 9_000)
    state.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"id;name\npraia-cv;Praia\n",
        lambda good: good[: len(good) // 3],
        lambda good: good[:4096] + b"\xff" * 4096 + good[8192:],
        lambda good: b"\0" * len(good),
    ],
    ids=["empty", "text", "cut", "page overwritten", "zeros"],
)
def test_a_damaged_memory_is_refused_and_left_as_it_is(spoil: object, tmp_path: Path) -> None:
    """Requirement 3."""
    path = tmp_path / "state.db"
    spoiled = spoil(_memory(path))  # type: ignore[operator]
    path.write_bytes(spoiled)

    with pytest.raises(StateError, match="damaged") as refused:
        open_state(path)

    assert refused.value.exit_code == 7
    assert path.read_bytes() == spoiled


def test_what_was_left_beside_a_memory_that_is_gone_does_not_come_back(tmp_path: Path) -> None:
    """Requirement 7: the file renamed by hand after a run was killed, its journal not."""
    killed = open_state(tmp_path / "killed.db")
    _keep(killed, b"before")
    journal = (tmp_path / "killed.db-wal").read_bytes()
    (tmp_path / "state.db-wal").write_bytes(journal)
    state = open_state(tmp_path / "state.db")

    assert state.latest() == {}
    assert (tmp_path / "state.db-wal.old").read_bytes() == journal


def test_somebody_elses_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    """Requirement 3."""
    path = tmp_path / "state.db"
    _alter(path, "CREATE TABLE photos (name TEXT)")
    before = path.read_bytes()

    with pytest.raises(StateError, match="damaged or is not"):
        open_state(path)

    assert path.read_bytes() == before


@pytest.mark.parametrize(("version", "said"), [(str(SCHEMA_VERSION + 1), "newer"), ("x", "damaged"), ("", "damaged")])
def test_a_memory_of_another_version_is_refused(version: str, said: str, tmp_path: Path) -> None:
    """Requirement 3."""
    path = tmp_path / "state.db"
    open_state(path).close()
    _alter(path, f"UPDATE meta SET value = '{version}' WHERE key = 'schema'")  # noqa: S608

    with pytest.raises(StateError, match=said):
        open_state(path)


def test_a_memory_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    """Requirement 3: the folder is a file."""
    (tmp_path / "campaign").write_text("", encoding="utf-8")

    with pytest.raises(StateError, match="campaign"):
        open_state(tmp_path / "campaign" / "state.db")


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """Requirement 4: the second is refused while the first process lives, and may work once it was killed."""
    path = tmp_path / "state.db"
    state = open_state(path)
    state.start_run("sync", "ana@office", _NOW)
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(Locked, match="ana@office") as busy, state.lease():
            pytest.fail("two runs work at the same time")
        other.kill()
    with state.lease():
        freed = True

    assert busy.value.exit_code == 5
    assert freed


def test_a_round_is_visible_whole_or_not_at_all(tmp_path: Path) -> None:
    """Requirement 5: what cannot be written stops the whole round."""
    state = open_state(tmp_path / "state.db")
    state.close_round(1, {}, {"praia-cv": {"status": "pulled"}})

    with pytest.raises(TypeError):
        state.close_round(2, {}, {"praia-cv": {"status": "pulled"}, "mindelo-cv": {"status": object()}})

    assert state.rounds() == [1]
    assert state.round(1)[1] == {"praia-cv": {"status": "pulled"}}


def test_a_memory_half_made_is_made_again(tmp_path: Path) -> None:
    """Requirement 6."""
    (tmp_path / ".state.db.new").write_bytes(b"SQLite format 3\0 and then the power went")
    state = open_state(tmp_path / "state.db")

    assert state.rounds() == []
    assert sorted(one.name for one in tmp_path.iterdir() if "new" in one.name) == []
