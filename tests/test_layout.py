"""What a questionnaire holds, whatever draws it. How it looks is guarded by test_layout_look.py.

1. Participants' cells are open, and nothing else is.
2. Every drop-down offers something, over open cells only; levels can be chosen wherever a level is asked for.
3. Keys are unique, every tab says what it is, and the four languages have the same keys in the same places.
4. Live values are what a spreadsheet would count for what is filled in.
5. The Read me leads to every tab and every tab leads back.
6. Text that is filled in is a value, never part of a formula.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from schemas.campaign import Campaign, Territory
from schemas.layout import Area, BookLayout, Cell, TabLayout
from sheet_templates.layout import book_layout, read_marker
from sheet_templates.layout.parts import Prefill
from sheet_templates.load import guideline, words

LANGUAGES = ("fr", "en", "es", "pt")
BLOCK = "block:LEG"
FIRST_INDICATOR = "LEG-1"


def book(language: str = "fr", prefill: Prefill | None = None, **settings: object) -> BookLayout:
    """A territory's book with made-up settings."""
    in_sheet = bool(settings.pop("in_sheet", False))
    territory = Territory("praia-cv", "Praia", "CV", language)
    campaign = Campaign(
        id="test",
        title="Test",
        organiser="Somebody",
        contact="coordination@example.org",
        session="1",
        deadline=date(2021, 6, 1),
        depth="full",
        respondents=8,
        languages=LANGUAGES,
        store="folder:sheets",
        territories=(territory,),
        agencies=(),
    )
    campaign = replace(campaign, **settings)  # type: ignore[arg-type]
    return book_layout(guideline(), campaign, territory, in_sheet=in_sheet, prefill=prefill)


def places(areas: tuple[Area, ...]) -> list[tuple[int, int]]:
    """Every cell of some areas, as often as it is in one."""
    return [
        (row, column)
        for area in areas
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    ]


def keyed(tab: TabLayout) -> dict[tuple[str, str], tuple[int, int]]:
    """(row key, column key) -> place, for every keyed cell."""
    rows = {str(cell.value): cell.row for cell in tab.cells if cell.column == 0 and cell.row > 0}
    return {
        (row_key, column.key): (row, number)
        for row_key, row in rows.items()
        for number, column in enumerate(tab.columns)
        if number
    }


def at(tab: TabLayout, row_key: str, column_key: str) -> Cell:
    """The cell of these keys."""
    place = keyed(tab)[row_key, column_key]
    return next(cell for cell in tab.cells if (cell.row, cell.column) == place)


def label(level: int, language: str = "fr") -> str:
    """A level as the drop-down offers it."""
    return book(language).lists["levels"][level]


def participants(tab: TabLayout) -> set[tuple[int, int]]:
    """The cells that should be open, said once more and differently than the layout says it."""
    content, here = guideline(), keyed(tab)
    if tab.key.startswith("block:"):
        closed = {"indicator", "question", "scale", "spread", "mark", "status"}
        return {place for (_, column), place in here.items() if column not in closed}
    if tab.key == "respondents":
        return {place for (_, column), place in here.items() if column not in {"respondent", "given", "total"}}
    if tab.key == "priorities":
        return {place for (row, column), place in here.items() if row != "total" and ":" in column}
    if tab.key == "plan":
        owned = {column.id for column in content.plan_columns if column.owner == "tool"}
        return {place for (_, column), place in here.items() if column not in owned}
    if tab.key == "context":
        wanted = set()
        for variable in content.variables:
            when = {"when"} if {"year", "month", "date"} & set(variable.detail) else set()
            details = when | ({"currency", "source", "text"} & set(variable.detail))
            value = {"value"} if variable.owner == "participant" else set()
            wanted |= {here[variable.id, column] for column in details | value}
        return wanted
    return set()


@pytest.mark.parametrize("in_sheet", [False, True])
def test_participants_cells_are_open_and_nothing_else_is(in_sheet: bool) -> None:  # noqa: FBT001 - a parameter
    """1."""
    for tab in book(in_sheet=in_sheet).tabs:
        opened = places(tab.open_areas)

        assert len(opened) == len(set(opened))
        assert set(opened) == participants(tab)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_drop_down_offers_something_over_open_cells_only(language: str) -> None:
    """2."""
    layout = book(language)
    for tab in layout.tabs:
        opened, offered = set(places(tab.open_areas)), places(tuple(one.area for one in tab.choices))
        prompted = places(tuple(one.area for one in tab.prompts))

        assert len(offered + prompted) == len(set(offered + prompted))
        assert set(offered + prompted) <= opened
    for name, entries in layout.lists.items():
        assert entries, name
        assert len(set(entries)) == len(entries), name
        assert all(entry.strip() == entry != "" for entry in entries), name


def test_levels_can_be_chosen_wherever_a_level_is_asked_for() -> None:
    """2."""
    tab = book().tab(BLOCK)
    asked = {
        place
        for (_, column), place in keyed(tab).items()
        if column in {f"R{number}" for number in range(1, 9)} | {"agreed"}
    }

    assert set(places(tuple(one.area for one in tab.choices if one.list_name == "levels"))) == asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_are_unique_and_every_tab_says_what_it_is(language: str) -> None:
    """3."""
    layout = book(language)
    keys = [tab.key for tab in layout.tabs]
    titles = [tab.title.casefold() for tab in layout.tabs]

    assert len(set(keys)) == len(keys)
    assert len(set(titles)) == len(titles)
    for tab in layout.tabs:
        assert len(tab.title) <= 31
        marker = read_marker(tab.cells[0].value)
        assert marker is not None
        assert (marker.tab_key, marker.territory_id, marker.language) == (tab.key, "praia-cv", language)
        columns = [column.key for column in tab.columns]
        rows = [cell.value for cell in tab.cells if cell.column == 0]
        assert len(set(columns)) == len(columns)
        assert len(set(rows)) == len(rows)
        spots = [(cell.row, cell.column) for cell in tab.cells]
        assert len(set(spots)) == len(spots), tab.key


def test_the_four_languages_have_the_same_keys_in_the_same_places() -> None:
    """3."""
    shapes = []
    for language in LANGUAGES:
        layout = book(language)
        shape = [
            (
                tab.key,
                [column.key for column in tab.columns],
                [(cell.row, cell.value) for cell in tab.cells if cell.column == 0 and cell.row],
                tab.open_areas,
                [(one.area, one.list_name, one.several) for one in tab.choices],
                [rule.area for rule in tab.rules],
                tab.freeze,
            )
            for tab in layout.tabs
        ]
        shapes.append((shape, {name: len(entries) for name, entries in layout.lists.items()}))

    assert all(shape == shapes[0] for shape in shapes)


@pytest.mark.parametrize(
    ("given", "agreed", "grade", "spread", "mark"),
    [
        ((), None, None, "", "open"),
        ((3,), None, None, "", "begun+evidence"),
        ((1, 2), None, None, 1, "begun"),
        (("1 – x", "3 – y"), None, "E2", 2, "discuss"),
        ((0, "4 – y"), None, "E0 – x", 4, "discuss+evidence"),
        (("Ne sait pas", 2), None, None, "", "begun"),
        (("2-3", "10", "3,5", 2.5, " 3"), None, None, "", "begun"),
        (("1", 2.0), None, None, 1, "begun"),
        ((0, 4), "2 – x", "E3", 4, "agreed"),
        ((), "3 – x", None, "", "agreed+evidence"),
        ((), 4, "E0", "", "agreed+evidence"),
        (("", ""), "", "", "", "open"),
    ],
)
def test_live_values_are_what_a_spreadsheet_would_count(
    given: tuple[object, ...], agreed: object, grade: object, spread: object, mark: str
) -> None:
    """4. The same cases are recalculated by LibreOffice in test_draw_formulas.py."""
    prefill = {(BLOCK, FIRST_INDICATOR, f"R{number}"): value for number, value in enumerate(given, start=1)}
    prefill |= {(BLOCK, FIRST_INDICATOR, "agreed"): agreed, (BLOCK, FIRST_INDICATOR, "evidence_grade"): grade}
    tab = book(prefill={key: value for key, value in prefill.items() if value is not None}).tab(BLOCK)  # type: ignore[misc]
    base, *more = mark.split("+")
    expected = "\n".join(words("fr")(f"sheet.mark.{part}") for part in (base, *more))

    assert at(tab, FIRST_INDICATOR, "spread").value == spread
    assert at(tab, FIRST_INDICATOR, "mark").value == expected


def test_progress_counts_what_is_filled_in() -> None:
    """4."""
    prefill: Prefill = {
        ("respondents", "R1", "organisation"): "Ville",
        ("respondents", "R2", "organisation"): "Réseau",
        (BLOCK, "LEG-1", "R1"): label(0),
        (BLOCK, "LEG-1", "R2"): label(2),
        (BLOCK, "LEG-2", "R1"): label(2),
        (BLOCK, "LEG-2", "agreed"): label(2),
        ("plan", "A01", "title"): "Une action",
    }
    layout = book(prefill=prefill)
    readme = layout.tab("readme")
    links = {cell.link: cell.row for cell in readme.cells if cell.link}
    shown = {
        key: [cell.value for cell in readme.cells if cell.row == row and cell.column > 2] for key, row in links.items()
    }

    assert shown[BLOCK] == ["3 / 14", "1 / 7", 1]
    assert shown["respondents"] == ["2 / 8", "", ""]
    assert shown["plan"] == ["1 / 12", "", ""]
    assert shown["context"] == ["2 / 36", "", ""]
    assert at(layout.tab("respondents"), "R1", "given").value == 2


@pytest.mark.parametrize("in_sheet", [False, True])
def test_the_read_me_leads_to_every_tab_and_every_tab_leads_back(in_sheet: bool) -> None:  # noqa: FBT001 - a parameter
    """5."""
    layout = book(in_sheet=in_sheet)
    shown = [tab.key for tab in layout.tabs if not tab.hidden and tab.key != "readme"]

    assert [cell.link for cell in layout.tab("readme").cells if cell.link] == shown
    for key in shown:
        back = [cell for cell in layout.tab(key).cells if cell.link]
        assert [(cell.link, cell.row, cell.column) for cell in back] == [("readme", 1, 1)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", '"&A1&"', "{=1}", "http://example.org", "R1"])
def test_text_that_is_filled_in_is_never_part_of_a_formula(text: str) -> None:
    """6."""
    odd = f"{text}zzz"
    prefill = {
        ("respondents", "R1", "organisation"): odd,
        (BLOCK, FIRST_INDICATOR, "R1"): odd,
        (BLOCK, FIRST_INDICATOR, "comment"): odd,
        ("plan", "A01", "title"): odd,
        ("context", "CTX-05", "value"): odd,
    }
    layout = book(prefill=prefill)
    cells = [cell for tab in layout.tabs for cell in tab.cells]

    assert not any("zzz" in cell.formula for cell in cells)
    assert sum(cell.value == odd and not cell.formula for cell in cells) == len(prefill)
    assert not any("zzz" in rule.formula for tab in layout.tabs for rule in tab.rules)


def test_the_name_of_an_organisation_is_shortened_in_its_heading_only() -> None:
    """6."""
    name = "Coopérative agroalimentaire des femmes du Nord"
    layout = book(prefill={("respondents", "R1", "organisation"): name})
    heading = next(cell for cell in layout.tab(BLOCK).cells if str(cell.value).startswith("R1\n"))

    assert heading.value == "R1\nCoopérative agroalimentaire…"[: len("R1\n") + 27] + "…"
    assert at(layout.tab("respondents"), "R1", "organisation").value == name


def test_merged_cells_hold_no_answer() -> None:
    """1."""
    for tab in book(in_sheet=True, illustrative=True).tabs:
        merged = places(tab.merges)

        assert len(merged) == len(set(merged))
        assert not set(merged) & (set(places(tab.open_areas)) | set(keyed(tab).values()))


def test_the_same_settings_give_the_same_layout() -> None:
    """3."""
    assert book("es") == book("es")
