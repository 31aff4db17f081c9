"""Making questionnaires.

1. What is missing is made, also after an interruption; what exists is never touched, whatever is in it.
2. A new round can start from an earlier one: context and respondents are filled in, also what was declared; answers,
   points, votes and what people said of themselves are asked anew.
3. An earlier campaign that was never read gives a message and a hint, and nothing is made.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from cli import main

pytestmark = pytest.mark.slow
SETTINGS = {
    "respondents = 8": "respondents = 2",
    "plan_rows = 12": "plan_rows = 2",
    "ask = []": 'ask = ["gender"]',
    '"fr", "en", "es", "pt"': '"fr"',
}
TERRITORIES = "id;name;country;language\nlome-tg;Lomé;TG;fr\npraia-cv;Praia;CV;pt\n"


def on(folder: Path, *words: object) -> Result:
    """One command on a campaign."""
    return CliRunner().invoke(main, ["-C", str(folder), *(str(word) for word in words)])


def campaign(folder: Path) -> Path:
    """A fresh campaign of two territories."""
    assert CliRunner().invoke(main, ["new", str(folder)]).exit_code == 0
    settings = (folder / "campaign.toml").read_text(encoding="utf-8")
    for before, after in SETTINGS.items():
        settings = settings.replace(before, after)
    (folder / "campaign.toml").write_text(settings, encoding="utf-8")
    (folder / "territories.csv").write_text(TERRITORIES, encoding="utf-8")
    (folder / "agencies.csv").write_text("id;name;language\n", encoding="utf-8")
    return folder


def cell(book: openpyxl.Workbook, tab: str, row_key: str, column_key: str) -> openpyxl.cell.Cell:
    """A cell by its hidden keys."""
    sheet = next(one for one in book if str(one["A1"].value).startswith(f"#sse|{tab}|"))
    column = next(one.column for one in sheet[1] if one.value == column_key)
    row = next(one.row for one in sheet["A"] if one.value == row_key)
    return sheet.cell(row, column)


def put(path: Path, typed: dict[tuple[str, str, str], object]) -> None:
    """Type values into a questionnaire and save it."""
    book = openpyxl.load_workbook(path)
    for keys, value in typed.items():
        cell(book, *keys).value = value
    book.save(path)


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campaign after its first session."""
    folder = campaign(tmp_path_factory.mktemp("provision") / "first")
    assert on(folder, "provision").exit_code == 0
    typed = {
        ("context", "CTX-05", "value"): 837000,
        ("context", "CTX-05", "source"): "Recensement",
        ("respondents", "R1", "organisation"): "Mairie",
        ("respondents", "R1", "actor_type"): "Collectivité",
        ("respondents", "R1", "asked:gender"): "Femme",
        ("block:LEG", "LEG-1", "R1"): 3,
        ("respondents", "R1", "points:LEG"): 100,
        ("priorities", "A01", "vote:R1"): 4,
        ("context", "CTX-36", "value"): "Nous traversons une crise",
        ("context", "CTX-36", "text"): "Le port est fermé.",
    }
    put(folder / "sheets" / "lome-tg.xlsx", typed)
    assert on(folder, "sync").exit_code == 0
    return folder


def test_what_is_missing_is_made_and_what_exists_stays(earlier: Path, tmp_path: Path):
    """1."""
    folder = shutil.copytree(earlier, tmp_path / "again")
    sheets = folder / "sheets"
    (sheets / "praia-cv.xlsx").unlink()
    kept = (sheets / "lome-tg.xlsx").read_bytes()

    result = on(folder, "provision")

    assert result.exit_code == 0
    assert (sheets / "praia-cv.xlsx").is_file()
    assert (sheets / "lome-tg.xlsx").read_bytes() == kept
    assert "asked for gender have no column" in result.output


def test_a_new_round_starts_from_what_is_known(earlier: Path, tmp_path: Path):
    """2."""
    folder = campaign(tmp_path / "second")

    result = on(folder, "provision", "--from", earlier)

    assert result.exit_code == 0
    book = openpyxl.load_workbook(folder / "sheets" / "lome-tg.xlsx")
    assert str(cell(book, "context", "CTX-05", "value").value) == "837000"
    assert cell(book, "context", "CTX-05", "source").value == "Recensement"
    assert cell(book, "respondents", "R1", "organisation").value == "Mairie"
    assert cell(book, "respondents", "R1", "actor_type").value == "Collectivité"
    assert cell(book, "context", "CTX-36", "value").value == "Nous traversons une crise"
    assert cell(book, "context", "CTX-36", "text").value == "Le port est fermé."
    for asked_anew in (
        ("block:LEG", "LEG-1", "R1"),
        ("respondents", "R1", "points:LEG"),
        ("respondents", "R1", "asked:gender"),
        ("priorities", "A01", "vote:R1"),
    ):
        assert cell(book, *asked_anew).value is None


def test_an_earlier_campaign_without_readings_is_said(tmp_path: Path):
    """3."""
    before, after = campaign(tmp_path / "before"), campaign(tmp_path / "after")

    result = on(after, "provision", "--from", before)

    assert result.exit_code == 2
    assert "pipeline sync" in result.output
    assert not (after / "sheets").exists()
