"""Problems -> what to tell each territory, in its language: a plan that a store carries out. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pandas as pd

from pipeline.feedback_trust import trust_tab
from pipeline.said import Outcomes, Teller
from pipeline.stores.store import FeedbackPlan, Remark
from schemas.campaign import Territory
from schemas.frames.base import is_missing, records
from schemas.layout import BookLayout, Cell, Column, TabLayout
from schemas.outcome import Outcome
from schemas.problem import SEVERITIES
from sheet_templates.load import words
from sheet_templates.messages import wording
from sheet_templates.words import Words

_WIDTHS = {"severity": 18, "tab": 22, "cell": 9, "found": 30, "what": 48, "accepted": 38, "do": 50}
_MOST_LISTED = 2000
_LINE = 15.0
_FIRST_LINE = 5


def feedback_plans(outcome: Outcome) -> Iterator[FeedbackPlan]:
    """One plan per territory of the campaign whose questionnaire was ever made or read."""
    by_territory = {str(key): mine for key, mine in outcome.problems.groupby("territory_id", sort=False)}
    empty = outcome.problems.iloc[:0]
    outcomes = Outcomes(outcome)
    for territory in outcome.campaign.territories:
        problems = by_territory.get(territory.id, empty)
        status = outcome.territories[outcome.territories["territory_id"] == territory.id].iloc[0]
        if status["status"] == "missing":
            continue
        tabs = (*_tabs(outcome, territory, problems, status), _trust(outcomes, territory))
        remarks = tuple(_remarks(outcome, territory, problems))
        content = repr([(cell.row, cell.column, cell.value) for tab in tabs for cell in tab.cells])
        mark = sha256(content.encode("utf-8", "backslashreplace")).hexdigest()
        vocabulary = words(territory.language)
        title = f"{territory.name} – {vocabulary('sheet.feedback.title')}"
        properties = {"guideline": f"{outcome.guideline.id}@{outcome.guideline.version}"}
        book = BookLayout(territory.id, territory.language, title, tabs, {}, properties)
        place = 1 + list(_WIDTHS).index("cell")
        yield FeedbackPlan(territory.id, book, mark, remarks, place)


def _tabs(outcome: Outcome, territory: Territory, problems: pd.DataFrame, status: pd.Series) -> Iterator[TabLayout]:
    vocabulary = words(territory.language)
    yield _problem_tab(outcome, territory, problems, status, vocabulary)
    yield _coverage_tab(outcome, territory, vocabulary)
    discuss = outcome.indicator_scores
    mine = discuss[(discuss["territory_id"] == territory.id) & discuss["discuss"]]
    if len(mine):
        yield _discussion_tab(outcome, mine, vocabulary)


def _trust(outcomes: Outcomes, territory: Territory) -> TabLayout:
    return trust_tab(Teller(outcomes, territory).sentences(), words(territory.language))


def _problem_tab(
    outcome: Outcome, territory: Territory, problems: pd.DataFrame, status: pd.Series, vocabulary: Words
) -> TabLayout:
    columns = (Column("", 2), *(Column(key, width) for key, width in _WIDTHS.items()))
    summary = vocabulary(
        "sheet.feedback.summary",
        territory=territory.name,
        errors=status["n_errors"],
        warnings=status["n_warnings"],
        hints=status["n_hints"],
    )
    read_at = "" if is_missing(status["pulled_at"]) else f"{status['pulled_at']:%Y-%m-%d %H:%M}"
    cells = [
        Cell(0, 1, vocabulary("sheet.feedback.title"), "title"),
        Cell(1, 1, summary, "subtitle"),
        Cell(2, 1, vocabulary("sheet.feedback.read_at", at=read_at) if read_at else "", "intro"),
    ]
    cells += [Cell(4, number, _heading(vocabulary, key), "header") for number, key in enumerate(_WIDTHS, start=1)]
    heights = {0: 26.0, 4: 30.0}
    if problems.empty:
        cells.append(Cell(5, 1, vocabulary("sheet.feedback.none"), "subtitle"))
    for row, problem in enumerate(_listed(problems), start=_FIRST_LINE):
        texts = _texts(outcome, problem, vocabulary)
        style = "severe" if problem["severity"] == "error" else "owned_text"
        for number, key in enumerate(_WIDTHS, start=1):
            cells.append(Cell(row, number, texts[key], style if key == "severity" else "owned_text"))
        lines = [math.ceil(1.1 * len(texts[key]) / width) for key, width in _WIDTHS.items()]
        heights[row] = 4 + _LINE * max(1, *lines)
    return TabLayout(
        "feedback", vocabulary("sheet.tab.feedback"), columns, tuple(cells), heights,
        freeze=(5, 0), repeat_rows=(4, 4), colour="feedback",
    )  # fmt: skip


def _listed(problems: pd.DataFrame) -> list[dict[str, Any]]:
    """The problems in the order they are listed: what must be mended first."""
    ordered = problems.assign(order=problems["severity"].map({one: n for n, one in enumerate(SEVERITIES)}))
    return list(records(ordered.sort_values(["order"], kind="stable").head(_MOST_LISTED)))


def _remarks(outcome: Outcome, territory: Territory, problems: pd.DataFrame) -> Iterator[Remark]:
    """What to say beside the answers: what is wrong and what to do, per place."""
    vocabulary = words(territory.language)
    for line, problem in enumerate(_listed(problems), start=_FIRST_LINE):
        texts = _texts(outcome, problem, vocabulary)
        yield Remark(
            tab_key=str(problem["tab_key"]),
            cell=str(problem["cell"]),
            about=str(problem["about"]),
            severity=str(problem["severity"]),
            text=f"{texts['severity']}: {texts['what']} {texts['do']}",
            line=line,
        )


def _heading(vocabulary: Words, key: str) -> str:
    if key == "tab":
        return vocabulary("sheet.feedback.place")
    return vocabulary(f"sheet.feedback.{key}") if key != "cell" else "A1"


def _texts(outcome: Outcome, problem: dict[str, Any], vocabulary: Words) -> dict[str, str]:
    worded = wording(
        vocabulary,
        outcome.guideline,
        code=str(problem["code"]),
        found=str(problem["found"]),
        about=str(problem["about"]),
        values=json.loads(str(problem["values"])),
    )
    tab, cell = str(problem["tab"]), str(problem["cell"])
    return {
        "severity": vocabulary(f"severity.{problem['severity']}"),
        "tab": tab or vocabulary("sheet.feedback.whole_file"),
        "cell": cell,
        "found": str(problem["found"]),
        "what": worded.what,
        "accepted": worded.accepted,
        "do": worded.do,
    }


def _coverage_tab(outcome: Outcome, territory: Territory, vocabulary: Words) -> TabLayout:
    keys = ("coverage_block", "coverage_given", "coverage_expected", "coverage_agreed", "coverage_discuss")
    columns = (Column("", 2), Column("block", 34), *(Column(key, 16) for key in keys[1:]))
    cells = [Cell(0, 1, vocabulary("sheet.feedback.coverage"), "title")]
    cells += [
        Cell(2, number, vocabulary(f"sheet.feedback.{key}"), "header") for number, key in enumerate(keys, start=1)
    ]
    mine = outcome.coverage[outcome.coverage["territory_id"] == territory.id]
    for row, line in enumerate(records(mine), start=3):
        block = outcome.guideline.block(line["block_id"])
        given = line["n_levels"] + line["n_dont_know"] + line["n_not_applicable"]
        numbers = (given, line["n_expected"], line["n_agreed"], line["n_to_discuss"])
        cells.append(Cell(row, 1, block.short[territory.language], "label"))
        cells += [Cell(row, column, number, "owned_number") for column, number in enumerate(numbers, start=2)]
    title = vocabulary("sheet.feedback.coverage")[:31]
    return TabLayout("coverage", title, columns, tuple(cells), {0: 26.0, 2: 32.0}, landscape=False)


def _discussion_tab(outcome: Outcome, mine: pd.DataFrame, vocabulary: Words) -> TabLayout:
    language = vocabulary.language
    indicators = {indicator.id: indicator for indicator in outcome.guideline.indicators()}
    widths = {"indicator": 30, "question": 70, "spread": 10, "n": 12}
    columns = (Column("", 2), *(Column(key, width) for key, width in widths.items()))
    cells = [
        Cell(0, 1, vocabulary("sheet.feedback.to_discuss"), "title"),
        Cell(1, 1, vocabulary("sheet.feedback.to_discuss_intro"), "intro"),
    ]
    headings = ("sheet.column.indicator", "sheet.column.question", "sheet.column.spread", "sheet.readme.answers")
    cells += [Cell(3, number, vocabulary(key), "header") for number, key in enumerate(headings, start=1)]
    heights = {0: 26.0, 3: 32.0}
    ordered = mine.sort_values(["spread", "indicator_id"], ascending=[False, True], kind="stable")
    for row, line in enumerate(records(ordered), start=4):
        indicator = indicators[line["indicator_id"]]
        spread = "" if is_missing(line["spread"]) else float(line["spread"])
        cells += [
            Cell(row, 1, f"{indicator.id}\n{indicator.label[language]}", "label"),
            Cell(row, 2, indicator.question[language], "owned_text"),
            Cell(row, 3, spread, "owned_number"),
            Cell(row, 4, line["n_voices"], "owned_number"),
        ]
        heights[row] = 48.0
    title = vocabulary("sheet.feedback.to_discuss")[:31]
    return TabLayout("discussion", title, columns, tuple(cells), heights, freeze=(4, 0), repeat_rows=(3, 3))
