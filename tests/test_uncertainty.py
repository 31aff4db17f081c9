"""Intervals that can be trusted to be the same tomorrow.

1. The same seed gives the same intervals, whatever the order of territories and whoever else takes part, but for the
   pooled spread; another seed gives others.
2. Every scored block and index has an interval that holds its score under the respondents' doubt; withheld ones none.
3. The interval of both doubts is not narrower than that of the method alone, for the index.
4. One voice is said to be one voice; a level only the session stands behind has the spread of one voice.
5. More voices narrow the interval; duplicating every respondent keeps the score.
6. Under few answers the prior spread stands in and is said.
7. The bootstrap of respondents is a switch: it sees no doubt where all answer alike, and it is said that it was used.
8. Where the number of voices to ask is known, the interval narrows by the share that answered; a number that is too
   small changes nothing.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.uncertainty import territory_key
from schemas.outcome import Outcome
from sheet_templates.load import guideline
from tests.books import answers, campaign, outcome, territory

pytestmark = pytest.mark.slow

LEG = [f"LEG-{n}" for n in range(1, 8)]
CORE = [indicator.id for indicator in guideline().indicators() if indicator.core]


def core(*levels: int) -> dict[tuple[str, str, str], object]:
    """Every respondent answers every core indicator, shifted a little from one indicator to the next."""
    return answers({one: [min(4, level + place % 2) for level in levels] for place, one in enumerate(CORE)})


@pytest.fixture(scope="module")
def mixed() -> Outcome:
    """Territories that differ in who answered and how."""
    typed = {
        "one": answers(dict.fromkeys(LEG, [2])),
        "two": answers(dict.fromkeys(LEG, [2, 3])),
        "same": answers(dict.fromkeys(LEG, [2, 2, 2])),
        "few": answers(dict.fromkeys(LEG, [1, 2, 3])),
        "many": answers(dict.fromkeys(LEG, [1, 2, 3] * 4)),
        "agreed": {("block:LEG", one, "agreed"): 2 for one in LEG},
        "zero": answers({one.id: [0, 0, 0] for one in guideline().indicators()}),
        "four": answers({one.id: [4, 4, 4] for one in guideline().indicators()}),
        "wide": answers({one.id: [0, 2, 4] for one in guideline().indicators()}),
    }
    return outcome(typed, campaign(*(territory(one) for one in typed), respondents=12))


def people(found: Outcome, territory_id: str, block_id: str = "LEG") -> pd.Series:
    """The interval from the respondents' doubt."""
    frame = found.intervals
    chosen = (frame["territory_id"] == territory_id) & (frame["block_id"] == block_id)
    return frame[chosen & (frame["doubt"] == "respondents")].iloc[0]


def rows(frame: pd.DataFrame, territory_id: str) -> pd.DataFrame:
    return frame[frame["territory_id"] == territory_id].reset_index(drop=True)


def test_the_same_seed_gives_the_same_intervals_in_any_order_of_territories():
    """1."""
    typed = {"a": core(1, 2, 3), "b": core(0, 1), "c": core(3, 3, 2, 1)}
    one, other = (outcome(typed, campaign(*map(territory, order), depth="core")).intervals for order in ("abc", "cab"))

    for each in "abc":
        pd.testing.assert_frame_equal(rows(one, each), rows(other, each), check_categorical=False)


def test_another_seed_gives_other_draws_and_the_spread_is_assumed_for_one_territory():
    """1, 6."""
    given = campaign(territory("a"), depth="core")
    found = [outcome({"a": core(1, 2)}, replace(given, seed=seed)) for seed in (1, 2)]
    one, other = (each.intervals for each in found)
    drawn = one["doubt"] == "both"
    run = found[0].method_run.set_index("item")["value"]

    assert not one[drawn]["low"].equals(other[drawn]["low"])
    assert one[one["doubt"] == "respondents"].iloc[0]["low"] == other[other["doubt"] == "respondents"].iloc[0]["low"]
    assert (run["spread"], run["typical_spread"], run["seed"]) == ("assumed", "13.0", "1")


def test_a_territory_keeps_its_key():
    """1."""
    keys = [territory_key(one) for one in ("praia-cv", "praia-cv", "praia-cw")]

    assert keys[0] == keys[1] != keys[2]
    assert all(0 <= key < 2**63 for key in keys)


def test_intervals_hold_the_score_and_withheld_blocks_have_none(mixed: Outcome):
    """2."""
    score = mixed.block_scores.set_index(["territory_id", "block_id"]).loc[("few", "LEG"), "score"]
    withheld = people(mixed, "few", "COC")

    assert people(mixed, "few")["low"] < score < people(mixed, "few")["high"]
    assert withheld["note"] == people(mixed, "few", "")["note"] == "withheld"
    assert withheld[["low", "middle", "high", "standard_error"]].isna().all()


def test_both_doubts_together_are_not_less_than_the_method_alone(mixed: Outcome):
    """3."""
    index = mixed.intervals[(mixed.intervals["measure"] == "index") & (mixed.intervals["territory_id"] == "wide")]
    width = (index["high"] - index["low"]).set_axis(index["doubt"])

    assert width["both"] >= width["method"]
    assert width["both"] >= 0.9 * width["respondents"]


def test_one_voice_is_said_to_be_one_voice(mixed: Outcome):
    """4."""
    assert [people(mixed, one)["note"] for one in ("one", "two", "same", "agreed")] == [
        "one_voice",
        "",
        "",
        "no_voices",
    ]


def test_a_level_that_only_the_session_gave_has_the_spread_of_one_voice(mixed: Outcome):
    """4."""
    assert people(mixed, "agreed")["standard_error"] == pytest.approx(people(mixed, "one")["standard_error"])


def test_more_voices_narrow_the_interval_and_keep_the_score(mixed: Outcome):
    """5."""
    few, many = (people(mixed, one) for one in ("few", "many"))

    assert many["high"] - many["low"] < 0.6 * (few["high"] - few["low"])
    assert many["middle"] == pytest.approx(few["middle"])


def test_identical_answers_still_leave_a_doubt(mixed: Outcome):
    """5. A bootstrap would say zero."""
    assert people(mixed, "same")["high"] - people(mixed, "same")["low"] > 10


def test_every_interval_stays_on_the_scale(mixed: Outcome):
    """2."""
    ends = mixed.intervals[["low", "high"]].to_numpy(dtype=float)

    assert np.nanmin(ends) >= 0
    assert np.nanmax(ends) <= 100


def test_scores_do_not_move_with_who_takes_part(mixed: Outcome):
    """1. Only the interval borrows from the others, through the typical spread."""
    alone = outcome({"few": answers(dict.fromkeys(LEG, [1, 2, 3]))}, campaign(territory("few"), respondents=12))

    pd.testing.assert_frame_equal(
        rows(alone.block_scores, "few"), rows(mixed.block_scores, "few"), check_categorical=False
    )


def test_the_bootstrap_of_respondents_is_a_switch(mixed: Outcome):
    """7. Three alike: no width at all; one, two and three: its ends are among the answers given, and it is narrower."""
    policy = replace(guideline().policy, interval_method="bootstrap")
    typed = {"same": answers(dict.fromkeys(LEG, [2, 2, 2])), "few": answers(dict.fromkeys(LEG, [1, 2, 3]))}
    found = outcome(typed, content=replace(guideline(), policy=policy))
    same, few = people(found, "same"), people(found, "few")

    assert (same["low"], same["high"]) == (50, 50)
    assert 25 <= few["low"] < few["middle"] < few["high"] <= 75
    assert few["high"] - few["low"] < people(mixed, "few")["high"] - people(mixed, "few")["low"]
    assert "bootstrap" in set(found.method_run["value"])


def test_who_was_asked_out_of_how_many_narrows_the_interval():
    """8. Three of twelve: the error shrinks by the root of 1 - 3/12; all of three: no doubt is left; three of two: nonsense."""
    asked = {"unknown": None, "quarter": 12, "all": 3, "too_few": 2}
    typed = {one: answers(dict.fromkeys(LEG, [1, 2, 3])) for one in asked}
    places = [replace(territory(one), could_be_asked=number) for one, number in asked.items()]
    found = outcome(typed, campaign(*places))
    errors = {one: people(found, one)["standard_error"] for one in asked}

    assert errors["quarter"] == pytest.approx(errors["unknown"] * 0.75**0.5)
    assert errors["all"] == 0
    assert errors["too_few"] == errors["unknown"] > 0
    assert (people(found, "all")["low"], people(found, "all")["high"]) == pytest.approx((50, 50))
    assert dict(zip(found.method_run["item"], found.method_run["value"], strict=True))["could_be_asked"] == "3"
