"""The tables of an export: frames of an outcome as this reader may have them, each column with its meaning.

`export_columns.toml` names the tables, what is held back and what each column means; types, enumerations and
limits come from `schemas.frames`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from reports import export_content
from reports.export_small import without_small_groups
from reports.problem_words import message
from reports.rows import columns, records
from reports.text import clean
from reports.view import View, view
from schemas import frames
from schemas.campaign import Agency
from schemas.outcome import Outcome

_KINDS = {"string": "string", "str": "string", "Int64": "integer", "Float64": "number", "boolean": "boolean"}
_LIMITS = {"greater_than_or_equal_to": ("minimum", "min_value"), "less_than_or_equal_to": ("maximum", "max_value")}


@dataclass(frozen=True, slots=True)
class Field:
    """One column: kind of its values, what it says, its HXL hashtag, and what its values keep to."""

    name: str
    kind: str
    says: str
    hxl: str
    constraints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exported:
    """One table, column by column; None is missing. `key` is unique, `references` name other tables by field."""

    name: str
    title: str
    about: str
    fields: tuple[Field, ...]
    columns: tuple[list[Any], ...]
    key: tuple[str, ...] = ()
    references: Mapping[str, str] = field(default_factory=dict)


@cache
def said() -> dict[str, Any]:
    """The content of export_columns.toml."""
    return tomllib.loads(files("reports").joinpath("export_columns.toml").read_text(encoding="utf-8"))


def tables(outcome: Outcome, agreement: str) -> tuple[Exported, ...]:
    """Every table, in the order of export_columns.toml, under `agreement` (none, organisations, no_quotes)."""
    language = outcome.campaign.languages[0] if outcome.campaign.languages else outcome.guideline.languages[0]
    reader = Agency(id="export", name="", language=language, redaction=agreement)
    seen = view(outcome, reader, language)
    made = []
    for name, about in said()["tables"].items():
        if "model" in about:
            made.append(_from_frame(outcome, seen, name, about))
        else:
            made.append(_from_content(outcome, seen, name, about))
    return tuple(made)


def _from_frame(outcome: Outcome, seen: View, name: str, about: Mapping[str, Any]) -> Exported:
    model: type[frames.Answers] = getattr(frames, about["model"])
    dropped = about.get("drop", ())
    fields = tuple(_field(name, column, spec) for column, spec in _specs(model) if column not in dropped)
    frame = getattr(outcome, name)
    kept = frame
    if "territory_id" in frame:
        shown = {one.territory_id for one in seen.territories} | {""}
        kept = without_small_groups(seen, name, frame[frame["territory_id"].isin(shown).to_numpy()])
    if name == "problems":
        kept = _reworded(seen, kept)
    values = columns(kept[[one.name for one in fields]])
    held = _Held(seen, name, about)
    public = tuple(held.column(one, column) for one, column in zip(fields, values, strict=True))
    return _exported(name, about, " ".join((model.__doc__ or "").split()), fields, public)


def _from_content(outcome: Outcome, seen: View, name: str, about: Mapping[str, Any]) -> Exported:
    made = export_content.TABLES[name](outcome, seen)
    fields = tuple(_field(name, column, (kind, {})) for column, kind in made.columns)
    values = tuple([row[place] for row in made.rows] for place in range(len(fields)))
    cleaned = tuple([clean(one) if isinstance(one, str) else one for one in column] for column in values)
    return _exported(name, about, made.about, fields, cleaned)


def _exported(
    name: str, about: Mapping[str, Any], more: str, fields: tuple[Field, ...], values: tuple[list[Any], ...]
) -> Exported:
    names = [one.name for one in fields]
    links = {"territory_id": "territories"} if "territory_id" in names and name != "territories" else {}
    links |= about.get("references", {})
    key = () if about.get("keyless") else tuple(about.get("key", ()))
    return Exported(name, about["title"], more, fields, values, key, links)


def _specs(model: type[frames.Answers]) -> list[tuple[str, tuple[str, dict[str, Any]]]]:
    """Names, kinds and constraints of a model's columns. An empty text counts as missing."""
    found = []
    for name, column in model.to_schema().columns.items():
        dtype = str(column.dtype).partition("[")[0]
        kind = "datetime" if dtype.startswith("datetime") else _KINDS[dtype]
        limits: dict[str, Any] = {}
        for check in column.checks:
            if check.name == "isin":
                allowed = list(check.statistics["allowed_values"])
                limits["enum"] = [one for one in allowed if one != ""]
                limits["required"] = "" not in allowed and not column.nullable
            elif check.name in _LIMITS:
                name_of, statistic = _LIMITS[check.name]
                limits[name_of] = check.statistics[statistic]
        if kind != "string" and not column.nullable:
            limits["required"] = True
        found.append((name, (kind, {key: one for key, one in limits.items() if one is not False})))
    return found


def _field(table: str, name: str, spec: tuple[str, dict[str, Any]]) -> Field:
    kind, limits = spec
    about = said()["tables"][table]
    if name in about.get("key", ()) and not about.get("keyless"):
        limits = {**limits, "required": True}
    base, _, language = name.rpartition("_")
    own, shared = about.get("columns", {}), said()["columns"]
    for words in (own, shared):
        if name in words:
            return Field(name, kind, words[name]["says"], words[name]["hxl"], limits)
        if base in words:
            return Field(
                name, kind, f"{words[base]['says']} ({language})", f"{words[base]['hxl']}+i_{language}", limits
            )
    return Field(name, kind, "", "#meta", limits)


class _Held:
    """What leaves of the texts of one table."""

    def __init__(self, seen: View, table: str, about: Mapping[str, Any]) -> None:
        self.seen, self.table = seen, table
        self.quoted: Sequence[str] = about.get("quote", ())
        self.organisations: Sequence[str] = about.get("organisation", ())
        self.plain: Sequence[str] | None = about.get("plain")
        self.choices = _choices(seen, table)

    def column(self, one: Field, values: list[Any]) -> list[Any]:
        """The values of a column as they may leave; each text is looked at once."""
        if one.kind != "string":
            return values
        shown = self._rule(one.name)
        known: dict[str, str] = {text: clean(shown(text)) for text in dict.fromkeys(values) if text is not None}
        return [known.get(text) for text in values]

    def _rule(self, name: str) -> Callable[[str], str]:
        redaction = self.seen.redaction
        if name in self.organisations:
            return redaction.organisation
        typed = name in self.quoted or (self.plain is not None and name not in self.plain)
        if not typed:
            return redaction.public
        codes = self.choices.get(name, frozenset())

        def quoted(text: str) -> str:
            return text if all(part.strip() in codes for part in text.split(";")) else redaction.quote(text)

        return quoted


def _choices(seen: View, table: str) -> dict[str, frozenset[str]]:
    """The codes that a column may hold beside what people typed; codes are nobody's words."""
    plan = {one.id: frozenset(one.choices) for one in seen.guideline.plan_columns}
    if table == "actions":
        return plan
    if table == "plan_follow_up":
        return dict.fromkeys(("status_before", "status", "counted_status"), plan.get("status", frozenset()))
    if table == "context":
        return {"value": frozenset(code for one in seen.guideline.variables for code in one.choices)}
    return {}


def _reworded(seen: View, frame: Any) -> Any:
    """The problems in the words of one language, without what the agreement holds back."""
    said_of = [message(seen, one) for one in records(frame)]
    return frame.assign(message=[text for text, _, _ in said_of], accepted=[accepted for _, accepted, _ in said_of])
