"""What people do in a spreadsheet to make one book of another, as requests of the Sheets API. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.stores.google_layout import in_locale
from schemas.layout import BookLayout, Cell, TabLayout, a1
from sheet_templates.layout.parts import quoted

Json = dict[str, Any]
Place = tuple[int, int]
#: Typed as it stands, the sheet would make a number or a formula of it; an apostrophe before it keeps the text.
_KEPT_AS_TEXT = re.compile(r"-?\d[\d .,]*|[=+'].*", re.DOTALL)


def tab_requests(before: BookLayout, after: BookLayout) -> list[Json]:
    """The tabs that people add, as requests of one batchUpdate."""
    known = {tab.key for tab in before.tabs}
    return [{"addSheet": {"properties": {"title": tab.title}}} for tab in after.tabs if tab.key not in known]


def typed_values(before: BookLayout, after: BookLayout) -> list[Json]:
    """The cells that people change, as the data of one values.batchUpdate (USER_ENTERED)."""
    known = {tab.key: tab for tab in before.tabs}
    return [one for tab in after.tabs for one in _cells(known.get(tab.key), tab, after.language)]


def _cells(before: TabLayout | None, after: TabLayout, language: str) -> Iterator[Json]:
    old, new = _typed(before, language), _typed(after, language)
    for place in sorted(old.keys() | new.keys()):
        if old.get(place) != new.get(place):
            yield {"range": f"{quoted(after.title)}!{a1(*place)}", "values": [[new.get(place, "")]]}


def _typed(tab: TabLayout | None, language: str) -> Mapping[Place, Any]:
    """What stands in each cell that is not empty, as it is typed; a formula is known by its text, not by its value."""
    cells = tab.cells if tab else ()
    return {(cell.row, cell.column): _keys(cell, language) for cell in cells if cell.formula or cell.value is not None}


def _keys(cell: Cell, language: str) -> object:
    if cell.formula:
        return in_locale(cell.formula, language)
    if isinstance(cell.value, str) and _KEPT_AS_TEXT.fullmatch(cell.value):
        return f"'{cell.value}"
    return cell.value
