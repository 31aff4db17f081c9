"""A mark of everything that results are made from: two outcomes with the same mark give the same files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from hashlib import sha256
from typing import TYPE_CHECKING

from reports.pieces import mark
from reports.programme import programme
from reports.view import Whole
from schemas.guideline import Guideline
from schemas.outcome import Outcome

if TYPE_CHECKING:
    import pandas as pd


def inputs(outcome: Outcome, whole: Whole | None = None) -> str:
    """The mark of an outcome and what it owes to others, under this version of the program."""
    held = {one.name: getattr(outcome, one.name) for one in fields(outcome)}
    return mark(
        programme(), whole, {name: _rows(one) if hasattr(one, "columns") else one for name, one in held.items()}
    )


def short_mark(guideline: Guideline, contents: Sequence[str]) -> str:
    """A short mark of what results rest on, to be printed: guideline, decisions, and the content that was read."""
    return mark(guideline.id, guideline.version, guideline.policy, tuple(contents))[:16]


def _rows(frame: pd.DataFrame) -> str:
    """A mark over one number of 64 bits for each row, names and kinds of the columns: fast for millions of rows."""
    import pandas as pd  # noqa: PLC0415 - heavy, and only asked for with frames at hand

    found = sha256(repr([(name, str(kind)) for name, kind in frame.dtypes.items()]).encode())
    found.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    return found.hexdigest()
