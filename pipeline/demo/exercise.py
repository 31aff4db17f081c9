"""The exercise from the first questionnaire to the last workbook, in the demo's own time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.campaign_folder import CampaignFolder, open_campaign
from pipeline.demo.chance import Chance
from pipeline.demo.first_visit import Filled, first_visit
from pipeline.demo.folder import COPIES, SPREADSHEETS, make_folder, save
from pipeline.demo.labels import Labels
from pipeline.demo.panel import Panel, panel
from pipeline.demo.second_visit import second_visit, with_changes
from pipeline.demo.spoil import spoiled
from pipeline.demo.world import World
from pipeline.demo.worth_seeing import lines
from pipeline.provision import provision, provision_plan
from pipeline.share import share, share_plan
from pipeline.state import State, open_state
from pipeline.stores.open import drive_of
from pipeline.story import SyncResult, sync
from schemas.layout import BookLayout
from schemas.outcome import Outcome
from sheet_templates.layout import book_layout

Deliver = Callable[[Outcome, Path], list[Path]]
Progress = Callable[[str], None]

#: The demo's clock: questionnaires go out, two sessions, and what came in after the deadline.
SENT = datetime(2026, 2, 2, 9, tzinfo=UTC)
FIRST = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)
SECOND = datetime(2026, 4, 14, 17, 30, tzinfo=UTC)
LATE = datetime(2026, 4, 24, 9, tzinfo=UTC)
_SAVED_BEFORE = timedelta(hours=1)


def play(directory: Path, deliver: Deliver, progress: Progress, store: str = SPREADSHEETS) -> dict[str, Any]:
    """Play the exercise in `directory` and deliver its workbooks.

    `store` is where territories answer that name no store of their own: SPREADSHEETS or FILES. Returns the lines to
    print, what was delivered, and what each sync met. CampaignError when `directory` holds something that is no demo.
    """
    make_folder(directory, store)
    folder = open_campaign(directory)
    state = open_state(folder.state)
    try:
        with state.lease():
            exercise = _Exercise(folder, state, progress)
            exercise.provision()
            first = exercise.first_session()
            second = exercise.second_session(first.outcome)
            late = exercise.late_changes()
            exercise.copy()
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
    filled: dict[str, Filled] = field(default_factory=dict)
    books: dict[str, BookLayout] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Get to know the territories."""
        self.guideline, self.campaign = self.folder.guideline, self.folder.campaign
        self.chance = Chance(self.campaign.seed)
        self.panels = {one.id: panel(one.id) for one in self.campaign.territories}
        self.labels = {one.id: Labels(self.guideline, one.language) for one in self.campaign.territories}
        self.world = World(self.folder, self.chance, SENT)

    def provision(self) -> None:
        """The coordinator hands out the questionnaires."""
        store = self.world.store()
        plan = provision_plan(self.campaign, store, self.state)
        self.progress(f"making {len(plan.missing)} questionnaires")
        provision(plan, self.guideline, self.campaign, store, self.state, SENT, _quietly)
        share(share_plan(self.campaign, self.state), store, self.state, SENT, _quietly)
        self.in_sheet = {one.id: store.in_sheet(one.id) for one in self.campaign.territories}
        for territory in self.campaign.territories:
            self.books[territory.id] = self._book(territory.id, Filled())
        self.hands = self.world.hands({key: book.place for key, book in self.state.books().items()})

    def first_session(self) -> SyncResult:
        """Everybody answers, the coordinator syncs."""
        self.progress("first session: everybody answers")
        for key, one in self.panels.items():
            self._save(one, "first", FIRST, first_visit(one, self.labels[key], self.chance))
        return self._sync(FIRST, session="1")

    def second_session(self, before: Outcome) -> SyncResult:
        """Mistakes are mended, levels agreed, plans written; one questionnaire is out of reach when the coordinator syncs."""
        self.progress("second session: mistakes are mended, levels agreed, plans written")
        for key, one in self.panels.items():
            filled = second_visit(one, self.filled[key], before, self.labels[key], self.chance)
            self._save(one, "second", SECOND, filled)
        away = [key for key, one in self.panels.items() if one.is_away("second")]
        for key in away:
            self.hands[key].take_away(key, SECOND)
        done = self._sync(SECOND, session=self.campaign.session)
        for key in away:
            self.hands[key].bring_back(key)
        return done

    def late_changes(self) -> SyncResult:
        """What somebody changes after the deadline, and what was out of reach, are read by a last sync."""
        self.progress("after the deadline: a late change")
        for key, one in self.panels.items():
            if one.changes["late"]:
                self._save(one, "late", LATE, with_changes(one, "late", self.filled[key], self.labels[key]))
        return self._sync(LATE, session=self.campaign.session)

    def _save(self, one: Panel, visit: str, at: datetime, filled: Filled) -> None:
        """The questionnaire as the territory leaves it: the same book with other cells, and what was done to it."""
        key, self.world.now = one.territory_id, at - _SAVED_BEFORE
        before, self.filled[key] = self.books[key], filled
        self.books[key] = spoiled(self._book(key, filled), one.spoiled(visit))
        self.hands[key].write(key, before, self.books[key], self.world.now)
        if title := one.renamed(visit):
            self.hands[key].rename(key, title)

    def _sync(self, now: datetime, session: str) -> SyncResult:
        self.progress("sync: reading, checking, scoring, answering back")
        self.world.now = now
        campaign = replace(self.campaign, session=session)
        run_id = self.state.start_run("sync", "demo", now)
        done = sync(self.guideline, campaign, self.world.store(), self.state, now, run_id, _quietly)
        self.state.end_run(run_id, "done", {}, now)
        return done

    def copy(self) -> None:
        """Every spreadsheet as a file to look at, as Google's own export gives it."""
        store = self.world.store()
        for key, book in self.state.books().items():
            if store.in_sheet(key):
                (self.folder.path / COPIES).mkdir(exist_ok=True)
                save(self.folder.path / COPIES / f"{key}.xlsx", drive_of(store).exported(book.place), LATE)

    def _book(self, territory_id: str, filled: Filled) -> BookLayout:
        """The territory's book with these cells filled in."""
        territory, in_sheet = self.campaign.territory(territory_id), self.in_sheet[territory_id]
        return book_layout(self.guideline, self.campaign, territory, in_sheet=in_sheet, prefill=filled.cells)


def _quietly(_: str) -> None:
    """Progress of single territories, which nobody follows here."""
