"""Means over gaps, and levels to points.

1. Means equal their formulas and the worked examples of their sources (HDI, MPI, WHO e-SPAR).
2. A weight of 0 is the same as absence; weights that sum to 0 over what is there give no mean.
3. Raising one value never lowers a power mean; a power mean lies between lowest and highest; a
   lower power never gives more.
4. Text, infinities, impossible levels and unknown means are refused.
"""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.method.aggregate import Step, score_bounds
from pipeline.method.means import Mean, weighted_mean
from pipeline.method.scales import equidistant_points, level_points

from .conftest import Golden

Array = npt.NDArray[np.float64]
NAN = float("nan")
POINTS = st.sampled_from([0.0, 12.5, 25.0, 50.0, 60.0, 75.0, 100.0])
WITH_GAPS = st.one_of(POINTS, st.just(NAN))
POWERS: tuple[Mean, ...] = (1.0, 0.5, 0.0, -1.0, "weakest_link", 3.0)


def tables(elements: st.SearchStrategy[float]) -> st.SearchStrategy[Array]:
    return hnp.arrays(np.float64, (4, 6), elements=elements)


# requirement 1


def test_the_named_means_follow_their_formulas() -> None:
    x = [20.0, 40.0, 80.0]
    w = [1.0, 2.0, 1.0]

    assert weighted_mean(x, w) == pytest.approx(45.0)
    assert weighted_mean(x, w, "geometric") == pytest.approx(40.0)
    assert weighted_mean(x, w, "harmonic") == pytest.approx(4 / (1 / 20 + 2 / 40 + 1 / 80))
    assert weighted_mean(x, w, 0.5) == pytest.approx(((20**0.5 + 2 * 40**0.5 + 80**0.5) / 4) ** 2)
    assert weighted_mean(x, w, "weakest_link") == pytest.approx(20.0)
    assert weighted_mean(x, w, float("inf")) == pytest.approx(80.0)
    assert weighted_mean(x, w, "mpi") == pytest.approx(45 - 475 / 45)


def test_the_human_development_index_of_the_technical_notes() -> None:
    assert weighted_mean([0.6971, 0.3447, 0.5506], np.ones(3), "geometric") == pytest.approx(0.510, abs=5e-4)


def test_one_block_at_zero_under_the_geometric_mean() -> None:
    profile = [75.0] * 7 + [0.0]
    squeezed = np.exp(7 * np.log(1 + 0.99 * 75) / 8)

    assert weighted_mean(profile, np.ones(8), "geometric") == 0
    assert weighted_mean(profile, np.ones(8), "geometric", floor=1) == pytest.approx((squeezed - 1) / 0.99)


def test_other_means_of_the_same_profile() -> None:
    profile = [75.0] * 7 + [0.0]

    assert weighted_mean(profile, np.ones(8)) == pytest.approx(65.6, abs=0.05)
    assert weighted_mean(profile, np.ones(8), 0.5) == pytest.approx(57.4, abs=0.05)
    assert weighted_mean(profile, np.ones(8), "mpi") == pytest.approx(56.25)


def test_the_mpi_of_nothing_but_zeros_is_zero() -> None:
    assert weighted_mean([0.0, 0.0], [1, 1], "mpi") == 0


def test_levels_become_points_on_any_scale() -> None:
    convex = [0, 10, 30, 60, 100]

    assert level_points([0, 1.5, 4, NAN], equidistant_points(5)) == pytest.approx([0, 37.5, 100, NAN], nan_ok=True)
    assert level_points([1, 2.5], convex) == pytest.approx([10, 45])
    assert level_points([1, 3, 5], equidistant_points(5, 20), lowest=1) == pytest.approx([20, 60, 100])


def test_who_capacities(golden: Golden) -> None:
    capacities = golden.json("who_spar/sweden_2021.json")["capacities"].values()
    points = equidistant_points(5, start=20)
    actual = [
        weighted_mean(
            level_points(np.array(c["indicators"]) / 20, points, lowest=1),
            np.ones(len(c["indicators"])),
        )
        for c in capacities
    ]

    assert len(actual) == 8
    assert actual == pytest.approx([c["published"] for c in capacities], abs=0.5)


# requirement 2


@pytest.mark.parametrize("mean", [*POWERS, "mpi"])
def test_a_weight_of_zero_is_the_same_as_absence(mean: Mean) -> None:
    assert weighted_mean([0.0, 40.0, 80.0], [0, 1, 2], mean) == pytest.approx(weighted_mean([40.0, 80.0], [1, 2], mean))


# requirement 3


@given(values=tables(POINTS), column=st.integers(0, 5), mean=st.sampled_from(POWERS))
def test_raising_a_value_never_lowers_a_power_mean(values: Array, column: int, mean: Mean) -> None:
    weights = [1.0, 2, 3, 1, 0.5, 0]
    raised = values.copy()
    raised[:, column] = np.minimum(100, raised[:, column] + 13)

    gain = weighted_mean(raised, weights, mean) - weighted_mean(values, weights, mean)
    assert (gain >= -1e-9).all()


def test_raising_a_value_can_lower_the_mpi() -> None:
    lower, higher = weighted_mean([[10.0, 10, 60], [10.0, 10, 90]], np.ones(3), "mpi")

    assert higher < lower


@given(values=tables(WITH_GAPS), power=st.floats(-8, 8))
def test_a_power_mean_lies_between_lowest_and_highest(values: Array, power: float) -> None:
    mean = weighted_mean(values, np.ones(6), power)
    some = ~np.isnan(values).all(axis=1)

    assert (~np.isnan(mean) == some).all()
    assert (mean[some] >= np.nanmin(values[some], axis=1) - 1e-9).all()
    assert (mean[some] <= np.nanmax(values[some], axis=1) + 1e-9).all()


@given(values=tables(POINTS))
def test_a_lower_power_never_gives_more(values: Array) -> None:
    means = [weighted_mean(values, np.ones(6), power) for power in (-1.0, 0.0, 0.5, 1.0, 3.0)]

    assert (np.diff(means, axis=0) >= -1e-9).all()


# requirement 4


def test_levels_as_text_are_refused() -> None:
    with pytest.raises(ValueError, match="text"):
        weighted_mean(["3", "4"], [1, 1])


@pytest.mark.parametrize("level", [-1, 5])
def test_an_impossible_level_is_refused_never_clipped(level: int) -> None:
    with pytest.raises(ValueError, match="levels must lie"):
        level_points([level], equidistant_points(5))


def test_infinities_and_values_outside_the_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        weighted_mean([np.inf, 1.0], [1, 1])
    with pytest.raises(ValueError, match="values must lie"):
        score_bounds([[101.0]], [Step((0,), (1.0,))], lowest=0, highest=100)
    with pytest.raises(ValueError, match="0 or more"):
        weighted_mean([-1.0, 1.0], [1, 1], "geometric")
    with pytest.raises(ValueError, match="unknown mean"):
        weighted_mean([1.0], [1], "average")  # type: ignore[arg-type]
