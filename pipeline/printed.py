"""Sheets for people's hands, written to the campaign's output folder: the agenda, rows for the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pipeline.agenda import agenda_book
from pipeline.known import known_territory
from pipeline.plan_book import plan_book
from pipeline.plan_follow_up import plan_rows
from pipeline.stores.draw import draw
from schemas.errors import CampaignError
from schemas.layout import BookLayout
from schemas.outcome import Outcome


def print_agendas(outcome: Outcome, folder: Path, only: str | None = None) -> list[Path]:
    """One printable sheet per territory that was read, in its language; only that territory if one is named."""
    if only:
        known_territory(outcome.campaign, only)
    read = set(outcome.pulls["territory_id"])
    chosen = [one for one in outcome.campaign.territories if one.id in read and only in {None, one.id}]
    return _written(outcome, folder, (agenda_book(outcome, one) for one in chosen))


def print_plan_rows(
    outcome: Outcome, folder: Path, territory_id: str, rec_ids: tuple[str, ...], start: date
) -> list[Path]:
    """The accepted recommendations of a territory as rows to copy into its plan; nothing where the plan holds them all.

    Raises:
        CampaignError: no such territory or recommendation.
    """
    known_territory(outcome.campaign, territory_id)
    known = {rec.id for rec in outcome.guideline.recommendations()}
    strange = [one for one in rec_ids if one not in known]
    if strange:
        message = f"no such recommendation: {', '.join(strange)}"
        raise CampaignError(message, "Take the codes from the territory's sheet of advice, such as R-LEG-LO1.")
    territory = outcome.campaign.territory(territory_id)
    rows = plan_rows(outcome, territory, rec_ids, start)
    return _written(outcome, folder, [plan_book(outcome.guideline, territory, rows)] if rows else [])


def _written(outcome: Outcome, folder: Path, books: Iterable[BookLayout]) -> list[Path]:
    paths = []
    for book in books:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{book.territory_id}.xlsx"
        path.write_bytes(draw(book, outcome.made_at))
        paths.append(path)
    return paths
