"""A campaign's own indicators and wordings laid over the shipped guideline, without code. Pure.

indicators/*.toml adds indicators to a block; words/<language>.toml words shipped ones differently:

    block = "MKT"                              [indicators.LEG-1]
    [[indicator]]                              question = "..."
    id = "MKT-X1"                              [recommendations.R-LEG-LO1]
    core = true                                action = "..."
    drivers = ["DR-RES"]                       [blocks.LEG]
    sdg_targets = ["12.7"]                     short = "..."
    topic = "access_to_markets"
    [indicator.words.fr]
    label = "..."  # question, help, levels (five), evidence, who
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from schemas.guideline import Guideline, Indicator
from sheet_templates.findings import Findings, did_you_mean
from sheet_templates.lints.shapes import KINDS

Tables = Mapping[str, Mapping[str, Any]]
_WORDED = ("label", "question", "help", "evidence", "who")
_LEVELS = 5
_ID = re.compile(r"[A-Z]{2,4}-[A-Z0-9]{1,6}\Z")
#: A tab's title is the number of the block, a space and its short name, 31 characters in all.
_SHORT = 28
_NOT_IN_TABS = set("[]:*?/\\'")
_FIELDS = {
    "id": "text", "core": "flag?", "version": "whole?", "drivers": "texts", "sdg_targets": "texts?", "topic": "text?",
    "words": "table",
}  # fmt: skip


def overlay(
    guideline: Guideline,
    indicators: Tables,
    wordings: Tables,
    findings: list[str],
    languages: Iterable[str] = (),
) -> Guideline:
    """The guideline with a campaign's additions; each fault is added to `findings` with its file and key.

    An own indicator must be worded in each of `languages`; where others are missing, its first wording stands in.
    """
    noted = Findings(lines=findings)
    changed = guideline
    for file, table in indicators.items():
        changed = _with_indicators(changed, file, table, tuple(languages), noted)
    for file, table in wordings.items():
        language = file.rpartition("/")[2].removesuffix(".toml")
        if language in guideline.languages:
            changed = _Wording(file, language, noted).laid_over(changed, table)
        else:
            near = did_you_mean(language, guideline.languages)
            noted.add(file, "", f"'{language}' is no language of the guideline{near}")
    return changed


def _with_indicators(
    guideline: Guideline, file: str, table: Mapping[str, Any], languages: tuple[str, ...], noted: Findings
) -> Guideline:
    for name in table:
        if name not in {"block", "indicator"}:
            noted.add(file, name, f"is not known here{did_you_mean(name, ('block', 'indicator'))}")
    blocks = {block.id: block for block in guideline.blocks}
    block_id, rows = str(table.get("block", "")), table.get("indicator", [])
    if block_id not in blocks:
        noted.add(file, "block", f"'{block_id}' is no block{did_you_mean(block_id, blocks)}")
        return guideline
    if not KINDS["tables"][1](rows) or not rows:
        noted.add(file, "indicator", "write one entry [[indicator]], in double brackets, for each indicator")
        return guideline
    for row in rows:
        taken = [one.id for block in blocks.values() for one in block.indicators]
        own = Findings()
        _shaped(file, row, own)
        if not own.lines:
            _Entry(file, row, own).look(guideline, taken, languages)
        noted.lines += own.lines
        if not own.lines:
            block = blocks[block_id]
            made = _indicator(row, block_id, guideline.languages)
            blocks[block_id] = replace(block, indicators=(*block.indicators, made))
    return replace(guideline, blocks=tuple(blocks.values()))


def _shaped(file: str, row: Mapping[str, Any], own: Findings) -> None:
    """What an entry must hold, and nothing it must not."""
    here = str(row.get("id", "indicator"))
    for name in row:
        if name not in _FIELDS:
            own.add(file, f"{here}.{name}", f"is not known here{did_you_mean(name, _FIELDS)}")
    for name, kind in _FIELDS.items():
        called, fits = KINDS[kind.removesuffix("?")]
        if name in row and not fits(row[name]):
            own.add(file, f"{here}.{name}", f"must be {called}")
        elif name not in row and not kind.endswith("?"):
            own.add(file, f"{here}.{name}", "is missing")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One own indicator of a file, of the right shape."""

    file: str
    row: Mapping[str, Any]
    own: Findings

    def look(self, guideline: Guideline, taken: Iterable[str], languages: tuple[str, ...]) -> None:
        """Note what does not fit the guideline or is not worded."""
        here, words, row = self.row["id"], self.row["words"], self.row
        if not _ID.match(here):
            self.own.add(
                self.file, "id", f"'{here}' does not have the form of MKT-X1: capitals, a hyphen, capitals or digits"
            )
        elif here in taken:
            self.own.add(self.file, "id", f"'{here}' is taken")
        topics = {one.topic for one in guideline.indicators()}
        self.own.unknowns(self.file, f"{here}.drivers", row["drivers"], guideline.drivers, "driver")
        self.own.unknowns(self.file, f"{here}.topic", [row["topic"]] if row.get("topic") else (), topics, "topic")
        self.own.unknowns(self.file, f"{here}.words", words, guideline.languages, "language of the guideline")
        if not words:
            self.own.add(self.file, f"{here}.words", "no language given")
        for language in languages:
            if words and language not in words:
                self.own.add(self.file, f"{here}.words.{language}", "is missing; the campaign uses this language")
        for language, table in words.items():
            self._words(f"{here}.words.{language}", table)

    def _words(self, here: str, table: Any) -> None:
        if not isinstance(table, Mapping):
            self.own.add(self.file, here, "must be a table")
            return
        for name in _WORDED:
            if not _is_text(table.get(name)):
                self.own.add(self.file, f"{here}.{name}", "is missing or empty")
        for name in table:
            if name not in {*_WORDED, "levels"}:
                self.own.add(self.file, f"{here}.{name}", f"is not known here{did_you_mean(name, _WORDED)}")
        if not _five_texts(table.get("levels")):
            self.own.add(self.file, f"{here}.levels", "must be five texts, one per level 0 to 4")


def _indicator(row: Mapping[str, Any], block_id: str, languages: Iterable[str]) -> Indicator:
    words = row["words"]
    lead = next(iter(words.values()))
    tables = {language: words.get(language, lead) for language in languages}
    return Indicator(
        id=row["id"],
        block_id=block_id,
        core=row.get("core", True),
        version=row.get("version", 1),
        drivers=tuple(row["drivers"]),
        sdg_targets=tuple(row.get("sdg_targets", ())),
        topic=row.get("topic", ""),
        levels=tuple(
            {language: table["levels"][level] for language, table in tables.items()} for level in range(_LEVELS)
        ),
        **{name: {language: table[name] for language, table in tables.items()} for name in _WORDED},
    )


class _Wording:
    """One file of own wordings in one language."""

    def __init__(self, file: str, language: str, noted: Findings) -> None:
        self.file, self.language, self.noted = file, language, noted

    def laid_over(self, guideline: Guideline, table: Mapping[str, Any]) -> Guideline:
        """The guideline with these words; what names nothing is noted."""
        kinds = ("indicators", "recommendations", "blocks")
        for kind in table:
            if kind not in kinds:
                self.noted.add(self.file, kind, f"is not known here{did_you_mean(kind, kinds)}")
        words = {kind: self._entries(kind, table.get(kind, {})) for kind in kinds}
        blocks = tuple(
            self._changed(
                replace(
                    block,
                    indicators=tuple(self._changed(one, words["indicators"]) for one in block.indicators),
                    recommendations=tuple(
                        self._changed(one, words["recommendations"]) for one in block.recommendations
                    ),
                ),
                words["blocks"],
            )
            for block in guideline.blocks
        )
        known = {
            "indicators": [one.id for one in guideline.indicators()],
            "recommendations": [one.id for one in guideline.recommendations()],
            "blocks": [one.id for one in guideline.blocks],
        }
        for kind, left in words.items():
            self.noted.unknowns(self.file, kind, left, known[kind], f"entry of the guideline's {kind}")
        return replace(guideline, blocks=blocks)

    def _entries(self, kind: str, found: Any) -> dict[str, Mapping[str, Any]]:
        if isinstance(found, Mapping) and all(isinstance(one, Mapping) for one in found.values()):
            return dict(found)
        self.noted.add(self.file, kind, f"write the id in the heading, such as [{kind}.LEG-1]")
        return {}

    def _changed(self, thing: Any, words: dict[str, Mapping[str, Any]]) -> Any:
        """`thing` (an indicator, recommendation or block) with some of its words replaced."""
        mine = words.pop(thing.id, {})
        texts = [field.name for field in fields(thing) if isinstance(getattr(thing, field.name), Mapping)]
        worded = [*texts, "levels"] if isinstance(thing, Indicator) else texts
        changes: dict[str, object] = {}
        for name, text in mine.items():
            here = f"{thing.id}.{name}"
            if name not in worded:
                self.noted.add(self.file, here, f"is no text of this entry{did_you_mean(name, worded)}")
            elif name == "levels":
                changes |= self._levels(thing, here, text)
            elif not _is_text(text):
                self.noted.add(self.file, here, "must be a text that is not empty")
            elif name == "short" and (len(text) > _SHORT or _NOT_IN_TABS & set(text)):
                self.noted.add(self.file, here, f"names a tab: at most {_SHORT} characters, none of []:*?/\\'")
            else:
                changes[name] = {**getattr(thing, name), self.language: text}
        return replace(thing, **changes) if changes else thing

    def _levels(self, indicator: Indicator, here: str, texts: Any) -> dict[str, object]:
        if not _five_texts(texts):
            self.noted.add(self.file, here, "must be five texts, one per level 0 to 4")
            return {}
        steps = zip(indicator.levels, texts, strict=True)
        return {"levels": tuple({**level, self.language: wording} for level, wording in steps)}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _five_texts(value: object) -> bool:
    return isinstance(value, list) and len(value) == _LEVELS and all(map(_is_text, value))
