"""The demo, played once for all tests and all workers of a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from filelock import FileLock

from pipeline.campaign_folder import open_campaign
from pipeline.demo import play
from pipeline.demo.folder import FILES, SPREADSHEETS
from pipeline.state import open_state
from pipeline.story import rebuild

from .played import Played, two_workbooks


@pytest.fixture(scope="session")
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The demo as it is by default, played once for all workers of a test run."""
    return _played(_shared(request, tmp_path_factory), SPREADSHEETS)


@pytest.fixture(scope="session")
def by_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Its offline twin, in which all territories answer by file."""
    return _played(_shared(request, tmp_path_factory), FILES)


def _shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


def _played(shared: Path, store: str) -> Played:
    shared = shared / f"played-demo-{store.partition(':')[0]}"
    folder, said = shared / "demo", shared / "said.json"
    shared.mkdir(exist_ok=True)
    with FileLock(str(shared / "lock")):
        if not said.exists():
            said.write_text(json.dumps(play(folder, two_workbooks, lambda _: None, store)), encoding="utf-8")
    campaign = open_campaign(folder)
    state = open_state(campaign.state)
    first, *_, last = state.rounds()
    try:
        outcomes = [rebuild(campaign.guideline, campaign.campaign, state, run_id) for run_id in (last, first)]
    finally:
        state.close()
    return Played(folder, json.loads(said.read_text(encoding="utf-8")), *outcomes)
