"""Problems -> what to tell each territory, in its language: a plan that a store carries out. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from pipeline.agenda import agreement_said
from pipeline.by_territory import Outcomes, Row
from pipeline.feedback_trust import trust_tab
from pipeline.said import Teller
from pipeline.stores.store import FeedbackPlan, Remark
from schemas.campaign import Territory
from schemas.frames.base import is_missing
from schemas.layout import BookLayout, Cell, Column, TabLayout
from schemas.outcome import Outcome
from schemas.problem import SEVERITIES
from sheet_templates.figures import moment_in_words
from sheet_templates.layout.measure import PADDING, TALLEST, text_height
from sheet_templates.load import words
from sheet_templates.messages import number_in_plan, wording
from sheet_templates.words import Words

_WIDTHS = {"severity": 14, "tab": 18, "cell": 9, "found": 22, "what": 44, "accepted": 30, "do": 42}
_MOST_LISTED = 2000
_SIZE, _FIRST_LINE = 11, 5


@dataclass(frozen=True, slots=True)
class _Line:
    """A problem, and its texts by column."""

    problem: Row
    texts: Mapping[str, str]


def feedback_plans(outcome: Outcome) -> Iterator[FeedbackPlan]:
    """One plan per territory of the campaign whose questionnaire was ever made or read.

    A plan's fingerprint is that of what is the territory's own: what it is asked to mend, how much it has answered,
    what to discuss, its line in the campaign, and the wording. What compares it with others moves with their answers,
    by a hair each time; it is told with the next change of its own, and says of when it is.
    """
    outcomes = Outcomes(outcome)
    for territory in outcome.campaign.territories:
        (status,) = outcomes.rows("territories", territory.id)
        if status["status"] != "missing":
            yield _plan(outcomes, territory, status)


def _plan(outcomes: Outcomes, territory: Territory, status: Row) -> FeedbackPlan:
    outcome, vocabulary = outcomes.outcome, words(territory.language)
    lines, n_left = _lines(outcomes, territory, vocabulary)
    own = [_problem_tab(territory, lines, n_left, status, vocabulary), _coverage_tab(outcomes, territory, vocabulary)]
    if discussed := outcomes.to_discuss(territory.id):
        own.append(_discussion_tab(outcomes, discussed, vocabulary))
    trust = trust_tab(Teller(outcomes, territory).sentences(), vocabulary, outcome.made_at)
    remarks = tuple(_remarks(lines))
    settings = (outcome.campaign.session, outcome.guideline.id, outcome.guideline.version, outcome.guideline.policy)
    cells = [(cell.row, cell.column, cell.value) for tab in own for cell in tab.cells]
    content = repr((settings, territory, _wording(territory.language), cells, remarks))
    title = f"{territory.name} – {vocabulary('sheet.feedback.title')}"
    properties = {"guideline": f"{outcome.guideline.id}@{outcome.guideline.version}"}
    return FeedbackPlan(
        territory.id,
        BookLayout(territory.id, territory.language, title, (*own, trust), {}, properties),
        sha256(content.encode("utf-8", "backslashreplace")).hexdigest(),
        remarks,
        place_column=1 + list(_WIDTHS).index("cell"),
    )


@cache
def _wording(language: str) -> str:
    """A hash of the words that the other tab is told in."""
    return sha256(repr(words(language).under("trust")).encode()).hexdigest()


def _problem_tab(
    territory: Territory, lines: Sequence[_Line], n_left: int, status: Row, vocabulary: Words
) -> TabLayout:
    columns = (Column("", 2), *(Column(key, width) for key, width in _WIDTHS.items()))
    summary = vocabulary(
        "sheet.feedback.summary",
        territory=territory.name,
        errors=status["n_errors"],
        warnings=status["n_warnings"],
        hints=status["n_hints"],
    )
    read_at = "" if is_missing(status["pulled_at"]) else moment_in_words(status["pulled_at"], vocabulary)
    cells = [
        Cell(0, 1, vocabulary("sheet.feedback.title"), "title"),
        Cell(1, 1, summary, "subtitle"),
        Cell(2, 1, vocabulary("sheet.feedback.read_at", at=read_at) if read_at else "", "intro"),
    ]
    cells += [Cell(4, number, _heading(vocabulary, key), "header") for number, key in enumerate(_WIDTHS, start=1)]
    heights = {0: 26.0, 4: 30.0}
    if not lines:
        cells.append(Cell(5, 1, vocabulary("sheet.feedback.none"), "subtitle"))
    for row, line in enumerate(lines, start=_FIRST_LINE):
        style = "severe" if line.problem["severity"] == "error" else "owned_text"
        for number, key in enumerate(_WIDTHS, start=1):
            cells.append(Cell(row, number, line.texts[key], style if key == "severity" else "owned_text"))
        high = max(text_height(line.texts[key], width, _SIZE) for key, width in _WIDTHS.items())
        heights[row] = min(TALLEST, high + PADDING)
    if n_left:
        cells.append(Cell(_FIRST_LINE + len(lines), 1, vocabulary("sheet.feedback.more", n=n_left), "subtitle"))
    return TabLayout(
        "feedback", vocabulary("sheet.tab.feedback"), columns, tuple(cells), heights,
        freeze=(5, 0), repeat_rows=(4, 4), colour="feedback",
    )  # fmt: skip


def _lines(outcomes: Outcomes, territory: Territory, vocabulary: Words) -> tuple[list[_Line], int]:
    """The problems in the order they are listed, what must be mended first; and how many are too many to list."""
    ordered = sorted(outcomes.rows("problems", territory.id), key=lambda row: SEVERITIES.index(row["severity"]))
    lines = [_Line(row, _texts(outcomes.outcome, row, vocabulary)) for row in ordered[:_MOST_LISTED]]
    return lines, len(ordered) - len(lines)


def _remarks(lines: Sequence[_Line]) -> Iterator[Remark]:
    """What to say beside the answers: what is wrong and what to do, per place."""
    for number, line in enumerate(lines, start=_FIRST_LINE):
        problem, texts = line.problem, line.texts
        yield Remark(
            tab_key=problem["tab_key"],
            cell=problem["cell"],
            about=problem["about"],
            severity=problem["severity"],
            text=f"{texts['severity']}: {texts['what']} {texts['do']}",
            line=number,
        )


def _heading(vocabulary: Words, key: str) -> str:
    if key == "tab":
        return vocabulary("sheet.feedback.place")
    return vocabulary(f"sheet.feedback.{key}" if key != "cell" else "report.column.cell")


def _texts(outcome: Outcome, problem: Row, vocabulary: Words) -> dict[str, str]:
    worded = wording(
        vocabulary,
        outcome.guideline,
        code=str(problem["code"]),
        found=str(problem["found"]),
        about=number_in_plan(str(problem["about"]), str(problem["territory_id"])),
        values=json.loads(str(problem["values"])),
    )
    tab, cell = str(problem["tab"]), str(problem["cell"])
    return {
        "severity": vocabulary(f"severity.{problem['severity']}"),
        "tab": tab or vocabulary("sheet.feedback.whole_file"),
        "cell": cell,
        "found": worded.found,
        "what": worded.what,
        "accepted": worded.accepted,
        "do": worded.do,
    }


def _coverage_tab(outcomes: Outcomes, territory: Territory, vocabulary: Words) -> TabLayout:
    keys = ("coverage_block", "coverage_given", "coverage_expected", "coverage_agreed", "coverage_discuss")
    columns = (Column("", 2), Column("block", 34), *(Column(key, 16) for key in keys[1:]))
    cells = [Cell(0, 1, vocabulary("sheet.feedback.coverage"), "title")]
    cells += [
        Cell(2, number, vocabulary(f"sheet.feedback.{key}"), "header") for number, key in enumerate(keys, start=1)
    ]
    for row, line in enumerate(outcomes.rows("coverage", territory.id), start=3):
        block = outcomes.outcome.guideline.block(line["block_id"])
        given = line["n_levels"] + line["n_dont_know"] + line["n_not_applicable"]
        numbers = (given, line["n_expected"], line["n_agreed"], line["n_to_discuss"])
        cells.append(Cell(row, 1, block.short[territory.language], "label"))
        cells += [Cell(row, column, number, "owned_number") for column, number in enumerate(numbers, start=2)]
    title = vocabulary("sheet.feedback.coverage")[:31]
    return TabLayout("coverage", title, columns, tuple(cells), {0: 26.0, 2: 32.0}, landscape=False)


def _discussion_tab(outcomes: Outcomes, discussed: Sequence[Row], vocabulary: Words) -> TabLayout:
    language = vocabulary.language
    widths = {"indicator": 30, "question": 70, "spread": 10, "n": 12, "agreement": 40}
    columns = (Column("", 2), *(Column(key, width) for key, width in widths.items()))
    cells = [
        Cell(0, 1, vocabulary("sheet.feedback.to_discuss"), "title"),
        Cell(1, 1, vocabulary("sheet.feedback.to_discuss_intro"), "intro"),
    ]
    headings = (
        "sheet.column.indicator", "sheet.column.question", "sheet.column.spread", "sheet.readme.answers",
        "report.column.agreement",
    )  # fmt: skip
    cells += [Cell(3, number, vocabulary(key), "header") for number, key in enumerate(headings, start=1)]
    heights = {0: 26.0, 3: 32.0}
    for row, line in enumerate(sorted(discussed, key=_most_apart_first), start=4):
        indicator = outcomes.indicators[line["indicator_id"]]
        spread = "" if is_missing(line["spread"]) else float(line["spread"])
        cells += [
            Cell(row, 1, f"{indicator.id}\n{indicator.label[language]}", "label"),
            Cell(row, 2, indicator.question[language], "owned_text"),
            Cell(row, 3, spread, "owned_number"),
            Cell(row, 4, line["n_voices"], "owned_number"),
            Cell(row, 5, agreement_said(line, vocabulary), "owned_text"),
        ]
        heights[row] = 48.0
    title = vocabulary("sheet.feedback.to_discuss")[:31]
    return TabLayout("discussion", title, columns, tuple(cells), heights, freeze=(4, 0), repeat_rows=(3, 3))


def _most_apart_first(row: Row) -> tuple[bool, float, str]:
    spread = row["spread"]
    return spread is None, -(spread or 0.0), row["indicator_id"]
