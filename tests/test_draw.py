"""The questionnaire as an .xlsx file.

1. The same layout gives the same bytes.
2. Text from people is never a formula, a link or a broken file.
3. Open cells are unlocked and all others locked, on protected sheets; hidden keys are hidden.
4. Drop-downs point at the hidden lists and never refuse an answer.
5. The file says its language, opens on the Read me, stays small, and its rows grow with what people write.
6. Notes are as large as their text.
"""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from pipeline.stores.draw import clean, draw
from schemas.layout import BookLayout, a1, area_name
from sheet_templates.layout.lists_tab import list_area
from tests.test_layout import BLOCK, FIRST_INDICATOR, LANGUAGES, book, places

MADE_AT = datetime(2021, 6, 1, tzinfo=UTC)


def drawn(layout: BookLayout, **options: Any) -> openpyxl.Workbook:
    """The file as openpyxl reads it."""
    return openpyxl.load_workbook(BytesIO(draw(layout, MADE_AT)), **options)


@cache
def plain(language: str = "fr") -> tuple[BookLayout, openpyxl.Workbook]:
    """A questionnaire in which nothing is known yet, and its file as openpyxl reads it: only to look at."""
    return book(language), drawn(book(language))


def parts(layout: BookLayout) -> dict[str, str]:
    """The parts of the file, as text."""
    with zipfile.ZipFile(BytesIO(draw(layout, MADE_AT))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_the_same_layout_gives_the_same_bytes() -> None:
    """1."""
    assert draw(book(), MADE_AT) == draw(book(), MADE_AT)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "{=1}",
        "+1",
        "@SUM(1)",
        "http://example.org",
        "mailto:a@example.org",
        "internal:A1",
        "=",
        "==",
        "<b>&\"'",
    ],
)
@pytest.mark.slow
def test_text_from_people_stays_the_text_it_was(text: str) -> None:
    """2."""
    prefill = {
        (BLOCK, FIRST_INDICATOR, "comment"): text,
        ("respondents", "R1", "organisation"): text,
        ("plan", "A01", "title"): text,
    }
    layout = book(prefill=prefill)
    workbook = drawn(layout)
    found = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value == text]

    assert [cell.data_type for cell in found] == ["s"] * len(prefill)
    assert all(cell.hyperlink is None for cell in found)


@pytest.mark.parametrize(
    "text", ["a\x00b\x1f", "\ud800x", "\ufffe", "a\r\nb\rc", "e\u0301", "x" * 40_000, "😀" * 20_000]
)
@pytest.mark.slow
def test_what_a_file_cannot_hold_never_breaks_it(text: str) -> None:
    """2."""
    prefill = {(BLOCK, FIRST_INDICATOR, "comment"): text, ("respondents", "R1", "organisation"): text}
    workbook = drawn(book(prefill=prefill))
    sheet = workbook[book().tab("respondents").title]

    assert str(sheet["C5"].value)[:5] == clean(text)[:5]
    assert len(str(sheet["C5"].value).encode("utf-16-le")) // 2 <= 32_767


def test_open_cells_are_unlocked_and_all_others_locked() -> None:
    """3."""
    layout, workbook = plain()
    for tab in layout.tabs:
        sheet = workbook[tab.title]
        opened = {a1(row, column) for row, column in places(tab.open_areas)}
        unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}

        assert sheet.protection.sheet
        assert unlocked == opened


def test_hidden_keys_are_hidden() -> None:
    """3."""
    layout, workbook = plain()
    for tab in layout.tabs:
        sheet = workbook[tab.title]

        assert sheet.column_dimensions["A"].hidden
        assert sheet.sheet_state == ("hidden" if tab.hidden else "visible")
        if not tab.hidden:
            assert sheet.row_dimensions[1].hidden
            assert str(sheet["A1"].value).startswith("#sse|")


@pytest.mark.parametrize("language", LANGUAGES)
def test_drop_downs_point_at_the_hidden_lists_and_never_refuse(language: str) -> None:
    """4."""
    layout, workbook = plain(language)
    lists = workbook[layout.tab("lists").title]
    for name, entries in layout.lists.items():
        area = area_name(list_area(layout.lists, name))
        assert [cell.value for row in lists[area] for cell in row] == list(entries)
    for tab in layout.tabs:
        rules = workbook[tab.title].data_validations.dataValidation
        offered = [rule for rule in rules if rule.type == "list"]

        assert len(offered) == len(tab.choices)
        asked = [rule for rule in rules if rule.type == "whole"]

        assert len(rules) == len(tab.choices) + len(tab.prompts)
        assert sorted((int(rule.formula1), int(rule.formula2)) for rule in asked) == sorted(
            prompt.between for prompt in tab.prompts if prompt.between
        )
        assert all(rule.errorStyle == "information" for rule in asked)
        assert all(rule.errorStyle == "information" for rule in offered)
        assert sum(not rule.showErrorMessage for rule in offered) == sum(one.several for one in tab.choices)


def test_the_file_says_its_language_and_opens_on_the_read_me() -> None:
    """5."""
    for language in LANGUAGES:
        layout, workbook = plain(language)

        assert workbook.properties.language == language
        assert workbook.properties.title == layout.title
        assert workbook.active is workbook.worksheets[0]


def test_the_file_stays_small() -> None:
    """5."""
    assert len(draw(book("fr"), MADE_AT)) < 200_000


def test_rows_grow_with_what_people_write() -> None:
    """5. A height that is not `customHeight` is a first guess; every other height is kept."""
    layout, found = book(), parts(book())
    for number, tab in enumerate(layout.tabs, start=1):
        rows = re.findall(r'<row r="(\d+)"([^>]*)>', found[f"xl/worksheets/sheet{number}.xml"])
        tall = {int(row) - 1: "customHeight" in rest for row, rest in rows if "ht=" in rest}

        assert {row for row, by_hand in tall.items() if not by_hand} <= set(tab.growing_rows)
        assert not any(tall[row] for row in tab.growing_rows if row in tall)


def test_headings_stay_in_view_and_are_printed_on_every_page() -> None:
    """5."""
    layout, workbook = plain()
    for tab in layout.tabs:
        sheet = workbook[tab.title]
        if any(tab.freeze):
            assert sheet.freeze_panes == a1(*tab.freeze)
        if tab.repeat_rows:
            assert sheet.print_title_rows == f"${tab.repeat_rows[0] + 1}:${tab.repeat_rows[1] + 1}"
        if tab.scale is not None:
            assert (sheet.page_setup.scale or 100) == tab.scale
            assert [mark.id for mark in sheet.col_breaks.brk] == list(tab.column_breaks)


def test_links_lead_to_tabs_of_the_book() -> None:
    """5."""
    layout, workbook = plain("es")
    targets = {
        re.sub(r"^'|'!.*$", "", str(cell.hyperlink.location)).replace("''", "'")
        for sheet in workbook
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    }

    assert targets == {tab.title for tab in layout.tabs if not tab.hidden}


def test_notes_are_as_large_as_their_text() -> None:
    """6."""
    for sheet in plain("es")[1]:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    assert cell.comment.width <= 300
                    assert cell.comment.height <= 300
