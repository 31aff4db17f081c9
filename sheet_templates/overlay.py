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

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from schemas.guideline import Guideline, Indicator

Tables = Mapping[str, Mapping[str, Any]]
_WORDED = ("label", "question", "help", "evidence", "who")
_LEVELS = 5


def overlay(guideline: Guideline, indicators: Tables, wordings: Tables, findings: list[str]) -> Guideline:
    """The guideline with a campaign's additions; each fault is added to `findings` with its file and key."""
    blocks = {block.id: block for block in guideline.blocks}
    for file, table in indicators.items():
        block_id = table.get("block", "")
        if block_id not in blocks:
            findings.append(f"{file}, block: '{block_id}' is no block{_near(block_id, blocks)}")
            continue
        for row in table.get("indicator", ()):
            made = _indicator(file, row, block_id, guideline, findings)
            if made:
                block = blocks[block_id]
                blocks[block_id] = replace(block, indicators=(*block.indicators, made))
    changed = replace(guideline, blocks=tuple(blocks.values()))
    for file, table in wordings.items():
        language = file.rpartition("/")[2].removesuffix(".toml")
        if language not in guideline.languages:
            findings.append(f"{file}: '{language}' is no language of the guideline{_near(language, guideline.languages)}")
            continue
        changed = _worded(changed, file, table, language, findings)
    return changed


def _indicator(
    file: str, row: Mapping[str, Any], block_id: str, guideline: Guideline, findings: list[str]
) -> Indicator | None:
    own: list[str] = []
    indicator_id = str(row.get("id", ""))
    if not indicator_id or any(indicator_id == one.id for one in guideline.indicators()):
        own.append(f"{file}, id: '{indicator_id}' is empty or taken")
    for driver in row.get("drivers", ()):
        if driver not in guideline.drivers:
            own.append(f"{file}, {indicator_id}.drivers: '{driver}' is no driver{_near(driver, guideline.drivers)}")
    words = row.get("words", {})
    if not words:
        own.append(f"{file}, {indicator_id}.words: no language given")
    for language, table in words.items():
        own += [f"{file}, {indicator_id}.words.{language}.{name}: missing" for name in _WORDED if not table.get(name)]
        if len(table.get("levels", ())) != _LEVELS:
            own.append(f"{file}, {indicator_id}.words.{language}.levels: five texts, one per level 0 to 4")
    findings += own
    if own:
        return None
    lead = next(iter(words.values()))
    by_language = {language: words.get(language, lead) for language in guideline.languages}
    return Indicator(
        id=indicator_id,
        block_id=block_id,
        core=bool(row.get("core", True)),
        version=int(row.get("version", 1)),
        drivers=tuple(row.get("drivers", ())),
        sdg_targets=tuple(row.get("sdg_targets", ())),
        topic=str(row.get("topic", "")),
        levels=tuple(
            {language: table["levels"][level] for language, table in by_language.items()} for level in range(_LEVELS)
        ),
        **{name: {language: table[name] for language, table in by_language.items()} for name in _WORDED},
    )


def _worded(
    guideline: Guideline, file: str, table: Mapping[str, Any], language: str, findings: list[str]
) -> Guideline:
    kinds = {"indicators", "recommendations", "blocks"}
    findings += [f"{file}, {kind}: not known{_near(kind, kinds)}" for kind in table if kind not in kinds]
    indicators = dict(table.get("indicators", {}))
    recommendations = dict(table.get("recommendations", {}))
    block_words = dict(table.get("blocks", {}))
    blocks = []
    for block in guideline.blocks:
        changed = replace(
            block,
            indicators=tuple(
                _change(one, indicators.pop(one.id, {}), language, file, findings) for one in block.indicators
            ),
            recommendations=tuple(
                _change(one, recommendations.pop(one.id, {}), language, file, findings)
                for one in block.recommendations
            ),
        )
        blocks.append(_change(changed, block_words.pop(block.id, {}), language, file, findings))
    known = [one.id for one in (*guideline.indicators(), *guideline.recommendations(), *guideline.blocks)]
    for unknown in (*indicators, *recommendations, *block_words):
        findings.append(f"{file}, {unknown}: not in the guideline{_near(unknown, known)}")
    return replace(guideline, blocks=tuple(blocks))


def _change(
    thing: Any, words: Mapping[str, Any], language: str, file: str, findings: list[str]
) -> Any:
    """`thing` (an indicator, recommendation or block) with some of its words replaced in one language."""
    if not words:
        return thing
    texts = {field.name for field in fields(thing) if isinstance(getattr(thing, field.name), Mapping)}
    changes: dict[str, object] = {}
    for name, text in words.items():
        if name == "levels" and isinstance(thing, Indicator) and len(text) == _LEVELS:
            changes[name] = tuple(
                {**level, language: wording} for level, wording in zip(thing.levels, text, strict=True)
            )
        elif name in texts and isinstance(text, str) and text.strip():
            changes[name] = {**getattr(thing, name), language: text}
        else:
            findings.append(f"{file}, {thing.id}.{name}: not a text of this entry{_near(name, texts)}")
    return replace(thing, **changes)


def _near(given: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(given, list(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""



