"""What says how far scores can be trusted, as analysts get it.

1. Notes, cautions, gaps between groups and between territories, benchmarks, changes and the method leave as tables.
2. What was held back as too small stays empty; a territory that is not published has no line.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reports.export_tables import Exported, tables
from reports.redact import ORGANISATIONS
from tests.reports.factory_trust import trusted

NAMES = ("block_notes", "index_notes", "cautions", "group_gaps", "across", "benchmarks", "changes", "method_run")


@pytest.fixture(scope="module")
def found() -> dict[str, Exported]:
    """The tables by name."""
    return {one.name: one for one in tables(trusted(), ORGANISATIONS)}


def rows(table: Exported, *columns: str) -> list[tuple[Any, ...]]:
    """Some columns of a table, row by row."""
    places = [[field.name for field in table.fields].index(one) for one in columns]
    return list(zip(*(table.columns[place] for place in places), strict=True))


def test_what_scores_can_be_trusted_for_leaves(found: dict[str, Exported]):
    """1, 2."""
    assert rows(found["cautions"], "territory_id", "code", "about") == [
        ("praia", "applicability_contested", "LEG-1;LEG-4"), ("leeds", "one_respondent", ""),
    ]  # fmt: skip
    assert rows(found["group_gaps"], "block_id", "difference", "atkinson") == [("LEG", 25.0, 0.05), ("COC", None, 0.01)]
    assert rows(found["across"], "block_id", "gini", "effective_weight") == [
        ("LEG", 0.25, 0.31), ("COC", None, None), ("", 0.1, None),
    ]  # fmt: skip
    assert rows(found["benchmarks"], "territory_id", "median", "place") == [("praia", 50.0, "above")]
    assert [one for (one,) in rows(found["changes"], "direction")] == ["rose", "fell"]
    assert ("seed", "20210601") in rows(found["method_run"], "item", "value")
    assert all(len(found[name].columns[0]) for name in NAMES)


def test_a_territory_that_is_not_published_has_no_line():
    """2."""
    made = trusted()
    hidden = tuple(replace(one, publish=one.id != "praia") for one in made.campaign.territories)
    found = tables(replace(made, campaign=replace(made.campaign, territories=hidden)), ORGANISATIONS)
    of = {one.name: one.columns[0] for one in found if one.name in NAMES and one.fields[0].name == "territory_id"}

    assert len(of) == len(NAMES) - 2
    assert not any("praia" in column for column in of.values())
