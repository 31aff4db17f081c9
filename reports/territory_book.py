"""A workbook for each territory's focal point, in the territory's language: its own results and nobody else's.

Profile, what to discuss, recommendations with the answers that caused them, plan, changes since the last session,
problems, what is masked, then every indicator, what was agreed and every answer. Organisations and quotes are its
own, so they are shown; e-mail addresses, telephone numbers, names of persons and roles are not. A territory that did
not agree to publication gets its workbook too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from reports.inputs import short_mark
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
    equity,
    follow_up,
    masked,
    plans,
    problems,
    ranks,
    reading,
    talk,
    territories,
)
from reports.sheet import Sheet, tables
from reports.text import tab_titles
from reports.view import View, Whole, view
from schemas.campaign import Agency
from schemas.outcome import Outcome

FOLDER = "territories"
#: Sheets that one territory has only where they say something of it.
_WHERE_THERE_IS_ANY = frozenset({"follow_up", "ranks", "changes", "change_checks", "equity"})
#: The date in the properties of a workbook of a territory that was never read; its cover shows none.
_NOTHING_READ = datetime(2000, 1, 1, tzinfo=UTC)


def sheets(alone: View) -> tuple[Sheet, ...]:
    """The sheets of the workbook of the one territory in `alone`."""
    others = [
        reading.sheet(alone),
        territories.sheet(alone, alone.territories[0]),
        talk.sheet(alone),
        advice.sheet(alone),
        plans.sheet(alone),
        follow_up.sheet(alone),
        ranks.sheet(alone),
        changes.sheet(alone),
        changes.checks(alone),
        equity.sheet(alone),
        context.sheet(alone),
        coverage.sheet(alone),
        problems.sheet(alone),
        masked.sheet(alone),
        *blocks.sheets(alone),
        cases.sheet(alone),
        data.positions(alone),
        data.answers(alone),
        data.pulls(alone),
    ]
    return tuple(_titled(alone, [one for one in others if _says_something(one)]))


def _says_something(sheet: Sheet) -> bool:
    return sheet.key not in _WHERE_THERE_IS_ANY or any(one.n_rows for one in tables(sheet))


@dataclass(frozen=True, slots=True)
class Shelf:
    """Territories in one language, published or not: what each one's own view is taken from."""

    whole: View
    rows: dict[str, dict[tuple[str, str], tuple[int, int]]]
    positions: dict[str, dict[tuple[str, str], Record]]

    @classmethod
    def of(cls, outcome: Outcome, language: str, whole: Whole) -> Shelf:
        """The shelf of all territories of `outcome` in `language`."""
        everyone = tuple(replace(one, publish=True) for one in outcome.campaign.territories)
        opened = replace(outcome, campaign=replace(outcome.campaign, territories=everyone))
        seen = view(opened, Agency("", "", language, redaction=NONE), language, whole)
        return cls(seen, _by_territory(seen.data_rows), _by_territory(seen.positions))

    def alone(self, territory: Record) -> View:
        """What this territory may see: itself, as of the time its questionnaire was read."""
        here = territory.territory_id
        rows, pull = self.rows.get(here, {}), self.whole.pulls.get(here)
        first = min((start for start, _ in rows.values()), default=0)
        count = sum(number for _, number in rows.values())
        return replace(
            self.whole,
            agency=Agency(here, territory.name, self.whole.language, territories=(here,), redaction=NONE),
            territories=(territory,),
            answers=self.whole.answers.iloc[first : first + count],
            data_rows={key: (start - first, number) for key, (start, number) in rows.items()},
            positions=self.positions.get(here, {}),
            across=(),
            gaps_across=(),
            made_at=pull.pulled_at.replace(tzinfo=UTC) if pull else _NOTHING_READ,
            fingerprint=short_mark(self.whole.guideline, (pull.sha if pull else "",)),
        )


def _by_territory(found: Mapping[tuple[str, str], Any]) -> dict[str, dict[tuple[str, str], Any]]:
    apart: dict[str, dict[tuple[str, str], Any]] = {}
    for key, one in found.items():
        apart.setdefault(key[0], {})[key] = one
    return apart


def _titled(alone: View, others: list[Sheet]) -> Iterator[Sheet]:
    """The sheets under unique titles, cover and contents first; the territory's own sheet gives way to ours."""
    every = [cover.sheet(alone), contents.sheet(alone, ()), *others]
    order = sorted(every, key=lambda one: one.key.startswith("territory:"))
    titles = dict(zip((one.key for one in order), tab_titles(one.title for one in order), strict=True))
    first, second, *rest = (replace(one, title=titles[one.key]) for one in every)
    yield first
    yield replace(contents.sheet(alone, rest), title=second.title)
    yield from rest
