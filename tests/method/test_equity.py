"""Groups of respondents side by side.

1. Means, errors and degrees of freedom follow their formulas, against a literal loop, for any number of levels.
2. With a prior of no weight and one indicator the test is Student's test with pooled variance.
3. Only indicators that both groups answered count; groups without one in common give nothing.
4. Respondents, territories and indicators in another order change nothing; swapping the groups turns the sign.
5. Over territories the mean of the differences is tested as Student tests one sample; a territory without one is left
   out, and one alone gives no error.
"""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from pipeline.method.equity import GroupDifference, group_difference, mean_difference

Array = npt.NDArray[np.float64]
NAN = float("nan")
BLOCKS = np.array([0, 0, 1])
TYPICAL = [100.0, 64.0]
FIRST = np.array([[True, True, True, False, False, False, False]])
SECOND = np.array([[False, False, False, True, True, True, False]])
ANSWERS = hnp.arrays(np.float64, (1, 7, 3), elements=st.sampled_from([0.0, 1.0, 2.0, 5.0, 10.0, NAN]))


def found(answers: npt.ArrayLike, first: npt.ArrayLike = FIRST, second: npt.ArrayLike = SECOND) -> GroupDifference:
    """Return the two groups side by side, eleven levels of ten points each."""
    return group_difference(answers, first, second, BLOCKS, typical=TYPICAL, prior_df=4, points_per_level=10)


def literal(answers: Array, block: int) -> tuple[float, float, float]:
    """Return the difference, its squared error and its degrees of freedom of the first territory, by loops."""
    sides = [answers[0][chosen[0]] for chosen in (FIRST, SECOND)]
    own = [i for i in range(3) if BLOCKS[i] == block and all((~np.isnan(side[:, i])).any() for side in sides)]
    if not own:
        return NAN, NAN, NAN
    means, squares, sizes = [], 0.0, []
    for side in sides:
        level = {i: float(np.nanmean(side[:, i])) for i in own}
        means.append(10 * sum(level.values()) / len(own))
        people = [[10 * (row[i] - level[i]) for i in own if not np.isnan(row[i])] for row in side]
        people = [one for one in people if one]
        squares += sum((sum(one) / len(one)) ** 2 for one in people)
        sizes.append(len(people))
    nu = 4 + sum(size - 1 for size in sizes)
    return means[0] - means[1], (4 * TYPICAL[block] + squares) / nu * (1 / sizes[0] + 1 / sizes[1]), nu


@given(answers=ANSWERS)
def test_two_groups_by_a_literal_loop(answers: Array) -> None:
    actual = found(answers)
    for block in (0, 1):
        difference, variance, nu = literal(answers, block)

        assert actual.difference[0, block] == pytest.approx(difference, nan_ok=True)
        assert actual.standard_error[0, block] ** 2 == pytest.approx(variance, nan_ok=True) or np.isnan(difference)
        assert np.isnan(nu) or actual.df[0, block] == nu


def test_without_a_prior_it_is_students_test() -> None:
    first, second = [1.0, 2.0, 4.0], [3.0, 4.0, 4.0, 5.0]
    answers = np.array([*first, *second])[None, :, None]
    inside = np.array([[True] * 3 + [False] * 4])
    actual = group_difference(answers, inside, ~inside, [0], typical=[0.0], prior_df=0, points_per_level=25)
    expected = stats.ttest_ind(first, second)

    assert actual.p_value[0, 0] == pytest.approx(expected.pvalue)
    assert actual.df[0, 0] == 5
    interval = expected.confidence_interval(0.9)
    low = actual.difference[0, 0] - actual.reach(0.9)[0, 0]
    assert low == pytest.approx(25 * interval.low)


def test_only_common_indicators_count() -> None:
    answers = np.array([[[4, NAN, 1], [4, NAN, 1], [4, NAN, 1], [2, 0, NAN], [2, 0, NAN], [2, 0, NAN], [9, 9, 9]]])
    actual = found(answers)

    assert actual.difference.tolist()[0] == pytest.approx([20.0, NAN], nan_ok=True)
    assert actual.n_common.tolist() == [[1, 0]]
    assert np.isnan(actual.standard_error[0, 1])
    assert np.isnan(actual.p_value[0, 1])


@given(answers=ANSWERS, people=st.permutations(range(7)), indicators=st.permutations(range(3)))
def test_order_changes_nothing_and_swapping_turns_the_sign(
    answers: Array, people: list[int], indicators: list[int]
) -> None:
    plain, swapped = found(answers), found(answers, SECOND, FIRST)
    moved = group_difference(
        answers[:, people][:, :, indicators], FIRST[:, people], SECOND[:, people], BLOCKS[indicators],
        typical=TYPICAL, prior_df=4, points_per_level=10,
    )  # fmt: skip

    np.testing.assert_allclose(moved.difference, plain.difference)
    np.testing.assert_allclose(moved.standard_error, plain.standard_error)
    np.testing.assert_allclose(swapped.difference, -plain.difference)
    np.testing.assert_allclose(swapped.standard_error, plain.standard_error)


@given(differences=st.lists(st.integers(-100, 100), min_size=2, max_size=12).filter(lambda one: len(set(one)) > 1))
def test_the_mean_over_territories_is_students_test(differences: list[int]) -> None:
    table = np.array([[NAN, NAN, NAN], *([one, NAN, NAN] for one in differences), [NAN, 7, NAN]])
    actual = mean_difference(table)
    expected = stats.ttest_1samp(differences, 0)

    assert actual.n.tolist() == [len(differences), 1, 0]
    assert actual.difference.tolist() == pytest.approx([np.mean(differences), 7, NAN], nan_ok=True)
    assert actual.p_value.tolist() == pytest.approx([expected.pvalue, NAN, NAN], nan_ok=True)
    assert actual.difference[0] + actual.reach(0.9)[0] == pytest.approx(expected.confidence_interval(0.9).high)
