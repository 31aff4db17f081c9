"""Advice: rules as data, never on what is unknown, always with its trace.

1. A recommendation is given in the band of its block, for what it lifts and is below target; every one has its trace.
2. Contested or polarised input turns "do" into "discuss"; a level agreed in the session settles it.
3. What is unknown never decides: the only obstacle unknown gives "collect first", with what to collect, without priority.
4. Nothing comes out of a territory of which nothing is known, nor advice to do out of a withheld block.
5. priority = gap x weight x leverage x feasibility; where another level must act, half.
6. At most three per block and eight in all, five in S5; the scenario's first ones first, the postponed ones last.
7. The order does not depend on the order of rows; ties go by probability, then id.
8. A worse level never takes the advice on a block away.
9. Rules that conflict never stand on the same short list.
10. SDG targets are those of what is lifted; agency fit names the agencies of the campaign.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facts import Facts
from pipeline.recommend import recommendations
from pipeline.rules import bands_within, verdict
from schemas.campaign import Agency
from schemas.errors import ContentError
from schemas.guideline import Guideline, Rule
from sheet_templates.load import guideline
from tests.books import answers, campaign, outcome, territory

ALL = {one.id: one.block_id for one in guideline().indicators()}
BLOCKS = list(dict.fromkeys(ALL.values()))
POLICY = guideline().policy


def facts(
    levels: dict[str, float | None],
    scenario: str = "S0",
    overlay: str = "",
    labels: dict[str, str] | None = None,
    **context: str,
) -> Facts:
    """A territory with these levels (None: nobody answered), everything else at 2, all voices agreeing."""
    indicators, blocks = {}, {}
    for one, block_id in ALL.items():
        level = levels.get(one, levels.get(block_id, 2.0))
        label = (labels or {}).get(one, "agreed")
        indicators[one] = {
            "level": level, "status": "unanswered" if level is None else "scored", "block_id": block_id, "agreement_label": label,
            "discuss": label == "polarised", "agreed_level": None, "because": f"Tab!{one}", "n_voices": 5,
        }  # fmt: skip
    for block_id in BLOCKS:
        known = [
            row["level"] for row in indicators.values() if row["block_id"] == block_id and row["level"] is not None
        ]
        size = sum(one == block_id for one in ALL.values())
        enough = len(known) >= size * 2 / 3
        mean = sum(known) / len(known) if known else 0.0
        band = max(
            (name for name, start in POLICY.bands.items() if mean + 1e-9 >= start), key=lambda name: POLICY.bands[name]
        )
        blocks[block_id] = {
            "status": "scored" if enough else "withheld", "band": band if enough else "", "score": 25 * mean if enough else None,
            "lower": 25 * sum(known) / size, "upper": 25 * (sum(known) + 4 * (size - len(known))) / size, "low": None, "high": None,
        }  # fmt: skip
    lines = {name.replace("_", "-"): {"value": value, "number": None, "month": ""} for name, value in context.items()}
    return Facts("t", scenario, overlay, None, lines, indicators, blocks, dict.fromkeys(BLOCKS, 0.125))


def advice(given: Facts, content: Guideline | None = None, **more: object) -> pd.DataFrame:
    frame, _ = recommendations([given], {}, content or guideline(), campaign(territory("t"), **more))
    return frame.set_index("rec_id")


def test_a_recommendation_is_given_in_its_band_with_its_trace():
    """1."""
    found = outcome({"a": answers({one: [1, 1, 1] if one.startswith("COC") else [3, 3, 3] for one in ALL})})
    given = found.recommendations.set_index("rec_id")
    trace = found.reasons[found.reasons["rec_id"] == "R-COC-LO1"]

    assert {one for one in given.index if "-COC-" in one} == {"R-COC-LO1", "R-COC-LO2", "R-COC-LO3"}
    assert trace[["rule", "about", "found", "wanted", "truth"]].to_numpy().tolist() == [
        ["BAND@1", "COC.band", "low", "low", "true"], ["BAND@1", "lifted", "COC-1=1; COC-2=1", "below_target", "true"],
    ]  # fmt: skip
    assert given.loc["R-COC-LO1", "because"] == "COC-1=1; COC-2=1"
    assert "!" in given.loc["R-COC-LO1", "cells"]
    assert set(found.reasons["rec_id"]) == set(given.index)


@pytest.mark.parametrize(
    ("label", "stance"),
    [
        ("agreed", "do"),
        ("no_contradiction_seen", "do"),
        ("too_few_voices", "do"),
        ("contested", "discuss"),
        ("polarised", "discuss"),
        ("two_voices_differ", "discuss"),
    ],
)
def test_contested_input_is_discussed(label: str, stance: str):
    """2."""
    assert advice(facts({"COC": 1}, labels={"COC-6": label})).loc["R-COC-LO3", "stance"] == stance


def test_an_agreed_level_settles_what_was_contested():
    """2."""
    given = facts({"COC": 1}, labels={"COC-6": "contested"})
    given.indicators["COC-6"]["agreed_level"] = 1.0  # type: ignore[index]

    assert advice(given).loc["R-COC-LO3", "stance"] == "do"


def test_an_unknown_fact_gives_collect_first_and_a_false_one_nothing():
    """3. LEG-LO2 reviews the national law: which one, nobody said."""
    unknown, there, none = (
        advice(facts({"LEG": 1}, **context))
        for context in ({}, {"CTX_23": "law_draft"}, {"CTX_23": "no_law", "CTX_25": "no_law"})
    )

    assert unknown.loc["R-LEG-LO2", ["stance", "collect"]].to_list() == ["collect_first", "CTX-23;CTX-25"]
    assert unknown.loc["R-LEG-LO2", ["priority", "gap"]].isna().all()
    assert there.loc["R-LEG-LO2", "stance"] == "do"
    assert "R-LEG-LO2" not in none.index


def test_a_withheld_block_gives_nothing_to_do():
    """4."""
    missing = dict.fromkeys([one for one in ALL if one.startswith("PLA")][1:])
    found = advice(facts({"PLA": 1, **missing}))
    mine = found[found["block_id"] == "PLA"]

    assert len(mine) > 0
    assert set(mine["stance"]) == {"collect_first"}
    assert mine["priority"].isna().all()
    assert "PLA-2" in mine["collect"].iloc[0].split(";")


def test_what_others_must_answer_is_not_to_be_found_out():
    """3. A rule on neighbours and on the upper end of another block: only that block can be found out here."""
    when = {"all": [{"neighbour": "own", "lower": ">=60"}, {"block": "LEG", "upper": "<50"}]}
    rule = Rule("NEAR", 1, ("R-COC-LO3",), "", (), when)
    found = advice(facts({"COC": 1}), content=replace(guideline(), rules=(rule,)))

    assert found.loc["R-COC-LO3", ["stance", "collect"]].to_list() == ["collect_first", "LEG"]


def test_nothing_known_gives_nothing():
    """4."""
    assert advice(facts(dict.fromkeys(ALL))).empty


def test_bands_that_the_bounds_exclude_are_not_collected_for():
    """3."""
    assert bands_within(0, 1.4, POLICY) == {"low"}
    assert bands_within(1.4, 2.75, POLICY) == {"low", "mid", "high"}
    assert bands_within(1.5, 2.74, POLICY) == {"mid"}


def test_priority_is_a_product():
    """5. R-COC-MI2 needs another level: 2.0 to 3 is 1, x .125 x leverage x .8 x .5."""
    found = advice(facts({}))
    content = {one.id: one for one in guideline().recommendations()}
    lifted = {one.id: one for one in guideline().indicators()}
    drivers = {driver for one in content["R-COC-MI2"].indicators for driver in lifted[one].drivers}

    assert found.loc["R-COC-MI2", "feasibility"] == pytest.approx(0.4)
    assert found.loc["R-COC-MI2", "priority"] == pytest.approx(1 * 0.125 * len(drivers) / 2 * 0.4)


@pytest.mark.parametrize(("scenario", "limit"), [("S0", 8), ("S5", 5)])
def test_the_short_list_is_short(scenario: str, limit: int):
    """6."""
    found = advice(facts({}, scenario))
    chosen = found[found["selected"]]

    assert len(chosen) == limit
    assert chosen["block_id"].value_counts().max() <= 3


def test_the_scenario_puts_first_and_last():
    """6. S1 starts with voice and recognition, and postpones reserved contracts."""
    first = advice(facts(dict.fromkeys(BLOCKS, 1.0), "S1", CTX_23="no_law", CTX_25="no_law"))
    later = advice(facts({}, "S1"))

    assert list(first.sort_values("rank").index[:4]) == ["R-COC-LO1", "R-LEG-LO1", "R-COM-LO1", "R-PLA-LO2"]
    assert later[later["stance"] != "collect_first"].sort_values("rank").index[-1] == "R-MKT-MI2"


def test_in_a_crisis_only_short_actions_come_first():
    """6."""
    found = advice(facts(dict.fromkeys(BLOCKS, 1.0), "S1", "S4")).sort_values("rank")
    ready = found[(found["stance"] == "do")]["horizon"].to_list()

    assert list(found.index[:4]) == ["R-MKT-LO3", "R-SUP-LO2", "R-MKT-LO1", "R-MKT-LO2"]
    assert ready == sorted(ready, key=lambda one: one != "S")


def test_ties_go_by_probability_then_id():
    """7."""
    given = facts({})
    plain, _ = recommendations([given], {}, guideline(), campaign(territory("t")))
    likely, _ = recommendations([given], {("t", "DAT"): 0.9}, guideline(), campaign(territory("t")))
    priorities = plain.set_index("rec_id")["priority"].dropna().round(9)
    tied = [one for one, priority in priorities.items() if priority == priorities["R-DAT-MI3"]]

    assert plain["rec_id"].to_list() == advice(given).index.to_list()
    assert tied == sorted(tied)
    assert likely["rec_id"].to_list().index("R-DAT-MI3") <= plain["rec_id"].to_list().index("R-DAT-MI3")


@settings(max_examples=25, deadline=None)
@given(
    levels=st.lists(st.integers(0, 4), min_size=7, max_size=7), place=st.integers(0, 6), lower=st.integers(1, 4),
)  # fmt: skip
def test_a_worse_level_never_takes_the_advice_on_a_block_away(levels: list[int], place: int, lower: int):
    """8."""
    names = [one for one in ALL if one.startswith("COM")] + ["DAT-1"]
    before = dict(zip(names, map(float, levels), strict=True))
    after = {**before, names[place]: max(0.0, before[names[place]] - lower)}
    one, other = (advice(facts(each)) for each in (before, after))

    assert set(one["block_id"]) <= set(other["block_id"])


def test_conflicting_recommendations_do_not_share_a_short_list():
    """9."""
    both = Rule("EITHER", 2, ("R-COC-LO1",), "", ("R-COC-LO2",), {"all": [{"block": "COC", "band": "low"}]})
    content = replace(guideline(), rules=(*guideline().rules, both))
    free, bound = (advice(facts({"COC": 1}, "S1"), one) for one in (guideline(), content))

    assert free.loc[["R-COC-LO1", "R-COC-LO2"], "selected"].all()
    assert bound.loc[["R-COC-LO1", "R-COC-LO2"], "selected"].sum() == 1
    assert bound.loc["R-COC-LO1", "rules"] == "BAND@1;EITHER@2"


def test_sdg_targets_and_agencies():
    """10."""
    agencies = (Agency("gsef", "GSEF", "en", "GSEF"), Agency("x", "X", "en", ""))
    found = advice(facts({"COC": 1}), agencies=agencies)
    lifted = {one.id: one for one in guideline().indicators()}

    assert found.loc["R-COC-LO1", "agency_fit"] == "GSEF"
    assert set(found.loc["R-COC-LO1", "sdg_targets"].split(";")) == {
        target for one in ("COC-1", "COC-2") for target in lifted[one].sdg_targets
    }


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ({"block": "own", "score": "<50"}, True),
        ({"block": "own", "upper": "<50"}, None),
        ({"block": "own", "weight": ">0.2"}, False),
        ({"block": "DAT", "change": "fell"}, None),
        ({"indicator": "COC-1", "label": "agreed"}, True),
        ({"indicator": "COC-1", "n_voices": ">=3"}, True),
        ({"scenario": "S4"}, False),
        ({"neighbour": "own", "lower": ">70"}, None),
        ({"variable": "CTX-23", "op": "eq", "value": "no_law"}, None),
    ],
)
def test_every_kind_of_condition_can_be_asked(condition: dict[str, object], truth: bool | None):  # noqa: FBT001 - a case of the table
    """1, 3."""
    rec = next(one for one in guideline().recommendations() if one.id == "R-COC-LO1")
    found, looked = verdict([Rule("X", 1, ("*",), "", (), {"all": [condition]})], facts({"COC": 1}), rec, guideline())

    assert found is truth
    assert [one.truth for one in looked] == [truth]


def test_a_condition_nobody_knows_is_refused():
    """1."""
    rec = next(iter(guideline().recommendations()))

    with pytest.raises(ContentError, match="no kind of condition"):
        verdict([Rule("X", 1, ("*",), "", (), {"all": [{"moon": "full"}]})], facts({}), rec, guideline())
