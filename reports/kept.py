"""Which files of a folder are still what would be written: a list beside them of what each was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from reports.whole import written

#: The list, in the folder of the results. Without it, or with a damaged one, everything is written again.
NAME = ".made-from.json"
Entry = tuple[str, str]


def kept(folder: Path) -> dict[str, Entry]:
    """By path below `folder`: what the file was made from, and the digest of its content when it was written."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return {path: (str(mark), str(digest)) for path, (mark, digest) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def keep(folder: Path, entries: Mapping[str, Entry]) -> None:
    """Write the list; OutputError when it cannot be written."""
    content = json.dumps(dict(sorted(entries.items())), indent=0)
    written(folder / NAME, lambda part: _write(part, content))


def digest(path: Path) -> str:
    """The digest of a file's content, "" where there is none to read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _write(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
