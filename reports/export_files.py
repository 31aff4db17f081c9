"""A table as the bytes of a CSV or Parquet file.

CSV is plain UTF-8 without a byte order mark: RFC 4180 knows none, and most readers would make it part of the first
column's name. Lines end with a line feed. A text that a spreadsheet could take for a formula gets an apostrophe in
front (CWE-1236); so does a text that already looks so guarded, so that `unguarded` gives every text back.
Parquet keeps texts as they are: it has types, and nothing executes them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from reports.export_tables import Exported, Field
from reports.text import risky
from reports.whole import written
from schemas.errors import OutputError

_GUARD = "'"


def csv_bytes(table: Exported, *, hxl: bool = False) -> bytes:
    """The table as CSV: names, hashtags if wanted, rows; an empty field is a missing value."""
    into = StringIO(newline="")
    writer = csv.writer(into, lineterminator="\n")
    writer.writerow(field.name for field in table.fields)
    if hxl:
        writer.writerow(field.hxl for field in table.fields)
    printed = [_printed(field, values) for field, values in zip(table.fields, table.columns, strict=True)]
    writer.writerows(zip(*printed, strict=True))
    return into.getvalue().encode("utf-8")


def parquet_bytes(table: Exported) -> bytes:
    """The table as Parquet (Zstandard), the meaning of each column in its metadata."""
    import pyarrow as pa  # noqa: PLC0415 - an optional library
    import pyarrow.parquet as pq  # noqa: PLC0415

    types = {
        "string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
        "date": pa.date32(), "datetime": pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    fields = [pa.field(one.name, types[one.kind], metadata={"description": one.says}) for one in table.fields]
    schema = pa.schema(fields, metadata={"title": table.title, "description": table.about})
    arrays = [pa.array(values, field.type) for field, values in zip(fields, table.columns, strict=True)]
    into = BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), into, compression="zstd")
    return into.getvalue()


def need_parquet() -> None:
    """OutputError with what to do where pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        message = "Parquet files need the library pyarrow, which is not installed"
        raise OutputError(message, "Run `pip install pyarrow`, or ask for `--format csv`.")


def guarded(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula."""
    return _GUARD + text if risky(text.lstrip(" '")) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith(_GUARD) and risky(text.lstrip(" '")) else text


def put(path: Path, content: bytes) -> Path:
    """Write `content` to `path`, whole or not at all; OutputError when it cannot be written."""

    def draw(part: Path) -> None:
        part.write_bytes(content)

    return written(path, draw, "run the command again")


def remove(path: Path) -> None:
    """Remove a file where there is one; OutputError when it cannot be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as failed:
        message = f"{path} belongs to an earlier export and cannot be removed"
        raise OutputError(message, "Close it where it is open, then run the command again.") from failed


def _printed(field: Field, values: list[Any]) -> list[str]:
    known: dict[Any, str] = {None: "", "": ""}
    written = _PRINTERS[field.kind]
    for value in values:
        if value not in known:
            known[value] = written(value)
    return [known[value] for value in values]


def _time(value: datetime) -> str:
    return f"{value.isoformat()}Z"


def _truth(value: bool) -> str:  # noqa: FBT001 - it is the value to print
    return "true" if value else "false"


_PRINTERS: dict[str, Callable[[Any], str]] = {
    "string": guarded,
    "integer": str,
    "number": repr,
    "boolean": _truth,
    "date": partial(date.isoformat),
    "datetime": _time,
}
