"""What the service says no with: Google's own error bodies, Sheets' and Drive's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

_Details: TypeAlias = list[dict[str, Any]]

_STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


class Refusal(Exception):
    """An answer that is not a success; carries the whole error body."""

    def __init__(self, status: int, payload: dict[str, Any]) -> None:
        """Keep the HTTP status and the body."""
        super().__init__(payload["error"].get("message", ""))
        self.status = status
        self.payload = payload

    @property
    def message(self) -> str:
        """The sentence in the body."""
        return str(self.payload["error"].get("message", ""))


def sheets_error(code: int, message: str, details: _Details | None = None) -> Refusal:
    """An error in the form of the Sheets API (`google.rpc.Status`)."""
    error: dict[str, Any] = {"code": code, "message": message, "status": _STATUS[code]}
    if details:
        error["details"] = details
    return Refusal(code, {"error": error})


def invalid(message: str, field: str | None = None) -> Refusal:
    """400; with a field, the violation is repeated in `details` as Google does."""
    return sheets_error(400, message) if field is None else violations([(field, message)])


def violations(found: list[tuple[str, str]]) -> Refusal:
    """400 for fields that are wrong, each with its sentence."""
    listed = [{"field": field, "description": message} for field, message in found]
    kind = "type.googleapis.com/google.rpc.BadRequest"
    message = "\n".join(message for _, message in found)
    return sheets_error(400, message, [{"@type": kind, "fieldViolations": listed}])


def unknown_parameter(name: str) -> Refusal:
    """400 for a query parameter that the method does not have."""
    message = (
        f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
        f"Field '{name}' could not be found in request message."
    )
    return invalid(message, "")


def unknown_field(path: str) -> Refusal:
    """400 for a field mask that names what the message does not have."""
    message = (
        "Request contains an invalid argument. "
        f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    )
    return invalid(message, "fields")


def wrong_choice(name: str, value: str) -> Refusal:
    """400 for a query parameter that is none of the words it may be."""
    field = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    kind = f"type.googleapis.com/google.apps.sheets.v4.{name[0].upper()}{name[1:]}"
    return invalid(f"Invalid value at '{field}' ({kind}), \"{value}\"", field)


def as_drive(refusal: Refusal) -> Refusal:
    """The same refusal in the form of the Drive API."""
    error = refusal.payload["error"]
    if "errors" in error:
        return refusal
    fields = [one["field"] for part in error.get("details", []) for one in part.get("fieldViolations", [])]
    reason = {400: "invalid", 501: "notImplemented"}.get(refusal.status, "backendError")
    if fields == ["fields"]:
        place = {"location": "fields", "locationType": "parameter"}
        return drive_error(refusal.status, "invalidParameter", refusal.message, place=place)
    if error["message"].startswith("Invalid JSON payload"):
        reason = "parseError"
    return drive_error(refusal.status, reason, refusal.message)


def denied() -> Refusal:
    """403 of the Sheets API: the caller may not."""
    return sheets_error(403, "The caller does not have permission")


def not_found() -> Refusal:
    """404 of the Sheets API: no such spreadsheet."""
    return sheets_error(404, "Requested entity was not found.")


def unauthenticated() -> Refusal:
    """401: no token, or one that is unknown or expired."""
    message = (
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login "
        "cookie or other valid authentication credential. See "
        "https://developers.google.com/identity/sign-in/web/devconsole-project."
    )
    return sheets_error(401, message)


def unimplemented(what: str) -> Refusal:
    """501: Google has it, the embedded service does not."""
    return sheets_error(501, f"The embedded service does not implement {what}.")


def drive_error(
    code: int,
    reason: str,
    message: str,
    *,
    domain: str = "global",
    place: Mapping[str, str] | None = None,
) -> Refusal:
    """An error in the form of the Drive API, with its machine-readable reason."""
    item = {"message": message, "domain": domain, "reason": reason, **(place or {})}
    return Refusal(code, {"error": {"code": code, "message": message, "errors": [item]}})


def file_not_found(file_id: str) -> Refusal:
    """404 of the Drive API: no such file, or not one the caller may see."""
    place = {"locationType": "parameter", "location": "fileId"}
    return drive_error(404, "notFound", f"File not found: {file_id}.", place=place)


def drive_denied() -> Refusal:
    """403 of the Drive API: the caller sees the file but may not do this to it."""
    message = "The user does not have sufficient permissions for this file."
    return drive_error(403, "insufficientFilePermissions", message)
