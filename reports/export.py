"""Everything an analyst may have, as tidy tables: CSV, Parquet, and the Data Package descriptor that explains them.

Personal data never leaves: no e-mail addresses, telephone numbers, roles or persons in charge; what else is held
back depends on the agreement (`reports.redact`). The same outcome gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reports import export_files, export_package
from reports.export_tables import Exported, said, tables
from reports.redact import ORGANISATIONS
from schemas.outcome import Outcome

CSV, PARQUET, BOTH = "csv", "parquet", "both"
FORMATS = (CSV, PARQUET, BOTH)
DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of export: `formats`, the agreement about quotes and organisations, a second row of HXL hashtags."""

    formats: str = CSV
    agreement: str = ORGANISATIONS
    hxl: bool = False


def export(outcome: Outcome, folder: Path, wish: Wish | None = None) -> list[Path]:
    """Write the tables of `outcome` under `folder` and describe them in `datapackage.json`; return the paths.

    CSV files go to `csv/`, Parquet files to `parquet/`. The descriptor speaks of the CSV files, or of the Parquet
    files where they are the only ones. It is written last: where it stands, all it names is there. Then tables of an
    earlier export that this one does not write are removed, since they may hold more than this one is to tell.

    Raises:
        OutputError: a file cannot be written or removed, or Parquet is wanted and pyarrow is not installed.
    """
    wish = wish or Wish()
    if wish.formats != CSV:
        export_files.need_parquet()
    found = tables(outcome, wish.agreement)
    written: dict[str, list[Path]] = {CSV: [], PARQUET: []}
    for kind in (CSV, PARQUET):
        if wish.formats in (kind, BOTH):
            written[kind] = [_write(kind, folder / kind, one, hxl=wish.hxl) for one in found]
    described = CSV if written[CSV] else PARQUET
    content = export_package.descriptor(outcome, wish.agreement, found, written[described], hxl=wish.hxl)
    made = [*written[CSV], *written[PARQUET], export_files.put(folder / DESCRIPTOR, content)]
    _clear(folder, made)
    return made


def _clear(folder: Path, kept: Sequence[Path]) -> None:
    """Remove tables of ours that are not among `kept`; nobody else's file is touched."""
    for kind in (CSV, PARQUET):
        for name in said()["tables"]:
            path = folder / kind / f"{name}.{kind}"
            if path not in kept:
                export_files.remove(path)


def _write(kind: str, folder: Path, table: Exported, *, hxl: bool) -> Path:
    content = export_files.csv_bytes(table, hxl=hxl) if kind == CSV else export_files.parquet_bytes(table)
    return export_files.put(folder / f"{table.name}.{kind}", content)
