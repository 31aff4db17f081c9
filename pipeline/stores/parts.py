"""The parts of a spreadsheet file, looked at before any library unpacks them: the guard at the door.

A file from a stranger may be no spreadsheet, locked, cut short, or made to fill the memory of whoever opens it.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import ParseError

from schemas.errors import SheetUnreadable

#: Columns A to IV are read: five times what a questionnaire has.
MOST_COLUMNS = 256
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MOST_SHRUNK = 1032  # deflate makes nothing more than this many times smaller
_IS_LOCKED = 1
#: Parts that nobody here parses, so that nothing in them can do harm; half of a questionnaire's parts.
_UNREAD = ("xl/comments", "xl/drawings/", "xl/theme/", "xl/worksheets/_rels/")
_CHUNK, _MOST_PARTS = 1 << 20, 5_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a questionnaire may weigh at most, in megabytes, and rows read per tab."""

    file_megabytes: float
    unpacked_megabytes: float
    rows: int


@dataclass(slots=True)
class Traits:
    """What the parts of a file say about one tab: see `RawTab`. `instead` holds values by (row, column)."""

    instead: dict[tuple[int, int], object] = field(default_factory=dict)
    n_rows: int = 0
    far: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inside:
    """The tabs' traits by title; `content` is the file without what is too much to read, b"" if nothing is."""

    tabs: Mapping[str, Traits]
    content: bytes = b""


@contextmanager
def opened(content: bytes, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The parts of a spreadsheet file that is safe to look into; SheetUnreadable otherwise, also while it is used."""
    if len(content) > limits.file_megabytes * 1e6:
        raise too_large(len(content), limits.file_megabytes)
    if content.startswith(_OLE):
        raise unreadable("FILE_PASSWORD" if _LOCKED in content else "FILE_OLD_FORMAT")
    if not content.startswith(b"PK"):
        raise unreadable("FILE_NOT_SPREADSHEET" if content.strip(b"\0") else "FILE_DAMAGED")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check(archive, limits)
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        ParseError,
        LookupError,  # also an encoding that nobody knows
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as broken:
        raise unreadable("FILE_DAMAGED") from broken


def _check(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries, most = archive.infolist(), limits.unpacked_megabytes * 1e6
    names = archive.namelist()
    if any(entry.flag_bits & _IS_LOCKED for entry in entries):
        raise unreadable("FILE_PASSWORD")
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise unreadable("FILE_PASSWORD")
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise unreadable("FILE_NOT_SPREADSHEET")
    if (size := sum(entry.file_size for entry in entries)) > most or len(entries) > _MOST_PARTS:
        raise too_large(size, limits.unpacked_megabytes)
    if sum(entry.compress_size for entry in entries) * _MOST_SHRUNK > most:
        _check_sizes(archive)
    if any(
        _declares(archive, name) for name in names if name.endswith((".xml", ".rels")) and not name.startswith(_UNREAD)
    ):
        raise unreadable("FILE_UNSAFE")


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """BadZipFile when a part is not of the size it says: one that unpacks to more would go unnoticed otherwise."""
    for entry in archive.infolist():
        with archive.open(entry) as part:
            while part.read(_CHUNK):
                pass


def _declares(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a part begins with declarations, where entities hide; no spreadsheet program writes any."""
    with archive.open(name) as part:
        start = part.read(2000)
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"\0" in start[:4] or start.startswith(b"\xff\xfe")


def check_text(part: bytes) -> None:
    """ParseError when a part does not close what it opens; SheetUnreadable when it hides text from a plain search.

    What passes can be searched with patterns that look for the end of an element, in a time that grows as the text.
    """
    from defusedxml.ElementTree import DefusedXMLParser  # noqa: PLC0415 - only when a file is read

    if b"<!" in part:
        raise unreadable("FILE_UNSAFE")
    parser = DefusedXMLParser(target=_Nothing())
    parser.feed(part)
    parser.close()


class _Nothing:
    """Builds nothing from what a parser meets."""

    def close(self) -> None:
        """The end."""


def unreadable(code: str, **values: str) -> SheetUnreadable:
    """The refusal of a file, by the code of the problem that says why, with what the words of that code need."""
    return SheetUnreadable(f"the file cannot be read ({code})", "See the problem's own words.", code, **values)


def too_large(size: float, limit: float) -> SheetUnreadable:
    """The refusal of a file of `size` bytes where `limit` megabytes are the most."""
    return unreadable("FILE_TOO_LARGE", size=f"{size / 1e6:.1f} MB", limit=f"{limit:g}")


def rebuilt(archive: zipfile.ZipFile, replaced: Mapping[str, bytes]) -> bytes:
    """The file with some of its parts replaced."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
        for name in dict.fromkeys(archive.namelist()):
            target.writestr(name, replaced[name] if name in replaced else archive.read(name))
    return buffer.getvalue()
