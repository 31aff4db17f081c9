"""The demo's own campaign folder: made anew each time, and nothing else ever cleared away."""

from __future__ import annotations

import os
import shutil
import tomllib
from datetime import datetime
from pathlib import Path

from pipeline.campaign_folder import AGENCIES, OUT, ROSTER, SETTINGS, STATE, TERRITORIES, new_campaign
from pipeline.stores.embedded.server import DATABASE
from schemas.errors import CampaignError, OutputError

DEMO_ID = "pipeline-demo"
SHEETS, COPIES = "sheets", "copies"
#: Where questionnaires can be: spreadsheets of the service that stands in for Google's, or files of a folder.
SPREADSHEETS, FILES = "embedded:", f"folder:{SHEETS}"
_OWN = (
    SETTINGS, TERRITORIES, AGENCIES, ROSTER, SHEETS, COPIES, OUT, f"{STATE}.lock",
    *(f"{name}{end}" for name in (STATE, DATABASE) for end in ("", "-wal", "-shm")),
)  # fmt: skip


def make_folder(directory: Path, store: str) -> None:
    """A fresh campaign folder for the demo whose questionnaires are in `store`.

    CampaignError when something that is no demo stands in the way.
    """
    there = [name for name in _OWN if os.path.lexists(directory / name)]
    if there and not _is_demo(directory):
        message = f"{directory} already holds {there[0]}, which `pipeline demo` did not make"
        raise CampaignError(message, "Nothing was changed. Name another folder: pipeline demo my-demo")
    try:
        # What marks the folder as a demo goes last, so that a broken play can be made anew.
        for name in reversed(there):
            _remove(directory / name)
        new_campaign(directory, "demo")
        settings = directory / SETTINGS
        settings.write_text(settings.read_text(encoding="utf-8").replace(f'"{SPREADSHEETS}"', f'"{store}"'), "utf-8")
    except OSError as failed:
        message = f"{failed.filename or directory} cannot be replaced: {failed.strerror or failed}"
        raise OutputError(message, "Close the files of the demo, check the folder's rights and the disk.") from failed


def save(path: Path, content: bytes, at: datetime) -> None:
    """A file as somebody saved it at that time."""
    path.write_bytes(content)
    os.utime(path, (at.timestamp(), at.timestamp()))


def _is_demo(directory: Path) -> bool:
    try:
        settings = tomllib.loads((directory / SETTINGS).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    return settings.get("id") == DEMO_ID and settings.get("illustrative") is True


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
