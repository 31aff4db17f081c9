"""What the gap of a block is measured to.

1. As shipped it is the level aimed at, for every block; then nothing is said beside the priorities.
2. "peers": the upper quartile of similar territories, the territory itself and withheld scores left out; where fewer
   than the policy wants are similar, the level aimed at.
3. "plan": the highest target of the territory's own actions in a block, dropped ones left out; else the level aimed at.
4. First blocks, chances and the gap to be seen follow the target; block scores never do.
5. What was used stands on the method sheet, beside the priorities in the workbook, and in the feedback, in every
   language.
6. The order of territories changes no target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from pipeline.by_territory import Outcomes
from pipeline.said import Teller
from pipeline.targets import Targets, block_targets
from reports.sections.method import sheet
from reports.sections.quadrant import for_territory, targets
from reports.sections.territories import WIDTHS
from reports.sections.what_if import first_blocks
from reports.sheet import Table, plain
from reports.view import view
from schemas.guideline import Guideline
from schemas.outcome import Outcome
from sheet_templates.load import guideline, words
from tests.books import answers, campaign, outcome, territory

NAN = float("nan")
BLOCKS = [block.id for block in guideline().blocks]
Scores = npt.NDArray[np.float64]


def content(choice: str) -> Guideline:
    return replace(guideline(), policy=replace(guideline().policy, gap_target=choice))


def found(
    scores: Sequence[float],
    choice: str,
    populations: Sequence[float | None] = (),
    plan: Sequence[tuple[str, str, float | None, str]] = (),
    ids: str = "abcdefghijkl",
) -> Targets:
    """The targets of as many municipalities as there are scores (of LEG; every other block has 50).

    Nothing is known of one whose population is None.
    """
    table = np.full((len(scores), len(BLOCKS)), 50.0)
    table[:, 0] = scores
    alike = list(populations) or [50_000.0] * len(scores)
    lines = [
        (one, *line)
        for one, number in zip(ids, alike, strict=False)
        for line in (("CTX-03", "value", "municipality", None), ("CTX-05", "value", "", number))
        if number is not None
    ]
    context = pd.DataFrame(lines, columns=["territory_id", "variable_id", "state", "value", "number"])
    actions = pd.DataFrame(list(plan), columns=["territory_id", "block", "target", "status"])
    blocks = pd.DataFrame({"score": pd.array(table.reshape(-1), dtype="Float64")})
    blocks["score"] = blocks["score"].mask(np.isnan(table.reshape(-1)))
    given = campaign(*(territory(one) for one in ids[: len(scores)]))
    return block_targets(blocks, context, actions, content(choice), given)


SOME = [10.0, 20, 30, 40, 50, 60, 70, 80, 90]


def test_as_shipped_every_block_has_the_level_aimed_at():
    """1."""
    actual = found(SOME, guideline().policy.gap_target, plan=[("a", "LEG", 4.0, "started")])

    assert (actual.points == 75).all()
    assert set(actual.source.reshape(-1)) == {"level"}


def test_peers_set_the_target_by_their_upper_quartile():
    """2. Nine alike: the eight others of each; for the last one 10 to 80, for the first one 20 to 90."""
    actual = found(SOME, "peers")

    assert actual.points[[0, -1], 0].tolist() == [np.quantile(SOME[1:], 0.75), np.quantile(SOME[:-1], 0.75)]
    assert (actual.points[:, 1:] == 50).all()
    assert set(actual.source.reshape(-1)) == {"peers"}


@pytest.mark.parametrize(
    ("scores", "populations"),
    [(SOME[:8], ()), ([*SOME[:8], NAN], ()), (SOME, [None] * 8 + [50_000.0])],
    ids=["eight in all", "one withheld", "nothing known of most"],
)
def test_too_few_peers_leave_the_level_aimed_at(scores: list[float], populations: list[float | None]):
    """2. Seven others are too few, also where an eighth has no score there."""
    actual = found(scores, "peers", populations)

    assert (actual.points[0, 0], actual.source[0, 0]) == (75, "level")


def test_a_block_that_enough_peers_have_keeps_their_target():
    """2. LEG is withheld in one of nine, the other blocks in none; that one still has eight peers with LEG."""
    actual = found([*SOME[:8], NAN], "peers").source[:, :2].tolist()

    assert actual == [["level", "peers"]] * 8 + [["peers", "peers"]]


def test_a_comparison_never_rests_on_fewer_territories_than_may_be_shown():
    """2. A campaign that asks for two peers only still needs five."""
    policy = replace(guideline().policy, gap_target="peers", group_min_peers=2)
    few = replace(guideline(), policy=policy)
    context = pd.DataFrame(
        [(one, "CTX-05", "value", "", 50_000.0) for one in "abcde"],
        columns=["territory_id", "variable_id", "state", "value", "number"],
    )
    actions = pd.DataFrame([], columns=["territory_id", "block", "target", "status"])
    blocks = pd.DataFrame({"score": pd.array([50.0] * 5 * len(BLOCKS), dtype="Float64")})
    actual = block_targets(blocks, context, actions, few, campaign(*(territory(one) for one in "abcde")))

    assert set(actual.source.reshape(-1)) == {"level"}


def test_the_plan_sets_the_target_of_its_blocks():
    """3."""
    plan = [
        ("a", "LEG", 2.0, "started"), ("a", "LEG", 3.5, "agreed"), ("a", "LEG", 4.0, "dropped"),
        ("b", "LEG", None, "started"), ("b", "COC", 0.0, ""), ("b", "", 4.0, ""),
    ]  # fmt: skip
    actual = found([10, 20], "plan", plan=plan)

    assert actual.points[:, :2].tolist() == [[87.5, 75], [75, 0]]
    assert actual.source[:, :2].tolist() == [["plan", "level"], ["level", "plan"]]
    assert (actual.points[:, 2:] == 75).all()


@pytest.mark.parametrize("choice", ["peers", "plan"])
def test_the_order_of_territories_changes_no_target(choice: str):
    """6."""
    plan = [("a", "LEG", 2.0, ""), ("c", "DAT", 4.0, "")]
    one = found(SOME, choice, plan=plan, ids="abcdefghi")
    other = found(SOME[::-1], choice, plan=plan, ids="ihgfedcba")

    assert one.points.tolist() == other.points[::-1].tolist()


LEVELS = {
    one.id: [1 if one.id.startswith("LEG") else 2 if one.id.startswith("COC") else 3] * 3
    for one in guideline().indicators()
    if one.core
}


def planned(choice: str) -> Outcome:
    """LEG stands at 25, COC at 50, everything else at 75; the plan aims at 1 in LEG and at 4 in COC."""
    typed = {
        **answers(LEVELS),
        ("plan", "A01", "title"): "Ouvrir un guichet", ("plan", "A01", "block"): "LEG", ("plan", "A01", "target"): 1,
        ("plan", "A02", "title"): "Tenir un conseil", ("plan", "A02", "block"): "COC", ("plan", "A02", "target"): 4,
    }  # fmt: skip
    given = campaign(territory("a", "fr"), depth="core")
    return outcome({"a": typed}, given, content(choice))


@pytest.fixture(scope="module")
def both() -> tuple[Outcome, Outcome]:
    """The same answers, gaps measured to the level aimed at, and to the plan."""
    return planned("level"), planned("plan")


def test_first_blocks_and_chances_follow_the_target(both: tuple[Outcome, Outcome]):
    """4."""
    level, plan = both
    chance = [one.block_notes.set_index("block_id")["first_probability"] for one in both]
    run = dict(zip(plan.method_run["item"], plan.method_run["value"], strict=True))

    assert (level.index["top_blocks"][0], plan.index["top_blocks"][0]) == ("LEG;COC", "COC")
    assert chance[0]["LEG"] > 0.9
    assert chance[1]["LEG"] < 0.6
    assert level.block_scores.equals(plan.block_scores)
    assert level.intervals.equals(plan.intervals)
    assert (run["gap_target"], run["gap_targets_own"]) == ("plan", "2 / 8")
    assert "gap_targets_own" not in set(level.method_run["item"])


@pytest.mark.parametrize("language", ["fr", "en", "es", "pt"])
def test_what_was_used_is_said_beside_the_priorities(both: tuple[Outcome, Outcome], language: str):
    """1, 4, 5."""
    say, short = words(language), {block.id: block.short[language] for block in guideline().blocks}
    seen = [view(one, None, language) for one in both]
    here = [one.territories[0] for one in seen]
    notes = [targets(one, two) for one, two in zip(seen, here, strict=True)]
    own = say("trust.target.plan", blocks=f"{short['LEG']} (25), {short['COC']} (100)")

    assert notes[0] == []
    assert own in notes[1][0].text
    assert short["DAT"] in notes[1][0].text
    assert say("report.quadrant.target_plan", points=75) in for_territory(seen[1], here[1], "q", WIDTHS).caption
    for one, choice in zip(seen, ("level", "plan"), strict=True):
        method = {
            str(plain(cell))
            for part in sheet(one).parts
            if isinstance(part, Table)
            for row in part.rows
            for cell in row
        }
        assert say(f"report.method.gap_target_{choice}") in method
        assert any(say(f"report.quadrant.target_{choice}", points=75) in text for text in method)
    assert [first_blocks(one, two) for one, two in zip(seen, here, strict=True)] == [
        [short["LEG"], short["COC"]], [short["COC"]],
    ]  # fmt: skip


def test_the_feedback_says_it_too(both: tuple[Outcome, Outcome]):
    """1, 5."""
    said = [
        {sentence for _, sentence in Teller(Outcomes(one), one.campaign.territories[0]).sentences()} for one in both
    ]
    own = words("fr")("trust.target.plan", blocks="")[:40]

    assert not any(sentence.startswith(own) for sentence in said[0])
    assert sum(sentence.startswith(own) for sentence in said[1]) == 1


@pytest.mark.parametrize("language", ["fr", "en", "es", "pt"])
@pytest.mark.parametrize("choice", ["level", "peers", "plan"])
def test_every_choice_has_words(language: str, choice: str):
    """5."""
    say = words(language)
    keys = [f"report.method.gap_target_{choice}", f"report.quadrant.target_{choice}"]
    keys += [] if choice == "level" else [f"trust.target.{choice}", f"trust.target.{choice}_none"]

    assert [key for key in keys if key not in say] == []
