"""The campaign folder: the only module that reads or makes the coordinator's files.

Every fault of a file is collected with file, line and key, so that one look mends them all.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from schemas.campaign import Agency, Campaign, Territory
from schemas.errors import CampaignError
from schemas.guideline import Guideline
from sheet_templates.load import guideline as shipped_guideline
from sheet_templates.load import read_toml
from sheet_templates.overlay import overlay

SETTINGS, TERRITORIES, AGENCIES = "campaign.toml", "territories.csv", "agencies.csv"
OUT, STATE = "out", "state.db"
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?\Z")
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
_MOST_RESPONDENTS = 30
_YES = {"yes", "oui", "si", "sí", "sim", "true", "1", "x", ""}
_NO = {"no", "non", "nao", "não", "false", "0"}
_COLUMNS = {
    TERRITORIES: ("id", "name", "country", "language", "scenario", "overlay", "level", "publish", "contact", "store", "note"),
    AGENCIES: ("id", "name", "language", "fit", "territories", "redaction"),
}
_REQUIRED = {TERRITORIES: ("id", "name", "country", "language"), AGENCIES: ("id", "name", "language")}
_REDACTIONS = ("none", "organisations", "no_quotes")
_SETTINGS = {
    "id", "title", "organiser", "contact", "session", "deadline", "depth", "respondents", "languages", "store",
    "illustrative", "plan_rows", "seed", "policy",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CampaignFolder:
    """A campaign as the folder says it, with the guideline as the campaign changed it."""

    path: Path
    campaign: Campaign
    guideline: Guideline

    @property
    def out(self) -> Path:
        """Where results are written."""
        return self.path / OUT

    @property
    def state(self) -> Path:
        """The tool's memory."""
        return self.path / STATE


@dataclass(slots=True)
class _Findings:
    """Faults of the folder, one line each: file, place, what, what to do."""

    lines: list[str] = field(default_factory=list)

    def add(self, file: str, place: str, text: str) -> None:
        """Note one fault."""
        self.lines.append(f"{file}{', ' + place if place else ''}: {text}")


def open_campaign(path: Path) -> CampaignFolder:
    """The campaign of a folder; CampaignError lists every fault of its files."""
    if not (path / SETTINGS).is_file():
        message = f"{path}: no {SETTINGS} here"
        raise CampaignError(message, "Make a campaign with `pipeline new DIR`, or name one with `-C DIR`.")
    findings = _Findings()
    settings = _settings(path, findings)
    guideline = overlay(shipped_guideline(), *_overlay_tables(path, findings), findings.lines)
    guideline = _with_policy(guideline, settings.get("policy", {}), findings)
    territories = _territories(_rows(path, TERRITORIES, findings), guideline, findings)
    agencies = _agencies(_rows(path, AGENCIES, findings), guideline, territories, findings)
    campaign = _campaign(settings, guideline, territories, agencies, findings)
    if findings.lines or campaign is None:
        message = f"{path}: {len(findings.lines)} fault(s) in the campaign's files"
        error = CampaignError(message, "\n".join(findings.lines))
        raise error
    return CampaignFolder(path, campaign, guideline)


def new_campaign(path: Path) -> list[Path]:
    """Make a commented campaign folder; CampaignError when there is a campaign already. Returns the files made."""
    if (path / SETTINGS).exists():
        message = f"{path} already holds a campaign"
        raise CampaignError(message, "Choose another folder; nothing was changed.")
    path.mkdir(parents=True, exist_ok=True)
    from importlib.resources import files  # noqa: PLC0415

    made = []
    for name in (SETTINGS, TERRITORIES, AGENCIES):
        target = path / name
        text = files("sheet_templates").joinpath("campaign", name).read_text(encoding="utf-8")
        encoding = "utf-8" if name == SETTINGS else "utf-8-sig"
        target.write_text(text, encoding=encoding)
        made.append(target)
    return made


def _settings(path: Path, findings: _Findings) -> dict[str, Any]:
    try:
        settings = tomllib.loads((path / SETTINGS).read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        findings.add(SETTINGS, "", f"cannot be read: {broken}")
        return {}
    for key in settings:
        if key not in _SETTINGS:
            findings.add(SETTINGS, key, f"is no setting{did_you_mean(key, _SETTINGS)}")
    return settings


def _overlay_tables(path: Path, findings: _Findings) -> tuple[dict[str, Any], dict[str, Any]]:
    """Own indicators and own wordings: file name -> table."""
    tables: list[dict[str, Any]] = []
    for folder in ("indicators", "words"):
        found: dict[str, Any] = {}
        for file in sorted((path / folder).glob("*.toml")):
            try:
                found[f"{folder}/{file.name}"] = tomllib.loads(file.read_text(encoding="utf-8-sig"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
                findings.add(f"{folder}/{file.name}", "", f"cannot be read: {broken}")
        tables.append(found)
    return tables[0], tables[1]


def _with_policy(guideline: Guideline, changes: Mapping[str, Any], findings: _Findings) -> Guideline:
    known = set(read_toml("guideline.toml")["policy"])
    for key in changes:
        if key not in known:
            findings.add(SETTINGS, f"policy.{key}", f"is no number of the policy{did_you_mean(key, known)}")
    from sheet_templates.load import policy  # noqa: PLC0415

    table = {**read_toml("guideline.toml")["policy"], **{k: v for k, v in changes.items() if k in known}}
    return replace(guideline, policy=policy(table, read_toml("frame", "frame.toml")))


def _rows(path: Path, name: str, findings: _Findings) -> list[tuple[int, dict[str, str]]]:
    """Rows of a CSV file with their line numbers: any usual separator and encoding, blank lines skipped."""
    file = path / name
    if not file.is_file():
        findings.add(name, "", "is missing; `pipeline new` shows what it looks like")
        return []
    text = _decoded(file.read_bytes())
    header = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=header.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))]
    if not lines:
        findings.add(name, "", "is empty")
        return []
    columns = [column.lower() for column in lines[0][1]]
    for column in columns:
        if column and column not in _COLUMNS[name]:
            findings.add(name, f"column '{column}'", f"is not known{did_you_mean(column, _COLUMNS[name])}")
    for column in _REQUIRED[name]:
        if column not in columns:
            findings.add(name, f"column '{column}'", "is missing")
    return [
        (number, dict(zip(columns, row, strict=False)))
        for number, row in lines[1:]
        if not row[0].startswith("#")
    ]


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _territories(
    rows: Sequence[tuple[int, Mapping[str, str]]], guideline: Guideline, findings: _Findings
) -> tuple[Territory, ...]:
    scenarios = [one.id for one in guideline.scenarios if not one.overlay]
    overlays = [one.id for one in guideline.scenarios if one.overlay]
    territories: list[Territory] = []
    for number, row in rows:
        line = _Line(TERRITORIES, number, row, findings)
        territory = Territory(
            id=line.identifier([one.id for one in territories]),
            name=line.needed("name"),
            country=line.needed("country").upper(),
            language=line.one_of("language", guideline.languages),
            scenario=line.one_of("scenario", scenarios, default="S0"),
            overlay=line.one_of("overlay", overlays, default=""),
            level=row.get("level", ""),
            store=row.get("store", ""),
            contact=row.get("contact", ""),
            publish=line.yes_no("publish"),
            note=row.get("note", ""),
        )
        territories.append(territory)
    if not territories:
        findings.add(TERRITORIES, "", "names no territory")
    return tuple(sorted(territories, key=lambda one: one.name.casefold()))


def _agencies(
    rows: Sequence[tuple[int, Mapping[str, str]]],
    guideline: Guideline,
    territories: Iterable[Territory],
    findings: _Findings,
) -> tuple[Agency, ...]:
    known = [territory.id for territory in territories]
    agencies: list[Agency] = []
    for number, row in rows:
        line = _Line(AGENCIES, number, row, findings)
        agency_id = line.identifier([one.id for one in agencies])
        if agency_id.startswith("consolidated"):
            findings.add(AGENCIES, f"line {number}", f"'{agency_id}' is kept for the consolidated workbooks; choose another id")
        receives = tuple(part.strip() for part in re.split(r"[;|\s]+", row.get("territories") or "*") if part.strip())
        for territory_id in receives:
            if territory_id != "*" and territory_id not in known:
                findings.add(AGENCIES, f"line {number}", f"'{territory_id}' is no territory{did_you_mean(territory_id, known)}")
        agencies.append(
            Agency(
                id=agency_id,
                name=line.needed("name"),
                language=line.one_of("language", guideline.languages),
                fit=line.one_of("fit", guideline.agencies, default=""),
                territories=receives,
                redaction=line.one_of("redaction", _REDACTIONS, default="organisations"),
            )
        )
    return tuple(agencies)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a CSV file, read with its faults noted."""

    file: str
    number: int
    row: Mapping[str, str]
    findings: _Findings

    def _fault(self, text: str) -> None:
        self.findings.add(self.file, f"line {self.number}", text)

    def identifier(self, taken: Sequence[str]) -> str:
        """The id: short, lower case, safe as a file name, not used twice."""
        given = self.row.get("id", "")
        if not _SLUG.match(given) or given in _RESERVED:
            self._fault(f"id '{given[:60]}' must be lower-case letters, digits and '-', such as 'praia-cv'")
        if given in taken:
            self._fault(f"id '{given}' is used twice")
        return given

    def needed(self, column: str) -> str:
        """A column that may not be empty."""
        value = self.row.get(column, "")
        if not value:
            self._fault(f"{column} is empty")
        return value

    def one_of(self, column: str, choices: Sequence[str], *, default: str | None = None) -> str:
        """One of the choices, or the default when empty."""
        value = self.row.get(column, "")
        if not value and default is not None:
            return default
        if value not in choices:
            self._fault(f"{column} '{value[:60]}' is not one of {', '.join(choices)}{did_you_mean(value, choices)}")
        return value

    def yes_no(self, column: str) -> bool:
        """Yes (also when empty) or no, in any language."""
        value = self.row.get(column, "").lower()
        if value not in _YES | _NO:
            self._fault(f"{column} '{value[:60]}' is neither yes nor no")
        return value not in _NO


def _campaign(
    settings: Mapping[str, Any],
    guideline: Guideline,
    territories: tuple[Territory, ...],
    agencies: tuple[Agency, ...],
    findings: _Findings,
) -> Campaign | None:
    if not settings:
        return None
    depth = settings.get("depth", "core")
    if depth not in {"core", "full"}:
        findings.add(SETTINGS, "depth", f"'{depth}' is neither core nor full")
    respondents = settings.get("respondents", 8)
    if not isinstance(respondents, int) or not 1 <= respondents <= _MOST_RESPONDENTS:
        findings.add(SETTINGS, "respondents", f"must be a whole number from 1 to {_MOST_RESPONDENTS}")
        respondents = 8
    deadline = settings.get("deadline")
    if deadline is not None and not isinstance(deadline, date):
        findings.add(SETTINGS, "deadline", "must be a date such as 2021-06-01, without quotes")
        deadline = None
    languages = settings.get("languages", list(guideline.languages))
    for language in languages:
        if language not in guideline.languages:
            findings.add(SETTINGS, "languages", f"'{language}' is not one of {', '.join(guideline.languages)}")
    for key in ("id", "title"):
        if not str(settings.get(key, "")).strip():
            findings.add(SETTINGS, key, "is missing or empty")
    return Campaign(
        id=str(settings.get("id", "")),
        title=str(settings.get("title", "")),
        organiser=str(settings.get("organiser", "")),
        contact=str(settings.get("contact", "")),
        session=str(settings.get("session", "")),
        deadline=deadline,
        depth=depth,
        respondents=respondents,
        languages=tuple(languages),
        store=str(settings.get("store", "folder:sheets")),
        territories=territories,
        agencies=agencies,
        illustrative=bool(settings.get("illustrative", False)),
        plan_rows=int(settings.get("plan_rows", 12)),
        seed=int(settings.get("seed", 20210601)),
    )


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """"; did you mean 'depth'?" when something known is close, else nothing."""
    close = difflib.get_close_matches(given, list(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
