"""Tables for analysts.

1. Every table is a file, every file is in the descriptor, and frictionless finds nothing wrong with them. Every frame
   of a run is a table, or named with the reason why it does not leave.
2. Types, enumerations and limits are those of the frames; every column says what it means.
3. A missing value is an empty field, never a zero; numbers come back to the last bit.
4. No text can be taken for a formula, and every text can be had back.
5. E-mail addresses, telephone numbers, roles and persons in charge never leave; quotes and organisations as agreed.
6. Territories that did not agree to publication are left out; groups under three voices are not told apart.
7. HXL hashtags are a second row that the descriptor knows of (more in test_export_tags).
8. The same outcome gives the same bytes.
9. Parquet holds the same values; without the library a message says what to do.
10. Observations carry SDMX codes.
11. A file that cannot be written is said.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import fields, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.export import BOTH, PARQUET, Wish, export
from reports.export_files import csv_bytes, guarded, unguarded
from reports.export_tables import said, tables
from reports.redact import NO_QUOTES, NONE, ORGANISATIONS
from reports.text import clean, fitted, risky
from schemas.errors import OutputError
from schemas.outcome import Outcome
from tests.reports import factory
from tests.reports.factory_trust import trusted

TRUST = (
    "block_notes", "index_notes", "cautions", "group_gaps", "gaps_across", "across", "benchmarks", "changes",
    "method_run",
)  # fmt: skip
CONTENT = {
    "voices",
    "meetings",
    "scenarios",
    "blocks",
    "drivers",
    "indicators",
    "recommendation_texts",
    "variables",
    "observations",
}


@pytest.fixture(scope="module")
def folder(result: Outcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of the test outcome, as CSV."""
    place = tmp_path_factory.mktemp("export")
    export(result, place)
    return place


def _read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _package(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))


def _validated(folder: Path) -> str:
    """What frictionless says, in a process of its own: its imports warn, and our tests take warnings for errors."""
    script = (
        "import sys, frictionless\n"
        "report = frictionless.validate(sys.argv[1])\n"
        "print(report.flatten(['name', 'rowNumber', 'fieldName', 'type', 'note'])[:9], report.errors, report.valid)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder / "datapackage.json")], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("wish", [Wish(), Wish(agreement=NO_QUOTES, hxl=True), Wish(agreement=NONE)], ids=str)
def test_frictionless_finds_nothing_wrong(tmp_path: Path, wish: Wish):
    """Requirements 1, 7."""
    export(trusted(), tmp_path, wish)

    assert _validated(tmp_path) == "[] [] True"


@pytest.mark.slow
def test_frictionless_would_find_a_wrong_level(result: Outcome, tmp_path: Path):
    """Requirement 1: the descriptor is not empty words."""
    export(result, tmp_path)
    path = tmp_path / "csv" / "positions.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",level,4.0,", ",level,7.0,", 1), encoding="utf-8")

    assert "constraint-error" in _validated(tmp_path)


def test_every_file_is_described(result: Outcome, folder: Path):
    """Requirement 1."""
    package = _package(folder)
    paths = {resource["path"] for resource in package["resources"]}

    assert paths == {f"csv/{path.name}" for path in (folder / "csv").iterdir()}
    assert [*said()["tables"]] == [resource["name"] for resource in package["resources"]]
    assert all((folder / one["path"]).stat().st_size == one["bytes"] for one in package["resources"])
    assert package["created"] == "2026-06-01T14:30:00Z"
    assert package["sources"][0]["path"].startswith("https://")
    assert package["licenses"]
    assert "invented" in package["description"]
    assert len(result.answers) == len(_read(folder, "answers"))


def test_every_column_says_what_it_means(result: Outcome):
    """Requirement 2: a column added to a frame needs its words in export_columns.toml."""
    silent = [f"{one.name}.{field.name}" for one in tables(result, NONE) for field in one.fields if not field.says]
    untagged = [
        f"{one.name}.{field.name}" for one in tables(result, NONE) for field in one.fields if field.hxl == "#meta"
    ]

    assert silent == []
    assert untagged == []


def test_constraints_are_those_of_the_frames(folder: Path):
    """Requirement 2."""
    resources = {one["name"]: one for one in _package(folder)["resources"]}
    fields = {one["name"]: one for one in resources["answers"]["schema"]["fields"]}

    assert fields["level"]["constraints"] == {"minimum": 0, "maximum": 4}
    assert fields["level"]["type"] == "integer"
    assert fields["state"]["constraints"]["enum"] == ["level", "dont_know", "not_applicable", "blank", "invalid"]
    assert fields["pulled_at"]["type"] == "datetime"
    assert resources["answers"]["schema"]["primaryKey"] == ["territory_id", "indicator_id", "respondent_id"]
    assert {"indicators", "blocks", "pulls", "territories"} == {
        key["reference"]["resource"] for key in resources["answers"]["schema"]["foreignKeys"]
    }


def test_missing_is_empty_and_numbers_come_back(result: Outcome, folder: Path):
    """Requirement 3."""
    rows = _read(folder, "block_scores")
    expected = {(one.territory_id, one.block_id): one.score for one in result.block_scores.itertuples(index=False)}

    withheld = [row for row in rows if row["status"] == "withheld"]
    assert withheld
    assert {""} == {row["score"] for row in withheld}
    for row in rows:
        if row["score"]:
            assert expected[row["territory_id"], row["block_id"]] == float(row["score"])
    assert {"true", "false"} == {row["discuss"] for row in _read(folder, "indicator_scores")}
    assert _read(folder, "answers")[0]["pulled_at"] == "2026-06-01T14:30:00Z"


def test_no_text_is_a_formula(result: Outcome, tmp_path: Path):
    """Requirement 4."""
    export(result, tmp_path, Wish(agreement=NONE))
    longest = result.guideline.policy.max_comment_characters
    comments = {row["comment"] for row in _read(tmp_path, "positions")}
    typed = {one for one in result.positions["comment"] if one in factory.WILD and one}

    assert len(typed) > 20
    assert not [comment for comment in comments if risky(comment)]
    assert {clean(fitted(one, longest)) for one in typed} <= {unguarded(comment) for comment in comments}


@given(st.text(alphabet=st.sampled_from("'=+-@ \t\na1\uff1d")))
def test_a_guarded_text_can_be_had_back(text: str):
    """Requirement 4."""
    safe = guarded(text)

    assert not risky(safe)
    assert text == unguarded(safe)


@pytest.mark.parametrize("agreement", [NONE, ORGANISATIONS, NO_QUOTES])
def test_nothing_personal_leaves(result: Outcome, agreement: str):
    """Requirement 5."""
    said_all = b"".join(csv_bytes(one) for one in tables(result, agreement)).decode()

    for private in (factory.EMAIL, factory.ROLE, factory.PHONE, factory.PERSON, "lead,"):
        assert private not in said_all
    assert ("Dit [" in said_all) == (agreement != NO_QUOTES)
    assert ("Réseau ESS" in said_all) == (agreement == NONE)
    problems = next(csv_bytes(one) for one in tables(result, agreement) if one.name == "problems").decode()
    assert ("trois" in problems) == (agreement != NO_QUOTES)


def test_only_what_may_be_published_leaves(result: Outcome):
    """Requirement 6."""
    territories = tuple(replace(one, publish=one.id != "praia") for one in result.campaign.territories)
    made = tables(replace(result, campaign=replace(result.campaign, territories=territories)), ORGANISATIONS)

    for one in made:
        names = [field.name for field in one.fields]
        if "territory_id" in names:
            assert "praia" not in one.columns[names.index("territory_id")]
            assert "cordoba" in one.columns[names.index("territory_id")] or one.name in {
                "intervals", "evidence", "reliability", "tabs", "allocations", "votes", "marks", "action_ranks", "agenda",
                "reasons", "scenario_suggestions", "plan_follow_up", *TRUST,
            }  # fmt: skip
    observed = next(one for one in made if one.name == "observations")
    assert not [area for area in observed.columns[1] if area.endswith("praia")]


def test_small_groups_are_not_told_apart(result: Outcome):
    """Requirement 6: one SSE actor among the respondents, so no difference between the sides is shown."""
    scores = next(one for one in tables(result, NONE) if one.name == "indicator_scores")
    gaps = scores.columns[[field.name for field in scores.fields].index("actor_gap")]

    assert result.indicator_scores["actor_gap"].notna().any()
    assert {None} == set(gaps)


def test_the_same_outcome_gives_the_same_bytes(result: Outcome, folder: Path, tmp_path: Path):
    """Requirement 8."""
    for path in export(result, tmp_path):
        assert (folder / path.relative_to(tmp_path)).read_bytes() == path.read_bytes()


def test_parquet_holds_the_same_values(result: Outcome, tmp_path: Path):
    """Requirement 9."""
    parquet = pytest.importorskip("pyarrow.parquet")
    export(result, tmp_path, Wish(BOTH, agreement=NONE))

    assert {path.stem for path in (tmp_path / "csv").iterdir()} == {
        path.stem for path in (tmp_path / "parquet").iterdir()
    }
    for table in tables(result, NONE):
        found = parquet.read_table(tmp_path / "parquet" / f"{table.name}.parquet")
        assert [field.name for field in table.fields] == found.column_names
        assert len(table.columns[0]) == found.num_rows
        assert table.fields[0].says.encode() == found.schema.field(0).metadata[b"description"]
    comments = parquet.read_table(tmp_path / "parquet" / "positions.parquet")["comment"].to_pylist()
    assert "=1+1" in comments


@pytest.mark.skipif(find_spec("pyarrow") is not None, reason="pyarrow is installed")
def test_parquet_without_its_library_says_what_to_do(result: Outcome, tmp_path: Path):
    """Requirement 9: nothing is written before it is known that all can be."""
    with pytest.raises(OutputError) as raised:
        export(result, tmp_path, Wish(PARQUET))

    assert "pip install pyarrow" in raised.value.hint
    assert list(tmp_path.iterdir()) == []


def test_observations_carry_sdmx_codes(result: Outcome, folder: Path):
    """Requirement 10."""
    rows = _read(folder, "observations")
    by_key = {(row["REF_AREA"], row["INDICATOR"]): row for row in rows}

    assert len(by_key) == len(rows)
    assert {"_O"} == {row["FREQ"] for row in rows}
    assert {"2026-06-01"} == {row["TIME_PERIOD"] for row in rows}
    index = result.index.set_index("territory_id").loc["zarzis"]
    assert float(by_key["TN_zarzis", "INDEX"]["OBS_VALUE"]) == index["index"]
    assert (by_key["GB_leeds", "LEG"]["OBS_STATUS"], by_key["GB_leeds", "LEG"]["OBS_VALUE"]) == ("Q", "")
    assert by_key["GB_leeds", "PLA-1"]["OBS_STATUS"] == "L"
    assert {row["OBS_STATUS"] for row in rows} <= set("AUQMLO")
    assert all(bool(row["OBS_VALUE"]) == (row["OBS_STATUS"] in "AU") for row in rows)


def test_a_file_that_cannot_be_written_is_said(result: Outcome, tmp_path: Path):
    """Requirement 11: the descriptor, written last, is not there when a table is missing."""
    (tmp_path / "csv" / "answers.csv").mkdir(parents=True)

    with pytest.raises(OutputError) as raised:
        export(result, tmp_path)

    assert "answers.csv" in raised.value.message
    assert not (tmp_path / "datapackage.json").exists()


def test_no_frame_is_forgotten(result: Outcome):
    """Requirement 1: a frame added to the outcome needs a table, or a reason not to be one."""
    frames = {one.name for one in fields(Outcome) if hasattr(getattr(result, one.name), "columns")}
    held_back = said()["held_back"]
    names = {one.name for one in tables(result, NONE)}

    assert frames - set(held_back) == names - CONTENT
    assert set(held_back) <= frames
    assert all(held_back.values())
    assert names >= CONTENT
