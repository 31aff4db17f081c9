"""An exercise per test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .desk import Exercise


@pytest.fixture
def exercise(tmp_path: Path) -> Iterator[Exercise]:
    """Two territories on a service in memory."""
    made = Exercise(tmp_path)
    yield made
    made.state.close()
    made.service.shelf.close()
