"""`pipeline export`, as typed, on a campaign that was synced.

1. CSV, Parquet and the descriptor are written where promised, and `--json` names them.
2. frictionless finds nothing wrong with the CSV files, HXL row and all, and takes the descriptor of the Parquet files.
   (It reads Parquet through pandas, where a whole number beside a missing one becomes a fraction; so types, rows, sizes
   and hashes of the Parquet files are held against the descriptor here.)
3. The licence is the one of campaign.toml; while nobody decided, that is said.
4. Without a sync there is nothing to export, and it is said what to do.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import main
from reports.export import Wish, export
from schemas.campaign import LICENCES
from schemas.outcome import Outcome

_KINDS = {
    "string": "string", "integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]",
    "datetime": "timestamp[us, tz=UTC]",
}  # fmt: skip


def on(folder: Path, *words: object) -> Result:
    """One command on a campaign, as typed."""
    return CliRunner().invoke(main, [str(word) for word in ("-C", folder, *words)])


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign of one territory after its first sync."""
    folder = tmp_path_factory.mktemp("export") / "togo"
    assert CliRunner().invoke(main, ["new", str(folder)]).exit_code == 0
    (folder / "territories.csv").write_text("id;name;country;language\nlome-tg;Lomé;TG;fr\n", encoding="utf-8")
    (folder / "agencies.csv").write_text("id;name;language\n", encoding="utf-8")
    settings = (folder / "campaign.toml").read_text(encoding="utf-8").replace("respondents = 8", "respondents = 2")
    (folder / "campaign.toml").write_text(
        settings.replace('languages = ["fr", "en", "es", "pt"]', 'languages = ["fr"]'), encoding="utf-8"
    )
    for command in ("provision", "sync"):
        done = on(folder, command)
        assert done.exit_code == 0, done.output
    return folder


def _package(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))


def _frictionless(script: str, path: Path) -> str:
    """In a process of its own: its imports warn, and our tests take warnings for errors."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, frictionless\n{script}", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip() or done.stderr


@pytest.mark.slow
def test_everything_is_written_and_named(synced: Path):
    """Requirements 1, 2."""
    pytest.importorskip("pyarrow")

    done = on(synced, "export", "--format", "both", "--hxl", "--json")

    assert done.exit_code == 0, done.output
    data = synced / "out" / "data"
    named = {Path(one) for one in json.loads(done.stdout)["outputs"]}
    assert named == {path for path in data.rglob("*") if path.is_file()}
    assert {path.suffix for path in named} == {".csv", ".parquet", ".json"}
    with (data / "csv" / "answers.csv").open(encoding="utf-8", newline="") as file:
        names, tags, first = [row for _, row in zip(range(3), csv.reader(file), strict=False)]
    assert (names[0], tags[0], first[0]) == ("territory_id", "#loc+code", "lome-tg")
    assert all(tag.startswith("#") for tag in tags)
    script = "report = frictionless.validate(sys.argv[1])\nprint(report.flatten(['name', 'note'])[:5], report.valid)"
    assert _frictionless(script, data / "datapackage.json") == "[] True"


@pytest.mark.slow
def test_parquet_files_are_what_the_descriptor_says(synced: Path, tmp_path: Path):
    """Requirement 2."""
    parquet = pytest.importorskip("pyarrow.parquet")

    done = on(synced, "export", tmp_path / "data", "--format", "parquet")

    assert done.exit_code == 0, done.output
    script = "print(list(frictionless.Package.metadata_validate(__import__('json').load(open(sys.argv[1])))))"
    assert _frictionless(script, tmp_path / "data" / "datapackage.json") == "[]"
    for resource in _package(tmp_path / "data")["resources"]:
        path = tmp_path / "data" / resource["path"]
        schema = parquet.read_schema(path)
        fields = {field["name"]: _KINDS[field["type"]] for field in resource["schema"]["fields"]}
        assert fields == {name: str(kind) for name, kind in zip(schema.names, schema.types, strict=True)}
        assert (path.stat().st_size, f"sha256:{sha256(path.read_bytes()).hexdigest()}") == (
            resource["bytes"],
            resource["hash"],
        )


@pytest.mark.slow
def test_the_licence_comes_from_the_campaign(synced: Path, tmp_path: Path):
    """Requirement 3: a new campaign leaves it open, and what is then written in is named."""
    chosen = tmp_path / "chosen"
    shutil.copytree(synced, chosen)
    settings = chosen / "campaign.toml"
    settings.write_text(settings.read_text("utf-8").replace('licence = ""', 'licence = "CC-BY-4.0"'), "utf-8")
    assert on(synced, "export", tmp_path / "open").exit_code == 0
    assert on(chosen, "export", tmp_path / "data").exit_code == 0

    assert _package(tmp_path / "open")["licenses"][0]["name"] == "notspecified"
    assert [{"name": "CC-BY-4.0", "title": LICENCES["CC-BY-4.0"].title, "path": LICENCES["CC-BY-4.0"].url}] == _package(
        tmp_path / "data"
    )["licenses"]


@pytest.mark.parametrize("chosen", [*LICENCES, ""])
def test_each_licence_is_named_as_a_data_package_wants_it(result: Outcome, tmp_path: Path, chosen: str):
    """Requirement 3."""
    campaign = replace(result.campaign, licence=chosen, territories=result.campaign.territories[:1])
    small = replace(result, campaign=campaign, answers=result.answers[:5])

    export(small, tmp_path, Wish())

    (licence,) = _package(tmp_path)["licenses"]
    assert licence["name"] == (chosen or "notspecified")
    assert ("path" in licence) == bool(chosen)
    assert licence["title"]


@pytest.mark.slow
def test_without_a_sync_there_is_nothing(tmp_path: Path):
    """Requirement 4."""
    folder = tmp_path / "empty"
    assert CliRunner().invoke(main, ["new", str(folder)]).exit_code == 0

    done = on(folder, "export")

    assert done.exit_code == 2
    assert "pipeline sync" in done.output
