"""Fetch what changed: raw content is kept before it is looked at, and only believed when it holds up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from pipeline.ahead import ahead
from pipeline.read_answers import Reading
from pipeline.read_tabs import Sheet, markers
from pipeline.state import ACCEPTED, QUARANTINED, REJECTED, Pull, State
from pipeline.stores.decode import same_answers, sheets_of
from pipeline.stores.store import Raw, SheetStore, Sighting
from pipeline.stores.workbook_files import Limits
from schemas.campaign import Campaign
from schemas.errors import CampaignError, SheetBusy, SheetUnreadable, StoreError
from schemas.guideline import Guideline
from schemas.kinds import quoted
from schemas.problem import CATALOGUE, NOT_THERE, Problem

Progress = Callable[[str], None]


@dataclass(slots=True)
class PullReport:
    """What came of one look at every territory: statuses by territory, problems of whole files, what new content says.

    `seen`: the place and revision of what was understood, so that it need not be read again.
    """

    statuses: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    readings: dict[str, Reading] = field(default_factory=dict)
    seen: dict[str, tuple[str, str]] = field(default_factory=dict)

    def see(self, territory_id: str, raw: Raw) -> None:
        """Note which revision was understood, where the store can tell."""
        if raw.revision:
            self.seen[territory_id] = (raw.place, raw.revision)

    def say(self, territory_id: str, status: str, code: str = "", **more: str) -> None:
        """Note where a territory stands."""
        self.statuses[territory_id] = {"status": status, "code": code, **more}

    def is_understood(self, territory_id: str) -> bool:
        """Whether what stands in the spreadsheet now was read and believed."""
        return self.statuses.get(territory_id, {}).get("status") in {"pulled", "unchanged"}


@dataclass(frozen=True, slots=True)
class Puller:
    """Everything a pull needs to know; `read` says what is in a book's tabs."""

    guideline: Guideline
    campaign: Campaign
    store: SheetStore
    state: State
    limits: Limits
    now: datetime
    run_id: int
    read: Callable[[Pull, Sequence[Sheet]], Reading]
    accept_shrink: frozenset[str] = frozenset()

    def pull(self, progress: Progress) -> PullReport:
        """Fetch every territory whose content changed; one that fails never stops the others.

        CampaignError when `accept_shrink` names no territory of the campaign.
        """
        known = {territory.id for territory in self.campaign.territories}
        if strange := sorted(self.accept_shrink - known):
            message = f"'{strange[0]}' is no territory of this campaign"
            raise CampaignError(message, f"Territories: {', '.join(sorted(known))}.")
        report = PullReport()
        books = {key: (book.place, book.sha) for key, book in self.state.books().items()}
        listing = self.store.look(self.campaign.territories, books)
        report.problems += listing.problems
        current, latest = self.state.current(), self.state.latest()
        seen = self.state.seen()
        changed = []
        for sighting in listing.sightings.values():
            if sighting.territory_id in current and _is_seen(sighting, seen):
                progress(sighting.territory_id)
                report.say(sighting.territory_id, "unchanged")
            else:
                changed.append(sighting)
        for sighting, raw in self._raws(changed):
            progress(sighting.territory_id)
            before = current.get(sighting.territory_id)
            if isinstance(raw, Problem):
                self._failed(report, raw, before)
            else:
                self._fetched(report, sighting.territory_id, raw, before, latest)
        self.state.remember_seen(report.seen)
        return report

    def _raws(self, sightings: Sequence[Sighting]) -> Iterator[tuple[Sighting, Raw | Problem]]:
        """Each spreadsheet with its content, a few fetched ahead of the one in hand, never all at once."""
        return ahead(self._fetch, sightings, self.store.n_workers)

    def _fetch(self, sighting: Sighting) -> Raw | Problem:
        if sighting.problem:
            return sighting.problem
        try:
            return self.store.read(sighting)
        except StoreError as failed:
            return _store_problem(failed, sighting)

    def _failed(self, report: PullReport, problem: Problem, before: Pull | None) -> None:
        report.problems.append(problem)
        missing = problem.code in NOT_THERE
        status = "stale" if before else ("missing" if missing else "failed")
        report.say(problem.territory_id, status, problem.code)

    def _fetched(
        self, report: PullReport, territory_id: str, raw: Raw, before: Pull | None, latest: Mapping[str, Pull]
    ) -> None:
        sha = sha256(raw.content).hexdigest()
        last = latest.get(territory_id)
        if before and (before.sha == sha or self._same_answers(before, raw)):
            report.see(territory_id, raw)
            report.say(territory_id, "unchanged")
            return
        if last and last.sha == sha and last.code and territory_id not in self.accept_shrink:
            problem = self._same_again(last, raw, before)
            if problem:
                self._failed(report, problem, before)
                return
        pull = self.state.keep(
            territory_id,
            raw.content,
            sha=sha,
            media=raw.media,
            place=raw.place,
            revision=raw.revision,
            at=self.now,
            run_id=self.run_id,
        )
        self._judge(report, pull, raw, before)

    def _same_answers(self, before: Pull, raw: Raw) -> bool:
        """Whether nothing changed but what the tool itself wrote."""
        media, content = self.state.content(before.sha)
        try:
            return media == raw.media and same_answers(media, content, raw, self.limits)
        except SheetUnreadable:
            return False

    def _same_again(self, last: Pull, raw: Raw, before: Pull | None) -> Problem | None:
        """The problem of content that was refused before, without keeping the same bytes again."""
        looked = self._look_at(last, raw, before)
        return looked if isinstance(looked, Problem) and looked.code == last.code else None

    def _judge(self, report: PullReport, pull: Pull, raw: Raw, before: Pull | None) -> None:
        looked = self._look_at(pull, raw, before)
        if isinstance(looked, Problem):
            status = QUARANTINED if looked.code == "PULL_QUARANTINED" else REJECTED
            self.state.judge(pull, status, code=looked.code)
            self._failed(report, looked, before)
            return
        self.state.judge(pull, ACCEPTED, n_answers=looked.n_answers)
        report.see(pull.territory_id, raw)
        report.readings[pull.territory_id] = looked
        report.say(pull.territory_id, "pulled")

    def _look_at(self, pull: Pull, raw: Raw, before: Pull | None) -> Reading | Problem:
        """What raw content says, or what is wrong with the file as a whole."""
        territory_id = pull.territory_id
        try:
            sheets = sheets_of(raw.media, raw.content, self.limits, raw.parsed)
        except SheetUnreadable as unreadable:
            return _unreadable(unreadable, territory_id, raw.place)
        foreign = self._foreign(territory_id, sheets, raw)
        if foreign:
            return foreign
        reading = self.read(pull, sheets)
        n_answers = reading.n_answers
        if before and self._shrunk(territory_id, before.n_answers, n_answers):
            values = {"before": str(before.n_answers), "now": str(n_answers), "territory": territory_id}
            return Problem("PULL_QUARANTINED", territory_id, found=str(n_answers), values=values)
        return reading

    def _shrunk(self, territory_id: str, before: int, now: int) -> bool:
        keep = 1 - self.guideline.policy.shrink_limit
        return before > 0 and now < before * keep and territory_id not in self.accept_shrink

    def _foreign(self, territory_id: str, sheets: Sequence[Sheet], raw: Raw) -> Problem | None:
        """Another territory's book, an old template, or nothing of ours at all."""
        found = list(markers(sheets))
        ours = [one for one in found if one.territory_id == territory_id]
        if not found:
            recognised = _recognisable(sheets, self.guideline)
            return None if recognised else Problem("FILE_NO_KEYS", territory_id, found=quoted(raw.place))
        if not ours:
            name = self.campaign.territory(territory_id).name
            values = {"territory": name}
            return Problem("FILE_OTHER_TERRITORY", territory_id, found=quoted(found[0].territory_id), values=values)
        version = f"{self.guideline.id}@{self.guideline.version}"
        others = {f"{one.guideline_id}@{one.version}" for one in ours} - {version}
        if others:
            found_versions = quoted(", ".join(sorted(others)))
            return Problem("FILE_OLD_TEMPLATE", territory_id, found=found_versions, values={"version": version})
        return None


def _is_seen(sighting: Sighting, seen: Mapping[str, tuple[str, str]]) -> bool:
    """Whether this revision of the spreadsheet was read and understood before."""
    version = sighting.revision.partition("@")[0]
    return bool(version) and not sighting.problem and seen.get(sighting.territory_id) == (sighting.place, version)


def _store_problem(failed: StoreError, sighting: Sighting) -> Problem:
    if isinstance(failed, SheetUnreadable):
        return _unreadable(failed, sighting.territory_id, sighting.place)
    if isinstance(failed, SheetBusy):
        return Problem("FILE_BEING_WRITTEN", sighting.territory_id, found=quoted(failed.message))
    code = failed.code if failed.code in CATALOGUE else "STORE_FAILED"
    return Problem(code, sighting.territory_id, found=quoted(failed.message))


def _unreadable(failed: SheetUnreadable, territory_id: str, place: str) -> Problem:
    return Problem(failed.code, territory_id, found=quoted(place), values=failed.values)


def _recognisable(sheets: Sequence[Sheet], guideline: Guideline) -> bool:
    """Whether indicator ids are written anywhere in a book that lost its marks."""
    ids = {indicator.id for indicator in guideline.indicators()}
    return any(
        isinstance(value, str) and value.split(" ", 1)[0].split("\n", 1)[0] in ids
        for sheet in sheets
        for line in sheet.rows[:200]
        for value in line[:6]
    )
