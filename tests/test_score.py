"""Scores, what withholds them, and their bounds.

1. A block score is the mean of its indicators, 25 points a level; two thirds of them and three at least, else withheld.
2. A block without any applicable indicator is not applicable, not withheld.
3. Bounds: every missing level at 0 and at 4; more missing never narrows them.
4. The index needs six of eight blocks; it is the weighted mean under the scenario, and balanced.
5. Bands follow the mean level: low under 1.5, high from 2.75.
6. The lowest indicator is named; block x driver means count what they rest on.
7. Raising one answer never lowers a score; the scale of the policy changes points, never bands.
8. A block that the policy calls a weakest link is as good as its lowest core indicator; the others stay.
9. The target may lie between two levels: what lies below it has a gap, what lies above has none.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from schemas.outcome import Outcome
from sheet_templates.load import guideline
from tests.books import answers, campaign, outcome, territory

ALL = {one.id: one.block_id for one in guideline().indicators()}
LEG = [one for one in ALL if one.startswith("LEG")]
SO = "Sans objet"


@pytest.fixture(scope="module")
def found() -> Outcome:
    """Territories that answer more or less."""
    books = {
        "five": answers(dict(zip(LEG, [[0], [1], [2], [3], [4]], strict=False))),
        "four": answers(dict(zip(LEG, [[0], [1], [2], [3]], strict=False))),
        "none": answers({one: [SO, SO] for one in LEG}),
        "partly": answers({one: [SO, SO] for one in LEG[:4]} | {one: [4] for one in LEG[4:]}),
        "six": answers({one: [1] for one, block in ALL.items() if block not in {"LEG", "DAT"}}),
        "most": answers({one: [1] for one, block in ALL.items() if block not in {"LEG", "DAT", "COM"}}),
        "whole": answers({one: [4] if block == "COC" else [2] for one, block in ALL.items()}),
        "higher": answers({one: [4] if block == "COC" or one == "DAT-1" else [2] for one, block in ALL.items()}),
    }
    return outcome(books, campaign(*(territory(one, scenario="S5" if one == "whole" else "S0") for one in books)))


def block(found: Outcome, territory_id: str, block_id: str = "LEG") -> pd.Series:
    frame = found.block_scores
    return frame[(frame["territory_id"] == territory_id) & (frame["block_id"] == block_id)].iloc[0]


def index(found: Outcome, territory_id: str) -> pd.Series:
    return found.index.set_index("territory_id").loc[territory_id]


def test_a_block_is_the_mean_of_its_indicators(found: Outcome):
    """1, 3, 6. Five of seven: 71 %."""
    mine = block(found, "five")

    assert (mine["status"], mine["score"], mine["band"], mine["limiting_indicator"]) == ("scored", 50, "mid", "LEG-1")
    assert (mine["lower"], mine["upper"]) == (pytest.approx(250 / 7), pytest.approx(450 / 7))


def test_too_little_is_withheld_and_bounded(found: Outcome):
    """1, 3. Four of seven: 57 %."""
    mine = block(found, "four")

    assert (mine["status"], mine["reason"], mine["band"]) == ("withheld", "too_few_indicators", "")
    assert pd.isna(mine["score"])
    assert mine["upper"] - mine["lower"] > block(found, "five")["upper"] - block(found, "five")["lower"]


def test_not_applicable_is_not_withheld(found: Outcome):
    """2."""
    assert block(found, "none")["status"] == "not_applicable"
    assert (block(found, "partly")["status"], block(found, "partly")["coverage"]) == ("scored", 1)


@pytest.mark.parametrize(
    ("territory_id", "status"), [("six", "partial"), ("most", "withheld"), ("whole", "complete"), ("none", "withheld")]
)
def test_the_index_needs_six_of_eight_blocks(found: Outcome, territory_id: str, status: str):
    """4."""
    mine = index(found, territory_id)

    assert mine["status"] == status
    assert pd.isna(mine["index"]) == (status == "withheld")


def test_the_scenario_weighs_the_index_and_no_block(found: Outcome):
    """4. COC weighs 22 % under S5, 12.5 % balanced; it stands at 100, the others at 50."""
    mine = index(found, "whole")

    assert mine["index"] == pytest.approx(50 + 0.22 * 50)
    assert mine["index_balanced"] == pytest.approx(50 + 0.125 * 50)
    assert block(found, "whole", "COC")["score"] == pytest.approx(100)


def test_bands_follow_the_mean_level():
    """5, 7. Core depth: three indicators per block."""
    core = [one.id for one in guideline().block("LEG").indicators if one.core]
    levels = {"a": [1, 2, 1], "b": [1, 2, 2], "c": [3, 3, 2], "d": [3, 3, 3]}
    convex = replace(guideline(), policy=replace(guideline().policy, points=(0, 10, 30, 60, 100)))
    typed = {
        name: answers({one: [level] for one, level in zip(core, each, strict=True)}) for name, each in levels.items()
    }
    given = campaign(*(territory(one) for one in levels), depth="core")
    linear, bent = (outcome(typed, given, content) for content in (guideline(), convex))

    for found in (linear, bent):
        assert [block(found, name)["band"] for name in levels] == ["low", "mid", "mid", "high"]
    assert all(block(bent, name)["score"] < block(linear, name)["score"] for name in levels)


def test_raising_an_answer_never_lowers_a_score(found: Outcome):
    """7."""
    before, after = (
        found.block_scores[found.block_scores["territory_id"] == one]["score"].to_numpy() for one in ("whole", "higher")
    )

    assert (after >= before).all()
    assert (after > before).sum() == 1


def test_block_and_driver_cells_count_what_they_rest_on(found: Outcome):
    """6."""
    mine = found.driver_scores[found.driver_scores["territory_id"] == "five"]
    leg = mine[mine["block_id"] == "LEG"]

    assert (mine["n_scored"] <= mine["n_indicators"]).all()
    assert leg["score"].notna().any()
    assert mine[mine["block_id"] == "DAT"]["score"].isna().all()


def test_a_weakest_link_is_as_good_as_its_lowest_core_indicator():
    """8. Two indicators at 0 that are not core do not count; the lowest core one, at 1, does."""
    content = guideline()
    core = [one.id for one in content.block("LEG").indicators if one.core]
    rest = [one.id for one in content.block("LEG").indicators if not one.core]
    levels = {**dict.fromkeys(rest, [0]), **dict.fromkeys(core, [3]), core[1]: [1]}
    typed = {"a": answers({**levels, **{one.replace("LEG", "COC"): value for one, value in levels.items()}})}
    policy = replace(content.policy, weakest_link_blocks=("LEG",))
    plain, weakest = (outcome(typed, content=replace(content, policy=one)) for one in (content.policy, policy))
    scores = [found.block_scores.set_index("block_id") for found in (plain, weakest)]

    assert scores[1].loc["LEG", "score"] == pytest.approx(25)
    assert scores[1].loc["LEG", ["n_scored", "n_applicable"]].to_list() == [3, 3]
    assert scores[1].loc["COC", "score"] == scores[0].loc["COC", "score"]
    assert scores[0].loc["LEG", "score"] == pytest.approx(25 * 7 / 7)


@pytest.mark.parametrize(("target", "first"), [(2, ""), (2.5, "LEG"), (4, "LEG;COC")])
def test_a_target_between_two_levels_is_met_between_them(target: float, first: str):
    """9. LEG at 58 points, COC at 67: a target of 2.5 levels is 62.5 points."""
    policy = replace(guideline().policy, target_level=target)
    levels = {"LEG": [2, 2, 3], "COC": [2, 3, 3]}
    typed = {"a": answers({one: levels[block] for one, block in ALL.items() if block in levels})}
    made = outcome(typed, content=replace(guideline(), policy=policy))

    assert made.index["top_blocks"].tolist() == [first]
