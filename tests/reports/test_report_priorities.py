"""What participants put first, as others read it: their weights of the blocks, their votes on the actions.

1. The weights stand beside those of the scenario, with the number of organisations; a small group is not broken out.
2. Actions stand in the order of their rank, with points and marks; points by side only where organisations are named.
   Of a small group neither the points are shown nor the value that they and the marks come to.
3. Without points and votes the tables say so.
4. An export holds no points of a small group either, and nothing that they lead to; votes leave where organisations do.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.export_tables import tables
from reports.redact import NONE, ORGANISATIONS
from reports.sections import fit, ranks
from reports.sheet import Cell, Sheet, Table
from reports.view import view
from schemas.campaign import Agency
from schemas.outcome import Outcome
from sheet_templates.prioritisation import prioritisation
from tests.books import answers, campaign, outcome, territory

POINTS = {"R1": {"LEG": 100}, "R2": {"LEG": 50, "DAT": 50}, "R3": {"COC": 60, "DAT": 40}}


def typed(n_people: int) -> dict[tuple[str, str, str], object]:
    """So many organisations share points out and vote: two of them are officials, the others did not say."""
    people = list(POINTS)[:n_people]
    cells: dict[tuple[str, str, str], object] = {
        ("respondents", who, f"points:{block}"): points for who in people for block, points in POINTS[who].items()
    }
    cells |= {("respondents", who, "actor_type"): "Collectivité" for who in people[:2]}
    cells |= {("plan", "A01", "title"): "Créer un guichet unique", ("plan", "A02", "title"): "Ouvrir un marché"}
    cells |= {("priorities", "A01", f"vote:{who}"): 2 for who in people}
    cells |= {("priorities", "A02", f"vote:{who}"): 3 for who in people}
    cells |= {("priorities", "A02", f"mark:{criterion}"): 5 for criterion in prioritisation().criteria}
    return cells | answers({"LEG-1": [1, 2, 3]})


@pytest.fixture(scope="module")
def found() -> Outcome:
    """A territory with three organisations that gave something, one with two, one with none."""
    books = {"three": typed(3), "two": typed(2), "none": answers({"LEG-1": [1]})}
    return outcome(books, campaign(*(territory(one) for one in books)))  # type: ignore[arg-type]


def rows(sheet: Sheet, name: str) -> list[list[object]]:
    """The values of a table, row by row."""
    (table,) = (part for part in sheet.parts if isinstance(part, Table) and part.name == name)
    return [[cell.value if isinstance(cell, Cell) else cell for cell in row] for row in table.rows]


def agency(redaction: str, *territories: str) -> Agency:
    """Somebody with that agreement."""
    return Agency("x", "X", "fr", territories=territories, redaction=redaction)


def test_the_weights_of_the_participants_stand_beside_the_scenario(found: Outcome) -> None:
    """1. Types of actor weigh the same: the two officials give LEG 75 of 100, the third organisation nothing."""
    three, two = rows(fit.sheet(view(found, agency(ORGANISATIONS, "three", "two", "none"), "fr")), "Fit_participants")

    heaviest = "Cadre juridique\u00a038\u00a0% · Données\u00a033\u00a0% · Co-construction\u00a030\u00a0% · Planification\u00a00\u00a0%"
    assert [three[0], three[3]] == ["Three", 3]
    assert str(three[4]).startswith(heaviest)
    assert [two[0], *two[2:]] == ["Two", "[c]", 2, "[c]"]


def test_actions_stand_in_the_order_of_their_rank(found: Outcome) -> None:
    """2."""
    outside = rows(ranks.sheet(view(found, agency(ORGANISATIONS, "three", "two", "none"), "fr")), "Plans_ranks")
    own = rows(ranks.sheet(view(found, agency(NONE, "two"), "fr")), "Plans_ranks")

    assert [row[1:] for row in outside if row[0] == "Three"] == [
        ["Ouvrir un marché", 1, 9, 100, 100, "Oui"], ["Créer un guichet unique", "[x]", 6, "[x]", "[x]", "Non"],
    ]  # fmt: skip
    assert [row[3:6] for row in outside if row[0] == "Two"] == [["[c]", 100, "[c]"], ["[c]", "[x]", "[x]"]]
    assert [row[1:7] for row in own] == [
        ["Ouvrir un marché", 1, 6, 6, 0, 0], ["Créer un guichet unique", "[x]", 4, 4, 0, 0],
    ]  # fmt: skip


def test_without_points_the_tables_say_so(found: Outcome) -> None:
    """3."""
    nothing = view(found, agency(NONE, "none"), "fr")

    assert rows(fit.sheet(nothing), "Fit_participants") == []
    assert rows(ranks.sheet(nothing), "Plans_ranks") == []


def exported(found: Outcome, agreement: str, name: str, *names: str) -> list[tuple[object, ...]]:
    """Those columns of an exported table, row by row."""
    (made,) = (one for one in tables(found, agreement) if one.name == name)
    places = [[field.name for field in made.fields].index(one) for one in names]
    return list(zip(*(made.columns[place] for place in places), strict=True))


def test_an_export_holds_no_points_of_a_small_group(found: Outcome) -> None:
    """4."""
    for name in ("allocations", "votes", "action_ranks"):
        assert {here for (here,) in exported(found, ORGANISATIONS, name, "territory_id")} == {"three"}
    weights = exported(found, ORGANISATIONS, "block_notes", "territory_id", "weight_participants")
    assert {here for here, weight in weights if weight is not None} == {"three"}

    noted = found.index_notes.assign(index_participants=50.0, top_blocks_participants="LEG")
    names = ("territory_id", "n_allocations", "index_participants", "top_blocks_participants")
    assert exported(replace(found, index_notes=noted), ORGANISATIONS, "index_notes", *names) == [
        ("three", 3, 50.0, "LEG"), ("two", 2, None, ""), ("none", 0, None, ""),
    ]  # fmt: skip


def test_votes_leave_where_organisations_do(found: Outcome) -> None:
    """4: the weights of a small group do not."""
    assert {here for (here,) in exported(found, NONE, "votes", "territory_id")} == {"three", "two"}
    assert {here for (here,) in exported(found, NONE, "action_ranks", "territory_id")} == {"three", "two"}
    assert {here for (here,) in exported(found, NONE, "allocations", "territory_id")} == {"three"}
