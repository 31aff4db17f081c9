"""What the results say to one territory, in sentences of its language: every number with what limits it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.by_territory import Outcomes, Row
from pipeline.priorities import actions_kept
from schemas.campaign import Territory
from schemas.frames.base import is_missing
from schemas.frames.trust import GRADES
from sheet_templates.figures import half_up, signed
from sheet_templates.load import words
from sheet_templates.messages import localised, number_in_plan, target_sentences
from sheet_templates.prioritisation import prioritisation

Sentence = tuple[str, str]


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
            "voices": self._voices, "equity": self._equity, "scores": self._scores,
            "priorities": self._priorities, "advice": self._advice, "scenario": self._scenario,
            "change": self._change, "plan": self._plan, "peers": self._peers, "method": self._method,
        }  # fmt: skip
        for topic, part in parts.items():
            for sentence in part():
                yield self.say(f"trust.topics.{topic}"), sentence

    def _rows(self, name: str) -> list[Row]:
        return self.outcomes.rows(name, self.territory.id)

    def _voices(self) -> Iterator[str]:
        few = list(self._cautioned("all_missing", "one_respondent"))
        yield from few
        for row in self._rows("reliability") if not few else ():
            numbers = {
                name: "–" if is_missing(row[name]) else self._number(f"{row[name]:.2f}")
                for name in ("alpha", "low", "high")
            }
            yield self.say(f"trust.reading.{row['reading']}", **numbers)
        yield from self._cautioned("applicability_contested")
        for note in self._rows("block_notes"):
            if note["is_balance_different"]:
                score = next(one["score"] for one in self._rows("block_scores") if one["block_id"] == note["block_id"])
                yield self.say(
                    "trust.balance", block=self.blocks[note["block_id"]], balanced=_whole(note["balanced_score"]),
                    score=_whole(score),
                )  # fmt: skip

    def _cautioned(self, *codes: str) -> Iterator[str]:
        """The sentences of those cautions that hold here."""
        for row in self._rows("cautions"):
            if row["code"] in codes:
                yield self.say(f"trust.bad.{row['code']}", questions=row["about"].replace(";", ", "))

    def _equity(self) -> Iterator[str]:
        unclear: dict[tuple[str, int, int], list[str]] = {}
        for row in self._rows("group_gaps"):
            if row["difference"] is None:
                continue
            if not row["is_clear"]:
                unclear.setdefault((row["grouping"], row["n_first"], row["n_second"]), []).append(row["block_id"])
                continue
            side = "first" if row["difference"] > 0 else "second"
            ends = sorted(abs(row[name]) for name in ("low", "high"))
            yield self.say(
                f"trust.equity.{row['grouping']}.{side}", block=self.blocks[row["block_id"]],
                gap=_whole(abs(row["difference"])), low=_whole(ends[0]), high=_whole(ends[1]),
                n=row["n_first"], m=row["n_second"],
            )  # fmt: skip
        for (grouping, n, m), blocks in unclear.items():
            yield self.say(f"trust.equity.{grouping}.unclear", block=self._named(blocks), n=n, m=m)

    def _scores(self) -> Iterator[str]:
        scores = {str(row["block_id"]): row for row in self._rows("block_scores")}
        notes = {str(row["block_id"]): row for row in self._rows("block_notes")}
        index = next((row["index"] for row in self._rows("index")), None)
        for row in self._rows("intervals"):
            if row["doubt"] != "both":
                continue
            scored = scores.get(str(row["block_id"]), {})
            score = scored.get("score", index) if row["measure"] == "block" else index
            yield " ".join(filter(None, (self._interval(row, scored, score), self._evidence(row, notes))))
        yield self.say("report.method.rules.evidence.says", few=self.policy.label_min_voices)
        yield self.say("trust.not_who")
        yield self.say("trust.not_optimism")
        yield from self._cautioned("one_territory")
        if self.outcomes.run.get("spread") == "assumed" and len(self.outcomes.outcome.campaign.territories) > 1:
            yield self.say("trust.interval.spread_assumed")

    def _evidence(self, row: Row, notes: Mapping[str, Row]) -> str:
        """The grades of evidence of a block that has a score, "" elsewhere."""
        if row["measure"] == "index" or row["note"] in {"withheld", "not_applicable"}:
            return ""
        counts = ((grade, notes[str(row["block_id"])][f"n_{grade.lower()}"]) for grade in GRADES)
        return self.say("trust.evidence", grades=" · ".join(f"{grade} {count}" for grade, count in counts if count))

    def _interval(self, row: Row, scored: Row, score: Any) -> str:
        values = {
            "block": self.blocks.get(str(row["block_id"]), ""), "score": _whole(score), "low": _whole(row["low"]),
            "high": _whole(row["high"]), "level": f"{self.policy.interval_level * 100:.0f}", "n": row["n_voices"],
        }  # fmt: skip
        if row["measure"] == "index":
            if row["note"] != "withheld":
                return self.say("trust.interval.index", **values)
            return next(self._cautioned("zero_weights"), self.say("trust.interval.index_withheld"))
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
        yield from target_sentences(self.say, self.policy.gap_target, self.policy.target_points, [
            (self.blocks[row["block_id"]], row["target_from"], row["target_points"])
            for row in notes
            if row["first_probability"] is not None
        ])  # fmt: skip
        unknown = [str(row["block_id"]) for row in notes if row["find_out_first"]]
        if unknown:
            yield self.say("trust.find_out", blocks=self._named(unknown))
        yield from self._cautioned("ties")
        for row in self._rows("index_notes"):
            yield from self._index_note(row)

    def _advice(self) -> Iterator[str]:
        """The short list in its order, each with the answers behind it; then what is missing to advise more."""
        rows = sorted(self._rows("recommendations"), key=lambda row: int(row["rank"]))
        language = self.territory.language
        planned = {row["source_rec"]: self._number_in_plan(row) for row in self._rows("actions")}
        for row in rows:
            if row["selected"]:
                key = "collect_first" if row["stance"] == "collect_first" else "line"
                said = self.say(
                    f"trust.advice.{key}", stance=self.say(f"report.stance.{row['stance']}"), code=row["rec_id"],
                    action=self.outcomes.recommendations[row["rec_id"]].action[language], horizon=self.say(f"horizons.{row['horizon']}.name"),
                    because=self._facts(row["because"]), missing=self._facts(row["collect"].replace(";", "; ")),
                )  # fmt: skip
                action = planned.get(row["rec_id"])
                yield f"{said} {self.say('trust.advice.planned', action=action)}" if action else said
        missing = dict.fromkeys(one for row in rows if not row["selected"] for one in row["collect"].split(";") if one)
        if missing:
            yield self.say("trust.advice.more", missing=self._facts("; ".join(missing)))

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
                shift = signed(row["deciding_shift"], self.territory.language)
                yield self.say("trust.without", block=self._named([row["deciding_block"]]), shift=shift)
        if row["n_allocations"] and row["top_blocks_participants"]:
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
        """Facts such as "CTX-23=law_draft; LEG-2=1" with the names of variables, choices and indicators, codes beside."""
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
                value += self._own_words(code) if "text" in variable.required_with else ""
                code = f"{variable.label[language]} ({code})"
            elif code in self.outcomes.indicators:
                code = f"{code} {self.outcomes.indicators[code].label[language]}"
            said.append(self.say("report.fit.fact", about=code, found=self._number(value)) if value else code)
        return " · ".join(said)

    def _own_words(self, variable_id: str) -> str:
        """What the territory wrote beside a variable, quoted no longer than results show it."""
        text = next((str(row["text"]) for row in self._rows("context") if row["variable_id"] == variable_id), "")
        most = self.policy.max_comment_characters
        shown = text if len(text) <= most else f"{text[:most].rstrip()} […]"
        return self.say("trust.scenario.own_words", text=shown) if text else ""

    def _change(self) -> Iterator[str]:
        warnings: dict[str, None] = {}
        for row in self._rows("changes"):
            if row["measure"] == "index":
                continue
            warnings |= dict.fromkeys(one for one in str(row["warnings"]).split(";") if one)
            said = self.say(
                f"trust.change.{row['direction']}", block=self.blocks[row["block_id"]],
                points=_whole(None if is_missing(row["change"]) else abs(row["change"])),
                detectable=_whole(row["minimum_detectable"]),
            )  # fmt: skip
            yield " ".join(filter(None, (said, self._same_people(row))))
        yield from (self.say(f"trust.warning.{one}") for one in warnings)

    def _same_people(self, row: Row) -> str:
        """How those moved who answered both times, "" where they are too few or the block cannot be compared."""
        if is_missing(row["paired_change"]) or row["direction"] == "not_comparable":
            return ""
        change = signed(row["paired_change"], self.territory.language)
        return self.say("trust.change.same_people", n=row["n_pairs"], change=change)

    def _plan(self) -> Iterator[str]:
        for row in self._rows("plan_follow_up"):
            move = self.say(f"trust.move.{row['move']}")
            key = "trust.plan.late" if row["is_late"] else "trust.plan.action"
            yield self.say(key, action=self._number_in_plan(row), title=row["title"], move=move, days=row["days_late"])
        titles = {row["action_id"]: row["title"] for row in self._rows("actions")}
        guideline = self.outcomes.outcome.guideline
        for row in self._rows("action_ranks"):
            sides = {name: _whole(row[f"points_{name}"]) for name in ("officials", "sse", "others")}
            key = "unranked" if row["rank"] is None else "ranked" if row["is_kept"] else "over"
            yield self.say(
                f"trust.plan.{key}", **sides, action=self._number_in_plan(row), title=titles.get(row["action_id"], ""),
                rank=row["rank"], points=_whole(row["points"]),
                technical=_whole(None if row["technical"] is None else 100 * row["technical"]),
                limit=actions_kept(self.territory, guideline, prioritisation()),
            )  # fmt: skip

    def _number_in_plan(self, row: Row) -> str:
        return number_in_plan(row["action_id"], self.territory.id)

    def _peers(self) -> Iterator[str]:
        for row in self._rows("peers"):
            key = "trust.peer.exchange" if row["is_exchange"] else "trust.peer.match"
            said = self.say(key, block=self.blocks[row["block_id"]], mentor=self.outcomes.names[row["mentor_id"]])
            yield said if row["language"] else f"{said} {self.say('trust.peer.no_language')}"
        for row in self._rows("benchmarks"):
            if row["place"] != "no_peers":
                yield self.say(f"trust.place.{row['place']}", block=self.blocks[row["block_id"]], n=row["n_peers"])

    def _method(self) -> Iterator[str]:
        yield self.say("trust.intro")
        run = self.outcomes.run
        factor = run.get("sensitivity", "")
        if factor:
            shift = self._number(run.get("mean_shift", ""))
            yield self.say("trust.sensitivity.said", factor=self.say(f"trust.factor.{factor}"), shift=shift)
        else:
            yield self.say(f"trust.sensitivity.{'same' if run.get('mean_shift') else 'none'}")

    def _number(self, text: str) -> str:
        """A number as readers of the territory's language write it; any other text as it is."""
        return localised(text, self.territory.language)

    def _named(self, block_ids: Iterator[str] | Sequence[str]) -> str:
        return ", ".join(self.blocks.get(one, one) for one in block_ids) or "–"


_TOPS = {"chosen": "top_blocks", "balanced": "top_blocks_balanced"}


def _whole(value: Any) -> str:
    return "–" if value is None or is_missing(value) else half_up(value)
