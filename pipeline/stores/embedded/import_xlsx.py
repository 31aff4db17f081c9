"""An uploaded .xlsx turned into a book: values, formulas as their values, titles, hidden tabs."""

from __future__ import annotations

import io
import posixpath
import zipfile
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from pipeline.stores.embedded.a1 import cells
from pipeline.stores.embedded.model import ERROR_TEXTS, Book, Cell, CellError, Sheet, Value
from pipeline.stores.embedded.refusals import drive_error

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_KINDS = {text: kind for kind, text in ERROR_TEXTS.items()}


def with_xlsx(book: Book, body: bytes) -> Book:
    """The book with its sheets replaced by those of the file.

    Raises:
        Refusal: 400 when the bytes are no workbook.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            sheets = _sheets(opened)
    except (zipfile.BadZipFile, LookupError, ParseError) as error:
        raise drive_error(400, "badRequest", "Bad Request: not a workbook") from error
    return Book(book.id, book.title, book.locale, book.time_zone, book.auto_recalc, book.extra, sheets)


def _sheets(opened: zipfile.ZipFile) -> tuple[Sheet, ...]:
    texts = _shared_texts(opened)
    links = {item.get("Id"): item.get("Target", "") for item in _root(opened, "xl/_rels/workbook.xml.rels")}
    found = []
    listed = _root(opened, "xl/workbook.xml").iter(f"{_MAIN}sheet")
    for number, item in enumerate(listed):
        path = posixpath.normpath(posixpath.join("/xl", links[item.get(_LINK)])).lstrip("/")
        sheet = Sheet(number, item.get("name", ""), hidden=item.get("state") == "hidden")
        _fill(sheet, _root(opened, path), texts)
        found.append(sheet)
    return tuple(found)


def _fill(sheet: Sheet, root: Element, texts: list[str]) -> None:
    for item in root.iter(f"{_MAIN}c"):
        box = cells(item.get("r", ""))
        value = _value(item, texts)
        if box and value is not None:
            sheet.put(box.top, box.left, Cell(value))
            sheet.rows = max(sheet.rows, box.top + 1)
            sheet.columns = max(sheet.columns, box.left + 1)
    for item in root.iter(f"{_MAIN}mergeCell"):
        box = cells(item.get("ref", ""))
        if box:
            sheet.merges += (type(box)(sheet.id, box.top, box.bottom, box.left, box.right),)


def _value(item: Element, texts: list[str]) -> Value:
    kind, node = item.get("t", "n"), item.find(f"{_MAIN}v")
    if kind == "inlineStr":
        return "".join(part.text or "" for part in item.iter(f"{_MAIN}t")) or None
    text = node.text if node is not None else None
    if text is None:
        return None
    if kind == "s":
        return texts[int(text)] or None
    if kind == "b":
        return text == "1"
    if kind == "e":
        return CellError(_KINDS.get(text, "ERROR"))
    return text if kind == "str" else float(text)


def _shared_texts(opened: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in opened.namelist():
        return []
    root = _root(opened, "xl/sharedStrings.xml")
    return ["".join(part.text or "" for part in item.iter(f"{_MAIN}t")) for item in root]


def _root(opened: zipfile.ZipFile, path: str) -> Element:
    found: Element = fromstring(opened.read(path))
    return found
