"""How far a book is filled in, tab by tab: what is shown on a fresh sheet, and the formula that keeps it true."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from schemas.layout import Area, TabLayout, area_name
from sheet_templates.layout.parts import RESPONDENT_FIRST_ROW, Book, in_formula, quoted

#: A value with its formula; None where a tab has nothing to count.
Count = tuple[str | int, str] | None


class Progress:
    """Counts the tabs of one book."""

    def __init__(self, book: Book, tabs: Sequence[TabLayout]) -> None:
        """Prepare for the tabs of `book`."""
        self.book = book
        self._tabs = {tab.key: tab for tab in tabs}

    def of(self, tab: TabLayout) -> tuple[Count, Count, Count]:
        """What is given, what is agreed and what is to be discussed on a tab."""
        if tab.key.startswith("block:"):
            return self._block(tab)
        if tab.key == "respondents":
            return self._filled(tab, self._organisations(tab)), None, None
        if tab.key == "context":
            return self._context(tab), None, None
        if tab.key == "plan":
            return self._filled(tab, _column(tab, "title")), None, None
        return None, None, None

    def _block(self, tab: TabLayout) -> tuple[Count, Count, Count]:
        levels, agreed = tab.open_areas[0], _column(tab, "agreed")
        n_rows = levels.last_row - levels.first_row + 1
        people = self._tabs["respondents"]
        named = self._organisations(people)
        n_named = _count(people, named)
        of_named = f'IF(COUNTA({_name(people, named)})=0,""," / "&COUNTA({_name(people, named)})*{n_rows})'
        given = f"{_count(tab, levels)} / {n_named * n_rows}" if n_named else str(_count(tab, levels))
        mark = self.book.words("sheet.mark.discuss")
        marks = _column(tab, "mark")
        n_discuss = _count(tab, marks, lambda value: str(value).startswith(mark))
        return (
            (given, f"=COUNTA({_name(tab, levels)})&{of_named}"),
            (f"{_count(tab, agreed)} / {n_rows}", f'=COUNTA({_name(tab, agreed)})&" / {n_rows}"'),
            (n_discuss, f"=COUNTIF({_name(tab, marks)},{in_formula(mark + '*')})"),
        )

    def _filled(self, tab: TabLayout, area: Area) -> Count:
        n_rows = area.last_row - area.first_row + 1
        return f"{_count(tab, area)} / {n_rows}", f'=COUNTA({_name(tab, area)})&" / {n_rows}"'

    def _context(self, tab: TabLayout) -> Count:
        """Values given; the ones the tool knows are there from the start and count too."""
        column = [one.key for one in tab.columns].index("value")
        rows = [cell.row for cell in tab.cells if cell.column == column and cell.style in {"answer_left", "owned"}]
        area = Area(min(rows), column, max(rows), column)
        return f"{_count(tab, area)} / {len(rows)}", f'=COUNTA({_name(tab, area)})&" / {len(rows)}"'

    def _organisations(self, tab: TabLayout) -> Area:
        last = RESPONDENT_FIRST_ROW + len(self.book.respondents) - 1
        return _column(tab, "organisation", (RESPONDENT_FIRST_ROW, last))


def _column(tab: TabLayout, key: str, rows: tuple[int, int] | None = None) -> Area:
    """The cells of a column that belong to rows people fill in."""
    column = [one.key for one in tab.columns].index(key)
    if rows is None:
        rows = (min(area.first_row for area in tab.open_areas), max(area.last_row for area in tab.open_areas))
    return Area(rows[0], column, rows[1], column)


def _name(tab: TabLayout, area: Area) -> str:
    return f"{quoted(tab.title)}!{area_name(area, absolute=True)}"


def _count(tab: TabLayout, area: Area, wanted: Callable[[object], bool] = lambda _: True) -> int:
    """Cells of `area` that are not empty and are `wanted`."""
    return sum(
        1
        for cell in tab.cells
        if area.first_row <= cell.row <= area.last_row
        and area.first_column <= cell.column <= area.last_column
        and cell.value not in (None, "")
        and wanted(cell.value)
    )
