"""Hierarchical aggregation over gaps.

1. COINr's results on ASEM are reproduced at every level: three means, mixed means, six thresholds,
   unequal weights, with the same withheld cells.
2. A score is withheld under the threshold, and exactly two thirds is enough.
3. A block of which nothing applies is "not applicable", not withheld; a mandatory block that is
   missing withholds the index, one that is not applicable does not.
4. Weights: NaN or negative is an error; a sum of 0 over what is scored gives no score.
5. Nothing depends on the order of rows or columns.
6. Bounds contain the score, never narrow when more is missing, and meet when nothing is missing.
7. The limiting indicator is found among the core ones.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.method.aggregate import Step, aggregated_scores, score_bounds, weakest
from pipeline.method.means import Mean, weighted_mean

from .conftest import Golden

Array = npt.NDArray[np.float64]
NAN = float("nan")
POINTS = st.sampled_from([0.0, 12.5, 25.0, 50.0, 60.0, 75.0, 100.0])
WITH_GAPS = st.one_of(POINTS, st.just(NAN))
POWERS: tuple[Mean, ...] = (1.0, 0.5, 0.0, -1.0, "weakest_link", 3.0)
PILLARS = ["ConEcFin", "Environ", "Instit", "P2P", "Physical", "Political", "Social", "SusEcFin"]
PARENTS = [PILLARS, ["Conn", "Sust"], ["Index"]]
COLUMNS = [code for codes in PARENTS for code in codes]
BLOCKS = (0, 0, 0, 1, 1, 1)


def tables(elements: st.SearchStrategy[float]) -> st.SearchStrategy[Array]:
    return hnp.arrays(np.float64, (4, 6), elements=elements)


def two_steps(**rules: Any) -> list[Step]:
    return [Step(BLOCKS, np.ones(6), **rules), Step((0, 0), (2.0, 1.0))]


# requirement 1


ASEM = "coinr_asem/"
MEANS: dict[str, Mean] = {"amean": "arithmetic", "gmean": "geometric", "hmean": "harmonic"}
THRESHOLDS = {"0.000": 0, "0.500": 0.5, "0.667": 2 / 3, "0.800": 0.8, "0.900": 0.9, "1.000": 1}
CASES: list[tuple[str, str, tuple[Mean, ...], float, bool]] = [
    (
        "normalised_imputed_0_100.csv",
        "A_default_amean_aggregated.csv",
        ("arithmetic",) * 3,
        0,
        False,
    ),
    *[("B_normalised_imputed_1_100.csv", f"B_a_{m}_1_100.csv", (MEANS[m],) * 3, 0, False) for m in MEANS],
    (
        "B_normalised_imputed_1_100.csv",
        "B_mixed_amean_amean_gmean_1_100.csv",
        ("arithmetic", "arithmetic", "geometric"),
        0,
        False,
    ),
    (
        "B_normalised_imputed_1_100.csv",
        "B_mixed_amean_gmean_gmean_1_100.csv",
        ("arithmetic", "geometric", "geometric"),
        0,
        False,
    ),
    *[
        ("C_normalised_missing_1_100.csv", f"C_a_{m}_thresh_{t}.csv", (MEANS[m],) * 3, share, False)
        for m in MEANS
        for t, share in THRESHOLDS.items()
    ],
    *[
        (
            "C_normalised_missing_1_100.csv",
            f"D_weighted_a_{m}_thresh_{t}.csv",
            (MEANS[m],) * 3,
            THRESHOLDS[t],
            True,
        )
        for m in MEANS
        for t in ("0.000", "0.667")
    ],
]


def asem_steps(
    golden: Golden, means: tuple[Mean, ...], min_share: float, *, weighted: bool
) -> tuple[list[str], list[Step]]:
    structure = {row["iCode"]: row for row in golden.rows(ASEM + "structure.csv")}
    given = {row["iCode"]: float(row["Weight"]) for row in golden.rows(ASEM + "D_weights.csv")}
    indicators = [code for code, row in structure.items() if row["Type"] == "Indicator"]
    children = [indicators, PILLARS, ["Conn", "Sust"]]
    steps = [
        Step(
            [parents.index(structure[code]["Parent"]) for code in own],
            [given[code] if weighted else 1.0 for code in own],
            mean,
            min_share=min_share,
            share_of="count",
        )
        for own, parents, mean in zip(children, PARENTS, means, strict=True)
    ]
    return indicators, steps


@pytest.mark.parametrize(("given_file", "expected_file", "means", "share", "weighted"), CASES)
def test_coinr_on_asem(
    golden: Golden,
    given_file: str,
    expected_file: str,
    means: tuple[Mean, ...],
    share: float,
    weighted: bool,  # noqa: FBT001 from the table of cases
) -> None:
    indicators, steps = asem_steps(golden, means, share, weighted=weighted)
    values = golden.columns(ASEM + given_file, indicators)
    expected = np.array(golden.columns(ASEM + expected_file, COLUMNS))

    actual = np.hstack([up.scores for up in aggregated_scores(values, steps)])

    assert expected.shape == (51, 11)
    np.testing.assert_allclose(actual, expected, rtol=0, atol=1e-9)


def test_the_published_table_of_asem(golden: Golden) -> None:
    indicators, steps = asem_steps(golden, ("arithmetic",) * 3, 0, weighted=False)
    table = golden.rows(ASEM + "A_default_results_table_2dp.csv")
    codes = [row["uCode"] for row in golden.rows(ASEM + "normalised_imputed_0_100.csv")]
    values = golden.columns(ASEM + "normalised_imputed_0_100.csv", indicators)
    actual = np.hstack([up.scores for up in aggregated_scores(values, steps)])

    for row in table:
        expected = [float(row[c]) for c in COLUMNS]
        assert actual[codes.index(row["uCode"])] == pytest.approx(expected, abs=0.005 + 1e-9)


def test_a_small_hierarchy_by_hand() -> None:
    values = [[10, 20, 30, 0, NAN, 100], [NAN, NAN, 60, 50, 50, 50]]

    blocks, index = aggregated_scores(values, two_steps(min_share=2 / 3))

    assert blocks.scores == pytest.approx(np.array([[20, 50], [NAN, 50]]), nan_ok=True)
    assert index.scores[:, 0] == pytest.approx([30, 50])
    assert blocks.availability == pytest.approx(np.array([[1, 2 / 3], [1 / 3, 1]]))
    assert blocks.n_scored.tolist() == [[3, 2], [1, 3]]
    assert blocks.withheld.tolist() == [[False, False], [True, False]]


def test_a_mean_per_parent() -> None:
    step = Step(BLOCKS, np.ones(6), ("weakest_link", "arithmetic"))

    (blocks,) = aggregated_scores([[10, 20, 30, 10, 20, 30]], [step])

    assert blocks.scores.tolist() == [[10, 20]]


# requirement 2


@pytest.mark.parametrize("n_children", [3, 6, 9, 21])
def test_exactly_two_thirds_is_enough(n_children: int) -> None:
    values = np.full((2, n_children), 50.0)
    values[0, : n_children // 3] = NAN
    values[1, : n_children // 3 + 1] = NAN
    weights = np.full(n_children, 0.1)

    (up,) = aggregated_scores(values, [Step([0] * n_children, weights, min_share=2 / 3)])

    assert up.scores[0, 0] == pytest.approx(50)
    assert np.isnan(up.scores[1, 0])


def test_too_few_values_withhold_whatever_their_weight() -> None:
    (up,) = aggregated_scores([[50, 50, NAN]], [Step([0, 0, 0], [5, 5, 0.1], min_count=3)])

    assert up.withheld.tolist() == [[True]]


# requirement 3


def test_a_block_of_which_nothing_applies_is_not_withheld() -> None:
    applicable = [[True] * 3 + [False] * 3]

    blocks, index = aggregated_scores([[10, 20, 30, 99, 99, 99]], two_steps(), applicable)

    assert blocks.applicable.tolist() == [[True, False]]
    assert blocks.withheld.tolist() == [[False, False]]
    assert index.scores.tolist() == [[20]]
    assert index.availability.tolist() == [[1]]


def test_a_missing_mandatory_block_withholds_the_index() -> None:
    step = Step((0, 0, 0), (1, 1, 1), mandatory=(2,))
    values = [[50, 60, NAN], [NAN, 60, 70], [50, 60, NAN]]
    applicable = [[True] * 3, [True] * 3, [True, True, False]]

    (index,) = aggregated_scores(values, [step], applicable)

    assert index.scores[:, 0] == pytest.approx([NAN, 65, 55], nan_ok=True)


def test_a_territory_without_answers_has_no_score() -> None:
    blocks, index = aggregated_scores(np.full((1, 6), NAN), two_steps())

    assert blocks.withheld.all()
    assert index.withheld.all()


# requirement 4


@pytest.mark.parametrize("bad", [NAN, -1.0])
def test_a_bad_weight_is_an_error_with_a_hint(bad: float) -> None:
    with pytest.raises(ValueError, match="weight"):
        aggregated_scores([[1.0, 2.0]], [Step((0, 0), (1.0, bad))])


def test_weights_that_sum_to_zero_over_what_is_scored_give_no_score() -> None:
    assert np.isnan(weighted_mean([NAN, 50.0], [1.0, 0.0]))
    (up,) = aggregated_scores([[NAN, 50.0], [40.0, 50.0]], [Step((0, 0), (1.0, 0.0))])

    assert up.scores[:, 0] == pytest.approx([NAN, 40], nan_ok=True)


# requirement 5


@given(values=tables(WITH_GAPS), rows=st.permutations(range(4)), columns=st.permutations(range(6)))
def test_order_changes_nothing(values: Array, rows: list[int], columns: list[int]) -> None:
    weights = np.array([1.0, 2, 3, 1, 1, 0])
    plain = aggregated_scores(values, [Step(BLOCKS, weights, 0.5, min_share=0.5)])[0].scores
    step = Step(np.array(BLOCKS)[columns], weights[columns], 0.5, min_share=0.5)
    shuffled = aggregated_scores(values[rows][:, columns], [step])[0].scores

    np.testing.assert_allclose(shuffled, plain[rows], atol=1e-9)


# requirement 6


@given(values=tables(WITH_GAPS), gap=st.integers(0, 5), mean=st.sampled_from(POWERS))
def test_bounds_contain_the_score_and_never_narrow(values: Array, gap: int, mean: Mean) -> None:
    steps = [Step(BLOCKS, np.ones(6), mean), Step((0, 0), (2.0, 1.0), mean)]
    fewer = values.copy()
    fewer[:, gap] = NAN
    before = score_bounds(values, steps, lowest=0, highest=100)
    after = score_bounds(fewer, steps, lowest=0, highest=100)

    for scores, old, new in zip(aggregated_scores(values, steps), before, after, strict=True):
        there = ~np.isnan(scores.scores)
        if np.isfinite(values).any(axis=1).all():
            assert (old.lower[there] <= scores.scores[there] + 1e-9).all()
            assert (old.upper[there] >= scores.scores[there] - 1e-9).all()
        assert (new.lower <= old.lower + 1e-9).all()
        assert (new.upper >= old.upper - 1e-9).all()


def test_bounds_by_hand() -> None:
    blocks, index = score_bounds([[50, NAN, NAN, 20, 20, 20]], two_steps(min_share=1), lowest=0, highest=100)

    assert blocks.lower[0] == pytest.approx([50 / 3, 20])
    assert blocks.upper[0] == pytest.approx([250 / 3, 20])
    assert index.upper[0] == pytest.approx([(2 * 250 / 3 + 20) / 3])


def test_bounds_of_the_mpi_are_refused() -> None:
    with pytest.raises(ValueError, match="MPI"):
        score_bounds([[1.0]], [Step((0,), (1.0,), "mpi")], lowest=0, highest=100)


# requirement 7


def test_the_limiting_indicator_is_a_core_one() -> None:
    values = [[10.0, 20, 30], [NAN, NAN, 5], [NAN, NAN, NAN]]

    where, value = weakest(values, [False, True, True])

    assert where.tolist() == [1, 2, -1]
    assert value == pytest.approx([20, 5, NAN], nan_ok=True)
