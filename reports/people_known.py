"""The persons a campaign knows: focal points, the roster, who leads an action, who validated a context sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from reports.people import People, Phrase, looks_like_a_person, people, unbroken_names, words
from schemas.campaign import Campaign
from schemas.outcome import Outcome
from sheet_templates import load

if TYPE_CHECKING:
    import pandas as pd

#: What parts the persons and bodies that stand in one cell.
_BETWEEN = re.compile(r"[,;/()\n|:•·\u2013\u2014]|\s-\s|\s(?:et|and|y|e|&)\s")
_ADDRESS = re.compile(r"([\w.+-]{3,64})@[\w.-]{3,190}")
_LOCAL = re.compile(r"[._]")


def known_people(outcome: Outcome) -> People:
    """The recogniser for everything typed in this campaign."""
    cells = set(_cells(outcome))
    names = {name for cell in cells for part in _parts(cell) if (name := _person(part))}
    places = {word.plain for one in outcome.campaign.territories for word in words(f"{one.name} {one.id}")}
    addresses = {name for cell in (*cells, *_addresses(outcome.campaign)) for name in _from_addresses(cell)}
    names |= {name for name in addresses if not places & set(name)}
    unbroken = {name for cell in cells for part in _parts(cell) for name in unbroken_names(part)}
    bodies = frozenset(_bodies(outcome))
    alone = frozenset(one for one in unbroken if not any(one in body for body in bodies))
    return people(frozenset(names), alone, bodies, common_words())


@cache
def common_words() -> frozenset[str]:
    """The words of the guideline in every language: where they stand alone they name nobody."""
    guideline = load.guideline()
    texts = [
        text
        for one in guideline.indicators()
        for wording in (one.label, one.question, one.who, one.evidence, *one.levels)
        for text in wording.values()
    ]
    texts += [text for one in guideline.recommendations() for text in (*one.action.values(), *one.lead.values())]
    texts += [text for block in guideline.blocks for text in (*block.name.values(), *block.purpose.values())]
    return frozenset(word.plain for text in texts for word in words(text))


def _cells(outcome: Outcome) -> Iterator[str]:
    """The cells that ask for a person, or for an organisation and a person."""
    yield from (one.contact for one in outcome.campaign.territories)
    yield outcome.campaign.contact
    yield from outcome.actions["lead"].tolist()
    who = outcome.context["variable_id"].isin(
        [one.id for one in outcome.guideline.variables if one.key == "validation"]
    )
    yield from outcome.context.loc[who, "text"].tolist()


def _addresses(campaign: Campaign) -> Iterator[str]:
    yield from (one.email for one in campaign.roster)
    yield from (email for one in campaign.agencies for email in one.emails)


def _bodies(outcome: Outcome) -> Iterator[str]:
    """Organisations and places; what could be a person's name is not kept out."""
    yield from (one.name for one in outcome.campaign.territories)
    yield from (one.name for one in outcome.campaign.agencies)
    yield from (place for block in outcome.guideline.blocks for case in block.cases for place in case.place.values())
    for one in {*_texts(outcome.respondents, "organisation"), *_texts(outcome.actions, "partners")}:
        yield from (part.strip() for part in _parts(one) if not _person(part))


def _texts(frame: pd.DataFrame, name: str) -> Iterable[str]:
    return [one for one in frame[name].unique().tolist() if one]


def _parts(cell: str) -> list[str]:
    return _BETWEEN.split(cell)


@lru_cache(100_000)
def _person(part: str) -> Phrase:
    return looks_like_a_person(part, common_words())


def _from_addresses(text: str) -> Iterator[Phrase]:
    """The name in "amina.diallo@example.org"; a shared address ("praia-cv", "info.mairie") holds none."""
    for local in _ADDRESS.findall(text):
        parts = [one.title() for one in _LOCAL.split(local)]
        if len(parts) > 1 and (name := _person(" ".join(parts))):
            yield name
