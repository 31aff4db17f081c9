"""Ids and what points at them: well formed, there once, and naming something that exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from schemas.problem import CATALOGUE, SEVERITIES
from sheet_templates.findings import Findings
from sheet_templates.lints.content import Content, Table

_COUNTRIES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC "
    "CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD "
    "GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH "
    "KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW "
    "MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC "
    "SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY "
    "UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW UN"
)


class _Form(NamedTuple):
    """What an id or a code looks like, with an example."""

    pattern: str
    example: str


_SDG_TARGET = _Form(r"(?:[1-9]|1[0-7])\.(?:[1-9]|1\d|[a-e])", "8.3 or 16.b")
_SLUG = _Form(r"[a-z0-9]+(?:-[a-z0-9]+)*", "seoul-2014")
_SNAKE = _Form(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", "population_year")
_UPPER = _Form(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*", "SSE_DENSITY")
_VARIABLE = _Form(r"CTX-\d\d", "CTX-05")
_YEARS = _Form(r"(?:(?:19|20)\d\d(?:-(?:19|20)\d\d)?(?:, |\Z))*", "2014, 2016-2019")
_BANDS = {"LO": "low", "MI": "mid", "HI": "high"}
_KINDS = ("text", "choice", "multi_choice", "count", "number", "percent", "year", "month", "date", "scale")
_COLUMN_KINDS = ("text", "long_text", "choice", "multi_choice", "number", "percent", "date", "level", "ids")
_DETAILS = ("year", "month", "date", "currency", "source", "text")
_FROM = ("blocks", "indicators", "recommendations", "drivers", "agencies", "sdg_targets", "actions")
_OWNERS = ("participant", "tool")
#: Rule kind of a context check -> what it needs besides its variables.
RULES: Mapping[str, tuple[str, ...]] = {
    "ratio_between": ("left", "right"),
    "at_least": ("left", "right"),
    "both_beyond": ("left", "right", "low", "high"),
    "level_conflict": ("indicators", "values", "levels"),
    "same_detail": ("detail",),
    "age_between": ("unit",),
}


def references(content: Content, findings: Findings) -> None:
    """Every id that is malformed, doubled or points at nothing."""
    _indicators(content, findings)
    _recommendations(content, findings)
    _cases(content, findings)
    _variables(content, findings)
    _context_checks(content, findings)
    _plan(content, findings)
    codes = [*CATALOGUE, *content.ids("context/context.toml", "check"), *content.ids("plan/plan.toml", "check")]
    findings.repeated("plan/plan.toml", "check", codes)


def _indicators(content: Content, findings: Findings) -> None:
    drivers, topics, agencies = (content.keys(part) for part in ("drivers", "topics", "agencies"))
    for file, block in content.blocks.items():
        findings.unknowns(file, "main_drivers", block["main_drivers"], drivers, "driver")
        findings.unknowns(file, "agencies", block["agencies"], agencies, "agency")
    for file, block, row in content.of_blocks("indicator"):
        _formed(
            findings, file, row["id"], [row["id"]], _Form(rf"{re.escape(block['id'])}-[1-9]\d?", f"{block['id']}-1")
        )
        findings.unknowns(file, f"{row['id']}.drivers", row["drivers"], drivers, "driver")
        findings.unknown(file, f"{row['id']}.topic", row["topic"], topics, "topic")
        _formed(findings, file, f"{row['id']}.sdg_targets", row["sdg_targets"], _SDG_TARGET)
        for name in ("drivers", "sdg_targets"):
            findings.repeated(file, f"{row['id']}.{name}", row[name])
            if not row[name]:
                findings.add(file, f"{row['id']}.{name}", "names none")
        if row["version"] < 1:
            findings.add(file, f"{row['id']}.version", "must be 1 or more")
    findings.repeated("guideline.toml", "blocks", [block["id"] for block in content.blocks.values()])
    findings.repeated("guideline.toml", "indicators", [row["id"] for _, _, row in content.of_blocks("indicator")])


def _recommendations(content: Content, findings: Findings) -> None:
    indicators = [row["id"] for _, _, row in content.of_blocks("indicator")]
    frame = "frame/frame.toml"
    horizons = [row["key"] for row in content.rows(frame, "horizon")]
    amounts = [row["value"] for row in content.rows(frame, "resource")]
    for file, block, row in content.of_blocks("recommendation"):
        here = row["id"]
        match = re.match(rf"R-{re.escape(block['id'])}-(LO|MI|HI)[1-9]\Z", here)
        if match is None:
            findings.add(file, here, f"is no id of this block's recommendations, such as R-{block['id']}-LO1")
        elif row["band"] != _BANDS[match[1]]:
            findings.add(file, f"{here}.band", f"is '{row['band']}', but the id says '{_BANDS[match[1]]}'")
        findings.unknown(file, f"{here}.band", row["band"], _BANDS.values(), "band")
        findings.unknown(file, f"{here}.horizon", row["horizon"], horizons, "horizon")
        if row["resources"] not in amounts:
            findings.add(file, f"{here}.resources", f"must be one of {', '.join(map(str, amounts))}")
        findings.unknowns(file, f"{here}.indicators", row["indicators"], indicators, "indicator")
        findings.unknowns(file, f"{here}.agencies", row["agencies"], block["agencies"], "agency of this block")
        findings.unknown(file, f"{here}.lead_type", row["lead_type"], content.keys("lead_types"), "lead type")
        if not row["indicators"]:
            findings.add(file, f"{here}.indicators", "names none")
    findings.repeated(
        "guideline.toml", "recommendations", [row["id"] for _, _, row in content.of_blocks("recommendation")]
    )


def _cases(content: Content, findings: Findings) -> None:
    for file, _, row in content.of_blocks("case"):
        _formed(findings, file, row["id"], [row["id"]], _SLUG)
        _formed(findings, file, f"{row['id']}.year", [row["year"]], _YEARS)
        findings.unknown(
            file, f"{row['id']}.country", row["country"], _COUNTRIES.split(), "country (ISO 3166; UN for the world)"
        )
        if not row["sources"]:
            findings.add(file, f"{row['id']}.sources", "names none")
        for source in row["sources"]:
            if not re.match(r"https?://[^\s/]+\.[^\s]+\Z", source):
                findings.add(file, f"{row['id']}.sources", f"'{source}' is no web address")
    for file, block in content.blocks.items():
        findings.repeated(file, "case", [row["id"] for row in block.get("case", ())])


def _variables(content: Content, findings: Findings) -> None:
    file = "context/context.toml"
    rows = content.rows(file, "variable")
    ids = content.ids(file, "variable")
    groups = content.table(file)["groups"]
    choices = {row["id"]: row.get("choices", ()) for row in rows}
    findings.repeated(file, "variable", ids)
    findings.repeated(file, "variable", [row["key"] for row in rows])
    findings.unknowns(file, "groups", groups, {row["group"] for row in rows}, "group of a variable")
    for row in rows:
        here = row["id"]
        _formed(findings, file, here, [here], _VARIABLE)
        _formed(findings, file, f"{here}.key", [row["key"]], _SNAKE)
        findings.unknown(file, f"{here}.group", row["group"], groups, "group")
        findings.unknown(file, f"{here}.kind", row["kind"], _KINDS, "kind")
        findings.unknown(file, f"{here}.owner", row["owner"], _OWNERS, "owner")
        findings.unknowns(file, f"{here}.detail", row["detail"], _DETAILS, "detail")
        findings.unknowns(file, f"{here}.required_with", row.get("required_with", ()), row["detail"], "detail of it")
        for name in ("no_detail_for", "exclusive", "locks"):
            findings.unknowns(file, f"{here}.{name}", _listed(row.get(name, ())), choices[here], "choice of it")
        if ("choice" in row["kind"]) != bool(choices[here]):
            findings.add(file, f"{here}.choices", "are there if and only if the kind is choice or multi_choice")
        findings.repeated(file, f"{here}.choices", choices[here])
        if needed := row.get("required_if"):
            findings.unknown(file, f"{here}.required_if", needed.get("variable"), ids, "variable")
            theirs = choices.get(needed.get("variable"), ())
            findings.unknowns(
                file, f"{here}.required_if", needed.get("in", ()), theirs, f"choice of {needed.get('variable')}"
            )


def _context_checks(content: Content, findings: Findings) -> None:
    file = "context/context.toml"
    variables = {row["id"]: row for row in content.rows(file, "variable")}
    indicators = [row["id"] for _, _, row in content.of_blocks("indicator")]
    for row in content.rows(file, "check"):
        here = row["id"]
        _check(findings, file, row)
        findings.unknown(file, f"{here}.rule", row["rule"], RULES, "kind of rule")
        for name in RULES.get(row["rule"], ()):
            if name not in row:
                findings.add(file, f"{here}.{name}", f"is missing; the rule {row['rule']} needs it")
        findings.unknowns(file, f"{here}.variables", row["variables"], variables, "variable")
        for name in ("left", "right"):
            findings.unknowns(
                file, f"{here}.{name}", _listed(row.get(name, ())), row["variables"], "variable of the check"
            )
        findings.unknowns(file, f"{here}.indicators", row.get("indicators", ()), indicators, "indicator")
        mine = [variables[one] for one in row["variables"] if one in variables]
        choices = [choice for one in mine for choice in one.get("choices", ())]
        details = [detail for one in mine for detail in one["detail"]]
        for name, known, kind in (
            ("values", choices, "choice"),
            ("when", choices, "choice"),
            ("same", details, "detail"),
        ):
            findings.unknowns(file, f"{here}.{name}", row.get(name, ()), known, f"{kind} of its variables")
        findings.unknowns(file, f"{here}.detail", _listed(row.get("detail", ())), details, "detail of its variables")
        if row["rule"] in {"ratio_between", "age_between"} and not {"low", "high"} & set(row):
            findings.add(file, here, "needs low or high")


def _plan(content: Content, findings: Findings) -> None:
    file = "plan/plan.toml"
    columns = {row["id"]: row for row in content.rows(file, "column")}
    variables = content.ids("context/context.toml", "variable")
    findings.repeated(file, "column", content.ids(file, "column"))
    for here, row in columns.items():
        _formed(findings, file, here, [here], _SNAKE)
        findings.unknown(file, f"{here}.kind", row["kind"], _COLUMN_KINDS, "kind")
        findings.unknown(file, f"{here}.owner", row["owner"], _OWNERS, "owner")
        findings.unknowns(file, f"{here}.from", _listed(row.get("from", ())), _FROM, "source of choices")
        own = [*row.get("choices", ()), *row.get("extra", ())]
        findings.repeated(file, f"{here}.choices", own)
        findings.unknowns(file, f"{here}.exclusive", _listed(row.get("exclusive", ())), own, "choice of it")
    for row in content.rows(file, "check"):
        here = row["id"]
        _check(findings, file, row)
        findings.unknown(file, f"{here}.scope", row["scope"], ("row", "plan"), "scope")
        findings.unknowns(file, f"{here}.columns", row["columns"], columns, "column")
        findings.unknowns(file, f"{here}.variables", row.get("variables", ()), variables, "variable")
        mine = [choice for name in row["columns"] if name in columns for choice in columns[name].get("choices", ())]
        findings.unknowns(file, f"{here}.when", row.get("when", ()), mine, "choice of its columns")
        findings.unknowns(file, f"{here}.counts_as", row.get("counts_as", {}).values(), mine, "choice of its columns")


def _check(findings: Findings, file: str, row: Table) -> None:
    _formed(findings, file, row["id"], [row["id"]], _UPPER)
    findings.unknown(file, f"{row['id']}.severity", row["severity"], SEVERITIES, "severity")


def _formed(findings: Findings, file: str, key: str, given: Iterable[str], form: _Form) -> None:
    for one in given:
        if re.fullmatch(form.pattern, one) is None:
            findings.add(file, key, f"'{one}' does not have the form of {form.example}")


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
