"""What every entry of a structure file must hold, and of which kind: checked before anything else is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sheet_templates.findings import Findings, did_you_mean
from sheet_templates.lints.content import Content, Table

#: What a kind of value is called, and whether a value is of it.
KINDS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "text": ("a text", lambda value: isinstance(value, str)),
    "flag": ("true or false", lambda value: isinstance(value, bool)),
    "whole": ("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
    "number": ("a number", lambda value: isinstance(value, (int, float)) and not isinstance(value, bool)),
    "texts": ("a list of texts", lambda value: _all(value, str)),
    "wholes": ("a list of whole numbers", lambda value: _all(value, int)),
    "pair": ("two numbers [low, high]", lambda value: _all(value, int, float) and len(value) == 2),  # noqa: PLR2004
    "one or more": ("a text or a list of texts", lambda value: isinstance(value, str) or _all(value, str)),
    "table": ("a table", lambda value: isinstance(value, Mapping)),
    "tables": ("a list of tables", lambda value: _all(value, Mapping)),
}

#: File -> what stands at its top. A "?" marks what may be left out.
TOPS: Mapping[str, Mapping[str, str]] = {
    "guideline.toml": {"id": "text", "version": "text", "languages": "texts", "blocks": "texts", "policy": "table"},
    "block": {
        "id": "text", "main_drivers": "texts", "agencies": "texts", "indicator": "tables", "recommendation": "tables",
        "case": "tables?",
    },
    "context": {"version": "whole", "groups": "texts", "variable": "tables", "check": "tables"},
    "scenarios": {
        "version": "whole", "default": "text", "suggestion_order": "texts", "overlays": "texts", "scenario": "tables",
    },
    "plan": {
        "version": "whole", "max_actions": "whole", "vote_points": "whole", "vote_points_on_one": "whole",
        "criteria": "table", "marks": "pair", "block_reason": "table", "final": "table", "column": "tables", "check": "tables",
    },
    "frame": {
        "version": "whole", "languages": "texts", "source": "table", "level": "tables", "answer": "tables",
        "evidence": "table", "actor_types": "table", "lead_types": "table", "drivers": "table", "agencies": "table",
        "topics": "table", "band": "tables", "horizon": "tables", "resource": "tables", "spellings": "table",
        "number_words": "table", "grouping": "tables",
    },
}  # fmt: skip

#: Structure file and entry -> its fields.
ENTRIES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("block", "indicator"): {
        "id": "text", "version": "whole", "core": "flag", "drivers": "texts", "sdg_targets": "texts", "topic": "text",
    },
    ("block", "recommendation"): {
        "id": "text", "band": "text", "horizon": "text", "resources": "whole", "indicators": "texts",
        "agencies": "texts", "lead_type": "text", "needs_other_level": "flag",
    },
    ("block", "case"): {"id": "text", "year": "text", "country": "text", "warning": "flag", "sources": "texts"},
    ("context", "variable"): {
        "id": "text", "key": "text", "group": "text", "kind": "text", "unit": "text", "detail": "texts",
        "owner": "text", "core": "flag", "hard": "pair?", "soft": "pair?", "choices": "texts?",
        "required_with": "texts?", "required_if": "table?", "no_detail_for": "texts?", "exclusive": "one or more?",
        "locks": "texts?", "since": "whole?",
    },
    ("context", "check"): {
        "id": "text", "severity": "text", "rule": "text", "variables": "texts", "indicators": "texts?",
        "left": "text?", "right": "one or more?", "low": "number?", "high": "number?", "factor": "number?",
        "same": "texts?", "values": "texts?", "levels": "wholes?", "detail": "text?", "unit": "text?", "when": "texts?",
    },
    ("scenarios", "scenario"): {
        "id": "text", "key": "text", "overlay": "flag", "weights": "table", "first": "texts", "postpone": "texts",
        "always_computed": "flag?", "max_actions": "whole?", "horizon_first_pass": "text?",
        "suggested_by": "tables?", "supported_by": "tables?",
    },
    ("plan", "column"): {
        "id": "text", "kind": "text", "required": "flag", "owner": "text", "width": "number", "limits": "pair?",
        "choices": "texts?", "from": "text?", "extra": "texts?", "exclusive": "one or more?", "whole": "flag?",
    },
    ("plan", "check"): {
        "id": "text", "severity": "text", "scope": "text", "columns": "texts", "limit": "number?", "variables": "texts?",
        "same": "texts?", "when": "texts?", "counts_as": "table?",
    },
    ("frame", "grouping"): {
        "id": "text", "choices": "texts", "first": "texts", "second": "texts", "spellings": "table",
    },
    ("frame", "level"): {"value": "whole", "key": "text"},
    ("frame", "band"): {"key": "text", "at_least": "number", "below": "number?"},
    ("frame", "horizon"): {"key": "text", "below_months": "whole?", "up_to_months": "whole?"},
    ("frame", "resource"): {"value": "whole", "sign": "text", "feasibility": "number", "up_to": "number?"},
    ("frame", "answer"): {"key": "text", "in_mean": "flag", "in_coverage_base": "flag", "reason_required": "flag"},
}  # fmt: skip


def shapes(content: Content, findings: Findings) -> None:
    """Files that are missing; fields that are missing, unknown or of the wrong kind."""
    _shape(findings, "guideline.toml", "", content.table("guideline.toml"), TOPS["guideline.toml"])
    for folder, name in content.folders.items():
        wanted = [f"{folder}/{name}.toml", *(f"{folder}/{language}.toml" for language in content.languages)]
        missing = [file for file in wanted if file not in content.tables]
        for file in missing:
            findings.add(file, "", "is missing")
        if wanted[0] not in missing:
            _structure(content, findings, wanted[0], name)
    for language in content.languages:
        for file in (f"words/{language}.toml", f"words/report.{language}.toml"):
            if file not in content.tables:
                findings.add(file, "", "is missing")
    there = {file.rpartition("/")[0] for file in content.tables if file.startswith("blocks/")}
    for folder in sorted(there - set(content.folders)):
        findings.add("guideline.toml", "blocks", f"does not name the folder {folder}")


def _structure(content: Content, findings: Findings, file: str, name: str) -> None:
    _shape(findings, file, "", content.table(file), TOPS[name])
    for (owner, entry), fields in ENTRIES.items():
        rows = content.rows(file, entry) if owner == name else ()
        if not _all(rows, Mapping):
            continue
        for number, row in enumerate(rows, start=1):
            _shape(findings, file, str(row.get("id") or row.get("key") or f"{entry} {number}"), row, fields)


def _shape(findings: Findings, file: str, where: str, row: Table, fields: Mapping[str, str]) -> None:
    dot = f"{where}." if where else ""
    for name in row:
        if name not in fields:
            findings.add(file, f"{dot}{name}", f"is not known here{did_you_mean(name, fields)}")
    for name, kind in fields.items():
        needed = not kind.endswith("?")
        if name in row:
            called, fits = KINDS[kind.removesuffix("?")]
            if not fits(row[name]):
                findings.add(file, f"{dot}{name}", f"must be {called}")
        elif needed:
            findings.add(file, f"{dot}{name}", "is missing")


def _all(value: object, *kinds: type) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and all(isinstance(one, kinds) for one in value)
