"""An export into the folder of an earlier one.

1. No table of the earlier export is left that the new one does not write; files of somebody else stay.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.export import Wish, export
from reports.redact import NO_QUOTES, NONE
from tests.reports import factory


@pytest.mark.slow
def test_nothing_of_an_earlier_export_is_left(tmp_path: Path):  # 1
    pytest.importorskip("pyarrow")
    result = factory.outcome()
    export(result, tmp_path, Wish("both", agreement=NONE))
    for folder in ("csv", "parquet"):
        (tmp_path / folder / "notes.txt").write_text("mine", encoding="utf-8")
    written = export(result, tmp_path, Wish(agreement=NO_QUOTES))

    left = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert left - set(written) == {tmp_path / "csv" / "notes.txt", tmp_path / "parquet" / "notes.txt"}
