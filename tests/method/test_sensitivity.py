"""Sensitivity indices, effective weights, compensability.

1. Sobol indices of the Ishigami function and of an additive model equal the analytic ones.
2. Discrete factors take their options with their chances; a factor without effect has index 0; an
   output that does not vary has none.
3. Effective weights sum to one and follow the variances; gaps are left out.
4. Rank shifts and compensability follow their formulas.
"""

import math

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.method.sensitivity import (
    Options,
    Span,
    compensability,
    depends_on_compensation,
    effective_weights,
    mean_rank_shift,
    sobol_indices,
)

from .conftest import Golden

Array = npt.NDArray[np.float64]
NAN = float("nan")
ISHIGAMI_FIRST = [0.313905191, 0.442411144, 0.0]
ISHIGAMI_TOTAL = [0.557588856, 0.442411144, 0.243683664]


def ishigami(x: Array) -> Array:
    return np.asarray(np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0]))


# requirement 1


def test_the_ishigami_function() -> None:
    found = sobol_indices(ishigami, [Span(-math.pi, math.pi)] * 3, n=2**14, seed=1)

    assert found.first == pytest.approx(ISHIGAMI_FIRST, abs=0.005)
    assert found.total == pytest.approx(ISHIGAMI_TOTAL, abs=0.005)


def test_the_ishigami_function_of_the_golden_file(golden: Golden) -> None:
    analytic = golden.json("sobol/ishigami.json")["analytic"]
    found = sobol_indices(ishigami, [Span(-math.pi, math.pi)] * 3, n=2**14, seed=2)

    assert found.first == pytest.approx(analytic["S1"], abs=0.02)
    assert found.total == pytest.approx(analytic["ST"], abs=0.02)


def test_several_outputs_of_an_additive_model() -> None:
    def model(x: Array) -> Array:
        return np.stack([x[0] + 2 * x[1], x[0], np.zeros(x.shape[1])])

    found = sobol_indices(model, [Span(0, 1), Span(0, 1)], n=2**12, seed=1)

    assert found.first[:2] == pytest.approx(np.array([[0.2, 0.8], [1, 0]]), abs=0.01)
    assert found.total[:2] == pytest.approx(np.array([[0.2, 0.8], [1, 0]]), abs=0.01)
    assert np.isnan(found.first[2]).all()
    assert np.isnan(found.total[2]).all()


# requirement 2


def test_options_follow_their_chances() -> None:
    factor = Options((0.5, 0.0, 0.5))

    assert factor.ppf(np.array([0.0, 0.49, 0.51, 0.999])).tolist() == [0, 0, 2, 2]
    assert Options((0.0, 1.0)).ppf(np.array([0.0])).tolist() == [1]


def test_discrete_factors() -> None:
    found = sobol_indices(lambda x: (x[0] == 1) * 1.0, [Options((0.5, 0.5)), Options((0.3, 0.7))], n=2**10, seed=1)

    assert found.first == pytest.approx([1, 0], abs=0.02)
    assert found.total == pytest.approx([1, 0], abs=0.02)


def test_the_base_sample_is_a_power_of_two() -> None:
    with pytest.raises(ValueError, match="power of 2"):
        sobol_indices(ishigami, [Span(0, 1)] * 3, n=1000, seed=1)


# requirement 3


def test_effective_weights() -> None:
    source = np.random.default_rng(1)
    scores = source.normal(50, [1, 3], (4000, 2))
    scores[0, 0] = NAN
    found = effective_weights(scores, [2, 2])

    assert found.sum() == pytest.approx(1)
    assert found == pytest.approx([0.1, 0.9], abs=0.02)
    assert np.isnan(effective_weights([[50, 50]], [1, 1])).all()
    assert np.isnan(effective_weights([[50, 50], [50, 50]], [1, 1])).all()


# requirement 4


def test_rank_shifts() -> None:
    assert mean_rank_shift([[1.0, 3], [2.0, 2], [3.0, NAN]], [1, 2, 3]) == pytest.approx([0, 1])


def test_the_average_hides_a_weak_block() -> None:
    scores = [[75.0] * 7 + [0.0], [50.0] * 8, [NAN] * 8]
    found = compensability(scores, np.ones(8), min_points=5)

    assert found.hidden == pytest.approx([65.625 - 75 * (7 / 8) ** 2, 0, NAN], nan_ok=True)
    assert found.uneven.tolist() == [True, False, False]
    assert found.limiting_block.tolist() == [7, 0, -1]
    assert found.limiting_score == pytest.approx([0, 50, NAN], nan_ok=True)


def test_depends_on_compensation() -> None:
    actual = depends_on_compensation([1, 5, 5, NAN], [4, 6, 5, 1], [1, 3, 1, 1], [4, 7, 9, 1])

    assert actual.tolist() == [True, False, False, False]
