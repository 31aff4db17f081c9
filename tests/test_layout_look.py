"""How a questionnaire looks: on a narrow screen, on a laptop, on paper.

1. What stays in view leaves room on a narrow screen; no heading is broken, no text is cut, no row is needlessly tall.
2. Letters are large enough and stand out from what is behind them.
3. Print: pages are as wide as the paper, at a scale that can be read.
4. The example cannot be taken for a line to fill in; made-up answers are said to be made up.
"""

from __future__ import annotations

import itertools

import pytest

from sheet_templates.layout.look import look
from sheet_templates.layout.measure import TALLEST, n_lines, text_height, text_points
from sheet_templates.layout.paper import fewest_pages, on_one_page, scale_for
from sheet_templates.load import read_toml, words
from tests.test_layout import BLOCK, FIRST_INDICATOR, LANGUAGES, book, keyed, label, places


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stays_in_view_leaves_room_on_a_narrow_screen(language: str) -> None:
    """1. 45 % of 1024 pixels, 60 % of 400; the frozen rows leave most of a low laptop screen."""
    for tab in book(language).tabs:
        frozen = [column for column in tab.columns[: tab.freeze[1]] if not column.hidden]
        width = sum(column.width * 7 + 5 for column in frozen)
        height = sum(tab.heights.get(row, 15) for row in range(1, tab.freeze[0]))

        assert width <= 0.6 * 400
        assert height <= 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_is_broken_and_no_text_is_cut(language: str) -> None:
    """1."""
    for tab in book(language).tabs:
        if tab.hidden:
            continue
        wide = {(area.first_row, area.first_column): area.last_column for area in tab.merges}
        for cell in tab.cells:
            if not cell.column or cell.row in tab.hidden_rows or not look(cell.style).wrap:
                continue
            last = wide.get((cell.row, cell.column), cell.column)
            width = sum(column.width for column in tab.columns[cell.column : last + 1])
            text = str("" if cell.value is None else cell.value)
            if "header" in cell.style:
                assert not look(cell.style).breaks_word(text, width), (tab.key, text)
            if not cell.parts:
                assert look(cell.style).height(text, width) <= tab.heights.get(cell.row, 15), (tab.key, text)


@pytest.mark.parametrize(
    "name",
    [
        "Direction régionale du développement",
        "Commune du chef-lieu du gouvernorat",
        "Federación interinstitucional autónoma",
        "Associação intermunicipal Santo Antão",
        "MINISTÈRE DE L'ÉCONOMIE SOCIALE",
    ],
)
@pytest.mark.parametrize("key", [BLOCK, "priorities"])
def test_the_name_of_an_organisation_fits_its_heading(name: str, key: str) -> None:
    """1. Names are typed after the questionnaire is made, so there is room before they are known."""
    named, empty = book(prefill={("respondents", "R1", "organisation"): name}).tab(key), book().tab(key)
    (heading,) = (cell for cell in named.cells if str(cell.value).startswith("R1\n"))
    needed = look(heading.style).height(str(heading.value), named.columns[heading.column].width)

    assert needed <= empty.heights[heading.row] == named.heights[heading.row]


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_are_not_needlessly_tall(language: str) -> None:
    """1. A screen of a small laptop shows at least two indicators."""
    for tab in book(language).tabs:
        if tab.key.startswith("block:"):
            heights = [tab.heights[row] for row in tab.growing_rows]

            assert max(heights) <= 190
            assert sum(heights) / len(heights) <= 145


def test_a_long_comment_makes_its_row_taller_up_to_what_is_possible() -> None:
    """1."""
    short = book().tab(BLOCK)
    comment = {(BLOCK, FIRST_INDICATOR, "comment"): "Un commentaire. " * 100}
    endless = {(BLOCK, FIRST_INDICATOR, "comment"): "Un commentaire. " * 2000}
    row = keyed(short)[FIRST_INDICATOR, "comment"][0]

    assert book(prefill=comment).tab(BLOCK).heights[row] > short.heights[row]
    assert book(prefill=endless).tab(BLOCK).heights[row] == TALLEST


def test_rows_people_write_in_may_grow() -> None:
    """1."""
    for tab in book().tabs:
        assert set(tab.growing_rows) == {row for row, _ in places(tab.open_areas)} | {
            cell.row for cell in tab.cells if tab.key == "context" and cell.column == 0 and cell.row
        }


def test_measured_lines_follow_width_and_size() -> None:
    """1."""
    text = "Aucun acte ni document écrit de la collectivité ne mentionne l'ESS"

    assert n_lines("", 10, 11) == 1
    assert n_lines("un\ndeux\n", 40, 11) == 3
    assert n_lines(text, 100, 11) == 1
    assert n_lines(text, 48, 10) == 2
    assert n_lines("x" * 200, 10, 11) >= 15
    assert n_lines("漢" * 40, 20, 11) > n_lines("i" * 40, 20, 11)
    assert text_height(text, 48, 10) == 26
    assert text_points("mm", 11) > text_points("ii", 11)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.1)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_letters_are_large_enough_and_stand_out() -> None:
    """2. A live mark may lie on any style of cell."""
    theme = read_toml("theme.toml")
    for name, style in theme["styles"].items():
        colours = style.get("colour", theme["base"]["colour"]), style.get("fill", "#FFFFFF")

        assert contrast(*colours) >= 4.5, name
        if name != "key":
            assert style.get("size", theme["base"]["size"]) >= 10, name


def test_every_style_that_is_used_exists() -> None:
    """2."""
    styles = read_toml("theme.toml")["styles"].keys()
    for tab in book(in_sheet=True, illustrative=True).tabs:
        used = {cell.style for cell in tab.cells} | {rule.style for rule in tab.rules}
        used |= {style for cell in tab.cells for _, style in cell.parts}

        assert used <= styles


@pytest.mark.parametrize(("language", "respondents"), list(itertools.product(LANGUAGES, (1, 5, 8, 12))))
def test_pages_are_as_wide_as_the_paper(language: str, respondents: int) -> None:
    """3. A column on A4 lying on its long side: 806 points between the margins."""
    for tab in book(language, respondents=respondents).tabs:
        if tab.scale is None:
            continue
        assert tab.repeat_columns is not None
        kept = range(tab.repeat_columns[0], tab.repeat_columns[1] + 1)
        starts = [kept.stop, *tab.column_breaks, len(tab.columns)]
        for first, last in itertools.pairwise(starts):
            page = [tab.columns[number].width for number in (*kept, *range(first, last))]
            assert sum(width * 5.58 + 4 for width in page) * tab.scale / 100 <= 806
        if respondents <= 8:
            assert tab.scale >= 66, tab.key


def test_a_narrow_table_is_printed_at_its_own_size() -> None:
    """3."""
    columns = book().tab("respondents").columns

    assert scale_for(columns, [range(1, 3)]) == 100
    assert fewest_pages(columns[:4], (1, 1)) == (80, ())


def test_twelve_actions_are_voted_on_on_one_page() -> None:
    """3. More actions, or rows too high for letters that can be read, go on at the usual size."""
    twelve = book(respondents=8, plan_rows=12).tab("priorities")
    needed = sum(height for row, height in twelve.heights.items() if row not in twelve.hidden_rows)

    assert needed * twelve.scale / 100 <= 595.3 - 0.9 * 72
    assert on_one_page([500.0], 90) == 90
    assert 68 <= on_one_page([700.0], 90) < 90
    assert on_one_page([900.0], 90) == 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_cannot_be_taken_for_a_line_to_fill_in(language: str) -> None:
    """4."""
    readme = book(language).tab("readme")
    shown = [cell.value for cell in readme.cells]

    assert readme.open_areas == ()
    assert words(language)("sheet.readme.example_note") in shown
    third = label(3, language)
    levels = [cell.style for cell in readme.cells if cell.value == third and cell.column > 1]
    assert levels == ["example", "example"]


def test_made_up_answers_are_said_to_be_made_up() -> None:
    """4."""
    plain, marked = book(), book(illustrative=True)
    mark = words("fr")("exercise.illustrative")

    assert mark not in plain.title
    assert mark in marked.title
    for tab in marked.tabs:
        if not tab.hidden:
            assert any(mark in str(cell.value) for cell in tab.cells if cell.style == "title"), tab.key
    assert any(cell.style == "notice" for cell in marked.tab("readme").cells)
    assert not any(cell.style == "notice" for cell in plain.tab("readme").cells)
