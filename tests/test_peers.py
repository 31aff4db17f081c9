"""Who can learn from whom: context decides, consent is needed, nobody is overrun.

1. A weak territory is matched with one that is very likely 20 points ahead, documented, and alike in context.
2. Without consent, voices enough or documents nobody is a mentor.
3. A mentor takes three learners per block at most; the best matches win.
4. A common language counts; none halves the match.
5. Two who can teach each other get the bonus and are said to exchange.
6. Without any context nobody is alike.
7. Benchmarks speak only with eight similar peers, and only when nearly certain.
8. The order of territories changes nothing.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.facts import Facts
from pipeline.peers import Standing, benchmarks, peers
from schemas.campaign import Territory
from sheet_templates.load import guideline
from tests.books import campaign, territory


def standing(scores: list[list[float]], *, error: float = 3.0, voices: float = 5, documented: float = 1.0) -> Standing:
    """Blocks LEG and COC of several territories."""
    table = np.array(scores, dtype=float)
    same = np.ones(table.shape)
    return Standing(("LEG", "COC"), table, table - 5, table + 5, same * error, same * voices, same * documented)


def facts(
    territory_id: str, population: float | None = 50_000, level: str = "municipality", languages: str = ""
) -> Facts:
    lines = {"CTX-03": {"value": level}, "CTX-04": {"value": languages}}
    if population is not None:
        lines["CTX-05"] = {"value": "", "number": population}  # type: ignore[assignment]
    return Facts(territory_id, "S0", "", None, lines)


def found(
    scores: list[list[float]], *territories: Territory, known: list[Facts] | None = None, **more: float
) -> pd.DataFrame:
    ids = territories or tuple(territory(name) for name in "abcdefgh"[: len(scores)])
    known = known or [facts(one.id) for one in ids]
    return peers(known, standing(scores, **more), guideline(), campaign(*ids))


def pairs(frame: pd.DataFrame) -> set[tuple[str, str, str]]:
    return set(frame[["territory_id", "block_id", "mentor_id"]].itertuples(index=False, name=None))


def test_a_weak_territory_learns_from_one_far_ahead():
    """1."""
    frame = found([[20, 50], [80, 50], [45, 50]])

    assert pairs(frame) == {("a", "LEG", "b")}
    assert frame.iloc[0]["probability"] > 0.99
    assert frame.iloc[0]["language"] == "fr"


@pytest.mark.parametrize("more", [{"voices": 2}, {"documented": 0.0}, {"error": 60.0}])
def test_no_mentor_without_voices_documents_or_certainty(more: dict[str, float]):
    """1, 2."""
    assert found([[20, 50], [80, 50]], **more).empty


def test_no_mentor_without_consent():
    """2."""
    private = replace(territory("b"), publish=False)

    assert found([[20, 50], [80, 50]], territory("a"), private).empty


def test_a_learner_need_not_publish():
    """2."""
    assert not found([[20, 50], [80, 50]], replace(territory("a"), publish=False), territory("b")).empty


def test_nobody_mentors_more_than_three():
    """3. Six weak ones, one mentor."""
    frame = found([[20, 50]] * 6 + [[90, 50]])

    assert len(frame) == 3
    assert frame["mentor_id"].unique().tolist() == ["g"]


def test_a_common_language_counts_and_none_halves():
    """4."""
    own = [territory("a", "fr"), territory("b", "fr"), territory("c", "es")]
    apart = found([[20, 50], [80, 50]], own[0], own[2], known=[facts("a"), facts("c")]).iloc[0]
    shared = found([[20, 50], [80, 50]], own[0], own[2], known=[facts("a", languages="fr;es"), facts("c")]).iloc[0]
    both = found([[20, 50], [80, 50], [80, 50]], *own).set_index("territory_id")

    assert apart["match"] == pytest.approx(shared["match"] / 2)
    assert (apart["language"], shared["language"]) == ("", "es")
    assert both.loc["a", "mentor_id"] == "b"


def test_two_who_can_teach_each_other_exchange():
    """5."""
    one_way, both_ways = found([[20, 50], [80, 50]]), found([[20, 80], [80, 20]])

    assert one_way["is_exchange"].to_list() == [False]
    assert both_ways["is_exchange"].to_list() == [True, True]
    assert both_ways.iloc[0]["match"] == pytest.approx(1.2 * one_way.iloc[0]["match"])


def test_without_context_nobody_is_alike():
    """6."""
    nothing = [Facts(one, "S0", "", None) for one in "ab"]

    assert found([[20, 50], [80, 50]], territory("a"), territory("b"), known=nothing).empty


def test_the_order_of_territories_changes_nothing():
    """8."""
    scores = {"a": [20.0, 80.0], "b": [85.0, 30.0], "c": [60.0, 90.0]}
    one, other = (
        pairs(found([scores[name] for name in order], *(territory(name) for name in order))) for order in ("abc", "bca")
    )

    assert one == other


def test_a_benchmark_needs_eight_peers_and_near_certainty():
    """7. Territory i is far above, a to h around 40; seven are too few."""
    scores = [[40.0 + n, 50.0] for n in range(9)] + [[90.0, float("nan")]]
    known = [facts(f"t{n}") for n in range(10)]
    frame = benchmarks(known, standing(scores), guideline()).set_index(["territory_id", "block_id"])
    few = benchmarks(known[:8], standing(scores[:8]), guideline())

    assert frame.loc[("t9", "LEG"), "place"] == "above"
    assert frame.loc[("t4", "LEG"), "place"] == "not_distinguishable"
    assert ("t9", "COC") not in frame.index
    assert frame.loc[("t0", "COC"), "n_peers"] == 8
    assert set(few["place"]) == {"no_peers"}
    assert few["median"].isna().all()
