"""A workbook for each territory's focal point, in the territory's language: its own results and nobody else's.

Profile, what to discuss, recommendations with the answers that caused them, plan, changes since the last session,
problems, then every indicator, what was agreed and every answer. Organisations and quotes are its own, so they are shown; e-mail addresses,
telephone numbers and roles are not. A territory that did not agree to publication gets its workbook too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reports import book, workbook
from reports.redact import NONE
from reports.rows import Record
from reports.sections import (
    advice,
    blocks,
    cases,
    changes,
    contents,
    context,
    cover,
    coverage,
    data,
    plans,
    problems,
    reading,
    talk,
    territories,
)
from reports.sheet import Sheet
from reports.text import tab_titles
from reports.view import View, view
from schemas.campaign import Agency
from schemas.outcome import Outcome

FOLDER = "territories"


def deliver_territories(outcome: Outcome, folder: Path) -> list[Path]:
    """Write `territories/<territory_id>.xlsx` under `folder`, in the order of the campaign; return the paths.

    Each file appears whole or not at all (OutputError says which one could not be written); the same outcome gives
    the same bytes. The median of peers comes from the territories that agreed to publication.
    """
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    languages = {one.id: one.language for one in outcome.campaign.territories}
    shelves = {language: _Shelf.of(outcome, language) for language in sorted(set(languages.values()))}
    written = []
    for one in outcome.campaign.territories:
        shelf = shelves[languages[one.id]]
        territory = shelf.found.get(one.id)
        if territory is not None:
            alone = shelf.alone(territory)
            sheets = _sheets(shelf, alone, territory)
            written.append(
                book.write(place / territories.file_name(territory), sheets, workbook.facts(alone, territory))
            )
    return written


@dataclass(frozen=True, slots=True)
class _Shelf:
    """All territories in one language: what each one's own view is cut from."""

    whole: View
    public: View
    peers: dict[str, float | None]
    found: dict[str, Record]
    rows: dict[str, dict[tuple[str, str], tuple[int, int]]]
    positions: dict[str, dict[tuple[str, str], Record]]

    @classmethod
    def of(cls, outcome: Outcome, language: str) -> _Shelf:
        """The shelf of `language`."""
        published = {one.id for one in outcome.campaign.territories if one.publish}
        everyone = tuple(replace(one, publish=True) for one in outcome.campaign.territories)
        opened = replace(outcome, campaign=replace(outcome.campaign, territories=everyone))
        whole = view(opened, Agency("", "", language, redaction=NONE), language)
        shown = tuple(one for one in whole.territories if one.territory_id in published)
        public = replace(whole, territories=shown)
        rows: dict[str, dict[tuple[str, str], tuple[int, int]]] = {}
        for key, place in whole.data_rows.items():
            rows.setdefault(key[0], {})[key] = place
        positions: dict[str, dict[tuple[str, str], Record]] = {}
        for key, position in whole.positions.items():
            positions.setdefault(key[0], {})[key] = position
        found = {one.territory_id: one for one in whole.territories}
        return cls(whole, public, territories.medians(public), found, rows, positions)

    def alone(self, territory: Record) -> View:
        """What this territory may see: itself."""
        here = territory.territory_id
        rows = self.rows.get(here, {})
        first = min((start for start, _ in rows.values()), default=0)
        count = sum(number for _, number in rows.values())
        return replace(
            self.whole,
            agency=Agency(here, territory.name, self.whole.language, territories=(here,), redaction=NONE),
            territories=(territory,),
            answers=self.whole.answers.iloc[first : first + count],
            data_rows={key: (start - first, number) for key, (start, number) in rows.items()},
            positions=self.positions.get(here, {}),
        )


def _sheets(shelf: _Shelf, alone: View, territory: Record) -> tuple[Sheet, ...]:
    """Its profile is drawn from the public view, which says how many peers the median comes from."""
    others = [
        reading.sheet(alone),
        territories.sheet(shelf.public, territory, shelf.peers),
        talk.sheet(alone),
        advice.sheet(alone),
        plans.sheet(alone),
        changes.sheet(alone),
        context.sheet(alone),
        coverage.sheet(alone),
        problems.sheet(alone),
        *blocks.sheets(alone),
        cases.sheet(alone),
        data.positions(alone),
        data.answers(alone),
        data.pulls(alone),
    ]
    return tuple(_titled(alone, others))


def _titled(alone: View, others: list[Sheet]) -> Iterator[Sheet]:
    """The sheets under unique titles, cover and contents first; the territory's own sheet gives way to ours."""
    every = [cover.sheet(alone), contents.sheet(alone, ()), *others]
    order = sorted(every, key=lambda one: one.key.startswith("territory:"))
    titles = dict(zip((one.key for one in order), tab_titles(one.title for one in order), strict=True))
    first, second, *rest = (replace(one, title=titles[one.key]) for one in every)
    yield first
    yield replace(contents.sheet(alone, rest), title=second.title)
    yield from rest
