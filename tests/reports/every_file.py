"""One file of every kind the program writes, in one language, from one outcome."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.agenda import agenda_book
from pipeline.feedback import feedback_plans
from pipeline.plan_book import plan_book
from pipeline.stores.draw import draw
from reports.deliver import deliver
from reports.orders import TABLES, TERRITORY, WORKBOOK
from schemas.campaign import Territory
from schemas.layout import BookLayout
from schemas.outcome import Outcome
from sheet_templates.layout import book_layout
from tests.reports import factory
from tests.reports.factory_trust import trusted

#: Kinds that are read (reports), and kinds that people write into or take to a session.
REPORTS = ("consolidated", "agency", "territory")
FORMS = ("questionnaire", "feedback", "agenda", "rows for the plan")
TWINS = ("tables.xlsx", "tables.ods")


def one_file(kind: str, language: str, folder: Path) -> Path:
    """The file of that kind: of the territory of that language, or for an agency that reads it."""
    found = _outcome(language)
    territory = next(one for one in found.campaign.territories if one.language == language)
    if kind in FORMS:
        path = folder / f"{kind}.xlsx"
        path.write_bytes(draw(_form(kind, found, territory), found.made_at))
        return path
    if kind == "territory":
        return next(path for path in deliver(found, folder, (TERRITORY,)) if path.stem == territory.id)
    if kind in TWINS:
        return next(path for path in deliver(found, folder, (TABLES,)) if path.name.endswith(kind))
    return deliver(found, folder, (WORKBOOK,))[REPORTS.index(kind)]


def _form(kind: str, found: Outcome, territory: Territory) -> BookLayout:
    if kind == "questionnaire":
        return book_layout(found.guideline, found.campaign, territory, in_sheet=False)
    if kind == "feedback":
        return next(one.book for one in feedback_plans(found) if one.territory_id == territory.id)
    if kind == "agenda":
        return agenda_book(found, territory)
    rows: list[dict[str, object]] = [{"title": "=1+1", "block": "LEG", "source_rec": "R-LEG-LO1"}]
    return plan_book(found.guideline, territory, rows)


@cache
def _outcome(language: str) -> Outcome:
    found = trusted()
    agency = replace(found.campaign.agencies[0], language=language, redaction="none")
    campaign = replace(found.campaign, languages=(language,), agencies=(agency,))
    return replace(found, campaign=campaign, made_at=factory.PULLED_AT)
