"""Google's discovery documents as a checker of requests and replies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any
from urllib.parse import parse_qsl, urlsplit

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int, float),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
_TOLERATED = {"includeItemsFromAllDrives", "uploadType", "withLink"}
"""What gspread sends that the documents do not have; Google takes it (`withLink` is of Drive v2)."""


@dataclass(frozen=True)
class _Method:
    path: re.Pattern[str]
    verb: str
    told: dict[str, Any]
    document: dict[str, Any]


def _methods(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from part.get("methods", {}).values()
    for deeper in part.get("resources", {}).values():
        yield from _methods(deeper)


def _pattern(text: str) -> re.Pattern[str]:
    escaped = re.escape("/" + text.lstrip("/"))
    return re.compile(re.sub(r"\\{\\?\+?(\w+)\\}", r"(?P<\1>.+?)", escaped), re.DOTALL)


class Checker:
    """Says what in a request or a reply is not as Google's own documents have it."""

    def __init__(self) -> None:
        """Load the documents of Sheets v4, Drive v3 and v2 from the google-api-python-client wheel."""
        folder = resources.files("googleapiclient.discovery_cache") / "documents"
        self._known: list[_Method] = []
        self._schemas: dict[str, Any] = {}
        for name in ("sheets.v4.json", "drive.v3.json", "drive.v2.json"):
            document = json.loads((folder / name).read_text())
            self._schemas = document["schemas"] | self._schemas
            for told in _methods(document):
                for base, path in _paths(told, document):
                    pattern = _pattern(base + path)
                    self._known.append(_Method(pattern, told["httpMethod"], told, document))

    def problems(self, verb: str, url: str, sent: str, status: int, reply: str) -> list[str]:
        """What is wrong with one exchange; empty when all is well."""
        parts = urlsplit(url)
        method = self._method(verb, parts.path)
        if method is None:
            return [f"no method for {verb} {parts.path}"] if status == 200 else []
        found = list(self._query(method, parts.query)) if status == 200 else []
        if "request" in method.told and sent.startswith("{"):
            ref = method.told["request"]["$ref"]
            found += self._check(json.loads(sent), {"$ref": ref}, method.document, "sent")
        if status == 200 and "response" in method.told and reply.startswith("{"):
            ref = method.told["response"]["$ref"]
            found += self._check(json.loads(reply), {"$ref": ref}, method.document, "reply")
        return found

    def sent_problems(self, verb: str, url: str, body: dict[str, Any]) -> list[str]:
        """What is wrong with the body of a request."""
        return self.problems(verb, url, json.dumps(body), 0, "")

    def schema(self, name: str) -> dict[str, Any]:
        """The fields of a message."""
        fields: dict[str, Any] = self._schemas[name].get("properties", {})
        return fields

    def _method(self, verb: str, path: str) -> _Method | None:
        fitting = [m for m in self._known if m.verb == verb and m.path.fullmatch(path)]
        return max(fitting, key=lambda m: len(re.sub(r"\(.*?\)", "", m.path.pattern)), default=None)

    def _query(self, method: _Method, query: str) -> Iterator[str]:
        known = {**method.document["parameters"], **method.told.get("parameters", {})}
        for name, value in parse_qsl(query):
            if name not in known:
                if name not in _TOLERATED:
                    yield f"query {name}: unknown"
            elif "enum" in known[name] and value not in known[name]["enum"]:
                yield f"query {name}: {value} is not in the enum"

    def _check(self, found: Any, schema: Any, document: Any, place: str) -> Iterator[str]:
        if "$ref" in schema:
            schema = document["schemas"][schema["$ref"]]
        if found is None and place.startswith("sent"):
            return
        kind = schema.get("type", "any")
        if kind != "any" and (not isinstance(found, _TYPES[kind]) or (isinstance(found, bool) and kind != "boolean")):
            if not (place.startswith("sent") and kind in {"integer", "number"}):
                yield f"{place}: {type(found).__name__} is not {kind}"
            return
        if "enum" in schema and found not in schema["enum"]:
            yield f"{place}: {found} is not in the enum"
        if kind == "array":
            for item in found:
                yield from self._check(item, schema["items"], document, f"{place}[]")
        if kind == "object":
            yield from self._object(found, schema, document, place)

    def _object(self, found: Any, schema: Any, document: Any, place: str) -> Iterator[str]:
        properties, others = schema.get("properties", {}), schema.get("additionalProperties")
        for name, value in found.items():
            inner = properties.get(name, others)
            if inner is None and name in _TOLERATED:
                continue
            if inner is None:
                yield f"{place}.{name}: unknown"
            else:
                yield from self._check(value, inner, document, f"{place}.{name}")


def _paths(told: dict[str, Any], document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield document["servicePath"], told.get("flatPath", told["path"])
    for upload in told.get("mediaUpload", {}).get("protocols", {}).values():
        yield "", upload["path"]
