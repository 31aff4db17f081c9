"""The settings of campaign.toml, checked one by one; faults are noted with their key. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from schemas.campaign import LICENCES
from schemas.guideline import Guideline
from sheet_templates.findings import Findings, did_you_mean
from sheet_templates.lints.numbers import policy_findings
from sheet_templates.lints.shapes import KINDS
from sheet_templates.load import policy, read_toml

_MOST_RESPONDENTS, _MOST_PLAN_ROWS, _HIGHEST_SEED = 30, 200, 2**31 - 1
_DEPTHS = ("core", "full")
#: Setting -> kind and what stands when it is left out.
_SETTINGS: Mapping[str, tuple[str, Any]] = {
    "id": ("text", ""), "title": ("text", ""), "organiser": ("text", ""), "contact": ("text", ""),
    "session": ("text", ""), "depth": ("text", "core"), "respondents": ("whole", 8), "plan_rows": ("whole", 12),
    "languages": ("texts", None), "store": ("text", "folder:sheets"), "illustrative": ("flag", False),
    "seed": ("whole", 20210601), "policy": ("table", {}), "deadline": ("date", None),
    "publish_overview": ("flag", False), "licence": ("text", ""), "ask": ("texts", ()),
}  # fmt: skip
_RANGES = {"respondents": (1, _MOST_RESPONDENTS), "plan_rows": (1, _MOST_PLAN_ROWS), "seed": (0, _HIGHEST_SEED)}


@dataclass(frozen=True, slots=True)
class Settings:
    """What campaign.toml says, or what stands where it is silent."""

    id: str
    title: str
    organiser: str
    contact: str
    session: str
    depth: str
    respondents: int
    plan_rows: int
    languages: tuple[str, ...]
    store: str
    illustrative: bool
    seed: int
    policy: Mapping[str, Any]
    deadline: date | None
    publish_overview: bool
    licence: str
    ask: tuple[str, ...]


def read_settings(file: str, table: Mapping[str, Any], guideline: Guideline, findings: Findings) -> Settings:
    """The settings of the campaign; a fault stands beside the value that is used instead."""
    for key in table:
        if key not in _SETTINGS:
            findings.add(file, key, f"is no setting{did_you_mean(key, _SETTINGS)}")
    found = {key: _value(file, key, table, findings) for key in _SETTINGS}
    for key in ("id", "title"):
        if not found[key].strip():
            findings.add(file, key, "is missing or empty")
    if found["licence"]:
        findings.unknown(
            file, "licence", found["licence"], tuple(LICENCES), f"licence; write one of {', '.join(LICENCES)}"
        )
    findings.unknown(file, "depth", found["depth"], _DEPTHS, f"depth; write one of {', '.join(_DEPTHS)}")
    for key, (low, high) in _RANGES.items():
        if not low <= found[key] <= high:
            findings.add(file, key, f"must be a whole number from {low} to {high}")
            found[key] = _SETTINGS[key][1]
    languages = guideline.languages if found["languages"] is None else tuple(dict.fromkeys(found["languages"]))
    findings.unknowns(file, "languages", languages, guideline.languages, "language of the guideline")
    asked = [one.id for one in guideline.groupings]
    findings.unknowns(file, "ask", found["ask"], asked, f"question to ask; write some of {', '.join(asked)}, or []")
    if not languages:
        findings.add(file, "languages", f'names none; write for instance ["{guideline.languages[0]}"]')
    return Settings(**{**found, "languages": languages, "ask": tuple(one for one in asked if one in found["ask"])})


def with_policy(file: str, guideline: Guideline, changes: Mapping[str, Any], findings: Findings) -> Guideline:
    """The guideline with the numbers that the campaign decided otherwise."""
    shipped = read_toml("guideline.toml")["policy"]
    table = {**shipped, **changes}
    own = Findings()
    policy_findings(table, [block.id for block in guideline.blocks], own, file)
    findings.lines += own.lines
    return guideline if own.lines else replace(guideline, policy=policy(table, read_toml("frame", "frame.toml")))


def _value(file: str, key: str, table: Mapping[str, Any], findings: Findings) -> Any:
    kind, otherwise = _SETTINGS[key]
    if key not in table:
        return otherwise
    value = table[key]
    if kind == "date":
        return _day(file, key, value, findings)
    called, fits = KINDS[kind]
    if not fits(value):
        findings.add(file, key, f"must be {called}")
        return otherwise
    return value


def _day(file: str, key: str, value: Any, findings: Findings) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    findings.add(file, key, "must be a date such as 2021-06-01, without quotes")
    return None
