"""A campaign of two territories, and what a coordinator and a participant type."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
from click.testing import CliRunner, Result

from cli import main

ANSWER = "3 – Opérationnel"


def run(*words: object) -> Result:
    """One command, as typed."""
    return CliRunner().invoke(main, [str(word) for word in words])


def on(folder: Path, *words: object) -> Result:
    """One command on a campaign."""
    return run("-C", folder, *words)


def handed_out(folder: Path) -> Path:
    """A campaign with fresh questionnaires, made in `folder`."""
    assert run("new", folder).exit_code == 0
    (folder / "territories.csv").write_text(
        "id;name;country;language\nlome-tg;Lomé;TG;fr\npraia-cv;Praia;CV;pt\n", encoding="utf-8"
    )
    (folder / "agencies.csv").write_text("id;name;language\n", encoding="utf-8")
    settings = (folder / "campaign.toml").read_text(encoding="utf-8")
    settings = settings.replace("respondents = 8", "respondents = 2").replace("plan_rows = 12", "plan_rows = 2")
    settings = settings.replace('languages = ["fr", "en", "es", "pt"]', 'languages = ["fr"]')
    (folder / "campaign.toml").write_text(settings, encoding="utf-8")
    assert on(folder, "provision").exit_code == 0
    return folder


def after_a_session(provisioned: Path, folder: Path) -> Path:
    """A copy of it in `folder` after a session: some levels given, one cell wrong, synced."""
    shutil.copytree(provisioned, folder)
    answer(folder / "sheets" / "lome-tg.xlsx", ["LEG-1", "LEG-2", "LEG-4"], ANSWER)
    answer(folder / "sheets" / "lome-tg.xlsx", ["COC-1"], "7")
    result = on(folder, "sync")
    assert result.exit_code == 0, result.output
    return folder


def answer(path: Path, indicators: list[str], value: str) -> None:
    """Type a value into R1's cell of some indicators, as a spreadsheet program would save it."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        keys = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows():
            if row[0].value in indicators and "R1" in keys:
                row[keys.index("R1")].value = value
    book.save(path)


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, without the lock of the memory."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("state.db-") and path.suffix != ".lock"
    }
