"""The method: every number that is a decision, the weights of the scenarios, and what the figures are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from reports import theme
from reports.limits import PEERS
from reports.rows import Record
from reports.sections.parts import labelled
from reports.sections.quadrant import said_target
from reports.sheet import Cell, Column, Note, Part, Row, Sheet, Table, Value, table
from reports.view import View
from schemas.guideline import Policy
from sheet_templates.figures import percent

#: Numbers of the policy that are told in per cent.
_SHARES = {
    "block_min_share", "index_min_share", "unknown_share", "not_applicable_share", "agreed_within_one", "shrink_limit",
    "interval_level", "weight_noise", "draws_noisy_weights", "draws_participants_weights", "draws_scenario_weights",
    "draws_arithmetic", "draws_half_power", "draws_geometric", "change_min_share", "change_false_share",
    "change_power", "change_min_overlap", "change_max_mix", "change_grade_share", "first_probability",
    "peer_probability", "place_max_share", "group_probability",
}  # fmt: skip
#: Width of what is named: most thresholds in one line.
_FIRST = 60


def sheet(view: View) -> Sheet:
    """What a reader needs to check or repeat the figures."""
    said = view.words.under("report.method.rules")
    return Sheet(
        key="method",
        title=view.say("tabs.method"),
        heading=view.say("method.heading"),
        parts=(
            Note(view.words("exercise.working_grid"), theme.NOTICE),
            _steps(view, said),
            *_numbers(view, "Method_numbers", "method.numbers", named=True),
            _weights(view),
            *_effective(view),
            *_limits(view),
            _run(view),
            *_sensitivity(view),
            _versions(view),
            *_numbers(view, "Method_settings", "method.settings", named=False),
        ),
        about=view.say("about.method"),
    )


def _steps(view: View, said: Mapping[str, str]) -> Table:
    rules = [name.removesuffix(".name") for name in said if name.endswith(".name")]
    rows = [(said[f"{rule}.name"], _filled(view, said[f"{rule}.says"])) for rule in rules]
    columns = [
        Column(view.say("method.rule"), _FIRST, theme.LABEL),
        Column(view.say("method.says"), 84, theme.WRAP),
    ]
    return table("Method_rules", columns, rows, caption=view.say("method.steps"))


def _filled(view: View, text: str) -> str:
    policy = view.guideline.policy
    return text.format(
        value=view.say(f"method.value_{policy.value}"),
        peers=PEERS,
        voices=policy.min_voices_shown,
        redaction=view.say(f"redaction.{view.redaction.agreement}"),
        few=policy.label_min_voices,
        sure=policy.label_sure_voices,
        level=view.number(policy.interval_level * 100, 0),
        draws=view.number(policy.interval_draws, 0),
        first=policy.first_places,
        chance=view.number(policy.first_probability * 100, 0),
        points=view.number(policy.change_min_points, 0),
        share=view.number(policy.change_false_share * 100, 0),
        group=policy.group_min_peers,
        target=said_target(view),
    )


def _numbers(view: View, name: str, caption: str, *, named: bool) -> list[Table]:
    """The numbers of the policy that have words, or those that only have a technical name; nothing without any."""
    rows = [
        (labelled(view, f"report.policy.{one.name}", one.name), _shown(view, one.name))
        for one in fields(Policy)
        if named == (f"report.policy.{one.name}" in view.words)
    ]
    columns = [
        Column(view.say("method.number"), _FIRST, theme.WRAP),
        Column(view.say("method.value"), 40, theme.WRAP),
    ]
    return [table(name, columns, rows, caption=view.say(caption))] if rows else []


def _shown(view: View, name: str) -> Value:
    value = getattr(view.guideline.policy, name)
    if isinstance(value, str):
        return labelled(view, f"report.method.{name}_{value}", value)
    if name in _SHARES:
        return percent(value, view.language)
    if isinstance(value, Mapping):
        return " · ".join(f"{_key(view, name, key)} {view.number(one, 2)}" for key, one in value.items())
    if isinstance(value, tuple):
        shown = [view.number(one, 2) if isinstance(one, int | float) else str(one) for one in value]
        return " · ".join(shown) or view.say("method.none")
    return view.number(value, 2)


def _key(view: View, name: str, key: object) -> str:
    words = {"bands": f"bands.{key}.name", "feasibility": f"resources.{key}.name", "horizons": f"horizons.{key}.name"}
    return view.words(words[name]) if name in words else view.say(f"depth.{key}")


def _weights(view: View) -> Table:
    columns = [
        Column(view.say("column.scenario"), _FIRST, theme.WRAP),
        Column(view.say("fit.situation"), 84, theme.WRAP),
        *(Column(view.local(block.short), 13, theme.CENTRE, theme.HEADER_CENTRE) for block in view.blocks),
    ]
    share = theme.Style("centre", "0.0%")
    rows: list[Row] = [
        (
            f"{one.id} {view.local(one.name)}",
            view.local(one.archetype),
            *(Cell(one.weights.get(block.id, 0.0), share) for block in view.blocks),
        )
        for one in view.guideline.scenarios
    ]
    return table("Method_weights", columns, rows, caption=view.say("method.weights"))


def _effective(view: View) -> list[Part]:
    """What a weight comes to: the block's share in the differences between territories; nothing where unknown."""
    shown = [one for one in view.across if one.effective_weight is not None]
    if not shown:
        return []
    share, factor = theme.Style("centre", "0.0%"), view.number(view.guideline.policy.effective_factor)
    differs = view.say("method.effective_differs", factor=factor)
    names = {block.id: view.local(block.short) for block in view.blocks}
    columns = [
        Column(view.say("column.block"), _FIRST, theme.LABEL),
        Column(view.say("column.remark"), 84, theme.WRAP),
        *(
            Column(view.say(f"column.{head}"), 13, theme.CENTRE, theme.HEADER_CENTRE)
            for head in ("nominal_weight", "effective_weight", "mean_shift")
        ),
    ]
    rows: list[Row] = [
        (
            names.get(one.block_id, one.block_id),
            differs if one.is_weight_different else "",
            Cell(one.nominal_weight, share),
            Cell(one.effective_weight, share),
            "" if one.mean_shift is None else Cell(one.mean_shift, theme.ONE_PLACE),
        )
        for one in shown
    ]
    made = table("Method_effective", columns, rows, caption=view.say("method.effective"))
    return [Note(view.say("method.effective_note")), made]


def _limits(view: View) -> list[Note]:
    """What this workbook leaves out for its size."""
    most = view.guideline.policy.workbook_territories
    return [Note(view.say("weights.many", most=most))] if view.is_large else []


def _run(view: View) -> Table:
    rows = [(labelled(view, f"report.run.{one.item}", one.item), _ran(view, one)) for one in view.method_run]
    columns = [
        Column(view.say("column.method_item"), _FIRST, theme.WRAP),
        Column(view.say("method.value"), 40, theme.WRAP),
    ]
    return table("Method_run", columns, rows, caption=view.say("run.caption"), empty=view.say("method.none"))


def _sensitivity(view: View) -> list[Part]:
    """Which choice moves the order of territories most, in one sentence; nothing where it was not measured."""
    run = {one.item: one.value for one in view.method_run}
    factor, shift = run.get("sensitivity", ""), run.get("mean_shift", "")
    if not shift:
        return []
    if not factor:
        return [Note(view.words("trust.sensitivity.same"))]
    said = {"factor": view.words(f"trust.factor.{factor}"), "shift": view.number(float(shift), 1)}
    return [Note(f"{view.words('trust.sensitivity.said', **said)} {view.words('trust.sensitivity.shares')}")]


def _ran(view: View, one: Record) -> str:
    """What was run in words or as a number of the reader's language; names and versions as they are."""
    for prefix in (f"report.run_value.{one.item}_", f"report.method.{one.item}_", "trust.factor."):
        if prefix + one.value in view.words:
            return view.words(prefix + one.value)
    if one.item != "seed" and one.value.replace(".", "", 1).isdigit():
        return view.number(float(one.value), 2)
    return str(one.value)


def _versions(view: View) -> Table:
    made = view.made_at.replace(tzinfo=None)
    rows: list[Row] = [
        (view.say("cover.guideline"), f"{view.guideline.id} {view.guideline.version}"),
        (view.say("cover.fingerprint"), view.fingerprint),
        (view.say("cover.made_at"), Cell(made, theme.Style("left", "yyyy-mm-dd hh:mm:ss"))),
        (view.say("cover.redaction"), view.say(f"redaction.{view.redaction.agreement}")),
    ]
    columns = [
        Column(view.say("cover.item"), _FIRST, theme.LABEL),
        Column(view.say("cover.value"), 40, theme.WRAP),
    ]
    return table("Method_versions", columns, rows, caption=view.say("method.versions"))
