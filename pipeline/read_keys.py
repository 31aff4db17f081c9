"""Where the rows and columns of a tab are now: by hidden keys first, by what people see where the keys are lost.

Positions and order mean nothing here. Everything written in a participant's row or column is either found under
its keys or named by a problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.read_shapes import COMPARED, SEARCH_ROWS, Expected, Found, Here, Keys, Sheet, at, first_word, heading
from schemas.kinds import NOT_CALCULATED, fold, shown
from schemas.layout import a1

_MOST_NAMED = 5
#: Tabs with a row per action: people may do away with rows they do not use.
_ACTIONS = {"plan", "priorities"}


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
        if key not in found and key in tab.open_columns and tab.asked(key, keys.edition):
            here.add("COLUMN_MISSING", tab.key, sheet.title, found=tab.names.get(key, key))
    if tab.open_columns:
        _unknown_columns(here, tab, sheet, {*found.values(), *twice, keys.column}, keys.row)
    return found


def _by_heading(tab: Expected, sheet: Sheet, known: Mapping[str, int]) -> dict[str, int]:
    """Columns recognised by the heading people see, where the hidden key is gone."""
    found: dict[str, int] = {}
    taken = set(known.values())
    for line in sheet.rows[:SEARCH_ROWS]:
        for column, value in enumerate(line):
            if value in ("", None) or column in taken:
                continue
            key = tab.headings.get(fold(heading(value)))
            if key and key not in known and key not in found:
                found[key] = column
    return found


def _unknown_columns(here: Here, tab: Expected, sheet: Sheet, known: set[int | None], hidden: int | None) -> None:
    """Name each column that is none of the questionnaire's by what people see first in it, a hidden key at the last."""
    width = max(map(len, sheet.rows), default=0)
    rows = sorted(range(len(sheet.rows)), key=lambda row: row == hidden)
    for column in range(width):
        if column not in known:
            for row in rows:
                text = shown(at(sheet.rows[row], column)).strip()
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
        hidden = shown(at(line, keys.column)).strip()
        seen = tab.labels.get(first_word(at(line, label)), "")
        key = seen or (hidden if hidden in known else "")
        if key in found:
            found[key] = _one_of_two(here, tab, sheet, key, (found[key], row), data)
        elif not key:
            loose[row] = hidden
        else:
            found[key] = row
            if seen and hidden in known and hidden != seen:
                here.add("ROW_MISMATCH", tab.key, sheet.title, a1(row, label or 0), seen, found=hidden)
    if tab.key not in _ACTIONS:
        for key in tab.labels.values():
            if key not in found and tab.asked(key, keys.edition):
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


def _texts(line: Sequence[object], columns: Iterable[int]) -> list[str]:
    return [shown(at(line, column)).strip() for column in columns]


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
    opened = {column for key, column in columns.items() if key in tab.open_columns}
    above = sorted(column for key, column in columns.items() if key not in tab.titled)
    below = sorted(columns.values())
    for row, hidden in rows.items():
        line = sheet.rows[row]
        texts = [(column, shown(at(line, column)).strip()) for column in (above if row < first else below)]
        strange = [(column, text) for column, text in texts if text and fold(text[:COMPARED]) not in tab.texts]
        if strange and not (row < SEARCH_ROWS and _is_heading(tab, line, columns)):
            yield from ((row, column, text) for column, text in strange if not hidden or column in opened)


def _is_heading(tab: Expected, line: Sequence[object], columns: Mapping[str, int]) -> bool:
    """Whether a row shows headings more than anything else; some may have been changed, or not calculated."""
    texts = {key: heading(at(line, column)) for key, column in columns.items()}
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
