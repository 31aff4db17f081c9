"""Participants' hands: the same edits on a file (as Excel saves it) and on a Google spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import openpyxl
import requests

from pipeline.stores.google_http import HOSTS

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"


class Hands(Protocol):
    """What people do to a spreadsheet; tabs by title, rows and columns from 1 as they see them."""

    def type(self, place: str, tab: str, cell: str, value: str | float) -> None:
        """Type into a cell."""

    def insert_row(self, place: str, tab: str, row: int) -> None:
        """Insert an empty row before `row`."""

    def swap_rows(self, place: str, tab: str, first: int, last: int) -> None:
        """Sort the rows backwards, hidden keys and all."""

    def rename(self, place: str, tab: str, title: str) -> None:
        """Rename a tab."""

    def add_tab(self, place: str, title: str) -> None:
        """Add an empty tab."""

    def empty(self, place: str, tab: str) -> None:
        """Delete everything that stands in a tab."""

    def drop(self, place: str, tab: str) -> None:
        """Delete a tab."""

    def cells(self, place: str) -> dict[tuple[str, int, int], object]:
        """(tab, row, column), counted from 1 -> every value that stands in the spreadsheet, hidden tabs and all."""


class FileHands:
    """With openpyxl, which saves as Excel does for what matters here."""

    def __init__(self, folder: Path) -> None:
        """Edit the files of a folder."""
        self.folder = folder

    def _edit(self, place: str, change: Any) -> None:
        book = openpyxl.load_workbook(self.folder / place)
        change(book)
        book.save(self.folder / place)
        book.close()

    def type(self, place: str, tab: str, cell: str, value: str | float) -> None:
        """Type into a cell."""

        def change(book: Any) -> None:
            book[tab][cell] = value

        self._edit(place, change)

    def insert_row(self, place: str, tab: str, row: int) -> None:
        """Insert an empty row before `row`."""
        self._edit(place, lambda book: book[tab].insert_rows(row))

    def swap_rows(self, place: str, tab: str, first: int, last: int) -> None:
        """Sort the rows backwards, hidden keys and all."""

        def change(book: Any) -> None:
            sheet = book[tab]
            lines = [[cell.value for cell in line] for line in sheet.iter_rows(first, last)]
            for row, line in enumerate(reversed(lines), start=first):
                for column, value in enumerate(line, start=1):
                    sheet.cell(row, column).value = value

        self._edit(place, change)

    def rename(self, place: str, tab: str, title: str) -> None:
        """Rename a tab."""

        def change(book: Any) -> None:
            book[tab].title = title

        self._edit(place, change)

    def add_tab(self, place: str, title: str) -> None:
        """Add an empty tab."""
        self._edit(place, lambda book: book.create_sheet(title))

    def empty(self, place: str, tab: str) -> None:
        """Delete everything that stands in a tab."""

        def change(book: Any) -> None:
            for line in book[tab].iter_rows():
                for cell in line:
                    cell.value = None

        self._edit(place, change)

    def drop(self, place: str, tab: str) -> None:
        """Delete a tab."""
        self._edit(place, lambda book: book.remove(book[tab]))

    def cells(self, place: str) -> dict[tuple[str, int, int], object]:
        """Every value."""
        book = openpyxl.load_workbook(self.folder / place)
        found = {
            (sheet.title, cell.row, cell.column): cell.value
            for sheet in book.worksheets
            for line in sheet.iter_rows()
            for cell in line
            if cell.value not in {None, ""}
        }
        book.close()
        return found


def _quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


class GoogleHands:
    """Through the Sheets API, as somebody else in the same spreadsheet."""

    def __init__(self, http: requests.Session, base: str = "") -> None:
        """Edit at Google's address, or at the one given."""
        self.http, self.base = http, base or HOSTS[0]

    def _call(self, verb: str, path: str, **parts: Any) -> Any:
        reply = self.http.request(verb, f"{self.base}/v4/spreadsheets/{path}", **parts)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def _batch(self, place: str, **body: Any) -> None:
        self._call("POST", f"{place}:batchUpdate", json={"requests": [body]})

    def _sheet_id(self, place: str, tab: str) -> int:
        sheets = self._call("GET", place, params={"fields": "sheets.properties"})["sheets"]
        return next(one["properties"].get("sheetId", 0) for one in sheets if one["properties"]["title"] == tab)

    def type(self, place: str, tab: str, cell: str, value: str | float) -> None:
        """Type into a cell."""
        params = {"valueInputOption": "RAW"}
        self._call("PUT", f"{place}/values/{_quoted(tab)}!{cell}", params=params, json={"values": [[value]]})

    def insert_row(self, place: str, tab: str, row: int) -> None:
        """Insert an empty row before `row`."""
        where = {"sheetId": self._sheet_id(place, tab), "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}
        self._batch(place, insertDimension={"range": where})

    def swap_rows(self, place: str, tab: str, first: int, last: int) -> None:
        """Sort the rows backwards, hidden keys and all."""
        area = {"sheetId": self._sheet_id(place, tab), "startRowIndex": first - 1, "endRowIndex": last}
        order = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
        self._batch(
            place, sortRange={"range": {**area, "startColumnIndex": 0, "endColumnIndex": 15}, "sortSpecs": order}
        )

    def rename(self, place: str, tab: str, title: str) -> None:
        """Rename a tab."""
        properties = {"sheetId": self._sheet_id(place, tab), "title": title}
        self._batch(place, updateSheetProperties={"properties": properties, "fields": "title"})

    def add_tab(self, place: str, title: str) -> None:
        """Add an empty tab."""
        self._batch(place, addSheet={"properties": {"title": title}})

    def empty(self, place: str, tab: str) -> None:
        """Delete everything that stands in a tab."""
        self._call("POST", f"{place}/values/{_quoted(tab)}:clear")

    def drop(self, place: str, tab: str) -> None:
        """Delete a tab."""
        self._batch(place, deleteSheet={"sheetId": self._sheet_id(place, tab)})

    def cells(self, place: str) -> dict[tuple[str, int, int], object]:
        """Every value."""
        sheets = self._call("GET", place, params={"fields": "sheets.properties.title"})["sheets"]
        titles = [one["properties"]["title"] for one in sheets]
        params = {"ranges": [_quoted(title) for title in titles], "valueRenderOption": "FORMULA"}
        ranges = self._call("GET", f"{place}/values:batchGet", params=params)["valueRanges"]
        return {
            (title, row, column): value
            for title, one in zip(titles, ranges, strict=True)
            for row, line in enumerate(one.get("values", []), start=1)
            for column, value in enumerate(line, start=1)
            if value != ""
        }
