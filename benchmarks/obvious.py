"""The obvious way to read the questionnaires: openpyxl for each file, one pandera schema for each sheet.

Written as a careful person would write it who knows the layout and takes it for granted: fixed rows and columns,
the quicker mode of openpyxl, the schema built once. It finds no moved tab, names no cell and asks nothing back.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pandera.pandas as pa

#: Where a block tab holds what: columns counted from 0, after the hidden keys.
FIRST_ANSWER = 4
LEVELS = {"0", "1", "2", "3", "4"}
SCHEMA = pa.DataFrameSchema(
    {
        "territory_id": pa.Column(str),
        "indicator_id": pa.Column(str, pa.Check.str_matches(r"^[A-Z]{3}-\d+$")),
        "respondent_id": pa.Column(str, pa.Check.str_matches(r"^R\d+$")),
        "state": pa.Column(str, pa.Check.isin(["level", "dont_know", "not_applicable", "blank"])),
        "level": pa.Column("Int64", pa.Check.in_range(0, 4), nullable=True),
    }
)


def read(path: Path, blocks: list[str], n_respondents: int, unknown: set[str]) -> pd.DataFrame:
    """The answers of one file, validated sheet by sheet; `blocks` are the titles of the block tabs."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    frames = []
    for title in blocks:
        rows = []
        for line in book[title].iter_rows(values_only=True):
            if not line or not isinstance(line[0], str) or "|" in line[0] or "-" not in line[0]:
                continue
            for number in range(n_respondents):
                value = line[FIRST_ANSWER + number]
                text = "" if value is None else str(value).strip()
                rows.append((path.stem, line[0], f"R{number + 1}", *_answer(text, unknown)))
        frame = pd.DataFrame(rows, columns=["territory_id", "indicator_id", "respondent_id", "state", "level"])
        frames.append(SCHEMA.validate(frame.astype({"level": "Int64"}), lazy=True))
    book.close()
    return pd.concat(frames)


def _answer(text: str, unknown: set[str]) -> tuple[str, int | None]:
    if not text:
        return "blank", None
    if text[0] in LEVELS:
        return "level", int(text[0])
    return ("dont_know" if text in unknown else "not_applicable"), None
