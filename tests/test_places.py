"""Places only when somebody asks, as sets, inside small groups.

1. Territories far apart get narrow sets; close ones "cannot be placed".
2. A territory without a score, or with one voice, has no place; one territory alone is refused.
3. Pairs: "more likely higher", and the two ways sum to one.
4. A place that rests on letting a strong block make up for a weak one is told.
5. Whoever asks reads first what a place is not; then one line per territory, in the order of the campaign.
6. One territory alone is set beside its peers in context, or it is said that there are too few.
7. What the campaign does not have is refused with what it has.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.places import Place, asked_places, more_likely_higher, place_lines, places
from schemas.errors import CampaignError
from schemas.frames import Context
from schemas.frames.base import typed
from schemas.outcome import Outcome
from sheet_templates.load import guideline, words
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
        Place("single", None, None, 2, is_scored=False),
        Place("none", None, None, 2, is_scored=False),
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


def test_warnings_stand_before_the_places(found: Outcome):
    """5. The order asked for is not the order told."""
    lines = list(place_lines(asked_places(found, ["top", "low"], "LEG")))
    say, order = words("en"), [one.id for one in found.campaign.territories if one.id in {"top", "low"}]

    assert lines[:3] == [say("exercise.tagline"), say("trust.not_who"), say("trust.not_optimism")]
    assert [line.split()[0] for line in lines[4:6]] == order
    assert {" ".join(line.split()) for line in lines[4:6]} == {"top number 1 of 2", "low number 2 of 2"}
    assert lines[6] == "top is more likely the higher of the two than low (more than 99%)"


def test_what_cannot_be_placed_is_said(found: Outcome):
    """5."""
    lines = {line.split()[0]: line for line in place_lines(asked_places(found, ["mid", "near", "none"], "LEG"))}

    assert "cannot be placed among these 2" in lines["near"]
    assert "no score, or one voice only" in lines["none"]
    assert not any("more likely" in line for line in lines.values())


def test_one_alone_without_peers_is_told_so(found: Outcome):
    """6. Nobody filled in a context sheet, so nobody is known to be similar; naming one twice is naming one."""
    with pytest.raises(CampaignError, match="context similar to low's"):
        asked_places(found, ["low", "low"], "LEG")


def test_one_alone_stands_beside_its_peers(found: Outcome):
    """6. A place of another size is nobody's peer."""
    few = replace(found.guideline.policy, group_min_peers=2)
    sized = {"low": 5000.0, "mid": 5200.0, "top": 5100.0, "near": 9_000_000.0}
    context = Context.validate(
        typed(Context, [(one, "CTX-05", "value", str(size), size, None, *[""] * 8) for one, size in sized.items()])
    )
    answer = asked_places(
        replace(found, context=context, guideline=replace(found.guideline, policy=few)), ["low"], "LEG"
    )

    assert {one["territory_id"] for one in answer["territories"]} == {"low", "mid", "top"}
    assert answer["first_higher"] is None


def test_what_the_campaign_does_not_have_is_refused(found: Outcome):
    """7."""
    with pytest.raises(CampaignError, match="nowhere"):
        asked_places(found, ["low", "nowhere"])
    with pytest.raises(CampaignError, match="no block 'XYZ'") as refused:
        asked_places(found, ["low", "top"], "XYZ")

    assert "LEG" in refused.value.hint
