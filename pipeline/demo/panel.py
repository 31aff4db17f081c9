"""The territories of the demo as data: who answers, around which levels, in whose words, and with which mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from schemas.errors import ContentError
from sheet_templates.load import read_toml

Typed = str | float | int | bool
VISITS = ("first", "second", "late")


@dataclass(frozen=True, slots=True)
class Respondent:
    """One column of answers: an invented organisation and what it does.

    `gender` and `area` as chosen, by key, or as typed; "" for nothing. `points` by block, for those that share any out;
    `votes` for the actions of the plan, in their order.
    """

    organisation: str
    actor_type: str
    role: str
    gender: str = ""
    area: str = ""
    points: Mapping[str, Typed] = field(default_factory=dict)
    votes: Sequence[Typed] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the context sheet: choices by key, everything else as it is typed; `details` by column."""

    variable_id: str
    value: Typed | Sequence[str]
    details: Mapping[str, Typed]


@dataclass(frozen=True, slots=True)
class Habits:
    """How a group answers: shares from 0 to 1, levels from 0 to 4, and the words it uses.

    `means` are the block means its answers lie around, `centres` those of single indicators. `filled` is the share of
    cells that hold anything; nobody fills in the indicators of `unanswered`. `agreed` is the share of indicators
    settled in the second session, `decimals` that of levels typed as "2,0".
    """

    means: Mapping[str, float]
    filled: float
    agreed: float
    junk: Sequence[str]
    dont_know: Sequence[str]
    not_applicable: Sequence[str]
    reasons: Sequence[str]
    documents: Sequence[str]
    centres: Mapping[str, float]
    unanswered: frozenset[str]
    decimals: float


@dataclass(frozen=True, slots=True)
class PlanHabits:
    """What a territory's plan is made of; `rows` actions, the lists are gone through in turn.

    `marks` of the first actions, one list each, in the order of the criteria.
    """

    rows: int
    currency: str
    budgets: Sequence[Typed]
    funding: Sequence[str]
    beneficiaries: str
    output: str
    unit: str
    output_target: int
    verification: str
    marks: Sequence[Sequence[Typed]] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What stands in one cell from a visit on. `kind`: typed as it is, a level, or a choice by its key."""

    tab: str
    row: str
    column: str
    kind: str
    value: Typed

    @property
    def place(self) -> tuple[str, str, str]:
        """Tab, row and column of the cell, by key."""
        return self.tab, self.row, self.column


@dataclass(frozen=True, slots=True)
class Spoil:
    """Something done to the book itself in some visits; `details` as `pipeline.demo.spoil` reads them."""

    how: str
    visits: tuple[str, ...]
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """One territory of the demo."""

    territory_id: str
    respondents: tuple[Respondent, ...]
    facts: tuple[Fact, ...]
    habits: Habits
    comments: Mapping[str, str]
    plan: PlanHabits
    changes: Mapping[str, tuple[Change, ...]]
    spoils: tuple[Spoil, ...]

    def spoiled(self, visit: str) -> tuple[Spoil, ...]:
        """What is done to the book in a visit; the last visit finds it as the second one left it."""
        wanted = "second" if visit == "late" else visit
        return tuple(one for one in self.spoils if wanted in one.visits and one.how not in {"rename", "away"})

    def renamed(self, visit: str) -> str:
        """The name that the questionnaire itself is given in a visit, "" for none."""
        return next((one.details["title"] for one in self.spoils if one.how == "rename" and visit in one.visits), "")

    def is_away(self, visit: str) -> bool:
        """Whether the questionnaire is out of reach while the coordinator syncs after a visit."""
        return any(one.how == "away" and visit in one.visits for one in self.spoils)


def panel(territory_id: str) -> Panel:
    """The panel of a territory from its file; ContentError names the file when something is missing."""
    table = read_toml("demo", "panel", f"{territory_id}.toml")
    try:
        return _panel(territory_id, table)
    except (KeyError, TypeError, ValueError) as wrong:
        message = f"sheet_templates/demo/panel/{territory_id}.toml: {wrong!r}"
        raise ContentError(message, "Compare the file with that of another territory.") from wrong


def _panel(territory_id: str, table: Mapping[str, Any]) -> Panel:
    habits = {"centres": {}, "decimals": 0.0, **table["answers"]}
    habits["unanswered"] = frozenset(habits.get("unanswered", ()))
    return Panel(
        territory_id=territory_id,
        respondents=tuple(Respondent(**one) for one in table["respondent"]),
        facts=tuple(_fact(one) for one in table["context"]),
        habits=Habits(**habits),
        comments=table["comments"],
        plan=PlanHabits(**table["plan"]),
        changes={visit: tuple(change for one in table.get(visit, ()) for change in _changes(one)) for visit in VISITS},
        spoils=tuple(
            Spoil(one["how"], tuple(one["visits"]), {k: v for k, v in one.items() if k not in {"how", "visits"}})
            for one in table.get("spoil", ())
        ),
    )


def _fact(line: Mapping[str, Any]) -> Fact:
    details = {key: value for key, value in line.items() if key not in {"id", "value"}}
    return Fact(line["id"], line["value"], details)


def _changes(table: Mapping[str, Any]) -> Iterator[Change]:
    """One change per cell: `row` or `rows` by `column` or `columns`, with one value each."""
    rows, columns = (table.get(f"{name}s", [table.get(name)]) for name in ("row", "column"))
    kind = next(kind for kind in ("value", "level", "choice") if kind in table or f"{kind}s" in table)
    values = table.get(f"{kind}s", [table.get(kind)])
    for (row, column), value in zip(product(rows, columns), values, strict=True):
        yield Change(table["tab"], row, column, kind, value)
