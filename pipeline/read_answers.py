"""Raw tabs -> what people said: answers, positions, respondents, context, plan, and the problems of single cells.

Reads with the words of every language at once, so that a book filled in another language than it was made in
reads the same. Every keyed cell gives exactly one value or one problem; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from sys import intern

from pipeline.read_allocations import read_allocations
from pipeline.read_asked import AskedReader, Said
from pipeline.read_cells import Cells
from pipeline.read_context import ContextReader
from pipeline.read_plan import PlanReader
from pipeline.read_priorities import read_priorities
from pipeline.read_tabs import Expected, Found, Sheet, find_tabs
from schemas.campaign import Campaign
from schemas.guideline import BLANK, INVALID, LEVEL, Guideline
from schemas.kinds import (
    Choices,
    LevelReader,
    Parsed,
    as_typed,
    fold,
    parse_choice,
    parse_evidence,
    parse_yes_no,
    quoted,
)
from schemas.kinds.parsed import NOTHING
from schemas.layout import a1
from schemas.problem import Problem
from sheet_templates.load import words
from sheet_templates.prioritisation import prioritisation

#: Where a row of `Answers` has the text of its cell.
_FOUND = 6


@dataclass(slots=True)
class Reading:
    """Rows of the frames of the same names, in their column order.

    `said` becomes no frame: what people say of themselves is known only until groups are formed of it.
    """

    answers: list[tuple[object, ...]] = field(default_factory=list)
    positions: list[tuple[object, ...]] = field(default_factory=list)
    respondents: list[tuple[object, ...]] = field(default_factory=list)
    context: list[tuple[object, ...]] = field(default_factory=list)
    actions: list[tuple[object, ...]] = field(default_factory=list)
    allocations: list[tuple[object, ...]] = field(default_factory=list)
    votes: list[tuple[object, ...]] = field(default_factory=list)
    marks: list[tuple[object, ...]] = field(default_factory=list)
    tabs: list[tuple[object, ...]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    @property
    def n_answers(self) -> int:
        """How many answer cells of the block tabs are filled in, readable or not."""
        return sum(1 for row in self.answers if row[_FOUND])


class AnswerReader:
    """Reads the books of one campaign; what was typed once is parsed once."""

    def __init__(self, guideline: Guideline, campaign: Campaign) -> None:
        """Prepare the words of every language."""
        self.guideline, self.campaign = guideline, campaign
        names = {
            fold(words(language)(f"levels.{level}.name")): level
            for language in guideline.languages
            for level in range(5)
        }
        self.level = LevelReader(guideline.spellings, names)
        self.agreed = LevelReader(guideline.spellings, names, halves=True)
        self.grades = frozenset(
            fold(words(language)(f"evidence.E{grade}.label")) for language in guideline.languages for grade in range(4)
        )
        self.context = ContextReader(guideline)
        self.plan = PlanReader(guideline)
        self.asked = AskedReader(guideline, campaign)
        self.blocks = [
            (
                block.id,
                f"block:{block.id}",
                [one.id for one in block.indicators if one.core or campaign.depth == "full"],
            )
            for block in guideline.blocks
        ]
        self.respondent_ids = tuple(f"R{number}" for number in range(1, campaign.respondents + 1))

    def evidence(self, value: object) -> Parsed:
        """The grade of evidence in a cell."""
        return parse_evidence(value, self.grades)

    @cached_property
    def actor_types(self) -> Choices:
        """Actor types by their label in any language."""
        labels = {
            key: {language: words(language)(f"actor_types.{key}") for language in self.guideline.languages}
            for key in self.guideline.actor_types
        }
        return Choices(labels)

    def read(
        self,
        territory_id: str,
        sheets: Sequence[Sheet],
        expected: Mapping[str, Expected],
        pull_id: str,
        pulled_at: object,
    ) -> Reading:
        """Everything one territory's book says."""
        tabs, problems = find_tabs(expected, territory_id, sheets)
        reading = Reading(problems=problems)
        for block_id, tab_key, indicator_ids in self.blocks:
            title = expected[tab_key].title if tab_key in expected else ""
            block = _Block(self, territory_id, block_id, tabs.get(tab_key), title, reading)
            for indicator_id in indicator_ids:
                block.indicator(indicator_id, pull_id, pulled_at)
        self._respondents(territory_id, tabs.get("respondents"), reading)
        reading.said += self.asked.read(territory_id, tabs.get("respondents"), self.respondent_ids, reading.problems)
        points, wrong = read_allocations(
            territory_id, tabs.get("respondents"), self.respondent_ids,
            [block_id for block_id, _, _ in self.blocks], self.guideline.policy,
        )  # fmt: skip
        reading.allocations += points
        reading.problems += wrong
        self.context.read(territory_id, tabs.get("context"), reading.context, reading.problems)
        self.plan.read(territory_id, tabs.get("plan"), reading.actions, reading.problems)
        self._priorities(territory_id, tabs.get("priorities"), reading)
        return reading

    def _priorities(self, territory_id: str, tab: Found | None, reading: Reading) -> None:
        longest = self.guideline.policy.max_comment_characters
        votes, marks, wrong = read_priorities(territory_id, tab, self.respondent_ids, prioritisation(), longest)
        reading.votes += votes
        reading.marks += marks
        reading.problems += wrong

    def _actor_type(self, value: object) -> Parsed:
        parsed = parse_choice(value, self.actor_types)
        return parsed._replace(code="ACTOR_TYPE_UNREADABLE") if parsed.code == "CHOICE_UNKNOWN" else parsed

    def _respondents(self, territory_id: str, tab: Found | None, reading: Reading) -> None:
        given: dict[str, int] = {}
        for row in reading.answers:
            if row[4] not in (BLANK, INVALID):
                given[str(row[3])] = given.get(str(row[3]), 0) + 1
        for respondent_id in self.respondent_ids:
            if tab is None:
                row = (territory_id, respondent_id, "", "", "", given.get(respondent_id, 0), "", "")
                reading.respondents.append(row)
                continue
            cells = Cells(territory_id, tab, reading.problems, self.guideline.policy.max_comment_characters)
            organisation, role = (
                cells.text(respondent_id, key, respondent_id=respondent_id) for key in ("organisation", "role")
            )
            actor = cells.parsed(
                respondent_id, "actor_type", self._actor_type, respondent_id=respondent_id, choices="actor_types"
            )
            cell = tab.cell(respondent_id, "organisation")
            reading.respondents.append(
                (
                    territory_id,
                    respondent_id,
                    organisation,
                    str(actor.value or ""),
                    role,
                    given.get(respondent_id, 0),
                    tab.sheet.title,
                    cell,
                )
            )


class _Block:
    """Reads one block tab of one territory, indicator by indicator."""

    def __init__(
        self, reader: AnswerReader, territory_id: str, block_id: str, tab: Found | None, title: str, reading: Reading
    ) -> None:
        self.reader, self.territory_id, self.block_id, self.tab = reader, territory_id, block_id, tab
        self.title = tab.sheet.title if tab else title
        self.reading = reading
        longest = reader.guideline.policy.max_comment_characters
        self.cells = Cells(territory_id, tab, reading.problems, longest) if tab else None

    def indicator(self, indicator_id: str, pull_id: str, pulled_at: object) -> None:
        """One row of the tab: an answer per respondent, and the agreed position."""
        answers, reader, tab = self.reading.answers, self.reader, self.tab
        row = tab.rows.get(indicator_id) if tab else None
        line = tab.sheet.rows[row] if tab and row is not None else ()
        width = len(line)
        for respondent_id in reader.respondent_ids:
            column = tab.columns.get(respondent_id) if tab else None
            value = line[column] if column is not None and column < width else ""
            cell = a1(row, column) if row is not None and column is not None else ""
            parsed = reader.level(value)
            if parsed.code:
                self._wrong(parsed, value, cell, indicator_id, respondent_id)
            answers.append(
                (
                    self.territory_id, self.block_id, indicator_id, respondent_id, parsed.state,
                    parsed.value, intern(quoted(value)) if value != "" else "", self.title, cell, pull_id, pulled_at,
                )
            )  # fmt: skip
        self._position(indicator_id)

    def _wrong(self, parsed: Parsed, value: object, cell: str, indicator_id: str, respondent_id: str = "") -> None:
        suggested = {"suggestion": parsed.suggestion} if parsed.suggestion else {}
        values = {"accepts": "accepts.level", **suggested, **as_typed(value)}
        self.reading.problems.append(
            Problem(
                parsed.code, self.territory_id, f"block:{self.block_id}", self.title, cell, indicator_id,
                respondent_id, quoted(value), values=values,
            )
        )  # fmt: skip

    def _position(self, indicator_id: str) -> None:
        agreed = self._agreed(indicator_id)
        grade, evidence, comment, dissent = NOTHING, "", "", NOTHING
        if self.cells:
            spellings = self.reader.guideline.spellings
            grade = self.cells.parsed(indicator_id, "evidence_grade", self.reader.evidence, accepts="accepts.evidence")
            dissent = self.cells.parsed(
                indicator_id, "dissent", lambda value: parse_yes_no(value, spellings), accepts="accepts.yes_no"
            )
            evidence, comment = (self.cells.text(indicator_id, key) for key in ("evidence", "comment"))
            evidence = "\n".join(text for text in (grade.suggestion, evidence) if text)
        place = {
            key: self.tab.cell(indicator_id, key) if self.tab else "" for key in ("agreed", "evidence_grade", "comment")
        }
        found = quoted(self.tab.value(indicator_id, "agreed")) if self.tab else ""
        level = float(agreed.value) if agreed.state == LEVEL and agreed.value is not None else None
        self.reading.positions.append(
            (
                self.territory_id, self.block_id, indicator_id, agreed.state, level, grade.value, evidence, comment,
                dissent.value, found, self.title, place["agreed"], place["evidence_grade"], place["comment"],
            )
        )  # fmt: skip

    def _agreed(self, indicator_id: str) -> Parsed:
        value = self.tab.value(indicator_id, "agreed") if self.tab else ""
        parsed = self.reader.agreed(value)
        if parsed.code and self.tab:
            self._wrong(parsed, value, self.tab.cell(indicator_id, "agreed"), indicator_id)
        return parsed


__all__ = ["AnswerReader", "Reading"]
