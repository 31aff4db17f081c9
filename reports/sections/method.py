"""The method: every number that is a decision, the weights of the scenarios, and what the figures are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from reports import theme
from reports.limits import PEERS, TERRITORY_SHEETS
from reports.sections.parts import labelled
from reports.sheet import Cell, Column, Note, Row, Sheet, Table, Value, table
from reports.view import View
from schemas.guideline import Policy

_SHARES = {
    "block_min_share",
    "index_min_share",
    "unknown_share",
    "not_applicable_share",
    "agreed_within_one",
    "shrink_limit",
}


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
            _numbers(view, "Method_numbers", "method.numbers", named=True),
            _weights(view),
            *_limits(view),
            _run(view),
            _versions(view),
            _numbers(view, "Method_settings", "method.settings", named=False),
        ),
        about=view.say("about.method"),
    )


def _steps(view: View, said: Mapping[str, str]) -> Table:
    rules = [name.removesuffix(".name") for name in said if name.endswith(".name")]
    rows = [(said[f"{rule}.name"], _filled(view, said[f"{rule}.says"])) for rule in rules]
    columns = [
        Column(view.say("method.rule"), 36, theme.LABEL),
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
    )


def _numbers(view: View, name: str, caption: str, *, named: bool) -> Table:
    """The numbers of the policy that have words, or those that only have a technical name."""
    rows = [
        (labelled(view, f"report.policy.{one.name}", one.name), _shown(view, one.name))
        for one in fields(Policy)
        if named == (f"report.policy.{one.name}" in view.words)
    ]
    columns = [
        Column(view.say("method.number"), 36, theme.WRAP),
        Column(view.say("method.value"), 40, theme.WRAP),
    ]
    return table(name, columns, rows, caption=view.say(caption))


def _shown(view: View, name: str) -> Value:
    value = getattr(view.guideline.policy, name)
    if name == "value":
        return view.say(f"method.value_{value}")
    if name in _SHARES:
        return f"{view.number(value * 100, 0)} %"
    if isinstance(value, Mapping):
        return " · ".join(f"{_key(view, name, key)} {view.number(one, 2)}" for key, one in value.items())
    if isinstance(value, tuple):
        shown = [view.number(one, 0) if isinstance(one, int | float) else str(one) for one in value]
        return " · ".join(shown) or view.say("method.none")
    return view.number(value, 2)


def _key(view: View, name: str, key: object) -> str:
    words = {"bands": f"bands.{key}.name", "feasibility": f"resources.{key}.name", "horizons": f"horizons.{key}.name"}
    return view.words(words[name]) if name in words else view.say(f"depth.{key}")


def _weights(view: View) -> Table:
    columns = [
        Column(view.say("column.scenario"), 36, theme.WRAP),
        Column(view.say("method.reads_like"), 84, theme.WRAP),
        *(Column(view.local(block.short), 13, theme.CENTRE, theme.HEADER_CENTRE) for block in view.blocks),
    ]
    share = theme.Style("centre", "0.0%")
    rows: list[Row] = [
        (
            f"{one.id} {view.local(one.name)}",
            view.local(one.reads_like),
            *(Cell(one.weights.get(block.id, 0.0), share) for block in view.blocks),
        )
        for one in view.guideline.scenarios
    ]
    return table("Method_weights", columns, rows, caption=view.say("method.weights"))


def _limits(view: View) -> list[Note]:
    """What this workbook leaves out for its size."""
    if len(view.territories) <= TERRITORY_SHEETS:
        return []
    return [Note(view.say("weights.many", most=TERRITORY_SHEETS))]


def _run(view: View) -> Table:
    rows = [(labelled(view, f"report.run.{one.item}", one.item), one.value) for one in view.method_run]
    columns = [
        Column(view.say("column.method_item"), 36, theme.WRAP),
        Column(view.say("method.value"), 40, theme.WRAP),
    ]
    return table("Method_run", columns, rows, caption=view.say("run.caption"), empty=view.say("method.none"))


def _versions(view: View) -> Table:
    made = view.made_at.replace(tzinfo=None)
    rows: list[Row] = [
        (view.say("cover.guideline"), f"{view.guideline.id} {view.guideline.version}"),
        (view.say("cover.fingerprint"), view.fingerprint),
        (view.say("cover.made_at"), Cell(made, theme.Style("left_date", "yyyy-mm-dd hh:mm:ss"))),
        (view.say("cover.redaction"), view.say(f"redaction.{view.redaction.agreement}")),
    ]
    columns = [
        Column(view.say("cover.item"), 36, theme.LABEL),
        Column(view.say("cover.value"), 40, theme.WRAP),
    ]
    return table("Method_versions", columns, rows, caption=view.say("method.versions"))
