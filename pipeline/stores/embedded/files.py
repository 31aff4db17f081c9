"""A file as Drive knows it: names, parents, owner, permissions, times."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from pipeline.stores.embedded.model import Json

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ROLES = ("reader", "commenter", "writer", "fileOrganizer", "organizer", "owner")
"""Roles from least to most."""


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may do what: a user, a group, a domain or anyone."""

    id: str
    kind: str
    role: str
    email: str = ""
    domain: str = ""
    pending_owner: bool = False
    link_only: bool = True


@dataclass(frozen=True, slots=True)
class File:
    """One file or folder; times are ISO texts in UTC with milliseconds."""

    id: str
    name: str
    mime_type: str
    owner: str
    created: str
    modified: str
    modified_by: str
    version: int = 1
    parents: tuple[str, ...] = ()
    permissions: tuple[Permission, ...] = ()
    app_properties: Json = field(default_factory=dict)
    properties: Json = field(default_factory=dict)
    description: str = ""
    starred: bool = False
    trashed: bool = False
    size: int = 0
    md5: str = ""
    writers_can_share: bool = True


_ROOTS = "0A"


def root_of(email: str) -> str:
    """The id of somebody's top folder."""
    return f"{_ROOTS}{email}"


def is_root(file_id: str) -> bool:
    """Whether an id is somebody's top folder, which lists do not show and which gives nobody any right."""
    return file_id.startswith(_ROOTS)


def timestamp(moment: datetime) -> str:
    """A moment as Drive writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
