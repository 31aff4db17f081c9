"""The commands that others rely on, on the embedded service.

1. `provision`, `sync`, `status`, `doctor`, `publish` run on `store = "embedded:"`, kept in the campaign folder; what
   was published stands in the record of the run.
2. `sync --json` counts its requests. 3. `sync --via export` reads the same. 4. A dry run writes nothing outside.
5. `rehearse --serve --open` serves the same spreadsheets to other clients; what they type is read by the next sync.
"""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner

import cli

NO_TIME = 20


def run(folder: Path, *words: str, code: int = 0) -> Any:
    """The JSON that a command prints."""
    done = CliRunner().invoke(cli.main, ["-C", str(folder), *words, "--json"], catch_exceptions=False)

    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new campaign on the embedded service."""
    from pipeline.campaign_folder import new_campaign

    new_campaign(tmp_path)
    settings = tmp_path / "campaign.toml"
    text = settings.read_text(encoding="utf-8").splitlines()
    lines = ["publish_overview = true"]
    lines += ['store = "embedded:"' if line.startswith("store") else line for line in text]
    settings.write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "roster.csv").write_text("territory,email\nexample-fr,ana@example.org\n", encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_campaign_runs_on_the_embedded_service(folder: Path):
    """Requirements 1, 2 and 4."""
    assert run(folder, "provision", "--dry-run")["would_make"] == ["example-fr"]
    made = run(folder, "provision")
    first, second = run(folder, "sync"), run(folder, "sync")
    findings = run(folder, "doctor")

    assert len(made["made"]) == 1
    assert made["shared"] == ["ana@example.org"]
    assert (folder / "embedded.db").is_file()
    assert first["requests"] == {"drive": 1, "sheets_read": 1, "sheets_write": 1}
    assert second["requests"] == {"drive": 1, "sheets_read": 0, "sheets_write": 0}
    assert second["unchanged"] == ["example-fr"]
    assert {one["status"] for one in findings} == {"ok"}
    assert run(folder, "status")[0]["state"] == "up to date"
    assert [(one["name"], one["status"]) for one in run(folder, "publish")] == [
        ("undp", "made"),
        ("overview-fr", "made"),
    ]
    would = run(folder, "publish", "--dry-run")
    again = run(folder, "publish")
    with closing(sqlite3.connect(folder / "state.db")) as memory:
        (kept,) = memory.execute("SELECT counts FROM run WHERE command = 'publish' ORDER BY run_id DESC").fetchone()

    assert would == again
    assert {one["status"] for one in again} == {"unchanged"}
    assert json.loads(kept)["published"] == {one["name"]: one["link"] for one in again}


@pytest.mark.slow
def test_other_clients_edit_what_rehearse_serves(folder: Path):
    """Requirements 3 and 5."""
    run(folder, "provision")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, cli.__file__, "rehearse", "--serve", "--port", str(port), "--open", str(folder)]
    base = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server, requests.Session() as http:
        try:
            files = _answered(http, f"{base}/drive/v3/files")["files"]
            book = next(one["id"] for one in files if "Territoire exemple" in one["name"])
            url = f"{base}/v4/spreadsheets/{book}/values/'1 Cadre juridique'!E5"
            http.put(url, params={"valueInputOption": "RAW"}, json={"values": [[7]]}).raise_for_status()
        finally:
            server.terminate()
    exported = run(folder, "sync", "--via", "export")
    problems = run(folder, "problems")

    assert exported["pulled"] == ["example-fr"]
    assert "LEVEL_OUT_OF_RANGE" in [one["code"] for one in problems]


def _answered(http: requests.Session, url: str) -> Any:
    """The reply of a server that is just starting."""
    until = time.monotonic() + NO_TIME
    while True:
        try:
            return http.get(url).json()
        except requests.ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
