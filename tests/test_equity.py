"""Gaps between groups of a territory and between territories.

1. Officials and SSE actors stand side by side only where both are three voices or more, and nobody is left over whom
   one could tell; several people of one organisation are one voice.
2. The gap is that of the questions both answered; it is clear only beyond chance; it never changes a score.
3. Atkinson's index needs two types of actor with three voices each; 0 where they answer alike. Beside the two sides it
   tells the mean of a third type, so nobody must be left over then.
4. Between territories nothing is worked out for fewer than five that publish.
5. Range, Gini and Theil are those of the scores; Theil's parts need two countries.
6. Effective weights sum to 1, and a block that decides is said; shifts are those of leaving the block out.
7. The feedback says the gaps in words.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.by_territory import Outcomes
from pipeline.said import Teller
from schemas.outcome import Outcome
from sheet_templates.load import guideline, words
from tests.books import answers, campaign, outcome, territory

pytestmark = pytest.mark.slow

LEG = [f"LEG-{n}" for n in range(1, 8)]
ALL = [one.id for one in guideline().indicators()]
#: Three officials, three SSE actors.
SIX = (*["municipality"] * 3, *["sse_network"] * 3)
CITIZENS = ["citizens"] * 3
NINE = [4, 4, 3, 0, 0, 1, 2, 2, 2]


def people(*types: str, organisations: list[str] | None = None) -> dict[tuple[str, str, str], object]:
    """The respondents' tab, in French: one organisation each unless named."""
    names = organisations or [f"Organisation {number}" for number in range(len(types))]
    typed: dict[tuple[str, str, str], object] = {}
    for number, (kind, name) in enumerate(zip(types, names, strict=True), start=1):
        typed["respondents", f"R{number}", "organisation"] = name
        typed["respondents", f"R{number}", "actor_type"] = words("fr")(f"actor_types.{kind}")
    return typed


@pytest.fixture(scope="module")
def found() -> Outcome:
    """Territories that differ in who answered."""
    apart, alike = dict.fromkeys(LEG, [4, 4, 3, 0, 0, 1]), dict.fromkeys(LEG, [2, 1, 3, 2, 2, 2])
    more = dict.fromkeys(LEG, [4, 4, 3, 0, 0, 1, 2])
    typed = {
        "apart": {**answers(apart), **people(*SIX)},
        "alike": {**answers(alike), **people(*SIX)},
        "few": {**answers(dict.fromkeys(LEG, [4, 4, 0, 0, 1])), **people(*SIX[1:])},
        "merged": {**answers(apart), **people(*SIX, organisations=["A", "A", "B", "C", "D", "E"])},
        "alone": {**answers(more), **people(*SIX, "university")},
        "three-types": {**answers(dict.fromkeys(LEG, NINE)), **people(*SIX, *CITIZENS)},
        "and-one": {**answers(dict.fromkeys(LEG, [*NINE, 4])), **people(*SIX, *CITIZENS, "university")},
    }
    given = campaign(*(territory(one) for one in typed), respondents=10)
    return outcome(typed, given)


def gap(found: Outcome, territory_id: str) -> pd.Series:
    frame = found.group_gaps
    return frame[(frame["territory_id"] == territory_id) & (frame["block_id"] == "LEG")].iloc[0]


def test_small_groups_are_never_shown(found: Outcome):
    """1."""
    frame = found.group_gaps
    shown = frame[frame["difference"].notna()]

    assert list(dict.fromkeys(shown["territory_id"])) == ["apart", "alike", "three-types", "and-one"]
    assert set(shown["n_first"]) | set(shown["n_second"]) == {3}


def test_the_gap_is_that_of_the_means(found: Outcome):
    """2. Officials 4, 4, 3 and SSE actors 0, 0, 1: 275/3 and 25/3 points."""
    apart, alike = gap(found, "apart"), gap(found, "alike")

    assert (apart["first_score"], apart["second_score"]) == pytest.approx((275 / 3, 25 / 3))
    assert apart["difference"] == pytest.approx(250 / 3)
    assert apart["low"] < apart["difference"] < apart["high"]
    assert (apart["is_clear"], alike["is_clear"]) == (True, False)
    assert alike["difference"] == pytest.approx(0)


def test_the_inequality_between_types_of_actor(found: Outcome):
    """3. Means of 2 and 2 are alike; those of 275/3 and 25/3 points are not, on the scale from 1 to 100."""
    ends = [1 + 0.99 * one for one in (275 / 3, 25 / 3)]

    assert gap(found, "alike")["atkinson"] == pytest.approx(0, abs=1e-12)
    assert gap(found, "apart")["atkinson"] == pytest.approx(1 - (ends[0] * ends[1]) ** 0.5 / (sum(ends) / 2))
    assert gap(found, "alone")["n_types"] == 2
    assert gap(found, "three-types")["n_types"] == 3
    assert pd.isna(gap(found, "and-one")["atkinson"])
    assert not found.group_gaps["territory_id"].isin(["few", "merged"]).any()


def test_the_feedback_says_the_gaps(found: Outcome):
    """7."""
    said = [text for _, text in Teller(Outcomes(found), found.campaign.territory("apart")).sentences()]
    short = guideline().block("LEG").short["fr"]
    row = gap(found, "apart")
    ends = {"low": f"{row['low']:.0f}", "high": f"{row['high']:.0f}"}

    assert words("fr")("trust.equity.actors.first", block=short, gap="83", n=3, m=3, **ends) in said


def across(levels: list[int], **more: object) -> Outcome:
    """Territories that all answer one level throughout, half of them in another country."""
    typed = {f"t{number}": answers(dict.fromkeys(ALL, [level])) for number, level in enumerate(levels)}
    places = [replace(territory(one), country="ML" if n % 2 else "CV", **more) for n, one in enumerate(typed)]  # type: ignore[arg-type]
    return outcome(typed, campaign(*places))


def test_territories_side_by_side():
    """4, 5. Scores 0, 25, 50, 75, 100: range 100, Gini 0.4; parts of Theil sum to the whole."""
    frame = across([0, 1, 2, 3, 4]).across.set_index("block_id")
    scores = np.array([0.0, 25, 50, 75, 100])
    ratio = scores[1:] / scores.mean()
    row = frame.loc["LEG"]

    assert (row["lowest"], row["highest"]) == pytest.approx((0, 100))
    assert (row["n_territories"], row["n_countries"]) == (5, 2)
    assert row["gini"] == pytest.approx(0.4)
    assert row["theil_between"] + row["theil_within"] == pytest.approx((ratio * np.log(ratio)).sum() / 5)
    assert frame.loc["", "gini"] == pytest.approx(0.4)


def test_few_or_private_territories_are_not_summed_up():
    """4."""
    for frame in (across([0, 1, 2, 3]).across, across([0, 1, 2, 3, 4], publish=False).across):
        assert (
            frame[["lowest", "highest", "gini", "theil_within", "effective_weight", "mean_shift"]].isna().all(axis=None)
        )


def test_a_block_that_decides_is_said():
    """6. Only the block LEG differs between territories: it has all the weight there is."""
    levels = [0, 1, 2, 3, 4]
    typed = {
        f"t{number}": answers({one: [level if one.startswith("LEG") else 2] for one in ALL})
        for number, level in enumerate(levels)
    }
    frame = outcome(typed).across.set_index("block_id")
    blocks = frame[frame["nominal_weight"].notna()]

    assert blocks["effective_weight"].sum() == pytest.approx(1)
    assert blocks["effective_weight"]["LEG"] == pytest.approx(1)
    assert blocks["is_weight_different"].all()
    assert blocks["mean_shift"]["LEG"] == pytest.approx(np.mean([abs(50 - (350 + 25 * one) / 8) for one in levels]))
