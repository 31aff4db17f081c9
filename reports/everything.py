"""Every file of an outcome: the workbooks to explore, their accessible twins, one workbook per territory."""

from __future__ import annotations

from pathlib import Path

from reports.deliver import made
from schemas.outcome import Outcome


def deliver_everything(outcome: Outcome, folder: Path) -> list[Path]:
    """Write what is new of all files under `folder`; return all their paths, the workbooks of `deliver` first."""
    return made(outcome, folder)


def printable(paths: list[Path]) -> list[Path]:
    """Those of the paths that are worth printing: the accessible tables are for screens."""
    return [path for path in paths if path.suffix == ".xlsx" and not path.stem.endswith("-tables")]
