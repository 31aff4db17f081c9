"""What an analyst who never saw this code may hand in, and what comes back where it cannot be meant.

1. The same numbers in any container and number format give the same result: lists, Series, frames, nullable frames,
   None, integers, float32, read-only, reversed and transposed arrays. Nothing handed in is changed.
2. One territory, one rater and nothing at all are normal input.
3. Labels are not looked at: a Series counts by position.
4. What cannot be meant is refused, and the message says what was found and what to do.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from pipeline.method import (
    MethodChoices,
    Options,
    SpreadPrior,
    Step,
    adjusted_p_values,
    aggregated_scores,
    alpha_from_counts,
    atkinson,
    block_intervals,
    change_test,
    competition_ranks,
    copeland,
    effective_weights,
    fixed_method,
    gini,
    gower_similarity,
    group_difference,
    in_first,
    index_intervals,
    indicator_levels,
    krippendorff_alpha,
    leave_one_block_out,
    level_counts,
    method_draws,
    minimum_detectable_change,
    moderated_spread,
    organisation_answers,
    paired_change,
    panel_change,
    participants_weights,
    peer_groups,
    rank_sets,
    score_bounds,
    structural_not_applicable,
    student_sampler,
    theil,
    van_der_eijk_agreement,
    weighted_mean,
    wilcoxon_p_value,
)

Array = npt.NDArray[np.float64]
NAN = float("nan")
PRIOR = SpreadPrior(df=4, sd=13, correlation=0.5, min_pooled_df=20)
TABLE = [[3.0, 1.0, 2.0, 0.0], [4.0, NAN, 2.0, 1.0], [1.0, 1.0, 0.0, 4.0]]
STEP = Step([0, 0, 1, 1], [2, 1, 1, 3], min_share=0.5)

# requirement 1

CALLS: dict[str, Callable[[Any], Any]] = {
    "aggregated_scores": lambda x: aggregated_scores(x, [STEP])[0].scores,
    "score_bounds": lambda x: score_bounds(x, [STEP], lowest=0, highest=4)[0].upper,
    "weighted_mean": lambda x: weighted_mean(x, [2, 1, 1, 3], "geometric"),
    "copeland": lambda x: copeland(x, [2, 1, 1, 3]),
    "leave_one_block_out": lambda x: leave_one_block_out(x, [2, 1, 1, 3], "harmonic", floor=1),
    "effective_weights": lambda x: effective_weights(x, [2, 1, 1, 3]),
    "indicator_levels": lambda x: indicator_levels(x, "interpolated_median"),
    "level_counts": lambda x: level_counts(x, 5),
    "krippendorff_alpha": lambda x: krippendorff_alpha(x, "ratio"),
    "competition_ranks": lambda x: competition_ranks(x, axis=1),
    "gower_similarity": lambda x: gower_similarity(x, weights=[2, 1, 1, 3]),
    "panel_change": lambda x: panel_change(x, TABLE, STEP, min_share=0.5).change,
    "paired_change": lambda x: paired_change(TABLE, x, min_pairs=2).change,
    "atkinson": lambda x: atkinson(x, 0.5),
    "gini": gini,
}
CONTAINERS: dict[str, Callable[[Any], Any]] = {
    "lists with None": lambda x: [[None if np.isnan(one) else int(one) for one in row] for row in x],
    "frame": lambda x: pd.DataFrame(x, index=list("zyx"), columns=list("dcba")),
    "nullable frame": lambda x: pd.DataFrame(x).astype("Int64"),
    "float32": lambda x: x.astype(np.float32),
    "reversed twice": lambda x: x[::-1].copy()[::-1],
    "transposed": np.asfortranarray,
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("container", CONTAINERS)
def test_any_container_gives_the_same(call: str, container: str) -> None:
    kept = np.array(TABLE)
    kept.setflags(write=False)
    given = CONTAINERS[container](kept)

    np.testing.assert_allclose(CALLS[call](given), CALLS[call](kept), rtol=1e-6)
    assert pd.DataFrame(given).equals(pd.DataFrame(CONTAINERS[container](kept)))


def test_whole_numbers_may_come_as_floats() -> None:
    """Positions read from a file: 1.0 is 1, 1.5 is refused."""
    (found,) = aggregated_scores(TABLE, [Step(pd.Series([0.0, 0.0, 1.0, 1.0]), 1)])

    assert found.scores[0].tolist() == [2, 1]
    with pytest.raises(ValueError, match="must be whole numbers"):
        aggregated_scores(TABLE, [Step([0, 0.5, 1, 1], 1)])


# requirement 2


def test_one_territory_and_one_rater() -> None:
    (found,) = aggregated_scores([[50, 100]], [Step([0, 0], 1)])
    spread = moderated_spread([[[3.0, 4.0]]], [0, 1], prior=PRIOR, points_per_level=25)

    assert found.scores.tolist() == [[75]]
    assert spread.standard_errors.tolist() == [[13, 13]]
    assert van_der_eijk_agreement(level_counts([[3]], 5)).tolist() == [1]
    assert np.isnan(krippendorff_alpha([[1, 2, 3]]))
    assert np.isnan(rank_sets([50.0], 3.0, level=0.9, n_draws=10, seed=1).lower).all()


def test_nothing_at_all() -> None:
    steps = [Step([0, 0, 1], 1), Step([0, 0], 1)]
    spread = moderated_spread(np.empty((0, 3, 2)), [0, 1], prior=PRIOR, points_per_level=25)

    assert [one.scores.shape for one in aggregated_scores(np.empty((0, 3)), steps)] == [(0, 2), (0, 1)]
    assert aggregated_scores(np.empty((2, 0)), [Step([], [])])[0].scores.shape == (2, 0)
    assert spread.standard_errors.shape == (0, 2)
    assert rank_sets([], [], level=0.9, n_draws=10, seed=1).lower.size == 0
    assert adjusted_p_values([]).size == 0
    assert np.isnan(gini([]))
    assert wilcoxon_p_value([]) == 1


# requirement 3


def test_a_series_counts_by_position() -> None:
    weights = pd.Series([3, 1], index=["b", "a"])
    frame = pd.DataFrame({"a": [0.0], "b": [100.0]})

    assert weighted_mean(frame, weights).tolist() == [25]
    assert weighted_mean(frame, weights.reindex(frame.columns)).tolist() == [75]


# requirement 4


def test_any_list_of_means_will_do() -> None:
    found = aggregated_scores(TABLE, [Step([0, 0, 1, 1], 1, mean=["harmonic", 0.5])])[0].scores

    assert found[0].tolist() == pytest.approx([1.5, 0.5])
    with pytest.raises(ValueError, match="one mean for each of 2 parents"):
        aggregated_scores(TABLE, [Step([0, 0, 1, 1], 1, mean=["harmonic"])])


def _index_with(n_draws: int) -> object:
    spread = moderated_spread([[[3.0, 4.0]]], [0, 1], prior=PRIOR, points_per_level=25)
    method = fixed_method([1, 1], 1, n_draws)
    sampler = student_sampler(spread, n_draws=50, seed=1)
    return index_intervals([[75.0, 100.0]], sampler, published=method, method=method, at=(0.05, 0.95))


def test_methods_and_sampler_share_their_number_of_draws() -> None:
    assert _index_with(50) is not None
    with pytest.raises(ValueError, match="same n_draws"):
        _index_with(40)


ANSWERS = np.zeros((1, 2, 2))
REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a percentage as a share": (lambda: Step([0], 1, min_share=66), "divide percentages by 100"),
    "an unknown share": (lambda: Step([0], 1, share_of="number"), "'weight' or 'count'"),  # type: ignore[arg-type]
    "a child that is not there": (lambda: aggregated_scores([[1]], [Step([0], 1, mandatory=[3])]), "positions 0..0"),
    "names as parents": (lambda: aggregated_scores([[1]], [Step(["Env"], 1)]), "numpy.unique"),
    "too few weights": (lambda: aggregated_scores(TABLE, [Step([0] * 4, [1, 1])]), r"found \(2,\)"),
    "too few weights of a mean": (lambda: weighted_mean([1, 2, 3], [1, 1]), "one weight for each of 3 items"),
    "weights by name": (lambda: weighted_mean([1, 2], {"a": 1, "b": 1}), "found dict"),  # type: ignore[arg-type]
    "a list for a table": (lambda: aggregated_scores([1, 2], [Step([0, 0], 1)]), "one territory is"),
    "one list of answers": (lambda: level_counts([1, 2], 5), r"\[:, None\]"),
    "answers without territories": (lambda: organisation_answers([[1]], [[0]]), "add one with"),
    "a person without weight": (lambda: indicator_levels([[1], [2]], weights=[1, 1, 1]), "weights of answers"),
    "an unknown statistic": (lambda: indicator_levels([[1]], "mode"), "interpolated_median"),  # type: ignore[arg-type]
    "a share above 1": (
        lambda: structural_not_applicable([[1]], [[False]], min_share=67, min_deciding=2),
        "divide percentages",
    ),
    "one count": (lambda: van_der_eijk_agreement([3]), "level_counts"),
    "values without columns": (lambda: alpha_from_counts([[1, 2]], values=[1, 2, 3]), "values must fit"),
    "an unknown metric": (lambda: krippendorff_alpha([[NAN]], "circular"), "use nominal"),  # type: ignore[arg-type]
    "a negative variance": (
        lambda: rank_sets([1, 2], covariance=[[-1, 0], [0, 1]], level=0.9, n_draws=9, seed=1),
        "standard error of 0 or more",
    ),
    "a lopsided covariance": (
        lambda: rank_sets([1, 2], covariance=[[1.0, 0.5], [0.0, 1.0]], level=0.9, n_draws=9, seed=1),
        "both sides of the diagonal",
    ),
    "a level in percent": (lambda: rank_sets([1, 2], 1, level=90, n_draws=9, seed=1), "between 0 and 1"),
    "an unknown kind": (
        lambda: rank_sets([1, 2], 1, level=0.9, kind="simul", n_draws=9, seed=1),  # type: ignore[arg-type]
        "simultaneous",
    ),
    "a rank of nobody": (lambda: rank_sets([1, 2], 1, level=0.9, of=[5], n_draws=9, seed=1), "positions 0..1"),
    "several lists of scores": (lambda: rank_sets([[1, 2]], 1, level=0.9, n_draws=9, seed=1), "one list"),
    "no draws": (lambda: rank_sets([1, 2], 1, level=0.9, n_draws=0, seed=1), "1 or more"),
    "rounds that differ": (lambda: panel_change([[1]], [[1, 2]], Step([0], 1), min_share=0), "same territories"),
    "people that differ": (lambda: paired_change([[1]], [[1], [2]], min_pairs=2), "same people"),
    "a negative error": (lambda: change_test(1, -1, 1, 5, 5), "0 or more"),
    "a negative df": (lambda: minimum_detectable_change(1, -2, alpha=0.1), "numpy.inf"),
    "alpha in percent": (lambda: minimum_detectable_change(1, 5, alpha=5), "between 0 and 1"),
    "a table of differences": (lambda: wilcoxon_p_value([[1, 2]]), "one list"),
    "groups that do not fit": (lambda: theil([1, 2], [0, 1, 1]), "groups of values"),
    "no aversion": (lambda: atkinson([1, 2], 0), "above 0"),
    "somebody on both sides": (
        lambda: group_difference(ANSWERS, [[1, 1]], [[0, 1]], [0, 0], typical=[1], prior_df=1, points_per_level=1),
        "both groups",
    ),
    "no columns": (gower_similarity, "numbers, categories, or both"),
    "other columns": (lambda: gower_similarity([[1]], other_numeric=[[1, 2]]), "too, found 2 and 0"),
    "half a table": (lambda: peer_groups([[1, 1]], min_similarity=0.5, min_peers=1), "territories by territories"),
    "quantiles in percent": (
        lambda: block_intervals(
            [[50, 50]], moderated_spread(ANSWERS, [0, 1], prior=PRIOR, points_per_level=25), (5, 95)
        ),
        "divide percentages",
    ),
    "chances that leave something over": (lambda: Options((0.5, 0.4)), "sum to 1"),
    "a power without a chance": (
        lambda: method_draws(MethodChoices([1], 0, (1, 0, 0), (1, 0), (1,)), n_draws=2, seed=1),
        "needs a chance",
    ),
    "nobody's weights": (lambda: participants_weights(np.empty((0, 2)), []), "at least one participant"),
    "no first place": (lambda: in_first([[1.0]], 0), "at least one"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_meant_is_refused_with_a_hint(case: str) -> None:
    call, hint = REFUSED[case]
    with pytest.raises(ValueError, match=hint):
        call()
