"""A campaign: one assessment exercise with its territories, agencies and settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Territory:
    """One territory: one spreadsheet. `scenario` and `overlay` are confirmed by a person (DOMAIN 4)."""

    id: str
    name: str
    country: str
    language: str
    scenario: str = "S0"
    overlay: str = ""
    level: str = ""
    store: str = ""
    contact: str = ""
    publish: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works on a territory's spreadsheet: a person, or a group by its address."""

    territory_id: str
    email: str
    role: str = "writer"
    kind: str = "user"


@dataclass(frozen=True, slots=True)
class Agency:
    """A partner agency that receives a workbook: its territories ("*" means all), language and fit."""

    id: str
    name: str
    language: str
    fit: str = ""
    territories: tuple[str, ...] = ("*",)
    redaction: str = "organisations"
    folder: str = ""
    emails: tuple[str, ...] = ()

    def receives(self, territory_id: str) -> bool:
        """Whether this agency's workbook shows that territory."""
        return "*" in self.territories or territory_id in self.territories


@dataclass(frozen=True, slots=True)
class Campaign:
    """What the coordinator decided, from campaign.toml, territories.csv and agencies.csv.

    `reviewed`: territory and indicator of every piece of evidence that a reviewer has seen, sorted.
    """

    id: str
    title: str
    organiser: str
    contact: str
    session: str
    deadline: date | None
    depth: str
    respondents: int
    languages: tuple[str, ...]
    store: str
    territories: tuple[Territory, ...]
    agencies: tuple[Agency, ...]
    illustrative: bool = False
    plan_rows: int = 12
    seed: int = 20210601
    reviewed: tuple[tuple[str, str], ...] = ()
    roster: tuple[Member, ...] = ()
    publish_overview: bool = False

    def territory(self, territory_id: str) -> Territory:
        """The territory of that id; KeyError if the campaign has none."""
        for territory in self.territories:
            if territory.id == territory_id:
                return territory
        raise KeyError(territory_id)
