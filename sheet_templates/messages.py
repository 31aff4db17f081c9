"""A problem in words: what is wrong with what was found, what is accepted, what to do, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from schemas.guideline import CrossCheck, Grouping, Guideline, PlanColumn, Text, Variable
from schemas.problem import Problem
from sheet_templates.figures import day_said, grouped, half_up
from sheet_templates.words import Words

_MOST_CHOICES = 12
_PLAIN_NUMBER = re.compile(r"(-?)(\d{1,15})(?:\.(\d+))?")


class Wording(NamedTuple):
    """The three sentences of a problem, and what was found; the place is told beside them."""

    what: str
    accepted: str
    do: str
    found: str

    def sentence(self, place: str = "") -> str:
        """All in one line, starting with the place."""
        start = f"{place} · " if place else ""
        return start + " ".join(part for part in (self.what, self.accepted, self.do) if part)


def wording(
    words: Words, guideline: Guideline, *, code: str, found: str, about: str, values: Mapping[str, str]
) -> Wording:
    """The words of a problem in the language of `words`.

    `values` may hold references that are put into words here: "accepts" (a key of the words), "choices" and "label"
    ("context:CTX-03", "plan:status", "grouping:area", "block:LEG", "criterion:impact"), "alone" ("context:CTX-30:no_crisis"), "missing"
    (names of details or columns joined by ";"). Where "figure" is what was found, a number or a day was understood: it is
    told as readers of the language write it. Any other text is quoted as it was typed.
    """
    if values.get("figure") == found:
        found = localised(found, words.language)
    values = {key: localised(value, words.language) for key, value in values.items()}
    filled = {**values, "found": found, "about": about, **_worded(words, guideline, values)}
    check = _check(guideline, code)
    if check:
        language = words.language
        what, do = (_fill(text, language, filled) for text in (check.what, check.do))
        return Wording(what, words("accepts.consistent"), do, found)
    key = f"problems.{code}"
    what, accepted, do = (words(f"{key}.{part}", **filled) for part in ("what", "accepted", "do"))
    return Wording(what, accepted, do, found)


def localised(text: str, language: str) -> str:
    """A plain number ("1234567.5") or a day ("2026-05-03") as readers of `language` write it; any other text as it is.

    See `grouped`.
    """
    match = _PLAIN_NUMBER.fullmatch(text)
    if match is None:
        return day_said(text)
    sign, whole, part = match.groups(default="")
    whole = grouped(whole, language)
    mark = "." if language == "en" else ","
    return f"{sign}{whole}{mark}{part}" if part else f"{sign}{whole}"


def number_in_plan(about: str, territory_id: str) -> str:
    """An action as its territory's plan numbers it: "A03" for "praia-cv-A03"; anything else as it is."""
    return about.removeprefix(f"{territory_id}-")


def problem_wording(words: Words, guideline: Guideline, problem: Problem) -> Wording:
    """The words of a `Problem` value."""
    about = number_in_plan(problem.about, problem.territory_id)
    return wording(words, guideline, code=problem.code, found=problem.found, about=about, values=problem.values)


def _check(guideline: Guideline, code: str) -> CrossCheck | None:
    checks = (*guideline.context_checks, *guideline.plan_checks)
    return next((check for check in checks if check.id == code), None)


def _fill(text: Text, language: str, values: Mapping[str, str]) -> str:
    return Words(language, {"text": text[language]})("text", **values)


def _worded(words: Words, guideline: Guideline, values: Mapping[str, str]) -> dict[str, str]:
    worded: dict[str, str] = {}
    if reference := values.get("alone"):
        worded["alone"] = _choice(words, guideline, reference)
    if reference := values.get("label"):
        worded["label"] = _label(words, guideline, reference)
    if reference := values.get("choices"):
        worded["accepts"] = words("accepts.choice", choices=_choices(words, guideline, reference))
    elif key := values.get("accepts"):
        worded["accepts"] = words(key, **values)
    if values.get("name") in {block.id for block in guideline.blocks}:
        worded["name"] = guideline.block(values["name"]).short[words.language]
    statuses = next((one.choices for one in guideline.plan_columns if one.id == "status"), {})
    if values.get("left") in statuses:
        worded["left"] = statuses[values["left"]][words.language]
    if "differs" in values:
        worded["differs"] = words(values["differs"]) if values["differs"] else ""
    if names := values.get("missing"):
        worded["missing"] = ", ".join(_missing(words, guideline, name) for name in names.split(";"))
    return worded


def _label(words: Words, guideline: Guideline, reference: str) -> str:
    kind, _, name = reference.partition(":")
    if kind == "block":
        return guideline.block(name).short[words.language]
    if not name:
        return reference
    if kind == "criterion":
        return words(f"plan.criteria.{name}")
    return next((thing.label[words.language] for thing in _things(guideline, kind) if thing.id == name), name)


def _choice(words: Words, guideline: Guideline, reference: str) -> str:
    """The label of one entry of a list: "context:CTX-30:no_crisis"."""
    kind, name, key = reference.split(":")
    return next((thing.choices[key][words.language] for thing in _things(guideline, kind) if thing.id == name), key)


def _things(guideline: Guideline, kind: str) -> tuple[Variable | PlanColumn | Grouping, ...]:
    """What may have a label and choices: variables of the context, columns of the plan, what is asked of a person."""
    if kind == "grouping":
        return guideline.groupings
    return guideline.variables if kind == "context" else guideline.plan_columns


def _missing(words: Words, guideline: Guideline, name: str) -> str:
    if ":" in name:
        return _label(words, guideline, name)
    return words(f"context.details.{name}") if f"context.details.{name}" in words else name


def _choices(words: Words, guideline: Guideline, reference: str) -> str:
    if reference == "actor_types":
        labels = [words(f"actor_types.{key}") for key in guideline.actor_types]
    else:
        kind, _, name = reference.partition(":")
        choices = next((thing.choices for thing in _things(guideline, kind) if thing.id == name), {})
        labels = [text[words.language] for text in choices.values()]
    shown = " · ".join(labels[:_MOST_CHOICES])
    return shown + (" …" if len(labels) > _MOST_CHOICES else "")


#: Labels that speak of agreement: beside a wide spread they would sound like a contradiction.
_CLOSE = {"agreed", "no_contradiction_seen"}
_ONE_FOR_ALL = "level"


def agreement_sentence(words: Words, label: str, n_voices: int, spread: str, *, discussed: bool) -> str:
    """What the voices on a question say together, following their number; "" where nobody spoke.

    `spread`: levels between the ends, as shown; `discussed`: whether the question is to be discussed all the same.
    """
    key = f"trust.agreement.{'near' if discussed and label in _CLOSE else label}"
    return words(key, n=n_voices, spread=spread) if n_voices and key in words else ""


def target_sentences(words: Words, chosen: str, points: float, blocks: Sequence[tuple[str, str, float]]) -> list[str]:
    """What the gaps of blocks are measured to, where a campaign chose more than one level for all; nothing else.

    `chosen`: the choice of the policy, `points`: the level aimed at; `blocks`: name, source of the target, its points.
    """
    if chosen == _ONE_FOR_ALL:
        return []
    own = ", ".join(f"{name} ({half_up(aim)})" for name, source, aim in blocks if source == chosen)
    others = ", ".join(name for name, source, _ in blocks if source != chosen)
    said = [words(f"trust.target.{chosen}", blocks=own)] if own else []
    return [*said, words(f"trust.target.{chosen}_none", blocks=others, points=half_up(points))] if others else said
