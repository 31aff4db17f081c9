"""What people do to the tabs of a questionnaire. Each case has a block tab to itself; see `desk` for its cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass

from sheet_templates.load import words
from tests.broken.desk import LEVELS, Bench

Found = tuple[str, str]
#: What cases write where the questionnaire has a text of its own: no answer, and not read.
WRITTEN_OVER_OURS = ("Mairie de Praia", "My own question")
_ALL = tuple(level for row in LEVELS for level in row)
_NONE = (None,) * 9


@dataclass(frozen=True)
class TabCase:
    """A way to spoil a tab: the codes and cells it gets there, and the nine levels that are read all the same.

    `elsewhere` are codes of other tabs than the one in hand (a copy, a tab of one's own); `raw` changes the XML.
    """

    name: str
    spoil: Callable[[Bench], None]
    expected: tuple[Found, ...] = ()
    levels: tuple[int | None, ...] = _ALL
    elsewhere: tuple[str, ...] = ()
    raw: Callable[[str], str] | None = None


def _nothing(_: Bench) -> None:
    """Leave it to `raw`."""


def _rename(bench: Bench) -> None:
    bench.sheet.title = f"Onglet {bench.block}"


def _delete(bench: Bench) -> None:
    bench.book.remove(bench.sheet)


def _duplicate(bench: Bench) -> None:
    bench.book.copy_worksheet(bench.sheet).title = f"Copy {bench.block}"


def _work_in_the_copy(bench: Bench) -> None:
    _duplicate(bench)
    _empty(bench)


def _empty(bench: Bench) -> None:
    for row in bench.sheet["E5:N7"]:
        for cell in row:
            cell.value = None


def _other_answers_in_the_copy(bench: Bench) -> None:
    _duplicate(bench)
    bench.book[f"Copy {bench.block}"]["E5"].value = 4


def _swap_rows(bench: Bench, first: int) -> None:
    one, other = bench.values(5, first), bench.values(7, first)
    bench.write(5, other, first)
    bench.write(7, one, first)


def _insert_row(bench: Bench, *values: tuple[str, object], at: int = 6) -> None:
    bench.sheet.insert_rows(at)
    for column, value in values:
        bench.sheet[f"{column}{at}"].value = value


def _double_row(bench: Bench, **changes: object) -> None:
    values = bench.values(5)
    bench.sheet.insert_rows(6)
    bench.write(6, values)
    for name, value in changes.items():
        bench.sheet[name].value = value


def _double_row_emptied(bench: Bench) -> None:
    _double_row(bench)
    for column in "EFGJKLMN":
        bench.sheet[f"{column}5"].value = None


def _move_column(bench: Bench) -> None:
    """R1 goes behind R3, as cut and paste does it."""
    for row in range(1, 8):
        first, *others = (bench.sheet.cell(row, column).value for column in (5, 6, 7))
        bench.write(row, [*others, first], 5)


def _double_column(bench: Bench) -> None:
    values = [bench.sheet.cell(row, 5).value for row in range(1, 8)]
    bench.sheet.insert_cols(6)
    for row, value in enumerate(values, start=1):
        bench.sheet.cell(row, 6).value = value


def _own_column(bench: Bench) -> None:
    bench.sheet.insert_cols(6)
    bench.sheet["F6"].value = "my own note"


def _drop_keys(bench: Bench, *, row: bool = True, column: bool = True) -> None:
    if column:
        bench.sheet.delete_cols(1)
    if row:
        bench.sheet.delete_rows(1)


def _relabel(bench: Bench, *, key: bool) -> None:
    bench.sheet["B5"].value = WRITTEN_OVER_OURS[1]
    if key:
        bench.sheet["A5"].value = "MINE-1"


def _heading_lost(bench: Bench) -> None:
    bench.sheet["E1"].value = None
    bench.sheet["E3"].value = "Mairie"


def _own_tab(bench: Bench, text: str) -> None:
    bench.book.create_sheet(f"Own {bench.block}")["B300"].value = text or None


def _of_another(bench: Bench) -> None:
    bench.sheet["A1"].value = re.sub(r"\|[^|]+(\|\w\w\|\d+)$", r"|somewhere-else\1", bench.sheet["A1"].value)


def _cell(name: str, value: object) -> Callable[[Bench], None]:
    def spoil(bench: Bench) -> None:
        bench.sheet[name].value = value

    return spoil


def _pasted(bench: Bench) -> None:
    """Values with somebody else's look, in another language; the drop-down is gone."""
    other = "pt" if bench.language == "en" else "en"
    bench.sheet.data_validations.dataValidation = []
    bench.sheet["E5"].value = f"2 – {words(other)('levels.2.name')}"
    bench.sheet["E5"].number_format = "@"
    bench.sheet["F5"].value = "3"
    bench.sheet["F5"].font = copy(bench.sheet["A1"].font)


def _rows_below(first: int, last: int, cells: str) -> Callable[[str], str]:
    def raw(part: str) -> str:
        rows = "".join(f'<row r="{row}">{cells.replace("#", str(row))}</row>' for row in range(first, last + 1))
        return part.replace("</sheetData>", rows + "</sheetData>")

    return raw


def _cell_far_right(part: str) -> str:
    return re.sub(
        r'(<row r="5".*?)(</row>)',
        r'\1<c r="XFD5" t="inlineStr"><is><t>far</t></is></c>\2',
        part,
        count=1,
        flags=re.DOTALL,
    )


_TEXT = '<c r="E#" t="inlineStr"><is><t>stray #</t></is></c>'
_UNSEEN = (("KEYS_LOST", ""),)
TAB_CASES = (
    TabCase("tab renamed", _rename, (("TAB_RENAMED", ""),)),
    TabCase("tab deleted", _delete, (("TAB_MISSING", ""),), _NONE),
    TabCase("tab duplicated", _duplicate, (("TAB_DUPLICATE", ""),)),
    TabCase("tab duplicated, the copy answered otherwise", _other_answers_in_the_copy, (("TAB_DUPLICATE", ""),)),
    TabCase("tab duplicated, work went on in the copy", _work_in_the_copy, (("TAB_DUPLICATE", ""), ("TAB_RENAMED", ""))),
    TabCase("tab hidden", lambda bench: setattr(bench.sheet, "sheet_state", "hidden")),
    TabCase("tab brought from another territory", _of_another, (("TAB_MISSING", ""), ("TAB_OTHER_TERRITORY", "")), _NONE),
    TabCase("tab of one's own", lambda bench: _own_tab(bench, "note"), elsewhere=("TAB_UNKNOWN",)),
    TabCase("empty tab of one's own", lambda bench: _own_tab(bench, "")),
    TabCase("drop-down pasted over", _pasted),
    TabCase("heading edited", _cell("E3", WRITTEN_OVER_OURS[0])),
    TabCase("heading and its key lost", _heading_lost, (("COLUMN_MISSING", ""), ("COLUMN_UNKNOWN", "E3")), (None, 3, 1, None, 2, 2, None, 2, 3)),
    TabCase("key column deleted", lambda bench: _drop_keys(bench, row=False), _UNSEEN),
    TabCase("key row deleted", lambda bench: _drop_keys(bench, column=False), _UNSEEN),
    TabCase("key row and column deleted", _drop_keys, _UNSEEN),
    TabCase("marker emptied", _cell("A1", None), _UNSEEN),
    TabCase("rows sorted with the key column", lambda bench: _swap_rows(bench, 1)),
    TabCase("rows sorted without the key column", lambda bench: _swap_rows(bench, 2), (("ROW_MISMATCH", "B5"), ("ROW_MISMATCH", "B7"))),
    TabCase("empty row inserted", _insert_row),
    TabCase("row of one's own inserted", lambda bench: _insert_row(bench, ("B", "Our question"), ("E", 3), ("M", "why")), (("ROW_UNKNOWN", "B6:M6"),)),
    TabCase("note in a row above the questions", lambda bench: _insert_row(bench, ("F", "note"), at=3), (("ROW_UNKNOWN", "F3"),)),
    TabCase("note above the questions, where only the tool writes", _cell("I4", "note"), (("ROW_UNKNOWN", "I4"),)),
    TabCase("note below the questions", _cell("E9", "signed"), (("ROW_UNKNOWN", "E9"),)),
    TabCase("row duplicated", _double_row, (("ROW_DUPLICATE", "E6"),)),
    TabCase("row duplicated with another answer", lambda bench: _double_row(bench, F6=0), (("ROW_DUPLICATE", "E6"),)),
    TabCase("row duplicated, the first one emptied", _double_row_emptied, (("ROW_DUPLICATE", "E5"),)),
    TabCase("row deleted", lambda bench: bench.sheet.delete_rows(6), (("ROW_MISSING", ""),), (2, 3, 1, None, None, None, 1, 2, 3)),
    TabCase("label rewritten", lambda bench: _relabel(bench, key=False)),
    TabCase("label and key rewritten", lambda bench: _relabel(bench, key=True), (("ROW_MISSING", ""), ("ROW_UNKNOWN", "E5:M5")), (*(None,) * 3, 3, 2, 2, 1, 2, 3)),
    TabCase("answer cells merged", lambda bench: bench.sheet.merge_cells("E5:E6"), (("CELLS_MERGED", "E5:E6"),), (2, 3, 1, None, 2, 2, 1, 2, 3)),
    TabCase("labels merged", lambda bench: bench.sheet.merge_cells("B5:B6")),
    TabCase("column of one's own inserted in the middle", _own_column, (("COLUMN_UNKNOWN", "F6"),)),
    TabCase("empty column inserted in front", lambda bench: bench.sheet.insert_cols(1)),
    TabCase("column duplicated", _double_column, (("COLUMN_DUPLICATE", "F1"),)),
    TabCase("column deleted", lambda bench: bench.sheet.delete_cols(6), (("COLUMN_MISSING", ""),), (2, None, 1, 3, None, 2, 1, None, 3)),
    TabCase("columns moved", _move_column),
    TabCase("100,000 stray rows", _nothing, (("ROW_UNKNOWN", "E20:E10000"), ("TAB_TOO_LONG", "")), raw=_rows_below(20, 100_019, _TEXT)),
    TabCase("20,000 rows of formatted blanks", _nothing, raw=_rows_below(20, 20_019, '<c r="E#" s="1"/>')),
    TabCase("stray cell in XFD1048576", _nothing, (("TAB_TOO_LONG", ""),), raw=_rows_below(1_048_576, 1_048_576, _TEXT.replace("E#", "XFD#"))),
    TabCase("stray cell in XFD5", _nothing, (("COLUMN_UNKNOWN", "XFD5"),), raw=_cell_far_right),
)  # fmt: skip
