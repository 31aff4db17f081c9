"""What Google's ids look like, and the address at which people open what they name. Pure."""

from __future__ import annotations

import re

_ID = re.compile(r"[A-Za-z0-9_-]{8,}\Z")


def is_id(text: str) -> bool:
    """Whether a text can be the id of something in Drive, and nothing else."""
    return bool(_ID.match(text))


def spreadsheet_address(place: str) -> str:
    """Where people open the spreadsheet with the id `place`; "" where `place` is no id but a file name.

    `#gid=<id of a tab>&range=<A1 name>` behind it opens the very cell.
    """
    return f"https://docs.google.com/spreadsheets/d/{place}/edit" if is_id(place) else ""


def file_address(place: str) -> str:
    """Where people open the file with the id `place` that is no spreadsheet of Google's."""
    return f"https://drive.google.com/file/d/{place}/view"


def folder_address(place: str) -> str:
    """Where people open the folder with the id `place`."""
    return f"https://drive.google.com/drive/folders/{place}"
