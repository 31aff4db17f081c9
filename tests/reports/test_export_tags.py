"""HXL hashtags of an export.

1. Every column bears one of the standard's core hashtags, with attributes that the standard allows.
2. On demand they are a second row of each CSV file, which the descriptor calls a comment.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from reports.export import Wish, export
from reports.export_tables import tables
from reports.redact import NONE
from schemas.outcome import Outcome

#: The core hashtags of the HXL standard, version 1.1 (hxlstandard.org).
HXL = {
    "access", "activity", "adm1", "adm2", "adm3", "adm4", "adm5", "affected", "beneficiary", "capacity", "cause",
    "channel", "contact", "country", "crisis", "currency", "date", "description", "event", "frequency", "geo", "group",
    "impact", "indicator", "inneed", "item", "loc", "meta", "modality", "need", "operations", "org", "output",
    "population", "reached", "region", "respondee", "sector", "service", "severity", "status", "subsector", "targeted",
    "value",
}  # fmt: skip


def test_every_hashtag_is_one_of_the_standard(result: Outcome):
    """Requirement 1."""
    tags = {field.hxl for one in tables(result, NONE) for field in one.fields}

    assert [tag for tag in tags if not re.fullmatch(r"#[a-z]+[0-9]?(\+[a-z][a-z0-9_]*)*", tag)] == []
    assert {tag.lstrip("#").partition("+")[0] for tag in tags} <= HXL


def test_hashtags_are_a_second_row(result: Outcome, tmp_path: Path):
    """Requirement 2."""
    export(result, tmp_path, Wish(hxl=True))
    first, second, third = (tmp_path / "csv" / "index.csv").read_text(encoding="utf-8").splitlines()[:3]

    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))

    assert first.startswith("territory_id,scenario,status")
    assert second.startswith("#loc+code,#meta+scenario,#status+code")
    assert len(first.split(",")) == len(second.split(","))
    assert third.startswith("zarzis,")
    assert {(2,)} == {tuple(one["dialect"]["commentRows"]) for one in package["resources"]}
