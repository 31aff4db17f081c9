"""Values are read and written as spreadsheets.values does it.

1. Trailing empty cells and rows are left out; an empty range has no `values`.
2. The range is echoed clipped to the grid, with quotes only where needed.
3. RAW keeps texts; USER_ENTERED reads numbers, dates, percents, truths and formulas.
4. In a fr_FR spreadsheet the decimal mark is a comma, in what is typed and in what is shown.
5. Error cells are texts for values.get and typed for spreadsheets.get.
6. A date is a number, or a text when dates are asked for as texts.
7. Values past a bounded range, off the grid or of a wrong kind are refused in Google's words.
8. append finds the table that the range touches.
9. Counts of cells, rows and columns leave out null; zeros are left out.
10. Reads by columns are trimmed by columns.
11. Long chains of formulas are computed, circles are told.
12. Half surrogates and control characters come back as they went in; what JSON or a cell cannot
    hold is refused.
13. RANK counts the numbers above, or below; ties share the better rank. N makes a number of anything but an error.
"""

from __future__ import annotations

from typing import Any

import pytest

from .clients import Client


def _locale(owner: Client, book: str, name: str) -> None:
    update = {"properties": {"locale": name}, "fields": "locale"}
    owner.batch(book, {"updateSpreadsheetProperties": update})


def _cells(owner: Client, book: str, where: str) -> list[dict[str, Any]]:
    fields = "sheets.data.rowData.values(effectiveValue,formattedValue,userEnteredValue)"
    found = owner.sheets("GET", book, ranges=where, fields=fields).json()
    cells: list[dict[str, Any]] = found["sheets"][0]["data"][0]["rowData"][0]["values"]
    return cells


def test_trailing_empty_cells_and_rows_are_left_out(owner: Client, book: str) -> None:
    """Requirement 1."""
    owner.put(book, "A1", [["a", "", "b", ""], ["", ""], ["", "c"], [""]])

    assert owner.values(book, "Sheet1") == [["a", "", "b"], [], ["", "c"]]
    assert "values" not in owner.sheets("GET", f"{book}/values/E1:F9").json()


@pytest.mark.parametrize(
    ("asked", "echoed"),
    [
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("A1:C", "Sheet1!A1:C1000"),
        ("A2:2", "Sheet1!A2:Z2"),
        ("5:6", "Sheet1!A5:Z6"),
        ("B2:A1", "Sheet1!A1:B2"),
        ("$B$2", "Sheet1!B2"),
        ("R2C3:R4C5", "Sheet1!C2:E4"),
        ("'It''s a tab'!A1:AZ99", "'It''s a tab'!A1:C4"),
        ("It's a tab!B:B", "'It''s a tab'!B1:B4"),
        ("zone", "Sheet1!B2:C3"),
        ("Sheet1!zone", "Sheet1!B2:C3"),
    ],
)
def test_the_range_is_echoed_as_found(owner: Client, book: str, asked: str, echoed: str) -> None:
    """Requirement 2."""
    grid = {"rowCount": 4, "columnCount": 3}
    box = {"startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 3}
    owner.batch(
        book,
        {"addSheet": {"properties": {"title": "It's a tab", "gridProperties": grid}}},
        {"addNamedRange": {"namedRange": {"name": "zone", "range": box}}},
    )

    assert owner.sheets("GET", f"{book}/values/{asked}").json()["range"] == echoed


def test_typed_texts_are_read_in_the_locale(owner: Client, book: str) -> None:
    """Requirements 3, 4."""
    typed = ["1,5", "1.5", "12/03/2021", "10%", "VRAI", "=1,5*2", "'007", "1 234,5"]
    owner.put(book, "A1", [typed], "RAW")
    assert owner.values(book, "A1:H1", valueRenderOption="UNFORMATTED_VALUE") == [typed]
    _locale(owner, book, "fr_FR")
    owner.put(book, "A1", [typed], "USER_ENTERED")

    raw = owner.values(book, "A1:H1", valueRenderOption="UNFORMATTED_VALUE")
    shown = owner.values(book, "A1:H1")

    assert raw == [[1.5, "1.5", 44267, 0.1, True, 3, "007", 1234.5]]
    assert shown == [["1,5", "1.5", "12/03/2021", "10%", "VRAI", "3", "007", "1\u202f234,50"]]


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("01/02/2020", 43832, "01/02/2020"),
        ("1/2/20", 43832, "1/2/20"),
        ("2020/1/2", 43832, "2020/1/2"),
        ("13/1/2020", "13/1/2020", "13/1/2020"),
        ("2020-01-02 06:00", 43832.25, "2020-01-02 6:00"),
        ("6:00 PM", 0.75, "6:00 PM"),
        ("$1,234.50", 1234.5, "$1,234.50"),
        ("12.5%", 0.125, "12.50%"),
        ("1e3", 1000, "1.00E+03"),
        ("0042", 42, "42"),
        ("+33 6 12", "#ERROR!", "#ERROR!"),
        ("+33612", 33612, "33612"),
        ("=1/3", 1 / 3, "0.3333333333"),
        ("=1/1024", 1 / 1024, "0.0009765625"),
        ("=DATE(2020,1,2)", 43832, "1/2/2020"),
        (" text ", " text ", " text "),
    ],
)
def test_what_is_typed_in_en_us(owner: Client, book: str, typed: str, stored: Any, shown: str) -> None:
    """Requirement 3."""
    owner.put(book, "A1", [[typed]], "USER_ENTERED")

    assert owner.values(book, "A1", valueRenderOption="UNFORMATTED_VALUE") == [[stored]]
    assert owner.values(book, "A1") == [[shown]]


def test_error_cells_are_texts_here_and_typed_there(owner: Client, book: str) -> None:
    """Requirement 5."""
    typed = [["=1/0", "=NA()", "=A1+1", "=FOO(1)", "=F1", "=F1", '="a"+1', "#N/A"]]
    owner.put(book, "A1", typed, "USER_ENTERED")
    kinds = [cell["effectiveValue"].get("errorValue", {}).get("type") for cell in _cells(owner, book, "A1:H1")]

    assert owner.values(book, "A1:H1", valueRenderOption="UNFORMATTED_VALUE") == [
        ["#DIV/0!", "#N/A", "#DIV/0!", "#NAME?", "#REF!", "#REF!", "#VALUE!", "#N/A"]
    ]
    assert kinds == ["DIVIDE_BY_ZERO", "N_A", "DIVIDE_BY_ZERO", "NAME", "REF", "REF", "VALUE", "N_A"]


def test_a_date_is_a_number_or_a_text(owner: Client, book: str) -> None:
    """Requirement 6."""
    owner.put(book, "A1", [["2020-01-01", "12:30"]], "USER_ENTERED")
    look = {"valueRenderOption": "UNFORMATTED_VALUE"}

    assert owner.values(book, "A1:B1", **look) == [[43831, 12.5 / 24]]
    look["dateTimeRenderOption"] = "FORMATTED_STRING"
    assert owner.values(book, "A1:B1", **look) == [["2020-01-01", "12:30"]]


@pytest.mark.parametrize(
    ("where", "rows", "message"),
    [
        ("A1:B1", [[1, 2, 3]], "tried writing to column [C]"),
        ("A1:B1", [[1], [2]], "tried writing to row [2]"),
        ("A1001", [[1]], "Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("Nowhere!A1", [[1]], "Unable to parse range: Nowhere!A1"),
        ("A1", [[{"a": 1}]], "Invalid values[0][0]: struct_value"),
        ("A1", ["text"], "Invalid value at 'data.values[0]'"),
    ],
)
def test_what_does_not_fit_is_refused(owner: Client, book: str, where: str, rows: list[Any], message: str) -> None:
    """Requirement 7."""
    reply = owner.put(book, where, rows)

    assert reply["error"]["code"] == 400
    assert reply["error"]["status"] == "INVALID_ARGUMENT"
    assert message in reply["error"]["message"]


def test_a_write_without_an_option_or_with_an_unknown_parameter_is_refused(owner: Client, book: str) -> None:
    """Requirement 7."""
    body = {"values": [[1]]}

    assert owner.sheets("PUT", f"{book}/values/A1", body).status_code == 400
    assert owner.sheets("GET", f"{book}/values/A1", rendering="x").status_code == 400
    assert owner.sheets("GET", f"{book}/values/A1", valueRenderOption="RAW").status_code == 400


@pytest.mark.parametrize(
    ("where", "table", "written"),
    [
        ("Sheet1", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("C5:D5", "Sheet1!B4:D6", "Sheet1!B7"),
        ("B2:D4", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A3:G10", "Sheet1!B4:D6", "Sheet1!B7"),
        ("A1", "Sheet1!A1:C2", "Sheet1!A3"),
        ("E4", None, "Sheet1!E4"),
        ("A4", None, "Sheet1!A4"),
    ],
)
def test_append_finds_the_table(owner: Client, book: str, where: str, table: str | None, written: str) -> None:
    """Requirement 8; the example of Google's guide."""
    owner.put(book, "A1:C2", [["x", "y", "z"], ["x", "y", "z"]])
    owner.put(book, "B4:D6", [["x", "y", ""], ["", "y", "z"], ["x", "y", "z"]])
    reply = owner.sheets("POST", f"{book}/values/{where}:append", {"values": [["new"]]}, valueInputOption="RAW").json()

    assert (reply.get("tableRange"), reply["updates"]["updatedRange"]) == (table, written)


def test_append_at_the_end_makes_rows(owner: Client, book: str) -> None:
    """Requirement 8."""
    owner.put(book, "A1000", [["last"]])
    owner.sheets("POST", f"{book}/values/A1000:append", {"values": [["more"]]}, valueInputOption="RAW")
    fields = "sheets.properties.gridProperties.rowCount"

    found = owner.sheets("GET", book, fields=fields).json()["sheets"][0]["properties"]
    assert found == {"gridProperties": {"rowCount": 1001}}


def test_counts_leave_out_null_and_are_totalled_once(owner: Client, book: str) -> None:
    """Requirement 9."""
    reply = owner.put(book, "A1:C3", [[1, None, 2], [None], [None, None, 3]])
    data = [
        {"range": "A1:A4", "values": [[1], [2], [3], [4]]},
        {"range": "B1:D2", "values": [[1, 2, 3], [4, 5, 6]]},
    ]
    body = {"valueInputOption": "RAW", "data": data, "includeValuesInResponse": True}
    total = owner.sheets("POST", f"{book}/values:batchUpdate", body).json()

    counts = [reply[name] for name in ("updatedRows", "updatedColumns", "updatedCells")]
    assert counts == [2, 2, 3]
    names = ("totalUpdatedRows", "totalUpdatedColumns", "totalUpdatedCells", "totalUpdatedSheets")
    assert [total[name] for name in names] == [4, 4, 10, 1]
    assert total["responses"][0]["updatedData"]["values"] == [["1"], ["2"], ["3"], ["4"]]
    nothing = owner.put(book, "A1", [[]])
    assert nothing == {"spreadsheetId": book, "updatedRange": "Sheet1!A1"}


def test_reads_by_columns_are_trimmed_by_columns(owner: Client, book: str) -> None:
    """Requirement 10."""
    owner.put(book, "A1", [["a", "b"], ["c"], ["", "", "d"]])

    found = owner.values(book, "A1:E5", majorDimension="COLUMNS")
    assert found == [["a", "c"], ["b"], ["", "", "d"]]


def test_long_chains_are_computed_and_circles_are_told(owner: Client, book: str) -> None:
    """Requirement 11."""
    chain = [[f"=IF(TRUE,SUM(A{row + 2},1),0)"] for row in range(400)]
    circle = [[f"=B{(row + 1) % 40 + 1}+1"] for row in range(40)]
    owner.put(book, "A1", chain, "USER_ENTERED")
    owner.put(book, "B1", circle, "USER_ENTERED")

    assert owner.values(book, "A1") == [["400"]]
    assert owner.values(book, "B1:B40") == [["#REF!"]] * 40


def test_ranks_are_computed_and_ties_share_the_better_one(owner: Client, book: str) -> None:
    """Requirement 13."""
    owner.put(book, "A1", [[30], [""], [20], [20], [10], ["text"]])
    asked = [["=RANK(A1,A1:A6)", "=RANK(A4,A$1:A$6)", "=RANK(A5,A1:A6,0)", "=RANK(A3,A1:A6,1)", "=RANK(7,A1:A6)"]]
    owner.put(book, "B1", asked, "USER_ENTERED")

    assert owner.values(book, "B1:F1") == [["1", "2", "4", "2", "#N/A"]]


def test_what_is_no_number_counts_as_nothing(owner: Client, book: str) -> None:
    """Requirement 13."""
    owner.put(book, "A1", [["=N(7)", '=N("7")', "=N(TRUE)", "=N(Z99)", "=N(1/0)"]], "USER_ENTERED")

    assert owner.values(book, "A1:E1") == [["7", "0", "1", "0", "#DIV/0!"]]


def test_odd_texts_come_back_and_impossible_ones_are_refused(owner: Client, book: str) -> None:
    """Requirement 12."""
    odd = ["\ud800", "a\x00b", "\u200b", "e\u0301"]
    owner.put(book, "A1", [odd])

    assert owner.values(book, "A1:D1") == [odd]
    assert owner.put(book, "A1", [["x" * 50_001]])["error"]["code"] == 400
    assert owner.put(book, "A1", [[float("inf")]])["error"]["code"] == 400
    assert owner.put(book, "A1", [[10**400]])["error"]["code"] == 400
    huge = {"properties": {"gridProperties": {"rowCount": 10**6}}, "fields": "gridProperties.rowCount"}
    error = owner.batch(book, {"updateSheetProperties": huge}).json()["error"]
    assert "above the limit of 10000000 cells" in error["message"]
