"""The numbers of the two-step prioritisation, as plan.toml says them (DOMAIN 5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sheet_templates.load import read_toml


@dataclass(frozen=True, slots=True)
class Prioritisation:
    """Shares sum to 1. `vote_points` are what each respondent spreads, `vote_points_on_one` the most on one action.

    `marks`: the lowest and the highest mark of a criterion.
    """

    max_actions: int
    vote_points: float
    vote_points_on_one: float
    criteria: Mapping[str, float]
    participatory: float
    technical: float
    marks: tuple[int, int]


@cache
def prioritisation() -> Prioritisation:
    """The shipped numbers."""
    table = read_toml("plan", "plan.toml")
    criteria, final = table["criteria"], table["final"]
    total = final["participatory"] + final["technical"]
    return Prioritisation(
        table["max_actions"],
        float(table["vote_points"]),
        float(table["vote_points_on_one"]),
        {name: share / sum(criteria.values()) for name, share in criteria.items()},
        final["participatory"] / total,
        final["technical"] / total,
        tuple(table["marks"]),
    )
