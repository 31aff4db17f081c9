"""Which actions first: votes and marks, from the questionnaire to the ranks (DOMAIN 5.2).

1. Points: ten in all, four on one; a respondent beyond that does not count, and is told at the cell.
2. Sides are counted apart; half participation, half technique; ties go to horizon S; ten kept, five in S5.
3. What is typed into the tab is read under its keys, wherever rows stand; every cell is a row or a problem.
4. Points for a row without an action, and marks that are incomplete, are told; such rows are not ranked.
5. The ranks that a group sees in its sheet are those the program works out.
6. The territory is told the order, side by side, in its language.
"""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.by_territory import Outcomes
from pipeline.priorities import Vote, invalid_voters, ranked_actions
from pipeline.said import Teller
from schemas.outcome import Outcome
from sheet_templates.layout import book_layout
from sheet_templates.load import guideline
from sheet_templates.prioritisation import prioritisation
from tests.books import Typed, campaign, outcome, territory

CRITERIA = tuple(prioritisation().criteria)
KINDS = {"municipality": "Collectivité", "sse_network": "Réseau ou organisation de l'ESS"}


def votes(**points: tuple[str, dict[str, float]]) -> list[Vote]:
    """Votes from {"R1": (type of actor, {action: points})}."""
    return [Vote(who, kind, action, given) for who, (kind, each) in points.items() for action, given in each.items()]


def marks(mark: float) -> dict[str, float]:
    """The same mark on every criterion."""
    return dict.fromkeys(CRITERIA, mark)


def ranked(
    given: list[Vote],
    marked: dict[str, dict[str, float]],
    horizons: dict[str, str],
    scenario: str = "S0",
    of: str = "a",
) -> pd.DataFrame:
    """The ranks of territories whose plans hold the actions of `horizons`; points beyond the rule do not count."""
    wrong = invalid_voters(given, prioritisation())
    points = [
        (here, one.action_id, one.respondent_id, one.points, one.respondent_id not in wrong)
        for here in of
        for one in given
    ]
    each = [(here, action, *mark) for here in of for action, marks_ in marked.items() for mark in marks_.items()]
    return ranked_actions(
        pd.DataFrame(points, columns=["territory_id", "action_id", "respondent_id", "points", "is_used"]),
        pd.DataFrame(each, columns=["territory_id", "action_id", "criterion", "mark"]),
        pd.DataFrame([(here, *one, "") for here in of for one in horizons.items()],
                     columns=["territory_id", "action_id", "horizon", "source_rec"]),
        pd.DataFrame([(here, one.respondent_id, one.actor_type) for here in of for one in given],
                     columns=["territory_id", "respondent_id", "actor_type"]),
        guideline=guideline(), campaign=campaign(*(territory(here, scenario=scenario) for here in of)), rule=prioritisation(),
    )  # fmt: skip


def typed(*actions: str, given: dict[str, dict[str, object]], marked: dict[str, tuple[object, ...]]) -> Typed:
    """A questionnaire: titles of A01, A02 ...; {"R1": {"A01": 4}}; {"A01": (marks in the order of the criteria)}."""
    cells: dict[tuple[str, str, str], object] = {
        ("plan", f"A{number:02d}", "title"): title for number, title in enumerate(actions, start=1) if title
    }
    cells |= {("priorities", row, f"vote:{who}"): value for who, each in given.items() for row, value in each.items()}
    cells |= {
        ("priorities", row, f"mark:{criterion}"): value
        for row, each in marked.items()
        for criterion, value in zip(CRITERIA, each, strict=False)
    }
    return cells  # type: ignore[return-value]


def codes(found: Outcome, tab_key: str = "priorities") -> list[tuple[str, str]]:
    """Codes and cells of a tab."""
    problems = found.problems[found.problems["tab_key"] == tab_key]
    return sorted(zip(problems["code"], problems["cell"], strict=True))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"A01": 4, "A02": 4, "A03": 2}, ""),
        ({"A01": 5}, "most_on_one"),
        ({"A01": 4, "A02": 4, "A03": 3}, "sum"),
        ({"A01": 0.1, "A02": 2.6, "A03": 2.6, "A04": 3.3, "A05": 1.4}, ""),
        ({"A01": -1}, "negative"),
    ],
)
def test_points_are_limited(given: dict[str, float], reason: str) -> None:
    """1."""
    assert invalid_voters(votes(R1=("municipality", given)), prioritisation()) == ({"R1": reason} if reason else {})


def test_participation_and_technique_count_half_each() -> None:
    """2. A01 has the most points (rank score 1), A02 the better marks; R4 gave too much to one."""
    given = votes(
        R1=("municipality", {"A01": 4, "A02": 3}), R2=("sse_network", {"A01": 1, "A02": 1}),
        R3=("university", {"A03": 2}), R4=("municipality", {"A03": 9}),
    )  # fmt: skip
    ranks = ranked(given, {"A01": marks(3), "A02": marks(5), "A03": {"impact": 5}}, {"A01": "", "A02": "S", "A03": ""})
    found = ranks.set_index("action_id")

    assert ranks["action_id"].to_list() == ["A02", "A01", "A03"]
    assert found.loc["A01", ["points_officials", "points_sse", "points_others"]].to_list() == [4, 1, 0]
    assert found.loc["A03", ["points", "is_kept"]].to_list() == [2, False]
    assert found.loc["A01", "final"] == found.loc["A02", "final"] == pytest.approx(0.75)
    assert found["final"].isna().to_dict()["A03"]


@pytest.mark.parametrize(("scenario", "kept"), [("S0", 10), ("S5", 5)])
def test_ties_go_to_short_actions_and_few_are_kept(scenario: str, kept: int) -> None:
    """2."""
    horizons = {f"A{number:02d}": "SML"[number % 3] for number in range(1, 13)}
    ranks = ranked([], {one: marks(3) for one in horizons}, horizons, scenario)
    short = [horizons[one] == "S" for one in ranks["action_id"]]

    assert short == sorted(short, reverse=True)
    assert ranks["is_kept"].sum() == kept


def test_every_territory_is_ranked_by_itself() -> None:
    """2. What others do changes no rank."""
    given = votes(R1=("municipality", {"A01": 4, "A02": 3}), R2=("sse_network", {"A03": 2}))
    marked, horizons = {"A01": marks(2), "A02": marks(4)}, {"A01": "S", "A02": "M", "A03": "L"}
    together, alone = (ranked(given, marked, horizons, of=of).drop(columns="territory_id") for of in ("ab", "a"))

    assert together.to_dict("records") == alone.to_dict("records") * 2


def people() -> dict[tuple[str, str, str], str]:
    """R1 is an official, R2 of the SSE; the others did not say."""
    return {
        ("respondents", f"R{number}", "actor_type"): KINDS[kind]
        for number, kind in ((1, "municipality"), (2, "sse_network"))
    }


def test_what_is_typed_is_read_and_ranked() -> None:
    """3, 4. Words where points are asked for, marks beyond 5, points for an action that is none."""
    found = outcome(
        {
            "praia-cv": people()
            | typed(
                "Créer un guichet unique", "Ouvrir un marché hebdomadaire", "", "Former les agents",
                given={
                    "R1": {"A01": 4, "A02": "2"}, "R2": {"A02": 4, "A01": 1}, "R3": {"A01": "beaucoup", "A02": 3},
                    "R4": {"A01": 4, "A02": 4, "A04": 4}, "R5": {"A03": 1},
                },
                marked={"A01": (5, 4, 3, 2, 1), "A02": (5, 5, 5, 5, 5), "A04": (6, 3)},
            )
        }
    )  # fmt: skip
    ranks = found.action_ranks.set_index("action_id")

    assert codes(found) == [
        ("MARKS_INCOMPLETE", "K9"), ("VALUE_OUT_OF_RANGE", "J9"), ("VALUE_UNREADABLE", "F6"),
        ("VOTES_SUM", "G6"), ("VOTE_WITHOUT_ACTION", "H8"),
    ]  # fmt: skip
    assert found.votes.groupby("respondent_id")["is_used"].first().to_dict() == {
        "R1": True, "R2": True, "R3": False, "R4": False, "R5": True,
    }  # fmt: skip
    assert ranks.loc["praia-cv-A02", ["points", "points_officials", "points_sse", "rank"]].to_list() == [6, 2, 4, 1]
    assert ranks.loc["praia-cv-A01", "technical"] == pytest.approx((30 + 0.75 * 25 + 0.5 * 15 + 0.25 * 15) / 100)
    assert "praia-cv-A03" not in ranks.index
    assert ranks["is_kept"].to_dict() == {"praia-cv-A02": True, "praia-cv-A01": True, "praia-cv-A04": False}


@pytest.mark.parametrize("mark", [".", "\u200b", "\u0301", "\u00a0"])
def test_a_cell_that_says_nothing_takes_no_points_away(mark: str) -> None:
    """3. A full stop, or what nobody sees, beside points that count."""
    found = outcome(
        {
            "praia-cv": typed("Former", "Ouvrir", given={"R1": {"A01": 4, "A02": mark}}, marked={"A01": (mark,)})
            | {("respondents", "R1", "points:LEG"): 100, ("respondents", "R1", "points:DAT"): mark}
        }  # type: ignore[dict-item]
    )

    assert codes(found) == []
    assert found.votes[["action_id", "points", "is_used"]].to_numpy().tolist() == [["praia-cv-A01", 4.0, True]]
    assert found.allocations[["block_id", "points", "is_used"]].to_numpy().tolist() == [["LEG", 100.0, True]]
    assert found.marks.empty


def test_a_group_sees_the_ranks_that_the_program_works_out() -> None:
    """5. The plan shows them as well. What the formulas show is recalculated by LibreOffice in test_draw_formulas.py."""
    given = typed(
        "Créer un guichet unique", "Ouvrir un marché hebdomadaire", "Former les agents",
        given={"R1": {"A01": 4, "A02": 2}, "R2": {"A02": 4, "A03": 1}, "R3": {"A01": 4, "A02": 4, "A03": 4}},
        marked={"A01": (5, 4, 3, 2, 1), "A02": (3, 3, 3, 3, 3), "A03": (5, 5, 5, 5, 5)},
    )  # fmt: skip
    found = outcome({"praia-cv": given}).action_ranks
    layout = book_layout(guideline(), campaign(), territory(), in_sheet=False, prefill=given)
    tab, plan = layout.tab("priorities"), layout.tab("plan")
    shown = {
        (cell.row, tab.columns[cell.column].key): cell.value for cell in tab.cells if cell.column and cell.row >= 4
    }

    assert [shown[4, f"vote:R{n}"] for n in (1, 2, 3, 4)] == ["✔ 6 / 10", "✔ 5 / 10", "▲ 12 / 10", ""]
    for row, action in ((5, "A01"), (6, "A02"), (7, "A03")):
        ours = found[found["action_id"] == f"praia-cv-{action}"].iloc[0]
        assert shown[row, "points"] == ours["points"]
        assert shown[row, "technical"] == pytest.approx(100 * ours["technical"], abs=0.05)
        assert shown[row, "final"] == pytest.approx(100 * ours["final"], abs=0.06)
        assert shown[row, "rank"] == ours["rank"]
        looked_up = {plan.columns[cell.column].key: cell.value for cell in plan.cells if cell.row == row - 1}
        assert [looked_up[key] for key in ("vote_points", "tech_score", "rank")] == [
            shown[row, key] for key in ("points", "technical", "rank")
        ]
    assert {shown[row, "rank"] for row in range(8, 17)} == {""}


def test_the_territory_is_told_the_order() -> None:
    """6."""
    given = people() | typed(
        "Créer un guichet unique", "Former les agents",
        given={"R1": {"A01": 4}, "R2": {"A01": 1, "A02": 3}}, marked={"A01": (5, 5, 5, 5, 5)},
    )  # fmt: skip
    found = outcome({"praia-cv": given})
    said = [text for topic, text in Teller(Outcomes(found), found.campaign.territories[0]).sentences()]

    assert [text.replace("\u00a0", " ") for text in said if "Créer un guichet" in text and "points" in text] == [
        "1. A01 Créer un guichet unique : 5 points (collectivité 4, ESS 1, autres 0) ; note technique 100 sur 100."
    ]
    assert [text.replace("\u00a0", " ") for text in said if "Former les agents" in text and "points" in text] == [
        "A02 Former les agents : 3 points (collectivité 0, ESS 3, autres 0) ; pas encore de rang, il manque des notes."
    ]
