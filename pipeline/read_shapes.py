"""What a tab of a questionnaire is to a reader: as handed over, as expected, as found, and where its keys are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from schemas.kinds import NOT_CALCULATED, as_typed, fold, quoted, shown
from schemas.layout import TabLayout, a1
from schemas.problem import Problem
from sheet_templates.layout import Marker, read_marker

COMPARED = 200
SEARCH_ROWS = 40
_SEARCH_COLUMNS, _KEYED_ROWS = 256, 1000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One tab as a store hands it over: rows from A1 on, merged areas, error cells and formulas without a value.

    `n_rows`: the rows there are, more than `rows` when some were not read; `far`: names of cells that were not read;
    `gid`: the id by which Google opens the tab, None in a file.
    """

    title: str
    rows: Sequence[Sequence[object]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    n_rows: int = 0
    far: tuple[str, ...] = ()
    gid: int | None = None

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
        return Sheet(self.title, rows, self.merged, n_rows=self.n_rows, far=self.far, gid=self.gid)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a tab of the questionnaire looks like to a reader; the same for all territories of a language.

    `columns` are the keys from the first visible one on, `open_columns` those participants fill in, `labels` leads
    from what identifies a row on paper to its key, `headings` from a folded heading to its column, `names` from a
    column to its heading; `texts` are the folded texts of rows without a key, which stand in the columns `titled`.
    `later`: what earlier editions of the questionnaire had not, as a `TabLayout` says it.
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
    later: Mapping[str, int] = field(default_factory=dict)

    def asked(self, key: str, edition: int) -> bool:
        """Whether a questionnaire of that edition has the row or column of `key` ("": the tab itself)."""
        return self.later.get(key, 1) <= edition


def expected_tab(tab: TabLayout) -> Expected:
    """What a reader needs to know of a tab."""
    keys = tuple(column.key for column in tab.columns[1:])
    opened = {
        key
        for number, key in enumerate(keys, start=1)
        if any(area.first_column <= number <= area.last_column for area in tab.open_areas)
    }
    row_keys = {cell.row: str(cell.value) for cell in tab.cells if cell.column == 0 and cell.row > 0}
    names = {keys[cell.column - 1]: heading(cell.value) for cell in tab.cells if cell.style.startswith("header")}
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
        texts=frozenset(fold(shown(cell.value)[:COMPARED]) for cell in loose),
        titled=frozenset(keys[cell.column - 1] for cell in loose if not cell.style.startswith("header")),
        later=tab.later,
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
        if row is None or column is None:
            return None
        line = self.sheet.rows[row]
        return line[column] if column < len(line) else ""

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

    @property
    def edition(self) -> int:
        """The edition of the questionnaire, the first one where nothing says so."""
        return self.marker.edition if self.marker else 1


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
            Problem(
                code,
                self.territory_id,
                tab_key,
                tab,
                cell,
                about,
                found=quoted(found),
                values={**values, **as_typed(found)},
            )
        )


def marked(sheet: Sheet) -> Keys | None:
    """The hidden row and column of a sheet, by the marker where they cross; None where there is none."""
    return marked_in(sheet.rows)


def marked_in(rows: Iterable[Iterable[object]]) -> Keys | None:
    """The same of plain rows; they are looked at no further than the marker."""
    for row, line in enumerate(islice(rows, SEARCH_ROWS)):
        for column, value in enumerate(islice(line, _SEARCH_COLUMNS)):
            marker = read_marker(value)
            if marker:
                return Keys(row, column, marker)
    return None


def keys_of(tab: Expected, sheet: Sheet) -> Keys:
    """The hidden row and column of a sheet without its marker: those that hold most of the keys."""
    row_keys, column_keys = frozenset(tab.labels.values()), frozenset(tab.columns)
    lines = [frozenset(map(shown, line)) for line in sheet.rows[:SEARCH_ROWS]]
    width = max(map(len, sheet.rows), default=0)
    rows = sheet.rows[:_KEYED_ROWS]
    columns = [frozenset(shown(at(line, column)) for line in rows) for column in range(min(width, _SEARCH_COLUMNS))]
    return Keys(_holder(lines, column_keys), _holder(columns, row_keys))


def _holder(lines: Sequence[frozenset[str]], keys: frozenset[str]) -> int | None:
    """The number of the line that holds most of the keys, at least half of them."""
    held = [len(line & keys) for line in lines]
    most = max(held, default=0)
    return held.index(most) if most and 2 * most >= len(keys) else None


def first_word(value: object) -> str:
    """What of a label identifies its row: its first word ("LEG-1 ★" -> "leg-1")."""
    words = fold(shown(value)[:COMPARED]).split()
    return words[0] if words else ""


def at(line: Sequence[object], column: int | None) -> object:
    """The value in a column of a row, "" beyond its end."""
    return line[column] if column is not None and column < len(line) else ""


def heading(value: object) -> str:
    """The first line of a heading: what identifies its column."""
    return shown(value).strip()[:COMPARED].split("\n")[0].strip()
