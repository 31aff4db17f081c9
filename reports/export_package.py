"""The Data Package descriptor of an export (datapackage.org, version 2): what a stranger needs to use the files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from reports.export_tables import Exported, Field, said
from reports.text import clean, file_stem
from schemas.campaign import LICENCES
from schemas.outcome import Outcome
from sheet_templates import load

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_LANGUAGE = "en"


def descriptor(
    outcome: Outcome, agreement: str, tables: Sequence[Exported], paths: Sequence[Path], *, hxl: bool
) -> bytes:
    """The content of datapackage.json for `tables`, written as the files `paths` in the same order."""
    campaign, words, about = outcome.campaign, load.words(_LANGUAGE), said()["package"]
    made_at = outcome.made_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    description = about["description"].format(
        tagline=words("exercise.tagline"),
        working_grid=words("exercise.working_grid"),
        made_at=made_at,
        guideline=f"{outcome.guideline.id} {outcome.guideline.version}",
        fingerprint=outcome.fingerprint,
        redaction=words(f"report.redaction.{agreement}"),
        n_unpublished=sum(not one.publish for one in campaign.territories),
    )
    if campaign.illustrative:
        description = f"{about['illustrative']} {description}"
    package = {
        "$schema": _PROFILE,
        "name": file_stem(campaign.id).lower(),
        "id": outcome.fingerprint,
        "title": clean(about["title"].format(campaign=campaign.title)),
        "description": description,
        "version": outcome.guideline.version,
        "created": made_at,
        "contributors": [{"title": clean(campaign.organiser), "roles": ["publisher"]}] if campaign.organiser else None,
        "licenses": [_licence(campaign.licence, about["licence"].format(licence=words("exercise.licence")))],
        "sources": [
            {"title": outcome.guideline.source.get("title", ""), "path": outcome.guideline.source.get("url", "")}
        ],
        "resources": [_resource(table, path, hxl=hxl) for table, path in zip(tables, paths, strict=True)],
    }
    kept = {key: value for key, value in package.items() if value not in (None, "")}
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _licence(chosen: str, undecided: str) -> dict[str, str]:
    """The licence the campaign chose; "notspecified" and why, while it chose none."""
    known = LICENCES.get(chosen)
    return (
        {"name": chosen, "title": known.title, "path": known.url}
        if known
        else {"name": "notspecified", "title": undecided}
    )


def _resource(table: Exported, path: Path, *, hxl: bool) -> dict[str, Any]:
    kind, content = path.suffix[1:], path.read_bytes()
    resource: dict[str, Any] = {
        "name": table.name,
        "type": "table",
        "path": f"{path.parent.name}/{path.name}",
        "title": table.title,
        "description": table.about,
        "format": kind,
        "mediatype": _MEDIA[kind],
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": _schema(table),
    }
    if kind == "csv":
        resource |= {"encoding": "utf-8", "dialect": _dialect(hxl=hxl)}
    return resource


def _dialect(*, hxl: bool) -> dict[str, Any]:
    dialect: dict[str, Any] = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
    return {**dialect, "commentRows": [2]} if hxl else dialect


def _schema(table: Exported) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(one) for one in table.fields], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.references:
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": other, "fields": [name]}}
            for name, other in table.references.items()
        ]
    return schema


def _field(one: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"name": one.name, "type": one.kind, "description": one.says, "hxl": one.hxl}
    return {**found, "constraints": dict(one.constraints)} if one.constraints else found
