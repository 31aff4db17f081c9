"""The laws of a whole assessment, from respondents to the index, for any hierarchy, weights, thresholds and levels.

1. A hierarchy of any depth is what a literal recursion gives: means, weights, thresholds of share and number.
2. The order of territories, respondents and indicators changes nothing.
3. Duplicating every respondent keeps every score; the error of a block never grows.
4. More missing never narrows the bounds; the score lies inside them.
5. Raising one answer never lowers a score, under no power mean.
6. Nothing comes out of what is withheld: no interval, no rank, no chance to be first, no change, no match.
7. A respondent who only says "don't know" moves nothing; blocks that do not apply leave the denominator.
8. A weight of 0 is absence; weights in another unit are the same weights.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.method import Step, aggregated_scores, indicator_levels, panel_change, rank_sets, score_bounds
from pipeline.method.draws import student_sampler
from pipeline.method.means import POWERS
from pipeline.method.mentors import match_scores
from pipeline.method.method_choices import fixed_method
from pipeline.method.priorities import in_first
from pipeline.method.scales import equidistant_points, level_points
from pipeline.method.spread import SpreadPrior, moderated_spread
from pipeline.method.uncertainty import block_intervals, index_intervals

Array = npt.NDArray[np.float64]
NAN = float("nan")
BLOCKS = np.array([0, 0, 0, 1, 1, 2, 2, 2])
PRIOR = SpreadPrior(df=4, sd=13, correlation=0.5, min_pooled_df=20)
N_LEVELS = st.integers(2, 11)
SHARES = st.sampled_from([0.0, 0.5, 0.66, 2 / 3, 0.8, 1.0])
MEANS: st.SearchStrategy[Any] = st.sampled_from([*POWERS, 0.5, 2.0])


@st.composite
def answers(draw: st.DrawFn, n_territories: int = 2, n_people: int = 4) -> tuple[Array, int]:
    """Levels from 0 of a few people, some missing, and how many levels there are."""
    n_levels = draw(N_LEVELS)
    element = st.one_of(st.just(NAN), st.integers(0, n_levels - 1).map(float))
    return draw(hnp.arrays(np.float64, (n_territories, n_people, BLOCKS.size), elements=element)), n_levels


@st.composite
def hierarchies(draw: st.DrawFn) -> tuple[Array, list[Step]]:
    """A table of points with gaps, and two to five steps up from it."""
    sizes = sorted(draw(st.lists(st.integers(1, 9), min_size=3, max_size=6)), reverse=True)
    values = draw(hnp.arrays(np.float64, (2, sizes[0]), elements=st.one_of(st.just(NAN), st.floats(1, 100))))
    steps = []
    for below, above in pairwise(sizes):
        more = st.lists(st.integers(0, above - 1), min_size=below - above, max_size=below - above)
        weights = st.lists(st.sampled_from([0.0, 0.5, 1.0, 7.0]), min_size=below, max_size=below)
        step = Step(
            np.array([*range(above), *draw(more)]),
            np.array(draw(weights)),
            tuple(draw(MEANS) for _ in range(above)),
            min_share=draw(SHARES),
            min_count=draw(st.integers(1, 2)),
            share_of=draw(st.sampled_from(["weight", "count"])),
        )
        steps.append(step)
    return values, steps


def literal(values: Sequence[float], step: Step) -> list[float]:
    """Return the parents of one row by plain loops."""
    parent, weights = np.asarray(step.parent), np.asarray(step.weights)
    found = []
    for position in range(int(parent.max()) + 1):
        own = [n for n in range(len(values)) if parent[n] == position and weights[n] > 0]
        there = [n for n in own if not np.isnan(values[n])]
        counted = {n: weights[n] if step.share_of == "weight" else 1.0 for n in own}
        enough = own and sum(counted[n] for n in there) / sum(counted.values()) >= step.min_share - 1e-12
        if not there or not enough or len(there) < step.min_count:
            found.append(NAN)
            continue
        mean = step.mean if isinstance(step.mean, str | float) else step.mean[position]
        power = POWERS.get(mean, 1.0) if isinstance(mean, str) else mean
        shares = [weights[n] / sum(weights[m] for m in there) for n in there]
        x = [values[n] for n in there]
        if power == -np.inf:
            found.append(min(x))
        elif power == 0:
            found.append(float(np.exp(sum(w * np.log(one) for w, one in zip(shares, x, strict=True)))))
        else:
            found.append(sum(w * one**power for w, one in zip(shares, x, strict=True)) ** (1 / power))
    return found


def scored(table: Array, n_levels: int, share: float = 2 / 3) -> tuple[Array, Array, Array]:
    """Return block scores, index and indicator points of an assessment."""
    points = level_points(indicator_levels(table), equidistant_points(n_levels))
    steps = [Step(BLOCKS, np.ones(BLOCKS.size), min_share=share), Step([0, 0, 0], [1, 2, 3], min_share=0.6)]
    blocks, index = aggregated_scores(points, steps)
    return blocks.scores, index.scores[:, 0], points


@given(case=hierarchies())
def test_a_hierarchy_of_any_depth(case: tuple[Array, list[Step]]) -> None:
    """1."""
    values, steps = case
    levels = aggregated_scores(values, steps)
    for row in range(len(values)):
        below = values[row].tolist()
        for step, found in zip(steps, levels, strict=True):
            below = literal(below, step)

            np.testing.assert_allclose(found.scores[row], below, rtol=1e-9)


@given(
    case=answers(), people=st.permutations(range(4)), places=st.permutations(range(2)), items=st.permutations(range(8))
)
def test_order_changes_nothing(case: tuple[Array, int], people: list[int], places: list[int], items: list[int]) -> None:
    """2."""
    table, n_levels = case
    blocks, index, points = scored(table, n_levels)
    moved_points = level_points(indicator_levels(table[places][:, people][:, :, items]), equidistant_points(n_levels))
    (moved,) = aggregated_scores(moved_points, [Step(BLOCKS[items], np.ones(8), min_share=2 / 3)])

    np.testing.assert_allclose(moved_points, points[places][:, items])
    np.testing.assert_allclose(moved.scores, blocks[places])
    np.testing.assert_allclose(scored(table[places][:, people], n_levels)[1], index[places])


@given(case=answers())
def test_duplicating_every_respondent(case: tuple[Array, int]) -> None:
    """3."""
    table, n_levels = case
    twice = np.concatenate([table, table], axis=1)
    per_level = 100 / (n_levels - 1)
    one, two = (moderated_spread(x, BLOCKS, prior=PRIOR, points_per_level=per_level) for x in (table, twice))

    np.testing.assert_allclose(scored(twice, n_levels)[0], scored(table, n_levels)[0])
    np.testing.assert_array_equal(two.n_voices, 2 * one.n_voices)
    if one.assumed.all() and two.assumed.all():
        smaller = two.standard_errors <= one.standard_errors + 1e-9
        assert smaller[~np.isnan(one.standard_errors)].all()


@given(case=answers(), gap=st.tuples(st.integers(0, 1), st.integers(0, 7)), mean=st.sampled_from(sorted(POWERS)))
def test_more_missing_never_narrows_the_bounds(case: tuple[Array, int], gap: tuple[int, int], mean: str) -> None:
    """4."""
    table, n_levels = case
    _, _, points = scored(table, n_levels)
    less = points.copy()
    less[gap] = NAN
    step = Step(BLOCKS, np.ones(8), mean)  # type: ignore[arg-type]
    (full,), (bare,) = (score_bounds(x, [step], lowest=0, highest=100) for x in (points, less))
    (found,) = aggregated_scores(points, [step])

    assert (bare.lower <= full.lower + 1e-9).all()
    assert (bare.upper >= full.upper - 1e-9).all()
    there = ~np.isnan(found.scores)
    assert (found.scores[there] >= full.lower[there] - 1e-9).all()
    assert (found.scores[there] <= full.upper[there] + 1e-9).all()


@given(case=answers(), place=st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(0, 7)), mean=MEANS)
def test_raising_an_answer_never_lowers_a_score(
    case: tuple[Array, int], place: tuple[int, int, int], mean: str | float
) -> None:
    """5."""
    table, n_levels = case
    higher = table.copy()
    higher[place] = n_levels - 1 if not np.isnan(table[place]) else NAN
    step = Step(BLOCKS, np.ones(8), mean, floor=1)  # type: ignore[arg-type]
    one, two = (aggregated_scores(scored(x, n_levels)[2], [step])[0].scores for x in (table, higher))

    assert (two >= one - 1e-7)[~np.isnan(one)].all()


@given(case=answers(n_territories=3))
def test_nothing_comes_out_of_what_is_withheld(case: tuple[Array, int]) -> None:
    """6."""
    table, n_levels = case
    blocks, index, points = scored(table, n_levels)
    withheld, hidden = np.isnan(blocks), np.isnan(index)
    spread = moderated_spread(table, BLOCKS, prior=PRIOR, points_per_level=100 / (n_levels - 1))
    sampler = student_sampler(spread, n_draws=40, seed=1)
    method = fixed_method([1, 2, 3], 0.5, 40)
    ends = index_intervals(blocks, sampler, published=method, method=method, at=(0.05, 0.95), eligible=~hidden)
    sets = rank_sets(index, np.where(hidden, NAN, 5.0), level=0.9, n_draws=50, seed=1)
    first = in_first(np.where(withheld, NAN, 75 - blocks)[:, :, None], 2)
    step = Step(BLOCKS, np.ones(8))
    panel = panel_change(np.where(withheld[:, BLOCKS], NAN, points), points, step, min_share=0)
    matches = match_scores(
        blocks[:, 0], np.full(3, 5.0), similarity=np.ones((3, 3)), grade_share=np.ones(3), language=np.ones((3, 3)),
        margin=0, min_probability=0, consents=np.ones(3), learns=np.ones(3),
    )  # fmt: skip

    assert np.isnan(block_intervals(blocks, spread, (0.05, 0.95))[withheld]).all()
    assert all(np.isnan(one[hidden]).all() for one in (ends.respondents, ends.method, ends.both))
    assert np.isnan(np.stack([sets.lower, sets.rank, sets.upper])[:, hidden]).all()
    assert not first[withheld].any()
    assert np.isnan(panel.change[withheld]).all()
    silent = withheld[:, 0]
    assert not matches[silent].any()
    assert not matches[:, silent].any()


@given(case=answers())
def test_who_does_not_know_moves_nothing(case: tuple[Array, int]) -> None:
    """7. A row of gaps, whatever stands for them, is nobody; what does not apply leaves the denominator."""
    table, n_levels = case
    silent = np.concatenate([table, np.full((2, 1, 8), NAN)], axis=1)
    here = np.ones((2, 8), dtype=bool)
    here[:, BLOCKS == 1] = False
    steps = [Step(BLOCKS, np.ones(8)), Step([0, 0, 0], np.ones(3), min_share=1)]
    blocks, index = aggregated_scores(scored(table, n_levels)[2], steps, here)

    np.testing.assert_array_equal(scored(silent, n_levels)[0], scored(table, n_levels)[0])
    assert not blocks.applicable[:, 1].any()
    assert not blocks.withheld[:, 1].any()
    others = blocks.scores[:, [0, 2]]
    whole = ~np.isnan(others).any(axis=1)
    np.testing.assert_allclose(index.scores[whole, 0], others[whole].mean(axis=1))


@given(case=answers(), unit=st.sampled_from([0.01, 3.0, 100.0]), mean=MEANS)
def test_weights_are_shares(case: tuple[Array, int], unit: float, mean: str | float) -> None:
    """8."""
    table, n_levels = case
    _, _, points = scored(table, n_levels)
    weights = np.array([1, 0, 2, 1, 1, 0, 3, 1.0])
    without = np.where(weights == 0, NAN, points)
    one, two, three = (
        aggregated_scores(x, [Step(BLOCKS, w, mean, floor=1)])[0].scores  # type: ignore[arg-type]
        for x, w in ((points, weights), (points, unit * weights), (without, weights))
    )

    np.testing.assert_allclose(two, one, rtol=1e-9)
    np.testing.assert_array_equal(three, one)
