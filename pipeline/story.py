"""The whole run, readable aloud.

After a session the coordinator syncs: what changed is pulled and kept, then read, checked, scored and advised on;
each territory is told what to mend, and the round is closed. Rebuilding tells the same story without the store.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.derive import Reader, derive
from pipeline.feedback import feedback_plans
from pipeline.pull import Puller, PullReport
from pipeline.read_tabs import Sheet
from pipeline.state import Pull, State
from pipeline.stores.decode import sheets_of
from pipeline.stores.store import SheetStore
from pipeline.stores.workbook_files import Limits
from schemas.campaign import Campaign
from schemas.errors import CampaignError, StoreError
from schemas.guideline import Guideline, Policy
from schemas.outcome import Outcome
from schemas.problem import Problem

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SyncResult:
    """The outcome of a sync and what was told to whom."""

    outcome: Outcome
    report: PullReport
    feedback: tuple[str, ...]


def sync(
    guideline: Guideline,
    campaign: Campaign,
    store: SheetStore,
    state: State,
    now: datetime,
    run_id: int,
    progress: Progress,
    accept_shrink: frozenset[str] = frozenset(),
) -> SyncResult:
    """Pull what changed, understand it, tell the territories, close the round."""
    reader = Reader(guideline, campaign)
    report = _pull(reader, store, state, now, run_id, progress, accept_shrink)
    outcome = _understand(reader, state, report)
    told = _tell(outcome, store, state, report)
    state.close_round(run_id, state.current(), _statuses(report, campaign.session))
    return SyncResult(outcome, report, tuple(told))


def rebuild(guideline: Guideline, campaign: Campaign, state: State, run_id: int | None = None) -> Outcome:
    """The outcome of a closed round again (the last one by default), from what was kept, without the store."""
    rounds = state.rounds()
    if not rounds:
        message = "nothing has been synced yet"
        raise CampaignError(message, "Run `pipeline sync` first.")
    run_id = run_id or rounds[-1]
    reader = Reader(guideline, campaign)
    return _round(reader, state, run_id, _session_before(reader, state, _session(state, run_id), run_id))


def _round(reader: Reader, state: State, run_id: int, earlier: Outcome | None = None) -> Outcome:
    """The outcome of a closed round; changes are told against `earlier`."""
    pulls, statuses = state.round(run_id)
    problems = [Problem(**one) for status in statuses.values() for one in status.get("problems", ())]
    known = {territory.id for territory in reader.campaign.territories}
    books = _books(reader, state, {key: pull for key, pull in pulls.items() if key in known}, {})
    return derive(reader, books, statuses, [one for one in problems if one.territory_id in known | {""}], earlier)


def _session(state: State, run_id: int) -> str:
    """The session a round was closed in, "" where it was not noted."""
    _, statuses = state.round(run_id)
    return next((str(status["session"]) for status in statuses.values() if status.get("session")), "")


def _session_before(reader: Reader, state: State, session: str, run_id: int | None = None) -> Outcome | None:
    """The last round of another session (before `run_id`), as it looked then; None where there was none."""
    for one in reversed(state.rounds()):
        if (run_id is None or one < run_id) and _session(state, one) not in {"", session}:
            return _round(reader, state, one)
    return None


def limits(policy: Policy) -> Limits:
    """What a questionnaire may weigh, from the policy."""
    return Limits(policy.max_file_megabytes, policy.max_unpacked_megabytes, policy.max_rows_per_tab)


def _pull(
    reader: Reader,
    store: SheetStore,
    state: State,
    now: datetime,
    run_id: int,
    progress: Progress,
    accept_shrink: frozenset[str],
) -> PullReport:
    puller = Puller(
        guideline=reader.guideline,
        campaign=reader.campaign,
        store=store,
        state=state,
        limits=limits(reader.guideline.policy),
        now=now,
        run_id=run_id,
        count_answers=reader.count_answers,
        accept_shrink=accept_shrink,
    )
    return puller.pull(progress)


def _understand(reader: Reader, state: State, report: PullReport) -> Outcome:
    books = _books(reader, state, state.current(), report.sheets)
    earlier = _session_before(reader, state, reader.campaign.session)
    return derive(reader, books, report.statuses, report.problems, earlier)


def _books(
    reader: Reader, state: State, pulls: dict[str, Pull], fresh: dict[str, Sequence[Sheet]]
) -> list[tuple[Pull, Sequence[Sheet]]]:
    """The tabs of every pull in use, in the order of the campaign; what was just read is not read again."""
    books = []
    for territory in reader.campaign.territories:
        pull = pulls.get(territory.id)
        if pull:
            sheets = fresh.get(territory.id)
            if sheets is None:
                sheets = sheets_of(*state.content(pull.sha), limits(reader.guideline.policy))
            books.append((pull, sheets))
    return books


def _tell(outcome: Outcome, store: SheetStore, state: State, report: PullReport) -> list[str]:
    """Give every territory its feedback where it is new; one that cannot be told never stops the others."""
    told = []
    known = state.feedback()
    for plan in feedback_plans(outcome):
        if known.get(plan.territory_id) == plan.fingerprint and store.has_feedback(plan.territory_id):
            continue
        try:
            place = store.give(plan)
        except StoreError as failed:
            _untold(plan.territory_id, failed, report)
            continue
        if place:
            told.append(place)
            state.remember_feedback(plan.territory_id, plan.fingerprint)
            _remember_own(plan.territory_id, store, state, report)
    return told


def _untold(territory_id: str, failed: StoreError, report: PullReport) -> None:
    """Say that a territory was read and could not be told; what kept it from being read is said already."""
    if report.is_understood(territory_id):
        report.say(territory_id, "untold", failed.code, message=f"{failed.message}. {failed.hint}")


def _remember_own(territory_id: str, store: SheetStore, state: State, report: PullReport) -> None:
    """What our own writing did to a spreadsheet need not be read again, if what stood there before was believed."""
    own = store.own_revisions().get(territory_id)
    if own and report.is_understood(territory_id):
        state.remember_seen({territory_id: own})


def _statuses(report: PullReport, session: str) -> dict[str, dict[str, object]]:
    """Statuses with the session and the problems of whole files beside them, so that a rebuild knows what the look met."""
    statuses: dict[str, dict[str, object]] = {
        key: {**value, "session": session} for key, value in report.statuses.items()
    }
    first = next(iter(statuses), "")
    for problem in report.problems:
        owner = problem.territory_id if problem.territory_id in statuses else first
        listed = statuses.setdefault(owner, {}).setdefault("problems", [])
        listed.append(_plain(problem))  # type: ignore[attr-defined]
    return statuses


def _plain(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "territory_id": problem.territory_id,
        "found": problem.found,
        "values": dict(problem.values),
    }
