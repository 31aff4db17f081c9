"""The command line: what a coordinator types and what comes back.

1. The path of a session: new, check, provision, sync, status, problems, report; results on stdout, the rest on stderr.
2. `--json` prints one JSON object or list with the promised keys and nothing else.
3. `--dry-run` changes nothing on disk.
4. Exit codes: 2 campaign, 3 partial, 5 locked, 6 output blocked, 7 memory damaged, 8 strict, 130 interrupted.
5. A mistake of the person at the keyboard gives a message and a hint, never a traceback.
6. Who was told is named by territory, with the place of the feedback.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import pipeline.story
from pipeline.state import open_state
from tests.keyboard import after_a_session, answer, files, handed_out, on, run


@pytest.fixture(scope="module")
def provisioned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of two territories with fresh questionnaires."""
    return handed_out(tmp_path_factory.mktemp("cli") / "togo")


@pytest.fixture(scope="module")
def synced(provisioned: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after a session: some levels given, one cell wrong."""
    return after_a_session(provisioned, tmp_path_factory.mktemp("cli") / "synced")


@pytest.fixture
def campaign(synced: Path, tmp_path: Path) -> Path:
    """A copy of the synced campaign, for tests that change it."""
    return Path(shutil.copytree(synced, tmp_path / "campaign"))


def test_check_finds_nothing_in_a_campaign_that_is_right(provisioned: Path):
    """1."""
    result = on(provisioned, "check", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"findings": []}


def test_check_lists_the_faults_of_a_campaign(campaign: Path):
    """1 and 4."""
    (campaign / "territories.csv").write_text("id;name;country;language\nA;A;TG;fr\n", encoding="utf-8")

    result = on(campaign, "check", "--json")

    [finding] = json.loads(result.stdout)["findings"]
    assert result.exit_code == 2
    assert finding.startswith("territories.csv, line 2: id 'A'")


def test_provision_made_the_questionnaires_and_leaves_them_alone(provisioned: Path):
    """1."""
    before = files(provisioned / "sheets")

    result = on(provisioned, "provision", "--json")

    assert set(before) == {"lome-tg.xlsx", "praia-cv.xlsx"}
    found = json.loads(result.stdout)
    assert (found["made"], found["kept"]) == ([], ["lome-tg", "praia-cv"])
    assert files(provisioned / "sheets") == before


def test_sync_says_in_json_what_it_did(campaign: Path):
    """2 and 6."""
    answer(campaign / "sheets" / "praia-cv.xlsx", ["LEG-1"], "2")

    found: dict[str, Any] = json.loads(on(campaign, "sync", "--json").stdout)

    assert found["pulled"] == ["praia-cv"]
    assert found["unchanged"] == ["lome-tg"]
    assert found["failed"] == []
    place = str(campaign / "sheets" / "praia-cv.feedback.xlsx")
    assert found["told"] == [{"territory_id": "praia-cv", "name": "Praia", "place": place}]
    assert set(found["problems"]) == {"error", "warning", "hint"}
    assert found["problems"]["error"] >= 1
    assert str(campaign / "out" / "consolidated-fr.xlsx") in found["outputs"]
    assert all(Path(path).is_file() for path in found["outputs"])


def test_problems_lists_in_json_place_found_accepted_and_message(synced: Path):
    """2."""
    listed = json.loads(on(synced, "problems", "--territory", "lome-tg", "--json").stdout)

    [level] = [one for one in listed if one["code"] == "LEVEL_OUT_OF_RANGE"]
    assert level["territory_id"] == "lome-tg"
    assert (level["severity"], level["about"], level["respondent_id"], level["found"]) == ("error", "COC-1", "R1", "7")
    assert all(level[key] for key in ("tab", "cell", "accepted", "message"))
    assert {one["territory_id"] for one in listed} == {"lome-tg"}


def test_status_says_who_has_answered(synced: Path):
    """1 and 2."""
    rows = {row["territory_id"]: row for row in json.loads(on(synced, "status", "--json").stdout)}
    lines = on(synced, "status").stdout

    assert rows["lome-tg"]["answered_pct"] > 0
    assert rows["lome-tg"]["n_errors"] == 1
    assert "lome-tg" in lines


def test_report_gives_the_same_bytes_without_the_questionnaires(campaign: Path):
    """1."""
    before = files(campaign / "out")
    shutil.rmtree(campaign / "sheets")
    shutil.rmtree(campaign / "out")

    result = on(campaign, "report", "--json")

    assert result.exit_code == 0, result.output
    assert files(campaign / "out") == before
    assert len(json.loads(result.stdout)["outputs"]) == sum(1 for name in before if not name.startswith("."))


def test_a_second_sync_changes_nothing(campaign: Path):
    """1."""
    before = {name: content for name, content in files(campaign).items() if name != "state.db"}

    found = json.loads(on(campaign, "sync", "--json").stdout)

    assert found["unchanged"] == ["lome-tg", "praia-cv"]
    assert {name: content for name, content in files(campaign).items() if name != "state.db"} == before


def test_the_demo_is_played_where_it_is_asked_for(provisioned: Path):
    """5: a folder that holds a campaign is refused, by whichever way it is named; two are one too many."""
    with_c, named = on(provisioned, "demo"), run("demo", provisioned)
    both = on(provisioned, "demo", "elsewhere")

    assert (with_c.exit_code, with_c.stderr) == (named.exit_code, named.stderr)
    assert (with_c.exit_code, both.exit_code) == (2, 2)
    assert f"{provisioned} already holds" in with_c.stderr
    assert "Name one" in both.stderr
    assert not Path("elsewhere").exists()


@pytest.mark.parametrize("command", [("provision", "--dry-run"), ("sync", "--dry-run")])
def test_a_dry_run_changes_nothing(campaign: Path, command: tuple[str, ...]):
    """3."""
    answer(campaign / "sheets" / "lome-tg.xlsx", ["LEG-1"], "1")
    (campaign / "sheets" / "praia-cv.xlsx").unlink()
    before = files(campaign)

    result = on(campaign, *command)

    assert result.exit_code in {0, 3}
    assert files(campaign) == before


def test_a_territory_that_fails_gives_3_and_the_others_are_done(campaign: Path):
    """4."""
    cut = campaign / "sheets" / "praia-cv.xlsx"
    cut.write_bytes(b"PK\x03\x04 cut")
    os.utime(cut, (0, 0))
    answer(campaign / "sheets" / "lome-tg.xlsx", ["LEG-1"], "1")

    result = on(campaign, "sync", "--json")

    found = json.loads(result.stdout)
    assert result.exit_code == 3
    assert found["pulled"] == ["lome-tg"]
    [failed] = found["failed"]
    assert (failed["territory_id"], failed["code"]) == ("praia-cv", "FILE_DAMAGED")
    assert failed["message"]


@pytest.mark.slow
def test_strict_gives_8_while_errors_remain(campaign: Path):
    """4."""
    assert on(campaign, "sync", "--strict").exit_code == 8
    answer(campaign / "sheets" / "lome-tg.xlsx", ["COC-1"], "2")
    assert on(campaign, "sync", "--strict").exit_code == 0


def test_a_second_coordinator_gets_5(campaign: Path):
    """4."""
    state = open_state(campaign / "state.db")
    try:
        with state.lease():
            result = on(campaign, "sync")
    finally:
        state.close()

    assert result.exit_code == 5
    assert "Traceback" not in result.output


def test_a_blocked_output_gives_6(campaign: Path):
    """4. A folder stands where a workbook should go."""
    target = campaign / "out" / "consolidated-fr.xlsx"
    target.unlink()
    target.mkdir()
    (target / "kept").write_text("mine", encoding="utf-8")

    result = on(campaign, "report")

    assert result.exit_code == 6
    assert "consolidated-fr.xlsx" in result.stderr
    assert [path.name for path in target.iterdir()] == ["kept"]
    assert [path for path in (campaign / "out").rglob("*") if path.name.endswith(".part")] == []


def test_a_damaged_memory_gives_7(campaign: Path):
    """4."""
    (campaign / "state.db").write_bytes(b"no database " * 1000)

    result = on(campaign, "sync")

    assert result.exit_code == 7
    assert (campaign / "state.db").read_bytes().startswith(b"no database")


def test_an_interruption_gives_130(campaign: Path, monkeypatch: pytest.MonkeyPatch):
    """4."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.story, "sync", interrupted)

    assert on(campaign, "sync").exit_code == 130


@pytest.mark.parametrize("command", ["report", "problems"])
def test_before_the_first_sync_the_hint_says_so(provisioned: Path, command: str):
    """5."""
    result = on(provisioned, command)

    assert result.exit_code == 2
    assert "pipeline sync" in result.stderr


def test_a_new_campaign_does_not_write_over_another(provisioned: Path):
    """5."""
    before = files(provisioned)

    result = run("new", provisioned)

    assert result.exit_code == 2
    assert files(provisioned) == before
