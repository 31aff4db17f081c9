"""The plan from session to session, and accepted advice as rows of the plan.

1. Every action of this session or the one before has one row; it says how the action moved.
2. Past its end and neither done nor dropped counts as delayed, with the days; the participant's cell stays.
3. An accepted recommendation becomes a row that the questionnaire reads back as it was meant.
4. What the plan holds already is not written again; an unknown code or territory is refused with the known ones.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.plan_follow_up import already_planned, plan_rows
from pipeline.printed import print_agendas, print_plan_rows
from schemas.errors import CampaignError
from schemas.outcome import Outcome
from sheet_templates.load import guideline
from tests.books import answers, outcome

ALL = [one.id for one in guideline().indicators()]
STATUS = {one.id: one for one in guideline().plan_columns}["status"].choices


def action(row: str, title: str, status: str = "", progress: float | None = None, end: str = "", rec: str = "") -> dict:
    """One row of the plan, in French."""
    typed = {("plan", row, "title"): title}
    for name, value in (
        ("status", STATUS[status]["fr"] if status else ""),
        ("progress", progress),
        ("end", end),
        ("source_rec", rec),
    ):
        if value not in ("", None):
            typed["plan", row, name] = value
    return typed


@pytest.fixture(scope="module")
def sessions() -> tuple[Outcome, Outcome]:
    """The same plan in two sessions; books are read on 2021-06-01."""
    before = {
        **action("A01", "Une maison de l'ESS", "agreed", 0), **action("A02", "Un guide d'achats", "started", 60),
        **action("A03", "Une foire annuelle", "started", 20), **action("A04", "Un recensement", "started", 50),
        **action("A05", "Une charte locale", "agreed", 0, rec="R-LEG-LO1"), **action("A06", "Un fonds local", "agreed", 0),
    }  # fmt: skip
    after = {
        **action("A01", "Une maison de l'ESS", "started", 10, "2021-05-01"), **action("A02", "Un guide d'achats", "done", 100, "2021-05-01"),
        **action("A03", "Une foire annuelle", "started", 10), **action("A04", "Un recensement", "started", 50, "2021-12-31"),
        **action("A05", "Un conseil ESS", "proposed", 0, rec="R-COC-LO2"), **action("A07", "Une radio locale"),
    }  # fmt: skip
    first = outcome({"a": before})
    return first, outcome({"a": {**after, **answers(dict.fromkeys(ALL, [1, 1, 1]))}}, earlier=first)


def test_every_action_says_how_it_moved(sessions: tuple[Outcome, Outcome]):
    """1."""
    moves = dict(zip(sessions[1].plan_follow_up["action_id"].str[-3:], sessions[1].plan_follow_up["move"], strict=True))

    assert moves == {
        "A01": "advanced",
        "A02": "done",
        "A03": "stepped_back",
        "A04": "same",
        "A05": "replaced",
        "A06": "gone",
        "A07": "new",
    }
    assert set(sessions[0].plan_follow_up["move"]) == {"new"}


def test_what_is_late_counts_as_delayed(sessions: tuple[Outcome, Outcome]):
    """2."""
    found = sessions[1].plan_follow_up.set_index(sessions[1].plan_follow_up["action_id"].str[-3:])

    assert found.loc["A01", ["status", "counted_status", "days_late"]].to_list() == ["started", "delayed", 31]
    assert found.loc["A02", ["counted_status", "days_late"]].to_list() == ["done", 0]
    assert not found.loc["A04", "is_late"]


def test_an_accepted_recommendation_reads_back_as_a_row_of_the_plan(sessions: tuple[Outcome, Outcome]):
    """3."""
    found = sessions[1]
    (row,) = plan_rows(found, found.campaign.territory("a"), ["R-MKT-LO1"], date(2021, 6, 1))
    columns = {one.id: one for one in guideline().plan_columns}
    typed = {}
    for name, value in row.items():
        choices = columns[name].choices
        keys = [one for one in str(value).split(";") if one] if choices else []
        typed["plan", "A01", name] = "; ".join(choices[one]["fr"] for one in keys) if keys else value
    read = outcome({"a": typed}).actions.iloc[0]

    assert (read["source_rec"], read["block"], read["status"]) == ("R-MKT-LO1", "MKT", "agreed")
    assert (read["start"], read["end"]) == ("2021-06-01", "2022-03-28")
    assert (read["baseline"], read["target"], read["progress"]) == (1, 3, 0)
    assert read["indicators"] == "MKT-2;MKT-4"
    assert read["drivers"]
    assert read["sdg"]
    assert len(read["title"]) <= 140


def test_what_the_plan_holds_is_not_written_again(sessions: tuple[Outcome, Outcome], tmp_path: Path):
    """4. It is said which action holds it."""
    found = sessions[1]

    assert already_planned(found, "a", ("R-COC-LO2", "R-COC-LO1")) == {"R-COC-LO2": "a-A05"}
    assert print_plan_rows(found, tmp_path / "plan", "a", ("R-COC-LO2",), date(2021, 6, 1)) == []
    assert print_plan_rows(found, tmp_path / "plan", "a", ("R-COC-LO1",), date(2021, 6, 1)) == [
        tmp_path / "plan" / "a.xlsx"
    ]
    assert print_agendas(found, tmp_path / "agenda") == [tmp_path / "agenda" / "a.xlsx"]
    with pytest.raises(CampaignError, match="R-NO-1"):
        print_plan_rows(found, tmp_path, "a", ("R-NO-1",), date(2021, 6, 1))
    with pytest.raises(CampaignError, match="'b'"):
        print_agendas(found, tmp_path, "b")
