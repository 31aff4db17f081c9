"""The rules of WORKBOOK 5 that apply to the analytic workbook, as one function that names every breach.

Read from the XML, not through a library that mends what it reads.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

from defusedxml import ElementTree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_DEFAULT_NAME = re.compile(r"^(Sheet|Feuil\d|Feuille\d|Hoja|Folha)\d*$", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SMALLEST, _CONTRAST = 8.5, 4.5
#: What live sheets may call: known to every spreadsheet program since before 2010, and not volatile.
_FUNCTIONS = {"AND", "IF", "INDEX", "ISNUMBER", "LARGE", "MATCH", "MAX", "ROUND", "SUM", "SUMPRODUCT"}


def findings(path: Path) -> list[str]:
    """Every breach of the rules in the workbook at `path`, each starting with the number of its rule."""
    book = load_workbook(path)
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return [
        *_properties(book),
        *_package(parts),
        *_names(book),
        *(finding for sheet in book.worksheets for finding in _sheet(sheet)),
        *_tables(book),
        *_looks(book),
        *_charts(parts),
        *_views(parts),
    ]


def _properties(book: Workbook) -> list[str]:
    about = book.properties
    missing = {
        "1 title": about.title,
        "2 author": about.creator,
        "3 language": about.language,
        "4 description": about.description,
    }
    return [f"{rule} is empty" for rule, value in missing.items() if not value]


def _package(parts: dict[str, bytes]) -> list[str]:
    found = [f"10 macros: {name}" for name in parts if "vbaProject" in name]
    found += [f"11 link to another file: {name}" for name in parts if "externalLink" in name]
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)
        if name.startswith("xl/worksheets/sheet") and b"<f>" in content:
            found += [f"45 {finding} in {name}" for finding in _formulas(content)]
    return found


def _formulas(content: bytes) -> list[str]:
    """Formulas that are not ours: other functions than the old ones, a link, no value beside it, an open cell."""
    tree = ElementTree.fromstring(content)
    found = [] if tree.find(f"{_MAIN}sheetProtection") is not None else ["a formula on a sheet without protection"]
    for cell in tree.iter(f"{_MAIN}c"):
        formula = cell.find(f"{_MAIN}f")
        if formula is not None:
            text = formula.text or ""
            called = set(re.findall(r"([A-Za-z_.]+)\(", text))
            found += [f"function {name}" for name in sorted(called - _FUNCTIONS)]
            found += ["a link to another file"] if "[" in text.replace('"[w]"', "") else []
            found += ["no value beside the formula"] if cell.find(f"{_MAIN}v") is None else []
    return found


def _names(book: Workbook) -> list[str]:
    titles = book.sheetnames
    found = [f"13 default name {title}" for title in titles if _DEFAULT_NAME.match(title)]
    found += [f"15 reserved name {title}" for title in titles if title.casefold() == "history"]
    found += [f"15 long name {title}" for title in titles if len(title.encode("utf-16-le")) > 62]
    if len({title.casefold() for title in titles}) != len(titles):
        found.append("15 two sheets with the same name")
    found += [f"12 hidden sheet {sheet.title}" for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if book.active is not book.worksheets[0]:
        found.append("8 the first sheet is not active")
    return found


def _sheet(sheet: Worksheet) -> list[str]:
    title = sheet.title
    found = []
    if not isinstance(sheet["A1"].value, str) or not sheet["A1"].font.b or sheet["A1"].font.sz < 14:
        found.append(f"16 {title}: no large bold title in A1")
    if sheet.merged_cells.ranges:
        found.append(f"30 {title}: merged cells")
    found += [f"31 {title}: hidden column {key}" for key, one in sheet.column_dimensions.items() if one.hidden]
    found += [f"31 {title}: hidden row {key}" for key, one in sheet.row_dimensions.items() if one.hidden]
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and (_CONTROL.search(cell.value) or len(cell.value) > 32_767):
                found.append(f"46 {title}!{cell.coordinate}: control characters or too long")
    return found


def _tables(book: Workbook) -> list[str]:
    found, names = [], []
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            names.append(table.displayName)
            first, *body = list(sheet[table.ref])
            headers = [str(cell.value or "") for cell in first]
            if not all(headers) or len({one.casefold() for one in headers}) != len(headers):
                found.append(f"22 {sheet.title}: empty or repeated headers in {table.displayName}")
            if any(re.match(r"^(Column|Colonne|Columna|Coluna)\d+$", one) for one in headers):
                found.append(f"24 {sheet.title}: default headers in {table.displayName}")
            if table.ref.split(":")[0].rstrip("0123456789") != "A":
                found.append(f"25 {sheet.title}: {table.displayName} does not start in column A")
            if any(all(cell.value in (None, "") for cell in row) for row in body):
                found.append(f"27 {sheet.title}: a blank row in {table.displayName}")
    found += [f"20 table name {name}" for name in names if re.match(r"^Table\d+$", name)]
    if len({name.casefold() for name in names}) != len(names):
        found.append("20 two tables with the same name")
    return found


def _looks(book: Workbook) -> list[str]:
    found = set()
    seen = set()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None or cell.style_id in seen:
                    continue
                seen.add(cell.style_id)
                ink = cell.font.color.rgb if cell.font.color and cell.font.color.type == "rgb" else "FF000000"
                fill = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else "FFFFFFFF"
                if _contrast(ink[-6:], fill[-6:]) < _CONTRAST:
                    found.add(f"37 {sheet.title}: contrast of {ink} on {fill}")
                if cell.font.sz < _SMALLEST:
                    found.add(f"35 {sheet.title}: font of {cell.font.sz}")
                if cell.font.vertAlign:
                    found.add(f"36 {sheet.title}: raised or lowered text")
    return sorted(found)


def _charts(parts: dict[str, bytes]) -> list[str]:
    return [
        f"41 a chart without words in {name}"
        for name, content in parts.items()
        if name.startswith("xl/drawings/drawing")
        for frame in ElementTree.fromstring(content).iter(f"{_DRAWING}cNvPr")
        if not frame.get("descr")
    ]


def _views(parts: dict[str, bytes]) -> list[str]:
    found = []
    for name, content in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            tree = ElementTree.fromstring(content)
            pane = next((one.get("activePane") for one in tree.iter(f"{_MAIN}pane")), None)
            cursors = [one.get("sqref", "A1") for one in tree.iter(f"{_MAIN}selection") if one.get("pane") == pane]
            found += [f"9 cursor in {cursor} of {name}" for cursor in cursors if cursor != "A1"]
    return found


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
