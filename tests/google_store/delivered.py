"""Workbooks to publish, and what is in Drive after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from pipeline.publish import Delivery, Published, publish, publish_plan, publish_preview
from schemas.campaign import Agency

from .desk import NOW, Exercise

READER = "desk@undp.example"
PLACE = "https://drive.google.com/file/d/{}/view"


def carried_out(exercise: Exercise, plan: Sequence[Delivery]) -> dict[str, Published]:
    """What became of each file of a plan, by name, as a new run finds it."""
    done = publish(plan, exercise.store().drive, exercise.state, NOW, lambda _: None)

    assert len({one.name for one in done}) == len(done)
    return {one.name: one for one in done}


def preview(exercise: Exercise, plan: Sequence[Delivery]) -> dict[str, str]:
    """What would become of each file of a plan, by name."""
    return {one.name: one.status for one in publish_preview(plan, exercise.store().drive, exercise.state)}


def one_workbook(folder: Path, content: bytes) -> list[Delivery]:
    """The plan of one agency's workbook."""
    path = folder / "undp.xlsx"
    path.write_bytes(content)
    return [Delivery("undp", path, readers=(READER,))]


def large(exercise: Exercise, out: Path, *countries: str, word: str = "old") -> list[Delivery]:
    """The plan of one agency with an index that links to a workbook for each country."""
    parts = out / "undp-territories"
    parts.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(out / "undp.xlsx")) as index:
        page = index.add_worksheet("Territories")
        page.write_url("A1", "https://guidelines.example/a?b=1&c=2", string="guidelines")
        page.write_url("A2", "internal:'Territories'!A1", string="top")
        for row, country in enumerate(countries, start=2):
            (parts / f"{country}.xlsx").write_bytes(f"PK {country} {word}".encode())
            page.write_url(row, 0, f"external:undp-territories/{country}.xlsx#'São Filipe'!A1", string=country)
    agency = Agency("undp", "UNDP", "en", emails=(READER,))
    return publish_plan(replace(exercise.campaign, agencies=(agency,)), out)


def in_drive(exercise: Exercise) -> dict[str, dict[str, Any]]:
    """Every delivered file that is not in the bin, by its name in Drive; two with one name are a fault."""
    fields = "files(id,name,trashed,parents,mimeType,appProperties,permissions(emailAddress,role))"
    found = exercise.owner.drive("GET", "files", pageSize=1000, fields=fields).json()["files"]
    living = [one for one in found if one.get("appProperties") and not one["trashed"]]

    assert len({one["name"] for one in living}) == len(living)
    return {one["name"]: one for one in living}


def content(exercise: Exercise, file_id: str) -> bytes:
    """The bytes of a file in Drive."""
    return bytes(exercise.owner.drive("GET", f"files/{file_id}", alt="media").content)


def links(workbook: bytes) -> dict[str, tuple[str | None, str | None]]:
    """What stands in a linked cell -> where it leads outside, and where inside."""
    sheet = openpyxl.load_workbook(BytesIO(workbook)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    return {str(cell.value): (cell.hyperlink.target, cell.hyperlink.location) for cell in cells}


def publishable(folder: Path, word: bytes) -> None:
    """Two agencies' workbooks, an index with a workbook beside it and a plain one, and the overview, with a word in each."""
    (folder / "ilo.xlsx").write_bytes(b"PK " + word)
    (folder / "undp-territories").mkdir(exist_ok=True)
    (folder / "undp-territories/CV.xlsx").write_bytes(b"PK CV " + word)
    with xlsxwriter.Workbook(str(folder / "undp.xlsx")) as index:
        index.add_worksheet().write_url("A1", "external:undp-territories/CV.xlsx", string=word.decode())
    made = openpyxl.Workbook()
    made.worksheets[0]["A1"] = word.decode()
    made.save(folder / "overview-fr.xlsx")
