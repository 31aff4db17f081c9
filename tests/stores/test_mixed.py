"""One campaign, several stores: each territory's spreadsheet is where its line says.

1. Provisioning, reading and telling go to each territory's own store.
2. An address that is none is refused with what to write instead; so is a service that is not on this machine.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.provision import provision, provision_plan
from pipeline.state import open_state
from pipeline.stores.mixed import MixedStore
from pipeline.stores.open import drive_of, open_stores
from pipeline.stores.store import SheetStore
from pipeline.story import sync
from schemas.errors import CampaignError
from sheet_templates.load import guideline
from tests.books import campaign, territory

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.slow
def test_a_campaign_mixes_files_and_google(tmp_path: Path):
    """Requirement 1."""
    whole = guideline()
    small = replace(whole, blocks=whole.blocks[:1], variables=whole.variables[:2], plan_columns=whole.plan_columns[:3])
    places = (territory("praia-cv"), territory("lome-tg", store="folder:sheets"))
    given = campaign(*places, depth="core", respondents=3, store="embedded:")
    state = open_state(tmp_path / "state.db")

    def store() -> SheetStore:
        return open_stores(given, tmp_path, small.policy, NOW)

    first = store()
    made = provision(provision_plan(given, first, state), small, given, first, state, NOW, lambda _: None)
    second = store()
    done = sync(small, given, second, state, NOW, state.start_run("sync", "test", NOW), lambda _: None)
    again = provision_plan(given, store(), state)
    state.close()

    assert isinstance(first, MixedStore)
    assert sorted(path.name for path in (tmp_path / "sheets").iterdir()) == ["lome-tg.feedback.xlsx", "lome-tg.xlsx"]
    assert len(made) == 2
    assert {one["status"] for one in done.report.statuses.values()} == {"pulled"}
    assert second.requests() == {"drive": 1, "sheets_read": 1, "sheets_write": 1}
    assert list(done.told) == ["praia-cv", "lome-tg"]
    assert done.told["lome-tg"].endswith("lome-tg.feedback.xlsx")
    assert done.told["praia-cv"].startswith("embedded:")
    assert not again.missing
    assert drive_of(first).campaign_id == given.id


@pytest.mark.parametrize("address", ["", "folder:", "dropbox:x", "embedded:http://example.org:80", "google:../x"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, address: str):
    """Requirement 2."""
    given = campaign(territory("praia-cv"), store=address)
    with pytest.raises(CampaignError) as refused:
        open_stores(given, tmp_path, guideline().policy, NOW)

    assert refused.value.hint
