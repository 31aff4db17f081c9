"""Women and men, centre and periphery, set side by side where a campaign asks.

1. A side is who chose it; who chose something else, or said nothing, is on neither. Several people of one organisation
   are one voice, on a side only if all of them who answered are.
2. Both sides, and who is left over, are three voices or none: in the block and on the questions that are compared.
3. Two groupings stand beside each other only where nothing about fewer than three voices follows from both together;
   otherwise the first of them stands alone.
4. One family of tests: what is clear alone may be unclear among many.
5. The order of people changes nothing.
6. What people say of themselves is in no frame, and changes nothing but the gaps between groups.
7. Over territories the mean of the differences is told from five territories that publish, with Student's error.
8. The feedback of the territory says it in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.linalg import null_space

from pipeline.by_territory import Outcomes
from pipeline.said import Teller
from schemas.campaign import Campaign
from schemas.outcome import Outcome
from sheet_templates.load import guideline, words
from tests.books import Typed, answers, campaign, outcome, territory

pytestmark = pytest.mark.slow

LEG = [one.id for one in guideline().block("LEG").indicators if one.core]
W, M, O, N = "Femme", "Homem", "Otro", "Je préfère ne pas répondre"  # noqa: E741 - as on the lists
C, P, R = "City or town centre", "Periferia (bairros afastados)", "Zona rural o pueblos"
#: Six voices who differ as women and men do.
APART = [4, 4, 3, 0, 0, 1]
SIX = [W, W, W, M, M, M]


def typed(
    levels: Sequence[object] | dict[str, Sequence[object]],
    gender: Sequence[str] = (),
    area: Sequence[str] = (),
    organisations: Sequence[str] = (),
) -> Typed:
    """A questionnaire: levels on every question of LEG (or those given), and what each person said."""
    names = organisations or [f"Organisation {number}" for number in range(30)]
    cells = answers(levels if isinstance(levels, dict) else dict.fromkeys(LEG, levels))
    said = (("organisation", names), ("asked:gender", gender), ("asked:area", area))
    for key, values in said:
        cells |= {("respondents", f"R{n}", key): one for n, one in enumerate(values, start=1) if one}
    return cells


def asking(ids: Sequence[str], *, ask: tuple[str, ...] = ("gender", "area"), **more: object) -> Campaign:
    """A campaign that asks."""
    return campaign(*(territory(one, **more) for one in ids), respondents=9, depth="core", ask=ask)  # type: ignore[arg-type]


def shown(found: Outcome, territory_id: str) -> list[str]:
    """The groupings shown of a territory's block LEG."""
    frame = found.group_gaps
    return frame.loc[(frame["territory_id"] == territory_id) & (frame["block_id"] == "LEG"), "grouping"].to_list()


#: Both sides answer one question, and one of three others with them; the others meet women on the rest of the block.
ONE_QUESTION = {LEG[0]: [*APART, 2], **{one: [2, None, 2, None, None, None, 2, 1, 3] for one in LEG[1:]}}
TERRITORIES: dict[str, Typed] = {
    "apart": typed(APART, SIX),
    "silent": typed(APART, [W, W, W, M, M, N]),
    "other": typed([*APART, 2], [*SIX, O]),
    "three-others": typed([4, 4, 3, 0, 1], [W, W, W, M, M]),
    "merged": typed(APART, SIX, organisations=["A", "A", "B", "C", "D", "E"]),
    "couple": typed([*APART, 2], [*SIX, M], organisations=["A", "B", "C", "D", "E", "F", "A"]),
    "pair": typed([*APART, 4, 0], [*SIX, W, M], organisations=["A", "B", "C", "D", "E", "F", "A", "F"]),
    "few-in-common": typed(ONE_QUESTION, [*SIX, O, O, O]),
    "elsewhere": typed({**dict.fromkeys(LEG[:2], APART), LEG[2]: [4, 4, 3, None, None, None, 2]}, [*SIX, O]),
    "alike": typed(APART, SIX, [C, C, C, P, R, P]),
    "crossed": typed(APART, SIX, [C, C, P, C, P, P]),
    "full": typed([*APART, 4, 1], [*SIX, W, M], [C, C, P, C, C, R, P, P]),
    "area-only": typed(APART, [W, W, N, M, M, N], [C, C, P, C, P, R]),
}


@pytest.fixture(scope="module")
def found() -> Outcome:
    """Territories that differ in who answered and what people said."""
    return outcome(TERRITORIES, asking(list(TERRITORIES)))


def test_sides_are_those_who_chose_them(found: Outcome):
    """1. Women 4, 4, 3 and men 0, 0, 1: 275/3 and 25/3 points. Whose organisation has both is on neither side."""
    row = found.group_gaps.set_index("territory_id").loc["apart"]
    pair = found.group_gaps.set_index("territory_id").loc["pair"]

    assert (row["n_first"], row["n_second"], row["n_common"]) == (3, 3, 3)
    assert (row["first_score"], row["second_score"]) == pytest.approx((275 / 3, 25 / 3))
    assert row["is_clear"]
    assert (pair["n_first"], pair["n_second"]) == (3, 3)
    assert (pair["first_score"], pair["second_score"]) == pytest.approx((275 / 3, 25 / 6))


@pytest.mark.parametrize("one", ["silent", "other", "three-others", "merged", "couple", "few-in-common", "elsewhere"])
def test_nobody_can_be_told_from_the_means(found: Outcome, one: str):
    """1, 2. Too few on a side, or left over: by saying nothing, something else, or two things in one organisation."""
    assert shown(found, one) == []


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        ("alike", ["gender", "area"]),
        ("crossed", ["gender"]),
        ("full", ["gender", "area"]),
        ("area-only", ["area"]),
    ],
)
def test_groupings_beside_each_other(found: Outcome, one: str, expected: list[str]):
    """3. "crossed": the two women of the centre and the man of it, with one woman outside: they could be told apart."""
    assert shown(found, one) == expected


def test_whatever_people_say_nothing_follows_about_two_of_them():
    """3. Many territories of random people: no two voices or one have an answer of their own in what is published."""
    chance = np.random.default_rng(20210601)
    people = {
        f"t{number}": (
            chance.choice([W, M, N], 9, p=[0.45, 0.45, 0.1]),
            chance.choice([C, P, R, ""], 9, p=[0.45, 0.25, 0.25, 0.05]),
        )
        for number in range(120)
    }
    cells = {one: typed(chance.integers(0, 5, 9).tolist(), *said) for one, said in people.items()}
    found = outcome(cells, asking(list(people)))
    counts = dict.fromkeys(("gender", "area"), 0)
    for one, (gender, area) in people.items():
        sides = {"gender": (gender == W, gender == M), "area": (area == C, (area == P) | (area == R))}
        published = [np.ones(9), *(side for name in shown(found, one) for side in sides[name])]
        hidden = null_space(np.array(published, dtype=float))
        counts |= {name: counts[name] + 1 for name in shown(found, one)}

        assert all(np.linalg.matrix_rank(hidden[list(two)], tol=1e-9) == 2 for two in combinations(range(9), 2)), one
    assert all(count > 20 for count in counts.values())


def test_one_family_of_tests(found: Outcome):
    """4. The same p-values, adjusted over both groupings: the lines of a territory are looked at together."""
    rows = found.group_gaps[found.group_gaps["territory_id"] == "full"]
    t = (rows["difference"] / rows["standard_error"]).to_numpy(dtype=float)
    p = 2 * stats.t.sf(np.abs(t), guideline().policy.prior_df + 6)
    adjusted = stats.false_discovery_control(p)

    assert len(rows) == 2
    assert rows["is_clear"].to_list() == (adjusted <= guideline().policy.change_false_share).tolist()


def mixed(cells: Typed, order: Sequence[int]) -> Typed:
    """The questionnaire with people in another order of columns and rows."""
    names = {f"R{n}": f"R{place}" for n, place in enumerate(order, start=1)}
    return {tuple(names.get(part, part) for part in key): value for key, value in cells.items()}  # type: ignore[misc]


def test_the_order_of_people_changes_nothing(found: Outcome):
    """5."""
    order = [3, 8, 1, 6, 4, 2, 7, 5, 9]
    turned = outcome({one: mixed(cells, order) for one, cells in TERRITORIES.items()}, found.campaign)

    pd.testing.assert_frame_equal(turned.group_gaps, found.group_gaps)
    pd.testing.assert_frame_equal(turned.gaps_across, found.gaps_across)


def frames(found: Outcome) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every frame by its name."""
    every = ((one.name, getattr(found, one.name)) for one in fields(found))
    return ((name, frame) for name, frame in every if isinstance(frame, pd.DataFrame))


def test_no_frame_holds_what_people_say_of_themselves(found: Outcome):
    """6. Neither their words nor the choices these mean; without them every other frame is the same."""
    nothing = {
        one: {key: value for key, value in cells.items() if not key[2].startswith("asked:")}
        for one, cells in TERRITORIES.items()
    }
    without = dict(frames(outcome(nothing, found.campaign)))
    said = {W, M, O, N, C, P, R, *(key for one in guideline().groupings for key in one.choices)} - {"other"}

    for name, frame in frames(found):
        assert not said & {text for column in frame for text in frame[column].astype(str)}, name
        if name not in {"group_gaps", "gaps_across"}:
            pd.testing.assert_frame_equal(frame, without[name], obj=name)
    assert without["group_gaps"].empty


def test_the_mean_over_territories():
    """7. Differences of 75, 50, 25, 0 and 100 points; a territory that does not publish does not count."""
    levels = {"a": 3, "b": 2, "c": 1, "d": 0, "e": 4, "private": 4}
    cells = {one: typed([level, level, level, 0, 0, 0], SIX) for one, level in levels.items()}
    given = asking(list(levels), ask=("gender",))
    hidden = tuple(replace(one, publish=one.id != "private") for one in given.territories)
    (row,) = outcome(cells, replace(given, territories=hidden)).gaps_across.to_dict("records")
    expected = stats.ttest_1samp([75, 50, 25, 0, 100], 0)
    interval = expected.confidence_interval(0.9)

    assert (row["grouping"], row["block_id"], row["n_territories"]) == ("gender", "LEG", 5)
    assert (row["n_first"], row["n_second"]) == (15, 15)
    assert (row["difference"], row["low"], row["high"]) == pytest.approx((50, interval.low, interval.high))
    assert row["is_clear"] == (expected.pvalue <= guideline().policy.change_false_share)


def test_fewer_territories_are_not_summed_up():
    """7."""
    cells = {one: typed(APART, SIX) for one in "abcd"}

    assert outcome(cells, asking("abcd")).gaps_across.empty


def test_the_feedback_says_it_in_words():
    """8."""
    language = "pt"
    given = asking(["full"], language=language)
    found = outcome({"full": TERRITORIES["full"]}, given)
    said = [text for _, text in Teller(Outcomes(found), given.territories[0]).sentences()]
    short = guideline().block("LEG").short[language]
    rows = {row["grouping"]: row for row in found.group_gaps.to_dict("records")}

    for grouping, side in (("gender", "first"), ("area", "unclear")):
        row = rows[grouping]
        ends = {"low": f"{row['low']:.0f}", "high": f"{row['high']:.0f}"}
        values = {"block": short, "gap": f"{row['difference']:.0f}", "n": 4, "m": 4, **ends}
        assert words(language)(f"trust.equity.{grouping}.{side}", **values) in said
