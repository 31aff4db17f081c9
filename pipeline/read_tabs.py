"""Which tab, row and column is which: by hidden keys first, by what people see where the keys are lost.

Titles, positions and order mean nothing here. Every doubt becomes a problem; what is found is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from schemas.kinds import fold, shown
from schemas.layout import BookLayout, TabLayout, a1
from schemas.problem import Problem
from sheet_templates.layout import Marker, read_marker

_SEARCH_ROWS, _SEARCH_COLUMNS = 40, 30
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One tab as a store hands it over: rows from A1 on, merged areas, error and uncalculated cells."""

    title: str
    rows: Sequence[Sequence[object]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    n_rows: int = 0


@dataclass(frozen=True, slots=True)
class Expected:
    """What a tab of the questionnaire looks like to a reader; the same for all territories of a language.

    `columns` are the keys from the first visible one on, `open_columns` those participants fill in, `labels` leads
    from what identifies a row on paper to its key, `headings` from a folded heading to its column.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    open_columns: frozenset[str]
    labels: Mapping[str, str]
    headings: Mapping[str, str]


def expected_tabs(layout: BookLayout) -> dict[str, Expected]:
    """Every tab of the book that can be read back, by key."""
    return {tab.key: _expected(tab) for tab in layout.tabs if not tab.hidden}


def _expected(tab: TabLayout) -> Expected:
    keys = tuple(column.key for column in tab.columns[1:])
    opened = {
        key
        for number, key in enumerate(keys, start=1)
        if any(area.first_column <= number <= area.last_column for area in tab.open_areas)
    }
    headings = {
        fold(shown(cell.value).split("\n")[0]): keys[cell.column - 1]
        for cell in tab.cells
        if cell.style.startswith("header")
    }
    return Expected(tab.key, tab.title, keys, frozenset(opened), _row_labels(tab), headings)


@dataclass(frozen=True, slots=True)
class Found:
    """A tab that was recognised: where its keyed rows and columns are now."""

    key: str
    sheet: Sheet
    rows: Mapping[str, int]
    columns: Mapping[str, int]

    def value(self, row_key: str, column_key: str) -> object:
        """The value of a keyed cell; error cells as their error text, None where the row or column is gone."""
        place = self.place(row_key, column_key)
        if place is None:
            return None
        row, column = place
        if place in self.sheet.errors:
            return self.sheet.errors[place]
        line = self.sheet.rows[row]
        return line[column] if column < len(line) else ""

    def place(self, row_key: str, column_key: str) -> tuple[int, int] | None:
        """Row and column of a keyed cell, counted from 0."""
        row, column = self.rows.get(row_key), self.columns.get(column_key)
        return None if row is None or column is None else (row, column)

    def cell(self, row_key: str, column_key: str) -> str:
        """Its A1 name, "" where the row or column is gone."""
        place = self.place(row_key, column_key)
        return "" if place is None else a1(*place)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Where the marker of a tab stands, and what it says."""

    row: int
    column: int
    marker: Marker


def markers(sheets: Iterable[Sheet]) -> Iterator[Marker]:
    """The marker of every tab that carries one."""
    for sheet in sheets:
        anchor = _anchor(sheet)
        if anchor:
            yield anchor.marker


def find_tabs(
    wanted: Mapping[str, Expected], territory_id: str, sheets: Sequence[Sheet]
) -> tuple[dict[str, Found], list[Problem]]:
    """Every expected tab found among `sheets`, by tab key, and the problems met on the way."""
    here = _Here(territory_id)
    chosen: dict[str, tuple[Sheet, _Anchor | None]] = {}
    spare: list[Sheet] = []
    titles = {expected.title for expected in wanted.values()}
    for sheet in sorted(sheets, key=lambda sheet: sheet.title not in titles):
        anchor = _anchor(sheet)
        key = anchor.marker.tab_key if anchor else _recognised(sheet, wanted.values())
        if key in chosen:
            here.duplicate_tab(key, sheet, chosen[key][0])
        elif key in wanted:
            chosen[key] = (sheet, anchor)
        elif anchor is None and _has_content(sheet):
            spare.append(sheet)
    found = {}
    for key, expected in wanted.items():
        if key in chosen:
            found[key] = _found(here, expected, *chosen[key])
        elif expected.open_columns:
            here.add("TAB_MISSING", key, expected.title, found=expected.title)
    for sheet in spare:
        here.add("TAB_UNKNOWN", "", sheet.title, found=sheet.title)
    return found, here.problems


class _Here:
    """Collects the problems of one territory's book."""

    def __init__(self, territory_id: str) -> None:
        self.territory_id = territory_id
        self.problems: list[Problem] = []

    def add(self, code: str, tab_key: str, tab: str, cell: str = "", about: str = "", *, found: str = "", **values: str) -> None:  # noqa: E501
        self.problems.append(
            Problem(code, self.territory_id, tab_key, tab, cell, about, found=found, values=values)
        )

    def duplicate_tab(self, key: str, sheet: Sheet, first: Sheet) -> None:
        differs = [list(map(shown, line)) for line in sheet.rows] != [
            list(map(shown, line)) for line in first.rows
        ]
        self.add("TAB_DUPLICATE", key, sheet.title, found=sheet.title, differs=_differs(differs))


def _differs(really: bool) -> str:  # noqa: FBT001 - the words for it, if so
    return "accepts.differs" if really else ""


def _anchor(sheet: Sheet) -> _Anchor | None:
    for row, line in enumerate(sheet.rows[:_SEARCH_ROWS]):
        for column, value in enumerate(line[:_SEARCH_COLUMNS]):
            marker = read_marker(value)
            if marker:
                return _Anchor(row, column, marker)
    return None


def _has_content(sheet: Sheet) -> bool:
    return any(value not in ("", None) for line in sheet.rows[:200] for value in line)


def _recognised(sheet: Sheet, tabs: Iterable[Expected]) -> str:
    """The key of the tab whose row labels this sheet shows; "" when none fits. Used when the marker is gone."""
    shown_here = {_label(value) for line in sheet.rows[:200] for value in line[:6]}
    best, most = "", 1
    for tab in tabs:
        hits = len(tab.labels.keys() & shown_here)
        if tab.labels and hits > most and 2 * hits >= len(tab.labels):
            best, most = tab.key, hits
    return best


def _row_labels(tab: TabLayout) -> dict[str, str]:
    """Visible label -> row key: the first shown cell of each keyed row."""
    keys = {cell.row: str(cell.value) for cell in tab.cells if cell.column == 0 and cell.row > 0}
    labels: dict[str, str] = {}
    for cell in tab.cells:
        if cell.column == 1 and cell.row in keys:
            labels.setdefault(_label(cell.value), keys[cell.row])
    return labels


def _label(value: object) -> str:
    """What of a label identifies its row: its first word ("LEG-1 ★" -> "leg-1")."""
    words = fold(shown(value)[:200]).split()
    return words[0] if words else ""


def _found(here: _Here, tab: Expected, sheet: Sheet, anchor: _Anchor | None) -> Found:
    if sheet.title != tab.title:
        here.add("TAB_RENAMED", tab.key, sheet.title, found=sheet.title, expected=tab.title)
    if sheet.n_rows > len(sheet.rows):
        here.add(
            "TAB_TOO_LONG", tab.key, sheet.title, found=str(sheet.n_rows), limit=str(len(sheet.rows))
        )
    if anchor is None and tab.labels:
        here.add("KEYS_LOST", tab.key, sheet.title, found=sheet.title)
    columns = _columns(here, tab, sheet, anchor)
    rows = _rows(here, tab, sheet, anchor, columns)
    found = Found(tab.key, sheet, rows, columns)
    _merged(here, found)
    return found


def _columns(here: _Here, tab: Expected, sheet: Sheet, anchor: _Anchor | None) -> dict[str, int]:
    """Column key -> column number."""
    found: dict[str, int] = {}
    unknown: list[int] = []
    key_line = sheet.rows[anchor.row] if anchor else ()
    for column, value in enumerate(key_line):
        key = shown(value).strip()
        if key in tab.columns and key not in found:
            found[key] = column
        elif key in tab.columns:
            here.add("COLUMN_DUPLICATE", tab.key, sheet.title, a1(0, column), key, found=key)
        elif anchor and column > anchor.column:
            unknown.append(column)
    if len(found) < len(tab.columns):
        found |= _by_heading(tab, sheet, found)
    for key in tab.columns:
        if key not in found and key in tab.open_columns:
            here.add("COLUMN_MISSING", tab.key, sheet.title, "", key, found=key)
    taken = set(found.values())
    for column in unknown:
        text = _first_text(sheet, column)
        if column not in taken and text:
            here.add("COLUMN_UNKNOWN", tab.key, sheet.title, a1(0, column), found=text)
    return found


def _by_heading(tab: Expected, sheet: Sheet, known: Mapping[str, int]) -> dict[str, int]:
    """Columns recognised by the heading people see, where the hidden key is gone."""
    found: dict[str, int] = {}
    taken = set(known.values())
    for line in sheet.rows[:_SEARCH_ROWS]:
        for column, value in enumerate(line):
            if value in ("", None) or column in taken:
                continue
            key = tab.headings.get(fold(shown(value)[:200].split("\n")[0]))
            if key and key not in known and key not in found:
                found[key] = column
    return found


def _rows(
    here: _Here, tab: Expected, sheet: Sheet, anchor: _Anchor | None, columns: Mapping[str, int]
) -> dict[str, int]:
    """Row key -> row number. The question people see outweighs the hidden key when the two disagree."""
    if not tab.labels:
        return {}
    keys = frozenset(tab.labels.values())
    data = [columns[key] for key in columns if key in tab.open_columns]
    found: dict[str, int] = {}
    for row in range(anchor.row + 1 if anchor else 0, len(sheet.rows)):
        line = sheet.rows[row]
        hidden = shown(_at(line, anchor.column)).strip() if anchor else ""
        seen = tab.labels.get(_label(_at(line, columns.get(tab.columns[0]))), "")
        key = seen or (hidden if hidden in keys else "")
        if not key:
            if found and not hidden:
                _unknown_row(here, tab, sheet, row, data)
        elif key in found:
            differs = _values(line, data) != _values(sheet.rows[found[key]], data)
            place = a1(row, data[0]) if data else ""
            here.add("ROW_DUPLICATE", tab.key, sheet.title, place, key, found=key, differs=_differs(differs))
        else:
            found[key] = row
            if seen and hidden in keys and hidden != seen:
                here.add("ROW_MISMATCH", tab.key, sheet.title, a1(row, 1), seen, found=hidden)
    if tab.key != "plan":
        for key in tab.labels.values():
            if key not in found:
                here.add("ROW_MISSING", tab.key, sheet.title, "", key)
    return found


def _at(line: Sequence[object], column: int | None) -> object:
    return line[column] if column is not None and column < len(line) else ""


def _values(line: Sequence[object], columns: Iterable[int]) -> list[str]:
    return [shown(_at(line, column)).strip() for column in columns]


def _unknown_row(
    here: _Here, tab: Expected, sheet: Sheet, row: int, columns: Sequence[int]
) -> None:
    for column in columns:
        text = shown(_at(sheet.rows[row], column)).strip()
        if text:
            here.add("ROW_UNKNOWN", tab.key, sheet.title, a1(row, column), found=text[:_SHOWN])
            return


def _merged(here: _Here, found: Found) -> None:
    """Say which merged areas cover more than one keyed cell."""
    for top, left, bottom, right in found.sheet.merged:
        n_rows = sum(1 for row in found.rows.values() if top <= row <= bottom)
        n_columns = sum(1 for column in found.columns.values() if left <= column <= right)
        if n_rows * n_columns > 1:
            area = f"{a1(top, left)}:{a1(bottom, right)}"
            here.add("CELLS_MERGED", found.key, found.sheet.title, a1(top, left), found=area)


def _first_text(sheet: Sheet, column: int) -> str:
    for line in sheet.rows[1:]:
        text = shown(_at(line, column)).strip()
        if text:
            return text[:_SHOWN]
    return ""
