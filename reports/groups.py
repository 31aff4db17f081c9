"""Workbooks of some of the territories each, where one would be too large: by country, and in parts where needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.rows import Record
from reports.text import file_stem

#: Stands for territories without a country.
_NO_COUNTRY = "other"


@dataclass(frozen=True, slots=True)
class Group:
    """Territories that share a workbook, in alphabetical order; `file` is its name, `name` the country and the part."""

    file: str
    name: str
    territories: tuple[Record, ...]


def groups(territories: Sequence[Record], most: int) -> tuple[Group, ...]:
    """Every territory in exactly one group of at most `most`: by country, larger countries in parts of like size."""
    countries: dict[str, list[Record]] = {}
    for one in territories:
        countries.setdefault(one.country.strip().upper() or _NO_COUNTRY, []).append(one)
    found: list[Group] = []
    taken: set[str] = set()
    for country in sorted(countries):
        members = countries[country]
        n_parts = -(-len(members) // most)
        for part in range(n_parts):
            inside = members[part * len(members) // n_parts : (part + 1) * len(members) // n_parts]
            name = country if n_parts == 1 else f"{country} {part + 1}/{n_parts}"
            found.append(Group(_file(name, taken), name, tuple(inside)))
    return tuple(found)


def _file(name: str, taken: set[str]) -> str:
    """A file name of its own for a group, whatever stands for its country."""
    stem = wish = file_stem(name.replace("/", "_of_").replace(" ", "-"))
    number = 1
    while stem.casefold() in taken:
        number += 1
        stem = f"{wish}-{number}"
    taken.add(stem.casefold())
    return f"{stem}.xlsx"
