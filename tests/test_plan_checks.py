"""Checks of the action plan: single rows, and the plan as a whole (DOMAIN 5.3).

1. Each check fires on a plan that breaks it, at the row that breaks it where there is one.
2. A plan in order has none of them; dropped actions count for nothing.
3. Cells that are asked for and empty are told once per row.
"""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.plan_checks import CHECKS
from schemas.outcome import Outcome
from sheet_templates.load import guideline
from tests.books import answers, campaign, outcome, territory

COLUMNS = {one.id: one for one in guideline().plan_columns}
Typed = dict[tuple[str, str, str], object]


def rows(*actions: dict[str, object]) -> Typed:
    """Rows A01, A02 ... of the plan, in French."""
    typed: Typed = {}
    for number, action in enumerate(actions, start=1):
        for name, value in {"title": f"Une action numéro {number}", **action}.items():
            choices = COLUMNS[name].choices
            typed["plan", f"A{number:02d}", name] = choices[str(value)]["fr"] if choices else value
    return typed


SHORT = {"start": "2021-06-01", "end": "2021-12-01"}
#: code -> a plan that breaks it, and the row it stands at ("" for the whole plan).
BROKEN: dict[str, tuple[Typed, str]] = {
    "TOO_FEW_SHORT_ACTIONS": (rows({"start": "2021-06-01", "end": "2024-06-01"}), ""),
    "LEAD_HAS_TOO_MANY_ACTIONS": (rows(*[{"lead": "Réseau ESS"}] * 4, {"lead": " réseau  ess"}), ""),
    "TOO_MANY_ACTIONS": (rows(*[{}] * 11), ""),
    "BUDGET_INCOMPLETE": (rows({"budget": 1000}), "A01"),
    "PAST_END_NOT_DONE": (rows(SHORT, {"end": "2021-05-31", "status": "started"}), "A02"),
    "END_BEFORE_START": (rows({"start": "2021-06-01", "end": "2021-05-01"}), "A01"),
    "TOO_LONG": (rows({"start": "2021-06-01", "end": "2028-06-01"}), "A01"),
    "TARGET_NOT_ABOVE_BASELINE": (rows({"baseline": 2, "target": 2}), "A01"),
    "PROGRESS_100_NOT_DONE": (rows({"progress": 100, "status": "started"}), "A01"),
    "DEPENDENCY_UNKNOWN": (rows({"dependency": "A07"}), "A01"),
    "DEPENDENCY_CYCLE": (rows({"dependency": "A02"}, {"dependency": "A01"}), ""),
    "LEAD_IS_PARTNER": (rows({"lead": "Mairie", "partners": "Réseau; mairie"}), "A01"),
    "LOW_BLOCK_WITHOUT_ACTION": ({**rows({"block": "DAT"}), **answers({f"COC-{n}": [1, 1] for n in range(1, 8)})}, ""),
    "PLAN_ABOVE_SSE_BUDGET": (
        {
            **rows({"budget": 5000, "currency": "EUR", "budget_year": 2021, **SHORT}),
            ("context", "CTX-28", "value"): 1000, ("context", "CTX-28", "currency"): "EUR",
        }, "",
    ),
    "MITIGATION_MISSING": (rows({"risk": "Une élection", "risk_level": next(key for key in COLUMNS["risk_level"].choices if key.endswith("5"))}), "A01"),
}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Outcome:
    """One territory per broken plan, one in order, one with what breaks it dropped. Read on 2021-06-01."""
    books: dict[str, Typed] = {code.lower(): typed for code, (typed, _) in BROKEN.items()}
    books["fine"] = rows(
        {
            **SHORT,
            "lead": "Mairie",
            "partners": "Réseau",
            "baseline": 1,
            "target": 3,
            "status": "started",
            "progress": 10,
        }
    )
    books["dropped"] = rows(*[{"lead": "Mairie", "status": "dropped"}] * 5, SHORT)
    return outcome(books, campaign(*(territory(one) for one in books)))


def told(found: Outcome, territory_id: str) -> pd.DataFrame:
    mine = found.problems[found.problems["territory_id"] == territory_id]
    return mine[mine["code"].isin(set(CHECKS))]


def test_every_check_has_a_case():
    """1."""
    assert set(CHECKS) == set(BROKEN)


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_plan_is_told_at_its_row(found: Outcome, code: str):
    """1."""
    mine = told(found, code.lower())
    problem = mine[mine["code"] == code].iloc[0]
    row = BROKEN[code][1]

    assert problem["about"] == (f"{code.lower()}-{row}" if row else "")
    assert bool(problem["cell"]) == bool(row)
    assert problem["message"]


@pytest.mark.parametrize("territory_id", ["fine", "dropped"])
def test_a_plan_in_order_has_none(found: Outcome, territory_id: str):
    """2."""
    assert told(found, territory_id).empty


def test_what_is_asked_for_and_empty_is_told_once_per_row(found: Outcome):
    """3."""
    mine = found.problems[
        (found.problems["territory_id"] == "too_many_actions") & (found.problems["code"] == "PLAN_REQUIRED")
    ]

    assert len(mine) == 11
