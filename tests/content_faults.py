"""Faults put into the content files one at a time: what is spoiled, and what the lints must say."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from sheet_templates.check import content_tables

SHIPPED = content_tables()
LANGUAGES = ("fr", "en", "es", "pt")
LEGAL = "blocks/01_legal/block.toml"


class Tables(dict[str, dict[str, Any]]):
    """The shipped tables; those that are looked at are copies, which a fault may be put into."""

    def __missing__(self, file: str) -> dict[str, Any]:
        """A copy of the shipped table."""
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
    "side that is no choice": (
        put("frame/frame.toml", "grouping", 0, "first", to=["women"]), "gender.first: 'women' is no choice; did you mean 'woman'?",
    ),
    "choice on both sides": (put("frame/frame.toml", "grouping", 0, "second", to=["woman"]), "'woman' is on both sides"),
    "choice without a word in one language": (
        drop("frame/pt.toml", "groupings", "area", "choices", "rural"), "pt.toml, groupings.area.choices.rural: is missing",
    ),
    "what people type meaning two choices": (
        put("frame/frame.toml", "grouping", 0, "spellings", "man", to=["f"]), "gender.spellings: 'f' means man, but also woman",
    ),
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
    "one form of a word": (
        put("words/pt.toml", "trust", "plan", "late", to="{action} {title} {move} {days|dia}"),
        "words/pt.toml, trust.plan.late: has braces that do not match (“days|dia” needs two forms",
    ),
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
    "weight that is no number": (
        put("scenarios/scenarios.toml", "scenario", 1, "weights", "LEG", to=float("nan")), "S1.weights: must be above 0 and sum to 100, not nan",
    ),
    "policy that is no number": (put("guideline.toml", "policy", "peer_margin", to=float("inf")), "policy.peer_margin: must be a number"),
    "points that are no numbers": (
        put("guideline.toml", "policy", "convex_points", to=[0, 10, float("nan"), 60, 100]), "policy.convex_points: must be five numbers",
    ),
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
    "points that are no list": (put("guideline.toml", "policy", "points", to=3), "policy.points: must be five numbers"),
    "weights of evidence": (
        put("guideline.toml", "policy", "evidence_weights", to=[1, 0.85, 0.7, 0]), "policy.evidence_weights: must be four numbers",
    ),
    "weights of evidence as text": (
        put("guideline.toml", "policy", "evidence_weights", to="high"), "policy.evidence_weights: must be four numbers",
    ),
    "target of gaps": (put("guideline.toml", "policy", "gap_target", to="peer"), "policy.gap_target: 'peer' is no thing to measure gaps to; did you mean 'peers'?"),
    "rule of nothing": (put("rules/rules.toml", "rule", 1, "gives", to=["R-LEG-LO9"]), "'R-LEG-LO9' is no recommendation"),
    "rule on nothing": (
        put("rules/rules.toml", "rule", 3, "when", "none", to=[{"indicator": "LEG-0", "level": ">=3"}]),
        "ORDINANCE_MISSING.when.none: 'LEG-0' is no indicator",
    ),
    "mandatory block": (put("guideline.toml", "policy", "mandatory_blocks", to=["LEX"]), "'LEX' is no block; did you mean 'LEG'?"),
}  # fmt: skip
