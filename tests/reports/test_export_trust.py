"""What says how far scores can be trusted, as analysts get it.

1. Notes, cautions, gaps between groups and between territories, benchmarks, changes and the method leave as tables.
2. What was held back as too small stays empty; a territory that is not published has no line.
3. What people said of themselves leaves as a mean of territories only: single answers leave too, and from both one
   could find out who belongs to which group.
3. What is to be discussed, what the scenarios rest on, why a recommendation was given and how the plans moved leave as
   tables; a status somebody typed is a quote, and the two sides stand apart only where both are enough people.
4. Who could learn from whom does not leave: only how many, and only where nobody could guess who. Respondents are
   counted by type of actor; types of few people are counted together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reports.export_tables import Exported, tables
from reports.redact import NO_QUOTES, NONE, ORGANISATIONS
from schemas import frames
from schemas.frames.base import typed
from schemas.outcome import Outcome
from tests.reports import factory
from tests.reports.factory_trust import MENTOR, trusted

pytestmark = pytest.mark.slow

NAMES = (
    "block_notes", "index_notes", "cautions", "group_gaps", "gaps_across", "across", "benchmarks", "changes",
    "method_run",
)  # fmt: skip


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
    assert rows(found["gaps_across"], "grouping", "n_territories", "difference") == [
        ("gender", 5, -12.6), ("area", 5, 1.2),
    ]  # fmt: skip
    assert rows(found["across"], "block_id", "gini", "effective_weight") == [
        ("LEG", 0.25, 0.31), ("COC", None, None), ("", 0.1, None),
    ]  # fmt: skip
    assert rows(found["benchmarks"], "territory_id", "median", "place") == [("praia", 50.0, "above")]
    assert [one for (one,) in rows(found["changes"], "direction")] == ["rose", "fell"]
    assert ("seed", "20210601") in rows(found["method_run"], "item", "value")
    assert all(len(found[name].columns[0]) for name in NAMES)


def test_groups_of_a_territory_leave_by_type_of_actor_only(found: dict[str, Exported]):
    """3. The outcome holds women and men of Praia, for its feedback."""
    assert "gender" in set(trusted().group_gaps["grouping"])
    assert rows(found["group_gaps"], "grouping") == [("actors",), ("actors",)]


def test_a_territory_that_is_not_published_has_no_line():
    """2."""
    made = trusted()
    hidden = tuple(replace(one, publish=one.id != "praia") for one in made.campaign.territories)
    found = tables(replace(made, campaign=replace(made.campaign, territories=hidden)), ORGANISATIONS)
    of = {one.name: one.columns[0] for one in found if one.name in NAMES and one.fields[0].name == "territory_id"}

    assert len(of) == len(NAMES) - 3
    assert not any("praia" in column for column in of.values())


def test_what_is_discussed_suggested_and_followed_up_leaves(found: dict[str, Exported]):
    """3."""
    assert rows(found["agenda"], "territory_id", "indicator_id", "spread", "levels") == [
        ("praia", "LEG-1", 3.0, "0:1 3:3")
    ]
    assert rows(found["scenario_suggestions"], "scenario_id", "suggestion", "reason", "missing") == [
        ("S2", "suggested", "CTX-23=no_law; PLA-2=3.5", ""),
        ("S6", "unknown", "", "CTX-17"),
        ("S5", "no", "", ""),
    ]
    assert {code for (code,) in rows(found["scenarios"], "scenario_id")} >= {"S2", "S5", "S6"}
    assert rows(found["plan_follow_up"], "title", "move", "counted_status", "days_late") == [
        ("=1+1", "stepped_back", "delayed", 12)
    ]


def _why(found: str) -> Outcome:
    row = ("praia", "R-LEG-LO1", "R1@1", "CTX-23", found, "no_law", "true")
    return replace(trusted(), reasons=frames.Reasons.validate(typed(frames.Reasons, [row])))


def test_a_reason_names_no_person():
    """3."""
    (table,) = (one for one in tables(_why(f"no_law {factory.EMAIL}"), NONE) if one.name == "reasons")
    ((about, said),) = rows(table, "about", "found")

    assert about == "CTX-23"
    assert said.startswith("no_law [")
    assert factory.EMAIL not in said


@pytest.mark.parametrize(("agreement", "shown"), [(NONE, True), (ORGANISATIONS, True), (NO_QUOTES, False)])
def test_a_status_somebody_typed_is_a_quote(agreement: str, *, shown: bool):
    """3."""
    made = trusted()
    typed_in = made.plan_follow_up.assign(status="presque fini", counted_status="presque fini")
    (table,) = (
        one for one in tables(replace(made, plan_follow_up=typed_in), agreement) if one.name == "plan_follow_up"
    )
    ((before, status, counted),) = rows(table, "status_before", "status", "counted_status")

    assert before == "started"
    assert ((status, counted) == ("presque fini", "presque fini")) == shown
    assert "presque" not in f"{status}{counted}" or shown


def _asked(kinds: dict[str, int]) -> Outcome:
    """Praia with so many respondents of each type of actor."""
    made = trusted()
    kind = made.respondents.iloc[0].to_dict()
    rows_ = [
        tuple({**kind, "territory_id": "praia", "respondent_id": f"R{n}", "actor_type": one, "n_answers": 3}.values())
        for n, one in enumerate([one for one, count in kinds.items() for _ in range(count)], start=1)
    ]
    return replace(made, respondents=frames.Respondents.validate(typed(frames.Respondents, rows_)))


def test_sides_stand_apart_only_where_both_are_large():
    """3, 4."""
    officials, actors = (next(iter(side)) for side in (trusted().guideline.officials, trusted().guideline.sse_actors))
    shown = {}
    for count in (2, 3):
        made = {one.name: one for one in tables(_asked({officials: 3, actors: count}), NONE)}
        shown[count] = (
            rows(made["agenda"], "actor_gap", "officials_level", "sse_level"),
            rows(made["voices"], "actor_type", "n_respondents"),
        )

    assert shown[2] == ([(None, None, None)], [(officials, 3), ("", 2)])
    assert shown[3] == ([(1.5, 3.0, 1.5)], [(officials, 3), (actors, 3)])


def test_who_learns_from_whom_stays_between_the_two(found: dict[str, Exported]):
    """4."""
    made = trusted()
    pair = made.peers.iloc[0].to_dict()
    ids = [one.id for one in made.campaign.territories]
    many = [tuple({**pair, "territory_id": one, "mentor_id": MENTOR}.values()) for one in ids if one != MENTOR]
    crowd = replace(made, peers=frames.Peers.validate(typed(frames.Peers, many)))
    (table,) = (one for one in tables(crowd, NONE) if one.name == "meetings")

    assert "peers" not in found
    assert set(rows(found["meetings"], "n_learners", "n_mentors", "n_exchanges")) == {(None, None, None)}
    assert rows(table, "block_id", "n_learners", "n_mentors")[0] == ("LEG", 5, None)
