"""How a spreadsheet's locale writes numbers, dates and truth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Locale:
    """The habits of one locale that values pass through when typed and shown."""

    decimal: str = "."
    group: str = ","
    date: str = "M/d/yyyy"
    time: str = "h:mm:ss am/pm"
    true: str = "TRUE"
    false: str = "FALSE"
    currency: str = "$"
    day_first: bool = False
    currency_after: bool = False


_NARROW = "\u202f"
_HARD = "\u00a0"

_LOCALES = {
    "en_US": Locale(),
    "en_GB": Locale(day_first=True, date="dd/MM/yyyy", time="hh:mm:ss", currency="£"),
    "fr_FR": Locale(",", _NARROW, "dd/MM/yyyy", "hh:mm:ss", "VRAI", "FAUX", "€", day_first=True, currency_after=True),
    "es_ES": Locale(",", ".", "d/M/yyyy", "h:mm:ss", "VERDADERO", "FALSO", "€", day_first=True, currency_after=True),
    "pt_PT": Locale(
        ",", _HARD, "dd/MM/yyyy", "hh:mm:ss", "VERDADEIRO", "FALSO", "€", day_first=True, currency_after=True
    ),
    "pt_BR": Locale(",", ".", "dd/MM/yyyy", "hh:mm:ss", "VERDADEIRO", "FALSO", "R$", day_first=True),
    "de_DE": Locale(",", ".", "dd.MM.yyyy", "hh:mm:ss", "WAHR", "FALSCH", "€", day_first=True, currency_after=True),
    "it_IT": Locale(",", ".", "dd/MM/yyyy", "h:mm:ss", "VERO", "FALSO", "€", day_first=True, currency_after=True),
}

_BY_LANGUAGE = {"en": "en_US", "fr": "fr_FR", "es": "es_ES", "pt": "pt_PT", "de": "de_DE"}


def locale_of(name: str) -> Locale:
    """The habits of a locale such as fr_FR; of its language, else American, when not listed."""
    if name in _LOCALES:
        return _LOCALES[name]
    return _LOCALES[_BY_LANGUAGE.get(name.partition("_")[0], "en_US")]
