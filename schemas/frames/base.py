"""What all frames share: exactly the declared columns, in that order, nothing coerced."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Self, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pandera.pandas as pa
from pandera.typing import DataFrame

#: Times are kept in UTC to the microsecond.
UTC_TIME = {"unit": "us", "tz": "UTC"}
Whole = pd.Int64Dtype
Real = pd.Float64Dtype
Flag = pd.BooleanDtype
_TEXT = pd.StringDtype("python", na_value=np.nan)


class Frame(pa.DataFrameModel):
    """A frame with exactly its declared columns."""

    class Config:
        """No column more, none less, in the declared order."""

        strict = True
        ordered = True

    @classmethod
    def validate(cls, check_obj: pd.DataFrame, *args: Any, **kwargs: Any) -> DataFrame[Self]:
        """The frame with the same values, its texts `held`; `SchemaError` of pandera where anything is not as declared.

        pandera asks every column for everything, and every text whether it is one. Where names, order and types are the
        declared ones and no value is missing that must not, only the columns with a check of their own are left to ask.
        """
        schema, frame = cls.to_schema(), check_obj
        if [(name, _kind(dtype)) for name, dtype in frame.dtypes.items()] != _types(cls):
            frame = frame.astype({name: _TEXT for name, dtype in frame.dtypes.items() if _is_held(dtype)})
        elif frame.empty:
            return cast("DataFrame[Self]", frame)
        elif not any(frame[name].hasnans for name in _filled(cls)):
            schema = _checked(cls)
        unchanged = kwargs | {"inplace": True}  # nothing is coerced; pandera would copy every value first
        found = schema.validate(frame.copy(deep=False), *args, **unchanged)
        loose = [name for name, kind in _types(cls) if kind == _TEXT and not _is_held(found[name].dtype)]
        return cast("DataFrame[Self]", found.assign(**{name: held(found[name].tolist()) for name in loose}))


def held(values: Iterable[object]) -> pd.Categorical:
    """Texts as a column in which each different one is held once, in the order of the alphabet; None is missing.

    Of a million rows nearly all texts are repeated: ids, states, cells. A row takes a byte or two; its values, and the
    order in which they are sorted, are those of a column of text.
    """
    texts = _Texts()
    texts.extend(values)
    return texts.column()


def typed(model: type[Frame], rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """A frame of `model` from rows in the order of its columns; None becomes NA. Not validated yet."""
    gathered = Gathered(model)
    gathered.extend(rows)
    return gathered.frame()


class Gathered:
    """Rows of a frame as they come, in the order of its columns, kept column by column: a text seen before is a number."""

    def __init__(self, model: type[Frame]) -> None:
        """No row yet."""
        self._model, self._n_rows = model, 0
        self._columns: list[_Texts | list[object]] = [_Texts() if kind == _TEXT else [] for _, kind in _types(model)]

    def extend(self, rows: Sequence[tuple[object, ...]]) -> None:
        """Add rows; ValueError where one has not a value for each column."""
        if any(len(row) != len(self._columns) for row in rows):
            message = f"a row of {self._model.__name__} has not {len(self._columns)} values"
            raise ValueError(message)
        for place, column in enumerate(self._columns):
            column.extend([row[place] for row in rows])
        self._n_rows += len(rows)

    def frame(self) -> pd.DataFrame:
        """All rows; None becomes NA. Not validated yet."""
        columns = {
            name: column.column() if isinstance(column, _Texts) else _from_list(column, kind)
            for (name, kind), column in zip(_types(self._model), self._columns, strict=True)
        }
        return pd.DataFrame(columns, index=range(self._n_rows))


class _Texts:
    """A growing column of texts, each different one held once."""

    def __init__(self) -> None:
        self._known: dict[Any, int] = {}
        self._codes = array("i")

    def extend(self, values: Iterable[object]) -> None:
        """Add values; None is missing, what is no text becomes one."""
        texts = [one if one is None or one.__class__ is str else _as_text(one) for one in values]
        known = self._known
        self._codes.extend([-1 if one is None else known.setdefault(one, len(known)) for one in texts])

    def column(self) -> pd.Categorical:
        """The values so far."""
        order = sorted(self._known)
        place = np.empty(len(order) + 1, dtype=np.int32)
        place[[self._known[one] for one in order]] = np.arange(len(order))
        place[-1] = -1
        codes = place[np.array(self._codes, dtype=np.intp)]
        return pd.Categorical.from_codes(codes, categories=pd.Index(order, dtype=_TEXT))


def framed(model: type[Frame], columns: Mapping[str, npt.ArrayLike]) -> pd.DataFrame:
    """A validated frame of `model` from one flat array per column; NaN becomes NA."""
    types = _types(model)
    return model.validate(pd.DataFrame({name: _from_array(np.asarray(columns[str(name)]), one) for name, one in types}))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries, in order."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def is_missing(value: Any) -> bool:
    """Whether a single value of a frame is NA."""
    return bool(pd.isna(value))


def _as_text(value: object) -> str | None:
    return None if is_missing(value) else str(value)


def _from_list(values: list[object], kind: object) -> pd.Series:
    series = pd.Series(values, dtype=object)
    if isinstance(kind, pd.DatetimeTZDtype):
        return pd.to_datetime(series, utc=True).astype("datetime64[us, UTC]")
    return series.astype(kind)  # type: ignore[call-overload,no-any-return]


def _from_array(values: npt.NDArray[Any], kind: Any) -> pd.Series[Any] | pd.Categorical:
    if kind == _TEXT:
        return held(values.tolist())
    is_number = isinstance(kind, (Whole, Real))
    column: pd.Series[Any] = pd.Series(values.astype(float) if is_number else values).astype(kind)
    return column


def _is_held(dtype: object) -> bool:
    return isinstance(dtype, pd.CategoricalDtype)


def _kind(dtype: object) -> object:
    """The type of the values of a column, however they are held."""
    values = dtype.categories.dtype if isinstance(dtype, pd.CategoricalDtype) else dtype
    return _TEXT if isinstance(values, pd.StringDtype) else values


@cache
def _types(model: type[Frame]) -> list[tuple[Any, Any]]:
    return [(name, _kind(dtype)) for name, dtype in model.empty().dtypes.items()]


@cache
def _filled(model: type[Frame]) -> list[str]:
    """The columns in which no value may be missing."""
    return [name for name, column in model.to_schema().columns.items() if not column.nullable]


@cache
def _checked(model: type[Frame]) -> pa.DataFrameSchema:
    """What is left to ask of a frame with the declared columns and types, and no value missing that must not."""
    schema = model.to_schema()
    rest = schema.remove_columns(
        [name for name, column in schema.columns.items() if not (column.checks or column.unique)]
    )
    rest = rest.update_columns({name: {"dtype": None, "nullable": True} for name in rest.columns})
    rest.strict = rest.ordered = False
    return rest
