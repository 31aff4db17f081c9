"""Pairwise comparison inside small groups.

1. Outranking shares, dominant pairs and Copeland scores equal COINr's on ASEM.
2. Ties count half and even pairs are neither won nor lost; nothing there, no score.
3. Gaps do not make the result depend on the order of rows.
"""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.method.outranking import copeland, outranking

from .conftest import Golden

Array = npt.NDArray[np.float64]
NAN = float("nan")
WITH_GAPS = st.sampled_from([0.0, 12.5, 50.0, 100.0, NAN])
PILLARS = ["ConEcFin", "Environ", "Instit", "P2P", "Physical", "Political", "Social", "SusEcFin"]
ASEM = "coinr_asem/"


def tables(elements: st.SearchStrategy[float]) -> st.SearchStrategy[Array]:
    return hnp.arrays(np.float64, (4, 6), elements=elements)


# requirement 1


def test_outranking_and_copeland_on_asem(golden: Golden) -> None:
    pillars = golden.columns(ASEM + "B_a_amean_1_100.csv", PILLARS)
    codes = [row["uCode"] for row in golden.rows(ASEM + "B_outrank_8pillars_equal.csv")]
    expected = np.array(golden.columns(ASEM + "B_outrank_8pillars_equal.csv", codes))
    scores = golden.columns(ASEM + "B_copeland_8pillars_equal.csv", ["Copeland"])
    shares = outranking(pillars, np.ones(8))

    np.testing.assert_allclose(shares, expected, atol=1e-9)
    assert (shares == 1).sum() == golden.json(ASEM + "B_dominance.json")["copeland_8"]["nDominant"]
    np.testing.assert_array_equal(copeland(pillars, np.ones(8))[:, None], scores)


def test_copeland_on_49_indicators(golden: Golden) -> None:
    structure = golden.rows(ASEM + "structure.csv")
    indicators = [row["iCode"] for row in structure if row["Type"] == "Indicator"]
    values = golden.columns(ASEM + "B_normalised_imputed_1_100.csv", indicators)
    expected = golden.columns(ASEM + "B_copeland_49ind_equal.csv", ["Copeland"])

    np.testing.assert_allclose(copeland(values, np.ones(49))[:, None], expected, atol=2)


# requirement 2


def test_copeland_by_hand() -> None:
    assert copeland([[3.0, 3], [2.0, 3], [1.0, 1], [NAN, NAN]], [1, 1]) == pytest.approx([2, 0, -2, NAN], nan_ok=True)


# requirement 3


@given(values=tables(WITH_GAPS), rows=st.permutations(range(4)))
def test_outranking_with_gaps_does_not_depend_on_row_order(values: Array, rows: list[int]) -> None:
    weights = [1.0, 2, 1, 1, 1, 1]

    np.testing.assert_allclose(outranking(values[rows], weights), outranking(values, weights)[rows][:, rows])
