"""`pipeline demo`: the whole exercise on eight territories, as a newcomer meets it.

1. Two plays give the same questionnaires, feedback and workbooks, byte for byte; a folder that holds an earlier demo
   is made anew, whatever was changed in it, and whichever kind of demo it was.
2. A folder that holds something which is no demo is refused, and nothing in it is touched.
3. Every frame that the demo can fill is filled, and figures of the context sheet come with their source.
4. The second session mends: fewer errors than after the first; what is out of reach is left alone until it is back.
5. The usual commands work on what the demo leaves; a repeated sync finds everything unchanged, and what somebody types
   afterwards into a spreadsheet or saves in the file is read.
6. Everything says that it is illustrative, in four languages.
7. Seven territories answer in spreadsheets, typed by their editors; one answers by file.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

import cli
from pipeline.campaign_folder import open_campaign
from pipeline.demo import play
from pipeline.demo.folder import FILES, make_folder
from pipeline.outside import Outside
from pipeline.stores.google_drive import TERRITORY
from pipeline.stores.google_http import GoogleHTTP
from pipeline.stores.google_open import embedded_lines
from pipeline.stores.open import drive_of, open_stores
from schemas.errors import CampaignError
from tests.stores.hands import FileHands

from .played import Played, contents, rows, tabs_of, two_workbooks

pytestmark = pytest.mark.slow

TERRITORIES = {
    "barcelona-es", "cordoba-ar", "jendouba-tn", "montreal-ca", "municipio-ejemplo-bo", "pistoia-it", "praia-cv",
    "taoyuan-tw",
}  # fmt: skip


def test_two_plays_give_the_same_bytes_and_clear_away_the_first(played: Played, tmp_path: Path):
    """1."""
    again = shutil.copytree(played.folder, tmp_path / "again")
    (again / "sheets" / "jendouba-tn.xlsx").write_bytes(b"spoiled")
    (again / "sheets" / "copy of praia-cv.xlsx").write_bytes(b"stray")
    (again / "embedded.db").write_bytes(b"spoiled")
    (again / "copies" / "stray.xlsx").write_bytes(b"stray")
    (again / "notes.txt").write_text("mine", encoding="utf-8")

    play(again, two_workbooks, lambda _: None)

    assert contents(played.folder) == contents(again)
    assert (again / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_demo_of_the_other_kind_is_cleared_away(played: Played, tmp_path: Path):
    """1."""
    again = shutil.copytree(played.folder, tmp_path / "again")

    make_folder(again, FILES)

    assert {path.name for path in again.iterdir()} == {"campaign.toml", "territories.csv", "agencies.csv", "roster.csv"}
    assert {one.store or open_campaign(again).campaign.store for one in played.outcome.campaign.territories} == {FILES}


@pytest.mark.parametrize(
    "files",
    [
        {"campaign.toml": 'id = "togo-2027"\ntitle = "Togo"\nillustrative = true\n'},
        {"campaign.toml": 'id = "pipeline-demo"\ntitle = "Real after all"\n'},
        {"campaign.toml": "id = "},
        {"sheets/holiday.xlsx": "photos"},
        {"state.db": "something else"},
        {"copies/of my passport.txt": "mine"},
    ],
    ids=[
        "another campaign",
        "not illustrative",
        "unreadable",
        "a folder called sheets",
        "a file called state.db",
        "a folder called copies",
    ],
)
def test_a_folder_that_holds_something_else_is_refused_untouched(files: dict[str, str], tmp_path: Path):
    """2."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(CampaignError):
        play(tmp_path, two_workbooks, lambda _: None)
    refused = CliRunner().invoke(cli.main, ["demo", str(tmp_path)])

    assert refused.exit_code == CampaignError.exit_code
    assert {
        str(path.relative_to(tmp_path)): path.read_text(encoding="utf-8")
        for path in tmp_path.rglob("*")
        if path.is_file()
    } == {str(Path(name)): text for name, text in files.items()}


def test_every_frame_is_filled_for_every_territory(played: Played):
    """3."""
    frames = {one.name: getattr(played.outcome, one.name) for one in fields(played.outcome)}
    empty = {name for name, frame in frames.items() if isinstance(frame, pd.DataFrame) and frame.empty}

    assert empty == set()
    for name in ("answers", "context", "actions", "indicator_scores", "recommendations"):
        assert set(frames[name]["territory_id"]) == TERRITORIES


def test_every_territory_plans_three_to_six_actions(played: Played):
    """3."""
    counts = played.outcome.actions.groupby("territory_id").size()

    assert counts.between(3, 6).all()
    assert (played.outcome.actions["source_rec"] != "").all()


def test_a_figure_of_the_context_sheet_has_its_source(played: Played):
    """3. Facts are never invented: whatever can carry a source carries one."""
    sourced = {one.id for one in played.outcome.guideline.variables if "source" in one.detail}
    given = rows(played.outcome.context, state="value")
    given = given[given["variable_id"].isin(sourced)]

    assert len(given) > 15
    assert given[given["source"] == ""][["territory_id", "variable_id"]].to_numpy().tolist() == []


def test_the_second_session_mends_what_the_feedback_asked_for(played: Played):
    """4."""
    first, second, late = (sync["problems"]["error"] for sync in played.said["syncs"])

    assert late <= second < first / 2
    assert late > 0


def test_a_spreadsheet_in_the_bin_is_left_alone_until_it_is_back(played: Played):
    """4."""
    met = [sync["territories"]["pistoia-it"] for sync in played.said["syncs"]]

    assert met == ["pulled", "stale", "pulled"]


def test_a_renamed_spreadsheet_is_still_its_territorys(played: Played):
    """4."""
    store = open_stores(played.outcome.campaign, played.folder, played.outcome.guideline.policy, datetime.now(UTC))
    names = {file.properties.get(TERRITORY): (file.id, file.name) for file in drive_of(store).files()}
    place = played.outcome.pulls.set_index("territory_id")["place"]["taoyuan-tw"]

    assert names["taoyuan-tw"] == (place, "taoyuan-tw_final v2")


def test_seven_answer_in_spreadsheets_and_one_by_file(played: Played):
    """7."""
    copies = {path.stem for path in (played.folder / "copies").iterdir()}
    files = {path.name for path in (played.folder / "sheets").iterdir()}

    assert copies == TERRITORIES - {"jendouba-tn"}
    assert files == {"jendouba-tn.xlsx", "jendouba-tn.feedback.xlsx"}


def run(folder: Path, *arguments: str) -> Any:
    """What a command of the program prints as JSON about a campaign; it must end well."""
    result = CliRunner().invoke(cli.main, ["-C", str(folder), *arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_repeated_sync_finds_everything_unchanged(played: Played, tmp_path: Path):
    """5. On a copy with one language and one agency, to keep the test short."""
    folder = shutil.copytree(played.folder, tmp_path / "copy")
    settings = (folder / "campaign.toml").read_text(encoding="utf-8")
    (folder / "campaign.toml").write_text(
        settings.replace('languages = ["fr", "en", "es", "pt"]', 'languages = ["pt"]'), encoding="utf-8"
    )
    agencies = (folder / "agencies.csv").read_text(encoding="utf-8-sig").splitlines()
    (folder / "agencies.csv").write_text("\n".join(agencies[:2]), encoding="utf-8-sig")

    again = run(folder, "sync")

    assert set(again["unchanged"]) == TERRITORIES
    assert (again["pulled"], again["failed"]) == ([], [])
    assert contents(played.folder / "sheets") == contents(folder / "sheets")
    assert {"consolidated-pt.xlsx", "undp.xlsx"} <= {Path(path).name for path in again["outputs"]}


def test_what_is_typed_afterwards_is_read(played: Played, tmp_path: Path):
    """5. By the owner of the spreadsheets, as `pipeline rehearse --open` lets anybody do."""
    folder = shutil.copytree(played.folder, tmp_path / "copy")
    owner = GoogleHTTP(embedded_lines(folder, Outside())(""))
    place = played.outcome.pulls.set_index("territory_id")["place"]["pistoia-it"]
    owner.values_update(place, "1 Legal framework!E5", {"valueInputOption": "USER_ENTERED"}, {"values": [["3"]]})
    FileHands(folder / "sheets").type("jendouba-tn.xlsx", "1 Cadre juridique", "E5", "3")

    looked = run(folder, "sync", "--dry-run")

    assert set(looked["pulled"]) == {"jendouba-tn", "pistoia-it"}
    assert set(looked["unchanged"]) == TERRITORIES - {"pistoia-it", "jendouba-tn"}
    assert looked["requests"] == {"drive": 1, "sheets_read": 1, "sheets_write": 0}


def test_workbooks_written_again_from_what_was_kept_are_the_same(played: Played, tmp_path: Path):
    """5."""
    two_workbooks(played.outcome, tmp_path)

    assert contents(played.folder / "out") == contents(tmp_path)


def test_problems_are_told_in_the_territorys_language(played: Played):
    """5."""
    listed = run(played.folder, "problems")
    told = {one["territory_id"]: one["message"] for one in listed if one["code"] == "EVIDENCE_NOT_NAMED"}

    assert {"territory_id", "tab", "cell", "code", "severity", "found", "accepted", "message"} <= set(listed[0])
    assert "La pièce est classée" in told["jendouba-tn"]
    assert "La evidencia está clasificada" in told["municipio-ejemplo-bo"]
    assert "The evidence is graded" in told["pistoia-it"]
    assert "O comprovativo está classificado" in told["praia-cv"]


def test_status_knows_every_territory_as_up_to_date(played: Played):
    """5."""
    assert {one["territory_id"]: one["state"] for one in run(played.folder, "status")} == dict.fromkeys(
        TERRITORIES, "up to date"
    )


def test_every_questionnaire_says_that_it_is_illustrative(played: Played):
    """6."""
    marks = {"fr": "Illustratif", "en": "Illustrative", "es": "Ilustrativo", "pt": "Ilustrativo"}
    silent = []
    for territory in played.outcome.campaign.territories:
        place = "sheets" if territory.id == "jendouba-tn" else "copies"
        readme = tabs_of(played, played.folder / place / f"{territory.id}.xlsx")[0]
        if not any(marks[territory.language] in str(value) for line in readme.rows for value in line):
            silent.append(territory.id)

    assert silent == []
