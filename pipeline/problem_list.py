"""What is still open after a sync, as a list to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.known import known_territory
from schemas.frames.base import records
from schemas.outcome import Outcome

_COLUMNS = [
    "territory_id", "tab", "cell", "code", "severity", "about", "respondent_id", "found", "accepted", "message",
]  # fmt: skip


def problem_rows(outcome: Outcome, territory_id: str | None = None) -> list[dict[str, Any]]:
    """The open problems as plain rows; only those of one territory if named.

    Raises:
        CampaignError: no such territory.
    """
    frame = outcome.problems[_COLUMNS]
    if territory_id is None:
        return records(frame)
    known_territory(outcome.campaign, territory_id)
    return records(frame[frame["territory_id"] == territory_id])


def problem_lines(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """One line per problem; a line that says so where there is none."""
    yield from (f"{one['severity']:8} {one['territory_id']:20} {one['message']}" for one in rows)
    if not rows:
        yield "no open problem"
