"""Change between rounds.

1. Only indicators in both rounds count, in both rounds; too few in common is "not comparable".
2. Welch's degrees of freedom and p-values equal those of a two-sample test from summaries.
3. The minimum detectable changes of the specification: about 20, 15 and 11 points.
4. Benjamini-Hochberg per row equals scipy's, and skips what was not tested.
5. The exact signed-rank test equals scipy's without ties and counts signs with ties; 4 and 7
   differences of one sign give .125 and .016.
6. Words: only a clear and large enough change has a direction.
7. The paired test equals scipy's; too few pairs give none.
8. The mix of voices.
"""

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from pipeline.method.aggregate import Step
from pipeline.method.change import (
    adjusted_p_values,
    change_directions,
    change_test,
    minimum_detectable_change,
    paired_change,
    wilcoxon_p_value,
)
from pipeline.method.panel import mix_shift, panel_change

Array = npt.NDArray[np.float64]
NAN = float("nan")

# requirement 1


def test_only_what_both_rounds_hold_counts() -> None:
    step = Step((0, 0, 0), (1.0, 1.0, 2.0))
    first = [[10, 20, NAN], [10, NAN, NAN]]
    second = [[20, 40, 100], [20, 40, 100]]
    found = panel_change(first, second, step, min_share=2 / 3)

    assert found.first[:, 0] == pytest.approx([15, NAN], nan_ok=True)
    assert found.second[:, 0] == pytest.approx([30, NAN], nan_ok=True)
    assert found.change[:, 0] == pytest.approx([15, NAN], nan_ok=True)
    assert found.common_share[:, 0] == pytest.approx([2 / 3, 1 / 3])


def test_what_stopped_applying_is_not_common() -> None:
    step = Step((0, 0), (1.0, 1.0))
    found = panel_change([[10, 90]], [[20, 90]], step, min_share=0.5, second_applicable=[[True, False]])

    assert found.change.tolist() == [[10]]
    assert found.common.tolist() == [[True, False]]
    assert found.common_share.tolist() == [[0.5]]


@given(
    first=hnp.arrays(np.float64, (2, 5), elements=st.sampled_from([0.0, 25.0, 75.0, NAN])),
    shift=st.sampled_from([-10.0, 0.0, 10.0]),
)
def test_a_shift_of_every_indicator_is_the_change(first: Array, shift: float) -> None:
    found = panel_change(first, first + shift, Step([0] * 5, np.arange(1.0, 6)), min_share=0.4)
    there = ~np.isnan(found.change)

    assert (there[:, 0] == ((~np.isnan(first)).sum(axis=1) >= 2)).all()
    assert found.change[there] == pytest.approx(np.full(there.sum(), shift))


# requirement 2


def test_welch_by_scipy() -> None:
    found = change_test([10.0, 3.0], [4.0, 2.0], [3.0, 5.0], [4.0, 9.0], [7.0, 6.0])
    for i, (m, s1, s2, d1, d2) in enumerate([(10, 4, 3, 4, 7), (3, 2, 5, 9, 6)]):
        n1, n2 = d1 + 1, d2 + 1
        expected = stats.ttest_ind_from_stats(m, s1 * n1**0.5, n1, 0, s2 * n2**0.5, n2, equal_var=False)
        assert found.statistic[i] == pytest.approx(expected.statistic)
        assert found.p_value[i] == pytest.approx(expected.pvalue)
        assert d1 <= found.df[i] <= d1 + d2 or d2 <= found.df[i] <= d1 + d2


def test_no_error_means_no_test() -> None:
    found = change_test([10.0, NAN], [0.0, 1.0], [0.0, 1.0], 4.0, 4.0)

    assert np.isnan(found.p_value).all()


# requirement 3


@pytest.mark.parametrize(("n", "points"), [(3, 20.4), (5, 15.5), (10, 10.7)])
def test_minimum_detectable_change(n: int, points: float) -> None:
    df = 2 * (4 + n - 1)
    actual = minimum_detectable_change(14 * (2 / n) ** 0.5, df, alpha=0.1)

    assert actual == pytest.approx(points, abs=0.05)
    assert minimum_detectable_change(14 * (2 / n) ** 0.5, df, alpha=0.1, power=0.8) > actual


# requirement 4


@given(p=hnp.arrays(np.float64, (3, 8), elements=st.one_of(st.floats(0, 1), st.just(NAN))))
def test_benjamini_hochberg_by_scipy(p: Array) -> None:
    found = adjusted_p_values(p)
    for row, actual in zip(p, found, strict=True):
        tested = ~np.isnan(row)
        assert (np.isnan(actual) == ~tested).all()
        if tested.any():
            expected = stats.false_discovery_control(row[tested])
            np.testing.assert_allclose(actual[tested], expected, atol=1e-12)


def test_p_values_outside_the_unit_are_refused() -> None:
    with pytest.raises(ValueError, match="0-1"):
        adjusted_p_values([1.2])


# requirement 5


@pytest.mark.parametrize(("n", "p"), [(4, 0.125), (7, 0.015625)])
def test_all_rose(n: int, p: float) -> None:
    assert wilcoxon_p_value(np.arange(1, n + 1)) == pytest.approx(p)
    assert wilcoxon_p_value([25.0] * n) == pytest.approx(p)


@given(signs=st.lists(st.sampled_from([-1, 1]), min_size=1, max_size=10))
def test_signed_ranks_without_ties_by_scipy(signs: list[int]) -> None:
    d = np.arange(1, len(signs) + 1) * np.array(signs)

    assert wilcoxon_p_value(d) == pytest.approx(stats.wilcoxon(d, method="exact").pvalue)


@given(d=st.lists(st.sampled_from([-2.0, -1.0, 1.0, 2.0]), min_size=1, max_size=7))
def test_signed_ranks_with_ties_by_counting_signs(d: list[float]) -> None:
    ranks = stats.rankdata(np.abs(d))
    seen = ranks[np.array(d) > 0].sum()
    sums = np.array([(ranks * s).sum() for s in product([0, 1], repeat=len(d))])
    tail = min((sums <= seen + 1e-9).mean(), (sums >= seen - 1e-9).mean())

    assert wilcoxon_p_value(d) == pytest.approx(min(1, 2 * tail))


def test_nothing_changed() -> None:
    assert wilcoxon_p_value([0, 0, NAN]) == 1


# requirement 6


def test_words_of_change() -> None:
    actual = change_directions([12, -5, 4.9, 12, NAN], [0.1, 0.01, 0.001, 0.11, 0.01], rate=0.1, min_points=5)

    assert actual == pytest.approx([1, -1, 0, 0, NAN], nan_ok=True)


# requirement 7


def test_the_paired_test_by_scipy() -> None:
    first = np.array([[50.0], [40], [70], [NAN]])
    second = np.array([[60.0], [45], [90], [10]])
    found = paired_change(first, second, min_pairs=3)
    expected = stats.ttest_rel(second[:3, 0], first[:3, 0])

    assert found.statistic[0] == pytest.approx(expected.statistic)
    assert found.p_value[0] == pytest.approx(expected.pvalue)
    assert found.change[0] == pytest.approx(35 / 3)
    assert np.isnan(paired_change(first, second, min_pairs=4).p_value).all()


# requirement 8


def test_the_mix_of_voices() -> None:
    assert mix_shift([2, 2], [4, 4]) == 0
    assert mix_shift([2, 0], [0, 3]) == 1
