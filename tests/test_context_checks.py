"""Contradictions inside the context sheet, and between it and the answers.

1. Each check of the content fires on a sheet that breaks it, with its own severity, at the cell of its variable.
2. A check with a value missing is skipped; a sheet in order has none.
3. Levels contradict: no law but law used; no act but an ordinance's level; an act but a low level.
4. Answers of one list that exclude each other are refused together: nobody can tell which is meant.
5. A sheet declared validated is not to change under the same date, and not to be validated with errors left.
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


def several(variable_id: str, *keys: str) -> dict[tuple[str, str, str], object]:
    """Several entries of a list, as people join them."""
    choices = VARIABLES[variable_id].choices
    return {("context", variable_id, "value"): "; ".join(choices[key]["fr"] for key in keys)}


CRISES = {
    "beside": (("no_crisis", "pandemic"), "CHOICE_EXCLUSIVE", "unknown"),
    "among": (("pandemic", "no_crisis", "fiscal"), "CHOICE_EXCLUSIVE", "unknown"),
    "two": (("pandemic", "fiscal"), "", "suggested"),
    "none": (("no_crisis",), "", "no"),
    "twice": (("no_crisis", "no_crisis"), "", "no"),
}


@pytest.fixture(scope="module")
def crises() -> Outcome:
    """One territory per way to answer, all with employment falling."""
    books = {
        name: several("CTX-30", *keys) | sheet(CTX_30_when="03/2021", CTX_31=-5) for name, (keys, *_) in CRISES.items()
    }
    return outcome(books, campaign(*(territory(one) for one in books)))


@pytest.mark.parametrize("name", CRISES)
def test_no_crisis_beside_a_crisis_is_told(crises: Outcome, name: str):
    """4. The scenario of a crisis waits for the answer."""
    keys, code, suggestion = CRISES[name]
    told = crises.problems[(crises.problems["code"] == "CHOICE_EXCLUSIVE") & (crises.problems["territory_id"] == name)]
    scenarios = crises.scenario_suggestions.set_index(["territory_id", "scenario_id"])

    assert told["code"].to_list() == ([code] if code else [])
    assert scenarios.loc[(name, "S4"), "suggestion"] == suggestion
    if code:
        assert told["about"].to_list() == ["CTX-30"]
        assert "Aucune crise" in told["message"].iloc[0]
        assert told["found"].to_list() == list(several("CTX-30", *keys).values())


def test_exclusive_answers_of_the_plan_are_told():
    """4. No support beside an agency; no money found beside a source."""
    columns = {one.id: one.choices for one in guideline().plan_columns}
    typed = {
        ("plan", "A01", "title"): "Créer un guichet unique",
        ("plan", "A01", "agency_support"): f"{columns['agency_support']['no_agency']['fr']}; ILO",
        ("plan", "A01", "funding_source"): columns["funding_source"]["not_identified"]["fr"],
    }
    result = outcome({"praia-cv": typed})
    told = result.problems[result.problems["code"] == "CHOICE_EXCLUSIVE"]

    assert told["about"].to_list() == ["praia-cv-A01"]
    assert result.actions["funding_source"].to_list() == ["not_identified"]


VALIDATED = sheet(CTX_35="sheet_validated", CTX_35_text="Ana, point focal", CTX_35_when="01/05/2021", CTX_05=159_050)
#: Territory -> what it changed since the session before, and the lines that are told.
CHANGED = {
    "same": ({}, []),
    "value": (sheet(CTX_05=160_000), ["CTX-05"]),
    "detail": (sheet(CTX_05_source="Recensement"), ["CTX-05"]),
    "more": (sheet(CTX_09=42), ["CTX-09"]),
    "again": (sheet(CTX_05=160_000, CTX_35_when="01/06/2021"), []),
    "draft": (sheet(CTX_05=160_000, CTX_35="sheet_draft", CTX_07="beaucoup"), []),
    "errors": (sheet(CTX_07="beaucoup", CTX_06=2022), ["CTX-06", "CTX-07"]),
}


@pytest.fixture(scope="module")
def validated() -> Outcome:
    """One territory per change, all of them validated in the session before."""
    given = campaign(*(territory(one) for one in CHANGED))
    before = outcome(dict.fromkeys(CHANGED, VALIDATED), given)

    assert set(before.problems["code"]).isdisjoint({"CONTEXT_LOCKED", "CONTEXT_NOT_READY"})
    return outcome({name: VALIDATED | changed for name, (changed, _) in CHANGED.items()}, given, earlier=before)


@pytest.mark.parametrize("name", CHANGED)
def test_a_validated_sheet_is_not_to_change(validated: Outcome, name: str):
    """5. Told where the change was made; a new date of validation begins anew, a draft may change."""
    told = validated.problems[validated.problems["code"] == "CONTEXT_LOCKED"]

    assert sorted(told[told["territory_id"] == name]["about"]) == CHANGED[name][1]


def test_what_changed_in_a_validated_sheet_is_used(validated: Outcome):
    """5."""
    lines = validated.context.set_index(["territory_id", "variable_id"])["number"]

    assert [lines["same", "CTX-05"], lines["value", "CTX-05"]] == [159_050, 160_000]


def test_a_sheet_with_errors_is_not_ready_to_be_validated(validated: Outcome):
    """5."""
    told = validated.problems[validated.problems["code"] == "CONTEXT_NOT_READY"]

    assert told[["territory_id", "about"]].to_numpy().tolist() == [["errors", "CTX-35"]]
    assert "2" in told["message"].iloc[0]
