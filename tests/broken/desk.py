"""A good questionnaire, freshly drawn and filled in, and the tools with which the cases spoil it."""

from __future__ import annotations

import html
import io
import re
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import openpyxl

from pipeline.stores.draw import draw
from schemas.campaign import Campaign, Territory
from schemas.guideline import Guideline
from sheet_templates.layout import book_layout
from sheet_templates.load import guideline, words

LANGUAGES = ("fr", "en", "es", "pt")
BLOCKS = ("LEG", "COC", "PLA", "SUP", "CAP", "MKT", "COM", "DAT")
RESPONDENTS = ("R1", "R2", "R3")
#: Levels by indicator of a block (three in a core questionnaire) and respondent: no two rows alike.
LEVELS = ((2, 3, 1), (3, 2, 2), (1, 2, 3))
#: The cells of a block tab: rows 5 to 7, R1 to R3 in E to G, then agreed level, grade, evidence, comment, dissent.
ROWS, AGREED, GRADE, EVIDENCE, COMMENT, DISSENT = (5, 6, 7), "J", "K", "L", "M", "N"
BASE = "base-territory"
MADE = datetime(2021, 6, 1, 12, tzinfo=UTC)
_FORMULA = re.compile(rb"<f(?: [^>]*)?>([^<]*)</f>")
_LINK = re.compile(rb'<Relationship [^>]*TargetMode="External"[^>]*>')
Prefill = dict[tuple[str, str, str], "str | float | int | bool"]


def campaign(*territories: Territory) -> Campaign:
    """A campaign in which questionnaires are small."""
    return Campaign(
        "broken", "Broken input", "UNDP", "", "1", None, "core", len(RESPONDENTS), ("fr",), "folder:sheets",
        territories, (), plan_rows=3, ask=("gender",),
    )  # fmt: skip


@cache
def content() -> Guideline:
    """The shipped guideline."""
    return guideline()


def indicators(block_id: str) -> tuple[str, ...]:
    """The ids of a block's core indicators."""
    return tuple(one.id for one in content().block(block_id).indicators if one.core)


def filled(language: str) -> Prefill:
    """What the participants of a good questionnaire wrote: every text is there once only."""
    given: Prefill = {}
    word = words(language)
    for number, respondent in enumerate(RESPONDENTS):
        given["respondents", respondent, "organisation"] = f"Organisation {number}"
        given["respondents", respondent, "actor_type"] = word(f"actor_types.{content().actor_types[number]}")
    for block in BLOCKS:
        for indicator, levels in zip(indicators(block), LEVELS, strict=True):
            row = (f"block:{block}", indicator)
            given |= {(*row, one): level for one, level in zip(RESPONDENTS, levels, strict=True)}
            given |= {
                (*row, "agreed"): 2,
                (*row, "evidence_grade"): "E2",
                (*row, "evidence"): f"Evidence of {indicator}",
                (*row, "comment"): f"Comment on {indicator}",
            }
    given["context", "CTX-05", "value"] = 43_000
    given["context", "CTX-05", "source"] = "Source of CTX-05"
    given["plan", "A01", "title"] = "Title of A01"
    given |= {("respondents", "R1", f"points:{block}"): points for block, points in (("LEG", 61), ("DAT", 39))}
    given |= {("priorities", "A01", f"vote:{one}"): 3 for one in RESPONDENTS[:2]}
    return given


@cache
def good(language: str) -> bytes:
    """The good questionnaire of the territory `BASE`."""
    territory = Territory(BASE, "Base", "CV", language)
    layout = book_layout(content(), campaign(territory), territory, in_sheet=False, prefill=filled(language))
    return draw(layout, MADE)


def good_of(territory_id: str, language: str) -> bytes:
    """The good questionnaire of another territory: the same, but for the territory in its markers."""
    return reparted(good(language), **{"xl/sharedStrings.xml": [(f"|{BASE}|", f"|{territory_id}|")]})


def reparted(book: bytes, **changes: list[tuple[str, str]]) -> bytes:
    """The file with texts replaced in some of its parts; a text that is not there is a fault of the test."""

    def change(name: str, part: bytes) -> bytes:
        for old, new in changes.get(name, ()):
            if old.encode() not in part:
                raise AssertionError(name, old)
            part = part.replace(old.encode(), new.encode("utf-8", "surrogatepass"))
        return part

    return rezipped(book, change)


def rezipped(book: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """The file with every part passed through `change` (None leaves it out), and `more` parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                target.writestr(name, part)
        for name, part in more.items():
            target.writestr(name, part)
    return buffer.getvalue()


def part_of(book: bytes, title: str) -> str:
    """The name of the part that holds the tab of that title, in a file just drawn."""
    sheets = openpyxl.load_workbook(io.BytesIO(book), read_only=True).sheetnames
    return f"xl/worksheets/sheet{sheets.index(title) + 1}.xml"


def title_of(block: str, language: str) -> str:
    """The title of a block's tab."""
    return f"{BLOCKS.index(block) + 1} {content().block(block).short[language]}"


@dataclass(slots=True)
class Bench:
    """A questionnaire opened to be spoiled as Excel would: one tab of it in hand."""

    book: Any
    sheet: Any
    block: str
    language: str

    def values(self, row: int, first: int = 1) -> list[object]:
        """The values of a row from a column on."""
        return [self.sheet.cell(row, column).value for column in range(first, self.sheet.max_column + 1)]

    def write(self, row: int, values: list[object], first: int = 1) -> None:
        """Write values into a row from a column on."""
        for column, value in enumerate(values, start=first):
            self.sheet.cell(row, column).value = value

    def text(self, name: str, text: str) -> None:
        """Write a text as text, whatever it begins with."""
        cell = self.sheet[name]
        cell.value = text
        cell.data_type = "s"


def opened(book: bytes) -> Any:
    """The file to be changed; formulas become the values they have, as their cells would keep them in Excel."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it does not keep
        return openpyxl.load_workbook(io.BytesIO(book), data_only=True)


def saved(book: Any) -> bytes:
    """What openpyxl writes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def formulas(workbook: bytes) -> list[str]:
    """The text of every formula of a written workbook."""
    return [
        html.unescape(text.decode())
        for part in _parts(workbook, "xl/worksheets/sheet")
        for text in _FORMULA.findall(part)
    ]


def targets(workbook: bytes) -> list[str]:
    """Where the links of a written workbook lead that leave it."""
    links = [link.decode() for part in _parts(workbook, "xl/worksheets/_rels/") for link in _LINK.findall(part)]
    return [html.unescape(target) for link in links for target in re.findall(r'Target="([^"]*)"', link)]


def _parts(workbook: bytes, start: str) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return [archive.read(name) for name in archive.namelist() if name.startswith(start)]
