"""Lints of the shipped content: every fault with its file, its key, what is wrong and what was perhaps meant.

Shapes come first: what is missing or of the wrong kind would only bring further faults about.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from sheet_templates.findings import Findings
from sheet_templates.lints.content import Content
from sheet_templates.lints.groupings import groupings
from sheet_templates.lints.languages import languages
from sheet_templates.lints.lengths import lengths
from sheet_templates.lints.numbers import numbers
from sheet_templates.lints.references import references
from sheet_templates.lints.rules import rules
from sheet_templates.lints.shapes import shapes

_PARTS = ("blocks", "context", "frame", "plan", "rules", "scenarios", "words")


def content_findings() -> list[str]:
    """Every fault of the shipped content, one line each; empty when there is none."""
    tables: dict[str, dict[str, Any]] = {}
    broken = []
    for name, file in _content_files():
        try:
            tables[name] = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            broken.append(f"sheet_templates/{name}: cannot be read: {fault}")
    return broken or findings_in(tables)


def findings_in(tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Every fault of these content tables, by file name below sheet_templates ("blocks/01_legal/fr.toml")."""
    content, findings = Content(tables), Findings("sheet_templates/")
    shapes(content, findings)
    if not findings.lines:
        for lint in (languages, references, numbers, groupings, rules, lengths):
            lint(content, findings)
    return findings.lines


def content_tables() -> dict[str, dict[str, Any]]:
    """Every shipped content file as a table, by its name below sheet_templates."""
    return {name: tomllib.loads(file.read_text(encoding="utf-8")) for name, file in _content_files()}


def _content_files() -> Iterator[tuple[str, Traversable]]:
    here = files("sheet_templates")
    yield from ((name, here.joinpath(name)) for name in ("guideline.toml", "same.toml", "theme.toml"))
    for part in _PARTS:
        yield from _below(part, here.joinpath(part))


def _below(name: str, folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _below(f"{name}/{entry.name}", entry)
        elif entry.name.endswith(".toml"):
            yield f"{name}/{entry.name}", entry
