"""Dates and times as serial numbers: days since 30 December 1899."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_DAY = 86_400


def serial(moment: datetime) -> float:
    """The serial number of a moment, read as UTC wall time."""
    return (moment.replace(tzinfo=UTC) - _EPOCH).total_seconds() / _DAY


def moment(number: float) -> datetime | None:
    """The wall time of a serial number, to the millisecond; None outside the calendar."""
    try:
        return _EPOCH + timedelta(milliseconds=round(number * _DAY * 1000))
    except OverflowError:
        return None


def day(year: int, month: int, date: int) -> float | None:
    """The serial number of a day, or None when there is no such day."""
    try:
        return serial(datetime(year, month, date, tzinfo=UTC))
    except ValueError:
        return None
