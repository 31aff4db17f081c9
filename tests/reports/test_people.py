"""Names of persons in what people typed.

1. Somebody known to the campaign is found however the name is written: accents, case, order, particles, initials,
   invisible signs, a surname alone; in a script without blanks too.
2. A name after a title is found in each of the four languages, whoever it is.
3. Organisations, places and functions are no persons.
4. Known are: focal points, the roster's addresses, who leads an action, who validated a context sheet.
5. No workbook, twin or table of an agency holds a name that was typed anywhere, whatever its agreement.
6. What is masked is said and counted, and the cells are listed without the names.
7. Text without a name stays as it is.
8. What is shortened is masked first: no part of a name, an address or a number is left at the cut.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from reports import book, workbook
from reports.deliver import deliver
from reports.export_files import csv_bytes
from reports.export_tables import tables
from reports.orders import TABLES
from reports.people import looks_like_a_person, people
from reports.people_known import common_words, known_people
from reports.personal import masked_places
from reports.redact import AGREEMENTS, NONE, Redaction
from reports.view import view
from schemas.campaign import Member
from schemas.outcome import Outcome
from sheet_templates import load
from tests.reports import factory
from tests.reports.factory_trust import trusted

KNOWN = people(
    frozenset({("amina", "diallo"), ("maria", "garcia", "lopez"), ("joao", "campos"), ("aissata", "n", "diaye")}),
    frozenset({"王小明"}),
    frozenset({"Fondation Amina Diallo", "Praia", "Grameen Danone"}),
    common_words(),
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Dit Amina Diallo, présidente", "Dit §, présidente"),
        ("AMINA DIALLO a dit", "§ a dit"),
        ("vu avec amina diallo", "vu avec §"),
        ("Diallo, Amina", "§"),
        ("A. Diallo ou Diallo A.", "§ ou §."),
        ("Ami\u200bna\u00a0Diallo", "§"),
        ("Ame\u0301lie et Amina Diallo", "Amélie et §"),
        ("María García", "§"),
        ("Maria de Garcia y López", "§"),
        ("Según García, hoy", "Según §, hoy"),
        ("Ideia de João Campos.", "Ideia de §."),
        ("据王小明说", "据§说"),
        ("Amina Diallo. Nous verrons", "§. Nous verrons"),
    ],
)
def test_somebody_known_is_found(typed: str, shown: str):
    """Requirement 1."""
    assert shown == KNOWN.masked(typed, "§")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("M. Hamon et Mme Fatou Sow du marché", "M. § et Mme § du marché"),
        ("Mme la Maire Aïssata Ndiaye a promis", "Mme la Maire § a promis"),
        ("MM. Diop et Sow", "MM. §"),
        ("Monsieur Jean-Pierre N'Diaye", "Monsieur §"),
        ("Mrs Jane O'Brien said", "Mrs § said"),
        ("asked Dr Okoro twice", "asked Dr § twice"),
        ("la Sra. Rosa de la Cruz opina", "la Sra. § opina"),
        ("El Ing. Pérez Quiroga", "El Ing. §"),
        ("Dña. Mercedes", "Dña. §"),
        ("Prof. Dr. Ana Luísa Costa e Silva, da rede", "Prof. §, da rede"),
        ("a Engª Teresa Évora", "a Engª §"),
        ("o Sr. Presidente Tavares", "o Sr. Presidente §"),
    ],
)
def test_a_title_gives_a_name_away(typed: str, shown: str):
    """Requirement 2."""
    assert shown == KNOWN.masked(typed, "§")


@pytest.mark.parametrize(
    "typed",
    [
        "Voir la Fondation Amina Diallo, 3 rue",
        "Mme la Maire a promis, M. le préfet aussi",
        "El Sr. Alcalde firmó",
        "Dr. Praia",
        "os campos de Praia",
        "Taille M Grande, M2, Dr",
        "Réseau ESS, Chambre de Commerce, Plan Local",
        "Ministerio de Economía Social",
        "amina et diallo",
        "=HYPERLINK()",
        "",
    ],
)
def test_what_is_no_person_stays(typed: str):
    """Requirements 3, 7."""
    assert typed == KNOWN.masked(typed, "§")


@pytest.mark.parametrize("personal", ["amina.diallo@example.org", "Amina Diallo", "+228 90 12 34 56"])
def test_a_cut_leaves_no_part_of_what_is_personal(personal: str):
    """Requirement 8: wherever the cut falls."""
    typed = f"merci de demander à {personal} {'x ' * 40}"
    for longest in range(20, 70):
        shown = Redaction(NONE, "[h]", "[e]", "[p]", "[n]", longest, KNOWN).public(typed)

        assert len(shown) <= longest
        assert not any(personal[:count] in shown for count in range(4, len(personal)))


@given(st.text(alphabet=st.characters(exclude_categories=["Lu", "Lt", "Mn"]), max_size=200))
def test_text_without_capitals_and_known_names_stays(typed: str):
    """Requirement 7: only composition may change."""
    nobody = people(frozenset(), frozenset(), frozenset(), frozenset())
    shown = nobody.masked(typed, "§")

    assert shown in (typed, unicodedata.normalize("NFC", typed))


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Amina de Souza", ("amina", "souza")),
        ("Sra. Rosa Quiroga", ("rosa", "quiroga")),
        ("Mairie de Praia", ()),
        ("Desarrollo Local", ()),
        ("Réseau Rosa Quiroga", ()),
        ("amina", ()),
        ("Rosa Quiroga 2", ()),
    ],
)
def test_a_cell_that_is_a_name_is_told_from_others(cell: str, name: tuple[str, ...]):
    """Requirement 4."""
    assert name == looks_like_a_person(cell, common_words())


def test_who_is_known(result: Outcome):
    """Requirement 4."""
    known = replace(
        trusted(),
        campaign=replace(
            result.campaign,
            contact="Secrétariat, Nadia Ben Salah",
            territories=(replace(result.campaign.territories[0], contact="Karim Trabelsi (mairie)"),),
            roster=(
                Member("zarzis", "leila.mansouri@example.org"),
                Member("zarzis", "info.mairie@example.org"),
                Member("zarzis", "zarzis-tn.ess@example.org"),
            ),
        ),
    )
    found = known_people(known)
    every = "Nadia Ben Salah; Karim Trabelsi; Leila Mansouri; Amina Diallo; Info Mairie; Réseau ESS"

    assert found.masked(every, "§") == "§; §; §; §; Info Mairie; Réseau ESS"


NAMES = ("Fatoumata Koulibaly", "Esteban Quiroga Mamani", "Tomé Évora", "Wei-Ling Hsu", "Nadia Ben Salah")


def _written(name: str, dice: random.Random) -> str:
    """A name as people write it."""
    bare = "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one))
    ways = (
        name,
        name.upper(),
        name.lower(),
        bare,
        " ".join(reversed(name.split())),
        unicodedata.normalize("NFD", name),
    )
    return dice.choice(ways)


@pytest.fixture(scope="module")
def gossip() -> Outcome:
    """The test outcome with names in every cell that takes free text, each written in some way."""
    dice = random.Random(7)  # noqa: S311 - the same texts each time
    found = factory.outcome(depth="core")

    def said(old: str) -> str:
        return f"{old} – {_written(dice.choice(NAMES), dice)} l'a dit. Sra. Inesperada Testigo también."[-400:]

    positions = found.positions.assign(
        comment=[said("x") for _ in range(len(found.positions))],
        evidence=[said("PV") for _ in range(len(found.positions))],
    )
    invalid = found.answers["state"] == "invalid"
    answers = found.answers.assign(found=found.answers["found"].astype("str").where(~invalid, said("trois")))
    free = ("title", "description", "partners", "risk", "mitigation", "output_indicator", "beneficiaries")
    actions = found.actions.assign(**{name: [said("a") for _ in range(len(found.actions))] for name in free})
    actions = actions.assign(lead=[f"Mairie, {NAMES[at % len(NAMES)]}" for at in range(len(actions))])
    problems = found.problems.assign(found=[said("trois") for _ in range(len(found.problems))])
    agencies = tuple(
        replace(found.campaign.agencies[0], id=f"a-{one}", redaction=one, language="es") for one in AGREEMENTS
    )
    campaign = replace(found.campaign, agencies=agencies, languages=("fr",))
    return replace(found, campaign=campaign, positions=positions, answers=answers, actions=actions, problems=problems)


def _bare(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one)).casefold()


def _leaks(said: str) -> list[str]:
    bare = _bare(said)
    every = [part for name in (*NAMES, "Inesperada Testigo") for part in (name, " ".join(reversed(name.split())))]
    return [name for name in every if _bare(name) in bare]


@pytest.mark.parametrize(
    "agreement",
    ["organisations", *(pytest.param(one, marks=pytest.mark.slow) for one in ("none", "no_quotes", "consolidated"))],
)
def test_no_name_reaches_an_agency(gossip: Outcome, agreement: str, tmp_path: Path):
    """Requirements 5, 6."""
    agency = next((one for one in gossip.campaign.agencies if one.redaction == agreement), None)
    seen = view(gossip, agency, "es")
    path = book.write(tmp_path / "x.xlsx", workbook.sheets(seen), workbook.facts(seen))
    read = CalamineWorkbook.from_path(path)
    said = "\n".join(
        str(cell) for tab in read.sheet_names for row in read.get_sheet_by_name(tab).to_python() for cell in row
    )

    assert _leaks(said) == []
    assert load.words("es")("report.marks.person") in said
    with_names = sum(one.names > 0 for one in masked_places(seen))
    assert with_names == 2 * len(gossip.positions) + len(gossip.actions) + int(
        (gossip.answers["state"] == "invalid").sum()
    )


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_no_name_reaches_an_export(gossip: Outcome, agreement: str):
    """Requirement 5."""
    assert _leaks("".join(csv_bytes(one).decode() for one in tables(gossip, agreement))) == []


@pytest.mark.slow
def test_no_name_reaches_a_twin(gossip: Outcome, tmp_path: Path):
    """Requirement 5."""
    few = replace(gossip, campaign=replace(gossip.campaign, languages=(), agencies=gossip.campaign.agencies[:1]))
    for path in deliver(few, tmp_path, (TABLES,)):
        read = CalamineWorkbook.from_path(path)
        rows = (row for tab in read.sheet_names for row in read.get_sheet_by_name(tab).to_python())

        assert _leaks("\n".join(str(cell) for row in rows for cell in row)) == []


def test_what_is_masked_is_listed_and_counted(result: Outcome, delivered: dict[str, Path]):
    """Requirement 6."""
    words = load.words("fr")
    read = load_workbook(delivered["consolidated-fr"])
    rows = [row for row in read[words("report.tabs.masked")].iter_rows(values_only=True) if isinstance(row[3], int)]
    said = {str(row[1].value) for row in read[words("report.tabs.cover")].iter_rows() if len(row) > 1}
    totals = [sum(row[at] for row in rows) for at in (3, 4, 5)]

    assert ("Praia", "M8", 1, 1, 1) in {(row[0], *row[2:6]) for row in rows}
    assert words("report.cover.masked_value", names=totals[0], emails=totals[1], phones=totals[2]) in said
    assert words("report.tabs.masked") not in load_workbook(delivered["undp"], read_only=True).sheetnames
    assert factory.PERSON not in str(rows)
    assert sum(one.names for one in masked_places(view(result, None, "fr"))) == totals[0]
