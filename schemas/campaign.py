"""A campaign: one assessment exercise with its territories, agencies and settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence that data can be given under: its name for people, and where it stands."""

    title: str
    url: str


_CC = "https://creativecommons.org"
_ODC = "https://opendatacommons.org/licenses"
#: Licences for data by their SPDX name, as a Data Package asks for them.
LICENCES: Mapping[str, Licence] = {
    "CC-BY-4.0": Licence("Creative Commons Attribution 4.0", f"{_CC}/licenses/by/4.0/"),
    "CC-BY-SA-4.0": Licence("Creative Commons Attribution ShareAlike 4.0", f"{_CC}/licenses/by-sa/4.0/"),
    "CC-BY-NC-4.0": Licence("Creative Commons Attribution NonCommercial 4.0", f"{_CC}/licenses/by-nc/4.0/"),
    "CC-BY-3.0-IGO": Licence("Creative Commons Attribution 3.0 IGO", f"{_CC}/licenses/by/3.0/igo/"),
    "CC0-1.0": Licence("Creative Commons Zero 1.0", f"{_CC}/publicdomain/zero/1.0/"),
    "ODC-BY-1.0": Licence("Open Data Commons Attribution 1.0", f"{_ODC}/by/1-0/"),
    "ODbL-1.0": Licence("Open Data Commons Open Database Licence 1.0", f"{_ODC}/odbl/1-0/"),
}


@dataclass(frozen=True, slots=True)
class Territory:
    """One territory: one spreadsheet. `scenario` and `overlay` are confirmed by a person (DOMAIN 4).

    `could_be_asked`: how many voices there are to ask (an organisation is one), None where nobody knows.
    """

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
    could_be_asked: int | None = None


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

    @property
    def receives_all(self) -> bool:
        """Whether this agency's workbook shows every territory of the campaign."""
        return "*" in self.territories

    def receives(self, territory_id: str) -> bool:
        """Whether this agency's workbook shows that territory."""
        return self.receives_all or territory_id in self.territories


@dataclass(frozen=True)
class Campaign:
    """What the coordinator decided, from campaign.toml, territories.csv and agencies.csv.

    `licence`: of the data, a key of LICENCES, "" while nobody decided.
    `ask`: the groupings that each respondent is asked about, by id.
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
    licence: str = ""
    ask: tuple[str, ...] = ()

    def territory(self, territory_id: str) -> Territory:
        """The territory of that id; KeyError if the campaign has none."""
        return self._by_id[territory_id]

    @cached_property
    def _by_id(self) -> dict[str, Territory]:
        return {territory.id: territory for territory in self.territories}
