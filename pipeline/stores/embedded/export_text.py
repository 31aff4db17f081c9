"""The first sheet as text: values as shown, separated and quoted as Google exports them."""

from __future__ import annotations

import csv
import io

from pipeline.stores.embedded.cell_json import number_format
from pipeline.stores.embedded.entering import entered
from pipeline.stores.embedded.formatting import shown
from pipeline.stores.embedded.locales import locale_of
from pipeline.stores.embedded.model import Book, Cell, Sheet


def delimited(book: Book, mark: str) -> bytes:
    """The text, in UTF-8, lines ended by CR LF but for the last."""
    sheet = book.sheets[0]
    filled = [place for place, cell in sheet.cells.items() if cell.value is not None]
    rows = max((row for row, _ in filled), default=-1) + 1
    columns = max((column for _, column in filled), default=-1) + 1
    locale = locale_of(book.locale)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    for row in range(rows):
        cells = [sheet.at(row, column) for column in range(columns)]
        writer.writerow([shown(cell.value, number_format(cell), locale) for cell in cells])
    return out.getvalue().removesuffix("\r\n").encode()


def with_csv(book: Book, body: bytes, sheet_id: int) -> Book:
    """The book with its sheets replaced by a new one, named as the book, that holds a CSV text, read as if typed."""
    text = body.decode("utf-8-sig", "replace")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    sheet = Sheet(sheet_id, book.title)
    sheet.rows, sheet.columns = max(len(rows), sheet.rows), max([sheet.columns, *map(len, rows)])
    locale = locale_of(book.locale)
    for row, line in enumerate(rows):
        for column, item in enumerate(line):
            new = entered(item, locale)
            form = {"numberFormat": new.number_format} if new.number_format else None
            sheet.put(row, column, Cell(new.value, new.formula, form))
    return Book(book.id, book.title, book.locale, book.time_zone, book.auto_recalc, book.extra, (sheet,))
