"""Voices side by side, and the value in use.

1. Several answers of one organisation are one voice, their median; a person without organisation is a voice.
2. The level agreed in the session is used where there is one; the mean of the voices stays beside it.
3. Don't know, not applicable and blank are three states: half not knowing is "unknown", two thirds of two or more
   saying "not applicable" takes the indicator out.
4. Spread and the gap between officials and SSE actors are told; an agreed level takes the indicator off the list.
5. Nothing is imputed: who did not answer changes nothing.
6. Permuting respondents changes no number.
7. `because` names the cells behind the value.
"""

from __future__ import annotations

import pandas as pd
import pytest

from schemas.outcome import Outcome
from sheet_templates.load import words
from tests.books import answers, campaign, outcome, territory

NSP, SO = "Ne sait pas", "Sans objet"
#: Answers of one territory, and what is expected of each indicator: status, level, voices, spread, to discuss.
CASES = {
    "LEG-1": ([0, 2, 4], ("scored", 2.5, 2, 3, True)),  # R1 and R2 are one organisation: 1 and 4
    "LEG-2": ([2, NSP, 2], ("scored", 2, 2, 0, False)),
    "LEG-3": ([NSP, NSP, 3], ("unknown", None, 1, None, False)),
    "LEG-4": ([SO, SO, 1], ("not_applicable", None, 1, None, False)),
    "LEG-5": ([SO, 1, 1], ("scored", 1, 2, 0, False)),
    "LEG-6": ([None, None, None], ("unanswered", None, 0, None, False)),
    "LEG-7": ([3, 3, 0], ("scored", 1.5, 2, 3, True)),
}


def typed(order: tuple[int, ...] = (0, 1, 2), **agreed: float) -> dict[tuple[str, str, str], object]:
    """The cases with respondents in another order of columns."""
    who = [("Ville", "municipality"), ("Ville", "municipality"), ("Réseau", "sse_network")]
    found: dict[tuple[str, str, str], object] = dict(
        answers({one: [given[place] for place in order] for one, (given, _) in CASES.items()})
    )
    for number, place in enumerate(order, start=1):
        found["respondents", f"R{number}", "organisation"] = who[place][0]
        found["respondents", f"R{number}", "actor_type"] = words("fr")(f"actor_types.{who[place][1]}")
    return {**found, **{("block:LEG", name.replace("_", "-"), "agreed"): level for name, level in agreed.items()}}


@pytest.fixture(scope="module")
def found() -> Outcome:
    """The cases, the same with respondents in another order, and with agreed levels."""
    books = {"a": typed(), "b": typed((2, 1, 0)), "c": typed(LEG_1=2.5, LEG_4=3, LEG_7=2)}
    return outcome(books, campaign(*(territory(one) for one in books)))


def row(found: Outcome, territory_id: str, indicator_id: str) -> pd.Series:
    frame = found.indicator_scores
    return frame[(frame["territory_id"] == territory_id) & (frame["indicator_id"] == indicator_id)].iloc[0]


@pytest.mark.parametrize("indicator_id", CASES)
def test_each_case_is_read_as_it_should_be(found: Outcome, indicator_id: str):
    """1, 3, 4, 5."""
    mine = row(found, "a", indicator_id)
    seen = [
        mine["status"],
        *(None if pd.isna(mine[name]) else float(mine[name]) for name in ("level", "n_voices", "spread")),
    ]

    assert (*seen, bool(mine["discuss"])) == CASES[indicator_id][1]


def test_the_agreed_level_stands_and_the_voices_beside_it(found: Outcome):
    """2, 3, 4."""
    mine, decided = row(found, "c", "LEG-1"), row(found, "c", "LEG-4")

    assert (mine["level"], mine["mean_level"], mine["source"], bool(mine["discuss"])) == (2.5, 2.5, "agreed", False)
    assert (decided["status"], decided["level"]) == ("scored", 3)
    assert row(found, "c", "LEG-7")["score"] == 50


def test_the_gap_between_officials_and_actors(found: Outcome):
    """4."""
    assert row(found, "a", "LEG-7")["actor_gap"] == 3
    assert pd.isna(row(found, "a", "LEG-6")["actor_gap"])


def test_the_order_of_respondents_changes_no_number(found: Outcome):
    """6."""
    numbers = [name for name in found.indicator_scores.columns if name not in {"territory_id", "because"}]
    one, other = (
        found.indicator_scores[found.indicator_scores["territory_id"] == which][numbers].reset_index(drop=True)
        for which in "ab"
    )

    pd.testing.assert_frame_equal(one, other)


def test_the_cells_behind_a_value_are_named(found: Outcome):
    """7."""
    assert row(found, "a", "LEG-1")["because"].count("!") == 3
    assert row(found, "c", "LEG-1")["because"].count("!") == 1
    assert row(found, "a", "LEG-6")["because"] == ""
