"""Scenarios are suggested with their reason, never chosen; participants' weights count where they sum up.

1. Every scenario of DOMAIN 4 is suggested by its own facts, with these facts as the reason.
2. What nobody filled in is "unknown" with what is missing, never "no" and never "suggested".
3. The order is S2, S6, S1, S5, S3, then the overlay S4; a further sign stands beside.
4. A crisis needs both the crisis and the loss of employment, and a month not too long ago.
5. The robustness line tells whether the first three blocks differ from the balanced ones; block scores never change.
6. Points: rows that do not sum up, or hold a word, are told and do not count; those that do become weights.
7. What the figures do not show a territory may declare, and says why; who declares nothing is asked for nothing.
8. The list on the screen names scenarios, facts and choices, what is missing, and what a person chose.
"""

from __future__ import annotations

import pytest

from pipeline.by_territory import Outcomes
from pipeline.facts import Facts
from pipeline.logic import all_of, any_of, compares, none_of
from pipeline.read_allocations import read_allocations
from pipeline.read_shapes import Found, Sheet
from pipeline.said import Teller
from pipeline.scenarios import suggestion_lines, suggestion_rows, suggestions
from schemas.frames import Allocations
from schemas.frames.base import typed
from sheet_templates.load import guideline
from tests.books import NOW, answers, campaign, outcome, territory

ALL = [one.id for one in guideline().indicators()]


def facts(levels: dict[str, float] | None = None, **context: object) -> Facts:
    """A territory of which a few things are known; CTX_05=1000 for numbers, CTX_23="no_law" for choices."""
    lines = {}
    for name, value in context.items():
        text, month = (value, "") if isinstance(value, str) else ("", "")
        text, _, month = text.partition("@")
        number = float(value) if not isinstance(value, str) else None  # type: ignore[arg-type]
        lines[name.replace("_", "-")] = {"value": text, "number": number, "month": month}
    rows = {one: {"level": level} for one, level in (levels or {}).items()}
    return Facts("t", "S0", "", NOW.date(), lines, rows)


def suggested(given: Facts) -> dict[str, str]:
    frame = suggestions([given], guideline())
    return dict(zip(frame["scenario_id"], frame["suggestion"], strict=True))


@pytest.mark.parametrize(
    ("given", "scenario_id", "reason"),
    [
        (facts(CTX_23="no_law", CTX_27="no_plan"), "S1", "CTX-23=no_law; CTX-27=no_plan"),
        (facts(CTX_23="adopted_without_decrees"), "S2", "CTX-23=adopted_without_decrees"),
        (facts({"LEG-2": 1}, CTX_23="adopted_and_applied"), "S2", "CTX-23=adopted_and_applied; LEG-2=1"),
        (facts({"PLA-2": 3, "SUP-1": 3.5}), "S3", "PLA-2=3; SUP-1=3.5"),
        (facts(CTX_30="pandemic@2020-03", CTX_31=-9.6), "S4", "CTX-30=pandemic; CTX-30=2020-03; CTX-31=-9.6"),
        (facts(CTX_05=49_999), "S5", "CTX-05=49999"),
        (facts(CTX_17=50), "S6", "CTX-17=50"),
    ],
)
def test_a_scenario_is_suggested_with_its_reason(given: Facts, scenario_id: str, reason: str):
    """1."""
    frame = suggestions([given], guideline()).set_index("scenario_id")

    assert frame.loc[scenario_id, "suggestion"] == "suggested"
    assert frame.loc[scenario_id, "reason"] == reason


def test_what_nobody_filled_in_is_unknown():
    """2, 3."""
    frame = suggestions([facts()], guideline())

    assert frame["scenario_id"].to_list() == ["S2", "S6", "S1", "S5", "S3", "S4"]
    assert set(frame["suggestion"]) == {"unknown"}
    assert frame.set_index("scenario_id").loc["S1", "missing"] == "CTX-23;CTX-27"


def test_one_false_fact_is_enough_to_say_no():
    """2."""
    assert suggested(facts(CTX_23="adopted_and_applied"))["S1"] == "no"
    assert suggested(facts(CTX_23="adopted_and_applied"))["S2"] == "unknown"


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (facts(CTX_30="pandemic@2020-03", CTX_31=-2), "no"),
        (facts(CTX_30="pandemic@2018-03", CTX_31=-9), "no"),
        (facts(CTX_30="no_crisis", CTX_31=-9), "no"),
        (facts(CTX_30="pandemic@2020-03"), "unknown"),
    ],
)
def test_a_crisis_needs_everything(given: Facts, verdict: str):
    """4. In June 2021 every territory would have been in crisis without the condition on employment."""
    assert suggested(given)["S4"] == verdict


@pytest.mark.parametrize(("key", "scenario_id"), [("declared_crisis", "S4"), ("declared_community_forms", "S6")])
def test_a_territory_may_declare_what_the_figures_do_not_show(key: str, scenario_id: str):
    """7. Employment has not fallen, informal work is rare."""
    declared = facts(CTX_36=key, CTX_30="pandemic@2020-03", CTX_31=2, CTX_17=10)
    silent = facts(CTX_30="pandemic@2020-03", CTX_31=2, CTX_17=10)
    row = suggestions([declared], guideline()).set_index("scenario_id").loc[scenario_id]

    assert (row["suggestion"], row["reason"], row["missing"]) == ("suggested", f"CTX-36={key}", "")
    assert suggested(silent)[scenario_id] == "no"
    assert "CTX-36" not in ";".join(suggestions([facts()], guideline())["missing"])


def test_a_declaration_is_told_with_its_reason():
    """7. A declaration without its reason is asked for it."""
    declared = {("context", "CTX-36", "value"): "Nous traversons une crise"}
    reason = {("context", "CTX-36", "text"): "Deux usines ont fermé ; rien n'est encore dans les chiffres."}
    found = outcome({"praia-cv": declared | reason})
    silent = outcome({"praia-cv": declared})
    said = [text for _, text in Teller(Outcomes(found), found.campaign.territories[0]).sentences()]
    (s4,) = (text.replace("\u00a0", " ") for text in said if text.startswith("S4") and "CTX-36" in text)

    assert "Nous traversons une crise" in s4
    assert "« Deux usines ont fermé ; rien n'est encore dans les chiffres. »" in s4
    assert "DETAIL_MISSING" not in set(found.problems["code"])
    assert "DETAIL_MISSING" in set(silent.problems["code"])


def test_a_reason_is_told_as_readers_write_it():
    """1. French has a space before the colon and a decimal comma."""
    found = outcome({"praia-cv": {("context", "CTX-17", "value"): 80.5}})
    said = [text for _, text in Teller(Outcomes(found), found.campaign.territories[0]).sentences()]
    (s6,) = (text.replace("\u00a0", " ") for text in said if text.startswith("S6") and "CTX-17" in text)

    assert s6.endswith("proposé, car Emploi informel (CTX-17) : 80,5.")


def test_the_list_on_the_screen_says_names_and_not_only_codes():
    """8."""
    declared = {("context", "CTX-36", "value"): "Nous traversons une crise"}
    found = outcome({"praia-cv": declared | answers({"PLA-2": [4, 4], "SUP-1": [3, 3]})})

    *lines, legend = suggestion_lines(suggestion_rows(found))
    (plan,) = (one for one in lines if " S3 " in one)
    (crisis,) = (one for one in lines if " S4 " in one)
    (law,) = (one for one in lines if " S2 " in one)

    assert "Consolidated ecosystem" in plan
    assert plan.endswith("suggested: PLA-2 Dedicated SSE plan = 4; SUP-1 Dedicated support structure = 3")
    assert crisis.endswith("CTX-36 What the territory declares = We are going through a crisis")
    assert "cannot be said yet, fill in: CTX-23 National SSE law; " in law
    assert "territories.csv" in legend


def test_a_further_sign_stands_beside():
    """3."""
    frame = suggestions([facts(CTX_05=20_000, CTX_29=0.5)], guideline()).set_index("scenario_id")

    assert frame.loc["S5", "supported"] == "CTX-29=0.5"


def test_three_valued_logic():
    """2."""
    values = (True, None, False)
    both = [[all_of((one, other)) for other in values] for one in values]
    either = [[any_of((one, other)) for other in values] for one in values]

    assert both == [[True, None, False], [None, None, False], [False, False, False]]
    assert either == [[True, True, True], [True, None, None], [True, None, False]]
    assert [none_of([one]) for one in values] == [False, None, True]
    assert (compares(2, "<=2"), compares(2, "<2"), compares(None, ">0")) == (True, False, None)


def test_the_robustness_line_compares_with_the_balanced_order():
    """5."""
    levels = {one: [1 if one[:3] in {"LEG", "COC", "MKT", "SUP"} else 2] * 2 for one in ALL}
    given = campaign(
        territory("even"), territory("small", scenario="S5"), territory("both", scenario="S2", overlay="S4")
    )
    found = outcome(dict.fromkeys(("even", "small", "both"), answers(levels)), given)
    notes, index = (frame.set_index("territory_id") for frame in (found.index_notes, found.index))
    blocks = found.block_scores.pivot_table(index="block_id", columns="territory_id", values="score")

    assert notes["is_order_robust"].to_dict() == {"even": True, "small": False, "both": False}
    assert index.loc["small", "top_blocks"] == "COC;SUP;MKT"
    assert (blocks["even"] == blocks["small"]).all()
    assert (blocks["even"] == blocks["both"]).all()


def spread_points(*rows: dict[str, object]):
    """The reading of a respondents' tab with columns for points."""
    blocks = [block.id for block in guideline().blocks]
    table = [[row.get(block, "") for block in blocks] for row in rows]
    tab = Found(
        "respondents",
        Sheet("Qui", table),
        {f"R{n}": n - 1 for n in range(1, len(rows) + 1)},
        {f"points:{block}": n for n, block in enumerate(blocks)},
    )
    return read_allocations("a", tab, [f"R{n}" for n in range(1, len(rows) + 1)], blocks, guideline().policy)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"LEG": 60, "DAT": 40}, ""), ({"LEG": 60, "DAT": 40.9}, ""), ({"LEG": 60, "DAT": 42}, "POINTS_SUM"),
        ({"LEG": 60, "DAT": -4}, "VALUE_OUT_OF_RANGE"), ({"LEG": "beaucoup", "DAT": 100}, "VALUE_UNREADABLE"), ({}, ""),
    ],
)  # fmt: skip
def test_points_count_where_they_sum_up(row: dict[str, object], code: str):
    """6."""
    rows, problems = spread_points(row)
    frame = Allocations.validate(typed(Allocations, rows))

    assert {one.code for one in problems} - {"POINTS_SUM"} | ({"POINTS_SUM"} if code == "POINTS_SUM" else set()) == (
        {code} if code else set()
    )
    assert bool(frame["is_used"].any()) == (bool(row) and not code)
    if frame["is_used"].any():
        assert frame["share"].sum() == pytest.approx(1)


def test_points_become_weights_and_never_touch_a_block_score():
    """6. Types of actor weigh the same; two officials give all to LEG, one network all to DAT."""
    from pipeline.assess import Scored, assess
    from pipeline.consensus import voices
    from pipeline.targets import block_targets

    levels = {one: [0 if one.startswith("LEG") else 4] * 3 for one in ALL}
    found = outcome({"a": answers(levels)})
    kinds = ["municipality", "municipality", "sse_network"]
    known = found.respondents.assign(actor_type=[*kinds, "", ""])
    points = [
        ("a", f"R{n}", block, 100.0, 1.0, True, "100", "Qui", "F5") for n, block in ((1, "LEG"), (2, "LEG"), (3, "DAT"))
    ]
    people = voices(found.answers, known, found.guideline, found.campaign)
    given = Allocations.validate(typed(Allocations, points))
    scored = Scored(
        people,
        found.indicator_scores,
        found.block_scores,
        found.index,
        given,
        known,
        found.context,
        found.actions,
        found.pulls,
        block_targets(found.block_scores, found.context, found.actions, found.guideline, found.campaign),
    )
    notes = assess(scored, found.guideline, found.campaign).trust.index_notes.iloc[0]

    assert notes["n_allocations"] == 3
    assert notes["index_participants"] == pytest.approx(50)
    assert notes["top_blocks_participants"] == "LEG"
    assert found.index_notes.iloc[0]["n_allocations"] == 0
