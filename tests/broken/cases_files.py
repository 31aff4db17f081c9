"""What happens to whole files: each case has a territory to itself, whose good questionnaire was read before."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from tests.broken.desk import good_of, reparted, rezipped

_SHEET = "xl/worksheets/sheet4.xml"
_STRINGS = "xl/sharedStrings.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
_EXTERNAL = '<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
_HOUR_AGO = -3600


@dataclass(frozen=True)
class FileCase:
    """A way to spoil a file: `spoil(path, book)` puts something in place of the good file.

    `code` is what the territory gets; `is_read` says whether the file is read all the same; `strangers` are the
    names of files that belong to nobody afterwards; `is_fresh` leaves the time of the file at now.
    """

    name: str
    spoil: Callable[[Path, bytes], None]
    code: str = ""
    is_read: bool = False
    strangers: tuple[str, ...] = ()
    is_fresh: bool = False


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[Path, bytes], None]:
    return lambda path, book: path.write_bytes(change(book)) and None


def _parts(**changes: list[tuple[str, str]]) -> Callable[[Path, bytes], None]:
    return _bytes(lambda book: reparted(book, **changes))


def _moved(name: str) -> Callable[[Path, bytes], None]:
    return lambda path, _: path.rename(path.with_name(name.replace("@", path.stem))) and None


def _beside(name: str, content: bytes | None = None) -> Callable[[Path, bytes], None]:
    def spoil(path: Path, book: bytes) -> None:
        path.with_name(name.replace("@", path.stem)).write_bytes(book if content is None else content)

    return spoil


def _two_answered(path: Path, book: bytes) -> None:
    path.write_bytes(reparted(book, **{_STRINGS: [("Comment on LEG-1", "Comment on LEG-1, changed")]}))
    path.with_name(f"{path.stem} (1).xlsx").write_bytes(book)


def _other_book(_: bytes) -> bytes:
    """A workbook that has nothing to do with us."""
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "Budget"
    book.save(buffer)
    return buffer.getvalue()


def _emptied(book: bytes) -> bytes:
    """All level cells of all tabs blank: the numbers of the good questionnaire are plain figures."""

    def change(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return part
        return re.sub(rb'(<c r="[EFG][567]" s="\d+")><v>[^<]*</v></c>', rb"\1/>", part)

    return rezipped(book, change)


def _bomb(book: bytes, *, lying: bool = False) -> bytes:
    """A part of 60 MB of spaces; `lying` says in the file's list that it is small."""
    bomb = rezipped(book, lambda name, part: part + b" " * 60_000_000 if name == _STRINGS else part)
    if not lying:
        return bomb
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        real = archive.getinfo(_STRINGS).file_size
    return bomb.replace(struct.pack("<L", real), struct.pack("<L", 100_000))


def _document(_: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


def _locked_ods(_: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "META-INF/manifest.xml", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
        )
        archive.writestr("content.xml", b"\x8f\x03")
    return buffer.getvalue()


def _prefixed(book: bytes) -> bytes:
    """As some programs write it: every name of a tab's XML with a prefix, attributes in single quotes."""

    def change(name: str, part: bytes) -> bytes:
        if name != _SHEET:
            return part
        part = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part).replace(b"xmlns=", b"xmlns:x=")
        return re.sub(rb' r="(\w+)"', rb" r='\1'", part)

    return rezipped(book, change)


def _no_keys(book: bytes) -> bytes:
    """All tabs without their markers, as after copying everything into a new file."""
    return rezipped(book, lambda name, part: re.sub(rb">#sse[^<]*<", b"><", part) if name == _STRINGS else part)


def _unreadable(path: Path, _: bytes) -> None:
    path.chmod(0)


def _loop(path: Path, _: bytes) -> None:
    path.unlink()
    path.symlink_to(path.name)


def _folder(path: Path, _: bytes) -> None:
    path.unlink()
    path.mkdir()


def _flipped(book: bytes) -> bytes:
    middle = len(book) // 2
    return book[:middle] + bytes(byte ^ 0xFF for byte in book[middle : middle + 64]) + book[middle + 64 :]


def _encrypted_entries(book: bytes) -> bytes:
    """As zip programs lock it: every part is marked as needing a password."""
    data = bytearray(book)
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(start)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(start, place + 4)
    return bytes(data)


_WRITTEN, _DAMAGED, _UNSAFE, _NOT_OURS = "FILE_BEING_WRITTEN", "FILE_DAMAGED", "FILE_UNSAFE", "FILE_NOT_SPREADSHEET"
#: Nobody is refused who runs as the machine's administrator.
_RIGHTS = (FileCase("not allowed to be read", _unreadable, "FILE_NO_ACCESS"),) if os.geteuid() else ()
FILE_CASES = (
    FileCase("untouched", lambda _path, _book: None, is_read=True),
    FileCase("file missing", lambda path, _: path.unlink(), "FILE_MISSING"),
    FileCase("empty file", _bytes(lambda _: b""), _DAMAGED),
    FileCase("empty file just made", _bytes(lambda _: b""), _WRITTEN, is_fresh=True),
    FileCase("truncated zip", _bytes(lambda book: book[: len(book) // 2]), _DAMAGED),
    FileCase("file being written", _bytes(lambda book: book[: len(book) // 2]), _WRITTEN, is_fresh=True),
    FileCase("file of zeros", _bytes(lambda book: b"\0" * len(book)), _DAMAGED),
    FileCase("bytes changed in the middle", _bytes(_flipped), _DAMAGED),
    FileCase("tab cut off in the middle", _bytes(lambda book: rezipped(book, lambda name, part: part[: len(part) // 2] if name == _SHEET else part)), _DAMAGED),
    FileCase("encoding that nobody knows", _parts(**{"xl/_rels/workbook.xml.rels": [("UTF-8", "UTF-9")]}), _DAMAGED),
    FileCase("list of tabs missing", _bytes(lambda book: rezipped(book, lambda name, part: None if name == "xl/_rels/workbook.xml.rels" else part)), _DAMAGED),
    FileCase("protected by a password", _bytes(lambda _: _OLE + "EncryptedPackage".encode("utf-16-le")), "FILE_PASSWORD"),
    FileCase("zip locked by a password", _bytes(_encrypted_entries), "FILE_PASSWORD"),
    FileCase("ods protected by a password", _bytes(_locked_ods), "FILE_PASSWORD"),
    FileCase("xls renamed xlsx", _bytes(lambda _: _OLE + "Workbook".encode("utf-16-le")), "FILE_OLD_FORMAT"),
    FileCase("web page renamed xlsx", _bytes(lambda _: b"<html><table><tr><td>3</td></tr></table></html>"), _NOT_OURS),
    FileCase("csv renamed xlsx", _bytes(lambda _: b"indicator;R1\nLEG-1;3\n"), _NOT_OURS),
    FileCase("text document renamed xlsx", _bytes(_document), _NOT_OURS),
    FileCase("another workbook under the name", _bytes(_other_book), "FILE_NO_KEYS"),
    FileCase("file larger than allowed", _bytes(lambda book: book + b"\0" * 2_000_000), "FILE_TOO_LARGE"),
    FileCase("zip bomb", _bytes(_bomb), "FILE_TOO_LARGE"),
    FileCase("zip bomb that lies about its size", _bytes(lambda book: _bomb(book, lying=True)), _DAMAGED),
    FileCase("entity bomb", _parts(**{_SHEET: [(_HEAD, _HEAD + _ENTITIES)]}), _UNSAFE),
    FileCase("external entity", _parts(**{_STRINGS: [(_HEAD, _HEAD + _EXTERNAL), ("Comment on LEG-1<", "&xxe;<")]}), _UNSAFE),
    FileCase("external entity in the list of tabs", _parts(**{"xl/workbook.xml": [(_HEAD, _HEAD + _EXTERNAL)]}), _UNSAFE),
    FileCase("last year's template", _parts(**{_STRINGS: [("|2026.1|", "|2020.1|")]}), "FILE_OLD_TEMPLATE"),
    FileCase("another territory's file", _bytes(lambda _: good_of("elsewhere", "fr")), "FILE_OTHER_TERRITORY"),
    FileCase("most answers gone", _bytes(_emptied), "PULL_QUARANTINED"),
    FileCase("two answered files", _two_answered, "FILE_CONFLICT_COPY", is_read=True),
    FileCase("conflict copy left behind", _beside("@ (conflicted copy 2021-06-01).xlsx"), "FILE_CONFLICT_COPY", is_read=True),
    FileCase("damaged copy beside", _beside("@ (2).xlsx", b"PK\x03\x04"), is_read=True, strangers=("@ (2).xlsx",)),
    FileCase("renamed", _moved("Questionnaire @ FINAL v2.xlsx"), is_read=True),
    FileCase("name in capitals", lambda path, _: path.rename(path.with_name(path.name.upper())) and None, is_read=True),
    FileCase("open in Excel", _beside("~$@.xlsx", b"user"), "FILE_OPEN"),
    FileCase("open in LibreOffice", _beside(".~lock.@.xlsx#", b"user"), "FILE_OPEN"),
    FileCase("lock of another file", _beside("~$elsewhere.xlsx", b"user"), is_read=True),
    *_RIGHTS,
    FileCase("link that leads to itself", _loop, "FILE_MISSING"),
    FileCase("folder under the name", _folder, "FILE_MISSING"),
    FileCase("csv in its place", _moved("@.csv"), "FILE_MISSING", strangers=("@.csv",)),
    FileCase("comment of 40,000 letters", _parts(**{_STRINGS: [("Comment on LEG-1<", "x" * 40_000 + "<")]}), "TEXT_TOO_LONG", is_read=True),
    FileCase("comment with half a pair and a NUL", _parts(**{_STRINGS: [("Comment on LEG-1<", "a_xD800_b_x0000_c<")]}), "TEXT_CLEANED", is_read=True),
    FileCase("path in a tab's name", _parts(**{"xl/workbook.xml": [('name="1 ', 'name="../1 ')]}), "TAB_RENAMED", is_read=True),
    FileCase("markers lost in all tabs", _bytes(_no_keys), "KEYS_LOST", is_read=True),
    FileCase("written by another program", _bytes(_prefixed), is_read=True),
)  # fmt: skip
