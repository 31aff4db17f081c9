"""Where the rows and columns of a tab are now: by hidden keys first, by what people see where the keys are lost.

Positions and order mean nothing here. Everything written in a participant's row or column is either found under
its keys or named by a problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from schemas.kinds import NOT_CALCULATED, fold, quoted, shown
from schemas.layout import TabLayout, a1
from schemas.problem import Problem
from sheet_templates.layout import Marker, read_marker

_SEARCH_ROWS, _SEARCH_COLUMNS = 40, 30
_COMPARED = 200
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """One tab as a store hands it over: rows from A1 on, merged areas, error cells and formulas without a value.

    `n_rows`: the rows there are, more than `rows` when some were not read; `far`: names of cells that were not read.
    """

    title: str
    rows: Sequence[Sequence[object]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    n_rows: int = 0
    far: tuple[str, ...] = ()

    def settled(self) -> Sheet:
        """The same tab with error texts and the mark of a missing value in the rows themselves."""
        instead = {**dict.fromkeys(self.uncalculated, NOT_CALCULATED), **self.errors}
        if not instead:
            return self
        rows = [list(line) for line in self.rows]
        for (row, column), value in instead.items():
            if row < len(rows):
                rows[row] += [""] * (column + 1 - len(rows[row]))
                rows[row][column] = value
        return Sheet(self.title, rows, self.merged, n_rows=self.n_rows, far=self.far)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a tab of the questionnaire looks like to a reader; the same for all territories of a language.

    `columns` are the keys from the first visible one on, `open_columns` those participants fill in, `labels` leads
    from what identifies a row on paper to its key, `headings` from a folded heading to its column, `names` from a
    column to its heading; `texts` are the folded texts of rows without a key, which stand in the columns `titled`.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    open_columns: frozenset[str]
    labels: Mapping[str, str]
    headings: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    titled: frozenset[str] = frozenset()


def expected_tab(tab: TabLayout) -> Expected:
    """What a reader needs to know of a tab."""
    keys = tuple(column.key for column in tab.columns[1:])
    opened = {
        key
        for number, key in enumerate(keys, start=1)
        if any(area.first_column <= number <= area.last_column for area in tab.open_areas)
    }
    row_keys = {cell.row: str(cell.value) for cell in tab.cells if cell.column == 0 and cell.row > 0}
    names = {keys[cell.column - 1]: _heading(cell.value) for cell in tab.cells if cell.style.startswith("header")}
    labels: dict[str, str] = {}
    for cell in tab.cells:
        if cell.column == 1 and cell.row in row_keys:
            labels.setdefault(first_word(cell.value), row_keys[cell.row])
    loose = [cell for cell in tab.cells if cell.row and cell.column and cell.row not in row_keys and cell.value]
    return Expected(
        key=tab.key,
        title=tab.title,
        columns=keys,
        open_columns=frozenset(opened),
        labels=labels,
        headings={fold(name): key for key, name in names.items()},
        names=names,
        texts=frozenset(fold(shown(cell.value)[:_COMPARED]) for cell in loose),
        titled=frozenset(keys[cell.column - 1] for cell in loose if not cell.style.startswith("header")),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A tab that was recognised: where its keyed rows and columns are now."""

    key: str
    sheet: Sheet
    rows: Mapping[str, int]
    columns: Mapping[str, int]

    def value(self, row_key: str, column_key: str) -> object:
        """The value of a keyed cell; None where the row or column is gone."""
        row, column = self.rows.get(row_key), self.columns.get(column_key)
        return None if row is None or column is None else _at(self.sheet.rows[row], column)

    def cell(self, row_key: str, column_key: str) -> str:
        """Its A1 name, "" where the row or column is gone."""
        row, column = self.rows.get(row_key), self.columns.get(column_key)
        return "" if row is None or column is None else a1(row, column)


@dataclass(frozen=True, slots=True)
class Keys:
    """Where the hidden row of column keys and the hidden column of row keys are; None for one that is gone."""

    row: int | None
    column: int | None
    marker: Marker | None = None


class Here:
    """Collects the problems of one territory's book."""

    def __init__(self, territory_id: str) -> None:
        """Begin without any."""
        self.territory_id = territory_id
        self.problems: list[Problem] = []

    def add(
        self, code: str, tab_key: str, tab: str, cell: str = "", about: str = "", *, found: object = "", **values: str
    ) -> None:
        """Note one problem."""
        self.problems.append(
            Problem(code, self.territory_id, tab_key, tab, cell, about, found=quoted(found), values=values)
        )


def marked(sheet: Sheet) -> Keys | None:
    """The hidden row and column of a sheet, by the marker where they cross; None where there is none."""
    for row, line in enumerate(sheet.rows[:_SEARCH_ROWS]):
        for column, value in enumerate(line[:_SEARCH_COLUMNS]):
            marker = read_marker(value)
            if marker:
                return Keys(row, column, marker)
    return None


def keys_of(tab: Expected, sheet: Sheet) -> Keys:
    """The hidden row and column of a sheet without its marker: those that hold most of the keys."""
    row_keys, column_keys = frozenset(tab.labels.values()), frozenset(tab.columns)
    lines = [frozenset(map(shown, line)) for line in sheet.rows[:_SEARCH_ROWS]]
    width = max(map(len, sheet.rows), default=0)
    columns = [frozenset(shown(_at(line, column)) for line in sheet.rows) for column in range(min(width, _SEARCH_COLUMNS))]
    return Keys(_holder(lines, column_keys), _holder(columns, row_keys))


def _holder(lines: Sequence[frozenset[str]], keys: frozenset[str]) -> int | None:
    """The number of the line that holds most of the keys, at least half of them."""
    held = [len(line & keys) for line in lines]
    most = max(held, default=0)
    return held.index(most) if most and 2 * most >= len(keys) else None


def first_word(value: object) -> str:
    """What of a label identifies its row: its first word ("LEG-1 ★" -> "leg-1")."""
    words = fold(shown(value)[:_COMPARED]).split()
    return words[0] if words else ""


def found_tab(here: Here, tab: Expected, sheet: Sheet, keys: Keys) -> Found:
    """The tab with its rows and columns; what is missing, double, strange or not read goes to `here`."""
    if sheet.title != tab.title:
        here.add("TAB_RENAMED", tab.key, sheet.title, found=sheet.title, expected=tab.title)
    if sheet.n_rows > len(sheet.rows):
        here.add("TAB_TOO_LONG", tab.key, sheet.title, found=sheet.n_rows, limit=str(len(sheet.rows)))
    if keys.marker is None and tab.labels:
        here.add("KEYS_LOST", tab.key, sheet.title, found=sheet.title)
    columns = _columns(here, tab, sheet, keys)
    rows = _rows(here, tab, sheet, keys, columns)
    found = Found(tab.key, sheet, rows, columns)
    _merged(here, tab, found)
    return found


def _columns(here: Here, tab: Expected, sheet: Sheet, keys: Keys) -> dict[str, int]:
    """Column key -> column number."""
    found: dict[str, int] = {}
    twice: list[int] = []
    for column, value in enumerate(sheet.rows[keys.row] if keys.row is not None else ()):
        key = shown(value).strip()
        if key in found:
            twice.append(column)
            here.add("COLUMN_DUPLICATE", tab.key, sheet.title, a1(0, column), found=tab.names.get(key, key))
        elif key in tab.columns:
            found[key] = column
    if len(found) < len(tab.columns):
        found |= _by_heading(tab, sheet, found)
    for key in tab.columns:
        if key not in found and key in tab.open_columns:
            here.add("COLUMN_MISSING", tab.key, sheet.title, found=tab.names.get(key, key))
    if tab.open_columns:
        _unknown_columns(here, tab, sheet, {*found.values(), *twice, keys.column})
    return found


def _by_heading(tab: Expected, sheet: Sheet, known: Mapping[str, int]) -> dict[str, int]:
    """Columns recognised by the heading people see, where the hidden key is gone."""
    found: dict[str, int] = {}
    taken = set(known.values())
    for line in sheet.rows[:_SEARCH_ROWS]:
        for column, value in enumerate(line):
            if value in ("", None) or column in taken:
                continue
            key = tab.headings.get(fold(_heading(value)))
            if key and key not in known and key not in found:
                found[key] = column
    return found


def _unknown_columns(here: Here, tab: Expected, sheet: Sheet, known: set[int | None]) -> None:
    width = max(map(len, sheet.rows), default=0)
    for column in range(width):
        if column not in known:
            for row, line in enumerate(sheet.rows):
                text = shown(_at(line, column)).strip()
                if text:
                    here.add("COLUMN_UNKNOWN", tab.key, sheet.title, a1(row, column), found=text)
                    break
    if sheet.far:
        more = " …" if len(sheet.far) > _MOST_NAMED else ""
        here.add("COLUMN_UNKNOWN", tab.key, sheet.title, sheet.far[0], found=", ".join(sheet.far[:_MOST_NAMED]) + more)


def _rows(here: Here, tab: Expected, sheet: Sheet, keys: Keys, columns: Mapping[str, int]) -> dict[str, int]:
    """Row key -> row number. The question people see outweighs the hidden key when the two disagree."""
    if not tab.labels:
        return {}
    known = frozenset(tab.labels.values())
    data = [column for key, column in columns.items() if key in tab.open_columns]
    label = columns.get(tab.columns[0])
    found: dict[str, int] = {}
    loose: dict[int, str] = {}
    for row, line in enumerate(sheet.rows):
        hidden = shown(_at(line, keys.column)).strip()
        seen = tab.labels.get(first_word(_at(line, label)), "")
        key = seen or (hidden if hidden in known else "")
        if key in found:
            found[key] = _one_of_two(here, tab, sheet, key, (found[key], row), data)
        elif not key:
            loose[row] = hidden
        else:
            found[key] = row
            if seen and hidden in known and hidden != seen:
                here.add("ROW_MISMATCH", tab.key, sheet.title, a1(row, label or 0), seen, found=hidden)
    if tab.key != "plan":
        for key in tab.labels.values():
            if key not in found:
                here.add("ROW_MISSING", tab.key, sheet.title, "", key)
    loose.pop(keys.row if keys.row is not None else -1, None)
    _unknown_rows(here, tab, sheet, _loose(tab, sheet, columns, min(found.values(), default=0), loose))
    return found


def _one_of_two(here: Here, tab: Expected, sheet: Sheet, key: str, rows: tuple[int, int], data: Sequence[int]) -> int:
    """The row to read of two with the same key: the first, or the second when nothing is written in the first."""
    first, second = (_texts(sheet.rows[row], data) for row in rows)
    kept, other = rows if any(first) or not any(second) else rows[::-1]
    place = a1(other, data[0]) if data else ""
    values = {"differs": "accepts.differs" if first != second else "", "kept": str(kept + 1)}
    here.add("ROW_DUPLICATE", tab.key, sheet.title, place, key, found=key, **values)
    return kept


def _at(line: Sequence[object], column: int | None) -> object:
    return line[column] if column is not None and column < len(line) else ""


def _texts(line: Sequence[object], columns: Iterable[int]) -> list[str]:
    return [shown(_at(line, column)).strip() for column in columns]


def _heading(value: object) -> str:
    return shown(value).strip()[:_COMPARED].split("\n")[0].strip()


def _unknown_rows(here: Here, tab: Expected, sheet: Sheet, written: Iterable[tuple[int, int, str]]) -> None:
    """Say what is written in rows that are not the questionnaire's, one problem for rows that follow each other."""
    start: tuple[int, int, str] | None = None
    end = (0, 0)
    for row, column, text in (*written, (-1, -1, "")):
        if start and row not in (end[0], end[0] + 1):
            area = a1(*start[:2]) if end == start[:2] else f"{a1(*start[:2])}:{a1(*end)}"
            here.add("ROW_UNKNOWN", tab.key, sheet.title, area, found=start[2])
            start = None
        start = start or (row, column, text)
        end = (row, column if row != end[0] else max(column, end[1]))


def _loose(
    tab: Expected, sheet: Sheet, columns: Mapping[str, int], first: int, rows: Mapping[int, str]
) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of what is written in the known columns of `rows`, which are none of the questionnaire's.

    `rows` leads to what stands in the hidden column there; above row `first` the tab has titles of its own.
    """
    opened = {key: column for key, column in columns.items() if key in tab.open_columns}
    above = sorted(column for key, column in opened.items() if key not in tab.titled)
    below = sorted(columns.values())
    for row, hidden in rows.items():
        line = sheet.rows[row]
        texts = [(column, shown(_at(line, column)).strip()) for column in (above if row < first else below)]
        strange = [(column, text) for column, text in texts if text and fold(text[:_COMPARED]) not in tab.texts]
        if strange and not (row < _SEARCH_ROWS and _is_heading(tab, line, columns)):
            yield from ((row, column, text) for column, text in strange if not hidden or column in opened.values())


def _is_heading(tab: Expected, line: Sequence[object], columns: Mapping[str, int]) -> bool:
    """Whether a row shows headings more than anything else; some may have been changed, or not calculated."""
    texts = {key: _heading(_at(line, column)) for key, column in columns.items()}
    written = {key: text for key, text in texts.items() if text and text != NOT_CALCULATED}
    return 2 * sum(tab.headings.get(fold(text)) == key for key, text in written.items()) > len(written)


def _merged(here: Here, tab: Expected, found: Found) -> None:
    """Say which merged areas cover more than one of the participants' cells."""
    opened = [column for key, column in found.columns.items() if key in tab.open_columns]
    for top, left, bottom, right in found.sheet.merged:
        n_rows = sum(1 for row in found.rows.values() if top <= row <= bottom)
        n_columns = sum(1 for column in opened if left <= column <= right)
        if n_rows * n_columns > 1:
            area = f"{a1(top, left)}:{a1(bottom, right)}"
            here.add("CELLS_MERGED", found.key, found.sheet.title, area, found=area)
