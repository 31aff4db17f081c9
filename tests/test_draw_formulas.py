"""What formulas show on a fresh or filled-in questionnaire is what LibreOffice calculates.

1. Spread, marks, progress, totals of points, ranks of the priorities, and what the plan looks up: in four languages.
"""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from pipeline.stores.draw import draw
from sheet_templates.load import words
from sheet_templates.prioritisation import prioritisation
from tests.test_layout import BLOCK, LANGUAGES, book

MADE_AT = datetime(2021, 6, 1, tzinfo=UTC)
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item
oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def filled_in(language: str) -> dict[tuple[str, str, str], str | float | int]:
    """Answers of every kind people give, some of them odd."""
    layout, say = book(language), words(language)
    level = layout.lists["levels"]
    long_name = "Coopérative agroalimentaire des femmes de Santiago Norte"
    answers: dict[tuple[str, str, str], str | float | int] = {
        ("respondents", "R1", "organisation"): long_name,
        ("respondents", "R2", "organisation"): 'Université "libre" & Cie',
        ("respondents", "R3", "organisation"): "=1+1",
        ("plan", "A01", "title"): "Une action",
        ("context", "CTX-05", "value"): 159_050,
        (BLOCK, "LEG-1", "R1"): level[0],
        (BLOCK, "LEG-1", "R2"): level[4],
        (BLOCK, "LEG-2", "R1"): 1,
        (BLOCK, "LEG-2", "R2"): level[2],
        (BLOCK, "LEG-2", "R3"): say("answers.dont_know.label"),
        (BLOCK, "LEG-3", "R1"): level[3],
        (BLOCK, "LEG-3", "R8"): level[1],
        (BLOCK, "LEG-3", "agreed"): level[3],
        (BLOCK, "LEG-3", "evidence_grade"): layout.lists["evidence"][0],
        (BLOCK, "LEG-4", "R1"): "2-3",
        (BLOCK, "LEG-4", "R2"): 2.5,
        (BLOCK, "LEG-4", "R3"): "10",
        (BLOCK, "LEG-5", "agreed"): 4,
        (BLOCK, "LEG-5", "evidence_grade"): layout.lists["evidence"][2],
        (BLOCK, "LEG-6", "R1"): level[3],
        (BLOCK, "LEG-6", "R2"): level[3],
        (BLOCK, "LEG-6", "evidence_grade"): "E3",
        ("plan", "A02", "title"): "Une autre",
        ("plan", "A03", "title"): "Une action à laquelle personne ne donne rien",
        ("plan", "A04", "title"): "Une quatrième",
    }
    points = {"R1": {"LEG": 60, "DAT": 40}, "R2": {"LEG": 90, "DAT": "10"}, "R3": {"COC": "beaucoup"}}
    answers |= {
        ("respondents", who, f"points:{block}"): value for who, each in points.items() for block, value in each.items()
    }
    votes = {
        "R1": {"A01": 4, "A02": 2}, "R2": {"A02": 4, "A04": 1}, "R3": {"A01": 4, "A02": 4, "A04": 4},
        "R4": {"A01": 5}, "R5": {"A04": "trois", "A05": 2}, "R6": {"A02": -1},
    }  # fmt: skip
    answers |= {("priorities", row, f"vote:{who}"): value for who, each in votes.items() for row, value in each.items()}
    marks = {"A01": (5, 4, 3, 2, 1), "A02": (3, 3, 4, 4, 4), "A04": (5, "5", 5)}
    answers |= {
        ("priorities", row, f"mark:{criterion}"): value
        for row, each in marks.items()
        for criterion, value in zip(prioritisation().criteria, each, strict=False)
    }
    return answers


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_formulas_show_what_libreoffice_calculates(tmp_path: Path) -> None:
    """1. Recalculation is forced, so that no value is taken from the file."""
    profile = tmp_path / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    files = {}
    for name, prefill in {"fr-fresh": {}, **{code: filled_in(code) for code in LANGUAGES}}.items():
        files[name] = draw(book(name[:2], prefill), MADE_AT)
        (tmp_path / f"{name}.xlsx").write_bytes(files[name])
    command = [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    sources = [str(tmp_path / f"{name}.xlsx") for name in files]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), *sources], check=True, capture_output=True, timeout=180
    )

    n_compared = 0
    for name, content in files.items():
        formulas = openpyxl.load_workbook(BytesIO(content))
        shown = openpyxl.load_workbook(BytesIO(content), data_only=True)
        again = openpyxl.load_workbook(tmp_path / "out" / f"{name}.xlsx", data_only=True)
        for sheet in formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type != "f":
                        continue
                    ours = shown[sheet.title][cell.coordinate].value
                    theirs = again[sheet.title][cell.coordinate].value
                    assert (ours or "") == (theirs or ""), (name, sheet.title, cell.coordinate)
                    n_compared += 1

    assert n_compared > 200 * len(files)
