"""Syncing a folder of questionnaires: what is kept, what is believed, and what a second look changes.

1. A pull that lost more than half of its answers is quarantined: the last good one stays in use, and it is said.
2. `--accept-shrink` believes it for the territory it names; a name that is none is refused.
3. A file that cannot be read leaves the last good pull in use; put right, it is read again.
4. What was refused once is not kept a second time while it stays the same.
5. Feedback that cannot be written stops neither the others nor the round.
6. Stopped at any write, the next sync ends as if nothing had happened.
7. Exit codes: 0 done, 3 some failed, 8 under --strict, 5 while another run works, 7 with a damaged memory.
8. A sync that finds nothing new changes nothing; a report needs no questionnaires and gives the same bytes.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

import cli
from pipeline.campaign_folder import open_campaign
from pipeline.state import open_state
from pipeline.stores.open import open_store
from pipeline.story import sync
from schemas.errors import CampaignError
from tests.broken import desk

_OLD = 1_600_000_000
_LINES = ("id,name,country,language", "mindelo-cv,Mindelo,CV,pt", "praia-cv,Praia,CV,fr")
_SETTINGS = 'id = "c"\ntitle = "C"\ndepth = "core"\nrespondents = 3\nplan_rows = 3\nlanguages = ["fr"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign of two territories with good questionnaires, not read yet."""
    (tmp_path / "sheets").mkdir()
    (tmp_path / "campaign.toml").write_text(_SETTINGS, encoding="utf-8")
    (tmp_path / "territories.csv").write_text("\n".join(_LINES), encoding="utf-8")
    (tmp_path / "agencies.csv").write_text("id,name,language\n", encoding="utf-8")
    _put(tmp_path, "praia-cv", desk.good_of("praia-cv", "fr"))
    _put(tmp_path, "mindelo-cv", desk.good_of("mindelo-cv", "pt"))
    return tmp_path


def _put(folder: Path, territory_id: str, content: bytes) -> None:
    path = folder / "sheets" / f"{territory_id}.xlsx"
    path.write_bytes(content)
    os.utime(path, (_OLD, _OLD))


def _run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["-C", str(folder), "-q", *arguments], catch_exceptions=False)


@dataclass(frozen=True)
class Synced:
    """What a sync gave: territories by what became of them, and the codes of all problems by territory."""

    pulled: list[str]
    unchanged: list[str]
    failed: list[tuple[str, str, str]]
    codes: dict[str, set[str]]
    problems: list[dict[str, object]]


def _sync(folder: Path, *accept: str) -> Synced:
    """A sync as the program does it, without the workbooks."""
    here, now = open_campaign(folder), datetime(2021, 6, 1, 12, tzinfo=UTC)
    state = open_state(here.state)
    try:
        with state.lease():
            store = open_store(here.campaign.store, here.path, here.guideline.policy, now)
            run_id = state.start_run("sync", "test", now)
            done = sync(
                here.guideline,
                here.campaign,
                store,
                state,
                now,
                run_id,
                lambda _: None,
                accept_shrink=frozenset(accept),
            )
    finally:
        state.close()
    statuses = done.report.statuses
    by_status = {
        name: sorted(one for one in statuses if statuses[one]["status"] == name) for name in ("pulled", "unchanged")
    }
    failed = [
        (one, status["status"], status["code"]) for one, status in statuses.items() if status["status"] not in by_status
    ]
    problems = done.outcome.problems.to_dict("records")
    codes = {one: {problem["code"] for problem in problems if problem["territory_id"] == one} for one in statuses}
    return Synced(**by_status, failed=sorted(failed), codes=codes, problems=problems)


def _answers(folder: Path) -> dict[str, tuple[str, int]]:
    """Pull in use and number of answers by territory."""
    state = open_state(folder / "state.db")
    current = {one: (pull.pull_id, pull.n_answers) for one, pull in state.current().items()}
    state.close()
    return current


def _emptied(content: bytes) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        return re.sub(rb'(<c r="[EFG][56]" s="\d+")><v>[^<]*</v></c>', rb"\1/>", part) if "worksheets" in name else part

    return desk.rezipped(content, change)


def test_a_pull_that_lost_most_answers_is_not_believed_until_the_coordinator_says_so(folder: Path) -> None:
    """Requirements 1 and 2."""
    _sync(folder)
    before = _answers(folder)
    _put(folder, "praia-cv", _emptied(desk.good_of("praia-cv", "fr")))
    doubted = _sync(folder)
    kept = _answers(folder)
    accepted = _sync(folder, "praia-cv")

    assert doubted.failed == [("praia-cv", "stale", "PULL_QUARANTINED")]
    assert "PULL_QUARANTINED" in doubted.codes["praia-cv"]
    assert kept == before
    assert (accepted.pulled, accepted.failed) == (["praia-cv"], [])
    assert _answers(folder)["praia-cv"][1] == 24
    assert "PULL_QUARANTINED" not in accepted.codes["praia-cv"]


def test_accepting_the_shrink_of_no_territory_is_refused(folder: Path) -> None:
    """Requirement 2."""
    with pytest.raises(CampaignError) as refused:
        _sync(folder, "praia")

    assert "praia-cv" in refused.value.hint


def test_a_damaged_file_leaves_the_last_good_pull_in_use_until_it_is_put_right(folder: Path) -> None:
    """Requirements 3 and 4."""
    good = desk.good_of("praia-cv", "fr")
    _sync(folder)
    before = _answers(folder)
    _put(folder, "praia-cv", good[:5_000])
    failed = [_sync(folder).failed, _sync(folder).failed]
    kept = _answers(folder)
    state = open_state(folder / "state.db")
    refused = state.latest()["praia-cv"]
    state.close()
    _put(folder, "praia-cv", desk.reparted(good, **{"xl/sharedStrings.xml": [("Comment on LEG-1", "Changed")]}))
    mended = _sync(folder)

    assert failed == [[("praia-cv", "stale", "FILE_DAMAGED")]] * 2
    assert kept == before
    assert (refused.status, refused.number) == ("rejected", 3)
    assert (mended.pulled, mended.failed) == (["praia-cv"], [])


def test_feedback_that_cannot_be_written_stops_nothing_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requirement 5: as when somebody has the feedback open on Windows."""
    replace = os.rename

    def refuse(source: object, target: object) -> None:
        if str(target).endswith("praia-cv.feedback.xlsx"):
            raise PermissionError(13, "Permission denied")
        replace(str(source), str(target))

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    blocked = _sync(folder)
    monkeypatch.undo()
    told = (folder / "sheets" / "mindelo-cv.feedback.xlsx").exists()
    again = _sync(folder)

    assert [one[:2] for one in blocked.failed] == [("praia-cv", "untold")]
    assert told
    assert again.failed == []
    assert (folder / "sheets" / "praia-cv.feedback.xlsx").exists()


class _Killed(BaseException):
    """Stands for a process that ends here."""


@contextmanager
def _killed_at(number: int) -> Iterator[Callable[[], bool]]:
    """End the process at the commit of that number, before it happens; says whether that point was reached."""
    count = 0

    def end(_: object) -> None:
        nonlocal count
        count += 1
        if count == number:
            raise _Killed

    sa.event.listen(sa.Engine, "commit", end)
    try:
        yield lambda: count >= number
    finally:
        sa.event.remove(sa.Engine, "commit", end)


def _left(folder: Path) -> dict[str, object]:
    """What a last sync finds, and what all of them left, without numbers of pulls and runs."""
    found = _sync(folder)
    told = {one.name: one.read_bytes() for one in (folder / "sheets").glob("*.feedback.xlsx")}
    return {"answers": {one: count for one, (_, count) in _answers(folder).items()}, "told": told, "found": found}


def _stopped(folder: Path, number: int) -> bool:
    """Sync until the commit of that number; whether there was one."""
    with _killed_at(number) as reached:
        with suppress(_Killed):
            _sync(folder)
        return reached()


@pytest.mark.slow
def test_stopped_at_any_write_the_next_sync_ends_as_if_nothing_had_happened(folder: Path, tmp_path: Path) -> None:
    """Requirement 6: the memory starts from nothing each time; the first run that is not stopped ends the search."""
    _sync(folder)
    expected = _left(folder)
    number = 1
    while True:
        for leftover in (*tmp_path.glob("state.db*"), *(folder / "sheets").glob("*.feedback.xlsx")):
            leftover.unlink()
        stopped = _stopped(folder, number)
        _sync(folder)

        assert _left(folder) == expected, number
        if not stopped:
            break
        number += 1

    assert number > 8


@pytest.mark.slow
def test_exit_codes(folder: Path) -> None:
    """Requirement 7."""
    good = desk.good_of("praia-cv", "fr")
    done = _run(folder, "sync").exit_code
    _put(
        folder,
        "praia-cv",
        desk.rezipped(
            good, lambda name, part: part.replace(b"<v>2</v>", b"<v>7</v>", 1) if name.endswith("sheet4.xml") else part
        ),
    )
    strict = _run(folder, "sync", "--strict").exit_code
    _put(folder, "praia-cv", b"")
    partial = _run(folder, "sync").exit_code
    state = open_state(folder / "state.db")
    with state.lease():
        locked = _run(folder, "sync").exit_code
    state.close()
    (folder / "state.db").write_bytes(b"broken")
    damaged = _run(folder, "sync").exit_code

    assert (done, strict, partial, locked, damaged) == (0, 8, 3, 5, 7)


@pytest.mark.slow
def test_a_sync_that_finds_nothing_new_changes_nothing(folder: Path) -> None:
    """Requirement 8."""

    def written() -> dict[str, bytes]:
        places = [*(folder / "out").rglob("*"), *(folder / "sheets").iterdir()]
        return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(places) if one.is_file()}

    _run(folder, "sync")
    first, pulls = written(), _answers(folder)
    again = json.loads(_run(folder, "sync", "--json").stdout)
    second = written()
    (folder / "sheets").rename(folder / "away")
    reported = _run(folder, "report")
    (folder / "away").rename(folder / "sheets")

    assert (again["pulled"], again["unchanged"]) == ([], ["mindelo-cv", "praia-cv"])
    assert second == first
    assert _answers(folder) == pulls
    assert reported.exit_code == 0
    assert written() == first
