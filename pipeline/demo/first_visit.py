"""What a territory fills in before the first session: respondents, context, answers, evidence, comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.demo.chance import Chance
from pipeline.demo.labels import Labels
from pipeline.demo.panel import Panel, Typed
from schemas.guideline import Block, Guideline
from sheet_templates.layout.respondents_tab import ASKED, POINTS

Place = tuple[str, str, str]

#: How likely respondents lie 0, 1, 2 or 3 levels apart.
_SPREADS = (0.1, 0.35, 0.35, 0.2)
#: How likely an answer is "don't know", not applicable, or unreadable as it was typed (DOMAIN 7).
_DONT_KNOW, _NOT_APPLICABLE, _JUNK = 0.06, 0.02, 0.03
#: How likely the evidence is left open, or E0 to E3; how often a named document is not named after all.
_GRADES = (0.12, 0.08, 0.15, 0.5, 0.15)
_UNNAMED = 0.1
_BARE_FIGURE = 0.15
_NAMED_GRADE, _LINKED_GRADE = 2, 3
_WIDTH_OF_BLOCK = 1.2


@dataclass(frozen=True, slots=True)
class Filled:
    """A questionnaire as somebody saved it: what stands in its cells, and the level meant by what nobody can read."""

    cells: dict[Place, Typed] = field(default_factory=dict)
    meant: dict[Place, int] = field(default_factory=dict)


def first_visit(panel: Panel, labels: Labels, chance: Chance) -> Filled:
    """The questionnaire after the first round of answers."""
    filled = Filled()
    _people(panel, labels, filled)
    _facts(panel, labels, filled)
    pen = _Pen(panel, labels, chance, filled)
    for block in labels.guideline.blocks:
        pen.block(block)
    _left_out(panel, labels.guideline, chance, filled)
    for change in panel.changes["first"]:
        filled.cells[change.place] = labels.typed(change)
    return filled


def respondent_ids(panel: Panel) -> list[str]:
    """R1, R2 ... as many as answer."""
    return [f"R{number}" for number in range(1, len(panel.respondents) + 1)]


def _people(panel: Panel, labels: Labels, filled: Filled) -> None:
    for respondent_id, one in zip(respondent_ids(panel), panel.respondents, strict=True):
        filled.cells["respondents", respondent_id, "organisation"] = one.organisation
        filled.cells["respondents", respondent_id, "actor_type"] = labels.actor_type(one.actor_type)
        filled.cells["respondents", respondent_id, "role"] = one.role
        for grouping, said in (("gender", one.gender), ("area", one.area)):
            if said:
                filled.cells["respondents", respondent_id, f"{ASKED}{grouping}"] = labels.asked(grouping, said)
        for block_id, points in one.points.items():
            filled.cells["respondents", respondent_id, f"{POINTS}{block_id}"] = points


def _facts(panel: Panel, labels: Labels, filled: Filled) -> None:
    for fact in panel.facts:
        several = not isinstance(fact.value, (str, int, float))
        value = labels.several(fact.variable_id, fact.value) if several else fact.value  # type: ignore[arg-type]
        if isinstance(value, str) and not several:
            value = labels.context(fact.variable_id, value)
        filled.cells["context", fact.variable_id, "value"] = value  # type: ignore[assignment]
        for column, detail in fact.details.items():
            filled.cells["context", fact.variable_id, column] = detail


def _left_out(panel: Panel, guideline: Guideline, chance: Chance, filled: Filled) -> None:
    """Empty cells until only the share that the panel fills in is left; people tire towards the end.

    The first two respondents answer everything they were asked.
    """
    indicator_ids = [one.id for one in guideline.indicators()]
    given = [place for place in filled.cells if place[1] in indicator_ids and place[2].startswith("R")]
    total = len(indicator_ids) * len(panel.respondents)
    n_too_many = len(given) - round(panel.habits.filled * total)

    def tired(place: Place) -> float:
        return indicator_ids.index(place[1]) / len(indicator_ids) + chance.share("tired", panel.territory_id, *place)

    for place in sorted((one for one in given if one[2] not in {"R1", "R2"}), key=tired, reverse=True):
        if n_too_many <= 0:
            return
        del filled.cells[place]
        filled.meant.pop(place, None)
        n_too_many -= 1


class _Pen:
    """Writes the block tabs of one territory."""

    def __init__(self, panel: Panel, labels: Labels, chance: Chance, filled: Filled) -> None:
        self.panel, self.labels, self.chance, self.filled = panel, labels, chance, filled

    def block(self, block: Block) -> None:
        """Answers around the mean of the block, evidence, comments."""
        centres = self._centres(block)
        lifts = [(number + 0.5) / len(block.indicators) for number in range(len(block.indicators))]
        lifts = self.chance.shuffled(lifts, "lifts", self.panel.territory_id, block.id)
        for indicator, lift in zip(block.indicators, lifts, strict=True):
            if indicator.id not in self.panel.habits.unanswered:
                self._indicator(f"block:{block.id}", indicator.id, centres[indicator.id], lift)

    def _centres(self, block: Block) -> Mapping[str, float]:
        """Where the answers of each indicator lie: spread evenly about the mean of the block, some as the panel says."""
        habits, ids = self.panel.habits, [one.id for one in block.indicators]
        known = {key: centre for key, centre in habits.centres.items() if key in ids}
        others = [one for one in ids if one not in known]
        mean = (habits.means[block.id] * len(ids) - sum(known.values())) / len(others)
        steps = [(number + 0.5) / len(others) - 0.5 for number in range(len(others))]
        steps = self.chance.shuffled(steps, "centres", self.panel.territory_id, block.id)
        width = min(_WIDTH_OF_BLOCK, 2 * mean, 2 * (4 - mean))
        return known | {one: mean + width * step for one, step in zip(others, steps, strict=True)}

    def _indicator(self, tab: str, indicator_id: str, centre: float, lift: float) -> None:
        here = (self.panel.territory_id, indicator_id)
        spread = min(self.chance.weighted(_SPREADS, "spread", *here), int(2 * min(centre, 4 - centre) + 1))
        outside = False
        for respondent_id in respondent_ids(self.panel):
            own = self.chance.share("level", *here, respondent_id) - 0.5
            level = min(4, max(0, int(centre + spread * own + lift)))
            outside |= self._answer((tab, indicator_id, respondent_id), level)
        self._evidence(tab, indicator_id)
        comment = self.panel.comments.get(indicator_id, "")
        if outside and not comment:
            comment = self.chance.one_of(self.panel.habits.reasons, "reason", *here)
        if comment:
            self.filled.cells[tab, indicator_id, "comment"] = comment

    def _answer(self, place: Place, level: int) -> bool:
        """Write one answer; whether it says that the question does not apply."""
        habits, name = self.panel.habits, (self.panel.territory_id, *place)
        kind = self.chance.weighted((_DONT_KNOW, _NOT_APPLICABLE, _JUNK, 1.0), "kind", *name)
        written: Sequence[Sequence[Typed]] = (
            habits.dont_know,
            habits.not_applicable,
            habits.junk,
            [self._level(level, name)],
        )
        self.filled.cells[place] = self.chance.one_of(written[kind], "words", *name)
        if kind == 2:  # noqa: PLR2004 - the third of the four kinds
            self.filled.meant[place] = level
        return kind == 1

    def _level(self, level: int, name: tuple[str, ...]) -> Typed:
        """As chosen from the list, as a bare figure, or with a decimal comma."""
        draw = self.chance.share("form", *name)
        if draw < self.panel.habits.decimals:
            return f"{level},0"
        return level if draw > 1 - _BARE_FIGURE else self.labels.level(level)

    def _evidence(self, tab: str, indicator_id: str) -> None:
        here = (self.panel.territory_id, indicator_id)
        grade = self.chance.weighted(_GRADES, "grade", *here) - 1
        if grade < 0:
            return
        self.filled.cells[tab, indicator_id, "evidence_grade"] = self.labels.evidence(grade)
        if grade >= _NAMED_GRADE and not self.chance.happens(_UNNAMED, "unnamed", *here):
            self.filled.cells[tab, indicator_id, "evidence"] = document(self.panel, self.chance, indicator_id, grade)


def document(panel: Panel, chance: Chance, indicator_id: str, grade: int) -> str:
    """An invented document, with an invented link when it can be opened."""
    name = chance.one_of(panel.habits.documents, "document", panel.territory_id, indicator_id)
    link = f"https://example.org/{panel.territory_id}/{indicator_id.lower()}"
    return f"{name} {link}" if grade == _LINKED_GRADE else name
