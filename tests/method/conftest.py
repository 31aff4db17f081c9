"""Where the golden cases are: results computed by others, kept outside the project."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("method", database=None, deadline=None, max_examples=50)
settings.load_profile("method")

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "golden"


class Golden:
    """Reads golden files; skips the test where they are not there."""

    def path(self, name: str) -> Path:
        """Return the path of a golden file, or skip."""
        if not FOLDER.is_dir():
            pytest.skip("golden cases are not part of the repository and not beside it")
        return FOLDER / name

    def json(self, name: str) -> Any:
        """Return a parsed JSON file."""
        return json.loads(self.path(name).read_text(encoding="utf-8"))

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of a CSV file as text."""
        with self.path(name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def columns(self, name: str, columns: list[str]) -> list[list[float]]:
        """Return a table of numbers, NaN where a cell is empty or NA."""
        return [[float("nan") if row[c] in ("", "NA") else float(row[c]) for c in columns] for row in self.rows(name)]


@pytest.fixture
def golden() -> Golden:
    """Return the reader of golden cases."""
    return Golden()
