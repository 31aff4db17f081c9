"""The workbooks of the test outcome, written once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.deliver import deliver
from reports.orders import WORKBOOK
from schemas.outcome import Outcome
from tests.reports import factory


@pytest.fixture(scope="session")
def result() -> Outcome:
    """The outcome all workbooks are made from."""
    return factory.outcome()


@pytest.fixture(scope="session")
def delivered(result: Outcome, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The delivered workbooks by file name without extension."""
    return {path.stem: path for path in deliver(result, tmp_path_factory.mktemp("out"), (WORKBOOK,))}
