"""The obvious way to read the questionnaires: openpyxl for each file, pandera for each sheet.

Written as a careful person would who knows the layout and takes it for granted: fixed columns, schemas made once, one
validation per sheet. It does the same job in less depth: it finds no moved row, names no cell, parses no number and
no date, and asks nothing back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pandera.pandas as pa

#: Columns of a block tab, counted from 0: the first answer, and from the end of the answers on the others.
FIRST_ANSWER, AGREED, GRADE, EVIDENCE, COMMENT, DISSENT = 4, 2, 3, 4, 5, 6
LEVELS = {"0", "1", "2", "3", "4"}
CODES = [*sorted(LEVELS), "dont_know", "not_applicable", ""]
LONGEST = 5000


@dataclass(frozen=True)
class Layout:
    """Where things are in a questionnaire of one language."""

    blocks: list[str]
    respondents: str
    context: str
    plan: str
    n_respondents: int
    unknown: str
    actor_types: list[str]


def schemas(layout: Layout) -> dict[str, pa.DataFrameSchema]:
    """What each kind of sheet may hold."""
    text = pa.Check.str_length(max_value=LONGEST)
    answers = {f"R{number + 1}": pa.Column(str, pa.Check.isin(CODES)) for number in range(layout.n_respondents)}
    return {
        "block": pa.DataFrameSchema(
            {
                "indicator_id": pa.Column(str, pa.Check.str_matches(r"^[A-Z]{3}-\d+$"), unique=True),
                **answers,
                "agreed": pa.Column(str, pa.Check.isin(CODES)),
                "grade": pa.Column(str, pa.Check.isin(["", "E0", "E1", "E2", "E3"])),
                "evidence": pa.Column(str, text),
                "comment": pa.Column(str, text),
                "dissent": pa.Column(str, text),
            }
        ),
        "respondents": pa.DataFrameSchema(
            {
                "respondent_id": pa.Column(str, pa.Check.str_matches(r"^R\d+$"), unique=True),
                "organisation": pa.Column(str, text),
                "actor_type": pa.Column(str, pa.Check.isin([*layout.actor_types, ""])),
            }
        ),
        "context": pa.DataFrameSchema(
            {
                "variable_id": pa.Column(str, pa.Check.str_matches(r"^CTX-\d\d$"), unique=True),
                "value": pa.Column(str, text),
            }
        ),
        "plan": pa.DataFrameSchema(
            {"action_id": pa.Column(str, pa.Check.str_matches(r"^A\d\d$"), unique=True), "title": pa.Column(str, text)}
        ),
    }


def read(path: Path, layout: Layout, rules: dict[str, pa.DataFrameSchema], *, read_only: bool) -> pd.DataFrame:
    """The answers of one file, one row each; every sheet is validated."""
    book = openpyxl.load_workbook(path, read_only=read_only, data_only=True)
    wide = [rules["block"].validate(_block(book[title], layout), lazy=True) for title in layout.blocks]
    rules["respondents"].validate(
        _table(book[layout.respondents], "R", ["respondent_id", "organisation", "actor_type"], [0, 2, 3]), lazy=True
    )
    rules["context"].validate(_table(book[layout.context], "CTX-", ["variable_id", "value"], [0, 4]), lazy=True)
    rules["plan"].validate(_table(book[layout.plan], "A", ["action_id", "title"], [0, 2]), lazy=True)
    book.close()
    people = [f"R{number + 1}" for number in range(layout.n_respondents)]
    answers = pd.concat(wide).melt("indicator_id", people, "respondent_id", "code")
    answers["territory_id"] = path.stem
    answers["level"] = pd.to_numeric(answers["code"], errors="coerce").astype("Int64")
    answers["state"] = answers["code"].where(~answers["code"].isin(LEVELS), "level").replace("", "blank")
    return answers


def _lines(sheet: Any, start: str) -> Iterator[tuple[Any, ...]]:
    """The rows whose hidden key begins so."""
    for line in sheet.iter_rows(values_only=True):
        if line and isinstance(line[0], str) and line[0].startswith(start) and "|" not in line[0]:
            yield line


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _block(sheet: Any, layout: Layout) -> pd.DataFrame:
    end = FIRST_ANSWER + layout.n_respondents
    rows = [
        (
            line[0],
            *(_code(line[column], layout.unknown) for column in range(FIRST_ANSWER, end)),
            _code(line[end + AGREED], layout.unknown),
            _text(line[end + GRADE])[:2],
            *(_text(line[end + column]) for column in (EVIDENCE, COMMENT, DISSENT)),
        )
        for line in _lines(sheet, "")
        if "-" in line[0]
    ]
    people = [f"R{number + 1}" for number in range(layout.n_respondents)]
    return pd.DataFrame(rows, columns=["indicator_id", *people, "agreed", "grade", "evidence", "comment", "dissent"])


def _table(sheet: Any, start: str, names: list[str], columns: list[int]) -> pd.DataFrame:
    rows = [[_text(line[column]) for column in columns] for line in _lines(sheet, start)]
    return pd.DataFrame(rows, columns=names)


def _code(value: object, unknown: str) -> str:
    text = _text(value)
    if not text:
        return ""
    if text[0] in LEVELS:
        return text[0]
    return "dont_know" if text == unknown else "not_applicable"
