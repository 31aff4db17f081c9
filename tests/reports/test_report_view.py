"""What a reader may see.

1. An agency sees its own territories, and nobody sees one that did not agree to publication.
2. E-mail addresses, telephone numbers, personal roles and people in charge never leave.
3. Organisations are shown only under the agreement `none`; free text not under `no_quotes`.
4. A group smaller than the policy says is not broken out; nor is a median of too few territories given.
5. Every language has the same words; every number of the policy has a name.
6. Recommendations stand by what to do and by term, then territory by territory: none stands above another.
7. What is handed on for some territories holds no text of the others, not even unseen.
"""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from reports.cuts import Cuts
from reports.redact import NONE, Redaction
from reports.sections import advice, method
from reports.sections.parts import peers_median
from reports.sheet import plain, tables
from reports.view import view
from schemas.campaign import Agency
from schemas.guideline import Policy
from schemas.outcome import Outcome
from sheet_templates import load
from tests.reports import factory


def _said(path: Path) -> str:
    book = CalamineWorkbook.from_path(path)
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return "\n".join(str(cell) for row in rows for cell in row)


def test_a_part_holds_no_text_of_others():
    """Requirement 7: a column holds each text once, and would keep those of rows that were left out."""
    made = factory.outcome(3, "core")
    mine = made.campaign.territories[0].id

    part = Cuts(made).of([mine])

    for one in fields(part):
        frame = getattr(part, one.name)
        for name in frame.select_dtypes("category") if "territory_id" in getattr(frame, "columns", ()) else ():
            assert set(frame[name].cat.categories) == set(frame[name].tolist()), f"{one.name}.{name}"
    assert set(part.answers["territory_id"]) == {mine}


def test_recommendations_rank_no_territory_above_another(result: Outcome):
    """Requirement 6."""
    frame = result.recommendations
    mixed = frame.assign(
        selected=True, stance="do", priority=[float(place) for place in range(len(frame))],
        horizon=["S" if place % 2 else "M" for place in range(len(frame))],
    )  # fmt: skip
    seen = view(replace(result, recommendations=mixed), None, "fr")

    (listed,) = tables(advice.sheet(seen))
    rows = [[plain(value) for value in row] for row in listed.rows]

    terms, names = [str(row[4]) for row in rows], [one.name for one in seen.territories]
    assert terms == sorted(terms)  # "Court terme" before "Moyen terme"
    for term in set(terms):
        of_term = [(names.index(str(row[0])), -float(str(row[6]))) for row in rows if row[4] == term]
        assert len({place for place, _ in of_term}) > 1
        assert of_term == sorted(of_term)


def test_an_agency_sees_its_own_territories(result: Outcome, delivered: dict[str, Path]):
    """Requirement 1."""
    seen = view(result, result.campaign.agencies[1], "es")

    assert [one.name for one in seen.territories] == ["Córdoba", "Praia"]
    assert "Amiens" not in _said(delivered["ilo"])


def test_an_unpublished_territory_is_counted_and_not_shown(result: Outcome):
    """Requirement 1."""
    hidden = tuple(replace(one, publish=one.id != "praia") for one in result.campaign.territories)
    asked = replace(result, campaign=replace(result.campaign, territories=hidden))

    seen = view(asked, None, "fr")

    assert "praia" not in {one.territory_id for one in seen.territories}
    assert seen.n_unpublished == 1
    assert "praia" not in set(seen.answers["territory_id"])


def test_the_rows_of_an_indicator_are_where_the_view_says(result: Outcome):
    """The link from a score to its answers rests on this."""
    seen = view(result, None, "fr")

    first, count = seen.data_rows["zarzis", "DAT-2"]

    found = seen.answers.iloc[first : first + count]
    assert count == 5
    assert {("zarzis", "DAT-2")} == set(zip(found["territory_id"], found["indicator_id"], strict=True))


@pytest.mark.parametrize("name", ["consolidated-fr", "undp", "ilo", "gsef"])
def test_private_matters_never_leave(delivered: dict[str, Path], name: str):
    """Requirement 2: the test outcome holds each of them in comments, plans and respondents."""
    said = _said(delivered[name])

    for private in (factory.EMAIL, factory.PHONE, factory.ROLE, factory.PERSON, "Mairie, "):
        assert private not in said


@pytest.mark.parametrize(
    ("name", "organisations", "quotes"), [("undp", False, True), ("ilo", False, False), ("gsef", True, True)]
)
def test_agreements_hold_back_more_and_more(
    delivered: dict[str, Path], name: str, *, organisations: bool, quotes: bool
):
    """Requirement 3."""
    said = _said(delivered[name])

    assert organisations == ("Réseau ESS" in said)
    assert quotes == ("Dit [" in said)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a.b@c.org", "[e]"),
        ("Écrire à a.b@c.org, merci", "Écrire à [e], merci"),
        ("a.b (at) c.org", "[e]"),
        ("A.B[AT]C.ORG", "[e]"),
        ("Tél. +33 6 12 34 56 78.", "Tél. [p]."),
        ("01 23 45 67 89", "[p]"),
        ("0612345678 ou 06.12.34.56.78", "[p] ou [p]"),
        ("+33 (0)6 12 34 56 78, (0)6 12 34 56 78", "[p], [p]"),
        ("(11) 98765-4321", "[p]"),
        ("Lomé : 90 12 34 56.", "Lomé : [p]."),
        ("5 000 000 000 FCFA, 10 000 000 000", "5 000 000 000 FCFA, 10 000 000 000"),
        ("(1) 12 500 000 EUR (2) 2 500 000", "(1) 12 500 000 EUR (2) 2 500 000"),
        ("2 10 20 30 40 50 60 70, 12.03.2021 - 14.04.2021", "2 10 20 30 40 50 60 70, 12.03.2021 - 14.04.2021"),
        ("Budget 2021-2023 : 21 800 000 EUR", "Budget 2021-2023 : 21 800 000 EUR"),
        ("Délibération 2021-14 du 12.03.2021", "Délibération 2021-14 du 12.03.2021"),
        ("=SUM(A1)@", "=SUM(A1)@"),
        ("a" * 200_000 + "@", "a" * 200_000 + "@"),
    ],
)
def test_addresses_and_numbers_are_masked(typed: str, shown: str):
    """Requirement 2."""
    marks = Redaction(NONE, held_back="[h]", email="[e]", phone="[p]", person="[n]", longest=300_000)

    assert shown == marks.public(typed)


def test_an_unknown_agreement_is_refused():
    """Requirement 3: a spelling mistake must not show everything."""
    with pytest.raises(ValueError, match="nothing"):
        Redaction("nothing", "", "", "", "", 100)


def test_small_groups_are_not_broken_out(result: Outcome, delivered: dict[str, Path]):
    """Requirement 4: three officials, one network, one university."""
    words = load.words("fr")
    said = _said(delivered["consolidated-fr"])

    assert words("actor_types.municipality") in said
    assert words("report.territory.other_types") in said
    assert words("actor_types.university") not in said
    assert result.guideline.policy.min_voices_shown == 3


def test_a_median_needs_five_territories():
    """Requirement 4."""
    assert peers_median([10.0, 20.0, None, 30.0, 40.0]) is None
    assert peers_median([10.0, 20.0, None, 30.0, 40.0, 90.0]) == 30.0


def test_every_language_has_the_same_words():
    """Requirement 5."""
    french = {key for key in load.words("fr").keys() if key.startswith("report.")}  # noqa: SIM118 - not a dict

    assert len(french) > 300
    for language in ("en", "es", "pt"):
        assert french == {key for key in load.words(language).keys() if key.startswith("report.")}  # noqa: SIM118


def test_every_number_of_the_policy_is_on_the_method_sheet(result: Outcome):
    """Requirement 5: in words where there are any, under its technical name otherwise."""
    words = load.words("fr")
    sheet = method.sheet(view(result, None, "fr"))
    shown = {str(row[0]) for part in tables(sheet) for row in part.rows}

    for one in fields(Policy):
        key = f"report.policy.{one.name}"
        assert (words(key) if key in words else one.name) in shown
    assert words.under("report.policy").keys() <= {one.name for one in fields(Policy)}


def test_an_agency_without_territories_gets_an_honest_workbook(result: Outcome, tmp_path: Path):
    """Requirement 1: nothing is skipped."""
    from reports.deliver import deliver
    from reports.orders import WORKBOOK

    nobody = Agency("nobody", "Nobody", "en", "ILO", ("elsewhere",))
    asked = replace(result, campaign=replace(result.campaign, languages=(), agencies=(nobody,)))

    (path,) = deliver(asked, tmp_path, (WORKBOOK,))

    assert load.words("en")("report.cover.no_territory") in _said(path)
