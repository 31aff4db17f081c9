"""Every file of an outcome: the workbooks to explore, their accessible twins, one workbook per territory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from reports.inputs import inputs
from reports.kept import Entry, digest, keep, kept
from reports.orders import OVERVIEW, TABLES, TERRITORY, WORKBOOK, Done, File
from reports.plan import Plan
from reports.workers import carried_out, cores
from schemas.errors import OutputError
from schemas.outcome import Outcome

#: In the order in which their paths are told.
KINDS = (WORKBOOK, OVERVIEW, TABLES, TERRITORY)
#: Files from which on a second process pays for its start.
_MANY = 60
#: Under this name the mark of the whole run is kept.
_RUN = ""


def deliver(
    outcome: Outcome, folder: Path, kinds: Collection[str] = KINDS, n_processes: int | None = None
) -> list[Path]:
    """Write what is not there already; return the paths of all files of these kinds, written or left as they are.

    In the order of `KINDS`: `consolidated-<language>.xlsx` and `<agency_id>.xlsx`; where the campaign publishes its
    overview, `overview-<language>.xlsx` in its first language; the accessible twins of the workbooks; one workbook for
    each territory, published or not. Of a large campaign the first are indexes, and the folders `<stem>-territories`
    hold the workbooks by country.

    A file is left where it is what would be written again. Each file appears whole or not at all, and one that is
    blocked does not stop the others: OutputError names every blocked one at the end. The same outcome gives the same
    bytes, by however many processes. When all kinds are asked for, files of earlier runs that belong to nobody any more
    are taken away, unless somebody changed them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = kept(folder)
    outcome = _as_read(outcome)
    plan = Plan(outcome, kinds)
    files = plan.files()
    run = sha256(f"{inputs(outcome)} {sorted(kinds)}".encode()).hexdigest()
    paths = [folder / file.path for file in sorted(files, key=lambda one: KINDS.index(one.kind))]
    if before.get(_RUN, ("",))[0] == run and all(_is_there(folder, file, before) for file in files):
        return paths
    many = len(files) >= _MANY or plan.is_large
    n_processes = n_processes or (cores() if many else 1)
    done = list(carried_out(plan.orders(), folder, before, n_processes))
    if set(kinds) == set(KINDS):
        before = _swept(folder, before, {file.path for file in files})
    _keep(folder, before, done, run)
    _stop_at_faults(done)
    return paths


def _as_read(outcome: Outcome) -> Outcome:
    """The outcome without what only this run did: whether a content is new or was there before changes no result."""
    status = outcome.territories["status"].astype("str").replace("unchanged", "pulled")
    return replace(outcome, territories=outcome.territories.assign(status=status))


def _is_there(folder: Path, file: File, before: dict[str, Entry]) -> bool:
    return file.path in before and before[file.path][1] == digest(folder / file.path)


def _swept(folder: Path, before: dict[str, Entry], planned: Collection[str]) -> dict[str, Entry]:
    """What is kept of the files planned, after taking away the others as they were written.

    A country in fewer parts, an agency less: the old file would still show a territory that has withdrawn.
    """
    for path, (_, content) in before.items():
        old = folder / path
        inside = folder in old.parents and ".." not in old.parts[len(folder.parts) :]
        if path not in planned and inside and content == digest(old):
            with suppress(OSError):
                old.unlink()
    return {path: one for path, one in before.items() if path in planned or one[1] == digest(folder / path)}


def _keep(folder: Path, before: dict[str, Entry], done: Sequence[Done], run: str) -> None:
    """Keep what was written; of what could not be written nothing is known any more."""
    entries = before | {one.path: one.entry for one in done if one.entry is not None}
    blocked = {one.path for one in done if one.entry is None}
    whole = {} if blocked else {_RUN: (run, "")}
    now = {path: entry for path, entry in entries.items() if path not in blocked and path != _RUN} | whole
    if now != before:
        keep(folder, now)


def _stop_at_faults(done: Sequence[Done]) -> None:
    faults = [one.fault for one in done if one.entry is None]
    if faults:
        raise OutputError("\n".join(message for message, _ in faults), faults[0][1])
