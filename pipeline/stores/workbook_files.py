"""Spreadsheet files as plain rows, read safely: the only module that knows calamine.

Files come from strangers: size and shape are checked before anything is unpacked, and what cannot be read
is a `SheetUnreadable` with a code that has words in every language.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, cast

from pipeline.stores.ods_parts import examine_ods
from pipeline.stores.parts import Inside, Limits, Traits, opened, unreadable
from pipeline.stores.xlsx_parts import examine_xlsx

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook


@dataclass(frozen=True, slots=True)
class RawTab:
    """One tab: rows of values from A1 on ("" where empty), and what values alone do not tell.

    Cells that a formula left without a value hold its error text (#REF! ...) or `NOT_CALCULATED`; shares shown in
    per cent are the text people saw ("35 %"). `merged` are areas as (first row, first column, last row, last
    column); `n_rows` the rows there were before the limit; `far` the A1 names of filled cells too far right to be read.
    """

    title: str
    rows: list[list[object]]
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    n_rows: int = 0
    far: tuple[str, ...] = ()


def read_tabs(content: bytes, limits: Limits) -> list[RawTab]:
    """Every tab of an .xlsx or .ods file. SheetUnreadable says what kept it from being read."""
    import python_calamine as calamine  # noqa: PLC0415 - only when a file is read

    with opened(content, limits) as archive:
        inside = (
            examine_xlsx(archive, limits) if "xl/workbook.xml" in archive.namelist() else examine_ods(archive, limits)
        )
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(BytesIO(inside.content or content))
        return list(_tabs(workbook, inside, limits))
    except calamine.PasswordError as locked:
        raise unreadable("FILE_PASSWORD") from locked
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError, OverflowError) as broken:
        raise unreadable("FILE_DAMAGED") from broken


def _tabs(workbook: CalamineWorkbook, inside: Inside, limits: Limits) -> Iterator[RawTab]:
    for number, about in enumerate(workbook.sheets_metadata):
        if "WorkSheet" in str(about.typ):
            hidden = "Visible" not in str(about.visible)
            yield _tab(
                workbook.get_sheet_by_index(number), inside.tabs.get(about.name) or Traits(), limits, hidden=hidden
            )


def _tab(sheet: CalamineSheet, traits: Traits, limits: Limits, *, hidden: bool) -> RawTab:
    rows = cast("list[list[object]]", sheet.to_python(skip_empty_area=False))
    n_rows = max(traits.n_rows, len(rows))
    del rows[limits.rows :]
    for (row, column), value in traits.instead.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = value
    merged = tuple((first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or ())
    return RawTab(sheet.name, rows, hidden, merged, n_rows, traits.far)


__all__ = ["Limits", "RawTab", "read_tabs"]
