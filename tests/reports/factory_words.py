"""What people write: texts that have broken somebody's workbook, names that must never leave, plans, problems."""

from __future__ import annotations

from schemas import frames

EMAIL, ROLE, PERSON, PHONE = (
    "amina.diallo@exemple.org",
    "Directrice",
    "Amina Diallo",
    "+221 77 123 45 67",
)

#: Text people paste, each of which has broken somebody's workbook.
WILD = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "\uff1d1+1",
    "=",
    "{=1+1}",
    '=HYPERLINK("http://mal.example","x")',
    "http://example.org/x",
    "mailto:x",
    "file:///etc/passwd",
    "internal:Data!A1",
    "_x0041_",
    "bell\x07bell",
    "\ufffe\uffff",
    "lone \ud800 surrogate",
    "\u202eright to left",
    "\u0645\u0631\u062d\u0628\u0627",
    "\U0001f44d\U0001f3fd emoji",
    "007",
    "1e5",
    "TRUE",
    "line\nline\r\nline",
    "<b>&amp;</b>",
    "e\u0301",
    "\u6843\u5712",
    "%s {0} {level}",
    "x" * 40_000,
    "\U0001f600" * 20_000,
    "",
)


def problems(here: str) -> list[tuple[object, ...]]:
    """A misread level and a missing proof."""
    tab = "Cadre juridique"
    return [
        (here, "LEG", tab, "G7", "LEVEL_IN_WORDS", "error", "LEG-1", "R2", "trois",
         "0 à 4", "Écrivez 3.", '{"suggestion": "3", "number": "3"}'),
        (here, "LEG", tab, "M8", "EVIDENCE_MISSING", "warning", "LEG-2", "", "=1+1", "", "Citez une pièce.", "{}"),
    ]  # fmt: skip


def actions(here: str) -> list[tuple[object, ...]]:
    """Two actions with every kind of cell, a name and an address in them."""
    rows = []
    empty = frames.Actions.empty()
    for number, (title, status) in enumerate((("Créer un guichet ESS", "started"), ("=1+1", "proposed"))):
        known: dict[str, object] = {
            "territory_id": here,
            "action_id": f"{here}-A{number + 1:02d}",
            "title": title,
            "description": f"Avec {PERSON} ({EMAIL})",
            "source_rec": "R-LEG-LO1",
            "block": "LEG",
            "baseline": 1.0,
            "target": 3.0,
            "lead": f"Mairie, {PERSON}",
            "lead_type": "municipality",
            "partners": "Réseau ESS",
            "agency_support": "UNDP;other_agency",
            "start": "2026-09-01",
            "end": "2027-06-30",
            "horizon": "S",
            "budget": 25000.0,
            "currency": "EUR",
            "secured_share": 40.0,
            "funding_source": "own_budget",
            "output_indicator": "1 guichet ouvert",
            "status": status,
            "progress": 25.0,
            "risk": "Délai",
            "tab": "Plan d'action",
            "cell": f"B{number + 6}",
        }
        blank = {name: "" if dtype == "str" else None for name, dtype in empty.dtypes.items()}
        rows.append(tuple({**blank, **known}[name] for name in blank))
    return rows
