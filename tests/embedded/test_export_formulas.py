"""What was typed into a spreadsheet of any locale is computed alike after the export to .xlsx.

1. Decimal commas, semicolons and back-slashes become what a file has; names of functions stay English.
2. Functions that Excel got later carry their prefix; those that only Google has keep the value they had.
3. A range without an end gets one, a title that Excel cannot have is written as in the file.
4. What is no formula is no formula in the file either. 5. Conditions and lists are translated too.
6. Another program computes the same values from the file, with the cached ones taken out.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .clients import Client

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONG = "A very long title that Excel would not take [1]"


def _book(owner: Client, locale: str, typed: list[str]) -> str:
    """A spreadsheet of the locale: numbers and words in A1:B4, formulas from C1 down."""
    book = owner.create()
    update = {"properties": {"locale": locale}, "fields": "locale"}
    owner.batch(
        book,
        {"updateSpreadsheetProperties": update},
        {"addSheet": {"properties": {"sheetId": 7, "title": _LONG, "gridProperties": {"rowCount": 9}}}},
    )
    owner.put(book, "Sheet1!A1", [[1.5, "b"], [2, "a"], [3.25, "c"], [4, "d"]])
    owner.put(book, f"'{_LONG}'!A1", [[10], [20]])
    owner.put(book, "Sheet1!C1", [[one] for one in typed], "USER_ENTERED")
    return book


def _file(owner: Client, book: str) -> bytes:
    return owner.drive("GET", f"files/{book}/export", mimeType=_XLSX).content


def _formulas(content: bytes) -> list[Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Sheet1"]
    return [sheet.cell(row, 3).value for row in range(1, 1 + len(sheet["C"])) if sheet.cell(row, 3).value is not None]


@pytest.mark.parametrize("locale", ["fr_FR", "es_ES", "pt_PT", "pt_BR", "de_DE"])
def test_commas_and_semicolons_become_points_and_commas(owner: Client, locale: str) -> None:
    """Requirement 1."""
    typed = ["=A1*1,5", "=SUM(A1:A4;0,25)", '=IF(A1>1,2;"a;b";"c,d")', "=SUM({1\\2,5;3\\4})", "=ROUND(A3; 1)"]
    book = _book(owner, locale, typed)

    assert _formulas(_file(owner, book)) == [
        "=A1*1.5",
        "=SUM(A1:A4,0.25)",
        '=IF(A1>1.2,"a;b","c,d")',
        "=SUM({1,2.5;3,4})",
        "=ROUND(A3, 1)",
    ]
    raw = owner.values(book, "C1:C5", valueRenderOption="UNFORMATTED_VALUE")
    assert raw == [[2.25], [11], ["a;b"], [10.5], [3.3]]


def test_in_english_both_separators_are_taken(owner: Client) -> None:
    """Requirement 1."""
    book = _book(owner, "en_US", ["=SUM(A1;0.25)", "=SUM(A1,0.25)", "=SUM({1,2;3,4})"])

    assert _formulas(_file(owner, book)) == ["=SUM(A1,0.25)", "=SUM(A1,0.25)", "=SUM({1,2;3,4})"]


def test_functions_are_named_as_the_file_has_them(owner: Client) -> None:
    """Requirements 2 and 4."""
    book = _book(owner, "fr_FR", ['=IFS(A1>1;"x, y")', '=JOIN("-";B1:B2)', '=TEXTJOIN("";TRUE;B1:B4)', "=SUM(A1"])

    assert _formulas(_file(owner, book)) == [
        '=_xlfn.IFS(A1>1,"x, y")',
        '=IFERROR(__xludf.DUMMYFUNCTION("JOIN(""-"";B1:B2)"),"b-a")',
        '=_xlfn.TEXTJOIN("",TRUE,B1:B4)',
        '=IFERROR(__xludf.DUMMYFUNCTION("SUM(A1"),"#ERROR!")',
    ]


def test_ranges_are_closed_and_titles_are_those_of_the_file(owner: Client) -> None:
    """Requirement 3."""
    book = _book(owner, "de_DE", ["=SUM(A2:A)", f"=SUM('{_LONG}'!A1:A)", "=COUNT(A:A)"])

    assert _formulas(_file(owner, book)) == [
        "=SUM(A2:A1000)",
        "=SUM('A very long title that Excel wo'!A1:A9)",
        "=COUNT(A:A)",
    ]


def test_conditions_and_lists_are_translated(owner: Client) -> None:
    """Requirement 5."""
    book = _book(owner, "fr_FR", [])
    box = {"startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 1}
    kinds = {"CUSTOM_FORMULA": "=AND(A1>1,5;A1<3)", "NUMBER_GREATER": "2,5"}
    rules = [
        {"ranges": [box], "booleanRule": {"condition": {"type": kind, "values": [{"userEnteredValue": text}]}}}
        for kind, text in kinds.items()
    ]
    condition = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": f"='{_LONG}'!$A$1:$A"}]}
    owner.batch(
        book,
        *({"addConditionalFormatRule": {"rule": rule, "index": 0}} for rule in rules),
        {"setDataValidation": {"range": box, "rule": {"condition": condition}}},
    )
    sheet = openpyxl.load_workbook(io.BytesIO(_file(owner, book)))["Sheet1"]
    found = {one.formula[0] for ranges in sheet.conditional_formatting for one in ranges.rules}

    assert found == {"AND(A1>1.5,A1<3)", "2.5"}
    assert {one.formula1 for one in sheet.data_validations.dataValidation} == {
        "'A very long title that Excel wo'!$A$1:$A9"
    }


def _without_cached_values(content: bytes) -> bytes:
    """The file with no value beside any formula, so that who opens it must compute."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
            new.writestr(name, text)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("locale", ["fr_FR", "es_ES", "pt_PT", "de_DE", "en_US"])
def test_another_program_computes_the_same(owner: Client, tmp_path: Path, locale: str) -> None:
    """Requirement 6."""
    in_english = ["=A1*1.5", "=SUM(A1:A4,0.25)", '=IF(A1>1.2,"a;b","c")', "=SUM({1,2.5;3,4})", "=ROUND(A3/7,3)",
        "=SUM(A2:A)", f"=SUM('{_LONG}'!A1:A)", '=IFS(A1>2,"x",A2>1,"y")', '=JOIN("-",B1:B2)',
        '=TEXTJOIN("+",TRUE,B1:B4)', "=AVERAGE(A1:A4)", '=COUNTIF(A1:A4,">2")', "=MOD(A4,3)^2",
    ]  # fmt: skip
    marks = str.maketrans(".,;", ".,;" if locale == "en_US" else ",;;")
    typed = [one.translate(marks) for one in in_english]
    if locale != "en_US":
        typed[2], typed[3] = '=IF(A1>1,2;"a;b";"c")', "=SUM({1\\2,5;3\\4})"
    book = _book(owner, locale, typed)
    expected = owner.values(book, f"C1:C{len(typed)}", valueRenderOption="UNFORMATTED_VALUE")
    (tmp_path / "book.xlsx").write_bytes(_without_cached_values(_file(owner, book)))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(tmp_path / "book.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    sheet = openpyxl.load_workbook(tmp_path / "out" / "book.xlsx", data_only=True)["Sheet1"]
    found = [[sheet.cell(row, 3).value] for row in range(1, len(typed) + 1)]

    assert [[pytest.approx(one) if isinstance(one, float) else one for one in line] for line in expected] == found
