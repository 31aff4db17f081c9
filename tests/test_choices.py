"""Which choice of the method moves the order of territories most.

1. Each of the seven choices of SCORING 2.9 is a factor: where it alone can move anything, it is the one named.
2. A choice that cannot move anything has no share: nothing missing, evidence alike everywhere, blocks alike.
3. Evidence weighs between the questions of a block, by the policy; where nobody noted any, it weighs as none.
4. What is withheld stays withheld whatever the evidence; no published score rests on it.
5. With fewer than three territories, or where nothing moves, no choice is named.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.choices import FACTORS, Sensitivity, evidence_weights, sensitivity, weight_sets
from pipeline.method import Step
from sheet_templates.load import guideline
from tests.books import answers, campaign, outcome, territory

Array = npt.NDArray[np.float64]
NAN = float("nan")
POLICY = replace(guideline().policy, sensitivity_runs=64)
EVEN = np.full((2, 3), 1 / 3)
#: Three territories that answer three questions; every block asks the same, so that blocks are alike.
PLAIN = [[4, 0, 0], [0, 4, 4], [4, 4, 4]]


def blocks_alike(rows: npt.ArrayLike) -> Array:
    """Three blocks with the same questions and answers each."""
    return np.tile(np.asarray(rows, dtype=float), (1, 3))


def measured(
    levels: npt.ArrayLike,
    *,
    median: npt.ArrayLike | None = None,
    grades: npt.ArrayLike | None = None,
    weight_sets: npt.ArrayLike = EVEN,
    min_share: float = 0.0,
    hidden: int = 0,
) -> Sensitivity:
    """The sensitivity of nine questions in three blocks; `median`: the other way to put voices together.

    The index of the first `hidden` territories is withheld.
    """
    mean = np.asarray(levels, dtype=float)
    tables = np.stack([mean, mean if median is None else np.asarray(median, dtype=float)])
    step = Step([0, 0, 0, 1, 1, 1, 2, 2, 2], np.ones(9), min_share=min_share)
    seen = np.zeros(mean.shape) if grades is None else np.asarray(grades, dtype=float)
    return sensitivity(
        tables, np.ones(mean.shape, dtype=np.bool_), step, np.asarray(weight_sets, dtype=float),
        grades=seen, shown=np.arange(len(mean)) >= hidden, policy=POLICY, seed=1,
    )  # fmt: skip


ONLY = {
    "scale": lambda: measured(blocks_alike([[0, 0, 4], [2, 1, 1], [3, 1, 1]])),
    "statistic": lambda: measured(blocks_alike(PLAIN), median=blocks_alike([[4, 4, 4], [0, 0, 4], [0, 0, 0]])),
    "evidence": lambda: measured(
        blocks_alike([[4, 0, 0], [0, 4, 0], [0, 0, 4]]), grades=blocks_alike([[3, 0, 0], [3, 0, 0], [0, NAN, 1]])
    ),
    "missing": lambda: measured(blocks_alike([[4, NAN, NAN], [4, 4, 0], [0, 0, 4]])),
}


@pytest.mark.parametrize("name", ONLY)
def test_the_only_choice_that_moves_anything_has_the_whole_share(name: str):
    """1, 2."""
    found = ONLY[name]()
    shares = dict(zip(FACTORS, found.total, strict=True))

    assert found.largest == name
    assert shares[name] > 0.85
    assert found.mean_shift > 0
    assert {one for one, share in shares.items() if share == 0} == set(FACTORS) - {name}


@pytest.mark.parametrize(
    ("profiles", "weight_sets", "without"),
    [
        ([[4, 0, 0], [0, 4, 0], [0, 0, 4], [1, 1, 1]], [[0.9, 0.05, 0.05], [0.05, 0.9, 0.05]], set()),
        ([[4, 4, 0], [2.4, 2.4, 2.4], [2.2, 2.2, 2.2], [2, 2, 2]], EVEN, {"weights"}),
        ([[4, 0, 0], [0, 4, 0], [0, 0, 4]], EVEN, {"weights", "mean", "scale"}),
    ],
)
def test_where_blocks_differ_the_choices_between_them_share(
    profiles: list[list[float]], weight_sets: npt.ArrayLike, without: set[str]
):
    """1, 2. A block's score per territory, answered alike in all its questions; one weight set is no choice."""
    found = measured(np.repeat(np.array(profiles, dtype=float), 3, axis=1), weight_sets=weight_sets)
    shares = dict(zip(FACTORS, found.total, strict=True))

    assert {one for one, share in shares.items() if share == 0} == {"statistic", "evidence", "missing"} | without
    assert found.largest == max(shares, key=lambda one: shares[one])


def test_evidence_alike_everywhere_moves_nothing():
    """2, 3. Whatever the grade, also if nobody noted any."""
    levels = np.random.default_rng(1).integers(0, 5, (6, 9)).astype(float)
    totals = [measured(levels, grades=np.full(levels.shape, grade)).total for grade in (0, 3, NAN)]

    assert [one[FACTORS.index("evidence")] for one in totals] == [0, 0, 0]
    assert totals[0].tolist() == totals[1].tolist() == totals[2].tolist()


def test_what_participants_gave_is_one_more_weight_set():
    """1. The mean over the territories in which anybody gave points."""
    given = [None, np.array([0.5, 0.5, 0]), np.array([0, 0.5, 0.5])]

    assert weight_sets(EVEN, given)[:2].tolist() == EVEN.tolist()
    assert weight_sets(EVEN, given)[2:].tolist() == [[0.25, 0.5, 0.25]]
    assert weight_sets(EVEN, [None]) is EVEN


def test_the_weights_of_evidence_are_policy():
    """3."""
    policy = replace(POLICY, evidence_weights=(0.1, 0.2, 0.3, 0.4))

    assert evidence_weights([[0, 1], [2, 3]], policy).tolist() == [[0.1, 0.2], [0.3, 0.4]]
    assert evidence_weights([NAN, 3], guideline().policy).tolist() == [0.7, 1]


def test_what_is_withheld_stays_withheld_whatever_the_evidence():
    """4. The two questions that a third territory left out weigh little, so that by evidence they would not withhold."""
    levels = blocks_alike([[4, 0, 0], [0, 4, 0], [4, NAN, NAN], [0, 0, 4]])
    grades = blocks_alike([[3, 0, 0]] * 4)
    found, without = (measured(one, grades=grades[: len(one)], min_share=0.4) for one in (levels, levels[[0, 1, 3]]))

    assert found.total == pytest.approx(without.total, abs=0)
    assert found.mean_shift == without.mean_shift


@pytest.mark.slow
def test_no_published_score_rests_on_the_weights_of_evidence():
    """4."""
    levels = {one.id: [n % 5, (n + 1) % 5] for n, one in enumerate(guideline().indicators()) if one.core}
    graded = {("block:LEG", f"LEG-{n}", "evidence_grade"): f"E{n % 4}" for n in range(1, 8)}
    typed = {"a": {**answers(levels), **graded}}
    given = campaign(territory("a"), depth="core")
    flat = replace(guideline(), policy=replace(guideline().policy, evidence_weights=(1, 1, 1, 1)))
    one, other = (outcome(typed, given, content) for content in (guideline(), flat))

    for name in ("indicator_scores", "block_scores", "index", "intervals", "block_notes", "recommendations"):
        assert getattr(one, name).equals(getattr(other, name))


def test_a_withheld_index_has_no_place_in_the_order():
    """4."""
    levels = np.random.default_rng(2).integers(0, 5, (5, 9)).astype(float)
    found, without = measured(levels, hidden=1), measured(levels[1:])

    assert found.total.tolist() == without.total.tolist()
    assert measured(levels, hidden=3).largest == ""


@pytest.mark.parametrize("levels", [blocks_alike(PLAIN[:2]), blocks_alike([[1, 1, 1]] * 4)])
def test_no_choice_is_named_where_nothing_can_be_compared(levels: Array):
    """5."""
    found = measured(levels)

    assert found.largest == ""
    assert np.isnan(found.total).all()
