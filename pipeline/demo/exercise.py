"""The exercise from the first questionnaire to the last workbook, in the demo's own time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.campaign_folder import CampaignFolder, open_campaign
from pipeline.demo.chance import Chance
from pipeline.demo.first_visit import Filled, first_visit
from pipeline.demo.folder import SHEETS, make_folder, save
from pipeline.demo.labels import Labels
from pipeline.demo.panel import Panel, panel
from pipeline.demo.second_visit import second_visit, with_changes
from pipeline.demo.spoil import spoiled
from pipeline.demo.worth_seeing import lines
from pipeline.provision import provision, provision_plan
from pipeline.state import State, open_state
from pipeline.stores.draw import draw
from pipeline.stores.open import open_stores
from pipeline.stores.store import SheetStore
from pipeline.story import SyncResult, sync
from schemas.outcome import Outcome
from sheet_templates.layout import book_layout

Deliver = Callable[[Outcome, Path], list[Path]]
Progress = Callable[[str], None]

#: The demo's clock: questionnaires go out, two sessions, and what came in after the deadline.
SENT = datetime(2026, 2, 2, 9, tzinfo=UTC)
FIRST = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)
SECOND = datetime(2026, 4, 14, 17, 30, tzinfo=UTC)
LATE = datetime(2026, 4, 24, 9, tzinfo=UTC)
_SAVED_BEFORE = 3600
#: Left open in a spreadsheet program while the second sync ran.
OPEN = "pistoia-it"


def play(directory: Path, deliver: Deliver, progress: Progress) -> dict[str, Any]:
    """Play the exercise in `directory` and deliver its workbooks.

    Returns the lines to print, what was delivered, and what each sync met. CampaignError when `directory` holds
    something that is no demo.
    """
    make_folder(directory)
    folder = open_campaign(directory)
    state = open_state(folder.state)
    try:
        with state.lease():
            exercise = _Exercise(folder, state, progress)
            exercise.provision()
            first = exercise.first_session()
            second = exercise.second_session(first.outcome)
            late = exercise.late_changes()
        progress("writing the workbooks")
        outputs = deliver(late.outcome, folder.out)
    finally:
        state.close()
    return {
        "lines": list(lines(directory, late.outcome)),
        "campaign": str(directory),
        "outputs": [str(path) for path in outputs],
        "syncs": [_met(one) for one in (first, second, late)],
    }


def _met(done: SyncResult) -> dict[str, Any]:
    counts = done.outcome.problems["severity"].value_counts().to_dict()
    return {
        "made_at": done.outcome.made_at.isoformat(),
        "territories": {key: status["status"] for key, status in done.report.statuses.items()},
        "problems": {key: int(counts.get(key, 0)) for key in ("error", "warning", "hint")},
    }


@dataclass
class _Exercise:
    """The eight territories and the coordinator at work."""

    folder: CampaignFolder
    state: State
    progress: Progress
    books: dict[str, Filled] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Get to know the territories."""
        self.guideline, self.campaign = self.folder.guideline, self.folder.campaign
        self.chance = Chance(self.campaign.seed)
        self.panels = {one.id: panel(one.id) for one in self.campaign.territories}
        self.labels = {one.id: Labels(self.guideline, one.language) for one in self.campaign.territories}
        self.sheets = self.folder.path / SHEETS

    def provision(self) -> None:
        """The coordinator hands out the questionnaires."""
        store = self._store(SENT)
        plan = provision_plan(self.campaign, store, self.state)
        self.progress(f"making {len(plan.missing)} questionnaires")
        provision(plan, self.guideline, self.campaign, store, self.state, SENT, _quietly)

    def first_session(self) -> SyncResult:
        """Everybody answers, the coordinator syncs."""
        self.progress("first session: everybody answers")
        for key, one in self.panels.items():
            self.books[key] = first_visit(one, self.labels[key], self.chance)
            self._save(one, "first", FIRST)
        return self._sync(FIRST, session="1")

    def second_session(self, before: Outcome) -> SyncResult:
        """Mistakes are mended, levels agreed, plans written; one file is still open when the coordinator syncs."""
        self.progress("second session: mistakes are mended, levels agreed, plans written")
        for key, one in self.panels.items():
            self.books[key] = second_visit(one, self.books[key], before, self.labels[key], self.chance)
            self._save(one, "second", SECOND)
        lock = self.sheets / f".~lock.{OPEN}.xlsx#"
        save(lock, b",demo,demo,14.04.2026 17:20,;", SECOND)
        done = self._sync(SECOND, session=self.campaign.session)
        lock.unlink()
        return done

    def late_changes(self) -> SyncResult:
        """What somebody changes after the deadline, and the file that was open, are read by a last sync."""
        self.progress("after the deadline: a late change")
        for key, one in self.panels.items():
            if one.changes["late"]:
                self.books[key] = with_changes(one, "late", self.books[key], self.labels[key])
                self._save(one, "late", LATE)
        return self._sync(LATE, session=self.campaign.session)

    def _save(self, one: Panel, visit: str, at: datetime) -> None:
        """The questionnaire as the territory saves it: the same book with other cells, and what was done to it."""
        territory = self.campaign.territory(one.territory_id)
        cells = self.books[one.territory_id].cells
        book = book_layout(self.guideline, self.campaign, territory, in_sheet=False, prefill=cells)
        spoils = one.spoiled(visit)
        saved = datetime.fromtimestamp(at.timestamp() - _SAVED_BEFORE, UTC)
        path = self.sheets / f"{one.territory_id}.xlsx"
        for spoil in spoils:
            if spoil.how == "rename_file":
                path.unlink()
                path = path.with_stem(spoil.details["title"])
        save(path, draw(spoiled(book, spoils), SENT), saved)

    def _sync(self, now: datetime, session: str) -> SyncResult:
        self.progress("sync: reading, checking, scoring, answering back")
        campaign = replace(self.campaign, session=session)
        run_id = self.state.start_run("sync", "demo", now)
        done = sync(self.guideline, campaign, self._store(now), self.state, now, run_id, _quietly)
        self.state.end_run(run_id, "done", {}, now)
        return done

    def _store(self, now: datetime) -> SheetStore:
        return open_stores(self.campaign, self.folder.path, self.guideline.policy, now)


def _quietly(_: str) -> None:
    """Progress of single territories, which nobody follows here."""
