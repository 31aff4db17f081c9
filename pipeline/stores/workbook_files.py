"""Spreadsheet files as plain rows, read safely: the only module that knows calamine.

Files come from strangers: size and shape are checked before anything is unpacked, and what cannot be read
is a `SheetUnreadable` with a code that has words in every language.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from schemas.errors import SheetUnreadable

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SHEET_PART = re.compile(r"xl/worksheets/sheet\d*\.xml\Z", re.IGNORECASE)
_ERROR_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*?\bt="e"[^>]*>(?:.*?<v>([^<]{1,12})</v>)?')
_UNCALCULATED = re.compile(rb'<c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>')
_NOTHING_CACHED = re.compile(rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>|<f\b[^>]*/>\s*</c>")
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
_A1 = re.compile(r"([A-Z]+)(\d+)\Z")
_MOST_COLUMNS = 26 * 26
_ODS_REPEAT = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


@dataclass(frozen=True, slots=True)
class Limits:
    """What a questionnaire may weigh at most, in megabytes, and rows read per tab."""

    file_megabytes: float
    unpacked_megabytes: float
    rows: int


@dataclass(frozen=True, slots=True)
class RawTab:
    """One tab: rows of values from A1 on ("" where empty), and what values alone do not tell.

    `merged` are areas as (first row, first column, last row, last column); `errors` the text of error cells;
    `uncalculated` cells whose formula has no value; `n_rows` the rows there were before the limit.
    """

    title: str
    rows: list[list[object]]
    hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    n_rows: int = 0


def read_tabs(content: bytes, limits: Limits) -> list[RawTab]:
    """Every tab of an .xlsx or .ods file. SheetUnreadable says what kept it from being read."""
    import python_calamine as calamine  # noqa: PLC0415 - only when a file is read

    traits = _look_inside(content, limits)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(BytesIO(traits.content))
        return [
            _tab(workbook.get_sheet_by_name(meta.name), _hidden(meta), traits, limits)
            for meta in workbook.sheets_metadata
            if "WorkSheet" in str(meta.typ)
        ]
    except calamine.PasswordError as locked:
        raise _unreadable("FILE_PASSWORD") from locked
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, ValueError) as broken:
        raise _unreadable("FILE_UNSAFE" if traits.has_entities else "FILE_DAMAGED") from broken


@dataclass(slots=True)
class _Traits:
    """What the parts of the file tell before they are parsed."""

    content: bytes
    has_entities: bool = False
    parts: dict[str, bytes] = field(default_factory=dict)
    n_rows: dict[str, int] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)


def _look_inside(content: bytes, limits: Limits) -> _Traits:
    if len(content) > limits.file_megabytes * 1e6:
        raise _unreadable("FILE_TOO_LARGE")
    if content.startswith(_OLE):
        raise _unreadable("FILE_PASSWORD" if _ENCRYPTED in content else "FILE_OLD_FORMAT")
    if not content.startswith(b"PK"):
        raise _unreadable("FILE_NOT_SPREADSHEET" if content.strip(b"\0") else "FILE_DAMAGED")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _examine(archive, content, limits)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as broken:
        raise _unreadable("FILE_DAMAGED") from broken
    except zipfile.zlib.error as broken:  # type: ignore[attr-defined]
        raise _unreadable("FILE_DAMAGED") from broken


def _examine(archive: zipfile.ZipFile, content: bytes, limits: Limits) -> _Traits:
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > limits.unpacked_megabytes * 1e6:
        raise _unreadable("FILE_TOO_LARGE")
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" in names:
        return _examine_xlsx(archive, content, limits)
    if "content.xml" in names:
        return _examine_ods(archive, content, limits)
    raise _unreadable("FILE_NOT_SPREADSHEET")


def _examine_xlsx(archive: zipfile.ZipFile, content: bytes, limits: Limits) -> _Traits:
    traits = _Traits(content)
    trimmed: dict[str, bytes] = {}
    for name in archive.namelist():
        if not _SHEET_PART.match(name):
            continue
        part = archive.read(name)
        traits.parts[name] = part
        last = _last_row(part)
        traits.n_rows[name] = last
        if last > limits.rows or _far_columns(part):
            trimmed[name] = traits.parts[name] = _trim(part, limits.rows)
    heads = [name for name in archive.namelist() if name.endswith(".xml") and name not in traits.parts]
    traits.has_entities = any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in traits.parts.values())
    traits.has_entities |= any(b"<!DOCTYPE" in archive.open(name).read(400) for name in heads)
    if traits.has_entities:
        raise _unreadable("FILE_UNSAFE")
    traits.titles = _titles(archive)
    if trimmed:
        traits.content = _rebuilt(archive, trimmed)
    return traits


def _examine_ods(archive: zipfile.ZipFile, content: bytes, limits: Limits) -> _Traits:
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise _unreadable("FILE_PASSWORD")
    part = archive.read("content.xml")
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise _unreadable("FILE_UNSAFE")
    if _ods_cells(part) > limits.rows * _MOST_COLUMNS:
        raise _unreadable("FILE_TOO_LARGE")
    return _Traits(content)


def _ods_cells(part: bytes) -> int:
    """The most cells a dense reading of an .ods table would need (rows up to the last filled one x columns)."""
    most = 0
    for table in part.split(b"<table:table ")[1:]:
        filled = table[: table.rfind(b"office:value-type")]
        rows = sum(
            int(repeat[1])
            for row in re.finditer(rb"<table:table-row\b[^>]*>", filled)
            if (repeat := _ODS_REPEAT.search(row[0]))
        )
        cells = re.finditer(rb"<table:table-cell\b[^>]*office:value-type[^>]*number-columns-repeated=\"(\d+)\"", filled)
        most = max(most, (rows + 1) * max((int(cell[1]) for cell in cells), default=50))
    return most


def _last_row(part: bytes) -> int:
    at = part.rfind(b"<row ")
    match = _ROW.match(part, at) if at >= 0 else None
    return int(match[1]) if match else 0


def _far_columns(part: bytes) -> bool:
    """Whether a cell lies beyond column ZZ."""
    return re.search(rb' r="[A-Z]{3}\d', part) is not None


def _trim(part: bytes, rows: int) -> bytes:
    """The sheet without rows beyond `rows` and columns beyond ZZ; what was left out is counted by the caller."""
    for match in _ROW.finditer(part):
        if int(match[1]) > rows:
            end = part.find(b"</sheetData>")
            part = part[: match.start()] + part[end:]
            break
    part = re.sub(rb'<c\b[^>]*\br="[A-Z]{3}\d+"[^>]*(?:/>|>.*?</c>)', b"", part, flags=re.DOTALL)
    return re.sub(rb"<dimension\b[^>]*/>", b"", part)


def _rebuilt(archive: zipfile.ZipFile, replaced: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as rebuilt:
        for name in archive.namelist():
            rebuilt.writestr(name, replaced.get(name) or archive.read(name))
    return buffer.getvalue()


def _titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part name -> title of the tab."""
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415

    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        book = fromstring(archive.read("xl/workbook.xml"))
        links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (ParseError, KeyError) as broken:
        raise _unreadable("FILE_DAMAGED") from broken
    targets = {link.get("Id"): (link.get("Target") or "").lstrip("/").removeprefix("xl/") for link in links}
    titles = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
            titles[f"xl/{targets.get(key, '')}"] = sheet.get("name") or ""
    return titles


def _tab(sheet: CalamineSheet, hidden: bool, traits: _Traits, limits: Limits) -> RawTab:  # noqa: FBT001
    part_name = next((part for part, title in traits.titles.items() if title == sheet.name), "")
    part = traits.parts.get(part_name, b"")
    rows = sheet.to_python(skip_empty_area=False)
    merged = tuple(
        (first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or ()
    )
    return RawTab(
        title=sheet.name,
        rows=rows[: limits.rows],
        hidden=hidden,
        merged=merged,
        errors={_place(match[1]): (match[2] or b"#N/A").decode() for match in _ERROR_CELL.finditer(part)}
        if b't="e"' in part
        else {},
        uncalculated=frozenset(_place(match[1]) for match in _UNCALCULATED.finditer(part))
        if _NOTHING_CACHED.search(part)
        else frozenset(),
        n_rows=max(traits.n_rows.get(part_name, 0), len(rows)),
    )


def _hidden(meta: object) -> bool:
    return "Visible" not in str(meta.visible)  # type: ignore[attr-defined]


def _place(name: bytes) -> tuple[int, int]:
    match = _A1.match(name.decode())
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _unreadable(code: str) -> SheetUnreadable:
    return SheetUnreadable(f"the file cannot be read ({code})", "See the problem's own words.", code)


__all__ = ["Limits", "RawTab", "read_tabs"]
