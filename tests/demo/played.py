"""What the tests of the demo look at, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.read_shapes import Sheet
from pipeline.stores.decode import SPREADSHEET, sheets_of
from pipeline.story import limits
from reports.deliver import deliver
from reports.orders import OVERVIEW, WORKBOOK
from schemas.outcome import Outcome


@dataclass(frozen=True)
class Played:
    """A played demo: where it lies, what it said, what a rebuild finds, and what the first sync had found."""

    folder: Path
    said: dict[str, Any]
    outcome: Outcome
    first: Outcome


def two_workbooks(outcome: Outcome, folder: Path) -> list[Path]:
    """One consolidated workbook and one agency's, to keep the tests short."""
    campaign = replace(outcome.campaign, languages=("fr",), agencies=outcome.campaign.agencies[:1])
    return deliver(replace(outcome, campaign=campaign), folder, (WORKBOOK, OVERVIEW))


def contents(folder: Path) -> dict[str, bytes]:
    """Every spreadsheet of a campaign folder by its name in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.xlsx"))}


def rows(frame: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    """The rows of a frame in which every named column has the wanted value."""
    kept = frame
    for column, value in wanted.items():
        kept = kept[kept[column] == value]
    return kept


def indicator(outcome: Outcome, territory_id: str, indicator_id: str) -> pd.Series:
    """The line of one indicator of one territory."""
    return rows(outcome.indicator_scores, territory_id=territory_id, indicator_id=indicator_id).iloc[0]


def codes(outcome: Outcome, territory_id: str) -> set[str]:
    """Every code of a problem of a territory."""
    return set(rows(outcome.problems, territory_id=territory_id)["code"])


def answered(outcome: Outcome, territory_id: str) -> float:
    """The share of its cells that a territory answered, in per cent."""
    mine = rows(outcome.coverage, territory_id=territory_id)
    given = mine[["n_levels", "n_dont_know", "n_not_applicable"]].to_numpy().sum()
    return float(100 * given / mine["n_expected"].sum())


def comments(outcome: Outcome, territory_id: str) -> str:
    """All free text of a territory."""
    return "\n".join(rows(outcome.positions, territory_id=territory_id)["comment"])


def within(text: str, first: str, last: str) -> bool:
    """Whether a letter between `first` and `last` stands in `text`."""
    return any(first <= letter <= last for letter in text)


def tabs_of(one: Played, path: Path) -> Sequence[Sheet]:
    """The tabs of a workbook, as the program reads them."""
    return sheets_of(SPREADSHEET, path.read_bytes(), limits(one.outcome.guideline.policy))
