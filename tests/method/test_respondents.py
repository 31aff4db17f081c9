"""From respondents to indicators, and evidence grades.

1. Mean, median, interpolated median and trimmed mean follow their formulas, with weights.
2. Nobody answering gives no value; one answer gives that answer under every statistic.
3. The order of respondents changes nothing; duplicating all of them keeps every statistic.
4. An organisation is one voice: its median counts once; people without one are never merged.
5. Group balance gives each group present the same say.
6. Knowledge share and "not applicable" follow the codes of silence.
7. Raising one answer never lowers the mean or the median.
8. Bad input is refused.
9. Evidence grades A-E.
"""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.method.evidence import Grade, evidence_grades
from pipeline.method.respondents import (
    Statistic,
    group_balanced_levels,
    group_means,
    indicator_levels,
    knowledge_share,
    mark_weights,
    organisation_answers,
    structural_not_applicable,
)

Array = npt.NDArray[np.float64]
NAN = float("nan")
STATISTICS: tuple[Statistic, ...] = ("mean", "median", "interpolated_median", "trimmed_mean")
ANSWERS = hnp.arrays(np.float64, (2, 5, 3), elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, NAN]))


def column(*levels: float) -> Array:
    return np.array(levels)[:, None]


# requirement 1


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1, 2, 2, 3, 4], [2.4, 2, 1.5 + (2.5 - 1) / 2, 7 / 3]),
        ([0, 0, 0, 1], [0.25, 0, -0.5 + 2 / 3, 0.25]),
        ([0, 4], [2, 2, 2, 2]),
        ([1, 2], [1.5, 1.5, 1.5, 1.5]),
    ],
)
def test_the_four_statistics(levels: list[float], expected: list[float]) -> None:
    actual = [indicator_levels(column(*levels), s, trim=0.2)[0] for s in STATISTICS]

    assert actual == pytest.approx(expected)


def test_weights() -> None:
    x, w = column(0, 2, 4), column(1, 1, 2)

    assert indicator_levels(x, weights=w) == pytest.approx([2.5])
    assert indicator_levels(x, "median", weights=w) == pytest.approx([3])
    assert indicator_levels(x, "interpolated_median", weights=column(1, 3, 1)) == pytest.approx([2])
    assert indicator_levels(x, weights=column(0, 1, 0)) == pytest.approx([2])
    assert indicator_levels(x, "median", weights=column(0, 1, 0)) == pytest.approx([2])


def test_marks_become_weights() -> None:
    assert mark_weights([0, 2, -1], [0.5, 0.75, 1.0]) == pytest.approx([0.5, 1, 0.75])


# requirement 2


@pytest.mark.parametrize("statistic", STATISTICS)
def test_nobody_and_one_voice(statistic: Statistic) -> None:
    answers = [[NAN, 3], [NAN, NAN]]

    assert indicator_levels(answers, statistic) == pytest.approx([NAN, 3], nan_ok=True)


def test_a_weight_of_zero_is_no_voice() -> None:
    assert np.isnan(indicator_levels(column(3), weights=column(0))).all()
    assert np.isnan(indicator_levels(column(3), "median", weights=column(0))).all()


# requirement 3


@given(answers=ANSWERS, order=st.permutations(range(5)), statistic=st.sampled_from(STATISTICS))
def test_order_and_duplication(answers: Array, order: list[int], statistic: Statistic) -> None:
    plain = indicator_levels(answers, statistic)
    twice = np.concatenate([answers, answers], axis=1)

    np.testing.assert_allclose(indicator_levels(answers[:, order], statistic), plain)
    np.testing.assert_allclose(indicator_levels(twice, statistic), plain)


def test_32_bit_answers_give_the_same() -> None:
    answers = np.array([[1, 2], [4, NAN]], dtype=np.float32)

    assert indicator_levels(answers).tolist() == [2.5, 2.0]
    assert indicator_levels(answers, "interpolated_median").tolist() == [2.5, 2.0]


# requirement 4


def test_an_organisation_is_one_voice() -> None:
    answers = np.array([[[0, 0], [4, NAN], [4, 1], [3, NAN]]], dtype=np.float64)
    merged = organisation_answers(answers, [[-1, 7, 7, 7]])

    np.testing.assert_array_equal(merged, [[[0, 0], [4, 1], [NAN, NAN], [NAN, NAN]]])
    assert indicator_levels(merged).tolist() == [[2, 0.5]]


def test_people_without_an_organisation_are_never_merged() -> None:
    answers = np.array([[[0.0], [4.0]], [[1.0], [3.0]]])
    merged = organisation_answers(answers, [[-1, -1], [5, 6]])

    np.testing.assert_array_equal(merged, answers)


def test_the_same_number_in_two_territories_is_not_the_same_voice() -> None:
    answers = np.array([[[0.0], [2.0]], [[1.0], [3.0]]])
    merged = organisation_answers(answers, [[1, 1], [1, 2]], "mean")

    np.testing.assert_array_equal(merged, [[[1], [NAN]], [[1], [3]]])


# requirement 5


def test_group_balance() -> None:
    answers = column(0, 0, 0, 4, 2)
    groups = [0, 0, 0, 1, -1]

    assert group_means(answers, groups, 3)[:, 0] == pytest.approx([0, 4, NAN], nan_ok=True)
    assert group_balanced_levels(answers, groups, 3) == pytest.approx([2])


# requirement 6


def test_knowledge_share() -> None:
    answers = [[1, NAN, NAN], [NAN, NAN, NAN], [2, NAN, NAN]]
    dont_know = [[False, True, False], [True, True, False], [False, False, False]]

    assert knowledge_share(answers, dont_know) == pytest.approx([2 / 3, 0, NAN], nan_ok=True)


@pytest.mark.parametrize(
    ("levels", "refused", "expected"),
    [
        ([1, NAN, NAN], [False, True, True], (True, False)),
        ([1, 2, NAN], [False, False, True], (False, True)),
        ([NAN, NAN, NAN], [True, False, False], (False, True)),
        ([NAN, NAN, NAN], [True, True, False], (True, False)),
        ([1, 2, 3], [False, False, False], (False, False)),
        ([NAN, NAN, NAN], [False, False, False], (False, False)),
    ],
)
def test_structural_not_applicable(levels: list[float], refused: list[bool], expected: tuple[bool, bool]) -> None:
    structural, contested = structural_not_applicable(
        column(*levels), np.array(refused)[:, None], min_share=2 / 3, min_deciding=2
    )

    assert (structural[0], contested[0]) == expected


# requirement 7


@given(answers=ANSWERS, who=st.integers(0, 4), statistic=st.sampled_from(["mean", "median"]))
def test_raising_one_answer_never_lowers(answers: Array, who: int, statistic: Statistic) -> None:
    raised = answers.copy()
    raised[:, who] = np.minimum(4, raised[:, who] + 1)
    gain = indicator_levels(raised, statistic) - indicator_levels(answers, statistic)

    assert (gain[~np.isnan(gain)] >= -1e-12).all()


# requirement 8


def test_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="text"):
        indicator_levels([["3"]])
    with pytest.raises(ValueError, match="NaN"):
        indicator_levels(column(1), weights=column(NAN))
    with pytest.raises(ValueError, match="takes no weights"):
        indicator_levels(column(1), "trimmed_mean", weights=column(1))
    with pytest.raises(ValueError, match=r"below 0\.5"):
        indicator_levels(column(1), "trimmed_mean", trim=0.5)
    with pytest.raises(ValueError, match="groups must lie"):
        group_means(column(1), [2], 2)
    with pytest.raises(ValueError, match="unknown statistic"):
        indicator_levels(column(1), "mode")  # type: ignore[arg-type]


# requirement 9


def test_evidence_grades() -> None:
    grades = evidence_grades(
        [3, 3, 3, 2, 0],
        [True, True, False, False, True],
        [True, False, True, False, True],
        enough_voices=3,
    )

    assert grades.tolist() == [Grade.A, Grade.B, Grade.C, Grade.D, Grade.E]
