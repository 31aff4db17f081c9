"""Ranks, their ties and their confidence sets.

1. Ties follow the conventions of csranks, with NaN unranked, along any axis.
2. The rank sets of csranks on PISA 2018 are reproduced to one place, marginal and simultaneous.
3. A set contains the estimated rank; step-down never widens; a higher level never narrows;
   simultaneous is never narrower than marginal.
4. Well separated scores give single ranks; identical territories give the whole range.
5. One territory has no rank; missing scores have none and take none.
6. Tiers never separate a pair that is not shown to be apart, and keep the order.
7. The order of territories changes ranks only by moving them; bad input is refused.
8. A one-sided set leaves the other end open and is never wider at its own end; variances may differ.
"""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.method.ranks import competition_ranks, rank_sets, tiers

from .conftest import Golden

Array = npt.NDArray[np.float64]
NAN = float("nan")
SCORES = hnp.arrays(np.float64, 6, elements=st.sampled_from([10.0, 20.0, 22.0, 30.0, 50.0, 51.0, NAN]))
TIED = [4, 3, 1, 10, 8, 4, 4, 3]


# requirement 1


def test_ties_by_hand() -> None:
    assert competition_ranks(TIED).tolist() == [3, 6, 8, 1, 2, 3, 3, 6]
    assert competition_ranks(TIED, "max").tolist() == [5, 7, 8, 1, 2, 5, 5, 7]
    assert competition_ranks(TIED, "average").tolist() == [4, 6.5, 8, 1, 2, 4, 4, 6.5]
    assert competition_ranks([3, NAN, 3, 1]) == pytest.approx([1, NAN, 1, 3], nan_ok=True)
    assert competition_ranks([3, 1, 2], higher_is_better=False).tolist() == [3, 1, 2]


def test_ties_of_csranks(golden: Golden) -> None:
    case = golden.json("rank_confidence/irank_ties.json")

    assert competition_ranks(case["x"], 0.0).tolist() == case["increasing_FALSE_omega0_min"]
    assert competition_ranks(case["x"], 1.0).tolist() == case["omega1_max"]
    assert competition_ranks(case["x"], 0.5).tolist() == case["omega0.5_avg"]


@given(scores=SCORES)
def test_ranks_by_counting(scores: Array) -> None:
    table = np.stack([scores, -scores], axis=1)
    actual = competition_ranks(table)
    above = (table[None, :, :] > table[:, None, :]).sum(axis=1)

    np.testing.assert_array_equal(actual, np.where(np.isnan(table), NAN, 1 + above))
    np.testing.assert_array_equal(competition_ranks(table.T, axis=1), actual.T)


# requirement 2


@pytest.mark.parametrize("level", [0.9, 0.95])
@pytest.mark.parametrize("kind", ["marginal", "simultaneous"])
def test_csranks_on_pisa(golden: Golden, kind: str, level: float) -> None:
    name = f"rank_confidence/csranks_math_{kind}_{level}.csv"
    x, se, rank, lower, upper = np.array(golden.columns(name, ["math_score", "math_se", "rank", "L", "U"])).T
    sets = rank_sets(x, se, level=level, kind=kind, n_draws=20_000, seed=0)  # type: ignore[arg-type]

    assert rank.size == 38
    np.testing.assert_array_equal(sets.rank, rank)
    np.testing.assert_allclose(sets.lower, lower, atol=1)
    np.testing.assert_allclose(sets.upper, upper, atol=1)


# requirement 3


@given(scores=SCORES, error=st.sampled_from([1.0, 4.0, 10.0]))
def test_the_order_of_sets(scores: Array, error: float) -> None:
    def sets(level: float = 0.9, *, wide: bool = False, stepdown: bool = True) -> tuple[Array, Array]:
        found = rank_sets(
            scores,
            np.full(6, error),
            level=level,
            kind="simultaneous" if wide else "marginal",
            stepdown=stepdown,
            n_draws=400,
            seed=3,
        )
        return found.lower, found.upper

    lower, upper = sets()
    if np.isnan(lower).all():
        assert (~np.isnan(scores)).sum() < 2
        return
    rank = competition_ranks(scores)
    there = ~np.isnan(scores)
    assert (lower[there] <= rank[there]).all()
    assert (upper[there] >= rank[there]).all()
    for wider in (sets(0.99), sets(wide=True, stepdown=False), sets(stepdown=False)):
        assert (wider[0][there] <= lower[there]).all()
        assert (wider[1][there] >= upper[there]).all()


# requirement 4


@given(scores=SCORES, errors=hnp.arrays(np.float64, 6, elements=st.sampled_from([0.5, 3.0, 12.0])))
def test_one_sided_sets(scores: Array, errors: Array) -> None:
    """8."""
    both, best, worst = (
        rank_sets(scores, errors, level=0.9, sides=sides, n_draws=200, seed=3) for sides in ("both", "best", "worst")
    )
    there, n = ~np.isnan(scores), (~np.isnan(scores)).sum()
    if n < 2:
        return

    assert (best.lower[there] >= both.lower[there]).all()
    assert (worst.upper[there] <= both.upper[there]).all()
    assert set(best.upper[there]) == {n}
    assert set(worst.lower[there]) == {1}
    assert (best.lower[there] <= best.rank[there]).all()


def test_separated_scores_have_one_rank_each() -> None:
    sets = rank_sets([10, 90, 50], [0.1, 0.1, 0.1], level=0.95, n_draws=500, seed=1)

    assert sets.lower.tolist() == sets.upper.tolist() == sets.rank.tolist() == [3, 1, 2]


def test_identical_territories_take_the_whole_range() -> None:
    sets = rank_sets([50, 50, 50], [3, 3, 3], level=0.9, n_draws=500, seed=1)

    assert sets.rank.tolist() == [1, 1, 1]
    assert sets.lower.tolist() == [1, 1, 1]
    assert sets.upper.tolist() == [3, 3, 3]


def test_scores_without_error_are_ranked_as_they_are() -> None:
    sets = rank_sets([50, 50, 20], [0, 0, 0], level=0.9, n_draws=100, seed=1)

    assert sets.lower.tolist() == [1, 1, 3]
    assert sets.upper.tolist() == [2, 2, 3]


def test_correlated_errors_separate_more() -> None:
    correlated = 25 * np.array([[1, 0.99], [0.99, 1]])
    apart = rank_sets([50, 55], covariance=correlated, level=0.9, n_draws=2000, seed=1)
    together = rank_sets([50, 55], [5, 5], level=0.9, n_draws=2000, seed=1)

    assert apart.upper.tolist() == [2, 1]
    assert together.upper.tolist() == [2, 2]


# requirement 5


def test_one_territory_has_no_rank_set() -> None:
    sets = rank_sets([50, NAN], [3, 3], level=0.9, n_draws=100, seed=1)

    assert np.isnan(sets.lower).all()
    assert np.isnan(sets.upper).all()


# requirement 6


@given(scores=SCORES)
def test_tiers(scores: Array) -> None:
    sets = rank_sets(scores, np.full(6, 2.0), level=0.9, kind="simultaneous", n_draws=300, seed=5)
    classes = tiers(scores, sets.above)
    same = classes[:, None] == classes[None, :]

    assert ((classes == 0) == np.isnan(scores)).all()
    assert not (sets.above & same).any()
    higher = (scores[:, None] > scores[None, :]) & (classes[:, None] > classes[None, :])
    assert not higher.any()


def test_tiers_by_hand() -> None:
    above = np.zeros((3, 3), dtype=bool)
    above[0, 2] = above[1, 2] = True

    assert tiers([50, 49, 20], above).tolist() == [1, 1, 2]
    assert tiers([50, 49, NAN], np.zeros((3, 3))).tolist() == [1, 1, 0]


# requirement 7


def test_order_of_territories() -> None:
    x, se, order = np.array([10.0, 60, 35, 80]), np.full(4, 6.0), [2, 0, 3, 1]
    plain = rank_sets(x, se, level=0.9, n_draws=20_000, seed=2)
    moved = rank_sets(x[order], se[order], level=0.9, n_draws=20_000, seed=2)

    assert moved.lower.tolist() == plain.lower[order].tolist()
    assert moved.upper.tolist() == plain.upper[order].tolist()


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="level"):
        rank_sets([1, 2], [1, 1], level=90, n_draws=10, seed=1)
    with pytest.raises(ValueError, match="either"):
        rank_sets([1, 2], level=0.9, n_draws=10, seed=1)
    with pytest.raises(ValueError, match="0 or more"):
        rank_sets([1, 2], [1, -1], level=0.9, n_draws=10, seed=1)
    with pytest.raises(ValueError, match="needs a standard error"):
        rank_sets([1, 2], [1, NAN], level=0.9, n_draws=10, seed=1)
    with pytest.raises(ValueError, match="ties"):
        competition_ranks([1, 2], 2.0)
