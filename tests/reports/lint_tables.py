"""The rules of WORKBOOK 5 for an accessible tables workbook, those marked A included, as functions that name breaches.

`findings` of `lint` holds the rules that every workbook keeps; here are those of one plain table per sheet.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from defusedxml import ElementTree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheet_templates import load
from tests.reports import lint

_MARK = re.compile(r"\[[xczw]\]\Z")
_NOTE = re.compile(r"\[not[ea] \d+\]")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?\Z")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def xlsx_findings(path: Path, language: str) -> list[str]:
    """Every breach in the workbook at `path`, each starting with the number of its rule."""
    book = load_workbook(path)
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return [
        *lint.findings(path),
        *_parts(parts),
        *_order(book),
        *(finding for sheet in book.worksheets for finding in (*_plain(sheet), *_page(sheet))),
        *(finding for sheet in book.worksheets[3:] for finding in _lines(sheet, language)),
        *_notes(book),
    ]


def _parts(parts: dict[str, bytes]) -> list[str]:
    found = [f"40/41 {name}" for name in parts if "drawing" in name or "media" in name or "comment" in name]
    for name, content in parts.items():
        if name.startswith(("xl/worksheets/sheet", "xl/tables/")):
            for rule, tag in (
                ("32 filter", b"<autoFilter"), ("33 frozen pane", b"<pane"), ("34 header or footer", b"<headerFooter"),
                ("40 conditional format", b"<conditionalFormatting"), ("45 formula", b"<f>"), ("30 merged", b"<mergeCell"),
            ):  # fmt: skip
                found += [f"{rule} in {name}"] if tag in content else []
    return found


def _order(book: Workbook) -> list[str]:
    cover, contents, notes, *others = book.worksheets
    found = [f"5 a table on the cover {cover.title}"] if cover.tables else []
    found += [
        f"18/19 {sheet.title} has {len(sheet.tables)} tables" for sheet in book.worksheets[1:] if len(sheet.tables) != 1
    ]
    led = {cell.hyperlink.location for row in contents.iter_rows() for cell in row if cell.hyperlink}
    found += [f"6 no link to {one.title}" for one in (notes, *others) if f"'{one.title}'!A1" not in led]
    return found


def _plain(sheet: Worksheet) -> list[str]:
    found = [] if sheet.max_row > 1 else [f"14 {sheet.title} is blank"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            where, text = f"{sheet.title}!{cell.coordinate}", str(cell.value)
            if cell.font.name != "Arial" or cell.font.sz < 12:
                found.append(f"35 {where}: {cell.font.name} {cell.font.sz}")
            if cell.fill.fill_type:
                found.append(f"38 {where}: a fill")
            if cell.font.i:
                found.append(f"39 {where}: italics")
            if "[red" in cell.number_format.lower():
                found.append(f"43 {where}: {cell.number_format}")
            if not any(one.isalnum() for one in text):
                found.append(f"29 {where}: only symbols, {text!r}")
            if cell.hyperlink and "://" in text:
                found.append(f"42 {where}: a bare address")
    return found


def _page(sheet: Worksheet) -> list[str]:
    found = []
    for table in sheet.tables.values():
        _, *body = sheet[table.ref]
        if body[-1][0].row != sheet.max_row:
            found.append(f"26 {sheet.title}: something below the table")
        found += [
            f"28 {sheet.title}!{cell.coordinate}: a blank cell"
            for row in body
            for cell in row
            if cell.value is None or not str(cell.value).strip()
        ]
        for column in zip(*body, strict=True):
            numbers = [cell for cell in column if isinstance(cell.value, int | float)]
            if len({cell.number_format for cell in numbers}) > 1:
                found.append(f"50 {sheet.title}: several formats in column {column[0].column_letter}")
            texts = [str(cell.value) for cell in column if isinstance(cell.value, str)]
            if numbers and any(_NUMBER.match(text) for text in texts):
                found.append(f"48 {sheet.title}: a number as text in column {column[0].column_letter}")
    return found


def _lines(sheet: Worksheet, language: str) -> list[str]:
    words = load.words(language)
    above = [str(row[0]) for row in sheet.iter_rows(max_row=10, max_col=1, values_only=True) if row[0]]
    needed = {"28": "marks", "49 units": "units", "49 scope": "scope", "49 source": "source"}
    return [
        f"{rule} {sheet.title}: no line of {key}"
        for rule, key in needed.items()
        if not any(line.startswith(words(f"report.tables.{key}")[:6]) for line in above)
    ]


def _notes(book: Workbook) -> list[str]:
    notes = book.worksheets[2]
    defined = {str(row[0]) for row in notes.iter_rows(values_only=True) if _NOTE.fullmatch(str(row[0]))}
    used = {
        mark
        for sheet in book.worksheets[3:]
        for table in sheet.tables.values()
        for cell in sheet[table.ref][0]
        for mark in _NOTE.findall(str(cell.value))
    }
    return [f"44 {mark} is used and not defined, or the other way round" for mark in sorted(defined ^ used)]


def ods_findings(path: Path) -> list[str]:
    """Every breach in the OpenDocument spreadsheet at `path`, each starting with the number of its rule."""
    with ZipFile(path) as archive:
        first = archive.infolist()[0]
        content = ElementTree.fromstring(archive.read("content.xml"))
        about = ElementTree.fromstring(archive.read("meta.xml"))
        for name in ("styles.xml", "settings.xml", "META-INF/manifest.xml"):
            ElementTree.fromstring(archive.read(name))
    found = [] if (first.filename, first.compress_type) == ("mimetype", ZIP_STORED) else ["0 mimetype is not first"]
    tags = {"1": f"{_DC}title", "2": f"{_META}initial-creator", "3": f"{_DC}language", "4": f"{_DC}description"}
    found += [f"{rule} {tag} is empty" for rule, tag in tags.items() if not next(about.iter(tag)).text]
    sheets = list(content.iter(f"{_TABLE}table"))
    ranges = [str(one.get(f"{_TABLE}target-range-address")) for one in content.iter(f"{_TABLE}database-range")]
    for sheet in sheets[1:]:
        name = sheet.get(f"{_TABLE}name")
        if len([one for one in ranges if one.startswith(f"'{name}'.A")]) != 1:
            found.append(f"18 {name}: no named range")
        if len(list(sheet.iter(f"{_TABLE}table-header-rows"))) != 1:
            found.append(f"21 {name}: no header row")
    for cell in content.iter(f"{_TABLE}table-cell"):
        said = "".join(text for one in cell.iter(f"{_TEXT}p") for text in one.itertext())
        if not said.strip():
            found.append("28 a blank cell")
        if cell.get(f"{_TABLE}number-columns-spanned") or cell.get(f"{_TABLE}formula"):
            found.append(f"30/45 merged or a formula: {said}")
        if cell.get(f"{_OFFICE}value-type") not in {"string", "float"}:
            found.append(f"48 a cell without a type: {said}")
    return found


def is_mark(value: object) -> bool:
    """Whether a value is one of the marks that stand where a number would be misleading."""
    return isinstance(value, str) and bool(_MARK.match(value))
