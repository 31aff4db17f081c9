"""`sync` and `report` in any order: what stays and what is written again.

1. Files that would not change stay the very same files, whichever command is run, however often.
2. What does change is written by the first command that knows of it, and by no other one after it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.keyboard import after_a_session, answer, handed_out, on

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of two territories after its first sync."""
    folder = tmp_path_factory.mktemp("rewrites")
    return after_a_session(handed_out(folder / "before"), folder / "synced")


@pytest.fixture
def campaign(synced: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(synced, tmp_path / "campaign"))


def replaced(campaign: Path, *commands: str) -> set[str]:
    """The files of out/ that commands put in place, or took away; every other one is the very same file as before."""

    def seen() -> dict[str, tuple[int, int]]:
        found = {path: path.stat() for path in (campaign / "out").rglob("*") if path.is_file()}
        return {
            path.relative_to(campaign / "out").as_posix(): (at.st_ino, at.st_mtime_ns) for path, at in found.items()
        }

    before = seen()
    for command in commands:
        result = on(campaign, *command.split())
        assert result.exit_code == 0, result.output
    after = seen()
    return {name for name in before | after if before.get(name) != after.get(name)}


def test_sync_and_report_leave_what_would_not_change(campaign: Path):
    """1."""
    assert (
        replaced(campaign, "report", "report", "sync", "sync", "report", "sync --dry-run", "sync --tell-all") == set()
    )


def test_one_answer_is_written_by_the_sync_that_read_it(campaign: Path):
    """1, 2: the workbook of the other territory stays."""
    answer(campaign / "sheets" / "lome-tg.xlsx", ["LEG-2"], "1")

    assert replaced(campaign, "report", "sync --dry-run", "report") == set()
    lines = on(campaign, "sync").stdout.splitlines()
    assert lines[-2:] == ["feedback given to 1:", f"  lome-tg (Lomé): {campaign / 'sheets' / 'lome-tg.feedback.xlsx'}"]
    assert replaced(campaign, "report", "sync", "report") == set()
    answer(campaign / "sheets" / "lome-tg.xlsx", ["LEG-2"], "2")
    new = replaced(campaign, "sync")
    assert {"consolidated-fr.xlsx", "consolidated-fr-tables.ods", "territories/lome-tg.xlsx"} <= new
    assert "territories/praia-cv.xlsx" not in new


@pytest.mark.parametrize("command", ["report", "sync"])
def test_a_language_more_is_written_by_whichever_command_comes_first(campaign: Path, command: str):
    """2."""
    settings = campaign / "campaign.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('languages = ["fr"]', 'languages = ["fr", "es"]'), encoding="utf-8")

    new = replaced(campaign, command)

    assert {"consolidated-es.xlsx", "consolidated-es-tables.xlsx", "consolidated-es-tables.ods"} <= new
    assert not any(name.startswith("territories/") for name in new)
    assert replaced(campaign, "sync", "report") == set()
    settings.write_text(text, encoding="utf-8")
    assert "consolidated-es.xlsx" in replaced(campaign, command)
    assert not list((campaign / "out").glob("consolidated-es*"))
