"""The moderated spread between respondents.

1. The covariance follows its formula, element by element, against a literal loop.
2. Three identical answers and one single answer have an interval; the prior stands in where too
   little is seen, as for one territory alone; asking everybody leaves no sampling error.
3. Duplicating every respondent keeps the score, doubles the cross products and shrinks the error,
   by half where the typical spread decides.
4. Respondents, territories and indicators in another order change nothing.
"""

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.method.spread import SpreadPrior, moderated_spread

from .assessment import BLOCKS, SEEN, some_answers, spread_of

Array = npt.NDArray[np.float64]
NAN = float("nan")
PRIOR = SpreadPrior(df=4, sd=13, correlation=0.5, min_pooled_df=20)
ANSWERS = hnp.arrays(np.float64, (3, 4, 5), elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, NAN]))

# requirement 1


def literal_cross(table: Array) -> tuple[Array, Array]:
    cross, n_pairs = np.zeros((2, 2)), np.zeros((2, 2))
    for person in table:
        d = {}
        for block in (0, 1):
            own = [i for i in range(5) if BLOCKS[i] == block and not np.isnan(person[i])]
            if own:
                d[block] = 25 * np.mean([person[i] - np.nanmean(table[:, i]) for i in own])
        for k, m in product(d, d):
            cross[k, m] += d[k] * d[m]
            n_pairs[k, m] += 1
    return cross, n_pairs


@given(answers=ANSWERS)
def test_the_moderated_covariance_by_a_literal_loop(answers: Array) -> None:
    parts = [literal_cross(table) for table in answers]
    nu = [np.maximum(n - 1, 0) for _, n in parts]
    pooled_nu = sum(nu)
    actual = spread_of(answers)
    pooled = sum(cross for cross, _ in parts) / np.maximum(pooled_nu, 1)
    seen = np.asarray(pooled_nu) >= 1

    np.testing.assert_array_equal(actual.assumed, ~seen)
    np.testing.assert_allclose(actual.typical[seen], np.asarray(pooled)[seen], atol=1e-9)
    for t, (cross, n_pairs) in enumerate(parts):
        moderated = (4 * actual.typical + cross) / (4 + nu[t])
        voices = np.diag(n_pairs)
        scale = np.sqrt(np.outer(voices, voices))
        expected = np.divide(moderated, scale, out=np.full((2, 2), NAN), where=scale > 0)
        np.testing.assert_allclose(actual.covariance[t], expected, atol=1e-9)


# requirement 2


def test_identical_answers_and_a_single_voice_have_an_interval() -> None:
    answers = some_answers()
    answers[0, :3], answers[0, 3:] = 2.0, NAN
    answers[1, 0], answers[1, 1:] = 3.0, NAN
    found = spread_of(answers)

    assert (found.standard_errors[:2] > 1).all()
    assert (found.standard_errors[1] > found.standard_errors[0]).all()
    assert found.df[:2].tolist() == [4 + 2, 4]


def test_the_prior_stands_in_where_too_little_is_seen() -> None:
    answers = some_answers(1)
    found = spread_of(answers, PRIOR)

    assert found.assumed.all()
    assert found.typical == pytest.approx(np.array([[169, 84.5], [84.5, 169]]))
    assert not spread_of(some_answers(30), PRIOR).assumed.any()


def test_a_block_nobody_answered_has_no_error() -> None:
    answers = some_answers()
    answers[0, :, 3:] = NAN
    found = spread_of(answers)

    assert np.isnan(found.standard_errors[0]).tolist() == [False, True]


def test_asking_everybody_leaves_no_sampling_error() -> None:
    answers = some_answers(20)
    roster = np.full(20, NAN)
    roster[0], roster[1] = 6, 12
    plain = spread_of(answers).covariance
    known = moderated_spread(answers, BLOCKS, prior=SEEN, points_per_level=25, roster=roster)

    assert known.covariance[0] == pytest.approx(np.zeros((2, 2)))
    assert known.covariance[1] == pytest.approx(plain[1] / 2)
    assert known.covariance[2] == pytest.approx(plain[2])


# requirement 3


@given(answers=ANSWERS)
def test_duplicating_every_respondent(answers: Array) -> None:
    typical = spread_of(answers).typical
    one, two = (
        moderated_spread(
            np.concatenate([answers] * times, axis=1),
            BLOCKS,
            prior=SpreadPrior(4, 13, 0.5, 1e9),
            points_per_level=25,
        )
        for times in (1, 2)
    )
    nu = np.maximum(one.n_voices - 1, 0)
    there = one.n_voices > 0

    np.testing.assert_array_equal(two.n_voices, 2 * one.n_voices)
    assert typical.shape == (2, 2)
    cross = [s.standard_errors**2 * s.n_voices * (4 + np.maximum(s.n_voices - 1, 0)) - 4 * 169 for s in (one, two)]
    np.testing.assert_allclose(cross[1][there], 2 * cross[0][there], atol=1e-6)
    ratio = (two.standard_errors / one.standard_errors)[there] ** 2
    shrink = ((4 + nu) / (4 + 2 * one.n_voices - 1))[there]
    assert (ratio <= shrink + 1e-9).all()
    assert (ratio >= shrink / 2 - 1e-9).all()


def test_duplicating_halves_the_variance_where_the_typical_spread_decides() -> None:
    answers = some_answers()
    prior = SpreadPrior(1e9, 13, 0.5, 1e9)
    one = spread_of(answers, prior).covariance
    two = spread_of(np.concatenate([answers, answers], axis=1), prior).covariance

    np.testing.assert_allclose(np.diagonal(two, 0, 1, 2), np.diagonal(one, 0, 1, 2) / 2, rtol=1e-6)


# requirement 4


@given(
    people=st.permutations(range(6)),
    territories=st.permutations(range(8)),
    indicators=st.permutations(range(5)),
)
def test_order_changes_nothing(people: list[int], territories: list[int], indicators: list[int]) -> None:
    answers = some_answers(8)
    plain = spread_of(answers)
    moved = moderated_spread(
        answers[territories][:, people][:, :, indicators],
        BLOCKS[indicators],
        prior=SEEN,
        points_per_level=25,
    )

    np.testing.assert_allclose(moved.covariance, plain.covariance[territories], atol=1e-9)
