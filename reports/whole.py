"""Files that are old or new and never torn."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

from schemas.errors import OutputError


def written(path: Path, draw: Callable[[Path], None], again: str = "run `pipeline report`") -> Path:
    """`path`, drawn beside itself and put in place when it is whole; what would become the same file stays as it is.

    Raises:
        OutputError: it cannot be written; the hint ends with what to do `again`.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draw(part)
        if _same(part, path):
            return path
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, FileCreateError) as blocked:
        message = f"{path} could not be written: {blocked}"
        hint = f"Close {path.name} if it is open, check the folder and the disk, then {again}."
        raise OutputError(message, hint) from blocked
    finally:
        if part.parent.is_dir():
            part.unlink(missing_ok=True)
    return path


def _same(part: Path, path: Path) -> bool:
    """Whether a file is there already with just this content."""
    return path.is_file() and part.stat().st_size == path.stat().st_size and part.read_bytes() == path.read_bytes()
