"""What all frames share: exactly the declared columns, in that order, nothing coerced."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Self, cast

import pandas as pd
import pandera.pandas as pa
from pandera.typing import DataFrame

#: Times are kept in UTC to the microsecond.
UTC_TIME = {"unit": "us", "tz": "UTC"}
Whole = pd.Int64Dtype
Real = pd.Float64Dtype
Flag = pd.BooleanDtype


class Frame(pa.DataFrameModel):
    """A frame with exactly its declared columns."""

    class Config:
        """No column more, none less, in the declared order."""

        strict = True
        ordered = True

    @classmethod
    def validate(cls, check_obj: pd.DataFrame, *args: Any, **kwargs: Any) -> DataFrame[Self]:
        """The frame, unchanged; `pandera.errors.SchemaError` where a column, a type or a value is not as declared.

        pandera asks every text whether it is one, which takes longer than all other checks together. A text column of
        pandas holds nothing else: where all types are the declared ones, only the rest is left to ask.
        """
        schema = cls.to_schema()
        if _types(cls) == list(check_obj.dtypes.items()):
            schema = _without_types(cls)
        return cast("DataFrame[Self]", schema.validate(check_obj, *args, **kwargs))


def typed(model: type[Frame], rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """A frame of `model` from rows in the order of its columns; None becomes NA. Not validated yet."""
    empty = model.empty()
    frame = pd.DataFrame(rows, columns=list(empty.columns), dtype=object)
    return pd.DataFrame({name: _column(frame[name], dtype) for name, dtype in empty.dtypes.items()})


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries, in order."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def is_missing(value: Any) -> bool:
    """Whether a single value of a frame is NA."""
    return bool(pd.isna(value))


def _column(values: pd.Series, dtype: object) -> pd.Series:
    if isinstance(dtype, pd.DatetimeTZDtype):
        return pd.to_datetime(values, utc=True).astype("datetime64[us, UTC]")
    return values.astype(dtype)  # type: ignore[call-overload,no-any-return]


@cache
def _types(model: type[Frame]) -> list[tuple[Any, Any]]:
    return list(model.empty().dtypes.items())


@cache
def _without_types(model: type[Frame]) -> pa.DataFrameSchema:
    schema = model.to_schema()
    return schema.update_columns({name: {"dtype": None} for name in schema.columns})
