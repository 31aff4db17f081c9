"""The whole run, readable aloud.

After a session the coordinator syncs: what changed is pulled and kept, then read, checked, scored and advised on;
each territory is told what to mend, and the round is closed. Rebuilding tells the same story without the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from pipeline.ahead import ahead
from pipeline.all_read import AllRead
from pipeline.derive import Reader, outcome_of
from pipeline.feedback import feedback_plans
from pipeline.past import Past, past_read
from pipeline.pull import Puller, PullReport
from pipeline.read_answers import Reading
from pipeline.state import Pull, State
from pipeline.stores.decode import sheets_of
from pipeline.stores.store import FeedbackPlan, SheetStore
from pipeline.stores.workbook_files import Limits
from schemas.campaign import Campaign
from schemas.collector import rare_collections
from schemas.errors import CampaignError, StoreError
from schemas.guideline import Guideline, Policy
from schemas.outcome import Outcome
from schemas.problem import Problem

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SyncResult:
    """The outcome of a sync, how the reading went, and where each territory that was told finds its feedback."""

    outcome: Outcome
    report: PullReport
    told: Mapping[str, str]


def sync(
    guideline: Guideline,
    campaign: Campaign,
    store: SheetStore,
    state: State,
    now: datetime,
    run_id: int,
    progress: Progress,
    accept_shrink: frozenset[str] = frozenset(),
    *,
    tell_all: bool = False,
) -> SyncResult:
    """Pull what changed, understand it, tell the territories whose own results are new (or all), close the round."""
    with rare_collections():
        reader = Reader(guideline, campaign)
        report = pull(reader, store, state, now, run_id, progress, accept_shrink)
        outcome = understand(reader, state, report)
        told = tell(outcome, store, state, report, tell_all=tell_all)
        state.close_round(run_id, state.current(), _statuses(report, campaign.session))
        return SyncResult(outcome, report, told)


def rebuild(guideline: Guideline, campaign: Campaign, state: State, run_id: int | None = None) -> Outcome:
    """The outcome of a closed round again (the last one by default), from what was kept, without the store."""
    rounds = state.rounds()
    if not rounds:
        message = "nothing has been synced yet"
        raise CampaignError(message, "Run `pipeline sync` first.")
    run_id = run_id or rounds[-1]
    with rare_collections():
        reader = Reader(guideline, campaign)
        return _round(reader, state, run_id, _session_before(reader, state, _session(state, run_id), run_id))


def _round(reader: Reader, state: State, run_id: int, earlier: Past | None) -> Outcome:
    """The outcome of a closed round; changes are told against `earlier`."""
    pulls, statuses = state.round(run_id)
    problems = [Problem(**one) for status in statuses.values() for one in status.get("problems", ())]
    known = {territory.id for territory in reader.campaign.territories}
    used, reading = _read(reader, state, pulls, {})
    problems = [one for one in problems if one.territory_id in known | {""}]
    return outcome_of(reader, used, reading, statuses, problems, earlier)


def _session(state: State, run_id: int) -> str:
    """The session a round was closed in, "" where it was not noted."""
    _, statuses = state.round(run_id)
    return next((str(status["session"]) for status in statuses.values() if status.get("session")), "")


def _session_before(reader: Reader, state: State, session: str, run_id: int | None = None) -> Past | None:
    """The last round of another session (before `run_id`), as it was answered then; None where there was none."""
    for one in reversed(state.rounds()):
        if (run_id is None or one < run_id) and _session(state, one) not in {"", session}:
            pulls, _ = state.round(one)
            _, reading = _read(reader, state, pulls, {})
            return past_read(reading, reader.guideline, reader.campaign)
    return None


def limits(policy: Policy) -> Limits:
    """What a questionnaire may weigh, from the policy."""
    return Limits(policy.max_file_megabytes, policy.max_unpacked_megabytes, policy.max_rows_per_tab)


def pull(
    reader: Reader,
    store: SheetStore,
    state: State,
    now: datetime,
    run_id: int,
    progress: Progress,
    accept_shrink: frozenset[str] = frozenset(),
) -> PullReport:
    """Fetch what changed, keep it, and read it; `accept_shrink` names territories that may lose many answers."""
    puller = Puller(
        guideline=reader.guideline,
        campaign=reader.campaign,
        store=store,
        state=state,
        limits=limits(reader.guideline.policy),
        now=now,
        run_id=run_id,
        read=reader.read_book,
        accept_shrink=accept_shrink,
    )
    return puller.pull(progress)


def understand(reader: Reader, state: State, report: PullReport) -> Outcome:
    """What all pulls in use come to, beside the session before."""
    used, reading = _read(reader, state, state.current(), report.readings)
    earlier = _session_before(reader, state, reader.campaign.session)
    return outcome_of(reader, used, reading, report.statuses, report.problems, earlier)


def _read(
    reader: Reader, state: State, pulls: Mapping[str, Pull], fresh: dict[str, Reading]
) -> tuple[list[Pull], AllRead]:
    """The pulls in use and all they say, in the order of the campaign; what was just read is handed over, not read again."""
    whole = AllRead()
    used = [pulls[territory.id] for territory in reader.campaign.territories if territory.id in pulls]
    for pull_in_use in used:
        reading = fresh.pop(pull_in_use.territory_id, None)
        if reading is None:
            sheets = sheets_of(*state.content(pull_in_use.sha), limits(reader.guideline.policy))
            reading = reader.read_book(pull_in_use, sheets)
        whole.add(reading)
    return used, whole


def tell(
    outcome: Outcome, store: SheetStore, state: State, report: PullReport, *, tell_all: bool = False
) -> dict[str, str]:
    """Give every territory its feedback where it is new: territory -> where it stands.

    One that cannot be told never stops the others.
    """
    told = {}
    for plan, place in ahead(partial(_given, store), _news(outcome, store, state, tell_all=tell_all), store.n_workers):
        if isinstance(place, StoreError):
            _untold(plan.territory_id, place, report)
        elif place:
            told[plan.territory_id] = place
            state.remember_feedback(plan.territory_id, plan.fingerprint, _own(plan.territory_id, store, report))
    return told


def _news(outcome: Outcome, store: SheetStore, state: State, *, tell_all: bool) -> Iterator[FeedbackPlan]:
    """The feedback that a territory has not got yet, or that is gone; `tell_all` gives that of every territory."""
    known = state.feedback()
    for plan in feedback_plans(outcome):
        if tell_all or known.get(plan.territory_id) != plan.fingerprint or not store.has_feedback(plan.territory_id):
            yield plan


def _given(store: SheetStore, plan: FeedbackPlan) -> str | StoreError:
    """Where the feedback stands now, or what kept it from being given."""
    try:
        return store.give(plan)
    except StoreError as failed:
        return failed


def _untold(territory_id: str, failed: StoreError, report: PullReport) -> None:
    """Say that a territory was read and could not be told; what kept it from being read is said already."""
    if report.is_understood(territory_id):
        report.say(territory_id, "untold", failed.code, message=f"{failed.message}. {failed.hint}")


def _own(territory_id: str, store: SheetStore, report: PullReport) -> dict[str, tuple[str, str]]:
    """What our own writing did to a spreadsheet need not be read again, if what stood there before was believed."""
    own = store.own_revision(territory_id)
    return {territory_id: own} if own and report.is_understood(territory_id) else {}


def _statuses(report: PullReport, session: str) -> dict[str, dict[str, object]]:
    """Statuses with the session and the problems of whole files beside them, so that a rebuild knows what the look met.

    A file that belongs to no territory is told with the first one.
    """
    first = next(iter(report.statuses), "")
    problems: dict[str, list[dict[str, object]]] = {}
    for problem in report.problems:
        owner = problem.territory_id if problem.territory_id in report.statuses else first
        problems.setdefault(owner, []).append(_plain(problem))
    return {
        key: {**status, "session": session, "problems": problems.get(key, [])}
        for key, status in report.statuses.items()
    }


def _plain(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "territory_id": problem.territory_id,
        "found": problem.found,
        "values": dict(problem.values),
    }
