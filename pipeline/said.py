"""What the results say to one territory, in sentences of its language: every number with what limits it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import pandas as pd

from schemas.campaign import Territory
from schemas.frames.base import is_missing, records
from schemas.outcome import Outcome
from sheet_templates.load import words

Row = Mapping[str, Any]
Sentence = tuple[str, str]


class Outcomes:
    """The frames of an outcome by territory, so that one territory after the other can be told."""

    def __init__(self, outcome: Outcome) -> None:
        """Hold the outcome; a frame is split when it is first asked for."""
        self.outcome = outcome
        self._split: dict[str, dict[str, list[Row]]] = {}

    def rows(self, name: str, territory_id: str) -> list[Row]:
        """The rows of a frame that belong to a territory."""
        if name not in self._split:
            self._split[name] = rows_by_territory(getattr(self.outcome, name))
        return self._split[name].get(territory_id, [])

    @cached_property
    def run(self) -> dict[str, str]:
        """What was really run, by item."""
        return {str(row["item"]): str(row["value"]) for row in records(self.outcome.method_run)}

    @cached_property
    def names(self) -> dict[str, str]:
        """Territories by id."""
        return {one.id: one.name for one in self.outcome.campaign.territories}


def rows_by_territory(frame: pd.DataFrame) -> dict[str, list[Row]]:
    """The rows of a frame as dictionaries by territory, NA as None; column by column, which is what is fast."""
    names = [str(name) for name in frame.columns]
    lists = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in names]
    found: dict[str, list[Row]] = {}
    for values in zip(*lists, strict=True):
        row = dict(zip(names, values, strict=True))
        found.setdefault(row["territory_id"], []).append(row)
    return found


class Teller:
    """Tells one territory, topic by topic."""

    def __init__(self, outcomes: Outcomes, territory: Territory) -> None:
        """Look up the words of the territory's language."""
        self.outcomes, self.territory = outcomes, territory
        self.say = words(territory.language)
        self.blocks = {one.id: one.short[territory.language] for one in outcomes.outcome.guideline.blocks}
        self.policy = outcomes.outcome.guideline.policy

    def sentences(self) -> Iterator[Sentence]:
        """Topic and sentence, in the order in which they should be read."""
        parts = {
            "voices": self._voices, "scores": self._scores, "priorities": self._priorities, "scenario": self._scenario,
            "change": self._change, "plan": self._plan, "peers": self._peers, "method": self._method,
        }  # fmt: skip
        for topic, part in parts.items():
            for sentence in part():
                yield self.say(f"trust.topics.{topic}"), sentence

    def _rows(self, name: str) -> list[Row]:
        return self.outcomes.rows(name, self.territory.id)

    def _voices(self) -> Iterator[str]:
        for row in self._rows("reliability"):
            if row["n_voices"] == 1:
                yield self.say("trust.bad.one_respondent")
            elif row["n_voices"] == 0 and all(is_missing(one["score"]) for one in self._rows("block_scores")):
                yield self.say("trust.bad.all_missing")
            else:
                numbers = {
                    name: "–" if is_missing(row[name]) else f"{row[name]:.2f}" for name in ("alpha", "low", "high")
                }
                yield self.say(f"trust.reading.{row['reading']}", **numbers)
        for note in self._rows("block_notes"):
            if note["is_balance_different"]:
                score = next(one["score"] for one in self._rows("block_scores") if one["block_id"] == note["block_id"])
                yield self.say(
                    "trust.balance", block=self.blocks[note["block_id"]], balanced=_whole(note["balanced_score"]),
                    score=_whole(score),
                )  # fmt: skip

    def _scores(self) -> Iterator[str]:
        scores = {str(row["block_id"]): row for row in self._rows("block_scores")}
        index = next((row["index"] for row in self._rows("index")), None)
        for row in self._rows("intervals"):
            if row["doubt"] != "both":
                continue
            scored = scores.get(str(row["block_id"]), {})
            score = scored.get("score", index) if row["measure"] == "block" else index
            yield self._interval(row, scored, score)
        yield self.say("trust.not_who")
        yield self.say("trust.not_optimism")
        if self.outcomes.run.get("spread") == "assumed":
            one = len(self.outcomes.outcome.campaign.territories) == 1
            yield self.say("trust.bad.one_territory" if one else "trust.interval.spread_assumed")

    def _interval(self, row: Row, scored: Row, score: Any) -> str:
        values = {
            "block": self.blocks.get(str(row["block_id"]), ""), "score": _whole(score), "low": _whole(row["low"]),
            "high": _whole(row["high"]), "level": f"{self.policy.interval_level * 100:.0f}", "n": row["n_voices"],
        }  # fmt: skip
        if row["measure"] == "index":
            if row["note"] != "withheld":
                return self.say("trust.interval.index", **values)
            known = next((one["n_blocks"] for one in self._rows("index")), 0)
            enough = known >= self.policy.index_min_share * len(self.blocks)
            return self.say(
                "trust.bad.zero_weights"
                if enough and not self.policy.mandatory_blocks
                else "trust.interval.index_withheld"
            )
        if row["note"]:
            return self.say(f"trust.interval.{row['note']}", **values)
        lower, upper = scored["lower"], scored["upper"]
        if upper - lower > self.policy.wide_bounds:
            return self.say("trust.interval.wide", **{**values, "low": _whole(lower), "high": _whole(upper)})
        return self.say("trust.interval.block", **values)

    def _priorities(self) -> Iterator[str]:
        notes = self._rows("block_notes")
        first = [row for row in notes if row["is_priority"] and not row["find_out_first"]]
        if first:
            yield self.say("trust.first", blocks=self._named(row["block_id"] for row in first))
        unknown = [str(row["block_id"]) for row in notes if row["find_out_first"]]
        if unknown:
            yield self.say("trust.find_out", blocks=self._named(unknown))
        scored = [round(float(row["score"]), 9) for row in self._rows("block_scores") if not is_missing(row["score"])]
        if len(set(scored)) < len(scored):
            yield self.say("trust.bad.ties")
        for row in self._rows("index_notes"):
            yield from self._index_note(row)

    def _index_note(self, row: Row) -> Iterator[str]:
        index = next(iter(self._rows("index")))
        if not is_missing(index["index"]):
            tops = {name: self._named(str(index[key]).split(";")) for name, key in _TOPS.items()}
            key = "trust.robust.same" if row["is_order_robust"] else "trust.robust.differs"
            yield self.say(key, **tops, scenario=index["scenario"])
            if row["is_uneven"]:
                yield self.say(
                    "trust.hides", block=self._named([row["limiting_block"]]), score=_whole(row["limiting_score"])
                )
            if row["deciding_block"] and abs(row["deciding_shift"]) >= 1:
                shift = f"{row['deciding_shift']:+.0f}"
                yield self.say("trust.without", block=self._named([row["deciding_block"]]), shift=shift)
        if row["n_allocations"]:
            blocks = self._named(str(row["top_blocks_participants"]).split(";"))
            yield self.say("trust.robust.participants", n=row["n_allocations"], blocks=blocks)

    def _scenario(self) -> Iterator[str]:
        guideline = self.outcomes.outcome.guideline
        language = self.territory.language

        def name(scenario_id: str) -> str:
            return f"{scenario_id} – {guideline.scenario(scenario_id).name[language]}"

        for row in self._rows("scenario_suggestions"):
            if row["suggestion"] == "suggested":
                reason = self._facts("; ".join(one for one in (row["reason"], row["supported"]) if one))
                yield self.say("trust.scenario.suggested", scenario=name(row["scenario_id"]), reason=reason)
            elif row["suggestion"] == "unknown":
                yield self.say(
                    "trust.scenario.unknown",
                    scenario=name(row["scenario_id"]),
                    missing=self._facts(row["missing"].replace(";", "; ")),
                )
        chosen = [one for one in (self.territory.scenario, self.territory.overlay) if one]
        yield self.say("trust.scenario.chosen", scenario=" + ".join(name(one) for one in chosen))

    def _facts(self, text: str) -> str:
        """Facts such as "CTX-23=law_draft; LEG-2=1" with the names of variables and choices, codes beside."""
        guideline, language = self.outcomes.outcome.guideline, self.territory.language
        variables = {one.id: one for one in guideline.variables}
        said = []
        for fact in text.split("; "):
            code, _, value = fact.partition("=")
            variable = variables.get(code)
            if variable is not None:
                value = ", ".join(
                    variable.choices[key][language] if key in variable.choices else key for key in value.split(";")
                )
                code = f"{variable.label[language]} ({code})"
            said.append(f"{code}: {value}" if value else code)
        return "; ".join(said)

    def _change(self) -> Iterator[str]:
        warnings: dict[str, None] = {}
        for row in self._rows("changes"):
            if row["measure"] == "index":
                continue
            warnings |= dict.fromkeys(one for one in str(row["warnings"]).split(";") if one)
            yield self.say(
                f"trust.change.{row['direction']}", block=self.blocks[row["block_id"]],
                points=_whole(None if is_missing(row["change"]) else abs(row["change"])),
                detectable=_whole(row["minimum_detectable"]),
            )  # fmt: skip
        yield from (self.say(f"trust.warning.{one}") for one in warnings)

    def _plan(self) -> Iterator[str]:
        for row in self._rows("plan_follow_up"):
            move = self.say(f"trust.move.{row['move']}")
            key = "trust.plan.late" if row["is_late"] else "trust.plan.action"
            yield self.say(key, action=row["action_id"], title=row["title"], move=move, days=row["days_late"])

    def _peers(self) -> Iterator[str]:
        for row in self._rows("peers"):
            key = "trust.peer.exchange" if row["is_exchange"] else "trust.peer.match"
            yield self.say(key, block=self.blocks[row["block_id"]], mentor=self.outcomes.names[row["mentor_id"]])
        for row in self._rows("benchmarks"):
            if row["place"] != "no_peers":
                yield self.say(f"trust.place.{row['place']}", block=self.blocks[row["block_id"]], n=row["n_peers"])

    def _method(self) -> Iterator[str]:
        yield self.say("trust.intro")
        run = self.outcomes.run
        factor = run.get("sensitivity", "")
        if factor:
            shift = run.get("mean_shift", "")
            yield self.say("trust.sensitivity.said", factor=self.say(f"trust.factor.{factor}"), shift=shift)
        else:
            yield self.say("trust.sensitivity.none")

    def _named(self, block_ids: Iterator[str] | Sequence[str]) -> str:
        return ", ".join(self.blocks.get(one, one) for one in block_ids) or "–"


_TOPS = {"chosen": "top_blocks", "balanced": "top_blocks_balanced"}


def _whole(value: Any) -> str:
    return "–" if value is None or is_missing(value) else f"{value:.0f}"
