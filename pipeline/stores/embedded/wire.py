"""Requests and responses as plain values, whatever carries them (HTTP or in-process)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from pipeline.stores.embedded.numbers import plain
from pipeline.stores.embedded.refusals import invalid

JsonObject: TypeAlias = dict[str, Any]

_JSON = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came; the path stays percent-encoded, header names are in lower case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def to(cls, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Request:
        """The request for a full or relative URL."""
        parts = urlsplit(url)
        pairs = tuple(parse_qsl(parts.query, keep_blank_values=True))
        lower = {name.lower(): value for name, value in headers.items()}
        return cls(method.upper(), parts.path, pairs, lower, body)

    def all(self, name: str) -> list[str]:
        """Every value of a query parameter, in order."""
        return [value for key, value in self.query if key == name]

    def one(self, name: str, default: str = "") -> str:
        """The last value of a query parameter, or the default."""
        found = self.all(name)
        return found[-1] if found else default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A true-or-false query parameter, in any case."""
        return self.one(name, str(default)).lower() in {"true", "1"}

    def json(self) -> JsonObject:
        """The body as the object that was sent; none for an empty body.

        Raises:
            Refusal: 400 when the body is not a JSON object.

        """
        if not self.body.strip():
            return {}
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            message = f"Invalid JSON payload received. {error}"
            raise invalid(message) from error
        if not isinstance(found, dict):
            message = "Invalid JSON payload received. An object was expected."
            raise invalid(message)
        return found


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: status, body and headers."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": _JSON})

    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)


def answer(payload: object, status: int = 200) -> Response:
    """A JSON answer; whole numbers lose their ".0"."""
    shown = plain(payload)
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    try:
        return Response(status, text.encode())
    except UnicodeEncodeError:  # half of a surrogate pair, which only an escape can carry
        return Response(status, json.dumps(shown).encode())


def no_content() -> Response:
    """What Drive answers to a deletion."""
    return Response(204, b"", {"Content-Type": "text/html"})


def content(body: bytes, mime_type: str) -> Response:
    """A file's bytes."""
    return Response(200, body, {"Content-Type": mime_type})
