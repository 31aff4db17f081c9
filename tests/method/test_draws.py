"""Random draws of respondents and of methods.

1. The same seed gives the same bytes, whatever the threads and chunks; a territory keeps its draws
   when others join or move.
2. Draws have the covariance and the tails they should: the closed form and the draws agree.
3. The bootstrap resamples whole people and is seeded; it sees no doubt in three alike.
4. Method draws: weights sum to one, chances are kept, bad sets are refused.
"""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.method.draws import (
    bootstrap_sampler,
    quantiles,
    stream,
    student_sampler,
)
from pipeline.method.method_choices import (
    MethodChoices,
    fixed_method,
    method_draws,
    participants_weights,
)
from pipeline.method.spread import Spread
from pipeline.method.uncertainty import (
    block_intervals,
)

from .assessment import AT, BLOCKS, CHOICES, intervals, some_answers, some_scores, spread_of

Array = npt.NDArray[np.float64]
NAN = float("nan")

# requirement 1


def test_threads_and_chunks_change_nothing() -> None:
    answers = some_answers(23)
    sampler = student_sampler(spread_of(answers), n_draws=64, seed=11)
    method = method_draws(CHOICES, n_draws=64, seed=11)
    results = [
        intervals(some_scores(answers), sampler, method, n_threads=threads, rows_per_chunk=rows)
        for threads, rows in ((1, 250), (2, 5), (4, 3))
    ]

    for other in results[1:]:
        assert other.draws is not None
        assert results[0].draws is not None
        assert other.draws.tobytes() == results[0].draws.tobytes()
        assert other.both.tobytes() == results[0].both.tobytes()


def test_a_territory_keeps_its_draws_when_others_move_or_leave() -> None:
    found = spread_of(some_answers(6))
    order = [4, 1, 5]
    fewer = Spread(
        found.covariance[order],
        found.df[order],
        found.n_voices[order],
        found.typical,
        found.assumed,
    )
    plain = student_sampler(found, n_draws=16, seed=1)(slice(0, 6))
    moved = student_sampler(fewer, n_draws=16, seed=1, keys=order)(slice(0, 3))
    other = student_sampler(found, n_draws=16, seed=2)(slice(0, 6))

    np.testing.assert_array_equal(moved, plain[order])
    assert not np.array_equal(other, plain)


def test_streams_are_told_apart_by_seed_and_key() -> None:
    first = [stream(seed, key).random() for seed, key in ((1, 1), (1, 2), (2, 1), (1, 1))]

    assert first[0] == first[3]
    assert len(set(first)) == 3


def test_keys_must_identify() -> None:
    with pytest.raises(ValueError, match="keys"):
        student_sampler(spread_of(some_answers(3)), n_draws=4, seed=1, keys=[1, 1, 2])


# requirement 2


def test_draws_have_the_covariance_and_the_closed_form_their_quantiles() -> None:
    answers = some_answers(4)
    found = spread_of(answers)
    draws = student_sampler(found, n_draws=200_000, seed=3)(slice(0, 4))
    student = found.df / (found.df - 2)
    for t in range(4):
        np.testing.assert_allclose(np.cov(draws[t]), student[t] * found.covariance[t], rtol=0.05, atol=1)
    scores = np.full((4, 2), 50.0)
    exact = block_intervals(scores, found, AT)

    np.testing.assert_allclose(quantiles(50 + draws, AT), exact, atol=0.3)


@given(draws=hnp.arrays(np.float64, (3, 7), elements=st.floats(-100, 100)))
def test_quantiles_are_type_7(draws: Array) -> None:
    np.testing.assert_allclose(quantiles(draws, AT), np.quantile(draws, AT, axis=1).T, atol=1e-9)


# requirement 3


def bootstrap(answers: Array, n_draws: int, seed: int = 1) -> npt.NDArray[np.float32]:
    sampler = bootstrap_sampler(answers, BLOCKS, points_per_level=25, n_draws=n_draws, seed=seed)
    return sampler(slice(0, len(answers)))


def test_the_bootstrap_keeps_a_person_together() -> None:
    answers = np.full((1, 3, 5), NAN)
    answers[0, 0], answers[0, 1] = 0, 4
    draws = bootstrap(answers, 400)

    assert set(np.unique(draws[0, 0])) == {-50, 0, 50}
    np.testing.assert_array_equal(draws[0, 0], draws[0, 1])
    np.testing.assert_array_equal(draws, bootstrap(answers, 400))
    assert not np.array_equal(draws, bootstrap(answers, 400, seed=2))


def test_the_bootstrap_is_narrower_than_moderated_draws_for_three_alike() -> None:
    answers = some_answers()
    answers[0, :3], answers[0, 3:] = 2.0, NAN
    answers[1] = NAN

    assert np.ptp(bootstrap(answers, 100)[:2]) == 0
    assert np.ptp(student_sampler(spread_of(answers), n_draws=100, seed=1)(slice(0, 1))) > 10


# requirement 4


def test_method_draws_keep_the_chances_of_families() -> None:
    choices = MethodChoices(
        [1, 1, 1],
        0.25,
        (0.5, 0.25, 0.25),
        (1, 0.5, 0),
        (0.5, 0.25, 0.25),
        participants=[[100, 0, 0], [100, 0, 0]],
        scenarios=[[0, 0, 1]],
        n_statistics=2,
    )
    found = method_draws(choices, n_draws=20_000, seed=9)

    assert found.weights.sum(axis=1) == pytest.approx(np.ones(20_000))
    assert (found.weights[:, 0] == 1).mean() == pytest.approx(0.25, abs=0.015)
    assert (found.weights[:, 2] == 1).mean() == pytest.approx(0.25, abs=0.015)
    noisy = found.weights[found.weights.max(axis=1) < 1]
    assert noisy.min() > 0.75 / (0.75 + 2 * 1.25) - 1e-9
    assert noisy.max() < 1.25 / (1.25 + 2 * 0.75) + 1e-9
    assert (found.powers == 1).mean() == pytest.approx(0.5, abs=0.015)
    assert found.statistic.mean() == pytest.approx(0.5, abs=0.015)
    np.testing.assert_array_equal(found.weights, method_draws(choices, n_draws=20_000, seed=9).weights)


def test_weights_by_budget_allocation() -> None:
    actual = participants_weights([[100, 0], [50, 50], [0, 10]], [0, 0, 1])

    assert actual == pytest.approx([0.375, 0.625])
    assert participants_weights([[100, 0], [50, 50], [0, 10]]) == pytest.approx([0.5, 0.5])


def test_bad_weight_sets_are_refused() -> None:
    with pytest.raises(ValueError, match="sums to 0"):
        fixed_method([0, 0], 1, 10)
    with pytest.raises(ValueError, match="NaN"):
        fixed_method([1, NAN], 1, 10)
    with pytest.raises(ValueError, match="chances"):
        method_draws(MethodChoices([1, 1], 0.25, (0.5, 0.5, 0.5), (1.0,), (1.0,)), n_draws=5, seed=1)
