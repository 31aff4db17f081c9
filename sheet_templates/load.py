"""The shipped content as a `Guideline`, and the words of each language.

The only module that opens content files (`check.py` aside, which looks for faults in them); it reads them from
the installed package. What cannot be read or does not fit together is a ContentError.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from schemas.errors import ContentError
from schemas.guideline import Block, Guideline, Text
from sheet_templates.things import (
    block,
    cross_check,
    grouping,
    plan_column,
    policy,
    rule,
    scenario,
    spellings,
    texts,
    variable,
)
from sheet_templates.words import Words

_HERE = files("sheet_templates")


class _Folder(NamedTuple):
    """A content folder: one structure file and one file of words per language."""

    rows: dict[str, Any]
    words: dict[str, dict[str, Any]]


def read_toml(*path: str) -> dict[str, Any]:
    """One shipped content file; ContentError naming the file when it is not valid TOML."""
    name = "/".join(path)
    try:
        return tomllib.loads(_HERE.joinpath(*path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        message = f"sheet_templates/{name}: {broken}"
        raise ContentError(message, "Mend the file, then run `pipeline check`.") from broken


@cache
def words(language: str) -> Words:
    """Every interface word of `language`: frame, context, scenarios, plan and messages."""
    table = {
        **read_toml("words", f"{language}.toml"),
        **read_toml("words", f"report.{language}.toml"),
        **read_toml("frame", f"{language}.toml"),
        "context": read_toml("context", f"{language}.toml"),
        "plan": read_toml("plan", f"{language}.toml"),
        "scenarios": read_toml("scenarios", f"{language}.toml"),
    }
    return Words(language, table)


@cache
def guideline() -> Guideline:
    """The shipped guideline, every language together; ContentError when its files do not fit together."""
    try:
        return _guideline()
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        message = f"the content files do not fit together: {broken!r}"
        raise ContentError(message, "Run `pipeline check`: it names the file and the key.") from broken


def _guideline() -> Guideline:
    main = read_toml("guideline.toml")
    languages = tuple(main["languages"])
    framing = _folder("frame", "frame", languages)
    frame = framing.rows
    context = _folder("context", "context", languages)
    plan = _folder("plan", "plan", languages)
    scenarios = _folder("scenarios", "scenarios", languages)
    blocks = tuple(_block(name, languages) for name in main["blocks"])
    return Guideline(
        id=main["id"],
        version=main["version"],
        languages=languages,
        drivers=tuple(frame["drivers"]["keys"]),
        agencies=tuple(frame["agencies"]["keys"]),
        actor_types=tuple(frame["actor_types"]["keys"]),
        officials=tuple(frame["actor_types"]["officials"]),
        sse_actors=tuple(frame["actor_types"]["sse"]),
        lead_types=tuple(frame["lead_types"]["keys"]),
        source=frame["source"],
        policy=policy(main["policy"], frame),
        blocks=blocks,
        variables=tuple(variable(row, context.words) for row in context.rows["variable"]),
        variable_groups=tuple(context.rows["groups"]),
        context_checks=tuple(cross_check(row, context.words) for row in context.rows["check"]),
        scenarios=tuple(scenario(row, scenarios.words) for row in scenarios.rows["scenario"]),
        plan_columns=tuple(plan_column(row, plan.words, _offers(blocks, framing)) for row in plan.rows["column"]),
        plan_checks=tuple(cross_check(row, plan.words) for row in plan.rows["check"]),
        spellings=spellings(frame),
        groupings=tuple(grouping(row, framing.words) for row in frame["grouping"]),
        rules=tuple(rule(row) for row in read_toml("rules", "rules.toml")["rule"]),
        suggestion_order=tuple(read_toml("scenarios", "scenarios.toml")["suggestion_order"]),
    )


def _block(name: str, languages: tuple[str, ...]) -> Block:
    folder = _folder(f"blocks/{name}", "block", languages)
    return block(folder.rows, folder.words)


def _folder(path: str, name: str, languages: tuple[str, ...]) -> _Folder:
    parts = path.split("/")
    wordings = {language: read_toml(*parts, f"{language}.toml") for language in languages}
    return _Folder(read_toml(*parts, f"{name}.toml"), wordings)


def _offers(blocks: tuple[Block, ...], framing: _Folder) -> dict[str, Mapping[str, Text]]:
    """Choices of plan columns that come from elsewhere in the content (`from = "blocks"`)."""

    def named(kind: str, part: str) -> dict[str, Text]:
        return {key: texts(framing.words, kind, key, part) for key in framing.rows[kind]["keys"]}

    return {
        "blocks": {one.id: one.short for one in blocks},
        "recommendations": {
            rec.id: dict.fromkeys(framing.words, rec.id) for one in blocks for rec in one.recommendations
        },
        "drivers": named("drivers", "name"),
        "agencies": named("agencies", "short"),
    }


__all__ = ["guideline", "policy", "read_toml", "words"]
