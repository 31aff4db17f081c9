"""Which tab is which: by its hidden marker first, by the rows people see where the marker is lost.

Titles and order mean nothing here. Every doubt becomes a problem; what is found is used. Where rows and columns
are inside a tab is found in `read_keys`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.read_keys import found_tab
from pipeline.read_shapes import (
    SEARCH_ROWS,
    Expected,
    Found,
    Here,
    Keys,
    Sheet,
    expected_tab,
    first_word,
    heading,
    keys_of,
    marked,
)
from schemas.kinds import fold, shown
from schemas.layout import BookLayout
from schemas.problem import Problem
from sheet_templates.layout import Marker

_LABEL_COLUMNS, _LABEL_ROWS, _HEADINGS = 6, 200, 60


def expected_tabs(layout: BookLayout) -> dict[str, Expected]:
    """Every tab of the book that can be read back, by key."""
    return {tab.key: expected_tab(tab) for tab in layout.tabs}


def markers(sheets: Iterable[Sheet]) -> Iterator[Marker]:
    """The marker of every tab that carries one."""
    for sheet in sheets:
        keys = marked(sheet)
        if keys and keys.marker:
            yield keys.marker


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sheet that may be an expected tab; `keys` is None where its marker is gone."""

    sheet: Sheet
    keys: Keys | None


def told_inside(sheets: Iterable[Sheet]) -> bool:
    """Whether the tool writes its feedback into this book: its block tabs have a column of the tool's."""
    for sheet in sheets:
        keys = marked(sheet)
        if keys and keys.marker and keys.row is not None and keys.marker.tab_key.startswith("block:"):
            return "status" in sheet.rows[keys.row]
    return False


def find_tabs(
    wanted: Mapping[str, Expected], territory_id: str, sheets: Sequence[Sheet]
) -> tuple[dict[str, Found], list[Problem]]:
    """Every expected tab that people fill in, found among `sheets`, by tab key, and the problems met on the way."""
    here = Here(territory_id)
    candidates = _candidates(here, wanted, sheets)
    edition = max((marker.edition for marker in markers(sheets)), default=1)
    found: dict[str, Found] = {}
    for key, expected in wanted.items():
        if not expected.open_columns:
            continue
        if key in candidates:
            one = _chosen(here, expected, candidates[key])
            found[key] = found_tab(here, expected, one.sheet, one.keys or keys_of(expected, one.sheet))
        elif expected.asked("", edition):
            here.add("TAB_MISSING", key, expected.title, found=expected.title)
    return found, here.problems


def _candidates(here: Here, wanted: Mapping[str, Expected], sheets: Sequence[Sheet]) -> dict[str, list[_Candidate]]:
    """The sheets that may be each tab, the likeliest first: marked before recognised, titled as expected before not."""
    titles = {expected.title for expected in wanted.values()}
    own = {expected.title: key for key, expected in wanted.items() if not expected.open_columns}
    every = [_Candidate(sheet.settled(), marked(sheet)) for sheet in sheets]
    found: dict[str, list[_Candidate]] = {}
    for one in sorted(every, key=lambda one: (one.keys is None, one.sheet.title not in titles)):
        marker = one.keys.marker if one.keys else None
        key = marker.tab_key if marker else own.get(one.sheet.title) or _recognised(one.sheet, wanted.values())
        if marker and marker.territory_id != here.territory_id:
            if key in wanted and wanted[key].open_columns:
                here.add("TAB_OTHER_TERRITORY", key, one.sheet.title, found=one.sheet.title, other=marker.territory_id)
        elif key in wanted:
            found.setdefault(key, []).append(one)
        elif _has_content(one.sheet):
            here.add("TAB_UNKNOWN", "", one.sheet.title, found=one.sheet.title)
    return found


def _chosen(here: Here, expected: Expected, candidates: Sequence[_Candidate]) -> _Candidate:
    """The first candidate, or the first with anything written in it when the first is still empty."""
    first = candidates[0]
    if len(candidates) == 1:
        return first
    first = next((one for one in candidates if _written(expected, one)), first)
    for other in candidates:
        if other is not first:
            differs = _written(expected, other) != _written(expected, first)
            values = {"differs": "accepts.differs" if differs else "", "kept": first.sheet.title}
            here.add("TAB_DUPLICATE", expected.key, other.sheet.title, found=other.sheet.title, **values)
    return first


def _written(expected: Expected, one: _Candidate) -> dict[tuple[str, str], str]:
    """What participants wrote in a sheet, by row and column key."""
    found = found_tab(Here(""), expected, one.sheet, one.keys or keys_of(expected, one.sheet))
    return {
        (row, column): text
        for row in found.rows
        for column in expected.open_columns & found.columns.keys()
        if (text := shown(found.value(row, column)).strip())
    }


def _has_content(sheet: Sheet) -> bool:
    return any(value not in ("", None) for line in sheet.rows for value in line)


def _recognised(sheet: Sheet, tabs: Iterable[Expected]) -> str:
    """The key of the tab whose row labels this sheet shows; "" when none fits. Used when the marker is gone.

    Two tabs with the same labels (a row per action) are told apart by their headings.
    """
    lines = [line[:_LABEL_COLUMNS] for line in sheet.rows[:_LABEL_ROWS]]
    columns = [{first_word(value) for value in column} for column in zip_longest(*lines, fillvalue="")]
    texts = {fold(heading(value)) for line in sheet.rows[:SEARCH_ROWS] for value in line[:_HEADINGS]}
    best, most = "", (1, 0)
    for tab in tabs:
        hits = max((len(tab.labels.keys() & column) for column in columns), default=0)
        alike = hits, len(tab.headings.keys() & texts)
        if tab.labels and hits > 1 and alike > most and 2 * hits >= len(tab.labels):
            best, most = tab.key, alike
    return best


__all__ = ["Expected", "Found", "Sheet", "expected_tabs", "find_tabs", "markers"]
