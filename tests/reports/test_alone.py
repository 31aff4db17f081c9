"""The overview as a file of its own.

1. It is written last, in the campaign's first language, and only where the campaign publishes it.
2. It says what the overview of the consolidated workbook says, and nothing leads to a sheet that is not there.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reports.deliver import deliver
from reports.orders import OVERVIEW, WORKBOOK
from schemas.outcome import Outcome
from sheet_templates.load import words

pytestmark = pytest.mark.slow


@pytest.fixture
def asked(result: Outcome, tmp_path: Path) -> list[Path]:
    """What is delivered to a campaign that publishes its overview."""
    own = replace(result.campaign, languages=("es", "fr"), agencies=(), publish_overview=True)
    return deliver(replace(result, campaign=own), tmp_path, (WORKBOOK, OVERVIEW))


def test_it_comes_last_where_it_is_asked_for(asked: list[Path], delivered: dict[str, Path]) -> None:
    """Requirement 1."""
    assert [path.name for path in asked] == ["consolidated-es.xlsx", "consolidated-fr.xlsx", "overview-es.xlsx"]
    assert not [stem for stem in delivered if stem.startswith("overview")]


def test_it_says_what_the_overview_says(asked: list[Path]) -> None:
    """Requirement 2."""
    whole, alone = load_workbook(asked[0]), load_workbook(asked[-1])
    title = words("es")("report.tabs.overview")
    in_whole = [[cell.value for cell in row] for row in whole[title].iter_rows(min_row=3)]
    in_alone = [[cell.value for cell in row] for row in alone[title].iter_rows(min_row=3)]
    links = [cell.hyperlink.location for row in alone[title].iter_rows() for cell in row if cell.hyperlink]

    assert alone.sheetnames == [title, words("es")("report.tabs.reading")]
    assert in_alone == in_whole
    assert [one for one in links if one and title not in one] == []
