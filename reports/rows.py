"""Frames as plain Python records: fast to walk, None where a value is missing."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

#: Kinds that may be missing -> what they are read as, and what stands for a missing value meanwhile.
_PLAIN: dict[str, tuple[str, Any]] = {"Float64": ("float64", 0.0), "Int64": ("int64", 0), "boolean": ("bool", False)}

#: A record of a frame: a named tuple with the frame's columns. What they hold is said in `schemas.frames`.
Record = Any


def columns(frame: pd.DataFrame) -> list[list[Any]]:
    """The columns of `frame` as lists, missing values as None, times without a zone (they are all UTC)."""
    return [_values(frame[name]) for name in frame.columns]


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows of `frame` as named tuples, in order."""
    make = namedtuple("Record", list(frame.columns))  # type: ignore[misc]  # noqa: PYI024
    return list(map(make._make, zip(*columns(frame), strict=True)))


def by_key(found: Sequence[Record], *keys: str) -> dict[Any, Record]:
    """Records by the value of `keys` (a tuple where there are several); the last one wins."""
    return dict(zip(map(attrgetter(*keys), found), found, strict=True))


def grouped(found: Sequence[Record], *keys: str) -> dict[Any, list[Record]]:
    """Records sharing the values of `keys`, in their order."""
    groups: dict[Any, list[Record]] = {}
    for key, record in zip(map(attrgetter(*keys), found), found, strict=True):
        groups.setdefault(key, []).append(record)
    return groups


def _values(series: pd.Series) -> list[Any]:
    if series.dtype.kind == "M":
        series = series.dt.tz_localize(None)
        plain = series.dt.to_pydatetime()
        return [None if gone else time for time, gone in zip(plain, series.isna(), strict=True)]
    plain_kind = _PLAIN.get(str(series.dtype))
    if plain_kind is None:
        values = series.to_numpy(dtype=object).tolist()
    else:
        kind, instead = plain_kind
        values = series.to_numpy(dtype=kind, na_value=instead).tolist()
    for place in np.flatnonzero(series.isna().to_numpy()).tolist():
        values[place] = None
    return values
