"""The shipped content as a `Guideline`, and the words of each language.

The only module that opens content files; it reads them from the installed package. What does not fit together
is collected and raised as one ContentError; `check.py` looks for the finer faults.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from schemas.errors import ContentError
from schemas.guideline import (
    Block,
    Case,
    CrossCheck,
    Guideline,
    Indicator,
    PlanColumn,
    Policy,
    Recommendation,
    Scenario,
    Spellings,
    Text,
    Variable,
)
from sheet_templates.words import Words

Table = Mapping[str, Any]
_HERE = files("sheet_templates")


def read_toml(*path: str) -> dict[str, Any]:
    """One shipped content file; ContentError naming the file when it is not valid TOML."""
    name = "/".join(path)
    try:
        return tomllib.loads(_HERE.joinpath(*path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as broken:
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
    """The shipped guideline, every language together."""
    main = read_toml("guideline.toml")
    languages = tuple(main["languages"])
    framing = _folder("frame", "frame", languages)
    frame = framing.rows
    context = _folder("context", "context", languages)
    plan = _folder("plan", "plan", languages)
    blocks = tuple(_shipped_block(name, languages) for name in main["blocks"])
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
        variables=tuple(_variable(row, context.words) for row in context.rows["variable"]),
        variable_groups=tuple(context.rows["groups"]),
        context_checks=tuple(_cross_check(row, context.words) for row in context.rows["check"]),
        scenarios=tuple(_scenarios(languages)),
        plan_columns=tuple(
            _plan_column(row, plan.words, _offers(blocks, framing))
            for row in plan.rows["column"]
        ),
        plan_checks=tuple(_cross_check(row, plan.words) for row in plan.rows["check"]),
        spellings=_spellings(frame),
    )


def policy(table: Table, frame: Table) -> Policy:
    """The numbers that are decisions; shares may be written as fractions ("2/3")."""
    numbers: dict[str, Any] = {key: _number(value) for key, value in table.items()}
    numbers |= {
        "points": tuple(table["points"]),
        "mandatory_blocks": tuple(table["mandatory_blocks"]),
        "bands": {band["key"]: band["at_least"] for band in frame["band"]},
        "feasibility": {row["value"]: row["feasibility"] for row in frame["resource"]},
    }
    return Policy(**numbers)


def block(structure: Table, wordings: Mapping[str, Table]) -> Block:
    """A block from its structure and one table of words per language; KeyError where a word is missing."""

    def text(*path: str) -> Text:
        return {language: _at(table, path) for language, table in wordings.items()}

    block_id = structure["id"]
    return Block(
        id=block_id,
        main_drivers=tuple(structure["main_drivers"]),
        agencies=tuple(structure["agencies"]),
        name=text("name"),
        short=text("short"),
        purpose=text("purpose"),
        indicators=tuple(
            _indicator(row, block_id, wordings) for row in structure.get("indicator", ())
        ),
        recommendations=tuple(
            _recommendation(row, block_id, wordings) for row in structure.get("recommendation", ())
        ),
        cases=tuple(
            Case(
                **{**row, "sources": tuple(row["sources"])},
                block_id=block_id,
                place=text("cases", row["id"], "place"),
                text=text("cases", row["id"], "text"),
            )
            for row in structure.get("case", ())
        ),
    )


def _shipped_block(name: str, languages: Iterable[str]) -> Block:
    folder = _folder(f"blocks/{name}", "block", tuple(languages))
    return block(folder.rows, folder.words)


class _folder:  # noqa: N801 - reads as the folder it stands for
    """A content folder: one structure file and one file of words per language."""

    def __init__(self, path: str, name: str, languages: tuple[str, ...]) -> None:
        parts = path.split("/")
        self.rows = read_toml(*parts, f"{name}.toml")
        self.words = {
            language: read_toml(*parts, f"{language}.toml") for language in languages
        }


def _at(table: Table, path: tuple[str, ...]) -> Any:
    found: Any = table
    for key in path:
        found = found[key]
    return found


def _texts(wordings: Mapping[str, Table], *path: str) -> Text:
    return {language: _at(table, path) for language, table in wordings.items()}


def _indicator(row: Table, block_id: str, wordings: Mapping[str, Table]) -> Indicator:
    here = ("indicators", row["id"])
    levels = _texts(wordings, *here, "levels")
    return Indicator(
        id=row["id"],
        block_id=block_id,
        core=row["core"],
        version=row["version"],
        drivers=tuple(row["drivers"]),
        sdg_targets=tuple(row["sdg_targets"]),
        topic=row["topic"],
        levels=tuple(
            {language: steps[level] for language, steps in levels.items()} for level in range(5)
        ),
        **{
            name: _texts(wordings, *here, name)
            for name in ("label", "question", "help", "evidence", "who")
        },
    )


def _recommendation(row: Table, block_id: str, wordings: Mapping[str, Table]) -> Recommendation:
    words_of = {
        name: _texts(wordings, "recommendations", row["id"], name)
        for name in ("action", "lead", "risk")
    }
    lists = {name: tuple(row[name]) for name in ("indicators", "agencies")}
    return Recommendation(**{**row, **lists, **words_of}, block_id=block_id)


def _variable(row: Table, wordings: Mapping[str, Table]) -> Variable:
    here = ("variables", row["id"])
    detail = tuple(row.get("detail", ()))
    return Variable(
        id=row["id"],
        key=row["key"],
        group=row["group"],
        kind=row["kind"],
        unit=row.get("unit", ""),
        label=_texts(wordings, *here, "label"),
        help=_texts(wordings, *here, "help"),
        hard=tuple(row["hard"]) if "hard" in row else None,
        soft=tuple(row["soft"]) if "soft" in row else None,
        choices={key: _texts(wordings, "choices", key) for key in row.get("choices", ())},
        detail=detail,
        required_with=tuple(row.get("required_with", ())),
        required_if=row.get("required_if"),
        no_detail_for=tuple(row.get("no_detail_for", ())),
        exclusive=_listed(row.get("exclusive", ())),
        owner=row.get("owner", "participant"),
        core=row.get("core", False),
        detail_label={
            name: {
                language: table["variables"][row["id"]].get(f"detail_{name}", table["details"][name])
                for language, table in wordings.items()
            }
            for name in detail
        },
    )


def _listed(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]


def _cross_check(row: Table, wordings: Mapping[str, Table]) -> CrossCheck:
    return CrossCheck(
        id=row["id"],
        severity=row["severity"],
        rule=row.get("rule", row["id"]),
        parameters={key: value for key, value in row.items() if key not in {"id", "severity", "rule"}},
        what=_texts(wordings, "checks", row["id"], "what"),
        do=_texts(wordings, "checks", row["id"], "do"),
    )


def _scenarios(languages: tuple[str, ...]) -> Iterable[Scenario]:
    folder = _folder("scenarios", "scenarios", languages)
    for row in folder.rows["scenario"]:
        total = sum(row["weights"].values())
        yield Scenario(
            id=row["id"],
            key=row["key"],
            overlay=row.get("overlay", False),
            weights={block_id: weight / total for block_id, weight in row["weights"].items()},
            first=tuple(row.get("first", ())),
            postpone=tuple(row.get("postpone", ())),
            max_actions=row.get("max_actions"),
            horizon_first_pass=row.get("horizon_first_pass"),
            suggested_by=row.get("suggested_by", {}),
            **{
                name: _texts(folder.words, "scenarios", row["id"], name)
                for name in ("name", "archetype", "reads_like", "why", "risk")
            },
        )


def _offers(
    blocks: tuple[Block, ...], framing: _folder
) -> dict[str, dict[str, Text]]:
    """Choices of plan columns that come from elsewhere in the content (`from = "blocks"`)."""
    keys = framing.rows

    def named(kind: str, part: str) -> dict[str, Text]:
        return {key: _texts(framing.words, kind, key, part) for key in keys[kind]["keys"]}

    return {
        "blocks": {one.id: one.short for one in blocks},
        "recommendations": {
            rec.id: dict.fromkeys(framing.words, rec.id) for one in blocks for rec in one.recommendations
        },
        "drivers": named("drivers", "name"),
        "agencies": named("agencies", "short"),
    }


def _plan_column(
    row: Table, wordings: Mapping[str, Table], offers: Mapping[str, Mapping[str, Text]]
) -> PlanColumn:
    own = [*row.get("choices", ()), *row.get("extra", ())]
    return PlanColumn(
        id=row["id"],
        kind=row["kind"],
        required=row.get("required", False),
        owner=row.get("owner", "participant"),
        width=row.get("width", 16),
        label=_texts(wordings, "columns", row["id"], "label"),
        help=_texts(wordings, "columns", row["id"], "help"),
        limits=tuple(row["limits"]) if "limits" in row else None,
        whole=row.get("whole", False),
        choices={
            **offers.get(row.get("from", ""), {}),
            **{key: _texts(wordings, "choices", key) for key in own},
        },
        exclusive=_listed(row.get("exclusive", ())),
    )


def _spellings(frame: Table) -> Spellings:
    def all_of(kind: str) -> frozenset[str]:
        return frozenset(word for table in frame["spellings"].values() for word in table[kind])

    numbers = {word: number for table in frame["number_words"].values() for word, number in table.items()}
    return Spellings(all_of("dont_know"), all_of("not_applicable"), all_of("yes"), all_of("no"), numbers)


def _number(value: object) -> object:
    return float(Fraction(value)) if isinstance(value, str) and "/" in value else value
