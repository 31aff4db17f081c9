"""Results that others published, typed in by hand: they always run, whatever folder of golden cases is there.

1. Krippendorff's alpha: the two-observer examples of his manual, and the table with three coders and gaps.
2. Van der Eijk's layers on seven levels, and his A on scales of two to 101 levels.
3. Benjamini and Hochberg's fifteen trials; Welch's and the paired test on Student's sleep data; Darwin's maize.
4. The Human Development Index by fixed goalposts and the geometric mean, and min-max as the same rule.
"""

import numpy as np
import pytest

from pipeline.method import (
    Step,
    adjusted_p_values,
    aggregated_scores,
    change_test,
    goalpost_points,
    krippendorff_alpha,
    level_counts,
    paired_change,
    van_der_eijk_agreement,
    wilcoxon_p_value,
)

NAN = float("nan")

# requirement 1


def letters(text: str) -> list[int]:
    """Return the codes of a row of letters."""
    return ["abcde".index(letter) for letter in text]


def test_two_observers_of_the_manual() -> None:
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections A and B."""
    binary = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    nominal = [letters("aabbdcccedda"), letters("babbbccceddd")]

    assert krippendorff_alpha(binary, "nominal") == pytest.approx(0.095, abs=5e-4)
    assert krippendorff_alpha(nominal, "nominal") == pytest.approx(0.692, abs=5e-4)


def test_three_coders_with_gaps() -> None:
    """The worked table of the encyclopedia article on alpha: fifteen units, two of them coded once or never."""
    table = [
        [NAN, NAN, NAN, NAN, NAN, 3, 4, 1, 2, 1, 1, 3, 3, NAN, 3],
        [1, NAN, 2, 1, 3, 3, 4, 3, NAN, NAN, NAN, NAN, NAN, NAN, NAN],
        [NAN, NAN, 2, 1, 3, 4, 4, NAN, 2, 1, 1, 3, 3, NAN, 4],
    ]

    assert krippendorff_alpha(table, "nominal") == pytest.approx(0.691, abs=5e-4)
    assert krippendorff_alpha(table, "interval") == pytest.approx(0.811, abs=5e-4)


# requirement 2


def test_the_layers_of_van_der_eijk() -> None:
    """Van der Eijk (2001), page 331: the first layer has all seven levels (0), the second six of them (0.17)."""
    layers = [[1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 1, 0, 0]]

    assert van_der_eijk_agreement(layers).round(2).tolist() == [0, 0.17, 1]


@pytest.mark.parametrize("n_levels", [2, 3, 4, 6, 8, 11, 16, 17, 25, 101])
def test_agreement_on_a_scale_of_any_length(n_levels: int) -> None:
    """One level 1, all levels 0, half at each end -1; with two levels the ends are all levels."""
    one, ends = np.zeros(n_levels), np.zeros(n_levels)
    one[-1], ends[[0, -1]] = 7, 3

    assert van_der_eijk_agreement([one, np.full(n_levels, 2.0)]).tolist() == pytest.approx([1, 0])
    assert van_der_eijk_agreement(ends) == pytest.approx(-1 if n_levels > 2 else 0)


def test_long_and_short_scales_share_one_formula() -> None:
    """Seventeen levels are worked out as they come, sixteen looked up: the same people, a level nobody chose."""
    answers = np.array([[2.0], [3.0], [3.0], [9.0], [15.0]])
    short, long = (van_der_eijk_agreement(level_counts(answers, size))[0] for size in (16, 17))
    twice = van_der_eijk_agreement(np.repeat(level_counts(answers, 17), 2, axis=0))

    assert long > short  # the same distances on a longer scale
    assert twice.tolist() == [long, long]


# requirement 3


def test_fifteen_trials_of_benjamini_and_hochberg() -> None:
    """Benjamini and Hochberg (1995), section 4: at 5 % the first four are rejected, where Bonferroni rejects three."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.324,
        0.4262,
        0.5719,
        0.6528,
        0.759,
        1,
    ]

    assert (adjusted_p_values(p) <= 0.05).tolist() == [True] * 4 + [False] * 11


def test_the_sleep_of_students_patients() -> None:
    """Student (1908), as printed by R's t.test: Welch t = -1.8608, df = 17.776, p = .0794; paired t = -4.0621, p = .00283."""
    first = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    second = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    errors = [one.std(ddof=1) / np.sqrt(one.size) for one in (first, second)]
    welch = change_test(first.mean() - second.mean(), errors[0], errors[1], 9, 9)
    paired = paired_change(second[:, None], first[:, None], min_pairs=3)

    assert [float(one) for one in (welch.statistic, welch.df, welch.p_value)] == pytest.approx(
        [-1.8608, 17.776, 0.07939], abs=5e-4
    )
    assert [float(paired.statistic[0]), float(paired.p_value[0])] == pytest.approx([-4.0621, 0.002833], abs=5e-5)


def test_darwins_maize() -> None:
    """Darwin (1876), fifteen pairs in eighths of an inch; R's wilcox.test prints p = 0.04126."""
    pairs = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]

    assert wilcoxon_p_value(pairs) == pytest.approx(0.04126, abs=5e-6)


# requirement 4


def test_the_human_development_index_by_goalposts() -> None:
    """UNDP, technical notes: income of 3,829 between 100 and 75,000 on a log scale is .5506, the index .510."""
    income = goalpost_points(np.log(3829), np.log(100), np.log(75000), stop=1)
    (index,) = aggregated_scores([[0.6971, 0.3447, float(income)]], [Step([0, 0, 0], np.ones(3), "geometric")])

    assert float(income) == pytest.approx(0.5506, abs=5e-5)
    assert index.scores[0, 0] == pytest.approx(0.510, abs=5e-4)


def test_goalposts_found_in_the_data_are_min_max() -> None:
    """The rule of COINr, also where less is better; a value beyond a fixed goalpost gets the points of the goalpost."""
    values = np.array([[2.0, 30.0], [4.0, 10.0], [3.0, NAN]])
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    found = goalpost_points(values, [low[0], high[1]], [high[0], low[1]])

    assert found.tolist() == pytest.approx(np.array([[0, 0], [100, 100], [50, NAN]]), nan_ok=True)
    assert goalpost_points([-1.0, 12.0], 0, 10).tolist() == [0, 100]
    assert goalpost_points([-1.0, 12.0], 0, 10, clip=False).tolist() == [-10, 120]
    with pytest.raises(ValueError, match="must differ"):
        goalpost_points([1.0], 3, 3)
