"""Failures of the program or its surroundings. A person's mistake is a `Problem`, never one of these.

Every error carries a hint: what to do next. `exit_code` is what the command line returns (ARCHITECTURE 7).
"""

from __future__ import annotations

from collections.abc import Sequence


class ProjectError(Exception):
    """Something the person at the keyboard can mend, told without a traceback."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep `message` (what is wrong, where) and `hint` (what to do)."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class CampaignError(ProjectError):
    """The campaign folder cannot be used as it is."""

    exit_code = 2


class ContentError(ProjectError):
    """Content files do not fit together; `findings` lists every fault, one line each."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "", findings: Sequence[str] = ()) -> None:
        """Keep every finding beside the message."""
        super().__init__(message, hint)
        self.findings = tuple(findings)


class StoreError(ProjectError):
    """A spreadsheet could not be reached or read; the others go on."""

    exit_code = 3
    #: Code of the problem that the territory's status shows.
    code = "STORE_FAILED"


class AccessDenied(StoreError):
    """The spreadsheet is there and may not be opened."""

    exit_code = 4
    code = "ACCESS_DENIED"


class SheetGone(StoreError):
    """The spreadsheet is no longer where it was."""

    code = "SHEET_GONE"


class SheetBusy(StoreError):
    """Somebody has the file open, or it is still being written."""

    code = "SHEET_BUSY"


class SheetUnreadable(StoreError):
    """The file is there but is no spreadsheet we can read safely; `code` says why, `values` what its words need."""

    def __init__(self, message: str, hint: str = "", code: str = "FILE_DAMAGED", **values: str) -> None:
        """Keep the problem code with the message."""
        super().__init__(message, hint)
        self.code = code
        self.values = values


class QuotaSpent(StoreError):
    """The service asks us to wait longer than we may."""

    code = "QUOTA_SPENT"


class Unreachable(StoreError):
    """No usable answer came back."""

    code = "UNREACHABLE"


class Refused(StoreError):
    """The service does not take the request as it stands: what it is about has changed meanwhile."""

    code = "REFUSED"


class StorageFull(StoreError):
    """The account that makes spreadsheets may not own any, or has no room left."""

    exit_code = 4
    code = "STORAGE_FULL"


class SharingPaused(StoreError):
    """The service lets nobody share more today; what was shared stays, the rest goes on another day."""

    code = "SHARING_PAUSED"


class SignInNeeded(ProjectError):
    """Nobody is signed in, or the sign-in does not cover what is asked: every spreadsheet would fail alike."""

    exit_code = 4


class StateError(ProjectError):
    """The tool's memory is damaged, full or written by a newer version."""

    exit_code = 7


class Locked(ProjectError):
    """Another coordinator is working on this campaign right now."""

    exit_code = 5


class OutputError(ProjectError):
    """A result could not be written: file open elsewhere, read-only folder, disk full."""

    exit_code = 6


class StageError(ProjectError):
    """A law of the pipeline was broken: our bug. The message asks for the pull that showed it."""

    exit_code = 1
