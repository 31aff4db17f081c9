"""What a frame refuses.

1. A frame with the declared columns, types and values is handed back as it is.
2. A column more, a column less, another order, another type, a missing value and a value that is not allowed are
   refused, whether or not the types alone give it away.
3. Each different text of a column is held once, however the frame was made; texts compare, sort and come back as they
   were typed, even those that no file could hold.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaError, SchemaErrors

from schemas.frames.base import Frame, Real, Whole, framed, held, typed


class Marks(Frame):
    """A frame of its own, so that no other rule decides."""

    name: str
    number: Whole
    share: Real = pa.Field(le=1)

    @pa.dataframe_check
    def share_of_one_is_whole(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805
        """A rule between columns, of which one has no rule of its own."""
        return (frame["number"] > 1) | (frame["share"] < 1)


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
        typed(Marks, [("a", 1, None)]),
        typed(Marks, [("a", 3, 1.5)]),
        typed(Marks, [("a", 1, 1.0)]),
        GOOD.iloc[:0].drop(columns="name"),
    ],
    ids=[
        "more",
        "less",
        "order",
        "type",
        "not text",
        "no text",
        "no number",
        "no share",
        "value",
        "rule",
        "none, less",
    ],
)
def test_anything_else_is_refused(wrong: pd.DataFrame) -> None:
    """2."""
    with pytest.raises((SchemaError, SchemaErrors)):
        Marks.validate(wrong)


TYPED = ["b", "", "\ud800", "b", "10", "9", "é"]


@pytest.mark.parametrize(
    "made",
    [
        typed(Marks, [(text, 1, 0.5) for text in TYPED]),
        framed(Marks, {"name": np.array(TYPED, dtype=object), "number": np.ones(7), "share": np.zeros(7)}),
        Marks.validate(
            pd.DataFrame({"name": TYPED, "number": 1, "share": 0.5}).astype({"number": "Int64", "share": "Float64"})
        ),
    ],
    ids=["rows", "arrays", "columns"],
)
def test_each_text_is_held_once(made: pd.DataFrame) -> None:
    """3."""
    names = Marks.validate(made)["name"]

    assert names.tolist() == TYPED
    assert list(names.cat.categories) == sorted(set(TYPED))
    assert (names == "b").tolist() == [text == "b" for text in TYPED]
    assert names.sort_values().tolist() == sorted(TYPED)
    assert names.memory_usage(index=False) - names[:0].memory_usage(index=False) == len(TYPED)


def test_what_is_no_text_becomes_one() -> None:
    """3."""
    assert held([1, "1", None, 2.5]).tolist() == ["1", "1", np.nan, "2.5"]


def test_a_row_with_a_value_too_many_is_refused() -> None:
    """2."""
    with pytest.raises(ValueError, match="3 values"):
        typed(Marks, [("a", 1, 0.5, 2)])
