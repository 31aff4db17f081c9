"""A small outcome with everything that a workbook must cope with: withheld blocks, wild text, private matters.

Scores are computed here in the simplest way, only so that frames agree with each other; nothing is random.
"""

from __future__ import annotations

from datetime import date

from schemas.campaign import Agency, Campaign, Territory
from schemas.guideline import Guideline
from schemas.outcome import Outcome
from sheet_templates import load
from tests.reports.factory_rows import FINGERPRINT, PULLED_AT, Build
from tests.reports.factory_words import EMAIL, PERSON, PHONE, ROLE, WILD

__all__ = ["EMAIL", "FINGERPRINT", "PERSON", "PHONE", "PULLED_AT", "ROLE", "WILD", "campaign", "outcome"]

_TERRITORIES = (
    ("zarzis", "Zarzis", "TN", "fr", "S2", ""),
    ("cordoba", "Córdoba", "AR", "es", "S1", "S4"),
    ("praia", "Praia", "CV", "pt", "S2", "S4"),
    ("evora", "Évora", "PT", "pt", "S0", ""),
    ("amiens", "Amiens", "FR", "fr", "S3", ""),
    ("leeds", "Leeds", "GB", "en", "S0", ""),
)


def campaign(n_territories: int = 6, depth: str = "full") -> Campaign:
    """Six territories in four languages, three agencies with three agreements."""
    territories = tuple(
        Territory(key, name, country, language, scenario, overlay)
        for key, name, country, language, scenario, overlay in _made(n_territories)
    )
    return Campaign(
        id="demo",
        title="Territoires et ESS 2026",
        organiser="Forum des territoires",
        contact="Secrétariat du forum, bureau 12",
        session="Séance 2.3.2",
        deadline=date(2026, 6, 30),
        depth=depth,
        respondents=5,
        languages=("fr", "en", "es", "pt"),
        store="folder:sheets",
        territories=territories,
        agencies=(
            Agency("undp", "Programme des Nations Unies", "fr", "UNDP", ("*",), "organisations"),
            Agency(
                "ilo",
                "Oficina Internacional del Trabajo",
                "es",
                "ILO",
                ("cordoba", "praia"),
                "no_quotes",
            ),
            Agency("gsef", "GSEF", "en", "", ("*",), "none"),
        ),
        illustrative=True,
    )


def outcome(n_territories: int = 6, depth: str = "full", guideline: Guideline | None = None) -> Outcome:
    """The outcome of a session: the last territory has hardly answered, the others differ."""
    held, content = campaign(n_territories, depth), guideline or load.guideline()
    build = Build(held, content)
    build.run()
    return build.outcome()


def _made(count: int) -> list[tuple[str, str, str, str, str, str]]:
    more = [
        (f"t{place:04d}", f"Territoire {place:04d}", "FR", "fr", "S0", "") for place in range(len(_TERRITORIES), count)
    ]
    return [*_TERRITORIES[:count], *more]
