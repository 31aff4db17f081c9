"""Files that are old or new and never torn."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError

from schemas.errors import OutputError


def written(path: Path, draw: Callable[[Path], None]) -> Path:
    """`path`, drawn beside itself and put in place when it is whole; OutputError when it cannot be written."""
    part = path.with_name(f".{path.name}.part")
    try:
        draw(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, FileCreateError) as blocked:
        message = f"{path} could not be written: {blocked}"
        hint = f"Close {path.name} if it is open, check the folder and the disk, then run `pipeline report`."
        raise OutputError(message, hint) from blocked
    finally:
        part.unlink(missing_ok=True)
    return path
