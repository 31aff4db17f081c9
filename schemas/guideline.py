"""The guideline as data: blocks, indicators, recommendations, context, scenarios and plan, in every language.

`Text` maps a language code ("fr") to the wording in that language. All things here are frozen;
`sheet_templates.load` makes them from the content files, a campaign's overlay changes them before a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from schemas.grouping import Grouping
from schemas.policy import Policy

__all__ = [
    "BLANK",
    "DONT_KNOW",
    "INVALID",
    "LEVEL",
    "NOT_APPLICABLE",
    "STATES",
    "Block",
    "Case",
    "CrossCheck",
    "Grouping",
    "Guideline",
    "Identified",
    "Indicator",
    "PlanColumn",
    "Policy",
    "Recommendation",
    "Rule",
    "Scenario",
    "Spellings",
    "Text",
    "Variable",
    "one_of",
]

Text = Mapping[str, str]

#: The states an answer can be in, in the order in which arrays number them; missing is never 0 (ARCHITECTURE 1.7).
LEVEL, DONT_KNOW, NOT_APPLICABLE, BLANK, INVALID = (
    "level",
    "dont_know",
    "not_applicable",
    "blank",
    "invalid",
)
STATES = (LEVEL, DONT_KNOW, NOT_APPLICABLE, BLANK, INVALID)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One question of a block, answered with a level from 0 to 4."""

    id: str
    block_id: str
    core: bool
    version: int
    drivers: tuple[str, ...]
    sdg_targets: tuple[str, ...]
    topic: str
    label: Text
    question: Text
    help: Text
    levels: tuple[Text, ...]
    evidence: Text
    who: Text


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One thing a territory can do, fit for a block in one band, lifting named indicators."""

    id: str
    block_id: str
    band: str
    horizon: str
    resources: int
    indicators: tuple[str, ...]
    agencies: tuple[str, ...]
    lead_type: str
    needs_other_level: bool
    action: Text
    lead: Text
    risk: Text


@dataclass(frozen=True, slots=True)
class Case:
    """A documented experience of another territory that may be cited, with its sources."""

    id: str
    block_id: str
    year: str
    country: str
    warning: bool
    sources: tuple[str, ...]
    place: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the guideline: a tab of the questionnaire, a column of the profile."""

    id: str
    main_drivers: tuple[str, ...]
    agencies: tuple[str, ...]
    name: Text
    short: Text
    purpose: Text
    indicators: tuple[Indicator, ...]
    recommendations: tuple[Recommendation, ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """One line of the context sheet. `hard` bounds reject, `soft` bounds warn; both inclusive.

    `locks`: choices from which on the sheet is not to change. `since`: first edition of the questionnaire with it.
    """

    id: str
    key: str
    group: str
    kind: str
    unit: str
    label: Text
    help: Text
    hard: tuple[float, float] | None = None
    soft: tuple[float, float] | None = None
    choices: Mapping[str, Text] = field(default_factory=dict)
    detail: tuple[str, ...] = ()
    required_with: tuple[str, ...] = ()
    required_if: Mapping[str, Any] | None = None
    no_detail_for: tuple[str, ...] = ()
    exclusive: tuple[str, ...] = ()
    locks: tuple[str, ...] = ()
    owner: str = "participant"
    core: bool = False
    since: int = 1
    detail_label: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """A rule between several variables, answers or plan cells, kept as data (`rule` names its kind)."""

    id: str
    severity: str
    rule: str
    parameters: Mapping[str, Any]
    what: Text
    do: Text


@dataclass(frozen=True, slots=True)
class Scenario:
    """A way of reading the same profile: weights per block (they sum to 1) and what comes first."""

    id: str
    key: str
    overlay: bool
    weights: Mapping[str, float]
    first: tuple[str, ...]
    postpone: tuple[str, ...]
    max_actions: int | None
    horizon_first_pass: str | None
    suggested_by: Any
    name: Text
    archetype: Text
    reads_like: Text
    why: Text
    risk: Text
    supported_by: Any = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """When recommendations are given; `when` holds lists of conditions under all, any and none (rules.toml)."""

    id: str
    version: int
    gives: tuple[str, ...]
    source: str
    conflicts: tuple[str, ...]
    when: Mapping[str, Any]

    @property
    def mark(self) -> str:
        """Its name in traces: id and version."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """One column of the action plan."""

    id: str
    kind: str
    required: bool
    owner: str
    width: float
    label: Text
    help: Text
    limits: tuple[float, float] | None = None
    whole: bool = False
    choices: Mapping[str, Text] = field(default_factory=dict)
    exclusive: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spellings:
    """What people type instead of choosing, folded (trimmed, lower case, no accents), of all languages at once.

    `numbers` ("trois" -> 3) are only ever suggested, never taken for the answer.
    """

    dont_know: frozenset[str]
    not_applicable: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Guideline:
    """The whole content, checked. Blocks, scenarios, variables and plan columns keep the order of the files."""

    id: str
    version: str
    languages: tuple[str, ...]
    drivers: tuple[str, ...]
    agencies: tuple[str, ...]
    actor_types: tuple[str, ...]
    policy: Policy
    blocks: tuple[Block, ...]
    variables: tuple[Variable, ...]
    variable_groups: tuple[str, ...]
    context_checks: tuple[CrossCheck, ...]
    scenarios: tuple[Scenario, ...]
    plan_columns: tuple[PlanColumn, ...]
    plan_checks: tuple[CrossCheck, ...]
    officials: tuple[str, ...]
    sse_actors: tuple[str, ...]
    lead_types: tuple[str, ...]
    source: Mapping[str, Any]
    spellings: Spellings
    suggestion_order: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    groupings: tuple[Grouping, ...] = ()

    def indicators(self) -> Iterator[Indicator]:
        """Every indicator, block by block, in the order of the questionnaire."""
        for block in self.blocks:
            yield from block.indicators

    def recommendations(self) -> Iterator[Recommendation]:
        """Every recommendation, block by block."""
        for block in self.blocks:
            yield from block.recommendations

    def block(self, block_id: str) -> Block:
        """The block of that id; KeyError if there is none."""
        return one_of(self.blocks, block_id)

    def scenario(self, scenario_id: str) -> Scenario:
        """The scenario of that id; KeyError if there is none."""
        return one_of(self.scenarios, scenario_id)


class Identified(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """Its stable, language-neutral name."""
        ...


Thing = TypeVar("Thing", bound=Identified)


def one_of(things: Iterable[Thing], wanted: str) -> Thing:
    """The first of `things` whose `id` is `wanted`; KeyError naming it otherwise."""
    for thing in things:
        if thing.id == wanted:
            return thing
    raise KeyError(wanted)
