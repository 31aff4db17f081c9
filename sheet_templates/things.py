"""Tables of the content files -> the things of the guideline. Pure; KeyError where a word or field is missing."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from schemas.guideline import (
    Block,
    Case,
    CrossCheck,
    Grouping,
    Indicator,
    PlanColumn,
    Policy,
    Recommendation,
    Rule,
    Scenario,
    Spellings,
    Text,
    Variable,
)

Table = Mapping[str, Any]


def policy(table: Table, frame: Table) -> Policy:
    """The numbers that are decisions; shares may be written as fractions ("2/3")."""
    numbers: dict[str, Any] = {key: _number(value) for key, value in table.items()}
    numbers |= {
        "points": tuple(table["points"]),
        "convex_points": tuple(table["convex_points"]),
        "concave_points": tuple(table["concave_points"]),
        "evidence_weights": tuple(table["evidence_weights"]),
        "mandatory_blocks": tuple(table["mandatory_blocks"]),
        "weakest_link_blocks": tuple(table["weakest_link_blocks"]),
        "bands": {band["key"]: band["at_least"] for band in frame["band"]},
        "feasibility": {row["value"]: row["feasibility"] for row in frame["resource"]},
        "horizons": {
            row["key"]: months
            for row in frame["horizon"]
            if (months := row.get("below_months", row.get("up_to_months"))) is not None
        },
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
        indicators=tuple(_indicator(row, block_id, wordings) for row in structure.get("indicator", ())),
        recommendations=tuple(_recommendation(row, block_id, wordings) for row in structure.get("recommendation", ())),
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


def variable(row: Table, wordings: Mapping[str, Table]) -> Variable:
    """A variable of the context sheet."""
    here = ("variables", row["id"])
    detail = tuple(row.get("detail", ()))
    return Variable(
        id=row["id"],
        key=row["key"],
        group=row["group"],
        kind=row["kind"],
        unit=row.get("unit", ""),
        label=texts(wordings, *here, "label"),
        help=texts(wordings, *here, "help"),
        hard=tuple(row["hard"]) if "hard" in row else None,
        soft=tuple(row["soft"]) if "soft" in row else None,
        choices={key: texts(wordings, "choices", key) for key in row.get("choices", ())},
        detail=detail,
        required_with=tuple(row.get("required_with", ())),
        required_if=row.get("required_if"),
        no_detail_for=tuple(row.get("no_detail_for", ())),
        exclusive=_listed(row.get("exclusive", ())),
        locks=tuple(row.get("locks", ())),
        owner=row.get("owner", "participant"),
        core=row.get("core", False),
        since=row.get("since", 1),
        detail_label={
            name: {
                language: table["variables"][row["id"]].get(f"detail_{name}", table["details"][name])
                for language, table in wordings.items()
            }
            for name in detail
        },
    )


def cross_check(row: Table, wordings: Mapping[str, Table]) -> CrossCheck:
    """A cross-check; what its rule needs becomes its parameters."""
    return CrossCheck(
        id=row["id"],
        severity=row["severity"],
        rule=row.get("rule", row["id"]),
        parameters={key: value for key, value in row.items() if key not in {"id", "severity", "rule"}},
        what=texts(wordings, "checks", row["id"], "what"),
        do=texts(wordings, "checks", row["id"], "do"),
    )


def scenario(row: Table, wordings: Mapping[str, Table]) -> Scenario:
    """A scenario; its weights, given in per cent, sum to 1."""
    total = sum(row["weights"].values())
    return Scenario(
        id=row["id"],
        key=row["key"],
        overlay=row.get("overlay", False),
        weights={block_id: weight / total for block_id, weight in row["weights"].items()},
        first=tuple(row.get("first", ())),
        postpone=tuple(row.get("postpone", ())),
        max_actions=row.get("max_actions"),
        horizon_first_pass=row.get("horizon_first_pass"),
        suggested_by=row.get("suggested_by", ()),
        supported_by=row.get("supported_by", ()),
        **{
            name: texts(wordings, "scenarios", row["id"], name)
            for name in ("name", "archetype", "reads_like", "why", "risk")
        },
    )


def plan_column(row: Table, wordings: Mapping[str, Table], offers: Mapping[str, Mapping[str, Text]]) -> PlanColumn:
    """A column of the plan; `offers` are the choices that come from elsewhere in the content (`from = "blocks"`)."""
    own = [*row.get("choices", ()), *row.get("extra", ())]
    return PlanColumn(
        id=row["id"],
        kind=row["kind"],
        required=row.get("required", False),
        owner=row.get("owner", "participant"),
        width=row.get("width", 16),
        label=texts(wordings, "columns", row["id"], "label"),
        help=texts(wordings, "columns", row["id"], "help"),
        limits=tuple(row["limits"]) if "limits" in row else None,
        whole=row.get("whole", False),
        choices={
            **offers.get(row.get("from", ""), {}),
            **{key: texts(wordings, "choices", key) for key in own},
        },
        exclusive=_listed(row.get("exclusive", ())),
    )


def grouping(row: Table, wordings: Mapping[str, Table]) -> Grouping:
    """A question about the person who answers, with the two sides made of its choices."""
    here = ("groupings", row["id"])
    return Grouping(
        id=row["id"],
        label=texts(wordings, *here, "label"),
        choices={key: texts(wordings, *here, "choices", key) for key in row["choices"]},
        spellings={word: key for key, words in row["spellings"].items() for word in words},
        first=tuple(row["first"]),
        second=tuple(row["second"]),
    )


def spellings(frame: Table) -> Spellings:
    """What people type, of all languages together."""

    def all_of(kind: str) -> frozenset[str]:
        return frozenset(word for table in frame["spellings"].values() for word in table[kind])

    numbers = {word: number for table in frame["number_words"].values() for word, number in table.items()}
    return Spellings(all_of("dont_know"), all_of("not_applicable"), all_of("yes"), all_of("no"), numbers)


def texts(wordings: Mapping[str, Table], *path: str) -> Text:
    """The wording at `path` in every language."""
    return {language: _at(table, path) for language, table in wordings.items()}


def _at(table: Table, path: tuple[str, ...]) -> Any:
    found: Any = table
    for key in path:
        found = found[key]
    return found


def _indicator(row: Table, block_id: str, wordings: Mapping[str, Table]) -> Indicator:
    here = ("indicators", row["id"])
    levels = texts(wordings, *here, "levels")
    return Indicator(
        id=row["id"],
        block_id=block_id,
        core=row["core"],
        version=row["version"],
        drivers=tuple(row["drivers"]),
        sdg_targets=tuple(row["sdg_targets"]),
        topic=row["topic"],
        levels=tuple({language: steps[level] for language, steps in levels.items()} for level in range(5)),
        **{name: texts(wordings, *here, name) for name in ("label", "question", "help", "evidence", "who")},
    )


def _recommendation(row: Table, block_id: str, wordings: Mapping[str, Table]) -> Recommendation:
    words_of = {name: texts(wordings, "recommendations", row["id"], name) for name in ("action", "lead", "risk")}
    lists = {name: tuple(row[name]) for name in ("indicators", "agencies")}
    return Recommendation(**{**row, **lists, **words_of}, block_id=block_id)


def _listed(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]


def _number(value: object) -> object:
    return float(Fraction(value)) if isinstance(value, str) and "/" in value else value


def rule(row: Table) -> Rule:
    """A rule of advice; KeyError where a field is missing."""
    lists = {name: tuple(row[name]) for name in ("gives", "conflicts")}
    return Rule(id=row["id"], version=row["version"], source=row["source"], when=row["when"], **lists)
