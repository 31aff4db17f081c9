"""Rules of advice: what they give and what they look at is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sheet_templates.findings import Findings
from sheet_templates.lints.content import Content

FILE = "rules/rules.toml"
_FIELDS = {"id", "version", "gives", "source", "conflicts", "when"}
_JOINED = ("all", "any", "none")
_UPPER = re.compile(r"[A-Z][A-Z0-9_]*\Z")


def rules(content: Content, findings: Findings) -> None:
    """Every rule that is malformed or names something that is not there."""
    rows = content.rows(FILE, "rule")
    if FILE not in content.tables or not rows:
        findings.add(FILE, "", "is missing or names no rule")
        return
    advice = ["*", *(row["id"] for _, _, row in content.of_blocks("recommendation"))]
    known = _known(content)
    findings.repeated(FILE, "rule", [str(row.get("id")) for row in rows])
    for number, row in enumerate(rows, start=1):
        here = str(row.get("id", f"rule {number}"))
        for name in sorted(_FIELDS - set(row)):
            findings.add(FILE, f"{here}.{name}", "is missing")
        findings.unknowns(FILE, here, sorted(set(row) - _FIELDS), _FIELDS, "field of a rule")
        if not _UPPER.match(here):
            findings.add(FILE, here, "must be in capitals, such as LAW_TO_REVIEW")
        for name in ("gives", "conflicts"):
            findings.unknowns(FILE, f"{here}.{name}", row.get(name, ()), advice, "recommendation")
        when = row.get("when", {})
        findings.unknowns(FILE, f"{here}.when", when, _JOINED, "way to join conditions")
        for joined in _JOINED:
            for condition in when.get(joined, ()):
                _condition(findings, f"{here}.when.{joined}", condition, known)


def _known(content: Content) -> dict[str, Iterable[str]]:
    blocks = [block["id"] for block in content.blocks.values()]
    return {
        "block": ["own", *blocks],
        "neighbour": ["own", *blocks],
        "indicator": [row["id"] for _, _, row in content.of_blocks("indicator")],
        "scenario": content.ids("scenarios/scenarios.toml", "scenario"),
        "variable": content.ids("context/context.toml", "variable"),
        "lifted": ["below_target"],
    }


def _condition(findings: Findings, here: str, condition: Mapping[str, Any], known: Mapping[str, Iterable[str]]) -> None:
    named = [name for name in known if name in condition]
    if not named:
        findings.add(FILE, here, f"looks at none of {', '.join(known)}")
    for name in named:
        findings.unknown(FILE, here, condition[name], known[name], name)
