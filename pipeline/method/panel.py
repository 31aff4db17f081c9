"""What two rounds have in common: scores recomputed on the same indicators, and how far the mix of people moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.method.aggregate import Step, aggregated_scores
from pipeline.method.arrays import (
    TOLERANCE,
    BoolArray,
    FloatArray,
    checked_share,
    checked_weights,
    divided,
    flags,
    numbers,
    with_axes,
)


@dataclass(frozen=True)
class PanelChange:
    """Two rounds recomputed on what both hold, each of shape (territories, parents).

    Attributes:
        first: score of the first round on the common indicators; NaN if not comparable.
        second: score of the second round on them.
        change: second minus first, in points.
        common_share: common indicators over those applicable in either round, 0-1.
        common: shape (territories, indicators), what both rounds hold.
    """

    first: FloatArray
    second: FloatArray
    change: FloatArray
    common_share: FloatArray
    common: BoolArray


def panel_change(
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    step: Step,
    *,
    min_share: float,
    first_applicable: npt.ArrayLike | None = None,
    second_applicable: npt.ArrayLike | None = None,
) -> PanelChange:
    """Return the change of each parent on the indicators valued in both rounds.

    Columns must be the same indicators in the same version. Weights are the step's, renormalised
    over what is common; thresholds of the step do not apply, `min_share` does.

    Args:
        first: shape (territories, indicators) in points, NaN where missing.
        second: the same for the second round.
        step: from indicators to parents.
        min_share: least share of the indicators applicable in either round that both rounds must
            hold, inclusive; below it the change is "not comparable" (NaN).
        first_applicable: booleans, default all.
        second_applicable: booleans, default all.

    Raises:
        ValueError: shapes that do not fit, NaN or negative weights.
    """
    checked_share(min_share, "min_share")
    one = with_axes(numbers(first, "first round"), 2, "first round (territories, indicators)")
    two = numbers(second, "second round")
    if two.shape != one.shape:
        message = f"both rounds need the same territories and indicators, found {one.shape} and {two.shape}"
        raise ValueError(message)
    in_one = flags(first_applicable, one.shape, default=True)
    in_two = flags(second_applicable, two.shape, default=True)
    common = in_one & in_two & ~np.isnan(one) & ~np.isnan(two)
    bare = Step(step.parent, step.weights, step.mean, step.floor, step.top)
    one_up = aggregated_scores(np.where(common, one, np.nan), [bare], common)[0]
    two_up = aggregated_scores(np.where(common, two, np.nan), [bare], common)[0]
    count = Step(step.parent, np.ones(one.shape[1]), share_of="count")
    held = aggregated_scores(np.where(common, 1.0, np.nan), [count], in_one | in_two)[0].availability
    enough = np.nan_to_num(held) >= min_share - TOLERANCE
    scores = [np.where(enough, up.scores, np.nan) for up in (one_up, two_up)]
    return PanelChange(scores[0], scores[1], scores[1] - scores[0], held, common)


def mix_shift(first: npt.ArrayLike, second: npt.ArrayLike) -> float:
    """Return how far the mix of respondent groups moved, 0 (same shares) to 1 (no group in common).

    Args:
        first: shape (groups,), respondents per group in the first round.
        second: in the second round.

    Returns:
        Half the sum of absolute differences of shares; NaN if a round has nobody.
    """
    one, two = checked_weights(first, "first"), checked_weights(second, "second")
    return float(np.abs(divided(one, one.sum()) - divided(two, two.sum())).sum() / 2)
