"""What one reader may see of an outcome, in the reader's language.

A territory is shown if it agreed to publication and the agency receives it. Free text passes `redact`. Nothing
is counted, averaged or broken out here that would tell who answered what (`voices_shown`, `PEERS`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from reports import text
from reports.beside_answers import gaps_beside_answers
from reports.later import Later, Parted
from reports.limits import PEERS
from reports.people import People
from reports.people_known import known_people
from reports.redact import Redaction, redaction
from reports.rows import Record, by_key, grouped, records
from schemas.campaign import Agency, Campaign
from schemas.guideline import Block, Guideline, Indicator, Recommendation, Text
from schemas.outcome import Outcome
from sheet_templates import figures, load
from sheet_templates.words import Words

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Whole:
    """What a view of some territories owes to all of them: who is known by name, and the median of peers.

    `medians` are whole numbers by block, over `n_peers` published territories; None where too few have a score.
    """

    people: People
    n_peers: int
    medians: Mapping[str, float | None]

    @classmethod
    def of(cls, outcome: Outcome, ids: Collection[str], people: People | None = None) -> Whole:
        """What is owed to the published territories among `ids`, and to the people known to the campaign."""
        shown = {one.id for one in outcome.campaign.territories if one.publish and one.id in ids}
        scores = outcome.block_scores[outcome.block_scores["territory_id"].isin(shown).to_numpy()]
        known = {block: frame["score"].dropna().tolist() for block, frame in scores.groupby("block_id", sort=False)}
        medians = {block.id: _median(known.get(block.id, [])) for block in outcome.guideline.blocks}
        return cls(people or known_people(outcome), len(shown), medians)


def _median(scores: Sequence[float]) -> float | None:
    return float(figures.half_up(median(scores))) if len(scores) >= PEERS else None


@dataclass(frozen=True, slots=True)
class View:
    """The frames of an outcome as this reader may see them, by what they are looked up with.

    Territories stand in alphabetical order; `contents` are the recommendations of the guideline by id. `answers`
    stays a frame: it may be long. `data_rows` gives the first row and the number of rows of a territory's indicator
    in it. `intervals` are those to print, the index under the block id ""; `doubts` those of the index by source.
    `across` and `gaps_across` are for who receives every territory: its lowest and highest score belong to one territory each.
    `whole` is what it owes to territories that it may not show. `addresses` are those of tabs in Google Drive, by
    territory and title: behind them belongs the A1 name of a cell.
    """

    campaign: Campaign
    guideline: Guideline
    words: Words
    agency: Agency | None
    redaction: Redaction
    whole: Whole
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
    ranks: Mapping[str, Sequence[Record]]
    method_run: Sequence[Record]
    cautions: Mapping[str, Sequence[Record]]
    group_gaps: Mapping[str, Sequence[Record]]
    across: Sequence[Record]
    gaps_across: Sequence[Record]
    doubts: Mapping[tuple[str, str], Record]
    addresses: Mapping[tuple[str, str], str]

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.words.language

    @property
    def is_large(self) -> bool:
        """Whether the territories are too many for one workbook: their detail is in files of their own."""
        return len(self.territories) > self.guideline.policy.workbook_territories

    @property
    def stem(self) -> str:
        """The name of the workbook without its ending."""
        return text.file_stem(self.agency.id) if self.agency else f"consolidated-{self.language}"

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
        return figures.number(value, self.language, places)

    def indicators(self, block: Block) -> tuple[Indicator, ...]:
        """The indicators of a block that this campaign asked."""
        return tuple(one for one in block.indicators if one.id in self.indicator_ids)

    def indicator_name(self, indicator_id: str) -> str:
        """An indicator's code and label."""
        return f"{indicator_id} {self.labels.get(indicator_id, '')}".strip()

    def voices_shown(self, n_voices: int) -> bool:
        """Whether a group of so many voices may be shown apart from the others."""
        return n_voices >= self.guideline.policy.min_voices_shown


def view(outcome: Outcome, agency: Agency | None, language: str, whole: Whole | None = None) -> View:
    """What `agency` may see of `outcome`; with None, the consolidated view of every published territory.

    `whole` belongs with a cut of an outcome; without, it is that of the territories received.
    """
    words = load.words(language)
    published = {one.id for one in outcome.campaign.territories if one.publish}
    received = [one for one in records(outcome.territories) if agency is None or agency.receives(one.territory_id)]
    shown = sorted(
        (one for one in received if one.territory_id in published),
        key=lambda one: text.sort_key(one.name),
    )
    whole = whole or Whole.of(outcome, {one.territory_id for one in received})
    return _filled(outcome, agency, words, shown, n_unpublished=len(received) - len(shown), whole=whole)


def _filled(
    outcome: Outcome,
    agency: Agency | None,
    words: Words,
    shown: Sequence[Record],
    *,
    n_unpublished: int,
    whole: Whole,
) -> View:
    order = {one.territory_id: place for place, one in enumerate(shown)}

    def found(frame: pd.DataFrame) -> list[Record]:
        return records(_of(frame, order))

    def one(frame: pd.DataFrame, *keys: str) -> Mapping[Any, Record]:
        return Later(lambda: by_key(found(frame), *keys))

    def several(frame: pd.DataFrame) -> Mapping[str, Sequence[Record]]:
        return Later(lambda: grouped(found(frame), "territory_id"))

    def parts(frame: pd.DataFrame, part: Callable[[Any], str], *keys: str) -> Mapping[Any, Record]:
        if len(order) <= outcome.guideline.policy.workbook_territories:
            return one(frame, *keys)
        return Parted(
            sorted(set(blocks.values())),
            part,
            lambda block: by_key(found(frame[(frame["block_id"] == block).to_numpy()]), *keys),
        )

    blocks = {indicator.id: block.id for block in outcome.guideline.blocks for indicator in block.indicators}
    answers = _of(outcome.answers, order)
    return View(
        campaign=outcome.campaign,
        guideline=outcome.guideline,
        words=words,
        agency=agency,
        redaction=redaction(agency, words, outcome.guideline.policy.max_comment_characters, whole.people),
        whole=whole,
        made_at=outcome.made_at,
        fingerprint=outcome.fingerprint,
        n_unpublished=n_unpublished,
        territories=tuple(shown),
        blocks=outcome.guideline.blocks,
        indicator_ids=_asked(outcome),
        labels=_labels(outcome.guideline, words.language),
        contents={one.id: one for one in outcome.guideline.recommendations()},
        answers=answers,
        data_rows=Later(lambda: _data_rows(answers)),
        indicator_scores=parts(
            outcome.indicator_scores, lambda key: blocks.get(key[1], ""), "territory_id", "indicator_id"
        ),
        positions=one(outcome.positions, "territory_id", "indicator_id"),
        block_scores=one(outcome.block_scores, "territory_id", "block_id"),
        driver_scores=parts(outcome.driver_scores, lambda key: key[1], "territory_id", "block_id", "driver_id"),
        index=one(outcome.index, "territory_id"),
        coverage=one(outcome.coverage, "territory_id", "block_id"),
        recommendations=several(outcome.recommendations),
        actions=several(outcome.actions),
        problems=several(outcome.problems),
        respondents=several(outcome.respondents),
        pulls=one(outcome.pulls, "territory_id"),
        intervals=one(_where(outcome.intervals, "doubt", "both"), "territory_id", "block_id"),
        block_notes=one(outcome.block_notes, "territory_id", "block_id"),
        index_notes=one(outcome.index_notes, "territory_id"),
        reliability=one(outcome.reliability, "territory_id"),
        evidence=one(outcome.evidence, "territory_id", "indicator_id"),
        suggestions=several(outcome.scenario_suggestions),
        agenda=several(outcome.agenda),
        context=several(_where(outcome.context, "state", "value")),
        changes=several(outcome.changes),
        peers=found(outcome.peers),
        benchmarks=one(outcome.benchmarks, "territory_id", "block_id"),
        follow_up=several(outcome.plan_follow_up),
        ranks=several(outcome.action_ranks),
        method_run=records(outcome.method_run),
        cautions=several(outcome.cautions),
        group_gaps=several(gaps_beside_answers(outcome.group_gaps)),
        across=records(outcome.across) if agency is None or agency.receives_all else (),
        gaps_across=records(outcome.gaps_across) if agency is None or agency.receives_all else (),
        doubts=one(_where(outcome.intervals, "measure", "index"), "territory_id", "doubt"),
        addresses=_addresses(found(outcome.pulls), found(outcome.tabs)),
    )


def _where(frame: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    return frame[(frame[column] == value).to_numpy()]


def _addresses(pulls: Sequence[Record], tabs: Sequence[Record]) -> dict[tuple[str, str], str]:
    opened = {one.pull_id: one.address for one in pulls if one.address}
    places = ((one, opened[one.pull_id]) for one in tabs if one.pull_id in opened)
    return {(one.territory_id, one.tab): f"{address}#gid={one.gid}&range=" for one, address in places}


def _labels(guideline: Guideline, language: str) -> dict[str, str]:
    return {one.id: one.label.get(language, one.id) for one in guideline.indicators()}


def _asked(outcome: Outcome) -> frozenset[str]:
    core_only = outcome.campaign.depth == "core"
    return frozenset(one.id for one in outcome.guideline.indicators() if one.core or not core_only)


def _of(frame: pd.DataFrame, order: Mapping[str, int]) -> pd.DataFrame:
    """The rows of the territories in `order`, in that order, otherwise as they stood."""
    place = frame["territory_id"].map(order).to_numpy(dtype=float, na_value=np.nan)
    sorted_rows = np.argsort(place, kind="stable")[: np.count_nonzero(~np.isnan(place))]
    whole = len(sorted_rows) == len(frame) and bool((np.diff(sorted_rows) == 1).all())
    return frame if whole else frame.take(sorted_rows)


def _data_rows(answers: pd.DataFrame) -> dict[tuple[str, str], tuple[int, int]]:
    found: dict[tuple[str, str], tuple[int, int]] = {}
    pairs = zip(answers["territory_id"].tolist(), answers["indicator_id"].tolist(), strict=True)
    for row, pair in enumerate(pairs):
        first, count = found.get(pair, (row, 0))
        found[pair] = (first, count + 1)
    return found
