"""What one reader may see of an outcome, in the reader's language.

A territory is shown if it agreed to publication and the agency receives it. Free text passes `redact`. Nothing
is counted, averaged or broken out here that would tell who answered what (`voices_shown`, `PEERS`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from reports import text
from reports.limits import TERRITORY_SHEETS
from reports.redact import ORGANISATIONS, Redaction
from reports.rows import Record, by_key, grouped, records
from schemas.campaign import Agency, Campaign
from schemas.guideline import Block, Guideline, Indicator, Recommendation, Text
from schemas.outcome import Outcome
from sheet_templates import load
from sheet_templates.words import Words

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class View:
    """The frames of an outcome as this reader may see them, by what they are looked up with.

    Territories stand in alphabetical order; `contents` are the recommendations of the guideline by id. `answers`
    stays a frame: it may be long. `data_rows` gives the first row and the number of rows of a territory's indicator
    in it. `intervals` are those to print, the index under the block id "".
    """

    campaign: Campaign
    guideline: Guideline
    words: Words
    agency: Agency | None
    redaction: Redaction
    made_at: datetime
    fingerprint: str
    n_unpublished: int
    territories: tuple[Record, ...]
    blocks: tuple[Block, ...]
    indicator_ids: frozenset[str]
    labels: Mapping[str, str]
    contents: Mapping[str, Recommendation]
    answers: pd.DataFrame
    data_rows: Mapping[tuple[str, str], tuple[int, int]]
    indicator_scores: Mapping[tuple[str, str], Record]
    positions: Mapping[tuple[str, str], Record]
    block_scores: Mapping[tuple[str, str], Record]
    driver_scores: Mapping[tuple[str, str, str], Record]
    index: Mapping[str, Record]
    coverage: Mapping[tuple[str, str], Record]
    recommendations: Mapping[str, Sequence[Record]]
    actions: Mapping[str, Sequence[Record]]
    problems: Mapping[str, Sequence[Record]]
    respondents: Mapping[str, Sequence[Record]]
    pulls: Mapping[str, Record]
    intervals: Mapping[tuple[str, str], Record]
    block_notes: Mapping[tuple[str, str], Record]
    index_notes: Mapping[str, Record]
    reliability: Mapping[str, Record]
    evidence: Mapping[tuple[str, str], Record]
    suggestions: Mapping[str, Sequence[Record]]
    agenda: Mapping[str, Sequence[Record]]
    context: Mapping[str, Sequence[Record]]
    changes: Mapping[str, Sequence[Record]]
    peers: Sequence[Record]
    benchmarks: Mapping[tuple[str, str], Record]
    follow_up: Mapping[str, Sequence[Record]]
    method_run: Sequence[Record]

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.words.language

    @property
    def is_large(self) -> bool:
        """Whether the territories are too many for one workbook: their detail is in files of their own."""
        return len(self.territories) > TERRITORY_SHEETS

    @property
    def name(self) -> str:
        """Whose workbook this is: the agency's name, "" for the consolidated one."""
        return self.agency.name if self.agency else ""

    def say(self, key: str, **values: object) -> str:
        """The words of `report.<key>`."""
        return self.words(f"report.{key}", **values)

    def local(self, wording: Text) -> str:
        """A text of the guideline in the reader's language, else in the leading one."""
        return wording.get(self.language) or next(iter(wording.values()), "")

    def number(self, value: float, places: int = 1) -> str:
        """A number for a sentence."""
        return text.number(value, self.language, places)

    def indicators(self, block: Block) -> tuple[Indicator, ...]:
        """The indicators of a block that this campaign asked."""
        return tuple(one for one in block.indicators if one.id in self.indicator_ids)

    def indicator_name(self, indicator_id: str) -> str:
        """An indicator's code and label."""
        return f"{indicator_id} {self.labels.get(indicator_id, '')}".strip()

    def voices_shown(self, n_voices: int) -> bool:
        """Whether a group of so many voices may be shown apart from the others."""
        return n_voices >= self.guideline.policy.min_voices_shown


def view(outcome: Outcome, agency: Agency | None, language: str) -> View:
    """What `agency` may see of `outcome`; with None, the consolidated view of every published territory."""
    words = load.words(language)
    published = {one.id for one in outcome.campaign.territories if one.publish}
    received = [one for one in records(outcome.territories) if agency is None or agency.receives(one.territory_id)]
    shown = sorted(
        (one for one in received if one.territory_id in published),
        key=lambda one: text.sort_key(one.name),
    )
    return _filled(outcome, agency, words, shown, len(received) - len(shown))


def _filled(
    outcome: Outcome,
    agency: Agency | None,
    words: Words,
    shown: Sequence[Record],
    n_unpublished: int,
) -> View:
    order = {one.territory_id: place for place, one in enumerate(shown)}

    def found(frame: pd.DataFrame) -> list[Record]:
        return records(_of(frame, order))

    answers = _of(outcome.answers, order)
    scores = found(outcome.indicator_scores)
    return View(
        campaign=outcome.campaign,
        guideline=outcome.guideline,
        words=words,
        agency=agency,
        redaction=redaction(agency, words, outcome.guideline.policy.max_comment_characters),
        made_at=outcome.made_at,
        fingerprint=outcome.fingerprint,
        n_unpublished=n_unpublished,
        territories=tuple(shown),
        blocks=outcome.guideline.blocks,
        indicator_ids=_asked(outcome),
        labels=_labels(outcome.guideline, words.language),
        contents={one.id: one for one in outcome.guideline.recommendations()},
        answers=answers,
        data_rows=_data_rows(answers),
        indicator_scores=by_key(scores, "territory_id", "indicator_id"),
        positions=by_key(found(outcome.positions), "territory_id", "indicator_id"),
        block_scores=by_key(found(outcome.block_scores), "territory_id", "block_id"),
        driver_scores=by_key(found(outcome.driver_scores), "territory_id", "block_id", "driver_id"),
        index=by_key(found(outcome.index), "territory_id"),
        coverage=by_key(found(outcome.coverage), "territory_id", "block_id"),
        recommendations=grouped(found(outcome.recommendations), "territory_id"),
        actions=grouped(found(outcome.actions), "territory_id"),
        problems=grouped(found(outcome.problems), "territory_id"),
        respondents=grouped(found(outcome.respondents), "territory_id"),
        pulls=by_key(found(outcome.pulls), "territory_id"),
        intervals=by_key([one for one in found(outcome.intervals) if one.doubt == "both"], "territory_id", "block_id"),
        block_notes=by_key(found(outcome.block_notes), "territory_id", "block_id"),
        index_notes=by_key(found(outcome.index_notes), "territory_id"),
        reliability=by_key(found(outcome.reliability), "territory_id"),
        evidence=by_key(found(outcome.evidence), "territory_id", "indicator_id"),
        suggestions=grouped(found(outcome.scenario_suggestions), "territory_id"),
        agenda=grouped(found(outcome.agenda), "territory_id"),
        context=grouped([one for one in found(outcome.context) if one.state == "value"], "territory_id"),
        changes=grouped(found(outcome.changes), "territory_id"),
        peers=found(outcome.peers),
        benchmarks=by_key(found(outcome.benchmarks), "territory_id", "block_id"),
        follow_up=grouped(found(outcome.plan_follow_up), "territory_id"),
        method_run=records(outcome.method_run),
    )


def redaction(agency: Agency | None, words: Words, longest: int) -> Redaction:
    """The agreement of an agency; the consolidated workbook is forwarded, so it names no organisation either."""
    return Redaction(
        agency.redaction if agency and agency.redaction else ORGANISATIONS,
        held_back=words("report.marks.held_back"),
        email=words("report.marks.email"),
        phone=words("report.marks.phone"),
        longest=longest,
    )


def _labels(guideline: Guideline, language: str) -> dict[str, str]:
    return {one.id: one.label.get(language, one.id) for one in guideline.indicators()}


def _asked(outcome: Outcome) -> frozenset[str]:
    core_only = outcome.campaign.depth == "core"
    return frozenset(one.id for one in outcome.guideline.indicators() if one.core or not core_only)


def _of(frame: pd.DataFrame, order: Mapping[str, int]) -> pd.DataFrame:
    """The rows of the territories in `order`, in that order, otherwise as they stood."""
    place = frame["territory_id"].map(order)
    kept = frame[place.notna().to_numpy()]
    return kept.iloc[place[place.notna()].to_numpy().argsort(kind="stable")]


def _data_rows(answers: pd.DataFrame) -> dict[tuple[str, str], tuple[int, int]]:
    found: dict[tuple[str, str], tuple[int, int]] = {}
    pairs = zip(answers["territory_id"].tolist(), answers["indicator_id"].tolist(), strict=True)
    for row, pair in enumerate(pairs):
        first, count = found.get(pair, (row, 0))
        found[pair] = (first, count + 1)
    return found


def narrowed(whole: View, territory: Record, language: str) -> View:
    """The same view of one territory only, in `language`."""
    here = territory.territory_id
    rows = [row for (one, _), row in whole.data_rows.items() if one == here]
    first = min((start for start, _ in rows), default=0)
    count = sum(number for _, number in rows)
    answers = whole.answers.iloc[first : first + count]
    words = load.words(language)
    return replace(
        whole,
        words=words,
        labels=_labels(whole.guideline, language),
        redaction=redaction(whole.agency, words, whole.redaction.longest),
        territories=(territory,),
        answers=answers,
        data_rows=_data_rows(answers),
        positions={key: one for key, one in whole.positions.items() if key[0] == here},
    )
