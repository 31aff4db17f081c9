"""What a sync says when it is done: as plain data, and as lines for the person at the keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.story import SyncResult
from schemas.outcome import Outcome

#: Files of one folder that are listed by name at the keyboard.
LISTED = 50


def sync_result(done: SyncResult, outputs: Sequence[Path], requests: Mapping[str, int]) -> dict[str, Any]:
    """Who was read, unchanged or failed and why, the problems by severity, who was told where, files and requests."""
    by_status: dict[str, list[str]] = {"pulled": [], "unchanged": []}
    failed = []
    for territory_id, status in done.report.statuses.items():
        if status["status"] in by_status:
            by_status[status["status"]].append(territory_id)
        else:
            message = _first_message(done.outcome, territory_id, status["code"])
            failed.append({"territory_id": territory_id, "message": message, **status})
    severities = done.outcome.problems["severity"].value_counts().to_dict()
    campaign = done.outcome.campaign
    return {
        **by_status,
        "failed": failed,
        "problems": {severity: int(severities.get(severity, 0)) for severity in ("error", "warning", "hint")},
        "told": [
            {"territory_id": one, "name": campaign.territory(one).name, "place": place}
            for one, place in done.told.items()
        ],
        "outputs": [str(path) for path in outputs],
        "requests": {"drive": 0, "sheets_read": 0, "sheets_write": 0, **requests},
    }


def sync_lines(result: Mapping[str, Any]) -> Iterator[str]:
    """Counts first, then what failed, the files, and each territory that was told, with where."""
    yield f"read {len(result['pulled'])} changed, {len(result['unchanged'])} unchanged, {len(result['failed'])} failed"
    for one in result["failed"]:
        yield f"  {one['territory_id']}: {one['message']}"
    counts = result["problems"]
    yield f"problems: {counts['error']} to correct, {counts['warning']} to look at, {counts['hint']} for information"
    yield from (f"  {line}" for line in file_lines(result["outputs"]))
    if told := result["told"]:
        yield f"feedback given to {len(told)}:"
        yield from (f"  {one['territory_id']} ({one['name']}): {one['place']}" for one in told)


def file_lines(paths: Sequence[str]) -> Iterator[str]:
    """Every path; of a folder with more than `LISTED` files the folder alone, with their number."""
    by_folder: dict[Path, list[str]] = {}
    for path in paths:
        by_folder.setdefault(Path(path).parent, []).append(path)
    for folder, inside in by_folder.items():
        if len(inside) > LISTED:
            yield f"{folder}{os.sep} ({len(inside)} files)"
        else:
            yield from inside


def _first_message(outcome: Outcome, territory_id: str, code: str) -> str:
    problems = outcome.problems
    mine = problems[(problems["territory_id"] == territory_id) & (problems["code"] == code)]
    return str(mine["message"].iloc[0]) if len(mine) else code
