"""Places only when somebody asks, as sets, inside small groups.

1. Territories far apart get narrow sets; close ones "cannot be placed".
2. A territory without a score, or with one voice, has no place; one territory alone is refused.
3. Pairs: "more likely higher", and the two ways sum to one.
4. A place that rests on letting a strong block make up for a weak one is told.
"""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.places import Place, more_likely_higher, places
from schemas.errors import CampaignError
from schemas.outcome import Outcome
from sheet_templates.load import guideline
from tests.books import answers, campaign, outcome, territory

LEG = [one.id for one in guideline().block("LEG").indicators]
LEVELS = {
    "low": [0, 0, 0, 1],
    "mid": [2, 2, 2, 2],
    "top": [4, 4, 4, 4],
    "near": [2, 2, 2, 3],
    "single": [3],
    "none": [],
}


@pytest.fixture(scope="module")
def found() -> Outcome:
    """Territories that answered LEG alike or not."""
    typed = {name: answers(dict.fromkeys(LEG, levels)) for name, levels in LEVELS.items()}
    return outcome(typed, campaign(*(territory(name) for name in LEVELS)))


def test_far_apart_is_placed(found: Outcome):
    """1."""
    assert places(found, ["low", "mid", "top"], "LEG") == [
        Place("low", 3, 3, 3),
        Place("mid", 2, 2, 3),
        Place("top", 1, 1, 3),
    ]


def test_close_together_cannot_be_placed(found: Outcome):
    """1."""
    assert places(found, ["mid", "near"], "LEG") == [Place("mid", None, None, 2), Place("near", None, None, 2)]


def test_without_a_score_there_is_no_place(found: Outcome):
    """2."""
    assert places(found, ["low", "single", "none", "top"], "LEG")[1:3] == [
        Place("single", None, None, 2),
        Place("none", None, None, 2),
    ]
    with pytest.raises(CampaignError, match="1 of these"):
        places(found, ["low", "none"], "LEG")
    with pytest.raises(CampaignError, match="0 of these"):
        places(found, ["low", "mid"])


def test_pairs_are_told_by_their_chance(found: Outcome):
    """3."""
    one, other = more_likely_higher(found, "near", "mid", "LEG"), more_likely_higher(found, "mid", "near", "LEG")

    assert one + other == pytest.approx(1)
    assert 0.5 < one < 0.95
    assert np.isnan(more_likely_higher(found, "mid", "none", "LEG"))


def test_a_place_that_rests_on_compensation_is_told():
    """4. One block at 0 among blocks at 100 beats all blocks at 75 by the mean, and loses by the geometric mean."""
    every = [one.id for one in guideline().indicators()]
    typed = {
        "uneven": answers({one: [0, 0, 0] if one.startswith("DAT") else [4, 4, 4] for one in every}),
        "even": answers(dict.fromkeys(every, [3, 3, 3])),
        "low": answers(dict.fromkeys(every, [1, 1, 1])),
    }
    found = places(outcome(typed), ["uneven", "even", "low"])

    assert [one.depends_on_mean for one in found] == [True, True, False]
