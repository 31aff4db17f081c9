"""An export into the folder of an earlier one.

1. No table of the earlier export is left that the new one does not write; files of somebody else stay.
2. What cannot be removed is named, and all that the descriptor names is there.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reports.export import Wish, export
from reports.redact import NO_QUOTES, NONE
from schemas.errors import OutputError
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


def test_a_table_that_cannot_be_removed_is_named(tmp_path: Path):  # 2
    (tmp_path / "parquet" / "answers.parquet").mkdir(parents=True)

    with pytest.raises(OutputError) as raised:
        export(factory.outcome(), tmp_path)

    assert "answers.parquet" in raised.value.message
    assert "run the command again" in raised.value.hint
    named = [one["path"] for one in json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"]]
    assert named
    assert all((tmp_path / one).is_file() for one in named)
