"""What a frame refuses.

1. A frame with the declared columns, types and values is handed back as it is.
2. A column more, a column less, another order, another type, a missing value and a value that is not allowed are
   refused, whether or not the types alone give it away.
"""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaError, SchemaErrors

from schemas.frames.base import Frame, Real, Whole, typed


class Marks(Frame):
    """A frame of its own, so that no other rule decides."""

    name: str
    number: Whole
    share: Real = pa.Field(le=1)


GOOD = typed(Marks, [("a", 1, 0.5), ("b", 2, 1.0)])


def test_what_is_declared_is_handed_back() -> None:
    """1."""
    assert Marks.validate(GOOD).equals(GOOD)
    assert Marks.validate(Marks.empty()).empty


@pytest.mark.parametrize(
    "wrong",
    [
        GOOD.assign(more=1),
        GOOD.drop(columns="share"),
        GOOD[["number", "name", "share"]],
        GOOD.astype({"number": "Float64"}),
        GOOD.assign(name=pd.Series(["a", 2], dtype=object)),
        typed(Marks, [(None, 1, 0.5)]),
        typed(Marks, [("a", None, 0.5)]),
        typed(Marks, [("a", 1, 1.5)]),
    ],
    ids=["more", "less", "order", "type", "not text", "no text", "no number", "value"],
)
def test_anything_else_is_refused(wrong: pd.DataFrame) -> None:
    """2."""
    with pytest.raises((SchemaError, SchemaErrors)):
        Marks.validate(wrong)
