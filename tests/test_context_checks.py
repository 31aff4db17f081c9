"""Contradictions inside the context sheet, and between it and the answers.

1. Each check of the content fires on a sheet that breaks it, with its own severity, at the cell of its variable.
2. A check with a value missing is skipped; a sheet in order has none.
3. Levels contradict: no law but law used; no act but an ordinance's level; an act but a low level.
"""

from __future__ import annotations

import pandas as pd
import pytest

from schemas.outcome import Outcome
from sheet_templates.load import guideline
from tests.books import answers, campaign, outcome, territory

VARIABLES = {one.id: one for one in guideline().variables}


def sheet(**values: object) -> dict[tuple[str, str, str], object]:
    """CTX_05=1000, CTX_23="no_law"; details as CTX_28_currency="EUR"."""
    typed: dict[tuple[str, str, str], object] = {}
    for name, value in values.items():
        variable_id, _, detail = name.replace("_", "-", 1).partition("_")
        choices = VARIABLES[variable_id].choices
        typed["context", variable_id, detail or "value"] = (
            choices[str(value)]["fr"] if choices and not detail else value
        )
    return typed


BROKEN = {
    "POPULATION_YEAR_FUTURE": sheet(CTX_06=2022),
    "POPULATION_YEAR_OLD": sheet(CTX_06=2001),
    "YOUTH_UNEMPLOYMENT_LOWER": sheet(CTX_15=20, CTX_16=10),
    "LOW_UNEMPLOYMENT_HIGH_INFORMALITY": sheet(CTX_15=4, CTX_17=80),
    "SSE_DENSITY": sheet(CTX_05=100_000, CTX_19=1),
    "SSE_JOBS_ABOVE_EMPLOYMENT": sheet(CTX_05=1000, CTX_21=900),
    "SSE_JOBS_SHARE": sheet(CTX_05=100_000, CTX_21=20),
    "NO_LAW_BUT_LAW_USED": {**sheet(CTX_23="no_law"), **answers({"LEG-2": [3, 4]})},
    "NO_ACT_BUT_ORDINANCE_LEVEL": {**sheet(CTX_26="no_act"), **answers({"LEG-1": [3, 3]})},
    "ACT_BUT_LOW_LEVEL": {**sheet(CTX_26="ordinance"), **answers({"LEG-1": [1, 1]})},
}
CODES = {check.id for check in guideline().context_checks}


@pytest.fixture(scope="module")
def found() -> Outcome:
    """One territory per broken sheet, one in order, one with half of it missing. Read on 2021-06-01."""
    books = {code.lower(): typed for code, typed in BROKEN.items()}
    books["fine"] = sheet(CTX_05=100_000, CTX_06=2020, CTX_15=10, CTX_16=20, CTX_17=40, CTX_19=200, CTX_21=3000)
    books["half"] = sheet(CTX_16=10, CTX_19=1, CTX_21=900)
    return outcome(books, campaign(*(territory(one) for one in books)))


def codes(found: Outcome, territory_id: str) -> pd.DataFrame:
    mine = found.problems[found.problems["territory_id"] == territory_id]
    return mine[mine["code"].isin(CODES)]


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_sheet_is_told_at_its_cell(found: Outcome, code: str):
    """1, 3."""
    mine = codes(found, code.lower())
    check = next(one for one in guideline().context_checks if one.id == code)
    problem = mine[mine["code"] == code].iloc[0]

    assert problem["severity"] == check.severity
    assert problem["about"] == check.parameters["variables"][0]
    assert problem["cell"]
    assert problem["message"]


def test_a_sheet_in_order_has_none(found: Outcome):
    """2."""
    assert codes(found, "fine").empty


def test_a_missing_value_skips_the_check(found: Outcome):
    """2."""
    assert codes(found, "half").empty
