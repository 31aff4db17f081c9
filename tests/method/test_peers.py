"""Peers, learning matches, priorities, equity.

1. Gower's similarity by hand: 1 with itself, symmetrical, gaps left out.
2. Peer groups widen until there are enough peers, else there is no benchmark.
3. The benchmark shows a band and a probability only with enough scored peers.
4. A match needs a probable lead, consent and another territory; exchange earns the bonus.
5. Nobody mentors more than the load; the best total is never below the greedy one.
6. Gap and priority: nothing above the target, nothing from unknown; first places are shared in
   ties; a larger gap never lowers a priority.
7. Inequality: 0 when all alike, the known values of small cases, parts that sum to the whole.
"""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.method.equity import atkinson, gini, theil
from pipeline.method.mentors import assigned_mentors, match_scores, with_exchange
from pipeline.method.peers import gower_similarity, nearest_contexts, peer_benchmark, peer_groups
from pipeline.method.priorities import (
    gaps,
    in_first,
    priorities,
    same_first,
    scaled_importance,
)
from pipeline.method.uncertainty import probability_above

Array = npt.NDArray[np.float64]
NAN = float("nan")
ALL = np.ones((3, 3))

# requirement 1


def test_gower_by_hand() -> None:
    numeric = [[0.0, 5.0], [10.0, 5.0], [5.0, NAN]]
    categories = [[0], [0], [1]]
    actual = gower_similarity(numeric, categories)

    assert np.diag(actual) == pytest.approx(np.ones(3))
    assert actual == pytest.approx(actual.T)
    assert actual[0, 1] == pytest.approx((0 + 1 + 1) / 3)
    assert actual[0, 2] == pytest.approx((0.5 + 0) / 2)


def test_gower_weights_ranges_and_nothing_known() -> None:
    actual = gower_similarity(
        [[0.0], [NAN]],
        [[0], [-1]],
        other_numeric=[[5.0]],
        other_categories=[[1]],
        ranges=[20.0],
        weights=[3.0, 1.0],
    )

    assert actual == pytest.approx(np.array([[3 * 0.75 / 4], [NAN]]), nan_ok=True)


def test_nearest_contexts() -> None:
    assert nearest_contexts([[0.0], [1.0], [3.0], [3.0]], 2).tolist() == [
        [1, 2],
        [0, 2],
        [3, 1],
        [2, 1],
    ]
    with pytest.raises(ValueError, match="gaps"):
        nearest_contexts([[NAN]], 1)


# requirement 2


def test_peer_groups_widen() -> None:
    similarity = np.array([[1, 0.9, 0.7, 0.1], [0.9, 1, 0.2, 0.2], [0.7, 0.2, 1, 0], [0.1] * 4])
    near = np.zeros((4, 4), dtype=bool)
    near[:2, :2] = True
    peers, circle = peer_groups(similarity, min_similarity=0.6, min_peers=1, circles=[near, np.ones((4, 4))])

    assert peers[0].tolist() == [False, True, False, False]
    assert peers[2].tolist() == [True, False, False, False]
    assert not peers[3].any()
    assert circle.tolist() == [0, 0, 1, -1]


# requirement 3


def test_the_benchmark() -> None:
    peers = ~np.eye(4, dtype=bool)
    peers[3, 0] = False
    found = peer_benchmark([50, 60, 70, NAN], [5, 5, 5, 5], peers, min_scored=2)

    assert found.n_peers.tolist() == [2, 2, 2, 2]
    assert found.median == pytest.approx([65, 60, 55, 65])
    assert found.lower_quartile[0] == pytest.approx(62.5)
    assert found.above_median[:2] == pytest.approx(probability_above([-15, 0], 5))
    assert np.isnan(found.above_median[3])
    few = peer_benchmark([50, 60, 70, NAN], [5, 5, 5, 5], peers, min_scored=3)
    assert np.isnan(few.median).all()


# requirement 4


def matches(**changed: npt.ArrayLike) -> Array:
    given: dict[str, npt.ArrayLike] = {
        "similarity": ALL,
        "grade_share": np.ones(3),
        "language": ALL,
        "consents": np.ones(3, dtype=bool),
        "learns": [True, True, False],
        **changed,
    }
    return match_scores(
        [20, 30, 80],
        [5, 5, 5],
        margin=20,
        min_probability=0.8,
        **given,
    )


def test_a_match_needs_a_probable_lead() -> None:
    found = matches(similarity=ALL * 0.5, grade_share=[1, 1, 0.4])
    expected = probability_above(40, 50**0.5) * 0.5 * 0.4

    assert found[0, 2] == pytest.approx(expected)
    assert (found[0, :2] == 0).all()
    assert (found[2] == 0).all()


def test_without_consent_there_is_no_match() -> None:
    assert (matches(consents=[True, True, False]) == 0).all()
    assert matches(language=ALL / 2)[1, 2] == pytest.approx(matches()[1, 2] / 2)


def test_exchange_earns_the_bonus() -> None:
    both = np.array([[[0, 0.5], [0, 0]], [[0, 0], [0.4, 0]]])
    one = np.array([[[0, 0.5], [0, 0]], [[0, 0], [0, 0]]])

    assert with_exchange(both, 1.2)[0, 0, 1] == pytest.approx(0.6)
    assert with_exchange(one, 1.2)[0, 0, 1] == pytest.approx(0.5)


# requirement 5


@given(
    match=hnp.arrays(np.float64, (6, 3), elements=st.sampled_from([0.0, 0.2, 0.5, 0.9])),
    load=st.integers(1, 3),
)
def test_the_load_of_mentors(match: Array, load: int) -> None:
    totals = []
    for method in ("greedy", "best_total"):
        found = assigned_mentors(match, load, method=method)
        some = found >= 0
        assert (np.bincount(found[some], minlength=3) <= load).all()
        value = match[np.flatnonzero(some), found[some]]
        assert (value > 0).all()
        totals.append(value.sum())

    assert totals[1] >= totals[0] - 1e-9


def test_the_best_total_by_hand() -> None:
    match = [[0.9, 0.8], [0.8, 0.1]]

    assert assigned_mentors(match, 1).tolist() == [1, 0]
    assert assigned_mentors(match, 1, method="greedy").tolist() == [0, 1]
    assert assigned_mentors(match, 2).tolist() == [0, 0]
    assert assigned_mentors(match, 1, allowed=[[False, False], [True, True]]).tolist() == [-1, 0]
    with pytest.raises(ValueError, match="load"):
        assigned_mentors(match, 0)


# requirement 6


def test_gap_and_priority() -> None:
    gap = gaps([50, 80, NAN], 75)
    actual = priorities(gap, [1.0, 1.0, 1.0], 0.5)

    assert gap == pytest.approx([0.25, 0, NAN], nan_ok=True)
    assert actual == pytest.approx([0.125, 0, NAN], nan_ok=True)
    assert scaled_importance([10, 40, 0]) == pytest.approx([0.25, 1, 0])
    with pytest.raises(ValueError, match="factors"):
        priorities(gap, -1)


@given(score=st.floats(0, 100), fall=st.floats(0, 50))
def test_a_lower_score_never_lowers_a_priority(score: float, fall: float) -> None:
    before, after = (priorities(gaps(max(s, 0), 75), 0.7, 0.5) for s in (score, score - fall))

    assert after >= before


def test_first_places() -> None:
    draws = np.array([[3.0, 1], [2, 1], [1, NAN], [0, 1]])

    assert in_first(draws, 2) == pytest.approx(np.array([[1, 2 / 3], [1, 2 / 3], [0, 0], [0, 2 / 3]]))
    assert in_first(np.zeros((3, 1)), 2).sum() == 0
    assert in_first(np.array([[1.0], [0.0]]), 5)[:, 0].tolist() == [1, 0]
    assert in_first(np.array([[np.nan], [-25.0], [-25.0]]), 2).sum() == 0


def test_the_same_first_blocks() -> None:
    assert same_first([[3, 2, 1], [3, 2, 1]], [[2, 3, 1], [1, 2, 3]], 2).tolist() == [True, False]


# requirement 7


def test_all_alike_is_no_inequality() -> None:
    assert atkinson([40, 40, NAN]) == pytest.approx(0)
    assert gini([40, 40, 40]) == pytest.approx(0)
    assert theil([40, 40, 40], [0, 0, 1]) == pytest.approx((0, 0))


@given(x=hnp.arrays(np.float64, 7, elements=st.sampled_from([100 / 7, 100 / 7 + 1e-14, 50.0, 0.0])))
def test_inequality_is_never_negative(x: Array) -> None:
    assert not gini(x) < 0
    assert not (atkinson(x) < 0).any()


def test_inequality_by_hand() -> None:
    assert gini([0, 0, 0, 10]) == pytest.approx(0.75)
    assert gini([1, 3, NAN]) == pytest.approx(0.25)
    assert np.isnan(gini([0, 0]))
    assert atkinson([1, 100], floor=1e-12) == pytest.approx(1 - 10 / 50.5)
    between, within = theil([10, 10, 30, 30], [0, 0, 1, 1])
    assert within == pytest.approx(0)
    assert between == pytest.approx((0.5 * np.log(0.5) + 1.5 * np.log(1.5)) / 2)
    with pytest.raises(ValueError, match="0 or more"):
        gini([-1, 2])


@given(x=hnp.arrays(np.float64, 6, elements=st.sampled_from([0.0, 5.0, 20.0, 80.0, NAN])))
def test_the_parts_of_theil_sum_to_the_whole(x: Array) -> None:
    between, within = theil(x, [0, 0, 1, 1, 2, 2])
    total, none = theil(x, [0, 1, 2, 3, 4, 5])
    if np.nansum(x) == 0:
        assert np.isnan(between)
        return

    assert none == pytest.approx(0)
    assert between + within == pytest.approx(total)
    assert within >= -1e-12
