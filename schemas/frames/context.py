"""The context sheet as read: one row per territory and variable, empty ones included."""

from __future__ import annotations

import pandera.pandas as pa

from schemas.frames.base import Frame, Real
from schemas.guideline import BLANK, INVALID


class Context(Frame):
    """`state` is value, blank or invalid. Numbers in `number`, everything else as text in `value`.

    `value` of a choice is its language-neutral key; several are joined by ";". Details are "" or NA when
    not given; `month` and `date` are ISO ("2021-06", "2021-06-01").
    """

    territory_id: str
    variable_id: str
    state: str = pa.Field(isin=["value", BLANK, INVALID])
    value: str
    number: Real = pa.Field(nullable=True)
    year: Real = pa.Field(nullable=True)
    month: str
    date: str
    currency: str
    source: str
    text: str
    found: str
    tab: str
    cell: str
