"""The campaign folder: the only module that reads or makes the coordinator's files.

Every fault of a file is collected with file, line and key, so that one look mends them all.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from pipeline.campaign_lines import Line, read_lines
from pipeline.campaign_settings import Settings, read_settings, with_policy
from schemas.campaign import Agency, Campaign, Member, Territory
from schemas.errors import CampaignError, OutputError
from schemas.guideline import Guideline
from sheet_templates.figures import counted
from sheet_templates.findings import Findings
from sheet_templates.load import guideline as shipped_guideline
from sheet_templates.overlay import overlay

SETTINGS, TERRITORIES, AGENCIES, ROSTER = "campaign.toml", "territories.csv", "agencies.csv", "roster.csv"
REVIEWS = "reviews.csv"
OUT, STATE = "out", "state.db"
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?\Z")
_COUNTRY = re.compile(r"[A-Za-z]{2}\Z")
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
_LONGEST_NAME = 80
_COLUMNS = {
    TERRITORIES: (
        "id",
        "name",
        "country",
        "language",
        "scenario",
        "overlay",
        "level",
        "publish",
        "contact",
        "store",
        "could_be_asked",
        "note",
    ),
    AGENCIES: ("id", "name", "language", "fit", "territories", "redaction", "folder", "emails"),
    ROSTER: ("territory", "email", "role", "kind"),
    REVIEWS: ("territory", "indicator", "seen_on", "note"),
}
_REQUIRED = {
    TERRITORIES: ("id", "name", "country", "language"),
    AGENCIES: ("id", "name", "language"),
    ROSTER: ("territory", "email"),
    REVIEWS: ("territory", "indicator"),
}
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s]{2,63}\Z")
_ROLES, _KINDS = ("writer", "commenter", "reader"), ("user", "group")
_REDACTIONS = ("none", "organisations", "no_quotes")


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


def open_campaign(path: Path) -> CampaignFolder:
    """The campaign of a folder; CampaignError lists every fault of its files."""
    if not (path / SETTINGS).is_file():
        message = f"{path}: no {SETTINGS} here"
        raise CampaignError(message, "Make a campaign with `pipeline new DIR`, or name one with `-C DIR`.")
    findings = Findings()
    shipped = shipped_guideline()
    settings = read_settings(SETTINGS, _table(path, SETTINGS, findings), shipped, findings)
    territories = _territories(_lines(path, TERRITORIES, findings), shipped, findings)
    agencies = _agencies(_lines(path, AGENCIES, findings), shipped, territories, findings)
    roster = _roster(_lines(path, ROSTER, findings), territories, findings) if (path / ROSTER).exists() else ()
    languages = {*settings.languages, *(one.language for one in territories), *(one.language for one in agencies)}
    needed = [language for language in shipped.languages if language in languages]
    guideline = overlay(shipped, *_overlay_tables(path, findings), findings.lines, needed)
    guideline = with_policy(SETTINGS, guideline, settings.policy, findings)
    reviews = _lines(path, REVIEWS, findings) if (path / REVIEWS).exists() else ()
    reviewed = _reviewed(reviews, territories, guideline, findings)
    if findings.lines:
        message = f"{path}: {counted(len(findings.lines), 'fault')} in the campaign's files"
        raise CampaignError(message, "\n".join(findings.lines))
    return CampaignFolder(path, _campaign(settings, territories, agencies, roster, reviewed), guideline)


def new_campaign(path: Path, like: str = "campaign") -> list[Path]:
    """Make a commented campaign folder; CampaignError when there is a campaign already. Returns the files made.

    `like` names the folder of `sheet_templates` that holds the files to start from.
    """
    there = [name for name in (SETTINGS, TERRITORIES, AGENCIES) if (path / name).exists()]
    if there:
        message = f"{path} already holds {', '.join(there)}"
        raise CampaignError(message, "Choose another folder; nothing was changed.")
    made = []
    try:
        path.mkdir(parents=True, exist_ok=True)
        for name in (SETTINGS, TERRITORIES, AGENCIES, ROSTER):
            source = files("sheet_templates").joinpath(like, name)
            if source.is_file():
                # Excel takes a CSV file for UTF-8 only when it begins with a mark.
                encoding = "utf-8" if name == SETTINGS else "utf-8-sig"
                (path / name).write_text(source.read_text(encoding="utf-8"), encoding=encoding)
                made.append(path / name)
    except OSError as failed:
        message = f"{path} cannot be made: {failed.strerror or failed}"
        raise OutputError(message, "Choose a folder in which you may write.") from failed
    return made


def _content(path: Path, name: str, findings: Findings) -> bytes | None:
    try:
        return (path / name).read_bytes()
    except FileNotFoundError:
        findings.add(name, "", "is missing; `pipeline new` shows what it looks like")
    except OSError as failed:
        findings.add(name, "", f"cannot be read: {failed.strerror or failed}")
    return None


def _table(path: Path, name: str, findings: Findings) -> dict[str, Any]:
    content = _content(path, name, findings)
    try:
        return tomllib.loads((content or b"").decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as broken:
        findings.add(name, "", f"cannot be read: {broken}")
    except UnicodeDecodeError:
        findings.add(name, "", "cannot be read: save the file as UTF-8")
    return {}


def _overlay_tables(path: Path, findings: Findings) -> tuple[dict[str, Any], dict[str, Any]]:
    """Own indicators and own wordings: file name -> table."""
    indicators, words = (
        {
            name: _table(path, name, findings)
            for name in sorted(f"{folder}/{one.name}" for one in (path / folder).glob("*.toml"))
        }
        for folder in ("indicators", "words")
    )
    return indicators, words


def _lines(path: Path, name: str, findings: Findings) -> list[Line]:
    content = _content(path, name, findings)
    return [] if content is None else read_lines(name, content, _COLUMNS[name], _REQUIRED[name], findings)


def _territories(lines: Sequence[Line], guideline: Guideline, findings: Findings) -> tuple[Territory, ...]:
    scenarios = [one.id for one in guideline.scenarios if not one.overlay]
    overlays = [one.id for one in guideline.scenarios if one.overlay]
    territories: list[Territory] = []
    for line in lines:
        territory = Territory(
            id=_identifier(line, [one.id for one in territories]),
            name=line.needed("name", _LONGEST_NAME),
            country=line.formed("country", _COUNTRY.match, "a code of two letters, such as SN").upper(),
            language=line.one_of("language", guideline.languages),
            scenario=line.one_of("scenario", scenarios, default="S0"),
            overlay=line.one_of("overlay", overlays, default=""),
            level=line.text("level"),
            store=line.text("store"),
            contact=line.text("contact"),
            publish=line.yes_no("publish"),
            note=line.text("note"),
            could_be_asked=line.count("could_be_asked"),
        )
        territories.append(territory)
    if not territories:
        findings.add(TERRITORIES, "", "names no territory")
    return tuple(sorted(territories, key=lambda one: one.name.casefold()))


def _agencies(
    lines: Sequence[Line], guideline: Guideline, territories: Iterable[Territory], findings: Findings
) -> tuple[Agency, ...]:
    known = [territory.id for territory in territories]
    agencies: list[Agency] = []
    for line in lines:
        agency_id = _identifier(line, [one.id for one in agencies])
        if agency_id.startswith(("consolidated", "overview-")):
            line.fault(f"'{agency_id}' is kept for the consolidated workbooks; choose another id")
        if agency_id.endswith("-tables"):
            line.fault(f"'{agency_id}': names that end in '-tables' are kept for accessible tables; choose another id")
        receives = tuple(re.split(r"[;|\s]+", line.text("territories", 100_000).strip() or "*"))
        for territory_id in receives:
            if territory_id != "*":
                findings.unknown(AGENCIES, f"line {line.number}", territory_id, known, "territory")
        agencies.append(
            Agency(
                id=agency_id,
                name=line.needed("name", _LONGEST_NAME),
                language=line.one_of("language", guideline.languages),
                fit=line.one_of("fit", guideline.agencies, default=""),
                territories=receives,
                redaction=line.one_of("redaction", _REDACTIONS, default="organisations"),
                folder=line.text("folder"),
                emails=tuple(one.lower() for one in re.split(r"[;,|\s]+", line.text("emails", 2000)) if one),
            )
        )
    return tuple(agencies)


def _identifier(line: Line, taken: Sequence[str]) -> str:
    """The id of a line: short, lower case, safe as a file name, not used twice."""
    given = line.formed("id", _SLUG.match, "lower-case letters, digits and '-', such as praia-cv")
    if given in _RESERVED:
        line.fault(f"id '{given}' is a name that Windows keeps for itself; choose another, such as {given}-1")
    if given and given in taken:
        line.fault(f"id '{given}' is used twice")
    return given


def _roster(lines: Sequence[Line], territories: Iterable[Territory], findings: Findings) -> tuple[Member, ...]:
    """Who works on which spreadsheet; the file may be missing where nothing is shared."""
    known = [territory.id for territory in territories]
    members = []
    for line in lines:
        territory_id = line.needed("territory", _LONGEST_NAME)
        findings.unknown(ROSTER, f"line {line.number}", territory_id, known, "territory")
        email = line.formed("email", _EMAIL.match, "an e-mail address").lower()
        role = line.one_of("role", _ROLES, default="writer")
        members.append(Member(territory_id, email, role, line.one_of("kind", _KINDS, default="user")))
    return tuple(dict.fromkeys(members))


def _reviewed(
    lines: Sequence[Line], territories: Iterable[Territory], guideline: Guideline, findings: Findings
) -> tuple[tuple[str, str], ...]:
    """Whose evidence a reviewer has seen, by territory and indicator, sorted; the file is the reviewer's and may be missing."""
    known, indicators = [territory.id for territory in territories], [one.id for one in guideline.indicators()]
    seen = set()
    for line in lines:
        pair = line.needed("territory", _LONGEST_NAME), line.needed("indicator", _LONGEST_NAME)
        findings.unknown(REVIEWS, f"line {line.number}", pair[0], known, "territory")
        findings.unknown(REVIEWS, f"line {line.number}", pair[1], indicators, "indicator")
        seen.add(pair)
    return tuple(sorted(seen))


def _campaign(
    settings: Settings,
    territories: tuple[Territory, ...],
    agencies: tuple[Agency, ...],
    roster: tuple[Member, ...],
    reviewed: tuple[tuple[str, str], ...],
) -> Campaign:
    return Campaign(
        id=settings.id,
        title=settings.title,
        organiser=settings.organiser,
        contact=settings.contact,
        session=settings.session,
        deadline=settings.deadline,
        depth=settings.depth,
        respondents=settings.respondents,
        languages=settings.languages,
        store=settings.store,
        territories=territories,
        agencies=agencies,
        illustrative=settings.illustrative,
        plan_rows=settings.plan_rows,
        seed=settings.seed,
        reviewed=reviewed,
        roster=roster,
        publish_overview=settings.publish_overview,
        licence=settings.licence,
        ask=settings.ask,
    )


__all__ = ["AGENCIES", "SETTINGS", "TERRITORIES", "CampaignFolder", "new_campaign", "open_campaign"]
