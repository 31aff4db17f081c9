"""The shipped content, and the lints that look after it.

1. The shipped content has no finding.
2. It holds what was promised: 8 blocks, 56 indicators of which 24 core and 3 per block, 72 recommendations (9 per
   block, 3 per band), 36 context variables, 7 scenarios with S0 first, five levels per indicator, four languages.
3. A fault is found, with its file, its key and, where something is near, what was meant.
4. Nothing that is missing makes the lints themselves fail.
5. Rules named in the content are carried out by the program, and the program has no rule without content.
6. Every text that the program asks for by name is there.
7. The words of a problem fill all their placeholders and have three parts in every language.
8. No line breaks before a sign that belongs to its word: in French : ; ? ! and guillemets, in three languages the %.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.context_checks import RULES
from pipeline.plan_checks import CHECKS
from schemas.problem import CATALOGUE
from sheet_templates.check import content_findings, findings_in
from sheet_templates.lints import references
from sheet_templates.lints.languages import IN_PROBLEMS
from sheet_templates.load import guideline, words
from sheet_templates.messages import wording
from tests.content_faults import FAULTS, LANGUAGES, LEGAL, SHIPPED, Tables

ROOT = Path(__file__).parents[1]


def test_the_shipped_content_has_no_finding():
    """1."""
    assert content_findings() == []


def test_the_content_holds_what_was_promised():
    """2."""
    content = guideline()

    assert content.languages == LANGUAGES
    assert len(content.blocks) == 8
    assert len(list(content.indicators())) == 56
    assert [len([one for one in block.indicators if one.core]) for block in content.blocks] == [3] * 8
    assert len(list(content.recommendations())) == 72
    bands = [[one.band for one in block.recommendations] for block in content.blocks]
    assert bands == [["low"] * 3 + ["mid"] * 3 + ["high"] * 3] * 8
    assert len(content.variables) == 36
    assert [one.id for one in content.scenarios] == ["S0", "S1", "S2", "S3", "S4", "S5", "S6"]
    assert set(content.scenarios[0].weights.values()) == {0.125}
    assert [len(one.levels) for one in content.indicators()] == [5] * 56
    assert len({one.topic for one in content.indicators()}) == 9


@pytest.mark.parametrize(
    ("language", "parted"), [("fr", r"\S [:;?!»%](?!\w)|« "), ("es", r"[\d}] %"), ("pt", r"[\d}] %")]
)
def test_a_sign_is_not_parted_from_its_word(language: str, parted: str):
    """8."""
    lines = [
        (path.name, line)
        for path in (ROOT / "sheet_templates").rglob(f"*{language}.toml")
        if "demo" not in path.parts  # there people type as people do
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]

    assert len(lines) > 1000
    assert [found for found in lines if re.search(parted, found[1])] == []


def test_every_block_cites_experiences_with_sources():
    """2."""
    counts = {block.id: len([case for case in block.cases if case.sources]) for block in guideline().blocks}

    assert min(counts.values()) >= 3, counts


def test_the_short_version_lifts_every_driver():
    """2. The core indicators alone still say something about each driver."""
    content = guideline()
    lifted = {driver for one in content.indicators() if one.core for driver in one.drivers}

    assert lifted == set(content.drivers)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_and_named(name: str):
    """3."""
    spoil, expected = FAULTS[name]
    tables = Tables()

    spoil(tables)

    found = findings_in(tables.spoiled())
    assert any(expected in line for line in found), found
    assert all(line.startswith("sheet_templates/") for line in found)


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(SHIPPED))
def test_a_missing_or_empty_file_never_breaks_the_lints(file: str):
    """4."""
    if file == "theme.toml":
        pytest.skip("drawing, not content")
    without = {name: table for name, table in SHIPPED.items() if name != file}
    emptied = SHIPPED | {file: {}}

    assert any(file.rpartition("/")[0] in line for line in findings_in(without))
    assert findings_in(emptied)


def _without_each_key(table: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in table.items():
        yield key, {name: one for name, one in table.items() if name != key}
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for inner in value[0]:
                first = {name: one for name, one in value[0].items() if name != inner}
                yield f"{key}.{inner}", table | {key: [first, *value[1:]]}


@pytest.mark.parametrize(
    "file",
    [
        LEGAL,
        "context/context.toml",
        "plan/plan.toml",
        "scenarios/scenarios.toml",
        "frame/frame.toml",
        "guideline.toml",
        "rules/rules.toml",
    ],
)
@pytest.mark.slow
def test_a_missing_key_never_breaks_the_lints(file: str):
    """4."""
    for _, table in _without_each_key(SHIPPED[file]):
        assert isinstance(findings_in(SHIPPED | {file: table}), list)


def test_the_rules_of_the_content_are_those_of_the_program():
    """5."""
    content = guideline()

    assert set(references.RULES) == set(RULES)
    assert {check.rule for check in content.context_checks} == set(RULES)
    assert {check.id for check in content.plan_checks} == set(CHECKS)


def _keys_asked_for(folder: str) -> Iterator[str]:
    """Dotted keys that stand whole in a call, such as words("sheet.plan.title")."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = ast.unparse(node.func).rpartition(".")[2]
                key = node.args[0].value
                if (
                    called in {"words", "vocabulary", "say"}
                    and isinstance(key, str)
                    and re.fullmatch(r"[a-z_]+(\.\w+)+", key)
                ):
                    yield key


@pytest.mark.parametrize("folder", ["pipeline", "reports", "sheet_templates"])
def test_every_text_the_program_asks_for_is_there(folder: str):
    """6."""
    known = words("fr").keys()
    asked = set(_keys_asked_for(folder))

    assert asked, "no key found: has the name of the function changed?"
    assert sorted(key for key in asked if not {key, f"report.{key}"} & known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_problems_are_worded_in_three_parts_with_everything_filled_in(language: str):
    """7."""
    vocabulary, content = words(language), guideline()
    checks = {check.id: check for check in (*content.context_checks, *content.plan_checks)}
    values = dict.fromkeys([*IN_PROBLEMS, "left", "right", "name"], "⟨1⟩")
    values |= {
        "accepts": "accepts.level",
        "differs": "accepts.differs",
        "label": "context:CTX-05",
        "missing": "year;source",
        "alone": "context:CTX-30:no_crisis",
    }
    del values["choices"]

    for code in (*CATALOGUE, *checks):
        worded = wording(vocabulary, content, code=code, found="⟨f⟩", about="LEG-1", values=values)
        parts = (worded.what, worded.do) if code in checks else tuple(worded)

        assert all(part.strip() for part in parts), code
        assert not any("{" in part or "  " in part for part in parts), (code, worded)
