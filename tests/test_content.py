"""The shipped content, and the lints that look after it.

1. The shipped content has no finding.
2. It holds what was promised: 8 blocks, 56 indicators of which 24 core and 3 per block, 72 recommendations (9 per
   block, 3 per band), 35 context variables, 7 scenarios with S0 first, five levels per indicator, four languages.
3. A fault is found, with its file, its key and, where something is near, what was meant.
4. Nothing that is missing makes the lints themselves fail.
5. Rules named in the content are carried out by the program, and the program has no rule without content.
6. Every text that the program asks for by name is there.
7. The words of a problem fill all their placeholders and have three parts in every language.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.context_checks import RULES
from pipeline.plan_checks import CHECKS
from schemas.problem import CATALOGUE
from sheet_templates.check import content_findings, content_tables, findings_in
from sheet_templates.lints import references
from sheet_templates.load import guideline, words
from sheet_templates.messages import wording

ROOT = Path(__file__).parents[1]
SHIPPED = content_tables()
LANGUAGES = ("fr", "en", "es", "pt")
LEGAL = "blocks/01_legal/block.toml"


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
    assert len(content.variables) == 35
    assert [one.id for one in content.scenarios] == ["S0", "S1", "S2", "S3", "S4", "S5", "S6"]
    assert set(content.scenarios[0].weights.values()) == {0.125}
    assert [len(one.levels) for one in content.indicators()] == [5] * 56
    assert len({one.topic for one in content.indicators()}) == 9


def test_every_block_cites_experiences_with_sources():
    """2."""
    counts = {block.id: len([case for case in block.cases if case.sources]) for block in guideline().blocks}

    assert min(counts.values()) >= 3, counts


def test_the_short_version_lifts_every_driver():
    """2. The core indicators alone still say something about each driver."""
    content = guideline()
    lifted = {driver for one in content.indicators() if one.core for driver in one.drivers}

    assert lifted == set(content.drivers)


class Tables(dict[str, dict[str, Any]]):
    """The shipped tables; those that are looked at are copies, which a fault may be put into."""

    def __missing__(self, file: str) -> dict[str, Any]:
        self[file] = copy.deepcopy(SHIPPED[file])
        return self[file]

    def spoiled(self) -> dict[str, dict[str, Any]]:
        """All tables, with what was put in; a table that was emptied stands for a file that is gone."""
        return {file: table for file, table in (SHIPPED | self).items() if table}


def put(file: str, *path: str | int, to: object) -> Callable[[Tables], None]:
    """A fault: the value at `path` of a file becomes another one."""

    def spoil(tables: Tables) -> None:
        place: Any = tables[file]
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return spoil


def drop(file: str, *path: str | int) -> Callable[[Tables], None]:
    """A fault: the value at `path` of a file is gone; without a path, the file is."""

    def spoil(tables: Tables) -> None:
        if not path:
            tables[file] = {}
            return
        place: Any = tables[file]
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]

    return spoil


FAULTS = {
    "file missing": (drop("blocks/01_legal/pt.toml"), "blocks/01_legal/pt.toml: is missing"),
    "words missing": (drop("blocks/01_legal/en.toml", "indicators", "LEG-1", "help"), "en.toml, indicators.LEG-1.help: is missing"),
    "word with a slip": (
        put("blocks/01_legal/en.toml", "indicators", "LEG-1", "quesion", to="Has it?"),
        "en.toml, indicators.LEG-1.quesion: is not in blocks/01_legal/fr.toml",
    ),
    "words of nothing": (
        put("blocks/01_legal/fr.toml", "indicators", "LEG-9", to={"label": "Acte"}),
        "fr.toml, indicators.LEG-9.label: is not in the structure file",
    ),
    "four levels": (drop("blocks/01_legal/es.toml", "indicators", "LEG-1", "levels", 4), "indicators.LEG-1.levels.4: is missing"),
    "empty text": (put("blocks/01_legal/fr.toml", "purpose", to="  "), "fr.toml, purpose: is empty"),
    "no text": (put("plan/en.toml", "choices", "local", to=3), "plan/en.toml, choices.local: must be a text"),
    "not translated": (
        lambda tables: put("plan/en.toml", "choices", "done", to=tables["plan/fr.toml"]["choices"]["done"])(tables),
        "plan/en.toml, choices.done: is the same as in the lead language",
    ),
    "stale entry of same.toml": (
        lambda tables: tables["same.toml"].setdefault("plan/en.toml", []).append("choices.done"),
        "same.toml, plan/en.toml: 'choices.done' is not the same",
    ),
    "placeholder lost": (
        put("words/es.toml", "problems", "LEVEL_OUT_OF_RANGE", "what", to="No es un nivel."),
        "problems.LEVEL_OUT_OF_RANGE.what: lacks the placeholder {found}",
    ),
    "placeholder misspelt": (
        put("words/es.toml", "problems", "FILE_DAMAGED", "what", to="El archivo {fuond} está dañado."),
        "{fuond}, which the lead language does not have; did you mean 'found'?",
    ),
    "placeholder nobody fills": (
        put("context/fr.toml", "checks", "SSE_DENSITY", "what", to="Cela fait {ratio}."),
        "checks.SSE_DENSITY.what: 'ratio' is no placeholder",
    ),
    "braces open": (put("words/pt.toml", "sheet", "date", to="{day de"), "words/pt.toml, sheet.date: has braces that do not match"),
    "problem without words": (drop("words/pt.toml", "problems", "FILE_OPEN", "do"), "words/pt.toml, problems.FILE_OPEN.do: is missing"),
    "words of no problem": (
        lambda tables: [
            tables[f"words/{one}.toml"]["problems"].update({"FILE_OPNE": {"what": one, "accepted": one + "a", "do": one + "d"}})
            for one in LANGUAGES
        ],
        "'FILE_OPNE' is no problem; did you mean 'FILE_OPEN'?",
    ),
    "key in two files": (
        lambda tables: [tables[f"words/report.{one}.toml"].update(sheet={"x": one}) for one in LANGUAGES],
        "words/report.fr.toml, sheet: is also in words/fr.toml",
    ),
    "setting with a slip": (put(LEGAL, "indicator", 0, "cor", to=True), "LEG-1.cor: is not known here; did you mean 'core'?"),
    "setting of the wrong kind": (put(LEGAL, "indicator", 0, "core", to="yes"), "LEG-1.core: must be true or false"),
    "setting missing": (drop(LEGAL, "indicator", 0, "topic"), "LEG-1.topic: is missing"),
    "id of another block": (put(LEGAL, "indicator", 6, "id", to="COC-9"), "'COC-9' does not have the form of LEG-1"),
    "id twice": (put(LEGAL, "indicator", 1, "id", to="LEG-1"), "'LEG-1' is there twice"),
    "driver": (put(LEGAL, "indicator", 0, "drivers", to=["DR-PLO"]), "'DR-PLO' is no driver; did you mean 'DR-POL'?"),
    "topic": (put(LEGAL, "indicator", 0, "topic", to="legal"), "LEG-1.topic: 'legal' is no topic"),
    "SDG target": (put(LEGAL, "indicator", 0, "sdg_targets", to=["18.1", "8"]), "'18.1' does not have the form of 8.3"),
    "agency": (put(LEGAL, "agencies", to=["UNPD"]), "'UNPD' is no agency; did you mean 'UNDP'?"),
    "agency outside the block": (
        lambda tables: (
            put(LEGAL, "agencies", to=["ILO"])(tables),
            put(LEGAL, "recommendation", 0, "agencies", to=["GSEF"])(tables),
        ),
        "R-LEG-LO1.agencies: 'GSEF' is no agency of this block",
    ),
    "dangling indicator": (
        put(LEGAL, "recommendation", 0, "indicators", to=["LEG-8"]),
        "R-LEG-LO1.indicators: 'LEG-8' is no indicator",
    ),
    "band against the id": (put(LEGAL, "recommendation", 0, "band", to="high"), "R-LEG-LO1.band: is 'high', but the id says 'low'"),
    "lead type": (put(LEGAL, "recommendation", 0, "lead_type", to="mayor"), "'mayor' is no lead type"),
    "resources": (put(LEGAL, "recommendation", 0, "resources", to=4), "R-LEG-LO1.resources: must be one of 1, 2, 3"),
    "horizon": (put(LEGAL, "recommendation", 0, "horizon", to="X"), "'X' is no horizon"),
    "country": (put(LEGAL, "case", 0, "country", to="UK"), "seoul-2014.country: 'UK' is no country"),
    "source": (put(LEGAL, "case", 0, "sources", to=["see the book"]), "'see the book' is no web address"),
    "block not listed": (put("guideline.toml", "blocks", to=["01_legal"]), "does not name the folder blocks/02_coconstruction"),
    "weights": (put("scenarios/scenarios.toml", "scenario", 1, "weights", "LEG", to=16), "S1.weights: must be above 0 and sum to 100, not 101"),
    "weight of no block": (put("scenarios/scenarios.toml", "scenario", 1, "weights", "LGE", to=1), "'LGE' is no block; did you mean 'LEG'?"),
    "postponed twice": (
        put("scenarios/scenarios.toml", "scenario", 1, "postpone", to=["R-COC-LO1"]),
        "S1.first, postpone: 'R-COC-LO1' is there twice",
    ),
    "first of nothing": (put("scenarios/scenarios.toml", "scenario", 1, "first", to=["R-COC-L1"]), "did you mean 'R-COC-LO1'?"),
    "condition": (
        put("scenarios/scenarios.toml", "scenario", 2, "suggested_by", 0, "all", 0, "value", to="adopted"),
        "S2.suggested_by: 'adopted' is no choice of CTX-23",
    ),
    "comparison": (
        put("scenarios/scenarios.toml", "scenario", 5, "suggested_by", 0, "all", 0, "op", to="less"),
        "S5.suggested_by: 'less' is no comparison",
    ),
    "range upside down": (put("context/context.toml", "variable", 4, "hard", to=[9, 1]), "CTX-05.hard: 9 is not below 1"),
    "soft beyond hard": (put("context/context.toml", "variable", 4, "soft", to=[1, 10]), "CTX-05.soft: [1, 10] goes beyond"),
    "detail": (put("context/context.toml", "variable", 13, "required_with", to=["yaer"]), "'yaer' is no detail of it; did you mean 'year'?"),
    "variable of a check": (
        put("context/context.toml", "check", 2, "variables", to=["CTX-99", "CTX-15"]),
        "YOUTH_UNEMPLOYMENT_LOWER.variables: 'CTX-99' is no variable",
    ),
    "rule": (put("context/context.toml", "check", 2, "rule", to="at_lest"), "'at_lest' is no kind of rule; did you mean 'at_least'?"),
    "rule without its parameter": (drop("context/context.toml", "check", 3, "low"), "LOW_UNEMPLOYMENT_HIGH_INFORMALITY.low: is missing"),
    "severity": (put("plan/plan.toml", "check", 0, "severity", to="fatal"), "LOW_BLOCK_WITHOUT_ACTION.severity: 'fatal' is no severity"),
    "code taken": (put("plan/plan.toml", "check", 0, "id", to="FILE_OPEN"), "'FILE_OPEN' is there twice"),
    "column of a check": (put("plan/plan.toml", "check", 0, "columns", to=["blocks"]), "'blocks' is no column; did you mean 'block'?"),
    "two choices alike": (
        lambda tables: put("plan/en.toml", "choices", "done", to=tables["plan/en.toml"]["choices"]["agreed"])(tables),
        "also stands for agreed in status",
    ),
    "label of another choice elsewhere": (
        lambda tables: put("plan/en.toml", "choices", "done", to=tables["plan/fr.toml"]["choices"]["agreed"])(tables),
        "'Décidée' also stands for agreed in status",
    ),
    "separator in a choice": (put("plan/en.toml", "choices", "lenders", to="Banks; lenders"), "choices.lenders: has a semicolon"),
    "tab title too long": (put("words/pt.toml", "sheet", "tab", "plan", to="P" * 32), "has 32 characters; a tab takes 31"),
    "tab title twice": (put("words/pt.toml", "sheet", "tab", "plan", to="Contexto"), "the title 'Contexto' is also that of sheet.tab.context"),
    "tab title with a slash": (put("blocks/01_legal/en.toml", "short", to="Law/rules"), "has a character that no tab may have"),
    "short name too long": (put("blocks/01_legal/en.toml", "short", to="Legal framework of it"), "short: has 21 characters; at most 20 fit"),
    "label too long": (put("blocks/01_legal/en.toml", "indicators", "LEG-1", "label", to="L" * 51), "has 51 characters; at most 50 fit"),
    "spelling with two meanings": (
        put("frame/frame.toml", "spellings", "es", "yes", to=["si", "non"]),
        "spellings.es: 'non' means yes, but no in spellings.fr",
    ),
    "spelling not folded": (put("frame/frame.toml", "spellings", "es", "yes", to=["Sí"]), "'Sí' must be written 'si'"),
    "bands with a gap": (put("frame/frame.toml", "band", 1, "at_least", to=1.6), "frame.toml, band: must begin at 0"),
    "levels": (put("frame/frame.toml", "level", 4, "value", to=5), "must be 0, 1, 2, 3, 4 in this order"),
    "policy out of range": (put("guideline.toml", "policy", "unknown_share", to="3/2"), "policy.unknown_share: must be a number from 0 to 1"),
    "policy with a slip": (put("guideline.toml", "policy", "max_in_al", to=8), "policy.max_in_al: is no number of the policy; did you mean 'max_in_all'?"),
    "policy missing": (drop("guideline.toml", "policy", "wide_bounds"), "policy.wide_bounds: is missing"),
    "policy points": (put("guideline.toml", "policy", "points", to=[0, 25, 25, 75, 100]), "policy.points: must be five numbers"),
    "mandatory block": (put("guideline.toml", "policy", "mandatory_blocks", to=["LEX"]), "'LEX' is no block; did you mean 'LEG'?"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_and_named(name: str):
    """3."""
    spoil, expected = FAULTS[name]
    tables = Tables()

    spoil(tables)

    found = findings_in(tables.spoiled())
    assert any(expected in line for line in found), found
    assert all(line.startswith("sheet_templates/") for line in found)


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
    "file", [LEGAL, "context/context.toml", "plan/plan.toml", "scenarios/scenarios.toml", "frame/frame.toml", "guideline.toml"]
)
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
                if called in {"words", "vocabulary", "say"} and isinstance(key, str) and re.fullmatch(r"[a-z_]+(\.\w+)+", key):
                    yield f"report.{key}" if called == "say" else key


@pytest.mark.parametrize("folder", ["pipeline", "reports", "sheet_templates"])
def test_every_text_the_program_asks_for_is_there(folder: str):
    """6."""
    known = words("fr").keys()
    asked = set(_keys_asked_for(folder))

    assert asked, "no key found: has the name of the function changed?"
    assert sorted(asked - known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_problems_are_worded_in_three_parts_with_everything_filled_in(language: str):
    """7."""
    vocabulary, content = words(language), guideline()
    checks = {check.id: check for check in (*content.context_checks, *content.plan_checks)}
    values = dict.fromkeys(
        ["territory", "size", "limit", "version", "kept", "before", "now", "expected", "suggestion", "low", "high", "left",
         "right", "name"], "⟨1⟩",
    ) | {"accepts": "accepts.level", "differs": "accepts.differs", "label": "context:CTX-05", "missing": "year;source"}  # fmt: skip

    for code in (*CATALOGUE, *checks):
        worded = wording(vocabulary, content, code=code, found="⟨f⟩", about="LEG-1", values=values)
        parts = (worded.what, worded.do) if code in checks else tuple(worded)

        assert all(part.strip() for part in parts), code
        assert not any("{" in part or "  " in part for part in parts), (code, worded)
