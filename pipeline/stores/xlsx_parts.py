"""What the parts of an .xlsx file tell that its values do not.

Errors, formulas without a value, shares in per cent; and rows and cells too far out to be read, which are cut before
a library makes room for all that lies between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from zipfile import ZipFile

from pipeline.stores.parts import MOST_COLUMNS, Inside, Limits, Traits, check_text, rebuilt, unreadable
from schemas.kinds import NOT_CALCULATED
from schemas.kinds.text import fault

_PERCENT_FORMATS = {"9", "10"}
_MAIN_PERCENT = re.compile(rb'numFmtId="(?:9|10)"|formatCode="[^"]*%')
_PLACE = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})\Z")
#: A row from 10,000 on or a column from IW on.
_FAR = re.compile(rb' r="(?:(?:[A-Za-z]{3}|[Ii][W-Zw-z]|[J-Zj-z][A-Za-z])\d|[A-Za-z]{0,2}\d{5})')
_ROW = re.compile(rb"<row\b([^<>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(rb"<c\b([^<>]*?)(?:/>|>.*?</c>)", re.DOTALL)
_NUMBER = re.compile(rb' r="(\d+)"')
_NAME = re.compile(rb' r="([A-Za-z]{1,3}\d+)"')
_FILLED = re.compile(rb"<v>[^<]|<is>|<f[ >]")
_IS_ERROR = re.compile(rb' t="e"')
_VALUE = re.compile(rb"<v>([^<]{1,40})</v>")
_NO_VALUE = re.compile(rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>|<f\b[^<>]*/>\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_LONGEST_CELL = 9_000  # a formula has 8,192 letters at most
_ERRORS = {b"#NULL!", b"#DIV/0!", b"#VALUE!", b"#REF!", b"#NAME?", b"#NUM!", b"#N/A"}
_ODD = (b"r='", b"\nr=", b"\tr=", b"r =")


def examine_xlsx(archive: ZipFile, limits: Limits) -> Inside:
    """The traits of every tab, and the file without what is too far out."""
    titles, names = _titles(archive), set(archive.namelist())
    percents = _percent_styles(archive)
    tabs: dict[str, Traits] = {}
    cut: dict[str, bytes] = {}
    for name, title in titles.items():
        if name not in names:
            continue
        part = _plain(archive.read(name))
        traits = tabs[title] = Traits()
        if _FAR.search(part):
            part = cut[name] = _within(part, traits, limits)
        traits.instead = {_place(place): value for place, value in _instead(part, percents)}
        if (known := _known(part)) is not part:
            cut[name] = known
    return Inside(tabs, rebuilt(archive, cut) if cut else b"")


def _titles(archive: ZipFile) -> dict[str, str]:
    """Part name -> title of the tab."""
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415 - only when a file is read

    links = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): _part_name(link.get("Target") or "") for link in links}
    titles = {}
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
            titles[targets.get(key, "")] = sheet.get("name") or ""
    return titles


def _part_name(target: str) -> str:
    return "xl/" + target.lstrip("/").removeprefix("xl/")


def _plain(part: bytes) -> bytes:
    """The part as the patterns here expect it: no prefixes before names, attributes in double quotes after a space."""
    if b"<row" not in part and b":row" in part:
        part = re.sub(rb"(</?)\w+:", rb"\1", part)
    if any(odd in part for odd in _ODD):
        part = re.sub(rb"\s+(\w+)\s*=\s*'([^'\"]*)'", rb' \1="\2"', part)
        part = re.sub(rb"\s+r\s*=\s*\"", b' r="', part)
    return part


def _within(part: bytes, traits: Traits, limits: Limits) -> bytes:
    """The part without rows beyond the limit and cells beyond the columns read; `traits` says what was there."""
    check_text(part)
    far: list[str] = []
    at = 0

    def row(match: re.Match[bytes]) -> bytes:
        nonlocal at
        number = _NUMBER.search(match[1])
        at = int(number[1]) if number else at + 1
        filled = _FILLED.search(match[2] or b"")
        if filled and at > limits.rows:
            traits.n_rows = max(traits.n_rows, at)
        return b"" if at > limits.rows else _CELL.sub(cell, match[0])

    def cell(match: re.Match[bytes]) -> bytes:
        name = _NAME.search(match[1])
        if name is None or _place(name[1])[1] < MOST_COLUMNS:
            return match[0]
        if _FILLED.search(match[0]):
            far.append(name[1].decode())
        return b""

    part = re.sub(rb"<dimension\b[^>]*/>", b"", _ROW.sub(row, part))
    traits.far = tuple(far)
    if _FAR.search(part) and any(_place(name[1])[0] >= limits.rows for name in _NAME.finditer(part)):
        raise unreadable("FILE_UNSAFE")
    return part


def _instead(part: bytes, percents: frozenset[bytes]) -> Iterator[tuple[bytes, object]]:
    """A1 name and value of every cell whose bare value is not what people saw."""
    for head, value in _errors(part):
        name = _NAME.search(head)
        text = value[1].decode("ascii", "replace") if value else ""
        if name:
            yield name[1], text if fault(text) else "#N/A"
    for match in _NO_VALUE.finditer(part):
        head = _head(part, match.start())
        name = _NAME.search(head)
        if name and b't="str"' not in head and b't="e"' not in head:
            yield name[1], NOT_CALCULATED
    if percents:
        yield from _shares(part, percents)


def _errors(part: bytes) -> Iterator[tuple[bytes, re.Match[bytes] | None]]:
    """The opening tag and the value of every error cell."""
    for match in _IS_ERROR.finditer(part):
        end = part.find(b"</c>", match.end(), match.end() + _LONGEST_CELL)
        yield _head(part, match.start()), _VALUE.search(part, match.end(), max(end, match.end()))


def _known(part: bytes) -> bytes:
    """The part with errors that the library does not know (#SPILL! ...) as one it knows: it gives up otherwise."""
    strange = [value for _, value in _errors(part) if value and value[1] not in _ERRORS]
    for value in reversed(strange):
        part = b"%b#N/A%b" % (part[: value.start(1)], part[value.end(1) :])
    return part


def _head(part: bytes, inside: int) -> bytes:
    """The opening tag of the cell that holds the place `inside`."""
    before = part[max(0, inside - _LONGEST_CELL) : inside + 20]
    return before[before.rfind(b"<c ", 0, len(before) - 20) :].partition(b">")[0]


def _shares(part: bytes, percents: frozenset[bytes]) -> Iterator[tuple[bytes, str]]:
    """Numbers shown in per cent, as people saw them."""
    pattern = (
        rb'<c\b([^<>]{0,99}) s="(?:%b)"([^<>]{0,99})>(?:<f\b[^<>]*/>|<f\b[^<>]*>[^<]*</f>)?<v>([^<]+)</v>'
        % b"|".join(sorted(percents))
    )
    for match in re.finditer(pattern, part):
        name = _NAME.search(match[1] + match[2])
        if name and b" t=" not in (match[1] + match[2]).replace(b' t="n"', b""):
            yield name[1], f"{100 * float(match[3]):.10g} %"


def _percent_styles(archive: ZipFile) -> frozenset[bytes]:
    """Numbers of the cell styles that show a share in per cent."""
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    styles = archive.read("xl/styles.xml") if "xl/styles.xml" in archive.namelist() else b""
    if not _MAIN_PERCENT.search(styles):
        return frozenset()
    parts = {child.tag.rpartition("}")[2]: list(child) for child in fromstring(styles)}
    own = {one.get("numFmtId", "") for one in parts.get("numFmts", []) if "%" in one.get("formatCode", "")}
    return frozenset(
        str(number).encode()
        for number, style in enumerate(parts.get("cellXfs", []))
        if style.get("numFmtId", "") in _PERCENT_FORMATS | own
    )


def _place(name: bytes) -> tuple[int, int]:
    """Row and column of an A1 name, counted from 0; far out when it is none."""
    match = _PLACE.match(name)
    if match is None:
        raise unreadable("FILE_UNSAFE")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + letter - 64
    return int(match[2]) - 1, column - 1
