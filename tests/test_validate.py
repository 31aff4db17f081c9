"""Rules over single lines, by code, place and severity.

1. "Not applicable" needs a reason; level 3 or 4 needs evidence; E2 and E3 need a name.
2. An agreed level outside what the voices said needs a reason.
3. Who answers has an organisation and a type.
4. Context: outside the hard range refused, outside the soft one questioned, a value without its details told.
5. What is in order is not told.
"""

from __future__ import annotations

import pytest

from schemas.outcome import Outcome
from sheet_templates.load import words
from tests.books import answers, campaign, outcome, territory

SO = "Sans objet"
TOLD = {
    "REASON_MISSING", "EVIDENCE_MISSING", "EVIDENCE_NOT_NAMED", "AGREED_OUTSIDE", "RESPONDENT_UNNAMED", "VALUE_OUT_OF_RANGE",
    "VALUE_UNUSUAL", "DETAIL_MISSING",
}  # fmt: skip


def line(**cells: object) -> dict[tuple[str, str, str], object]:
    """Other cells of the line of LEG-1."""
    return {("block:LEG", "LEG-1", name): value for name, value in cells.items()}


NAMED = {
    ("respondents", "R1", "organisation"): "Ville",
    ("respondents", "R1", "actor_type"): words("fr")("actor_types.municipality"),
}
#: What one territory typed, and the codes expected, with what they are about.
CASES = {
    "reason": ({**NAMED, **answers({"LEG-1": [SO]})}, {("REASON_MISSING", "LEG-1")}),
    "reasoned": ({**NAMED, **answers({"LEG-1": [SO]}), **line(comment="Aucune compétence locale")}, set()),
    "evidence": ({**NAMED, **answers({"LEG-1": [3]})}, {("EVIDENCE_MISSING", "LEG-1")}),
    "oral": ({**NAMED, **answers({"LEG-1": [3]}), **line(evidence_grade="E1")}, set()),
    "unnamed": ({**NAMED, **answers({"LEG-1": [3]}), **line(evidence_grade="E2")}, {("EVIDENCE_NOT_NAMED", "LEG-1")}),
    "low": ({**NAMED, **answers({"LEG-1": [2]})}, set()),
    "outside": ({**NAMED, **answers({"LEG-1": [1]}), **line(agreed=2)}, {("AGREED_OUTSIDE", "LEG-1")}),
    "explained": ({**NAMED, **answers({"LEG-1": [1]}), **line(agreed=2, comment="Délibération votée hier")}, set()),
    "nobody": (answers({"LEG-1": [1]}), {("RESPONDENT_UNNAMED", "R1")}),
    "silent": ({("respondents", "R2", "organisation"): "Réseau"}, set()),
    "range": ({("context", "CTX-08", "value"): 130}, {("VALUE_OUT_OF_RANGE", "CTX-08")}),
    "unusual": ({("context", "CTX-08", "value"): 70}, {("VALUE_UNUSUAL", "CTX-08")}),
    "usual": ({("context", "CTX-08", "value"): 51}, set()),
    "called": ({("context", "CTX-19", "value"): 20}, {("DETAIL_MISSING", "CTX-20")}),
    "detail": ({("context", "CTX-18", "value"): 20}, {("DETAIL_MISSING", "CTX-18")}),
}


@pytest.fixture(scope="module")
def found() -> Outcome:
    """One territory per case."""
    return outcome({name: typed for name, (typed, _) in CASES.items()}, campaign(*(territory(one) for one in CASES)))


@pytest.mark.parametrize("case", CASES)
def test_each_line_is_judged(found: Outcome, case: str):
    """1 to 5."""
    mine = found.problems[(found.problems["territory_id"] == case) & found.problems["code"].isin(TOLD)]

    assert set(zip(mine["code"], mine["about"], strict=True)) == CASES[case][1]
    assert (mine["cell"] != "").all()
    assert (mine["message"] != "").all()
