"""The garbage collector's pace while much plain data is handled."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_RARELY = (100_000, 50, 50)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Look for cycles rarely, and never among what was there before.

    Replies, cells and rows are plain data without cycles; looking through all of them, and all modules, again and
    again takes a quarter of the time of reading them.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
