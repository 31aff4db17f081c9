"""The words for (dis)agreement per territory and indicator, and when a Delphi round may stop."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from pipeline.method.agreement import level_range, share_near_median, van_der_eijk_agreement
from pipeline.method.arrays import (
    TOLERANCE,
    BoolArray,
    FloatArray,
    IntArray,
    checked_weights,
    divided,
    fitting,
    narrow_numbers,
    with_axes,
)


class Label(IntEnum):
    """What the answers on one indicator say together."""

    TOO_FEW_VOICES = 0
    TWO_VOICES_DIFFER = 1
    POLARISED = 2
    NO_CONTRADICTION_SEEN = 3
    AGREED = 4
    CONTESTED = 5


@dataclass(frozen=True)
class LabelRules:
    """The thresholds of the labels; all of them are policy and come from the campaign.

    Attributes:
        min_voices: below this number of answers there is no verdict.
        differ_range: two voices this many levels apart, or more, "differ".
        polarised_agreement: A at or below this, together with ...
        polarised_range: ... a range of this many levels or more, is "polarised".
        agreed_within: how many levels from the median still count as near.
        agreed_share: least share near the median, inclusive.
        agreed_agreement: least A, inclusive.
        sure_voices: from this number of answers on the word is "agreed", below it
            "no contradiction seen": random answers of three people agree in 38 % of cases.
    """

    min_voices: float
    differ_range: float
    polarised_agreement: float
    polarised_range: float
    agreed_within: float
    agreed_share: float
    agreed_agreement: float
    sure_voices: float


def disagreement_labels(counts: npt.ArrayLike, rules: LabelRules) -> IntArray:
    """Return one `Label` per vector of counts.

    Tested in this order: too few voices (two voices may "differ"), polarised, agreed, else
    contested.

    Args:
        counts: shape (..., K), answers per level.
        rules: the thresholds.

    Returns:
        Shape (...), values of `Label`; no answer at all is "too few voices".
    """
    n = np.asarray(checked_weights(counts, "counts").sum(axis=-1))
    a, spread = np.nan_to_num(van_der_eijk_agreement(counts)), np.nan_to_num(level_range(counts))
    near = np.nan_to_num(share_near_median(counts, rules.agreed_within))
    agreed = (near >= rules.agreed_share - TOLERANCE) & (a >= rules.agreed_agreement - TOLERANCE)
    cases = [
        (n < rules.min_voices) & (n > 1) & (spread >= rules.differ_range),
        n < rules.min_voices,
        (a <= rules.polarised_agreement + TOLERANCE) & (spread >= rules.polarised_range),
        agreed & (n >= rules.sure_voices),
        agreed,
    ]
    words = [
        Label.TWO_VOICES_DIFFER,
        Label.TOO_FEW_VOICES,
        Label.POLARISED,
        Label.AGREED,
        Label.NO_CONTRADICTION_SEEN,
    ]
    return np.select(cases, [np.int64(word) for word in words], np.int64(Label.CONTESTED))


def changed_share(first: npt.ArrayLike, second: npt.ArrayLike) -> FloatArray:
    """Return the share 0-1 of respondents who changed their level, among those who answered twice.

    With ten respondents or fewer this is the measure of stability between Delphi rounds (a share
    under 15 % is usually read as stable: Scheibe, Skutsch and Schofer, 1975).

    Args:
        first: shape (..., respondents, items), NaN where not answered.
        second: the same people in the same order, one round later.

    Returns:
        Shape (..., items); NaN where nobody answered twice.
    """
    before = with_axes(narrow_numbers(first, "answers"), 2, "answers (..., respondents, items)")
    after = fitting(narrow_numbers(second, "answers"), before.shape, "answers of the second round")
    both: BoolArray = ~np.isnan(before) & ~np.isnan(after)
    return divided(((before != after) & both).sum(axis=-2), both.sum(axis=-2))


def panel_disagrees(answers: npt.ArrayLike, *, base: float, slope: float, centre: float) -> BoolArray:
    """Return whether the inter-percentile range passes the RAND/UCLA limit (IPRAS).

    Disagreement where p70 - p30 > base + slope |centre - (p30 + p70)/2|, percentiles by linear
    interpolation (R type 7). For comparison only: the published constants (2.35, 1.5, 5) were
    fitted on nine levels and panels of 7-15.

    Source: Fitch et al. (2001), RAND/UCLA Appropriateness Method User's Manual, MR-1269.

    Args:
        answers: shape (..., respondents), NaN where missing.
        base: the limit at the centre of the scale, in levels (2.35 on levels 1-9).
        slope: how fast the limit grows away from the centre (1.5 there).
        centre: middle of the scale (5 there).

    Returns:
        Shape (...); false where nobody answered.
    """
    x = np.asarray(narrow_numbers(answers, "answers"), dtype=np.float64)
    silent = np.asarray(np.isnan(x).all(axis=-1))
    low, high = np.nanquantile(np.where(silent[..., None], centre, x), [0.3, 0.7], axis=-1)
    wide = high - low > base + slope * np.abs(centre - (low + high) / 2)
    return np.asarray(wide & ~silent, dtype=np.bool_)
