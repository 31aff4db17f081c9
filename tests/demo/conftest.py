"""The demo, played once for all tests and all workers of a run."""

from __future__ import annotations

import json

import pytest
from filelock import FileLock

from pipeline.campaign_folder import open_campaign
from pipeline.demo import play
from pipeline.state import open_state
from pipeline.story import rebuild

from .played import Played, two_workbooks


@pytest.fixture(scope="session")
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The demo, played once for all workers of a test run."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if hasattr(request.config, "workerinput") else own) / "played-demo"
    folder, said = shared / "demo", shared / "said.json"
    shared.mkdir(exist_ok=True)
    with FileLock(str(shared / "lock")):
        if not said.exists():
            said.write_text(json.dumps(play(folder, two_workbooks, lambda _: None)), encoding="utf-8")
    campaign = open_campaign(folder)
    state = open_state(campaign.state)
    first, *_, last = state.rounds()
    try:
        outcomes = [rebuild(campaign.guideline, campaign.campaign, state, run_id) for run_id in (last, first)]
    finally:
        state.close()
    return Played(folder, json.loads(said.read_text(encoding="utf-8")), *outcomes)
