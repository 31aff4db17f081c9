"""What stands beside the scores: agreement, evidence, balance of groups, single blocks, weights by participants.

1. Alpha is that of the krippendorff package over the voices, one per organisation; its reading follows the policy.
2. Evidence grades: A needs a document and a reviewer, B a document, C three voices, D fewer, E no level.
3. The group switch weighs types of actor alike; off, the difference is told where it is large.
4. Leaving one block out: the shift is the index without it minus the index.
5. A weak block behind a good mean is named.
6. Participants' points become weights only where they sum up; they never change a block score.
7. Words follow the number of voices: under five nobody "agrees".
8. The two sentences on what an interval is not are always said; nothing known gives no score and no advice.
9. Every item and code has words in every language.
10. It is counted how many indices and block scores change band where the high or the low levels count for more.
11. Numbers in sentences stand as readers of the language write them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import krippendorff
import pytest

from pipeline.by_territory import Outcomes
from pipeline.campaign_folder import new_campaign, open_campaign
from pipeline.choices import FACTORS
from pipeline.method import Label
from pipeline.said import Teller
from schemas.errors import CampaignError
from schemas.frames import trust as frames
from schemas.frames.cautions import CAUTIONS
from schemas.frames.changes import DIRECTIONS, WARNINGS
from schemas.frames.peers import PLACES
from schemas.frames.plan import MOVES
from schemas.outcome import Outcome
from sheet_templates.load import guideline, words
from tests.books import answers, campaign, outcome, territory

ALL = [one.id for one in guideline().indicators()]
LEG = [one for one in ALL if one.startswith("LEG")]
NAMED = [("R1", "City", "municipality"), ("R2", "City", "municipality"), ("R3", "Net", "sse_network")]


def respondents(*rows: tuple[str, str, str], language: str = "fr") -> dict[tuple[str, str, str], object]:
    """The respondents' tab."""
    typed: dict[tuple[str, str, str], object] = {}
    for respondent, organisation, actor in rows:
        typed["respondents", respondent, "organisation"] = organisation
        typed["respondents", respondent, "actor_type"] = words(language)(f"actor_types.{actor}")
    return typed


def documented(**grades: int) -> dict[tuple[str, str, str], object]:
    """Evidence codes of LEG indicators, as LEG_1=2."""
    return {("block:LEG", name.replace("_", "-"), "evidence_grade"): f"E{grade}" for name, grade in grades.items()}


@pytest.fixture(scope="module")
def varied() -> Outcome:
    """Territories that differ in kind."""
    levels = {one: [n % 5, (n + 1) % 5, (n * 3) % 5] for n, one in enumerate(ALL)}
    uneven = {one: [0, 0, 0] if one.startswith("DAT") else [4, 4, 4] for one in ALL}
    few = {
        "LEG-1": [3, 3, 3, 3],
        "LEG-2": [3, 3, 3, 3, 3],
        "LEG-3": [0, 4, 0, 4],
        "LEG-4": [1, 1],
        "LEG-5": [2],
        "LEG-6": [0, 3],
    }
    typed = {
        "varied": {**answers(levels), **respondents(*NAMED), **documented(LEG_1=2, LEG_2=3, LEG_3=1)},
        "plain": answers(levels),
        "uneven": answers(uneven),
        "few": answers(few),
        "groups": {**answers({one: [0, 0, 4] for one in ALL}), **respondents(("R1", "A", "municipality"), ("R2", "B", "municipality"), ("R3", "C", "sse_network"))},
        "empty": {},
        "single": answers(dict.fromkeys(ALL, [2])),
        "tied": answers(dict.fromkeys(ALL, [2, 2])),
    }  # fmt: skip
    given = campaign(*(territory(one) for one in typed))
    return outcome(typed, replace(given, reviewed=(("varied", "LEG-1"), ("varied", "LEG-3"))))


def row(found: Outcome, name: str, territory_id: str, **keys: str):
    frame = getattr(found, name)
    chosen = frame["territory_id"] == territory_id
    for key, value in keys.items():
        chosen &= frame[key] == value
    return frame[chosen].iloc[0]


def test_alpha_is_that_of_the_package(varied: Outcome):
    """1."""
    table = [
        [n % 5 for n in range(len(ALL))],
        [(n + 1) % 5 for n in range(len(ALL))],
        [(n * 3) % 5 for n in range(len(ALL))],
    ]
    found = row(varied, "reliability", "plain")
    expected = krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal", value_domain=[0, 1, 2, 3, 4])

    assert (found["n_voices"], found["n_indicators"], found["reading"]) == (3, len(ALL), "low")
    assert found["alpha"] == pytest.approx(expected, abs=1e-9)
    assert found["low"] <= found["alpha"] <= found["high"]


def test_an_organisation_is_one_voice(varied: Outcome):
    """1."""
    assert row(varied, "reliability", "varied")["n_voices"] == 2


@pytest.mark.parametrize(
    ("territory_id", "reading"),
    [("uneven", "reliable"), ("tied", "undefined"), ("single", "undefined"), ("empty", "undefined")],
)
def test_the_reading_of_alpha_follows_the_policy(varied: Outcome, territory_id: str, reading: str):
    """1."""
    assert row(varied, "reliability", territory_id)["reading"] == reading


@pytest.mark.parametrize(
    ("territory_id", "indicator_id", "grade"),
    [
        ("varied", "LEG-1", "A"),
        ("varied", "LEG-2", "B"),
        ("varied", "LEG-3", "D"),
        ("groups", "LEG-1", "C"),
        ("few", "LEG-7", "E"),
        ("few", "LEG-5", "D"),
    ],
)
def test_evidence_is_graded(varied: Outcome, territory_id: str, indicator_id: str, grade: str):
    """2. A reviewer without a document to see changes nothing."""
    assert row(varied, "evidence", territory_id, indicator_id=indicator_id)["grade"] == grade


def test_reviews_are_kept_in_a_list_of_the_campaign(tmp_path: Path):
    """2."""
    folder = tmp_path / "c"
    new_campaign(folder)
    (folder / "reviews.csv").write_text("territory;indicator;note\nexample-fr;LEG-1;lu\n", encoding="utf-8")
    seen = open_campaign(folder).campaign.reviewed
    (folder / "reviews.csv").write_text("territory;indicator\nexample-fr;LEG-99\n", encoding="utf-8")

    assert seen == (("example-fr", "LEG-1"),)
    with pytest.raises(CampaignError, match="1 fault"):
        open_campaign(folder)


def test_a_block_counts_its_grades(varied: Outcome):
    """2."""
    found = row(varied, "block_notes", "varied", block_id="LEG")

    assert (found["n_a"], found["n_b"], found["n_d"]) == (1, 1, 5)
    assert found["documented_share"] == pytest.approx(2 / 7)


def test_types_of_actor_can_weigh_alike(varied: Outcome):
    """3."""
    policy = replace(guideline().policy, group_balance=1)
    typed = {
        **answers(dict.fromkeys(LEG, [0, 0, 4])),
        **respondents(("R1", "A", "municipality"), ("R2", "B", "municipality"), ("R3", "C", "sse_network")),
    }
    balanced = outcome({"g": typed}, content=replace(guideline(), policy=policy))

    assert row(varied, "block_scores", "groups", block_id="LEG")["score"] == pytest.approx(100 / 3)
    assert row(varied, "block_notes", "groups", block_id="LEG")["balanced_score"] == pytest.approx(50)
    assert row(varied, "block_notes", "groups", block_id="LEG")["is_balance_different"]
    assert row(balanced, "block_scores", "g", block_id="LEG")["score"] == pytest.approx(50)


def test_leaving_a_block_out_shifts_the_index_by_what_it_weighs(varied: Outcome):
    """4. Seven blocks at 100 and one at 0: the index is 87.5, without the weak one 100, without another 85.71."""
    assert row(varied, "block_notes", "uneven", block_id="DAT")["leave_out_shift"] == pytest.approx(12.5)
    assert row(varied, "block_notes", "uneven", block_id="LEG")["leave_out_shift"] == pytest.approx(600 / 7 - 87.5)


def test_a_weak_block_behind_a_good_mean_is_named(varied: Outcome):
    """5. The mean of power 1/2 of seven times 100 and once 0 is (70/8)^2."""
    found = row(varied, "index_notes", "uneven")

    assert found["hidden_points"] == pytest.approx(87.5 - (70 / 8) ** 2)
    assert (found["is_uneven"], found["limiting_block"], found["deciding_block"]) == (True, "DAT", "DAT")


def test_labels_follow_the_number_of_voices(varied: Outcome):
    """7."""
    found = varied.indicator_scores[varied.indicator_scores["territory_id"] == "few"].set_index("indicator_id")[
        "agreement_label"
    ]

    assert found[["LEG-1", "LEG-2", "LEG-3", "LEG-4", "LEG-5", "LEG-6"]].to_list() == [
        "no_contradiction_seen", "agreed", "polarised", "too_few_voices", "too_few_voices", "two_voices_differ",
    ]  # fmt: skip


def said(found: Outcome, territory_id: str) -> list[str]:
    return [text for _, text in Teller(Outcomes(found), found.campaign.territory(territory_id)).sentences()]


def test_nothing_known_gives_no_score_and_no_advice(varied: Outcome):
    """8."""
    assert not (varied.recommendations["territory_id"] == "empty").any()
    assert row(varied, "index", "empty")["status"] == "withheld"
    assert row(varied, "block_notes", "empty", block_id="LEG")["find_out_first"]


def test_the_two_sentences_on_what_an_interval_is_not_are_always_said(varied: Outcome):
    """8."""
    for territory_id in ("varied", "empty", "single"):
        assert {words("fr")("trust.not_who"), words("fr")("trust.not_optimism")} <= set(said(varied, territory_id))


def test_numbers_in_sentences_are_those_of_the_language(varied: Outcome):
    """11. Alpha and the mean shift of the method have decimals; these territories read French."""
    sentences = said(varied, "varied")

    assert [one for one in sentences if re.search(r"\d,\d", one)]
    assert [one for one in sentences if re.search(r"\d\.\d", one)] == []


@pytest.mark.parametrize("language", ["fr", "en", "es", "pt"])
def test_everything_has_words(varied: Outcome, language: str):
    """9."""
    vocabulary = words(language)
    keys = [f"trust.factor.{one}" for one in FACTORS] + [f"trust.reading.{one}" for one in frames.READINGS]
    keys += [f"trust.interval.{one}" for one in frames.INTERVAL_NOTES if one]
    keys += [f"trust.change.{one}" for one in DIRECTIONS] + [f"trust.warning.{one}" for one in WARNINGS]
    keys += [f"trust.move.{one}" for one in MOVES] + [f"trust.place.{one}" for one in PLACES]
    keys += [f"trust.agreement.{label.name.lower()}" for label in Label] + [f"trust.bad.{one}" for one in CAUTIONS]
    keys += [f"report.run.{item}" for item in varied.method_run["item"]]

    assert [key for key in keys if key not in vocabulary] == []


def test_territories_that_all_stand_alike_are_moved_by_no_choice():
    """7. What only rounding parts is a tie; too few to compare is another sentence."""
    said = [
        [sentence for _, sentence in Teller(Outcomes(found), found.campaign.territories[0]).sentences()]
        for names in ("ab", "abc")
        for found in [outcome({one: answers(dict.fromkeys(ALL, [2, 2, 3])) for one in names})]
    ]

    assert [words("fr")(f"trust.sensitivity.{key}") in one for one in said for key in ("none", "same")] == [
        True, False, False, True,
    ]  # fmt: skip


def test_what_changes_band_on_another_scale_is_counted():
    """10. Level 2 is 50 points (middle), 30 on the convex scale (low), 70 on the concave one (high); 0 and 4 stay."""
    typed = {f"t{level}": answers(dict.fromkeys(ALL, [level])) for level in (0, 2, 4)}
    typed["none"] = {}
    run = outcome(typed).method_run.set_index("item")["value"]

    assert [run["convex_territories"], run["concave_territories"]] == ["1 / 3", "1 / 3"]
    assert [run["convex_blocks"], run["concave_blocks"]] == ["8 / 24", "8 / 24"]


def test_the_feedback_carries_the_sentences(varied: Outcome):
    """8."""
    from pipeline.feedback import feedback_plans

    plan = next(one for one in feedback_plans(varied) if one.territory_id == "single")
    texts = {cell.value for cell in plan.book.tab("trust").cells}

    assert words("fr")("trust.bad.one_respondent") in texts


def test_evidence_stands_beside_the_scores_of_the_feedback(varied: Outcome):
    """2, 8. Its grades are explained once; a block without a score has none."""
    say = words("fr")
    told = [sentence for _, sentence in Teller(Outcomes(varied), varied.campaign.territory("varied")).sentences()]
    legal = guideline().block("LEG").short["fr"]
    graded = [sentence for sentence in told if say("trust.evidence", grades="")[:8] in sentence]
    empty = Teller(Outcomes(varied), varied.campaign.territory("empty")).sentences()

    assert next(one for one in graded if one.startswith(legal)).endswith(
        say("trust.evidence", grades="A 1 · B 1 · D 5")
    )
    assert len(graded) == len(guideline().blocks)
    assert told.count(say("report.method.rules.evidence.says", few=3)) == 1
    assert not any(say("trust.evidence", grades="")[:8] in sentence for _, sentence in empty)
