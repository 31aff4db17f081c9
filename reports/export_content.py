"""Tables of an export that are no frame: the guideline itself, scores as SDMX observations, counts without names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.rows import Record
from reports.sections.learn import meetings
from reports.sections.territories import voices_by_type
from reports.view import View
from schemas.guideline import Text
from schemas.outcome import Outcome

Row = tuple[Any, ...]
_TEXT, _WHOLE, _REAL, _FLAG, _DAY = "string", "integer", "number", "boolean", "date"
#: SDMX CL_OBS_STATUS: normal, low reliability, suppressed, cannot exist, not collected, otherwise missing.
_NORMAL, _UNSURE, _WITHHELD, _OUTSIDE, _UNANSWERED, _UNKNOWN = "A", "U", "Q", "M", "L", "O"
_STATUS = {"not_applicable": _OUTSIDE, "unanswered": _UNANSWERED, "unknown": _UNKNOWN, "withheld": _WITHHELD}
#: SDMX CL_FREQ: other. Sessions follow no calendar.
_FREQUENCY, _UNIT, _NOWHERE = "_O", "POINTS", "_U"


@dataclass(frozen=True, slots=True)
class Made:
    """A table made here: names and kinds of its columns, its rows, what it is."""

    columns: tuple[tuple[str, str], ...]
    rows: Sequence[Row]
    about: str


def _blocks(outcome: Outcome, _: View) -> Made:
    languages = outcome.guideline.languages
    rows = [
        (one.id, ";".join(one.main_drivers), ";".join(one.agencies), *_all(languages, one.name, one.purpose))
        for one in outcome.guideline.blocks
    ]
    heads = (("block_id", _TEXT), ("main_drivers", _TEXT), ("agencies", _TEXT), *_named(languages, "name", "purpose"))
    return Made(heads, rows, "One row per block, in the order of the questionnaire, in every language.")


def _drivers(outcome: Outcome, _: View) -> Made:
    from sheet_templates import load  # noqa: PLC0415 - words are read from disk, only for an export

    languages = outcome.guideline.languages
    rows = [
        (one, *(load.words(language)(f"drivers.{one}.name") for language in languages))
        for one in outcome.guideline.drivers
    ]
    return Made((("driver_id", _TEXT), *_named(languages, "name")), rows, "One row per driver.")


def _indicators(outcome: Outcome, seen: View) -> Made:
    languages = outcome.guideline.languages
    rows = [
        (
            one.id, one.block_id, one.core, one.id in seen.indicator_ids, one.version, ";".join(one.drivers),
            ";".join(one.sdg_targets), one.topic, *_all(languages, one.label, one.question, *one.levels),
        )
        for one in outcome.guideline.indicators()
    ]  # fmt: skip
    heads = (
        ("indicator_id", _TEXT), ("block_id", _TEXT), ("is_core", _FLAG), ("is_asked", _FLAG), ("version", _WHOLE),
        ("drivers", _TEXT), ("sdg_targets", _TEXT), ("topic", _TEXT),
        *_named(languages, "label", "question", *(f"level_{level}" for level in range(5))),
    )  # fmt: skip
    return Made(heads, rows, "One row per indicator, in the order of the questionnaire, in every language.")


def _recommendations(outcome: Outcome, _: View) -> Made:
    languages = outcome.guideline.languages
    rows = [
        (
            one.id, one.block_id, one.band, one.horizon, one.resources, ";".join(one.indicators),
            ";".join(one.agencies), one.lead_type, one.needs_other_level,
            *_all(languages, one.action, one.lead, one.risk),
        )
        for one in outcome.guideline.recommendations()
    ]  # fmt: skip
    heads = (
        ("rec_id", _TEXT), ("block_id", _TEXT), ("band", _TEXT), ("horizon", _TEXT), ("resources", _WHOLE),
        ("indicators", _TEXT), ("agencies", _TEXT), ("lead_type", _TEXT), ("needs_other_level", _FLAG),
        *_named(languages, "action", "lead", "risk"),
    )  # fmt: skip
    return Made(heads, rows, "One row per recommendation, in every language.")


def _variables(outcome: Outcome, _: View) -> Made:
    languages = outcome.guideline.languages
    rows = [(one.id, one.kind, one.unit, *_all(languages, one.label)) for one in outcome.guideline.variables]
    heads = (("variable_id", _TEXT), ("kind", _TEXT), ("unit", _TEXT), *_named(languages, "label"))
    return Made(heads, rows, "One row per line of the context sheet, in every language.")


def _scenarios(outcome: Outcome, _: View) -> Made:
    languages = outcome.guideline.languages
    rows = [
        (one.id, one.overlay, ";".join(one.first), *_all(languages, one.name)) for one in outcome.guideline.scenarios
    ]
    heads = (("scenario_id", _TEXT), ("is_overlay", _FLAG), ("first", _TEXT), *_named(languages, "name"))
    return Made(heads, rows, "One row per scenario, in every language.")


def _voices(_: Outcome, seen: View) -> Made:
    heads = (("territory_id", _TEXT), ("actor_type", _TEXT), ("n_respondents", _WHOLE))
    rows = [
        (one.territory_id, kind, count)
        for one in seen.territories
        for kind, count in voices_by_type(seen, one.territory_id)
    ]
    return Made(heads, rows, "One row per territory and type of actor, as on the territories' pages.")


def _meetings(_: Outcome, seen: View) -> Made:
    heads = (("block_id", _TEXT), ("n_learners", _WHOLE), ("n_mentors", _WHOLE), ("n_exchanges", _WHOLE))
    rows = [(block.id, *meetings(seen, block.id)) for block in (seen.blocks if seen.peers else ())]
    return Made(heads, rows, "One row per block, where anybody found somebody to learn from.")


def _observations(_: Outcome, seen: View) -> Made:
    heads = (
        ("FREQ", _TEXT), ("REF_AREA", _TEXT), ("INDICATOR", _TEXT), ("TIME_PERIOD", _DAY), ("OBS_VALUE", _REAL),
        ("OBS_STATUS", _TEXT), ("UNIT_MEASURE", _TEXT), ("LOWER_BOUND", _REAL), ("UPPER_BOUND", _REAL),
    )  # fmt: skip
    rows = [row for one in seen.territories for row in _of_territory(seen, one)]
    return Made(heads, rows, "One row per territory and score: its index, its blocks, its indicators.")


def _of_territory(seen: View, territory: Record) -> Iterator[Row]:
    here = territory.territory_id
    area = f"{territory.country or _NOWHERE}_{here}"
    day = territory.pulled_at.date() if territory.pulled_at else None
    found = seen.index.get(here)
    if found is not None:
        status = _UNSURE if found.status == "partial" else _STATUS.get(found.status, _NORMAL)
        yield (_FREQUENCY, area, "INDEX", day, found.index, status, _UNIT, found.lower, found.upper)
    for block in seen.blocks:
        if (score := seen.block_scores.get((here, block.id))) is not None:
            wide = score.score is not None and score.upper - score.lower > seen.guideline.policy.wide_bounds
            status = _UNSURE if wide else _STATUS.get(score.status, _NORMAL)
            yield (_FREQUENCY, area, block.id, day, score.score, status, _UNIT, score.lower, score.upper)
    for indicator in seen.guideline.indicators():
        if (value := seen.indicator_scores.get((here, indicator.id))) is not None:
            status = _STATUS.get(value.status, _NORMAL)
            yield (_FREQUENCY, area, indicator.id, day, value.score, status, _UNIT, None, None)


def _named(languages: Sequence[str], *names: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{name}_{language}", _TEXT) for name in names for language in languages)


def _all(languages: Sequence[str], *texts: Text) -> tuple[str, ...]:
    return tuple(text.get(language, "") for text in texts for language in languages)


#: The tables made here, by their name in export_columns.toml.
TABLES: Mapping[str, Callable[[Outcome, View], Made]] = {
    "voices": _voices,
    "meetings": _meetings,
    "scenarios": _scenarios,
    "blocks": _blocks,
    "drivers": _drivers,
    "indicators": _indicators,
    "recommendation_texts": _recommendations,
    "variables": _variables,
    "observations": _observations,
}
