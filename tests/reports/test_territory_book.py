"""A workbook per territory, for its focal point.

1. Every territory that was read has one, named by its id, in its own language, whether it agreed to publication or not.
2. It holds its own answers, agreed levels, recommendations with their causes and plan, and nobody else's.
3. Its organisations and quotes are shown; e-mail addresses, telephone numbers and roles are not.
4. The radar says how many territories the median comes from; unpublished ones are not among them.
5. A sheet that has nothing to say of it is left out: no earlier session, no votes, no two groups to compare.
6. It keeps the rules of all workbooks; the same outcome gives the same bytes.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from reports.deliver import deliver
from reports.orders import TERRITORY
from reports.territory_book import sheets
from reports.view import view
from schemas.campaign import Agency
from schemas.outcome import Outcome
from sheet_templates import load
from tests.reports import factory
from tests.reports.factory_trust import trusted
from tests.reports.lint import findings


@pytest.fixture(scope="module")
def secret(result: Outcome) -> Outcome:
    """The test outcome, of which one territory did not agree to publication."""
    territories = tuple(replace(one, publish=one.id != "leeds") for one in result.campaign.territories)
    return replace(result, campaign=replace(result.campaign, territories=territories))


@pytest.fixture(scope="module")
def books(secret: Outcome, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbooks by territory."""
    return {path.stem: path for path in deliver(secret, tmp_path_factory.mktemp("territories"), (TERRITORY,))}


def _said(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def _data(path: Path, language: str) -> list[list[object]]:
    rows = _said(path)[load.words(language)("report.tabs.data")]
    return rows[next(place for place, row in enumerate(rows) if row[0] == "territory_id") + 1 :]


def test_every_territory_has_one(secret: Outcome, books: dict[str, Path]):
    """Requirement 1."""
    assert [one.id for one in secret.campaign.territories] == list(books)
    assert {path.parent.name for path in books.values()} == {"territories"}


@pytest.mark.parametrize(
    ("territory", "language"), [("leeds", "en"), ("praia", "pt"), ("cordoba", "es"), ("amiens", "fr")]
)
def test_it_speaks_its_own_language(books: dict[str, Path], territory: str, language: str):
    """Requirement 1."""
    words = load.words(language)
    sheets = _said(books[territory])

    for key in ("cover", "contents", "advice", "plans", "problems", "data", "positions"):
        assert words(f"report.tabs.{key}") in sheets


def test_a_sheet_without_anything_to_say_is_left_out():
    """Requirement 5."""
    found, optional = trusted(), {"follow_up", "ranks", "changes", "change_checks", "equity"}
    frames = ("plan_follow_up", "action_ranks", "changes", "group_gaps")
    bare = replace(found, **{name: getattr(found, name).iloc[:0] for name in frames})
    own = Agency("praia", "Praia", "pt", territories=("praia",))
    told, silent = ({one.key for one in sheets(view(each, own, "pt"))} for each in (found, bare))

    assert optional & silent == set()
    assert silent < told


@pytest.mark.parametrize(("territory", "language"), [("praia", "pt"), ("cordoba", "es")])
def test_it_holds_its_own_answers_only(secret: Outcome, books: dict[str, Path], territory: str, language: str):
    """Requirement 2."""
    rows = _data(books[territory], language)
    own = secret.answers[secret.answers["territory_id"] == territory]

    assert len(own) == len(rows)
    assert {row[0] for row in rows} == {territory}
    expected = sorted(zip(own["indicator_id"], own["respondent_id"], own["state"], strict=True))
    assert expected == sorted((row[2], row[3], row[4]) for row in rows)
    cases = load.words(language)("report.tabs.cases")
    sheets = [rows for name, rows in _said(books[territory]).items() if name != cases]
    said = " ".join(str(value) for sheet in sheets for row in sheet for value in row)
    others = {one.name for one in secret.campaign.territories} - {secret.campaign.territory(territory).name}
    assert not [name for name in others if name in said]


def test_recommendations_stand_with_their_causes(secret: Outcome, books: dict[str, Path]):
    """Requirement 2."""
    rows = _said(books["cordoba"])[load.words("es")("report.tabs.advice")]
    said = [str(value) for row in rows for value in row]
    mine = secret.recommendations[
        (secret.recommendations["territory_id"] == "cordoba") & secret.recommendations["selected"]
    ]

    assert len(mine) > 5
    for rec_id, because in zip(mine["rec_id"], mine["because"], strict=True):
        assert rec_id in said
        assert any(because.partition("=")[0] in text for text in said)


def test_it_shows_its_own_words_but_nothing_personal(books: dict[str, Path]):
    """Requirement 3."""
    said = " ".join(str(value) for sheet in _said(books["cordoba"]).values() for row in sheet for value in row)

    assert "Réseau ESS" in said
    for private in (factory.EMAIL, factory.ROLE, factory.PHONE):
        assert private not in said


def test_the_median_is_that_of_the_published(books: dict[str, Path]):
    """Requirement 4: five of six territories agreed."""
    with ZipFile(books["praia"]) as archive:
        charts = "".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/"))

    assert load.words("pt")("report.territory.peers", n=5) in charts


@pytest.mark.parametrize("territory", ["zarzis", "leeds"])
def test_it_keeps_the_rules(books: dict[str, Path], territory: str):
    """Requirement 6."""
    assert findings(books[territory]) == []


@pytest.mark.slow
def test_the_same_outcome_gives_the_same_bytes(secret: Outcome, books: dict[str, Path], tmp_path: Path):
    """Requirement 6."""
    places = tuple(one for one in secret.campaign.territories if one.id == "leeds")
    rest = tuple(replace(one, language="en") for one in secret.campaign.territories if one.id != "leeds")
    again = replace(secret, campaign=replace(secret.campaign, territories=(*places, *rest)))

    found = {path.stem: path for path in deliver(again, tmp_path, (TERRITORY,))}

    assert books["leeds"].read_bytes() == found["leeds"].read_bytes()
