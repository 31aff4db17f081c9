"""Krippendorff's alpha.

1. The canonical table gives the documented alpha for four metrics.
2. The batched form equals the single form and the `krippendorff` package.
3. No variation gives no alpha, though agreement is full.
4. Draws over indicators are seeded and surround alpha.
5. An unknown metric is refused.
"""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.method.agreement import (
    level_counts,
    van_der_eijk_agreement,
)
from pipeline.method.reliability import (
    Metric,
    alpha_draws,
    alpha_from_counts,
    krippendorff_alpha,
)

from .conftest import Golden

Array = npt.NDArray[np.float64]
NAN = float("nan")
CANONICAL = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]
ALPHAS: dict[Metric, float] = {
    "nominal": 0.743,
    "ordinal": 0.815,
    "interval": 0.849,
    "ratio": 0.797,
}

# requirement 1


@pytest.mark.parametrize("metric", ALPHAS)
def test_the_canonical_table(metric: Metric) -> None:
    assert krippendorff_alpha(CANONICAL, metric) == pytest.approx(ALPHAS[metric], abs=5e-4)


@pytest.mark.parametrize("metric", ALPHAS)
def test_the_canonical_table_from_the_golden_file(golden: Golden, metric: Metric) -> None:
    case = golden.json("krippendorff/canonical.json")
    table = np.array(case["data_observers_by_units"], dtype=np.float64)
    expected = case["full_precision_krippendorff_0_9_0"][metric]

    assert krippendorff_alpha(table, metric) == pytest.approx(expected, abs=1e-12)


# requirement 2


@given(
    answers=hnp.arrays(np.float64, (3, 4, 7), elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, NAN])),
    metric=st.sampled_from(sorted(ALPHAS)),
)
def test_alpha_of_many_tables_equals_the_package(answers: Array, metric: Metric) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    counts = level_counts(answers, 5)
    batched = alpha_from_counts(counts, metric)

    for table, own, alpha in zip(answers, counts, batched, strict=True):
        kept = own[own.sum(axis=1) >= 2]
        if np.unique(np.nonzero(kept)[1]).size < 2:
            assert np.isnan(alpha)
            continue
        expected = krippendorff.alpha(
            value_counts=kept.astype(int), level_of_measurement=metric, value_domain=list(range(5))
        )
        assert alpha == pytest.approx(expected, abs=1e-9)
        assert krippendorff_alpha(table, metric) == pytest.approx(alpha, abs=1e-9)


# requirement 3


def test_no_variation_gives_no_alpha_but_full_agreement() -> None:
    counts = level_counts(np.full((3, 4), 2.0), 5)

    assert np.isnan(alpha_from_counts(counts))
    assert np.isnan(krippendorff_alpha(np.full((3, 4), 2.0)))
    assert np.isnan(krippendorff_alpha(np.full((3, 4), NAN)))
    assert van_der_eijk_agreement(counts).tolist() == [1.0] * 4


# requirement 4


def test_alpha_draws_are_seeded_and_surround_alpha() -> None:
    answers = np.random.default_rng(1).integers(0, 3, (2, 5, 40)) + np.arange(40) % 3
    counts = level_counts(answers, 5)
    draws = alpha_draws(counts, n_draws=200, seed=7)

    assert draws.shape == (2, 200)
    np.testing.assert_array_equal(draws, alpha_draws(counts, n_draws=200, seed=7))
    assert (draws.min(axis=1) < alpha_from_counts(counts)).all()
    assert (draws.max(axis=1) > alpha_from_counts(counts)).all()
    assert not np.array_equal(draws, alpha_draws(counts, n_draws=200, seed=8))


# requirement 5


def test_an_unknown_metric_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown metric"):
        alpha_from_counts([[1, 1]], "cardinal")  # type: ignore[arg-type]
