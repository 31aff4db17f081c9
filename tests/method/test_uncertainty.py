"""Intervals of blocks and index, pairs, and the index without a block.

1. Block intervals stay on the scale.
2. Respondents only, method only and both: no respondents' noise without spread, no method noise
   with a fixed method; the index of every draw is the power mean of its blocks.
3. A withheld index has no interval; a withheld block is left out.
4. Identical territories stand above each other with probability one half; pairs sum to one.
5. Leaving a block out is the mean of the others.
"""

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.method.draws import (
    student_sampler,
)
from pipeline.method.means import weighted_mean
from pipeline.method.method_choices import (
    MethodDraws,
    fixed_method,
    method_draws,
)
from pipeline.method.uncertainty import (
    block_intervals,
    index_intervals,
    leave_one_block_out,
    pairwise_probabilities,
    probability_above,
)

from .assessment import AT, CHOICES, intervals, some_answers, some_scores, spread_of

Array = npt.NDArray[np.float64]
NAN = float("nan")

# requirement 1


def test_block_intervals_are_clipped_to_the_scale() -> None:
    found = spread_of(some_answers(4))
    exact = block_intervals([[0, 100]] * 4, found, AT)

    assert exact[0, 0, :2].tolist() == [0, 0]
    assert exact[0, 1, 1:].tolist() == [100, 100]
    assert exact[0, 0, 2] > 0


# requirement 2


def test_the_index_of_each_draw_is_the_power_mean_of_its_blocks() -> None:
    answers = some_answers(5)
    scores = some_scores(answers)
    scores[0, 1] = NAN
    scores[1] = [0, 90]
    sampler = student_sampler(spread_of(answers), n_draws=40, seed=5)
    method = method_draws(CHOICES, n_draws=40, seed=5)
    draws = intervals(scores, sampler, method).draws
    blocks = np.clip(scores[:, :, None] + sampler(slice(0, 5)), 0, 100)

    assert draws is not None
    assert set(method.powers) == {0, 0.5, 1}
    for b in range(40):
        power = float(method.powers[b])
        expected = weighted_mean(blocks[:, :, b], method.weights[b], power, floor=1)
        np.testing.assert_allclose(draws[:, b], expected, rtol=1e-4, atol=1e-3)


def test_the_split_of_doubt() -> None:
    answers = some_answers(10)
    scores = some_scores(answers) + np.array([0, 10])
    sampler = student_sampler(spread_of(answers), n_draws=200, seed=5)
    method = method_draws(CHOICES, n_draws=200, seed=5)
    fixed = fixed_method([1, 1], 1, 200)
    found = intervals(scores, sampler, method)
    still = intervals(scores, lambda rows: np.zeros_like(sampler(rows)), method)
    same = intervals(scores, sampler, fixed)

    np.testing.assert_array_equal(still.method, found.method)
    np.testing.assert_array_equal(still.both, still.method)
    np.testing.assert_allclose(still.respondents, np.repeat(scores.mean(axis=1), 3).reshape(-1, 3), rtol=1e-6)
    np.testing.assert_array_equal(same.both, found.respondents)
    assert np.ptp(same.method, axis=1).max() < 1e-4
    assert (np.ptp(found.both, axis=1) > np.ptp(found.method, axis=1)).all()


def test_ways_of_combining_respondents_are_a_factor() -> None:
    tables = np.array([[[50.0, 50]], [[60.0, 60]]])
    method = MethodDraws(np.full((10, 2), 0.5), np.ones(10), np.arange(10) % 2)
    found = intervals(tables, lambda _: np.zeros((1, 2, 10), dtype=np.float32), method)

    assert found.respondents.tolist() == [[50, 50, 50]]
    assert found.method.tolist() == [[50, 55, 60]]


@pytest.mark.parametrize(("power", "expected"), [(0.0, [0, 80, 0]), (-1.0, [0, 80, 0]), (0.5, [20, 80, 0])])
def test_a_block_at_zero_in_the_draws(power: float, expected: list[float]) -> None:
    weights = np.array([[0.5, 0.5], [0.0, 1.0], [1.0, 0.0]])
    found = index_intervals(
        [[0.0, 80.0]],
        lambda _: np.zeros((1, 2, 3), dtype=np.float32),
        published=fixed_method([1, 1], 1, 3),
        method=MethodDraws(weights, np.full(3, power), np.zeros(3, dtype=np.int64)),
        at=AT,
        keep_draws=True,
    )

    assert found.draws is not None
    assert found.draws[0] == pytest.approx(expected)


# requirement 3


def test_a_withheld_index_has_no_interval() -> None:
    answers = some_answers(3)
    scores = some_scores(answers)
    scores[2] = NAN
    sampler = student_sampler(spread_of(answers), n_draws=8, seed=5)
    found = intervals(scores, sampler, fixed_method([1, 1], 1, 8), eligible=[True, False, True])

    assert np.isnan(found.both).all(axis=1).tolist() == [False, True, True]


# requirement 4


def test_identical_territories_tie() -> None:
    draws = np.array([[1.0, 2, 3], [1, 2, 3], [0, 0, 9], [NAN, 1, 1]])
    found = pairwise_probabilities(draws)

    assert found[0].tolist()[:3] == pytest.approx([0.5, 0.5, 2 / 3])
    assert found[:3, :3] + found[:3, :3].T == pytest.approx(np.ones((3, 3)))
    assert np.isnan(found[3]).all()
    assert probability_above([0, 5, -5, 0, NAN], [1, 0, 0, 0, 1]) == pytest.approx([0.5, 1, 0, 0.5, NAN], nan_ok=True)


def test_probability_above_normal_and_student() -> None:
    assert probability_above(1.6449, 1.0) == pytest.approx(0.95, abs=1e-4)
    assert probability_above(2.0150, 1.0, 5) == pytest.approx(0.95, abs=1e-4)


# requirement 5


def test_leave_one_block_out() -> None:
    found = leave_one_block_out([[10.0, 20, 60], [NAN, 20, NAN]], [1, 1, 2])

    assert found == pytest.approx(np.array([[140 / 3, 130 / 3, 15], [20, NAN, 20]]), nan_ok=True)
