"""How good a block is beside how much it matters, on a territory's sheet.

1. The largest weighted gap to the target comes first; what lies at the target or above it is held on to or left.
2. A block without a printed score is something to find out first; one that does not apply has no line.
3. The weights are the scenario's, or those that the participants gave where so many gave points that they may be shown.
4. Where all blocks weigh the same there are no fields, and it is said.
5. Every language says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest

from reports.sections.quadrant import for_territory
from reports.sections.territories import WIDTHS
from reports.sheet import Table, plain
from reports.view import view
from schemas.outcome import Outcome
from sheet_templates.load import words
from tests.reports.factory_trust import trusted

pytestmark = pytest.mark.slow

SCORES = {"LEG": 25.0, "COC": 30.0, "PLA": 80.0, "SUP": 90.0}
HEAVY = {"LEG": 0.4, "PLA": 0.3}


def outcome(scenario: str = "S0", n_allocations: int = 0, given: Mapping[str, float] | None = None) -> Outcome:
    """Praia with a few scores, under a scenario, with the weights that so many participants gave."""
    made = trusted()
    blocks, notes, index = made.block_scores.astype({"status": "str"}), made.block_notes.copy(), made.index_notes.copy()
    mine = blocks["territory_id"] == "praia"
    for name in ("score", "lower", "upper"):
        blocks.loc[mine, name] = blocks.loc[mine, "block_id"].astype("str").map(SCORES).astype("Float64")
    scored = mine & blocks["block_id"].isin(list(SCORES))
    blocks.loc[mine, "status"] = "withheld"
    blocks.loc[scored, "status"] = "scored"
    blocks.loc[mine & (blocks["block_id"] == "DAT"), "status"] = "not_applicable"
    here = notes["territory_id"] == "praia"
    share = {block.id: (given or {}).get(block.id, 0.05) for block in made.guideline.blocks}
    notes.loc[here, "weight_participants"] = notes.loc[here, "block_id"].astype("str").map(share).astype("Float64")
    index.loc[index["territory_id"] == "praia", "n_allocations"] = n_allocations
    territories = made.territories.astype({"scenario": "str", "overlay": "str"})
    territories.loc[territories["territory_id"] == "praia", ["scenario", "overlay"]] = [scenario, ""]
    return replace(made, block_scores=blocks, block_notes=notes, index_notes=index, territories=territories)


def shown(found: Outcome, language: str = "en") -> Table:
    """The table of Praia."""
    seen = view(found, None, language)
    praia = next(one for one in seen.territories if one.territory_id == "praia")
    return for_territory(seen, praia, "Quadrant_praia", WIDTHS)


def lines(drawn: Table) -> list[tuple[object, ...]]:
    """The values of its rows."""
    return [tuple(plain(cell) for cell in row) for row in drawn.rows]


def test_the_largest_weighted_gap_comes_first():
    """1, 2, 3."""
    say, short = words("en"), {block.id: block.short["en"] for block in trusted().guideline.blocks}
    found = lines(shown(outcome(n_allocations=3, given=HEAVY)))

    assert [(row[0], row[3], row[4], row[6]) for row in found[:4]] == [
        (short["LEG"], pytest.approx(0.4), 50.0, say("report.quadrant.first")),
        (short["COC"], pytest.approx(0.05), 45.0, say("report.quadrant.later")),
        (short["PLA"], pytest.approx(0.3), 0.0, say("report.quadrant.keep")),
        (short["SUP"], pytest.approx(0.05), 0.0, say("report.quadrant.enough")),
    ]
    assert {row[6] for row in found[4:]} == {say("report.stance.collect_first")}
    assert short["DAT"] not in {row[0] for row in found}


def test_weights_of_few_are_not_shown():
    """3."""
    found = shown(outcome("S2", n_allocations=2, given=HEAVY))
    of_scenario = trusted().guideline.scenario("S2").weights
    total, short = sum(of_scenario.values()), {block.short["en"]: block.id for block in trusted().guideline.blocks}

    assert words("en")("report.quadrant.scenario") in found.caption
    assert {row[3] for row in lines(found)} == {"[c]"}
    assert all(row[2] == pytest.approx(of_scenario[short[str(row[0])]] / total) for row in lines(found))


@pytest.mark.parametrize("language", ["fr", "en", "es", "pt"])
def test_equal_weights_give_no_fields(language: str):
    """4, 5."""
    found = shown(outcome(), language)

    assert found.n_rows == 0
    assert found.empty == words(language)("report.empty.quadrant")
    assert "75" in found.caption


def test_a_territory_without_notes_has_the_weights_of_its_scenario():
    """3: an outcome from before participants could give points."""
    bare = outcome("S2")
    found = shown(replace(bare, index_notes=pd.DataFrame(columns=bare.index_notes.columns)))

    assert words("en")("report.quadrant.scenario") in found.caption
