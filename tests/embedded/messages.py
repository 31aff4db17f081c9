"""The names and kinds of fields in Google's messages, drawn from the discovery documents.

`python -m tests.embedded.messages` writes them where the embedded service reads them, after the
google-api-python-client wheel was renewed.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from pipeline.stores.embedded import messages

ROOTS = {
    "sheets.v4.json": (
        "BatchClearValuesByDataFilterRequest",
        "BatchClearValuesRequest",
        "BatchGetValuesByDataFilterRequest",
        "BatchUpdateSpreadsheetRequest",
        "BatchUpdateValuesByDataFilterRequest",
        "BatchUpdateValuesRequest",
        "CopySheetToAnotherSpreadsheetRequest",
        "GetSpreadsheetByDataFilterRequest",
        "SearchDeveloperMetadataRequest",
        "Spreadsheet",
        "ValueRange",
        "AppendValuesResponse",
        "BatchClearValuesByDataFilterResponse",
        "BatchClearValuesResponse",
        "BatchGetValuesByDataFilterResponse",
        "BatchGetValuesResponse",
        "BatchUpdateSpreadsheetResponse",
        "BatchUpdateValuesByDataFilterResponse",
        "BatchUpdateValuesResponse",
        "ClearValuesResponse",
        "SearchDeveloperMetadataResponse",
        "UpdateValuesResponse",
    ),
    "drive.v3.json": (
        "About", "ChangeList", "Comment", "CommentList", "File", "FileList", "Permission", "PermissionList",
        "StartPageToken",
    ),
}  # fmt: skip
"""What the service takes as a body, and what it answers with."""

_PREFIXES = {"sheets.v4.json": "", "drive.v3.json": "drive."}
_SCALARS = {"boolean": "bool", "any": "any", "double": "double", "float": "double", "int32": "int32", "int64": "int64"}


def drawn() -> dict[str, Any]:
    """Message -> field -> kind, as the file of the service has it."""
    folder = resources.files("googleapiclient.discovery_cache") / "documents"
    found: dict[str, Any] = {}
    for document, roots in ROOTS.items():
        schemas = json.loads((folder / document).read_text())["schemas"]
        _add(found, schemas, _PREFIXES[document], roots)
    return dict(sorted(found.items()))


def _add(found: dict[str, Any], schemas: dict[str, Any], prefix: str, names: tuple[str, ...]) -> None:
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        key = prefix + name
        if key in found:
            continue
        fields = schemas[name].get("properties", {})
        found[key] = {field: _kind(told, schemas, prefix, waiting) for field, told in sorted(fields.items())}


def _kind(told: dict[str, Any], schemas: dict[str, Any], prefix: str, waiting: list[str]) -> Any:
    if "$ref" in told:
        if schemas[told["$ref"]].get("type") != "object":
            return "any"
        waiting.append(told["$ref"])
        return f"@{prefix}{told['$ref']}"
    if told.get("type") == "array" and told["items"].get("type") == "array":
        return "rows"
    if told.get("type") == "array":
        return ["list", _kind(told["items"], schemas, prefix, waiting)]
    if "additionalProperties" in told:
        return ["map", _kind(told["additionalProperties"], schemas, prefix, waiting)]
    if "enum" in told:
        return ["enum", *told["enum"]]
    if "properties" in told:
        fields = told["properties"].items()
        return {field: _kind(inner, schemas, prefix, waiting) for field, inner in sorted(fields)}
    return _SCALARS.get(told.get("format", told.get("type", "")), "string")


def written(path: Path) -> None:
    """Write the file."""
    lines = ",\n".join(f"{json.dumps(name)}:{json.dumps(fields)}" for name, fields in drawn().items())
    path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    written(Path(messages.__file__).with_suffix(".json"))
