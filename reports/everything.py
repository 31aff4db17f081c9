"""Every file of an outcome: the workbooks to explore, their accessible twins, one workbook per territory."""

from __future__ import annotations

from pathlib import Path

from reports.accessible import deliver_tables
from reports.deliver import deliver
from reports.territory_book import deliver_territories
from schemas.outcome import Outcome


def deliver_everything(outcome: Outcome, folder: Path) -> list[Path]:
    """Write all files under `folder`; return the paths, the workbooks of `deliver` first."""
    return [*deliver(outcome, folder), *deliver_tables(outcome, folder), *deliver_territories(outcome, folder)]


def printable(paths: list[Path]) -> list[Path]:
    """Those of the paths that are worth printing: the accessible tables are for screens."""
    return [path for path in paths if path.suffix == ".xlsx" and not path.stem.endswith("-tables")]
