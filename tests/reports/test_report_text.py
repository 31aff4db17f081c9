"""Text made fit for cells, tabs and headers.

1. What a file cannot hold is replaced, everything else kept.
2. Too long text is cut with a visible mark, counted as spreadsheets count.
3. Titles of tabs are legal and differ, whatever people call their territory.
4. Text that a program could take for a formula is recognised.
5. Numbers in sentences are rounded as spreadsheets round, and written as the language writes them.
6. A change has its sign, a share that of per cent, in cells as in sentences; days are said with their month.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import text, theme
from reports.sections.parts import signed_cell
from sheet_templates import figures
from sheet_templates.load import words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x07b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("\ufffe", "\ufffd"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("e\u0301", "é"),
        ("\u202eمرحبا 👍🏽", "\u202eمرحبا 👍🏽"),
        ("=1+1", "=1+1"),
    ],
)
def test_what_a_file_cannot_hold_is_replaced(typed: str, kept: str):
    """Requirement 1."""
    assert kept == text.clean(typed)


@given(st.text(max_size=200))
def test_clean_text_can_always_be_written(typed: str):
    """Requirement 1."""
    shown = text.clean(typed)

    assert shown.encode("utf-8").decode("utf-8") == text.clean(shown)


def test_a_cut_is_marked_and_never_splits_an_emoji():
    """Requirement 2."""
    shown = text.fitted("😀" * 20_000)

    assert shown.endswith(text.CUT)
    assert text.units(shown) <= 32_767
    assert "\ufffd" not in shown
    assert text.fitted("x" * 32_767) == "x" * 32_767


def test_titles_of_tabs_are_legal_and_differ():
    """Requirement 3."""
    wishes = [
        "Data",
        "data",
        "History",
        "",
        "'L'Alfàs'",
        "a/b\\c:d*e?f[g]",
        "É" * 40,
        "É" * 39,
        "STRASSE",
        "Straße",
        "😀" * 20,
    ]

    titles = text.tab_titles(wishes)

    assert titles[:6] == ("Data", "data (2)", "History (2)", "_", "L'Alfàs", "a b c d e f g")
    assert len({title.casefold() for title in titles}) == len(wishes)
    assert max(text.units(title) for title in titles) <= 31


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_names_make_legal_titles(wishes: list[str]):
    """Requirement 3."""
    titles = text.tab_titles(wishes)

    assert len({title.casefold() for title in titles}) == len(wishes)
    for title in titles:
        assert 0 < text.units(title) <= 31
        assert not set(title) & set("[]:*?/\\\n\t")
        assert title.strip("' ") == title


def test_headers_are_never_empty_or_alike():
    """Requirement 3."""
    assert text.headers(["A", "a", " ", "B\nC"]) == ("A", "a (2)", "?", "B C")
    assert text.headers(["\u00a0", "90\u00a0%", "90\u202f%  of"]) == ("?", "90\u00a0%", "90\u202f% of")


@pytest.mark.parametrize("typed", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\uff1d1"])
def test_what_looks_like_a_formula_is_recognised(typed: str):
    """Requirement 4."""
    assert text.risky(typed)
    assert not text.risky("x" + typed)


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [(2.25, 1, "2.3"), (0.5, 0, "1"), (62.5, 0, "63"), (2.675, 2, "2.68"), (-0.04, 1, "-0.0")],
)
def test_halves_are_rounded_away_from_zero(value: float, places: int, shown: str):
    """Requirement 5."""
    assert shown == figures.half_up(value, places)


@pytest.mark.parametrize(("language", "shown"), [("fr", "2,5"), ("en", "2.5"), ("es", "2,5"), ("pt", "2,5")])
def test_decimals_are_written_as_the_language_does(language: str, shown: str):
    """Requirement 5."""
    assert shown == figures.number(2.5, language)
    assert figures.number(10.0, language) == "10"


@pytest.mark.parametrize(
    ("wish", "stem"), [("undp", "undp"), ("../../etc", "etc"), ("a b/c", "a_b_c"), ("...", "agency")]
)
def test_a_file_name_has_no_folders(wish: str, stem: str):
    """Requirement 3."""
    assert stem == text.file_stem(wish)


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [(2.4, "en", "+2"), (-1.5, "fr", "\u22122"), (0.4, "en", "0"), (-0.4, "es", "0"), (-12_500, "en", "\u221212,500")],
)
def test_a_change_has_its_sign(value: float, language: str, shown: str):
    """6."""
    assert shown == figures.signed(value, language)


def test_shares_and_days_are_written_as_readers_write_them():
    """6."""
    assert [figures.percent(0.667, one) for one in ("en", "fr", "es", "pt")] == ["67%", *["67\u00a0%"] * 3]
    assert figures.percent(0.667, "es", 1) == "66,7\u00a0%"
    assert [figures.number(25_000, one) for one in ("en", "pt")] == ["25,000", "25\u00a0000"]
    assert figures.day_in_words(date(2026, 5, 3), words("es")) == "3 de mayo de 2026"
    assert figures.moment_in_words(datetime(2026, 5, 3, 9, 5, tzinfo=UTC), words("en")) == "3 May 2026, 09:05"


def test_cells_show_shares_and_changes_alike():
    """6."""
    assert [theme.share(one).number_format for one in ("en", "fr")] == ["0%", '0"\u00a0"%']
    assert [theme.percent(one).number_format for one in ("en", "fr")] == ['0"%"', '0"\u00a0%"']
    assert [str(signed_cell(one).value) for one in (-0.4, 0.5, -2.5)] == ["0.0", "1.0", "-3.0"]
