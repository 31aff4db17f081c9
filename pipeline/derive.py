"""Kept pulls -> everything a run finds out. Pure: the same pulls, campaign and guideline give the same outcome."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256

import pandas as pd

from pipeline.all_read import AllRead
from pipeline.assess import Scored, assess
from pipeline.consensus import indicator_scores, voices
from pipeline.conserve import check_counts, check_points
from pipeline.coverage import coverage
from pipeline.locked_sheets import lock_problems
from pipeline.past import Past
from pipeline.priorities import priority_problems, ranked_actions
from pipeline.read_answers import AnswerReader, Reading
from pipeline.read_places import readings, tab_rows
from pipeline.read_tabs import Expected, Sheet, expected_tabs, told_inside
from pipeline.score import block_scores, driver_scores, index_scores
from pipeline.state import Pull
from pipeline.targets import block_targets
from pipeline.validate import cross_problems, rule_problems
from schemas.campaign import Campaign
from schemas.frames import (
    Problems,
    Territories,
)
from schemas.frames.base import typed
from schemas.guideline import BLANK, INVALID, Guideline
from schemas.outcome import Outcome
from schemas.problem import SEVERITIES, Problem
from sheet_templates.layout import book_layout
from sheet_templates.load import words
from sheet_templates.messages import problem_wording
from sheet_templates.prioritisation import prioritisation

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reader:
    """Reads the books of one campaign; what does not depend on the territory is prepared once."""

    guideline: Guideline
    campaign: Campaign

    @cached_property
    def answers(self) -> AnswerReader:
        """The reader of cells."""
        return AnswerReader(self.guideline, self.campaign)

    @cached_property
    def _expected(self) -> dict[tuple[str, bool], dict[str, Expected]]:
        return {}

    def expected(self, language: str, *, in_sheet: bool = False) -> dict[str, Expected]:
        """The tabs of a questionnaire in `language`, the same for every territory."""
        key = (language, in_sheet)
        if key not in self._expected:
            territory = next(one for one in self.campaign.territories if one.language == language)
            layout = book_layout(self.guideline, self.campaign, territory, in_sheet=in_sheet)
            self._expected[key] = expected_tabs(layout)
        return self._expected[key]

    def expected_of(self, territory_id: str, sheets: Sequence[Sheet]) -> dict[str, Expected]:
        """The tabs of this very book: in its territory's language, with the tool's own columns where it has them."""
        return self.expected(self.campaign.territory(territory_id).language, in_sheet=told_inside(sheets))

    def read_book(self, pull: Pull, sheets: Sequence[Sheet]) -> Reading:
        """Everything that one book says."""
        expected = self.expected_of(pull.territory_id, sheets)
        reading = self.answers.read(pull.territory_id, sheets, expected, pull.pull_id, pull.pulled_at)
        reading.tabs += tab_rows(pull, sheets)
        return reading

    def read(self, books: Iterable[tuple[Pull, Sequence[Sheet]]]) -> AllRead:
        """Everything that all books say."""
        whole = AllRead()
        for pull, sheets in books:
            whole.add(self.read_book(pull, sheets))
        return whole


def derive(
    reader: Reader,
    books: Sequence[tuple[Pull, Sequence[Sheet]]],
    statuses: Mapping[str, Mapping[str, str]],
    file_problems: Sequence[Problem],
    earlier: Past | None = None,
) -> Outcome:
    """The outcome of the given pulls and their tabs; see `outcome_of`."""
    return outcome_of(reader, [pull for pull, _ in books], reader.read(books), statuses, file_problems, earlier)


def outcome_of(
    reader: Reader,
    used: Sequence[Pull],
    reading: AllRead,
    statuses: Mapping[str, Mapping[str, str]],
    file_problems: Sequence[Problem],
    earlier: Past | None = None,
) -> Outcome:
    """The outcome of the pulls in use and what was read in them, in the order of the campaign.

    `statuses` and `file_problems` say what the last look at the store met. `earlier` is the session before, where
    there was one: changes and the plan are told against it.
    """
    guideline, campaign = reader.guideline, reader.campaign
    pulls = {pull.territory_id: pull for pull in used}
    answers, positions, respondents = map(reading.frame, ("answers", "positions", "respondents"))
    context, actions, allocations = map(reading.frame, ("context", "actions", "allocations"))
    votes, marks = map(reading.frame, ("votes", "marks"))
    pull_frame = readings(campaign, pulls)
    people = voices(answers, respondents, guideline, campaign, reading.said)
    indicators = indicator_scores(people, positions, guideline)
    blocks = block_scores(indicators, guideline, campaign.depth)
    found = [
        *file_problems,
        *reading.problems,
        *rule_problems(answers, positions, respondents, context, guideline),
        *cross_problems(context, actions, indicators, blocks, pull_frame, guideline, campaign),
        *priority_problems(votes, marks, actions, prioritisation()),
    ]
    found += lock_problems(context, None if earlier is None else earlier.context, found, guideline)
    problems = problem_frame(found, guideline, campaign)
    check_counts(answers, indicators, problems, found)
    check_points({"respondents": allocations, "priorities": votes}, problems)
    targets = block_targets(blocks, context, actions, guideline, campaign)
    index = index_scores(indicators, guideline, campaign, targets.points)
    assessment = assess(
        Scored(people, indicators, blocks, index, allocations, respondents, context, actions, pull_frame, targets),
        guideline,
        campaign,
        earlier,
    )
    made_at = max((pull.pulled_at for pull in pulls.values()), default=_EPOCH)
    return Outcome(
        campaign=campaign,
        guideline=guideline,
        made_at=made_at,
        fingerprint=_fingerprint(guideline, campaign, pulls),
        territories=_territory_frame(campaign, pulls, statuses, answers, respondents, problems),
        pulls=pull_frame,
        tabs=reading.frame("tabs"),
        answers=answers,
        positions=positions,
        respondents=respondents,
        context=context,
        actions=actions,
        indicator_scores=indicators,
        block_scores=blocks,
        driver_scores=driver_scores(indicators, guideline),
        index=index,
        coverage=coverage(answers, respondents, indicators),
        problems=problems,
        allocations=allocations,
        votes=votes,
        marks=marks,
        action_ranks=ranked_actions(
            votes, marks, actions, respondents, guideline=guideline, campaign=campaign, rule=prioritisation()
        ),
        **assessment.frames(),
    )


def problem_frame(problems: Sequence[Problem], guideline: Guideline, campaign: Campaign) -> pd.DataFrame:
    """The frame `Problems`, worded in each territory's language; errors first within a territory and tab."""
    order = {territory.id: number for number, territory in enumerate(campaign.territories)}
    language = {territory.id: territory.language for territory in campaign.territories}
    lead = campaign.languages[0] if campaign.languages else guideline.languages[0]
    rows = []
    for problem in sorted(
        problems,
        key=lambda one: (order.get(one.territory_id, -1), SEVERITIES.index(one.weight)),
    ):
        vocabulary = words(language.get(problem.territory_id, lead))
        worded = problem_wording(vocabulary, guideline, problem)
        place = f"{problem.tab} {problem.cell}".strip()
        rows.append(
            (
                problem.territory_id, problem.tab_key, problem.tab, problem.cell, problem.code, problem.weight,
                problem.about, problem.respondent_id, problem.found, worded.accepted, worded.sentence(place),
                json.dumps(dict(problem.values), ensure_ascii=True, sort_keys=True),
            )
        )  # fmt: skip
    return Problems.validate(typed(Problems, rows))


def _territory_frame(
    campaign: Campaign,
    pulls: Mapping[str, Pull],
    statuses: Mapping[str, Mapping[str, str]],
    answers: pd.DataFrame,
    respondents: pd.DataFrame,
    problems: pd.DataFrame,
) -> pd.DataFrame:
    given = answers[~answers["state"].isin([BLANK, INVALID])].groupby("territory_id").size()
    active = respondents[respondents["n_answers"] > 0].groupby("territory_id").size()
    counts = problems.groupby(["territory_id", "severity"]).size().to_dict()
    rows = []
    for territory in campaign.territories:
        pull, status = pulls.get(territory.id), statuses.get(territory.id, {})
        rows.append(
            (
                territory.id, territory.name, territory.country, territory.language, territory.scenario,
                territory.overlay, status.get("status", "unchanged" if pull else "missing"), status.get("code", ""),
                pull.pull_id if pull else "", pull.pulled_at if pull else None,
                int(active.get(territory.id, 0)), int(given.get(territory.id, 0)),
                *(int(counts.get((territory.id, severity), 0)) for severity in SEVERITIES),
            )
        )  # fmt: skip
    return Territories.validate(typed(Territories, rows))


def _fingerprint(guideline: Guideline, campaign: Campaign, pulls: Mapping[str, Pull]) -> str:
    """A short mark of everything the results rest on: guideline, campaign and the content of every pull."""
    parts = [repr(guideline.version), repr(guideline.policy), repr(campaign)]
    parts += [f"{key}:{pull.sha}" for key, pull in sorted(pulls.items())]
    return sha256("\n".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:16]
