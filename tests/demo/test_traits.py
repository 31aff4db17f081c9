"""The panel of the demo (DOMAIN 7) as it shows in the results.

1. Every trait of every territory can be seen.
2. The levels are fictional, but those of the panel: what was drawn is what comes out.
3. What the demo says to open is there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipeline.demo.panel import panel

from .played import Played, answered, codes, comments, indicator, rows, within

pytestmark = pytest.mark.slow


def two_counts(one: Played) -> bool:
    """Montréal: asked back what it had typed, and the perimeter of both counts explained."""
    before = rows(one.first.problems, territory_id="montreal-ca", code="VALUE_UNREADABLE", about="CTX-19")
    line = rows(one.outcome.context, territory_id="montreal-ca", variable_id="CTX-20").iloc[0]
    count = rows(one.outcome.context, territory_id="montreal-ca", variable_id="CTX-19").iloc[0]
    return len(before) == 1 and count["number"] == 2780 and "3 590" in line["text"] and line["year"] == 2016


def late_edit(one: Played) -> bool:
    """Montréal: one answer newer than the deadline and than those of the others."""
    pulled = one.outcome.pulls.set_index("territory_id")["pulled_at"]
    deadline = pd.Timestamp(one.outcome.campaign.deadline, tz="UTC")
    answer = rows(one.outcome.answers, territory_id="montreal-ca", indicator_id="COM-1", respondent_id="R3").iloc[0]
    return bool(pulled["montreal-ca"] > deadline > pulled["praia-cv"] and answer["level"] == 4)


def one_voice(one: Played) -> bool:
    """Barcelona: eight columns, one organisation twice, so never more than seven voices."""
    mine = rows(one.outcome.respondents, territory_id="barcelona-es")
    voices = rows(one.outcome.indicator_scores, territory_id="barcelona-es")["n_voices"]
    return mine["organisation"].duplicated().sum() == 1 and len(mine) == 8 and voices.max() == 7


def decimal_commas(one: Played) -> bool:
    """Praia: "14,5" is a number, "2,0" a level, and "145.400" was asked back."""
    rate = rows(one.outcome.context, territory_id="praia-cv", variable_id="CTX-15").iloc[0]
    typed = rows(one.outcome.answers, territory_id="praia-cv", state="level")["found"]
    return bool(
        rate["found"] == "14,5"
        and rate["number"] == 14.5
        and typed.str.fullmatch(r"\d,0").sum() > 20
        and "NUMBER_AMBIGUOUS" in codes(one.first, "praia-cv")
        and "NUMBER_AMBIGUOUS" not in codes(one.outcome, "praia-cv")
    )


def by_phone(one: Played) -> bool:
    """Praia: nobody has more than a phone, three answered by it."""
    connection = rows(one.outcome.context, territory_id="praia-cv", variable_id="CTX-32").iloc[0]
    roles = rows(one.outcome.respondents, territory_id="praia-cv")["role"]
    return bool(connection["value"] == "phone_only" and roles.str.contains("telefone").sum() == 3)


def nobody_knows(one: Played) -> bool:
    """Jendouba: what most do not know is "unknown", and the block still has a score."""
    data = rows(one.outcome.indicator_scores, territory_id="jendouba-tn", block_id="DAT")
    block = rows(one.outcome.block_scores, territory_id="jendouba-tn", block_id="DAT").iloc[0]
    return (data["status"] == "unknown").sum() == 2 and data["n_dont_know"].sum() > 10 and block["status"] == "scored"


def half_covered(one: Played) -> bool:
    """Municipio Ejemplo: 52 % of the cells, a block withheld, the index partial."""
    index = rows(one.outcome.index, territory_id="municipio-ejemplo-bo").iloc[0]
    share = answered(one.outcome, "municipio-ejemplo-bo")
    return 51 <= share <= 53 and index["status"] == "partial" and index["n_blocks"] in (6, 7)


def led_by_funders(one: Played) -> bool:
    """Pistoia: most of the plan is paid by foundations."""
    funding = rows(one.outcome.actions, territory_id="pistoia-it")["funding_source"]
    return bool((funding == "private_foundations").mean() > 0.5)


def weak_local_act(one: Played) -> bool:
    """Taoyuan: the local act far below the use of national law."""
    local, national = (indicator(one.outcome, "taoyuan-tw", each)["level"] for each in ("LEG-1", "LEG-2"))
    return bool(local < 1 and national >= 3)


def outside_the_grid(one: Played) -> bool:
    """Taoyuan: questions that do not apply leave the grid; a reason that was missing has been given."""
    line = rows(one.outcome.positions, territory_id="taoyuan-tw", indicator_id="LEG-7").iloc[0]
    return (
        indicator(one.outcome, "taoyuan-tw", "LEG-7")["status"] == "not_applicable"
        and line["comment"] != ""
        and "REASON_MISSING" in codes(one.first, "taoyuan-tw")
        and "REASON_MISSING" not in codes(one.outcome, "taoyuan-tw")
    )


def pasted_formulas(one: Played) -> bool:
    """Córdoba: a formula that works is read, one that does not is an error, one that came as text is asked back.

    Jendouba, whose file nothing protects: a row of its own under the table.
    """
    budgets = rows(one.outcome.actions, territory_id="cordoba-ar").set_index("action_id")["budget"]
    plan = rows(one.outcome.problems, territory_id="cordoba-ar", tab_key="plan")
    return (
        budgets["cordoba-ar-A01"] == 12_000_000
        and rows(plan, code="CELL_ERROR")["found"].tolist() == ["#REF!"]
        and rows(plan, code="VALUE_UNREADABLE")["found"].tolist() == ["=SUMA(D4:D9)*1,21"]
        and "ROW_UNKNOWN" in codes(one.outcome, "jendouba-tn")
    )


TRAITS: dict[str, Callable[[Played], bool]] = {
    "Montréal: two counts with different perimeters": two_counts,
    "Montréal: a late edit": late_edit,
    "Barcelona: Catalan free text": lambda one: " amb " in comments(one.outcome, "barcelona-es"),
    "Barcelona: high coverage": lambda one: answered(one.outcome, "barcelona-es") > 97,
    "Barcelona: an organisation answers twice": one_voice,
    "Praia: decimal commas": decimal_commas,
    "Praia: answers by phone": by_phone,
    "Jendouba: Arabic text": lambda one: within(comments(one.outcome, "jendouba-tn"), "\u0620", "\u064a"),
    "Jendouba: yes and no for levels": lambda one: "LEVEL_YES_NO" in codes(one.outcome, "jendouba-tn"),
    "Jendouba: few know the data block": nobody_knows,
    "Municipio Ejemplo: half covered, partial index": half_covered,
    "Pistoia: a spread of 3 on LEG-4": lambda one: (
        indicator(one.outcome, "pistoia-it", "LEG-4")["spread"] == 3
        and bool(indicator(one.outcome, "pistoia-it", "LEG-4")["discuss"])
    ),
    "Pistoia: a programme led by funders": led_by_funders,
    "Taoyuan: national plan strong, local act weak": weak_local_act,
    "Taoyuan: questions that do not apply, with reasons": outside_the_grid,
    "Taoyuan: Chinese text": lambda one: within(comments(one.outcome, "taoyuan-tw"), "\u4e00", "\u9fff"),
    "Córdoba: formulas in the budget column": pasted_formulas,
}


@pytest.mark.parametrize("trait", TRAITS)
def test_a_trait_of_the_panel_shows_in_the_results(trait: str, played: Played):
    """1."""
    assert TRAITS[trait](played)


def test_block_scores_lie_near_the_means_of_the_panel(played: Played):
    """2."""
    scored = played.outcome.block_scores.dropna(subset=["mean_level"])
    apart = [abs(row.mean_level - panel(row.territory_id).habits.means[row.block_id]) for row in scored.itertuples()]

    assert sum(apart) / len(apart) < 0.2
    assert max(apart) < 0.5


def test_the_lines_name_files_that_are_there(played: Played):
    """3."""
    words_said = [word.strip(",") for line in played.said["lines"] for word in line.split()]
    named = [word for word in words_said if word.endswith(".xlsx")]

    assert len(named) == 6
    assert [name for name in named if not Path(name).is_file()] == []
