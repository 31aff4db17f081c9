"""Links of an .xlsx file to the files beside it: which there are, and a copy in which they are web addresses. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

_RELATIONS = re.compile(r"xl/worksheets/_rels/(?P<sheet>[^/]+)\.rels\Z")
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_OUTSIDE = ('TargetMode="External"', "/hyperlink")
_ID = re.compile(r'\bId="([^"]*)"')
_TARGET = re.compile(r'\bTarget="([^"]*)"')
_HYPERLINK = re.compile(rb'<hyperlink\b[^>]*\br:id="([^"]*)"[^>]*>')
_TAB = re.compile(rb'\slocation="[^"]*"')


def linked_workbooks(path: Path) -> list[str]:
    """The .xlsx files below its own folder that a workbook links to, as their paths from there, each once, sorted.

    What is no workbook links to nothing.
    """
    try:
        with ZipFile(path) as book:
            parts = [book.read(name).decode() for name in book.namelist() if _RELATIONS.match(name)]
    except BadZipFile:
        return []
    return sorted({file for part in parts for tag in _RELATION.findall(part) if (file := _file(tag))})


def with_addresses(content: bytes, addresses: Mapping[str, str]) -> bytes:
    """The workbook with every link to a file that `addresses` names as a link to its address, all else as it was.

    Which tab such a link opens is left out: an address on the web knows none. The same input gives the same bytes.
    """
    if not addresses:
        return content
    into = BytesIO()
    with ZipFile(BytesIO(content)) as book:
        changed: dict[str, bytes] = {}
        for name in filter(_RELATIONS.match, book.namelist()):
            part, moved = _led_elsewhere(book.read(name).decode(), addresses)
            sheet = f"xl/worksheets/{name.rpartition('/')[2].removesuffix('.rels')}"
            if moved:
                changed |= {name: part.encode(), sheet: _without_tabs(book.read(sheet), moved)}
        with ZipFile(into, "w") as copy:
            for one in book.infolist():
                copy.writestr(one, changed.get(one.filename) or book.read(one))
    return into.getvalue()


def _file(tag: str) -> str:
    """The workbook in a folder beside this one that a relation leads to, "" where it leads elsewhere."""
    target = _TARGET.search(tag)
    if target is None or not all(mark in tag for mark in _OUTSIDE):
        return ""
    found = unquote(unescape(target[1])).replace("\\", "/")
    inside = not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", found) and ".." not in found.split("/")
    return found if inside and "/" in found and found.endswith(".xlsx") else ""


def _led_elsewhere(part: str, addresses: Mapping[str, str]) -> tuple[str, set[bytes]]:
    """The relations of a sheet with their new targets, and the ids of those that were changed."""
    moved: set[bytes] = set()

    def led(found: re.Match[str]) -> str:
        tag = found[0]
        address, number = addresses.get(_file(tag), ""), _ID.search(tag)
        if not address or number is None:
            return tag
        moved.add(number[1].encode())
        return _TARGET.sub(lambda _: f'Target="{escape(address)}"', tag)

    return _RELATION.sub(led, part), moved


def _without_tabs(sheet: bytes, moved: set[bytes]) -> bytes:
    return _HYPERLINK.sub(lambda found: _TAB.sub(b"", found[0]) if found[1] in moved else found[0], sheet)
