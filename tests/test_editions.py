"""Questionnaires that were handed out before a tab, a column or a row was added.

1. A file of the first edition has no points, no priorities and nothing to declare: it is read without a word about
   that, with every answer in it.
2. From a file that had them, a tab, a column or a row that was deleted is told.
3. An untouched questionnaire of today is silent.
4. The edition stands in the hidden mark of every tab; what it does not say was there from the first.
5. Where a campaign asks fewer respondents than before, their columns are named by the heading that people see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from pipeline.derive import Reader, derive
from pipeline.read_tabs import Sheet
from pipeline.state import ACCEPTED, Pull
from schemas.outcome import Outcome
from sheet_templates.layout import book_layout, read_marker
from sheet_templates.layout.marker import EDITION
from sheet_templates.load import guideline
from tests.books import NOW, Typed, answers, campaign, sheets, territory

LEVELS = {"LEG-1": [3, 2, None], "DAT-1": [1]}


def book(language: str = "fr", typed: Typed | None = None) -> dict[str, Sheet]:
    """A questionnaire of today, by tab key."""
    given = campaign(territory(language=language), depth="core")
    layout = book_layout(guideline(), given, given.territories[0], in_sheet=False, prefill=dict(typed or {}))
    return dict(zip([tab.key for tab in layout.tabs], sheets(layout), strict=True))


def without(sheet: Sheet, *keys: str) -> Sheet:
    """The tab without the columns whose key begins with one of `keys`, and without the rows named so."""
    columns = [n for n, key in enumerate(sheet.rows[0]) if not str(key).startswith(keys)]
    rows = [[line[n] for n in columns] for line in sheet.rows if line[0] not in keys]
    return replace(sheet, rows=rows, n_rows=len(rows))


def unmarked(sheet: Sheet) -> Sheet:
    """The tab with the mark of the first edition."""
    first, *others = sheet.rows
    mark, *keys = first
    return replace(sheet, rows=[[str(mark).removesuffix(f"|{EDITION}"), *keys], *others])


def first_edition(today: Mapping[str, Sheet]) -> dict[str, Sheet]:
    """What was handed out before there were points, priorities and declarations."""
    older = {key: sheet for key, sheet in today.items() if key != "priorities"}
    older["respondents"] = without(older["respondents"], "points:", "total")
    older["context"] = without(older["context"], "CTX-36")
    return {key: unmarked(sheet) for key, sheet in older.items()}


def read(tabs: Mapping[str, Sheet], language: str = "fr") -> Outcome:
    """The outcome of one territory's tabs."""
    given = campaign(territory(language=language), depth="core")
    pull = Pull(1, "praia-cv", "sha", "praia-cv.xlsx", "", NOW, ACCEPTED, "", 0)
    return derive(Reader(guideline(), given), [(pull, tuple(tabs.values()))], {}, [])


@pytest.mark.parametrize("language", ["fr", "en", "es", "pt"])
def test_a_file_of_the_first_edition_is_read_without_a_word(language: str) -> None:
    """1."""
    typed = answers(LEVELS) | {("context", "CTX-05", "value"): 159_050}
    older = read(first_edition(book(language, typed)), language)

    assert set(older.problems["code"]) == {"RESPONDENT_UNNAMED", "EVIDENCE_MISSING"}
    assert older.answers["level"].dropna().to_list() == [3, 2, 1]
    assert older.context.set_index("variable_id").loc["CTX-05", "number"] == 159_050
    assert older.index_notes["n_allocations"].to_list() == [0]


def test_an_untouched_questionnaire_is_silent() -> None:
    """3."""
    found = read(book())

    assert found.problems["code"].to_list() == []
    assert (len(found.allocations), len(found.votes), len(found.marks), len(found.action_ranks)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("tab", "spoil", "code"),
    [
        ("priorities", lambda _: None, "TAB_MISSING"),
        ("plan", lambda _: None, "TAB_MISSING"),
        ("respondents", lambda sheet: without(sheet, "points:MKT"), "COLUMN_MISSING"),
        ("respondents", lambda sheet: without(sheet, "role"), "COLUMN_MISSING"),
        ("context", lambda sheet: without(sheet, "CTX-36"), "ROW_MISSING"),
        ("priorities", lambda sheet: without(sheet, "vote:R2"), "COLUMN_MISSING"),
        ("priorities", lambda sheet: without(sheet, "A07"), ""),
    ],
)
def test_what_was_deleted_from_a_file_that_had_it_is_told(
    tab: str, spoil: Callable[[Sheet], Sheet | None], code: str
) -> None:
    """2. A row that nobody uses may go, as on the plan."""
    tabs = book()
    spoiled = {key: spoil(sheet) if key == tab else sheet for key, sheet in tabs.items()}
    found = read({key: sheet for key, sheet in spoiled.items() if sheet is not None})

    assert found.problems["code"].to_list() == ([code] if code else [])


@pytest.mark.parametrize("tab", ["plan", "role"])
def test_what_the_first_edition_had_is_asked_for_in_its_files_too(tab: str) -> None:
    """1."""
    older = first_edition(book())
    if tab == "plan":
        del older["plan"]
    else:
        older["respondents"] = without(older["respondents"], tab)

    assert read(older).problems["code"].to_list() == ["TAB_MISSING" if tab == "plan" else "COLUMN_MISSING"]


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("#sse|plan|g|1|praia-cv|fr", 1),
        ("#sse|plan|g|1|praia-cv|fr|2", 2),
        ("#sse|plan|g|1|praia-cv|fr|12", 12),
        ("#sse|plan|g|1|praia-cv|fr|x", None),
        ("#sse|plan|g|1|praia-cv|fr|2|3", None),
        ("#sse|plan|g", None),
    ],
)
def test_the_mark_says_the_edition(text: str, edition: int | None) -> None:
    """4."""
    marker = read_marker(text)

    assert (marker.edition if marker else None) == edition


def test_the_column_of_a_respondent_who_is_not_asked_any_more_is_named_by_its_heading() -> None:
    """5."""
    before = campaign(territory(), depth="core", respondents=6)
    tabs = sheets(book_layout(guideline(), before, before.territories[0], in_sheet=False))
    (title,) = {sheet.title for key, sheet in book().items() if key == "block:LEG"}
    told = [one for one in read({sheet.title: sheet for sheet in tabs}).problems.itertuples() if one.tab == title]
    (leg,) = [sheet for sheet in tabs if sheet.title == title]
    key_row, seen = leg.rows[0], [line[leg.rows[0].index("R6")] for line in leg.rows[1:]]

    assert [(one.code, one.found) for one in told] == [("COLUMN_UNKNOWN", next(filter(None, seen)))]
    assert "R6" in key_row


def test_the_plan_and_the_priorities_are_told_apart_without_their_marks() -> None:
    """1. Both have a row per action; their headings differ."""
    typed: Typed = {("plan", "A01", "title"): "Créer un guichet", ("priorities", "A01", "vote:R1"): 4}
    tabs = book(typed=typed)
    for key in ("plan", "priorities"):
        rows = [["", *line[1:]] for line in tabs[key].rows[1:]]
        tabs[key] = replace(tabs[key], rows=rows, n_rows=len(rows))
    found = read(tabs)

    assert found.actions["title"].to_list() == ["Créer un guichet"]
    assert found.votes["points"].to_list() == [4]
    assert set(found.problems["code"]) == {"KEYS_LOST", "PLAN_REQUIRED"}
