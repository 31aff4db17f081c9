"""The exercise is played once: all tests that look at it run in one process."""

from __future__ import annotations

import pytest

from tests.broken.exercise import Exercise, played


@pytest.fixture(scope="session")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    """The campaign of all cases, read good, spoiled, and read twice more."""
    return played(tmp_path_factory.mktemp("broken") / "corpus")
