"""One run of a campaign of three territories in a process of its own, so that it can be killed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.feedback import feedback_plans  # noqa: F401 - imported early, so that a run is short
from pipeline.provision import provision, provision_plan
from pipeline.publish import publish, publish_plan
from pipeline.share import share, share_plan
from pipeline.state import State, open_state
from pipeline.stores.open import drive_of, open_stores
from pipeline.stores.store import SheetStore
from pipeline.story import sync
from schemas.campaign import Agency, Campaign, Member
from sheet_templates.load import guideline
from tests.books import campaign, territory

from .desk import NOW

WHOLE = guideline()
SMALL = replace(WHOLE, blocks=WHOLE.blocks[:1], variables=WHOLE.variables[:2], plan_columns=WHOLE.plan_columns[:3])
"""One block, so that a run is short; read once for all processes."""

TERRITORIES = ("praia-cv", "sao-filipe", "lome-tg")


def campaign_at(base: str) -> Campaign:
    """Three territories in two languages, people to share with, two agencies and an overview to publish."""
    agencies = tuple(Agency(one, one.upper(), "en", emails=(f"desk@{one}.example",)) for one in ("undp", "ilo"))
    return campaign(
        territory("praia-cv"), territory("sao-filipe"), territory("lome-tg", "en"),
        depth="core", respondents=3, store=f"embedded:{base}", agencies=agencies, languages=("fr",),
        roster=(Member("praia-cv", "ana@example.org"), Member("lome-tg", "kofi@example.org")), publish_overview=True,
    )  # fmt: skip


def carry_out(what: str, folder: str, base: str) -> None:
    """Provision and share, sync, or publish, with the memory in `folder` and the service at `base`."""
    given, state = campaign_at(base), open_state(Path(folder) / "state.db")
    store = open_stores(given, Path(folder), SMALL.policy, NOW)
    {"provision": _provision, "sync": _sync, "publish": _publish}[what](given, store, state, Path(folder))
    state.close()


def _provision(given: Campaign, store: SheetStore, state: State, _folder: Path) -> None:
    plan = provision_plan(given, store, state)
    provision(plan, SMALL, given, store, state, NOW, lambda _: None)
    share(share_plan(given, state), store, state, NOW, lambda _: None)


def _sync(given: Campaign, store: SheetStore, state: State, _folder: Path) -> None:
    run = state.start_run("sync", "test", NOW)
    sync(SMALL, given, store, state, NOW, run, lambda _: None)


def _publish(given: Campaign, store: SheetStore, state: State, folder: Path) -> None:
    done = publish(publish_plan(given, folder), drive_of(store), state, NOW, lambda _: None)
    failed = [one.message for one in done if one.status == "failed"]
    if failed:
        raise SystemExit("; ".join(failed))
