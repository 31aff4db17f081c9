"""The exercise is played once, however many processes run the tests."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from filelock import FileLock

from tests.broken.exercise import Exercise, played, understood


@pytest.fixture(scope="session")
def exercise(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Exercise:
    """The campaign of all cases, read good, spoiled, and read twice more."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    kept = shared / "corpus.pickle"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            done = played(Path(shared) / "corpus")
            kept.write_bytes(pickle.dumps(done))
    return understood(pickle.loads(kept.read_bytes()))  # noqa: S301 - written a moment ago by ourselves
