"""Points over the blocks: what matters most to each organisation, from the questionnaire to the weights (SCORING 2.6).

1. The respondents' tab has a column per block and a total; the total says with a sign whether the row counts.
2. What is typed is read, told at its cell where it cannot count, and becomes the participants' weights.
"""

from __future__ import annotations

import pytest

from pipeline.by_territory import Outcomes
from pipeline.said import Teller
from schemas.layout import TabLayout
from sheet_templates.layout import book_layout
from sheet_templates.load import guideline, words
from tests.books import answers, campaign, outcome, territory

ALL = [one.id for one in guideline().indicators()]
BLOCKS = [block.id for block in guideline().blocks]


def tab(given: dict[str, object] | None = None) -> TabLayout:
    """The respondents' tab with what R1 gave."""
    prefill = {("respondents", "R1", f"points:{block}"): value for block, value in (given or {}).items()}
    layout = book_layout(guideline(), campaign(), territory(), in_sheet=False, prefill=prefill)  # type: ignore[arg-type]
    return layout.tab("respondents")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, ""),
        ({"LEG": 60, "DAT": 40}, "✔ 100 / 100"),
        ({"LEG": 60, "DAT": 40.9}, "✔ 100.9 / 100"),
        ({"LEG": 60}, "▲ 60 / 100"),
        ({"LEG": 60, "DAT": "40"}, "▲ 60 / 100"),
        ({"LEG": "beaucoup"}, "▲ 0 / 100"),
        ({"LEG": 100, "DAT": 20}, "▲ 120 / 100"),
    ],
)
def test_the_total_says_with_a_sign_whether_the_row_counts(given: dict[str, object], shown: str) -> None:
    """1. A number typed as text does not add up in a spreadsheet; it is shown so, and read all the same."""
    found = tab(given)
    total = [column.key for column in found.columns].index("total")

    assert [column.key for column in found.columns if column.key.startswith("points:")] == [
        f"points:{block}" for block in BLOCKS
    ]
    assert [cell.value for cell in found.cells if cell.column == total and cell.formula] == [shown, "", "", "", ""]
    assert {rule.style for rule in found.rules} == {"done", "discuss"}
    assert [prompt.between for prompt in found.prompts] == [(0, 100)]


def test_points_become_the_participants_weights() -> None:
    """2. Four organisations: one of them forgot ten points, one wrote a word."""
    typed = {
        "R1": {"LEG": 100}, "R2": {"LEG": 50, "DAT": "50"}, "R3": {"COC": 90.5}, "R4": {"COC": "tout", "PLA": 100},
        "R5": {"MKT": 120},
    }  # fmt: skip
    cells = {
        ("respondents", who, f"points:{block}"): value for who, each in typed.items() for block, value in each.items()
    }
    found = outcome({"praia-cv": answers({one: [1, 2] for one in ALL}) | cells})  # type: ignore[dict-item]
    told = found.problems[found.problems["tab_key"] == "respondents"]
    notes = found.index_notes.iloc[0]
    weights = found.block_notes.set_index("block_id")["weight_participants"]
    said = [text for _, text in Teller(Outcomes(found), found.campaign.territories[0]).sentences()]
    told_of_weights = words("fr")("trust.robust.participants", n=2, blocks="|").partition("|")[0]

    assert [(row.code, row.cell) for row in told.itertuples() if row.code != "RESPONDENT_UNNAMED"] == [
        ("VALUE_UNREADABLE", "H8"), ("VALUE_OUT_OF_RANGE", "L9"), ("POINTS_SUM", "H7"),
    ]  # fmt: skip
    assert any("90,5 points" in text for text in told["message"])
    assert notes["n_allocations"] == 2
    assert weights.to_dict() == {**dict.fromkeys(BLOCKS, 0.0), "LEG": 0.75, "DAT": 0.25}
    assert any(text.startswith(told_of_weights) for text in said)


def test_without_points_there_are_no_weights() -> None:
    """2."""
    found = outcome({"praia-cv": answers({"LEG-1": [1, 2]})})

    assert found.block_notes["weight_participants"].isna().all()


def test_points_where_nothing_is_scored_name_no_blocks() -> None:
    """2. What comes first by weight cannot be said without scores; the sentence is left out, not left empty."""
    points = {("respondents", "R1", "points:LEG"): 100}
    found = outcome({"praia-cv": answers({"LEG-1": [1, 2]}) | points})  # type: ignore[dict-item]
    said = [text for _, text in Teller(Outcomes(found), found.campaign.territories[0]).sentences()]

    assert found.index_notes["n_allocations"].tolist() == [1]
    told_of_weights = words("fr")("trust.robust.participants", n=1, blocks="|").partition("|")[0]
    assert not [text for text in said if text.startswith(told_of_weights)]
