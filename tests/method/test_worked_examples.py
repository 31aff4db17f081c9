"""Worked examples of manuals and textbooks, typed in by hand, beside those of test_published.

1. Spread of few voices: the worked example of the Corruption Perceptions Index, Smyth's moderated variance, and the
   panel of fifteen judged by the RAND/UCLA rule.
2. Inequality: the ten incomes of R's ineq, and Theil's parts by hand.
3. Rank sets of two units are tests of normal differences, one- or two-sided; fewer units asked for, narrower sets.
4. A test with known errors is a normal test, and the smallest real difference of test-retest work is 1.96 sqrt(2) SEM;
   pairs that changed alike have a change and no test.
5. Sobol's g-function, whose indices are known.
6. Gower's similarity of three appliances with numbers and a category.
7. Thresholds that rise with the level, as the Gap Frame sets them, with the lowest dimension as the result.
"""

from typing import Any

import numpy as np
import pytest

from pipeline.method import (
    Span,
    SpreadPrior,
    Step,
    aggregated_scores,
    atkinson,
    block_intervals,
    change_test,
    gini,
    gower_similarity,
    indicator_levels,
    minimum_detectable_change,
    moderated_spread,
    paired_change,
    panel_disagrees,
    rank_sets,
    sobol_indices,
    theil,
)

NAN = float("nan")


# requirement 1

SOURCES = np.array([61.0, 63, 61, 65, 65])[None, :, None]  # the five sources of "country X", as respondents


def test_country_x_of_the_corruption_perceptions_index() -> None:
    """Transparency International (2015), steps 3 and 4: five sources give 63 with a standard error of 1 (.894)."""
    plain = moderated_spread(SOURCES, [0], prior=SpreadPrior(0, 0, 0, 0), points_per_level=1)
    student = block_intervals([[63.0]], plain, (0.05, 0.95))

    assert indicator_levels(SOURCES).tolist() == [[63]]
    assert plain.standard_errors[0, 0] == pytest.approx(np.sqrt(4 / 5))
    assert student[0, 0].tolist() == pytest.approx([61.093, 64.907], abs=5e-4)  # t(4) = 2.132, not 1.64


def test_the_moderated_variance_of_smyth() -> None:
    """Smyth (2004), equation 2: (d0 s0^2 + d s^2)/(d0 + d), here (4 x 9 + 4 x 4)/8 = 6.5 with 8 degrees of freedom."""
    found = moderated_spread(SOURCES, [0], prior=SpreadPrior(4, 3, 0, 100), points_per_level=1)

    assert 5 * found.covariance[0, 0, 0] == pytest.approx(6.5)
    assert found.df.tolist() == [8]


def test_fifteen_panellists_of_the_rand_method() -> None:
    """BMJ Open 2012 2(5) e001431, table 1: percentiles 7 and 8, asymmetry 2.5, so 3.75 above the constant: 6.1."""
    panel = [4, 5, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9]

    assert not panel_disagrees(panel, base=2.35, slope=1.5, centre=5)
    assert panel_disagrees(panel, base=1 - 3.751, slope=1.5, centre=5)
    assert not panel_disagrees(panel, base=1 - 3.749, slope=1.5, centre=5)


# requirement 2


def test_ten_incomes() -> None:
    """The example of R's ineq and DescTools: Gini .4620911, Atkinson with parameter .5 .1796591."""
    incomes = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]

    assert gini(incomes) == pytest.approx(0.4620911, abs=5e-8)
    assert atkinson(incomes, 0.5) == pytest.approx(0.1796591, abs=5e-8)
    assert gini([incomes, [1] * 10]).tolist() == pytest.approx([0.4620911, 0], abs=5e-8)


def test_the_parts_of_theil_by_hand() -> None:
    """Means 1 and 3 around 2 between; inside, only the second group differs, with three quarters of the whole."""
    between, within = theil([1.0, 1, 2, 4], [7, 7, 9, 9])
    second = (2 / 3 * np.log(2 / 3) + 4 / 3 * np.log(4 / 3)) / 2

    assert between == pytest.approx((0.5 * np.log(0.5) + 1.5 * np.log(1.5)) / 2)
    assert within == pytest.approx(0.75 * second)


# requirement 3


@pytest.mark.parametrize(("gap", "one_sided", "two_sided"), [(1.2, 1, 1), (1.45, 2, 1), (1.75, 2, 2)])
def test_two_units_are_a_normal_test(gap: float, one_sided: int, two_sided: int) -> None:
    """At 90 % the better unit is first from 1.28 standard errors on one side, from 1.645 on two."""
    scores = [0.0, gap * np.sqrt(2)]
    both = rank_sets(scores, 1, level=0.9, n_draws=20000, seed=1)
    best = rank_sets(scores, 1, level=0.9, sides="best", n_draws=20000, seed=1)

    assert both.lower[0] == two_sided
    assert best.lower.tolist() == [one_sided, 1]
    assert best.upper.tolist() == [2, 2]


def test_fewer_units_asked_for_have_narrower_sets() -> None:
    """Mogstad et al. (2023), section 3: one unit alone is the marginal set, all units are the simultaneous sets."""
    scores = np.array([50.0, 44, 57, 61, 38, 52, 47, 66, NAN])
    kinds: dict[str, Any] = {"level": 0.9, "n_draws": 4000, "seed": 1}
    marginal = rank_sets(scores, 3.0, **kinds)
    whole = rank_sets(scores, 3.0, kind="simultaneous", **kinds)
    alone = rank_sets(scores, 3.0, kind="simultaneous", of=[5], **kinds)
    three = rank_sets(scores, 3.0, kind="simultaneous", of=[1, 5, 7, 8], **kinds)

    assert (alone.lower[5], alone.upper[5]) == (marginal.lower[5], marginal.upper[5])
    assert np.flatnonzero(~np.isnan(three.lower)).tolist() == [1, 5, 7]
    for narrow, wide in ((marginal, three), (three, whole)):
        own = ~np.isnan(three.lower)
        assert (narrow.lower[own] >= wide.lower[own]).all()
        assert (narrow.upper[own] <= wide.upper[own]).all()
    assert (whole.upper - whole.lower)[:-1].sum() > (marginal.upper - marginal.lower)[:-1].sum()


# requirement 4


def test_known_errors_are_a_normal_test() -> None:
    """A z of 1.96 has p = .05; the smallest real difference of a test with SEM 3 is 1.96 x sqrt(2) x 3 = 8.3 points."""
    known = change_test(1.959964 * 5, 3, 4, np.inf, np.inf)
    half = change_test(1.0, 3, 4, np.inf, 6)

    assert float(known.p_value) == pytest.approx(0.05, abs=1e-6)
    assert float(known.reach(0.95)) == pytest.approx(1.959964 * 5)
    assert float(half.df) == pytest.approx(5**4 / (4**4 / 6))
    assert minimum_detectable_change(np.sqrt(2) * 3, np.inf, alpha=0.05) == pytest.approx(8.3154, abs=5e-4)


def test_all_pairs_changed_alike() -> None:
    """There is a change of 0.1, also where three equal differences differ in their last digit; there is no test."""
    found = paired_change([[0.1], [0.2], [0.3]], [[0.2], [0.3], [0.4]], min_pairs=2)

    assert found.change.tolist() == pytest.approx([0.1])
    assert np.isnan(found.p_value).all()


# requirement 5


def test_the_g_function() -> None:
    """Saltelli et al. (2008), Global Sensitivity Analysis, section 4.6: V_i = 1/(3 (1 + a_i)^2), 1 + V = prod (1 + V_i)."""
    a = np.array([0.0, 1, 4.5, 9, 99])
    parts = 1 / (3 * (1 + a) ** 2)
    whole = np.prod(1 + parts) - 1
    found = sobol_indices(
        lambda x: np.prod((np.abs(4 * x - 2) + a[:, None]) / (1 + a[:, None]), axis=0),
        [Span(0, 1)] * a.size,
        n=2**12,
        seed=1,
    )

    assert found.first == pytest.approx(parts / whole, abs=0.01)
    assert found.total == pytest.approx(parts * np.prod(1 + parts) / (1 + parts) / whole, abs=0.01)


# requirement 6


def test_three_appliances() -> None:
    """Capacity and price with ranges 190 and 1320, and a certificate: (1 - 120/190 + 1 - 1100/1320 + 1)/3 = .512."""
    numbers = np.array([[380.0, 700], [500, 1800], [310, 480]])
    incomplete = np.where(numbers == 700, NAN, numbers)
    found = gower_similarity(numbers, [[0], [0], [1]])
    gap = gower_similarity(incomplete, [[0], [0], [-1]], weights=[1, 1, 2])

    assert found[0, 1] == pytest.approx((1 - 120 / 190 + 1 - 1100 / 1320 + 1) / 3)
    assert found[1, 2] == pytest.approx(0)
    assert gap[0, 1] == pytest.approx((1 - 120 / 190 + 2) / 3)
    assert gap[0, 2] == pytest.approx(1 - 70 / 190)


# requirement 7


@pytest.mark.parametrize(("missing", "expected"), [([], 4.0), ([0], 4.0), ([0, 4], NAN)])
def test_the_lowest_dimension_of_the_gap_frame(missing: list[int], expected: float) -> None:
    """An issue needs 50 % of its indicators, a dimension 60 % of its issues, the whole 75 % of its four dimensions."""
    table = np.repeat([[8.0, 6, 7, 7, 4, 4, 5, 5]], 2, axis=1)  # two issues of two indicators in each dimension
    table[0, 1::2] = NAN  # half of every issue: just enough
    table[0, [2 * issue for issue in missing]] = NAN  # half of its dimension: too little
    issues = Step(np.arange(16) // 2, 1, min_share=0.5)
    dimensions = Step(np.arange(8) // 2, 1, min_share=0.6)
    whole = Step([0] * 4, 1, "weakest_link", min_share=0.75)
    found = aggregated_scores(table, [issues, dimensions, whole])

    assert found[2].scores[0, 0] == pytest.approx(expected, nan_ok=True)
