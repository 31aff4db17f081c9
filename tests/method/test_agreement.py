"""Agreement among few respondents, and its labels.

1. agrmt's results are reproduced for every vector of 1-5 answers on five levels, and the examples
   printed in papers for any number of levels and fractional counts.
2. A is 1 on one level, 0 for a uniform spread, -1 for two camps at the ends, whatever K; it is the
   same upside down and for twice the respondents.
3. Labels follow their order of tests and their wording follows the number of voices.
4. Respondents in another order change nothing; weights and half levels keep the mean.
5. Other measures: IQR-free range, share near the median, average deviation, IPRAS.
6. Bad counts and answers are refused.
"""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.method import agreement as measures
from pipeline.method.agreement import (
    average_deviation,
    level_counts,
    level_range,
    median_level,
    share_near_median,
    van_der_eijk_agreement,
)
from pipeline.method.labels import (
    Label,
    LabelRules,
    changed_share,
    disagreement_labels,
    panel_disagrees,
)

from .conftest import Golden

Array = npt.NDArray[np.float64]
NAN = float("nan")
RULES = LabelRules(
    min_voices=3,
    differ_range=2,
    polarised_agreement=0,
    polarised_range=3,
    agreed_within=1,
    agreed_share=0.75,
    agreed_agreement=0.5,
    sure_voices=5,
)
COUNTS = st.integers(2, 7).flatmap(lambda k: hnp.arrays(np.float64, (3, k), elements=st.integers(0, 6).map(float)))

# requirement 1

COLUMNS = {
    "agreement_A": measures.van_der_eijk_agreement,
    "polarization": measures.polarization,
    "consensus_TW": measures.tastle_wierman_consensus,
    "leik_D": measures.leik_dispersion,
    "lsquared": measures.ordinal_consensus,
    "BerryMielke_IOV": measures.ordinal_variation,
    "entropy": measures.entropy,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_agrmt_on_every_vector_of_one_to_five_answers(golden: Golden, column: str) -> None:
    name = "ordinal_consensus/agrmt_all_frequency_vectors_5cat_n1to5.csv"
    counts = golden.columns(name, ["f0", "f1", "f2", "f3", "f4"])
    expected = np.array(golden.columns(name, [column]))[:, 0]

    assert expected.size == 251
    np.testing.assert_allclose(COLUMNS[column](counts), expected, rtol=0, atol=1e-9)


def test_examples_printed_in_papers(golden: Golden) -> None:
    examples = golden.json("ordinal_consensus/documented_examples.json")["examples"]
    n_checked = 0
    for example in examples:
        for column, value in example.get("documented", {}).items():
            digits = len(str(value).partition(".")[2])
            actual = float(COLUMNS[column](example["V"]))
            assert actual == pytest.approx(value, abs=0.5001 * 10.0**-digits), example["id"]
            n_checked += 1
        for column, value in example.get("computed", {}).items():
            assert float(COLUMNS[column](example["V"])) == pytest.approx(value, abs=1e-7)
            n_checked += 1

    assert n_checked == 18


def test_the_example_of_van_der_eijk() -> None:
    counts = [30, 40, 210, 130, 530, 50, 10]

    assert van_der_eijk_agreement(counts) == pytest.approx(0.6113333, abs=5e-8)
    assert measures.tastle_wierman_consensus(counts) == pytest.approx(0.7256876, abs=5e-8)
    assert measures.leik_dispersion(counts) == pytest.approx(0.287, abs=5e-4)
    assert measures.polarization(counts) == pytest.approx(0.1943333, abs=5e-8)


# requirement 2


@pytest.mark.parametrize("n_levels", [3, 4, 5, 7, 10])
def test_the_three_ideal_patterns(n_levels: int) -> None:
    one, camps = np.zeros(n_levels), np.zeros(n_levels)
    one[1] = 5
    camps[[0, -1]] = 4
    actual = van_der_eijk_agreement([one, np.ones(n_levels), camps])

    assert actual == pytest.approx([1, 0, -1])


@given(counts=COUNTS, times=st.integers(2, 5))
def test_agreement_upside_down_and_duplicated(counts: Array, times: int) -> None:
    for measure in COLUMNS.values():
        if measure is measures.ordinal_variation:
            continue  # its largest value depends on whether n is odd
        np.testing.assert_allclose(measure(counts[:, ::-1]), measure(counts), atol=1e-9)
        np.testing.assert_allclose(measure(counts * times), measure(counts), atol=1e-9)


@given(counts=COUNTS)
def test_every_measure_stays_in_its_range_and_nobody_means_nan(counts: Array) -> None:
    empty = counts.sum(axis=1) == 0
    for measure in COLUMNS.values():
        values = measure(counts)
        assert np.isnan(values[empty]).all()
        there = values[~np.isnan(values)]
        assert (there >= -1 - 1e-9).all()
        assert (there <= np.log2(counts.shape[1]) + 1e-9).all()


# requirement 3


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([0, 0, 0, 0, 0], Label.TOO_FEW_VOICES),
        ([0, 1, 0, 0, 0], Label.TOO_FEW_VOICES),
        ([0, 1, 1, 0, 0], Label.TOO_FEW_VOICES),
        ([0, 1, 0, 1, 0], Label.TWO_VOICES_DIFFER),
        ([2, 0, 0, 0, 2], Label.POLARISED),
        ([1, 1, 0, 1, 1], Label.POLARISED),
        ([2, 0, 0, 2, 0], Label.POLARISED),
        ([0, 0, 2, 1, 0], Label.NO_CONTRADICTION_SEEN),
        ([0, 0, 2, 2, 0], Label.NO_CONTRADICTION_SEEN),
        ([0, 0, 4, 1, 0], Label.AGREED),
        ([0, 1, 1, 1, 0], Label.NO_CONTRADICTION_SEEN),
        ([0, 2, 0, 2, 0], Label.CONTESTED),
        ([4, 0, 0, 0, 1], Label.CONTESTED),
    ],
)
def test_labels(counts: list[int], expected: Label) -> None:
    assert Label(int(disagreement_labels(counts, RULES))) == expected


def test_the_share_of_random_answers_that_look_agreed() -> None:
    random = np.stack(np.meshgrid(*[np.arange(5)] * 3), axis=-1).reshape(-1, 3, 1)
    labels = disagreement_labels(level_counts(random, 5), RULES)

    assert (labels == Label.NO_CONTRADICTION_SEEN).mean() == pytest.approx(0.38, abs=0.01)


def test_stability_counts_only_those_who_answered_twice() -> None:
    first = [[1.0, NAN], [2.0, 3], [2.0, NAN]]
    second = [[1.0, 2], [3.0, 3], [NAN, NAN]]

    assert changed_share(first, second) == pytest.approx([0.5, 0.0])


# requirement 4


@given(
    answers=hnp.arrays(np.float64, (5, 4), elements=st.sampled_from([0.0, 0.5, 1.0, 3.0, 4.0, NAN])),
    order=st.permutations(range(5)),
)
def test_counts_keep_number_and_mean_in_any_order(answers: Array, order: list[int]) -> None:
    counts = level_counts(answers, 5)

    np.testing.assert_array_equal(level_counts(answers[order], 5), counts)
    np.testing.assert_allclose(counts.sum(axis=1), (~np.isnan(answers)).sum(axis=0))
    np.testing.assert_allclose(counts @ np.arange(5), np.nansum(answers, axis=0))


def test_weighted_counts_and_levels_from_one() -> None:
    counts = level_counts([[1.0], [1.0], [3.0]], 3, lowest=1, weights=[[1.0], [2.0], [0.5]])

    assert counts.tolist() == [[3.0, 0.0, 0.5]]


# requirement 5


def test_one_of_five_at_the_opposite_end_is_seen() -> None:
    counts = [4, 0, 0, 0, 1]

    assert level_range(counts) == 4
    assert share_near_median(counts) == pytest.approx(0.8)
    assert average_deviation(counts) == pytest.approx(4 * 0.8 / 5 + 3.2 / 5)


def test_the_median_between_two_levels() -> None:
    assert median_level([[1, 0, 0, 1], [0, 2, 1, 0], [0, 0, 0, 0]]) == pytest.approx([1.5, 1, NAN], nan_ok=True)


def test_three_of_four_near_the_median_are_75_percent() -> None:
    assert share_near_median([[1, 0, 3, 0, 0], [1, 0, 0, 2, 1]]) == pytest.approx([0.75, 0.75])


def test_the_rand_ucla_limit() -> None:
    rules = {"base": 2.35, "slope": 1.5, "centre": 5.0}
    together = [1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3]
    apart = [1, 1, 1, 1, 1, 5, 5, 5, 9, 9, 9, 9, 9, 9, 9]

    assert panel_disagrees([together, apart], **rules).tolist() == [False, True]
    assert not panel_disagrees([NAN, NAN], **rules)


# requirement 6


def test_bad_counts_and_answers_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        van_der_eijk_agreement([1, -1, 0])
    with pytest.raises(ValueError, match="levels"):
        van_der_eijk_agreement([1])
    with pytest.raises(ValueError, match="levels must lie"):
        level_counts([[5.0]], 5)
