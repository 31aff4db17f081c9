"""Frames as plain Python records: fast to walk, None where a value is missing."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

#: A record of a frame: a named tuple with the frame's columns. What they hold is said in `schemas.frames`.
Record = Any


def columns(frame: pd.DataFrame) -> list[list[Any]]:
    """The columns of `frame` as lists, missing values as None, times without a zone (they are all UTC)."""
    return [_values(frame[name]) for name in frame.columns]


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows of `frame` as named tuples, in order."""
    make = namedtuple("Record", list(frame.columns))  # type: ignore[misc]  # noqa: PYI024
    return [make(*row) for row in zip(*columns(frame), strict=True)]


def by_key(found: Sequence[Record], *keys: str) -> dict[Any, Record]:
    """Records by the value of `keys` (a tuple where there are several); the last one wins."""
    return {_key(record, keys): record for record in found}


def grouped(found: Sequence[Record], *keys: str) -> dict[Any, list[Record]]:
    """Records sharing the values of `keys`, in their order."""
    groups: dict[Any, list[Record]] = {}
    for record in found:
        groups.setdefault(_key(record, keys), []).append(record)
    return groups


def _key(record: Record, keys: tuple[str, ...]) -> Any:
    values = tuple(getattr(record, key) for key in keys)
    return values if len(values) > 1 else values[0]


def _values(series: pd.Series) -> list[Any]:
    if series.dtype.kind == "M":
        series = series.dt.tz_localize(None)
        missing = series.isna()
        plain = series.dt.to_pydatetime()
        return [None if gone else time for time, gone in zip(plain, missing, strict=True)]
    values = series.astype(object)
    return values.where(series.notna(), None).tolist()
