"""Questionnaires as files in a folder.

1. A file belongs to the territory of its name, in capitals or not, else to the one that its markers name.
2. Of several files the one that people worked in is read; the others are named.
3. A file that is open is left alone, with the name of its lock.
4. What may not, or cannot, be read is refused with a code that says why, without being loaded.
5. A file is made once: one that exists is never touched; what is written appears whole or not at all.
6. Files nobody asked for are named, but not what lies beside files everywhere.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.stores.folder import FolderStore
from pipeline.stores.store import Listing, Sighting
from pipeline.stores.workbook_files import Limits
from schemas.campaign import Territory
from schemas.errors import AccessDenied, OutputError, SheetGone, SheetUnreadable
from tests.broken import desk

_NOW = datetime(2021, 6, 1, 12, tzinfo=UTC)
_PLACES = (Territory("praia-cv", "Praia", "CV", "fr"), Territory("mindelo-cv", "Mindelo", "CV", "fr"))
_MADE = b"as it was made"


def _store(path: Path) -> FolderStore:
    return FolderStore(path, Limits(1, 40, 1000), _NOW)


def _put(path: Path, *names: str, content: bytes = b"x") -> None:
    for name in names:
        (path / name).write_bytes(content)


def _look(path: Path) -> Listing:
    known = {"praia-cv": ("praia-cv.xlsx", sha256(_MADE).hexdigest())}
    return _store(path).look(_PLACES, known)


def _codes(listing: Listing) -> list[tuple[str, str]]:
    return sorted((problem.code, problem.found) for problem in listing.problems)


@pytest.mark.parametrize("name", ["praia-cv.xlsx", "Praia-CV.XLSX", "praia-cv.ods", "praia-cv.xlsm"])
def test_a_file_belongs_to_the_territory_of_its_name(name: str, tmp_path: Path) -> None:
    """Requirement 1."""
    _put(tmp_path, name)
    listing = _look(tmp_path)

    assert {one: sighting.place for one, sighting in listing.sightings.items()} == {"praia-cv": name, "mindelo-cv": ""}
    assert listing.sightings["mindelo-cv"].problem.code == "FILE_MISSING"  # type: ignore[union-attr]


def test_a_file_of_another_name_belongs_to_the_territory_in_its_markers(tmp_path: Path) -> None:
    """Requirement 1."""
    _put(tmp_path, "Questionnaire (final).xlsx", content=desk.good_of("mindelo-cv", "fr"))
    _put(tmp_path, "budget.xlsx")
    listing = _look(tmp_path)

    assert listing.sightings["mindelo-cv"].place == "Questionnaire (final).xlsx"
    assert _codes(listing) == [("FILE_UNKNOWN", "budget.xlsx")]


def test_of_several_files_the_one_people_worked_in_is_read(tmp_path: Path) -> None:
    """Requirement 2: an untouched questionnaire gives way to the copy that was filled in."""
    _put(tmp_path, "praia-cv.xlsx", content=_MADE)
    _put(tmp_path, "praia-cv (1).xlsx", content=desk.good_of("praia-cv", "fr"))
    worked_in_the_copy = _look(tmp_path)
    _put(tmp_path, "praia-cv.xlsx", content=b"worked in as well")
    worked_in_both = _look(tmp_path)

    assert worked_in_the_copy.sightings["praia-cv"].place == "praia-cv (1).xlsx"
    assert _codes(worked_in_the_copy) == []
    assert worked_in_both.sightings["praia-cv"].place == "praia-cv.xlsx"
    assert _codes(worked_in_both) == [("FILE_CONFLICT_COPY", "praia-cv (1).xlsx")]


@pytest.mark.parametrize("lock", ["~$praia-cv.xlsx", "~$aia-cv.xlsx", ".~lock.praia-cv.xlsx#"])
def test_a_file_that_is_open_is_left_alone(lock: str, tmp_path: Path) -> None:
    """Requirement 3: Excel puts its sign in front of the name, or over its first two letters."""
    _put(tmp_path, "praia-cv.xlsx", lock)
    problem = _look(tmp_path).sightings["praia-cv"].problem

    assert problem is not None
    assert (problem.code, problem.values["lock"]) == ("FILE_OPEN", lock)


def test_a_file_that_is_too_large_is_not_loaded(tmp_path: Path) -> None:
    """Requirement 4: a file of 50 GB that takes no room on the disk."""
    with (tmp_path / "praia-cv.xlsx").open("wb") as file:
        file.truncate(50 * 10**9)

    with pytest.raises(SheetUnreadable) as refused:
        _store(tmp_path).read(Sighting("praia-cv", "praia-cv.xlsx"))

    assert (refused.value.code, refused.value.values) == ("FILE_TOO_LARGE", {"size": "50000.0 MB", "limit": "1"})


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requirement 4: the system refuses, as for a file that a program holds or that belongs to somebody else."""
    _put(tmp_path, "praia-cv.xlsx")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)

    with pytest.raises(SheetUnreadable) as refused:
        _store(tmp_path).read(Sighting("praia-cv", "praia-cv.xlsx"))

    assert refused.value.code == "FILE_NO_ACCESS"


def test_a_file_that_has_gone_meanwhile_says_so(tmp_path: Path) -> None:
    """Requirement 4."""
    with pytest.raises(SheetGone):
        _store(tmp_path).read(Sighting("praia-cv", "praia-cv.xlsx"))


def test_a_folder_that_may_not_be_listed_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requirement 4."""

    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)

    with pytest.raises(AccessDenied):
        _look(tmp_path)


def test_a_file_that_exists_is_never_touched(tmp_path: Path) -> None:
    """Requirement 5."""
    from sheet_templates.layout import book_layout

    layout = book_layout(desk.content(), desk.campaign(*_PLACES), _PLACES[0], in_sheet=False)
    store = _store(tmp_path)
    made = store.make(layout)
    _put(tmp_path, made.place, content=b"filled in")
    again = store.make(layout)

    assert made.content.startswith(b"PK")
    assert (again.content, (tmp_path / made.place).read_bytes()) == (b"filled in", b"filled in")


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requirement 5."""
    from sheet_templates.layout import book_layout

    layout = book_layout(desk.content(), desk.campaign(*_PLACES), _PLACES[0], in_sheet=False)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    monkeypatch.setattr(Path, "replace", refuse)

    with pytest.raises(OutputError):
        _store(tmp_path).make(layout)

    assert list(tmp_path.iterdir()) == []


def test_files_nobody_asked_for_are_named(tmp_path: Path) -> None:
    """Requirement 6: a file that could hold answers is named, what systems and programs leave behind is not."""
    _put(
        tmp_path,
        "mindelo-cv.csv",
        "scan.pdf",
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "note.txt",
        "praia-cv.feedback.xlsx",
    )
    (tmp_path / "archive").mkdir()
    (tmp_path / "loop.xlsx").symlink_to("loop.xlsx")

    assert _codes(_look(tmp_path)) == [("FILE_UNKNOWN", "mindelo-cv.csv"), ("FILE_UNKNOWN", "scan.pdf")]
